//! JSON rows to columns: `[{"deal_id": "d1", "amount": "12.50"}, …]`.

use jiter::{Jiter, JiterError, JiterErrorType, Peek};

use super::intern::Interner;
use super::literal::LiteralBuilder;
use super::{Column, Table, Tag};
use crate::problem::{Code, Problem, pointer};

/// The most columns that rows may bring together. Rows are sparse and columns are not: without a
/// limit a small text of rows with ever new keys would fill the memory.
const MAX_COLUMNS: usize = 4_096;

impl Table {
    /// Reads a JSON array of objects whose values are strings, numbers, booleans or null.
    ///
    /// Columns stand in the order in which their keys first appear; a key that a row does not have
    /// is an empty cell. Numbers stay as they are written until the table meets its shape, which is
    /// also what judges the `NaN`, `Infinity` and `-Infinity` that some hosts write.
    ///
    /// # Errors
    /// `table.not_rows` for any other text, with `line` and `column` where it is not JSON and with
    /// the pointer `/row/column` where it is; `table.not_utf8`; `document.duplicate_key`.
    ///
    /// ```
    /// use quarterdeck::table::Table;
    /// let table = Table::from_rows(br#"[{"id": "a", "amount": 1.50}, {"id": "b", "note": null}]"#)?;
    /// assert_eq!(table.rows(), 2);
    /// assert_eq!(table.columns().map(|(name, _)| name).collect::<Vec<_>>(), ["id", "amount", "note"]);
    /// assert_eq!(table.to_rows(), br#"[{"amount":1.50,"id":"a","note":null},{"amount":null,"id":"b","note":null}]"#);
    /// # Ok::<(), quarterdeck::problem::Problem>(())
    /// ```
    pub fn from_rows(json: &[u8]) -> Result<Self, Problem> {
        if let Err(error) = std::str::from_utf8(json) {
            let byte = error.valid_up_to();
            return Err(Problem::new(Code::TableNotUtf8, "", format!("byte {byte} is not UTF-8")).with("byte", byte));
        }
        let mut rows =
            Rows { jiter: Jiter::new(json).with_allow_inf_nan(), names: Interner::new(), columns: Vec::new(), row: 0 };
        rows.read()?;
        let mut table = Self::with_rows(rows.row);
        for (name, column) in rows.names.words().iter().zip(rows.columns) {
            table.push(name.as_str(), Column::Literal(column.finish()))?;
        }
        Ok(table)
    }
}

struct Rows<'t> {
    jiter: Jiter<'t>,
    /// The number of a name is the position of its column.
    names: Interner,
    columns: Vec<LiteralBuilder>,
    row: usize,
}

impl<'t> Rows<'t> {
    fn read(&mut self) -> Result<(), Problem> {
        let first = self.step(Jiter::peek)?;
        if first != Peek::Array {
            return Err(not_rows("", format!("the rows are {}, not an array", kind(first))));
        }
        let mut next = self.step(Jiter::known_array)?;
        while let Some(peek) = next {
            if peek != Peek::Object {
                let message = format!("row {} is {}, not an object", self.row, kind(peek));
                return Err(not_rows(&pointer::at("", self.row), message));
            }
            self.record()?;
            next = self.step(Jiter::array_step)?;
        }
        let rows = self.row;
        self.columns.iter_mut().for_each(|column| column.pad(rows));
        self.step(Jiter::finish)
    }

    fn record(&mut self) -> Result<(), Problem> {
        // Rows mostly have the same keys in the same order: the next key is likely the next column's.
        let mut expected = 0;
        let mut first = true;
        loop {
            let key = if first { self.jiter.known_object() } else { self.jiter.next_key() };
            first = false;
            let position = match key {
                Ok(None) => break,
                Ok(Some(key)) => position(&mut self.names, expected, key),
                Err(error) => return Err(syntax(&self.jiter, &error)),
            };
            if position >= self.columns.len() {
                if position >= MAX_COLUMNS {
                    let message = format!("the rows have more than {MAX_COLUMNS} different keys");
                    return Err(not_rows(&pointer::at("", self.row), message).with("limit", MAX_COLUMNS));
                }
                self.columns.push(LiteralBuilder::default());
            }
            self.cell(position)?;
            expected = position + 1;
        }
        self.row += 1;
        Ok(())
    }

