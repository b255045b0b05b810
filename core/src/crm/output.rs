//! One output of a mapping: the rows of a source that are taken, and the table that they make.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Reader, filled, is_empty};
use super::check::ASSUMED;
use super::document::UnmappedPolicy;
use super::model::{Mapping, Output};
use super::outcome::{Ledger, Noted, Outcome, What};
use super::source::{Selection, Source, as_text, cleaned, word};
use crate::problem::{Code, Problem, Problems, pointer};
use crate::sorted;
use crate::table::intern::{self, Interner};
use crate::table::{BadRecordPolicy, BadRecords, Column, ColumnKind, Intake, Table, TableShape, TextColumn, conform};
use crate::time::Zone;

/// What a call says to every output.
pub(super) struct Call<'c, 't> {
    pub(super) mapping: &'c Mapping,
    pub(super) sources: &'c BTreeMap<&'t str, Source<'t>>,
    pub(super) assume: bool,
    pub(super) intake: &'c Intake,
}

/// The rows that an output made.
pub(super) struct Part {
    pub(super) table: Table,
    /// The source's row behind each.
    pub(super) rows: Selection,
    pub(super) ledger: Ledger,
    /// How many rows the source has.
    pub(super) read: usize,
}

/// A column on its way out.
struct Made {
    name: String,
    column: Column,
    source_column: Option<String>,
    assumed: Vec<usize>,
    drops_row: bool,
    attribute: bool,
}

impl Part {
    /// An output whose source was left out.
    pub(super) fn none() -> Self {
        let (table, rows, ledger) = (Table::default(), Selection::All(0), Ledger::default());
        Self { table, rows, ledger, read: 0 }
    }
}

/// Reads one output.
///
/// # Errors
/// What is wrong with a whole column or condition.
pub(super) fn read(call: &Call<'_, '_>, output: &Output, source: Source<'_>) -> Result<Part, Problems> {
    let mut ledger = Ledger::default();
    let read = source.table.rows();
    let mut rows = selected(call, output, source, &mut ledger)?;
    let mut reader = Reader {
        sources: call.sources,
        source,
        rows: &rows,
        assume: call.assume,
        intake: call.intake,
        ledger: &mut ledger,
    };
    let (mut made, used) = columns(&mut reader, output)?;
    attributes(&mut reader, output, &used, &mut made);
    let drop = |rows: &mut Selection, made: &mut Vec<Made>, kept: Option<(Selection, Vec<u32>)>| {
        let Some((fewer, positions)) = kept else { return 0 };
        let dropped = rows.len() - fewer.len();
        for column in made {
            column.keep(&positions);
        }
        *rows = fewer;
        dropped
    };
    for at in 0..made.len() {
        let Some(column) = made.get(at).filter(|column| column.drops_row) else { continue };
        let bad = sorted::set(ledger.refused.iter().map(|refused| refused.row));
        let kept = rows.kept(|row| !is_empty(&column.column, row) || bad.contains(&rows.row(row)));
        let name = column.name.clone();
        let dropped = drop(&mut rows, &mut made, kept);
        if dropped > 0 {
            ledger.noted.push(Noted::dropped(dropped, format!("`{name}` is empty")));
        }
    }
    if output.distinct {
        let bad = sorted::set(ledger.refused.iter().map(|refused| refused.row));
        let kept = distinct(&made, output.shape, &rows, &bad);
        let dropped = drop(&mut rows, &mut made, kept);
        if dropped > 0 {
            ledger.noted.push(Noted::dropped(dropped, "said before"));
        }
    }
    let (table, rows) = conformed(call, output, source, made, rows, &mut ledger)?;
    Ok(Part { table, rows, ledger, read })
}

/// The rows of a table at these positions.
pub(super) fn taken(table: &Table, positions: &[u32]) -> Result<Table, Problem> {
    let mut fewer = Table::with_rows(positions.len());
    for (name, column) in table.columns() {
        fewer.push(name, column.take(positions))?;
    }
    Ok(fewer)
}

