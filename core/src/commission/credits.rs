//! Transactions to credits: who is credited with how much, and in which order.

use std::ops::Range;

use super::document::{CreditBasis, DateBasis, FxDate};
use super::roster::{Roster, Standing};
use super::splits::{Found, Role, Splits};
use super::workings::Workings;
use crate::problem::Code;
use crate::table::{BadRecord, BadRecords, Cells, Records, Table};

/// All credits of a call, in the order of their transactions.
#[derive(Debug, Default)]
pub(super) struct Credits {
    pub(super) payee: Vec<u32>,
    /// The transaction's row.
    pub(super) row: Vec<u32>,
    /// The number of the pair of shares; empty where every credit is whole.
    pub(super) share: Vec<u32>,
    /// Empty where every credit is direct.
    pub(super) overlay: Vec<bool>,
}

impl Credits {
    pub(super) fn len(&self) -> usize {
        self.payee.len()
    }

    #[inline]
    pub(super) fn share(&self, credit: usize) -> u32 {
        self.share.get(credit).copied().unwrap_or(0)
    }

    #[inline]
    pub(super) fn row(&self, credit: usize) -> usize {
        self.row.get(credit).map_or(usize::MAX, |&row| row as usize)
    }

    #[inline]
    pub(super) fn payee(&self, credit: usize) -> u32 {
        self.payee.get(credit).copied().unwrap_or(u32::MAX)
    }
}

/// Whether a transaction is visible: sound, and known at the time of the question.
pub(super) fn is_visible(
    transactions: &Records,
    known: Option<&Cells<i64>>,
    known_at: Option<i64>,
    row: usize,
) -> bool {
    let late = |limit: i64| known.and_then(|cells| cells.get(row)).is_some_and(|known| known >= limit);
    transactions.is_good(row) && !known_at.is_some_and(late)
}

/// Makes the credits of every visible transaction. Transactions whose payee is unknown or whose splits
/// cannot be used are bad records; one without any payee has no credit.
pub(super) fn read(
    transactions: &Records,
    splits: &Splits,
    roster: &mut Roster,
    known_at: Option<i64>,
    bad: &mut BadRecords,
) -> Credits {
    let table = transactions.table();
    let known = table.instant("known_at");
    let rows = transactions.rows();
    let payees = table.text("payee_id").map(|column| roster.payees.intern_column(column)).unwrap_or_default();
    let payee_of = |row: usize| payees.get(row).copied().flatten();
    let mut credits = Credits::default();
    credits.payee.reserve(rows);
    credits.row.reserve(rows);
    for row in 0..rows {
        if !is_visible(transactions, known, known_at, row) {
            continue;
        }
        let receiver = payee_of(row);
        let found = if splits.is_empty() { Found::None } else { splits.find(id(table, row)) };
        let split = match found {
            Found::None => &[][..],
            Found::Splits(splits) => splits,
            Found::Unusable(code, message) => {
                refuse(bad, table, row, "transaction_id", code, message.to_owned());
                continue;
            }
        };
        if receiver.is_some() && split.iter().any(|split| split.role == Role::Direct) {
            let message = format!("`{}` names a payee and has direct splits as well", id(table, row));
            refuse(bad, table, row, "payee_id", Code::CommissionCreditConflict, message);
            continue;
        }
        let whole = receiver.map(|payee| (payee, 0, false)).into_iter();
        let receivers = whole.chain(split.iter().map(|split| (split.payee, split.share, split.role == Role::Overlay)));
        if let Some((unknown, ..)) = receivers.clone().find(|&(payee, ..)| !roster.knows(payee)) {
            let message = format!("`{}` has no assignment to any plan", roster.payees.word(unknown));
            refuse(bad, table, row, "payee_id", Code::CommissionUnknownPayee, message);
            continue;
        }
        for (payee, share, overlay) in receivers {
            credits.payee.push(payee);
            credits.row.push(u32::try_from(row).unwrap_or(u32::MAX));
            if !splits.is_empty() {
                credits.share.push(share);
                credits.overlay.push(overlay);
            }
        }
    }
    credits
}

