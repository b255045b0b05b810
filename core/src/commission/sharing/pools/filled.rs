//! Pools: what each team is paid, and what of it is whose.

use std::collections::BTreeMap;
use std::ops::Range;

use super::brought::{Brought, Looked};
use super::members::Member;
use crate::commission::document::{ShareBy, TeamBase};
use crate::commission::model::{Objective, PoolOf, Team};
use crate::commission::output::results::Results;
use crate::commission::workings::Workings;
use crate::number::{Decimal, Exact, largest_remainder};
use crate::problem::{Code, Problem, pointer, shape};
use crate::sorted;

/// What one team is paid for one period.
#[derive(Debug)]
pub(crate) struct Pool {
    /// The bonus, by its place among those of teams.
    pub(super) bonus: usize,
    /// The team.
    pub(super) name: String,
    pub(super) window: Range<i32>,
    /// What the condition looked at, and whether it holds.
    pub(super) judged: Option<(Looked, bool)>,
    /// By objective.
    pub(super) looked: Vec<Looked>,
    /// The amount, or what the rate is on: of all together, and of those who are no members any more.
    pub(super) base: Exact,
    pub(super) former: Exact,
    /// The weighted payouts of the objectives; 1 where there are none.
    pub(super) score: Exact,
    /// Before rounding, and in minor units.
    pub(super) exact: Exact,
    pub(super) units: i128,
    /// Whether there was nothing to share by, so that all have the same.
    pub(super) is_even: bool,
    /// The weights of all members together.
    pub(super) weights: Exact,
    pub(super) shares: Vec<Share>,
}

/// What of a pool is somebody's.
#[derive(Debug)]
pub(super) struct Share {
    pub(super) payee: u32,
    pub(super) weight: Exact,
    /// What the payee brought of what the pool is a part of.
    pub(super) base: Exact,
    /// The payee's credit, where it matters.
    pub(super) credit: Exact,
    pub(super) units: i128,
}

/// Somebody's share of a pool, by number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub(super) pool: usize,
    pub(super) share: usize,
}

/// The pools of a call.
#[derive(Debug, Default)]
pub(crate) struct Pools {
    pub(super) pools: Vec<Pool>,
    by_payee: BTreeMap<u32, Vec<Part>>,
}

impl Pools {
    /// Everyone who has a share.
    pub(crate) fn payees(&self) -> impl Iterator<Item = u32> {
        self.by_payee.keys().copied()
    }

    /// The pools in which somebody has a share, by bonus, period and team.
    pub(crate) fn of(&self, payee: u32) -> impl Iterator<Item = &Pool> {
        self.parts(payee).iter().filter_map(|part| self.pools.get(part.pool))
    }

    /// The shares of a payee, by bonus, period and team.
    pub(in crate::commission::sharing) fn parts(&self, payee: u32) -> &[Part] {
        self.by_payee.get(&payee).map_or(&[], Vec::as_slice)
    }

    pub(super) fn get(&self, part: Part) -> Option<(&Pool, &Share)> {
        let pool = self.pools.get(part.pool)?;
        Some((pool, pool.shares.get(part.share)?))
    }

    /// Puts the pools in order.
    pub(super) fn finish(&mut self) {
        sorted::sort_by(&mut self.pools, |a, b| {
            (a.bonus, a.window.start, &a.name).cmp(&(b.bonus, b.window.start, &b.name))
        });
        for (pool, own) in self.pools.iter().enumerate() {
            for (share, one) in own.shares.iter().enumerate() {
                self.by_payee.entry(one.payee).or_default().push(Part { pool, share });
            }
        }
    }
}

impl Pool {
    /// The number of its bonus.
    pub(crate) fn bonus(&self) -> usize {
        self.bonus
    }

    /// What the condition looked at.
    pub(crate) fn judged(&self) -> Option<&Looked> {
        self.judged.as_ref().map(|(looked, _)| looked)
    }

    /// By objective, what it looked at.
    pub(crate) fn looked(&self) -> &[Looked] {
        &self.looked
    }

    /// The last day of its period, on which it is paid.
    pub(super) fn day(&self) -> i32 {
        self.window.end - 1
    }

    /// What a share is of the rounded pool.
    pub(super) fn exact_share(&self, share: &Share, scale: u32) -> Exact {
        let pool = Decimal::from_mantissa(self.units, scale).map_or(Exact::ZERO, Exact::from);
        share.weight.checked_div(&self.weights).map_or(Exact::ZERO, |part| pool.mul(&part))
    }
}

/// What the pools of one period are filled from.
pub(super) struct Filling<'f> {
    pub(super) workings: &'f Workings,
    /// Knows the credit of sales that refunds of the period take back, where there are any.
    pub(super) past: Option<&'f Workings>,
    pub(super) results: Option<&'f Results>,
    pub(super) window: Range<i32>,
}

