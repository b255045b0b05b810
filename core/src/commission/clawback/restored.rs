//! Quota credit that refunds take off measures: semantics 2.15, `restore_attainment`.
//!
//! Such credit is a credit of the refund's row, of everyone who was credited with the sale: what the sale counts
//! as, times the refunded part, below zero. It moves the measure of the day on which the refund counts and earns
//! nothing itself; lines after it climb from the lower measure. `original` takes it off where the sale counted: in
//! the same measure period that is the same, in one that is over only its statement shows it.

use super::refunds::{Refund, Refunds};
use crate::commission::credit::credits::days;
use crate::commission::credit::order::Order;
use crate::commission::credit::splits::Share;
use crate::commission::document::{ClawbackMode, RestoreAttainment};
use crate::commission::engine::run::Members;
use crate::commission::periods::slices::Slice;
use crate::commission::workings::Workings;
use crate::number::Exact;
use crate::sorted;

impl Refunds {
    /// The refund of a row that takes credit off a measure, where the plan asks for it.
    #[inline]
    pub(crate) fn restoring(&self, row: usize) -> Option<&Refund> {
        if !self.restores {
            return None;
        }
        self.by_row.get(&row)?.as_ref().filter(|refund| refund.mode != ClawbackMode::Recalculate)
    }

    /// The transaction whose columns say what a credit of a row is: the sale, for what a refund takes off.
    #[inline]
    pub(crate) fn value_row(&self, row: usize) -> usize {
        self.restoring(row).map_or(row, |refund| refund.sale)
    }

    /// What the credit of a sale is times for a refund: its part of what is still credited, below zero.
    pub(crate) fn taken_off(&self, refund: &Refund) -> Exact {
        let nothing = Exact::ZERO;
        let left = Exact::ONE.sub(self.removed.get(&refund.sale).unwrap_or(&nothing));
        refund.share.checked_div(&left).unwrap_or(Exact::ZERO).neg()
    }

    /// Whether any refund takes credit off a measure.
    pub(crate) fn restores_any(&self) -> bool {
        self.restores && !self.is_empty()
    }

    /// The refunds of a sale that take credit off.
    fn restoring_of(&self, sale: usize) -> impl Iterator<Item = &Refund> {
        let all = self.of_sale.get(&sale).map_or(&[][..], Vec::as_slice);
        all.iter().filter(|refund| refund.mode != ClawbackMode::Recalculate)
    }
}

impl Workings {
    /// Adds what refunds take off to the credits, with those of their transactions.
    pub(crate) fn take_off(&mut self) {
        if !self.refunds.restores_any() {
            return;
        }
        let mut all: Vec<(usize, u32, u32, _)> = Vec::with_capacity(self.credits.len());
        for credit in 0..self.credits.len() {
            let (sale, role) = (self.credits.row(credit), self.credits.role(credit));
            let (payee, share) = (self.credits.payee(credit), self.credits.share(credit));
            all.push((sale, payee, share, role));
            for refund in self.refunds.restoring_of(sale) {
                let by = self.refunds.taken_off(refund);
                let of = self.splits.shares.get(share as usize).cloned().unwrap_or_else(Share::whole);
                let taken = Share { quota: of.quota.mul(&by), commission: of.commission.mul(&by) };
                all.push((refund.row, payee, self.splits.number(taken), role));
            }
        }
        sorted::sort_by_key(&mut all, |(row, ..)| *row);
        self.credits = crate::commission::credit::credits::Credits::with_capacity(all.len());
        for (row, payee, share, role) in all {
            self.credits.push(payee, u32::try_from(row).unwrap_or(u32::MAX), share, role);
        }
    }

    /// Whether what a position takes off is taken off the measure of a slice, or none is.
    pub(crate) fn is_taken_off(&self, slice: &Slice, order: &Order, position: usize) -> bool {
        let Some(refund) = self.refunds.restoring(order.row(position)) else { return true };
        let component = self.component(slice);
        let same = || {
            let sold = days(self.transactions.table(), component.date).and_then(|cells| cells.get(refund.sale));
            sold.is_some_and(|sold| slice.period.contains(&sold))
        };
        component.bonus.is_none() && (self.plan.clawback.restore == RestoreAttainment::Current || same())
    }

    /// What later refunds take off the measure that a slice's statement shows, where its measure period is over
    /// when they count.
    pub(crate) fn taken_off_later(&self, slice: &Slice, members: &Members) -> Exact {
        if self.plan.clawback.restore != RestoreAttainment::Original || self.component(slice).bonus.is_some() {
            return Exact::ZERO;
        }
        let (component, order) = (self.component(slice), self.order(self.component(slice).date));
        let on = days(self.transactions.table(), component.date);
        let mut sum = Exact::ZERO;
        for position in (0..members.len()).map(|line| members.position(line)) {
            for refund in self.refunds.restoring_of(order.row(position)) {
                let back = on.and_then(|cells| cells.get(refund.row));
                if back.is_some_and(|back| !slice.period.contains(&back))
                    && self.counts(slice, slice.component, order, position)
                {
                    let (quota, _) = self.credit_at(slice.component, order, position);
                    sum = sum.add(&quota.mul(&self.refunds.taken_off(refund)));
                }
            }
        }
        sum
    }
}
