//! A payout curve: straight lines between points.

use schemars::JsonSchema;
use serde::Deserialize;

use super::TierIndex;
use crate::number::Ratio;

/// A payout curve: straight lines between points.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CurveDocument {
    /// What is looked up: a measure, or an attainment (1 is 100 %).
    pub x: TierIndex,
    /// Pairs of x and y in the order of x. Two of the same x are a jump; the later y applies at x.
    #[schemars(length(min = 1))]
    pub points: Vec<[Ratio; 2]>,
    /// What y is.
    pub apply: CurveApply,
    /// What holds below the first point.
    #[serde(default)]
    pub below: CurveBelow,
    /// What holds above the last point.
    #[serde(default)]
    pub above: CurveAbove,
}

/// What a curve's y is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CurveApply {
    /// A part of the target variable times the component's weight.
    ShareOfTarget,
    /// A rate on all credit of the measure period, or a factor on the base rate if there is one.
    RateOnBase,
    /// A sum of money.
    Amount,
}

/// What holds below the first point of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CurveBelow {
    /// Nothing: the first point is a threshold.
    #[default]
    Zero,
    /// The first point's y.
    Hold,
    /// The first line goes on.
    Extrapolate,
}

/// What holds above the last point of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CurveAbove {
    /// The last point's y: a cap.
    #[default]
    Hold,
    /// The last line goes on.
    Extrapolate,
}
