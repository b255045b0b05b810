//! Cells of result tables as people read them.

use quarterdeck::number::{Currency, Decimal, Exact, Rounding};
use quarterdeck::table::Table;
use quarterdeck::time::Date;

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'t>(pub(crate) &'t Table, pub(crate) usize);

/// The rows of a table; none of a table that is not there.
pub(crate) fn rows(table: Option<&Table>) -> impl Iterator<Item = Row<'_>> {
    table.into_iter().flat_map(|table| (0..table.rows()).map(move |row| Row(table, row)))
}

impl<'t> Row<'t> {
    /// A text; nothing where the cell is empty.
    pub(crate) fn text(self, column: &str) -> &'t str {
        self.0.text(column).and_then(|text| text.get(self.1)).unwrap_or_default()
    }

    pub(crate) fn whole(self, column: &str) -> i64 {
        self.0.integer(column).and_then(|cells| cells.get(self.1)).unwrap_or_default()
    }

    pub(crate) fn day(self, column: &str) -> Option<Date> {
        let days = self.0.date(column).and_then(|cells| cells.get(self.1))?;
        Date::from_days(days).ok()
    }

    pub(crate) fn date(self, column: &str) -> String {
        self.day(column).map(|date| date.to_string()).unwrap_or_default()
    }

    pub(crate) fn exact(self, column: &str) -> Option<Exact> {
        let decimal = self.0.decimal(column).and_then(|column| column.exact(self.1));
        decimal.or_else(|| self.0.ratio(column).and_then(|column| column.exact(self.1)))
    }

    /// To the minor unit of the row's currency. Credits may be finer; they stand in full in the tables.
    pub(crate) fn money(self, column: &str) -> String {
        self.shown(column, Currency::parse(self.text("currency")).map_or(2, Currency::minor_unit))
    }

    /// Rounded to a few decimals, for the eye.
    pub(crate) fn shown(self, column: &str, places: u32) -> String {
        self.exact(column).map(|value| shown(&value, places)).unwrap_or_default()
    }

    pub(crate) fn percent(self, column: &str) -> String {
        self.exact(column).map(|value| percent(&value)).unwrap_or_default()
    }

    /// The attainment, or why there is none.
    pub(crate) fn attainment(self) -> String {
        match self.exact("attainment") {
            Some(value) => percent(&value),
            None => self.text("attainment_reason").to_owned(),
        }
    }
}

/// `1234567.891` as `1,234,567.89`.
pub(crate) fn shown(value: &Exact, places: u32) -> String {
    value.round_to(places, Rounding::HalfUp).map(|value| grouped(&value.to_string_at(places))).unwrap_or_default()
}

/// `0.12345` as `12.3 %`.
pub(crate) fn percent(value: &Exact) -> String {
    format!("{} %", shown(&value.mul(&Exact::from(Decimal::from(100))), 1))
}

/// `1234567` as `1,234,567`.
pub(crate) fn counted(count: usize) -> String {
    grouped(&count.to_string())
}

/// `1234567.89` as `1,234,567.89`.
pub(crate) fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, part)| (whole, Some(part)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut out = sign.to_owned();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    fraction.map_or(out.clone(), |fraction| format!("{out}.{fraction}"))
}
