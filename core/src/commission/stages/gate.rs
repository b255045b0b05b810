//! Gates: what has to be reached before a component pays, or pays in full.

use super::super::blueprint::Factor;
use super::super::document::{Comparison, OnFail, SubjectDocument};
use super::super::frame::exact_rate;
use super::super::model::{BaseRate, Gate};
use super::super::slices::Slice;
use super::super::workings::Workings;
use crate::number::Exact;

/// How a gate stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) passed: bool,
    /// What was compared; none where there is no such value, which passes no gate.
    pub(super) actual: Option<Exact>,
    /// Whether the measure period is over.
    pub(super) ended: bool,
}

impl Gate {
    pub(super) fn verdict(&self, actual: Option<Exact>, ended: bool) -> Verdict {
        let passed = actual.as_ref().is_some_and(|actual| match self.op {
            Comparison::Eq => *actual == self.value,
            Comparison::Ne => *actual != self.value,
            Comparison::Lt => *actual < self.value,
            Comparison::Le => *actual <= self.value,
            Comparison::Gt => *actual > self.value,
            Comparison::Ge => *actual >= self.value,
        });
        Verdict { passed, actual, ended }
    }

    /// How the gate stands, as a code.
    pub(super) fn outcome(&self, verdict: &Verdict) -> &'static str {
        match (verdict.passed, &self.on_fail) {
            (true, _) => "passed",
            (false, OnFail::Hold) if verdict.ended && self.released => "released",
            (false, OnFail::Hold) if verdict.ended => "forfeited",
            (false, OnFail::Hold) => "held",
            (false, _) => "failed",
        }
    }

    /// What it looks at and asks for, in words.
    pub(super) fn words(&self) -> String {
        let subject = match &self.subject {
            SubjectDocument::Attainment => "attainment".to_owned(),
            SubjectDocument::Measure => "the measure".to_owned(),
            SubjectDocument::AttainmentOf(other) => format!("attainment of `{other}`"),
            SubjectDocument::MeasureOf(other) => format!("the measure of `{other}`"),
            SubjectDocument::Flag(name) => format!("the flag `{name}`"),
        };
        let op = match self.op {
            Comparison::Eq => "is",
            Comparison::Ne => "is not",
            Comparison::Lt => "is below",
            Comparison::Le => "is at most",
            Comparison::Gt => "is above",
            Comparison::Ge => "is at least",
        };
        format!("{subject} {op} {}", self.value)
    }

    /// The measure from which on credit pays, where only what is above the gate does.
    fn threshold(&self, slice: &Slice) -> Option<Exact> {
        match &self.subject {
            _ if !self.excess_only => None,
            SubjectDocument::Attainment => Some(slice.quota.as_ref()?.mul(&self.value)),
            _ => Some(self.value.clone()),
        }
    }
}

/// What the gates of a slice leave of what its lines are worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opening {
    pub(super) factor: Exact,
    /// Whether lines are paid at the base rate alone.
    pub(super) base_only: bool,
    /// The measure from which on credit pays.
    pub(super) above: Option<Exact>,
}

impl Opening {
    pub(super) fn of(gates: &[Gate], verdicts: &[Verdict], slice: &Slice) -> Self {
        let mut opening = Self { factor: Exact::ONE, base_only: false, above: None };
        for (gate, verdict) in gates.iter().zip(verdicts) {
            if verdict.passed {
                opening.above = opening.above.max(gate.threshold(slice));
                continue;
            }
            match &gate.on_fail {
                OnFail::Zero => opening.factor = Exact::ZERO,
                OnFail::Hold if verdict.ended && gate.released => {}
                OnFail::Hold => opening.factor = Exact::ZERO,
                OnFail::Factor(factor) => opening.factor = opening.factor.mul(factor.exact()),
                OnFail::BaseRateOnly => opening.base_only = true,
            }
        }
        opening
    }
}

/// The base rate of a slice, in money per unit of what is paid on.
pub(super) fn base_rate(workings: &Workings, slice: &Slice) -> Exact {
    match workings.component(slice).payout.base_rate() {
        Some(BaseRate::Rate(rate)) => rate.mul(&exact_rate(workings, slice, &Factor::One)),
        Some(BaseRate::TargetOverQuota) => exact_rate(workings, slice, &Factor::TargetOverQuota),
        None => Exact::ZERO,
    }
}
