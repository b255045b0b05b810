//! Whole quarters of published data, held against SQL over the raw files.
//!
//! What the sums must be stands in `tests/real/expected`: the results of `tests/sql`, which reads
//! nothing of ours.

mod adventureworks;
mod crm_maven;
mod exports;
mod figures;
mod managers;
mod measures;
mod overrides;
mod program;
mod teams;
mod territories;

use std::collections::BTreeMap;
use std::path::Path;

use quarterdeck::api::{self, Handle};
use quarterdeck::number::Decimal;
use quarterdeck::table::{Table, Tables};
use serde_json::{Value, json};

/// Cells by column; an empty cell is an empty text.
pub(crate) type Row = BTreeMap<String, String>;

pub(crate) fn csv(path: &Path) -> Vec<Row> {
    let text = std::fs::read(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    rows(&Table::from_csv(&text).unwrap())
}

pub(crate) fn expected(script: &str) -> Vec<Row> {
    csv(&crate::root().join(format!("tests/real/expected/{script}.csv")))
}

pub(crate) fn rows(table: &Table) -> Vec<Row> {
    let rows: Vec<BTreeMap<String, Value>> = serde_json::from_slice(&table.to_rows()).unwrap();
    let text = |cell: Value| match cell {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    };
    rows.into_iter().map(|row| row.into_iter().map(|(name, cell)| (name, text(cell))).collect()).collect()
}

/// Rows made of others: the new column's name, and a cell of the source or a text after `=`.
pub(crate) fn mapped(source: &[Row], columns: &[(&str, &str)]) -> Table {
    let cell = |row: &Row, from: &str| from.strip_prefix('=').map_or_else(|| row[from].clone(), str::to_owned);
    let null = |text: String| if text.is_empty() { Value::Null } else { json!(text) };
    let row = |row: &Row| columns.iter().map(|(name, from)| ((*name).to_owned(), null(cell(row, from)))).collect();
    let rows: Vec<serde_json::Map<String, Value>> = source.iter().map(row).collect();
    Table::from_rows(&serde_json::to_vec(&rows).unwrap()).unwrap()
}

pub(crate) fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap_or_else(|why| panic!("`{text}`: {why}"))
}

pub(crate) fn sum<'r>(rows: impl IntoIterator<Item = &'r Row>, column: &str) -> Decimal {
    rows.into_iter().fold(Decimal::ZERO, |sum, row| sum.checked_add(decimal(&row[column])).unwrap())
}

/// The text of a plan of `tests/real`.
pub(crate) fn document(plan: &str) -> String {
    std::fs::read_to_string(crate::root().join("tests/real").join(plan)).unwrap()
}

/// What a calculation answers: its summary, and its tables as rows.
pub(crate) struct Close {
    pub(crate) summary: Value,
    tables: Tables,
}

impl Close {
    pub(crate) fn new(plan: &str, period: Value, tables: Tables) -> Self {
        Self::of(&document(plan), period, tables)
    }

    /// Under a plan as it is written.
    pub(crate) fn of(document: &str, period: Value, tables: Tables) -> Self {
        let (handle, warnings): (Handle, _) = api::load("commission_plan", document.as_bytes()).unwrap();
        assert!(warnings.is_empty(), "{warnings:?}");
        let params = serde_json::to_vec(&json!({ "period": period })).unwrap();
        let answer = api::call("commission.calculate", Some(&handle), &params, tables);
        let envelope: Value = serde_json::from_slice(&answer.json).unwrap();
        assert_eq!(envelope["ok"], true, "{envelope}");
        Self { summary: envelope["summary"].clone(), tables: answer.tables }
    }

    pub(crate) fn rows(&self, table: &str) -> Vec<Row> {
        rows(self.tables.get(table).unwrap())
    }

    /// Statements of components by payee, component and first day.
    pub(crate) fn statements(&self) -> BTreeMap<(String, String, String), Row> {
        let key = |row: &Row| (row["payee_id"].clone(), row["component_id"].clone(), row["period_from"].clone());
        let rows = self.rows("statements").into_iter().filter(|row| !row["component_id"].is_empty());
        rows.map(|row| (key(&row), row)).collect()
    }
}