pub(super) fn id(table: &Table, row: usize) -> &str {
    table.text("transaction_id").and_then(|ids| ids.get(row)).unwrap_or_default()
}

pub(super) fn refuse(bad: &mut BadRecords, table: &Table, row: usize, column: &str, code: Code, message: String) {
    let value = table.text(column).and_then(|cells| cells.get(row)).unwrap_or_default().to_owned();
    let record_id = Some(id(table, row).to_owned());
    bad.push(BadRecord { table: "transactions", row, record_id, column: column.to_owned(), code, value, message });
}

/// The credits of assigned payees inside a window of days, grouped by payee, each group in processing
/// order: date, the plan-given sequence, transaction id.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// Credits by number.
    pub(super) credits: Vec<u32>,
    /// The day of each, in the same order.
    pub(super) days: Vec<i32>,
    /// Where each payee's credits begin; one more entry than payees.
    starts: Vec<usize>,
    /// The number of the exchange rate of each transaction row; empty where none is needed.
    pub(super) rates: Vec<u32>,
}

impl Order {
    /// The positions of a payee's credits on the days from `from` up to, not including, `to`.
    pub(super) fn within(&self, payee: u32, from: i32, to: i32) -> Range<usize> {
        let start = self.starts.get(payee as usize).copied().unwrap_or(0);
        let end = self.starts.get(payee as usize + 1).copied().unwrap_or(start);
        let own = self.days.get(start..end).unwrap_or_default();
        start + own.partition_point(|&day| day < from)..start + own.partition_point(|&day| day < to)
    }

    #[inline]
    pub(super) fn rate(&self, row: usize) -> u32 {
        self.rates.get(row).copied().unwrap_or(0)
    }
}

/// The days of a plan's date basis.
pub(super) fn days(table: &Table, basis: DateBasis) -> Option<&Cells<i32>> {
    table.date(column(basis))
}

pub(super) fn column(basis: DateBasis) -> &'static str {
    match basis {
        DateBasis::BookedOn => "booked_on",
        DateBasis::InvoicedOn => "invoiced_on",
        DateBasis::PaidOn => "paid_on",
    }
}

