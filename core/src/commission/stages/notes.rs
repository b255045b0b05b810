//! What the stages did to a line, for its explanation.

use super::super::model::Gate;
use super::gate::Verdict;
use crate::number::Exact;

/// What a stage did to a line.
#[derive(Debug, Clone)]
pub(super) struct Touch {
    pub(super) id: &'static str,
    pub(super) what: String,
    /// Where the plan says so.
    pub(super) rule: String,
    pub(super) before: Exact,
    pub(super) after: Exact,
}

/// What stages did to a line, kept where somebody asks.
#[derive(Debug, Default)]
pub(super) struct Notebook(pub(super) Option<Vec<Touch>>);

impl Notebook {
    /// Notes how gates stand with a line, and what they leave of it.
    pub(super) fn gates(&mut self, gates: &[Gate], verdicts: &[Verdict], [before, after]: [&Exact; 2]) {
        for (position, (gate, verdict)) in gates.iter().zip(verdicts).enumerate() {
            let what = || {
                let actual = verdict.actual.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string);
                format!("{}: with {actual} it is {}", gate.when.words(), gate.outcome(verdict))
            };
            let last = position + 1 == gates.len();
            self.note("gate", what, &gate.pointer, [before, if last { after } else { before }]);
        }
    }

    pub(super) fn note(
        &mut self,
        id: &'static str,
        what: impl FnOnce() -> String,
        rule: &str,
        [before, after]: [&Exact; 2],
    ) {
        if let Some(touches) = &mut self.0 {
            let (before, after) = (before.clone(), after.clone());
            touches.push(Touch { id, what: what(), rule: rule.to_owned(), before, after });
        }
    }
}
