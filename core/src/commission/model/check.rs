//! The check of a plan as a whole: every problem of meaning is collected.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use std::collections::BTreeMap;

use super::super::clawback::ClawbackPolicy;
use super::super::release::ReleaseSchedule;
use super::{Plan, Team};
use crate::commission::document::{Accumulate, ComponentDocument, DateBasis, MeasurePeriod, PlanDocument};
use crate::commission::periods::proration::Proration;
use crate::commission::periods::ramp::Ramp;
use crate::commission::periods::roster::days_of;
use crate::number::{Decimal, Exact};
use crate::problem::{Code, Problem, Problems, Report, shape};

/// Collects what is wrong with a plan. Each part of the document is checked in its own file.
#[derive(Default)]
pub(super) struct Check {
    pub(super) report: Report,
    /// The measures of the version that is checked, by component.
    pub(super) measures: Vec<Measure>,
    /// The weights of bonuses, which are of the plan's.
    pub(super) bonus_weights: Vec<Exact>,
    /// The bonuses of teams.
    pub(super) teams: Vec<Team>,
}

/// What other components need to know of a measure.
pub(super) struct Measure {
    /// What names the component in the plan.
    pub(super) key: usize,
    pub(super) component: String,
    pub(super) id: String,
    pub(super) date: DateBasis,
    pub(super) period: MeasurePeriod,
    pub(super) accumulate: Accumulate,
    pub(super) has_quota: bool,
}

impl Measure {
    pub(super) fn of(key: usize, component: &ComponentDocument) -> Self {
        let measure = &component.measure;
        Self {
            key,
            component: component.id.clone(),
            id: measure.id.clone().unwrap_or_else(|| component.id.clone()),
            date: measure.date,
            period: measure.period,
            accumulate: measure.accumulate,
            has_quota: component.quota.is_some(),
        }
    }
}

impl Check {
    pub(super) fn plan(mut self, document: PlanDocument) -> Result<(Plan, Vec<Problem>), Problems> {
        let zone = shape::time_zone(document.time_zone.as_deref(), &mut self.report);
        let rounding = self.rounding(document.rounding, document.currency);
        let stages = self.plan_stages(&document);
        let release = ReleaseSchedule::check(document.release, &mut self.report);
        let clawback = ClawbackPolicy::check(document.clawback, &mut self.report);
        let parts = document.components.iter();
        let parts = parts.chain(document.earlier_versions.iter().flat_map(|version| &version.components));
        let ids: Vec<String> = parts.map(|component| component.id.clone()).collect();
        let first = document.earlier_versions.iter().map(|version| version.effective.from).min();
        let last = document.earlier_versions.iter().map(|version| version.effective.to);
        let from = first.map_or(document.effective.from, |first| first.min(document.effective.from));
        // No end is later than any.
        let to = last.fold(document.effective.to, |to, other| to.zip(other).map(|(to, other)| to.max(other)));
        let weights = document.bonuses.iter().filter_map(|bonus| bonus.weight.as_ref());
        self.bonus_weights = weights.map(|weight| weight.exact().clone()).collect();
        let measures: Vec<Measure> = (0..).zip(&document.components).map(|(key, one)| Measure::of(key, one)).collect();
        let (mut components, versions) =
            self.versions(document.effective, document.components, document.earlier_versions, document.currency);
        release.check_rates(&components, &mut self.report);
        // Bonuses look at the components of the latest version.
        self.measures = measures;
        let days = from.days()..days_of(to, i32::MAX);
        self.bonuses(&document.bonuses, &mut components, &days);
        let plan = Plan {
            id: document.id,
            name: document.name,
            currency: document.currency,
            zone,
            calendar: document.calendar,
            from,
            to,
            rounding,
            fx: document.fx.map(|fx| self.fx(fx, document.currency)),
            max_total_credit: self.max_total_credit(document.max_total_credit),
            hierarchy: self.hierarchy(document.hierarchy, &components),
            proration: Proration::check(document.proration, &mut self.report),
            mid_period: document.mid_period,
            ramp: document.ramp.map(|ramp| Ramp::check(ramp, &mut self.report)),
            overrides: self.overrides(document.overrides, &ids, &components),
            teams: std::mem::take(&mut self.teams),
            split_stage: document.split_stage,
            components,
            stages,
            release,
            clawback,
            versions,
            document: [].into(),
        };
        self.report.finish().map(|warnings| (plan, warnings))
    }

    pub(super) fn ids(&mut self, components: &[ComponentDocument], root: &str) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (position, component) in components.iter().enumerate() {
            if let Some(first) = seen.insert(&component.id, position) {
                self.report.push(
                    Problem::new(
                        Code::CommissionDuplicateComponent,
                        format!("{root}/{position}/id"),
                        format!("`{}` is the id of two components", component.id),
                    )
                    .with("component_id", component.id.clone())
                    .related(format!("{root}/{first}/id")),
                );
            }
        }
    }

    pub(super) fn weights(&mut self, components: &[ComponentDocument], root: &str) {
        let mut total = self.bonus_weights.iter().fold(Exact::ZERO, |sum, weight| sum.add(weight));
        for (position, component) in components.iter().enumerate() {
            let Some(weight) = &component.weight else { continue };
            if weight.exact().is_negative() {
                let at = format!("{root}/{position}/weight");
                self.report.push(Problem::new(
                    Code::CommissionNegativeWeight,
                    at,
                    format!("the weight `{weight}` is negative"),
                ));
            }
            total = total.add(weight.exact());
        }
        let weighted = components.iter().filter(|component| component.weight.is_some()).count();
        if weighted.saturating_add(self.bonus_weights.len()) > 0 && total != Exact::from(Decimal::ONE) {
            self.report.push(
                Problem::new(Code::CommissionWeightsNotOne, root, format!("the weights sum to {total}, not to 1"))
                    .with("sum", total.to_string()),
            );
        }
    }
}
