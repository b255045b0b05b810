//! Cells as an export writes them turned into what their column holds.

use super::document::End;
use super::formats::{Dates, DecimalFormat, Formats};
use super::guess;
use super::outcome::{Ledger, Noted, Outcome, What};
use super::pattern::{Mismatch, Pattern};
use super::source::{Selection, as_text};
use crate::problem::{Code, Problem, pointer};
use crate::table::{
    BadRecordPolicy, BadRecords, Cells, Column, ColumnKind, ColumnShape, Intake, LiteralColumn, Table, TableShape, Tag,
    TextColumn, Validity, conform,
};
use crate::time::{Date, Instant, Zone};

/// Where a column stands, for problems.
pub(super) struct Place<'p> {
    pub(super) source: &'p str,
    pub(super) at: &'p str,
    pub(super) rows: &'p Selection,
    pub(super) ledger: &'p mut Ledger,
    /// The zone of instants where the formats name none.
    pub(super) zone: Zone,
}

/// Why a cell cannot be read.
type Refusal = (Code, String);

impl Place<'_> {
    fn refuse(&mut self, row: usize, value: &str, (code, message): Refusal) {
        self.ledger.refuse(self.rows.row(row), self.at, code, value, message);
    }
}

/// The column with its cells in the form that every table reads: dates, instants and truth values
/// typed, decimals as plain digits. What has a type already keeps it.
///
/// # Errors
/// `crm.no_date_format`, `crm.ambiguous_date` where the format is guessed.
pub(super) fn typed(
    column: Column,
    kind: ColumnKind,
    formats: &Formats,
    end: Option<End>,
    place: &mut Place<'_>,
) -> Result<Column, Problem> {
    match kind {
        ColumnKind::Date => dates(column, formats, end, place),
        ColumnKind::Instant => Ok(instants(column, formats, end, place)),
        ColumnKind::Boolean => Ok(truths(column, formats, place)),
        ColumnKind::Decimal | ColumnKind::Ratio | ColumnKind::Integer => Ok(match &formats.decimal {
            Some(format) => decimals(column, format, place),
            None => column,
        }),
        ColumnKind::Id | ColumnKind::Text | ColumnKind::Code(_) | ColumnKind::Currency => Ok(column),
    }
}

/// A column of decimals by itself, for attributes and for conditions.
static DECIMALS: TableShape = TableShape {
    name: "cells",
    about: "one row a cell",
    key: None,
    columns: &[ColumnShape::optional("cell", ColumnKind::Decimal, "the cell")],
};

/// A column of whole numbers by itself.
static INTEGERS: TableShape =
    TableShape { columns: &[ColumnShape::optional("cell", ColumnKind::Integer, "the cell")], ..DECIMALS };

/// A [`typed`] column of numbers as numbers, where no table declares it.
///
/// # Errors
/// `table.unsupported_type`.
pub(super) fn numbers(
    column: Column,
    kind: ColumnKind,
    intake: &Intake,
    place: &mut Place<'_>,
) -> Result<Column, Problem> {
    let shape = match kind {
        ColumnKind::Decimal => &DECIMALS,
        ColumnKind::Integer => &INTEGERS,
        _ => return Ok(column),
    };
    let mut bad = BadRecords::new(BadRecordPolicy::SetAside);
    let read = conform(Table::new([("cell", column)])?, shape, intake, &mut bad);
    let records = read.map_err(|problems| {
        let first = problems.iter().next().map_or(String::new(), |problem| problem.message.clone());
        Problem::new(Code::TableUnsupportedType, pointer::table(place.source, Some(place.at)), first)
    })?;
    for record in bad.records() {
        place.refuse(record.row, &record.value, (record.code, record.message.clone()));
    }
    let cells = records.into_table().into_columns().pop();
    Ok(cells.map_or_else(|| Column::Text(TextColumn::default()), |(_, cells)| cells))
}

/// Reads the filled text cells of a column; numbers and truth values of JSON are not text.
fn read<T: Copy + Default>(
    column: &Column,
    wanted: &str,
    place: &mut Place<'_>,
    parse: impl Fn(&str) -> Result<Option<T>, Refusal>,
) -> Cells<T> {
    let text = as_text(column);
    let tags = if let Column::Literal(LiteralColumn { tags, .. }) = column { Some(tags) } else { None };
    let rows = text.len();
    let (mut values, mut flags) = (vec![T::default(); rows], vec![false; rows]);
    for ((row, value), flag) in values.iter_mut().enumerate().zip(&mut flags) {
        let Some(cell) = text.get(row).filter(|cell| !cell.is_empty()) else { continue };
        let parsed = match tags.and_then(|tags| tags.get(row)) {
            None | Some(Tag::Text) => parse(cell),
            Some(tag) => {
                let found = if *tag == Tag::Number { "a number" } else { "a boolean" };
                Err((Code::TableWrongType, format!("the cell is {found}, not {wanted}")))
            }
        };
        match parsed {
            Ok(Some(read)) => (*value, *flag) = (read, true),
            Ok(None) => {}
            Err(refusal) => place.refuse(row, cell, refusal),
        }
    }
    Cells { values, valid: Validity::from_flags(flags) }
}

