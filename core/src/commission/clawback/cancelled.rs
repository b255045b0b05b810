//! What stages owe no more for refunded sales: the refunded part, whatever a schedule or a term leaves of the clawback.

use std::cmp::Ordering;

use super::refunds::{Refunds, by_transaction};
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

    /// Processing order of transactions, each with its day.
    pub(crate) fn transaction_order(&self, a: (i32, usize), b: (i32, usize)) -> Ordering {
        a.0.cmp(&b.0).then_with(|| by_transaction(self.transactions.table(), a.1, b.1))
    }
}
