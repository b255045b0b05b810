//! What a column is compared with: as the document gives it, and as the type of a column reads it.

use std::fmt;

use crate::number::{Currency, Exact};
use crate::problem::{Code, Problem, shape};
use crate::table::ColumnKind;
use crate::time::{Date, Instant, Zone};

/// What a column is compared as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Date,
    Instant,
    Boolean,
}

impl Kind {
    /// What a declared column is compared as.
    pub(super) fn of(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Id | ColumnKind::Text | ColumnKind::Code(_) | ColumnKind::Currency => Self::Text,
            ColumnKind::Decimal | ColumnKind::Ratio | ColumnKind::Integer => Self::Number,
            ColumnKind::Date => Self::Date,
            ColumnKind::Instant => Self::Instant,
            ColumnKind::Boolean => Self::Boolean,
        }
    }

    /// For messages.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Instant => "instant",
            Self::Boolean => "boolean",
        }
    }
}

/// A value of the document.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand {
    Text(String),
    Number(Exact),
    Boolean(bool),
    AsOf(Offset),
}

impl Operand {
    /// What a text column must be read as for this value to make sense; text says nothing.
    pub(super) fn implied(&self) -> Option<Kind> {
        match self {
            Self::Text(_) => None,
            Self::Number(_) => Some(Kind::Number),
            Self::Boolean(_) => Some(Kind::Boolean),
            Self::AsOf(_) => Some(Kind::Date),
        }
    }

    /// The value for a column of this kind, or nothing where the two do not fit.
    ///
    /// # Errors
    /// A problem that is not one of types: `rule.as_of_missing`, `time.out_of_range`.
    pub(super) fn resolve(
        &self,
        kind: Kind,
        zone: Zone,
        as_of: Option<Date>,
        at: &str,
    ) -> Result<Option<Value>, Problem> {
        let day = |date: Date| match kind {
            Kind::Date => Some(Value::Date(date.days())),
            Kind::Instant => Some(Value::day(date, zone)),
            Kind::Text | Kind::Number | Kind::Boolean => None,
        };
        Ok(match (self, kind) {
            (Self::Text(text), Kind::Text) => Some(Value::Text(text.clone())),
            (Self::Text(text), Kind::Number) => Exact::parse(text).ok().map(Value::Number),
            (Self::Text(text), Kind::Date) => Date::parse(text).ok().and_then(day),
            (Self::Text(text), Kind::Instant) => match Date::parse(text) {
                Ok(date) => day(date),
                Err(_) => Instant::parse(text).ok().map(Value::instant),
            },
            (Self::Number(number), Kind::Number) => Some(Value::Number(number.clone())),
            (Self::Boolean(value), Kind::Boolean) => Some(Value::Boolean(*value)),
            (Self::AsOf(offset), Kind::Date | Kind::Instant) => {
                let Some(as_of) = as_of else {
                    return Err(Problem::new(
                        Code::RuleAsOfMissing,
                        at,
                        "the rule counts from `as_of`, which the call does not give",
                    ));
                };
                day(offset.from(as_of).map_err(|error| shape::time_problem(&error, at))?)
            }
            _ => None,
        })
    }

    /// Whether a column of this kind can be compared with it, whatever `as_of` will be.
    pub(super) fn fits(&self, kind: Kind) -> bool {
        match self {
            Self::AsOf(_) => matches!(kind, Kind::Date | Kind::Instant),
            _ => matches!(self.resolve(kind, Zone::UTC, None, ""), Ok(Some(_))),
        }
    }

    /// Whether a column that takes only certain texts can hold it.
    pub(super) fn is_among(&self, kind: ColumnKind) -> Result<(), Problem> {
        let Self::Text(text) = self else { return Ok(()) };
        match kind {
            ColumnKind::Code(allowed) if !allowed.is_empty() && !allowed.contains(&text.as_str()) => Err(Problem::new(
                Code::DocumentUnknownValue,
                "",
                format!("`{text}` is not one of {}", allowed.join(", ")),
            )
            .with("value", text.clone())
            .with("allowed", allowed.to_vec())),
            ColumnKind::Currency => match Currency::parse(text) {
                Ok(_) => Ok(()),
                Err(error) => Err(shape::number_problem(&error, "")),
            },
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "`{text}`"),
            Self::Number(number) => number.fmt(f),
            Self::Boolean(value) => value.fmt(f),
            Self::AsOf(offset) => offset.fmt(f),
        }
    }
}

/// So many days, weeks, months or years from `as_of`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Offset {
    count: i32,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

impl Offset {
    /// Reads `-30d`, `2w`, `-1m`, `1y`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let digits = number.strip_prefix('-').unwrap_or(number);
        if digits.is_empty() || digits.len() > 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let unit = match unit {
            "d" => Unit::Day,
            "w" => Unit::Week,
            "m" => Unit::Month,
            "y" => Unit::Year,
            _ => return None,
        };
        Some(Self { count: number.parse().ok()?, unit })
    }

    fn from(self, as_of: Date) -> Result<Date, crate::time::TimeError> {
        match self.unit {
            Unit::Day => as_of.add_days(self.count),
            Unit::Week => as_of.add_days(self.count * 7),
            Unit::Month => as_of.add_months(self.count),
            Unit::Year => as_of.add_months(self.count * 12),
        }
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year => "year",
        };
        let (count, plural) = (self.count.unsigned_abs(), if self.count.unsigned_abs() == 1 { "" } else { "s" });
        match self.count {
            0 => f.write_str("`as_of`"),
            1.. => write!(f, "{count} {unit}{plural} after `as_of`"),
            _ => write!(f, "{count} {unit}{plural} before `as_of`"),
        }
    }
}

/// A value that a column of one kind is compared with, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(String),
    Number(Exact),
    /// A number in the units of a column: its floor, and whether that is all of it.
    Units {
        floor: i128,
        whole: bool,
    },
    Boolean(bool),
    /// Days since 1970-01-01.
    Date(i32),
    /// From one microsecond up to another: one long for an instant, a day for a date.
    Span {
        from: i64,
        to: i64,
    },
}

impl Value {
    fn instant(instant: Instant) -> Self {
        Self::Span { from: instant.micros(), to: instant.micros().saturating_add(1) }
    }

    fn day(date: Date, zone: Zone) -> Self {
        let next = date.add_days(1).map_or(i64::MAX, |next| zone.start_of(next).micros());
        Self::Span { from: zone.start_of(date).micros(), to: next }
    }

    /// The same number counted in units of 10^−scale, so that a row costs one comparison of integers.
    pub(super) fn in_units(self, scale: u32) -> Self {
        let Self::Number(number) = self else { return self };
        let scaled = number.mul(&Exact::from(crate::number::pow10(scale)));
        let bound = if scaled.is_negative() { i128::MIN } else { i128::MAX };
        Self::Units { floor: i128::try_from(scaled.floor()).unwrap_or(bound), whole: scaled.is_integer() }
    }
}
