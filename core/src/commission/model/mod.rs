//! The checked plan. Only [`Plan::from_tree`] makes one, so every plan is sound.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

mod bonuses;
mod check;
mod component;
mod conditions;
mod credit;
mod fx;
mod gates;
mod kickers;
mod limits;
mod multipliers;
mod overrides;
mod payout;
mod rates;
mod rounding;
mod shaping;
mod stages;
mod teams;
mod versions;

use std::ops::Range;
use std::sync::Arc;

pub(crate) use self::bonuses::{Bonus, Objective};
use self::check::Check;
pub(crate) use self::conditions::Condition;
pub(crate) use self::fx::Fx;
pub(crate) use self::gates::Gate;
pub(crate) use self::kickers::{Kicker, Linked};
pub(crate) use self::limits::{Cap, Limit, LineCap};
pub(crate) use self::multipliers::{MultipliedBy, Multiplier};
pub(crate) use self::overrides::{Override, OverrideRate};
pub(crate) use self::rates::{RateRule, RateRules};
pub(crate) use self::shaping::Shaping;
pub(crate) use self::stages::{ComponentStages, PlanStages};
pub(crate) use self::teams::{PoolOf, Team};
use super::clawback::ClawbackPolicy;
use super::document::{
    Accumulate, BonusKind, CreditBasis, CurveApply, DateBasis, HierarchyDocument, MeasurePeriod, MidPeriod, QuotaParts,
    Reconcile, RollUp, RoundingLevel, SplitStage, SubjectDocument, TierValue, ZeroQuota,
};
use super::periods::proration::Proration;
use super::periods::ramp::Ramp;
use super::rates::across::{Across, Along, By};
use super::rates::curve::Curve;
use super::rates::index::Index;
use super::rates::tiers::RateTable;
use super::release::ReleaseSchedule;
use crate::number::{Currency, Exact, Rounding};
use crate::problem::{Problem, Problems, Tree, json, shape};
use crate::rule::Rule;
use crate::sorted;
use crate::time::{Date, FiscalCalendar, Zone};

/// A checked commission plan.
///
/// ```
/// use quarterdeck::commission::Plan;
///
/// let (plan, warnings) = Plan::load(br#"{
///     "schema": "quarterdeck/commission-plan@1", "id": "ae", "currency": "USD",
///     "effective": {"from": "2026-01-01"},
///     "components": [{"id": "new", "measure": {"date": "booked_on", "period": "quarter"}, "rate": "0.05"}]
/// }"#).unwrap();
/// assert_eq!(plan.id(), "ae");
/// assert!(warnings.is_empty());
/// ```
#[derive(Debug, Clone)]
pub struct Plan {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) currency: Currency,
    pub(crate) zone: Zone,
    pub(crate) calendar: FiscalCalendar,
    /// The first day of its first version.
    pub(crate) from: Date,
    /// The first day after its last.
    pub(crate) to: Option<Date>,
    pub(crate) rounding: RoundingPolicy,
    pub(crate) fx: Option<Fx>,
    pub(crate) max_total_credit: Option<Exact>,
    pub(crate) hierarchy: Option<HierarchyDocument>,
    pub(crate) proration: Proration,
    pub(crate) mid_period: MidPeriod,
    pub(crate) ramp: Option<Ramp>,
    /// Of all versions, those of one id together and by date.
    pub(crate) components: Vec<Component>,
    pub(crate) stages: PlanStages,
    pub(crate) split_stage: SplitStage,
    pub(crate) overrides: Vec<Override>,
    /// The bonuses of teams, beside those that are components.
    pub(crate) teams: Vec<Team>,
    pub(crate) release: ReleaseSchedule,
    pub(crate) clawback: ClawbackPolicy,
    /// The days of each version, by date, from 1970-01-01.
    pub(crate) versions: Vec<Range<i32>>,
    /// What it was read from, in canonical JSON.
    pub(crate) document: Arc<[u8]>,
}

/// Where and how earnings are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RoundingPolicy {
    pub(crate) scale: u32,
    pub(crate) mode: Rounding,
    pub(crate) at: RoundingLevel,
    pub(crate) reconcile: Reconcile,
}

