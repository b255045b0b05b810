//! CSV to columns (RFC 4180, with a header line).

use super::literal::LiteralBuilder;
use super::{Column, Table, Tag};
use crate::problem::{Code, Problem, pointer};

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
        match std::str::from_utf8(text) {
            Ok(text) => read(text),
            Err(error) => Err(not_utf8(text, error.valid_up_to())),
        }
    }
}

/// After how many rows the size of the rest is told from what is there.
const SAMPLE: usize = 1_000;

fn read(text: &str) -> Result<Table, Problem> {
    let mut scanner = Scanner::new(text);
    let names = header(&mut scanner)?;
    let mut columns: Vec<LiteralBuilder> = names.iter().map(|_| LiteralBuilder::default()).collect();
    let (first, mut rows, mut spare) = (scanner.at, 0, String::new());
    while scanner.begin() {
        let start = scanner.at;
        let mut fields = 0;
        loop {
            let Some((field, last)) = scanner.field(&mut spare) else { return Err(unclosed(text, start)) };
            if let Some(column) = columns.get_mut(fields) {
                column.push(if field.is_empty() { Tag::Missing } else { Tag::Text }, field);
            }
            fields += 1;
            if last {
                break;
            }
        }
        if fields != columns.len() {
            return Err(uneven(text, start, rows, fields, columns.len()));
        }
        rows += 1;
        if rows == SAMPLE {
            // Twice as many rows at a time would copy what is there again and again.
            let all = (text.len() - first) / ((scanner.at - first) / SAMPLE).max(1);
            columns.iter_mut().for_each(|column| column.expect(all));
        }
    }
    let mut table = Table::with_rows(rows);
    for (name, column) in names.into_iter().zip(columns) {
        table.push(name, Column::Literal(column.finish()))?;
    }
    Ok(table)
}

fn header(scanner: &mut Scanner<'_>) -> Result<Vec<String>, Problem> {
    if !scanner.begin() {
        return Err(Problem::new(Code::TableNotCsv, "", "the text has no header line"));
    }
    let (start, mut names, mut spare) = (scanner.at, Vec::new(), String::new());
    loop {
        let Some((name, last)) = scanner.field(&mut spare) else { return Err(unclosed(scanner.text, start)) };
        names.push(name.to_owned());
        if last {
            return Ok(names);
        }
    }
}

/// Field by field through a text.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Goes on to the next record, past blank lines; whether there is one.
    fn begin(&mut self) -> bool {
        self.at += self.rest().iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        self.at < self.text.len()
    }

    /// The next field, and whether it is the last of its record; nothing if its quote is never closed.
    /// What cannot be given as it stands is put together in `spare`.
    #[inline]
    fn field<'s>(&mut self, spare: &'s mut String) -> Option<(&'s str, bool)>
    where
        't: 's,
    {
        if self.rest().first() == Some(&b'"') {
            return self.quoted(spare);
        }
        let field = self.bare();
        Some((field, self.end()))
    }

    /// What stands before the next comma or end of line.
    #[inline]
    fn bare(&mut self) -> &'t str {
        let rest = self.rest();
        let length = rest.iter().position(|byte| matches!(byte, b',' | b'\n' | b'\r')).unwrap_or(rest.len());
        let start = self.at;
        self.at += length;
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Goes past the comma or the end of line that ends a field; whether the record ends.
    #[inline]
    fn end(&mut self) -> bool {
        let next = self.rest().first();
        self.at += usize::from(next.is_some());
        next != Some(&b',')
    }

    fn quoted<'s>(&mut self, spare: &'s mut String) -> Option<(&'s str, bool)>
    where
        't: 's,
    {
        let mut whole = None;
        spare.clear();
        self.at += 1;
        loop {
            let length = self.rest().iter().position(|byte| *byte == b'"')?;
            let part = self.text.get(self.at..self.at + length).unwrap_or_default();
            self.at += length + 1;
            match self.rest().first() {
                Some(b'"') => {
                    spare.push_str(part);
                    spare.push('"');
                    self.at += 1;
                    whole = Some(());
                }
                None | Some(b',' | b'\n' | b'\r') if whole.is_none() => return Some((part, self.end())),
                _ => {
                    // What follows the closing quote belongs to the field.
                    spare.push_str(part);
                    spare.push_str(self.bare());
                    return Some((spare, self.end()));
                }
            }
        }
    }
}

