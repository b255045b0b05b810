//! What happens to one earning, in the order of the days.

use super::document::{Forfeit, OnExit};
use super::model::{ReleaseSchedule, When};
use crate::number::Exact;
use crate::sorted;
use crate::time::Date;

/// What there is to know of an earning's transaction.
#[derive(Debug, Clone)]
pub(super) struct Cash {
    pub(super) invoiced_on: Option<Date>,
    /// The day from which a payment is late.
    pub(super) due_on: Option<Date>,
    /// Not zero, where anything waits for cash.
    pub(super) total: Exact,
    /// By day, then in the order given.
    pub(super) collections: Vec<(Date, Exact)>,
}

/// Something that changes what an earning's payee has coming.
#[derive(Debug, Clone)]
pub(super) struct Event {
    pub(super) on: Date,
    pub(super) what: What,
    /// Its step in the schedule.
    pub(super) step: Option<usize>,
}

/// What an event does.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// The payee is gone, from that day on.
    Exit(Date),
    /// What is held becomes payable.
    HoldbackRelease,
    /// A share becomes payable.
    Release(Exact),
    /// The share of a step that is collected, and the part that is lost of what is new in it; so much was
    /// collected in all.
    Collected { share: Exact, lost: Exact, collected: Exact },
    /// A share is taken back, by the earning of a row.
    Clawback { share: Exact, by: usize },
}

impl ReleaseSchedule {
    /// The events of an earning, those of one day with the exit first, then what takes it back, and the holdback
    /// last. `cash` is absent for an earning without a transaction, which waits for neither invoice nor cash.
    pub(super) fn events(
        &self,
        effective_on: Date,
        cash: Option<&Cash>,
        last_day: Option<Date>,
        clawbacks: &[Event],
    ) -> Vec<Event> {
        let mut events: Vec<Event> =
            clawbacks.iter().map(|event| Event { on: event.on.max(effective_on), ..event.clone() }).collect();
        // Nothing happens to an earning before it is there.
        let mut at =
            |on: Date, step: Option<usize>, what: What| events.push(Event { on: on.max(effective_on), what, step });
        if let Some(gone) = last_day.and_then(|last_day| last_day.add_days(1).ok()) {
            at(gone, None, What::Exit(gone));
        }
        for (position, step) in self.steps.iter().enumerate() {
            let number = Some(position);
            match (step.when, cash) {
                (When::Cash, Some(cash)) => {
                    let mut collected = Exact::ZERO;
                    for (on, amount) in &cash.collections {
                        collected = collected.add(amount);
                        let part = collected.checked_div(&cash.total).unwrap_or(Exact::ZERO);
                        let share = step.share.mul(&part.max(Exact::ZERO).min(Exact::ONE));
                        let late = self.late.as_ref().zip(cash.due_on);
                        let lost = late.map_or(Exact::ZERO, |(late, due)| late.lost(due, *on));
                        at(*on, number, What::Collected { share, lost, collected: collected.clone() });
                    }
                }
                (When::Invoice, Some(cash)) => {
                    if let Some(on) = cash.invoiced_on {
                        at(on, number, What::Release(step.share.clone()));
                    }
                }
                (When::Instalments { count, every }, _) => {
                    let part = Exact::new(1, count.max(1).into()).map_or(Exact::ZERO, |part| step.share.mul(&part));
                    for number_of in 0..count {
                        let on = effective_on.add_months(number_of * every.months()).unwrap_or(Date::MAX);
                        at(on, number, What::Release(part.clone()));
                    }
                }
                (when, _) => at(when.after(effective_on), number, What::Release(step.share.clone())),
            }
        }
        if let Some(on) = self.holdback_on(effective_on, cash) {
            at(on, None, What::HoldbackRelease);
        }
        // Sorting is stable, so those of one day and rank stay in the order of the schedule.
        sorted::sort_by_key(&mut events, |event| (event.on, event.what.rank()));
        events
    }
}

impl ReleaseSchedule {
    /// The day on which a holdback is paid, if it comes; an earning without a transaction waits for no event.
    pub(super) fn holdback_on(&self, effective_on: Date, cash: Option<&Cash>) -> Option<Date> {
        match (self.holdback.as_ref()?.release, cash) {
            (When::Invoice, Some(cash)) => cash.invoiced_on,
            (When::Cash, Some(cash)) => cash.collected_on(),
            (when, _) => Some(when.after(effective_on)),
        }
    }
}

impl Cash {
    /// The first day on which all that was invoiced is collected.
    fn collected_on(&self) -> Option<Date> {
        let mut so_far = Exact::ZERO;
        let all = self.collections.iter().find(|(_, amount)| {
            so_far = so_far.add(amount);
            so_far.checked_div(&self.total).is_ok_and(|part| part >= Exact::ONE)
        });
        all.map(|(on, _)| *on)
    }
}

impl What {
    fn rank(&self) -> u8 {
        match self {
            Self::Exit(_) => 0,
            Self::Clawback { .. } => 1,
            Self::Release(_) | Self::Collected { .. } => 2,
            Self::HoldbackRelease => 3,
        }
    }
}

