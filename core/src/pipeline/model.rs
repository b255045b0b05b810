//! The checked pipeline.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use std::collections::{BTreeMap, BTreeSet};

use super::category::Category;
use super::check::Check;
use super::document::{PipelineDocument, StageKind};
use crate::number::{Currency, Exact};
use crate::problem::{Problem, Problems, Tree, shape};
use crate::rule::Rule;
use crate::table::ColumnKind;
use crate::time::{Date, Instant, Zone};

/// The schema of a pipeline's document.
pub const SCHEMA: &str = "quarterdeck/pipeline@1";

/// A pipeline whose every version is sound.
#[derive(Debug, Clone, PartialEq)]
pub struct Pipeline {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) zone: Zone,
    pub(super) currency: Option<Currency>,
    /// The attributes declared, if they are.
    pub(super) fields: Option<BTreeMap<String, ColumnKind>>,
    /// The version that the document leads with, then the earlier ones as written.
    pub(super) current: Version,
    pub(super) earlier: Vec<Version>,
}

/// One version of a pipeline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Version {
    /// Where it stands in the document.
    pub(super) pointer: String,
    pub(super) number: u32,
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    /// In their order.
    pub(super) stages: Vec<Stage>,
    pub(super) entry: BTreeSet<String>,
    /// Every move allowed, where the document lists them.
    pub(super) transitions: Option<BTreeSet<(String, String)>>,
    pub(super) policy: Policy,
    /// (older version, stage there) → stage here.
    pub(super) migrates: BTreeMap<(u32, String), String>,
}

/// A stage of one version.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    pub(super) pointer: String,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) order: u32,
    pub(super) kind: StageKind,
    pub(super) probability: Exact,
    pub(super) category: Category,
    pub(super) required: Vec<String>,
    pub(super) entry_criteria: Vec<Criterion>,
    pub(super) exit_criteria: Vec<Criterion>,
    pub(super) min_days: Option<u32>,
    pub(super) max_days: Option<u32>,
    pub(super) approval: Option<String>,
}

/// A rule with a name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Criterion {
    pub(super) pointer: String,
    pub(super) id: String,
    pub(super) rule: Rule,
}

/// What is allowed where no list says so.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Policy {
    pub(super) skip: bool,
    pub(super) backward: bool,
    pub(super) reopen: bool,
    /// Nothing for every open stage.
    pub(super) lose_from: Option<BTreeSet<String>>,
    pub(super) create_anywhere: bool,
}

impl Pipeline {
    /// Reads and checks a pipeline; warnings come with it.
    ///
    /// # Errors
    /// Every problem of the document: of its shape, or else of its meaning.
    pub fn load(document: &[u8]) -> Result<(Self, Vec<Problem>), Problems> {
        Self::from_tree(&Tree::parse(document)?)
    }

    /// Checks a pipeline that was read into a tree.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn from_tree(tree: &Tree) -> Result<(Self, Vec<Problem>), Problems> {
        shape::check_schema(tree, SCHEMA)?;
        Self::from_document(shape::read_tree(tree)?)
    }

    /// Checks a pipeline that was built as a document.
    ///
    /// # Errors
    /// Every problem of its meaning.
    pub fn from_document(document: PipelineDocument) -> Result<(Self, Vec<Problem>), Problems> {
        Check::new(&document).pipeline(document)
    }

    /// The pipeline's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name to show.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The zone in which its instants become dates.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// The currency of amounts whose deal names none.
    #[must_use]
    pub fn currency(&self) -> Option<Currency> {
        self.currency
    }

    /// The stages of the version that the document leads with, in their order.
    #[must_use]
    pub fn stages(&self) -> &[Stage] {
        &self.current.stages
    }

    /// The stages of every version, for rooms in whose documents a pipeline is a part.
    pub fn all_stages(&self) -> impl Iterator<Item = &Stage> {
        std::iter::once(&self.current).chain(&self.earlier).flat_map(|version| &version.stages)
    }

    /// Whether a version is in force on a day.
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        self.version_on(day).is_some()
    }

    /// The stage of this id on a day: of the version in force, or what a map of that version says the
    /// stage of an older one became.
    #[must_use]
    pub fn stage_on(&self, id: &str, day: Date) -> Option<&Stage> {
        let version = self.version_on(day)?;
        version.stage(id).or_else(|| version.stage(version.migrated(id)?))
    }

    /// The version in force on a day.
    pub(super) fn version_on(&self, date: Date) -> Option<&Version> {
        std::iter::once(&self.current).chain(&self.earlier).find(|version| version.is_in_force(date))
    }

    /// The version in force at a moment.
    pub(super) fn version_at(&self, at: Instant) -> Option<&Version> {
        self.version_on(self.zone.date_of(at))
    }
}

impl Version {
    fn is_in_force(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date < to)
    }

    pub(super) fn stage(&self, id: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// Where a stage of an older version went, if one map says so.
    pub(super) fn migrated(&self, id: &str) -> Option<&str> {
        self.migrates.iter().rev().find(|((_, from), _)| from == id).map(|(_, to)| to.as_str())
    }

    /// The open stages that lie between two stages, in their order.
    pub(super) fn open_between<'v>(&'v self, from: &'v Stage, to: &'v Stage) -> impl Iterator<Item = &'v Stage> {
        let between = |stage: &&Stage| from.order < stage.order && stage.order < to.order;
        self.stages.iter().filter(|stage| stage.is_open()).filter(between)
    }
}

impl Stage {
    /// Where it stands in its pipeline's document.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The stage's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name to show.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its place among the stages.
    #[must_use]
    pub fn order(&self) -> u32 {
        self.order
    }

    /// Whether its deals are open, won or lost.
    #[must_use]
    pub fn kind(&self) -> StageKind {
        self.kind
    }

    /// The probability that a deal in it is won.
    #[must_use]
    pub fn probability(&self) -> &Exact {
        &self.probability
    }

    /// The forecast category of its deals.
    #[must_use]
    pub fn category(&self) -> Category {
        self.category
    }

    /// How many days a deal may be in it.
    #[must_use]
    pub fn max_days(&self) -> Option<u32> {
        self.max_days
    }

    pub(super) fn is_open(&self) -> bool {
        self.kind == StageKind::Open
    }
}
