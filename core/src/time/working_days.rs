//! The days on which people work.

use super::{Date, Period};
use crate::number::Exact;
use crate::sorted;

/// Monday to Friday, less a list of holidays.
///
/// ```
/// use quarterdeck::time::{Date, Period, WorkingDays};
/// let days = WorkingDays::new([Date::parse("2026-01-01")?, Date::parse("2026-01-19")?]);
/// let january = Period::new(Date::parse("2026-01-01")?, Date::parse("2026-02-01")?)?;
/// assert_eq!(days.within(january), 20); // 22 weekdays, two of them holidays
/// let hired = Period::new(Date::parse("2026-01-17")?, january.to())?; // a Saturday
/// assert_eq!(days.factor(Some(hired), january).to_string(), "0.45"); // 9 of 20
/// # Ok::<(), quarterdeck::time::TimeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkingDays {
    /// Those that fall on a weekday, in order, each once.
    holidays: Vec<Date>,
}

impl WorkingDays {
    /// All weekdays but these; a holiday on a weekend, or named twice, changes nothing.
    #[must_use]
    pub fn new(holidays: impl IntoIterator<Item = Date>) -> Self {
        let on_weekday = |date: &Date| weekdays(date.days() + 1) > weekdays(date.days());
        let mut holidays: Vec<Date> = holidays.into_iter().filter(on_weekday).collect();
        sorted::sort(&mut holidays);
        holidays.dedup();
        Self { holidays }
    }

    /// How many of the period's days are working days.
    #[must_use]
    pub fn within(&self, period: Period) -> i32 {
        self.before(period.to()) - self.before(period.from())
    }

    /// The part of the working days of `whole` that `active` covers, 0 to 1; of its calendar days, where
    /// no day of `whole` is a working day. The factors of a partition of `whole` add up to exactly 1.
    #[must_use]
    pub fn factor(&self, active: Option<Period>, whole: Period) -> Exact {
        let Some(active) = active.and_then(|active| active.intersect(whole)) else { return Exact::ZERO };
        Exact::new(self.within(active).into(), self.within(whole).into())
            .or_else(|_| Exact::new(active.days().into(), whole.days().into()))
            .unwrap_or(Exact::ZERO)
    }

    /// Working days from one fixed day up to, not including, this one.
    fn before(&self, date: Date) -> i32 {
        let holidays = self.holidays.partition_point(|&holiday| holiday < date);
        weekdays(date.days()) - i32::try_from(holidays).unwrap_or(i32::MAX)
    }
}

/// Weekdays from Monday, 5 January 1970, up to a day counted from the first of that month.
fn weekdays(day: i32) -> i32 {
    let since_monday = day - 4;
    since_monday.div_euclid(7) * 5 + since_monday.rem_euclid(7).min(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_a_calendar_on_the_wall_counts() {
        let first = Date::parse("1969-11-15").unwrap();
        let holidays = ["1970-01-01", "1969-12-25", "1969-12-27", "1970-01-01"].map(|day| Date::parse(day).unwrap());
        let days = WorkingDays::new(holidays);
        let mut count = 0;
        for offset in 0..90 {
            let date = first.add_days(offset).unwrap();
            if let Ok(period) = Period::new(first, date) {
                assert_eq!(days.within(period), count, "{period}");
            }
            // 1 is Monday.
            let works = date.weekday() <= 5 && !holidays.contains(&date);
            count += i32::from(works);
        }
    }

    #[test]
    fn a_weekend_is_measured_in_calendar_days() {
        let day = |text| Date::parse(text).unwrap();
        let weekend = Period::new(day("2026-01-17"), day("2026-01-19")).unwrap();
        let sunday = Period::new(day("2026-01-18"), day("2026-01-19")).unwrap();
        assert_eq!(WorkingDays::default().factor(Some(sunday), weekend).to_string(), "0.5");
        assert_eq!(WorkingDays::default().factor(None, weekend), Exact::ZERO);
    }
}
