//! Where the quota comes from, and what a quota of zero means.

use schemars::JsonSchema;
use serde::Deserialize;

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
