//! How far back the lines begin that bear on what a call pays.

use super::super::model::{Cap, Limit, Plan};
use super::super::periods::quotas::Quotas;
use super::super::periods::slices;
use crate::sorted;
use crate::time::{Date, Period, PeriodUnit, TimeError};

impl Plan {
    /// The call's period, begun earlier where a stage adds up a period that the call only ends.
    pub(crate) fn reach(&self, period: Period, quotas: &Quotas, payees: &[u32]) -> Result<Period, TimeError> {
        let mut reach = period;
        if !self.is_staged() {
            return Ok(reach);
        }
        let units = self.stage_units();
        loop {
            let mut from = slices::window(self, reach, quotas, payees)?.start;
            for &unit in &units {
                from = from.min(self.calendar.period_of(unit, reach.from())?.from().days());
            }
            if from == reach.from().days() {
                return Ok(reach);
            }
            reach = Period::new(Date::from_days(from)?, reach.to())?;
        }
    }

    /// The periods that stages add up, beside the measure periods.
    fn stage_units(&self) -> Vec<PeriodUnit> {
        let of = |limit: &Limit| [limit.period, limit.carry.then_some(PeriodUnit::Year)];
        let mut units: Vec<PeriodUnit> =
            self.stages.cap.iter().chain(&self.stages.floor).flat_map(of).flatten().collect();
        for component in &self.components {
            if let Some(Cap::Payment(limit)) = &component.stages.cap {
                units.extend(of(limit).into_iter().flatten());
            }
            units.extend(component.stages.floor.iter().flat_map(of).flatten());
            units.extend(component.stages.gates.iter().filter_map(|gate| gate.window));
            units.extend(component.stages.kickers.iter().filter_map(|kicker| kicker.window));
        }
        units.extend(self.overrides.iter().map(|one| one.unit));
        sorted::sort(&mut units);
        units.dedup();
        units
    }
}
