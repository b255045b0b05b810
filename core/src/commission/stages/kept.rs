//! What stages still owe for refunded sales: semantics 2.15, and 2.22 [4].
//!
//! What the line of a sale earned its refunds take back by a clawback. What is still owed for it by then, behind a gate,
//! by a multiplier that may yet stand differently, or in the balance of a cap, falls away by the refunded part on the
//! refund's day. That changes no other line: nothing is paid or taken back by it, and no cap has more room. A schedule
//! or a term lessens what is taken back of what was earned; what was not, is gone with the deal by the refunded part.

use std::collections::BTreeMap;

use super::super::document::DateBasis;
use super::super::workings::Workings;
use super::gate::Opening;
use super::gather::Entry;
use super::sweep::Sweep;
use super::value::{Deal, SliceValue};
use crate::number::Exact;
use crate::sorted;

/// A line of a refunded sale, or one that lowers a measure, and the part of it that is still to be paid for.
#[derive(Debug)]
pub(super) struct Kept {
    /// Its deal without it and with it.
    pub(super) deals: (Deal, Deal),
    /// The measure before and after it.
    pub(super) measures: (Exact, Exact),
    pub(super) left: Exact,
}

impl Kept {
    /// The part that is gone.
    pub(super) fn gone(&self) -> Exact {
        Exact::ONE.sub(&self.left)
    }
}

/// A refund on its day.
#[derive(Debug)]
pub(super) struct Cancelling {
    pub(super) day: i32,
    refund: usize,
    sale: usize,
    /// The date that says its day.
    basis: DateBasis,
    /// The part of the sale that is gone with it, and the same of what was left before it.
    part: Exact,
    of_left: Exact,
}

impl SliceValue {
    /// Keeps a line apart that refunds may cancel, or that lowers the measure.
    pub(super) fn keep(&mut self, workings: &Workings, entry: &Entry, deals: impl FnOnce() -> (Deal, Deal)) {
        let Some(kept) = &mut self.kept else { return };
        let lowers = workings.refunds.restoring(entry.row).is_some();
        if !lowers && !workings.refunds.is_cancelled(entry.row) {
            return;
        }
        let (measures, left) = ((entry.before.clone(), entry.measure.clone()), Exact::from(i128::from(!lowers)));
        let deals = if lowers { (Deal::NOTHING, Deal::NOTHING) } else { deals() };
        kept.entry(entry.row).or_default().push(Kept { deals, measures, left });
    }

    /// Leaves a part of a sale out of what its lines are worth, or of the last of them; that is no change of theirs.
    fn cancel(&mut self, sale: usize, part: &Exact, last: bool) {
        let (opening, cap) = (&self.opening, self.line_cap.as_ref());
        let Some(own) = self.kept.as_mut().and_then(|kept| kept.get_mut(&sale)) else { return };
        let first = if last { own.len().saturating_sub(1) } else { 0 };
        for kept in own.iter_mut().skip(first) {
            kept.left = kept.left.sub(part);
            self.sum = self.sum.sub(&kept.worth(cap, opening).mul(part));
        }
        self.total = self.shared();
    }

    /// By sale and line: what is left of the lines of refunded sales, as they are paid now.
    fn of_refunded(&self) -> BTreeMap<(usize, usize), Exact> {
        let paid = self.paid_part().unwrap_or(Exact::ONE);
        let mut all = BTreeMap::new();
        for (&row, own) in self.kept.iter().flatten() {
            for (at, kept) in own.iter().enumerate() {
                let worth = kept.worth(self.line_cap.as_ref(), &self.opening);
                all.insert((row, at), worth.mul(&kept.left).mul(&paid));
            }
        }
        all
    }

    /// What a change is made of: that of other lines, those of refunded sales as they were before, and the line's own.
    pub(super) fn parts_of(
        &self,
        change: &Exact,
        before: &BTreeMap<(usize, usize), Exact>,
        row: Option<usize>,
    ) -> Vec<(Option<usize>, Exact)> {
        let mut parts = Vec::new();
        let (mut own, mut rest) = (Exact::ZERO, change.clone());
        for ((sale, at), now) in self.of_refunded() {
            let part = match before.get(&(sale, at)) {
                Some(was) => now.sub(was),
                None => now,
            };
            rest = rest.sub(&part);
            if before.contains_key(&(sale, at)) {
                parts.push((Some(sale), part));
            } else {
                own = part;
            }
        }
        parts.insert(0, (None, rest));
        parts.push((row, own));
        parts.retain(|(_, part)| !part.is_zero());
        parts
    }

