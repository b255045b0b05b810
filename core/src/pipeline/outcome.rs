//! The tables and summaries that this room gives.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::moves::{Move, Requirements};
use super::transition::{Direction, Transition};
use crate::problem::Problem;
use crate::table::{ColumnKind, ColumnShape, TableShape};

/// Out: what is wrong with deals where they stand.
pub static PROBLEMS: TableShape = TableShape {
    name: "problems",
    about: "one row a deal and thing that its stage asks for and it does not have",
    key: None,
    columns: &[
        ColumnShape::required("row", ColumnKind::Integer, "its row in deals, from 0"),
        ColumnShape::required("deal_id", ColumnKind::Id, "the deal"),
        ColumnShape::required("stage_id", ColumnKind::Id, "the stage it is in"),
        ColumnShape::required("code", ColumnKind::Code(&[]), "the kind of problem"),
        ColumnShape::optional("column", ColumnKind::Text, "the column at fault, where it is one"),
        ColumnShape::optional("criterion_id", ColumnKind::Id, "the criterion that fails, where it is one"),
        ColumnShape::optional("rule", ColumnKind::Text, "pointer to the rule in the definition"),
        ColumnShape::required("message", ColumnKind::Text, "the problem in words"),
    ],
};

/// The summary of `check_transition`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TransitionSummary {
    /// Whether nothing speaks against the move.
    pub allowed: bool,
    /// The codes of the reasons against it, in their order.
    pub codes: Vec<&'static str>,
    /// Where it leads; null if one of its stages is not known.
    pub direction: Option<Direction>,
    /// Every reason against it as a problem, in a fixed order.
    pub reasons: Vec<Value>,
    /// The open stages that it passes over and that were never visited.
    pub skipped: Vec<String>,
    /// The version that judges it.
    pub version: u32,
}

impl From<&Transition> for TransitionSummary {
    fn from(transition: &Transition) -> Self {
        Self {
            allowed: transition.is_allowed(),
            codes: transition.reasons.iter().map(|reason| reason.code.as_str()).collect(),
            direction: transition.direction,
            reasons: transition.reasons.iter().map(Problem::to_json).collect(),
            skipped: transition.skipped.clone(),
            version: transition.version,
        }
    }
}

/// The summary of `available_moves`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MovesSummary {
    /// The moves that are allowed, in the order of the stages.
    pub moves: Vec<Move>,
}

/// The summary of `requirements`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RequirementsSummary {
    /// Whether nothing is missing: the move is allowed.
    pub met: bool,
    /// Whether what is missing can be supplied: the definition does not forbid the move.
    pub possible: bool,
    /// Where the move leads; null if one of its stages is not known.
    pub direction: Option<Direction>,
    /// The columns to be filled.
    pub missing_fields: Vec<String>,
    /// The criteria of the present stage that fail.
    pub exit_criteria: Vec<String>,
    /// The criteria of the stage to enter that fail.
    pub entry_criteria: Vec<String>,
    /// The role that must approve.
    pub approval: Option<String>,
    /// The days that the deal must still be in its present stage.
    pub days_left: i64,
    /// Every reason against the move as a problem, in a fixed order.
    pub reasons: Vec<Value>,
}

impl From<&Requirements> for RequirementsSummary {
    fn from(requirements: &Requirements) -> Self {
        let transition = &requirements.transition;
        Self {
            met: transition.is_allowed(),
            possible: requirements.is_possible(),
            direction: transition.direction,
            missing_fields: requirements.missing_fields(),
            exit_criteria: requirements.exit_criteria(),
            entry_criteria: requirements.entry_criteria(),
            approval: requirements.approval(),
            days_left: requirements.days_left(),
            reasons: transition.reasons.iter().map(Problem::to_json).collect(),
        }
    }
}

/// The summary of `check_deals`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DealsSummary {
    /// The records given: used, excluded and set aside.
    pub rows: usize,
    /// The deals of this pipeline.
    pub used: usize,
    /// The deals of other pipelines.
    pub excluded: usize,
    /// The records that cannot be used.
    pub set_aside: usize,
    /// The deals with a problem.
    pub flagged: usize,
    /// The problems.
    pub problems: usize,
    /// The version whose stages are asked.
    pub version: u32,
}
