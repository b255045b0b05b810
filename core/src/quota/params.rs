//! What callers say to this room's operations.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::{Currency, Decimal, Ratio};
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
    /// How whole units are shared by weight.
    #[serde(default)]
    pub method: Method,
    /// Metrics of the `metrics` table whose shares among siblings make their weights; the `weight` of
    /// the nodes, if absent.
    #[serde(default)]
    pub blend: Option<Vec<BlendPart>>,
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

/// How whole units are shared by weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The whole units of every exact share, and one more for the largest remainders: each share is
    /// less than one unit away from the exact one.
    #[default]
    LargestRemainder,
    /// Unit by unit to the largest quotient of weight over 1, 3, 5, ...: a larger total never makes a
    /// share smaller.
    SainteLague,
}

/// A metric that weights are blended from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlendPart {
    /// The metric.
    #[schemars(length(min = 1))]
    pub metric_id: String,
    /// How much it counts beside the others.
    pub weight: Ratio,
    /// Whether less of it weighs more: siblings share by its reciprocals.
    #[serde(default)]
    pub inverse: bool,
}

/// The parameters of `tree`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TreeParams {
    /// What is shared among the nodes and the periods; below zero for relief.
    pub total: Decimal,
    /// The smallest share: 0.01 for cents, 1000 for thousands. Every pin is a multiple of it.
    pub unit: Decimal,
    /// The column of the nodes that decides where two are equal; the order of the rows, if absent.
    #[serde(default)]
    pub tie: Option<String>,
    /// How whole units are shared by weight.
    #[serde(default)]
    pub method: Method,
    /// Metrics of the `metrics` table whose shares among siblings make their weights; the `weight` of
    /// the nodes, if absent.
    #[serde(default)]
    pub blend: Option<Vec<BlendPart>>,
    /// What happens where all siblings, or all periods, have the weight zero.
    #[serde(default)]
    pub zero_weights: ZeroWeights,
    /// What happens where pins take more than there is.
    #[serde(default)]
    pub overshoot: Overshoot,
    /// The currency of the quotas.
    #[serde(default)]
    pub currency: Option<Currency>,
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
    /// What the `distribution` table counts; at or below 0.5, at or above 0.8 and at or above 1, if absent.
    #[serde(default)]
    pub thresholds: Option<Vec<Threshold>>,
}

/// A count of payees by attainment. The bound is said with it: at 50 %, "below 50 %" and "at or below
/// 50 %" are two counts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// The bound.
    pub attainment: Ratio,
    /// Which side of it counts, and whether the bound does.
    pub counts: Counts,
}

/// Which side of a bound counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// Less than the bound.
    Below,
    /// The bound and less.
    AtOrBelow,
    /// The bound and more.
    AtOrAbove,
    /// More than the bound.
    Above,
}

impl Counts {
    pub(super) const NAMES: [&'static str; 4] = ["below", "at_or_below", "at_or_above", "above"];

    /// Its wire name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::AtOrBelow => "at_or_below",
            Self::AtOrAbove => "at_or_above",
            Self::Above => "above",
        }
    }
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
