//! The check of overrides.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::check::Check;
use super::{Component, Plan, Team};
use crate::commission::document::{DateBasis, MeasurePeriod, OverrideBasis, OverrideDocument, SplitStage};
use crate::number::Exact;
use crate::problem::{Code, Problem, pointer};
use crate::rule::Rule;
use crate::table::declared::TRANSACTIONS;
use crate::time::PeriodUnit;

/// What is paid to those above whoever earned.
#[derive(Debug, Clone)]
pub(crate) struct Override {
    pub(crate) id: String,
    pub(crate) basis: OverrideBasis,
    pub(crate) rate: OverrideRate,
    /// How many levels up.
    pub(crate) levels: u32,
    pub(crate) compress: bool,
    /// By component of the plan: whether its lines count.
    pub(crate) components: Vec<bool>,
    pub(crate) eligible: Option<Rule>,
    /// The date of all of its components.
    pub(crate) date: DateBasis,
    pub(crate) unit: PeriodUnit,
    pub(crate) threshold: Exact,
    pub(crate) includes_overrides: bool,
    pub(crate) includes_earnings: bool,
    pub(crate) pointer: String,
}

/// Where the rate of an override comes from.
#[derive(Debug, Clone)]
pub(crate) enum OverrideRate {
    One(Exact),
    ByLevel(Vec<Exact>),
    /// Everybody's own.
    Own,
}

impl Check {
    /// The overrides of a plan; `ids` are those of its components, sound or not.
    pub(super) fn overrides(
        &mut self,
        documents: Vec<OverrideDocument>,
        ids: &[String],
        components: &[Component],
    ) -> Vec<Override> {
        let mut taken: Vec<(String, String)> = Vec::new();
        let mut overrides = Vec::new();
        for (position, document) in documents.into_iter().enumerate() {
            let at = pointer::at("/overrides", position);
            let own = pointer::join(&at, "id");
            let other = taken.iter().find(|(id, _)| *id == document.id).map(|(_, at)| at.clone());
            let pooled = || self.teams.iter().any(|team| team.id == document.id);
            let known = || pooled() || components.iter().any(|component| component.id == document.id);
            if other.is_some() || ids.contains(&document.id) || known() {
                let message = format!("`{}` is the id of a component or of another override", document.id);
                let problem = Problem::new(Code::CommissionDuplicateComponent, &own, message);
                let problem = problem.with("component_id", document.id.clone());
                self.report.push(other.into_iter().fold(problem, Problem::related));
            }
            taken.push((document.id.clone(), own));
            overrides.extend(self.one_override(document, at, ids, components));
        }
        overrides
    }

