//! Sharing a whole number of units so that the shares add up.

use std::cmp::Reverse;

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::One;

use super::{Exact, Integer, NumberError, Rounding};
use crate::sorted;

/// The reconciling algorithm for simultaneous shares: splits between payees, a quota's children.
///
/// Every weight gets the whole units of its exact share; the units left over go one each to the
/// largest remainders (Hamilton). Equal remainders are served by the smaller `tie`, a key of the
/// position, then by position: `|position| position` gives input order, `|position| ids[position]`
/// makes the order of rows irrelevant. Shares add up to the total, each is less than one unit away
/// from its exact share, a weight of zero gets nothing, and a negative total mirrors its positive.
///
/// # Errors
///
/// `number.zero_weights` if there is nothing to share by; `number.negative_weight`.
///
/// ```
/// use quarterdeck::number::{Exact, largest_remainder};
/// let weights = [Exact::new(1, 2)?, Exact::new(1, 3)?, Exact::new(1, 6)?];
/// assert_eq!(largest_remainder(100, &weights, |position| position)?, [50, 33, 17]);
/// assert_eq!(largest_remainder(-100, &weights, |position| position)?, [-50, -33, -17]);
///
/// let ids = ["zoe", "amy"];
/// let even = [Exact::ONE, Exact::ONE];
/// assert_eq!(largest_remainder(1, &even, |position| ids[position])?, [0, 1]);
/// # Ok::<(), quarterdeck::number::NumberError>(())
/// ```
pub fn largest_remainder<K: Ord>(
    total: i128,
    weights: &[Exact],
    tie: impl Fn(usize) -> K,
) -> Result<Vec<i128>, NumberError> {
    check(weights.iter().map(Exact::is_negative))?;
    if let Some(weights) = weights.iter().map(whole).collect::<Option<Vec<_>>>() {
        return largest_remainder_of_weights(total, &weights, tie);
    }
    let weights = scaled(weights);
    match weights.iter().map(Integer::to_i128).collect::<Option<Vec<_>>>() {
        Some(weights) => largest_remainder_of_weights(total, &weights, tie),
        None => share::<BigInt, K>(total, &weights, tie),
    }
}

/// [`largest_remainder`] for weights that are integers already.
///
/// # Errors
///
/// As [`largest_remainder`].
pub fn largest_remainder_of_weights<K: Ord>(
    total: i128,
    weights: &[i128],
    tie: impl Fn(usize) -> K,
) -> Result<Vec<i128>, NumberError> {
    check(weights.iter().map(|&weight| weight < 0))?;
    let sum = weights.iter().try_fold(0_i128, |sum, &weight| sum.checked_add(weight));
    // No product is larger than that of the total and the sum, and no sum of shares than the total.
    if sum.is_some_and(|sum| total.checked_abs().is_some_and(|total| total.checked_mul(sum).is_some())) {
        return share::<i128, K>(total, weights, tie);
    }
    let weights: Vec<BigInt> = weights.iter().copied().map(BigInt::from).collect();
    share::<BigInt, K>(total, &weights, tie)
}

