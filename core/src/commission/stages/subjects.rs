//! What conditions look at, as it stands while a payee's lines go by.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::document::{SubjectDocument, ZeroQuota};
use super::super::model::{Gate, Multiplier};
use super::super::periods::slices::Slice;
use super::super::workings::Workings;
use super::gate::{Opening, Verdict};
use super::gates_table::GateRow;
use crate::number::Exact;

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
    pub(super) fn window(&self, slice: &Slice) -> Range<i32> {
        let same = |other: &&Slice| (other.component, other.measure.start) == (slice.component, slice.measure.start);
        let end = self.slices.iter().filter(same).map(|other| other.measure.end).max();
        slice.measure.start..end.unwrap_or(slice.measure.end)
    }

    /// How the gates of a slice stand on a day.
    pub(super) fn verdicts(&self, slice: &Slice, day: i32, ended: bool) -> Vec<Verdict> {
        let gates = &self.workings.component(slice).stages.gates;
        gates.iter().map(|gate| gate.verdict(self.actual(&gate.subject, slice, day), ended)).collect()
    }

    /// What a condition looks at on a day.
    fn actual(&self, subject: &SubjectDocument, slice: &Slice, day: i32) -> Option<Exact> {
        match subject {
            SubjectDocument::Measure => Some(self.measure(slice)),
            SubjectDocument::Attainment => self.attainment(slice),
            SubjectDocument::MeasureOf(other) => Some(self.measure(self.beside(other, slice, day)?)),
            SubjectDocument::AttainmentOf(other) => self.attainment(self.beside(other, slice, day)?),
            SubjectDocument::Flag(name) => self.workings.flags.on(slice.payee, name, day).cloned(),
        }
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

    /// Measure over quota; over a quota of 0 what the plan says of such quotas.
    fn attainment(&self, slice: &Slice) -> Option<Exact> {
        let quota = slice.quota.as_ref()?;
        if !quota.is_zero() {
            return self.measure(slice).checked_div(quota).ok();
        }
        match self.workings.component(slice).quota? {
            ZeroQuota::ZeroAttainment => Some(Exact::ZERO),
            ZeroQuota::FullAttainment => Some(Exact::ONE),
            ZeroQuota::TopTier | ZeroQuota::Error => None,
        }
    }

    /// What the gates of a slice leave open, times what its multipliers make of it on a day.
    pub(super) fn opening(&self, slice: &Slice, verdicts: &[Verdict], day: i32) -> Opening {
        let stages = &self.workings.component(slice).stages;
        let factor = |multiplier: &Multiplier| {
            let actual = multiplier.subject.as_ref().and_then(|subject| self.actual(subject, slice, day));
            multiplier.factor(actual.as_ref())
        };
        let multiplied = stages.multipliers.iter().map(factor).fold(Exact::ONE, |product, factor| product.mul(&factor));
        Opening { multiplied, ..Opening::of(&stages.gates, verdicts, slice) }
    }

    /// The rows of a slice's gates.
    pub(super) fn rows(&self, slice: &Slice, verdicts: &[Verdict], withheld: &Exact) -> Vec<GateRow> {
        let gates = self.workings.component(slice).stages.gates.iter().enumerate();
        let row = |((number, gate), verdict): ((usize, &Gate), &Verdict)| GateRow {
            payee: slice.payee,
            component: slice.component,
            number,
            window: self.window(slice),
            actual: verdict.actual.clone(),
            distance: verdict.actual.as_ref().map(|actual| gate.value.sub(actual)),
            outcome: gate.outcome(verdict),
            withheld: if verdict.passed { Exact::ZERO } else { withheld.clone() },
            provisional: !verdict.ended,
        };
        gates.zip(verdicts).map(row).collect()
    }
}
