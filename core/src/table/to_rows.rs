//! Columns to JSON rows.

use sha2::{Digest, Sha256};

use super::write::{Style, write_cell};
use super::{Column, Table};
use crate::problem::json::write_text;
use crate::sorted;

const JSON: Style = Style { text: write_text, quote: "\"", missing: "null" };

impl Table {
    /// The rows as canonical JSON: an array of objects with their keys in byte order and no spaces.
    ///
    /// Decimals and ratios are strings, dates `YYYY-MM-DD`, instants RFC 3339 in UTC, empty cells
    /// null. A cell that was never given a type is written as it was read.
    #[must_use]
    pub fn to_rows(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write_rows(&mut out);
        out
    }

    /// SHA-256 of what [`to_rows`](Self::to_rows) gives, in hexadecimal: the name of a table in a result's
    /// provenance.
    #[must_use]
    pub fn digest(&self) -> String {
        Sha256::digest(self.to_rows()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Appends what [`to_rows`](Self::to_rows) gives.
    pub fn write_rows(&self, out: &mut Vec<u8>) {
        let columns = keyed_columns(self);
        out.push(b'[');
        for row in 0..self.rows() {
            out.extend_from_slice(if row > 0 { b",{" } else { b"{" });
            for (key, column) in &columns {
                out.extend_from_slice(key);
                write_cell(column, row, &JSON, out);
            }
            out.push(b'}');
        }
        out.push(b']');
    }
}

/// The columns in the order of their names, each with the text that stands before its cells.
fn keyed_columns(table: &Table) -> Vec<(Vec<u8>, &Column)> {
    let mut columns: Vec<(&str, &Column)> = table.columns().collect();
    sorted::sort_by_key(&mut columns, |(name, _)| *name);
    let keyed = |(position, (name, column)): (usize, (&str, _))| {
        let mut key = Vec::new();
        if position > 0 {
            key.push(b',');
        }
        write_text(name, &mut key);
        key.push(b':');
        (key, column)
    };
    columns.into_iter().enumerate().map(keyed).collect()
}
