//! The cells of one column that comes out: where they start, and what is done to them.

use std::collections::{BTreeMap, BTreeSet};

use super::document::Otherwise;
use super::formats::Formats;
use super::lookup::Index;
use super::model::{Cell, Origin, Piece};
use super::outcome::{Ledger, Noted, Outcome, What};
use super::source::{Found, Selection, Source, as_text, cleaned, word};
use super::{next, typed, words};
use crate::problem::{Code, Problem, pointer};
use crate::sorted;
use crate::table::{Column, ColumnKind, Intake, LiteralColumn, Tag, TextColumn};
use crate::time::Zone;

/// What the cells of one output are read with.
pub(super) struct Reader<'r, 't> {
    /// Every source of the call, by name.
    pub(super) sources: &'r BTreeMap<&'t str, Source<'t>>,
    /// The one that the rows come from.
    pub(super) source: Source<'t>,
    pub(super) rows: &'r Selection,
    pub(super) assume: bool,
    pub(super) intake: &'r Intake,
    pub(super) ledger: &'r mut Ledger,
}

/// A column that was read.
pub(super) struct Read {
    pub(super) column: Column,
    /// The column of the source that problems point to; the one that comes out, where there is none.
    pub(super) source_column: Option<String>,
    /// The positions of cells that were assumed.
    pub(super) assumed: Vec<usize>,
    pub(super) defaulted: usize,
}

