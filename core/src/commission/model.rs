//! The checked plan. Only [`Plan::from_tree`] makes one, so every plan is sound.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use std::collections::BTreeMap;

use super::document::{
    Accumulate, BaseRateDocument, ComponentDocument, CreditBasis, DateBasis, FxDocument, MeasurePeriod, PlanDocument,
    Reconcile, RoundingDocument, RoundingLevel, TierIndex, TierMode, TierValue, ZeroQuota,
};
use super::tiers::RateTable;
use crate::number::{Currency, Decimal, Exact, Rounding};
use crate::problem::{Code, Problem, Problems, Report, Tree, pointer, shape};
use crate::rule::Rule;
use crate::table::declared::TRANSACTIONS;
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
    pub(super) from: Date,
    pub(super) to: Option<Date>,
    pub(super) rounding: RoundingPolicy,
    pub(super) fx: Option<FxDocument>,
    pub(super) components: Vec<Component>,
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
    pub(super) id: String,
    pub(super) pointer: String,
    pub(super) weight: Exact,
    pub(super) eligible: Option<Rule>,
    pub(super) measure_id: String,
    pub(super) credit: CreditBasis,
    pub(super) date: DateBasis,
    pub(super) period: MeasurePeriod,
    pub(super) accumulate: Accumulate,
    pub(super) quota: Option<ZeroQuota>,
    pub(super) payout: Payout,
}