fn dates(column: Column, formats: &Formats, end: Option<End>, place: &mut Place<'_>) -> Result<Column, Problem> {
    let read_text = |column: &Column, patterns: &[Pattern], place: &mut Place<'_>| {
        read(column, "a date", place, |cell| {
            let day = one_of(patterns, cell, "a date", Code::TimeBadDate, |pattern| pattern.date(cell))?;
            ended(day, formats, end)
        })
    };
    let cells = match (&column, &formats.dates) {
        (Column::Text(_) | Column::Literal(_), Dates::Known(patterns)) => read_text(&column, patterns, place),
        (Column::Text(_) | Column::Literal(_), Dates::Guessed) => {
            let text = as_text(&column);
            let filled = (0..text.len()).filter_map(|row| Some((row, text.get(row).filter(|cell| !cell.is_empty())?)));
            let at = |row: Option<usize>| match row {
                Some(row) => pointer::cell(place.source, place.rows.row(row), place.at),
                None => pointer::table(place.source, Some(place.at)),
            };
            let pattern = guess::pattern(filled.clone(), at)?;
            let count = filled.count();
            if count > 0 {
                note_guess(&pattern, count, place);
            }
            read_text(&column, &[pattern], place)
        }
        (Column::Date(cells), _) => {
            let mut ends = Vec::with_capacity(cells.len());
            for row in 0..cells.len() {
                let day = cells.get(row).and_then(|days| Date::from_days(days).ok());
                ends.push(day.map_or(Ok(None), |day| ended(day, formats, end)).unwrap_or_else(|refusal| {
                    place.refuse(row, &day.map_or(String::new(), |day| day.to_string()), refusal);
                    None
                }));
            }
            Cells::from_options(ends)
        }
        // A time stamp becomes a date where the table is made, unless it ends a span.
        (Column::Instant(_) | Column::LocalTime(_), _) if end.is_some() => {
            let text = Column::Text(column.to_text());
            let stamps = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"];
            let patterns: Vec<Pattern> = stamps.iter().filter_map(|stamp| Pattern::parse(stamp, false).ok()).collect();
            read_text(&text, &patterns, place)
        }
        _ => return Ok(column),
    };
    Ok(Column::Date(cells))
}

fn note_guess(pattern: &Pattern, count: usize, place: &mut Place<'_>) {
    let at = pointer::table(place.source, Some(place.at));
    let message = format!("the {count} dates of `{}` are read as `{pattern}`, the one format that fits", place.at);
    let warning = Problem::new(Code::CrmDateFormatGuessed, at, message);
    let warning = warning.with("format", pattern.to_string()).with("count", count);
    if !place.ledger.warnings.contains(&warning) {
        place.ledger.warnings.push(warning);
    }
    let noted = Noted::new(What::Column, Outcome::Guessed, count).source_column(Some(place.at));
    place.ledger.noted.push(noted.detail(pattern.to_string()));
}

fn instants(column: Column, formats: &Formats, end: Option<End>, place: &mut Place<'_>) -> Column {
    let zone = formats.zone.unwrap_or(place.zone);
    let is_open = |instant: Instant| end.is_some() && formats.open_ends.contains(&zone.date_of(instant));
    match &column {
        Column::Text(_) | Column::Literal(_) => Column::Instant(read(&column, "an instant", place, |cell| {
            let read = |pattern: &Pattern| pattern.instant(cell, zone);
            let instant = one_of(&formats.instants, cell, "an instant", Code::TimeBadInstant, read)?;
            Ok((!is_open(instant)).then_some(instant.micros()))
        })),
        Column::Instant(cells) if end.is_some() => {
            let open = |micros: &i64| Instant::from_micros(*micros).is_ok_and(is_open);
            Column::Instant(Cells::from_options(
                (0..cells.len()).map(|row| cells.get(row).filter(|micros| !open(micros))),
            ))
        }
        _ => column,
    }
}

/// What the patterns read; two that read a cell differently leave it unread.
fn one_of<T: Copy + PartialEq>(
    patterns: &[Pattern],
    cell: &str,
    wanted: &str,
    code: Code,
    read: impl Fn(&Pattern) -> Result<T, Mismatch>,
) -> Result<T, Refusal> {
    if let [pattern] = patterns {
        return read(pattern).map_err(|mismatch| refusal(mismatch, cell, wanted, code, pattern));
    }
    let mut found: Option<(T, &Pattern)> = None;
    for pattern in patterns {
        match (read(pattern), found) {
            (Ok(value), None) => found = Some((value, pattern)),
            (Ok(value), Some((earlier, first))) if value != earlier => {
                let message = format!("`{cell}` can be read as `{first}` and as `{pattern}`");
                return Err((Code::CrmAmbiguousDate, message));
            }
            _ => {}
        }
    }
    let ways = || patterns.iter().map(|pattern| format!("`{pattern}`")).collect::<Vec<_>>().join(" or ");
    found
        .map(|(value, _)| value)
        .ok_or_else(|| (code, format!("`{}` is not {wanted} as {} writes it", cut(cell), ways())))
}

