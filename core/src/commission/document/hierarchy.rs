//! What managers are credited with of what is sold below them.

use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::Deserialize;

use super::DateBasis;

/// How credit rolls up along the reporting lines: everyone above whoever a transaction credits is credited
/// with it too, once a transaction. Components say in `roll_up` whether they count such credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HierarchyDocument {
    /// The date of a transaction on which the reporting lines count.
    pub date: DateBasis,
    /// How many levels up; to the top unless said otherwise.
    #[serde(default)]
    pub levels: Option<NonZeroU32>,
    /// Whether only people who are on the plan on that day count as a level; everyone does unless said otherwise.
    #[serde(default)]
    pub compress: bool,
    /// What someone is credited with whom several credits of one transaction reach.
    #[serde(default)]
    pub paths: Paths,
}

/// What someone is credited with whom several credits of one transaction reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Paths {
    /// The largest share of them.
    #[default]
    Maximum,
    /// All shares together, but no more than the whole transaction.
    CappedSum,
}

/// Whether a component counts credit that was rolled up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RollUp {
    /// It counts what its payees sold themselves.
    #[default]
    None,
    /// It counts what was sold below them.
    Only,
    /// It counts both.
    Included,
}

impl RollUp {
    /// Whether credit counts, that was rolled up or not.
    pub(crate) fn takes(self, rolled: bool) -> bool {
        match self {
            Self::None => !rolled,
            Self::Only => rolled,
            Self::Included => true,
        }
    }
}
