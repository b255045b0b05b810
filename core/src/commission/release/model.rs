//! The checked release schedule.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::document::{
    Forfeit, HoldbackDocument, HoldbackReleaseDocument, OnExit, RateLock, ReleaseDocument, StepDocument,
};
use super::late::LatePayment;
use crate::commission::model::Component;
use crate::number::Exact;
use crate::problem::{Code, Problem, Report, pointer};
use crate::time::{Date, PeriodUnit};

/// When earnings become payable.
#[derive(Debug, Clone)]
pub(crate) struct ReleaseSchedule {
    /// With shares that sum to exactly 1.
    pub(super) steps: Vec<Step>,
    pub(super) holdback: Option<Holdback>,
    pub(super) late: Option<Box<LatePayment>>,
    pub(super) on_exit: OnExit,
    pub(super) rate_lock: RateLock,
}

/// One event of a schedule.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) when: When,
    pub(super) share: Exact,
}

/// What releases a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Booking,
    Invoice,
    Cash,
    Date(Date),
    After { months: i32, days: i32 },
    Instalments { count: i32, every: PeriodUnit },
}

/// What is kept back of everything released.
#[derive(Debug, Clone)]
pub(super) struct Holdback {
    pub(super) share: Exact,
    /// `Date`, `After`, `Invoice`, or `Cash` for all that was invoiced.
    pub(super) release: When,
    pub(super) forfeit: Forfeit,
    pub(super) left_before: Option<Date>,
}

/// Everything is payable when it is booked.
impl Default for ReleaseSchedule {
    fn default() -> Self {
        Self {
            steps: vec![Step { when: When::Booking, share: Exact::ONE }],
            holdback: None,
            late: None,
            on_exit: OnExit::Keep,
            rate_lock: RateLock::Booking,
        }
    }
}

impl ReleaseSchedule {
    /// Checks the section at `/release`.
    pub(crate) fn check(document: Option<ReleaseDocument>, report: &mut Report) -> Self {
        let Some(document) = document else { return Self::default() };
        let mut steps = Vec::with_capacity(document.schedule.len());
        let mut sum = Exact::ZERO;
        for (position, step) in document.schedule.into_iter().enumerate() {
            let step = Step::of(step);
            if step.share <= Exact::ZERO {
                let message = format!("the share {} is not above zero", step.share);
                let at = pointer::join(&pointer::at("/release/schedule", position), "share");
                report.push(Problem::new(Code::CommissionReleaseShare, at, message));
            }
            sum = sum.add(&step.share);
            steps.push(step);
        }
        if sum != Exact::ONE {
            let message = format!("the shares sum to {sum}, not to 1");
            report.push(
                Problem::new(Code::CommissionReleaseSum, "/release/schedule", message).with("sum", sum.to_string()),
            );
        }
        let holdback = document.holdback.map(|holdback| Holdback::check(holdback, report));
        let waits = steps.iter().any(|step| step.when == When::Cash);
        let late = document.late_payment.map(|late| Box::new(LatePayment::check(late, waits, report)));
        Self { steps, holdback, late, on_exit: document.on_exit, rate_lock: document.rate_lock }
    }

    /// Checks that some component has rates to lock, where those of the release are paid.
    pub(crate) fn check_rates(&self, components: &[Component], report: &mut Report) {
        if self.rate_lock == RateLock::Release && !components.iter().any(Component::keeps_rates) {
            let message = "no component pays by a flat rate or by marginal tiers, whose lines keep their rates";
            report.push(Problem::new(Code::CommissionRateLock, "/release/rate_lock", message));
        }
    }

    /// Whether it waits for cash.
    pub(super) fn waits_for_cash(&self) -> bool {
        self.waits_for().any(|when| when == When::Cash)
    }

    /// What any part of it waits for.
    fn waits_for(&self) -> impl Iterator<Item = When> {
        let steps = self.steps.iter().map(|step| step.when);
        steps.chain(self.holdback.iter().map(|holdback| holdback.release))
    }

    /// Whether it asks for anything that a transaction says.
    pub(super) fn needs_transactions(&self) -> bool {
        self.waits_for().any(|when| matches!(when, When::Cash | When::Invoice))
    }
}

impl Step {
    fn of(document: StepDocument) -> Self {
        let (when, share) = match document {
            StepDocument::Booking { share } => (When::Booking, share),
            StepDocument::Invoice { share } => (When::Invoice, share),
            StepDocument::Cash { share } => (When::Cash, share),
            StepDocument::Date { share, on } => (When::Date(on), share),
            StepDocument::After { share, months, days } => (When::After { months, days }, share),
            StepDocument::Instalments { share, count, every } => (When::Instalments { count, every }, share),
        };
        Self { when, share: share.into_exact() }
    }
}

impl Holdback {
    fn check(document: HoldbackDocument, report: &mut Report) -> Self {
        let share = document.share.into_exact();
        if share.is_negative() || share > Exact::ONE {
            let message = format!("the share {share} is not a part of what is released, from 0 to 1");
            report.push(Problem::new(Code::CommissionReleaseShare, "/release/holdback/share", message));
        }
        let release = match document.release {
            HoldbackReleaseDocument::Date { on } => When::Date(on),
            HoldbackReleaseDocument::After { months, days } => When::After { months, days },
            HoldbackReleaseDocument::Invoice {} => When::Invoice,
            HoldbackReleaseDocument::Collected {} => When::Cash,
        };
        Self { share, release, forfeit: document.forfeit, left_before: document.left_before }
    }
}
