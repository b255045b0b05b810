//! A mapping as a user writes it: `quarterdeck/crm-mapping@1`.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer};

use crate::number::Currency;
use crate::rule::RuleDocument;
use crate::time::Date;

/// A mapping: from which columns of an export the cells of the tables come, and how they are written there.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MappingDocument {
    /// `quarterdeck/crm-mapping@1`.
    pub schema: String,
    /// The mapping's own name.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The name to show.
    #[serde(default)]
    pub name: Option<String>,
    /// The currency of amounts whose record names none.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// How cells are written, where a source or a cell does not say otherwise.
    #[serde(default)]
    pub formats: FormatsDocument,
    /// The exported files by the names that a call gives them.
    pub sources: BTreeMap<String, SourceDocument>,
    /// The tables that come out; one may be named more than once, and gets the rows of each.
    #[schemars(length(min = 1))]
    pub outputs: Vec<OutputDocument>,
}

/// An exported file.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceDocument {
    /// What it is, for people.
    #[serde(default)]
    pub about: Option<String>,
    /// Whether a call may leave it out: its outputs then have no rows, and lookups find nothing.
    #[serde(default)]
    pub optional: bool,
    /// How its cells are written, where that differs.
    #[serde(default)]
    pub formats: FormatsDocument,
    /// What columns hold that conditions compare; without it, text.
    #[serde(default)]
    pub types: BTreeMap<String, ValueType>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ValueType {
    /// Text.
    Text,
    /// Decimals.
    Decimal,
    /// Whole numbers.
    Integer,
    /// Civil dates.
    Date,
    /// Instants.
    Instant,
    /// Truth values.
    Boolean,
}

/// How cells are written. What is absent is as the mapping, or the source, says.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FormatsDocument {
    /// Dates: `iso`, `guess`, or a pattern of `%Y %m %d %b %B` such as `%d/%m/%Y`; a list is tried
    /// in order, and a cell that two of them read as different days is refused. Absent: `iso`.
    pub date: Option<OneOrMany>,
    /// Instants: `iso`, or a pattern that also has `%H %M %S %I %p %z`; or a list. Absent: `iso`.
    pub instant: Option<OneOrMany>,
    /// The IANA zone of instants written without one; that of the call, else UTC, if absent.
    pub time_zone: Option<String>,
    /// Decimals. Absent: digits, a minus sign in front, a point.
    pub decimal: Option<DecimalDocument>,
    /// Truth values. Absent: `true` and `false`.
    pub boolean: Option<BooleanDocument>,
    /// Texts that mean an empty cell, beside no text at all.
    pub empty: Option<Vec<String>>,
    /// Whether blanks around a cell's text are cut off; they are not, if absent.
    pub trim: Option<bool>,
    /// Dates that mean an open end, such as `9999-12-31`, in cells marked by `end`.
    pub open_end: Option<Vec<Date>>,
}

/// How decimals are written.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DecimalDocument {
    /// Stands before the fraction: `.` or `,`; `.` if absent.
    #[schemars(length(min = 1))]
    pub mark: Option<String>,
    /// Stands between groups of digits, such as `,`, `.`, a space or `'`; nothing, if absent.
    #[schemars(length(min = 1))]
    pub group: Option<String>,
    /// Currency signs and codes that may stand in front or behind, such as `$` or `EUR`.
    pub signs: Vec<String>,
    /// Whether an amount in parentheses is below zero.
    pub parentheses: bool,
    /// Whether the cells are percentages: 50 means one half.
    pub percent: bool,
}

/// The words of truth values.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BooleanDocument {
    /// The words for true.
    #[schemars(length(min = 1))]
    pub r#true: Vec<String>,
    /// The words for false.
    #[schemars(length(min = 1))]
    pub r#false: Vec<String>,
}

/// A table that comes out.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutputDocument {
    /// The table: `deals`, `people`, `transactions`, …; `deal_versions`, whose rows are the states of a
    /// deal over time, comes out as `deal_events`.
    pub table: String,
    /// The source that its rows come from.
    pub from: String,
    /// The rows taken; all of them, if absent.
    #[serde(default)]
    pub r#where: Option<RuleDocument>,
    /// Whether a row that says again what an earlier one said is dropped.
    #[serde(default)]
    pub distinct: bool,
    /// The table's columns, and attributes by any other name.
    pub columns: BTreeMap<String, CellOrName>,
    /// What becomes of source columns that no cell and no condition reads: `keep` if absent.
    #[serde(default)]
    pub unmapped: UnmappedPolicy,
    /// Source columns that are dropped even so.
    #[serde(default)]
    pub drop: Vec<String>,
}

