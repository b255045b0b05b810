//! Whether a deal may move to a stage, with every reason why not.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::deal::{Deal, is_blank};
use super::document::StageKind;
use super::model::{Criterion, Pipeline, Stage, Version};
use crate::problem::{Code, Problem, Problems, Report};
use crate::rule::Verdict;
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
    /// The wire name.
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
    pub reasons: Vec<Problem>,
}

impl Transition {
    /// Whether nothing speaks against it.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.reasons.is_empty()
    }
}

/// One judgement in the making.
struct Judge<'j> {
    pipeline: &'j Pipeline,
    version: &'j Version,
    deal: &'j Deal,
    at: Instant,
    reasons: Vec<Problem>,
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

impl Judge<'_> {
    fn refuse(&mut self, problem: Problem) {
        self.reasons.push(problem);
    }

    fn unknown_stage(&mut self, id: &str, at: &str) {
        let message = format!("version {} of `{}` has no stage `{id}`", self.version.number, self.pipeline.id);
        let problem = Problem::new(Code::TransitionUnknownStage, at, message).with("stage", id);
        self.refuse(match self.version.migrated(id) {
            Some(now) => problem.help(format!("move the deal to `{now}`, which it became")).with("migrates_to", now),
            None => problem,
        });
    }

    fn same(&mut self, direction: Option<Direction>, to: &str) {
        if direction == Some(Direction::Same) {
            let message = format!("the deal is in `{to}` already");
            self.refuse(Problem::new(Code::TransitionSameStage, "/params/to", message).with("stage", to));
        }
    }

    fn pipeline(&mut self, in_force: bool) {
        let id = &self.pipeline.id;
        if let Some(other) = self.deal.text("pipeline_id").filter(|other| other != id) {
            let message = format!("the deal is in the pipeline `{other}`, not in `{id}`");
            self.refuse(
                Problem::new(Code::TransitionPipelineMismatch, "/params/deal/pipeline_id", message)
                    .with("pipeline_id", other)
                    .with("expected", id.as_str()),
            );
        }
        if !in_force {
            let date = self.pipeline.zone.date_of(self.at);
            let message = format!("no version of `{id}` is in force on {date}");
            self.refuse(
                Problem::new(Code::TransitionPipelineMismatch, "/params/at", message)
                    .with("pipeline_id", id.as_str())
                    .with("date", date.to_string()),
            );
        }
    }

    /// What the policy, or the lists in its place, say about a move.
    fn policy(&mut self, direction: Direction, skipped: &[&Stage], source: Option<&Stage>, target: &Stage) {
        let (version, policy) = (self.version, &self.version.policy);
        let at = |key: &str| format!("{}/{key}", version.pointer);
        let Some(source) = source else {
            if !version.may_create_anywhere() && !version.entry.contains(&target.id) {
                let message = format!("a deal is not created in `{}`", target.id);
                let problem = Problem::new(Code::TransitionNotInTransitionList, at("entry"), message);
                self.refuse(problem.with("to", target.id.clone()));
            }
            return;
        };
        let listed = |list: &str, message: String| {
            Problem::new(Code::TransitionNotInTransitionList, at(list), message)
                .with("from", source.id.clone())
                .with("to", target.id.clone())
        };
        if let Some(list) = &version.transitions {
            if direction != Direction::Same && !list.contains(&(source.id.clone(), target.id.clone())) {
                self.refuse(listed(
                    "transitions",
                    format!("no transition leads from `{}` to `{}`", source.id, target.id),
                ));
            }
            return;
        }
        match direction {
            Direction::Reopen if !policy.reopen => {
                let message = format!("the deal is {} and may not be reopened", source.kind.as_str());
                self.refuse(
                    Problem::new(Code::TransitionReopenNotAllowed, at("policy/reopen"), message)
                        .with("from", source.id.clone()),
                );
            }
            Direction::Backward if !policy.backward => {
                let message = format!("`{}` comes before `{}`", target.id, source.id);
                self.refuse(
                    Problem::new(Code::TransitionBackwardNotAllowed, at("policy/backward"), message)
                        .with("from", source.id.clone())
                        .with("to", target.id.clone()),
                );
            }
            Direction::Skip if !policy.skip => {
                let ids: Vec<&str> = skipped.iter().map(|stage| stage.id.as_str()).collect();
                let message = format!("`{}` would be skipped", ids.join("`, `"));
                self.refuse(
                    Problem::new(Code::TransitionSkipNotAllowed, at("policy/skip"), message).with("stages", ids),
                );
            }
            Direction::Lose if policy.lose_from.as_ref().is_some_and(|stages| !stages.contains(&source.id)) => {
                self.refuse(listed("policy/lose_from", format!("a deal is not lost from `{}`", source.id)));
            }
            _ => {}
        }
    }

    /// What the stage that the deal leaves asks of it.
    fn leave(&mut self, source: &Stage) -> Result<(), Problems> {
        if let Some(least) = source.min_days.filter(|&days| days > 0) {
            let entered = self.deal.instant("stage_entered_at");
            let days = entered
                .map(|entered| self.pipeline.zone.date_of(self.at).days() - self.pipeline.zone.date_of(entered).days());
            let left = i64::from(least) - i64::from(days.unwrap_or(0)).max(0);
            if left > 0 {
                let message = match days {
                    Some(_) => format!("{left} of the {least} days in `{}` are left", source.id),
                    None => format!(
                        "a deal is in `{}` for {least} days, and since when it is there is not known",
                        source.id
                    ),
                };
                self.refuse(
                    Problem::new(Code::TransitionMinDaysNotMet, format!("{}/min_days", source.pointer), message)
                        .with("stage", source.id.clone())
                        .with("days_left", left)
                        .with("entered_known", days.is_some()),
                );
            }
        }
        for criterion in &source.exit_criteria {
            self.criterion(criterion, Code::TransitionExitCriterionFailed)?;
        }
        Ok(())
    }

    /// What the stage that the deal enters asks of it.
    fn enter(&mut self, target: &Stage, actor: Option<&Actor>) -> Result<(), Problems> {
        for (position, field) in target.required.iter().enumerate() {
            if self.deal.table().column(field).is_none_or(|column| is_blank(column, 0)) {
                let at = format!("{}/required_on_entry/{position}", target.pointer);
                let message = format!("`{}` requires `{field}`, which is empty", target.id);
                self.refuse(Problem::new(Code::TransitionMissingField, at, message).with("field", field.clone()));
            }
        }
        for criterion in &target.entry_criteria {
            self.criterion(criterion, Code::TransitionEntryCriterionFailed)?;
        }
        if let Some(role) = &target.approval {
            let acts = actor.is_some_and(|actor| actor.roles.contains(role));
            if !acts && !self.deal.is_approved_by(role) {
                let at = format!("{}/approval", target.pointer);
                let message = format!("`{role}` must approve entering `{}`", target.id);
                self.refuse(Problem::new(Code::TransitionApprovalRequired, at, message).with("role", role.clone()));
            }
        }
        Ok(())
    }

    fn criterion(&mut self, criterion: &Criterion, code: Code) -> Result<(), Problems> {
        let verdict = self.verdict(criterion)?;
        if !verdict.truth.is_true() {
            let empty: Vec<&str> = verdict.empty_cells().collect();
            self.refuse(
                Problem::new(code, criterion.pointer.clone(), format!("`{}` fails: {}", criterion.id, verdict.words()))
                    .with("criterion", criterion.id.clone())
                    .with("empty", empty),
            );
        }
        Ok(())
    }

    fn verdict(&self, criterion: &Criterion) -> Result<Verdict, Problems> {
        let (zone, today) = (self.pipeline.zone, self.pipeline.zone.date_of(self.at));
        let bound = criterion.rule.bind(self.deal.table(), "deal", zone, Some(today)).map_err(in_params)?;
        Ok(bound.explain(0))
    }

    /// Nothing may be dated before what the deal has been through.
    fn order_of_events(&mut self) {
        let known = ["created_at", "stage_entered_at", "last_event_at"];
        let latest = known.into_iter().filter_map(|column| self.deal.instant(column).map(|at| (at, column))).max();
        if let Some((latest, column)) = latest
            && self.at < latest
        {
            let message = format!("{} is before `{column}`, {latest}", self.at);
            self.refuse(
                Problem::new(Code::TransitionOutOfOrderTimestamp, "/params/at", message)
                    .with("column", column)
                    .with("latest", latest.to_string()),
            );
        }
    }
}

/// The deal is a parameter, not a table.
fn in_params(problems: Problems) -> Problems {
    let mut report = Report::new();
    for problem in &problems {
        let mut problem = problem.clone();
        if let Some(column) = problem.pointer.strip_prefix("/tables/deal/0/") {
            problem.pointer = format!("/params/deal/{column}");
        }
        report.push(problem);
    }
    report.finish().err().unwrap_or(problems)
}
