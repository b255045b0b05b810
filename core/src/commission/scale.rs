//! From a kernel's denominator to a column's decimal places.

use super::ladder::divides;
use crate::number::{Integer, Rounding, pow10};

/// Turns a numerator over one denominator into a mantissa at a decimal scale.
#[derive(Debug, Clone)]
pub(super) struct Scale<I> {
    multiplier: I,
    divisor: Option<I>,
    rounding: Rounding,
}

impl<I: Integer> Scale<I> {
    pub(super) fn new(denominator: &I, places: u32, rounding: Rounding) -> Self {
        let power = I::from_i128(pow10(places));
        let one = I::from_i128(1);
        if divides(denominator, &power) {
            Self { multiplier: power.divide(denominator, Rounding::Down), divisor: None, rounding }
        } else if divides(&power, denominator) {
            Self { multiplier: one, divisor: Some(denominator.divide(&power, Rounding::Down)), rounding }
        } else {
            Self { multiplier: power, divisor: Some(denominator.clone()), rounding }
        }
    }

    /// The mantissa; rounded where the value has more places than the scale.
    #[inline(always)]
    pub(super) fn mantissa(&self, numerator: &I) -> I {
        let product = numerator.times(&self.multiplier);
        match &self.divisor {
            Some(divisor) => product.divide(divisor, self.rounding),
            None => product,
        }
    }

    /// The largest factor that a value meets on its way, for proofs that nothing overflows.
    pub(super) fn largest(&self) -> &I {
        match &self.divisor {
            Some(divisor) if *divisor > self.multiplier => divisor,
            _ => &self.multiplier,
        }
    }
}
