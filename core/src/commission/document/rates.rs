//! Rates that depend on the transaction.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::Ratio;
use crate::rule::RuleDocument;

/// One rate for each transaction, by rules of which several may fit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RatesDocument {
    /// The columns of transactions that rules match, the one that counts most first.
    #[serde(default)]
    pub dimensions: Vec<String>,
    /// Which of the rules that fit pays.
    #[serde(default)]
    pub precedence: Precedence,
    /// What holds for a transaction that no rule fits.
    #[serde(default)]
    pub otherwise: Otherwise,
    /// The rules.
    #[schemars(length(min = 1))]
    pub rules: Vec<RateRuleDocument>,
}

/// A rate, and which transactions it is for: those that `match` and `when` both fit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateRuleDocument {
    /// The rule's own id.
    #[schemars(length(min = 1))]
    pub id: String,
    /// By dimension: the values that fit. A dimension that is not named fits whatever it holds.
    #[serde(default, rename = "match")]
    pub matched: BTreeMap<String, Vec<String>>,
    /// What else must hold.
    #[serde(default)]
    pub when: Option<RuleDocument>,
    /// Its place under `precedence: priority`; the lowest number comes first.
    #[serde(default)]
    pub priority: Option<u32>,
    /// Pay per unit of credit.
    pub rate: Ratio,
}

/// Which of several rules pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precedence {
    /// The one that names the first dimension on which they differ.
    #[default]
    MostSpecific,
    /// The one of the lowest `priority`.
    Priority,
    /// The highest rate.
    Highest,
    /// The lowest rate.
    Lowest,
    /// All of them, their rates added up.
    Sum,
}

/// What holds for a transaction that no rule fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// It is a bad record.
    #[default]
    Error,
    /// It pays nothing.
    Zero,
}
