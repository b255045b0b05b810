//! The first months of a payee.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::{Decimal, Ratio};

/// What holds in the first months of whoever has a `ramp_start`; after the last of them everything holds
/// in full.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RampDocument {
    /// Which month is the first.
    #[serde(default)]
    pub first_month: FirstMonth,
    /// What holds in the first month, the second, and so on.
    #[schemars(length(min = 1))]
    pub months: Vec<RampMonthDocument>,
}

/// Which month of a payee is the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FirstMonth {
    /// The month in which the ramp starts, however late in it.
    #[default]
    StartMonth,
    /// The first month that is there from its first day; the days before it count to it.
    FirstFullMonth,
}

/// What holds in one month of a ramp.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RampMonthDocument {
    /// The part of the month's quota; all of it unless said otherwise.
    #[serde(default)]
    pub quota: Option<Ratio>,
    /// What every rate is multiplied with; 1 unless said otherwise.
    #[serde(default)]
    pub rate_multiplier: Option<Ratio>,
    /// Whether tiers above 100 % attainment pay more than what 100 % reaches; they do unless said otherwise.
    #[serde(default)]
    pub accelerators: Option<bool>,
    /// What is paid at least for the month, in the plan's currency: for the settlement, which pays it.
    #[serde(default)]
    pub guarantee: Option<Decimal>,
}
