//! The checked clawback section.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use crate::commission::document::{ClawbackBasis, ClawbackDocument, ClawbackMode, ElapsedUnit, RestoreAttainment};
use crate::number::Exact;
use crate::problem::{Code, Problem, Report, pointer};

/// What a refund takes back.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClawbackPolicy {
    /// Whether the plan says anything of it.
    pub(super) said: bool,
    pub(super) mode: ClawbackMode,
    pub(super) basis: ClawbackBasis,
    pub(super) unit: ElapsedUnit,
    /// In order, from zero on and without gaps; none where the plan has no schedule.
    pub(super) schedule: Option<Vec<Step>>,
    pub(super) term_months: Option<i32>,
    pub(crate) restore: RestoreAttainment,
}

/// A step of the schedule.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// The first month or day after it.
    pub(super) to: Option<i32>,
    pub(super) share: Exact,
}

impl ClawbackPolicy {
    /// Checks the section at `/clawback`.
    pub(crate) fn check(document: Option<ClawbackDocument>, report: &mut Report) -> Self {
        let Some(document) = document else { return Self::default() };
        let missing = |what: &str, at: &str| {
            let message = format!("the mode needs {what}");
            Problem::new(Code::CommissionClawbackTerms, at, message)
        };
        if document.mode == ClawbackMode::Schedule && document.schedule.is_none() {
            report.push(missing("a schedule", "/clawback/schedule"));
        }
        if document.mode == ClawbackMode::Recalculate && document.basis == ClawbackBasis::Rate {
            let message = "a recalculation is a difference of what was earned, and has no other basis";
            report.push(Problem::new(Code::CommissionClawbackTerms, "/clawback/basis", message));
        }
        let credited = matches!(document.mode, ClawbackMode::Recalculate | ClawbackMode::CurrentRate);
        if credited && document.restore_attainment != RestoreAttainment::None {
            let message = "the mode takes the credit off its measures itself";
            report.push(Problem::new(Code::CommissionClawbackTerms, "/clawback/restore_attainment", message));
        }
        let mut steps = Vec::new();
        let mut start = Some(0);
        for (position, step) in document.schedule.iter().flatten().enumerate() {
            let at = pointer::at("/clawback/schedule", position);
            let mut refuse = |key: &str, message: String| {
                report.push(Problem::new(Code::CommissionClawbackSchedule, pointer::join(&at, key), message));
            };
            if start != Some(step.from) {
                let wanted = start.map_or_else(
                    || "the step before it has no end".to_owned(),
                    |start| format!("the step starts at {}, not at {start}", step.from),
                );
                refuse("from", wanted);
            }
            if step.to.is_some_and(|to| to <= step.from) {
                refuse("to", "the step ends where it starts, or before".to_owned());
            }
            let share = step.share.exact().clone();
            if share.is_negative() || share > Exact::ONE {
                refuse("share", format!("the share {share} is not a part, from 0 to 1"));
            }
            start = step.to;
            steps.push(Step { to: step.to, share });
        }
        Self {
            said: true,
            mode: document.mode,
            basis: document.basis,
            unit: document.unit,
            schedule: document.schedule.is_some().then_some(steps),
            term_months: document.term_months,
            restore: document.restore_attainment,
        }
    }
}
