//! The doors through which a Rust program can bring a vector's tables in.

use std::collections::BTreeSet;

use quarterdeck::problem::json::canonical;
use quarterdeck::problem::{Problem, pointer};
use quarterdeck::table::Table;
use serde_json::Value;

use super::Vector;

/// A way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Transport {
    /// As the vector is written: rows as JSON, or CSV text.
    Rows,
    /// The whole request as one JSON text.
    Json,
    /// Rows written as CSV.
    Csv,
    /// Record batches.
    #[cfg(feature = "arrow")]
    Arrow,
}

impl Transport {
    /// Every way in that this build has.
    pub const ALL: &'static [Self] = &[
        Self::Rows,
        Self::Json,
        Self::Csv,
        #[cfg(feature = "arrow")]
        Self::Arrow,
    ];

    /// Its name in vectors and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::Json => "json",
            Self::Csv => "csv",
            #[cfg(feature = "arrow")]
            Self::Arrow => "arrow",
        }
    }

    /// Whether it can say what the vector says: CSV knows only text, Arrow no cells of several types, and a
    /// request holds no document that is itself a text.
    #[must_use]
    pub fn carries(self, vector: &Vector) -> bool {
        if vector.transports.as_ref().is_some_and(|only| !only.iter().any(|name| name == self.name())) {
            return false;
        }
        let tables = || vector.tables.values();
        match self {
            Self::Rows => true,
            Self::Json => vector.definition.as_ref().is_none_or(|(_, document)| !document.is_string()),
            Self::Csv => !vector.tables.is_empty() && tables().all(|table| rows(table).is_some_and(is_all_text)),
            #[cfg(feature = "arrow")]
            Self::Arrow => !vector.tables.is_empty() && tables().all(|table| rows(table).is_none_or(is_text)),
        }
    }

    /// The table, brought in this way.
    ///
    /// # Errors
    /// What is wrong with it, located under `/tables/<name>`.
    pub fn table(self, name: &str, table: &Value) -> Result<Table, Problem> {
        let read = match (self, table) {
            (Self::Csv, Value::Array(rows)) => Table::from_csv(&csv(rows)),
            (_, Value::String(text)) => Table::from_csv(text.as_bytes()),
            (_, rows) => Table::from_rows(&canonical(rows)),
        };
        let table = read.map_err(|problem| problem.under(&pointer::table(name, None)))?;
        #[cfg(feature = "arrow")]
        if self == Self::Arrow {
            let batch = quarterdeck::table::arrow::to_batch(&table);
            let again = batch.and_then(|batch| quarterdeck::table::arrow::from_batches(&batch.schema(), &[batch]));
            return again.map_err(|problem| problem.under(&pointer::table(name, None)));
        }
        Ok(table)
    }
}

fn rows(table: &Value) -> Option<&[Value]> {
    table.as_array().map(Vec::as_slice)
}

/// Whether CSV says the same: there is a header, and cells are text that is not empty, or missing.
fn is_all_text(rows: &[Value]) -> bool {
    let text = |cell: &Value| cell.is_null() || cell.as_str().is_some_and(|text| !text.is_empty());
    columns(rows).next().is_some() && rows.iter().all(|row| row.as_object().is_some_and(|row| row.values().all(text)))
}

/// Whether Arrow says the same: rows whose cells are text or missing.
#[cfg(feature = "arrow")]
fn is_text(rows: &[Value]) -> bool {
    rows.iter()
        .all(|row| row.as_object().is_some_and(|row| row.values().all(|cell| cell.is_null() || cell.is_string())))
}

fn columns(rows: &[Value]) -> impl Iterator<Item = &str> {
    let names: BTreeSet<&str> =
        rows.iter().filter_map(Value::as_object).flat_map(|row| row.keys().map(String::as_str)).collect();
    names.into_iter()
}

fn csv(rows: &[Value]) -> Vec<u8> {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let names: Vec<&str> = columns(rows).collect();
    let mut lines = vec![names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(",")];
    for row in rows {
        let cell = |name: &&str| row.get(*name).and_then(Value::as_str).map_or(String::new(), quoted);
        lines.push(names.iter().map(cell).collect::<Vec<_>>().join(","));
    }
    (lines.join("\r\n") + "\r\n").into_bytes()
}

#[test]
fn csv_holds_what_the_rows_held() {
    let rows = serde_json::json!([{"b": "say \"x\", y", "a": null}, {"b": "z"}]);
    let text = String::from_utf8(csv(rows.as_array().unwrap())).unwrap();
    assert_eq!(text, "\"a\",\"b\"\r\n,\"say \"\"x\"\", y\"\r\n,\"z\"\r\n");
}
