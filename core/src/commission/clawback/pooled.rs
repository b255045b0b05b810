//! What refunds take back of what teams brought: the credit of their sales, and the lines that take back.

use std::collections::BTreeMap;

use super::refunds::Refund;
use super::stage::Clawbacks;
use crate::commission::credit::credits::days;
use crate::commission::document::DateBasis;
use crate::commission::workings::Workings;
use crate::number::Exact;
use crate::time::Date;

impl Clawbacks {
    /// The day of the sale whose earning a row of `lines` takes back; nothing where it is no clawback.
    pub(crate) fn sold_on(&self, row: usize) -> Option<i32> {
        self.line(row).map(|clawed| clawed.sold)
    }
}

impl Workings {
    /// By row of a sale, the part of its credit that refunds of the call's days take back, by a date basis and by the
    /// plan's clawback. What is refunded at the rates of its own day is credit of that day, and not here.
    pub(crate) fn refunded(&self, basis: DateBasis) -> BTreeMap<usize, Exact> {
        let (plan, table, period) = (&self.plan, self.transactions.table(), self.period);
        let mut parts: BTreeMap<usize, Exact> = BTreeMap::new();
        let mut add = |(day, refund): (i32, &Refund)| {
            let sold = days(table, basis).and_then(|cells| cells.get(refund.sale));
            let dates = sold.and_then(|sold| Date::from_days(sold).ok()).zip(Date::from_days(day).ok());
            let Some((sold, back)) = dates.filter(|(_, back)| period.contains(*back)) else { return };
            let part = refund.share.mul(&plan.clawback.factor(refund.mode, refund.term_months, sold, back));
            let sum = parts.entry(refund.sale).or_insert(Exact::ZERO);
            *sum = sum.add(&part);
        };
        for sale in self.refunds.sales() {
            self.refunds.of(table, sale, basis).into_iter().for_each(&mut add);
        }
        self.refunds.recalculating(plan, table).into_iter().for_each(add);
        parts
    }
}
