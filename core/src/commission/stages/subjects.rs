//! What conditions look at, as it stands while a payee's lines go by.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::document::{SubjectDocument, ZeroQuota};
use super::super::model::{Component, Gate, Multiplier};
use super::super::periods::slices::Slice;
use super::super::workings::Workings;
use super::gate::{Opening, Verdict};
use super::gates_table::GateRow;
use super::windows::calendar;
use crate::number::Exact;
use crate::time::PeriodUnit;

/// The measures of one payee so far: by component and the day on which a running sum begins.
#[derive(Debug)]
pub(super) struct Subjects<'w> {
    workings: &'w Workings,
    slices: &'w [Slice],
    measures: BTreeMap<(usize, i32), Exact>,
}

impl<'w> Subjects<'w> {
    pub(super) fn new(workings: &'w Workings, slices: &'w [Slice]) -> Self {
        Self { workings, slices, measures: BTreeMap::new() }
    }

    /// Takes in what a line makes of its measure.
    pub(super) fn measured(&mut self, slice: &Slice, measure: Exact) {
        self.measures.insert((slice.component, slice.measure.start), measure);
    }

    /// The days of the running sum that a slice is part of.
    pub(super) fn running(&self, slice: &Slice) -> Range<i32> {
        let same = |other: &&Slice| (other.component, other.measure.start) == (slice.component, slice.measure.start);
        let end = self.slices.iter().filter(same).map(|other| other.measure.end).max();
        slice.measure.start..end.unwrap_or(slice.measure.end)
    }

    /// The days that a condition of a slice looks at.
    pub(super) fn span(&self, window: Option<PeriodUnit>, slice: &Slice) -> Range<i32> {
        window
            .and_then(|unit| calendar(self.workings, unit, &slice.period)?.into_iter().next())
            .unwrap_or_else(|| self.running(slice))
    }

    /// How the gates of a slice stand on a day, or when it is over.
    pub(super) fn verdicts(&self, slice: &Slice, day: i32, over: bool) -> Vec<Verdict> {
        let gates = &self.workings.component(slice).stages.gates;
        let verdict = |gate: &Gate| {
            let span = self.span(gate.window, slice);
            let window = gate.window.map(|_| &span);
            let actual = self.actual(&gate.when.subject, slice, window, day.min(span.end - 1));
            gate.verdict(actual, span.end <= day + i32::from(over))
        };
        gates.iter().map(verdict).collect()
    }

    /// What a condition looks at on a day: in a window, or else in the measure period.
    pub(super) fn actual(
        &self,
        subject: &SubjectDocument,
        slice: &Slice,
        window: Option<&Range<i32>>,
        day: i32,
    ) -> Option<Exact> {
        let own = &self.workings.component(slice).id;
        let (other, attained) = match subject {
            SubjectDocument::Measure => (own, false),
            SubjectDocument::Attainment => (own, true),
            SubjectDocument::MeasureOf(other) => (other, false),
            SubjectDocument::AttainmentOf(other) => (other, true),
            SubjectDocument::Flag(name) => return self.workings.flags.on(slice.payee, name, day).cloned(),
        };
        let sums = match window {
            Some(window) => last_of_sums(self.slices, window, |one| {
                self.workings.component(one).id == *other && one.asked.start <= day
            }),
            None if other == own => vec![slice],
            None => vec![self.beside(other, slice, day)?],
        };
        let last = sums.last()?;
        let measure = sums.iter().fold(Exact::ZERO, |sum, one| sum.add(&self.measure(one)));
        if !attained {
            return Some(measure);
        }
        let quota = sums.iter().try_fold(Exact::ZERO, |sum, one| Some(sum.add(one.quota.as_ref()?)))?;
        self.workings.component(last).attained(&measure, &quota)
    }

