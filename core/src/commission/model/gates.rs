//! The check of gates.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::Component;
use super::check::Check;
use super::conditions::Condition;
use crate::commission::document::{
    Accumulate, AtEnd, Comparison, ComponentDocument, GateDocument, OnFail, OnPass, SubjectDocument,
};
use crate::number::Exact;
use crate::problem::{Code, Problem, pointer};
use crate::time::PeriodUnit;

/// What has to be reached.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    pub(crate) when: Condition,
    /// The calendar's period that is looked at; the measure period where it says none.
    pub(crate) window: Option<PeriodUnit>,
    pub(crate) on_fail: OnFail,
    pub(crate) excess_only: bool,
    /// What is held is paid at the end.
    pub(crate) released: bool,
    pub(crate) pointer: String,
}

impl Check {
    pub(super) fn gates(&mut self, document: &ComponentDocument, at: &str) -> Vec<Gate> {
        let at = pointer::join(at, "gates");
        let gates = document.gates.iter().enumerate();
        gates.map(|(position, gate)| self.gate(document, gate, &pointer::at(&at, position))).collect()
    }

    fn gate(&mut self, component: &ComponentDocument, document: &GateDocument, at: &str) -> Gate {
        let held = document.on_fail == OnFail::Hold;
        if document.at_end.is_some() && !held {
            let message = "nothing is held, so nothing is left at the end";
            self.report.push(Problem::new(Code::CommissionGateUnused, pointer::join(at, "at_end"), message));
        }
        if let OnFail::Factor(factor) = &document.on_fail
            && (factor.exact().is_negative() || *factor.exact() > Exact::ONE)
        {
            let message = format!("a gate that is not passed pays {factor} of what it would, not a part from 0 to 1");
            self.report.push(Problem::new(Code::CommissionGateFactor, pointer::join(at, "on_fail"), message));
        }
        let excess_only = document.on_pass == OnPass::ExcessOnly;
        let own = matches!(document.subject, SubjectDocument::Attainment | SubjectDocument::Measure);
        let above = matches!(document.op, Comparison::Gt | Comparison::Ge);
        let sums_up = component.measure.accumulate == Accumulate::Period;
        if excess_only && !(own && above && sums_up && document.window.is_none()) {
            let message = "credit is above the value only where the gate asks the component's own measure of its measure period to be";
            self.report.push(Problem::new(Code::CommissionGateUnused, pointer::join(at, "on_pass"), message));
        }
        self.window(component, document.window, at);
        self.subject(component, &document.subject, document.window, &pointer::join(at, "subject"));
        Gate {
            when: Condition::of(&document.subject, document.op, &document.value),
            window: document.window,
            on_fail: document.on_fail.clone(),
            excess_only,
            released: document.at_end == Some(AtEnd::Release),
            pointer: at.to_owned(),
        }
    }

    /// What gates need of how their component pays.
    pub(super) fn gated(&mut self, component: &Component) {
        let own_sum = component.payout.goes_by_own_sum();
        for gate in &component.stages.gates {
            if gate.on_fail == OnFail::BaseRateOnly && component.payout.base_rate().is_none() {
                let message = "the component has no `base_rate` that it could pay";
                let at = pointer::join(&gate.pointer, "on_fail");
                self.report.push(Problem::new(Code::CommissionBaseRateMissing, at, message));
            }
            if gate.excess_only && !own_sum {
                let message = "what the component pays does not follow from its measure alone";
                let at = pointer::join(&gate.pointer, "on_pass");
                self.report.push(Problem::new(Code::CommissionGateUnused, at, message));
            }
        }
    }
}
