//! The columns that a table is made of.

use super::TextColumn;
use crate::number::{Exact, pow10};

/// Which cells hold a value. A column without empty cells carries no flags at all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validity(Option<Vec<bool>>);

impl Validity {
    /// Every cell holds a value.
    pub const ALL: Self = Self(None);

    /// One flag a cell, `true` where it holds a value.
    #[must_use]
    pub fn from_flags(flags: Vec<bool>) -> Self {
        if flags.iter().all(|&flag| flag) { Self::ALL } else { Self(Some(flags)) }
    }

    /// Whether the cell of this row holds a value.
    #[inline]
    #[must_use]
    pub fn is_valid(&self, row: usize) -> bool {
        self.0.as_ref().is_none_or(|flags| flags.get(row).copied().unwrap_or(false))
    }

    /// The flags, or nothing where every cell holds a value.
    #[must_use]
    pub fn flags(&self) -> Option<&[bool]> {
        self.0.as_deref()
    }
}

/// Values of one machine type with their validity; the value under an empty cell is the type's default.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cells<T> {
    /// One value a row.
    pub values: Vec<T>,
    /// Which of them count.
    pub valid: Validity,
}

impl<T: Copy + Default> Cells<T> {
    /// A column without empty cells.
    #[must_use]
    pub fn full(values: Vec<T>) -> Self {
        Self { values, valid: Validity::ALL }
    }

    /// From one option a row.
    pub fn from_options(cells: impl IntoIterator<Item = Option<T>>) -> Self {
        let (values, flags) = cells.into_iter().map(|cell| (cell.unwrap_or_default(), cell.is_some())).unzip();
        Self { values, valid: Validity::from_flags(flags) }
    }

    /// The value of a row, if it holds one.
    #[inline]
    #[must_use]
    pub fn get(&self, row: usize) -> Option<T> {
        if self.valid.is_valid(row) { self.values.get(row).copied() } else { None }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

/// Decimals of one scale: the value of a cell is `mantissa / 10^scale`. Every mantissa is below 2^96
/// in size, so that any cell is a [`Decimal`](crate::number::Decimal).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DecimalColumn {
    /// The mantissas.
    pub cells: Cells<i128>,
    /// Digits after the point, 0 to 28.
    pub scale: u32,
}

impl DecimalColumn {
    /// The value of a row as a fraction, if it holds one.
    #[must_use]
    pub fn exact(&self, row: usize) -> Option<Exact> {
        Exact::new(self.cells.get(row)?, pow10(self.scale)).ok()
    }
}

/// Exact ratios, such as the share `1/3` of a split. The denominator of a filled cell is above zero.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RatioColumn {
    /// The numerators.
    pub numerators: Cells<i128>,
    /// The denominators.
    pub denominators: Vec<i128>,
}

impl RatioColumn {
    /// The value of a row, if it holds one.
    #[must_use]
    pub fn exact(&self, row: usize) -> Option<Exact> {
        Exact::new(self.numerators.get(row)?, *self.denominators.get(row)?).ok()
    }
}

/// What a literal cell was in its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tag {
    /// An empty CSV field, JSON `null` or an absent key.
    #[default]
    Missing,
    /// A CSV field or a JSON string.
    Text,
    /// A JSON number, as written.
    Number,
    /// JSON `true`.
    True,
    /// JSON `false`.
    False,
}

/// Cells as their source wrote them, not yet of a type.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LiteralColumn {
    /// The text of each cell; empty for missing cells and booleans.
    pub text: TextColumn,
    /// What each cell was.
    pub tags: Vec<Tag>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Text, plain or coded.
    Text(TextColumn),
    /// Decimals of one scale.
    Decimal(DecimalColumn),
    /// Exact ratios.
    Ratio(RatioColumn),
    /// Civil dates as days since 1970-01-01.
    Date(Cells<i32>),
    /// Instants as microseconds since 1970-01-01T00:00:00Z.
    Instant(Cells<i64>),
    /// Time stamps without a zone, as microseconds on the clock of a place not yet named.
    LocalTime(Cells<i64>),
    /// Whole numbers.
    Integer(Cells<i64>),
    /// Truth values.
    Boolean(Cells<bool>),
    /// Floats as a host gave them; an operation takes them only under the number rule.
    Float(Cells<f64>),
    /// Cells as CSV or JSON wrote them.
    Literal(LiteralColumn),
}

impl Column {
    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Decimal(column) => column.cells.len(),
            Self::Ratio(column) => column.numerators.len(),
            Self::Date(cells) => cells.len(),
            Self::Instant(cells) | Self::LocalTime(cells) | Self::Integer(cells) => cells.len(),
            Self::Boolean(cells) => cells.len(),
            Self::Float(cells) => cells.len(),
            Self::Literal(column) => column.tags.len(),
        }
    }

    /// Whether it has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the cell of this row is empty.
    #[must_use]
    pub fn is_missing(&self, row: usize) -> bool {
        match self {
            Self::Text(text) => text.get(row).is_none(),
            Self::Decimal(column) => !column.cells.valid.is_valid(row),
            Self::Ratio(column) => !column.numerators.valid.is_valid(row),
            Self::Date(cells) => !cells.valid.is_valid(row),
            Self::Instant(cells) | Self::LocalTime(cells) | Self::Integer(cells) => !cells.valid.is_valid(row),
            Self::Boolean(cells) => !cells.valid.is_valid(row),
            Self::Float(cells) => !cells.valid.is_valid(row),
            Self::Literal(column) => column.tags.get(row).is_none_or(|tag| *tag == Tag::Missing),
        }
    }

    /// The name of its type, for programs: `decimal`, `date`, and so on.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Decimal(_) => "decimal",
            Self::Ratio(_) => "ratio",
            Self::Date(_) => "date",
            Self::Instant(_) => "instant",
            Self::LocalTime(_) => "local_time",
            Self::Integer(_) => "integer",
            Self::Boolean(_) => "boolean",
            Self::Float(_) => "float",
            Self::Literal(_) => "literal",
        }
    }

    /// What it holds, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Decimal(_) => "decimals",
            Self::Ratio(_) => "ratios",
            Self::Date(_) => "dates",
            Self::Instant(_) => "instants",
            Self::LocalTime(_) => "time stamps without a zone",
            Self::Integer(_) => "whole numbers",
            Self::Boolean(_) => "truth values",
            Self::Float(_) => "floats",
            Self::Literal(_) => "cells",
        }
    }
}
