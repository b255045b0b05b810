//! Credits in processing order: by payee, then by date, the plan-given sequence and transaction id.

use std::ops::Range;

use super::credits::{days, id};
use super::splits::Role;
use super::values::Values;
use crate::commission::document::{CreditBasis, DateBasis};
use crate::commission::workings::Workings;
use crate::sorted;
use crate::table::{Cells, DecimalColumn, TextColumn};

/// The credits of assigned payees inside the window, grouped by payee, each group in processing order.
/// What a kernel reads lies here in its order, so that it never reaches across the table for a row.
#[derive(Debug, Default)]
pub(crate) struct Order {
    /// Credits by number.
    pub(crate) credits: Vec<u32>,
    /// The transaction row of each.
    pub(crate) rows: Vec<u32>,
    /// The day of each.
    pub(crate) days: Vec<i32>,
    /// The number of the pair of shares of each; empty where every credit is whole.
    pub(crate) shares: Vec<u32>,
    /// Whether each is what a refund takes off a measure; empty where none does.
    pub(crate) lowers: Vec<bool>,
    /// Whether each was rolled up; empty where none was.
    pub(crate) rolled: Vec<bool>,
    /// The mantissas of the `amount` of each.
    pub(crate) amounts: Vec<i128>,
    /// The mantissas of the `units` of each; empty where there are none.
    pub(crate) units: Vec<i128>,
    /// The mantissas of the gross profit of each, losses as 0 and losses as such; empty where no component asks.
    pub(crate) profits: [Vec<i128>; 3],
    /// Where each payee's credits begin; one more entry than payees.
    starts: Vec<usize>,
    /// The number of the exchange rate of each transaction row; empty where none is needed.
    pub(crate) rates: Vec<u32>,
}

impl Order {
    /// The positions of a payee's credits on the days from `from` up to, not including, `to`.
    pub(crate) fn within(&self, payee: u32, from: i32, to: i32) -> Range<usize> {
        let start = self.starts.get(payee as usize).copied().unwrap_or(0);
        let end = self.starts.get(payee as usize + 1).copied().unwrap_or(start);
        let own = self.days.get(start..end).unwrap_or_default();
        start + own.partition_point(|&day| day < from)..start + own.partition_point(|&day| day < to)
    }

    /// The transaction row of a position.
    #[inline]
    pub(crate) fn row(&self, position: usize) -> usize {
        self.rows.get(position).map_or(usize::MAX, |&row| row as usize)
    }

    /// The credit of a position.
    #[inline]
    pub(crate) fn credit(&self, position: usize) -> usize {
        self.credits.get(position).map_or(usize::MAX, |&credit| credit as usize)
    }

    /// The mantissas of a column, by position.
    pub(crate) fn mantissas(&self, basis: CreditBasis) -> &[i128] {
        match basis {
            CreditBasis::Amount => &self.amounts,
            CreditBasis::Units => &self.units,
            CreditBasis::GrossProfit => &self.profits[0],
            CreditBasis::GrossProfitOrLoss => &self.profits[1],
            CreditBasis::Deals => &self.profits[2],
        }
    }

    /// Whether the credit of a position is what a refund takes off a measure.
    #[inline]
    pub(crate) fn is_lowering(&self, position: usize) -> bool {
        self.lowers.get(position).copied().unwrap_or(false)
    }

    /// Whether the credit of a position was rolled up.
    #[inline]
    pub(crate) fn is_rolled(&self, position: usize) -> bool {
        self.rolled.get(position).copied().unwrap_or(false)
    }

    /// Whether all of some positions were rolled up, or none; nothing where they differ.
    pub(crate) fn all_rolled(&self, positions: Range<usize>) -> Option<bool> {
        let rolled = self.rolled.get(positions).unwrap_or_default();
        let first = rolled.first().copied().unwrap_or(false);
        rolled.iter().all(|&one| one == first).then_some(first)
    }

    /// The number of the exchange rate of a transaction row.
    #[inline]
    pub(crate) fn rate(&self, row: usize) -> u32 {
        self.rates.get(row).copied().unwrap_or(0)
    }

    /// The numbers of the pair of shares and of the exchange rate of a position.
    #[inline]
    pub(crate) fn pair(&self, position: usize) -> (u32, u32) {
        (self.shares.get(position).copied().unwrap_or(0), self.rate(self.row(position)))
    }
}

/// A credit on its way to its place. Ids are compared by their first bytes that differ at all in the
/// table; only where these tie is the text itself looked up.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    id_start: u64,
    day: i32,
    credit: u32,
}

impl Workings {
    /// Puts the credits of the window in processing order; those of transactions without a value are left out.
    pub(crate) fn put_in_order(&self, basis: DateBasis, rates: Vec<u32>, values: &Values) -> Order {
        let table = self.transactions.table();
        let Some(days) = days(table, basis) else { return Order::default() };
        let (taken, starts) = self.take(days, values);
        let mut entries = self.grouped(taken, &starts);
        for bounds in starts.windows(2) {
            if let [start, end] = bounds
                && let Some(own) = entries.get_mut(*start..*end)
            {
                self.sort(own);
            }
        }
        let rows: Vec<u32> = entries.iter().map(|entry| self.credits.row(entry.credit as usize) as u32).collect();
        let valued = |row: u32| self.refunds.value_row(row as usize);
        let gather = |column: Option<&DecimalColumn>| {
            let values = column.map_or(&[][..], |column| &column.cells.values);
            if values.is_empty() {
                Vec::new()
            } else {
                rows.iter().map(|&row| values.get(valued(row)).copied().unwrap_or(0)).collect()
            }
        };
        Order {
            lowers: if self.refunds.restores_any() {
                rows.iter().map(|&row| self.refunds.restoring(row as usize).is_some()).collect()
            } else {
                Vec::new()
            },
            rolled: self.rolled_up(&entries),
            shares: if self.credits.share.is_empty() {
                Vec::new()
            } else {
                entries.iter().map(|entry| self.credits.share(entry.credit as usize)).collect()
            },
            credits: entries.iter().map(|entry| entry.credit).collect(),
            days: entries.iter().map(|entry| entry.day).collect(),
            amounts: gather(table.decimal("amount")),
            units: gather(table.decimal("units")),
            profits: [CreditBasis::GrossProfit, CreditBasis::GrossProfitOrLoss, CreditBasis::Deals]
                .map(|basis| gather(self.profits.column(basis))),
            rows,
            starts,
            rates,
        }
    }

