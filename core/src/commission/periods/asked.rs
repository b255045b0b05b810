//! The days that an operation without a plan is asked for.

use crate::problem::{Code, Problem, shape};
use crate::time::{FiscalCalendar, Period, PeriodInput};

/// More months than these are a slip of the pen.
pub(crate) const MOST_MONTHS: i64 = 1_200;

/// The days meant by `/params/period`.
///
/// # Errors
/// `time.bad_period`, `time.empty_period`, `time.out_of_range`; `document.out_of_range` for more than
/// [`MOST_MONTHS`].
pub(crate) fn asked(period: &PeriodInput, calendar: &FiscalCalendar) -> Result<Period, Problem> {
    let at = "/params/period";
    let asked = period.resolve(calendar).map_err(|error| shape::time_problem(&error, at))?;
    if i64::from(asked.days() / 28) > MOST_MONTHS {
        let message = format!("{asked} has more than the {MOST_MONTHS} months that are told at once");
        return Err(Problem::new(Code::DocumentOutOfRange, at, message));
    }
    Ok(asked)
}
