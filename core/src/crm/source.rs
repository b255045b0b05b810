//! An exported file as a call gives it: its columns found by name, its cells freed of what means nothing.

use super::formats::Formats;
use super::model::SourceModel;
use crate::table::{Column, LiteralColumn, Table, Tag, TextColumn};

/// An exported file with what the mapping says about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'t> {
    pub(super) name: &'t str,
    pub(super) model: &'t SourceModel,
    pub(super) table: &'t Table,
}

/// A column that was found, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'t> {
    pub(super) name: &'t str,
    pub(super) column: &'t Column,
    /// Whether its name is only nearly the one asked for.
    pub(super) guessed: bool,
}

impl<'t> Source<'t> {
    /// The first of these columns that is there: by its name, else by the one name that is the same but
    /// for capitals, blanks and signs.
    pub(super) fn find(&self, names: &[String]) -> Option<Found<'t>> {
        for name in names {
            if let Some((name, column)) = self.table.columns().find(|(known, _)| known == name) {
                return Some(Found { name, column, guessed: false });
            }
        }
        for name in names {
            let near = || self.table.columns().filter(|(known, _)| letters(known).eq(letters(name)));
            if let (Some((name, column)), 1) = (near().next(), near().count()) {
                return Some(Found { name, column, guessed: true });
            }
        }
        None
    }
}

/// The letters and digits of a name, in lower case.
fn letters(name: &str) -> impl Iterator<Item = char> + '_ {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Which rows of a source are read: all of them, or those listed.
#[derive(Debug, Clone)]
pub(super) enum Selection {
    All(usize),
    Rows(Vec<u32>),
}

impl Selection {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::All(rows) => *rows,
            Self::Rows(rows) => rows.len(),
        }
    }

    /// The source's row behind one of these.
    #[inline]
    pub(super) fn row(&self, row: usize) -> usize {
        match self {
            Self::All(_) => row,
            Self::Rows(rows) => rows.get(row).map_or(usize::MAX, |&row| row as usize),
        }
    }

    /// Those that `keep` lets through, and their positions here; nothing if that is all of them.
    pub(super) fn kept(&self, keep: impl Fn(usize) -> bool) -> Option<(Self, Vec<u32>)> {
        let positions: Vec<u32> =
            (0..self.len()).filter(|&row| keep(row)).filter_map(|row| u32::try_from(row).ok()).collect();
        if positions.len() == self.len() {
            return None;
        }
        let rows = positions.iter().filter_map(|&row| u32::try_from(self.row(row as usize)).ok()).collect();
        Some((Self::Rows(rows), positions))
    }

    /// The cells of these rows.
    pub(super) fn of(&self, column: &Column) -> Column {
        match self {
            Self::All(_) => column.clone(),
            Self::Rows(rows) => column.take(rows),
        }
    }
}

/// Cells without blanks and without the texts that mean an empty cell, as `formats` has them.
pub(super) fn cleaned(column: Column, formats: &Formats) -> Column {
    if formats.is_plain() {
        return column;
    }
    match column {
        Column::Text(text) => {
            Column::Text(TextColumn::from_options(text.iter().map(|cell| cell.and_then(|cell| formats.text(cell)))))
        }
        Column::Literal(LiteralColumn { text, mut tags }) => {
            let mut cells = Vec::with_capacity(tags.len());
            for (row, tag) in tags.iter_mut().enumerate() {
                let cell = text.get(row);
                let kept = if *tag == Tag::Text { cell.and_then(|cell| formats.text(cell)) } else { cell };
                if kept.is_none() {
                    *tag = Tag::Missing;
                }
                cells.push(Some(kept.unwrap_or_default()));
            }
            Column::Literal(LiteralColumn { text: TextColumn::from_options(cells), tags })
        }
        typed => typed,
    }
}

/// The column as text, whatever it holds.
pub(super) fn as_text(column: &Column) -> std::borrow::Cow<'_, TextColumn> {
    match column {
        Column::Text(text) => std::borrow::Cow::Borrowed(text),
        // A missing literal is an empty text, which nobody takes for a word.
        Column::Literal(LiteralColumn { text, tags })
            if !tags.iter().any(|tag| matches!(tag, Tag::True | Tag::False)) =>
        {
            std::borrow::Cow::Borrowed(text)
        }
        other => std::borrow::Cow::Owned(other.to_text()),
    }
}

/// The word of a cell; nothing where it is empty.
#[inline]
pub(super) fn word(text: &TextColumn, row: usize) -> Option<&str> {
    text.get(row).filter(|cell| !cell.is_empty())
}