    /// By transaction row: its place among all of them, by the plan-given sequence and transaction id.
    pub(crate) fn ranks(&self) -> Vec<u32> {
        let table = self.transactions.table();
        let (ids, sequence) = (IdStarts::of(table.text("transaction_id")), table.integer("sequence"));
        let rows = 0..u32::try_from(table.rows()).unwrap_or(u32::MAX);
        let place = |row: u32| (sequence.and_then(|cells| cells.get(row as usize)), ids.start(row as usize), row);
        let mut places: Vec<(Option<i64>, u64, u32)> = rows.map(place).collect();
        let text = |row: u32| id(table, row as usize).as_bytes();
        sorted::sort_by(&mut places, |a, b| {
            (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| text(a.2).cmp(text(b.2))).then(a.2.cmp(&b.2))
        });
        let mut ranks = vec![0; places.len()];
        for (rank, (.., row)) in (0..).zip(places) {
            if let Some(own) = ranks.get_mut(row as usize) {
                *own = rank;
            }
        }
        ranks
    }

    fn rolled_up(&self, entries: &[Entry]) -> Vec<bool> {
        let is_rolled = |entry: &Entry| self.credits.role(entry.credit as usize) == Role::RollUp;
        if self.rolled.is_some() { entries.iter().map(is_rolled).collect() } else { Vec::new() }
    }

    /// The credits that count, in the order of their transactions, and where each payee's will begin.
    fn take(&self, days: &Cells<i32>, values: &Values) -> (Vec<Entry>, Vec<usize>) {
        let credits = &self.credits;
        let ids = IdStarts::of(self.transactions.table().text("transaction_id"));
        let mut starts = vec![0_usize; self.roster.payees.len() + 1];
        let mut taken = Vec::with_capacity(credits.len());
        for (credit, (&payee, &row)) in (0_u32..).zip(credits.payee.iter().zip(&credits.row)) {
            let row = row as usize;
            let blocked = || values.is_blocked(self.refunds.value_row(row));
            let Some(day) = self.counted_on(credit as usize, days).filter(|_| !blocked()) else { continue };
            taken.push(Entry { id_start: ids.start(row), day, credit });
            if let Some(count) = starts.get_mut(payee as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        (taken, starts)
    }

    /// The entries payee by payee, each payee's in the order they came.
    fn grouped(&self, taken: Vec<Entry>, starts: &[usize]) -> Vec<Entry> {
        let payee = |entry: &Entry| self.credits.payee(entry.credit as usize);
        if taken.is_sorted_by_key(payee) {
            return taken;
        }
        let mut next = starts.to_vec();
        let mut grouped = vec![Entry::default(); taken.len()];
        for entry in taken {
            if let Some(place) = next.get_mut(payee(&entry) as usize) {
                if let Some(slot) = grouped.get_mut(*place) {
                    *slot = entry;
                }
                *place += 1;
            }
        }
        grouped
    }

    /// Sorts one payee's entries, unless they are in order already.
    fn sort(&self, entries: &mut [Entry]) {
        let table = self.transactions.table();
        let sequence = table.integer("sequence");
        let of = |entry: &Entry| {
            let row = self.credits.row(entry.credit as usize);
            (sequence.and_then(|cells| cells.get(row)), row)
        };
        let order = |a: &Entry, b: &Entry| {
            a.day.cmp(&b.day).then_with(|| {
                let by_sequence = sequence.map_or(std::cmp::Ordering::Equal, |_| of(a).0.cmp(&of(b).0));
                by_sequence.then(a.id_start.cmp(&b.id_start)).then_with(|| {
                    id(table, of(a).1).as_bytes().cmp(id(table, of(b).1).as_bytes()).then(a.credit.cmp(&b.credit))
                })
            })
        };
        if !entries.is_sorted_by(|a, b| order(a, b).is_le()) {
            entries.sort_unstable_by(order);
        }
    }
}

/// The eight bytes of each id that follow what all ids have in common, as a number that orders like them.
struct IdStarts<'t> {
    ids: Option<&'t TextColumn>,
    common: usize,
}

impl<'t> IdStarts<'t> {
    fn of(ids: Option<&'t TextColumn>) -> Self {
        let mut all = ids.into_iter().flat_map(TextColumn::iter).flatten();
        let first = all.next().unwrap_or_default().as_bytes();
        let common = all.fold(first.len(), |common, id| {
            let shared = first.get(..common).unwrap_or_default();
            if id.as_bytes().starts_with(shared) {
                common
            } else {
                shared.iter().zip(id.as_bytes()).take_while(|(a, b)| a == b).count()
            }
        });
        Self { ids, common }
    }

    #[inline]
    fn start(&self, row: usize) -> u64 {
        let id = self.ids.and_then(|ids| ids.get(row)).unwrap_or_default().as_bytes();
        let rest = id.get(self.common..).unwrap_or_default();
        let mut start = [0; 8];
        for (to, from) in start.iter_mut().zip(rest) {
            *to = *from;
        }
        u64::from_be_bytes(start)
    }
}
