//! The check of multipliers.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::check::Check;
use crate::commission::document::{Comparison, ComponentDocument, MultiplierDocument, SubjectDocument};
use crate::number::Exact;
use crate::problem::{Code, Problem, pointer};

/// A factor on the earnings of a component.
#[derive(Debug, Clone)]
pub(crate) struct Multiplier {
    /// What is looked at; nothing where the factor always holds.
    pub(crate) subject: Option<SubjectDocument>,
    /// How the subject is compared; none where it is looked up.
    pub(crate) op: Option<(Comparison, Exact)>,
    /// From what on which factor holds, ascending; one alone without a lookup.
    pub(crate) steps: Vec<(Exact, Exact)>,
}

impl Check {
    pub(super) fn multipliers(&mut self, document: &ComponentDocument, at: &str) -> Vec<Multiplier> {
        let at = pointer::join(at, "multipliers");
        let all = document.multipliers.iter().enumerate();
        all.filter_map(|(position, multiplier)| self.multiplier(document, multiplier, pointer::at(&at, position)))
            .collect()
    }

    fn multiplier(
        &mut self,
        component: &ComponentDocument,
        document: &MultiplierDocument,
        at: String,
    ) -> Option<Multiplier> {
        let by_steps = !document.steps.is_empty();
        let whole = if by_steps {
            document.factor.is_none() && document.when.is_none() && document.subject.is_some()
        } else {
            document.factor.is_some() && document.subject.is_none()
        };
        if !whole {
            let message = "a multiplier is either a `factor`, perhaps with `when`, or `steps` with their `subject`";
            self.report.push(Problem::new(Code::CommissionMultiplierForm, at, message));
            return None;
        }
        let mut steps: Vec<(Exact, Exact)> = Vec::new();
        for (position, step) in document.steps.iter().enumerate() {
            let step_at = pointer::at(&pointer::join(&at, "steps"), position);
            if steps.last().is_some_and(|(before, _)| before >= step.from.exact()) {
                let message = "the step does not begin above the one before it";
                self.report.push(Problem::new(
                    Code::CommissionMultiplierSteps,
                    pointer::join(&step_at, "from"),
                    message,
                ));
            }
            self.factor(step.factor.exact(), &pointer::join(&step_at, "factor"));
            steps.push((step.from.exact().clone(), step.factor.exact().clone()));
        }
        if let Some(factor) = &document.factor {
            self.factor(factor.exact(), &pointer::join(&at, "factor"));
            steps.push((Exact::ZERO, factor.exact().clone()));
        }
        let (subject, key) = match &document.when {
            Some(when) => (Some(when.subject.clone()), "when/subject"),
            None => (document.subject.clone(), "subject"),
        };
        if let Some(subject) = &subject {
            self.subject(component, subject, &format!("{at}/{key}"));
        }
        let op = document.when.as_ref().map(|when| (when.op, when.value.exact().clone()));
        Some(Multiplier { subject, op, steps })
    }

    fn factor(&mut self, factor: &Exact, at: &str) {
        if factor.is_negative() {
            let message = format!("the factor {factor} is negative");
            self.report.push(Problem::new(Code::CommissionMultiplierNegative, at, message));
        }
    }
}