/// The line on which a byte stands, from 1.
fn line(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

#[cold]
fn uneven(text: &str, start: usize, row: usize, fields: usize, expected: usize) -> Problem {
    let line = line(text, start);
    let message = format!("line {line}: the row has {fields} fields, the header {expected}");
    Problem::new(Code::TableNotCsv, pointer::at("", row), message).with("line", line).with("row", row)
}

/// A text that ends inside quotes: every row after the quote would be lost in one cell.
#[cold]
fn unclosed(text: &str, start: usize) -> Problem {
    let line = line(text, start);
    let message = format!("a quote opened in the row at line {line} is never closed");
    Problem::new(Code::TableNotCsv, "", message).with("line", line)
}

/// A text that is UTF-8 only up to a byte: the cell in which that stands.
#[cold]
fn not_utf8(text: &[u8], valid: usize) -> Problem {
    let sound = text.get(..valid).and_then(|sound| std::str::from_utf8(sound).ok()).unwrap_or_default();
    // Any letter in place of the byte, and the cell is the last one that begins.
    let sound = format!("{sound}?");
    let mut scanner = Scanner::new(&sound);
    let (mut names, mut spare) = (Vec::new(), String::new());
    let (mut records, mut position, mut start) = (0_usize, 0, 0);
    while scanner.begin() {
        records += 1;
        position = 0;
        loop {
            start = scanner.at;
            let Some((field, last)) = scanner.field(&mut spare) else { break };
            if records == 1 {
                names.push(field.to_owned());
            }
            if last {
                break;
            }
            position += 1;
        }
        if start >= valid {
            break;
        }
    }
    // The header is no row, and its names are not yet known.
    let row = records.checked_sub(2).map(|row| pointer::at("", row));
    let at = row.map_or(String::new(), |row| names.get(position).map_or(row.clone(), |name| pointer::join(&row, name)));
    let byte = valid.saturating_sub(start);
    let message = format!("byte {byte} of the cell is not UTF-8");
    Problem::new(Code::TableNotUtf8, at, message).with("byte", byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the crate `csv` reads, as rows of cells.
    fn peer(text: &str) -> Option<Vec<Vec<String>>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let record = |record: Result<csv::StringRecord, csv::Error>| {
            record.ok().map(|record| record.iter().map(str::to_owned).collect())
        };
        reader.records().map(record).collect()
    }

    fn ours(text: &str) -> Option<Vec<Vec<String>>> {
        let table = Table::from_csv(text.as_bytes()).ok()?;
        let names = table.columns().map(|(name, _)| name.to_owned()).collect();
        let cell = |row: usize| move |(_, column): (&str, &Column)| column.text_at(row).unwrap_or_default().to_owned();
        let rows = (0..table.rows()).map(|row| table.columns().map(cell(row)).collect());
        Some(std::iter::once(names).chain(rows).collect())
    }

    proptest! {
        #[test]
        fn what_the_crate_csv_reads_is_read_the_same(text in "a,b\n[ab\"\",\n\r é]{0,30}") {
            // A quote that is never closed is refused here, and closed at the end there.
            match ours(&text) {
                Some(rows) => prop_assert_eq!(Some(rows), peer(&text)),
                None => prop_assert!(peer(&text).is_none() || unclosed_at_the_end(&text)),
            }
        }
    }

    fn unclosed_at_the_end(text: &str) -> bool {
        Table::from_csv(text.as_bytes()).is_err_and(|problem| problem.message.contains("never closed"))
    }
}
