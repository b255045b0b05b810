//! Time zones, by their IANA names.

use std::fmt;

use super::error::echo;
use super::instant::DAY;
#[cfg(feature = "tz")]
use super::zones::{self, Known, Resolved};
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
#[derive(Clone, Copy)]
pub struct Zone(Rule);

#[derive(Clone, Copy)]
enum Rule {
    Utc,
    #[cfg(feature = "tz")]
    Named(&'static Known),
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
        return zones::find(name)
            .map(|zone| Self(Rule::Named(zone)))
            .ok_or_else(|| TimeError::UnknownZone { text: echo(name) });
        #[cfg(not(feature = "tz"))]
        Err(TimeError::NoZoneData { text: echo(name) })
    }

    /// The IANA name.
    pub fn name(self) -> &'static str {
        match self.0 {
            Rule::Utc => "UTC",
            #[cfg(feature = "tz")]
            Rule::Named(zone) => zone.name,
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
            Rule::Named(zone) => Instant::clamped(match zone.resolve(midnight) {
                Resolved::At(micros) => micros,
                Resolved::Skipped { end, .. } => end,
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
            Rule::Named(zone) => Instant::clamped(match zone.resolve(local) {
                Resolved::At(micros) => micros,
                Resolved::Skipped { moved, .. } => moved,
            }),
        }
    }

    /// Microseconds east of UTC at that instant.
    #[cfg_attr(not(feature = "tz"), expect(unused_variables, reason = "UTC is the same at every instant"))]
    fn offset(self, instant: Instant) -> i64 {
        match self.0 {
            Rule::Utc => 0,
            #[cfg(feature = "tz")]
            Rule::Named(zone) => zone.offset(instant.micros()),
        }
    }
}

/// A zone is its name: two that follow the same rule are still two.
impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Zone {}

impl std::hash::Hash for Zone {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name().hash(state);
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
