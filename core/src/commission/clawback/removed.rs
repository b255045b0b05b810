//! Refunded parts of sales that are not credited: those of recalculations, from the refund on.

use std::collections::BTreeMap;

use super::refunds::Refunds;
use crate::commission::credit::credits::Credits;
use crate::commission::credit::splits::{Share, Splits};
use crate::commission::document::DateBasis;
use crate::commission::model::Plan;
use crate::number::Exact;
use crate::table::Table;

/// By row of a sale: the part of it that is not credited, above 0 and at most 1.
pub(crate) type Removed = BTreeMap<usize, Exact>;

impl Plan {
    /// The date that places a refund where no component's does: that of the first component.
    pub(super) fn refund_date(&self) -> DateBasis {
        self.components.first().map_or(DateBasis::BookedOn, |component| component.date)
    }
}

impl Refunds {
    /// Leaves out what recalculations had taken out before a day, or just what is given.
    pub(crate) fn remove(&mut self, plan: &Plan, table: &Table, given: Option<&Removed>, day: i32) {
        if let Some(given) = given {
            self.removed.clone_from(given);
            return;
        }
        let mut removed = Removed::new();
        for (_, refund) in self.recalculating(plan, table).into_iter().take_while(|(on, _)| *on < day) {
            add(&mut removed, refund.sale, &refund.share);
        }
        self.removed = removed;
    }

    /// What is not credited.
    pub(crate) fn removed(&self) -> &Removed {
        &self.removed
    }

    /// Whether nothing of a sale is credited any more.
    pub(crate) fn is_removed(&self, row: usize) -> bool {
        self.removed.get(&row) == Some(&Exact::ONE)
    }
}

/// Takes another part of a sale out.
pub(super) fn add(removed: &mut Removed, sale: usize, share: &Exact) {
    let part = removed.entry(sale).or_insert(Exact::ZERO);
    *part = part.add(share);
}

impl Credits {
    /// Without what is removed: the rest of a sale is credited as a share of it, and a whole one not at all.
    pub(crate) fn without(self, removed: &Removed, splits: &mut Splits) -> Self {
        if removed.is_empty() {
            return self;
        }
        let mut rest = Self::with_capacity(self.len());
        for credit in 0..self.len() {
            let row = self.row(credit);
            let Some(part) = removed.get(&row) else {
                rest.push_as(&self, credit, self.share(credit));
                continue;
            };
            let left = Exact::ONE.sub(part);
            if !left.is_zero() {
                let share = splits.shares.get(self.share(credit) as usize).cloned().unwrap_or_else(Share::whole);
                let (quota, commission) = (share.quota.mul(&left), share.commission.mul(&left));
                rest.push_as(&self, credit, splits.number(Share { quota, commission }));
            }
        }
        rest
    }

    /// Takes a credit over from others, with a share of its own.
    fn push_as(&mut self, others: &Self, credit: usize, share: u32) {
        let row = u32::try_from(others.row(credit)).unwrap_or(u32::MAX);
        self.push(others.payee(credit), row, share, others.role(credit));
    }
}