impl Made {
    fn keep(&mut self, positions: &[u32]) {
        self.column = self.column.take(positions);
        if !self.assumed.is_empty() {
            let assumed = sorted::set(self.assumed.iter().copied());
            let kept = positions.iter().enumerate().filter(|(_, old)| assumed.contains(&(**old as usize)));
            self.assumed = kept.map(|(new, _)| new).collect();
        }
    }
}

/// The rows that the output's condition lets through.
fn selected(
    call: &Call<'_, '_>,
    output: &Output,
    source: Source<'_>,
    ledger: &mut Ledger,
) -> Result<Selection, Problems> {
    let all = Selection::All(source.table.rows());
    let Some(rule) = &output.rule else { return Ok(all) };
    let mut asked = Table::with_rows(source.table.rows());
    for name in rule.columns() {
        let mut reader = Reader {
            sources: call.sources,
            source,
            rows: &all,
            assume: false,
            intake: call.intake,
            ledger: &mut *ledger,
        };
        let Some(found) = reader.find(&[name.to_owned()], source.model.types.contains_key(name))? else { continue };
        let kind = source.model.types.get(name).map_or(ColumnKind::Text, |kind| kind.kind());
        let formats = &source.model.formats;
        let column = cleaned(found.column.clone(), formats);
        let column = reader.typed(column, found.name, Some(kind), formats, None)?;
        let column = match reader.numbers(column, found.name, Some(kind))? {
            literal @ Column::Literal(_) => Column::Text(literal.to_text()),
            column => column,
        };
        asked.push(name, column)?;
    }
    if source.table.rows() == 0 {
        return Ok(all);
    }
    let zone = source.model.formats.zone.or(call.intake.time_zone).unwrap_or(Zone::UTC);
    // A cell that the condition cannot read is a bad record of the source, and no other row's fault.
    let bound = rule.bind(&asked, source.name, zone, None)?;
    let bad = sorted::set(ledger.refused.iter().map(|refused| refused.row));
    let kept = all.kept(|row| bound.matches(row).is_true() && !bad.contains(&row));
    let Some((fewer, _)) = kept else { return Ok(all) };
    let dropped = all.len() - fewer.len() - bad.len();
    if dropped > 0 {
        ledger.noted.push(Noted::dropped(dropped, "the condition does not hold"));
    }
    Ok(fewer)
}

/// The columns that have a rule, and the source's columns that they read.
fn columns(reader: &mut Reader<'_, '_>, output: &Output) -> Result<(Vec<Made>, BTreeSet<String>), Problems> {
    let mut made = Vec::new();
    let mut used = BTreeSet::new();
    for target in &output.columns {
        for name in target.cell.with_stand_ins().iter().flat_map(|cell| cell.columns()) {
            used.extend(reader.source.find(&[name.to_owned()]).map(|found| found.name.to_owned()));
        }
        let Some(mut read) = reader.read(&target.name, target.kind, &target.cell)? else { continue };
        if output.shape.column(&target.name).is_none() {
            let at = read.source_column.clone().unwrap_or_else(|| target.name.clone());
            read.column = reader.numbers(read.column, &at, target.kind)?;
        }
        let filled = filled(&read.column);
        let (assumed, defaulted) = (read.assumed.len(), read.defaulted);
        let at = read.source_column.as_deref();
        let mut note = |what, outcome, count: usize| {
            let noted = Noted::new(what, outcome, count).column(&target.name).source_column(at);
            reader.ledger.noted.push(noted);
        };
        note(What::Column, Outcome::Mapped, filled - assumed - defaulted);
        if defaulted > 0 {
            note(What::Cell, Outcome::Defaulted, defaulted);
        }
        if assumed > 0 {
            note(What::Cell, Outcome::Assumed, assumed);
        }
        made.push(Made {
            name: target.name.clone(),
            column: read.column,
            source_column: read.source_column,
            assumed: read.assumed,
            drops_row: target.cell.drops_row,
            attribute: output.shape.column(&target.name).is_none(),
        });
    }
    let asked = output.rule.iter().flat_map(|rule| rule.columns()).map(str::to_owned);
    used.extend(asked);
    Ok((made, used))
}

