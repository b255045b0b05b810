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
/// - `team`: for a `period`, one pool for every team (`team_id` of the assignments) whose members share it by
///   `share_by`: `amount`, or `rate` times a `base` that all of them brought, times the weighted payouts of
///   `objectives` if there are any, where `when` holds if it is given. Attainments and measures are the team's: what its
///   members measured on their days in it, over the parts of their quotas for these days. Members are all who are in the
///   team on a day of the period; each has a line on its last day. The pool is rounded once, and its shares add up to it.
///   A refund takes back of the pool of its own period, from the team of the sale's day, by the plan's clawback: a sale
///   and its full refund bring a team nothing. Pools are beside the cap of the plan.
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
    /// A sum of money: for a unit or deal, for all objectives at a score of 1, for the milestone, or for a team.
    #[serde(default)]
    pub amount: Option<Ratio>,
    /// The period of the plan's calendar that it is paid for.
    #[serde(default)]
    pub period: Option<PeriodUnit>,
    /// What has to hold in the period.
    #[serde(default)]
    pub when: Option<ConditionDocument>,
    /// Whether a payee who is there for a part of the period has that part of `amount`, or in a team of a share, by the
    /// plan's proration; not unless said so.
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
    /// The part of `base` that is a team's pool.
    #[serde(default)]
    pub rate: Option<Ratio>,
    /// What `rate` is a part of.
    #[serde(default)]
    pub base: Option<TeamBase>,
    /// The components whose credit or results are a team's; all of them unless said otherwise.
    #[serde(default)]
    pub components: Option<Vec<String>>,
    /// By what the members of a team share its pool.
    #[serde(default)]
    pub share_by: Option<ShareBy>,
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
    /// What a team brought together.
    Team,
}

/// What a pool is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TeamBase {
    /// The commission credit of the components on the days that each member is in the team, less what refunds of the
    /// period take back of it, by the plan's clawback. Credit that two components count is there twice.
    Credit,
    /// What the lines of the components come to on these days, rounded as they are paid, clawbacks and parts of
    /// splits included.
    ComponentResult,
}

/// By what a pool is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShareBy {
    /// Everybody the same.
    Headcount,
    /// What of the team's credit is each one's. Where the pool is above zero, whoever has none above zero has no part
    /// of it, and the other way round; where nobody has any, all have the same.
    Credit,
    /// `team_weight` of the assignments: the last in the period.
    Weight,
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
