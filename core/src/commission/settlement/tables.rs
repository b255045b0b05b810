//! The result tables of a settlement.

use super::movement::{Kind, Movement};
use super::period::Balances;
use super::settle::{Book, Settled, Workings};
use crate::commission::output::tabulate::Sheet;
use crate::number::Exact;
use crate::problem::Problem;
use crate::table::Table;
use crate::time::Period;

/// What a payee who has left still owes.
pub(super) fn receivable(settled: &Settled) -> Option<Exact> {
    let Balances { negative, owed, clamped, .. } = &settled.closing;
    settled.left.then(|| negative.add(owed).add(clamped))
}

pub(super) fn payouts(workings: &Workings, book: &Book) -> Result<Table, Problem> {
    let rows = &book.settled;
    let periods: Vec<Period> = rows.iter().filter_map(|row| workings.periods.get(row.period).copied()).collect();
    let mut sheet = Sheet::new(rows.len());
    let mut put = |name: &str, cells: Vec<Exact>| sheet.exacts(name, &mut cells.iter().map(Some));
    let sums = |kinds: &[Kind], sign: bool| -> Vec<Exact> {
        let cell = |row: &Settled| {
            let sum = kinds.iter().fold(Exact::ZERO, |sum, kind| sum.add(&book.sum(row, *kind)));
            if sign { sum } else { sum.neg() }
        };
        rows.iter().map(cell).collect()
    };
    let balance =
        |cell: &dyn Fn(&Settled) -> &Exact| -> Vec<Exact> { rows.iter().map(|row| cell(row).clone()).collect() };
    put("earned", sums(&Kind::EARNED, true));
    put("draw", rows.iter().map(|row| row.draw.as_ref().map_or(Exact::ZERO, |draw| draw.amount.clone())).collect());
    put("carried", sums(&[Kind::Carried], true));
    put("recovered_negative", sums(&[Kind::RecoveredNegative], false));
    put("clamped", sums(&[Kind::Clamped, Kind::Unclamped], true));
    put("advanced", sums(&[Kind::Advanced], true));
    put("topped_up", sums(&[Kind::ToppedUp], true));
    put("recovered_draw", sums(&[Kind::RecoveredDraw], false));
    put("forgiven", rows.iter().map(|row| forgiven(book.lines(row))).collect());
    put("held", sums(&[Kind::Held, Kind::HeldReleased], false));
    put("paid_at_start", sums(&[Kind::PaidAtStart], false));
    put("paid_at_settlement", sums(&[Kind::Paid], false));
    put("paid", sums(&[Kind::PaidAtStart, Kind::Paid], false));
    put("opening_negative_balance", balance(&|row| &row.opening.negative));
    put("closing_negative_balance", balance(&|row| &row.closing.negative));
    put("opening_draw_owed", balance(&|row| &row.opening.owed));
    put("closing_draw_owed", balance(&|row| &row.closing.owed));
    put("closing_clamped", balance(&|row| &row.closing.clamped));
    put("closing_held", balance(&|row| &row.closing.held));
    put("payout", balance(&|row| &row.payout));
    put("fx_difference", sums(&[Kind::FxDifference], true));
    let receivables: Vec<Option<Exact>> = rows.iter().map(receivable).collect();
    sheet.exacts("receivable", &mut receivables.iter().map(Option::as_ref));
    let currency = workings.policy.currency.code();
    sheet.text("payee_id", &mut rows.iter().map(|row| Some(row.payee.as_str())));
    sheet.dates("period_from", &mut periods.iter().map(|period| Some(period.from())));
    sheet.dates("period_to", &mut periods.iter().map(|period| Some(period.to())));
    sheet.text("draw_kind", &mut rows.iter().map(|row| row.draw.as_ref().map(|draw| draw.kind.as_str())));
    sheet.text("currency", &mut rows.iter().map(|_| Some(currency)));
    sheet.text("payout_currency", &mut rows.iter().map(|row| Some(row.currency.code())));
    sheet.in_order(&super::PAYOUTS)
}

/// What was forgiven, which adds nothing to the pay.
pub(super) fn forgiven(lines: &[Movement]) -> Exact {
    let forgiven = lines.iter().filter(|line| line.kind == Kind::Forgiven).filter_map(|line| line.account.as_ref());
    forgiven.fold(Exact::ZERO, |sum, (change, _)| sum.sub(change))
}

pub(super) fn ledger(workings: &Workings, book: &Book) -> Result<Table, Problem> {
    let mut rows = Vec::with_capacity(book.ledger.len());
    for settled in &book.settled {
        let period = workings.periods.get(settled.period).copied();
        rows.extend(book.lines(settled).iter().enumerate().map(|(at, line)| (settled, period, at + 1, line)));
    }
    let mut sheet = Sheet::new(rows.len());
    sheet.text("payee_id", &mut rows.iter().map(|row| Some(row.0.payee.as_str())));
    sheet.dates("period_from", &mut rows.iter().map(|row| row.1.map(Period::from)));
    sheet.dates("period_to", &mut rows.iter().map(|row| row.1.map(Period::to)));
    sheet.integers("line_no", &mut rows.iter().map(|row| row.2));
    sheet.dates("booked_on", &mut rows.iter().map(|row| Some(row.3.booked_on)));
    sheet.text("kind", &mut rows.iter().map(|row| Some(row.3.kind.as_str())));
    sheet.text("plan_id", &mut rows.iter().map(|row| workings.earned.plan(row.3.plan)));
    sheet.exacts("amount", &mut rows.iter().map(|row| Some(&row.3.amount)));
    sheet.text("account", &mut rows.iter().map(|row| row.3.kind.account()));
    sheet.exacts("change", &mut rows.iter().map(|row| row.3.account.as_ref().map(|(change, _)| change)));
    sheet.exacts("balance", &mut rows.iter().map(|row| row.3.account.as_ref().map(|(_, balance)| balance)));
    let own = workings.policy.currency;
    let currency = |row: &(&Settled, Option<Period>, usize, &Movement)| {
        let paid = if row.3.kind.is_foreign() { row.0.currency } else { own };
        row.3.currency.unwrap_or(paid.code())
    };
    sheet.text("currency", &mut rows.iter().map(|row| Some(currency(row))));
    sheet.text("reason", &mut rows.iter().map(|row| Some(row.3.kind.reason())));
    sheet.finish()
}

pub(super) fn balances(workings: &Workings, book: &Book) -> Result<Table, Problem> {
    let rows: Vec<(&String, &Balances)> = book.closing.iter().filter(|(_, balances)| !balances.is_none()).collect();
    let mut sheet = Sheet::new(rows.len());
    sheet.text("payee_id", &mut rows.iter().map(|row| Some(row.0.as_str())));
    sheet.exacts("negative_balance", &mut rows.iter().map(|row| Some(&row.1.negative)));
    sheet.exacts("draw_owed", &mut rows.iter().map(|row| Some(&row.1.owed)));
    sheet.exacts("clamped", &mut rows.iter().map(|row| Some(&row.1.clamped)));
    sheet.exacts("held", &mut rows.iter().map(|row| Some(&row.1.held)));
    sheet.text("currency", &mut rows.iter().map(|_| Some(workings.policy.currency.code())));
    sheet.finish()
}
