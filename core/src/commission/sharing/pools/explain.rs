//! Why a share of a pool is what it is.

use super::brought::Looked;
use super::filled::{Part, Pool, Share};
use crate::commission::document::{ShareBy, TeamBase};
use crate::commission::engine::sink::{Figure, Reached};
use crate::commission::model::{Objective, PoolOf, Team};
use crate::commission::sharing::lines::Handing;
use crate::commission::stages::{Kind, shown};
use crate::commission::workings::Workings;
use crate::number::{Decimal, Exact};
use crate::problem::Problem;
use crate::time::Date;
use crate::trace::Node;

impl Part {
    /// The number of its bonus among all parts of the plan.
    pub(in crate::commission::sharing) fn number(self, workings: &Workings) -> usize {
        workings.pools.get(self).map_or(usize::MAX, |(pool, _)| workings.plan.team_part(pool.bonus))
    }

    /// In minor units.
    pub(in crate::commission::sharing) fn units(self, workings: &Workings) -> i128 {
        workings.pools.get(self).map_or(0, |(_, share)| share.units)
    }

    /// What it is of the rounded pool.
    pub(in crate::commission::sharing) fn exact(self, workings: &Workings) -> Exact {
        let own = workings.pools.get(self);
        own.map_or(Exact::ZERO, |(pool, share)| pool.exact_share(share, workings.plan.rounding.scale))
    }

    /// The cells of its line.
    pub(in crate::commission::sharing) fn cells(self, workings: &Workings) -> Result<Handing, Problem> {
        let own = workings.pools.get(self).map(|(pool, share)| (pool.day(), share.credit.clone()));
        let (day, credit) = own.unwrap_or((0, Exact::ZERO));
        Ok(Handing {
            kind: Kind::Team,
            row: None,
            after: None,
            from: u32::MAX,
            day,
            figures: vec![(Figure::CommissionCredit, shown(&credit, workings.credit_places)?)],
            reached: Reached::NOTHING,
            modified: shown(&self.exact(workings), workings.money_places)?,
        })
    }
}

impl Workings {
    pub(in crate::commission::sharing) fn explain_part(&self, part: Part) -> Node {
        let empty = || Node::new("team", "", "");
        let Some((pool, share)) = self.pools.get(part) else { return empty() };
        let Some(team) = self.plan.teams.get(pool.bonus) else { return empty() };
        let how = match team.share_by {
            _ if pool.is_even => "there is nothing to share by, so all members have the same",
            ShareBy::Headcount if team.prorated => "the payee's days in the team, against those of all members",
            ShareBy::Headcount => "an equal share for every member",
            ShareBy::Credit => "the payee's part of the team's credit",
            ShareBy::Weight if team.prorated => {
                "the payee's weight for the days in the team, against those of all members"
            }
            ShareBy::Weight => "the payee's weight, against those of all members",
        };
        let what =
            format!("what `{}` pays team {}: {how}; cents left over go to the largest remainders", team.id, pool.name);
        let mut node = Node::new("team", what, &team.pointer);
        for (name, day) in [("from", pool.window.start), ("to", pool.window.end)] {
            if let Ok(date) = Date::from_days(day) {
                node = node.input(name, date);
            }
        }
        let node = node.input("members", pool.shares.len()).input("weight", &share.weight);
        node.input("weights", &pool.weights).part(self.explain_pool(team, pool)).part(self.explain_shares(team, pool))
    }

    /// The pool, from what it is a part of.
    fn explain_pool(&self, team: &Team, pool: &Pool) -> Node {
        let failed = team.when.as_ref().zip(pool.judged.as_ref()).filter(|(_, (_, holds))| !holds);
        let what = match (&failed, &team.pool) {
            (Some((when, _)), _) => format!("nothing, as it is not so that the team's {}", when.words()),
            (None, PoolOf::Amount(_)) if team.objectives.is_empty() => "the sum for the team".to_owned(),
            (None, PoolOf::Amount(_)) => "the sum for the team times what its attainments pay".to_owned(),
            (None, PoolOf::Rate(..)) if team.objectives.is_empty() => "the rate times what the team brought".to_owned(),
            (None, PoolOf::Rate(..)) => {
                "the rate times what the team brought, times what its attainments pay".to_owned()
            }
        };
        let mut node = Node::new("pool", what, &team.pointer).input("base", &pool.base);
        if let PoolOf::Rate(rate, _) = &team.pool {
            node = node.input("rate", rate);
        }
        if !team.objectives.is_empty() {
            node = node.input("score", &pool.score);
        }
        let scale = self.plan.rounding.scale;
        let node = node.value(pool.exact.clone()).rounded_if(Decimal::from_mantissa(pool.units, scale).ok());
        let node = match (&team.when, &pool.judged) {
            (Some(when), Some((looked, holds))) => {
                let stands = if *holds { "holds" } else { "does not hold" };
                let what = format!("the team's {}: it {stands}", when.words());
                node.part(looked.node("condition", what, &format!("{}/when", team.pointer)))
            }
            _ => node,
        };
        let objectives = team.objectives.iter().zip(&pool.looked).enumerate().map(|(at, (objective, looked))| {
            let rule = format!("{}/objectives/{at}", team.pointer);
            objective.node(looked.node("objective", format!("the team's {}", looked.words), &rule), looked)
        });
        let node = node.parts(objectives);
        if matches!(team.pool, PoolOf::Amount(_)) { node } else { node.part(self.explain_base(team, pool)) }
    }

    /// What everybody brought.
    fn explain_base(&self, team: &Team, pool: &Pool) -> Node {
        let (what, own) = if team.is_of(TeamBase::Credit) {
            ("the commission credit of all members, less what refunds take back of it", "credit")
        } else {
            ("what all members earned, clawbacks included", "results")
        };
        let brought = |(who, value): (&str, &Exact)| Node::new(own, format!("{own} of {who}"), "").value(value.clone());
        let all = pool.shares.iter().map(|share| (self.roster.payees.word(share.payee), &share.base));
        let former = (!pool.former.is_zero()).then_some(("those who are no members any more", &pool.former));
        Node::new("brought", what, &team.pointer).value(pool.base.clone()).parts(all.chain(former).map(brought))
    }

    /// The shares of all members.
    fn explain_shares(&self, team: &Team, pool: &Pool) -> Node {
        let scale = self.plan.rounding.scale;
        let of = |share: &Share| {
            let who = self.roster.payees.word(share.payee);
            let node = Node::new("share", format!("the share of {who}"), "").input("weight", &share.weight);
            let exact = pool.exact_share(share, scale);
            node.value(exact).rounded_if(Decimal::from_mantissa(share.units, scale).ok())
        };
        let units = Decimal::from_mantissa(pool.units, scale).ok();
        let what = "the shares of all members add up to the pool";
        let node = Node::new("shares", what, &team.pointer).value(units.map_or(Exact::ZERO, Exact::from));
        node.rounded_if(units).parts(pool.shares.iter().map(of))
    }
}

impl Looked {
    fn node(&self, id: &'static str, what: String, rule: &str) -> Node {
        let node = Node::new(id, what, rule).input("measure", &self.measure);
        let node = self.quota.iter().fold(node, |node, quota| node.input("quota", quota));
        self.actual.iter().fold(node, |node, actual| node.value(actual.clone()))
    }
}

impl Objective {
    fn node(&self, node: Node, looked: &Looked) -> Node {
        let node = node.input("weight", &self.weight);
        looked.actual.iter().fold(node, |node, actual| node.input("payout", self.paid(actual)))
    }
}
