//! One deal as a parameter: the columns of `deals`, attributes, and what it has been through.

use std::borrow::Cow;
use std::collections::BTreeSet;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

use super::model::{Pipeline, Version};
use crate::number::Decimal;
use crate::problem::{Problem, Problems, Report, pointer, shape};
use crate::table::declared::DEALS;
use crate::table::{
    BadRecordPolicy, BadRecords, Column, ColumnKind, ColumnShape, Intake, LiteralColumn, Table, TableShape, Tag,
    TextColumn, conform,
};
use crate::time::Instant;

const LAST_EVENT: ColumnShape =
    ColumnShape::optional("last_event_at", ColumnKind::Instant, "when it last changed; nothing may be dated earlier");

static COLUMNS: [ColumnShape; DEALS.columns.len() + 1] = {
    let mut columns = [LAST_EVENT; DEALS.columns.len() + 1];
    let mut position = 0;
    while position < DEALS.columns.len() {
        columns[position] = ColumnShape { nullable: true, ..DEALS.columns[position] };
        position += 1;
    }
    columns
};

/// A deal as a parameter: the columns of [`DEALS`], none of them required, and its history.
pub static DEAL: TableShape =
    TableShape { name: "deal", about: "one deal, with what it has been through", key: None, columns: &COLUMNS };

/// One deal with what it has been through.
#[derive(Debug, Clone, PartialEq)]
pub struct Deal {
    /// One row of the shape [`DEAL`] and attributes.
    table: Table,
    /// The stages it has been in before its present one.
    visited: BTreeSet<String>,
    /// The roles that have approved its next move.
    approvals: BTreeSet<String>,
}

impl Deal {
    /// Reads a deal of a pipeline: a JSON object with the columns of `deals`, attributes,
    /// `stage_entered_at`, `last_event_at`, `visited` and `approvals`. Instants without an offset,
    /// and bare dates that stand for one, are of the pipeline's zone.
    ///
    /// # Errors
    /// Every cell that cannot be taken, with its pointer into the object.
    pub fn parse(json: &[u8], pipeline: &Pipeline) -> Result<Self, Problems> {
        Self::from_document(&shape::read(json)?, pipeline)
    }

    /// Reads a deal of a pipeline that is part of a larger document.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn from_document(document: &DealDocument, pipeline: &Pipeline) -> Result<Self, Problems> {
        let DealDocument(keys) = document;
        let list = |key: &str| -> BTreeSet<String> {
            let items = keys.get(key).and_then(Value::as_array).into_iter().flatten();
            items.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let mut row = Table::with_rows(1);
        for (key, value) in keys.iter().filter(|(key, _)| !LISTS.contains(&key.as_str())) {
            row.push(key, Column::Literal(literal(value)))?;
        }
        let intake = Intake { time_zone: Some(pipeline.zone), currency: pipeline.currency, ..Intake::default() };
        let mut bad = BadRecords::new(BadRecordPolicy::SetAside);
        let mut table = conform(row, &DEAL, &intake, &mut bad)?.table().clone();
        let mut report = Report::new();
        for cell in bad.records() {
            let at = pointer::join("", &cell.column);
            report.push(Problem::new(cell.code, at, cell.message.clone()).with("value", cell.value.clone()));
        }
        report.finish()?;
        for column in pipeline.attributes() {
            if table.column(column).is_none() && DEAL.column(column).is_none() {
                table.push(column, Column::Text(TextColumn::from_options([None])))?;
            }
        }
        Ok(Self { table, visited: list("visited"), approvals: list("approvals") })
    }

    pub(super) fn table(&self) -> &Table {
        &self.table
    }

    /// The stage it is in; none for a deal that is being created.
    #[must_use]
    pub fn stage_id(&self) -> Option<&str> {
        self.text("stage_id")
    }

    pub(super) fn text(&self, column: &str) -> Option<&str> {
        self.table.text(column)?.get(0).filter(|text| !text.is_empty())
    }

    pub(super) fn instant(&self, column: &str) -> Option<Instant> {
        Instant::from_micros(self.table.instant(column)?.get(0)?).ok()
    }

