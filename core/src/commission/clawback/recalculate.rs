//! Recalculations: periods again, without the refunded part of a sale, line by line against what they were.

use std::collections::{BTreeMap, BTreeSet};

use super::originals::Originals;
use super::refunds::Refund;
use super::removed::{Removed, add};
use super::stage::Clawed;
use crate::commission::calculate::{Again, Inputs};
use crate::commission::credit::credits::days;
use crate::commission::engine::population::run;
use crate::commission::model::Plan;
use crate::commission::output::results::Results;
use crate::commission::params::CalculateParams;
use crate::commission::periods::slices;
use crate::commission::stages::Kind;
use crate::commission::workings::Workings;
use crate::number::{Decimal, Exact};
use crate::problem::Problems;
use crate::sorted;
use crate::table::BadRecords;
use crate::time::{Date, Period, PeriodInput, PeriodUnit};

/// What a line is known by in every calculation: its component's lineage, its day, what it is, of which
/// transaction row, and whose line it is a part of.
type Key = (usize, i32, u32, u32, u32);

/// By payee and first day of a period: the component and the minor units of each line.
type Lines = BTreeMap<(u32, i32), BTreeMap<Key, (usize, i128)>>;

/// Which payees are to be calculated again, by first day of the period.
type Wanted = BTreeMap<i32, (Period, BTreeSet<u32>)>;

/// A refund on its way: who earned on its sale, and the periods that it bears on.
struct Step<'r> {
    day: i32,
    refund: &'r Refund,
    payees: BTreeSet<u32>,
    periods: Vec<Period>,
    /// Refunds of one round have no payee in common; those of a payee follow each other.
    round: usize,
}

/// The call that is calculated again, and what cannot be used in it.
struct Call<'c> {
    plan: &'c Plan,
    params: &'c CalculateParams,
    inputs: &'c Inputs,
    workings: &'c Workings,
    bad: &'c mut BadRecords,
}

impl Plan {
    /// What the recalculating refunds of a call's days take back, by payee: one after the other, each against
    /// what the one before has left.
    pub(super) fn recalculations(
        &self,
        params: &CalculateParams,
        inputs: &Inputs,
        workings: &Workings,
        bad: &mut BadRecords,
    ) -> Result<BTreeMap<u32, Vec<Clawed>>, Problems> {
        let mut taken: BTreeMap<u32, Vec<Clawed>> = BTreeMap::new();
        let steps = self.steps(workings, bad);
        if steps.is_empty() {
            return Ok(taken);
        }
        let mut call = Call { plan: self, params, inputs, workings, bad };
        let mut removed = workings.refunds.removed.clone();
        let mut lines = call.again(&removed, wanted(&steps, None))?;
        for round in 0..=steps.iter().map(|step| step.round).max().unwrap_or(0) {
            let due = || steps.iter().filter(|step| step.round == round);
            due().for_each(|step| add(&mut removed, step.refund.sale, &step.refund.share));
            let after = call.again(&removed, wanted(&steps, Some(round)))?;
            for step in due() {
                for &payee in &step.payees {
                    let found = step.differences(payee, &lines, &after, workings);
                    if !found.is_empty() {
                        taken.entry(payee).or_default().extend(found);
                    }
                }
            }
            lines.extend(after);
        }
        Ok(taken)
    }

    /// The recalculating refunds of the call's days whose sale can be used, in processing order.
    fn steps<'w>(&self, workings: &'w Workings, bad: &BadRecords) -> Vec<Step<'w>> {
        let (table, asked) = (workings.transactions.table(), workings.period);
        let all = workings.refunds.recalculating(self, table).into_iter();
        let due: Vec<_> = all.filter(|(day, _)| (asked.from().days()..asked.to().days()).contains(day)).collect();
        if due.is_empty() {
            return Vec::new();
        }
        let set_aside =
            sorted::set(bad.records().iter().filter(|record| record.table == "transactions").map(|record| record.row));
        let mut payees: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
        for (credit, row) in workings.credits.row.iter().enumerate() {
            if workings.refunds.is_sale(*row as usize) {
                payees.entry(*row as usize).or_default().insert(workings.credits.payee(credit));
            }
        }
        let mut rounds: BTreeMap<u32, usize> = BTreeMap::new();
        let mut steps = Vec::new();
        for (day, refund) in due {
            let credited = payees.get(&refund.sale).filter(|_| !set_aside.contains(&refund.sale)).cloned();
            // What one earns others may have a part of.
            let credited = if self.is_shared() { credited.map(|_| workings.roster.everyone()) } else { credited };
            let (Some(payees), Some((first, until))) = (credited, self.bears_on(workings, refund.sale)) else {
                continue;
            };
            let round = payees.iter().filter_map(|payee| rounds.get(payee).copied()).max().unwrap_or(0);
            rounds.extend(payees.iter().map(|payee| (*payee, round + 1)));
            steps.push(Step { day, refund, payees, periods: self.periods_since(asked, first, until), round });
        }
        steps
    }

    /// The first day of a sale, and the first day of which no line can depend on it.
    pub(super) fn bears_on(&self, workings: &Workings, sale: usize) -> Option<(Date, Date)> {
        let table = workings.transactions.table();
        let mut found: Option<(Date, Date)> = None;
        for component in &self.components {
            let day = days(table, component.date).and_then(|cells| cells.get(sale));
            let Some(day) = day.and_then(|day| Date::from_days(day).ok()) else { continue };
            let unit =
                slices::unit(component.period).map(|unit| if self.is_staged() { PeriodUnit::Year } else { unit });
            let until = unit.and_then(|unit| self.calendar.period_of(unit, day).ok()).map_or(Date::MAX, Period::to);
            found = Some(found.map_or((day, until), |(first, last)| (first.min(day), last.max(until))));
        }
        found
    }

    /// The periods from a day on up to the call's own and before another day: of the call's own kind, so that
    /// lines are as they were rounded then. Where the call's is none of the calendar the rest of the years
    /// before it is one period.
    pub(super) fn periods_since(&self, asked: Period, first: Date, until: Date) -> Vec<Period> {
        let Some(unit) = self.unit_of(asked) else {
            let start = self.calendar.period_of(PeriodUnit::Year, first).map_or(first, Period::from);
            let before = Period::new(start.min(asked.from()), asked.from()).ok();
            return before.into_iter().chain([asked]).collect();
        };
        let mut periods = Vec::new();
        let mut day = first;
        while day < until.min(asked.to()) {
            let Ok(period) = self.calendar.period_of(unit, day) else { break };
            periods.push(period);
            day = period.to();
        }
        periods
    }

    /// The unit of the calendar that a period is one of.
    pub(super) fn unit_of(&self, period: Period) -> Option<PeriodUnit> {
        let units = [PeriodUnit::Month, PeriodUnit::Quarter, PeriodUnit::Half, PeriodUnit::Year];
        units.into_iter().find(|unit| self.calendar.period_of(*unit, period.from()) == Ok(period))
    }
}

