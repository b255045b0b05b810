//! One column on its way to its type: reading its cells and noting those that cannot be used.

use super::super::{Cells, Column, Intake, LiteralColumn, Tag, TextColumn, Validity};
use crate::number::NumberError;
use crate::problem::{Code, Problem, pointer};
use crate::time::TimeError;

/// A column being read, and where what it finds goes.
pub(super) struct Field<'c> {
    pub(super) name: &'c str,
    /// Its position among the columns.
    pub(super) position: usize,
    /// Whether its cells may be empty.
    pub(super) nullable: bool,
    /// Whether it holds amounts of the record's currency.
    pub(super) money: bool,
    pub(super) rows: usize,
    pub(super) intake: &'c Intake,
    /// The minor unit of each record, where floats are to be rounded.
    pub(super) minor_units: Option<&'c [Option<u32>]>,
    pub(super) refused: &'c mut Vec<Refused>,
    pub(super) rounded: &'c mut usize,
}

/// A cell that cannot be used.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) row: usize,
    /// The position of its column.
    pub(super) position: usize,
    pub(super) code: Code,
    /// The cell, cut.
    pub(super) value: String,
    pub(super) message: String,
}

/// Why a cell cannot be used, before its row is known.
#[derive(Debug)]
pub(super) struct Refusal(Box<(Code, String)>);

impl Refusal {
    pub(super) fn new(code: Code, message: impl Into<String>) -> Self {
        Self(Box::new((code, message.into())))
    }

    /// The cell is of another type than the column wants.
    pub(super) fn wrong_type(found: &str, wanted: &str) -> Self {
        Self::new(Code::TableWrongType, format!("the cell is {found}, not {wanted}"))
    }
}

impl From<NumberError> for Refusal {
    fn from(error: NumberError) -> Self {
        Self::new(Code::parse(error.code()).unwrap_or(Code::NumberNotADecimal), error.to_string())
    }
}

impl From<TimeError> for Refusal {
    fn from(error: TimeError) -> Self {
        Self::new(Code::parse(error.code()).unwrap_or(Code::TimeBadDate), error.to_string())
    }
}

/// Why a whole column cannot be used.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Its type cannot stand for the one wanted.
    Unsupported { found: &'static str, wanted: &'static str },
    /// It has time stamps without a zone, and the caller named none.
    ZoneMissing,
}

impl Trouble {
    pub(super) fn unsupported(column: &Column, wanted: &'static str) -> Self {
        Self::Unsupported { found: column.kind(), wanted }
    }

    pub(super) fn into_problem(self, table: &str, column: &str) -> Problem {
        let at = pointer::table(table, Some(column));
        match self {
            Self::Unsupported { found, wanted } => {
                let message = format!("the column `{column}` holds {found}, not {wanted}");
                Problem::new(Code::TableUnsupportedType, at, message).with("found", found).with("wanted", wanted)
            }
            Self::ZoneMissing => {
                let message = format!("the time stamps of `{column}` have no zone, and no `time_zone` is given");
                Problem::new(Code::TimeZoneMissing, at, message)
            }
        }
    }
}

/// A filled cell as its source wrote it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Written<'t> {
    Text(&'t str),
    /// A JSON number.
    Number(&'t str),
    Boolean(bool),
}

/// Text cells with what their source says about them.
pub(super) struct Source<'t> {
    pub(super) text: &'t TextColumn,
    /// For literals only; other text cells are all text.
    pub(super) tags: Option<&'t [Tag]>,
}

impl<'t> From<&'t TextColumn> for Source<'t> {
    fn from(text: &'t TextColumn) -> Self {
        Self { text, tags: None }
    }
}

impl<'t> From<&'t LiteralColumn> for Source<'t> {
    fn from(column: &'t LiteralColumn) -> Self {
        Self { text: &column.text, tags: Some(&column.tags) }
    }
}