impl Filling<'_> {
    /// Fills the pools of a bonus, team by team.
    pub(super) fn fill(&self, number: usize, team: &Team, pools: &mut Pools) -> Result<(), Problem> {
        let credit = || self.workings.team_credit(team, &self.window, self.past);
        let credit = if team.needs_credit() { credit() } else { Brought::new() };
        let results = self.results.filter(|_| team.is_of(TeamBase::ComponentResult));
        let results = results.map(|results| self.workings.team_results(team, results)).unwrap_or_default();
        for (name, members) in self.workings.teams(&self.window) {
            pools.pools.push(self.pool((number, team), name, &members, (&credit, &results))?);
        }
        Ok(())
    }

    fn pool(
        &self,
        (bonus, team): (usize, &Team),
        name: String,
        members: &[Member],
        (credit, results): (&Brought<'_>, &Brought<'_>),
    ) -> Result<Pool, Problem> {
        let (workings, window) = (self.workings, &self.window);
        let of =
            |brought: &Brought<'_>, payee: u32| brought.get(&(name.as_str(), payee)).cloned().unwrap_or(Exact::ZERO);
        let judged = team.when.as_ref().map(|when| {
            let looked = workings.look_at(&when.subject, members, window);
            let holds = when.holds(looked.actual.as_ref());
            (looked, holds)
        });
        let look = |objective: &Objective| workings.look_at(&objective.subject, members, window);
        let looked: Vec<Looked> = team.objectives.iter().map(look).collect();
        let score = if looked.is_empty() { Exact::ONE } else { scored(team, &looked) };
        let (brought, rate) = match &team.pool {
            PoolOf::Amount(_) => (None, Exact::ONE),
            PoolOf::Rate(rate, TeamBase::Credit) => (Some(credit), rate.clone()),
            PoolOf::Rate(rate, TeamBase::ComponentResult) => (Some(results), rate.clone()),
        };
        let own = |payee| brought.map_or(Exact::ZERO, |brought| of(brought, payee));
        let base = match (&team.pool, brought) {
            (PoolOf::Amount(amount), _) => amount.clone(),
            (PoolOf::Rate(..), brought) => {
                let all = brought.into_iter().flatten().filter(|((team, _), _)| *team == name);
                all.fold(Exact::ZERO, |sum, (_, part)| sum.add(part))
            }
        };
        let mut shares: Vec<Share> = Vec::with_capacity(members.len());
        for member in members {
            let (payee, weight) = (member.payee, Exact::ZERO);
            shares.push(Share { payee, weight, base: own(payee), credit: of(credit, payee), units: 0 });
        }
        let former = shares
            .iter()
            .fold(if brought.is_some() { base.clone() } else { Exact::ZERO }, |rest, share| rest.sub(&share.base));
        let holds = judged.as_ref().is_none_or(|(_, holds)| *holds);
        let exact = if holds { base.mul(&rate).mul(&score) } else { Exact::ZERO };
        let policy = workings.plan.rounding;
        let at = pointer::table("lines", Some("amount"));
        let problem = |error| shape::number_problem(&error, &at);
        let units = exact.round_to_units(policy.scale, policy.mode).map_err(problem)?;
        let (weights, is_even) = self.weigh(team, members, &shares, units)?;
        let parts = largest_remainder(units, &weights, |place| place).map_err(problem)?;
        let all = weights.iter().fold(Exact::ZERO, |sum, weight| sum.add(weight));
        for ((share, weight), units) in shares.iter_mut().zip(weights).zip(parts) {
            (share.weight, share.units) = (weight, units);
        }
        let window = window.clone();
        Ok(Pool {
            bonus,
            name,
            window,
            judged,
            looked,
            base,
            former,
            score,
            exact,
            units,
            is_even,
            weights: all,
            shares,
        })
    }

    /// By member, what a pool of so many minor units is shared by, and whether that is the same for all because there
    /// is nothing else. Where days in the team are all none, whole weights count.
    fn weigh(
        &self,
        team: &Team,
        members: &[Member],
        shares: &[Share],
        units: i128,
    ) -> Result<(Vec<Exact>, bool), Problem> {
        let some = |weights: &Vec<Exact>| weights.iter().any(|weight| !weight.is_zero());
        let even = || vec![Exact::ONE; members.len()];
        if team.share_by == ShareBy::Credit {
            // A pool below zero is borne by those whose credit is.
            let own = |share: &Share| if units < 0 { share.credit.neg() } else { share.credit.clone() };
            let weights: Vec<Exact> = shares.iter().map(|share| own(share).max(Exact::ZERO)).collect();
            return Ok(if some(&weights) { (weights, false) } else { (even(), true) });
        }
        let weigh = |prorated| Some(self.workings.weights(team, members, &self.window, prorated)).filter(some);
        let weights = Some(()).filter(|()| team.prorated).and_then(|()| weigh(true)).or_else(|| weigh(false));
        match weights {
            Some(weights) => Ok((weights, false)),
            None if units == 0 => Ok((even(), true)),
            None => {
                let first = members.first().and_then(|member| member.seats.first());
                let (row, name) = first.map_or((0, ""), |place| (place.row, place.team()));
                let at = pointer::cell("assignments", row, "team_weight");
                let message = format!("the weights of all members of team `{name}` are zero");
                Err(Problem::new(Code::CommissionTeamWeightsZero, at, message).with("team_id", name))
            }
        }
    }
}

/// The weighted payouts of what the objectives looked at; nothing for an attainment that there is not.
fn scored(team: &Team, looked: &[Looked]) -> Exact {
    let parts = team.objectives.iter().zip(looked).filter_map(|(objective, looked)| {
        let actual = looked.actual.as_ref()?;
        Some(objective.paid(actual).mul(&objective.weight))
    });
    parts.fold(Exact::ZERO, |sum, part| sum.add(&part))
}
