//! Pipelines: stages, what they ask of a deal, and whether a deal may move.
//!
//! A [`Pipeline`] is loaded from a document of the schema [`SCHEMA`]. It has stages in an order, each
//! open, won or lost; fields that must be filled and criteria that must hold when a deal enters or
//! advances; days that a deal must be there; and a policy, or a list, of moves. A document may hold
//! several versions with the days on which they are in force; a deal is judged by the one in force at
//! the time of the move.
//!
//! [`check_transition`](Pipeline::check_transition) gives every reason against a move at once,
//! [`available_moves`](Pipeline::available_moves) the moves against which there is none,
//! [`requirements`](Pipeline::requirements) what is still missing, and
//! [`check_deals`](Pipeline::check_deals) what is wrong with deals where they stand.
//!
//! ```
//! use quarterdeck::pipeline::{Deal, Direction, Pipeline};
//! use quarterdeck::time::Instant;
//!
//! let (pipeline, warnings) = Pipeline::load(br#"{
//!     "schema": "quarterdeck/pipeline@1", "id": "new-business", "version": 1,
//!     "stages": [
//!         {"id": "qualify", "order": 1, "kind": "open", "probability": "0.1", "category": "pipeline"},
//!         {"id": "propose", "order": 2, "kind": "open", "probability": "0.5", "category": "best_case",
//!          "required_on_entry": ["amount", "close_date"]},
//!         {"id": "won", "order": 3, "kind": "won", "probability": 1, "category": "closed"},
//!         {"id": "lost", "order": 4, "kind": "lost", "probability": 0, "category": "omitted"}
//!     ],
//!     "entry": ["qualify"]
//! }"#)?;
//! assert!(warnings.is_empty());
//!
//! let deal = Deal::parse(br#"{"stage_id": "qualify", "amount": "1000"}"#, &pipeline)?;
//! let at = Instant::parse("2026-03-02T09:00:00Z")?;
//! let propose = pipeline.check_transition(&deal, "propose", at, None)?;
//! assert_eq!(propose.direction, Some(Direction::Forward));
//! assert_eq!(propose.reasons[0].problem.code.as_str(), "transition.missing_field");
//! assert_eq!(propose.reasons[0].problem.message, "`propose` requires `close_date`, which is empty");
//!
//! let moves = pipeline.available_moves(&deal, at, None)?;
//! assert_eq!(moves.allowed().map(|(to, _)| to.to.as_str()).collect::<Vec<_>>(), ["lost"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod category;
mod check;
mod deal;
mod deals;
mod document;
mod explain;
mod judge;
mod model;
mod moves;
mod outcome;
mod params;
mod reach;
mod stages;
mod templates;
mod transition;
mod words;

#[cfg(test)]
mod tests;

pub use category::Category;
pub use deal::{DEAL, Deal, DealDocument};
pub use deals::{DealProblem, DealsCheck};
pub use document::{
    CreateIn, CriterionDocument, EffectiveDocument, FieldDocument, FieldType, LoseFrom, MigrationDocument, Permission,
    PipelineDocument, PolicyDocument, StageDocument, StageKind, TransitionDocument, VersionDocument,
};
pub use model::{Pipeline, SCHEMA, Stage};
pub use moves::{Move, Moves, Requirements};
pub use outcome::{
    AllowedMove, DealsSummary, MOVES, MovesSummary, PROBLEMS, REASONS, RequirementsSummary, TransitionSummary,
};
pub use params::{DealsParams, MovesParams, TransitionParams};
pub use templates::TEMPLATES;
pub use transition::{Actor, Direction, Reason, Transition};