impl Field<'_> {
    /// Reads every filled cell with `read`; the result says which cells are filled and could be
    /// read. With `empty_is_missing` an empty text is an empty cell.
    pub(super) fn read_text<'t>(
        &mut self,
        source: impl Into<Source<'t>>,
        empty_is_missing: bool,
        mut read: impl FnMut(&mut Self, usize, Written<'t>) -> Result<(), Refusal>,
    ) -> Validity {
        let Source { text, tags } = source.into();
        let mut flags = Flags::new(self.rows);
        for row in 0..self.rows {
            let cell = text.get(row);
            let written = match (tags.map(|tags| tags.get(row)), cell) {
                (None | Some(Some(Tag::Text)), Some("")) if empty_is_missing => None,
                (None | Some(Some(Tag::Text)), Some(text)) => Some(Written::Text(text)),
                (Some(Some(Tag::Number)), Some(text)) => Some(Written::Number(text)),
                (Some(Some(Tag::True)), _) => Some(Written::Boolean(true)),
                (Some(Some(Tag::False)), _) => Some(Written::Boolean(false)),
                _ => None,
            };
            let outcome = match written {
                Some(_) if cell.is_some_and(|text| text.len() > self.intake.max_cell_bytes) => self.too_large(cell),
                Some(written) => read(self, row, written),
                None => {
                    flags.clear(row);
                    match stray_code(text, row) {
                        Some(code) => self.refuse(row, &code.to_string(), stray(code)),
                        None => self.missing(row),
                    }
                    continue;
                }
            };
            if let Err(refusal) = outcome {
                flags.clear(row);
                let value = match written {
                    Some(Written::Boolean(true)) => "true",
                    Some(Written::Boolean(false)) => "false",
                    _ => cell.unwrap_or_default(),
                };
                self.refuse(row, value, refusal);
            }
        }
        flags.finish()
    }

    /// Reads every filled cell with `read`; `show` writes one that could not be read.
    pub(super) fn read_cells<T: Copy + Default>(
        &mut self,
        cells: &Cells<T>,
        show: impl Fn(T) -> String,
        mut read: impl FnMut(&mut Self, usize, T) -> Result<(), Refusal>,
    ) -> Validity {
        let mut flags = Flags::new(self.rows);
        for row in 0..self.rows {
            match cells.get(row) {
                Some(value) => {
                    if let Err(refusal) = read(self, row, value) {
                        flags.clear(row);
                        self.refuse(row, &show(value), refusal);
                    }
                }
                None => {
                    flags.clear(row);
                    self.missing(row);
                }
            }
        }
        flags.finish()
    }

    /// Notes a cell that cannot be used.
    #[cold]
    pub(super) fn refuse(&mut self, row: usize, value: &str, refusal: Refusal) {
        let (code, message) = *refusal.0;
        self.refused.push(Refused { row, position: self.position, code, value: cut(value), message });
    }

    /// Notes an empty cell, if it must not be empty.
    #[inline]
    pub(super) fn missing(&mut self, row: usize) {
        if !self.nullable {
            let refusal = Refusal::new(Code::TableMissingValue, format!("`{}` is empty", self.name));
            self.refuse(row, "", refusal);
        }
    }

    #[cold]
    fn too_large(&self, cell: Option<&str>) -> Result<(), Refusal> {
        let (size, limit) = (cell.map_or(0, str::len), self.intake.max_cell_bytes);
        let message = format!("the cell has {size} bytes, the limit is {limit}");
        Err(Refusal::new(Code::TableCellTooLarge, message))
    }
}

/// The code of a cell that points beyond the words of its column.
fn stray_code(text: &TextColumn, row: usize) -> Option<u32> {
    match text {
        TextColumn::Coded { codes, words, valid } if valid.is_valid(row) => {
            codes.get(row).copied().filter(|code| *code as usize >= words.len())
        }
        _ => None,
    }
}

fn stray(code: u32) -> Refusal {
    Refusal::new(Code::TableUnknownValue, format!("the code {code} is beyond the words of its column"))
}

/// The first characters of a text: a bad cell can be of any size.
pub(super) fn cut(text: &str) -> String {
    const SHOWN: usize = 80;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Validity under construction: flags exist only once a cell is not filled.
pub(super) struct Flags {
    rows: usize,
    flags: Option<Vec<bool>>,
}

impl Flags {
    pub(super) fn new(rows: usize) -> Self {
        Self { rows, flags: None }
    }

    /// Goes on from what is known already.
    pub(super) fn resume(rows: usize, valid: Validity) -> Self {
        Self { rows, flags: valid.flags().map(<[bool]>::to_vec) }
    }

    #[inline]
    pub(super) fn clear(&mut self, row: usize) {
        let flags = self.flags.get_or_insert_with(|| vec![true; self.rows]);
        if let Some(flag) = flags.get_mut(row) {
            *flag = false;
        }
    }

    #[inline]
    pub(super) fn is_set(&self, row: usize) -> bool {
        self.flags.as_ref().is_none_or(|flags| flags.get(row).copied().unwrap_or(false))
    }

    pub(super) fn into_flags(self) -> Option<Vec<bool>> {
        self.flags
    }

    pub(super) fn finish(self) -> Validity {
        self.flags.map_or(Validity::ALL, Validity::from_flags)
    }
}
