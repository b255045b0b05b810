//! A payee's measure period, cut where the terms change: who comes, goes, or gets another target.

use std::ops::Range;

use super::quotas::Quotas;
use super::ramp::RampMonth;
use super::relief::Reliefs;
use super::roster::Assignment;
use crate::commission::document::{MidPeriod, QuotaParts};
use crate::commission::model::{Component, Plan};
use crate::sorted;

impl MidPeriod {
    /// The mode in words, where it is not the usual one.
    pub(crate) fn describe(self) -> Option<&'static str> {
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
pub(crate) struct Part<'t> {
    pub(crate) plan: &'t Plan,
    pub(crate) component: &'t Component,
    pub(crate) quotas: &'t Quotas,
    pub(crate) reliefs: &'t Reliefs,
    /// All assignments of the payee to the plan, by date.
    pub(crate) assignments: &'t [Assignment],
    pub(crate) payee: u32,
    /// The measure period.
    pub(crate) period: &'t Range<i32>,
}

/// A part of a measure period that is paid by the same terms.
#[derive(Debug, Clone)]
pub(crate) struct Segment<'t> {
    /// The days that it pays.
    pub(crate) span: Range<i32>,
    /// The first day of its running sum.
    pub(crate) counts_from: i32,
    /// The days that its quota and target are for: more than its own where others share them.
    pub(crate) active: Vec<Range<i32>>,
    pub(crate) assignment: &'t Assignment,
}

/// Some days on which the payee is on the plan.
struct Piece<'t> {
    span: Range<i32>,
    /// Whether the component pays them, or another version of it.
    own: bool,
    assignment: &'t Assignment,
}

/// A part of a segment that is paid by the same month of a ramp.
pub(crate) struct Stretch<'t> {
    pub(crate) days: Range<i32>,
    pub(crate) month: Option<&'t RampMonth>,
}

pub(crate) fn overlap(a: &Range<i32>, b: &Range<i32>) -> Range<i32> {
    a.start.max(b.start)..a.end.min(b.end)
}

/// The payee's assignments that have a day in common with a period.
pub(crate) fn assigned<'t>(assignments: &'t [Assignment], period: &Range<i32>) -> &'t [Assignment] {
    let start = assignments.partition_point(|one| one.to <= period.start);
    let end = assignments.partition_point(|one| one.from < period.end);
    assignments.get(start..end).unwrap_or_default()
}

impl<'t> Part<'t> {
    /// The segments of the measure period that the component pays, by date.
    pub(crate) fn segments(&self) -> Vec<Segment<'t>> {
        let cut = self.cut();
        let active: Vec<Range<i32>> = cut.iter().map(|piece| piece.span.clone()).collect();
        let (Some(first), Some(last)) = (active.first(), cut.last()) else { return Vec::new() };
        let own = cut.iter().filter(|piece| piece.own);
        match self.plan.mid_period {
            MidPeriod::Segmented => own
                .map(|piece| Segment {
                    span: piece.span.clone(),
                    counts_from: piece.span.start,
                    active: vec![piece.span.clone()],
                    assignment: piece.assignment,
                })
                .collect(),
            MidPeriod::CarryAttainment => own
                .map(|piece| Segment {
                    span: piece.span.clone(),
                    counts_from: first.start,
                    active: active.clone(),
                    assignment: piece.assignment,
                })
                .collect(),
            // What the latest version no longer pays by is not paid at all.
            MidPeriod::LatestForAll if !last.own => Vec::new(),
            MidPeriod::LatestForAll => {
                let span = first.start..last.span.end;
                vec![Segment { counts_from: span.start, span, active, assignment: last.assignment }]
            }
        }
    }

    /// The days of the measure period on which the payee is on the plan, cut where the terms change.
    fn cut(&self) -> Vec<Piece<'t>> {
        let mut cut: Vec<Piece<'t>> = Vec::new();
        for assignment in assigned(self.assignments, self.period) {
            let own = self.pays(assignment);
            if !own && !self.counts(assignment) {
                continue;
            }
            let span = overlap(&(assignment.from..assignment.to), self.period);
            match cut.last_mut() {
                Some(last)
                    if last.span.end == span.start && last.own == own && self.same(last.assignment, assignment) =>
                {
                    last.span.end = span.end;
                }
                _ => cut.push(Piece { span, own, assignment }),
            }
        }
        if self.component.quota.is_none() || self.component.quota_parts == QuotaParts::AddUp {
            return cut;
        }
        let spans = self.quotas.spans(self.payee, &self.component.measure_id, self.period.start, self.period.end);
        let mut bounds: Vec<i32> = spans.into_iter().flat_map(|(from, to)| [from, to]).collect();
        sorted::sort(&mut bounds);
        bounds.dedup();
        let mut finer = Vec::with_capacity(cut.len() + bounds.len());
        for Piece { span, own, assignment } in cut {
            let mut start = span.start;
            for &bound in bounds.iter().filter(|&&bound| span.start < bound && bound < span.end) {
                finer.push(Piece { span: start..bound, own, assignment });
                start = bound;
            }
            finer.push(Piece { span: start..span.end, own, assignment });
        }
        finer
    }

    /// Whether the component's version of the plan is in force: an assignment lies in one version.
    pub(crate) fn pays(&self, assignment: &Assignment) -> bool {
        self.component.effective.contains(&assignment.from)
    }

    /// Whether the days of another version of the plan count as well.
    fn counts(&self, assignment: &Assignment) -> bool {
        let earlier =
            |other: &Component| other.lineage == self.component.lineage && other.effective.contains(&assignment.from);
        match self.plan.mid_period {
            MidPeriod::Segmented => false,
            MidPeriod::CarryAttainment => self.plan.components.iter().any(earlier),
            MidPeriod::LatestForAll => true,
        }
    }

    /// Whether two assignments say the same about what the component pays by.
    fn same(&self, a: &Assignment, b: &Assignment) -> bool {
        let target = !self.component.needs_target() || a.target == b.target;
        let salary = !self.component.needs_salary() || a.salary == b.salary;
        let ramp = self.plan.ramp.is_none() || self.component.bonus.is_some() || a.ramp_start == b.ramp_start;
        target && salary && ramp
    }

    /// A segment cut where a ramp changes its rates.
    pub(crate) fn stretches(&self, segment: &Segment<'_>) -> Vec<Stretch<'t>> {
        let ramp = self.plan.ramp.as_ref().filter(|ramp| self.component.bonus.is_none() && ramp.changes_rates());
        let Some((ramp, start)) = ramp.zip(segment.assignment.ramp_start) else {
            return vec![Stretch { days: segment.span.clone(), month: None }];
        };
        let pieces = ramp.pieces(start, &segment.span).into_iter();
        pieces.map(|(days, month)| Stretch { days, month: month.and_then(|month| ramp.months.get(month)) }).collect()
    }

    /// How many of the measure period's days count for the component.
    pub(crate) fn days_active(&self) -> usize {
        self.cut().iter().map(|piece| piece.span.len()).sum()
    }
}
