//! The report, the records set aside, and the summary of reading an export.

use schemars::JsonSchema;
use serde::Serialize;

use crate::problem::{Code, Problem, Problems, Report, pointer};
use crate::table::ColumnKind::{Code as Word, Id, Integer, Text};
use crate::table::{Cells, Column, ColumnShape, Table, TableShape, TextColumn};

/// Out: what became of records, columns and cells.
pub static REPORT: TableShape = TableShape {
    name: "report",
    about: "one row a thing that was mapped, kept, guessed, filled, dropped or set aside, with its count",
    key: None,
    columns: &[
        ColumnShape::required("table", Id, "the table that comes out"),
        ColumnShape::required("source", Id, "the source that it is read from"),
        ColumnShape::required("what", Word(&What::NAMES), "what is counted"),
        ColumnShape::required("outcome", Word(&Outcome::NAMES), "what became of it"),
        ColumnShape::optional("column", Text, "the column that comes out"),
        ColumnShape::optional("source_column", Text, "the column of the source"),
        ColumnShape::required("count", Integer, "how many: records, or filled cells"),
        ColumnShape::optional("detail", Text, "the reason, the format or the word"),
    ],
};

/// What a row of the report counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Record,
    Column,
    Cell,
}

impl What {
    const NAMES: [&'static str; 3] = ["record", "column", "cell"];

    fn as_str(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Column => "column",
            Self::Cell => "cell",
        }
    }
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    Mapped,
    Kept,
    Guessed,
    Defaulted,
    Assumed,
    Unmatched,
    Dropped,
    SetAside,
}

impl Outcome {
    const NAMES: [&'static str; 8] =
        ["mapped", "kept", "guessed", "defaulted", "assumed", "unmatched", "dropped", "set_aside"];

    fn as_str(self) -> &'static str {
        match self {
            Self::Mapped => "mapped",
            Self::Kept => "kept",
            Self::Guessed => "guessed",
            Self::Defaulted => "defaulted",
            Self::Assumed => "assumed",
            Self::Unmatched => "unmatched",
            Self::Dropped => "dropped",
            Self::SetAside => "set_aside",
        }
    }
}

/// A row of the report.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Noted {
    pub(super) what: What,
    pub(super) outcome: Outcome,
    pub(super) column: Option<String>,
    pub(super) source_column: Option<String>,
    pub(super) count: usize,
    pub(super) detail: Option<String>,
}

/// A cell that cannot be used, where it stands in its source.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refused {
    pub(super) row: usize,
    pub(super) column: String,
    pub(super) code: Code,
    pub(super) value: String,
    pub(super) message: String,
    pub(super) record_id: Option<String>,
}

/// What was noted of one output.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) noted: Vec<Noted>,
    pub(super) refused: Vec<Refused>,
    pub(super) warnings: Vec<Problem>,
}

impl Ledger {
    #[cold]
    pub(super) fn refuse(&mut self, row: usize, column: &str, code: Code, value: &str, message: String) {
        let mut shown: String = value.chars().take(80).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        let column = column.to_owned();
        self.refused.push(Refused { row, column, code, value: shown, message, record_id: None });
    }
}

impl Noted {
    pub(super) fn new(what: What, outcome: Outcome, count: usize) -> Self {
        Self { what, outcome, column: None, source_column: None, count, detail: None }
    }

    /// Records that do not come out.
    pub(super) fn dropped(count: usize, why: impl Into<String>) -> Self {
        Self::new(What::Record, Outcome::Dropped, count).detail(why)
    }

    pub(super) fn column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }

    pub(super) fn source_column(mut self, column: Option<&str>) -> Self {
        self.source_column = column.map(str::to_owned);
        self
    }

    pub(super) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

/// The summary of `read`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReadSummary {
    /// The mapping.
    pub mapping_id: String,
    /// Every output, in the order of the mapping.
    pub outputs: Vec<OutputSummary>,
    /// The records read, once for every output: mapped, dropped and set aside.
    pub rows: usize,
    /// The records that came out.
    pub mapped: usize,
    /// The records that a condition, a repetition or an empty cell dropped.
    pub dropped: usize,
    /// The records with a cell that cannot be used.
    pub set_aside: usize,
    /// The cells filled because the call said `assume`.
    pub assumed: usize,
}

