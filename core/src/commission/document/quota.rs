//! Where the quota comes from, and what a quota of zero means.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::Rounding;

/// Where the quota comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuotaDocument {
    /// The `quotas` table.
    pub source: QuotaSource,
    /// What a quota of zero means when paying.
    #[serde(default)]
    pub zero: ZeroQuota,
    /// What several quotas inside one measure period are.
    #[serde(default)]
    pub parts: QuotaParts,
    /// How attainment is rounded before it is looked up or interpolated; not at all unless said.
    #[serde(default)]
    pub attainment_rounding: Option<AttainmentRoundingDocument>,
}

/// What several quotas inside one measure period are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuotaParts {
    /// Parts that add up to the quota of the period.
    #[default]
    AddUp,
    /// A quota that changes: each starts a segment of the period.
    Segments,
}

/// How attainment is rounded before it is looked up or interpolated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttainmentRoundingDocument {
    /// Decimal places of the attainment as a number: 2 are whole percent.
    #[schemars(range(min = 0, max = 12))]
    pub scale: u32,
    /// How a value between two is rounded; ties go away from zero unless said otherwise.
    #[serde(default)]
    pub mode: Rounding,
}

/// Where the quota comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuotaSource {
    /// The `quotas` table.
    Table,
}

/// What a quota of zero means when paying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ZeroQuota {
    /// The calculation stops with `commission.quota_zero`.
    #[default]
    Error,
    /// Attainment counts as 0.
    ZeroAttainment,
    /// Attainment counts as 1.
    FullAttainment,
    /// The last tier applies.
    TopTier,
}
