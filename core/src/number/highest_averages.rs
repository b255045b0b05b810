//! Sharing a whole number of units so that more of them never means less for anyone.

use super::{Exact, NumberError, Rounding};

/// Shares by Sainte-Laguë: every unit goes to the largest quotient of a weight over 1, 3, 5, ...
///
/// Unlike [`largest_remainder`](super::largest_remainder) it is house-monotone: a larger total never
/// makes a share smaller, which matters where totals are re-split often. The price is that a share can
/// be a unit or more away from its exact share. Equal quotients are served by the smaller `tie`, then by
/// position. Shares add up to the total, a weight of zero gets nothing, and a negative total mirrors
/// its positive.
///
/// # Errors
///
/// `number.zero_weights` if there is nothing to share by; `number.negative_weight`;
/// `number.out_of_range`.
///
/// ```
/// use quarterdeck::number::{Exact, sainte_lague};
/// // Four parties, seven seats.
/// let votes: Vec<Exact> = [53, 24, 23].map(Exact::from).to_vec();
/// assert_eq!(sainte_lague(7, &votes, |position| position)?, [3, 2, 2]);
/// assert_eq!(sainte_lague(-7, &votes, |position| position)?, [-3, -2, -2]);
/// # Ok::<(), quarterdeck::number::NumberError>(())
/// ```
pub fn sainte_lague<K: Ord>(
    total: i128,
    weights: &[Exact],
    tie: impl Fn(usize) -> K,
) -> Result<Vec<i128>, NumberError> {
    if let Some(position) = weights.iter().position(Exact::is_negative) {
        return Err(NumberError::NegativeWeight { position });
    }
    let sum = weights.iter().fold(Exact::ZERO, |sum, weight| sum.add(weight));
    if sum.is_zero() {
        return Err(NumberError::ZeroWeights);
    }
    let beyond = || NumberError::out_of_range(total.to_string());
    let seats = Exact::from(total.checked_abs().ok_or_else(beyond)?);
    // Whole shares with halves rounded down are all quotients above one bound: a few units more or
    // less, by the order of quotients, and they are the largest.
    let mut shares = Vec::with_capacity(weights.len());
    for weight in weights {
        let ideal = weight.mul(&seats).checked_div(&sum)?;
        shares.push(ideal.round_to_units(0, Rounding::HalfDown)?);
    }
    let given = shares.iter().try_fold(0_i128, |sum, share| sum.checked_add(*share)).ok_or_else(beyond)?;
    let mut left = seats.round_to_units(0, Rounding::Down)?.checked_sub(given).ok_or_else(beyond)?;
    // What the next unit, or the last one given, is worth: weight over an odd number.
    let quotient = |position: usize, share: i128, last: bool| {
        let odd = share.checked_mul(2)?.checked_add(if last { -1 } else { 1 })?;
        weights.get(position)?.checked_div(&Exact::from(odd)).ok()
    };
    while left != 0 {
        let giving = left > 0;
        let open = shares.iter().enumerate().filter(|(_, share)| giving || **share > 0);
        let keyed = open.filter_map(|(position, share)| {
            Some((quotient(position, *share, !giving)?, std::cmp::Reverse((tie(position), position)), position))
        });
        let next = if giving { keyed.max() } else { keyed.min() };
        let slot = next.and_then(|(_, _, position)| shares.get_mut(position)).ok_or_else(beyond)?;
        *slot = slot.checked_add(left.signum()).ok_or_else(beyond)?;
        left = left.checked_sub(left.signum()).ok_or_else(beyond)?;
    }
    if total < 0 {
        return shares.into_iter().map(|share| share.checked_neg().ok_or_else(beyond)).collect();
    }
    Ok(shares)
}
