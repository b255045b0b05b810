//! Civil dates, instants, zones, half-open periods, the fiscal calendar and proration.
//!
//! | type | is |
//! | --- | --- |
//! | [`Date`] | a civil date, in the years 1 to 9999 |
//! | [`Instant`] | a moment, in microseconds UTC |
//! | [`Zone`] | the rule by which instants become dates |
//! | [`Period`] | days from `from` up to, not including, `to`; never empty |
//! | [`OpenPeriod`] | the same, where an end may be open |
//! | [`FiscalCalendar`] | the years, halves, quarters and months of a company, and their labels |
//! | [`ProrationBasis`] | which part of a period someone was there for |
//! | [`WorkingDays`] | the same by weekdays and holidays |
//!
//! Nothing here reads a clock. "After March" is the first of April: every stored interval is
//! half-open, and inclusive ends are turned at the door by [`Period::through`].
//!
//! ```
//! use quarterdeck::time::{Date, FiscalCalendar, Instant, Period, PeriodUnit, ProrationBasis};
//!
//! let calendar = FiscalCalendar::new(2)?; // a year from February to January
//! let quarter = calendar.period_of(PeriodUnit::Quarter, Date::parse("2026-03-31")?)?;
//! assert_eq!(calendar.label(quarter).as_deref(), Some("2027-Q1"));
//! assert_eq!(quarter.to_string(), "2026-02-01/2026-05-01");
//!
//! // Hired on the first of March: 61 of 89 days.
//! let hired = Period::new(Date::parse("2026-03-01")?, quarter.to())?;
//! assert_eq!(ProrationBasis::CalendarDays.factor(Some(hired), quarter).to_string(), "61/89");
//!
//! let signed = Instant::parse("2026-03-31T20:30:00-05:00")?;
//! assert_eq!(signed.to_string(), "2026-04-01T01:30:00Z");
//! # Ok::<(), quarterdeck::time::TimeError>(())
//! ```

mod calendar;
mod date;
mod error;
mod instant;
mod label;
mod open_period;
mod period;
mod proration;
mod wire;
mod working_days;
mod zone;
#[cfg(feature = "tz")]
mod zones;

#[cfg(test)]
mod tests;

pub use calendar::{CalendarKind, FiscalCalendar, PeriodUnit, YearNamedBy};
pub use date::Date;
pub use error::TimeError;
pub use instant::Instant;
pub use open_period::OpenPeriod;
pub use period::{Period, PeriodInput};
pub use proration::ProrationBasis;
pub use working_days::WorkingDays;
pub use zone::Zone;