    fn one_override(
        &mut self,
        document: OverrideDocument,
        at: String,
        ids: &[String],
        components: &[Component],
    ) -> Option<Override> {
        let named = document.components.iter().flatten().enumerate();
        for (position, id) in named.filter(|(_, id)| !ids.contains(id)) {
            let at = pointer::at(&pointer::join(&at, "components"), position);
            let problem = Problem::new(Code::CommissionOverrideComponent, at, format!("there is no component `{id}`"));
            self.report.push(problem.with("component_id", id.clone()));
        }
        self.used_keys(&document, &at);
        let rate = self.override_rate(&document, &at);
        let by_level = document.rates.as_ref().and_then(|rates| u32::try_from(rates.len()).ok());
        let levels = by_level.or_else(|| document.levels.map(std::num::NonZeroU32::get));
        if let (Some(rate), Some(most)) = (&rate, &document.max_total) {
            self.fund(&document, rate, levels, most.exact(), &at);
        }
        let eligible = document.eligible.as_ref().and_then(|rule| {
            let declared = |column: &str| TRANSACTIONS.column(column).map(|column| column.kind);
            Rule::check(rule, &pointer::join(&at, "eligible"), &declared, &mut self.report)
        });
        // Bonuses come after what is handed on.
        let takes = |component: &Component| {
            component.bonus.is_none() && document.components.as_ref().is_none_or(|own| own.contains(&component.id))
        };
        let mut own = components.iter().filter(|component| takes(component));
        let first = own.next()?;
        if let Some(other) = own.find(|other| other.date != first.date) {
            let message = format!("`{}` and `{}` are measured by different dates", first.id, other.id);
            self.report.push(Problem::new(Code::CommissionOverrideDates, &at, message));
        }
        let unit = document.period.or(match first.period {
            MeasurePeriod::Month => Some(PeriodUnit::Month),
            MeasurePeriod::Quarter => Some(PeriodUnit::Quarter),
            MeasurePeriod::Half => Some(PeriodUnit::Half),
            MeasurePeriod::Year => Some(PeriodUnit::Year),
            MeasurePeriod::Quota => None,
        });
        if unit.is_none() {
            let message = format!("`{}` is measured over the span of each quota", first.id);
            self.report.push(Problem::new(Code::CommissionOverridePeriod, &at, message));
        }
        Some(Override {
            components: components.iter().map(takes).collect(),
            date: first.date,
            basis: document.basis,
            rate: rate?,
            levels: levels.unwrap_or(u32::MAX),
            compress: document.compress,
            eligible,
            unit: unit?,
            threshold: document.threshold.map_or(Exact::ZERO, Exact::from),
            includes_overrides: document.includes_overrides.unwrap_or(document.basis == OverrideBasis::Commission),
            includes_earnings: document.includes_earnings.unwrap_or(true),
            id: document.id,
            pointer: at,
        })
    }

    fn override_rate(&mut self, document: &OverrideDocument, at: &str) -> Option<OverrideRate> {
        let rate = match (&document.rate, &document.rates, document.own_rate) {
            (Some(rate), None, false) => OverrideRate::One(rate.exact().clone()),
            (None, Some(rates), false) => {
                OverrideRate::ByLevel(rates.iter().map(|rate| rate.exact().clone()).collect())
            }
            (None, None, true) => OverrideRate::Own,
            _ => {
                let message = "an override has one of `rate`, `rates` and `own_rate`";
                self.report.push(Problem::new(Code::CommissionOverrideRate, at, message));
                return None;
            }
        };
        let below_zero = |rate: &&Exact| rate.is_negative();
        let negative = match &rate {
            OverrideRate::One(rate) => Some(rate).filter(below_zero).map(|rate| (rate, pointer::join(at, "rate"))),
            OverrideRate::ByLevel(rates) => {
                let found = rates.iter().enumerate().find(|(_, rate)| rate.is_negative());
                found.map(|(level, rate)| (rate, pointer::at(&pointer::join(at, "rates"), level)))
            }
            OverrideRate::Own => None,
        };
        if let Some((rate, at)) = negative {
            let message = format!("the rate {rate} is below zero");
            self.report.push(Problem::new(Code::CommissionOverrideRate, at, message));
        }
        Some(rate)
    }

    /// What all levels come to together, against the most that the plan gives them.
    fn fund(&mut self, document: &OverrideDocument, rate: &OverrideRate, levels: Option<u32>, most: &Exact, at: &str) {
        // What a level gets by a differential is taken off the next.
        let differential = document.basis == OverrideBasis::Differential;
        let all = match (rate, levels) {
            (OverrideRate::One(rate), _) if differential => rate.clone(),
            (OverrideRate::One(rate), Some(levels)) => rate.mul(&Exact::from(i128::from(levels))),
            (OverrideRate::ByLevel(rates), _) => rates
                .iter()
                .fold(Exact::ZERO, |sum, rate| if differential { sum.max(rate.clone()) } else { sum.add(rate) }),
            (OverrideRate::One(_) | OverrideRate::Own, _) => return,
        };
        if all > *most {
            let message = format!("the levels come to {all} together, which is more than {most}");
            let problem = Problem::new(Code::CommissionOverrideFund, pointer::join(at, "max_total"), message);
            self.report.push(problem.with("sum", all.to_string()));
        }
    }

