//! What refunded sales earned in periods that the call does not pay: those are calculated again.

use std::collections::{BTreeMap, BTreeSet};

use super::stage::Clawed;
use crate::commission::calculate::{Again, Inputs};
use crate::commission::credit::credits::{Credits, days};
use crate::commission::document::DateBasis;
use crate::commission::engine::population::run;
use crate::commission::model::Plan;
use crate::commission::output::results::Results;
use crate::commission::params::CalculateParams;
use crate::commission::workings::Workings;
use crate::number::Exact;
use crate::problem::Problems;
use crate::sorted;
use crate::table::BadRecords;
use crate::time::{Date, Period, PeriodInput, PeriodUnit};

/// What a sale earned on one line.
#[derive(Debug, Clone)]
pub(crate) struct Original {
    /// The position of the component in the plan, or after all of them of the override.
    pub(super) component: usize,
    /// Whose line it is a part of, or `u32::MAX`.
    pub(super) from: u32,
    /// The transaction row of the sale.
    pub(super) sale: usize,
    /// The day of the line, and that of the sale.
    pub(super) day: i32,
    pub(super) sold: i32,
    /// How many refunds of the sale came before the line, and the part of the sale that it pays for.
    pub(super) after: usize,
    pub(super) of: Exact,
    /// In minor units.
    pub(super) amount: i128,
    /// The rate times the credit, where the line has a rate.
    pub(super) at_rate: Option<Exact>,
}

/// The lines of refunded sales outside the period of the call, by payee, and what recalculations take back.
#[derive(Debug, Default)]
pub(crate) struct Originals {
    lines: BTreeMap<u32, Vec<Original>>,
    /// What recalculations take back.
    recalculated: BTreeMap<u32, Vec<Clawed>>,
}

impl Plan {
    /// Calculates the periods in which refunded sales were earned, where the call does not pay them itself.
    ///
    /// A period is of the call's own kind, a month where a month is paid: so lines are as they were rounded
    /// then. Where the call's period is none of the calendar it is the fiscal year.
    pub(crate) fn originals(
        &self,
        params: &CalculateParams,
        inputs: &Inputs,
        workings: &Workings,
        bad: &mut BadRecords,
    ) -> Result<Originals, Problems> {
        let mut originals = Originals::default();
        for (period, sales) in self.periods_of_originals(workings, bad) {
            let credited = workings.credits.payee.iter().zip(&workings.credits.row);
            let payees =
                sorted::set(credited.filter(|(_, row)| sales.contains(&(**row as usize))).map(|(payee, _)| *payee));
            if payees.is_empty() {
                continue;
            }
            // What was handed on was rounded among everything that others handed on.
            let payees = if self.is_shared() { workings.roster.everyone() } else { payees };
            let again = Again::of(payees, None);
            let ends = PeriodInput::Ends { from: period.from(), to: period.to() };
            let params = CalculateParams { period: ends, ..params.clone() };
            let mut own = BadRecords::new(bad.policy());
            let (again, _) = self.prepare(&params, inputs, Some(&again), &mut own)?;
            bad.take_new(&own);
            let results = run(&again, &Originals::default(), params.threads)?;
            // A period around the call finds only what is after it, where others find what is before.
            let first = if self.pays_later() && workings.period.from() < period.to() {
                workings.period.to()
            } else {
                period.from()
            };
            originals.collect(workings, &again, &results, (first, &sales));
        }
        originals.recalculated = self.recalculations(params, inputs, workings, bad)?;
        Ok(originals)
    }

    /// Whether something may be paid for a transaction later than on its own line.
    fn pays_later(&self) -> bool {
        self.components.iter().any(|component| component.stages.pay_later())
    }

