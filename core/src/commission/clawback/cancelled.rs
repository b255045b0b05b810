//! What stages owe no more for refunded sales: the refunded part, whatever a schedule or a term leaves of the clawback.

use std::cmp::Ordering;

use super::refunds::{Refunds, by_transaction};
use crate::commission::credit::credits::days;
use crate::commission::document::{ClawbackMode, DateBasis};
use crate::commission::workings::Workings;
use crate::number::Exact;

impl Refunds {
    /// Whether refunds take back a part of a sale's own lines.
    #[inline]
    pub(crate) fn is_cancelled(&self, sale: usize) -> bool {
        !self.is_empty()
            && self
                .of_sale
                .get(&sale)
                .is_some_and(|refunds| refunds.iter().any(|refund| refund.mode != ClawbackMode::Recalculate))
    }
}

impl Workings {
    /// The refunds of a sale by a date basis, in processing order: day, row, and the part that it takes of what is
    /// credited of the sale.
    pub(crate) fn cancelled(&self, sale: usize, basis: DateBasis) -> Vec<(i32, usize, Exact)> {
        let refunds = self.refunds.of(self.transactions.table(), sale, basis).into_iter();
        refunds.map(|(day, refund)| (day, refund.row, self.refunds.taken_off(refund).neg())).collect()
    }

    /// Of what is paid for a sale later on a line of a component or an override, after so many of its refunds: the part of
    /// the sale that it is for, and the day of the sale.
    pub(super) fn paid_later(&self, part: usize, sale: usize, after: u32, day: i32) -> (Exact, i32) {
        let Some(basis) = self.plan.part_date(part) else { return (Exact::ONE, day) };
        let table = self.transactions.table();
        let credited = Exact::ONE.sub(self.refunds.removed().get(&sale).unwrap_or(&Exact::ZERO));
        let before = self.refunds.of(table, sale, basis).into_iter().take(after as usize);
        let left = before.fold(credited, |left, (_, refund)| left.sub(&refund.share));
        (left, days(table, basis).and_then(|cells| cells.get(sale)).unwrap_or(day))
    }

    /// Processing order of transactions, each with its day.
    pub(crate) fn transaction_order(&self, a: (i32, usize), b: (i32, usize)) -> Ordering {
        a.0.cmp(&b.0).then_with(|| by_transaction(self.transactions.table(), a.1, b.1))
    }
}
