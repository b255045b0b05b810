//! Rates by tier.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::Ratio;

/// Rates by tier.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateTableDocument {
    /// What picks the tier.
    pub index: TierIndex,
    /// Whether a tier's value pays on the credit inside the tier, or on all of it.
    pub mode: TierMode,
    /// What a tier's value is.
    pub value: TierValue,
    /// Which tier a value at a bound belongs to.
    pub boundary: Boundary,
    /// What holds below the first tier.
    #[serde(default)]
    pub below: Below,
    /// The tiers, from the lowest; the last has no end.
    #[schemars(length(min = 1))]
    pub tiers: Vec<TierDocument>,
}

/// What picks the tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TierIndex {
    /// The measure, where it adds up `amount`.
    Amount,
    /// The measure, where it adds up `units`.
    Units,
    /// The measure over the quota.
    Attainment,
}

/// Which credit a tier's value pays on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TierMode {
    /// Each tier pays on the credit that lies inside it.
    Marginal,
    /// The tier reached pays on all credit of the measure period.
    Whole,
}

/// What a tier's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TierValue {
    /// Pay per unit of credited amount.
    Rate,
    /// Pay per unit sold.
    AmountPerUnit,
    /// A sum of money for reaching the tier: each tier reached in `marginal` mode, the highest in `whole`.
    StepAmount,
    /// A factor on the base rate.
    Multiplier,
    /// A part of the target variable times the component's weight: per 1.00 of attainment in `marginal`
    /// mode, for the tier reached in `whole`.
    PayoutShare,
}

/// Which tier a value at a bound belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Boundary {
    /// "At least": the upper tier.
    LowerInclusive,
    /// "More than": the lower tier; the first tier includes its own start.
    UpperInclusive,
}

/// What holds below the first tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Below {
    /// The first tier's value.
    #[default]
    FirstTier,
    /// Nothing is paid.
    Zero,
    /// The calculation stops with `commission.below_first_tier`.
    Error,
}

/// One tier.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TierDocument {
    /// Where it starts: an amount, a number of units, or an attainment (1 is 100 %).
    #[serde(default)]
    pub from: Option<Ratio>,
    /// Where it ends; nothing for the last.
    #[serde(default)]
    pub to: Option<Ratio>,
    /// Its value.
    pub value: Ratio,
}
