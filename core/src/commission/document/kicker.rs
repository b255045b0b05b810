//! What is added to the earnings of a component once a window.

use schemars::JsonSchema;
use serde::Deserialize;

use super::ConditionDocument;
use crate::number::Ratio;
use crate::time::PeriodUnit;

/// A sum that is added to the earnings of a component, after its multipliers, where a condition holds when a
/// window ends: either `amount`, or `rate` times `base`. The condition is looked at once, on the last day of the
/// window, and the window's measures are taken together.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KickerDocument {
    /// What has to hold.
    pub when: ConditionDocument,
    /// The period of the plan's calendar that is looked at, of whole measure periods; the measure period of the
    /// component unless said otherwise.
    #[serde(default)]
    pub window: Option<PeriodUnit>,
    /// A sum of money.
    #[serde(default)]
    pub amount: Option<Ratio>,
    /// The part of `base`.
    #[serde(default)]
    pub rate: Option<Ratio>,
    /// What `rate` is a part of.
    #[serde(default)]
    pub base: Option<KickerBase>,
}

/// What a kicker pays a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KickerBase {
    /// The commission credit of the window.
    Credit,
    /// What the lines of the window have earned after gates, multipliers and the caps of deals, before the cap of
    /// the component.
    ComponentResult,
    /// The payee's target variable for the window times the component's weight, as the plan prorates it.
    TargetVariable,
    /// The payee's base salary and target variable for the window together, as the plan prorates the latter.
    Ote,
}
