//! One payee, one component, one measure period: lines in order through the ladder.
//!
//! The same code runs on `i128`, where the caller has proved that nothing can overflow, and on
//! arbitrary-precision integers where it could not.

use std::ops::Range;

use super::document::Accumulate;
use super::ladder::{BelowFirstTier, Ladder, Shape};
use super::line_credits::{Credits, LineCredits};
use super::proof::Wide;
use super::rounder::Rounder;
use super::scale::Scale;
use super::sink::{Figure, Rates, Sink};
use crate::number::Integer;
use crate::trace::{Node, Recorder};

/// A payout rule with the scales that its numbers leave by.
#[derive(Debug, Clone)]
pub(super) struct Frame<I: Wide> {
    pub(super) ladder: Ladder<I>,
    pub(super) accumulate: Accumulate,
    /// Whether base and measure are the same number.
    pub(super) same_base: bool,
    pub(super) quota_scale: Scale<I>,
    pub(super) base_scale: Scale<I>,
    pub(super) money_scale: Scale<I>,
    pub(super) unit_scale: Scale<I>,
}

/// What stops a run, and at which line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The line takes the measure below the first tier, and the plan says that this is an error.
    BelowFirstTier(usize),
    /// A number of the line needs more than 28 digits.
    OutOfRange(usize),
}

/// The exact numbers behind a line, for its explanation.
#[derive(Debug)]
pub(super) struct Working<'w, I> {
    pub(super) ladder: &'w Ladder<I>,
    /// The tier reached, from 0.
    pub(super) tier: Option<usize>,
    /// Scaled measure before and after.
    pub(super) before: I,
    pub(super) after: I,
    /// What the line earned and what the period has earned with it, over the ladder's denominator.
    pub(super) part: I,
    pub(super) total: I,
}

/// The smallest mantissa that no decimal cell holds.
pub(super) const TOO_LARGE: u128 = 10_u128.pow(28);

