//! Gates and multipliers in time: lines are valued anew when they stand differently.

use std::ops::Range;

use super::super::document::SubjectDocument;
use super::super::periods::slices::Slice;
use super::gate::Opening;
use super::kind::Kind;
use super::sweep::Sweep;
use crate::number::Exact;
use crate::sorted;

impl Sweep<'_> {
    /// Values the lines of all slices anew whose gates may stand differently by now, after a line of one of them or
    /// for another reason, and pays by the links.
    pub(super) fn recheck(&mut self, day: i32, line: Option<usize>) {
        for slice in 0..self.slices.len() {
            let begun = self.slices.get(slice).is_some_and(|slice| slice.asked.start <= day);
            let gated = self.gated.get(slice).is_some_and(|windows| !windows.is_empty());
            if begun && gated && line.is_none_or(|line| self.bears_on(line, slice)) {
                self.reopen(slice, day, false);
            }
        }
        self.recheck_periods(day);
    }

    /// Pays by the links and milestones as they stand on a day.
    pub(super) fn recheck_periods(&mut self, day: i32) {
        for component in 0..self.links.len() {
            self.relink(component, day);
        }
        for at in 0..self.bonuses.len() {
            if let Some(component) = self.bonuses.get(at).map(|(component, _)| *component) {
                self.reach_milestone(component, day);
            }
        }
    }

    /// Whether a line of a slice can change how the gates of another stand; its own were looked at with the line.
    fn bears_on(&self, line: usize, slice: usize) -> bool {
        let around = self.looks_around.get(slice).copied().unwrap_or(true);
        line != slice && (around || self.component(line) == self.component(slice))
    }

    /// Values the lines of a slice anew by how its gates stand on a day.
    fn reopen(&mut self, number: usize, day: i32, over: bool) {
        let Some(slice) = self.slices.get(number) else { return };
        let verdicts = self.subjects.verdicts(slice, day, over);
        let opening = self.subjects.opening(slice, &verdicts, day);
        self.revalue(number, day, opening);
    }

    /// Values the lines of a slice anew by what gates and multipliers leave of them: what that changes of a transaction is
    /// paid for it later, or taken back.
    pub(super) fn revalue(&mut self, number: usize, day: i32, opening: Opening) {
        let (Some(slice), Some(value)) = (self.slices.get(number), self.values.get_mut(number)) else { return };
        if value.opening == opening {
            return;
        }
        let changes = value.reopen(opening);
        let gated = !self.workings.component(slice).stages.gates.is_empty();
        let kind = if gated { Kind::Gate } else { Kind::Multiplier };
        for (row, change) in changes {
            self.pay_later(kind, slice.component, day, row, &change);
        }
    }

    /// Ends the gates of a slice that look at these days, or says how they stand.
    pub(super) fn close_gates(&mut self, number: usize, window: &Range<i32>, over: bool, shown: bool) {
        let Some(slice) = self.slices.get(number) else { return };
        let day = if over { window.end - 1 } else { self.asked.end - 1 };
        if over {
            self.reopen(number, day, true);
            if let Some(windows) = self.gated.get_mut(number) {
                windows.retain(|other| other != window);
            }
        }
        if !shown {
            return;
        }
        let verdicts = self.subjects.verdicts(slice, day, over);
        let (slices, values) = (self.slices, &mut self.values);
        let withheld = |same: &dyn Fn(&Slice) -> bool| {
            let own = slices.iter().zip(&mut *values).filter(|(other, _)| same(other));
            own.fold(Exact::ZERO, |sum, (other, value)| sum.add(&value.open(other).sub(&value.total)))
        };
        self.outcome.gates.extend(self.subjects.rows(number, window, &verdicts, withheld));
    }

    /// The days on which a quota or a target begins that a link or a milestone looks at: what it pays by them is of that
    /// day, whenever it is looked at.
    pub(super) fn first_days(&self) -> Vec<i32> {
        let milestone = |(component, _): &(usize, _)| self.is_milestone(*component);
        if self.links.iter().all(Option::is_none) && !self.bonuses.iter().any(milestone) {
            return Vec::new();
        }
        let mut days: Vec<i32> = self.slices.iter().map(|slice| slice.asked.start).collect();
        sorted::sort(&mut days);
        days.dedup();
        days
    }

    /// The days of the call and before it on which a flag of the payee changes that a condition asks for.
    pub(super) fn flag_days(&self) -> Vec<i32> {
        let subjects = self.slices.iter().flat_map(|slice| self.workings.component(slice).subjects());
        let mut days: Vec<i32> = subjects
            .filter_map(|subject| match subject {
                SubjectDocument::Flag(name) => Some(self.workings.flags.changes(self.payee, name)),
                _ => None,
            })
            .flatten()
            .filter(|&day| day < self.asked.end)
            .collect();
        sorted::sort(&mut days);
        days.dedup();
        days
    }
}
