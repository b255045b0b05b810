//! The checked mapping.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use std::collections::{BTreeMap, BTreeSet};

use super::check::Check;
use super::document::{End, MappingDocument, Otherwise, Several, UnmappedPolicy, ValueType};
use super::formats::Formats;
use crate::number::Currency;
use crate::problem::{Problem, Problems, Tree, shape};
use crate::rule::Rule;
use crate::table::{ColumnKind, TableShape, declared};

/// The schema of a mapping's document.
pub const SCHEMA: &str = "quarterdeck/crm-mapping@1";

/// The tables that a mapping can fill.
pub(super) static TARGETS: &[&TableShape] = &[
    &declared::DEALS,
    &declared::DEAL_EVENTS,
    &super::versions::DEAL_VERSIONS,
    &declared::PEOPLE,
    &declared::REPORTING,
    &declared::ASSIGNMENTS,
    &declared::QUOTAS,
    &declared::TARGETS,
    &declared::TRANSACTIONS,
    &declared::SPLITS,
    &declared::FX_RATES,
    &declared::ACCOUNTS,
    &declared::ACTIVITIES,
    &declared::LEADS,
];

/// A mapping whose every cell has a rule that makes sense.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) currency: Option<Currency>,
    /// By name.
    pub(super) sources: BTreeMap<String, SourceModel>,
    pub(super) outputs: Vec<Output>,
}

/// An exported file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SourceModel {
    pub(super) about: Option<String>,
    pub(super) optional: bool,
    pub(super) formats: Formats,
    pub(super) types: BTreeMap<String, ValueType>,
}

/// A table that comes out, or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Output {
    pub(super) pointer: String,
    pub(super) shape: &'static TableShape,
    pub(super) from: String,
    pub(super) rule: Option<Rule>,
    pub(super) distinct: bool,
    /// Declared columns in their order, then attributes.
    pub(super) columns: Vec<Target>,
    pub(super) unmapped: UnmappedPolicy,
    pub(super) drop: BTreeSet<String>,
}

/// A column that comes out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Target {
    pub(super) name: String,
    /// What it holds; nothing for an attribute that is taken as it comes.
    pub(super) kind: Option<ColumnKind>,
    pub(super) cell: Cell,
}

/// Where a cell comes from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) pointer: String,
    pub(super) origin: Origin,
    pub(super) map: Option<WordMap>,
    pub(super) lookups: Vec<Lookup>,
    pub(super) formats: Formats,
    pub(super) end: Option<End>,
    pub(super) default: Option<Box<Cell>>,
    pub(super) assume: Option<Box<Cell>>,
    pub(super) drops_row: bool,
    pub(super) optional: bool,
}

/// What a cell starts from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Origin {
    /// The first of these columns that the source has.
    Column(Vec<String>),
    /// The same text everywhere, in canonical form.
    Value(String),
    /// Texts and columns one after the other.
    Text(Vec<Piece>),
    /// The column's value in the next row of those that share `by`.
    Next { column: String, by: Vec<String> },
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    Literal(String),
    Column(String),
}

/// Which word becomes which.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct WordMap {
    pub(super) words: BTreeMap<String, Option<String>>,
    pub(super) fold: bool,
    pub(super) otherwise: Otherwise,
}

/// A source in which a cell is looked up.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lookup {
    pub(super) source: String,
    pub(super) key: String,
    pub(super) take: String,
    pub(super) several: Several,
    pub(super) otherwise: Otherwise,
}

impl Mapping {
    /// Reads and checks a mapping; warnings come with it.
    ///
    /// # Errors
    /// Every problem of the document: of its shape, or else of its meaning.
    pub fn load(document: &[u8]) -> Result<(Self, Vec<Problem>), Problems> {
        Self::from_tree(&Tree::parse(document)?)
    }

    /// Checks a mapping that was read into a tree.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn from_tree(tree: &Tree) -> Result<(Self, Vec<Problem>), Problems> {
        shape::check_schema(tree, SCHEMA)?;
        Self::from_document(shape::read_tree(tree)?)
    }

    /// Checks a mapping that was built as a document.
    ///
    /// # Errors
    /// Every problem of its meaning.
    pub fn from_document(document: MappingDocument) -> Result<(Self, Vec<Problem>), Problems> {
        Check::default().mapping(document)
    }

    /// The mapping's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The currency of amounts whose record names none.
    #[must_use]
    pub fn currency(&self) -> Option<Currency> {
        self.currency
    }

    /// The exported files that it reads, by the names that a call gives them, and whether each may be
    /// left out.
    pub fn sources(&self) -> impl Iterator<Item = (&str, bool)> {
        self.sources.iter().map(|(name, source)| (name.as_str(), source.optional))
    }
}

impl Output {
    /// The table that comes out.
    pub(super) fn table(&self) -> &'static str {
        if self.shape.name == super::versions::DEAL_VERSIONS.name {
            declared::DEAL_EVENTS.name
        } else {
            self.shape.name
        }
    }
}

impl Output {
    /// The source's column that a column is read from, as problems name it.
    pub(super) fn column_of<'o>(&'o self, name: &'o str) -> &'o str {
        let target = self.columns.iter().find(|target| target.name == name);
        target.and_then(|target| target.cell.columns().first().copied()).unwrap_or(name)
    }
}

impl Cell {
    /// The cell with those that stand in for it where it is empty.
    pub(super) fn with_stand_ins(&self) -> Vec<&Self> {
        let stand_ins = self.default.iter().chain(&self.assume).flat_map(|cell| cell.with_stand_ins());
        std::iter::once(self).chain(stand_ins).collect()
    }

    /// The columns of the source that it asks for; of alternatives, all.
    pub(super) fn columns(&self) -> Vec<&str> {
        match &self.origin {
            Origin::Column(names) => names.iter().map(String::as_str).collect(),
            Origin::Value(_) => Vec::new(),
            Origin::Text(pieces) => pieces
                .iter()
                .filter_map(|piece| if let Piece::Column(name) = piece { Some(name.as_str()) } else { None })
                .collect(),
            Origin::Next { column, by } => std::iter::once(column).chain(by).map(String::as_str).collect(),
        }
    }
}
