//! Whether a deal may move to a stage, with every reason why not.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::deal::Deal;
use super::document::StageKind;
use super::judge::Judge;
use super::model::{Pipeline, Stage, Version};
use crate::problem::{Problem, Problems};
use crate::rule::Finding;
use crate::time::Instant;

/// Where a move leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Nowhere: the deal is there already.
    Same,
    /// To a later open stage, with every open stage between them visited; or into being.
    Forward,
    /// To a later open stage or to won, over open stages that were never visited.
    Skip,
    /// To an earlier open stage.
    Backward,
    /// To won, with every open stage in between visited.
    Win,
    /// To lost.
    Lose,
    /// Out of a won or lost stage, wherever it leads.
    Reopen,
}

impl Direction {
    /// Its wire name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Forward => "forward",
            Self::Skip => "skip",
            Self::Backward => "backward",
            Self::Win => "win",
            Self::Lose => "lose",
            Self::Reopen => "reopen",
        }
    }
}

/// Who makes a move.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The person.
    #[serde(default)]
    pub person_id: Option<String>,
    /// The roles that the person acts in; one that must approve a move does so by making it.
    #[serde(default)]
    pub roles: Vec<String>,
}

/// A move, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Transition {
    /// Where it leads; nothing if one of its stages is not known.
    pub direction: Option<Direction>,
    /// The open stages that it passes over and that were never visited.
    pub skipped: Vec<String>,
    /// The version that judges it.
    pub version: u32,
    /// Every reason against it, in a fixed order; none if it is allowed.
    pub reasons: Vec<Reason>,
}

/// A reason against a move.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The reason, with a pointer to the rule in the definition where one decides.
    pub problem: Problem,
    /// The comparisons that fail, where a criterion does.
    pub findings: Vec<Finding>,
}

impl Transition {
    /// Whether nothing speaks against it.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.reasons.is_empty()
    }

    /// The reasons against it as problems.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.reasons.iter().map(|reason| &reason.problem)
    }
}

impl Pipeline {
    /// Judges the move of a deal to a stage at a moment, by the version in force then.
    ///
    /// The reasons come in the order of the checks: the stage is not known; the deal is there
    /// already; it is in another pipeline, or no version is in force; reopening, moving back and
    /// skipping, where the policy denies them; a list of moves, of entries or of stages to lose from
    /// that does not have it; days to wait, exit criteria; required fields and entry criteria of the
    /// target; its approval; a time before what the deal has been through.
    ///
    /// Days to wait and exit criteria hold back a deal that advances or is reopened, never one that
    /// is lost or moves back. A deal that stays where it is leaves nothing and enters nothing. Their
    /// pointers lead to the rule in the definition where one decides.
    ///
    /// # Errors
    /// Where a criterion cannot be asked of the deal: `rule.type_mismatch`, `time.out_of_range`.
    pub fn check_transition(
        &self,
        deal: &Deal,
        to: &str,
        at: Instant,
        actor: Option<&Actor>,
    ) -> Result<Transition, Problems> {
        let in_force = self.version_at(at);
        let version = in_force.unwrap_or(&self.current);
        let mut judge = Judge { pipeline: self, version, deal, at, reasons: Vec::new() };
        let target = version.stage(to);
        let source = deal.stage_id().and_then(|id| version.stage(id));
        if target.is_none() {
            judge.unknown_stage(to, "/params/to");
        }
        if let (Some(id), None) = (deal.stage_id(), source) {
            judge.unknown_stage(id, "/params/deal/stage_id");
        }
        let (direction, skipped) = match target {
            Some(target) if source.is_some() || deal.stage_id().is_none() => {
                let (direction, skipped) = version.direction(deal, source, target);
                (Some(direction), skipped)
            }
            _ => (None, Vec::new()),
        };
        judge.same(direction, to);
        judge.pipeline(in_force.is_some());
        if let (Some(direction), Some(target)) = (direction, target) {
            judge.policy(direction, &skipped, source, target);
        }
        if direction != Some(Direction::Same) {
            if let Some(source) = source
                && !matches!(direction, Some(Direction::Lose | Direction::Backward))
            {
                judge.leave(source)?;
            }
            if let Some(target) = target {
                judge.enter(target, actor)?;
            }
        }
        judge.order_of_events();
        let skipped = skipped.into_iter().map(|stage| stage.id.clone()).collect();
        Ok(Transition { direction, skipped, version: version.number, reasons: judge.reasons })
    }
}

impl Version {
    /// Where a move leads, and the open stages it passes over unvisited.
    fn direction<'v>(
        &'v self,
        deal: &Deal,
        source: Option<&'v Stage>,
        target: &'v Stage,
    ) -> (Direction, Vec<&'v Stage>) {
        let plain = match target.kind {
            StageKind::Open => Direction::Forward,
            StageKind::Won => Direction::Win,
            StageKind::Lost => Direction::Lose,
        };
        let Some(source) = source else { return (plain, Vec::new()) };
        if source.id == target.id {
            return (Direction::Same, Vec::new());
        }
        if !source.is_open() {
            return (Direction::Reopen, Vec::new());
        }
        match target.kind {
            StageKind::Lost => (Direction::Lose, Vec::new()),
            StageKind::Open if target.order < source.order => (Direction::Backward, Vec::new()),
            StageKind::Open | StageKind::Won => {
                let unvisited = |stage: &&Stage| !deal.has_visited(&stage.id);
                let skipped: Vec<&Stage> = self.open_between(source, target).filter(unvisited).collect();
                if skipped.is_empty() { (plain, skipped) } else { (Direction::Skip, skipped) }
            }
        }
    }
}
