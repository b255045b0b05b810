//! The check of conditions: what gates, multipliers, kickers and links look at.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::check::Check;
use crate::commission::document::{Comparison, ComponentDocument, ConditionDocument, MeasurePeriod, SubjectDocument};
use crate::number::{Exact, Ratio};
use crate::problem::{Code, Problem, pointer};
use crate::time::PeriodUnit;

/// What has to hold.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    pub(crate) subject: SubjectDocument,
    pub(crate) op: Comparison,
    pub(crate) value: Exact,
}

impl Condition {
    pub(super) fn of(subject: &SubjectDocument, op: Comparison, value: &Ratio) -> Self {
        Self { subject: subject.clone(), op, value: value.exact().clone() }
    }
}

impl Check {
    pub(super) fn condition(
        &mut self,
        component: &ComponentDocument,
        document: &ConditionDocument,
        window: Option<PeriodUnit>,
        at: &str,
    ) -> Condition {
        self.subject(component, &document.subject, window, &pointer::join(at, "subject"));
        Condition::of(&document.subject, document.op, &document.value)
    }

    /// A window is made of whole measure periods of its component.
    pub(super) fn window(&mut self, component: &ComponentDocument, window: Option<PeriodUnit>, at: &str) {
        if window.is_some_and(|window| !fits(component.measure.period, window)) {
            let message = format!("the window is not made of whole measure periods of `{}`", component.id);
            let problem = Problem::new(Code::CommissionWindowMismatch, pointer::join(at, "window"), message);
            self.report.push(problem.with("component_id", component.id.clone()));
        }
    }

    /// What is looked at, of this component or of another that runs over the same periods, or over whole ones of
    /// the window.
    pub(super) fn subject(
        &mut self,
        component: &ComponentDocument,
        subject: &SubjectDocument,
        window: Option<PeriodUnit>,
        at: &str,
    ) {
        self.looked_at((&component.id, Some(component.measure.period)), subject, window, at);
    }

    /// The same for whatever has an id, and perhaps a measure period.
    pub(super) fn looked_at(
        &mut self,
        (own, period): (&str, Option<MeasurePeriod>),
        subject: &SubjectDocument,
        window: Option<PeriodUnit>,
        at: &str,
    ) {
        let (other, attained) = match subject {
            SubjectDocument::Attainment => (own, true),
            SubjectDocument::AttainmentOf(other) => (other.as_str(), true),
            SubjectDocument::MeasureOf(other) => (other.as_str(), false),
            SubjectDocument::Measure | SubjectDocument::Flag(_) => return,
        };
        let Some(measure) = self.measures.iter().find(|measure| measure.component == other) else {
            let message = format!("there is no component `{other}`");
            let problem = Problem::new(Code::CommissionSubjectUnknown, at, message);
            self.report.push(problem.with("component_id", other));
            return;
        };
        let beside = match window {
            Some(window) => other == own || fits(measure.period, window),
            None => period.is_none_or(|period| measure.period == period),
        };
        if !beside {
            let message = format!("`{other}` is measured over other periods than `{own}`");
            let problem = Problem::new(Code::CommissionSubjectMismatch, at, message);
            self.report.push(problem.with("component_id", other));
        }
        if attained && !measure.has_quota {
            let message = format!("`{other}` says nothing of where its quota comes from, so it attains nothing");
            let problem = Problem::new(Code::CommissionQuotaUndeclared, at, message);
            self.report.push(problem.with("component_id", other));
        }
    }
}

/// Whether every window of a unit is made of whole measure periods.
fn fits(period: MeasurePeriod, window: PeriodUnit) -> bool {
    let unit = match period {
        MeasurePeriod::Month => PeriodUnit::Month,
        MeasurePeriod::Quarter => PeriodUnit::Quarter,
        MeasurePeriod::Half => PeriodUnit::Half,
        MeasurePeriod::Year => PeriodUnit::Year,
        MeasurePeriod::Quota => return false,
    };
    unit <= window
}
