//! One payee, one component, one measure period: lines in order through the ladder.
//!
//! The same code runs on `i128`, where the caller has proved that nothing can overflow, and on
//! arbitrary-precision integers where it could not.

use std::ops::Range;

use super::proof::Wide;
use super::rounder::{Rounder, differences};
use super::scale::{Scale, refill};
use super::sink::{Figure, Rates, Sink};
use crate::commission::credit::line_credits::{Credits, LineCredits};
use crate::commission::document::Accumulate;
use crate::commission::rates::ladder::{BelowFirstTier, Ladder};
use crate::number::Integer;
use crate::trace::{Node, Recorder};

/// A payout rule with the scales that its numbers leave by.
#[derive(Debug, Clone)]
pub(crate) struct Frame<I: Wide> {
    pub(crate) ladder: Ladder<I>,
    pub(crate) accumulate: Accumulate,
    /// Whether base and measure are the same number.
    pub(crate) same_base: bool,
    pub(crate) quota_scale: Scale<I>,
    pub(crate) base_scale: Scale<I>,
    pub(crate) money_scale: Scale<I>,
    pub(crate) unit_scale: Scale<I>,
}

/// What stops a run, and at which line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The line takes the measure below the first tier, and the plan says that this is an error.
    BelowFirstTier(usize),
    /// A number of the line needs more than 28 digits.
    OutOfRange(usize),
}

/// The exact numbers behind a line, for its explanation.
#[derive(Debug)]
pub(crate) struct Working<'w, I> {
    pub(crate) ladder: &'w Ladder<I>,
    /// The tier reached, from 0.
    pub(crate) tier: Option<usize>,
    /// Scaled measure before and after.
    pub(crate) before: I,
    pub(crate) after: I,
    /// What the line earned and what the period has earned with it, over the ladder's denominator.
    pub(crate) part: I,
    pub(crate) total: I,
}

/// The smallest mantissa that no decimal cell holds.
pub(crate) const TOO_LARGE: u128 = 10_u128.pow(28);

/// Runs lines in order. Those asked for reach `sink`; `explain` makes the step of a line that the
/// recorder wants. `start` is the measure after the lines before, where there are any that do not run: measure and
/// base are then one, and sum up. Answers the measure at the end, exactly: over the denominator of quota credits.
pub(crate) fn run<I: Wide, R: Recorder>(
    frame: &Frame<I>,
    start: Option<I>,
    credits: &LineCredits<'_, I>,
    rounder: &mut Rounder<'_, I>,
    recorder: &mut R,
    explain: impl Fn(&Working<'_, I>) -> Node,
    sink: &mut impl Sink,
) -> Result<I, Stop> {
    let mut block = Block::new(frame);
    if let Some(measure) = start {
        block.go_on(measure).map_err(|BelowFirstTier| Stop::BelowFirstTier(0))?;
        rounder.go_on(&block.total);
    }
    block.lowers = credits.lower_any();
    let mut rates = Rates::new(&frame.ladder);
    for lines in credits.blocks(LINES) {
        let (first, asked) = (lines.start, credits.are_asked(&lines));
        block.load(credits, lines.clone());
        block.lowering.clear();
        if block.lowers {
            block.lowering.extend(lines.map(|line| credits.lowers(line)));
        }
        let stop = block.earn(rounder, first, asked);
        let mut bits = block.show();
        if asked {
            bits |= block.write(sink, &mut rates);
        }
        if bits >> SAFE_BITS != 0
            && let Some(line) = block.too_large(asked)
        {
            return Err(Stop::OutOfRange(first + line));
        }
        if let Some(stop) = stop {
            return Err(stop);
        }
        if asked {
            block.record(recorder, first, &explain);
        }
        block.carry();
    }
    Ok(block.sum)
}

/// Lines in a row that have reached the same tier.
struct Stretch {
    lines: usize,
    /// The tier, from 0; none below the first.
    tier: Option<usize>,
}

/// Lines that take each step together: a step is then a short loop over columns that stay in the
/// processor's nearest cache.
const LINES: usize = 64;

/// The columns of some lines in a row, and what was summed up before them.
struct Block<'f, I: Wide> {
    frame: &'f Frame<I>,
    /// Whether each line meets the tiers by itself.
    alone: bool,
    /// Whether any line of the run only lowers the measure; by line of the block whether it does, and what the rule
    /// says of the measure with each line and before the first.
    lowers: bool,
    lowering: Vec<bool>,
    ruled: Vec<I>,
    ruled_before: I,
    /// The credits of all lines so far.
    sum: I,
    /// Before the first line: the measure, the base, and what was earned.
    measure: I,
    base: I,
    total: I,
    credits: Credits<I>,
    measures: Vec<I>,
    bases: Vec<I>,
    /// The measures in the denominator of the tiers' bounds.
    scaled: Vec<I>,
    stretches: Vec<Stretch>,
    /// What each line earns, and what the period has earned with it.
    parts: Vec<I>,
    totals: Vec<I>,
    amounts: Vec<i128>,
    /// The measure before the first line and after each, as cells.
    shown: Vec<i128>,
    at_rates: Vec<I>,
    true_ups: Vec<I>,
    /// For columns on their way out.
    room: Vec<I>,
}

