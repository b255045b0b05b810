//! A payee's measure period, cut where the terms change: who comes, goes, or gets another target.

use std::ops::Range;

use super::document::{MidPeriod, QuotaParts};
use super::model::{Component, Plan};
use super::quotas::Quotas;
use super::ramp::RampMonth;
use super::relief::Reliefs;
use super::roster::Assignment;

impl MidPeriod {
    /// The mode in words, where it is not the usual one.
    pub(super) fn describe(self) -> Option<&'static str> {
        match self {
            Self::Segmented => None,
            Self::CarryAttainment => {
                Some("where a payee's terms change, attainment is carried on and measured against all quotas together")
            }
            Self::LatestForAll => Some("where a payee's terms change, the latest hold for all of the measure period"),
        }
    }
}

/// What a payee's part in a component and a measure period is made of.
#[derive(Clone, Copy)]
pub(super) struct Part<'t> {
    pub(super) plan: &'t Plan,
    pub(super) component: &'t Component,
    pub(super) quotas: &'t Quotas,
    pub(super) reliefs: &'t Reliefs,
    /// All assignments of the payee to the plan, by date.
    pub(super) assignments: &'t [Assignment],
    pub(super) payee: u32,
    /// The measure period.
    pub(super) period: &'t Range<i32>,
}

/// A part of a measure period that is paid by the same terms.
#[derive(Debug, Clone)]
pub(super) struct Segment<'t> {
    /// The days that it pays.
    pub(super) span: Range<i32>,
    /// The first day of its running sum.
    pub(super) counts_from: i32,
    /// The days that its quota and target are for: more than its own where others share them.
    pub(super) active: Vec<Range<i32>>,
    pub(super) assignment: &'t Assignment,
}

/// A part of a segment that is paid by the same month of a ramp.
pub(super) struct Stretch<'t> {
    pub(super) days: Range<i32>,
    pub(super) month: Option<&'t RampMonth>,
}

pub(super) fn overlap(a: &Range<i32>, b: &Range<i32>) -> Range<i32> {
    a.start.max(b.start)..a.end.min(b.end)
}

/// The payee's assignments that have a day in common with a period.
pub(super) fn assigned<'t>(assignments: &'t [Assignment], period: &Range<i32>) -> &'t [Assignment] {
    let start = assignments.partition_point(|one| one.to <= period.start);
    let end = assignments.partition_point(|one| one.from < period.end);
    assignments.get(start..end).unwrap_or_default()
}

impl<'t> Part<'t> {
    /// The segments of the measure period, by date.
    pub(super) fn segments(&self) -> Vec<Segment<'t>> {
        let cut = self.cut();
        let active: Vec<Range<i32>> = cut.iter().map(|(span, _)| span.clone()).collect();
        let (Some(first), Some((last, latest))) = (active.first(), cut.last()) else { return Vec::new() };
        match self.plan.mid_period {
            MidPeriod::Segmented => cut
                .into_iter()
                .map(|(span, assignment)| Segment {
                    counts_from: span.start,
                    active: vec![span.clone()],
                    span,
                    assignment,
                })
                .collect(),
            MidPeriod::CarryAttainment => cut
                .iter()
                .map(|(span, assignment)| Segment {
                    span: span.clone(),
                    counts_from: first.start,
                    active: active.clone(),
                    assignment,
                })
                .collect(),
            MidPeriod::LatestForAll => {
                let span = first.start..last.end;
                vec![Segment { counts_from: span.start, span, active, assignment: latest }]
            }
        }
    }

    /// The days of the measure period on which the payee is on the plan, cut where the terms change.
    fn cut(&self) -> Vec<(Range<i32>, &'t Assignment)> {
        let mut cut: Vec<(Range<i32>, &Assignment)> = Vec::new();
        for assignment in assigned(self.assignments, self.period) {
            let span = overlap(&(assignment.from..assignment.to), self.period);
            match cut.last_mut() {
                Some((earlier, terms)) if earlier.end == span.start && self.same(terms, assignment) => {
                    earlier.end = span.end;
                }
                _ => cut.push((span, assignment)),
            }
        }
        if self.component.quota.is_none() || self.component.quota_parts == QuotaParts::AddUp {
            return cut;
        }
        let spans = self.quotas.spans(self.payee, &self.component.measure_id, self.period.start, self.period.end);
        let mut bounds: Vec<i32> = spans.into_iter().flat_map(|(from, to)| [from, to]).collect();
        bounds.sort_unstable();
        bounds.dedup();
        let mut finer = Vec::with_capacity(cut.len() + bounds.len());
        for (span, assignment) in cut {
            let mut start = span.start;
            for &bound in bounds.iter().filter(|&&bound| span.start < bound && bound < span.end) {
                finer.push((start..bound, assignment));
                start = bound;
            }
            finer.push((start..span.end, assignment));
        }
        finer
    }

    /// Whether two assignments say the same about what the component pays by.
    fn same(&self, a: &Assignment, b: &Assignment) -> bool {
        let target = !self.component.needs_target() || a.target == b.target;
        let ramp = self.plan.ramp.is_none() || a.ramp_start == b.ramp_start;
        target && ramp
    }

    /// A segment cut where a ramp changes its rates.
    pub(super) fn stretches(&self, segment: &Segment<'_>) -> Vec<Stretch<'t>> {
        let ramp = self.plan.ramp.as_ref().filter(|ramp| ramp.changes_rates());
        let Some((ramp, start)) = ramp.zip(segment.assignment.ramp_start) else {
            return vec![Stretch { days: segment.span.clone(), month: None }];
        };
        let pieces = ramp.pieces(start, &segment.span).into_iter();
        pieces.map(|(days, month)| Stretch { days, month: month.and_then(|month| ramp.months.get(month)) }).collect()
    }

    /// How many of the measure period's days the payee is on the plan.
    pub(super) fn days_active(&self) -> usize {
        let assigned = assigned(self.assignments, self.period).iter();
        assigned.map(|one| overlap(&(one.from..one.to), self.period).len()).sum()
    }
}
