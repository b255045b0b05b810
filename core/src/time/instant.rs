//! Moments.

use std::fmt;

use super::date::{two_bytes, two_digits};
use super::error::echo;
use super::{Date, TimeError, Zone};

/// A moment, in whole microseconds UTC since 1970, in the years 1 to 9999.
///
/// ```
/// use quarterdeck::time::{Instant, Zone};
/// assert_eq!(Instant::parse("2026-03-31T17:00:00.250+02:00")?.to_string(), "2026-03-31T15:00:00.25Z");
/// assert_eq!(Instant::parse("2026-03-31T17:00:00").unwrap_err().code(), "time.zone_missing");
/// assert_eq!(Instant::parse_in("2026-04-01", Some(Zone::UTC))?.to_string(), "2026-04-01T00:00:00Z");
/// # Ok::<(), quarterdeck::time::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

pub(super) const SECOND: i64 = 1_000_000;
pub(super) const DAY: i64 = 86_400 * SECOND;

impl Instant {
    /// 0001-01-01T00:00:00Z.
    pub const MIN: Self = Self(-719_162 * DAY);
    /// 9999-12-31T23:59:59.999999Z.
    pub const MAX: Self = Self(2_932_897 * DAY - 1);

    /// So many microseconds since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    ///
    /// `time.out_of_range`.
    #[inline]
    pub fn from_micros(micros: i64) -> Result<Self, TimeError> {
        if (Self::MIN.0..=Self::MAX.0).contains(&micros) {
            Ok(Self(micros))
        } else {
            Err(TimeError::OutOfRange { text: format!("1970-01-01T00:00:00Z + {micros} µs") })
        }
    }

    /// The nearest instant in range: a date's start can lie up to a day outside it.
    pub(super) fn clamped(micros: i64) -> Self {
        Self(micros.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[inline]
    pub fn micros(self) -> i64 {
        self.0
    }

    /// Reads an instant of RFC 3339, which has an offset or `Z`.
    ///
    /// # Errors
    ///
    /// `time.bad_instant`, also for digits beyond microseconds that are not zeros;
    /// `time.zone_missing`, `time.out_of_range`.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        Self::parse_in(text, None)
    }

    /// [`parse`](Self::parse), where a text without offset is a local time of `zone`, and a bare
    /// date the start of that day there. Of two instants with that local time the earlier is
    /// meant; a local time that the clock skips moves on by as much as it skipped.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn parse_in(text: &str, zone: Option<Zone>) -> Result<Self, TimeError> {
        let bad = || TimeError::BadInstant { text: echo(text) };
        let zone_missing = || TimeError::ZoneMissing { text: echo(text) };
        let (date, time) = text.as_bytes().split_at_checked(10).ok_or_else(bad)?;
        let date = Date::parse_bytes(date).map_err(|error| match error {
            TimeError::OutOfRange { .. } => TimeError::OutOfRange { text: echo(text) },
            _ => bad(),
        })?;
        if time.is_empty() {
            return Ok(zone.ok_or_else(zone_missing)?.start_of(date));
        }
        let (time_of_day, offset) = read_time(time).ok_or_else(bad)?;
        match read_offset(offset).ok_or_else(bad)? {
            Some(offset) => {
                let micros = i64::from(date.days()) * DAY + time_of_day - offset;
                Self::from_micros(micros).map_err(|_| TimeError::OutOfRange { text: echo(text) })
            }
            None => Ok(zone.ok_or_else(zone_missing)?.resolve(date, time_of_day)),
        }
    }

    /// So many microseconds later, or earlier if negative.
    ///
    /// # Errors
    ///
    /// `time.out_of_range`.
    pub fn add_micros(self, micros: i64) -> Result<Self, TimeError> {
        Self::from_micros(self.0.saturating_add(micros))
    }
}

/// Microseconds since midnight from `Thh:mm:ss[.ffffff]`, and what follows.
fn read_time(text: &[u8]) -> Option<(i64, &[u8])> {
    let &[b'T' | b't' | b' ', h1, h2, b':', m1, m2, b':', s1, s2, ref rest @ ..] = text else {
        return None;
    };
    let (hour, minute, second) = (two_digits(h1, h2)?, two_digits(m1, m2)?, two_digits(s1, s2)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let (fraction, rest) = match rest {
        [b'.', rest @ ..] => read_fraction(rest)?,
        _ => (0, rest),
    };
    let seconds = i64::from(hour) * 3_600 + i64::from(minute) * 60 + i64::from(second);
    Some((seconds * SECOND + fraction, rest))
}

/// Microseconds from the digits after the point, and what follows.
fn read_fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(length)?;
    if digits.is_empty() || digits.iter().skip(6).any(|&digit| digit != b'0') {
        return None;
    }
    let padded = digits.iter().copied().chain(std::iter::repeat(b'0')).take(6);
    Some((padded.fold(0, |micros, digit| micros * 10 + i64::from(digit - b'0')), rest))
}

/// Microseconds east of UTC from `Z`, `+hh:mm` or `-hh:mm`; nothing from nothing.
fn read_offset(text: &[u8]) -> Option<Option<i64>> {
    match *text {
        [] => Some(None),
        [b'Z' | b'z'] => Some(Some(0)),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (two_digits(h1, h2)?, two_digits(m1, m2)?);
            let micros = (i64::from(hours) * 3_600 + i64::from(minutes) * 60) * SECOND;
            (hours <= 23 && minutes <= 59).then_some(Some(if sign == b'-' { -micros } else { micros }))
        }
        _ => None,
    }
}

/// RFC 3339 in UTC, with no more digits of the second than it needs.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (date, time) = Zone::UTC.local(*self);
        let (seconds, fraction) = (time / SECOND, time % SECOND);
        let two = |value: i64| two_bytes(u32::try_from(value).unwrap_or_default());
        let ([h1, h2], [m1, m2], [s1, s2]) = (two(seconds / 3_600), two(seconds / 60 % 60), two(seconds % 60));
        let clock = [b'T', h1, h2, b':', m1, m2, b':', s1, s2];
        fmt::Display::fmt(&date, f)?;
        f.write_str(std::str::from_utf8(&clock).map_err(|_| fmt::Error)?)?;
        if fraction != 0 {
            let digits = format!("{fraction:06}");
            write!(f, ".{}", digits.trim_end_matches('0'))?;
        }
        f.write_str("Z")
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
