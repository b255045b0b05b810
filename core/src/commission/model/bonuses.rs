//! The check of bonuses: each becomes a component of its own kind, after those of the plan.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use std::ops::Range;

use super::check::Check;
use super::conditions::Condition;
use super::{BaseRate, Cap, Component, ComponentStages, Limit, Payout, Shaping};
use crate::commission::document::{
    Accumulate, Below, BonusDocument, BonusKind, Boundary, CreditBasis, CurveApply, CurveDocument, DateBasis,
    MeasurePeriod, PayoutDocument, QuotaParts, RollUp, SpiffPer, SubjectDocument, TierIndex, TierMode, TierValue,
};
use crate::commission::rates::curve::Curve;
use crate::commission::rates::index::Index;
use crate::commission::rates::modes::Modes;
use crate::commission::rates::tiers::RateTable;
use crate::number::{Exact, Ratio};
use crate::problem::{Code, Problem, pointer};
use crate::rule::Rule;
use crate::table::declared::TRANSACTIONS;
use crate::time::PeriodUnit;

/// What makes a component a bonus.
#[derive(Debug, Clone)]
pub(crate) struct Bonus {
    pub(crate) kind: BonusKind,
    /// The days of a spiff; the others have periods of the calendar.
    pub(crate) span: Option<Range<i32>>,
    /// For a unit or deal, for all objectives, or for the milestone; none where the target variable is paid.
    pub(crate) amount: Option<Exact>,
    pub(crate) when: Option<Condition>,
    pub(crate) prorated: bool,
    /// The part of the base salary that is paid for all objectives.
    pub(crate) salary_share: Option<Exact>,
    pub(crate) objectives: Vec<Objective>,
    /// The highest score.
    pub(crate) max: Exact,
    pub(crate) under_plan_cap: bool,
}

/// What is scored, and what its scores pay.
#[derive(Debug, Clone)]
pub(crate) struct Objective {
    pub(crate) subject: SubjectDocument,
    pub(crate) weight: Exact,
    /// The score itself where there is none.
    pub(crate) payout: Option<Curve>,
}

impl Objective {
    /// What a score pays, as a part of the objective.
    pub(crate) fn paid(&self, score: &Exact) -> Exact {
        self.payout.as_ref().map_or_else(|| score.clone(), |payout| payout.at(score))
    }
}

impl Bonus {
    /// Whether the payee's target variable is paid, or what is prorated as it is.
    pub(super) fn needs_target(&self) -> bool {
        self.kind == BonusKind::Mbo && self.amount.is_none() && self.salary_share.is_none()
    }

    /// The names of the flags that are scores.
    pub(crate) fn scores(&self) -> impl Iterator<Item = &str> {
        self.objectives.iter().filter_map(|objective| match &objective.subject {
            SubjectDocument::Flag(name) => Some(name.as_str()),
            _ => None,
        })
    }
}

impl BonusKind {
    /// The keys that a bonus of this kind has, and those that it may have besides.
    fn keys(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Spiff => (&["amount", "from", "to", "date", "per"], &["eligible", "most_count", "most_amount"]),
            Self::Mbo => (&["period", "objectives"], &["amount", "weight", "salary_share", "max", "when", "prorated"]),
            Self::Milestone => (&["amount", "period", "when"], &["prorated"]),
            Self::Team => {
                (&["period", "share_by"], &["amount", "rate", "base", "components", "when", "objectives", "prorated"])
            }
        }
    }
}

impl BonusDocument {
    /// The keys that it has, beside those of all kinds.
    fn given(&self) -> impl Iterator<Item = &'static str> {
        let keys = [
            ("amount", self.amount.is_some()),
            ("period", self.period.is_some()),
            ("when", self.when.is_some()),
            ("prorated", self.prorated),
            ("weight", self.weight.is_some()),
            ("salary_share", self.salary_share.is_some()),
            ("objectives", !self.objectives.is_empty()),
            ("max", self.max.is_some()),
            ("from", self.from.is_some()),
            ("to", self.to.is_some()),
            ("date", self.date.is_some()),
            ("eligible", self.eligible.is_some()),
            ("per", self.per.is_some()),
            ("most_count", self.most_count.is_some()),
            ("most_amount", self.most_amount.is_some()),
            ("rate", self.rate.is_some()),
            ("base", self.base.is_some()),
            ("components", self.components.is_some()),
            ("share_by", self.share_by.is_some()),
        ];
        keys.into_iter().filter(|(_, given)| *given).map(|(key, _)| key)
    }
}

