//! Which part of a period someone was there for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, Period};
use crate::number::Exact;

/// How a part of a period is measured against the whole.
///
/// Whatever the basis, the factors of a partition of the whole add up to exactly 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProrationBasis {
    /// Active days over the days of the whole.
    #[default]
    CalendarDays,
    /// Months over the months of the whole. Months are counted from the first day of the whole,
    /// and a month belongs to whoever is active on its first day: a hire on the 15th gets none of
    /// that month, a leaver on the 15th all of it.
    WholeMonths,
    /// Days of the 30/360 US (bond basis) convention, counted from the first day of the whole to
    /// either end of the active part: every month has 30 days, the 31st adds none, and the last
    /// day of February makes up for those it lacks.
    #[serde(rename = "thirty_360")]
    Thirty360,
}

impl ProrationBasis {
    /// The part of `whole` that `active` covers, 0 to 1. Nobody there, or nobody there inside the
    /// whole, is 0.
    ///
    /// A whole to which 30/360 gives no days, such as one from 30 to 31 January, is measured in
    /// calendar days.
    ///
    /// ```
    /// use quarterdeck::time::{Date, Period, ProrationBasis};
    /// let quarter = Period::new(Date::parse("2026-01-01")?, Date::parse("2026-04-01")?)?;
    /// let hired = Period::new(Date::parse("2026-02-15")?, Date::parse("2027-01-01")?)?;
    /// assert_eq!(ProrationBasis::CalendarDays.factor(Some(hired), quarter).to_string(), "0.5"); // 45 of 90
    /// assert_eq!(ProrationBasis::WholeMonths.factor(Some(hired), quarter).to_string(), "1/3"); // March
    /// assert_eq!(ProrationBasis::Thirty360.factor(Some(hired), quarter).to_string(), "23/45"); // 46 of 90
    /// # Ok::<(), quarterdeck::time::TimeError>(())
    /// ```
    pub fn factor(self, active: Option<Period>, whole: Period) -> Exact {
        let Some(active) = active.and_then(|active| active.intersect(whole)) else {
            return Exact::ZERO;
        };
        let between = |position: fn(Date, Date) -> i32| {
            let measure = |date| i128::from(position(whole.from(), date));
            Exact::new(measure(active.to()) - measure(active.from()), measure(whole.to()))
        };
        match self {
            Self::CalendarDays => between(calendar_days),
            Self::WholeMonths => between(month_starts),
            Self::Thirty360 => between(thirty_360_us).or_else(|_| between(calendar_days)),
        }
        // The whole has a day, and its first day starts a month: neither denominator is zero.
        .unwrap_or(Exact::ZERO)
    }
}

fn calendar_days(first: Date, date: Date) -> i32 {
    date.days() - first.days()
}

/// How many months, counted from `first`, start before `date`.
fn month_starts(first: Date, date: Date) -> i32 {
    let months = (date.year() - first.year()) * 12 + number(date.month()) - number(first.month());
    let started = first.add_months(months).is_ok_and(|start| start < date);
    months + i32::from(started)
}

/// Days between two dates by 30/360 US, with its rule for the end of February.
fn thirty_360_us(first: Date, date: Date) -> i32 {
    let (mut from, mut to) = (number(first.day()), number(date.day()));
    if ends_february(first) {
        from = 30;
        if ends_february(date) {
            to = 30;
        }
    }
    if to == 31 && from >= 30 {
        to = 30;
    }
    from = from.min(30);
    (date.year() - first.year()) * 360 + (number(date.month()) - number(first.month())) * 30 + to - from
}

fn ends_february(date: Date) -> bool {
    date.month() == 2 && date.add_days(1).is_ok_and(|next| next.month() == 3)
}

fn number(value: u32) -> i32 {
    i32::try_from(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_360_agrees_with_published_day_counts() {
        for (first, date, days) in [
            ("2007-01-15", "2007-01-30", 15),
            ("2007-01-15", "2007-02-15", 30),
            ("2007-09-30", "2008-03-31", 180),
            ("2007-09-30", "2007-10-31", 30),
            ("2007-01-15", "2007-01-31", 16),
            ("2007-01-31", "2007-02-28", 28),
            ("2007-02-28", "2007-03-31", 30),
            ("2006-08-31", "2007-02-28", 178),
            ("2007-02-28", "2007-08-31", 180),
            ("2007-02-26", "2008-02-29", 363),
            ("2008-02-29", "2009-02-28", 360),
            ("2008-02-29", "2008-03-31", 30),
        ] {
            let count = thirty_360_us(Date::parse(first).unwrap(), Date::parse(date).unwrap());
            assert_eq!(count, days, "{first} to {date}");
        }
    }
}