    /// The slice of another component in the same measure period that has begun last.
    fn beside(&self, component: &str, slice: &Slice, day: i32) -> Option<&'w Slice> {
        let other = |other: &&Slice| {
            self.workings.component(other).id == component && other.period == slice.period && other.asked.start <= day
        };
        self.slices.iter().filter(other).max_by_key(|other| other.asked.start)
    }

    fn measure(&self, slice: &Slice) -> Exact {
        self.measures.get(&(slice.component, slice.measure.start)).cloned().unwrap_or(Exact::ZERO)
    }

    /// What the gates of a slice leave open, times what its multipliers make of it on a day.
    pub(super) fn opening(&self, slice: &Slice, verdicts: &[Verdict], day: i32) -> Opening {
        let stages = &self.workings.component(slice).stages;
        if stages.gates.is_empty() && stages.multipliers.is_empty() {
            return Opening::of(&[], &[], slice);
        }
        let day = day.min(self.running(slice).end - 1);
        let factor = |multiplier: &Multiplier| {
            let actual = multiplier.subject().and_then(|subject| self.actual(subject, slice, None, day));
            multiplier.factor(actual.as_ref())
        };
        let multiplied = stages.multipliers.iter().map(factor).fold(Exact::ONE, |product, factor| product.mul(&factor));
        Opening { multiplied, ..Opening::of(&stages.gates, verdicts, slice) }
    }

    /// The rows of a slice's gates that look at these days, where no later slice has the same gate over them;
    /// `withheld` says what the slices have lost that the gate is on.
    pub(super) fn rows(
        &self,
        number: usize,
        window: &Range<i32>,
        verdicts: &[Verdict],
        mut withheld: impl FnMut(&dyn Fn(&Slice) -> bool) -> Exact,
    ) -> Vec<GateRow> {
        let Some(slice) = self.slices.get(number) else { return Vec::new() };
        let gates = self.workings.component(slice).stages.gates.iter().zip(verdicts).enumerate();
        let mut rows = Vec::new();
        for (at, (gate, verdict)) in gates.filter(|(_, (gate, _))| self.span(gate.window, slice) == *window) {
            let same = |other: &Slice| {
                other.component == slice.component
                    && match gate.window {
                        Some(_) => window.contains(&other.period.start),
                        None => other.measure.start == slice.measure.start,
                    }
            };
            if self.slices.iter().skip(number + 1).any(same) {
                continue;
            }
            rows.push(GateRow {
                payee: slice.payee,
                component: slice.component,
                number: at,
                window: window.clone(),
                actual: verdict.actual.clone(),
                distance: verdict.actual.as_ref().map(|actual| gate.when.value.sub(actual)),
                outcome: gate.outcome(verdict),
                withheld: if verdict.passed { Exact::ZERO } else { withheld(&same) },
                provisional: !verdict.ended,
            });
        }
        rows
    }
}

impl Component {
    /// Measure over quota; over a quota of 0 what the component says of such quotas.
    pub(crate) fn attained(&self, measure: &Exact, quota: &Exact) -> Option<Exact> {
        if !quota.is_zero() {
            return measure.checked_div(quota).ok();
        }
        match self.quota? {
            ZeroQuota::ZeroAttainment => Some(Exact::ZERO),
            ZeroQuota::FullAttainment => Some(Exact::ONE),
            ZeroQuota::TopTier | ZeroQuota::Error => None,
        }
    }
}

/// The last slice of each running sum in a window, by date, of those that are meant.
pub(crate) fn last_of_sums<'s>(
    slices: &'s [Slice],
    window: &Range<i32>,
    meant: impl Fn(&Slice) -> bool,
) -> Vec<&'s Slice> {
    let mut sums: BTreeMap<i32, &Slice> = BTreeMap::new();
    for slice in slices.iter().filter(|slice| window.contains(&slice.period.start) && meant(slice)) {
        let last = sums.entry(slice.measure.start).or_insert(slice);
        if last.asked.start <= slice.asked.start {
            *last = slice;
        }
    }
    sums.into_values().collect()
}
