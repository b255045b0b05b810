//! Where a deal may go, and what it still needs to get there.

use schemars::JsonSchema;
use serde::Serialize;

use super::deal::Deal;
use super::model::Pipeline;
use super::transition::{Actor, Direction, Transition};
use crate::problem::{Code, Problem, Problems};
use crate::time::Instant;

/// A move that is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Move {
    /// The stage entered.
    pub to: String,
    /// Its name.
    pub name: String,
    /// Where the move leads.
    pub direction: Direction,
}

/// What a deal needs to enter a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirements {
    /// The move as it stands.
    pub transition: Transition,
}

impl Pipeline {
    /// The moves that are allowed to a deal at a moment, in the order of the stages.
    ///
    /// # Errors
    /// As [`check_transition`](Self::check_transition).
    pub fn available_moves(&self, deal: &Deal, at: Instant, actor: Option<&Actor>) -> Result<Vec<Move>, Problems> {
        let version = self.version_at(at).unwrap_or(&self.current);
        let mut moves = Vec::new();
        for stage in &version.stages {
            let transition = self.check_transition(deal, &stage.id, at, actor)?;
            if let Some(direction) = transition.direction.filter(|_| transition.is_allowed()) {
                moves.push(Move { to: stage.id.clone(), name: stage.name.clone(), direction });
            }
        }
        Ok(moves)
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
        self.transition.reasons.iter().all(can_be_met)
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
        let wait = self.transition.reasons.iter().find(|reason| reason.code == Code::TransitionMinDaysNotMet);
        wait.and_then(|reason| reason.params.get("days_left")?.as_i64()).unwrap_or(0)
    }

    fn params(&self, code: Code, param: &str) -> Vec<String> {
        let reasons = self.transition.reasons.iter().filter(|reason| reason.code == code);
        reasons.filter_map(|reason| reason.params.get(param)?.as_str().map(str::to_owned)).collect()
    }
}

fn can_be_met(reason: &Problem) -> bool {
    matches!(
        reason.code,
        Code::TransitionMissingField
            | Code::TransitionExitCriterionFailed
            | Code::TransitionEntryCriterionFailed
            | Code::TransitionApprovalRequired
            | Code::TransitionMinDaysNotMet
    )
}
