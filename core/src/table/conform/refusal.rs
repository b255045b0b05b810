//! Why a cell, or a whole column, cannot be used.

use super::super::Column;
use crate::number::NumberError;
use crate::problem::{Code, Problem, pointer};
use crate::time::TimeError;

/// A cell that cannot be used.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) row: usize,
    /// The position of its column.
    pub(super) position: usize,
    pub(super) code: Code,
    /// The cell, cut.
    pub(super) value: String,
    pub(super) message: String,
}

/// Why a cell cannot be used, before its row is known.
#[derive(Debug)]
pub(super) struct Refusal(Box<(Code, String)>);

impl Refusal {
    pub(super) fn new(code: Code, message: impl Into<String>) -> Self {
        Self(Box::new((code, message.into())))
    }

    /// The refusal of one cell.
    pub(super) fn at(self, row: usize, position: usize, value: &str) -> Refused {
        let (code, message) = *self.0;
        Refused { row, position, code, value: cut(value), message }
    }

    /// The cell is of another type than the column wants.
    pub(super) fn wrong_type(found: &str, wanted: &str) -> Self {
        Self::new(Code::TableWrongType, format!("the cell is {found}, not {wanted}"))
    }
}

impl From<NumberError> for Refusal {
    fn from(error: NumberError) -> Self {
        Self::new(Code::parse(error.code()).unwrap_or(Code::NumberNotADecimal), error.to_string())
    }
}

impl From<TimeError> for Refusal {
    fn from(error: TimeError) -> Self {
        Self::new(Code::parse(error.code()).unwrap_or(Code::TimeBadDate), error.to_string())
    }
}

/// Why a whole column cannot be used.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Its type cannot stand for the one wanted.
    Unsupported { found: &'static str, wanted: &'static str },
    /// It has time stamps without a zone, and the caller named none.
    ZoneMissing,
}

impl Trouble {
    pub(super) fn unsupported(column: &Column, wanted: &'static str) -> Self {
        Self::Unsupported { found: column.kind(), wanted }
    }

    pub(super) fn into_problem(self, table: &str, column: &str) -> Problem {
        let at = pointer::table(table, Some(column));
        match self {
            Self::Unsupported { found, wanted } => {
                let message = format!("the column `{column}` holds {found}, not {wanted}");
                Problem::new(Code::TableUnsupportedType, at, message).with("found", found).with("wanted", wanted)
            }
            Self::ZoneMissing => {
                let message = format!("the time stamps of `{column}` have no zone, and no `time_zone` is given");
                Problem::new(Code::TimeZoneMissing, at, message)
            }
        }
    }
}

/// The first characters of a text: a bad cell can be of any size.
pub(super) fn cut(text: &str) -> String {
    const SHOWN: usize = 80;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
