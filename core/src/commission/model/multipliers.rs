//! The check of multipliers.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::check::Check;
use super::conditions::Condition;
use crate::commission::document::{ComponentDocument, MultiplierDocument, SubjectDocument};
use crate::number::Exact;
use crate::problem::{Code, Problem, pointer};

/// A factor on the earnings of a component.
#[derive(Debug, Clone)]
pub(crate) struct Multiplier {
    pub(crate) by: MultipliedBy,
    /// From what on which factor holds, ascending; one alone without a lookup.
    pub(crate) steps: Vec<(Exact, Exact)>,
}

/// What decides on a factor.
#[derive(Debug, Clone)]
pub(crate) enum MultipliedBy {
    /// Nothing: it always holds.
    Always,
    /// It holds where a condition does.
    When(Condition),
    /// The last step that a subject has reached.
    Steps(SubjectDocument),
}

impl Multiplier {
    /// What is looked at.
    pub(crate) fn subject(&self) -> Option<&SubjectDocument> {
        match &self.by {
            MultipliedBy::Always => None,
            MultipliedBy::When(condition) => Some(&condition.subject),
            MultipliedBy::Steps(subject) => Some(subject),
        }
    }
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
        let by = match (&document.when, &document.subject) {
            (Some(when), _) => MultipliedBy::When(self.condition(component, when, None, &pointer::join(&at, "when"))),
            (None, Some(subject)) => {
                self.subject(component, subject, None, &pointer::join(&at, "subject"));
                MultipliedBy::Steps(subject.clone())
            }
            (None, None) => MultipliedBy::Always,
        };
        Some(Multiplier { by, steps })
    }

    fn factor(&mut self, factor: &Exact, at: &str) {
        if factor.is_negative() {
            let message = format!("the factor {factor} is negative");
            self.report.push(Problem::new(Code::CommissionMultiplierNegative, at, message));
        }
    }
}
