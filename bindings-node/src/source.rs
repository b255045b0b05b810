//! Tables as Node hands them over.

use std::sync::Arc;

use napi::bindgen_prelude::{ClassInstance, Uint8ArraySlice};
use napi_derive::napi;
use quarterdeck::problem::{Problem, Problems, Report, pointer};
use quarterdeck::table::{self, TypedColumn};

use crate::Table;
use crate::columns::ColumnIn;

/// A table argument: text, or columns, or a table of an earlier answer.
#[napi(object, object_to_js = false)]
#[expect(missing_debug_implementations, reason = "it borrows from the JavaScript heap")]
pub struct Source<'env> {
    /// The name of the table.
    pub name: String,
    /// A JSON array of objects.
    pub rows: Option<Uint8ArraySlice<'env>>,
    /// CSV with a header line.
    pub csv: Option<Uint8ArraySlice<'env>>,
    /// Typed arrays.
    pub columns: Option<Vec<ColumnIn<'env>>>,
    /// A table of an answer.
    pub table: Option<ClassInstance<'env, Table>>,
}

/// The same, owned, so that another thread can read it.
#[derive(Debug)]
pub(crate) enum Input {
    Rows(Vec<u8>),
    Csv(Vec<u8>),
    Columns(Result<Vec<(String, TypedColumn)>, Problem>),
    Table(Arc<table::Table>),
}

impl Source<'_> {
    pub(crate) fn read(self) -> (String, Input) {
        let input = match self {
            Self { rows: Some(text), .. } => Input::Rows(text.to_vec()),
            Self { csv: Some(text), .. } => Input::Csv(text.to_vec()),
            Self { table: Some(table), .. } => Input::Table(Arc::clone(&table.0)),
            Self { columns, .. } => {
                Input::Columns(columns.unwrap_or_default().into_iter().map(ColumnIn::read).collect())
            }
        };
        (self.name, input)
    }
}

/// The tables of a call; every one that cannot be read is a problem of its own.
pub(crate) fn tables(inputs: Vec<(String, Input)>) -> Result<table::Tables, Problems> {
    let mut tables = table::Tables::new();
    let mut report = Report::new();
    for (name, input) in inputs {
        let read = match input {
            Input::Rows(text) => table::Table::from_rows(&text),
            Input::Csv(text) => table::Table::from_csv(&text),
            Input::Columns(columns) => columns.and_then(table::Table::from_typed),
            Input::Table(table) => Ok((*table).clone()),
        };
        match read {
            Ok(table) => tables.insert(name, table),
            Err(problem) => report.push(problem.under(&pointer::join("/tables", &name))),
        }
    }
    report.finish().map(|_| tables)
}