    /// Keys that the basis or the rate has no use for, and the threshold that it cannot do without.
    fn used_keys(&mut self, document: &OverrideDocument, at: &str) {
        let basis = document.basis;
        let endless = document.rates.is_none() && document.levels.is_none() && basis != OverrideBasis::Differential;
        let unused = [
            ("threshold", document.threshold.is_some() && basis != OverrideBasis::Excess),
            ("includes_overrides", document.includes_overrides.is_some() && basis != OverrideBasis::Commission),
            ("includes_earnings", document.includes_earnings.is_some() && basis != OverrideBasis::Differential),
            ("levels", document.levels.is_some() && document.rates.is_some()),
            ("max_total", document.max_total.is_some() && (document.own_rate || endless)),
        ];
        for (key, _) in unused.iter().filter(|(_, unused)| *unused) {
            let message = match *key {
                "levels" => "there are as many levels as rates".to_owned(),
                "max_total" => "what the levels come to is not known to the plan".to_owned(),
                key => format!("an override of this basis has no use for `{key}`"),
            };
            self.report.push(Problem::new(Code::CommissionOverrideUnused, pointer::join(at, key), message));
        }
        let negative = document.threshold.as_ref().is_some_and(|threshold| threshold.exact().is_negative());
        if basis == OverrideBasis::Excess && (document.threshold.is_none() || negative) {
            let message = "nothing says above which credit it pays";
            let message = if negative { "the threshold is below zero" } else { message };
            self.report.push(Problem::new(Code::CommissionOverrideThreshold, pointer::join(at, "threshold"), message));
        }
    }
}

impl Plan {
    /// Whether what one payee earns is paid to others too: then all payees are calculated together.
    pub(crate) fn is_shared(&self) -> bool {
        self.split_stage == SplitStage::Payout || !self.overrides.is_empty()
    }

    /// How many parts there are whose lines bear a number: components, then overrides, then bonuses of teams.
    pub(crate) fn parts(&self) -> usize {
        self.team_part(self.teams.len())
    }

    /// The number of a team bonus among all parts.
    pub(crate) fn team_part(&self, team: usize) -> usize {
        self.components.len().saturating_add(self.overrides.len()).saturating_add(team)
    }

    /// The id of a part.
    pub(crate) fn part_id(&self, part: usize) -> &str {
        let component = self.components.get(part).map(|component| &component.id);
        let overriding = || self.overriding(part).map(|one| &one.id);
        component.or_else(overriding).or_else(|| Some(&self.pooling(part)?.id)).map_or("", String::as_str)
    }

    /// Where the plan says what a part pays.
    pub(crate) fn part_pointer(&self, part: usize) -> &str {
        let component = self.components.get(part).map(|component| &component.pointer);
        let overriding = || self.overriding(part).map(|one| &one.pointer);
        component.or_else(overriding).or_else(|| Some(&self.pooling(part)?.pointer)).map_or("", String::as_str)
    }

    /// The date that counts for a component or an override.
    pub(crate) fn part_date(&self, part: usize) -> Option<DateBasis> {
        let component = self.components.get(part).map(|component| component.date);
        component.or_else(|| self.overriding(part).map(|one| one.date))
    }

    /// The same number for all versions of a component; the other parts come after all components.
    pub(crate) fn part_lineage(&self, part: usize) -> usize {
        self.components.get(part).map_or(part, |component| component.lineage)
    }

    fn overriding(&self, part: usize) -> Option<&Override> {
        self.overrides.get(part.checked_sub(self.components.len())?)
    }

    fn pooling(&self, part: usize) -> Option<&Team> {
        self.teams.get(part.checked_sub(self.team_part(0))?)
    }
}
