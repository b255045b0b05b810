//! What can be wrong with a date, an instant or a period.

use thiserror::Error;

/// Why a text is no point or span of time. [`code`](Self::code) is the stable name. A `text` is
/// what was read, cut to 40 characters.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TimeError {
    /// Not `YYYY-MM-DD`, or no day of the calendar.
    #[error("`{text}` is not a date: write it as 2026-03-31")]
    BadDate {
        /// What was read.
        text: String,
    },
    /// Outside the years 1 to 9999.
    #[error("`{text}` is outside the years 0001 to 9999")]
    OutOfRange {
        /// What was read or computed.
        text: String,
    },
    /// Not an instant of RFC 3339 in microseconds.
    #[error("`{text}` is not an instant: write it as 2026-03-31T17:00:00Z")]
    BadInstant {
        /// What was read.
        text: String,
    },
    /// Not the name of a zone.
    #[error("`{text}` is not an IANA time zone")]
    UnknownZone {
        /// What was read.
        text: String,
    },
    /// A zone other than UTC, in a build without zones.
    #[error("the time zone `{text}` cannot be looked up in this build")]
    NoZoneData {
        /// What was read.
        text: String,
    },
    /// A local time, and no zone to read it in.
    #[error("`{text}` has no offset, and no time zone is given to read it in")]
    ZoneMissing {
        /// What was read.
        text: String,
    },
    /// A period without a day.
    #[error("the period from {from} to {to} has no day: `to` is the first day after it")]
    EmptyPeriod {
        /// Its first day.
        from: String,
        /// The first day after it.
        to: String,
    },
    /// Not a label of the fiscal calendar.
    #[error("`{text}` is not a period: write 2026, 2026-H1, 2026-Q1, 2026-M03 or 2026-03")]
    BadPeriod {
        /// What was read.
        text: String,
    },
    /// Not a month of the year.
    #[error("{month} is not a month: write 1 to 12")]
    BadMonth {
        /// What was read.
        month: u32,
    },
}

impl TimeError {
    /// The stable code, such as `time.bad_date`.
    ///
    /// ```
    /// use quarterdeck::time::Date;
    /// assert_eq!(Date::parse("2026-02-30").unwrap_err().code(), "time.bad_date");
    /// ```
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadDate { .. } => "time.bad_date",
            Self::OutOfRange { .. } => "time.out_of_range",
            Self::BadInstant { .. } => "time.bad_instant",
            Self::UnknownZone { .. } => "time.unknown_zone",
            Self::NoZoneData { .. } => "time.no_zone_data",
            Self::ZoneMissing { .. } => "time.zone_missing",
            Self::EmptyPeriod { .. } => "time.empty_period",
            Self::BadPeriod { .. } => "time.bad_period",
            Self::BadMonth { .. } => "time.bad_month",
        }
    }
}

/// At most 40 characters of the user's text: a message names a cell, it does not repeat it.
pub(super) fn echo(text: impl AsRef<[u8]>) -> String {
    String::from_utf8_lossy(text.as_ref()).chars().take(40).collect()
}
