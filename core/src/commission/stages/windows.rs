//! The periods that a stage adds up, for one payee.

use std::ops::Range;

use super::super::periods::segments::{assigned, overlap};
use super::super::periods::slices::Slice;
use super::super::workings::Workings;
use crate::number::Exact;
use crate::sorted;
use crate::time::{Date, Period, PeriodUnit};

/// Periods without a day in common, by date.
#[derive(Debug, Clone)]
pub(super) struct Windows {
    pub(super) spans: Vec<Range<i32>>,
    /// The days on which whoever adds them up is in force.
    pub(super) within: Range<i32>,
}

impl Windows {
    /// The periods of a unit, or else the measure periods, in which any of these slices has a day.
    pub(super) fn new<'s>(
        workings: &Workings,
        slices: impl Iterator<Item = &'s Slice>,
        unit: Option<PeriodUnit>,
        within: Range<i32>,
    ) -> Self {
        let mut spans: Vec<Range<i32>> = Vec::new();
        for slice in slices {
            match unit.and_then(|unit| calendar(workings, unit, &slice.asked)) {
                Some(periods) => spans.extend(periods),
                None => spans.push(slice.period.clone()),
            }
        }
        sorted::sort_by_key(&mut spans, |span| (span.start, span.end));
        spans.dedup();
        Self { spans, within }
    }

    /// The periods of a unit in which any of these days lies.
    pub(super) fn over(workings: &Workings, days: &Range<i32>, unit: Option<PeriodUnit>) -> Self {
        let spans = unit.and_then(|unit| calendar(workings, unit, days)).unwrap_or_default();
        Self { spans, within: i32::MIN..i32::MAX }
    }

    /// And the periods of a unit in which other days lie, such as the ends of longer windows.
    pub(super) fn with(
        mut self,
        workings: &Workings,
        unit: Option<PeriodUnit>,
        days: impl Iterator<Item = i32>,
    ) -> Self {
        for day in days {
            if self.at(day).is_none()
                && let Some(periods) = unit.and_then(|unit| calendar(workings, unit, &(day..day.saturating_add(1))))
            {
                self.spans.extend(periods);
                sorted::sort_by_key(&mut self.spans, |span| (span.start, span.end));
            }
        }
        self
    }

    /// What lies between these periods, and after them up to the last of some days: periods of a unit, or else one each.
    pub(super) fn between(
        &self,
        workings: &Workings,
        unit: Option<PeriodUnit>,
        ends: impl Iterator<Item = i32>,
    ) -> Self {
        let end = ends.max().unwrap_or(i32::MIN);
        let starts = self.spans.iter().map(|span| span.start).skip(1).chain([end]);
        let gaps = self.spans.iter().zip(starts).map(|(span, start)| span.end..start).filter(|gap| !gap.is_empty());
        let periods = |gap: Range<i32>| {
            unit.and_then(|unit| calendar(workings, unit, &gap)).unwrap_or_else(|| std::iter::once(gap).collect())
        };
        Self { spans: gaps.flat_map(periods).collect(), within: self.within.clone() }
    }

    /// The period that a day lies in.
    pub(super) fn at(&self, day: i32) -> Option<&Range<i32>> {
        let after = self.spans.partition_point(|span| span.start <= day);
        self.spans.get(after.checked_sub(1)?).filter(|span| span.contains(&day))
    }
}

/// The periods of a unit in which any of these days lies.
pub(super) fn calendar(workings: &Workings, unit: PeriodUnit, days: &Range<i32>) -> Option<Vec<Range<i32>>> {
    let period = Period::new(Date::from_days(days.start).ok()?, Date::from_days(days.end).ok()?).ok()?;
    let periods = workings.plan.calendar.periods(unit, period).ok()?;
    Some(periods.iter().map(|period| period.from().days()..period.to().days()).collect())
}

/// The first day of the plan's year that a day lies in.
pub(super) fn year_of(workings: &Workings, day: i32) -> i32 {
    let year = Date::from_days(day).and_then(|date| workings.plan.calendar.period_of(PeriodUnit::Year, date));
    year.map_or(day, |year| year.from().days())
}

/// The part of a period on which a payee is on the plan, by the plan's proration; no other days than `within`.
pub(super) fn presence(workings: &Workings, payee: u32, window: &Range<i32>, within: &Range<i32>) -> Exact {
    let on_plan = assigned(workings.roster.assignments(payee), window);
    on_plan.iter().fold(Exact::ZERO, |sum, one| {
        sum.add(&workings.plan.proration.factor(&overlap(&overlap(&(one.from..one.to), within), window), window))
    })
}
