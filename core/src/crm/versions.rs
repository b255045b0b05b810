//! The states of a deal over time, as a replication tool lands them, turned into what happened to it.

use std::collections::BTreeMap;

use super::outcome::Ledger;
use super::source::Selection;
use crate::problem::{Code, Problem};
use crate::sorted;
use crate::table::ColumnKind::{Boolean, Code as Word, Currency, Date, Decimal, Id, Instant, Ratio};
use crate::table::{Cells, Column, ColumnShape, Table, TableShape, TextColumn, declared};

/// In a mapping: one row a state of a deal, and when it held.
pub static DEAL_VERSIONS: TableShape = TableShape {
    name: "deal_versions",
    about: "one row a state of a deal, for as long as it held; comes out as deal_events",
    key: None,
    columns: &[
        ColumnShape::required("deal_id", Id, "the deal"),
        ColumnShape::required("from", Instant, "the moment from which it was so"),
        ColumnShape::optional("to", Instant, "the first moment at which it was so no more; empty while it holds"),
        ColumnShape::optional("created_at", Instant, "when the deal was created"),
        ColumnShape::optional("deleted", Boolean, "whether the deal is deleted"),
        ColumnShape::optional("pipeline_id", Id, "the pipeline it is in"),
        ColumnShape::optional("stage_id", Id, "the stage it is in"),
        ColumnShape::optional("amount", Decimal, "what it is worth").money(),
        ColumnShape::optional("currency", Currency, "the currency of its amount"),
        ColumnShape::optional("close_date", Date, "the day it is expected to close"),
        ColumnShape::optional("owner_id", Id, "who owns it"),
        ColumnShape::optional("forecast_category", Word(&[]), "its forecast category"),
        ColumnShape::optional("probability", Ratio, "its win probability"),
    ],
};

/// Each kind of change with the columns whose values it carries.
const CHANGES: [(&str, &[&str]); 7] = [
    ("pipeline", &["pipeline_id"]),
    ("stage", &["stage_id"]),
    ("amount", &["amount", "currency"]),
    ("close_date", &["close_date"]),
    ("owner", &["owner_id"]),
    ("category", &["forecast_category"]),
    ("probability_override", &["probability"]),
];

/// One second: tools end a state a tick before the next one begins.
const TICK: i64 = 1_000_000;

/// What happened, and where it is told.
struct Event {
    /// The row of the state that it begins.
    row: usize,
    kind: &'static str,
    at: i64,
    recorded: i64,
    seq: i64,
}

/// The events of all deals: by deal in the order in which they first stand, then by time.
///
/// The first state of a deal is its creation, dated by `created_at` where that is earlier, and
/// recorded when the state began; every later state is one event a column that changed. A state that
/// ends more than a second before the next one, or without one, is a deletion. The rows given back
/// are those of the states behind each event. A state that begins before the one before it has ended
/// is refused.
pub(super) fn events(
    versions: &Table,
    rows: &Selection,
    ledger: &mut Ledger,
    place: &str,
) -> Result<(Table, Selection), Problem> {
    let Some(ids) = versions.text("deal_id") else { return Ok((Table::default(), Selection::All(0))) };
    let mut deals: BTreeMap<&str, (usize, Vec<usize>)> = BTreeMap::new();
    for row in 0..versions.rows() {
        let next = deals.len();
        deals.entry(ids.get(row).unwrap_or_default()).or_insert_with(|| (next, Vec::new())).1.push(row);
    }
    let mut ordered: Vec<(usize, Vec<usize>)> = deals.into_values().collect();
    sorted::sort(&mut ordered);
    let told = Told::new(versions);
    let mut events = Vec::new();
    for (_, states) in &mut ordered {
        sorted::sort_by_key(states, |&row| (told.from(row), row));
        told.deal(states, &mut events, |row, text| {
            let message = format!("the state begins at {text}, before the one before it has ended");
            ledger.refuse(rows.row(row), place, Code::CrmVersionsOverlap, &text, message);
        });
    }
    let behind = events.iter().filter_map(|event| u32::try_from(rows.row(event.row)).ok()).collect();
    Ok((table(versions, &events)?, Selection::Rows(behind)))
}

/// The columns of the states that decide what happened.
struct Told<'t> {
    from: Option<&'t Cells<i64>>,
    to: Option<&'t Cells<i64>>,
    created: Option<&'t Cells<i64>>,
    deleted: Option<&'t Cells<bool>>,
    /// By kind of change: the columns as text, so that equal values are equal.
    changes: Vec<(&'static str, Vec<TextColumn>)>,
}

