//! The least and the most that a line, a component or a plan pays.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::Ratio;
use crate::time::PeriodUnit;

/// The least and the most that one deal earns: a sale together with what reverses it. What is below zero is
/// not raised, and not cut either.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineCapDocument {
    /// The least, in money, as soon as the deal earns anything.
    #[serde(default)]
    pub min: Option<Ratio>,
    /// The most, in money.
    #[serde(default)]
    pub max: Option<Ratio>,
    /// The most for a unit of the deal's commission credit: a cap on its rate, whatever tiers and multipliers make of it.
    #[serde(default)]
    pub max_rate: Option<Ratio>,
}

/// The most, or the least, that a component or a plan pays for a period.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitDocument {
    /// A sum of money; this, or `attainment`.
    #[serde(default)]
    pub payment: Option<Ratio>,
    /// With a component's cap: the attainment above which credit earns nothing more.
    #[serde(default)]
    pub attainment: Option<Ratio>,
    /// The period of the plan's calendar whose total is limited; the measure period of a component unless
    /// said otherwise. A plan has to say it.
    #[serde(default)]
    pub period: Option<PeriodUnit>,
    /// With a component's cap on money: what becomes of what is above it.
    #[serde(default)]
    pub excess: Option<Excess>,
    /// Whether a payee who is there for a part of the period has that part of the sum, by the plan's
    /// proration; not unless said so.
    #[serde(default)]
    pub prorated: bool,
}

/// What becomes of what is above a cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Excess {
    /// It is lost.
    #[default]
    Forfeit,
    /// It goes to a balance that is paid at the end of later periods of the same plan year, as far as their
    /// caps have room: what was withheld first is paid first, by a line of kind `cap_release` of its transaction.
    Carry,
}