/// What became of the records of one output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OutputSummary {
    /// The table that comes out.
    pub table: String,
    /// The source.
    pub source: String,
    /// The records read: mapped, dropped and set aside.
    pub rows: usize,
    /// The records that came out.
    pub mapped: usize,
    /// The records that a condition, a repetition or an empty cell dropped.
    pub dropped: usize,
    /// The records with a cell that cannot be used.
    pub set_aside: usize,
    /// The rows of the table that they became.
    pub rows_out: usize,
    /// The cells filled because the call said `assume`.
    pub assumed: usize,
    /// The cells filled by a default.
    pub defaulted: usize,
    /// The columns of the source that come out under their own names.
    pub kept_columns: usize,
    /// The columns of the source that do not come out.
    pub dropped_columns: usize,
}

/// The `report` table of all outputs.
pub(super) fn report(parts: &[(&str, &str, &[Noted])]) -> Result<Table, Problem> {
    let all: Vec<(&str, &str, &Noted)> = parts
        .iter()
        .flat_map(|(table, source, noted)| noted.iter().map(move |noted| (*table, *source, noted)))
        .collect();
    let text = |cell: fn(&(&str, &str, &Noted)) -> Option<String>| {
        let cells: Vec<Option<String>> = all.iter().map(cell).collect();
        Column::Text(TextColumn::from_options(cells.iter().map(Option::as_deref)))
    };
    let counts = all.iter().map(|(_, _, noted)| i64::try_from(noted.count).unwrap_or(i64::MAX)).collect();
    Table::new([
        ("table", text(|(table, _, _)| Some((*table).to_owned()))),
        ("source", text(|(_, source, _)| Some((*source).to_owned()))),
        ("what", text(|(_, _, noted)| Some(noted.what.as_str().to_owned()))),
        ("outcome", text(|(_, _, noted)| Some(noted.outcome.as_str().to_owned()))),
        ("column", text(|(_, _, noted)| noted.column.clone())),
        ("source_column", text(|(_, _, noted)| noted.source_column.clone())),
        ("count", Column::Integer(Cells::full(counts))),
        ("detail", text(|(_, _, noted)| noted.detail.clone())),
    ])
}

/// The `set_aside` table: one row a reason, by source, row and column.
pub(super) fn set_aside(refused: &[(&str, &Refused)]) -> Result<Table, Problem> {
    let text = |cell: fn(&(&str, &Refused)) -> Option<String>| {
        let cells: Vec<Option<String>> = refused.iter().map(cell).collect();
        Column::Text(TextColumn::from_options(cells.iter().map(Option::as_deref)))
    };
    let rows = refused.iter().map(|(_, refused)| i64::try_from(refused.row).unwrap_or(i64::MAX)).collect();
    Table::new([
        ("table", text(|(source, _)| Some((*source).to_owned()))),
        ("row", Column::Integer(Cells::full(rows))),
        ("record_id", text(|(_, refused)| refused.record_id.clone())),
        ("column", text(|(_, refused)| Some(refused.column.clone()))),
        ("code", text(|(_, refused)| Some(refused.code.as_str().to_owned()))),
        ("value", text(|(_, refused)| Some(refused.value.clone()))),
    ])
}

/// Every refused cell as a problem with its place in the source.
pub(super) fn refusals(refused: &[(&str, &Refused)]) -> Problems {
    let mut report = Report::new();
    for (source, refused) in refused {
        let at = pointer::cell(source, refused.row, &refused.column);
        let problem = Problem::new(refused.code, at, refused.message.clone());
        report.push(problem.with("row", refused.row).with("value", refused.value.clone()));
    }
    report.finish().err().unwrap_or_else(|| Problem::new(Code::InternalBug, "", "nothing was refused").into())
}
