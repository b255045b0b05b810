//! Half-open spans of days.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, FiscalCalendar, TimeError};

/// The days from `from` up to, not including, `to`: at least one.
///
/// ```
/// use quarterdeck::time::{Date, Period};
/// let march = Period::through(Date::parse("2026-03-01")?, Date::parse("2026-03-31")?)?;
/// assert_eq!(march.to(), Date::parse("2026-04-01")?);
/// assert_eq!(march.days(), 31);
/// assert_eq!(serde_json::to_string(&march).unwrap(), r#"{"from":"2026-03-01","to":"2026-04-01"}"#);
/// # Ok::<(), quarterdeck::time::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Ends")]
pub struct Period {
    from: Date,
    to: Date,
}

/// The days from `from` up to, not including, `to`: at least one.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Period")]
pub(super) struct Ends {
    /// The first day.
    pub(super) from: Date,
    /// The first day after the period.
    pub(super) to: Date,
}

impl TryFrom<Ends> for Period {
    type Error = TimeError;

    fn try_from(ends: Ends) -> Result<Self, TimeError> {
        Self::new(ends.from, ends.to)
    }
}

impl Period {
    /// The days from `from` up to, not including, `to`.
    ///
    /// # Errors
    ///
    /// `time.empty_period` unless `from` is before `to`.
    pub fn new(from: Date, to: Date) -> Result<Self, TimeError> {
        if from < to {
            Ok(Self { from, to })
        } else {
            Err(TimeError::EmptyPeriod { from: from.to_string(), to: to.to_string() })
        }
    }

    /// The days from `first` to `last_day`, both included.
    ///
    /// # Errors
    ///
    /// `time.empty_period` if `last_day` is before `first`; `time.out_of_range` if it is the last
    /// day of all.
    pub fn through(first: Date, last_day: Date) -> Result<Self, TimeError> {
        Self::new(first, last_day.add_days(1)?)
    }

    /// The first day.
    #[inline]
    pub fn from(self) -> Date {
        self.from
    }

    /// The first day after the period.
    #[inline]
    pub fn to(self) -> Date {
        self.to
    }

    /// How many days it has: 1 at least.
    #[inline]
    pub fn days(self) -> i32 {
        self.to.days() - self.from.days()
    }

    /// Whether the day is one of its own.
    #[inline]
    pub fn contains(self, date: Date) -> bool {
        self.from <= date && date < self.to
    }

    /// Whether all days of the other are its own.
    pub fn covers(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// Whether the two have a day in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// The days that the two have in common.
    pub fn intersect(self, other: Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.to.min(other.to)).ok()
    }

    /// Whether one starts on the day the other ends.
    pub fn adjacent(self, other: Self) -> bool {
        self.to == other.from || other.to == self.from
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.from, self.to)
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A period as an operation is asked for it: a label of the fiscal calendar, or its two ends.
///
/// ```
/// use quarterdeck::time::{FiscalCalendar, PeriodInput};
/// let calendar = FiscalCalendar::default();
/// let label: PeriodInput = serde_json::from_str(r#""2026-Q1""#).unwrap();
/// let ends: PeriodInput = serde_json::from_str(r#"{"from":"2026-01-01","to":"2026-04-01"}"#).unwrap();
/// assert_eq!(label.resolve(&calendar)?, ends.resolve(&calendar)?);
/// # Ok::<(), quarterdeck::time::TimeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeriodInput {
    /// `2026-Q1`
    Label(String),
    /// `{"from": "2026-01-01", "to": "2026-04-01"}`, which may turn out to hold no day.
    Ends {
        /// The first day.
        from: Date,
        /// The first day after.
        to: Date,
    },
}

impl PeriodInput {
    /// The days meant.
    ///
    /// # Errors
    ///
    /// `time.bad_period` for a text that is no label, `time.empty_period`, `time.out_of_range`.
    pub fn resolve(&self, calendar: &FiscalCalendar) -> Result<Period, TimeError> {
        match self {
            Self::Label(label) => calendar.parse_label(label),
            Self::Ends { from, to } => Period::new(*from, *to),
        }
    }
}