impl<'t> Reader<'_, 't> {
    /// The cells of a rule; nothing where it is optional and the source lacks its column.
    ///
    /// # Errors
    /// What is wrong with a whole column: `crm.missing_column`, `crm.no_date_format`, `crm.ambiguous_date`,
    /// and those of types. Bad cells go to the ledger.
    pub(super) fn read(&mut self, name: &str, kind: Option<ColumnKind>, cell: &Cell) -> Result<Option<Read>, Problem> {
        let refused = self.ledger.refused.len();
        let origin = self.origin(kind, cell)?;
        let mut read = match origin {
            Some((column, source_column)) => {
                let at = source_column.clone().unwrap_or_else(|| name.to_owned());
                let column = self.worked(column, name, &at, kind, cell)?;
                Read { column, source_column, assumed: Vec::new(), defaulted: 0 }
            }
            None if !self.is_bare() && cell.default.is_none() && (cell.assume.is_none() || !self.assume) => {
                return Ok(None);
            }
            None => Read {
                column: Column::Text(TextColumn::from_options((0..self.rows.len()).map(|_| None))),
                source_column: None,
                assumed: Vec::new(),
                defaulted: 0,
            },
        };
        // A cell that was refused is empty here, and no stand-in makes it good.
        let bad = sorted::set(self.ledger.refused.iter().skip(refused).map(|refused| refused.row));
        if let Some(default) = &cell.default {
            read.defaulted = self.fill(&mut read, name, kind, default, &bad)?.len();
        }
        if let Some(assume) = cell.assume.as_ref().filter(|_| self.assume) {
            read.assumed = self.fill(&mut read, name, kind, assume, &bad)?;
        }
        Ok(Some(read))
    }

    /// Fills empty cells from another rule, and says which.
    fn fill(
        &mut self,
        read: &mut Read,
        name: &str,
        kind: Option<ColumnKind>,
        stand_in: &Cell,
        bad: &BTreeSet<usize>,
    ) -> Result<Vec<usize>, Problem> {
        let empty = |row: &usize| is_empty(&read.column, *row) && !bad.contains(&self.rows.row(*row));
        let rows: Vec<u32> = (0..self.rows.len()).filter(empty).filter_map(|row| u32::try_from(row).ok()).collect();
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        // Only the rows that need it are read, so that no other's cell can be at fault.
        let sources = rows.iter().filter_map(|&row| u32::try_from(self.rows.row(row as usize)).ok()).collect();
        let selection = Selection::Rows(sources);
        let mut reader = Reader { rows: &selection, ledger: &mut *self.ledger, ..*self };
        let Some(filled) = reader.read(name, kind, stand_in)? else { return Ok(Vec::new()) };
        if read.source_column.is_none() {
            read.source_column = filled.source_column;
        }
        let taken = |position: &usize| !is_empty(&filled.column, *position);
        let positions: Vec<usize> = (0..rows.len()).filter(taken).collect();
        let places: Vec<(usize, usize)> =
            positions.iter().filter_map(|&position| Some((*rows.get(position)? as usize, position))).collect();
        read.column = typed::filled(&read.column, &filled.column, &places);
        Ok(places.into_iter().map(|(row, _)| row).collect())
    }

    /// What a cell starts from, with the source's column that says so.
    fn origin(&mut self, kind: Option<ColumnKind>, cell: &Cell) -> Result<Option<(Column, Option<String>)>, Problem> {
        let column = match &cell.origin {
            Origin::Column(names) => {
                let Some(found) = self.find(names, cell.optional)? else { return Ok(None) };
                let column = cleaned(self.rows.of(found.column), &cell_formats(cell, &self.source));
                (column, Some(found.name.to_owned()))
            }
            Origin::Value(value) => (Column::Text(TextColumn::constant(value, self.rows.len())), None),
            Origin::Text(pieces) => match self.pieces(pieces, cell)? {
                Some(joined) => joined,
                None => return Ok(None),
            },
            Origin::Next { column, by } => {
                let Some(found) = self.find(std::slice::from_ref(column), cell.optional)? else { return Ok(None) };
                let formats = cell_formats(cell, &self.source);
                let ordered = cleaned(self.rows.of(found.column), &formats);
                let ordered = self.typed(ordered, found.name, kind, &formats, None)?;
                let mut groups = Vec::new();
                for name in by {
                    let Some(found) = self.find(std::slice::from_ref(name), false)? else { return Ok(None) };
                    groups.push(self.rows.of(found.column));
                }
                (next::next(&ordered, &groups), Some(found.name.to_owned()))
            }
        };
        Ok(Some(column))
    }

    /// Whether the source has neither rows nor columns: it then has them all, empty, as every table.
    fn is_bare(&self) -> bool {
        self.source.table.columns().next().is_none()
    }

    /// A column of the source.
    pub(super) fn find(&mut self, names: &[String], optional: bool) -> Result<Option<Found<'t>>, Problem> {
        let Some(found) = self.source.find(names) else {
            if optional || self.is_bare() {
                return Ok(None);
            }
            return Err(missing(&self.source, names));
        };
        if found.guessed {
            self.guessed(&found, names);
        }
        Ok(Some(found))
    }

    fn guessed(&mut self, found: &Found<'_>, names: &[String]) {
        let at = pointer::table(self.source.name, Some(found.name));
        let asked = names.first().map_or("", String::as_str);
        let message = format!("`{}` is taken for the column `{asked}`, whose name it nearly has", found.name);
        let warning = Problem::new(Code::CrmColumnGuessed, at, message).with("column", asked);
        if !self.ledger.warnings.contains(&warning) {
            let noted = Noted::new(What::Column, Outcome::Guessed, self.rows.len());
            self.ledger.noted.push(noted.source_column(Some(found.name)).detail(format!("taken for `{asked}`")));
            self.ledger.warnings.push(warning);
        }
    }

    /// Texts and columns joined; empty where all of the columns are.
    fn pieces(&mut self, pieces: &[Piece], cell: &Cell) -> Result<Option<(Column, Option<String>)>, Problem> {
        let formats = cell_formats(cell, &self.source);
        let mut columns = Vec::new();
        let mut first = None;
        for piece in pieces {
            columns.push(match piece {
                Piece::Literal(text) => Err(text.as_str()),
                Piece::Column(name) => {
                    let Some(found) = self.find(std::slice::from_ref(name), cell.optional)? else { return Ok(None) };
                    first.get_or_insert_with(|| found.name.to_owned());
                    let column = cleaned(self.rows.of(found.column), &formats);
                    Ok(as_text(&column).into_owned())
                }
            });
        }
        let mut joined = Vec::with_capacity(self.rows.len());
        for row in 0..self.rows.len() {
            let filled = columns.iter().flatten().any(|column| word(column, row).is_some());
            let parts = columns.iter().map(|part| match part {
                Ok(column) => word(column, row).unwrap_or_default(),
                Err(text) => text,
            });
            let text: String = parts.collect();
            joined.push(filled.then(|| text.trim().to_owned()));
        }
        let joined = TextColumn::from_options(joined.iter().map(Option::as_deref));
        Ok(Some((Column::Text(joined), first)))
    }

    /// What is done to the cells on their way: map, lookups, type and end.
    fn worked(
        &mut self,
        mut column: Column,
        name: &str,
        at: &str,
        kind: Option<ColumnKind>,
        cell: &Cell,
    ) -> Result<Column, Problem> {
        if let Some(map) = &cell.map {
            let mapped = words::mapped(&as_text(&column), map, |row, value| {
                let message = format!("`{value}` is not in the map of `{name}`");
                self.ledger.refuse(self.rows.row(row), at, Code::CrmUnknownWord, value, message);
            });
            let unmatched: usize = mapped.unmatched.values().sum();
            if unmatched > 0 {
                let noted = Noted::new(What::Cell, Outcome::Unmatched, unmatched).column(name);
                let words = mapped.unmatched.keys().take(20).map(|word| format!("`{word}`")).collect::<Vec<_>>();
                let became = if map.otherwise == Otherwise::Keep { "stay" } else { "are empty" };
                let detail = format!("{} words {became}: {}", mapped.unmatched.len(), words.join(", "));
                self.ledger.noted.push(noted.source_column(Some(at)).detail(detail));
            }
            column = Column::Text(mapped.column);
        }
        for lookup in &cell.lookups {
            let Some(other) = self.sources.get(lookup.source.as_str()) else {
                // Only an optional source can be absent: nothing is found in it.
                column = Column::Text(TextColumn::from_options((0..self.rows.len()).map(|_| None)));
                continue;
            };
            let index = Index::new(*other, lookup)?;
            let found = index.look_up(&as_text(&column), lookup, |row, code, value, message| {
                self.ledger.refuse(self.rows.row(row), at, code, value, message);
            });
            if found.unmatched > 0 {
                let noted = Noted::new(What::Cell, Outcome::Unmatched, found.unmatched).column(name);
                self.ledger.noted.push(noted.source_column(Some(at)).detail(format!("not in `{}`", lookup.source)));
            }
            column = cleaned(found.column, &cell.formats);
        }
        let canonical = Formats { zone: cell.formats.zone, ..Formats::default() };
        let is_word = cell.map.is_none() && cell.lookups.is_empty();
        let formats = match cell.origin {
            // A value of the mapping is in canonical form, however the export writes.
            Origin::Value(_) if is_word => &canonical,
            _ => &cell.formats,
        };
        if let (Origin::Next { .. }, true) = (&cell.origin, is_word) {
            return Ok(column);
        }
        self.typed(column, at, kind, formats, cell.end)
    }

    /// A column of numbers that no table declares, as numbers.
    pub(super) fn numbers(&mut self, column: Column, at: &str, kind: Option<ColumnKind>) -> Result<Column, Problem> {
        let intake = self.intake;
        match kind {
            Some(kind) => typed::numbers(column, kind, intake, &mut self.place(at)),
            None => Ok(column),
        }
    }

    fn place<'p>(&'p mut self, at: &'p str) -> typed::Place<'p> {
        let zone = self.intake.time_zone.unwrap_or(Zone::UTC);
        typed::Place { source: self.source.name, at, rows: self.rows, ledger: self.ledger, zone }
    }

    pub(super) fn typed(
        &mut self,
        column: Column,
        at: &str,
        kind: Option<ColumnKind>,
        formats: &Formats,
        end: Option<super::document::End>,
    ) -> Result<Column, Problem> {
        let Some(kind) = kind else { return Ok(column) };
        typed::typed(column, kind, formats, end, &mut self.place(at))
    }
}