/// The source's columns that nothing reads: kept under their own names, or dropped. They come by name,
/// because rows as JSON have their columns in no order.
fn attributes(reader: &mut Reader<'_, '_>, output: &Output, used: &BTreeSet<String>, made: &mut Vec<Made>) {
    let mut unread: Vec<_> = reader.source.table.columns().filter(|(name, _)| !used.contains(*name)).collect();
    sorted::sort_by_key(&mut unread, |(name, _)| *name);
    for (name, column) in unread {
        let taken = output.shape.column(name).is_some()
            || name == ASSUMED
            || name.is_empty()
            || made.iter().any(|made| made.name == name);
        let why = match output.unmapped {
            _ if output.drop.contains(name) => Some("named in `drop`"),
            UnmappedPolicy::Drop => Some("not mapped"),
            UnmappedPolicy::Keep if taken => Some("its name is taken"),
            UnmappedPolicy::Keep => None,
        };
        let count = reader.rows.len();
        let outcome = if why.is_some() { Outcome::Dropped } else { Outcome::Kept };
        let noted = Noted::new(What::Column, outcome, count).source_column(Some(name));
        match why {
            Some(why) => reader.ledger.noted.push(noted.detail(why)),
            None => {
                reader.ledger.noted.push(noted.column(name));
                made.push(Made {
                    name: name.to_owned(),
                    column: cleaned(reader.rows.of(column), &reader.source.model.formats),
                    source_column: Some(name.to_owned()),
                    assumed: Vec::new(),
                    drops_row: false,
                    attribute: true,
                });
            }
        }
    }
}

/// The rows that are not said before: by the key of the table, or by all mapped columns where it has none.
fn distinct(
    made: &[Made],
    shape: &TableShape,
    rows: &Selection,
    bad: &BTreeSet<usize>,
) -> Option<(Selection, Vec<u32>)> {
    let counts = |column: &&Made| shape.key.map_or(!column.attribute, |key| column.name == key);
    let texts: Vec<_> = made.iter().filter(counts).map(|column| as_text(&column.column)).collect();
    let mut seen = Interner::new();
    let fresh: Vec<bool> = (0..rows.len())
        .map(|row| {
            // A record that cannot be used says nothing, and is not dropped but set aside.
            if bad.contains(&rows.row(row)) {
                return true;
            }
            let key: String = texts.iter().flat_map(|text| [word(text, row).unwrap_or_default(), "\u{1f}"]).collect();
            let known = seen.len();
            seen.intern(&key) as usize == known
        })
        .collect();
    rows.kept(|row| fresh.get(row).copied().unwrap_or(false))
}