/// The payout rule.
#[derive(Debug, Clone)]
pub(super) enum Payout {
    /// The base rate on every unit of credit.
    Flat(BaseRate),
    /// Rates by tier; the base rate is what multipliers multiply.
    Table(RateTable, Option<BaseRate>),
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
        match &self.payout {
            Payout::Flat(base) => matches!(base, BaseRate::TargetOverQuota),
            Payout::Table(table, base) => {
                table.value == TierValue::PayoutShare || matches!(base, Some(BaseRate::TargetOverQuota))
            }
        }
    }

    /// Whether the payout is spread over the quota.
    pub(super) fn target_over_quota(&self) -> bool {
        match &self.payout {
            Payout::Flat(base) => matches!(base, BaseRate::TargetOverQuota),
            Payout::Table(table, base) => {
                let shared = table.value == TierValue::PayoutShare && table.mode == TierMode::Marginal;
                shared || matches!(base, Some(BaseRate::TargetOverQuota))
            }
        }
    }

    /// Whether the payout cannot be computed without a quota.
    pub(super) fn pays_by_quota(&self) -> bool {
        let indexed = matches!(&self.payout, Payout::Table(table, _) if table.index == TierIndex::Attainment);
        indexed || self.target_over_quota()
    }

    /// What the payout is paid on: the credited amount, or the units sold.
    pub(super) fn base(&self) -> CreditBasis {
        match &self.payout {
            Payout::Table(table, _) if table.value == TierValue::AmountPerUnit => CreditBasis::Units,
            Payout::Table(table, _) if table.value == TierValue::PayoutShare => self.credit,
            Payout::Table(..) => CreditBasis::Amount,
            Payout::Flat(_) => self.credit,
        }
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

#[derive(Default)]
struct Check {
    report: Report,
}

impl Check {
    fn plan(mut self, document: PlanDocument) -> Result<(Plan, Vec<Problem>), Problems> {
        let zone = document.time_zone.as_deref().map_or(Ok(Zone::UTC), Zone::parse).unwrap_or_else(|error| {
            self.report.push(shape::time_problem(&error, "/time_zone"));
            Zone::UTC
        });
        let effective = document.effective;
        if effective.to.is_some_and(|to| to <= effective.from) {
            let message = "the plan ends where it starts, or before";
            self.report.push(Problem::new(Code::TimeEmptyPeriod, "/effective/to", message));
        }
        let rounding = self.rounding(document.rounding, document.currency);
        self.ids(&document.components);
        self.weights(&document.components);
        let single = document.components.len() == 1;
        let components = document.components.into_iter().enumerate();
        let components =
            components.filter_map(|(at, component)| self.component(component, at, single, document.currency)).collect();
        let plan = Plan {
            id: document.id,
            name: document.name,
            currency: document.currency,
            zone,
            calendar: document.calendar,
            from: effective.from,
            to: effective.to,
            rounding,
            fx: document.fx,
            components,
        };
        self.report.finish().map(|warnings| (plan, warnings))
    }

    fn rounding(&mut self, document: RoundingDocument, currency: Currency) -> RoundingPolicy {
        let RoundingDocument { mode, at, reconcile, .. } = document;
        let by_line = at == RoundingLevel::Line;
        if by_line && !matches!(reconcile, None | Some(Reconcile::None)) {
            let message = "each line is rounded for itself, so there is no total for the lines to add up to";
            self.report.push(Problem::new(Code::CommissionReconcileUnused, "/rounding/reconcile", message));
        }
        if !by_line && reconcile == Some(Reconcile::None) {
            let message = "a rounded total needs a way for its lines to add up to it";
            self.report.push(Problem::new(Code::CommissionReconcileMissing, "/rounding/reconcile", message));
        }
        let reconcile = if by_line { Reconcile::None } else { reconcile.unwrap_or_default() };
        RoundingPolicy { scale: currency.minor_unit(), mode, at, reconcile }
    }

    fn ids(&mut self, components: &[ComponentDocument]) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (position, component) in components.iter().enumerate() {
            if let Some(first) = seen.insert(&component.id, position) {
                self.report.push(
                    Problem::new(
                        Code::CommissionDuplicateComponent,
                        format!("/components/{position}/id"),
                        format!("`{}` is the id of two components", component.id),
                    )
                    .with("component_id", component.id.clone())
                    .related(format!("/components/{first}/id")),
                );
            }
        }
    }

    fn weights(&mut self, components: &[ComponentDocument]) {
        let mut total = Exact::from(Decimal::ZERO);
        for (position, component) in components.iter().enumerate() {
            let Some(weight) = &component.weight else { continue };
            if weight.exact().is_negative() {
                let at = format!("/components/{position}/weight");
                self.report.push(Problem::new(
                    Code::CommissionNegativeWeight,
                    at,
                    format!("the weight `{weight}` is negative"),
                ));
            }
            total = total.add(weight.exact());
        }
        let weighted = components.iter().filter(|component| component.weight.is_some()).count();
        if weighted > 0 && total != Exact::from(Decimal::ONE) {
            self.report.push(
                Problem::new(
                    Code::CommissionWeightsNotOne,
                    "/components",
                    format!("the weights sum to {total}, not to 1"),
                )
                .with("sum", total.to_string()),
            );
        }
    }

    fn component(
        &mut self,
        document: ComponentDocument,
        position: usize,
        single: bool,
        currency: Currency,
    ) -> Option<Component> {
        let at = pointer::at("/components", position);
        let eligible = document.eligible.as_ref().and_then(|rule| {
            let declared = |column: &str| TRANSACTIONS.column(column).map(|column| column.kind);
            Rule::check(rule, &pointer::join(&at, "eligible"), &declared, &mut self.report)
        });
        let payout = self.payout(&document, &at, currency);
        let component = Component {
            weight: document.weight.clone().map_or_else(|| Exact::from(Decimal::ONE), Exact::from),
            eligible,
            measure_id: document.measure.id.clone().unwrap_or_else(|| document.id.clone()),
            credit: document.measure.credit,
            date: document.measure.date,
            period: document.measure.period,
            accumulate: document.measure.accumulate,
            quota: document.quota.map(|quota| quota.zero),
            payout: payout?,
            id: document.id,
            pointer: at,
        };
        self.coherence(&component, document.weight.is_none() && !single);
        Some(component)
    }

    /// What the parts of a component ask of each other.
    fn coherence(&mut self, component: &Component, unweighted: bool) {
        let at = &component.pointer;
        if (component.pays_by_quota() || component.period == MeasurePeriod::Quota) && component.quota.is_none() {
            let message = "this component pays by quota, but says nothing of where the quota comes from";
            self.report.push(
                Problem::new(Code::CommissionQuotaUndeclared, at, message).with("component_id", component.id.clone()),
            );
        }
        if component.needs_target() && unweighted {
            let message = "several components share the target variable, so each needs its weight";
            self.report.push(
                Problem::new(Code::CommissionWeightMissing, at, message).with("component_id", component.id.clone()),
            );
        }
        let Payout::Table(table, _) = &component.payout else { return };
        let table_at = pointer::join(at, "rate_table");
        let (index, credit) = (table.index, component.credit);
        if matches!((index, credit), (TierIndex::Amount, CreditBasis::Units) | (TierIndex::Units, CreditBasis::Amount))
        {
            let message = "the tiers are indexed by another column than the measure adds up";
            self.report.push(Problem::new(Code::CommissionIndexMismatch, pointer::join(&table_at, "index"), message));
        }
        if table.value == TierValue::PayoutShare && table.mode == TierMode::Marginal && index != TierIndex::Attainment {
            let message = "a share of the target per unit of attainment needs tiers by attainment";
            self.report.push(Problem::new(Code::CommissionIndexMismatch, pointer::join(&table_at, "value"), message));
        }
    }

    fn payout(&mut self, document: &ComponentDocument, at: &str, currency: Currency) -> Option<Payout> {
        let base = document.base_rate.as_ref().map(|base| match base {
            BaseRateDocument::Rate { rate } => BaseRate::Rate(rate.exact().clone()),
            BaseRateDocument::TargetOverQuota {} => BaseRate::TargetOverQuota,
        });
        match (&document.rate, &document.rate_table, base) {
            (Some(rate), None, None) => Some(Payout::Flat(BaseRate::Rate(rate.exact().clone()))),
            (None, None, Some(base)) => Some(Payout::Flat(base)),
            (None, Some(table), base) => {
                let table = RateTable::check(table, &pointer::join(at, "rate_table"), currency, &mut self.report);
                if let Some(table) = &table {
                    self.base_rate(table.value, base.is_some(), at);
                }
                Some(Payout::Table(table?, base))
            }
            (None, None, None) => {
                let message =
                    "a component has exactly one of `rate` and `rate_table`, or a `base_rate` alone; this has none";
                self.report.push(Problem::new(Code::CommissionPayoutMissing, at, message));
                None
            }
            (Some(_), _, _) => {
                let message =
                    "a component has exactly one of `rate` and `rate_table`, or a `base_rate` alone; this has more";
                self.report.push(Problem::new(Code::CommissionPayoutConflict, pointer::join(at, "rate"), message));
                None
            }
        }
    }

    fn base_rate(&mut self, value: TierValue, given: bool, at: &str) {
        let multiplies = value == TierValue::Multiplier;
        if multiplies && !given {
            let message = "a multiplier needs a `base_rate` to multiply";
            self.report.push(Problem::new(Code::CommissionBaseRateMissing, at, message));
        }
        if !multiplies && given {
            let message = "the tiers' values are no multipliers, so nothing uses the base rate";
            self.report.push(Problem::new(Code::CommissionBaseRateUnused, pointer::join(at, "base_rate"), message));
        }
    }
}
