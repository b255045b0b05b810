//! What a refund takes back.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::number::Ratio;

/// What a refund takes back of what its sale earned. A refund is a transaction with `reverses_id`; whoever
/// earned on the sale gives back, by the same components, line by line: what the sale's own line earned, and what gates,
/// multipliers, links and the balance of a cap paid for it later. What stages still owe for the sale on the refund's day,
/// behind a gate or a link, by a multiplier that may yet stand differently, or in the balance of a cap that carries, is
/// cancelled by the refunded part of it. What its lines took of other components under the cap of the plan comes back to
/// them. Other lines stay as they are: what kickers and floors paid is for the period, unless the mode is `recalculate`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClawbackDocument {
    /// How it is worked out, where the refund has no `clawback_mode` of its own.
    #[serde(default)]
    pub mode: ClawbackMode,
    /// What of the sale's line is taken back. A recalculation takes back a difference of what was earned, and
    /// has no other basis.
    #[serde(default)]
    pub basis: ClawbackBasis,
    /// How the time from the sale to the refund is counted, for `schedule` and `pro_rata_term`.
    #[serde(default)]
    pub unit: ElapsedUnit,
    /// The part that is taken back, by the time from the sale to the refund; nothing after the last step.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub schedule: Option<Vec<ClawbackStepDocument>>,
    /// The months that a sale is served, where it has no `term_months` of its own.
    #[serde(default)]
    #[schemars(range(min = 1, max = 1_200))]
    pub term_months: Option<i32>,
    /// Whether a refund takes its quota credit off a measure as well. Recalculations and refunds at the rates of their
    /// own day do so themselves.
    #[serde(default)]
    pub restore_attainment: RestoreAttainment,
}

/// Whether a refund takes the refunded part of its sale's quota credit off a measure. It earns nothing by that: what it
/// takes back is the clawback, and lines that were earned before it stay as they are. A schedule or a term lessens what
/// is taken back, not the credit. Bonuses count what was sold, not what was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RestoreAttainment {
    /// It does not.
    #[default]
    None,
    /// Off the measure of the day on which it counts, of everyone who was credited with the sale and is on the plan
    /// then: a line of kind `restored_attainment`, from which later lines climb. Statements show the lower measure;
    /// gates, multipliers and whatever else looks at it see it from that day on. What a gate or multiplier paid for the
    /// refunded sale is what the clawback takes back, and is not taken back again where it stands differently by then.
    Current,
    /// Off the measure of the sale. In the sale's own measure period that is as `current`; where it is over, its lines and
    /// those of the refund's period stay as they are, and its statement, where it is asked for, shows the lower measure
    /// and attainment.
    Original,
}

/// How a clawback is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClawbackMode {
    /// What the sale earned times the refunded share of its amount; other lines stay as they are.
    #[default]
    OriginalRate,
    /// The periods from the sale's on are calculated again without the refunded part of its credit, and the
    /// difference is booked line by line: tiers unwind, and so do the minimums and caps.
    Recalculate,
    /// The refund is negative credit on its own day, at the rates of that day.
    CurrentRate,
    /// As `original_rate`, times the schedule's part for the time since the sale. What was not paid yet is cancelled by
    /// the refunded part, whatever the schedule says: the deal is gone by it.
    Schedule,
    /// As `original_rate`, times the part of the term that is not served; what was not paid yet is cancelled by the
    /// refunded part.
    ProRataTerm,
}

/// What of the sale's line is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClawbackBasis {
    /// What was earned on it in the end.
    #[default]
    Actual,
    /// Its rate times its credit, where that is less.
    Rate,
}

/// How the time from a sale to its refund is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ElapsedUnit {
    /// Whole months: from one day to the same day of a later month, or to its last day where it is shorter.
    #[default]
    Months,
    /// Days.
    Days,
}

/// A step of a clawback schedule.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClawbackStepDocument {
    /// The first month or day since the sale.
    #[schemars(range(min = 0, max = 100_000))]
    pub from: i32,
    /// The first month or day after; none for the rest of time.
    #[serde(default)]
    #[schemars(range(min = 0, max = 100_000))]
    pub to: Option<i32>,
    /// The part that is taken back, 0 to 1.
    pub share: Ratio,
}
