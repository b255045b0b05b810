//! What a book and its changes come to.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commission::output::outcome::PeriodSummary;
use crate::number::Decimal;
use crate::table::RecordCount;
use crate::time::Date;

/// Parameters of [`CommissionBook::apply`](super::CommissionBook::apply).
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplyParams {
    /// The day that changes are booked on; absent: each on the day of its line.
    #[serde(default)]
    pub booked_on: Option<Date>,
}

/// What a book comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BookSummary {
    /// The plan.
    pub plan_id: String,
    /// The currency of every amount.
    pub currency: String,
    /// The period that is paid.
    pub period: PeriodSummary,
    /// How many transactions it holds.
    pub transactions: usize,
    /// How many payees have a statement.
    pub payees: usize,
    /// How many lines there are.
    pub lines: usize,
    /// What all lines earned together.
    pub earned: Decimal,
}

/// What changes come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ApplySummary {
    /// The plan.
    pub plan_id: String,
    /// The currency of every amount.
    pub currency: String,
    /// The period that is paid.
    pub period: PeriodSummary,
    /// How many lines there are that there were not.
    pub added: usize,
    /// How many lines there were that are no longer.
    pub removed: usize,
    /// How many lines come to another amount than they did.
    pub changed: usize,
    /// How many payees the changes concern.
    pub recalculated: usize,
    /// What the lines earned before.
    pub booked: Decimal,
    /// What the bookings add to it.
    pub adjusted: Decimal,
    /// What the lines earn now: the two together.
    pub earned: Decimal,
    /// What became of the records, by table.
    pub records: BTreeMap<String, RecordCount>,
}