impl<'f, I: Wide> Block<'f, I> {
    fn new(frame: &'f Frame<I>) -> Self {
        let column = || Vec::with_capacity(LINES);
        Self {
            frame,
            alone: frame.accumulate == Accumulate::Transaction,
            lowers: false,
            lowering: Vec::new(),
            ruled: Vec::new(),
            ruled_before: I::zero(),
            sum: I::zero(),
            measure: I::zero(),
            base: I::zero(),
            total: I::zero(),
            credits: Credits { quota: column(), base: column() },
            measures: column(),
            bases: Vec::new(),
            scaled: column(),
            stretches: Vec::new(),
            parts: column(),
            totals: column(),
            amounts: Vec::with_capacity(LINES),
            shown: Vec::with_capacity(LINES + 1),
            at_rates: column(),
            true_ups: column(),
            room: column(),
        }
    }

    /// Starts with a measure that lines before have come to.
    fn go_on(&mut self, measure: I) -> Result<(), BelowFirstTier> {
        let ladder = &self.frame.ladder;
        let scaled = ladder.scaled(&measure);
        self.total = ladder.leg(ladder.tier(&scaled))?.at(&scaled);
        self.shown.push(self.frame.quota_scale.mantissa(&measure).to_i128().unwrap_or(i128::MAX));
        (self.sum, self.measure, self.base) = (measure.clone(), measure.clone(), measure);
        Ok(())
    }

    /// Reads the credits of the lines and sums them up.
    fn load(&mut self, credits: &LineCredits<'_, I>, lines: Range<usize>) {
        credits.load(lines, &mut self.credits);
        let Credits { quota, base } = &self.credits;
        if self.alone {
            self.measures.clone_from(quota);
            self.bases.clone_from(base);
        } else {
            refill(&mut self.measures, running(quota, &self.measure));
            refill(&mut self.bases, running(base, &self.base));
        }
        self.sum = match self.measures.last() {
            Some(last) if !self.alone => last.clone(),
            _ => quota.iter().fold(self.sum.clone(), |sum, credit| sum.plus(credit)),
        };
        let ladder = &self.frame.ladder;
        refill(&mut self.scaled, self.measures.iter().map(|measure| ladder.scaled(measure)));
    }

