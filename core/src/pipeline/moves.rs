//! Where a deal may go, and what it still needs to get there.

use super::deal::Deal;
use super::model::Pipeline;
use super::transition::{Actor, Direction, Transition};
use crate::problem::{Code, Problems};
use crate::time::Instant;

/// The moves of a deal to every stage, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Moves {
    /// One a stage, in their order.
    pub all: Vec<Move>,
}

/// The move of a deal to one stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// The stage entered.
    pub to: String,
    /// Its name.
    pub name: String,
    /// The move, judged.
    pub transition: Transition,
}

impl Moves {
    /// The moves against which nothing speaks, with where they lead.
    pub fn allowed(&self) -> impl Iterator<Item = (&Move, Direction)> {
        self.all.iter().filter(|to| to.transition.is_allowed()).filter_map(|to| Some((to, to.transition.direction?)))
    }
}

/// What a deal needs to enter a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirements {
    /// The move as it stands.
    pub transition: Transition,
}

impl Pipeline {
    /// The moves of a deal to every stage at a moment: those that are allowed, and why the others are
    /// not.
    ///
    /// # Errors
    /// As [`check_transition`](Self::check_transition).
    pub fn available_moves(&self, deal: &Deal, at: Instant, actor: Option<&Actor>) -> Result<Moves, Problems> {
        let version = self.version_at(at).unwrap_or(&self.current);
        let mut all = Vec::with_capacity(version.stages.len());
        for stage in &version.stages {
            let transition = self.check_transition(deal, &stage.id, at, actor)?;
            all.push(Move { to: stage.id.clone(), name: stage.name.clone(), transition });
        }
        Ok(Moves { all })
    }

    /// What a deal still needs to enter a stage at a moment.
    ///
    /// # Errors
    /// As [`check_transition`](Self::check_transition).
    pub fn requirements(
        &self,
        deal: &Deal,
        to: &str,
        at: Instant,
        actor: Option<&Actor>,
    ) -> Result<Requirements, Problems> {
        Ok(Requirements { transition: self.check_transition(deal, to, at, actor)? })
    }
}

impl Requirements {
    /// Whether the deal's owner can meet what is missing: the definition does not forbid the move.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        self.transition.reasons.iter().all(|reason| can_be_met(reason.problem.code))
    }

    /// The columns to be filled.
    #[must_use]
    pub fn missing_fields(&self) -> Vec<String> {
        self.params(Code::TransitionMissingField, "field")
    }

    /// The criteria of the present stage that fail.
    #[must_use]
    pub fn exit_criteria(&self) -> Vec<String> {
        self.params(Code::TransitionExitCriterionFailed, "criterion")
    }

    /// The criteria of the stage to enter that fail.
    #[must_use]
    pub fn entry_criteria(&self) -> Vec<String> {
        self.params(Code::TransitionEntryCriterionFailed, "criterion")
    }

    /// The role that must approve.
    #[must_use]
    pub fn approval(&self) -> Option<String> {
        self.params(Code::TransitionApprovalRequired, "role").into_iter().next()
    }

    /// The days that the deal must still be in its present stage.
    #[must_use]
    pub fn days_left(&self) -> i64 {
        let mut problems = self.transition.problems();
        let wait = problems.find(|problem| problem.code == Code::TransitionMinDaysNotMet);
        wait.and_then(|problem| problem.params.get("days_left")?.as_i64()).unwrap_or(0)
    }

    fn params(&self, code: Code, param: &str) -> Vec<String> {
        let problems = self.transition.problems().filter(|problem| problem.code == code);
        problems.filter_map(|problem| problem.params.get(param)?.as_str().map(str::to_owned)).collect()
    }
}

fn can_be_met(code: Code) -> bool {
    matches!(
        code,
        Code::TransitionMissingField
            | Code::TransitionExitCriterionFailed
            | Code::TransitionEntryCriterionFailed
            | Code::TransitionApprovalRequired
            | Code::TransitionMinDaysNotMet
    )
}
