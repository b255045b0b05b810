//! The fiscal calendar.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, Period, TimeError};

/// The fiscal year of a company: twelve months from the first of `first_month`.
///
/// ```
/// use quarterdeck::time::{Date, FiscalCalendar, PeriodUnit};
/// let calendar: FiscalCalendar = serde_json::from_str(r#"{"first_month":7,"kind":"months"}"#).unwrap();
/// let year = calendar.period_of(PeriodUnit::Year, Date::parse("2026-01-15")?)?;
/// assert_eq!(year.to_string(), "2025-07-01/2026-07-01");
/// assert_eq!(calendar.label(year).as_deref(), Some("2026"));
/// # Ok::<(), quarterdeck::time::TimeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Document")]
pub struct FiscalCalendar {
    first_month: u32,
    kind: CalendarKind,
    year_named_by: YearNamedBy,
}

/// How a fiscal year is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalendarKind {
    /// Into calendar months.
    #[default]
    Months,
}

/// Which calendar year a fiscal year is named by. A year that starts in January has but one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum YearNamedBy {
    /// The one in which it starts.
    Start,
    /// The one in which it ends.
    #[default]
    End,
}

/// A span of the fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodUnit {
    /// One month.
    Month,
    /// Three months.
    Quarter,
    /// Six months.
    Half,
    /// Twelve months.
    Year,
}

/// The fiscal year of a company: twelve months from the first of `first_month`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "FiscalCalendar")]
struct Document {
    /// The month in which the year starts, 1 to 12.
    #[schemars(range(min = 1, max = 12))]
    first_month: u32,
    /// How the year is cut.
    #[serde(default)]
    kind: CalendarKind,
    /// Which calendar year a fiscal year is named by.
    #[serde(default)]
    year_named_by: YearNamedBy,
}

impl TryFrom<Document> for FiscalCalendar {
    type Error = TimeError;

    fn try_from(document: Document) -> Result<Self, TimeError> {
        let calendar = Self::new(document.first_month)?;
        Ok(Self { kind: document.kind, year_named_by: document.year_named_by, ..calendar })
    }
}

/// The calendar year.
impl Default for FiscalCalendar {
    fn default() -> Self {
        Self { first_month: 1, kind: CalendarKind::Months, year_named_by: YearNamedBy::End }
    }
}

impl PeriodUnit {
    /// How many months it has.
    pub fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year => 12,
        }
    }
}

impl FiscalCalendar {
    /// A year that starts with that month, named by the calendar year in which it ends.
    ///
    /// # Errors
    ///
    /// `time.bad_month` unless it is 1 to 12.
    pub fn new(first_month: u32) -> Result<Self, TimeError> {
        if (1..=12).contains(&first_month) {
            Ok(Self { first_month, ..Self::default() })
        } else {
            Err(TimeError::BadMonth { month: first_month })
        }
    }

    /// The same year, named so.
    #[must_use]
    pub fn named_by(self, year_named_by: YearNamedBy) -> Self {
        Self { year_named_by, ..self }
    }

    /// The month in which the year starts, 1 to 12.
    pub fn first_month(self) -> u32 {
        self.first_month
    }

    /// How the year is cut.
    pub fn kind(self) -> CalendarKind {
        self.kind
    }

    /// Which calendar year a fiscal year is named by.
    pub fn year_named_by(self) -> YearNamedBy {
        self.year_named_by
    }

    /// The fiscal month, quarter, half or year that the date is in.
    ///
    /// # Errors
    ///
    /// `time.out_of_range` if the period does not lie within the years 1 to 9999.
    pub fn period_of(self, unit: PeriodUnit, date: Date) -> Result<Period, TimeError> {
        let month = self.fiscal_month(date);
        self.span(month - month.rem_euclid(unit.months()), unit)
    }

    /// All periods of that unit which have a day in common with `within`, in order.
    ///
    /// # Errors
    ///
    /// `time.out_of_range` if one does not lie within the years 1 to 9999.
    ///
    /// ```
    /// use quarterdeck::time::{FiscalCalendar, PeriodUnit};
    /// let calendar = FiscalCalendar::default();
    /// let year = calendar.parse_label("2026")?;
    /// let quarters = calendar.periods(PeriodUnit::Quarter, year)?;
    /// assert_eq!(quarters.len(), 4);
    /// assert_eq!(calendar.label(quarters[3]).as_deref(), Some("2026-Q4"));
    /// # Ok::<(), quarterdeck::time::TimeError>(())
    /// ```
    pub fn periods(self, unit: PeriodUnit, within: Period) -> Result<Vec<Period>, TimeError> {
        let mut period = self.period_of(unit, within.from())?;
        let mut periods = vec![period];
        while period.to() < within.to() {
            period = self.period_of(unit, period.to())?;
            periods.push(period);
        }
        Ok(periods)
    }

    /// Fiscal months since the year 0 began.
    pub(super) fn fiscal_month(self, date: Date) -> i32 {
        date.year() * 12 + month_number(date.month()) - month_number(self.first_month)
    }

    /// The period of that unit which starts with a fiscal month.
    pub(super) fn span(self, fiscal_month: i32, unit: PeriodUnit) -> Result<Period, TimeError> {
        Period::new(self.first_day(fiscal_month)?, self.first_day(fiscal_month + unit.months())?)
    }

    fn first_day(self, fiscal_month: i32) -> Result<Date, TimeError> {
        let month = fiscal_month + month_number(self.first_month) - 1;
        Date::new(month.div_euclid(12), month.rem_euclid(12).unsigned_abs() + 1, 1)
    }

    /// The years between a fiscal year's start and its name.
    pub(super) fn name_shift(self) -> i32 {
        i32::from(self.first_month != 1 && self.year_named_by == YearNamedBy::End)
    }
}

fn month_number(month: u32) -> i32 {
    i32::try_from(month).unwrap_or_default()
}
