//! What is paid to those above whoever earned.

use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::Ratio;
use crate::rule::RuleDocument;
use crate::time::PeriodUnit;

/// Where the direct splits of a transaction come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SplitStage {
    /// They share the credit: each payee earns on an own part of it.
    #[default]
    Credit,
    /// They share what the transaction earns: one payee, its `payee_id` or else that of its first direct split,
    /// has all of the credit and earns on it, and the lines that this makes are shared.
    Payout,
}

/// A payment to those above a payee in the table `reporting`, on every line of that payee. Exactly one of `rate`,
/// `rates` and `own_rate` is given.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OverrideDocument {
    /// The override's id, which lines name; that of no component and of no other override.
    #[schemars(length(min = 1))]
    pub id: String,
    /// What it is a part of.
    pub basis: OverrideBasis,
    /// One rate for everybody above.
    #[serde(default)]
    pub rate: Option<Ratio>,
    /// A rate for each level: the first for the managers of whoever earned, and so on.
    #[serde(default)]
    #[schemars(length(min = 1, max = 100))]
    pub rates: Option<Vec<Ratio>>,
    /// Whether everybody has a rate of their own, `override_rate` in the assignments; who has none gets none.
    #[serde(default)]
    pub own_rate: bool,
    /// The most that all levels together may come to; the plan cannot be loaded where they come to more.
    #[serde(default)]
    pub max_total: Option<Ratio>,
    /// How many levels up; as many as there are `rates`, or to the top, unless said otherwise.
    #[serde(default)]
    pub levels: Option<NonZeroU32>,
    /// Whether only people who are on the plan on that day count as a level; everyone does unless said otherwise.
    #[serde(default)]
    pub compress: bool,
    /// The components whose lines count; all of them unless said otherwise.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub components: Option<Vec<String>>,
    /// Which transactions count; all of them unless said otherwise. With it, lines that are for no transaction do not.
    #[serde(default)]
    pub eligible: Option<RuleDocument>,
    /// The period over which it adds up; that of the first of its components unless said otherwise.
    #[serde(default)]
    pub period: Option<PeriodUnit>,
    /// With `excess`: the credit below somebody in a period that pays nothing yet.
    #[serde(default)]
    pub threshold: Option<Ratio>,
    /// With `commission`: whether what somebody gets by overrides counts for those above; it does unless said
    /// otherwise.
    #[serde(default)]
    pub includes_overrides: Option<bool>,
    /// With `differential`: whether what the seller earned on the credit was paid below as well; it was unless said
    /// otherwise.
    #[serde(default)]
    pub includes_earnings: Option<bool>,
}

/// What an override is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OverrideBasis {
    /// The rate times the credit of somebody below.
    Revenue,
    /// The rate times what somebody below earned, before draws.
    Commission,
    /// The rate times the credit of somebody below, less what was paid on it below; nothing where that is more.
    Differential,
    /// The rate times the credit of everybody below together, as far as it is above a threshold.
    Excess,
}
