//! One payee, one component, one measure period: lines in order through the ladder.
//!
//! The same code runs on `i128`, where the caller has proved that nothing can overflow, and on
//! arbitrary-precision integers where it could not.

use super::document::Accumulate;
use super::ladder::{BelowFirstTier, Ladder, Shape};
use super::rounder::Rounder;
use super::scale::Scale;
use crate::number::Integer;
use crate::trace::Recorder;

/// The credit of one line.
#[derive(Debug, Clone)]
pub(super) struct LineCredit<I> {
    /// What counts towards the measure, over the measure's denominator.
    pub(super) quota: I,
    /// What is paid on, over the base's denominator.
    pub(super) base: I,
    /// Whether the line belongs to the period of the call; earlier lines only move the running sums.
    pub(super) asked: bool,
}

/// What the kernel says about a line. Amounts are mantissas: of the credit columns' scale, the money
/// columns' scale, and the minor unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// Its place among the lines of the measure period, from 0.
    pub(super) position: usize,
    pub(super) quota_credit: i128,
    pub(super) commission_credit: i128,
    pub(super) measure_before: i128,
    pub(super) measure_after: i128,
    /// The tier reached, from 0.
    pub(super) tier: Option<usize>,
    pub(super) at_rate: i128,
    pub(super) true_up: i128,
    pub(super) amount: i128,
}

/// A payout rule with the scales that its numbers leave by.
#[derive(Debug, Clone)]
pub(super) struct Frame<I> {
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
    pub(super) line: Line,
    /// Scaled measure before and after.
    pub(super) before: I,
    pub(super) after: I,
    /// What the line earned and what the period has earned with it, over the ladder's denominator.
    pub(super) part: I,
    pub(super) total: I,
}

/// The smallest mantissa that no decimal cell holds.
pub(super) const TOO_LARGE: u128 = 10_u128.pow(28);

#[inline(always)]
fn cell<I: Integer>(value: &I, position: usize) -> Result<i128, Stop> {
    value.to_i128().filter(|value| value.unsigned_abs() < TOO_LARGE).ok_or(Stop::OutOfRange(position))
}

/// Runs lines in order. Those asked for reach `sink`; `explain` makes the step of a line that the
/// recorder wants. Answers the measure at the end, exactly: over the denominator of quota credits.
pub(super) fn run<I: Integer, R: Recorder>(
    frame: &Frame<I>,
    credits: impl Iterator<Item = LineCredit<I>>,
    rounder: &mut Rounder<'_, I>,
    recorder: &mut R,
    explain: impl Fn(&Working<'_, I>) -> crate::trace::Node,
    mut sink: impl FnMut(Line),
) -> Result<I, Stop> {
    let ladder = &frame.ladder;
    let (mut measure, mut base, mut total, mut sum) = (I::zero(), I::zero(), I::zero(), I::zero());
    let mut before = 0_i128;
    for (position, credit) in credits.enumerate() {
        if frame.accumulate == Accumulate::Transaction {
            (measure, base, total, before) = (I::zero(), I::zero(), I::zero(), 0);
        }
        let scaled_before = if recorder.wants(position) { ladder.scaled(&measure) } else { I::zero() };
        measure = measure.plus(&credit.quota);
        sum = sum.plus(&credit.quota);
        let scaled = ladder.scaled(&measure);
        let earned = if frame.same_base {
            ladder.earned(&scaled, &scaled)
        } else {
            base = base.plus(&credit.base);
            ladder.earned(&scaled, &base)
        };
        let earned = earned.map_err(|BelowFirstTier| Stop::BelowFirstTier(position))?;
        let part = earned.total.minus(&total);
        total = earned.total;
        let amount = rounder.next(&part, credit.asked).ok_or(Stop::OutOfRange(position))?;
        let after = cell(&frame.quota_scale.mantissa(&measure), position)?;
        if credit.asked {
            let value = ladder.value(earned.tier);
            let at_rate = match ladder.shape() {
                Shape::Step | Shape::Curve => I::zero(),
                _ if frame.same_base => value.times(&ladder.scaled(&credit.base)),
                _ => value.times(&credit.base),
            };
            let quota_credit = cell(&frame.quota_scale.mantissa(&credit.quota), position)?;
            let line = Line {
                position,
                quota_credit,
                commission_credit: if frame.same_base {
                    quota_credit
                } else {
                    cell(&frame.base_scale.mantissa(&credit.base), position)?
                },
                measure_before: before,
                measure_after: after,
                tier: earned.tier,
                at_rate: cell(&frame.money_scale.mantissa(&at_rate), position)?,
                true_up: cell(&frame.money_scale.mantissa(&part.minus(&at_rate)), position)?,
                amount,
            };
            if recorder.wants(position) {
                let (after, total) = (scaled, total.clone());
                recorder.step(explain(&Working { ladder, line, before: scaled_before, after, part, total }));
            }
            sink(line);
        }
        before = after;
    }
    Ok(sum)
}
