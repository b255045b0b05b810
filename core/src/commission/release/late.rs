//! What is lost where a customer pays late.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::document::LatePaymentDocument;
use crate::number::Exact;
use crate::problem::{Code, Problem, Report, pointer};
use crate::time::Date;

const AT: &str = "/release/late_payment";

/// The checked penalties.
#[derive(Debug, Clone)]
pub(crate) struct LatePayment {
    /// From the invoice to the day on which it is due.
    pub(super) terms_days: i32,
    /// By days after the day on which the invoice is due, in order and without gaps.
    steps: Vec<Lost>,
}

#[derive(Debug, Clone)]
struct Lost {
    from: i32,
    to: Option<i32>,
    share: Exact,
}

impl LatePayment {
    /// Checks the section; `waits` says whether anything waits for cash.
    pub(super) fn check(document: LatePaymentDocument, waits: bool, report: &mut Report) -> Self {
        let mut refuse = |at: String, message: String| {
            report.push(Problem::new(Code::CommissionLatePayment, at, message));
        };
        if !waits {
            refuse(AT.to_owned(), "no step of the schedule waits for cash".to_owned());
        }
        let mut start = None;
        let mut steps = Vec::with_capacity(document.steps.len());
        for (position, step) in document.steps.into_iter().enumerate() {
            let at = pointer::at(&pointer::join(AT, "steps"), position);
            if position > 0 && start != Some(step.from) {
                refuse(pointer::join(&at, "from"), "the step does not start where the one before it ends".to_owned());
            }
            if step.to.is_some_and(|to| to <= step.from) {
                refuse(pointer::join(&at, "to"), "the step ends where it starts, or before".to_owned());
            }
            let share = step.share.into_exact();
            if share.is_negative() || share > Exact::ONE {
                refuse(pointer::join(&at, "share"), format!("the share {share} is not a part, from 0 to 1"));
            }
            start = step.to;
            steps.push(Lost { from: step.from, to: step.to, share });
        }
        Self { terms_days: document.terms_days, steps }
    }

    /// The part that is lost of what is collected on a day.
    pub(super) fn lost(&self, due: Date, collected: Date) -> Exact {
        let days = collected.days().saturating_sub(due.days());
        let step = self.steps.iter().find(|step| step.from <= days && step.to.is_none_or(|to| days < to));
        step.map_or(Exact::ZERO, |step| step.share.clone())
    }

    /// The penalties in words.
    pub(super) fn describe(&self) -> Vec<String> {
        let due = match self.terms_days {
            0 => "what is collected after the invoice's day is late".to_owned(),
            days => format!("what is collected more than {days} days after the invoice is late"),
        };
        let mut lines = vec![format!("  {due}, where the transaction has no day of its own on which it is due")];
        lines.extend(self.steps.iter().map(|step| {
            let until = step.to.map_or_else(String::new, |to| format!(" up to, not including, {to}"));
            format!("    from {} days{until}: {} of what it would release is lost", step.from, step.share)
        }));
        lines
    }
}
