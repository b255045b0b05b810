//! A pipeline in words.

use super::document::StageKind;
use super::model::{Pipeline, Stage, Version};

impl Pipeline {
    /// The definition in words, a line each: the pipeline, then for every version its stages, what
    /// they ask, and the moves between them.
    #[must_use]
    pub fn describe(&self) -> Vec<String> {
        let mut lines = vec![format!("{} (`{}`), dates in {}", self.name, self.id, self.zone)];
        for version in std::iter::once(&self.current).chain(&self.earlier) {
            lines.push(format!("version {}, {}", version.number, in_force(version)));
            for stage in &version.stages {
                lines.extend(stage_lines(stage));
            }
            lines.extend(moves(version));
        }
        lines
    }
}

fn in_force(version: &Version) -> String {
    match (version.from, version.to) {
        (None, None) => "always in force".to_owned(),
        (Some(from), None) => format!("in force from {from}"),
        (None, Some(to)) => format!("in force until {to}, which is not included"),
        (Some(from), Some(to)) => format!("in force from {from} until {to}, which is not included"),
    }
}

fn stage_lines(stage: &Stage) -> Vec<String> {
    let mut lines = vec![format!(
        "stage {}: {} (`{}`), {}, probability {}, {}",
        stage.order,
        stage.name,
        stage.id,
        stage.kind.as_str(),
        stage.probability,
        stage.category.as_str()
    )];
    if !stage.required.is_empty() {
        lines.push(format!("  to enter, filled: `{}`", stage.required.join("`, `")));
    }
    for criterion in &stage.entry_criteria {
        lines.push(format!("  to enter, `{}`: {}", criterion.id, criterion.rule.describe()));
    }
    for criterion in &stage.exit_criteria {
        lines.push(format!("  to advance, `{}`: {}", criterion.id, criterion.rule.describe()));
    }
    if let Some(role) = &stage.approval {
        lines.push(format!("  to enter, approved by `{role}`"));
    }
    if let Some(days) = stage.min_days {
        lines.push(format!("  to advance, at least {}", count(days)));
    }
    if let Some(days) = stage.max_days {
        lines.push(format!("  at most {}", count(days)));
    }
    lines
}

fn count(days: u32) -> String {
    if days == 1 { "1 day in the stage".to_owned() } else { format!("{days} days in the stage") }
}

fn moves(version: &Version) -> Vec<String> {
    let entry = version.entry.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    let mut lines = Vec::new();
    if version.may_create_anywhere() {
        lines.push("deals may be created in any stage".to_owned());
    } else {
        lines.push(format!("deals are created in {entry}"));
    }
    if let Some(list) = &version.transitions {
        let list = list.iter().map(|(from, to)| format!("`{from}` to `{to}`")).collect::<Vec<_>>().join(", ");
        lines.push(if list.is_empty() { "no moves".to_owned() } else { format!("the only moves: {list}") });
        return lines;
    }
    let allowed = |yes: bool| if yes { "may" } else { "may not" };
    let policy = &version.policy;
    lines.push(format!("deals {} skip open stages", allowed(policy.skip)));
    lines.push(format!("deals {} move back", allowed(policy.backward)));
    lines.push(format!("closed deals {} be reopened", allowed(policy.reopen)));
    lines.push(match &policy.lose_from {
        None => "deals may be lost from any open stage".to_owned(),
        Some(stages) => {
            let open = |id: &&String| version.stage(id).is_some_and(|stage| stage.kind == StageKind::Open);
            let stages = stages.iter().filter(open).map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
            if stages.is_empty() {
                "deals may not be lost".to_owned()
            } else {
                format!("deals may be lost from {stages}")
            }
        }
    });
    lines
}
