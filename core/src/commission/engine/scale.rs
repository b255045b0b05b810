//! From a kernel's denominator to a column's decimal places.

use super::proof::Wide;
use crate::commission::rates::ladder::divides;
use crate::number::{Rounding, pow10};

/// Turns a numerator over one denominator into a mantissa at a decimal scale.
#[derive(Debug, Clone)]
pub(crate) struct Scale<I: Wide> {
    /// None for 1: most denominators are the column's own power of ten, or a multiple of it.
    multiplier: Option<I>,
    divider: Option<I::Divider>,
    /// The bits of the largest factor that a value meets on its way, for proofs that nothing overflows.
    bits: u64,
}

impl<I: Wide> Scale<I> {
    pub(crate) fn new(denominator: &I, places: u32, rounding: Rounding) -> Self {
        let power = I::from_i128(pow10(places));
        let (multiplier, divisor) = if power == *denominator {
            (None, None)
        } else if divides(denominator, &power) {
            (Some(power.divide(denominator, Rounding::Down)), None)
        } else if divides(&power, denominator) {
            (None, Some(denominator.divide(&power, Rounding::Down)))
        } else {
            (Some(power), Some(denominator.clone()))
        };
        let bits = multiplier.iter().chain(&divisor).map(I::bits).max().unwrap_or(1);
        Self { multiplier, divider: divisor.map(|divisor| divisor.divider(rounding)), bits }
    }

    /// The mantissa; rounded where the value has more places than the scale.
    #[inline(always)]
    pub(crate) fn mantissa(&self, numerator: &I) -> I {
        match (&self.multiplier, &self.divider) {
            (None, None) => numerator.clone(),
            (Some(multiplier), None) => numerator.times(multiplier),
            (None, Some(divider)) => numerator.over(divider),
            (Some(multiplier), Some(divider)) => numerator.times(multiplier).over(divider),
        }
    }

    /// The mantissas of a column, in `room` unless they are the numerators themselves.
    #[inline(always)]
    pub(crate) fn mantissas<'c>(&self, numerators: &'c [I], room: &'c mut Vec<I>) -> &'c [I] {
        match (&self.multiplier, &self.divider) {
            (None, None) => return numerators,
            (Some(multiplier), None) => refill(room, numerators.iter().map(|numerator| numerator.times(multiplier))),
            (None, Some(divider)) => refill(room, numerators.iter().map(|numerator| numerator.over(divider))),
            (Some(multiplier), Some(divider)) => {
                refill(room, numerators.iter().map(|numerator| numerator.times(multiplier).over(divider)));
            }
        }
        room
    }

    pub(crate) fn bits(&self) -> u64 {
        self.bits
    }
}

/// Other values in a column's place, without giving its memory back.
#[inline(always)]
pub(crate) fn refill<T>(column: &mut Vec<T>, values: impl Iterator<Item = T>) {
    column.clear();
    column.extend(values);
}
