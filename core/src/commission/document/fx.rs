//! How amounts in other currencies become the plan's.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::Currency;
use crate::time::PeriodUnit;

/// How amounts in other currencies become the plan's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FxDocument {
    /// Which date picks the rate; the component's measure date unless said otherwise.
    #[serde(default)]
    pub date: FxDate,
    /// Which kind of rate is used; `spot` unless said otherwise, and `average` for a period's average.
    #[serde(default)]
    pub kind: Option<FxKind>,
    /// The period of `period_end` and `period_average`: the one of the plan's calendar that the measure date lies in;
    /// the month unless said otherwise.
    #[serde(default)]
    pub period: Option<PeriodUnit>,
    /// Which rates may be derived from others where none is given.
    #[serde(default)]
    pub allow: FxAllowDocument,
}

/// Which rates may be derived from others where none is given. A rate that is given comes first, then an inverse,
/// then a cross.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FxAllowDocument {
    /// Whether a rate the other way round may be turned.
    #[serde(default)]
    pub inverse: bool,
    /// The currency through which two rates may be put together.
    #[serde(default)]
    pub cross: Option<Currency>,
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
    /// The last day of the period.
    PeriodEnd,
    /// The last day of the period, by a rate of kind `average`.
    PeriodAverage,
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
