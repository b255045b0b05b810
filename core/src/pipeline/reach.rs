//! Whether every stage can be reached, and a deal can end from every open one.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use std::collections::BTreeSet;

use super::document::StageKind;
use super::model::{Stage, Version};
use crate::problem::{Code, Problem, Report};
use crate::sorted;

/// Reports stages that no deal can come to, and open stages from which no deal can end.
pub(super) fn check(version: &Version, report: &mut Report) {
    let edges = edges(version);
    let starts: BTreeSet<&str> = if version.may_create_anywhere() {
        version.stages.iter().map(|stage| stage.id.as_str()).collect()
    } else {
        version.stages.iter().map(|stage| stage.id.as_str()).filter(|id| version.entry.contains(*id)).collect()
    };
    // Without a start nothing can be reached, and what is wrong has been said about the entry.
    if !starts.is_empty() {
        let reached = closure(starts, |from, to| edges.contains(&(from, to)), version);
        for stage in firsts(version).filter(|stage| !reached.contains(stage.id.as_str())) {
            let message = format!("no sequence of moves leads to `{}`", stage.id);
            report.push(
                Problem::new(Code::PipelineUnreachableStage, stage.pointer.clone(), message)
                    .with("stage", stage.id.clone()),
            );
        }
    }
    let closed = sorted::set(version.stages.iter().filter(|stage| !stage.is_open()).map(|stage| stage.id.as_str()));
    if !closed.is_empty() {
        let ending = closure(closed, |from, to| edges.contains(&(to, from)), version);
        for stage in firsts(version).filter(|stage| stage.is_open() && !ending.contains(stage.id.as_str())) {
            let message = format!("a deal in `{}` can neither be won nor lost", stage.id);
            report.push(
                Problem::new(Code::PipelineNoPathToClosed, stage.pointer.clone(), message)
                    .with("stage", stage.id.clone()),
            );
        }
    }
}

/// The stages, each id once.
fn firsts(version: &Version) -> impl Iterator<Item = &Stage> {
    let mut seen = BTreeSet::new();
    version.stages.iter().filter(move |stage| seen.insert(stage.id.as_str()))
}

/// Every stage that a walk from `known` comes to.
fn closure<'v>(
    mut known: BTreeSet<&'v str>,
    step: impl Fn(&'v str, &'v str) -> bool,
    version: &'v Version,
) -> BTreeSet<&'v str> {
    loop {
        let found: Vec<&str> = version
            .stages
            .iter()
            .map(|stage| stage.id.as_str())
            .filter(|id| !known.contains(id) && known.iter().any(|from| step(from, id)))
            .collect();
        if found.is_empty() {
            return known;
        }
        known.extend(found);
    }
}

/// Every move that the list or the policy allows to some deal.
fn edges(version: &Version) -> BTreeSet<(&str, &str)> {
    let mut edges = BTreeSet::new();
    for from in &version.stages {
        for to in &version.stages {
            if from.id != to.id && is_edge(version, from, to) {
                edges.insert((from.id.as_str(), to.id.as_str()));
            }
        }
    }
    edges
}

fn is_edge(version: &Version, from: &Stage, to: &Stage) -> bool {
    if let Some(list) = &version.transitions {
        return list.contains(&(from.id.clone(), to.id.clone()));
    }
    let policy = &version.policy;
    if !from.is_open() {
        return policy.reopen;
    }
    match to.kind {
        StageKind::Lost => policy.lose_from.as_ref().is_none_or(|stages| stages.contains(&from.id)),
        StageKind::Open if to.order < from.order => policy.backward,
        StageKind::Open | StageKind::Won => policy.skip || version.open_between(from, to).next().is_none(),
    }
}

impl Version {
    /// Whether a deal may be created in any stage; a list of transitions leaves only the entry.
    pub(super) fn may_create_anywhere(&self) -> bool {
        self.policy.create_anywhere && self.transitions.is_none()
    }
}
