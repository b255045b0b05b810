//! The check of gates.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::Component;
use super::check::Check;
use crate::commission::document::{
    Accumulate, AtEnd, Comparison, ComponentDocument, GateDocument, OnFail, OnPass, SubjectDocument,
};
use crate::number::Exact;
use crate::problem::{Code, Problem, pointer};

/// What has to be reached.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    pub(crate) subject: SubjectDocument,
    pub(crate) op: Comparison,
    pub(crate) value: Exact,
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
        if excess_only && !(own && above && sums_up) {
            let message = "credit is above the value only where the gate asks the component's own measure to be";
            self.report.push(Problem::new(Code::CommissionGateUnused, pointer::join(at, "on_pass"), message));
        }
        self.subject(component, &document.subject, &pointer::join(at, "subject"));
        Gate {
            subject: document.subject.clone(),
            op: document.op,
            value: document.value.exact().clone(),
            on_fail: document.on_fail.clone(),
            excess_only,
            released: document.at_end == Some(AtEnd::Release),
            pointer: at.to_owned(),
        }
    }

    /// What is looked at, of this component or of another that runs over the same periods.
    pub(super) fn subject(&mut self, component: &ComponentDocument, subject: &SubjectDocument, at: &str) {
        let (other, attained) = match subject {
            SubjectDocument::Attainment => (&component.id, true),
            SubjectDocument::AttainmentOf(other) => (other, true),
            SubjectDocument::MeasureOf(other) => (other, false),
            SubjectDocument::Measure | SubjectDocument::Flag(_) => return,
        };
        let Some(measure) = self.measures.iter().find(|measure| measure.component == *other) else {
            let message = format!("there is no component `{other}`");
            let problem = Problem::new(Code::CommissionSubjectUnknown, at, message);
            self.report.push(problem.with("component_id", other.clone()));
            return;
        };
        if measure.period != component.measure.period {
            let message = format!("`{other}` is measured over other periods than `{}`", component.id);
            let problem = Problem::new(Code::CommissionSubjectMismatch, at, message);
            self.report.push(problem.with("component_id", other.clone()));
        }
        if attained && !measure.has_quota {
            let message = format!("`{other}` says nothing of where its quota comes from, so it attains nothing");
            let problem = Problem::new(Code::CommissionQuotaUndeclared, at, message);
            self.report.push(problem.with("component_id", other.clone()));
        }
    }

    /// What gates need of how their component pays.
    pub(super) fn gated(&mut self, component: &Component) {
        let own_sum = component.payout.index().is_none_or(crate::commission::rates::index::Index::is_own_sum);
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
