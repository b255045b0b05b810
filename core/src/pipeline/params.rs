//! What callers that are not Rust say to this room's operations.

use schemars::JsonSchema;
use serde::Deserialize;

use super::deal::{Deal, DealDocument};
use super::model::Pipeline;
use super::transition::Actor;
use crate::problem::{Problem, Problems, Report, shape};
use crate::time::Instant;

/// The parameters of `check_transition` and `requirements`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransitionParams {
    /// The deal.
    pub deal: DealDocument,
    /// The stage that it is to enter.
    pub to: String,
    /// When: an instant, or a date, which means the start of that day in the pipeline's zone.
    #[schemars(extend("format" = "moment"))]
    pub at: String,
    /// Who moves it.
    #[serde(default)]
    pub actor: Option<Actor>,
}

/// The parameters of `available_moves`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MovesParams {
    /// The deal.
    pub deal: DealDocument,
    /// When: an instant, or a date, which means the start of that day in the pipeline's zone.
    #[schemars(extend("format" = "moment"))]
    pub at: String,
    /// Who moves it.
    #[serde(default)]
    pub actor: Option<Actor>,
}

/// The parameters of `check_deals`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DealsParams {
    /// When: an instant, or a date, which means the start of that day in the pipeline's zone. It
    /// decides which version is in force, and is what `as_of` in criteria counts from.
    #[serde(default)]
    #[schemars(extend("format" = "moment"))]
    pub as_of: Option<String>,
}

impl Pipeline {
    /// The deal and the moment that parameters mean; all that is wrong with either.
    ///
    /// # Errors
    /// Cells of the deal and times that cannot be taken, with their pointers.
    pub fn read_move(&self, deal: &DealDocument, at: &str) -> Result<(Deal, Instant), Problems> {
        let mut report = Report::new();
        let deal =
            Deal::from_document(deal, self).map_err(|problems| report.absorb(problems.under("/params/deal"))).ok();
        let at = self.read_moment(at, "/params/at").map_err(|problem| report.push(problem)).ok();
        match (deal, at) {
            (Some(deal), Some(at)) => Ok((deal, at)),
            _ => Err(report
                .finish()
                .err()
                .unwrap_or_else(|| Problem::new(crate::problem::Code::InternalBug, "/params", "no deal").into())),
        }
    }

    /// The moment that a text means: an instant, or the start of a date in the pipeline's zone.
    ///
    /// # Errors
    /// `time.bad_instant`, `time.out_of_range`, at the pointer given.
    pub fn read_moment(&self, text: &str, at: &str) -> Result<Instant, Problem> {
        Instant::parse_in(text, Some(self.zone)).map_err(|error| shape::time_problem(&error, at))
    }
}
