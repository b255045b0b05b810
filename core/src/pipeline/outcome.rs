//! The tables and summaries that this room gives.

use schemars::JsonSchema;
use serde::Serialize;

use super::moves::{Moves, Requirements};
use super::transition::{Direction, Transition};
use crate::problem::Problem;
use crate::table::{Cells, Column, ColumnKind, ColumnShape, Table, TableShape, TextColumn};

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

/// Out: what speaks against a move.
pub static REASONS: TableShape = TableShape {
    name: "reasons",
    about: "one row a reason, in the order of the checks",
    key: None,
    columns: &[
        ColumnShape::required("code", ColumnKind::Code(&[]), "the kind of reason"),
        ColumnShape::optional("column", ColumnKind::Text, "the column at fault, where it is one"),
        ColumnShape::optional("criterion_id", ColumnKind::Id, "the criterion that fails, where it is one"),
        ColumnShape::required("rule", ColumnKind::Text, "pointer to the rule in the definition, or to the parameter"),
        ColumnShape::required("message", ColumnKind::Text, "the reason in words"),
    ],
};

/// Out: every stage as a target.
pub static MOVES: TableShape = TableShape {
    name: "moves",
    about: "one row a stage, in their order",
    key: Some("stage_id"),
    columns: &[
        ColumnShape::required("stage_id", ColumnKind::Id, "the stage"),
        ColumnShape::required("name", ColumnKind::Text, "its name"),
        ColumnShape::optional("direction", ColumnKind::Code(&[]), "where the move leads"),
        ColumnShape::required("allowed", ColumnKind::Boolean, "whether nothing speaks against it"),
        ColumnShape::required("reasons", ColumnKind::Integer, "how much does"),
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
    pub reasons: Vec<Problem>,
    /// The open stages that it passes over and that were never visited.
    pub skipped: Vec<String>,
    /// The version that judges it.
    pub version: u32,
}

impl From<&Transition> for TransitionSummary {
    fn from(transition: &Transition) -> Self {
        Self {
            allowed: transition.is_allowed(),
            codes: transition.problems().map(|problem| problem.code.as_str()).collect(),
            direction: transition.direction,
            reasons: transition.problems().cloned().collect(),
            skipped: transition.skipped.clone(),
            version: transition.version,
        }
    }
}

/// The summary of `available_moves`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MovesSummary {
    /// The moves that are allowed, in the order of the stages.
    pub moves: Vec<AllowedMove>,
}

/// A move that is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AllowedMove {
    /// The stage entered.
    pub to: String,
    /// Its name.
    pub name: String,
    /// Where the move leads.
    pub direction: Direction,
}

impl From<&Moves> for MovesSummary {
    fn from(moves: &Moves) -> Self {
        let allowed = |(to, direction): (&super::Move, Direction)| AllowedMove {
            to: to.to.clone(),
            name: to.name.clone(),
            direction,
        };
        Self { moves: moves.allowed().map(allowed).collect() }
    }
}

impl Moves {
    /// The `moves` table.
    ///
    /// # Errors
    /// None in practice: its columns are of equal length.
    pub fn to_table(&self) -> Result<Table, Problem> {
        let text =
            |cell: fn(&super::Move) -> Option<&str>| Column::Text(TextColumn::from_options(self.all.iter().map(cell)));
        let reasons = self.all.iter().map(|to| i64::try_from(to.transition.reasons.len()).unwrap_or(i64::MAX));
        Table::new([
            ("stage_id", text(|to| Some(&to.to))),
            ("name", text(|to| Some(&to.name))),
            ("direction", text(|to| Some(to.transition.direction?.as_str()))),
            ("allowed", Column::Boolean(Cells::full(self.all.iter().map(|to| to.transition.is_allowed()).collect()))),
            ("reasons", Column::Integer(Cells::full(reasons.collect()))),
        ])
    }
}

impl Transition {
    /// The `reasons` table.
    ///
    /// # Errors
    /// None in practice: its columns are of equal length.
    pub fn to_table(&self) -> Result<Table, Problem> {
        let text =
            |cell: fn(&Problem) -> Option<&str>| Column::Text(TextColumn::from_options(self.problems().map(cell)));
        Table::new([
            ("code", text(|problem| Some(problem.code.as_str()))),
            ("column", text(|problem| problem.params.get("field")?.as_str())),
            ("criterion_id", text(|problem| problem.params.get("criterion")?.as_str())),
            ("rule", text(|problem| Some(&problem.pointer))),
            ("message", text(|problem| Some(&problem.message))),
        ])
    }
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
    pub reasons: Vec<Problem>,
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
            reasons: transition.problems().cloned().collect(),
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
