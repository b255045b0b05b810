//! What is to be run: one slice per payee, component and segment of a measure period, with its quota and
//! target.

use std::ops::Range;

use super::allotment::Fault;
use super::quotas::Quotas;
use super::relief::Reliefs;
use super::roster::{Assignment, Roster};
use super::segments::{Part, Segment, assigned, overlap};
use super::start::Start;
use crate::commission::document::MeasurePeriod;
use crate::commission::model::{Component, Plan};
use crate::commission::params::Denominator;
use crate::number::Exact;
use crate::problem::Code;
use crate::table::{BadRecord, BadRecords};
use crate::time::{Date, Period, PeriodUnit, TimeError};

/// One run of the kernel. Days are counted from 1970-01-01.
#[derive(Debug, Clone)]
pub(crate) struct Slice {
    pub(crate) payee: u32,
    /// Position in the plan.
    pub(crate) component: usize,
    /// The measure period.
    pub(crate) period: Range<i32>,
    /// The days of its running sum, from zero to the end of its segment.
    pub(crate) measure: Range<i32>,
    /// The days that the call pays.
    pub(crate) asked: Range<i32>,
    /// After ramp, proration and relief.
    pub(crate) quota: Option<Exact>,
    /// Before them.
    pub(crate) base_quota: Option<Exact>,
    /// What relief takes off.
    pub(crate) relief: Option<Exact>,
    /// The days that the quota is for.
    pub(crate) quota_days: Range<i32>,
    /// The part of the quota that the days so far have, where the call asks for such a view.
    pub(crate) elapsed: Option<Exact>,
    /// After proration.
    pub(crate) target: Option<Exact>,
    /// The base salary, prorated as the target is; where a stage needs it.
    pub(crate) salary: Option<Exact>,
    /// What a month of a ramp multiplies every rate with.
    pub(crate) multiplier: Option<Exact>,
    /// Whether what is above 100 % attainment pays more than 100 % does.
    pub(crate) accelerated: bool,
    /// Where it goes on; nothing where all of its lines are run.
    pub(crate) start: Option<Start>,
}

impl Slice {
    /// The quota that a statement shows and measures against.
    pub(crate) fn quota_in_view(&self) -> Option<Exact> {
        let quota = self.quota.clone()?;
        Some(self.elapsed.as_ref().map_or(quota.clone(), |elapsed| quota.mul(elapsed)))
    }
}

/// The slices of a call, by payee, component and measure period.
#[derive(Debug, Default)]
pub(crate) struct Slices {
    pub(crate) slices: Vec<Slice>,
    /// How many payees are assigned for a part of a measure period whose quota or target they need.
    pub(crate) partly_assigned: usize,
}

