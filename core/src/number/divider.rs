//! One denominator under many numerators.

use super::Rounding;

/// A denominator and a rounding, prepared once so that each quotient is two multiplications instead of a
/// division.
///
/// The reciprocal is `c = ⌈2¹²⁸ / d⌉`. For a numerator `n` below 2⁶⁴ and a denominator `d` below 2⁶⁴,
/// `⌊n · c / 2¹²⁸⌋` is `⌊n / d⌋`, since `c · d` is less than `d` above 2¹²⁸ (Lemire, Kaser and Kurz, *Faster
/// remainder by direct computation*, 2019). Larger ones are divided.
#[derive(Debug, Clone)]
pub(crate) struct Divider {
    divisor: u128,
    rounding: Rounding,
    /// Zero where the denominator is 1 or does not fit.
    reciprocal: u128,
    /// What to add to the magnitude of a numerator from zero up, and of one below zero.
    up: u128,
    down: u128,
    /// Whether a tie can arise and goes to the even neighbour.
    ties: bool,
}

impl Divider {
    /// The denominator is above zero, as for [`Rounding::divide`].
    pub(crate) fn new(denominator: i128, rounding: Rounding) -> Self {
        debug_assert!(denominator > 0, "a denominator is above zero");
        let divisor = denominator.unsigned_abs();
        let fits = divisor > 1 && u64::try_from(divisor).is_ok();
        let reciprocal = u128::MAX.checked_div(divisor).filter(|_| fits).map_or(0, |most| most.wrapping_add(1));
        let (up, down) = (rounding.bias(divisor, false), rounding.bias(divisor, true));
        let ties = rounding == Rounding::HalfEven && divisor & 1 == 0;
        Self { divisor, rounding, reciprocal, up, down, ties }
    }

    /// `numerator / denominator`, rounded to an integer: what [`Rounding::divide`] answers.
    #[inline(always)]
    pub(crate) fn divide(&self, numerator: i128) -> i128 {
        let negative = numerator < 0;
        // At most 2^127 and less than 2^127: the sum fits.
        let biased = numerator.unsigned_abs().wrapping_add(if negative { self.down } else { self.up });
        let Ok(small) = u64::try_from(biased) else { return self.divide_large(numerator) };
        if self.reciprocal == 0 {
            return self.divide_large(numerator);
        }
        let quotient = high_part(self.reciprocal, small);
        let tie = self.ties && u128::from(quotient).wrapping_mul(self.divisor) == biased;
        let magnitude = i128::from(quotient.wrapping_sub(u64::from(tie) & quotient));
        let sign = i128::from(negative).wrapping_neg();
        (magnitude ^ sign).wrapping_sub(sign)
    }

    #[cold]
    fn divide_large(&self, numerator: i128) -> i128 {
        self.rounding.divide(numerator, self.divisor.cast_signed())
    }
}

/// `⌊wide · narrow / 2¹²⁸⌋`.
#[inline(always)]
#[expect(clippy::as_conversions, reason = "the two halves of a number")]
fn high_part(wide: u128, narrow: u64) -> u64 {
    let narrow = u128::from(narrow);
    let low = u128::from(wide as u64).wrapping_mul(narrow) >> 64;
    ((wide >> 64).wrapping_mul(narrow).wrapping_add(low) >> 64) as u64
}
