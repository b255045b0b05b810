//! Bonuses: what a plan pays beside its components.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{ConditionDocument, CurveAbove, CurveBelow, DateBasis};
use crate::number::Ratio;
use crate::rule::RuleDocument;
use crate::time::{Date, PeriodUnit};

/// What a plan pays beside its components, after their caps. Its lines and statements have its id for a component's.
/// Which keys it has is a matter of its kind:
///
/// - `spiff`: `amount` for every unit or deal (`per`) of eligible transactions from `from` up to `to`, the first
///   `most_count` of them, at most `most_amount` together; `date` says which date counts.
/// - `mbo`: for a `period`, the payee's target variable times `weight`, the base salary times `salary_share`, or
///   `amount`, times the weighted payouts of `objectives`, where `when` holds if it is given.
/// - `milestone`: `amount` once a `period`, as soon as `when` holds; taken back when it does so no longer.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BonusDocument {
    /// The bonus's id, which no component has.
    #[schemars(length(min = 1))]
    pub id: String,
    /// What is paid for.
    pub kind: BonusKind,
    /// A name for people.
    #[serde(default)]
    pub name: Option<String>,
    /// A sum of money: for a unit or deal, for all objectives at a score of 1, or for the milestone.
    #[serde(default)]
    pub amount: Option<Ratio>,
    /// The period of the plan's calendar that it is paid for.
    #[serde(default)]
    pub period: Option<PeriodUnit>,
    /// What has to hold in the period.
    #[serde(default)]
    pub when: Option<ConditionDocument>,
    /// Whether a payee who is there for a part of the period has that part of `amount`, by the plan's proration; not
    /// unless said so.
    #[serde(default)]
    pub prorated: bool,
    /// The part of the target variable that is paid for objectives; it is one of the plan's weights, which sum to 1.
    #[serde(default)]
    pub weight: Option<Ratio>,
    /// The part of the payee's base salary that is paid for objectives, prorated as the target variable is.
    #[serde(default)]
    pub salary_share: Option<Ratio>,
    /// What is scored.
    #[serde(default)]
    pub objectives: Vec<ObjectiveDocument>,
    /// The highest score; 1 unless said otherwise.
    #[serde(default)]
    pub max: Option<Ratio>,
    /// The first day that counts.
    #[serde(default)]
    pub from: Option<Date>,
    /// The first day after.
    #[serde(default)]
    pub to: Option<Date>,
    /// The date that places a transaction.
    #[serde(default)]
    pub date: Option<DateBasis>,
    /// Which transactions count; all of them unless said otherwise.
    #[serde(default)]
    pub eligible: Option<RuleDocument>,
    /// What is counted; a payee's share of it, where it is split.
    #[serde(default)]
    pub per: Option<SpiffPer>,
    /// How many are paid at most.
    #[serde(default)]
    pub most_count: Option<Ratio>,
    /// What all together pay at most.
    #[serde(default)]
    pub most_amount: Option<Ratio>,
    /// Whether it counts under the cap and the floor of the plan, after all components; not unless said so.
    #[serde(default)]
    pub under_plan_cap: bool,
}

/// What a bonus pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BonusKind {
    /// Selling certain things for a while.
    Spiff,
    /// Objectives that somebody scores.
    Mbo,
    /// Coming to something.
    Milestone,
}

/// What a spiff counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpiffPer {
    /// Units.
    Unit,
    /// Transactions; one below zero takes one back.
    Deal,
}

/// One objective.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ObjectiveDocument {
    /// The name in the table `flags` under which a payee's score stands, such as a forecast accuracy: that of the last
    /// day of the period. Without a score the objective pays nothing.
    #[serde(default)]
    pub score: Option<String>,
    /// The component whose attainment in the period is the score; this, or `score`.
    #[serde(default)]
    pub attainment_of: Option<String>,
    /// What a score pays, as a part of the objective; the score itself unless said otherwise.
    #[serde(default)]
    pub payout: Option<PayoutDocument>,
    /// Its part of the bonus. The weights of all objectives sum to exactly 1.
    pub weight: Ratio,
}

/// What a score pays: straight lines between points.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayoutDocument {
    /// Pairs of score and payout in the order of scores. Two of the same score are a jump; the later payout applies.
    #[schemars(length(min = 1))]
    pub points: Vec<[Ratio; 2]>,
    /// What holds below the first point.
    #[serde(default)]
    pub below: CurveBelow,
    /// What holds above the last point.
    #[serde(default)]
    pub above: CurveAbove,
}
