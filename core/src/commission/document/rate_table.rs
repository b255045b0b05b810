//! Rates by tier.

use schemars::JsonSchema;
use serde::Deserialize;

use super::AcrossDocument;
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
    /// What holds below the first tier: its value, unless said otherwise; with `interpolated` nothing.
    #[serde(default)]
    pub below: Option<Below>,
    /// With `whole_overage`: where the tier reached starts to pay on all credit; below it the first tier's
    /// value holds.
    #[serde(default)]
    pub overage_starts_at: Option<Ratio>,
    /// Which steps count; every one reached in `marginal` mode, the highest in `whole`, unless said otherwise.
    #[serde(default)]
    pub step_amount: Option<StepAmount>,
    /// The other dimensions of the table, whose places are its columns: every tier then has `values`, one for each
    /// column. Of two dimensions the places of the second follow each other first, for the first place of the first,
    /// then for its second, and so on.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub across: Option<Vec<AcrossDocument>>,
    /// The tiers, from the lowest; the last has no end, unless the mode is `interpolated`.
    #[schemars(length(min = 1))]
    pub tiers: Vec<TierDocument>,
}

/// What picks the tier.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TierIndex {
    /// The measure, where it adds up money.
    Amount,
    /// The measure, where it adds up `units`.
    Units,
    /// The measure over the quota.
    Attainment,
    /// Profit over price: of the transaction, or of all of the measure period so far.
    Margin,
    /// Profit over cost: of the transaction, or of all of the measure period so far.
    Markup,
    /// The measure of another component, by its measure id.
    Measure(String),
}

/// Which credit a tier's value pays on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TierMode {
    /// Each tier pays on the credit that lies inside it.
    Marginal,
    /// The tier reached pays on all credit of the measure period.
    Whole,
    /// The first tier pays up to `overage_starts_at`, the tier reached on all credit above it.
    WholeOverage,
    /// Each tier says by `back_to` from where on it pays; without it, on the credit inside it.
    PerSegment,
    /// Each tier pays its value in proportion to how far the index has come through it, on top of the
    /// values of the tiers below; above the last tier, which has an end, nothing is added.
    Interpolated,
}

/// Which steps count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepAmount {
    /// Each step reached, once.
    Cumulative,
    /// The highest step reached.
    HighestOnly,
}

/// From where on a tier pays, once it is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BackTo {
    /// On all credit of the measure period.
    FirstDollar,
    /// On the credit from the start of a tier on: this one's, or the one that `back_to_tier` names.
    SegmentStart,
}

/// What a tier's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TierValue {
    /// Pay per unit of credited amount.
    Rate,
    /// Pay per unit sold.
    AmountPerUnit,
    /// A sum of money for reaching the tier.
    StepAmount,
    /// A factor on the base rate.
    Multiplier,
    /// A part of the target variable times the component's weight: for the tier reached in `whole` and
    /// `interpolated` mode, else per 1.00 of attainment.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Below {
    /// The first tier's value; with `interpolated` its line goes on.
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
    /// Its value, where the table has one dimension.
    #[serde(default)]
    pub value: Option<Ratio>,
    /// Its values where there are other dimensions, one for each column.
    #[serde(default)]
    pub values: Option<Vec<Ratio>>,
    /// With `per_segment`: from where on it pays. Absent: on the credit inside it.
    #[serde(default)]
    pub back_to: Option<BackTo>,
    /// With `back_to: segment_start`: the number of the tier whose start is meant, from 1.
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub back_to_tier: Option<u32>,
    /// The least that the tier pays, in money, as soon as it pays anything.
    #[serde(default)]
    pub min: Option<Ratio>,
    /// The most that the tier pays, in money.
    #[serde(default)]
    pub max: Option<Ratio>,
}
