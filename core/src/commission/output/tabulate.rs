//! Result tables from exact values.

use crate::number::{Decimal, Exact};
use crate::problem::{Code, Problem};
use crate::sorted;
use crate::table::{Cells, Column, DecimalColumn, RatioColumn, Table, TableShape, TextColumn};
use crate::time::Date;

/// A table being filled, column by column; the first column that cannot be made is its answer.
pub(crate) struct Sheet {
    table: Table,
    problem: Option<Problem>,
}

impl Sheet {
    pub(crate) fn new(rows: usize) -> Self {
        Self { table: Table::with_rows(rows), problem: None }
    }

    fn push(&mut self, name: &str, column: Result<Column, Problem>) {
        let pushed = column.and_then(|column| self.table.push(name, column));
        self.problem = self.problem.take().or(pushed.err());
    }

    pub(crate) fn text(&mut self, name: &str, cells: &mut dyn Iterator<Item = Option<&str>>) {
        self.push(name, Ok(Column::Text(TextColumn::from_options(cells))));
    }

    pub(crate) fn dates(&mut self, name: &str, cells: &mut dyn Iterator<Item = Option<Date>>) {
        self.push(name, Ok(Column::Date(Cells::from_options(cells.map(|cell| cell.map(Date::days))))));
    }

    pub(crate) fn integers(&mut self, name: &str, cells: &mut dyn Iterator<Item = usize>) {
        let values = cells.map(|value| i64::try_from(value).unwrap_or(i64::MAX)).collect();
        self.push(name, Ok(Column::Integer(Cells::full(values))));
    }

    /// Whole numbers, where a cell may be empty.
    pub(crate) fn some_integers(&mut self, name: &str, cells: &mut dyn Iterator<Item = Option<i64>>) {
        self.push(name, Ok(Column::Integer(Cells::from_options(cells))));
    }

    /// Moments, as microseconds.
    pub(crate) fn instants(&mut self, name: &str, cells: &mut dyn Iterator<Item = Option<i64>>) {
        self.push(name, Ok(Column::Instant(Cells::from_options(cells))));
    }

    /// Exact ratios: a decimal where one will do, else a fraction.
    pub(crate) fn ratios(&mut self, name: &str, cells: &mut dyn Iterator<Item = &Exact>) {
        let parts: Option<Vec<(i128, i128)>> = cells.map(Exact::to_i128s).collect();
        let column = parts.map(|parts| {
            let (numerators, denominators) = parts.into_iter().unzip();
            Column::Ratio(RatioColumn { numerators: Cells::full(numerators), denominators })
        });
        let beyond =
            || Problem::new(Code::NumberOutOfRange, "", format!("a fraction of `{name}` needs more than 38 digits"));
        self.push(name, column.ok_or_else(beyond));
    }

    /// A column as it came.
    pub(crate) fn column(&mut self, name: &str, column: Column) {
        self.push(name, Ok(column));
    }

    /// Amounts, none of which may need more than 28 digits.
    pub(crate) fn exacts(&mut self, name: &str, cells: &mut dyn Iterator<Item = Option<&Exact>>) {
        let column = decimals(name, cells);
        self.push(name, column);
    }

    /// The table, with its columns in the order of a shape.
    ///
    /// # Errors
    /// `number.out_of_range`.
    pub(crate) fn in_order(self, shape: &TableShape) -> Result<Table, Problem> {
        let place = |name: &str| shape.columns.iter().position(|column| column.name == name);
        let table = self.finish()?;
        let mut columns = table.into_columns();
        sorted::sort_by_key(&mut columns, |(name, _)| place(name));
        Table::new(columns)
    }

    /// The table.
    ///
    /// # Errors
    /// `number.out_of_range`.
    pub(crate) fn finish(self) -> Result<Table, Problem> {
        self.problem.map_or(Ok(self.table), Err)
    }
}

/// An exact value that is a decimal.
///
/// # Errors
/// `number.out_of_range`.
pub(crate) fn decimal(value: &Exact) -> Result<Decimal, Problem> {
    value.to_decimal().ok_or_else(|| out_of_range(value))
}

fn out_of_range(value: &Exact) -> Problem {
    Problem::new(Code::NumberOutOfRange, "", format!("{value} needs more than 28 digits"))
}

/// Decimals at the one scale that all of them need.
fn decimals(name: &str, cells: &mut dyn Iterator<Item = Option<&Exact>>) -> Result<Column, Problem> {
    let mut values = Vec::new();
    for cell in cells {
        values.push(cell.map(decimal).transpose()?);
    }
    let scale = values.iter().flatten().map(|value| value.scale()).max().unwrap_or_default();
    let mut mantissas = Vec::with_capacity(values.len());
    for value in values {
        let fitting = |mantissa: &i128| Decimal::from_mantissa(*mantissa, scale).is_ok();
        let mantissa = value.map(|value| {
            value.mantissa_at(scale).filter(fitting).ok_or_else(|| {
                let message = format!("{value} needs more than 28 digits beside the others of `{name}`");
                Problem::new(Code::NumberOutOfRange, "", message)
            })
        });
        mantissas.push(mantissa.transpose()?);
    }
    Ok(Column::Decimal(DecimalColumn { cells: Cells::from_options(mantissas), scale }))
}
