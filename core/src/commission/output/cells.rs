//! The cells of one record, by the names of their columns.

use crate::number::Exact;
use crate::problem::Code;
use crate::table::{BadRecord, BadRecords, Column, Records};
use crate::time::Date;

/// One record of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'r> {
    records: &'r Records,
    table: &'static str,
    key: &'static str,
    pub(crate) at: usize,
}

/// The records of a table that can be used; `key` names the column that a record is known by.
pub(crate) fn good<'r>(
    records: &'r Records,
    table: &'static str,
    key: &'static str,
) -> impl Iterator<Item = Row<'r>> + use<'r> {
    all(records, table, key).filter(|row| row.is_good())
}

/// All records of a table.
pub(crate) fn all<'r>(
    records: &'r Records,
    table: &'static str,
    key: &'static str,
) -> impl Iterator<Item = Row<'r>> + use<'r> {
    (0..records.rows()).map(move |at| row(records, table, key, at))
}

/// One record of a table.
pub(crate) fn row<'r>(records: &'r Records, table: &'static str, key: &'static str, at: usize) -> Row<'r> {
    Row { records, table, key, at }
}

impl<'r> Row<'r> {
    pub(crate) fn is_good(self) -> bool {
        self.records.is_good(self.at)
    }

    /// What the record is known by; empty only where that cell was bad.
    pub(crate) fn id(self) -> &'r str {
        self.text(self.key).unwrap_or_default()
    }

    /// A text that is not empty.
    pub(crate) fn text(self, column: &str) -> Option<&'r str> {
        self.records.table().text(column)?.get(self.at).filter(|text| !text.is_empty())
    }

    pub(crate) fn date(self, column: &str) -> Option<Date> {
        Date::from_days(self.records.table().date(column)?.get(self.at)?).ok()
    }

    /// A decimal or a ratio.
    pub(crate) fn exact(self, column: &str) -> Option<Exact> {
        match self.records.table().column(column)? {
            Column::Decimal(cells) => cells.exact(self.at),
            Column::Ratio(cells) => cells.exact(self.at),
            _ => None,
        }
    }

    pub(crate) fn integer(self, column: &str) -> Option<i64> {
        self.records.table().integer(column)?.get(self.at)
    }

    /// A moment, in microseconds.
    pub(crate) fn instant(self, column: &str) -> Option<i64> {
        self.records.table().instant(column)?.get(self.at)
    }

    /// Whether a truth value says so, where it is given.
    pub(crate) fn boolean(self, column: &str) -> Option<bool> {
        match self.records.table().column(column)? {
            Column::Boolean(cells) => cells.get(self.at),
            _ => None,
        }
    }

    /// Says why the record cannot be used.
    pub(crate) fn refuse(self, bad: &mut BadRecords, column: &str, code: Code, message: String) {
        let value = self.text(column).map(str::to_owned);
        let value = value.or_else(|| self.date(column).map(|date| date.to_string()));
        let value = value.or_else(|| self.exact(column).map(|exact| exact.to_string()));
        let value = value.or_else(|| self.integer(column).map(|integer| integer.to_string()));
        bad.push(BadRecord {
            table: self.table,
            row: self.at,
            record_id: Some(self.id().to_owned()).filter(|id| !id.is_empty()),
            column: column.to_owned(),
            code,
            value: value.unwrap_or_default(),
            message,
        });
    }
}
