//! What a component makes of the credit that it is given.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::{Decimal, Ratio};
use crate::rule::RuleDocument;

/// A factor on the credit of some transactions. Several that fit one transaction multiply each other.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditMultiplierDocument {
    /// Which transactions; all of them unless said otherwise.
    #[serde(default)]
    pub when: Option<RuleDocument>,
    /// What counts towards the measure is multiplied with this.
    #[serde(default)]
    pub quota: Option<Ratio>,
    /// What is paid on is multiplied with this.
    #[serde(default)]
    pub commission: Option<Ratio>,
}

/// The most of one transaction that a payee is credited with, in what the measure or the base adds up, a refund as
/// its sale.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditCapDocument {
    /// Of what counts towards the measure.
    #[serde(default)]
    pub quota: Option<Decimal>,
    /// Of what is paid on.
    #[serde(default)]
    pub commission: Option<Decimal>,
}
