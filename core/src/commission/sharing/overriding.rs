//! Overrides: what those above whoever earned are paid for it.
//!
//! Everything on one transaction goes up along the way of its day, from the bottom: whoever is reached has what
//! everyone below has been paid on it before them. The way has no circle, so this is an order of all that depends
//! on each other, whatever the days before looked like.

use std::collections::{BTreeMap, BTreeSet};

use super::base::Base;
use crate::commission::credit::superiors::Superior;
use crate::commission::document::OverrideBasis;
use crate::commission::model::Override;
use crate::commission::workings::Workings;
use crate::number::Exact;
use crate::problem::{Problem, shape};
use crate::time::Date;

/// What somebody is paid by an override on one transaction.
#[derive(Debug, Clone)]
pub(crate) struct Passed {
    /// The override, by its place in the plan.
    pub(super) rule: usize,
    /// The first day of the period over which it adds up.
    pub(super) window: i32,
    /// Whose line it is on, and how many levels below.
    pub(super) from: u32,
    pub(super) level: u32,
    pub(super) row: Option<usize>,
    /// Where the line is paid for its transaction later: how many refunds of that came before.
    pub(super) after: Option<u32>,
    pub(super) day: i32,
    /// Whether it is on what they got by overrides themselves.
    pub(super) on_overrides: bool,
    pub(super) rate: Exact,
    /// What the rate is on.
    pub(super) base: Exact,
    /// By a differential what was paid below; by an excess the credit of the period so far.
    pub(super) beside: Exact,
    pub(super) exact: Exact,
}

/// The overrides of a call, while they add up.
pub(super) struct Overriding<'w> {
    workings: &'w Workings,
    /// By whoever is paid, override and period: the credit below so far.
    running: BTreeMap<(u32, usize, i32), Exact>,
    /// By whoever is paid, in processing order.
    pub(super) passed: BTreeMap<u32, Vec<Passed>>,
    /// The rows of the reporting lines that earnings went up by.
    pub(super) climbed: BTreeSet<usize>,
}

/// Where a payment is worked out.
struct At<'a> {
    base: &'a Base,
    rule: usize,
    one: &'a Override,
    window: i32,
    above: Superior,
}

/// Somebody who was reached, with what they got by each override.
type Reached = (Superior, Vec<(usize, Exact)>);

impl<'w> Overriding<'w> {
    pub(super) fn new(workings: &'w Workings) -> Self {
        Self { workings, running: BTreeMap::new(), passed: BTreeMap::new(), climbed: BTreeSet::new() }
    }

    /// Takes one payee's part of a transaction up.
    pub(super) fn take_up(&mut self, base: &Base) -> Result<(), Problem> {
        let (workings, above) = (self.workings, &self.workings.above);
        let Some(way) = above.way(base.payee, base.day) else { return Ok(()) };
        self.climbed.extend(way.rows);
        let mut below: Vec<Reached> = Vec::new();
        for &above in way.managers.iter().filter(|above| workings.is_overriding(above.payee, base.day)) {
            let mut got = Vec::new();
            for (rule, one) in workings.plan.overrides.iter().enumerate() {
                if !workings.above.takes(rule, base.row) {
                    continue;
                }
                let at = At { base, rule, one, window: workings.window_of(one, base.day)?, above };
                self.on_line(&at, &below, &mut got);
                if one.includes_overrides {
                    self.on_overrides(&at, &below, &mut got);
                }
            }
            below.push((above, got));
        }
        Ok(())
    }

    /// What somebody gets on a line below.
    fn on_line(&mut self, at: &At<'_>, below: &[Reached], got: &mut Vec<(usize, Exact)>) {
        let At { base, one, above, .. } = at;
        let level = one.level(*above, None);
        let Some(rate) = self.workings.override_rate(one, level, above.payee, base.day) else { return };
        let credit = || base.credit(one).cloned().unwrap_or(Exact::ZERO);
        let nothing = Exact::ZERO;
        let (on, beside, exact) = match one.basis {
            OverrideBasis::Revenue => (credit(), nothing, credit().mul(&rate)),
            OverrideBasis::Commission => {
                let kept = base.kept(one);
                (kept.clone(), nothing, kept.mul(&rate))
            }
            OverrideBasis::Differential => {
                let credit = credit();
                let earned = if one.includes_earnings { base.earned(one) } else { nothing };
                let theirs = below.iter().flat_map(|(_, got)| got).filter(|(rule, _)| *rule == at.rule);
                let paid = theirs.fold(earned, |sum, (_, part)| sum.add(part));
                let rest = rest(&credit, &credit.mul(&rate), &paid);
                (credit, paid, rest)
            }
            OverrideBasis::Excess => {
                let credit = credit();
                let running = self.running.entry((above.payee, at.rule, at.window)).or_insert(Exact::ZERO);
                let before = std::mem::replace(running, running.add(&credit));
                let over = |measure: &Exact| measure.sub(&one.threshold).max(Exact::ZERO);
                let pays = over(running).sub(&over(&before));
                (credit, before, pays.mul(&rate))
            }
        };
        let passed = Passed {
            rule: at.rule,
            window: at.window,
            from: base.payee,
            level,
            row: base.row,
            after: base.after,
            day: base.day,
            on_overrides: false,
            rate,
            base: on,
            beside,
            exact,
        };
        self.pay(above.payee, passed, got);
    }

    /// What somebody gets on what others below got by overrides.
    fn on_overrides(&mut self, at: &At<'_>, below: &[Reached], got: &mut Vec<(usize, Exact)>) {
        let At { base, one, above, .. } = at;
        for (under, theirs) in below {
            let level = one.level(*above, Some(*under));
            let Some(rate) = self.workings.override_rate(one, level, above.payee, base.day) else { continue };
            let on = theirs.iter().fold(Exact::ZERO, |sum, (_, part)| sum.add(part));
            let passed = Passed {
                rule: at.rule,
                window: at.window,
                from: under.payee,
                level,
                row: base.row,
                after: base.after,
                day: base.day,
                on_overrides: true,
                exact: on.mul(&rate),
                rate,
                base: on,
                beside: Exact::ZERO,
            };
            self.pay(above.payee, passed, got);
        }
    }

    /// What comes to nothing is no line.
    fn pay(&mut self, payee: u32, passed: Passed, got: &mut Vec<(usize, Exact)>) {
        if !passed.exact.is_zero() {
            got.push((passed.rule, passed.exact.clone()));
            self.passed.entry(payee).or_default().push(passed);
        }
    }
}

/// What is left of somebody's own rate after what was paid below; the same for a credit and for its reverse.
fn rest(credit: &Exact, own: &Exact, paid: &Exact) -> Exact {
    let rest = own.sub(paid);
    if credit.is_zero() || rest.is_negative() != credit.is_negative() { Exact::ZERO } else { rest }
}

impl Workings {
    /// The first day of the period over which an override adds up.
    fn window_of(&self, one: &Override, day: i32) -> Result<i32, Problem> {
        let window = Date::from_days(day).and_then(|date| self.plan.calendar.period_of(one.unit, date));
        window.map(|window| window.from().days()).map_err(|error| shape::time_problem(&error, "/params/period"))
    }
}