/// One measure and one payout rule.
#[derive(Debug, Clone)]
pub(crate) struct Component {
    /// What names it while the plan is checked: ids come again in other versions.
    pub(crate) key: usize,
    pub(crate) id: String,
    /// The same number for all versions of a component.
    pub(crate) lineage: usize,
    /// The days of its version, from 1970-01-01.
    pub(crate) effective: Range<i32>,
    pub(crate) pointer: String,
    pub(crate) weight: Exact,
    pub(crate) eligible: Option<Rule>,
    pub(crate) roll_up: RollUp,
    pub(crate) shaping: Shaping,
    pub(crate) measure_id: String,
    pub(crate) credit: CreditBasis,
    pub(crate) pays_on: Option<CreditBasis>,
    pub(crate) date: DateBasis,
    pub(crate) period: MeasurePeriod,
    pub(crate) accumulate: Accumulate,
    pub(crate) quota: Option<ZeroQuota>,
    pub(crate) quota_parts: QuotaParts,
    pub(crate) attainment_rounding: Option<AttainmentRounding>,
    /// Whether another component's rate table looks its attainment up.
    pub(crate) is_looked_up: bool,
    pub(crate) payout: Payout,
    pub(crate) stages: ComponentStages,
    /// What makes it a bonus, after the components of the plan.
    pub(crate) bonus: Option<Bonus>,
}

/// The payout rule.
#[derive(Debug, Clone)]
pub(crate) enum Payout {
    /// The base rate on every unit of credit.
    Flat(BaseRate),
    /// A rate for each transaction.
    Rules(RateRules),
    /// Rates by tier; the base rate is what multipliers multiply.
    Table(Box<RateTable>, Option<BaseRate>),
    /// A curve; the base rate is what its rates multiply.
    Curve(Curve, Option<BaseRate>),
}

/// How attainment is rounded before it is looked up or interpolated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AttainmentRounding {
    /// Decimal places.
    pub(crate) scale: u32,
    pub(crate) mode: Rounding,
}

impl Payout {
    /// What is looked up, if anything is.
    pub(crate) fn index(&self) -> Option<Index> {
        match self {
            Self::Flat(_) | Self::Rules(_) => None,
            Self::Table(table, _) => Some(table.index),
            Self::Curve(curve, _) => Some(curve.x),
        }
    }

    /// The other dimensions of a rate table.
    pub(crate) fn across(&self) -> Option<&Across> {
        match self {
            Self::Table(table, _) => table.across.as_ref(),
            Self::Flat(_) | Self::Rules(_) | Self::Curve(..) => None,
        }
    }

    /// What picks a column of a rate table, where that is a number.
    pub(crate) fn along(&self) -> impl Iterator<Item = Along> {
        self.across().into_iter().flat_map(Across::indexes)
    }

    /// The components whose measures are looked up, where they are others'; each once.
    pub(crate) fn beside(&self) -> Vec<usize> {
        let own = match self.index() {
            Some(Index::Measure(other)) => Some(other),
            _ => None,
        };
        let mut others: Vec<usize> = own.into_iter().chain(self.along().filter_map(Along::beside)).collect();
        sorted::sort(&mut others);
        others.dedup();
        others
    }

    /// Whether pay follows from the component's own running sum alone.
    pub(crate) fn goes_by_own_sum(&self) -> bool {
        self.across().is_none() && self.index().is_none_or(Index::is_own_sum)
    }

    /// Turns the keys of components whose measures are looked up into their places in the plan.
    fn place(&mut self, place: impl Fn(usize) -> Option<usize>) {
        let index = match self {
            Self::Flat(_) | Self::Rules(_) => return,
            Self::Table(table, _) => {
                for dimension in table.across.iter_mut().flat_map(|across| &mut across.dimensions) {
                    if let By::Index(Along::Measure(key) | Along::AttainmentOf(key), _) = &mut dimension.by {
                        *key = place(*key).unwrap_or(*key);
                    }
                }
                &mut table.index
            }
            Self::Curve(curve, _) => &mut curve.x,
        };
        if let Index::Measure(key) = index {
            *key = place(*key).unwrap_or(*key);
        }
    }

    pub(crate) fn base_rate(&self) -> Option<&BaseRate> {
        match self {
            Self::Flat(base) => Some(base),
            Self::Rules(_) => None,
            Self::Table(_, base) | Self::Curve(_, base) => base.as_ref(),
        }
    }
}

