//! The checks of a move, one reason after the other.

use super::deal::{Deal, is_blank};
use super::model::{Criterion, Pipeline, Stage, Version};
use super::transition::{Actor, Direction, Reason};
use crate::problem::{Code, Problem, Problems, Report};
use crate::rule::{Finding, Verdict};
use crate::time::Instant;

/// One judgement in the making.
pub(super) struct Judge<'j> {
    pub(super) pipeline: &'j Pipeline,
    pub(super) version: &'j Version,
    pub(super) deal: &'j Deal,
    pub(super) at: Instant,
    pub(super) reasons: Vec<Reason>,
}

impl Judge<'_> {
    fn refuse(&mut self, problem: Problem) {
        self.refuse_for(problem, Vec::new());
    }

    fn refuse_for(&mut self, problem: Problem, findings: Vec<Finding>) {
        self.reasons.push(Reason { problem, findings });
    }

    pub(super) fn unknown_stage(&mut self, id: &str, at: &str) {
        let message = format!("version {} of `{}` has no stage `{id}`", self.version.number, self.pipeline.id);
        let problem = Problem::new(Code::TransitionUnknownStage, at, message).with("stage", id);
        self.refuse(match self.version.migrated(id) {
            Some(now) => problem.help(format!("move the deal to `{now}`, which it became")).with("migrates_to", now),
            None => problem,
        });
    }

    pub(super) fn same(&mut self, direction: Option<Direction>, to: &str) {
        if direction == Some(Direction::Same) {
            let message = format!("the deal is in `{to}` already");
            self.refuse(Problem::new(Code::TransitionSameStage, "/params/to", message).with("stage", to));
        }
    }

    pub(super) fn pipeline(&mut self, in_force: bool) {
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
    pub(super) fn policy(&mut self, direction: Direction, skipped: &[&Stage], source: Option<&Stage>, target: &Stage) {
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
    pub(super) fn leave(&mut self, source: &Stage) -> Result<(), Problems> {
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
    pub(super) fn enter(&mut self, target: &Stage, actor: Option<&Actor>) -> Result<(), Problems> {
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
            let message = format!("`{}` fails: {}", criterion.id, verdict.words());
            let problem = Problem::new(code, criterion.pointer.clone(), message)
                .with("criterion", criterion.id.clone())
                .with("empty", empty);
            self.refuse_for(problem, verdict.findings);
        }
        Ok(())
    }

    fn verdict(&self, criterion: &Criterion) -> Result<Verdict, Problems> {
        let (zone, today) = (self.pipeline.zone, self.pipeline.zone.date_of(self.at));
        let bound = criterion.rule.bind(self.deal.table(), "deal", zone, Some(today)).map_err(in_params)?;
        Ok(bound.explain(0))
    }

    /// Nothing may be dated before what the deal has been through.
    pub(super) fn order_of_events(&mut self) {
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
