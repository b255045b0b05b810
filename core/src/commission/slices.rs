//! What is to be run: one slice per payee, component and measure period, with its quota and target.

use std::ops::Range;

use super::document::{MeasurePeriod, ZeroQuota};
use super::model::{Component, Plan};
use super::quotas::{Found, Quotas};
use super::roster::{Assignment, Roster};
use crate::number::Exact;
use crate::problem::Code;
use crate::table::{BadRecord, BadRecords};
use crate::time::{Date, Period, PeriodUnit, TimeError};

/// One run of the kernel. Days are counted from 1970-01-01.
#[derive(Debug, Clone)]
pub(super) struct Slice {
    pub(super) payee: u32,
    /// Position in the plan.
    pub(super) component: usize,
    /// The measure period.
    pub(super) measure: Range<i32>,
    /// The part of it that the call asks for.
    pub(super) asked: Range<i32>,
    /// Over the scale of the quotas.
    pub(super) quota: Option<i128>,
    pub(super) target: Option<Exact>,
}

/// The slices of a call, by payee, component and measure period.
#[derive(Debug, Default)]
pub(super) struct Slices {
    pub(super) slices: Vec<Slice>,
    /// How many payees are assigned for a part of a measure period whose quota or target they need.
    pub(super) partly_assigned: usize,
}

/// The earliest day that any measure period overlapping the call's begins.
pub(super) fn window(plan: &Plan, period: Period, quotas: &Quotas, payees: &[u32]) -> Result<Range<i32>, TimeError> {
    let mut from = period.from().days();
    for component in &plan.components {
        match unit(component.period) {
            Some(unit) => {
                for measure in plan.calendar.periods(unit, period)? {
                    from = from.min(measure.from().days());
                }
            }
            None => {
                for &payee in payees {
                    for (start, _) in
                        quotas.spans(payee, &component.measure_id, period.from().days(), period.to().days())
                    {
                        from = from.min(start);
                    }
                }
            }
        }
    }
    Ok(from..period.to().days())
}

fn unit(period: MeasurePeriod) -> Option<PeriodUnit> {
    match period {
        MeasurePeriod::Month => Some(PeriodUnit::Month),
        MeasurePeriod::Quarter => Some(PeriodUnit::Quarter),
        MeasurePeriod::Half => Some(PeriodUnit::Half),
        MeasurePeriod::Year => Some(PeriodUnit::Year),
        MeasurePeriod::Quota => None,
    }
}

/// Plans the slices. A payee without a usable quota or target is a bad record of the assignments.
pub(super) fn plan(
    plan: &Plan,
    period: Period,
    roster: &Roster,
    quotas: &Quotas,
    payees: &[u32],
    bad: &mut BadRecords,
) -> Result<Slices, TimeError> {
    let asked = period.from().days()..period.to().days();
    let mut calendar: Vec<Vec<Range<i32>>> = Vec::with_capacity(plan.components.len());
    for component in &plan.components {
        let periods = match unit(component.period) {
            Some(unit) => plan.calendar.periods(unit, period)?,
            None => Vec::new(),
        };
        calendar.push(periods.iter().map(|measure| measure.from().days()..measure.to().days()).collect());
    }
    let mut planned = Slices::default();
    planned.slices.reserve(payees.len() * plan.components.len());
    for &payee in payees {
        let start = planned.slices.len();
        let mut payee_plan = PayeePlan { roster, quotas, payee, asked: &asked, partly: false, bad };
        let mut sound = true;
        for (position, (component, periods)) in plan.components.iter().zip(&calendar).enumerate() {
            sound &= payee_plan.component(position, component, periods, &mut planned.slices);
        }
        planned.partly_assigned += usize::from(sound && payee_plan.partly);
        if !sound {
            planned.slices.truncate(start);
        }
    }
    Ok(planned)
}

struct PayeePlan<'p> {
    roster: &'p Roster,
    quotas: &'p Quotas,
    payee: u32,
    asked: &'p Range<i32>,
    partly: bool,
    bad: &'p mut BadRecords,
}

fn overlap(a: &Range<i32>, b: &Range<i32>) -> Range<i32> {
    a.start.max(b.start)..a.end.min(b.end)
}

