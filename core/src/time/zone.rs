//! Time zones, by their IANA names.

use std::fmt;

use super::error::echo;
use super::instant::DAY;
#[cfg(feature = "tz")]
use super::instant::SECOND;
use super::{Date, Instant, TimeError};

/// The rule by which instants become civil dates. `UTC` is there in every build, the others with
/// feature `tz`.
///
/// At the two ends of the calendar results stay within the years 1 to 9999.
///
/// ```
/// use quarterdeck::time::{Date, Instant, Zone};
/// # #[cfg(feature = "tz")] {
/// let zone = Zone::parse("America/New_York")?;
/// assert_eq!(zone.date_of(Instant::parse("2026-04-01T03:59:59Z")?), Date::parse("2026-03-31")?);
/// assert_eq!(zone.start_of(Date::parse("2026-04-01")?), Instant::parse("2026-04-01T04:00:00Z")?);
/// # }
/// # Ok::<(), quarterdeck::time::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(Rule);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Rule {
    Utc,
    #[cfg(feature = "tz")]
    Named(chrono_tz::Tz),
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(Rule::Utc);

    /// Looks up an IANA name, such as `Europe/Berlin`.
    ///
    /// # Errors
    ///
    /// `time.unknown_zone`; without feature `tz`, `time.no_zone_data` for any name but `UTC`.
    pub fn parse(name: &str) -> Result<Self, TimeError> {
        if name == "UTC" {
            return Ok(Self::UTC);
        }
        #[cfg(feature = "tz")]
        return name
            .parse()
            .map(|zone| Self(Rule::Named(zone)))
            .map_err(|_| TimeError::UnknownZone { text: echo(name) });
        #[cfg(not(feature = "tz"))]
        Err(TimeError::NoZoneData { text: echo(name) })
    }

    /// The IANA name.
    pub fn name(self) -> &'static str {
        match self.0 {
            Rule::Utc => "UTC",
            #[cfg(feature = "tz")]
            Rule::Named(zone) => zone.name(),
        }
    }

    /// The civil date at that instant.
    #[inline]
    pub fn date_of(self, instant: Instant) -> Date {
        self.local(instant).0
    }

    /// The civil date at that instant, and the microseconds on the clock since midnight.
    pub fn local(self, instant: Instant) -> (Date, i64) {
        let micros = instant.micros().saturating_add(self.offset(instant));
        let days = i32::try_from(micros.div_euclid(DAY)).unwrap_or(i32::MAX);
        let clamped = days.clamp(Date::MIN.days(), Date::MAX.days());
        let time_of_day = match days.cmp(&clamped) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => micros.rem_euclid(DAY),
            std::cmp::Ordering::Greater => DAY - 1,
        };
        (Date::from_days(clamped).unwrap_or(Date::MAX), time_of_day)
    }

    /// The first instant of that civil day; where the clock skips midnight, the first after it.
    pub fn start_of(self, date: Date) -> Instant {
        let midnight = i64::from(date.days()) * DAY;
        match self.0 {
            Rule::Utc => Instant::clamped(midnight),
            #[cfg(feature = "tz")]
            Rule::Named(zone) => Instant::clamped(match named::resolve(zone, midnight) {
                named::Resolved::At(micros) => micros,
                named::Resolved::Skipped { end, .. } => end,
            }),
        }
    }

    /// The instant at which the clock shows that many microseconds since midnight. Of two, the
    /// earlier; a time that the clock skips moves on by as much as it skipped.
    pub fn resolve(self, date: Date, time_of_day: i64) -> Instant {
        let local = (i64::from(date.days()) * DAY).saturating_add(time_of_day);
        match self.0 {
            Rule::Utc => Instant::clamped(local),
            #[cfg(feature = "tz")]
            Rule::Named(zone) => Instant::clamped(match named::resolve(zone, local) {
                named::Resolved::At(micros) => micros,
                named::Resolved::Skipped { moved, .. } => moved,
            }),
        }
    }

    /// Microseconds east of UTC at that instant.
    #[cfg_attr(not(feature = "tz"), expect(unused_variables, reason = "UTC is the same at every instant"))]
    fn offset(self, instant: Instant) -> i64 {
        match self.0 {
            Rule::Utc => 0,
            #[cfg(feature = "tz")]
            Rule::Named(zone) => i64::from(named::offset(zone, instant.micros())) * SECOND,
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The zones of chrono-tz, in microseconds.
#[cfg(feature = "tz")]
mod named {
    use chrono::{DateTime, MappedLocalTime, NaiveDateTime, Offset as _, TimeZone as _};
    use chrono_tz::{GapInfo, Tz};

    use super::SECOND;

    /// A local time on the line of instants.
    pub(super) enum Resolved {
        /// The earliest instant with that local time.
        At(i64),
        /// The clock skips it: the first instant `end` after the gap, and the local time `moved`
        /// on by the length of the gap.
        Skipped { end: i64, moved: i64 },
    }

    pub(super) fn offset(zone: Tz, micros: i64) -> i32 {
        zone.offset_from_utc_datetime(&naive(micros)).fix().local_minus_utc()
    }

    pub(super) fn resolve(zone: Tz, local: i64) -> Resolved {
        let text = naive(local);
        let at = |offset: i32| local - i64::from(offset) * SECOND;
        match zone.offset_from_local_datetime(&text) {
            MappedLocalTime::Single(offset) | MappedLocalTime::Ambiguous(offset, _) => {
                Resolved::At(at(offset.fix().local_minus_utc()))
            }
            MappedLocalTime::None => {
                let gap = GapInfo::new(&text, &zone);
                let moved = gap
                    .as_ref()
                    .and_then(|gap| gap.begin.as_ref())
                    .map_or(local, |(_, offset)| at(offset.fix().local_minus_utc()));
                let end = gap.and_then(|gap| gap.end).map_or(moved, |end| end.timestamp_micros());
                Resolved::Skipped { end, moved }
            }
        }
    }

    /// Every instant in range has one; the epoch stands in for none.
    fn naive(micros: i64) -> NaiveDateTime {
        DateTime::from_timestamp_micros(micros).unwrap_or_default().naive_utc()
    }
}
