//! What callers say to this room's operations.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::Decimal;
use crate::time::{Date, FiscalCalendar, Instant, PeriodInput};

/// The parameters of `allocate`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AllocateParams {
    /// What is shared; below zero for relief.
    pub total: Decimal,
    /// The smallest share: 0.01 for cents, 1000 for thousands.
    pub unit: Decimal,
    /// The column that decides between equal remainders, its smallest value first; the order of the
    /// rows, if absent. With a column of ids the order of the rows cannot matter.
    #[serde(default)]
    pub tie: Option<String>,
    /// What happens where all siblings have the weight zero.
    #[serde(default)]
    pub zero_weights: ZeroWeights,
    /// What happens where pins take more than their parent has.
    #[serde(default)]
    pub overshoot: Overshoot,
    /// The node that takes what is left of a total that is not a whole number of units.
    #[serde(default)]
    pub residual_to: Option<String>,
}

/// What happens where all siblings have the weight zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ZeroWeights {
    /// It is a problem.
    #[default]
    Error,
    /// They share equally.
    Equal,
    /// They share by `fallback_weight`.
    Fallback,
}

/// What happens where pins take more than their parent has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Overshoot {
    /// It is a problem.
    #[default]
    Error,
    /// The pins share what there is in proportion, and their siblings get nothing.
    ScalePins,
}

/// The parameters of `attainment`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttainParams {
    /// The period asked for; all there is, if absent. Every quota lies wholly in or out of it.
    #[serde(default)]
    pub period: Option<PeriodInput>,
    /// The fiscal calendar of period labels; calendar years, if absent.
    #[serde(default)]
    pub calendar: FiscalCalendar,
    /// What happened on this day or after does not count, nor do quotas that start then.
    #[serde(default)]
    pub as_of: Option<Date>,
    /// Records that became known then or later do not count.
    #[serde(default)]
    pub known_at: Option<Instant>,
    /// Which date of a transaction decides when it counts.
    #[serde(default)]
    pub date: BookedBy,
}

/// Which date of a transaction decides when it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BookedBy {
    /// The day it was booked.
    #[default]
    BookedOn,
    /// The day it was invoiced.
    InvoicedOn,
    /// The day it was paid.
    PaidOn,
}

impl BookedBy {
    /// The column's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BookedOn => "booked_on",
            Self::InvoicedOn => "invoiced_on",
            Self::PaidOn => "paid_on",
        }
    }
}
