//! Labels of fiscal periods: `2026`, `2026-H1`, `2026-Q1`, `2026-M03`.

use super::error::echo;
use super::{Date, FiscalCalendar, Period, PeriodUnit, TimeError};

/// The four units with the letter that stands for them, the longest first.
const UNITS: [(PeriodUnit, &str, usize); 4] =
    [(PeriodUnit::Year, "", 0), (PeriodUnit::Half, "H", 1), (PeriodUnit::Quarter, "Q", 1), (PeriodUnit::Month, "M", 2)];

impl FiscalCalendar {
    /// The label of a fiscal month, quarter, half or year; of no other period.
    ///
    /// ```
    /// use quarterdeck::time::{Date, FiscalCalendar, Period};
    /// let calendar = FiscalCalendar::new(2)?;
    /// let april = Period::new(Date::parse("2026-04-01")?, Date::parse("2026-05-01")?)?;
    /// assert_eq!(calendar.label(april).as_deref(), Some("2027-M03"));
    /// # Ok::<(), quarterdeck::time::TimeError>(())
    /// ```
    pub fn label(self, period: Period) -> Option<String> {
        let (from, to) = (self.fiscal_month(period.from()), self.fiscal_month(period.to()));
        let (unit, letter, width) = UNITS.into_iter().find(|(unit, ..)| unit.months() == to - from)?;
        if self.span(from, unit) != Ok(period) || from % unit.months() != 0 {
            return None;
        }
        let year = from.div_euclid(12) + self.name_shift();
        let number = from.rem_euclid(12) / unit.months() + 1;
        Some(match unit {
            PeriodUnit::Year => format!("{year:04}"),
            _ => format!("{year:04}-{letter}{number:0width$}"),
        })
    }

    /// The period that a label names. Besides the labels of [`label`](Self::label) it takes a
    /// calendar month as `2026-03`, and fiscal labels with the prefix `FY` and a year of four or
    /// two digits: `FY2026-Q1`, `FY26-Q1`.
    ///
    /// # Errors
    ///
    /// `time.bad_period` for any other text; `time.out_of_range` if the period does not lie within
    /// the years 1 to 9999.
    ///
    /// ```
    /// use quarterdeck::time::FiscalCalendar;
    /// let calendar = FiscalCalendar::new(2)?;
    /// assert_eq!(calendar.parse_label("FY27-Q1")?.to_string(), "2026-02-01/2026-05-01");
    /// assert_eq!(calendar.parse_label("2026-03")?.to_string(), "2026-03-01/2026-04-01");
    /// # Ok::<(), quarterdeck::time::TimeError>(())
    /// ```
    pub fn parse_label(self, text: &str) -> Result<Period, TimeError> {
        self.read_label(text).unwrap_or_else(|| Err(TimeError::BadPeriod { text: echo(text) }))
    }

    /// Nothing if the text is no label.
    fn read_label(self, text: &str) -> Option<Result<Period, TimeError>> {
        let fiscal = text.strip_prefix("FY");
        let (year_text, part) = match fiscal.unwrap_or(text).split_once('-') {
            Some((year, part)) => (year, Some(part)),
            None => (fiscal.unwrap_or(text), None),
        };
        let year = match (year_text.len(), fiscal) {
            (4, _) => digits(year_text)?,
            (2, Some(_)) => 2000 + digits(year_text)?,
            _ => return None,
        };
        let Some(part) = part else {
            return Some(self.numbered(year, PeriodUnit::Year, 1));
        };
        if fiscal.is_none()
            && part.len() == 2
            && let Some(month) = digits(part)
        {
            return (1..=12).contains(&month).then(|| civil_month(year, month));
        }
        let (unit, number) = UNITS.into_iter().skip(1).find_map(|(unit, letter, width)| {
            part.strip_prefix(letter).filter(|number| number.len() == width).map(|number| (unit, number))
        })?;
        let number = digits(number)?;
        (1..=12 / unit.months()).contains(&number).then(|| self.numbered(year, unit, number))
    }

    /// The `number`th period of that unit in the fiscal year of that name.
    fn numbered(self, year: i32, unit: PeriodUnit, number: i32) -> Result<Period, TimeError> {
        self.span((year - self.name_shift()) * 12 + (number - 1) * unit.months(), unit)
    }
}

fn civil_month(year: i32, month: i32) -> Result<Period, TimeError> {
    let first = Date::new(year, month.unsigned_abs(), 1)?;
    Period::new(first, first.add_months(1)?)
}

/// The number that a text of nothing but digits writes.
fn digits(text: &str) -> Option<i32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}
