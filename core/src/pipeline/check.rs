//! A pipeline's document checked for its meaning; every problem is collected.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use std::collections::{BTreeMap, BTreeSet};

use super::category::Category;
use super::deal::DEAL;
use super::document::{
    CreateIn, CriterionDocument, EffectiveDocument, FieldDocument, FieldType, LoseFrom, MigrationDocument, Permission,
    PipelineDocument, PolicyDocument, StageDocument, TransitionDocument, VersionDocument,
};
use super::model::{Criterion, Pipeline, Policy, Stage, Version};
use super::{reach, stages};
use crate::problem::{Code, Problem, Problems, Report, pointer, shape};
use crate::rule::Rule;
use crate::sorted;
use crate::table::ColumnKind;

/// The check of one document.
pub(super) struct Check {
    report: Report,
    /// The attributes declared; without a list any name may be one.
    fields: Option<BTreeMap<String, ColumnKind>>,
}

impl Check {
    pub(super) fn new(document: &PipelineDocument) -> Self {
        let mut report = Report::new();
        let fields = document.fields.as_ref().map(|fields| declared(fields, &mut report));
        Self { report, fields }
    }

    pub(super) fn pipeline(mut self, document: PipelineDocument) -> Result<(Pipeline, Vec<Problem>), Problems> {
        let zone = shape::time_zone(document.time_zone.as_deref(), &mut self.report);
        self.versions(&document);
        let current = VersionDocument {
            version: document.version,
            effective: document.effective,
            stages: document.stages,
            entry: document.entry,
            transitions: document.transitions,
            policy: document.policy,
            migrates: document.migrates,
        };
        let current = self.version(current, String::new());
        let earlier = document
            .earlier_versions
            .into_iter()
            .enumerate()
            .map(|(position, version)| self.version(version, pointer::at("/earlier_versions", position)))
            .collect();
        let name = document.name.unwrap_or_else(|| document.id.clone());
        let (id, currency, fields) = (document.id, document.currency, self.fields);
        let warnings = self.report.finish()?;
        Ok((Pipeline { id, name, zone, currency, fields, current, earlier }, warnings))
    }

    /// Numbers are unique, and no two versions are in force on one day.
    fn versions(&mut self, document: &PipelineDocument) {
        let current = (String::new(), document.version, document.effective);
        let earlier = document.earlier_versions.iter().enumerate().map(|(position, version)| {
            (pointer::at("/earlier_versions", position), version.version, version.effective)
        });
        let all: Vec<(String, u32, EffectiveDocument)> = std::iter::once(current).chain(earlier).collect();
        for (position, (at, number, effective)) in all.iter().enumerate() {
            if let (Some(from), Some(to)) = (effective.from, effective.to)
                && to <= from
            {
                let message = format!("the version ends on {to}, not after it starts on {from}");
                self.report.push(Problem::new(Code::TimeEmptyPeriod, format!("{at}/effective/to"), message));
            }
            for (before, other, span) in all.iter().take(position) {
                if number == other {
                    let message = format!("version {number} is there twice");
                    self.report.push(duplicate_id(&format!("{at}/version"), &format!("{before}/version"), message));
                }
                let apart = |a: &EffectiveDocument, b: &EffectiveDocument| matches!((a.to, b.from), (Some(to), Some(from)) if to <= from);
                if !apart(effective, span) && !apart(span, effective) {
                    let message = format!("versions {other} and {number} are in force on the same days");
                    self.report.push(
                        Problem::new(Code::PipelineOverlappingVersions, format!("{at}/effective"), message)
                            .related(format!("{before}/effective"))
                            .with("versions", vec![*other, *number]),
                    );
                }
            }
        }
    }