    /// The periods outside the call's in which refunded sales count, with those sales. What is set aside counts
    /// in none.
    fn periods_of_originals(&self, workings: &Workings, bad: &BadRecords) -> Vec<(Period, BTreeSet<usize>)> {
        let (table, asked) = (workings.transactions.table(), workings.period);
        let set_aside =
            sorted::set(bad.records().iter().filter(|record| record.table == "transactions").map(|record| record.row));
        let unit = self.unit_of(asked).unwrap_or(PeriodUnit::Year);
        let mut bases: Vec<DateBasis> = self.components.iter().map(|component| component.date).collect();
        bases.dedup();
        let pays_later = self.pays_later();
        let mut found: BTreeMap<(Date, Date), (Period, BTreeSet<usize>)> = BTreeMap::new();
        let mut add = |period: Period, sale: usize| {
            found.entry((period.from(), period.to())).or_insert_with(|| (period, BTreeSet::new())).1.insert(sale);
        };
        for sale in workings.refunds.sales().filter(|sale| !set_aside.contains(sale)) {
            let due = |(day, _): &(i32, _)| asked.from().days() <= *day && *day < asked.to().days();
            let is_due = |basis: &DateBasis| workings.refunds.of(table, sale, *basis).iter().any(due);
            let any = bases.iter().any(is_due);
            // What is paid later is of every period from the sale to the call.
            if let (true, Some((first, until))) = (any && pays_later, self.bears_on(workings, sale)) {
                let before = self.periods_since(asked, first, until).into_iter().filter(|period| *period != asked);
                before.for_each(|period| add(period, sale));
            }
            // Under the cap of the plan a line of one date takes of a component of another.
            let all = self.stages.cap.is_some() && any;
            for &basis in &bases {
                if !all && !is_due(&basis) {
                    continue;
                }
                let day =
                    days(table, basis).and_then(|cells| cells.get(sale)).and_then(|day| Date::from_days(day).ok());
                let Some(day) = day.filter(|day| !asked.contains(*day)) else { continue };
                // Those before the call are among the others.
                if pays_later && day < asked.from() {
                    continue;
                }
                if let Ok(period) = self.calendar.period_of(unit, day) {
                    add(period, sale);
                }
            }
        }
        found.into_values().collect()
    }
}

impl Originals {
    /// Takes the lines of some sales from a day on that are not the call's own.
    fn collect(
        &mut self,
        call: &Workings,
        again: &Workings,
        results: &Results,
        (first, sales): (Date, &BTreeSet<usize>),
    ) {
        let asked = call.period.from().days()..call.period.to().days();
        for line in 0..results.lines.len() {
            let Some((payee, original)) = results.lines.original(line, again) else { continue };
            let is_meant = first.days() <= original.day && !asked.contains(&original.day);
            if sales.contains(&original.sale) && is_meant {
                self.lines.entry(payee).or_default().push(original);
            }
        }
    }

    /// Those of a payee.
    pub(super) fn of(&self, payee: u32) -> &[Original] {
        self.lines.get(&payee).map_or(&[], Vec::as_slice)
    }

    /// What recalculations take back of a payee.
    pub(super) fn recalculated(&self, payee: u32) -> &[Clawed] {
        self.recalculated.get(&payee).map_or(&[], Vec::as_slice)
    }

    /// Everyone who has a slice or a part of a pool, or gives something back, by the bytes of their ids.
    pub(crate) fn payees(&self, workings: &Workings) -> Vec<u32> {
        let mut payees = workings.roster.in_order();
        payees.retain(|payee| !workings.slices_of(*payee).1.is_empty());
        let all = self.lines.keys().chain(self.recalculated.keys()).copied().chain(workings.pools.payees());
        let others = sorted::set(all.filter(|payee| workings.slices_of(*payee).1.is_empty()));
        if !others.is_empty() {
            payees.extend(others);
            sorted::sort_by(&mut payees, |a, b| workings.roster.payees.word(*a).cmp(workings.roster.payees.word(*b)));
        }
        payees
    }
}

impl Credits {
    /// Only those of some payees.
    pub(crate) fn keep(&mut self, payees: &BTreeSet<u32>) {
        let all = std::mem::take(self);
        for credit in (0..all.len()).filter(|&credit| payees.contains(&all.payee(credit))) {
            let row = u32::try_from(all.row(credit)).unwrap_or(u32::MAX);
            self.push(all.payee(credit), row, all.share(credit), all.role(credit));
        }
    }
}