impl Workings {
    /// Puts the credits of the window in processing order. A transaction in a currency without a rate,
    /// or without the units that an eligible component needs, is a bad record, and its credits are left out.
    pub(super) fn put_in_order(&self, basis: DateBasis, bad: &mut BadRecords) -> Order {
        let table = self.transactions.table();
        let Some(days) = days(table, basis) else { return Order::default() };
        let (credits, roster) = (&self.credits, &self.roster);
        let in_window = |row: usize| days.get(row).filter(|day| self.window.contains(day));
        let (rates, mut blocked) = self.rate_numbers(basis, in_window, bad);
        self.block_without_units(basis, in_window, &mut blocked, bad);
        let mut starts = vec![0_usize; roster.payees.len() + 1];
        let mut taken: Vec<(u32, i32)> = Vec::with_capacity(credits.len());
        for credit in 0..credits.len() {
            let (payee, row) = (credits.payee(credit), credits.row(credit));
            let Some(day) = in_window(row) else { continue };
            if roster.standing(payee, day) != Standing::Assigned || blocked.get(row).copied().unwrap_or(false) {
                continue;
            }
            taken.push((u32::try_from(credit).unwrap_or(u32::MAX), day));
            if let Some(count) = starts.get_mut(payee as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut grouped = vec![(0_u32, 0_i32); taken.len()];
        for (credit, day) in taken {
            let payee = credits.payee(credit as usize) as usize;
            if let Some(place) = next.get_mut(payee) {
                if let Some(slot) = grouped.get_mut(*place) {
                    *slot = (credit, day);
                }
                *place += 1;
            }
        }
        let sequence = table.integer("sequence");
        let key = |&(credit, day): &(u32, i32)| {
            let row = credits.row(credit as usize);
            (day, sequence.and_then(|cells| cells.get(row)), id(table, row), credit)
        };
        for bounds in starts.windows(2) {
            if let [start, end] = bounds
                && let Some(own) = grouped.get_mut(*start..*end)
                && !own.is_sorted_by(|a, b| a.1 < b.1 || key(a) <= key(b))
            {
                own.sort_unstable_by(|a, b| a.1.cmp(&b.1).then_with(|| key(a).cmp(&key(b))));
            }
        }
        let (credits, days) = grouped.into_iter().unzip();
        Order { credits, days, starts, rates }
    }

    /// The number of each row's exchange rate, and which rows lack one. Nothing where all amounts are
    /// in the plan's currency.
    fn rate_numbers(
        &self,
        basis: DateBasis,
        in_window: impl Fn(usize) -> Option<i32>,
        bad: &mut BadRecords,
    ) -> (Vec<u32>, Vec<bool>) {
        let (plan, table) = (&self.plan, self.transactions.table());
        let Some(currencies) = table.text("currency") else { return Default::default() };
        let own = plan.currency.code();
        let is_foreign = |row: usize| currencies.get(row).is_some_and(|currency| currency != own);
        if !(0..table.rows()).any(is_foreign) {
            return Default::default();
        }
        let fx = plan.fx.map_or_else(FxDate::default, |fx| fx.date);
        let (mut numbers, mut missing) = (vec![0; table.rows()], vec![false; table.rows()]);
        for &row in self.credits.row.iter() {
            let row = row as usize;
            let Some(measured) = in_window(row).filter(|_| is_foreign(row)) else { continue };
            let of = |basis| days(table, basis).and_then(|cells| cells.get(row));
            let day = match fx {
                FxDate::Measure => Some(measured),
                FxDate::Booking => of(DateBasis::BookedOn),
                FxDate::Invoice => of(DateBasis::InvoicedOn),
                FxDate::Payment => of(DateBasis::PaidOn),
                FxDate::PlanFixed => Some(plan.from.days()),
            };
            let currency = currencies.get(row).unwrap_or_default();
            match (day.and_then(|day| self.rates.find(currency, day)), numbers.get_mut(row), missing.get_mut(row)) {
                (Some(found), Some(number), _) => *number = found,
                (None, _, Some(flag)) if !*flag => {
                    *flag = true;
                    let message = format!(
                        "there is no rate from {currency} to {own} for `{}` by `{}`",
                        id(table, row),
                        column(basis)
                    );
                    refuse(bad, table, row, "currency", Code::CommissionFxRateMissing, message);
                }
                _ => {}
            }
        }
        (numbers, missing)
    }

    /// Blocks rows without units that a component by units would count.
    fn block_without_units(
        &self,
        basis: DateBasis,
        in_window: impl Fn(usize) -> Option<i32>,
        blocked: &mut Vec<bool>,
        bad: &mut BadRecords,
    ) {
        let table = self.transactions.table();
        let units = table.decimal("units");
        let by_units = self.plan.components.iter().zip(&self.eligible).filter(|(component, _)| {
            component.date == basis
                && (component.credit == CreditBasis::Units || component.base() == CreditBasis::Units)
        });
        let by_units: Vec<_> = by_units.map(|(_, eligible)| eligible).collect();
        if by_units.is_empty() {
            return;
        }
        blocked.resize(table.rows(), false);
        for &row in &self.credits.row {
            let row = row as usize;
            let counts =
                |eligible: &&Option<Vec<bool>>| eligible.as_ref().is_none_or(|rows| rows.get(row) == Some(&true));
            let missing = units.and_then(|column| column.cells.get(row)).is_none();
            if missing && in_window(row).is_some() && by_units.iter().any(counts) && blocked.get(row) == Some(&false) {
                if let Some(flag) = blocked.get_mut(row) {
                    *flag = true;
                }
                let message = format!("`{}` has no units, by which the plan pays", id(table, row));
                refuse(bad, table, row, "units", Code::TableMissingValue, message);
            }
        }
    }
}