/// Runs lines in order. Those asked for reach `sink`; `explain` makes the step of a line that the
/// recorder wants. Answers the measure at the end, exactly: over the denominator of quota credits.
pub(super) fn run<I: Wide, R: Recorder>(
    frame: &Frame<I>,
    credits: &LineCredits<'_, I>,
    rounder: &mut Rounder<'_, I>,
    recorder: &mut R,
    explain: impl Fn(&Working<'_, I>) -> Node,
    sink: &mut impl Sink,
) -> Result<I, Stop> {
    let mut block = Block::new(frame);
    let mut rates = Rates::new(&frame.ladder);
    for lines in credits.blocks(LINES) {
        let (first, asked) = (lines.start, credits.are_asked(&lines));
        block.load(credits, lines);
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

/// Where a line's measure stands and what the period has earned with it.
struct Earned<I> {
    /// The tier, from 0; none below the first.
    tier: Option<usize>,
    /// Over the ladder's denominator.
    total: I,
}

/// Lines that take each step together: a step is then a short loop over columns that stay in the
/// processor's nearest cache.
const LINES: usize = 64;

/// The columns of some lines in a row, and what was summed up before them.
struct Block<'f, I: Wide> {
    frame: &'f Frame<I>,
    /// Whether each line meets the tiers by itself.
    alone: bool,
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
    earned: Vec<Earned<I>>,
    parts: Vec<I>,
    amounts: Vec<i128>,
    /// The measure before the first line and after each, as cells.
    shown: Vec<i128>,
    at_rates: Vec<I>,
}

impl<'f, I: Wide> Block<'f, I> {
    fn new(frame: &'f Frame<I>) -> Self {
        let column = || Vec::with_capacity(LINES);
        Self {
            frame,
            alone: frame.accumulate == Accumulate::Transaction,
            sum: I::zero(),
            measure: I::zero(),
            base: I::zero(),
            total: I::zero(),
            credits: Credits { quota: column(), base: column() },
            measures: column(),
            bases: Vec::new(),
            scaled: column(),
            earned: Vec::with_capacity(LINES),
            parts: column(),
            amounts: Vec::with_capacity(LINES),
            shown: Vec::with_capacity(LINES + 1),
            at_rates: column(),
        }
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
        let bases = if self.frame.same_base { &self.scaled } else { &self.bases };
        // The higher a measure, the higher its tier: where the lowest and the highest of a block are in
        // one, so are all of them.
        let ends = self.scaled.iter().min().zip(self.scaled.iter().max());
        let one = ends.map(|(low, high)| (ladder.tier(low), ladder.tier(high))).filter(|(low, high)| low == high);
        let mut stop = None;
        self.earned.clear();
        for (measure, base) in self.scaled.iter().zip(bases) {
            let tier = one.map_or_else(|| ladder.tier(measure), |(tier, _)| tier);
            match ladder.earned(tier, measure, base) {
                Ok(total) => self.earned.push(Earned { tier, total }),
                Err(BelowFirstTier) => {
                    stop = Some(Stop::BelowFirstTier(first + self.earned.len()));
                    break;
                }
            }
        }
        let (zero, mut before) = (I::zero(), &self.total);
        self.parts.clear();
        for earned in &self.earned {
            self.parts.push(earned.total.minus(if self.alone { &zero } else { before }));
            before = &earned.total;
        }
        self.amounts.clear();
        rounder.round(&self.parts, asked, &mut self.amounts);
        if self.amounts.len() < self.parts.len() {
            stop = Some(Stop::OutOfRange(first + self.amounts.len()));
        }
        stop
    }

    /// Makes cells of the measures, and answers the bits of all of them.
    fn show(&mut self) -> i128 {
        let scale = &self.frame.quota_scale;
        let before = self.shown.last().copied().filter(|_| !self.alone).unwrap_or(0);
        let mut bits = 0;
        self.shown.clear();
        self.shown.push(before);
        self.shown.extend(self.measures.iter().map(|measure| cell(&scale.mantissa(measure), &mut bits)));
        bits
    }

    /// Hands the lines over, column by column, and answers the bits of their figures.
    fn write(&mut self, sink: &mut impl Sink, rates: &mut Rates<'_, I>) -> i128 {
        let Frame { ladder, same_base, quota_scale, base_scale, money_scale, .. } = self.frame;
        let Credits { quota, base } = &self.credits;
        let base = if *same_base { quota } else { base };
        let at_rate = |(earned, base): (&Earned<I>, &I)| match ladder.shape() {
            Shape::Step | Shape::Curve => I::zero(),
            _ if *same_base => ladder.value(earned.tier).times(&ladder.scaled(base)),
            _ => ladder.value(earned.tier).times(base),
        };
        refill(&mut self.at_rates, self.earned.iter().zip(base).map(at_rate));
        let mut bits = 0;
        sink.figures(Figure::QuotaCredit, quota.iter().map(|credit| cell(&quota_scale.mantissa(credit), &mut bits)));
        sink.figures(Figure::CommissionCredit, base.iter().map(|credit| cell(&base_scale.mantissa(credit), &mut bits)));
        let after = self.shown.get(1..).unwrap_or_default();
        sink.figures(Figure::MeasureAfter, after.iter().copied());
        if self.alone {
            sink.figures(Figure::MeasureBefore, std::iter::repeat_n(0, after.len()));
        } else {
            sink.figures(Figure::MeasureBefore, self.shown.iter().take(after.len()).copied());
        }
        let mut money = |value: &I| cell(&money_scale.mantissa(value), &mut bits);
        sink.figures(Figure::AtRate, self.at_rates.iter().map(&mut money));
        let exact = self.parts.iter().zip(&self.at_rates);
        sink.figures(Figure::TrueUp, exact.map(|(part, at_rate)| money(&part.minus(at_rate))));
        sink.figures(Figure::Amount, self.amounts.iter().copied());
        for lines in self.earned.chunk_by(|a, b| a.tier == b.tier) {
            sink.reached(lines.len(), rates.at(lines.first().and_then(|earned| earned.tier)));
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
            let true_up = self.parts.get(line).zip(self.at_rates.get(line)).map(|(part, at_rate)| part.minus(at_rate));
            let figures = at(&self.credits.quota, quota_scale, line)
                && at(base, base_scale, line)
                && at(&self.at_rates, money_scale, line)
                && true_up.is_none_or(|true_up| fits(money_scale.mantissa(&true_up)));
            !(at(&self.measures, quota_scale, line) && (figures || !asked))
        })
    }

    /// Makes the steps of the lines that the recorder wants.
    fn record<R: Recorder>(&self, recorder: &mut R, first: usize, explain: &impl Fn(&Working<'_, I>) -> Node) {
        let ladder = &self.frame.ladder;
        let mut before = if self.alone { I::zero() } else { ladder.scaled(&self.measure) };
        for (line, ((earned, part), after)) in self.earned.iter().zip(&self.parts).zip(&self.scaled).enumerate() {
            if recorder.wants(first + line) {
                let (before, after, part, total) = (before.clone(), after.clone(), part.clone(), earned.total.clone());
                recorder.step(explain(&Working { ladder, tier: earned.tier, before, after, part, total }));
            }
            if !self.alone {
                before.clone_from(after);
            }
        }
    }

    /// Goes on to the next block.
    fn carry(&mut self) {
        for (sum, column) in [(&mut self.measure, &self.measures), (&mut self.base, &self.bases)] {
            if let Some(last) = column.last() {
                sum.clone_from(last);
            }
        }
        if let Some(last) = self.earned.last() {
            self.total.clone_from(&last.total);
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

/// Other values in a column's place, without giving its memory back.
fn refill<T>(column: &mut Vec<T>, values: impl Iterator<Item = T>) {
    column.clear();
    column.extend(values);
}

/// Below this many bits no magnitude needs more than 28 digits.
const SAFE_BITS: u32 = 93;

/// A value as the cell of a decimal column. The bits of all cells together say whether one of them might
/// be too large; only then is each looked at.
#[inline(always)]
fn cell<I: Integer>(value: &I, bits: &mut i128) -> i128 {
    let cell = value.to_i128().unwrap_or(i128::MAX);
    *bits |= cell ^ (cell >> 127);
    cell
}