    #[inline]
    fn cell(&mut self, position: usize) -> Result<(), Problem> {
        let peek = self.step(Jiter::peek)?;
        let Some(column) = self.columns.get_mut(position) else { return Ok(()) };
        if column.len() > self.row {
            return Err(self.twice(position));
        }
        column.pad(self.row);
        let read = match peek {
            Peek::String => self.jiter.known_str().map(|text| column.push(Tag::Text, text)),
            Peek::Null => self.jiter.known_null().map(|()| column.push(Tag::Missing, "")),
            // Skipped, as its kind is known: to be told would bring in code for every kind there is.
            Peek::True => self.jiter.known_skip(peek).map(|()| column.push(Tag::True, "")),
            Peek::False => self.jiter.known_skip(peek).map(|()| column.push(Tag::False, "")),
            Peek::Array | Peek::Object => return Err(self.nested(position, peek)),
            _ => self.jiter.known_number_bytes(peek).map(|bytes| {
                column.push(Tag::Number, std::str::from_utf8(bytes).unwrap_or_default());
            }),
        };
        read.map_err(|error| syntax(&self.jiter, &error))
    }

    #[inline]
    fn step<T>(&mut self, step: impl FnOnce(&mut Jiter<'t>) -> Result<T, JiterError>) -> Result<T, Problem> {
        match step(&mut self.jiter) {
            Ok(value) => Ok(value),
            Err(error) => Err(syntax(&self.jiter, &error)),
        }
    }

    #[cold]
    fn twice(&self, position: usize) -> Problem {
        let name = self.name(position);
        let message = format!("`{name}` stands twice in row {}", self.row);
        Problem::new(Code::DocumentDuplicateKey, self.here(name), message).with("key", name).with("row", self.row)
    }

    #[cold]
    fn nested(&self, position: usize, peek: Peek) -> Problem {
        let name = self.name(position);
        let message = format!("`{name}` in row {} is {}, not a single value", self.row, kind(peek));
        not_rows(&self.here(name), message).with("row", self.row)
    }

    fn name(&self, position: usize) -> &str {
        self.names.words().get(position).map_or("", String::as_str)
    }

    fn here(&self, name: &str) -> String {
        pointer::join(&pointer::at("", self.row), name)
    }
}

/// The position of a key's column, which is a new one for a key not seen before.
#[inline]
fn position(names: &mut Interner, expected: usize, key: &str) -> usize {
    match names.words().get(expected) {
        Some(name) if name == key => expected,
        _ => names.intern(key) as usize,
    }
}

#[cold]
fn syntax(jiter: &Jiter<'_>, error: &JiterError) -> Problem {
    let position = error.get_position(jiter);
    let what = match &error.error_type {
        JiterErrorType::JsonError(kind) => kind.to_string(),
        JiterErrorType::WrongType { .. } => "unexpected value".to_owned(),
    };
    let message =
        format!("line {}, column {}: the text is not JSON, {}", position.line, position.column, what.to_lowercase());
    not_rows("", message).with("line", position.line).with("column", position.column)
}

fn not_rows(at: &str, message: String) -> Problem {
    Problem::new(Code::TableNotRows, at, message)
}

fn kind(peek: Peek) -> &'static str {
    match peek {
        Peek::Null => "null",
        Peek::True | Peek::False => "a boolean",
        Peek::String => "a string",
        Peek::Array => "an array",
        Peek::Object => "an object",
        _ => "a number",
    }
}
