//! Marginal tiers where what is paid on is not what is measured: each tier weighs in with the part of
//! the line's quota credit that lies inside it.
//!
//! The denominators differ from line to line, so this runs on fractions throughout.

use num_bigint::BigInt;
use num_traits::Signed;

use super::document::{Accumulate, Below};
use super::kernel::{Frame, Line, LineCredit, Stop, TOO_LARGE};
use super::rounder::{FractionRounder, exact};
use crate::number::{Exact, NumberError, Rounding};

/// Runs lines in order, as [`kernel::run`](super::kernel::run) does.
pub(super) fn run(
    frame: &Frame<BigInt>,
    denominators: (&BigInt, &BigInt),
    places: (u32, u32),
    credits: impl Iterator<Item = LineCredit<BigInt>>,
    rounder: &mut FractionRounder<'_>,
    mut sink: impl FnMut(Line, &Exact),
) -> Result<BigInt, Stop> {
    let ladder = &frame.ladder;
    let (credit_places, money_places) = places;
    let (mut measure, mut sum) = (BigInt::ZERO, BigInt::ZERO);
    let zero = || Exact::from(0);
    for (position, credit) in credits.enumerate() {
        if frame.accumulate == Accumulate::Transaction {
            measure = BigInt::ZERO;
        }
        let before = measure.clone();
        measure += &credit.quota;
        sum += &credit.quota;
        let (from, to) = (ladder.scaled(&before), ladder.scaled(&measure));
        let tier = ladder.tier(&to);
        if tier.is_none() && ladder.below() == Below::Error {
            return Err(Stop::BelowFirstTier(position));
        }
        let base = exact(&credit.base, denominators.1).unwrap_or_else(zero);
        let rate = |value: &BigInt| exact(value, ladder.value_denominator()).unwrap_or_else(zero);
        let part = if from == to {
            rate(&ladder.value(ladder.tier(&from))).mul(&base)
        } else {
            let width = &to - &from;
            ladder.portions(&from, &to).iter().fold(zero(), |part, (_, overlap, value)| {
                let weight = exact(&(overlap * width.signum()), &width.abs()).unwrap_or_else(zero);
                part.add(&rate(value).mul(&weight).mul(&base))
            })
        };
        let amount = rounder.next(&part, credit.asked).ok_or(Stop::OutOfRange(position))?;
        if !credit.asked {
            continue;
        }
        let at_rate = rate(&ladder.value(tier)).mul(&base);
        let cell = |value: Result<i128, NumberError>| {
            value.ok().filter(|value| value.unsigned_abs() < TOO_LARGE).ok_or(Stop::OutOfRange(position))
        };
        let credit_cell = |value: &BigInt, denominator: &BigInt| {
            cell(exact(value, denominator).unwrap_or_else(zero).round_to_units(credit_places, Rounding::HalfEven))
        };
        let money_cell = |value: &Exact| cell(value.round_to_units(money_places, Rounding::HalfEven));
        let line = Line {
            position,
            quota_credit: credit_cell(&credit.quota, denominators.0)?,
            commission_credit: credit_cell(&credit.base, denominators.1)?,
            measure_before: credit_cell(&before, denominators.0)?,
            measure_after: credit_cell(&measure, denominators.0)?,
            tier,
            at_rate: money_cell(&at_rate)?,
            true_up: money_cell(&part.sub(&at_rate))?,
            amount,
        };
        sink(line, &part);
    }
    Ok(sum)
}