    fn version(&mut self, document: VersionDocument, at: String) -> Version {
        stages::check(&document.stages, &at, &mut self.report);
        let known = sorted::set(document.stages.iter().map(|stage| stage.id.as_str()));
        self.entry(&document.entry, &known, &at);
        self.transitions(document.transitions.as_deref().unwrap_or_default(), &known, &at);
        let policy = self.policy(&document.policy, &known, &at);
        let migrates = self.migrates(&document, &known, &at);
        let mut stages: Vec<Stage> = document
            .stages
            .iter()
            .enumerate()
            .map(|(position, stage)| self.stage(stage, &format!("{at}/stages/{position}")))
            .collect();
        sorted::sort_by_key(&mut stages, |stage| stage.order);
        let moves = |list: Vec<TransitionDocument>| list.into_iter().map(|edge| (edge.from, edge.to)).collect();
        let version = Version {
            number: document.version,
            from: document.effective.from,
            to: document.effective.to,
            stages,
            entry: document.entry.into_iter().collect(),
            transitions: document.transitions.map(moves),
            policy,
            migrates,
            pointer: at,
        };
        reach::check(&version, &mut self.report);
        version
    }

    fn entry(&mut self, entry: &[String], known: &BTreeSet<&str>, at: &str) {
        for (position, stage) in entry.iter().enumerate() {
            if !known.contains(stage.as_str()) {
                self.report.push(unknown_stage(&format!("{at}/entry/{position}"), stage));
            }
        }
    }

    fn transitions(&mut self, list: &[TransitionDocument], known: &BTreeSet<&str>, at: &str) {
        for (position, edge) in list.iter().enumerate() {
            for (key, stage) in [("from", &edge.from), ("to", &edge.to)] {
                if !known.contains(stage.as_str()) {
                    let message = format!("`{stage}` is not a stage");
                    let at = format!("{at}/transitions/{position}/{key}");
                    let problem = Problem::new(Code::PipelineTransitionUnknownStage, at, message);
                    self.report.push(problem.with("stage", stage.clone()));
                }
            }
        }
    }

    fn policy(&mut self, document: &PolicyDocument, known: &BTreeSet<&str>, at: &str) -> Policy {
        let lose_from = match &document.lose_from {
            None | Some(LoseFrom::AnyOpen) => None,
            Some(LoseFrom::Stages(stages)) => {
                for (position, stage) in stages.iter().enumerate() {
                    if !known.contains(stage.as_str()) {
                        self.report.push(unknown_stage(&format!("{at}/policy/lose_from/{position}"), stage));
                    }
                }
                Some(stages.iter().cloned().collect())
            }
        };
        Policy {
            skip: document.skip == Some(Permission::Allow),
            backward: document.backward != Some(Permission::Deny),
            reopen: document.reopen == Some(Permission::Allow),
            lose_from,
            create_anywhere: document.create_in == Some(CreateIn::Any),
        }
    }

    fn migrates(
        &mut self,
        document: &VersionDocument,
        known: &BTreeSet<&str>,
        at: &str,
    ) -> BTreeMap<(u32, String), String> {
        let mut map = BTreeMap::new();
        for (position, MigrationDocument { from_version, stages }) in document.migrates.iter().enumerate() {
            let at = format!("{at}/migrates/{position}");
            if *from_version >= document.version {
                let message = format!("version {from_version} is not older than version {}", document.version);
                self.report.push(
                    Problem::new(Code::PipelineMigrationVersion, format!("{at}/from_version"), message)
                        .with("from_version", *from_version)
                        .with("version", document.version),
                );
            }
            for (from, to) in stages {
                if !known.contains(to.as_str()) {
                    self.report.push(unknown_stage(&pointer::join(&format!("{at}/stages"), from), to));
                }
                map.insert((*from_version, from.clone()), to.clone());
            }
        }
        map
    }

    /// What a stage asks of a deal. Its numbers have been checked with those of the other stages.
    fn stage(&mut self, document: &StageDocument, at: &str) -> Stage {
        for (position, field) in document.required_on_entry.iter().enumerate() {
            self.field(field, &format!("{at}/required_on_entry/{position}"));
        }
        self.criterion_ids(document, at);
        Stage {
            id: document.id.clone(),
            name: document.name.clone().unwrap_or_else(|| document.id.clone()),
            order: document.order,
            kind: document.kind,
            probability: document.probability.exact().clone(),
            category: Category::parse(&document.category).unwrap_or(Category::Omitted),
            required: document.required_on_entry.clone(),
            entry_criteria: self.criteria(&document.entry_criteria, &format!("{at}/entry_criteria")),
            exit_criteria: self.criteria(&document.exit_criteria, &format!("{at}/exit_criteria")),
            min_days: document.min_days,
            max_days: document.max_days.and_then(|days| u32::try_from(days).ok()),
            approval: document.approval.clone(),
            pointer: at.to_owned(),
        }
    }

