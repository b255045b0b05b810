//! What multiplies the earnings of a component.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Comparison, SubjectDocument};
use crate::number::Ratio;

/// A factor on all earnings of a measure period: either `factor`, always or where a condition holds, or the
/// factor of the last of `steps` that `subject` has reached, 1 below the first. Several of them multiply. It goes
/// by what is reached so far, as a gate does; lines of kind `multiplier` pay what it changes for a transaction later.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MultiplierDocument {
    /// The factor.
    #[serde(default)]
    pub factor: Option<Ratio>,
    /// When it holds; always unless said otherwise.
    #[serde(default)]
    pub when: Option<ConditionDocument>,
    /// With `steps`: what is looked up.
    #[serde(default)]
    pub subject: Option<SubjectDocument>,
    /// The factors by what is reached, from the lowest.
    #[serde(default)]
    pub steps: Vec<StepDocument>,
}

/// What has to hold.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionDocument {
    /// What is compared.
    pub subject: SubjectDocument,
    /// How it is compared.
    pub op: Comparison,
    /// With what: an attainment (1 is 100 %), a measure, or the value of a flag.
    pub value: Ratio,
}

/// A factor, and what has to be reached for it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepDocument {
    /// The least that reaches it.
    pub from: Ratio,
    /// The factor.
    pub factor: Ratio,
}
