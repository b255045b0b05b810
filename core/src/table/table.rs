//! A table and a set of named tables.

use std::collections::BTreeMap;

use super::{Cells, Column, DecimalColumn, RatioColumn, TextColumn};
use crate::problem::{Code, Problem, pointer};

/// Named columns of equal length, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    columns: Vec<(String, Column)>,
    rows: usize,
}

impl Table {
    /// A table of this many rows and no column yet.
    #[must_use]
    pub fn with_rows(rows: usize) -> Self {
        Self { columns: Vec::new(), rows }
    }

    /// From columns in order.
    ///
    /// # Errors
    /// `table.duplicate_column`, `table.unequal_columns`.
    pub fn new<N: Into<String>>(columns: impl IntoIterator<Item = (N, Column)>) -> Result<Self, Problem> {
        let mut table = Self::default();
        for (position, (name, column)) in columns.into_iter().enumerate() {
            if position == 0 {
                table.rows = column.len();
            }
            table.push(name, column)?;
        }
        Ok(table)
    }

    /// Adds a column at the end.
    ///
    /// # Errors
    /// `table.duplicate_column`, `table.unequal_columns`.
    pub fn push(&mut self, name: impl Into<String>, column: Column) -> Result<(), Problem> {
        let name = name.into();
        if self.column(&name).is_some() {
            let message = format!("the column `{name}` stands twice");
            return Err(
                Problem::new(Code::TableDuplicateColumn, pointer::join("", &name), message).with("column", name)
            );
        }
        if column.len() != self.rows {
            let message = format!("the column `{name}` has {} rows of {}", column.len(), self.rows);
            return Err(Problem::new(Code::TableUnequalColumns, pointer::join("", &name), message).with("column", name));
        }
        self.columns.push((name, column));
        Ok(())
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns with their names, in order.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &Column)> {
        self.columns.iter().map(|(name, column)| (name.as_str(), column))
    }

    /// The rows of these numbers, in their order; one beyond the table is empty.
    #[must_use]
    pub fn take(&self, rows: &[u32]) -> Self {
        let columns = self.columns.iter().map(|(name, column)| (name.clone(), column.take(rows))).collect();
        Self { columns, rows: rows.len() }
    }

    /// The columns by value.
    #[must_use]
    pub fn into_columns(self) -> Vec<(String, Column)> {
        self.columns
    }

    /// The column of this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|(known, _)| known == name).map(|(_, column)| column)
    }

    /// The text column of this name.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&TextColumn> {
        if let Column::Text(text) = self.column(name)? { Some(text) } else { None }
    }

    /// The decimal column of this name.
    #[must_use]
    pub fn decimal(&self, name: &str) -> Option<&DecimalColumn> {
        if let Column::Decimal(column) = self.column(name)? { Some(column) } else { None }
    }

    /// The ratio column of this name.
    #[must_use]
    pub fn ratio(&self, name: &str) -> Option<&RatioColumn> {
        if let Column::Ratio(column) = self.column(name)? { Some(column) } else { None }
    }

    /// The date column of this name, as days since 1970-01-01.
    #[must_use]
    pub fn date(&self, name: &str) -> Option<&Cells<i32>> {
        if let Column::Date(cells) = self.column(name)? { Some(cells) } else { None }
    }

    /// The instant column of this name, as microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn instant(&self, name: &str) -> Option<&Cells<i64>> {
        if let Column::Instant(cells) = self.column(name)? { Some(cells) } else { None }
    }

    /// The integer column of this name.
    #[must_use]
    pub fn integer(&self, name: &str) -> Option<&Cells<i64>> {
        if let Column::Integer(cells) = self.column(name)? { Some(cells) } else { None }
    }
}

/// Tables by name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tables(BTreeMap<String, Table>);

impl Tables {
    /// No tables.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a table, or replaces the one of the same name.
    pub fn insert(&mut self, name: impl Into<String>, table: Table) {
        self.0.insert(name.into(), table);
    }

    /// The table of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Table> {
        self.0.get(name)
    }

    /// Takes the table of this name out.
    pub fn remove(&mut self, name: &str) -> Option<Table> {
        self.0.remove(name)
    }

    /// The tables in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Table)> {
        self.0.iter().map(|(name, table)| (name.as_str(), table))
    }
}

impl IntoIterator for Tables {
    type Item = (String, Table);
    type IntoIter = std::collections::btree_map::IntoIter<String, Table>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