    fn criterion_ids(&mut self, document: &StageDocument, at: &str) {
        let mut seen: BTreeMap<&str, String> = BTreeMap::new();
        let lists = [("entry_criteria", &document.entry_criteria), ("exit_criteria", &document.exit_criteria)];
        for (key, list) in lists {
            for (position, criterion) in list.iter().enumerate() {
                let here = format!("{at}/{key}/{position}/id");
                match seen.get(criterion.id.as_str()) {
                    Some(first) => {
                        let message = format!("the stage has two criteria `{}`", criterion.id);
                        self.report.push(duplicate_id(&here, first, message));
                    }
                    None => {
                        seen.insert(&criterion.id, here);
                    }
                }
            }
        }
    }

    fn criteria(&mut self, list: &[CriterionDocument], at: &str) -> Vec<Criterion> {
        let mut criteria = Vec::new();
        for (position, document) in list.iter().enumerate() {
            let at = pointer::at(at, position);
            let (fields, when) = (&self.fields, format!("{at}/when"));
            let kind = |name: &str| column_kind(name, fields.as_ref());
            let Some(rule) = Rule::check(&document.when, &when, &kind, &mut self.report) else { continue };
            for (column, pointer) in rule.uses() {
                self.field(column, &format!("{pointer}/column"));
            }
            criteria.push(Criterion { id: document.id.clone(), rule, pointer: at });
        }
        criteria
    }

    fn is_known(&self, name: &str) -> bool {
        self.fields.is_none() || column_kind(name, self.fields.as_ref()).is_some()
    }

    fn field(&mut self, name: &str, at: &str) {
        if !self.is_known(name) {
            let message = format!("`{name}` is neither a column of deals nor one of `fields`");
            self.report.push(Problem::new(Code::PipelineUnknownField, at, message).with("field", name));
        }
    }
}

/// What a column of a deal holds, where that is known at load.
pub(super) fn column_kind(name: &str, fields: Option<&BTreeMap<String, ColumnKind>>) -> Option<ColumnKind> {
    if name == "forecast_category" {
        return Some(ColumnKind::Code(&Category::NAMES));
    }
    DEAL.column(name).map(|column| column.kind).or_else(|| fields?.get(name).copied())
}

fn declared(fields: &[FieldDocument], report: &mut Report) -> BTreeMap<String, ColumnKind> {
    let mut kinds = BTreeMap::new();
    for (position, field) in fields.iter().enumerate() {
        let at = format!("/fields/{position}/id");
        let kind = match field.r#type {
            FieldType::Text => ColumnKind::Text,
            FieldType::Decimal => ColumnKind::Decimal,
            FieldType::Integer => ColumnKind::Integer,
            FieldType::Date => ColumnKind::Date,
            FieldType::Instant => ColumnKind::Instant,
            FieldType::Boolean => ColumnKind::Boolean,
        };
        if DEAL.column(&field.id).is_some() {
            let message = format!("deals have a column `{}` already", field.id);
            report.push(Problem::new(Code::PipelineDuplicateId, at, message).with("id", field.id.clone()));
        } else if kinds.insert(field.id.clone(), kind).is_some() {
            let first = fields.iter().position(|other| other.id == field.id).unwrap_or_default();
            report.push(duplicate_id(&at, &format!("/fields/{first}/id"), format!("`{}` is declared twice", field.id)));
        }
    }
    kinds
}

pub(super) fn duplicate_id(at: &str, first: &str, message: String) -> Problem {
    Problem::new(Code::PipelineDuplicateId, at, message).related(first)
}

fn unknown_stage(at: &str, stage: &str) -> Problem {
    Problem::new(Code::PipelineUnknownStage, at, format!("`{stage}` is not a stage")).with("stage", stage)
}
