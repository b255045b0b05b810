//! The checked plan. Only [`Plan::from_tree`] makes one, so every plan is sound.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

mod check;
mod component;
mod credit;
mod fx;
mod gates;
mod limits;
mod multipliers;
mod payout;
mod rates;
mod rounding;
mod shaping;
mod stages;
mod versions;

use std::ops::Range;

use self::check::Check;
pub(super) use self::fx::Fx;
pub(super) use self::gates::Gate;
pub(super) use self::limits::{Cap, Limit, LineCap};
pub(super) use self::multipliers::Multiplier;
pub(super) use self::rates::{RateRule, RateRules};
pub(super) use self::shaping::Shaping;
pub(super) use self::stages::{ComponentStages, PlanStages};
use super::clawback::ClawbackPolicy;
use super::curve::Curve;
use super::document::{
    Accumulate, CreditBasis, CurveApply, DateBasis, HierarchyDocument, MeasurePeriod, MidPeriod, QuotaParts, Reconcile,
    RollUp, RoundingLevel, TierValue, ZeroQuota,
};
use super::index::Index;
use super::proration::Proration;
use super::ramp::Ramp;
use super::release::ReleaseSchedule;
use super::tiers::RateTable;
use crate::number::{Currency, Exact, Rounding};
use crate::problem::{Problem, Problems, Tree, shape};
use crate::rule::Rule;
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
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) currency: Currency,
    pub(super) zone: Zone,
    pub(super) calendar: FiscalCalendar,
    /// The first day of its first version.
    pub(super) from: Date,
    /// The first day after its last.
    pub(super) to: Option<Date>,
    pub(super) rounding: RoundingPolicy,
    pub(super) fx: Option<Fx>,
    pub(super) max_total_credit: Option<Exact>,
    pub(super) hierarchy: Option<HierarchyDocument>,
    pub(super) proration: Proration,
    pub(super) mid_period: MidPeriod,
    pub(super) ramp: Option<Ramp>,
    /// Of all versions, those of one id together and by date.
    pub(super) components: Vec<Component>,
    pub(super) stages: PlanStages,
    pub(super) release: ReleaseSchedule,
    pub(super) clawback: ClawbackPolicy,
    /// The days of each version, by date, from 1970-01-01.
    pub(super) versions: Vec<Range<i32>>,
}

/// Where and how earnings are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RoundingPolicy {
    pub(super) scale: u32,
    pub(super) mode: Rounding,
    pub(super) at: RoundingLevel,
    pub(super) reconcile: Reconcile,
}

/// One measure and one payout rule.
#[derive(Debug, Clone)]
pub(super) struct Component {
    /// What names it while the plan is checked: ids come again in other versions.
    pub(super) key: usize,
    pub(super) id: String,
    /// The same number for all versions of a component.
    pub(super) lineage: usize,
    /// The days of its version, from 1970-01-01.
    pub(super) effective: Range<i32>,
    pub(super) pointer: String,
    pub(super) weight: Exact,
    pub(super) eligible: Option<Rule>,
    pub(super) roll_up: RollUp,
    pub(super) shaping: Shaping,
    pub(super) measure_id: String,
    pub(super) credit: CreditBasis,
    pub(super) pays_on: Option<CreditBasis>,
    pub(super) date: DateBasis,
    pub(super) period: MeasurePeriod,
    pub(super) accumulate: Accumulate,
    pub(super) quota: Option<ZeroQuota>,
    pub(super) quota_parts: QuotaParts,
    pub(super) attainment_rounding: Option<AttainmentRounding>,
    pub(super) payout: Payout,
    pub(super) stages: ComponentStages,
}

/// The payout rule.
#[derive(Debug, Clone)]
pub(super) enum Payout {
    /// The base rate on every unit of credit.
    Flat(BaseRate),
    /// A rate for each transaction.
    Rules(RateRules),
    /// Rates by tier; the base rate is what multipliers multiply.
    Table(RateTable, Option<BaseRate>),
    /// A curve; the base rate is what its rates multiply.
    Curve(Curve, Option<BaseRate>),
}

/// How attainment is rounded before it is looked up or interpolated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AttainmentRounding {
    /// Decimal places.
    pub(super) scale: u32,
    pub(super) mode: Rounding,
}

impl Payout {
    /// What is looked up, if anything is.
    pub(super) fn index(&self) -> Option<Index> {
        match self {
            Self::Flat(_) | Self::Rules(_) => None,
            Self::Table(table, _) => Some(table.index),
            Self::Curve(curve, _) => Some(curve.x),
        }
    }

    /// The component whose measure is looked up, where it is another's.
    pub(super) fn beside(&self) -> Option<usize> {
        match self.index() {
            Some(Index::Measure(other)) => Some(other),
            _ => None,
        }
    }

    /// Turns the key of a component whose measure is looked up into its place in the plan.
    fn place(&mut self, place: impl Fn(usize) -> Option<usize>) {
        let index = match self {
            Self::Flat(_) | Self::Rules(_) => return,
            Self::Table(table, _) => &mut table.index,
            Self::Curve(curve, _) => &mut curve.x,
        };
        if let Index::Measure(key) = index {
            *key = place(*key).unwrap_or(*key);
        }
    }

    pub(super) fn base_rate(&self) -> Option<&BaseRate> {
        match self {
            Self::Flat(base) => Some(base),
            Self::Rules(_) => None,
            Self::Table(_, base) | Self::Curve(_, base) => base.as_ref(),
        }
    }
}

/// Pay per unit of credit.
#[derive(Debug, Clone)]
pub(super) enum BaseRate {
    /// Written in the plan.
    Rate(Exact),
    /// Target variable × weight over quota.
    TargetOverQuota,
}

impl Component {
    /// Whether the payout depends on the target variable.
    pub(super) fn needs_target(&self) -> bool {
        let shared = match &self.payout {
            Payout::Flat(_) | Payout::Rules(_) => false,
            Payout::Table(table, _) => table.value == TierValue::PayoutShare,
            Payout::Curve(curve, _) => curve.apply == CurveApply::ShareOfTarget,
        };
        shared || matches!(self.payout.base_rate(), Some(BaseRate::TargetOverQuota))
    }

    /// Whether the payout is spread over the quota.
    pub(super) fn target_over_quota(&self) -> bool {
        let spread = matches!(&self.payout, Payout::Table(table, _) if table.spreads_target());
        spread || matches!(self.payout.base_rate(), Some(BaseRate::TargetOverQuota))
    }

    /// Whether the payout cannot be computed without a quota.
    pub(super) fn pays_by_quota(&self) -> bool {
        self.payout.index() == Some(Index::Attainment) || self.target_over_quota()
    }

    /// What the payout is paid on.
    pub(super) fn base(&self) -> CreditBasis {
        let usual = match &self.payout {
            Payout::Table(table, _) if table.value == TierValue::AmountPerUnit => CreditBasis::Units,
            Payout::Table(table, _) if table.value == TierValue::PayoutShare => self.credit,
            Payout::Table(..) if self.credit == CreditBasis::Units => CreditBasis::Amount,
            Payout::Table(..) | Payout::Flat(_) | Payout::Rules(_) | Payout::Curve(..) => self.credit,
        };
        self.pays_on.unwrap_or(usual)
    }

    /// Whether price and cost of a transaction matter.
    pub(super) fn needs_profit(&self) -> bool {
        [self.credit, self.base()].iter().any(|basis| basis.is_profit())
            || self.payout.index().is_some_and(Index::is_ratio_of_profit)
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
        Check::default().plan(shape::read_tree(tree)?)
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