impl Check {
    /// Adds the bonuses to the components of a plan, and those of teams to these. They are in force on all of its days.
    pub(super) fn bonuses(&mut self, documents: &[BonusDocument], components: &mut Vec<Component>, days: &Range<i32>) {
        let date = components.first().map_or(DateBasis::BookedOn, |component| component.date);
        for (position, document) in documents.iter().enumerate() {
            let at = pointer::at("/bonuses", position);
            let taken = components.iter().map(|other| (&other.id, &other.pointer));
            let teams = self.teams.iter().map(|other| (&other.id, &other.pointer));
            if let Some((_, other)) = taken.chain(teams).find(|(id, _)| **id == document.id) {
                let message = format!("`{}` is the id of a bonus and of something else", document.id);
                let problem = Problem::new(Code::CommissionDuplicateComponent, pointer::join(&at, "id"), message);
                let problem = problem.with("component_id", document.id.clone());
                self.report.push(problem.related(pointer::join(other, "id")));
            }
            if document.kind == BonusKind::Team {
                self.form(document, &at);
                let team = self.team(document, components, at);
                self.teams.extend(team);
                continue;
            }
            let lineage = components.iter().map(|other| other.lineage).max().map_or(0, |last| last.saturating_add(1));
            let (key, effective) = (components.len(), days.clone());
            let bonus = self.bonus(document, date, at);
            components.push(Component { key, lineage, effective, ..bonus });
        }
    }

    fn bonus(&mut self, document: &BonusDocument, date: DateBasis, at: String) -> Component {
        self.form(document, &at);
        let when = self.bonus_condition(document, &at);
        let eligible = document.eligible.as_ref().and_then(|rule| {
            let declared = |column: &str| TRANSACTIONS.column(column).map(|column| column.kind);
            Rule::check(rule, &pointer::join(&at, "eligible"), &declared, &mut self.report)
        });
        let exact = |value: &Option<Ratio>| value.as_ref().map(|value| value.exact().clone());
        let amount = exact(&document.amount);
        let spiff = document.kind == BonusKind::Spiff;
        let objectives = self.objectives(document, &at);
        let credit = match document.per {
            Some(SpiffPer::Unit) => CreditBasis::Units,
            Some(SpiffPer::Deal) => CreditBasis::Deals,
            None => CreditBasis::Amount,
        };
        let paid = amount.clone().filter(|_| spiff).unwrap_or(Exact::ZERO);
        let most = exact(&document.most_amount).map(|payment| {
            let pointer = pointer::join(&at, "most_amount");
            Cap::Payment(Limit { payment, period: None, carry: false, prorated: false, pointer })
        });
        let bonus = Bonus {
            kind: document.kind,
            span: document.from.zip(document.to).map(|(from, to)| from.days()..to.days()),
            amount,
            when,
            prorated: document.prorated,
            salary_share: exact(&document.salary_share),
            objectives,
            max: exact(&document.max).unwrap_or(Exact::ONE),
            under_plan_cap: document.under_plan_cap,
        };
        Component {
            key: 0,
            id: document.id.clone(),
            lineage: 0,
            effective: 0..0,
            weight: exact(&document.weight).unwrap_or(Exact::ONE),
            eligible,
            roll_up: RollUp::None,
            shaping: Shaping::default(),
            measure_id: document.id.clone(),
            credit,
            pays_on: spiff.then_some(credit),
            date: document.date.unwrap_or(date),
            period: measured(document.period),
            accumulate: Accumulate::Period,
            quota: None,
            quota_parts: QuotaParts::default(),
            attainment_rounding: None,
            is_looked_up: false,
            payout: match exact(&document.most_count) {
                Some(most) => Payout::Table(Box::new(first_of(paid, most)), None),
                None => Payout::Flat(BaseRate::Rate(paid)),
            },
            stages: ComponentStages { cap: most, ..ComponentStages::default() },
            bonus: Some(bonus),
            pointer: at,
        }
    }

    /// What has to hold in the period of a bonus.
    pub(super) fn bonus_condition(&mut self, document: &BonusDocument, at: &str) -> Option<Condition> {
        let when = document.when.as_ref()?;
        let own = matches!(when.subject, SubjectDocument::Attainment | SubjectDocument::Measure);
        let subject_at = pointer::join(&pointer::join(at, "when"), "subject");
        if own {
            let message = "a bonus has no measure of its own; name a component's";
            self.report.push(Problem::new(Code::CommissionSubjectUnknown, &subject_at, message));
        } else {
            self.looked_at((&document.id, None), &when.subject, document.period, &subject_at);
        }
        Some(Condition::of(&when.subject, when.op, &when.value))
    }

