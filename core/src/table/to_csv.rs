//! Columns to CSV (RFC 4180, with a header line).

use super::write::{Style, write_cell};
use super::{Column, Table};

const CSV: Style = Style { text: write_field, quote: "", missing: "" };

impl Table {
    /// The rows as CSV, columns in their order, lines ended by `\n`. An empty text and an empty cell
    /// look the same.
    #[must_use]
    pub fn to_csv(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let columns: Vec<(&str, &Column)> = self.columns().collect();
        write_line(&mut out, columns.iter(), |(name, _), out| write_field(name, out));
        for row in 0..self.rows() {
            write_line(&mut out, columns.iter(), |(_, column), out| write_cell(column, row, &CSV, out));
        }
        out
    }
}

fn write_line<T>(out: &mut Vec<u8>, cells: impl Iterator<Item = T>, mut write: impl FnMut(T, &mut Vec<u8>)) {
    let start = out.len();
    for (position, cell) in cells.enumerate() {
        if position > 0 {
            out.push(b',');
        }
        write(cell, out);
    }
    if out.len() == start {
        // A blank line would be skipped by every reader, and with it the row.
        out.extend_from_slice(b"\"\"");
    }
    out.push(b'\n');
}

fn write_field(text: &str, out: &mut Vec<u8>) {
    if !text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    for byte in text.bytes() {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}
