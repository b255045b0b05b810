//! What is left of each line of a slice where refunds take credit off measures.
//!
//! What a refund takes back of its sale's line is the clawback. So that gates and multipliers that stand differently by
//! then do not take it back once more, the lines of a slice are worth only what is left of them from there on.

use super::super::clawback::Refund;
use super::super::workings::Workings;
use super::gather::Entry;
use super::sweep::Sweep;
use super::value::{Deal, SliceValue};
use crate::number::Exact;

/// A line, and the part of it that was not taken back.
#[derive(Debug)]
pub(super) struct Kept {
    row: usize,
    day: i32,
    /// Which deal it is of, and what it brought it.
    deal: usize,
    line: Deal,
    /// The measure before and after it.
    pub(super) measures: (Exact, Exact),
    pub(super) left: Exact,
}

impl Kept {
    pub(super) fn new(entry: &Entry, deal: usize, line: Deal) -> Self {
        Self {
            row: entry.row,
            day: entry.day,
            deal,
            line,
            measures: (entry.before.clone(), entry.measure.clone()),
            left: Exact::ONE,
        }
    }
}

impl SliceValue {
    /// Leaves out of what the lines are worth what a refund takes back; that is no change of theirs.
    fn give_back(&mut self, workings: &Workings, refund: &Refund, day: i32) {
        let mut found = false;
        for kept in self.kept.iter_mut().flatten().filter(|kept| kept.row == refund.sale()) {
            let part = workings.part_taken_back(refund, kept.day, day);
            kept.left = kept.left.sub(&part);
            if let Some(deal) = self.deals.get_mut(&kept.deal) {
                deal.take_in(&kept.line.times(&part.neg()));
            }
            found = true;
        }
        if found {
            self.revalue();
        }
    }
}

impl Sweep<'_> {
    /// Leaves out of all slices of a component, in any version, what the refund of a line takes back.
    pub(super) fn give_back(&mut self, entry: &Entry) {
        let workings = self.workings;
        let Some(refund) = workings.refunds.restoring(entry.row) else { return };
        let lineage = |slice: usize| self.slices.get(slice).map(|slice| workings.component(slice).lineage);
        let own = lineage(entry.slice);
        let same: Vec<usize> = (0..self.slices.len()).filter(|&slice| lineage(slice) == own).collect();
        for slice in same {
            if let Some(value) = self.values.get_mut(slice) {
                value.give_back(workings, refund, entry.day);
            }
        }
    }
}