    /// Whether other lines may be worth another sum by an opening, where some are of refunded sales, or the next is.
    fn moves_refunded(&self, opening: &Opening, next: bool) -> bool {
        let refunded = next || self.kept.as_ref().is_some_and(|kept| !kept.is_empty());
        refunded && (self.opening != *opening || opening.above.is_some())
    }
}

impl Sweep<'_> {
    /// The refunds of the sales of these lines, in processing order, before the end of the call.
    pub(super) fn cancellings(&self, entries: &[Entry]) -> Vec<Cancelling> {
        let workings = self.workings;
        let of = |entry: &Entry| Some((entry.row, self.basis(entry.slice)?));
        let mut sales: Vec<(usize, DateBasis)> =
            entries.iter().filter(|entry| workings.refunds.is_cancelled(entry.row)).filter_map(of).collect();
        sorted::sort(&mut sales);
        sales.dedup();
        let mut all = Vec::new();
        for (sale, basis) in sales {
            let mut left = Exact::ONE;
            for (day, refund, part) in workings.cancelled(sale, basis) {
                let of_left = part.checked_div(&left).unwrap_or(Exact::ZERO);
                left = left.sub(&part);
                if day < self.asked.end {
                    all.push(Cancelling { day, refund, sale, basis, part, of_left });
                }
            }
        }
        sorted::sort_by(&mut all, |a, b| {
            workings.transaction_order((a.day, a.refund), (b.day, b.refund)).then(a.basis.cmp(&b.basis))
        });
        all
    }

    /// Whether a refund comes before a line, or lowers the measure by it.
    pub(super) fn precedes(&self, refund: &Cancelling, entry: &Entry) -> bool {
        self.workings.transaction_order((refund.day, refund.refund), (entry.day, entry.row)).is_le()
    }

    /// What refunded sales are worth in a slice before its lines are valued by another opening, with the next line where
    /// that is of one; nothing where its cap need not know for which sales it withholds.
    pub(super) fn refunded_before(
        &self,
        slice: usize,
        opening: &Opening,
        next: bool,
    ) -> Option<BTreeMap<(usize, usize), Exact>> {
        let cap = self.caps.get(self.component(slice))?.as_ref()?;
        let value = self.values.get(slice)?;
        (cap.attributes() && value.moves_refunded(opening, next)).then(|| value.of_refunded())
    }

    fn basis(&self, slice: usize) -> Option<DateBasis> {
        self.slices.get(slice).map(|slice| self.workings.component(slice).date)
    }

    /// Takes a refund in: the stages owe that much less for its sale.
    pub(super) fn cancel(&mut self, refund: &Cancelling) {
        for slice in 0..self.slices.len() {
            if self.basis(slice) == Some(refund.basis)
                && let Some(value) = self.values.get_mut(slice)
            {
                value.cancel(refund.sale, &refund.part, false);
            }
        }
        for (component, cap) in self.workings.plan.components.iter().zip(&mut self.caps) {
            if let Some(cap) = cap.as_mut().filter(|_| component.date == refund.basis) {
                cap.cancel(refund.sale, &refund.of_left);
            }
        }
        let gone = self.gone.entry((refund.sale, refund.basis)).or_insert(Exact::ZERO);
        *gone = gone.add(&refund.part);
    }

    /// The part of a line's sale that was refunded before it.
    pub(super) fn gone_before(&self, entry: &Entry) -> Exact {
        let gone = self.basis(entry.slice).and_then(|basis| self.gone.get(&(entry.row, basis)));
        gone.cloned().unwrap_or(Exact::ZERO)
    }

    /// Leaves out of what a line is worth what was refunded before it.
    pub(super) fn cancel_line(&mut self, entry: &Entry, gone: &Exact) {
        if !gone.is_zero()
            && let Some(value) = self.values.get_mut(entry.slice)
        {
            value.cancel(entry.row, gone, true);
        }
    }
}