/// What a column's own cells are freed of. Where the cell is looked up, its formats are those of the
/// source that it is taken from.
fn cell_formats(cell: &Cell, source: &Source<'_>) -> Formats {
    if cell.lookups.is_empty() { cell.formats.clone() } else { source.model.formats.clone() }
}

/// Whether a cell is empty; an empty text is.
pub(super) fn is_empty(column: &Column, row: usize) -> bool {
    column.is_missing(row) || column.text_at(row) == Some("")
}

/// How many cells are filled.
pub(super) fn filled(column: &Column) -> usize {
    let is_word = |cell: Option<&str>| cell.is_some_and(|cell| !cell.is_empty());
    match column {
        Column::Text(text) => text.iter().filter(|cell| is_word(*cell)).count(),
        Column::Literal(LiteralColumn { text, tags }) => {
            let is_filled = |(tag, cell): &(&Tag, Option<&str>)| match tag {
                Tag::Missing => false,
                Tag::Text => is_word(*cell),
                Tag::Number | Tag::True | Tag::False => true,
            };
            tags.iter().zip(text.iter()).filter(is_filled).count()
        }
        typed => (0..typed.len()).filter(|&row| !typed.is_missing(row)).count(),
    }
}

fn missing(source: &Source<'_>, names: &[String]) -> Problem {
    let asked = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let at = pointer::table(source.name, names.first().map(String::as_str));
    let mut found: Vec<&str> = source.table.columns().map(|(name, _)| name).collect();
    sorted::sort(&mut found);
    let message = format!("the source `{}` has no column {asked}", source.name);
    Problem::new(Code::CrmMissingColumn, at, message).with("source", source.name).with("found", found)
}