impl When {
    /// The day, counted from that of the earning where it is not fixed.
    pub(super) fn after(self, effective_on: Date) -> Date {
        match self {
            Self::Date(on) => on,
            Self::After { months, days } => {
                effective_on.add_months(months).and_then(|on| on.add_days(days)).unwrap_or(Date::MAX)
            }
            Self::Booking | Self::Invoice | Self::Cash | Self::Instalments { .. } => effective_on,
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Booking => "booking",
            Self::Invoice => "invoice",
            Self::Cash => "cash",
            Self::Date(_) => "date",
            Self::After { .. } => "after",
            Self::Instalments { .. } => "instalments",
        }
    }
}

/// Where an earning stands, in parts of it.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    /// What each step has released.
    steps: Vec<Exact>,
    /// Of what is due: whether the held share is held, paid or forfeited.
    hold: Hold,
    /// What may be due at most, once the rest was cancelled or taken back.
    most: Exact,
    /// What of the due share is lost by late payment, and of the rest was taken back after it was released.
    lost: Exact,
    clawed_back: Exact,
    /// Whether leaving cancels what is pending: of what is earned, not of what is taken back.
    cancels: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hold {
    Held,
    Paid,
    Forfeited,
}

/// Parts of an earning that sum to at most 1; the rest is pending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) released: Exact,
    pub(super) held: Exact,
    pub(super) forfeited: Exact,
    pub(super) cancelled: Exact,
    pub(super) clawed_back: Exact,
}

impl Standing {
    /// An earning of which nothing is released yet.
    pub(super) fn new(schedule: &ReleaseSchedule, earned: &Exact) -> Self {
        let cancels = schedule.on_exit == OnExit::Cancel && !earned.is_negative();
        let hold = if schedule.holdback.is_some() { Hold::Held } else { Hold::Paid };
        let (steps, most) = (vec![Exact::ZERO; schedule.steps.len()], Exact::ONE);
        Self { steps, hold, most, lost: Exact::ZERO, clawed_back: Exact::ZERO, cancels }
    }

    /// What is released and not paid back, held or not.
    fn due(&self) -> Exact {
        self.steps.iter().fold(Exact::ZERO, |sum, step| sum.add(step)).min(self.most.clone())
    }

    /// Lets an event happen; says whether it takes back what was due. `holdback_on` is the day on which what is held
    /// is paid, if it comes.
    pub(super) fn take(&mut self, schedule: &ReleaseSchedule, event: &Event, holdback_on: Option<Date>) -> bool {
        let before = self.due();
        let mut lost = &Exact::ZERO;
        match (&event.what, event.step.and_then(|step| self.steps.get_mut(step))) {
            (What::Release(part), Some(step)) => *step = step.add(part),
            (What::Collected { share, lost: part, .. }, Some(step)) => {
                step.clone_from(share);
                lost = part;
            }
            (What::Clawback { share, .. }, _) => self.take_back(schedule, share),
            (What::HoldbackRelease, _) if self.hold == Hold::Held => self.hold = Hold::Paid,
            (What::Exit(gone), _) => self.exit(schedule, *gone, holdback_on),
            _ => {}
        }
        let due = self.due();
        self.lost = if due > before {
            self.lost.add(&due.sub(&before).mul(lost))
        } else {
            // What is paid back was lost as much as the rest.
            self.lost.mul(&due.checked_div(&before).unwrap_or(Exact::ONE))
        };
        due < before
    }

    /// Takes a share back, but nothing that was cancelled before: what is pending is cancelled, and the rest
    /// comes off what was due.
    fn take_back(&mut self, schedule: &ReleaseSchedule, share: &Exact) {
        let (due, share) = (self.due(), share.min(&self.most).clone());
        let pending = self.most.sub(&due);
        let from_due = share.sub(&pending).max(Exact::ZERO);
        let released = self.parts(schedule).released.checked_div(&due).unwrap_or(Exact::ZERO);
        self.clawed_back = self.clawed_back.add(&from_due.mul(&released));
        self.most = self.most.sub(&share);
    }

    fn exit(&mut self, schedule: &ReleaseSchedule, gone: Date, holdback_on: Option<Date>) {
        if self.cancels {
            self.most = self.due();
        }
        let Some(holdback) = &schedule.holdback else { return };
        let least = holdback.left_before.or(holdback_on);
        // Who is gone on that day left before it.
        let early = least.is_none_or(|least| gone <= least);
        if self.hold == Hold::Held && holdback.forfeit == Forfeit::LeftBefore && early {
            self.hold = Hold::Forfeited;
        }
    }

    pub(super) fn parts(&self, schedule: &ReleaseSchedule) -> Parts {
        let kept = self.due().sub(&self.lost);
        let apart = schedule.holdback.as_ref().map_or(Exact::ZERO, |holdback| holdback.share.mul(&kept));
        let (held, forfeited) = match self.hold {
            Hold::Held => (apart, Exact::ZERO),
            Hold::Paid => (Exact::ZERO, Exact::ZERO),
            Hold::Forfeited => (Exact::ZERO, apart),
        };
        let released = kept.sub(&held).sub(&forfeited);
        let clawed_back = self.clawed_back.clone();
        let cancelled = Exact::ONE.sub(&self.most).sub(&clawed_back);
        Parts { released, held, forfeited: forfeited.add(&self.lost), cancelled, clawed_back }
    }
}