/// Pay per unit of credit.
#[derive(Debug, Clone)]
pub(crate) enum BaseRate {
    /// Written in the plan.
    Rate(Exact),
    /// Target variable × weight over quota.
    TargetOverQuota,
}

impl Component {
    /// Whether the payout depends on the target variable.
    pub(crate) fn needs_target(&self) -> bool {
        let shared = match &self.payout {
            Payout::Flat(_) | Payout::Rules(_) => false,
            Payout::Table(table, _) => table.value == TierValue::PayoutShare,
            Payout::Curve(curve, _) => curve.apply == CurveApply::ShareOfTarget,
        };
        let scored = self.bonus.as_ref().is_some_and(Bonus::needs_target);
        shared
            || scored
            || self.stages.needs_target()
            || matches!(self.payout.base_rate(), Some(BaseRate::TargetOverQuota))
    }

    /// Whether the payout is spread over the quota.
    pub(crate) fn target_over_quota(&self) -> bool {
        let spread = matches!(&self.payout, Payout::Table(table, _) if table.spreads_target());
        spread || matches!(self.payout.base_rate(), Some(BaseRate::TargetOverQuota))
    }

    /// Whether the payout cannot be computed without a quota.
    pub(crate) fn pays_by_quota(&self) -> bool {
        self.payout.index() == Some(Index::Attainment) || self.target_over_quota() || self.is_looked_up
    }

    /// What its conditions look at.
    pub(crate) fn subjects(&self) -> impl Iterator<Item = &SubjectDocument> {
        let bonus = self.bonus.iter().filter_map(|bonus| bonus.when.as_ref());
        self.stages.subjects().chain(bonus.map(|when| &when.subject))
    }

    /// Whether it pays by the base salary.
    pub(crate) fn needs_salary(&self) -> bool {
        self.stages.needs_salary() || self.bonus.as_ref().is_some_and(|bonus| bonus.salary_share.is_some())
    }

    /// Whether it is a bonus that no transaction is credited to.
    pub(crate) fn is_uncredited(&self) -> bool {
        self.bonus.as_ref().is_some_and(|bonus| bonus.kind != BonusKind::Spiff)
    }

    /// What the payout is paid on.
    pub(crate) fn base(&self) -> CreditBasis {
        let usual = match &self.payout {
            Payout::Table(table, _) if table.value == TierValue::AmountPerUnit => CreditBasis::Units,
            Payout::Table(table, _) if table.value == TierValue::PayoutShare => self.credit,
            Payout::Table(..) if self.credit.is_count() => CreditBasis::Amount,
            Payout::Table(..) | Payout::Flat(_) | Payout::Rules(_) | Payout::Curve(..) => self.credit,
        };
        self.pays_on.unwrap_or(usual)
    }

    /// Whether price and cost of a transaction matter.
    pub(crate) fn needs_profit(&self) -> bool {
        [self.credit, self.base()].iter().any(|basis| basis.is_profit())
            || self.payout.index().is_some_and(Index::is_ratio_of_profit)
            || self.payout.along().any(Along::is_ratio_of_profit)
    }

    /// Whether the units of a transaction matter.
    pub(crate) fn needs_units(&self) -> bool {
        [self.credit, self.base()].contains(&CreditBasis::Units)
            || self.payout.along().any(|along| along == Along::Units)
    }
}

impl Plan {
    /// Reads and checks a plan; warnings come with it.
    ///
    /// # Errors
    /// Every problem of the document: of its shape, or else of its meaning.
    pub fn load(document: &[u8]) -> Result<(Self, Vec<Problem>), Problems> {
        Self::from_tree(&Tree::parse(document)?)
    }

    /// Checks a plan that was read into a tree.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn from_tree(tree: &Tree) -> Result<(Self, Vec<Problem>), Problems> {
        shape::check_schema(tree, "quarterdeck/commission-plan@1")?;
        let (mut plan, warnings) = Check::default().plan(shape::read_tree(tree)?)?;
        plan.document = json::canonical(&tree.to_value()).into();
        Ok((plan, warnings))
    }

    /// The plan's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The plan's currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }
}