#[cold]
fn refusal(mismatch: Mismatch, cell: &str, wanted: &str, code: Code, pattern: &Pattern) -> Refusal {
    match mismatch {
        Mismatch::Pattern => (code, format!("`{}` is not {wanted} as `{pattern}` writes it", cut(cell))),
        Mismatch::NotMidnight => (Code::TableNotADate, "the time stamp is not at midnight".to_owned()),
        Mismatch::Time(error) => (Code::parse(error.code()).unwrap_or(code), error.to_string()),
    }
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}

/// The first day after a span whose end is written; nothing where that means an open end.
#[inline]
fn ended(day: Date, formats: &Formats, end: Option<End>) -> Result<Option<i32>, Refusal> {
    let Some(end) = end else { return Ok(Some(day.days())) };
    if formats.open_ends.contains(&day) {
        return Ok(None);
    }
    match end {
        End::Exclusive => Ok(Some(day.days())),
        End::Inclusive => {
            let next = day.add_days(1).map_err(|error| (Code::TimeOutOfRange, error.to_string()))?;
            Ok(Some(next.days()))
        }
    }
}

fn truths(column: Column, formats: &Formats, place: &mut Place<'_>) -> Column {
    match &column {
        Column::Literal(LiteralColumn { tags, .. }) if tags.iter().any(|tag| matches!(tag, Tag::True | Tag::False)) => {
            column
        }
        Column::Text(_) | Column::Literal(_) => Column::Boolean(read(&column, "a truth value", place, |cell| {
            formats.truth(cell).map(Some).ok_or_else(|| {
                let known = formats.truths.iter().chain(&formats.falsehoods).map(|word| format!("`{word}`"));
                let message = format!("`{}` is not one of {}", cut(cell), known.collect::<Vec<_>>().join(", "));
                (Code::TableWrongType, message)
            })
        })),
        _ => column,
    }
}

/// Decimals rewritten in plain digits; numbers of JSON are plain already.
fn decimals(column: Column, format: &DecimalFormat, place: &mut Place<'_>) -> Column {
    let plain = |text: &TextColumn, tags: Option<&[Tag]>, place: &mut Place<'_>| {
        let mut cells: Vec<Option<String>> = Vec::with_capacity(text.len());
        for row in 0..text.len() {
            let cell = text.get(row).filter(|cell| !cell.is_empty());
            let is_text = tags.is_none_or(|tags| tags.get(row) == Some(&Tag::Text));
            cells.push(match cell {
                Some(cell) if is_text => {
                    let plain = format.plain(cell);
                    if plain.is_none() {
                        let message = format!("`{}` is not a decimal as the mapping says they are written", cut(cell));
                        place.refuse(row, cell, (Code::NumberNotADecimal, message));
                    }
                    plain
                }
                other => other.map(str::to_owned),
            });
        }
        cells
    };
    match column {
        Column::Text(text) => {
            let cells = plain(&text, None, place);
            Column::Text(TextColumn::from_options(cells.iter().map(Option::as_deref)))
        }
        Column::Literal(LiteralColumn { text, mut tags }) => {
            let cells = plain(&text, Some(&tags), place);
            for (tag, cell) in tags.iter_mut().zip(&cells) {
                if *tag == Tag::Text && cell.is_none() {
                    *tag = Tag::Missing;
                }
            }
            let text = TextColumn::from_options(cells.iter().map(|cell| Some(cell.as_deref().unwrap_or_default())));
            Column::Literal(LiteralColumn { text, tags })
        }
        typed => typed,
    }
}

/// A column with some of its cells taken from another: row here, row there.
pub(super) fn filled(column: &Column, other: &Column, places: &[(usize, usize)]) -> Column {
    let mut places = places.iter().copied().peekable();
    let mut from = |row: usize| places.next_if(|(here, _)| *here == row).map(|(_, there)| there);
    match (column, other) {
        (Column::Date(cells), Column::Date(others)) => Column::Date(Cells::from_options(
            (0..cells.len()).map(|row| from(row).map_or_else(|| cells.get(row), |there| others.get(there))),
        )),
        (Column::Instant(cells), Column::Instant(others)) => Column::Instant(Cells::from_options(
            (0..cells.len()).map(|row| from(row).map_or_else(|| cells.get(row), |there| others.get(there))),
        )),
        (Column::Literal(LiteralColumn { text, tags }), _) => {
            let (others, mut tags) = (as_text(other), tags.clone());
            let mut cells = Vec::with_capacity(tags.len());
            for (row, tag) in tags.iter_mut().enumerate() {
                cells.push(Some(match from(row) {
                    Some(there) => {
                        *tag = Tag::Text;
                        others.get(there).unwrap_or_default()
                    }
                    None => text.get(row).unwrap_or_default(),
                }));
            }
            Column::Literal(LiteralColumn { text: TextColumn::from_options(cells), tags })
        }
        _ => {
            let (text, others) = (as_text(column), as_text(other));
            Column::Text(TextColumn::from_options(
                (0..text.len()).map(|row| from(row).map_or_else(|| text.get(row), |there| others.get(there))),
            ))
        }
    }
}
