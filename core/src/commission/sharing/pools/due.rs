//! Which pools a call pays, and the calculations that they are looked up in.

use std::collections::BTreeSet;

use super::filled::{Filling, Pools};
use crate::commission::calculate::{Again, Inputs};
use crate::commission::clawback::{Originals, Removed};
use crate::commission::document::TeamBase;
use crate::commission::engine::population::run;
use crate::commission::model::Plan;
use crate::commission::params::CalculateParams;
use crate::commission::workings::Workings;
use crate::problem::{Problems, shape};
use crate::sorted;
use crate::table::BadRecords;
use crate::time::{Date, Period, PeriodInput, PeriodUnit, TimeError};

/// A call whose pools are filled.
struct Call<'c> {
    plan: &'c Plan,
    params: &'c CalculateParams,
    inputs: &'c Inputs,
    only: Option<&'c Again>,
    workings: &'c Workings,
    originals: &'c Originals,
}

impl Plan {
    /// The pools of all periods that end in a call, by bonus, period and team.
    ///
    /// # Errors
    /// `commission.team_weights_zero`, `number.out_of_range`, and what a calculation of such a period answers.
    pub(crate) fn pools(
        &self,
        params: &CalculateParams,
        inputs: &Inputs,
        only: Option<&Again>,
        (workings, originals): (&Workings, &Originals),
        bad: &mut BadRecords,
    ) -> Result<Pools, Problems> {
        let mut pools = Pools::default();
        let call = Call { plan: self, params, inputs, only, workings, originals };
        let units: BTreeSet<PeriodUnit> = sorted::set(self.teams.iter().map(|team| team.unit));
        for unit in units {
            let ends = |period: &Period| period.to() <= workings.period.to() && period.to() > workings.period.from();
            let periods = self.calendar.periods(unit, workings.period).map_err(|error| out_of_calendar(&error))?;
            for period in periods.into_iter().filter(ends) {
                call.fill(unit, period, &mut pools, bad)?;
            }
        }
        pools.finish();
        Ok(pools)
    }
}

impl Call<'_> {
    /// Fills the pools of one period, in a calculation of just this period.
    fn fill(&self, unit: PeriodUnit, period: Period, pools: &mut Pools, bad: &mut BadRecords) -> Result<(), Problems> {
        let plan = self.plan;
        let teams = || plan.teams.iter().enumerate().filter(|(_, team)| team.unit == unit);
        let by_results = teams().any(|(_, team)| team.is_of(TeamBase::ComponentResult));
        let own;
        let (workings, originals) = if period == self.workings.period {
            (self.workings, self.originals)
        } else {
            own = self.again(period, by_results, bad)?;
            (&own.0, &own.1)
        };
        let results = if by_results { Some(run(workings, originals, self.params.threads)?) } else { None };
        let refunded = teams().filter(|(_, team)| team.needs_credit());
        let first = refunded.filter_map(|(_, team)| workings.first_refunded(team)).min();
        let past = first.map(|first| self.past(first.min(period.from().days()), period, bad)).transpose()?;
        let past = past.as_ref();
        let window = period.from().days()..period.to().days();
        for (number, team) in teams() {
            Filling { workings, past, results: results.as_ref(), window: window.clone() }.fill(number, team, pools)?;
        }
        Ok(())
    }

    /// The calculation of a period, up to its lines.
    fn again(&self, period: Period, by_results: bool, bad: &mut BadRecords) -> Result<(Workings, Originals), Problems> {
        let ends = PeriodInput::Ends { from: period.from(), to: period.to() };
        let params = CalculateParams { period: ends, ..self.params.clone() };
        let mut own = BadRecords::new(bad.policy());
        let (workings, _) = self.plan.prepare(&params, self.inputs, self.only, &mut own)?;
        let originals = if by_results {
            self.plan.originals(&params, self.inputs, &workings, &mut own)?
        } else {
            Originals::default()
        };
        bad.take_new(&own);
        Ok((workings, originals))
    }

    /// The credits since a day, of whatever was refunded too. What is wrong with those that nobody asks for is no
    /// matter here.
    fn past(&self, first: i32, period: Period, bad: &BadRecords) -> Result<Workings, Problems> {
        let since = Date::from_days(first).and_then(|first| Period::new(first, period.to()));
        let since = since.map_err(|error| out_of_calendar(&error))?;
        let mut own = BadRecords::new(bad.policy());
        let payees = self.only.map_or_else(|| self.workings.roster.everyone(), |only| only.payees.clone());
        let all = Again::of(payees, Some(Removed::default()));
        let (workings, _) = self.plan.read(since, self.params, self.inputs, Some(&all), &mut own)?;
        Ok(workings)
    }
}

fn out_of_calendar(error: &TimeError) -> Problems {
    shape::time_problem(error, "/params/period").into()
}
