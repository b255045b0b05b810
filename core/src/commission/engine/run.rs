//! One slice through the kernel, in the narrowest integer that is proved to hold it.

use std::borrow::Cow;
use std::ops::Range;

use num_bigint::BigInt;

use super::frame::{Factors, exact_rate, frame};
use super::kernel::{self, Frame, Stop, TOO_LARGE, Working};
use super::proof::Wide;
use super::rounder::{FractionRounder, PayeeRounding, Rounder, exact};
use super::sink::{Line, Sink};
use super::walk::{self, Measures, Walk};
use crate::commission::credit::line_credits::LineCredits;
use crate::commission::credit::order::Order;
use crate::commission::document::{RollUp, ZeroQuota};
use crate::commission::periods::slices::Slice;
use crate::commission::rates::blueprint::Blueprint;
use crate::commission::rates::index::Index;
use crate::commission::rates::terms::Terms;
use crate::commission::workings::Workings;
use crate::number::{Exact, Rounding};
use crate::trace::{Node, Recorder};

/// The lines of a slice, as positions in the order of credits.
#[derive(Debug, Clone)]
pub(crate) enum Members {
    /// All credits of a range.
    All(Range<usize>),
    /// Those whose transaction is eligible.
    Eligible(Vec<usize>),
}

impl Members {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::All(range) => range.len(),
            Self::Eligible(positions) => positions.len(),
        }
    }

    /// The position in the order of the slice's n-th line.
    #[inline(always)]
    pub(crate) fn position(&self, line: usize) -> usize {
        match self {
            Self::All(range) => range.start + line,
            Self::Eligible(positions) => positions.get(line).copied().unwrap_or(usize::MAX),
        }
    }

    /// Adds what a column of the order says about these lines.
    pub(crate) fn copy<T: Copy + Default>(&self, lines: Range<usize>, column: &[T], to: &mut Vec<T>) {
        match self {
            Self::All(range) => {
                let positions = range.start + lines.start..range.start + lines.end;
                to.extend_from_slice(column.get(positions).unwrap_or_default());
            }
            Self::Eligible(positions) => {
                let positions = positions.get(lines).unwrap_or_default();
                to.extend(positions.iter().map(|&position| column.get(position).copied().unwrap_or_default()));
            }
        }
    }

    /// The first line that the call asks for: earlier ones only move the running sums.
    pub(crate) fn first_asked(&self, order: &Order, slice: &Slice) -> usize {
        let is_earlier = |day: &i32| *day < slice.asked.start;
        match self {
            Self::All(range) => order.days.get(range.clone()).unwrap_or_default().partition_point(is_earlier),
            Self::Eligible(positions) => {
                positions.partition_point(|&position| order.days.get(position).is_some_and(is_earlier))
            }
        }
    }
}

impl Workings {
    /// How many lines a slice can have at most.
    pub(crate) fn most_lines(&self, slice: &Slice) -> usize {
        let (component, range) = (self.component(slice), self.range(slice));
        let rolled = self.order(component.date).all_rolled(range.clone());
        if rolled.is_some_and(|rolled| !component.roll_up.takes(rolled)) { 0 } else { range.len() }
    }

    pub(crate) fn members(&self, slice: &Slice) -> Members {
        let range = self.range(slice);
        let others = self.component(slice).payout.beside();
        if !others.is_empty() {
            return self.members_beside(slice, &others, range);
        }
        let (component, order) = (self.component(slice), self.order(self.component(slice).date));
        let by_rule = self.eligible.get(slice.component).and_then(Option::as_ref);
        let by_role = order.all_rolled(range.clone()).map(|rolled| component.roll_up.takes(rolled));
        match (by_rule, by_role) {
            (_, Some(false)) => Members::All(range.start..range.start),
            _ if order.lowers.get(range.clone()).is_some_and(|lowers| lowers.contains(&true)) => Members::Eligible(
                range.filter(|&position| self.counts(slice, slice.component, order, position)).collect(),
            ),
            (None, Some(true)) => Members::All(range),
            (None, None) if component.roll_up == RollUp::Included => Members::All(range),
            _ => Members::Eligible(
                range.filter(|&position| self.counts(slice, slice.component, order, position)).collect(),
            ),
        }
    }

    /// Runs a slice. Lines asked for reach `sink`; answers the measure at the end.
    pub(crate) fn run<R: Recorder>(
        &self,
        slice: &Slice,
        members: &Members,
        rounding: &mut PayeeRounding,
        recorder: &mut R,
        sink: &mut impl Sink,
    ) -> Result<Measured, Stop> {
        let Some(blueprint) = self.blueprint(slice).filter(|_| members.len() > 0) else {
            let start = slice.start.as_ref().map_or(Exact::ZERO, |start| start.measure.clone());
            return self.measured(slice, members, &start);
        };
        let blueprint = &*at_quota(blueprint, slice, self.component(slice).quota)?;
        if let Some(tiers) = &blueprint.small
            && let Some((frame, factors)) =
                frame::<i128>(self, slice, members.len(), tiers, blueprint.by_attainment, &blueprint.factor)
            && blueprint.runs_on_sums(factors.same_base)
        {
            return self.run_frame(slice, members, &frame, &factors, rounding, recorder, sink);
        }
        let Some(factors) = Factors::<BigInt>::new(self, slice) else { return Err(Stop::OutOfRange(0)) };
        if blueprint.runs_on_sums(factors.same_base) {
            let tiers = &blueprint.big;
            let Some((frame, factors)) =
                frame::<BigInt>(self, slice, members.len(), tiers, blueprint.by_attainment, &blueprint.factor)
            else {
                return Err(Stop::OutOfRange(0));
            };
            return self.run_frame(slice, members, &frame, &factors, rounding, recorder, sink);
        }
        let mut rounder = FractionRounder::new(self.plan.rounding, rounding);
        let sum = self.walk(slice, members, &mut rounder, |line, walk, part| {
            if recorder.wants(line.position) {
                let position = members.position(line.position);
                recorder.step(if walk.terms.index == Index::Rules {
                    let order = self.order(self.component(slice).date);
                    self.explain_ruled(slice, order.row(position), walk, part)
                } else {
                    self.explain_walk(slice, position, walk, part)
                });
            }
            line.write(sink);
        })?;
        self.measured(slice, members, &sum)
    }

