//! A plan in words.

use std::ops::Range;

use super::document::{
    Accumulate, CreditBasis, HierarchyDocument, MeasurePeriod, Paths, QuotaParts, Reconcile, RollUp, RoundingLevel,
};
use super::model::{AttainmentRounding, BaseRate, Component, Fx, Payout, Plan};
use super::periods::ramp::Ramp;
use super::rates::describe_table::index_words;
use crate::time::Date;

impl Plan {
    /// The plan in words, a line for every part; those of a part are indented below it.
    ///
    /// ```
    /// let (plan, _) = quarterdeck::commission::Plan::load(br#"{
    ///     "schema": "quarterdeck/commission-plan@1", "id": "ae", "currency": "USD",
    ///     "effective": {"from": "2026-01-01"},
    ///     "components": [{"id": "new", "measure": {"date": "booked_on", "period": "quarter"}, "rate": "0.05"}]
    /// }"#).unwrap();
    /// assert_eq!(plan.describe(), [
    ///     "plan `ae` pays in USD, from 2026-01-01",
    ///     "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
    ///     "component `new` adds up the amount by `booked_on`, quarter by quarter",
    ///     "  it pays 0.05 for every unit of credit",
    /// ]);
    /// ```
    #[must_use]
    pub fn describe(&self) -> Vec<String> {
        let name = self.name.as_ref().map_or_else(String::new, |name| format!(" ({name})"));
        let until = self.to.map_or_else(String::new, |to| format!(" up to, not including, {to}"));
        let mut lines =
            vec![format!("plan `{}`{name} pays in {}, from {}{until}", self.id, self.currency.code(), self.from)];
        lines.push(self.rounding());
        lines.extend(self.fx.into_iter().flat_map(Fx::describe));
        lines.extend(self.credit());
        lines.extend(self.time());
        for days in self.versions.iter().rev() {
            if self.versions.len() > 1 {
                lines.push(in_force(days));
            }
            let components = || self.components.iter().filter(|one| one.bonus.is_none() && one.effective == *days);
            let weighted = components().count() > 1;
            lines.extend(components().flat_map(|component| self.component(component, weighted)));
        }
        lines.extend(self.stages.describe());
        lines.extend(self.describe_sharing());
        lines.extend(self.components.iter().filter_map(Component::describe_bonus).flatten());
        lines.extend(self.describe_teams());
        lines.extend(self.clawback.describe());
        lines.extend(self.release.describe());
        lines
    }

    /// What is said of credit, where it is not the usual.
    fn credit(&self) -> Vec<String> {
        let most = self.max_total_credit.as_ref();
        let most =
            most.map(|most| format!("direct and overlay credit of a transaction come to at most {most} times it"));
        most.into_iter().chain(self.hierarchy.map(HierarchyDocument::describe)).collect()
    }

    /// What is said of time, where it is not the usual.
    fn time(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.proration.describe().into_iter().collect();
        lines.extend(self.mid_period.describe().map(str::to_owned));
        lines.extend(self.ramp.iter().flat_map(Ramp::describe));
        lines
    }

    fn rounding(&self) -> String {
        let policy = self.rounding;
        let level = match policy.at {
            RoundingLevel::Line => "line",
            RoundingLevel::Component => "component",
            RoundingLevel::Payee => "payee",
        };
        let lines = match policy.reconcile {
            Reconcile::CumulativeDifference => ", lines as differences of rounded running totals",
            Reconcile::LargestRemainder => ", left-over units to the lines with the largest remainders",
            Reconcile::None => "",
        };
        format!("earnings are rounded {} to {} places by {level}{lines}", policy.mode.as_str(), policy.scale)
    }
}

/// The days of a version.
fn in_force(days: &Range<i32>) -> String {
    let date = |day: i32| Date::from_days(day).map_or_else(|_| day.to_string(), |date| date.to_string());
    let until = if days.end == i32::MAX { String::new() } else { format!(" up to, not including, {}", date(days.end)) };
    format!("from {}{until} it pays by", date(days.start))
}

impl Plan {
    fn component(&self, component: &Component, weighted: bool) -> Vec<String> {
        let mut lines = component.describe(weighted);
        let by = component.payout.index().map_or_else(String::new, |index| index_words(index, self, component));
        lines.extend(match &component.payout {
            Payout::Flat(base) => vec![format!("  it pays {} for every unit of credit", base.describe())],
            Payout::Rules(rates) => rates.describe(),
            Payout::Table(table, base) => table.describe(base.as_ref(), &by, self),
            Payout::Curve(curve, base) => curve.describe(base.as_ref(), &by),
        });
        lines.extend(component.stages.describe());
        if let Some(AttainmentRounding { scale, mode }) = component.attainment_rounding {
            lines.push(format!("  attainment is rounded {} to {scale} places before it is looked up", mode.as_str()));
        }
        lines
    }
}

impl Component {
    fn describe(&self, weighted: bool) -> Vec<String> {
        let what = basis_words(self.credit);
        let period = match (self.accumulate, self.period) {
            (Accumulate::Transaction, _) => "each transaction for itself",
            (_, MeasurePeriod::Month) => "month by month",
            (_, MeasurePeriod::Quarter) => "quarter by quarter",
            (_, MeasurePeriod::Half) => "half-year by half-year",
            (_, MeasurePeriod::Year) => "year by year",
            (_, MeasurePeriod::Quota) => "over the span of each quota",
        };
        let date = super::credit::credits::column(self.date);
        let mut lines = vec![format!("component `{}` adds up the {what} by `{date}`, {period}", self.id)];
        if let Some(rule) = &self.eligible {
            lines.push(format!("  only where {}", rule.describe()));
        }
        match self.roll_up {
            RollUp::None => {}
            RollUp::Only => lines.push("  it counts what was sold below its payees, not by them".to_owned()),
            RollUp::Included => lines.push("  it counts what was sold below its payees as well".to_owned()),
        }
        lines.extend(self.shaping.describe());
        if self.quota.is_some() && self.quota_parts == QuotaParts::Segments {
            lines.push("  a quota that changes within its period starts a segment".to_owned());
        }
        if weighted && self.needs_target() {
            lines.push(format!("  it carries {} of the target variable", self.weight));
        }
        if let Some(basis) = self.pays_on {
            lines.push(format!("  it pays on the {}", basis_words(basis)));
        }
        lines
    }
}

impl HierarchyDocument {
    fn describe(self) -> String {
        let levels = match self.levels.map(std::num::NonZeroU32::get) {
            None => "to the top".to_owned(),
            Some(1) => "one level up".to_owned(),
            Some(levels) => format!("{levels} levels up"),
        };
        let counted = if self.compress { ", of people on the plan" } else { "" };
        let paths = match self.paths {
            Paths::Maximum => "the largest share that reaches somebody",
            Paths::CappedSum => "the shares that reach somebody together, at most the whole",
        };
        let date = super::credit::credits::column(self.date);
        format!("credit rolls up by the reporting lines of `{date}`, {levels}{counted}: {paths}, once a transaction")
    }
}

fn basis_words(basis: CreditBasis) -> &'static str {
    match basis {
        CreditBasis::Amount => "amount",
        CreditBasis::Units => "units",
        CreditBasis::Deals => "deals",
        CreditBasis::GrossProfit => "gross profit (price less cost, times units; a loss as 0)",
        CreditBasis::GrossProfitOrLoss => "gross profit (price less cost, times units; losses too)",
    }
}

impl BaseRate {
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Rate(rate) => rate.to_string(),
            Self::TargetOverQuota => "the target variable over the quota".to_owned(),
        }
    }
}
