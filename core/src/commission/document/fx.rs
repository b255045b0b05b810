//! How amounts in other currencies become the plan's.

use schemars::JsonSchema;
use serde::Deserialize;

/// How amounts in other currencies become the plan's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FxDocument {
    /// Which date picks the rate; the component's measure date unless said otherwise.
    #[serde(default)]
    pub date: FxDate,
    /// Which kind of rate is used; `spot` unless said otherwise.
    #[serde(default)]
    pub kind: FxKind,
}

/// Which date picks an exchange rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FxDate {
    /// The date that the component measures by.
    #[default]
    Measure,
    /// `booked_on`.
    Booking,
    /// `invoiced_on`.
    Invoice,
    /// `paid_on`.
    Payment,
    /// The first day of the plan: one rate for all.
    PlanFixed,
}

/// A kind of exchange rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FxKind {
    /// The rate of the day.
    #[default]
    Spot,
    /// A period's average.
    Average,
    /// The rate that the plan was made with.
    Plan,
}