    /// What each line earns, exactly and rounded; lines from one that stops the run on are left out.
    fn earn(&mut self, rounder: &mut Rounder<'_, I>, first: usize, asked: bool) -> Option<Stop> {
        let ladder = &self.frame.ladder;
        let own_base = ladder.goes_by_base() && !self.frame.same_base;
        let by = if own_base { &self.bases } else { &self.scaled };
        let earned = if self.alone { &mut self.parts } else { &mut self.totals };
        let mut stop = None;
        self.stretches.clear();
        earned.clear();
        while let Some((rest, measure)) = self.scaled.get(earned.len()..).and_then(|rest| Some((rest, rest.first()?))) {
            let tier = ladder.tier(measure);
            let Ok(leg) = ladder.leg(tier) else {
                stop = Some(Stop::BelowFirstTier(first + earned.len()));
                break;
            };
            let lines = ladder.level(tier, rest).max(1);
            let stretch = by.get(earned.len()..).and_then(|by| by.get(..lines)).unwrap_or_default();
            earned.extend(stretch.iter().map(|x| leg.at(x)));
            self.stretches.push(Stretch { lines, tier });
        }
        if self.lowers {
            self.leave_out();
        } else if self.alone {
            refill(&mut self.totals, running(&self.parts, &self.total));
        } else {
            refill(&mut self.parts, differences(&self.totals, &self.total));
        }
        self.amounts.clear();
        rounder.round(&self.parts, &self.totals, asked, &mut self.room, &mut self.amounts);
        if self.amounts.len() < self.parts.len() {
            stop = Some(Stop::OutOfRange(first + self.amounts.len()));
        }
        stop
    }

    /// What each line earns where some only lower the measure: those earn nothing, and the next ones what the rule says
    /// of the measure from there on.
    fn leave_out(&mut self) {
        if !self.alone {
            std::mem::swap(&mut self.ruled, &mut self.totals);
            refill(&mut self.parts, differences(&self.ruled, &self.ruled_before));
        }
        for (part, _) in self.parts.iter_mut().zip(&self.lowering).filter(|(_, lowers)| **lowers) {
            *part = I::zero();
        }
        refill(&mut self.totals, running(&self.parts, &self.total));
    }

    /// Makes cells of the measures, and answers the bits of all of them.
    fn show(&mut self) -> i128 {
        let before = self.shown.last().copied().filter(|_| !self.alone).unwrap_or(0);
        let mut bits = 0;
        self.shown.clear();
        self.shown.push(before);
        let measures = self.frame.quota_scale.mantissas(&self.measures, &mut self.room);
        self.shown.extend(cells(measures, &mut bits));
        bits
    }

    /// Hands the lines over, column by column, and answers the bits of their figures.
    fn write(&mut self, sink: &mut impl Sink, rates: &mut Rates<'_, I>) -> i128 {
        let Frame { ladder, same_base, quota_scale, base_scale, money_scale, .. } = self.frame;
        let Credits { quota, base } = &self.credits;
        let base = if *same_base { quota } else { base };
        let to_base = if *same_base { ladder.scaled(&I::from_i128(1)) } else { I::from_i128(1) };
        self.at_rates.clear();
        for Stretch { lines, tier } in &self.stretches {
            let rate = if ladder.shape().has_rate() { ladder.value(*tier).times(&to_base) } else { I::zero() };
            let stretch = base.get(self.at_rates.len()..).and_then(|base| base.get(..*lines)).unwrap_or_default();
            self.at_rates.extend(stretch.iter().map(|credit| rate.times(credit)));
        }
        let paid_on: Vec<I>;
        let base = if self.lowers {
            self.at_rates
                .iter_mut()
                .zip(&self.lowering)
                .filter(|(_, lowers)| **lowers)
                .for_each(|(at, _)| *at = I::zero());
            let paid = base.iter().zip(&self.lowering);
            paid_on = paid.map(|(base, lowers)| if *lowers { I::zero() } else { base.clone() }).collect();
            &paid_on
        } else {
            base
        };
        let mut bits = 0;
        let room = &mut self.room;
        sink.figures(Figure::QuotaCredit, cells(quota_scale.mantissas(quota, room), &mut bits));
        if self.lowers || !same_base {
            sink.figures(Figure::CommissionCredit, cells(base_scale.mantissas(base, room), &mut bits));
        }
        let after = self.shown.get(1..).unwrap_or_default();
        sink.figures(Figure::MeasureAfter, after.iter().copied());
        if self.alone {
            sink.figures(Figure::MeasureBefore, std::iter::repeat_n(0, after.len()));
        } else {
            sink.figures(Figure::MeasureBefore, self.shown.iter().take(after.len()).copied());
        }
        sink.figures(Figure::AtRate, cells(money_scale.mantissas(&self.at_rates, room), &mut bits));
        let exact = self.parts.iter().zip(&self.at_rates);
        refill(&mut self.true_ups, exact.map(|(part, at_rate)| part.minus(at_rate)));
        sink.figures(Figure::TrueUp, cells(money_scale.mantissas(&self.true_ups, room), &mut bits));
        sink.figures(Figure::Amount, self.amounts.iter().copied());
        for stretch in &self.stretches {
            sink.reached(stretch.lines, rates.at(stretch.tier));
        }
        bits
    }

