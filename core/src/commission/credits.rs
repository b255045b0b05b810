//! Transactions to credits: who is credited with how much, and in which order.

use std::ops::Range;

use super::document::DateBasis;
use super::roster::Roster;
use super::splits::{Found, Role, Splits};
use super::values::Values;
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
    /// Puts the credits of the window in processing order; those of transactions without a value are left out.
    pub(super) fn put_in_order(&self, basis: DateBasis, rates: Vec<u32>, values: &Values) -> Order {
        let table = self.transactions.table();
        let Some(days) = days(table, basis) else { return Order::default() };
        let (credits, roster) = (&self.credits, &self.roster);
        let mut starts = vec![0_usize; roster.payees.len() + 1];
        let mut taken: Vec<(u32, i32)> = Vec::with_capacity(credits.len());
        for credit in 0..credits.len() {
            let (payee, row) = (credits.payee(credit), credits.row(credit));
            let Some(day) = self.counted_on(credit, days.get(row)).filter(|_| !values.is_blocked(row)) else {
                continue;
            };
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
}
