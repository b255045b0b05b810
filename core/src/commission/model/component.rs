//! The check of a component, and of what its parts ask of each other.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::check::Check;
use super::{AttainmentRounding, Component, Payout};
use crate::commission::document::{
    AttainmentRoundingDocument, ComponentDocument, CurveApply, MeasurePeriod, TierMode, TierValue,
};
use crate::commission::rates::index::Index;
use crate::number::{Currency, Decimal, Exact};
use crate::problem::{Code, Problem, pointer};
use crate::rule::Rule;
use crate::table::declared::TRANSACTIONS;

impl Check {
    pub(super) fn component(
        &mut self,
        document: ComponentDocument,
        at: String,
        single: bool,
        currency: Currency,
    ) -> Option<Component> {
        let eligible = document.eligible.as_ref().and_then(|rule| {
            let declared = |column: &str| TRANSACTIONS.column(column).map(|column| column.kind);
            Rule::check(rule, &pointer::join(&at, "eligible"), &declared, &mut self.report)
        });
        let shaping = self.shaping(&document, &at);
        let payout = self.payout(&document, &at, currency);
        let stages = self.component_stages(&document, &at);
        let component = Component {
            weight: document.weight.clone().map_or_else(|| Exact::from(Decimal::ONE), Exact::from),
            eligible,
            roll_up: document.roll_up,
            shaping,
            measure_id: document.measure.id.clone().unwrap_or_else(|| document.id.clone()),
            credit: document.measure.credit,
            pays_on: document.pays_on,
            date: document.measure.date,
            period: document.measure.period,
            accumulate: document.measure.accumulate,
            quota: document.quota.map(|quota| quota.zero),
            quota_parts: document.quota.map(|quota| quota.parts).unwrap_or_default(),
            attainment_rounding: document
                .quota
                .and_then(|quota| quota.attainment_rounding)
                .map(|AttainmentRoundingDocument { scale, mode }| AttainmentRounding { scale, mode }),
            is_looked_up: false,
            payout: payout?,
            stages,
            bonus: None,
            id: document.id,
            key: 0,
            lineage: 0,
            effective: 0..0,
            pointer: at,
        };
        self.coherence(&component, document.weight.is_none() && !single);
        Some(component)
    }

    /// What the parts of a component ask of each other.
    pub(super) fn coherence(&mut self, component: &Component, unweighted: bool) {
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
        self.index(component);
        self.base(component);
        self.attainment_rounding(component);
        self.attainment_cap(component);
        self.gated(component);
    }

    /// What is looked up, against what the measure adds up.
    fn index(&mut self, component: &Component) {
        let (at, index) = match &component.payout {
            Payout::Flat(_) | Payout::Rules(_) => return,
            Payout::Table(table, _) => (format!("{}/rate_table/index", component.pointer), table.index),
            Payout::Curve(curve, _) => (format!("{}/curve/x", component.pointer), curve.x),
        };
        let fits = match index {
            Index::Amount => !component.credit.is_count(),
            Index::Units => component.credit.is_count(),
            Index::Attainment | Index::Margin | Index::Markup | Index::Measure(_) | Index::Rules => true,
        };
        if !fits {
            let message = "the tiers are indexed by another column than the measure adds up";
            self.report.push(Problem::new(Code::CommissionIndexMismatch, at, message));
        }
        if let Payout::Table(table, _) = &component.payout
            && table.spreads_target()
            && index != Index::Attainment
        {
            let at = format!("{}/rate_table/value", component.pointer);
            let message = "a share of the target per unit of attainment needs tiers by attainment";
            self.report.push(Problem::new(Code::CommissionIndexMismatch, at, message));
        }
    }

    /// What rates pay on, and modes that divide credit by an index that credit does not add up to.
    fn base(&mut self, component: &Component) {
        let (at, pays) = match &component.payout {
            Payout::Flat(_) | Payout::Rules(_) => (None, true),
            Payout::Table(table, _) => {
                let divided = table.divides_credit() && !table.index.is_own_sum();
                let pays = matches!(table.value, TierValue::Rate | TierValue::Multiplier);
                (divided.then(|| format!("{}/rate_table/mode", component.pointer)), pays)
            }
            Payout::Curve(curve, _) => (None, curve.apply == CurveApply::RateOnBase),
        };
        if let Some(at) = at {
            let message = "credit cannot be divided at the bounds of an index that it does not add up to";
            self.report.push(Problem::new(Code::CommissionModeMismatch, at, message));
        }
        if component.pays_on.is_some() && !pays {
            let message = "sums, shares and amounts per unit say themselves what they pay on";
            let at = pointer::join(&component.pointer, "pays_on");
            self.report.push(Problem::new(Code::CommissionPaysOnUnused, at, message));
        }
    }

    fn attainment_rounding(&mut self, component: &Component) {
        let looked_up = component.payout.index() == Some(Index::Attainment);
        let marginal = matches!(&component.payout, Payout::Table(table, _) if table.mode == TierMode::Marginal && !table.is_lump());
        if component.attainment_rounding.is_some() && (!looked_up || marginal) {
            let message = "credit is divided at the exact bounds of the tiers, and no attainment is looked up";
            let at = format!("{}/quota/attainment_rounding", component.pointer);
            self.report.push(Problem::new(Code::CommissionAttainmentRoundingUnused, at, message));
        }
    }
}
