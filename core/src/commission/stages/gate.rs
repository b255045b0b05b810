//! Gates: what has to be reached before a component pays, or pays in full.

use super::super::document::{OnFail, SubjectDocument};
use super::super::engine::frame::exact_rate;
use super::super::model::{BaseRate, Gate, MultipliedBy, Multiplier};
use super::super::periods::slices::Slice;
use super::super::rates::blueprint::Factor;
use super::super::workings::Workings;
use crate::number::Exact;

/// How a gate stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) passed: bool,
    /// What was compared; none where there is no such value, which passes no gate.
    pub(super) actual: Option<Exact>,
    /// Whether what it looks at is over.
    pub(super) ended: bool,
}

impl Multiplier {
    /// The factor, by what there is to look at; 1 where there is nothing.
    pub(super) fn factor(&self, actual: Option<&Exact>) -> Exact {
        let step = match &self.by {
            MultipliedBy::Always => self.steps.first(),
            MultipliedBy::When(condition) => self.steps.first().filter(|_| condition.holds(actual)),
            MultipliedBy::Steps(_) => actual.and_then(|actual| self.steps.iter().rfind(|(from, _)| from <= actual)),
        };
        step.map_or(Exact::ONE, |(_, factor)| factor.clone())
    }

    pub(super) fn describe(&self) -> String {
        let factor = self.steps.first().map_or_else(String::new, |(_, factor)| factor.to_string());
        match &self.by {
            MultipliedBy::When(condition) => format!("  times {factor} where {}", condition.words()),
            MultipliedBy::Steps(subject) => {
                let steps = self.steps.iter().map(|(from, factor)| format!("{factor} from {from} on"));
                format!("  times what {} has reached: {}", subject.words(), steps.collect::<Vec<_>>().join(", "))
            }
            MultipliedBy::Always => format!("  times {factor}"),
        }
    }
}

impl Gate {
    pub(super) fn verdict(&self, actual: Option<Exact>, ended: bool) -> Verdict {
        Verdict { passed: self.when.holds(actual.as_ref()), actual, ended }
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

    /// The measure from which on credit pays, where only what is above the gate does.
    fn threshold(&self, slice: &Slice) -> Option<Exact> {
        match &self.when.subject {
            _ if !self.excess_only => None,
            SubjectDocument::Attainment => Some(slice.quota.as_ref()?.mul(&self.when.value)),
            _ => Some(self.when.value.clone()),
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
    /// What multipliers make of it.
    pub(super) multiplied: Exact,
}

impl Opening {
    pub(super) fn of(gates: &[Gate], verdicts: &[Verdict], slice: &Slice) -> Self {
        let mut opening = Self { factor: Exact::ONE, base_only: false, above: None, multiplied: Exact::ONE };
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
