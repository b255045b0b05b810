//! The check of team bonuses: pools that the members of a team share.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::check::Check;
use super::conditions::Condition;
use super::{Component, Objective, Plan};
use crate::commission::document::{BonusDocument, ShareBy, SubjectDocument, TeamBase};
use crate::number::Exact;
use crate::problem::{Code, Problem, pointer};
use crate::time::PeriodUnit;

/// One pool a team and period.
#[derive(Debug, Clone)]
pub(crate) struct Team {
    pub(crate) id: String,
    pub(crate) unit: PeriodUnit,
    pub(crate) pool: PoolOf,
    /// The components whose credit or results are the team's; all of them where it says none.
    pub(crate) components: Option<Vec<String>>,
    pub(crate) when: Option<Condition>,
    /// The team's attainments that the pool depends on, and what these pay.
    pub(crate) objectives: Vec<Objective>,
    pub(crate) share_by: ShareBy,
    /// Whether days in the team count.
    pub(crate) prorated: bool,
    pub(crate) pointer: String,
}

/// What a pool is before objectives.
#[derive(Debug, Clone)]
pub(crate) enum PoolOf {
    Amount(Exact),
    /// A part of what all members brought.
    Rate(Exact, TeamBase),
}

impl Team {
    /// Whether what a component brings is the team's.
    pub(crate) fn counts(&self, component: &Component) -> bool {
        component.bonus.is_none() && self.components.as_ref().is_none_or(|own| own.contains(&component.id))
    }

    /// Whether the pool is a part of this.
    pub(crate) fn is_of(&self, base: TeamBase) -> bool {
        matches!(self.pool, PoolOf::Rate(_, own) if own == base)
    }

    /// Whether everybody's credit matters.
    pub(crate) fn needs_credit(&self) -> bool {
        self.share_by == ShareBy::Credit || self.is_of(TeamBase::Credit)
    }
}

impl Check {
    /// A team bonus, whose form was looked at as that of all bonuses.
    pub(super) fn team(&mut self, document: &BonusDocument, components: &[Component], at: String) -> Option<Team> {
        self.team_form(document, &at);
        let named = document.components.iter().flatten().enumerate();
        let known = |id: &str| components.iter().any(|component| component.bonus.is_none() && component.id == id);
        for (position, id) in named.filter(|(_, id)| !known(id)) {
            let at = pointer::at(&pointer::join(&at, "components"), position);
            let problem = Problem::new(Code::CommissionBonusComponent, at, format!("there is no component `{id}`"));
            self.report.push(problem.with("component_id", id.clone()));
        }
        let when = self.bonus_condition(document, &at);
        let objectives = self.objectives(document, &at);
        let pool = match (&document.amount, &document.rate, document.base) {
            (Some(amount), None, None) => PoolOf::Amount(amount.exact().clone()),
            (None, Some(rate), Some(base)) => PoolOf::Rate(rate.exact().clone(), base),
            _ => return None,
        };
        Some(Team {
            id: document.id.clone(),
            unit: document.period?,
            pool,
            components: document.components.clone(),
            when,
            objectives,
            share_by: document.share_by?,
            prorated: document.prorated,
            pointer: at,
        })
    }

    /// Keys that go together in a team bonus, and those that nothing uses.
    fn team_form(&mut self, document: &BonusDocument, at: &str) {
        let mut wrong = |at: String, message: &str| {
            self.report.push(Problem::new(Code::CommissionBonusForm, at, message));
        };
        let of_base = document.rate.is_some() && document.base.is_some() && document.amount.is_none();
        let of_amount = document.amount.is_some() && document.rate.is_none() && document.base.is_none();
        if !of_base && !of_amount {
            wrong(at.to_owned(), "a pool is an `amount`, or a `rate` of a `base`: one of them");
        }
        let by_credit = document.share_by == Some(ShareBy::Credit);
        let unused = "a bonus of this kind has no use for it";
        if document.components.is_some() && document.base.is_none() && !by_credit {
            wrong(pointer::join(at, "components"), "neither the pool nor its shares hang on components");
        }
        if document.components.as_ref().is_some_and(Vec::is_empty) {
            wrong(pointer::join(at, "components"), "it names no component");
        }
        if document.prorated && by_credit {
            wrong(pointer::join(at, "prorated"), "credit is of the days in the team already");
        }
        if document.under_plan_cap {
            wrong(pointer::join(at, "under_plan_cap"), unused);
        }
        if let Some(when) = &document.when
            && matches!(when.subject, SubjectDocument::Flag(_))
        {
            wrong(format!("{at}/when/subject"), "a team has no flags; name a component's measure or attainment");
        }
        for (position, objective) in document.objectives.iter().enumerate() {
            if objective.score.is_some() {
                wrong(format!("{at}/objectives/{position}/score"), "a team has no scores; name an attainment");
            }
        }
    }
}

impl Plan {
    /// Whether members of teams share pools: then what one payee earns may be paid to others too.
    pub(crate) fn is_pooled(&self) -> bool {
        !self.teams.is_empty()
    }

    /// Whether a pool is shared by fixed weights.
    pub(crate) fn shares_by_weight(&self) -> bool {
        self.teams.iter().any(|team| team.share_by == ShareBy::Weight)
    }
}
