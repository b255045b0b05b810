//! Tables as the browser hands them over.

use js_sys::Uint8Array;
use quarterdeck::problem::{Problems, Report, pointer};
use quarterdeck::table;
use wasm_bindgen::prelude::*;

use crate::Table;
use crate::columns::{ColumnIn, read};

#[wasm_bindgen]
extern "C" {
    /// A table argument: text, or columns, or a table of an earlier answer.
    pub type Source;

    #[wasm_bindgen(method, getter)]
    fn name(this: &Source) -> String;
    #[wasm_bindgen(method, getter)]
    fn rows(this: &Source) -> Option<Uint8Array>;
    #[wasm_bindgen(method, getter)]
    fn csv(this: &Source) -> Option<Uint8Array>;
    #[wasm_bindgen(method, getter)]
    fn columns(this: &Source) -> Option<Vec<ColumnIn>>;
    #[wasm_bindgen(method, getter)]
    fn table(this: &Source) -> Option<Table>;
}

/// The tables of a call; every one that cannot be read is a problem of its own.
pub(crate) fn tables(sources: &[Source]) -> Result<table::Tables, Problems> {
    let mut tables = table::Tables::new();
    let mut report = Report::new();
    for source in sources {
        let read = match (source.rows(), source.csv(), source.table()) {
            (Some(text), ..) => table::Table::from_rows(&text.to_vec()),
            (_, Some(text), _) => table::Table::from_csv(&text.to_vec()),
            (.., Some(table)) => Ok((*table.0).clone()),
            _ => {
                let columns = source.columns().unwrap_or_default();
                let columns: Result<Vec<_>, _> = columns.iter().map(read).collect();
                columns.and_then(table::Table::from_typed)
            }
        };
        match read {
            Ok(table) => tables.insert(source.name(), table),
            Err(problem) => report.push(problem.under(&pointer::join("/tables", &source.name()))),
        }
    }
    report.finish().map(|_| tables)
}
