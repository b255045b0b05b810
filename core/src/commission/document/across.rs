//! The other dimensions of a rate table, which pick a column of it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Below, Boundary, Otherwise};
use crate::number::Ratio;

/// Another dimension of a rate table. It has an `index` with the places where its columns start (`from`), or the name
/// of a `column` of transactions with the values that it may hold (`values`).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcrossDocument {
    /// What picks the place along it.
    #[serde(default)]
    pub index: Option<AcrossIndex>,
    /// The column of transactions whose value picks the place.
    #[serde(default)]
    pub column: Option<String>,
    /// With `index`: where each place starts, from the lowest; each ends where the next one starts, and the last has no
    /// end.
    #[serde(default)]
    pub from: Vec<Ratio>,
    /// With `index`: which place a value at a bound belongs to; as the tiers have it, unless said otherwise.
    #[serde(default)]
    pub boundary: Option<Boundary>,
    /// With `index`: what holds below the first place; that place's values, unless said otherwise.
    #[serde(default)]
    pub below: Option<Below>,
    /// With `column`: what it may hold, one a place.
    #[serde(default)]
    pub values: Vec<String>,
    /// With `column`: what holds where it is empty or holds something else; such a transaction is a bad record, unless
    /// said otherwise.
    #[serde(default)]
    pub otherwise: Option<Otherwise>,
}

/// What picks the place along a dimension of a rate table. What is of a transaction parts the credit among the columns,
/// line by line; what runs picks one column for all credit so far, the one reached now.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AcrossIndex {
    /// The whole amount of the transaction, in the plan's currency, with its sign.
    TransactionAmount,
    /// The units of the transaction, with their sign.
    TransactionUnits,
    /// Profit over price of the transaction.
    TransactionMargin,
    /// Profit over cost of the transaction.
    TransactionMarkup,
    /// The measure of another component so far, by its measure id.
    Measure(String),
    /// What another component has attained so far, by its id (1 is 100 %).
    AttainmentOf(String),
}