/// The table in its declared shape, without the records that cannot be used, and the rows that are left.
fn conformed(
    call: &Call<'_, '_>,
    output: &Output,
    source: Source<'_>,
    made: Vec<Made>,
    rows: Selection,
    ledger: &mut Ledger,
) -> Result<(Table, Selection), Problems> {
    let mut places: BTreeMap<String, String> = BTreeMap::new();
    let assumed = assumptions(&made, rows.len());
    let mut table = Table::with_rows(rows.len());
    for column in made {
        let place = column.source_column.unwrap_or_else(|| column.name.clone());
        places.insert(column.name.clone(), place);
        table.push(column.name, column.column)?;
    }
    let mut bad = BadRecords::new(BadRecordPolicy::SetAside);
    let time_zone = source.model.formats.zone.or(call.intake.time_zone).or(Some(Zone::UTC));
    let currency = call.mapping.currency.or(call.intake.currency);
    let intake = Intake { time_zone, currency, ..call.intake.clone() };
    let known = sorted::set(ledger.refused.iter().map(|refused| (refused.row, refused.column.clone())));
    let records = conform(table, output.shape, &intake, &mut bad)
        .map_err(|problems| located(&problems, output, source, &places))?;
    for record in bad.records() {
        let row = rows.row(record.row);
        let place = places.get(&record.column).unwrap_or(&record.column);
        // A cell that could not be read is empty now; that it is empty is no news. Whose id is taken
        // is told below, when all that cannot be used is known.
        if record.code != Code::TableDuplicateId && !known.contains(&(row, place.clone())) {
            ledger.refuse(row, place, record.code, &record.value, record.message.clone());
        }
    }
    let table = records.table();
    if let Some((key, ids)) = output.shape.key.and_then(|key| Some((key, table.text(key)?))) {
        if !bad.records().is_empty() || !ledger.refused.is_empty() {
            repeated(ids, key, places.get(key).map_or(key, String::as_str), &rows, ledger);
        }
        let position: BTreeMap<usize, usize> = match ledger.refused.is_empty() {
            true => BTreeMap::new(),
            false => sorted::map((0..rows.len()).map(|row| (rows.row(row), row))),
        };
        for refused in &mut ledger.refused {
            refused.record_id = position.get(&refused.row).and_then(|&row| ids.get(row)).map(str::to_owned);
        }
    }
    let unusable = sorted::set(ledger.refused.iter().map(|refused| refused.row));
    let kept = if unusable.is_empty() { None } else { rows.kept(|row| !unusable.contains(&rows.row(row))) };
    let mut finished = match &kept {
        None => records.into_table(),
        Some((_, positions)) => taken(table, positions)?,
    };
    if let Some(assumed) = assumed {
        let column = Column::Text(assumed);
        finished
            .push(ASSUMED, kept.as_ref().map_or_else(|| column.clone(), |(_, positions)| column.take(positions)))?;
    }
    Ok((finished, kept.map_or(rows, |(fewer, _)| fewer)))
}

/// Refuses the later one of two sound records with the same id.
fn repeated(ids: &TextColumn, key: &str, place: &str, rows: &Selection, ledger: &mut Ledger) {
    let unusable = sorted::set(ledger.refused.iter().map(|refused| refused.row));
    for (row, earlier) in intern::repeats_among(ids, |row| !unusable.contains(&rows.row(row))) {
        let id = ids.get(row).unwrap_or_default();
        let message = format!("the {key} `{id}` is already that of row {}", rows.row(earlier));
        ledger.refuse(rows.row(row), place, Code::TableDuplicateId, id, message);
    }
}

/// The names of the columns that were assumed of every row, joined by commas.
fn assumptions(made: &[Made], rows: usize) -> Option<TextColumn> {
    let mut names = vec![None::<String>; rows];
    for column in made {
        for &row in &column.assumed {
            if let Some(slot) = names.get_mut(row) {
                match slot {
                    Some(text) => {
                        text.push(',');
                        text.push_str(&column.name);
                    }
                    None => *slot = Some(column.name.clone()),
                }
            }
        }
    }
    let any = names.iter().any(Option::is_some);
    any.then(|| TextColumn::from_options(names.iter().map(Option::as_deref)))
}

/// Problems of a whole table that comes out, told where the column stands in its source.
fn located(problems: &Problems, output: &Output, source: Source<'_>, places: &BTreeMap<String, String>) -> Problems {
    let mut report = crate::problem::Report::new();
    for problem in problems {
        let mut problem: Problem = problem.clone();
        for (column, place) in places {
            if problem.pointer == pointer::table(output.shape.name, Some(column)) {
                problem.pointer = pointer::table(source.name, Some(place));
                break;
            }
        }
        report.push(problem);
    }
    report.finish().err().unwrap_or_else(|| problems.clone())
}
