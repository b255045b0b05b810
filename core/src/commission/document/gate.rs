//! What has to be reached before a component pays, or pays in full.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::Ratio;
use crate::time::PeriodUnit;

/// What has to be reached by the end of the measure period, or of `window`, before a component pays in full. Lines are paid by
/// what is reached so far. What it changes for a transaction after its line is paid, or taken back, on the day on which it
/// does: by a line of kind `gate` of that transaction, which its splits share and its refund takes back as its own.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateDocument {
    /// What is compared.
    pub subject: SubjectDocument,
    /// How it is compared.
    pub op: Comparison,
    /// With what: an attainment (1 is 100 %), a measure, or the value of a flag.
    pub value: Ratio,
    /// The period of the plan's calendar that is looked at, of whole measure periods: their measures and quotas
    /// together, as far as they have begun. The measure period unless said otherwise.
    #[serde(default)]
    pub window: Option<PeriodUnit>,
    /// What is paid while the gate is not passed; nothing unless said otherwise.
    #[serde(default)]
    pub on_fail: OnFail,
    /// Which credit pays once it is passed.
    #[serde(default)]
    pub on_pass: OnPass,
    /// With `hold`: what becomes of what is held when the window ends and the gate was not passed.
    #[serde(default)]
    pub at_end: Option<AtEnd>,
}

/// What a gate looks at.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubjectDocument {
    /// The component's own attainment.
    Attainment,
    /// The component's own measure.
    Measure,
    /// The attainment of another component, by its id.
    AttainmentOf(String),
    /// The measure of another component, by its id.
    MeasureOf(String),
    /// A value from the table `flags`, by its name: that of the last day.
    Flag(String),
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Less.
    Lt,
    /// At most.
    Le,
    /// More.
    Gt,
    /// At least.
    Ge,
}

/// What a component pays while a gate is not passed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnFail {
    /// Nothing.
    #[default]
    Zero,
    /// The base rate on all credit.
    BaseRateOnly,
    /// Nothing yet: it is earned, and kept until the gate is passed or its window ends.
    Hold,
    /// So much of what it would pay.
    Factor(Ratio),
}

/// Which credit pays once a gate is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnPass {
    /// All of the measure period's.
    #[default]
    FromFirstUnit,
    /// Only what is above the value of the gate.
    ExcessOnly,
}

/// What becomes of what was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AtEnd {
    /// It is lost.
    #[default]
    Forfeit,
    /// It is paid.
    Release,
}
