//! Where and how earnings are rounded.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::Rounding;

/// Where and how earnings are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundingDocument {
    /// The unit: the minor unit of the plan's currency.
    #[serde(default)]
    pub scale: RoundingScale,
    /// How a value between two units is rounded; ties go away from zero unless said otherwise.
    #[serde(default)]
    pub mode: Rounding,
    /// What is rounded: each line, the component's running total, or the payee's.
    #[serde(default)]
    pub at: RoundingLevel,
    /// How lines are made to add up to a rounded total. With `at: line` there is no such total.
    #[serde(default)]
    pub reconcile: Option<Reconcile>,
}

/// The unit of rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundingScale {
    /// The minor unit of the currency: cents of a dollar, yen whole.
    #[default]
    Currency,
}

/// What is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundingLevel {
    /// Each line for itself.
    Line,
    /// The total of a component in a measure period.
    #[default]
    Component,
    /// The total of a payee in the period of the call.
    Payee,
}

/// How lines are made to add up to a rounded total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reconcile {
    /// Each line is the difference of two rounded running totals; appending a line changes no earlier one.
    #[default]
    CumulativeDifference,
    /// Lines are rounded down and the left-over units go to the largest fractions.
    LargestRemainder,
    /// Not at all: only with `at: line`.
    None,
}
