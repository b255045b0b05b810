//! Civil dates.

use std::fmt;

use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::TimeError;
use super::error::echo;

/// A civil date in the years 1 to 9999.
///
/// ```
/// use quarterdeck::time::Date;
/// let date = Date::parse("2026-01-31")?;
/// assert_eq!(date.add_months(1)?.to_string(), "2026-02-28");
/// assert_eq!(Date::from_days(0)?.to_string(), "1970-01-01");
/// # Ok::<(), quarterdeck::time::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

/// Days from the first of January of the year 1 to that of 1970, counted from 1.
const EPOCH: i32 = 719_163;

impl Date {
    /// 0001-01-01.
    pub const MIN: Self = match NaiveDate::from_ymd_opt(1, 1, 1) {
        Some(date) => Self(date),
        None => Self(NaiveDate::MIN),
    };
    /// 9999-12-31.
    pub const MAX: Self = match NaiveDate::from_ymd_opt(9999, 12, 31) {
        Some(date) => Self(date),
        None => Self(NaiveDate::MAX),
    };

    /// The day of that year and month, both counted from 1.
    ///
    /// # Errors
    ///
    /// `time.out_of_range` for a year outside 1 to 9999, `time.bad_date` for a day that the month
    /// does not have.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Self, TimeError> {
        let text = || format!("{year:04}-{month:02}-{day:02}");
        if !(1..=9999).contains(&year) {
            return Err(TimeError::OutOfRange { text: text() });
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Self).ok_or_else(|| TimeError::BadDate { text: text() })
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    ///
    /// # Errors
    ///
    /// `time.bad_date`; `time.out_of_range` for a year written with other than four digits, or 0000.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        Self::parse_bytes(text.as_bytes())
    }

    /// [`parse`](Self::parse) for a cell's bytes.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    #[inline]
    pub fn parse_bytes(text: &[u8]) -> Result<Self, TimeError> {
        if let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text
            && let (Some(century), Some(year)) = (two_digits(y1, y2), two_digits(y3, y4))
            && let (Some(month), Some(day)) = (two_digits(m1, m2), two_digits(d1, d2))
        {
            let date = NaiveDate::from_ymd_opt(i32::from(century) * 100 + i32::from(year), month.into(), day.into());
            if let Some(date) = date
                && (century, year) != (0, 0)
            {
                return Ok(Self(date));
            }
        }
        Err(refuse(text))
    }

    /// The date so many days after 1970-01-01.
    ///
    /// # Errors
    ///
    /// `time.out_of_range`.
    #[inline]
    pub fn from_days(days: i32) -> Result<Self, TimeError> {
        days.checked_add(EPOCH)
            .and_then(NaiveDate::from_num_days_from_ce_opt)
            .map(Self)
            .filter(|date| (Self::MIN..=Self::MAX).contains(date))
            .ok_or_else(|| TimeError::OutOfRange { text: format!("1970-01-01 + {days} days") })
    }

    /// Days since 1970-01-01.
    #[inline]
    pub fn days(self) -> i32 {
        self.0.num_days_from_ce() - EPOCH
    }

    /// The year, 1 to 9999.
    #[inline]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[inline]
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    #[inline]
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The day of the week, 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> u32 {
        self.0.weekday().number_from_monday()
    }

    /// So many days later, or earlier if negative.
    ///
    /// # Errors
    ///
    /// `time.out_of_range`.
    pub fn add_days(self, days: i32) -> Result<Self, TimeError> {
        let count = Days::new(days.unsigned_abs().into());
        let moved = if days < 0 { self.0.checked_sub_days(count) } else { self.0.checked_add_days(count) };
        self.within(moved, || format!("{self} + {days} days"))
    }

    /// So many months later, or earlier if negative; a day that the month does not have becomes
    /// its last.
    ///
    /// # Errors
    ///
    /// `time.out_of_range`.
    pub fn add_months(self, months: i32) -> Result<Self, TimeError> {
        let count = Months::new(months.unsigned_abs());
        let moved = if months < 0 { self.0.checked_sub_months(count) } else { self.0.checked_add_months(count) };
        self.within(moved, || format!("{self} + {months} months"))
    }

    fn within(self, moved: Option<NaiveDate>, text: impl FnOnce() -> String) -> Result<Self, TimeError> {
        moved
            .map(Self)
            .filter(|date| (Self::MIN..=Self::MAX).contains(date))
            .ok_or_else(|| TimeError::OutOfRange { text: text() })
    }
}

#[inline]
pub(super) fn two_digits(tens: u8, ones: u8) -> Option<u8> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| tens * 10 + ones)
}

/// The digits of a number below 100.
#[inline]
pub(super) fn two_bytes(value: u32) -> [u8; 2] {
    [value / 10, value % 10].map(|digit| b'0' + u8::try_from(digit).unwrap_or_default())
}

#[cold]
fn refuse(text: &[u8]) -> TimeError {
    let is_digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    match text {
        [year @ .., b'-', m1, m2, b'-', d1, d2]
            if year.len() >= 4
                && is_digits(year)
                && is_digits(&[*m1, *m2, *d1, *d2])
                && (year.len() > 4 || year == b"0000") =>
        {
            TimeError::OutOfRange { text: echo(text) }
        }
        _ => TimeError::BadDate { text: echo(text) },
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year().unsigned_abs();
        let ([y1, y2], [y3, y4]) = (two_bytes(year / 100), two_bytes(year % 100));
        let ([m1, m2], [d1, d2]) = (two_bytes(self.month()), two_bytes(self.day()));
        let text = [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2];
        f.pad(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
