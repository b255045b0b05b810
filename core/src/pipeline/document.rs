//! A pipeline as a user writes it.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::number::{Currency, Ratio};
use crate::rule::RuleDocument;
use crate::time::Date;

/// A pipeline: its stages, what they ask of a deal, and the moves between them.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PipelineDocument {
    /// `quarterdeck/pipeline@1`.
    pub schema: String,
    /// The pipeline's own name, which deals give as `pipeline_id`.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The name to show.
    #[serde(default)]
    pub name: Option<String>,
    /// The version that `stages` and the keys beside it define.
    pub version: u32,
    /// When this version is in force; always, if absent.
    #[serde(default)]
    pub effective: EffectiveDocument,
    /// The zone in which instants become dates; UTC, if absent.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// The currency of amounts whose deal names none.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// The attributes that deals have beside the columns of `deals`. If the list is given it is
    /// complete: a criterion or a required field that is in neither is `pipeline.unknown_field`.
    #[serde(default)]
    pub fields: Option<Vec<FieldDocument>>,
    /// The stages.
    #[schemars(length(min = 1))]
    pub stages: Vec<StageDocument>,
    /// The stages in which a deal may be created.
    #[schemars(length(min = 1))]
    pub entry: Vec<String>,
    /// Every move there is. If the list is given, it replaces `policy`.
    #[serde(default)]
    pub transitions: Option<Vec<TransitionDocument>>,
    /// Which moves are allowed, where no list says so.
    #[serde(default)]
    pub policy: PolicyDocument,
    /// Which stage of an older version became which of this one.
    #[serde(default)]
    pub migrates: Vec<MigrationDocument>,
    /// Versions that were in force before; a deal is judged by the one in force at the time.
    #[serde(default)]
    pub earlier_versions: Vec<VersionDocument>,
}

/// An earlier version of a pipeline.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VersionDocument {
    /// Its number.
    pub version: u32,
    /// When it was in force.
    pub effective: EffectiveDocument,
    /// The stages.
    #[schemars(length(min = 1))]
    pub stages: Vec<StageDocument>,
    /// The stages in which a deal may be created.
    #[schemars(length(min = 1))]
    pub entry: Vec<String>,
    /// Every move there is, in place of `policy`.
    #[serde(default)]
    pub transitions: Option<Vec<TransitionDocument>>,
    /// Which moves are allowed, where no list says so.
    #[serde(default)]
    pub policy: PolicyDocument,
    /// Which stage of an older version became which of this one.
    #[serde(default)]
    pub migrates: Vec<MigrationDocument>,
}

/// When a version is in force.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EffectiveDocument {
    /// The first day; since ever, if absent.
    #[serde(default)]
    pub from: Option<Date>,
    /// The first day after; until further notice, if absent.
    #[serde(default)]
    pub to: Option<Date>,
}

/// An attribute of deals.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldDocument {
    /// The column's name.
    #[schemars(length(min = 1))]
    pub id: String,
    /// What it holds.
    pub r#type: FieldType,
}

/// What an attribute holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
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
    /// `true` and `false`.
    Boolean,
}

/// A stage.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageDocument {
    /// The stage's own name, which deals give as `stage_id`.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The name to show; the id, if absent.
    #[serde(default)]
    pub name: Option<String>,
    /// Its place: a deal moves forward to a higher one.
    pub order: u32,
    /// Whether deals in it are open, won or lost.
    pub kind: StageKind,
    /// The probability that a deal in it is won, 0 to 1.
    pub probability: Ratio,
    /// The forecast category of its deals: `omitted`, `pipeline`, `best_case`, `most_likely`,
    /// `commit` or `closed`.
    pub category: String,
    /// Columns that must be filled when a deal enters.
    #[serde(default)]
    #[schemars(inner(length(min = 1)))]
    pub required_on_entry: Vec<String>,
    /// What must hold when a deal enters.
    #[serde(default)]
    pub entry_criteria: Vec<CriterionDocument>,
    /// What must hold when a deal leaves it to advance.
    #[serde(default)]
    pub exit_criteria: Vec<CriterionDocument>,
    /// How many days a deal must have been in it to advance.
    #[serde(default)]
    pub min_days: Option<u32>,
    /// How many days a deal may be in it.
    #[serde(default)]
    pub max_days: Option<i32>,
    /// The role that must approve entering it.
    #[serde(default)]
    pub approval: Option<String>,
}

/// Whether deals in a stage are open, won or lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StageKind {
    /// The deal is being worked on.
    Open,
    /// The deal is won.
    Won,
    /// The deal is lost.
    Lost,
}

impl StageKind {
    /// Its wire name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Won => "won",
            Self::Lost => "lost",
        }
    }
}

/// A condition with a name.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CriterionDocument {
    /// Its own name, which refusals give.
    #[schemars(length(min = 1))]
    pub id: String,
    /// What must hold.
    pub when: RuleDocument,
}

/// A move that is allowed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransitionDocument {
    /// The stage left.
    pub from: String,
    /// The stage entered.
    pub to: String,
}

/// Which moves are allowed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PolicyDocument {
    /// Moving forward, or winning, over open stages that were never visited: `deny` if absent.
    pub skip: Option<Permission>,
    /// Moving to an earlier open stage: `allow` if absent.
    pub backward: Option<Permission>,
    /// Moving out of a won or lost stage: `deny` if absent.
    pub reopen: Option<Permission>,
    /// The open stages from which a deal may be lost: `any_open` if absent.
    pub lose_from: Option<LoseFrom>,
    /// The stages in which a deal may be created: `entry` if absent.
    pub create_in: Option<CreateIn>,
}

/// `allow` or `deny`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// The move is allowed.
    Allow,
    /// The move is refused.
    Deny,
}

/// The stages in which a deal may be created.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CreateIn {
    /// Those of `entry`.
    Entry,
    /// Every one.
    Any,
}

/// The open stages from which a deal may be lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoseFrom {
    /// Every one.
    AnyOpen,
    /// Those listed.
    Stages(Vec<String>),
}

/// Which stage of an older version became which.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MigrationDocument {
    /// The older version.
    pub from_version: u32,
    /// Stage there → stage here.
    pub stages: BTreeMap<String, String>,
}

impl<'de> Deserialize<'de> for LoseFrom {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = LoseFrom;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`any_open` or a list of stages")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<LoseFrom, E> {
                if text == "any_open" { Ok(LoseFrom::AnyOpen) } else { Err(E::unknown_variant(text, &["any_open"])) }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<LoseFrom, A::Error> {
                let mut stages = Vec::new();
                while let Some(stage) = items.next_element()? {
                    stages.push(stage);
                }
                Ok(LoseFrom::Stages(stages))
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for LoseFrom {
    fn schema_name() -> Cow<'static, str> {
        "LoseFrom".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The open stages from which a deal may be lost: `any_open`, or a list of them.",
            "oneOf": [
                {"type": "string", "enum": ["any_open"]},
                {"type": "array", "items": {"type": "string"}},
            ],
        })
    }
}