    pub(super) fn has_visited(&self, stage: &str) -> bool {
        self.visited.contains(stage)
    }

    pub(super) fn is_approved_by(&self, role: &str) -> bool {
        self.approvals.contains(role)
    }
}

/// Whether a cell is empty: missing, or an empty text.
pub(super) fn is_blank(column: &Column, row: usize) -> bool {
    match column {
        Column::Text(text) => text.get(row).is_none_or(str::is_empty),
        column => column.is_missing(row),
    }
}

impl Pipeline {
    /// The columns that a stage requires or a criterion asks for, in any version.
    fn attributes(&self) -> BTreeSet<&str> {
        std::iter::once(&self.current).chain(&self.earlier).flat_map(Version::columns).collect()
    }
}

impl Version {
    /// The columns that a stage requires or a criterion asks for.
    fn columns(&self) -> impl Iterator<Item = &str> {
        self.stages.iter().flat_map(|stage| {
            let criteria = stage.entry_criteria.iter().chain(&stage.exit_criteria);
            let asked = criteria.flat_map(|criterion| criterion.rule.columns());
            stage.required.iter().map(String::as_str).chain(asked)
        })
    }
}

/// The keys that are lists, not cells.
const LISTS: [&str; 2] = ["visited", "approvals"];

/// A cell as rows write it.
fn literal(value: &Value) -> LiteralColumn {
    let (tag, text) = match value {
        Value::String(text) => (Tag::Text, text.clone()),
        // The plain digits of a float: its own text may have an exponent.
        Value::Number(number) => {
            let plain = number.as_f64().filter(|_| !number.is_i64()).and_then(|float| Decimal::from_float(float).ok());
            (Tag::Number, plain.map_or_else(|| number.to_string(), |decimal| decimal.to_string()))
        }
        Value::Bool(true) => (Tag::True, String::new()),
        Value::Bool(false) => (Tag::False, String::new()),
        _ => (Tag::Missing, String::new()),
    };
    LiteralColumn { text: TextColumn::from_options([Some(text.as_str())]), tags: vec![tag] }
}

/// A deal as it is written; its schema is made from the shape.
#[derive(Debug, Clone)]
pub struct DealDocument(Map<String, Value>);

impl<'de> Deserialize<'de> for DealDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Map::deserialize(deserializer).map(Self)
    }
}

impl JsonSchema for DealDocument {
    fn schema_name() -> Cow<'static, str> {
        "Deal".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let ids = |about: &str| json!({"description": about, "type": "array", "items": {"type": "string"}});
        let mut properties = Map::new();
        for column in DEAL.columns {
            properties.insert(column.name.to_owned(), cell_schema(column));
        }
        properties.insert("visited".into(), ids("the stages it has been in before its present one"));
        properties.insert("approvals".into(), ids("the roles that have approved its next move"));
        json_schema!({
            "description": "One deal: the columns of deals, any attribute, and what it has been through. Without stage_id it is being created.",
            "type": "object",
            "properties": properties,
            "additionalProperties": {"oneOf": [
                {"type": "string"},
                {"type": ["integer", "number"], "format": "decimal"},
                {"type": "boolean"},
                {"type": "null"},
            ]},
        })
    }
}

fn cell_schema(column: &ColumnShape) -> Value {
    let mut schema = match column.kind {
        ColumnKind::Decimal => json!({"type": ["string", "integer", "number", "null"], "format": "decimal"}),
        ColumnKind::Ratio => json!({"type": ["string", "integer", "number", "null"], "format": "ratio"}),
        ColumnKind::Integer => json!({"type": ["integer", "null"]}),
        ColumnKind::Boolean => json!({"type": ["boolean", "null"]}),
        ColumnKind::Date => json!({"type": ["string", "null"], "format": "date"}),
        ColumnKind::Currency => json!({"type": ["string", "null"], "format": "currency"}),
        ColumnKind::Instant => json!({"type": ["string", "null"], "format": "moment"}),
        ColumnKind::Id | ColumnKind::Text | ColumnKind::Code(_) => json!({"type": ["string", "null"]}),
    };
    schema["description"] = column.about.into();
    schema
}
