//! What stages still owe for refunded sales: semantics 2.15, and 2.22 [4].
//!
//! What the line of a sale earned its refunds take back by a clawback. What is still owed for it by then, behind a gate,
//! by a multiplier that may yet stand differently, or in the balance of a cap, falls away by the refunded part on the
//! refund's day. That changes no other line: nothing is paid or taken back by it, and no cap has more room. A schedule
//! or a term lessens what is taken back of what was earned; what was not, is gone with the deal by the refunded part.

use std::collections::{BTreeMap, BTreeSet};

use super::super::document::DateBasis;
use super::super::workings::Workings;
use super::gather::Entry;
use super::sweep::Sweep;
use super::value::{Deal, SliceValue};
use crate::number::Exact;
use crate::sorted;

/// A line that may be worth another sum later, that refunds may cancel, or that lowers a measure.
#[derive(Debug)]
pub(super) struct KeptLine {
    /// Its transaction.
    pub(super) row: usize,
    /// Its deal without it and with it.
    pub(super) deals: (Deal, Deal),
    /// The measure before and after it.
    pub(super) measures: (Exact, Exact),
    /// The part of it that is still to be paid for.
    left: Exact,
}

/// Lines of one slice, in processing order.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) lines: Vec<KeptLine>,
    /// By refunded sale.
    of_sale: BTreeMap<usize, Vec<usize>>,
    /// Those that are not worth all of what they were.
    cut: BTreeSet<usize>,
}

impl KeptLine {
    /// The part that is gone.
    pub(super) fn gone(&self) -> Exact {
        Exact::ONE.sub(&self.left)
    }
}

impl Kept {
    /// The lines of which something is gone.
    pub(super) fn cut(&self) -> impl Iterator<Item = &KeptLine> {
        self.cut.iter().filter_map(|&at| self.lines.get(at))
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
    /// Keeps a line apart that may be worth another sum later, that refunds may cancel, or that lowers the measure.
    pub(super) fn keep(&mut self, workings: &Workings, entry: &Entry, deals: impl FnOnce() -> (Deal, Deal)) {
        let lowers = workings.refunds.restoring(entry.row).is_some();
        let refunded = workings.refunds.is_cancelled(entry.row);
        if !lowers && !refunded && !self.revalues {
            return;
        }
        let (measures, left) = ((entry.before.clone(), entry.measure.clone()), Exact::from(i128::from(!lowers)));
        let deals = if lowers { (Deal::NOTHING, Deal::NOTHING) } else { deals() };
        let at = self.kept.lines.len();
        if lowers {
            self.kept.cut.insert(at);
        } else if refunded {
            self.kept.of_sale.entry(entry.row).or_default().push(at);
        }
        self.kept.lines.push(KeptLine { row: entry.row, deals, measures, left });
    }

    /// Leaves a part of a sale out of what its lines are worth, or of the last of them; that is no change of theirs.
    fn cancel(&mut self, sale: usize, part: &Exact, last: bool) {
        let (opening, cap) = (&self.opening, self.line_cap.as_ref());
        let Some(own) = self.kept.of_sale.get(&sale) else { return };
        let first = if last { own.len().saturating_sub(1) } else { 0 };
        for &at in own.iter().skip(first) {
            let Some(line) = self.kept.lines.get_mut(at) else { continue };
            line.left = line.left.sub(part);
            self.kept.cut.insert(at);
            self.sum = self.sum.sub(&line.worth(cap, opening).mul(part));
        }
        self.total = self.shared();
    }

    /// What is left of each line, as they are paid now.
    pub(super) fn by_line(&self) -> Vec<Exact> {
        let paid = self.paid_part();
        let worth = |line: &KeptLine| {
            let worth = line.worth(self.line_cap.as_ref(), &self.opening).mul(&line.left);
            paid.as_ref().map_or_else(|| worth.clone(), |paid| worth.mul(paid))
        };
        self.kept.lines.iter().map(worth).collect()
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
        for (component, link) in self.workings.plan.components.iter().zip(&mut self.links) {
            if let Some(link) = link.as_mut().filter(|_| component.date == refund.basis) {
                link.cancel(refund.sale, &refund.of_left);
            }
        }
        let (gone, refunds) = self.gone.entry((refund.sale, refund.basis)).or_insert((Exact::ZERO, 0));
        (*gone, *refunds) = (gone.add(&refund.part), *refunds + 1);
    }

    /// The part of a line's sale that was refunded before it.
    pub(super) fn gone_before(&self, entry: &Entry) -> Exact {
        let gone = self.basis(entry.slice).and_then(|basis| self.gone.get(&(entry.row, basis)));
        gone.map_or(Exact::ZERO, |(part, _)| part.clone())
    }

    /// How many refunds of a sale there were so far, by the date of a slice.
    pub(super) fn refunds_so_far(&self, sale: usize, slice: usize) -> u32 {
        let gone = self.basis(slice).and_then(|basis| self.gone.get(&(sale, basis)));
        gone.map_or(0, |(_, refunds)| *refunds)
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