    pub(super) fn objectives(&mut self, document: &BonusDocument, at: &str) -> Vec<Objective> {
        let mut objectives = Vec::new();
        for (position, objective) in document.objectives.iter().enumerate() {
            let at = pointer::at(&pointer::join(at, "objectives"), position);
            let subject = match (&objective.score, &objective.attainment_of) {
                (Some(name), None) => SubjectDocument::Flag(name.clone()),
                (None, Some(other)) => SubjectDocument::AttainmentOf(other.clone()),
                _ => {
                    let message = "an objective has either a `score` or the component that it is the `attainment_of`";
                    self.report.push(Problem::new(Code::CommissionBonusForm, at, message));
                    continue;
                }
            };
            self.looked_at((&document.id, None), &subject, document.period, &pointer::join(&at, "attainment_of"));
            let payout = objective.payout.as_ref().and_then(|payout| {
                let PayoutDocument { points, below, above } = payout.clone();
                let (x, apply) = (TierIndex::Attainment, CurveApply::RateOnBase);
                let curve = CurveDocument { x, points, apply, below, above };
                Curve::check(&curve, Index::Attainment, &pointer::join(&at, "payout"), &mut self.report)
            });
            objectives.push(Objective { subject, weight: objective.weight.exact().clone(), payout });
        }
        objectives
    }

    /// A bonus has the keys of its kind, and values that make sense.
    fn form(&mut self, document: &BonusDocument, at: &str) {
        let (needs, may) = document.kind.keys();
        let given: Vec<&str> = document.given().collect();
        for key in given.iter().filter(|key| !needs.contains(key) && !may.contains(key)) {
            let message = "a bonus of this kind has no use for it";
            self.report.push(Problem::new(Code::CommissionBonusForm, pointer::join(at, key), message));
        }
        for key in needs.iter().filter(|key| !given.contains(key)) {
            let message = format!("a bonus of this kind needs `{key}`");
            self.report.push(Problem::new(Code::CommissionBonusForm, at, message).with("key", *key));
        }
        let bases = [&document.amount, &document.weight, &document.salary_share];
        if document.kind == BonusKind::Mbo && bases.iter().filter(|base| base.is_some()).count() != 1 {
            let message =
                "objectives pay an `amount`, a `weight` of the target variable, or a `salary_share`: one of them";
            self.report.push(Problem::new(Code::CommissionBonusForm, at, message));
        }
        if document.from.zip(document.to).is_some_and(|(from, to)| to <= from) {
            let message = "the bonus ends where it starts, or before";
            self.report.push(Problem::new(Code::TimeEmptyPeriod, pointer::join(at, "to"), message));
        }
        let negative = |value: &Ratio| value.exact().is_negative();
        let sums = [
            ("amount", &document.amount),
            ("rate", &document.rate),
            ("weight", &document.weight),
            ("salary_share", &document.salary_share),
            ("max", &document.max),
            ("most_amount", &document.most_amount),
        ];
        let mut wrong: Vec<String> = sums
            .iter()
            .filter(|(_, value)| value.as_ref().is_some_and(negative))
            .map(|(key, _)| (*key).to_owned())
            .collect();
        if document.most_count.as_ref().is_some_and(|most| negative(most) || most.exact().is_zero()) {
            wrong.push("most_count".to_owned());
        }
        let objectives = document.objectives.iter().enumerate();
        let weights = objectives.filter(|(_, objective)| negative(&objective.weight));
        wrong.extend(weights.map(|(position, _)| format!("objectives/{position}/weight")));
        for key in wrong {
            let message = "a bonus is not below zero, and counts to more than nothing";
            self.report.push(Problem::new(Code::CommissionBonusNegative, format!("{at}/{key}"), message));
        }
        let weights = document.objectives.iter().map(|objective| objective.weight.exact());
        let sum = weights.fold(Exact::ZERO, |sum, weight| sum.add(weight));
        if !document.objectives.is_empty() && sum != Exact::ONE {
            let message = format!("the weights of the objectives sum to {sum}, not to 1");
            let problem = Problem::new(Code::CommissionObjectiveWeights, pointer::join(at, "objectives"), message);
            self.report.push(problem.with("sum", sum.to_string()));
        }
    }
}

/// The measure period of a bonus; that of a spiff is its span.
fn measured(period: Option<PeriodUnit>) -> MeasurePeriod {
    match period {
        Some(PeriodUnit::Month) => MeasurePeriod::Month,
        Some(PeriodUnit::Quarter) => MeasurePeriod::Quarter,
        Some(PeriodUnit::Half) => MeasurePeriod::Half,
        Some(PeriodUnit::Year) | None => MeasurePeriod::Year,
    }
}

/// A sum for each of the first so many, and nothing for what comes after them.
fn first_of(amount: Exact, most: Exact) -> RateTable {
    RateTable {
        index: Index::Units,
        mode: TierMode::Marginal,
        value: TierValue::Rate,
        boundary: Boundary::LowerInclusive,
        below: Below::FirstTier,
        bounds: vec![Exact::ZERO, most],
        values: vec![amount, Exact::ZERO],
        across: None,
        columns: Vec::new(),
        end: None,
        modes: Modes::default(),
    }
}
