//! What a component pays at most unless another one comes to something.

use schemars::JsonSchema;
use serde::Deserialize;

use super::ConditionDocument;
use crate::number::Ratio;

/// The most that a component pays for a measure period unless a condition holds: either `share_of_target` or
/// `payment`. It goes by what is reached so far, as a gate does: what is above the most is paid when the condition
/// comes to hold, and taken back when it does so no longer, by lines of kind `linked` of the transactions that it is for.
/// What stands when the measure period ends stays.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkedDocument {
    /// What has to hold for the component to pay more.
    pub unless: ConditionDocument,
    /// So many times the payee's target variable for the measure period times the component's weight.
    #[serde(default)]
    pub share_of_target: Option<Ratio>,
    /// A sum of money.
    #[serde(default)]
    pub payment: Option<Ratio>,
}