impl<'t> Told<'t> {
    fn new(versions: &'t Table) -> Self {
        let deleted = match versions.column("deleted") {
            Some(Column::Boolean(cells)) => Some(cells),
            _ => None,
        };
        let texts =
            |names: &[&str]| names.iter().filter_map(|name| versions.column(name)).map(Column::to_text).collect();
        Self {
            from: versions.instant("from"),
            to: versions.instant("to"),
            created: versions.instant("created_at"),
            deleted,
            changes: CHANGES.iter().map(|(kind, names)| (*kind, texts(names))).collect(),
        }
    }

    fn from(&self, row: usize) -> i64 {
        self.from.and_then(|cells| cells.get(row)).unwrap_or(i64::MIN)
    }

    fn to(&self, row: usize) -> Option<i64> {
        self.to?.get(row)
    }

    fn is_deleted(&self, row: usize) -> bool {
        self.deleted.and_then(|cells| cells.get(row)).unwrap_or(false)
    }

    /// The events of one deal, whose states stand in the order of time.
    fn deal(&self, states: &[usize], events: &mut Vec<Event>, mut refuse: impl FnMut(usize, String)) {
        let mut seq = 0;
        let mut push = |row: usize, kind, at, recorded| {
            seq += 1;
            events.push(Event { row, kind, at, recorded, seq });
        };
        let mut before: Option<usize> = None;
        for &row in states {
            let from = self.from(row);
            match before {
                None => {
                    let created = self.created.and_then(|cells| cells.get(row)).unwrap_or(from);
                    push(row, "created", created.min(from), from);
                    if self.is_deleted(row) {
                        push(row, "deleted", from, from);
                    }
                }
                Some(earlier) => {
                    let end = self.to(earlier);
                    if end.is_none_or(|end| end > from) && (end.is_some() || from == self.from(earlier)) {
                        let text = crate::time::Instant::from_micros(from).map(|at| at.to_string()).unwrap_or_default();
                        refuse(row, text);
                        continue;
                    }
                    let gone = end.filter(|end| from - end > TICK);
                    if let Some(end) = gone.filter(|_| !self.is_deleted(earlier)) {
                        push(earlier, "deleted", end, end);
                    }
                    let was_gone = gone.is_some() || self.is_deleted(earlier);
                    if was_gone && !self.is_deleted(row) {
                        push(row, "restored", from, from);
                    }
                    for (kind, columns) in &self.changes {
                        if columns.iter().any(|column| column.get(row) != column.get(earlier)) {
                            push(row, kind, from, from);
                        }
                    }
                    if !was_gone && self.is_deleted(row) {
                        push(row, "deleted", from, from);
                    }
                }
            }
            before = Some(row);
        }
        if let Some((last, end)) = before.and_then(|last| Some((last, self.to(last)?)))
            && !self.is_deleted(last)
        {
            push(last, "deleted", end, end);
        }
    }
}

/// The events as a table: of a state's columns, those that the kind carries.
fn table(versions: &Table, events: &[Event]) -> Result<Table, Problem> {
    let row = |event: &Event| u32::try_from(event.row).unwrap_or(u32::MAX);
    let all: Vec<u32> = events.iter().map(row).collect();
    let micros = |value: fn(&Event) -> i64| Column::Instant(Cells::full(events.iter().map(value).collect()));
    let mut table = Table::with_rows(events.len());
    let carried = |name: &str| {
        let kinds: Vec<&str> =
            CHANGES.iter().filter(|(_, names)| names.contains(&name)).map(|(kind, _)| *kind).collect();
        let carries = |event: &Event| event.kind == "created" || kinds.contains(&event.kind);
        events.iter().map(|event| if carries(event) { row(event) } else { u32::MAX }).collect::<Vec<u32>>()
    };
    for shape in declared::DEAL_EVENTS.columns {
        let column = match shape.name {
            "deal_id" => versions.column("deal_id").map(|column| column.take(&all)),
            "seq" => Some(Column::Integer(Cells::full(events.iter().map(|event| event.seq).collect()))),
            "effective_at" => Some(micros(|event| event.at)),
            "recorded_at" => Some(micros(|event| event.recorded)),
            "kind" => Some(Column::Text(TextColumn::from_options(events.iter().map(|event| Some(event.kind))))),
            name => versions.column(name).map(|column| column.take(&carried(name))),
        };
        if let Some(column) = column {
            table.push(shape.name, column)?;
        }
    }
    Ok(table)
}
