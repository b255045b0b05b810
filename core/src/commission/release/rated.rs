//! The rate that is paid on what is released, where the plan does not lock that of booking.

use std::collections::BTreeMap;

use super::document::RateLock;
use crate::commission::document::{Accumulate, MeasurePeriod, TierMode};
use crate::commission::model::{Component, Payout, Plan};
use crate::commission::output::cells::{self, Row};
use crate::commission::periods::slices::unit;
use crate::number::Exact;
use crate::sorted;
use crate::table::Records;
use crate::time::{Date, Period};

impl Component {
    /// Whether its lines keep their rates: in other modes later lines re-rate earlier credit themselves, and a rate by
    /// rules or by a transaction's own size is not that of another transaction.
    pub(super) fn keeps_rates(&self) -> bool {
        let tiers = self.accumulate == Accumulate::Period;
        let kept = match &self.payout {
            Payout::Flat(_) => true,
            Payout::Table(table, _) => tiers && table.mode == TierMode::Marginal && !table.is_lump(),
            Payout::Rules(_) | Payout::Curve(..) => false,
        };
        kept && self.bonus.is_none() && self.period != MeasurePeriod::Quota
    }
}

/// The rates that payees have reached, by payee and component in the order of their lines; none where rates are locked.
#[derive(Debug, Default)]
pub(super) struct Rates<'r> {
    plan: Option<&'r Plan>,
    reached: BTreeMap<(&'r str, &'r str), Vec<(Date, Exact)>>,
}

/// What a line's rate pays, and the rates that its payee has reached.
#[derive(Debug, Clone)]
pub(super) struct Rated<'r> {
    plan: &'r Plan,
    component: &'r str,
    reached: &'r [(Date, Exact)],
    effective_on: Date,
    /// The rate of booking, and the credit that it pays on as far as stages left it.
    rate: Exact,
    credit: Exact,
}

/// Two rates and the credit between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Turned {
    pub(super) booked: Exact,
    pub(super) now: Exact,
    pub(super) credit: Exact,
}

impl Turned {
    /// What the later rate pays on the credit beyond the earlier one.
    pub(super) fn difference(&self) -> Exact {
        self.now.sub(&self.booked).mul(&self.credit)
    }
}

/// The lines that have a rate of their own; what takes back has none.
fn rated(row: &Row<'_>) -> Option<Exact> {
    if row.text("source_transaction_id").is_some() { None } else { row.exact("rate") }
}

/// The day, place and rate of a line.
type Line = (Date, Option<i64>, Exact);

impl<'r> Rates<'r> {
    pub(super) fn read(plan: &'r Plan, earnings: &'r Records) -> Self {
        if plan.release.rate_lock == RateLock::Booking {
            return Self::default();
        }
        let mut lines: BTreeMap<(&str, &str), Vec<Line>> = BTreeMap::new();
        for row in cells::good(earnings, "earnings", "payee_id") {
            if let (Some(component), Some(on), Some(rate)) =
                (row.text("component_id"), row.date("effective_on"), rated(&row))
            {
                lines.entry((row.id(), component)).or_default().push((on, row.integer("line_no"), rate));
            }
        }
        let in_order = |(name, mut lines): (_, Vec<Line>)| {
            sorted::sort_by_key(&mut lines, |(on, number, _)| (*on, *number));
            (name, lines.into_iter().map(|(on, _, rate)| (on, rate)).collect())
        };
        Self { plan: Some(plan), reached: lines.into_iter().map(in_order).collect() }
    }

    /// What is paid on an earning by its rate; nothing where that is as it was booked.
    pub(super) fn of<'e>(&'e self, row: &Row<'e>, effective_on: Date) -> Option<Rated<'e>> {
        let plan = self.plan?;
        let (component, rate) = (row.text("component_id")?, rated(row)?);
        let mut versions = plan.components.iter().filter(|one| one.id == component);
        let reached = self.reached.get(&(row.id(), component)).filter(|_| versions.any(Component::keeps_rates))?;
        let of = |column: &str| row.exact(column).unwrap_or(Exact::ZERO);
        let earned = of("at_rate").add(&of("true_up"));
        let modified = earned.add(&of("modified"));
        // Where nothing was earned there is no part of it, but all that stages left or nothing.
        let kept = modified.checked_div(&earned).unwrap_or(if modified.is_zero() { Exact::ONE } else { Exact::ZERO });
        let credit = of("commission_credit").mul(&kept);
        Some(Rated { plan, component, reached, effective_on, rate, credit })
    }
}

impl Rated<'_> {
    /// The rate of booking and that of a day; nothing where they are the same.
    pub(super) fn on(&self, day: Date) -> Option<Turned> {
        if day <= self.effective_on {
            return None;
        }
        let measure = self.measure(day)?;
        let until = self.reached.partition_point(|(on, _)| *on <= day);
        let (on, now) = self.reached.get(until.checked_sub(1)?)?;
        let differs = measure.contains(*on) && *now != self.rate;
        differs.then(|| Turned { booked: self.rate.clone(), now: now.clone(), credit: self.credit.clone() })
    }

    /// The component's measure period of a day, by the version in force.
    fn measure(&self, day: Date) -> Option<Period> {
        let in_force = |one: &&Component| one.id == self.component && one.effective.contains(&day.days());
        let component = self.plan.components.iter().find(in_force).filter(|component| component.keeps_rates())?;
        self.plan.calendar.period_of(unit(component.period)?, day).ok()
    }
}