    /// The payout rule of a slice, in money and measures.
    pub(crate) fn terms(&self, slice: &Slice) -> Result<Terms, Stop> {
        let blueprint = self.blueprint(slice).ok_or(Stop::OutOfRange(0))?;
        let blueprint = at_quota(blueprint, slice, self.component(slice).quota)?;
        let quota = slice.quota.clone().filter(|_| blueprint.by_attainment).unwrap_or(Exact::ONE);
        Ok(blueprint.terms.scaled(&quota, &exact_rate(self, slice, &blueprint.factor)))
    }

    /// Walks a slice on fractions. Lines asked for reach `sink` with where they stand and what they earn exactly.
    pub(crate) fn walk(
        &self,
        slice: &Slice,
        members: &Members,
        rounder: &mut FractionRounder<'_>,
        sink: impl FnMut(Line, &Walk<'_>, &Exact),
    ) -> Result<Exact, Stop> {
        let component = self.component(slice);
        let terms = self.terms(slice)?;
        let factors = Factors::<BigInt>::new(self, slice).ok_or(Stop::OutOfRange(0))?;
        let measures = Measures {
            quota_denominator: factors.quota_denominator(),
            base_denominator: factors.base_denominator(),
            credit_places: self.credit_places,
            money_places: self.money_places,
        };
        let credits = LineCredits::new(self, slice, members, &factors);
        let beside = self.beside(slice, members);
        walk::run(&terms, component.accumulate, measures, credits.iter(), beside, rounder, sink)
    }

    #[expect(clippy::too_many_arguments, reason = "a run is made of exactly these")]
    fn run_frame<I: Wide, R: Recorder>(
        &self,
        slice: &Slice,
        members: &Members,
        frame: &Frame<I>,
        factors: &Factors<I>,
        rounding: &mut PayeeRounding,
        recorder: &mut R,
        sink: &mut impl Sink,
    ) -> Result<Measured, Stop> {
        let mut rounder =
            Rounder::new(frame.ladder.denominator(), frame.unit_scale.clone(), self.plan.rounding, rounding);
        let credits = LineCredits::new(self, slice, members, factors);
        let explain = |working: &Working<'_, I>| -> Node { self.explain_line(slice, working) };
        let start = match &slice.start {
            Some(start) => Some(factors.over_quota(&start.measure).ok_or(Stop::OutOfRange(0))?),
            None => None,
        };
        let sum = kernel::run(frame, start, &credits, &mut rounder, recorder, explain, sink)?;
        let measure = exact(&sum, factors.quota_denominator());
        self.measured(slice, members, &measure.unwrap_or_else(|| Exact::from(0)))
    }

    /// Rounds a measure for its column, and what it attains for its own: each once, from the exact value.
    fn measured(&self, slice: &Slice, members: &Members, measure: &Exact) -> Result<Measured, Stop> {
        let last = members.len().saturating_sub(1);
        let shown = measure.round_to_units(self.credit_places, Rounding::HalfEven).ok();
        let shown = shown.filter(|value| value.unsigned_abs() < TOO_LARGE).ok_or(Stop::OutOfRange(last))?;
        let measured = Measured { shown, stated: shown, attainment: self.attainment(slice, measure) };
        let taken_off = self.taken_off_later(slice, members);
        if taken_off.is_zero() {
            return Ok(measured);
        }
        let stated = measure.add(&taken_off);
        let shown = stated.round_to_units(self.credit_places, Rounding::HalfEven).ok();
        let shown = shown.filter(|value| value.unsigned_abs() < TOO_LARGE).ok_or(Stop::OutOfRange(last))?;
        Ok(Measured { stated: shown, attainment: self.attainment(slice, &stated), ..measured })
    }
}

/// The measure of a slice at the end of what is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    /// At the credit columns' scale.
    pub(crate) shown: i128,
    /// The same as a statement shows it: less what refunds take off once its period is over.
    pub(crate) stated: i128,
    /// Measure over quota with 12 places, or why there is none.
    pub(crate) attainment: Result<i128, &'static str>,
}

/// The payout rule, where a quota of zero has its own.
fn at_quota<'b>(blueprint: &'b Blueprint, slice: &Slice, zero: Option<ZeroQuota>) -> Result<Cow<'b, Blueprint>, Stop> {
    match (&slice.quota, zero) {
        (Some(quota), Some(policy)) if quota.is_zero() => {
            blueprint.at_zero_quota(policy).map(Cow::Owned).ok_or(Stop::BelowFirstTier(0))
        }
        _ => Ok(Cow::Borrowed(blueprint)),
    }
}
