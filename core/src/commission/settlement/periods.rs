//! The pay periods of a call.

use super::document::PayPeriodDocument;
use super::model::SettlementPolicy;
use super::outcome::SettleParams;
use crate::problem::{Code, Problem, shape};
use crate::time::{Date, Period, PeriodUnit, TimeError};

/// More pay periods than a working life has are a slip of the pen.
const MOST: usize = 1_200;

impl SettlementPolicy {
    /// The pay periods of the span asked for, which starts and ends with one.
    pub(super) fn pay_periods(&self, params: &SettleParams) -> Result<Vec<Period>, Problem> {
        let out_of_calendar = |error: TimeError| shape::time_problem(&error, "/params/period");
        let asked = params.period.resolve(&self.calendar).map_err(out_of_calendar)?;
        let count = match self.pay_period {
            PayPeriodDocument::Calendar { unit } => asked.days() / 28 / unit.months(),
            PayPeriodDocument::Days { days, .. } => asked.days() / days.max(1),
        };
        if usize::try_from(count).unwrap_or(0) > MOST {
            let message = format!("{asked} has about {count} pay periods, of which at most {MOST} are settled at once");
            return Err(Problem::new(Code::DocumentOutOfRange, "/params/period", message));
        }
        let periods = match self.pay_period {
            PayPeriodDocument::Calendar { unit } => self.calendar.periods(unit, asked).map_err(out_of_calendar)?,
            PayPeriodDocument::Days { days, from } => every(days.max(1), from, asked).map_err(out_of_calendar)?,
        };
        let covers = periods.first().map(|first| first.from()) == Some(asked.from())
            && periods.last().map(|last| last.to()) == Some(asked.to());
        if !covers {
            let message = format!("{asked} does not start and end with a pay period");
            return Err(Problem::new(Code::SettlementPartialPayPeriod, "/params/period", message));
        }
        Ok(periods)
    }

    /// Whether the measure period inside which negative earnings are clamped ends in a pay period.
    pub(super) fn ends_measure(&self, measure: PeriodUnit, pay: Period) -> bool {
        let ends = |day: Date| self.calendar.period_of(measure, day).is_ok_and(|measure| measure.to() <= pay.to());
        ends(pay.from())
    }
}

/// Periods of so many days, one of which starts on `anchor`, that touch a span.
fn every(days: i32, anchor: Date, asked: Period) -> Result<Vec<Period>, TimeError> {
    let into = (asked.from().days() - anchor.days()).rem_euclid(days);
    let mut from = asked.from().add_days(-into)?;
    let mut periods = Vec::new();
    while from < asked.to() {
        let to = from.add_days(days)?;
        periods.push(Period::new(from, to)?);
        from = to;
    }
    Ok(periods)
}
