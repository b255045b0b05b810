//! CSV to columns and back (RFC 4180, with a header line).

use csv::{ByteRecord, ErrorKind, ReaderBuilder};

use super::literal::LiteralBuilder;
use super::write::{Style, write_cell};
use super::{Column, Table, Tag};
use crate::problem::{Code, Problem, pointer};

const CSV: Style = Style { text: write_field, quote: "", missing: "" };

impl Table {
    /// Reads comma-separated text whose first line names the columns.
    ///
    /// Every field is text until the table meets its shape; an empty field is an empty cell, quoted
    /// or not. A byte order mark is skipped, as are blank lines.
    ///
    /// # Errors
    /// `table.not_csv` without a header line, where a row has more or fewer fields than the header
    /// or a quote is never closed, with `line` and `row`; `table.not_utf8`; `table.duplicate_column`.
    ///
    /// ```
    /// use quarterdeck::table::Table;
    /// let table = Table::from_csv(b"deal_id,note\nd1,\"big, \"\"new\"\"\"\nd2,\n")?;
    /// assert_eq!(table.to_rows(), br#"[{"deal_id":"d1","note":"big, \"new\""},{"deal_id":"d2","note":null}]"#);
    /// # Ok::<(), quarterdeck::problem::Problem>(())
    /// ```
    pub fn from_csv(text: &[u8]) -> Result<Self, Problem> {
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let mut reader = ReaderBuilder::new().has_headers(false).from_reader(text);
        let mut record = ByteRecord::new();
        if !advance(&mut reader, &mut record, 0)? {
            return Err(Problem::new(Code::TableNotCsv, "", "the text has no header line"));
        }
        let mut names = Vec::with_capacity(record.len());
        for name in &record {
            names.push(utf8(name, String::new)?.to_owned());
        }
        let mut last_start = 0;
        let mut columns: Vec<LiteralBuilder> = names.iter().map(|_| LiteralBuilder::default()).collect();
        let mut rows = 0;
        while advance(&mut reader, &mut record, rows)? {
            for ((column, name), field) in columns.iter_mut().zip(&names).zip(&record) {
                let field = utf8(field, || pointer::join(&pointer::at("", rows), name))?;
                column.push(if field.is_empty() { Tag::Missing } else { Tag::Text }, field);
            }
            last_start = record.position().map_or(last_start, csv::Position::byte);
            rows += 1;
        }
        let last = text.get(usize::try_from(last_start).unwrap_or(usize::MAX)..).unwrap_or_default();
        if ends_inside_quotes(last) {
            let line = record_line(text, last);
            let message = format!("a quote opened in the row at line {line} is never closed");
            return Err(Problem::new(Code::TableNotCsv, "", message).with("line", line));
        }
        let mut table = Self::with_rows(rows);
        for (name, column) in names.into_iter().zip(columns) {
            table.push(name, Column::Literal(column.finish()))?;
        }
        Ok(table)
    }

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

fn advance(reader: &mut csv::Reader<&[u8]>, record: &mut ByteRecord, row: usize) -> Result<bool, Problem> {
    reader.read_byte_record(record).map_err(|error| {
        let line = error.position().map_or(0, csv::Position::line);
        let message = match error.kind() {
            ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("line {line}: the row has {len} fields, the header {expected_len}")
            }
            other => format!("line {line}: {other:?}"),
        };
        Problem::new(Code::TableNotCsv, pointer::at("", row), message).with("line", line).with("row", row)
    })
}

fn utf8(field: &[u8], at: impl FnOnce() -> String) -> Result<&str, Problem> {
    std::str::from_utf8(field).map_err(|error| {
        let byte = error.valid_up_to();
        Problem::new(Code::TableNotUtf8, at(), format!("byte {byte} of the cell is not UTF-8")).with("byte", byte)
    })
}

/// Whether the text of the last record opens a quote and does not close it: the reader takes the end
/// of the text for its end, and every row after the quote would be lost in one cell.
fn ends_inside_quotes(record: &[u8]) -> bool {
    let mut inside = false;
    let mut field_start = true;
    let mut bytes = record.iter().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' if inside => {
                inside = bytes.next_if(|next| **next == b'"').is_some();
            }
            b'"' if field_start => inside = true,
            b',' | b'\n' | b'\r' if !inside => {
                field_start = true;
                continue;
            }
            _ => {}
        }
        field_start = false;
    }
    inside
}

fn record_line(text: &[u8], record: &[u8]) -> usize {
    let before = text.len() - record.len();
    1 + text.iter().take(before).filter(|byte| **byte == b'\n').count()
}