/// What becomes of source columns that nothing reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnmappedPolicy {
    /// They come out as attributes, under their own names.
    #[default]
    Keep,
    /// They are dropped, and the report lists them.
    Drop,
}

/// Where the cells of a column come from: exactly one of `column`, `value`, `text` and `next`, and what
/// is done to them, in this order: `map`, `lookup`, the type of the column, `end`, `default`, `assume`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "CellRule")]
pub struct CellDocument {
    /// A column of the source; of a list, the first that is there.
    pub column: Option<OneOrMany>,
    /// The same text in every row.
    pub value: Option<String>,
    /// A text with columns in braces, such as `{first_name} {last_name}`; empty if all of them are.
    pub text: Option<String>,
    /// The cell of the next row of the same group.
    pub next: Option<NextDocument>,
    /// Which word becomes which; null for an empty cell.
    pub map: Option<BTreeMap<String, Option<String>>>,
    /// What becomes of a word that `map` does not have: `refuse` if absent.
    pub otherwise: Option<Otherwise>,
    /// Whether `map` takes upper and lower case for the same.
    pub fold: bool,
    /// Other sources in which the cell is looked up, one after the other.
    pub lookup: Vec<LookupDocument>,
    /// How the cells are written, where that differs from the source.
    pub formats: FormatsDocument,
    /// What the column holds; only for attributes.
    pub r#type: Option<ValueType>,
    /// Marks the end of a span, and says whether that day or moment is inside.
    pub end: Option<End>,
    /// Fills empty cells: what an empty cell means.
    pub default: Option<Box<CellOrName>>,
    /// Fills empty cells of a call with `assume: true`, which marks the row's column as assumed.
    pub assume: Option<Box<CellOrName>>,
    /// What happens to a row whose cell is empty in the end.
    pub on_empty: Option<OnEmpty>,
    /// Whether the source may lack the column: its cells are then empty.
    pub optional: bool,
}

/// The cell of the next row of a group.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NextDocument {
    /// The column taken, by whose values the rows of a group are ordered: dates or instants.
    pub column: String,
    /// The columns whose values the rows of a group share.
    #[schemars(length(min = 1))]
    pub by: Vec<String>,
}

/// A source in which a cell is looked up.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookupDocument {
    /// The source.
    pub source: String,
    /// Its column that the cell is compared with.
    pub key: String,
    /// Its column that is taken.
    pub take: String,
    /// What happens where several rows have the key and differ: `refuse` if absent.
    #[serde(default)]
    pub several: Several,
    /// What becomes of a cell that is not found: `refuse` if absent.
    #[serde(default)]
    pub otherwise: Otherwise,
}

/// What happens where several rows have the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Several {
    /// The record is refused.
    #[default]
    Refuse,
    /// The first row is taken.
    First,
}

/// What becomes of a cell that a map or a lookup does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// The record is refused.
    #[default]
    Refuse,
    /// The cell stays what it is.
    Keep,
    /// The cell is empty.
    Empty,
}

/// Whether the end of a span is inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// It is the last day: the span ends a day later.
    Inclusive,
    /// It is the first day or moment after.
    Exclusive,
}

/// What happens to a row whose cell is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnEmpty {
    /// It is dropped, and counted.
    DropRow,
}

/// A cell's rule, or the name of the column that it is taken from as it is.
#[derive(Debug, Clone)]
pub struct CellOrName(pub CellDocument);

/// One text or a list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOrMany(pub Vec<String>);

impl<'de> Deserialize<'de> for CellOrName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = CellOrName;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a column's name or a rule")
            }

            fn visit_str<E>(self, name: &str) -> Result<CellOrName, E> {
                let column = Some(OneOrMany(vec![name.to_owned()]));
                Ok(CellOrName(CellDocument { column, ..CellDocument::default() }))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<CellOrName, A::Error> {
                CellDocument::deserialize(MapAccessDeserializer::new(map)).map(CellOrName)
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for CellOrName {
    fn schema_name() -> Cow<'static, str> {
        "Cell".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let rule = generator.subschema_for::<CellDocument>();
        json_schema!({
            "description": "The name of a column whose cells are taken as they are, or a rule.",
            "oneOf": [{"type": "string", "minLength": 1}, rule],
        })
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }

            fn visit_str<E>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany(vec![text.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<OneOrMany, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = items.next_element()? {
                    texts.push(text);
                }
                Ok(OneOrMany(texts))
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for OneOrMany {
    fn schema_name() -> Cow<'static, str> {
        "TextOrList".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let text = json_schema!({"type": "string", "minLength": 1});
        json_schema!({
            "description": "A text, or a list of them.",
            "oneOf": [text, {"type": "array", "minItems": 1, "items": text}],
        })
    }
}
