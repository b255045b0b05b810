//! A rule as a user writes it.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::number::Decimal;

/// A condition: exactly one of `all`, `any`, `not` or a comparison of a `column`.
///
/// One struct with optional keys, so that reading it can name the key at fault; the schema tells the
/// four forms apart.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RuleDocument {
    /// Every one of these holds.
    pub all: Option<Vec<RuleDocument>>,
    /// At least one of these holds.
    pub any: Option<Vec<RuleDocument>>,
    /// This does not hold.
    pub not: Option<Box<RuleDocument>>,
    /// The column compared.
    pub column: Option<String>,
    /// How it is compared.
    pub op: Option<Operator>,
    /// What it is compared with: one value, or a list for `in` and `not_in`.
    pub value: Option<OperandDocument>,
    /// For `between`: the first value inside.
    pub from: Option<OperandDocument>,
    /// For `between`: the first value beyond.
    pub to: Option<OperandDocument>,
    /// Whether upper and lower case are the same; only for text.
    pub fold: Option<bool>,
}

/// How a column is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Less.
    Lt,
    /// Less or equal.
    Le,
    /// Greater.
    Gt,
    /// Greater or equal.
    Ge,
    /// Equal to one of a list.
    In,
    /// Equal to none of a list.
    NotIn,
    /// From `from` up to, not including, `to`.
    Between,
    /// The cell is empty.
    IsEmpty,
    /// The cell is filled.
    IsNotEmpty,
    /// The text has the value in it.
    Contains,
    /// The text starts with the value.
    StartsWith,
}

impl Operator {
    /// Its wire name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Lt => "lt",
            Self::Le => "le",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::In => "in",
            Self::NotIn => "not_in",
            Self::Between => "between",
            Self::IsEmpty => "is_empty",
            Self::IsNotEmpty => "is_not_empty",
            Self::Contains => "contains",
            Self::StartsWith => "starts_with",
        }
    }
}

/// What a column is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum OperandDocument {
    /// A string: text, or a number, date or instant where the column holds those.
    Text(String),
    /// A JSON number.
    Number(Decimal),
    /// `true` or `false`.
    Boolean(bool),
    /// `{"as_of": "-30d"}`: a date so far from the call's `as_of`, in days, weeks, months or years.
    AsOf(String),
    /// The list of `in` and `not_in`.
    List(Vec<OperandDocument>),
}

impl<'de> Deserialize<'de> for OperandDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OperandVisitor)
    }
}

struct OperandVisitor;

impl<'de> Visitor<'de> for OperandVisitor {
    type Value = OperandDocument;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, a number, a boolean, a list of them, or {\"as_of\": offset}")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<OperandDocument, E> {
        Ok(OperandDocument::Text(text.to_owned()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<OperandDocument, E> {
        Ok(OperandDocument::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<OperandDocument, E> {
        Ok(OperandDocument::Number(Decimal::from(value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<OperandDocument, E> {
        Decimal::from_mantissa(value.into(), 0).map(OperandDocument::Number).map_err(E::custom)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<OperandDocument, E> {
        Decimal::from_float(value).map(OperandDocument::Number).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<OperandDocument, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(OperandDocument::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<OperandDocument, A::Error> {
        match map.next_entry::<String, String>()? {
            Some((key, offset)) if key == "as_of" => Ok(OperandDocument::AsOf(offset)),
            _ => Err(A::Error::missing_field("as_of")),
        }
    }
}

impl JsonSchema for RuleDocument {
    fn schema_name() -> Cow<'static, str> {
        "Rule".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let rule = generator.subschema_for::<Self>();
        let operator = generator.subschema_for::<Operator>();
        let operand = generator.subschema_for::<OperandDocument>();
        let list = |about: &str| json_schema!({"description": about, "type": "array", "minItems": 1, "items": rule});
        json_schema!({
            "description": "A condition. A comparison with an empty cell is unknown; a rule that ends unknown does not match.",
            "oneOf": [
                {
                    "type": "object",
                    "properties": {
                        "column": {"description": "The column compared.", "type": "string", "minLength": 1},
                        "op": operator,
                        "value": operand,
                        "from": operand,
                        "to": operand,
                        "fold": {"description": "Whether upper and lower case are the same; only for text.", "type": "boolean"},
                    },
                    "required": ["column", "op"],
                    "additionalProperties": false,
                },
                {
                    "type": "object",
                    "properties": {"all": list("Every one of these holds.")},
                    "required": ["all"],
                    "additionalProperties": false,
                },
                {
                    "type": "object",
                    "properties": {"any": list("At least one of these holds.")},
                    "required": ["any"],
                    "additionalProperties": false,
                },
                {
                    "type": "object",
                    "properties": {"not": rule},
                    "required": ["not"],
                    "additionalProperties": false,
                },
            ],
        })
    }
}

impl JsonSchema for OperandDocument {
    fn schema_name() -> Cow<'static, str> {
        "RuleValue".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let text = json_schema!({"type": "string"});
        let number = json_schema!({"type": ["integer", "number"], "format": "decimal"});
        let boolean = json_schema!({"type": "boolean"});
        let as_of = json_schema!({
            "description": "A date so far from the call's as_of: days, weeks, months or years, such as \"-30d\".",
            "type": "object",
            "properties": {"as_of": {"type": "string"}},
            "required": ["as_of"],
            "additionalProperties": false,
        });
        json_schema!({
            "description": "A value of the column's type, a list of them for in and not_in, or a date counted from as_of.",
            "oneOf": [
                text,
                number,
                boolean,
                {"type": "array", "minItems": 1, "items": {"oneOf": [text, number, boolean]}},
                as_of,
            ],
        })
    }
}
