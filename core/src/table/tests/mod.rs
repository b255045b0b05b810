//! The doors, tried on good input, bad input and input by chance.

#[cfg(feature = "arrow")]
mod arrow;
mod bad_input;
mod kinds;
mod round_trips;
mod times;

use super::*;
use crate::problem::Code;

static EVERY: TableShape = TableShape {
    name: "every",
    about: "a column of every kind",
    key: Some("id"),
    columns: &[
        ColumnShape::required("id", ColumnKind::Id, "an id"),
        ColumnShape::optional("text", ColumnKind::Text, "a text"),
        ColumnShape::optional("code", ColumnKind::Code(&["one", "two"]), "a code"),
        ColumnShape::optional("word", ColumnKind::Code(&[]), "any code"),
        ColumnShape::optional("currency", ColumnKind::Currency, "a currency"),
        ColumnShape::optional("decimal", ColumnKind::Decimal, "a decimal"),
        ColumnShape::optional("money", ColumnKind::Decimal, "an amount").money(),
        ColumnShape::optional("ratio", ColumnKind::Ratio, "a ratio"),
        ColumnShape::optional("date", ColumnKind::Date, "a date"),
        ColumnShape::optional("instant", ColumnKind::Instant, "an instant"),
        ColumnShape::optional("integer", ColumnKind::Integer, "a whole number"),
        ColumnShape::optional("boolean", ColumnKind::Boolean, "a truth value"),
    ],
};

/// One column and ids beside it, conformed; the column, and the bad cells as row and code.
fn taken_with(name: &str, column: Column, intake: &Intake) -> (Column, Vec<(usize, Code)>) {
    let ids: Vec<String> = (0..column.len()).map(|row| format!("id{row}")).collect();
    let ids = TextColumn::from_options(ids.iter().map(|id| Some(id.as_str())));
    let mut table = Table::new([(name, column)]).unwrap();
    if name != "id" {
        table.push("id", Column::Text(ids)).unwrap();
    }
    let mut bad = BadRecords::default();
    let records = conform(table, &EVERY, intake, &mut bad).unwrap();
    let found = bad.records().iter().map(|bad| (bad.row, bad.code)).collect();
    (records.table().column(name).unwrap().clone(), found)
}

fn taken(name: &str, column: Column) -> (Column, Vec<(usize, Code)>) {
    taken_with(name, column, &Intake::default())
}

/// The conformed column as JSON rows would show it, and the codes of its bad cells.
fn shown(name: &str, column: Column) -> (String, Vec<(usize, &'static str)>) {
    let (column, bad) = taken(name, column);
    let table = Table::new([("c", column)]).unwrap();
    let rows = String::from_utf8(table.to_rows()).unwrap();
    let cells = rows.replace("{\"c\":", "").replace('}', "");
    (cells, bad.into_iter().map(|(row, code)| (row, code.as_str())).collect())
}

/// Cells as JSON wrote them, from a JSON array.
fn literals(cells: &str) -> Column {
    let values: Vec<String> = split(cells).map(|cell| format!("{{\"c\":{cell}}}")).collect();
    let table = Table::from_rows(format!("[{}]", values.join(",")).as_bytes()).unwrap();
    table.column("c").unwrap().clone()
}

fn split(cells: &str) -> impl Iterator<Item = &str> {
    cells.split(';').map(str::trim)
}

/// A text column from cells between semicolons, `-` for an empty one.
fn texts(cells: &str) -> Column {
    Column::Text(TextColumn::from_options(split(cells).map(|cell| (cell != "-").then_some(cell))))
}