/// The earliest day that any measure period overlapping the call's begins.
pub(crate) fn window(plan: &Plan, period: Period, quotas: &Quotas, payees: &[u32]) -> Result<Range<i32>, TimeError> {
    let mut from = period.from().days();
    for component in &plan.components {
        match measured(plan, component, period)? {
            Some(measures) => {
                for measure in measures {
                    from = from.min(measure.start);
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

/// The measure periods of a component that have a day in common with a period; nothing where quotas say them.
fn measured(plan: &Plan, component: &Component, period: Period) -> Result<Option<Vec<Range<i32>>>, TimeError> {
    if let Some(span) = component.bonus.as_ref().and_then(|bonus| bonus.span.clone()) {
        let asked = period.from().days()..period.to().days();
        return Ok(Some(if overlap(&span, &asked).is_empty() { Vec::new() } else { vec![span] }));
    }
    let Some(unit) = unit(component.period) else { return Ok(None) };
    let periods = plan.calendar.periods(unit, period)?;
    Ok(Some(periods.iter().map(|measure| measure.from().days()..measure.to().days()).collect()))
}

/// The unit of a measure period; none for the spans of quotas.
pub(crate) fn unit(period: MeasurePeriod) -> Option<PeriodUnit> {
    match period {
        MeasurePeriod::Month => Some(PeriodUnit::Month),
        MeasurePeriod::Quarter => Some(PeriodUnit::Quarter),
        MeasurePeriod::Half => Some(PeriodUnit::Half),
        MeasurePeriod::Year => Some(PeriodUnit::Year),
        MeasurePeriod::Quota => None,
    }
}

/// Plans the slices. A payee without a usable quota or target is a bad record of the assignments.
pub(crate) fn plan(
    inputs: &Planned<'_>,
    period: Period,
    payees: &[u32],
    bad: &mut BadRecords,
) -> Result<Slices, TimeError> {
    let plan = inputs.plan;
    let asked = period.from().days()..period.to().days();
    let mut calendar: Vec<Vec<Range<i32>>> = Vec::with_capacity(plan.components.len());
    for component in &plan.components {
        calendar.push(measured(plan, component, period)?.unwrap_or_default());
    }
    let mut planned = Slices::default();
    planned.slices.reserve(payees.len() * plan.components.len());
    for &payee in payees {
        let start = planned.slices.len();
        let mut payee_plan = PayeePlan { inputs, payee, asked: &asked, partly: false, bad };
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

/// What slices are planned from.
pub(crate) struct Planned<'p> {
    pub(crate) plan: &'p Plan,
    pub(crate) roster: &'p Roster,
    pub(crate) quotas: &'p Quotas,
    pub(crate) reliefs: &'p Reliefs,
    pub(crate) denominator: Denominator,
}

struct PayeePlan<'p> {
    inputs: &'p Planned<'p>,
    payee: u32,
    asked: &'p Range<i32>,
    partly: bool,
    bad: &'p mut BadRecords,
}

impl PayeePlan<'_> {
    fn component(
        &mut self,
        position: usize,
        component: &Component,
        calendar: &[Range<i32>],
        slices: &mut Vec<Slice>,
    ) -> bool {
        let Planned { plan, roster, quotas, reliefs, .. } = *self.inputs;
        let assignments = roster.assignments(self.payee);
        let by_quota: Vec<Range<i32>>;
        let periods = if component.period == MeasurePeriod::Quota {
            let spans = quotas.spans(self.payee, &component.measure_id, self.asked.start, self.asked.end);
            by_quota = spans.into_iter().map(|(from, to)| from..to).collect();
            let paid = |one: &&Assignment| component.effective.contains(&one.from);
            if by_quota.is_empty()
                && let Some(first) = assigned(assignments, self.asked).iter().find(paid)
            {
                let period = self.asked.clone();
                return self.refuse(component, &period, first, (Code::CommissionQuotaMissing, "has no quota"));
            }
            &by_quota[..]
        } else {
            calendar
        };
        let mut sound = true;
        for period in periods {
            if assigned(assignments, &overlap(period, self.asked)).is_empty() {
                continue;
            }
            let part = Part { plan, component, quotas, reliefs, assignments, payee: self.payee, period };
            let segments = part.segments();
            for segment in &segments {
                if !overlap(&segment.span, self.asked).is_empty() {
                    sound &= self.segment(position, &part, segment, slices);
                }
            }
            self.partly |= !segments.is_empty() && part.is_taken_whole();
        }
        sound
    }

    /// The slices of a segment: one, unless a ramp changes its rates from month to month.
    fn segment(&mut self, component: usize, part: &Part<'_>, segment: &Segment<'_>, slices: &mut Vec<Slice>) -> bool {
        let (allotment, target, salary) = match (part.quota(segment), part.target(segment), part.salary(segment)) {
            (Ok(allotment), Ok(target), Ok(salary)) => (allotment, target, salary),
            (Err(fault), ..) | (_, Err(fault), _) | (.., Err(fault)) => {
                return self.refuse(part.component, &segment.span, segment.assignment, fault);
            }
        };
        let (first, last) = (segment.active.first(), segment.active.last());
        let quota_days = first.map_or(0, |days| days.start)..last.map_or(0, |days| days.end);
        for stretch in part.stretches(segment) {
            let asked = overlap(&stretch.days, self.asked);
            if asked.is_empty() {
                continue;
            }
            slices.push(Slice {
                payee: self.payee,
                component,
                period: part.period.clone(),
                measure: segment.counts_from..segment.span.end,
                elapsed: (self.inputs.denominator == Denominator::ToDate).then(|| part.elapsed(segment, asked.end)),
                asked,
                quota: allotment.as_ref().map(|allotment| allotment.quota.clone()),
                base_quota: allotment.as_ref().map(|allotment| allotment.base.clone()),
                relief: allotment.as_ref().map(|allotment| allotment.relief.clone()),
                quota_days: quota_days.clone(),
                target: target.as_ref().map(|(target, factor)| target.mul(factor)),
                salary: salary.clone(),
                multiplier: stretch.month.map(|month| month.rate.clone()),
                accelerated: stretch.month.is_none_or(|month| month.accelerators),
                start: None,
            });
        }
        true
    }

    fn refuse(&mut self, component: &Component, days: &Range<i32>, at: &Assignment, (code, what): Fault) -> bool {
        let payee = self.inputs.roster.payees.word(self.payee).to_owned();
        let day = |days: i32| Date::from_days(days).map_or_else(|_| days.to_string(), |date| date.to_string());
        let message =
            format!("`{payee}` {what} for `{}` from {} to {}", component.measure_id, day(days.start), day(days.end));
        self.bad.push(BadRecord {
            table: "assignments",
            row: at.row,
            record_id: Some(payee.clone()),
            column: "payee_id".to_owned(),
            code,
            value: payee,
            message,
        });
        false
    }
}