/// Rounds exact parts, given in units, so that they add up to `total`, their rounded sum.
///
/// Every part keeps the whole units of its magnitude; what is left over goes, in units of one sign,
/// to the parts of that sign with the largest fractions, ties to the earlier. Each result is less
/// than one unit away from its part, and mirrored parts give a mirrored result.
///
/// # Errors
///
/// `number.parts_mismatch` if `total` is a unit or more away from the sum of the parts, or `number.out_of_range` if a part has more than 28 digits.
///
/// ```
/// use quarterdeck::number::{Exact, largest_remainder_of_parts};
/// // 100.5 at the rate and a true-up of −33.25: 67.25 units, rounded to 67.
/// let parts = [Exact::new(201, 2)?, Exact::new(-133, 4)?];
/// assert_eq!(largest_remainder_of_parts(&parts, 67)?, [100, -33]);
/// # Ok::<(), quarterdeck::number::NumberError>(())
/// ```
pub fn largest_remainder_of_parts(parts: &[Exact], total: i128) -> Result<Vec<i128>, NumberError> {
    let sum = parts.iter().fold(Exact::ZERO, |sum, part| sum.add(part));
    if Exact::from(total).sub(&sum).abs() >= Exact::ONE {
        return Err(NumberError::PartsMismatch { sum: sum.to_string(), total });
    }
    let mut units = parts.iter().map(|part| part.round_to_units(0, Rounding::Down)).collect::<Result<Vec<_>, _>>()?;
    let given = units.iter().try_fold(0_i128, |sum, &unit| sum.checked_add(unit));
    let left =
        given.and_then(|given| total.checked_sub(given)).ok_or_else(|| NumberError::out_of_range(total.to_string()))?;
    let fractions = parts.iter().zip(&units).map(|(part, &unit)| part.sub(&unit.into()));
    let mut candidates: Vec<_> = fractions
        .enumerate()
        .filter(|(_, fraction)| !fraction.is_zero() && fraction.is_negative() == (left < 0))
        .map(|(position, fraction)| (Reverse(fraction.abs()), position))
        .collect();
    sorted::sort(&mut candidates);
    give(&mut units, left, candidates.into_iter().map(|(_, position)| position));
    Ok(units)
}

/// Shares `total` by weights that are not negative. `I` holds `total · Σ weights`.
fn share<I: Integer, K: Ord>(total: i128, weights: &[I], tie: impl Fn(usize) -> K) -> Result<Vec<i128>, NumberError> {
    let sum = weights.iter().fold(I::zero(), |sum, weight| sum.plus(weight));
    if sum.is_zero() {
        return Err(NumberError::ZeroWeights);
    }
    let magnitude = if total < 0 { I::from_i128(total).negated() } else { I::from_i128(total) };
    let mut left = magnitude.clone();
    let mut shares = Vec::with_capacity(weights.len());
    let mut candidates = Vec::new();
    for (position, weight) in weights.iter().enumerate() {
        let product = magnitude.times(weight);
        let whole = product.divide(&sum, Rounding::Floor);
        let remainder = product.minus(&whole.times(&sum));
        left = left.minus(&whole);
        if !remainder.is_zero() {
            candidates.push((Reverse(remainder), tie(position), position));
        }
        let share = if total < 0 { whole.negated() } else { whole };
        shares.push(share.to_i128().ok_or_else(|| NumberError::out_of_range(total.to_string()))?);
    }
    // Every remainder is below the sum and together they make `left` sums, so there are enough.
    candidates.sort_unstable();
    let left = left.to_i128().unwrap_or_default();
    let left = if total < 0 { left.wrapping_neg() } else { left };
    give(&mut shares, left, candidates.into_iter().map(|(_, _, position)| position));
    Ok(shares)
}

/// Adds one unit of the sign of `left` to as many shares as it has units, in that order.
fn give(shares: &mut [i128], left: i128, order: impl Iterator<Item = usize>) {
    let count = usize::try_from(left.unsigned_abs()).unwrap_or(usize::MAX);
    for position in order.take(count) {
        if let Some(share) = shares.get_mut(position) {
            *share = share.saturating_add(left.signum());
        }
    }
}

fn check(negative: impl Iterator<Item = bool>) -> Result<(), NumberError> {
    let position = negative.enumerate().find_map(|(position, negative)| negative.then_some(position));
    position.map_or(Ok(()), |position| Err(NumberError::NegativeWeight { position }))
}

fn whole(weight: &Exact) -> Option<i128> {
    weight.to_i128s().filter(|&(_, denominator)| denominator == 1).map(|(numerator, _)| numerator)
}

/// The weights over their common denominator.
fn scaled(weights: &[Exact]) -> Vec<BigInt> {
    let common = weights.iter().fold(BigInt::one(), |common, weight| common.lcm(&weight.denominator()));
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "integers of any size do not overflow, and no denominator is zero"
    )]
    weights.iter().map(|weight| weight.numerator() * (&common / weight.denominator())).collect()
}
