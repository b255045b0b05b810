//! A column, ready to be compared.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::operand::{Kind, Value};
use crate::number::{Decimal, Exact};
use crate::table::{Cells, Column, DecimalColumn, RatioColumn, TextColumn};
use crate::time::{Date, Instant, Zone};

/// A column, ready to be compared.
#[derive(Debug)]
pub(super) enum Reader<'t> {
    Text(&'t TextColumn),
    Decimal(&'t DecimalColumn),
    Ratio(&'t RatioColumn),
    Integer(&'t Cells<i64>),
    /// Numbers read from text.
    Numbers(Vec<Option<Exact>>),
    Date(Cow<'t, Cells<i32>>),
    Instant(Cow<'t, Cells<i64>>),
    Boolean(Cow<'t, Cells<bool>>),
    /// A declared column that the table does not have: every cell is empty.
    Absent(Kind),
}

/// A cell of a text column that is not what the rule takes it for.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub(super) row: usize,
    pub(super) text: String,
}

impl<'t> Reader<'t> {
    /// The column as it is, or nothing for a column that no operation hands to a rule.
    pub(super) fn of(column: &'t Column) -> Option<Self> {
        Some(match column {
            Column::Text(text) => Self::Text(text),
            Column::Decimal(column) => Self::Decimal(column),
            Column::Ratio(column) => Self::Ratio(column),
            Column::Integer(cells) => Self::Integer(cells),
            Column::Date(cells) => Self::Date(Cow::Borrowed(cells)),
            Column::Instant(cells) => Self::Instant(Cow::Borrowed(cells)),
            Column::Boolean(cells) => Self::Boolean(Cow::Borrowed(cells)),
            Column::LocalTime(_) | Column::Float(_) | Column::Literal(_) => return None,
        })
    }

    /// The cells of a text column as values of another kind; empty cells stay empty.
    ///
    /// # Errors
    /// The cells that are not of that kind, the first hundred of them.
    pub(super) fn read(text: &TextColumn, kind: Kind, zone: Zone) -> Result<Reader<'static>, Vec<Unreadable>> {
        Ok(match kind {
            Kind::Number => Reader::Numbers(cells(text, |cell| Decimal::parse(cell).ok().map(Exact::from))?),
            Kind::Date => {
                let dates = cells(text, |cell| Date::parse(cell).ok().map(Date::days))?;
                Reader::Date(Cow::Owned(Cells::from_options(dates)))
            }
            Kind::Instant => {
                let instants = cells(text, |cell| Instant::parse_in(cell, Some(zone)).ok().map(Instant::micros))?;
                Reader::Instant(Cow::Owned(Cells::from_options(instants)))
            }
            Kind::Boolean => {
                let booleans = cells(text, |cell| match cell {
                    "true" => Some(true),
                    "false" => Some(false),
                    _ => None,
                })?;
                Reader::Boolean(Cow::Owned(Cells::from_options(booleans)))
            }
            Kind::Text => Reader::Absent(Kind::Text),
        })
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Text(_) => Kind::Text,
            Self::Decimal(_) | Self::Ratio(_) | Self::Integer(_) | Self::Numbers(_) => Kind::Number,
            Self::Date(_) => Kind::Date,
            Self::Instant(_) => Kind::Instant,
            Self::Boolean(_) => Kind::Boolean,
            Self::Absent(kind) => *kind,
        }
    }

    /// The value as this column compares it fastest.
    pub(super) fn prepare(&self, value: Value) -> Value {
        match self {
            Self::Decimal(column) => value.in_units(column.scale),
            Self::Integer(_) => value.in_units(0),
            _ => value,
        }
    }

    /// The text of a cell; an empty text is an empty cell.
    #[inline]
    pub(super) fn text(&self, row: usize) -> Option<&str> {
        match self {
            Self::Text(text) => text.get(row).filter(|cell| !cell.is_empty()),
            _ => None,
        }
    }

    /// The number of a cell's word in a coded column.
    #[inline]
    pub(super) fn code(&self, row: usize) -> Option<usize> {
        match self {
            Self::Text(TextColumn::Coded { codes, valid, .. }) if valid.is_valid(row) => {
                codes.get(row).map(|&code| code as usize)
            }
            _ => None,
        }
    }

    /// Whether the cell is empty.
    #[inline]
    pub(super) fn is_empty(&self, row: usize) -> bool {
        match self {
            Self::Text(_) => self.text(row).is_none(),
            Self::Decimal(column) => column.cells.get(row).is_none(),
            Self::Ratio(column) => column.numerators.get(row).is_none(),
            Self::Integer(cells) => cells.get(row).is_none(),
            Self::Numbers(cells) => cells.get(row).is_none_or(Option::is_none),
            Self::Date(cells) => cells.get(row).is_none(),
            Self::Instant(cells) => cells.get(row).is_none(),
            Self::Boolean(cells) => cells.get(row).is_none(),
            Self::Absent(_) => true,
        }
    }

    /// How a cell compares with a prepared value of the column's kind; nothing if it is empty.
    #[inline]
    pub(super) fn compare(&self, row: usize, value: &Value, fold: bool) -> Option<Ordering> {
        match (self, value) {
            (Self::Text(_), Value::Text(value)) => {
                let cell = self.text(row)?;
                Some(if fold { lower(cell).cmp(lower(value)) } else { cell.cmp(value) })
            }
            (Self::Decimal(column), Value::Units { floor, whole }) => {
                Some(units(column.cells.get(row)?, *floor, *whole))
            }
            (Self::Integer(cells), Value::Units { floor, whole }) => {
                Some(units(cells.get(row)?.into(), *floor, *whole))
            }
            (Self::Ratio(column), Value::Number(value)) => {
                let cell = Exact::new(column.numerators.get(row)?, *column.denominators.get(row)?).ok()?;
                Some(cell.cmp(value))
            }
            (Self::Numbers(cells), Value::Number(value)) => Some(cells.get(row)?.as_ref()?.cmp(value)),
            (Self::Date(cells), Value::Date(value)) => Some(cells.get(row)?.cmp(value)),
            (Self::Instant(cells), Value::Span { from, to }) => {
                let cell = cells.get(row)?;
                Some(if cell < *from {
                    Ordering::Less
                } else if cell < *to {
                    Ordering::Equal
                } else {
                    Ordering::Greater
                })
            }
            (Self::Boolean(cells), Value::Boolean(value)) => Some(cells.get(row)?.cmp(value)),
            _ => None,
        }
    }

    /// The cell in words; nothing if it is empty.
    pub(super) fn show(&self, row: usize) -> Option<String> {
        match self {
            Self::Text(_) => self.text(row).map(|text| format!("`{text}`")),
            Self::Decimal(column) => {
                Decimal::from_mantissa(column.cells.get(row)?, column.scale).ok().map(|value| value.to_string())
            }
            Self::Ratio(column) => Exact::new(column.numerators.get(row)?, *column.denominators.get(row)?)
                .ok()
                .map(|value| value.to_string()),
            Self::Integer(cells) => cells.get(row).map(|value| value.to_string()),
            Self::Numbers(cells) => cells.get(row)?.as_ref().map(ToString::to_string),
            Self::Date(cells) => Date::from_days(cells.get(row)?).ok().map(|date| date.to_string()),
            Self::Instant(cells) => Instant::from_micros(cells.get(row)?).ok().map(|instant| instant.to_string()),
            Self::Boolean(cells) => cells.get(row).map(|value| value.to_string()),
            Self::Absent(_) => None,
        }
    }
}

/// Where a number of units lies next to a value that may lie between two of them.
#[inline]
fn units(cell: i128, floor: i128, whole: bool) -> Ordering {
    match cell.cmp(&floor) {
        Ordering::Equal if !whole => Ordering::Less,
        ordering => ordering,
    }
}

/// The lower case of a text, character by character, without a copy of it.
pub(super) fn lower(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().flat_map(char::to_lowercase)
}

fn cells<T>(text: &TextColumn, read: impl Fn(&str) -> Option<T>) -> Result<Vec<Option<T>>, Vec<Unreadable>> {
    let mut values = Vec::with_capacity(text.len());
    let mut unreadable = Vec::new();
    for (row, cell) in text.iter().enumerate() {
        let value = cell.filter(|cell| !cell.is_empty()).and_then(|cell| {
            let value = read(cell);
            if value.is_none() && unreadable.len() < 100 {
                unreadable.push(Unreadable { row, text: cell.chars().take(40).collect() });
            }
            value
        });
        values.push(value);
    }
    if unreadable.is_empty() { Ok(values) } else { Err(unreadable) }
}
