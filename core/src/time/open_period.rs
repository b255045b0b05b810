//! Spans of days that may have no end.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, Period, TimeError};

/// When something holds: from `from` on, up to, not including, `to`; an end that is absent is open.
///
/// ```
/// use quarterdeck::time::{Date, OpenPeriod, Period};
/// let effective: OpenPeriod = serde_json::from_str(r#"{"from":"2026-02-01","to":null}"#).unwrap();
/// let quarter = Period::new(Date::parse("2026-01-01")?, Date::parse("2026-04-01")?)?;
/// assert_eq!(effective.within(quarter).unwrap().to_string(), "2026-02-01/2026-04-01");
/// # Ok::<(), quarterdeck::time::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Ends")]
pub struct OpenPeriod {
    from: Option<Date>,
    to: Option<Date>,
}

/// The days from `from` on, up to, not including, `to`; an end that is absent or null is open.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "OpenPeriod")]
struct Ends {
    /// The first day.
    from: Option<Date>,
    /// The first day after the period.
    to: Option<Date>,
}

impl TryFrom<Ends> for OpenPeriod {
    type Error = TimeError;

    fn try_from(ends: Ends) -> Result<Self, TimeError> {
        Self::new(ends.from, ends.to)
    }
}

impl OpenPeriod {
    /// All days.
    pub const ALWAYS: Self = Self { from: None, to: None };

    /// The days from `from` on, up to, not including, `to`.
    ///
    /// # Errors
    ///
    /// `time.empty_period` if both are there and `from` is not before `to`.
    pub fn new(from: Option<Date>, to: Option<Date>) -> Result<Self, TimeError> {
        if let (Some(from), Some(to)) = (from, to) {
            Period::new(from, to)?;
        }
        Ok(Self { from, to })
    }

    /// The first day, if there is one.
    pub fn from(self) -> Option<Date> {
        self.from
    }

    /// The first day after it, if there is one.
    pub fn to(self) -> Option<Date> {
        self.to
    }

    /// Whether the day is one of its own.
    #[inline]
    pub fn contains(self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date < to)
    }

    /// Its days inside a period.
    pub fn within(self, period: Period) -> Option<Period> {
        let from = self.from.map_or(period.from(), |from| from.max(period.from()));
        let to = self.to.map_or(period.to(), |to| to.min(period.to()));
        Period::new(from, to).ok()
    }

    /// Whether the two have a day in common.
    pub fn overlaps(self, other: Self) -> bool {
        let starts_before_end = |one: Self, two: Self| one.from.zip(two.to).is_none_or(|(from, to)| from < to);
        starts_before_end(self, other) && starts_before_end(other, self)
    }
}

impl From<Period> for OpenPeriod {
    fn from(period: Period) -> Self {
        Self { from: Some(period.from()), to: Some(period.to()) }
    }
}

/// As a period, with `..` for an open end.
impl fmt::Display for OpenPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |date: Option<Date>| date.map_or_else(|| "..".to_owned(), |date| date.to_string());
        write!(f, "{}/{}", end(self.from), end(self.to))
    }
}

impl fmt::Debug for OpenPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