/// The periods of all steps, or of a round.
fn wanted(steps: &[Step<'_>], round: Option<usize>) -> Wanted {
    let mut wanted = Wanted::new();
    for step in steps.iter().filter(|step| round.is_none_or(|round| step.round == round)) {
        for period in &step.periods {
            let (_, payees) = wanted.entry(period.from().days()).or_insert_with(|| (*period, BTreeSet::new()));
            payees.extend(&step.payees);
        }
    }
    wanted
}

impl Call<'_> {
    /// The lines of some payees in some periods, without what is removed.
    fn again(&mut self, removed: &Removed, wanted: Wanted) -> Result<Lines, Problems> {
        let mut lines = Lines::new();
        for (period, payees) in wanted.into_values() {
            let ends = PeriodInput::Ends { from: period.from(), to: period.to() };
            let params = CalculateParams { period: ends, ..self.params.clone() };
            for payee in &payees {
                lines.insert((*payee, period.from().days()), BTreeMap::new());
            }
            let mut own = BadRecords::new(self.bad.policy());
            let again = Again::of(payees, Some(removed.clone()));
            let (again, _) = self.plan.prepare(&params, self.inputs, Some(&again), &mut own)?;
            self.bad.take_new(&own);
            let results = run(&again, &Originals::default(), params.threads)?;
            self.collect(&again, &results, period, &mut lines);
        }
        Ok(lines)
    }

    fn collect(&self, again: &Workings, results: &Results, period: Period, lines: &mut Lines) {
        let found = &results.lines;
        for (line, amount) in found.amounts().iter().enumerate() {
            let column = |column: &[u32]| column.get(line).copied().unwrap_or(u32::MAX);
            let (row, component) = (column(&found.row), column(&found.component) as usize);
            let kind = found.kinds.get(line).copied().unwrap_or(0);
            let stays = Kind::BESIDE_CLAWBACKS.map(Kind::code).contains(&kind);
            if self.workings.refunds.is_linked(row as usize) && !stays {
                continue;
            }
            let (lineage, from) = (again.plan.part_lineage(component), column(&found.from));
            let day = found.effective_on.get(line).copied().unwrap_or_default();
            let of_payee = lines.entry((column(&found.payee), period.from().days())).or_default();
            of_payee.entry((lineage, day, kind, row, from)).or_insert((component, 0)).1 += amount;
        }
    }
}

impl Step<'_> {
    /// What each line of a payee comes to after the refund, less what it came to before; the lines of the
    /// sale also where that is nothing.
    fn differences(&self, payee: u32, before: &Lines, after: &Lines, workings: &Workings) -> Vec<Clawed> {
        let unit = Exact::from(Decimal::from_mantissa(1, workings.plan.rounding.scale).unwrap_or(Decimal::ONE));
        let worth = |units: i128| Exact::from(units).mul(&unit);
        let mut found = Vec::new();
        let nothing = BTreeMap::new();
        for period in &self.periods {
            let at = (payee, period.from().days());
            let (old, new) = (before.get(&at).unwrap_or(&nothing), after.get(&at).unwrap_or(&nothing));
            let keys = sorted::set(old.keys().chain(new.keys()));
            for key in keys {
                let Some((component, _)) = old.get(key).or_else(|| new.get(key)) else { continue };
                let units = |lines: &BTreeMap<Key, (usize, i128)>| lines.get(key).map_or(0, |(_, units)| *units);
                let (_, sold, _, row, from) = *key;
                let amount = units(new) - units(old);
                if amount == 0 && row as usize != self.refund.sale {
                    continue;
                }
                found.push(Clawed {
                    line: 0,
                    component: *component,
                    from,
                    refund: self.refund.clone(),
                    source: row,
                    day: self.day,
                    sold,
                    earned: worth(units(old)),
                    basis: worth(units(old)),
                    share: self.refund.share.clone(),
                    factor: Exact::ONE,
                    left: Some(worth(units(new))),
                    exact: worth(amount),
                    amount,
                });
            }
        }
        found
    }
}
