//! One column on its way to its type: reading its cells and noting those that cannot be used.

use super::super::{Cells, Intake, LiteralColumn, Tag, TextColumn, Validity};
use super::flags::Flags;
use super::refusal::{Refusal, Refused};
use crate::problem::Code;

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

    /// Whether every cell of a text column can be told to be fine without looking at its text.
    pub(super) fn takes_whole(&self, text: &TextColumn, empty_is_missing: bool) -> bool {
        let sizes = usize::from(empty_is_missing)..=self.intake.max_cell_bytes;
        let valid = text.validity();
        if !self.nullable && valid.flags().is_some() {
            return false;
        }
        match text {
            TextColumn::Plain { texts, .. } => {
                let mut start = 0;
                texts.ends().last().is_none_or(|&end| end <= texts.bytes().len())
                    && texts.ends().iter().enumerate().all(|(row, &end)| {
                        let size = end.wrapping_sub(start);
                        start = end;
                        sizes.contains(&size) || !valid.is_valid(row)
                    })
            }
            TextColumn::Picked { .. } => (0..text.len())
                .all(|row| !valid.is_valid(row) || text.get(row).is_some_and(|cell| sizes.contains(&cell.len()))),
            TextColumn::Coded { codes, words, .. } => {
                words.iter().all(|word| sizes.contains(&word.len()))
                    && codes
                        .iter()
                        .enumerate()
                        .all(|(row, &code)| (code as usize) < words.len() || !valid.is_valid(row))
            }
        }
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
        self.refused.push(refusal.at(row, self.position, value));
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