    /// The first line of which a figure needs more than 28 digits.
    #[cold]
    fn too_large(&self, asked: bool) -> Option<usize> {
        let Frame { same_base, quota_scale, base_scale, money_scale, .. } = self.frame;
        let fits = |value: I| value.to_i128().is_some_and(|cell| cell.unsigned_abs() < TOO_LARGE);
        let at = |column: &[I], scale: &Scale<I>, line: usize| {
            column.get(line).is_none_or(|value| fits(scale.mantissa(value)))
        };
        let base = if *same_base { &self.credits.quota } else { &self.credits.base };
        (0..self.amounts.len()).find(|&line| {
            let figures = at(&self.credits.quota, quota_scale, line)
                && at(base, base_scale, line)
                && at(&self.at_rates, money_scale, line)
                && at(&self.true_ups, money_scale, line);
            !(at(&self.measures, quota_scale, line) && (figures || !asked))
        })
    }

    /// Makes the steps of the lines that the recorder wants.
    fn record<R: Recorder>(&self, recorder: &mut R, first: usize, explain: &impl Fn(&Working<'_, I>) -> Node) {
        let ladder = &self.frame.ladder;
        let mut before = if self.alone { I::zero() } else { ladder.scaled(&self.measure) };
        let tiers = self.stretches.iter().flat_map(|stretch| std::iter::repeat_n(stretch.tier, stretch.lines));
        let totals = if self.lowers { &self.ruled } else { &self.totals };
        let earned = self.parts.iter().zip(if self.alone { &self.parts } else { totals });
        for (line, ((tier, (part, total)), after)) in tiers.zip(earned).zip(&self.scaled).enumerate() {
            if recorder.wants(first + line) {
                let (before, after, part, total) = (before.clone(), after.clone(), part.clone(), total.clone());
                recorder.step(explain(&Working { ladder, tier, before, after, part, total }));
            }
            if !self.alone {
                before.clone_from(after);
            }
        }
    }

    /// Goes on to the next block.
    fn carry(&mut self) {
        let sums =
            [(&mut self.measure, &self.measures), (&mut self.base, &self.bases), (&mut self.total, &self.totals)];
        for (sum, column) in sums {
            if let Some(last) = column.last() {
                sum.clone_from(last);
            }
        }
        if let Some(last) = self.ruled.last() {
            self.ruled_before.clone_from(last);
        }
    }
}

/// The running sums of a column from a start on.
fn running<I: Integer>(column: &[I], from: &I) -> impl Iterator<Item = I> {
    let mut sum = from.clone();
    column.iter().map(move |value| {
        sum = sum.plus(value);
        sum.clone()
    })
}

/// Below this many bits no magnitude needs more than 28 digits.
const SAFE_BITS: u32 = 93;

/// Values as the cells of a decimal column. The bits of all cells together say whether one of them might be
/// too large; only then is each looked at.
#[inline(always)]
fn cells<I: Integer>(values: &[I], bits: &mut i128) -> impl Iterator<Item = i128> {
    values.iter().map(|value| {
        let cell = value.to_i128().unwrap_or(i128::MAX);
        *bits |= cell ^ (cell >> 127);
        cell
    })
}