impl PayeePlan<'_> {
    fn component(
        &mut self,
        position: usize,
        component: &Component,
        calendar: &[Range<i32>],
        slices: &mut Vec<Slice>,
    ) -> bool {
        let by_quota: Vec<Range<i32>>;
        let periods = if component.period == MeasurePeriod::Quota {
            let spans = self.quotas.spans(self.payee, &component.measure_id, self.asked.start, self.asked.end);
            by_quota = spans.into_iter().map(|(from, to)| from..to).collect();
            if by_quota.is_empty() && !self.assigned(self.asked).is_empty() {
                let period = self.asked.clone();
                return self.refuse(component, &period, Code::CommissionQuotaMissing, "has no quota");
            }
            &by_quota[..]
        } else {
            calendar
        };
        let mut sound = true;
        for measure in periods {
            let asked = overlap(measure, self.asked);
            if self.assigned(&asked).is_empty() {
                continue;
            }
            let Some(quota) = self.quota(component, measure) else {
                sound = false;
                continue;
            };
            let Some(target) = self.target(component, measure) else {
                sound = false;
                continue;
            };
            if component.pays_by_quota() || component.needs_target() {
                let covered: i32 =
                    self.assigned(measure).iter().map(|one| overlap(&(one.from..one.to), measure).len() as i32).sum();
                self.partly |= covered < measure.len() as i32;
            }
            let payee = self.payee;
            slices.push(Slice { payee, component: position, measure: measure.clone(), asked, quota, target });
        }
        sound
    }

    fn assigned(&self, period: &Range<i32>) -> &[Assignment] {
        let all = self.roster.assignments(self.payee);
        let start = all.partition_point(|one| one.to <= period.start);
        let end = all.partition_point(|one| one.from < period.end);
        all.get(start..end).unwrap_or_default()
    }

    /// The quota, if the component has one; nothing where it cannot be used.
    fn quota(&mut self, component: &Component, measure: &Range<i32>) -> Option<Option<i128>> {
        let Some(policy) = component.quota else { return Some(None) };
        let (code, what) = match self.quotas.find(self.payee, &component.measure_id, measure.start, measure.end) {
            Found::Amount(0) if component.pays_by_quota() && policy == ZeroQuota::Error => {
                (Code::CommissionQuotaZero, "has a quota of 0")
            }
            Found::Amount(0) if component.target_over_quota() && policy != ZeroQuota::ZeroAttainment => {
                (Code::CommissionQuotaZero, "has a quota of 0, over which no target can be spread")
            }
            Found::Amount(amount) => return Some(Some(amount)),
            Found::Missing => (Code::CommissionQuotaMissing, "has no quota"),
            Found::Uneven => (Code::CommissionQuotaSpan, "has quotas that do not add up to the measure period"),
        };
        self.refuse(component, measure, code, what);
        None
    }

    /// The target variable, if the component needs one; nothing where it cannot be used.
    fn target(&mut self, component: &Component, measure: &Range<i32>) -> Option<Option<Exact>> {
        if !component.needs_target() {
            return Some(None);
        }
        let targets: Vec<Option<&Exact>> = self.assigned(measure).iter().map(|one| one.target.as_ref()).collect();
        match targets.as_slice() {
            [Some(target), rest @ ..] if rest.iter().all(|other| *other == Some(target)) => {
                Some(Some((*target).clone()))
            }
            all if all.iter().all(Option::is_none) => {
                self.refuse(component, measure, Code::CommissionTargetMissing, "has no target variable");
                None
            }
            _ => {
                self.refuse(component, measure, Code::CommissionAssignmentChanges, "has more than one target variable");
                None
            }
        }
    }

    fn refuse(&mut self, component: &Component, measure: &Range<i32>, code: Code, what: &str) -> bool {
        let payee = self.roster.payees.word(self.payee).to_owned();
        let day = |days: i32| Date::from_days(days).map_or_else(|_| days.to_string(), |date| date.to_string());
        let message = format!(
            "`{payee}` {what} for `{}` from {} to {}",
            component.measure_id,
            day(measure.start),
            day(measure.end)
        );
        let row = self.assigned(measure).first().map_or(0, |one| one.row);
        self.bad.push(BadRecord {
            table: "assignments",
            row,
            record_id: Some(payee.clone()),
            column: "payee_id".to_owned(),
            code,
            value: payee,
            message,
        });
        false
    }
}
