//! How a quotient becomes an integer.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{Signed, Zero};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The seven ways to round. `half_up` is the default for money everywhere: ties go away from zero,
/// so that a refund mirrors its sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the nearest; a tie goes away from zero: 0.5 → 1, −0.5 → −1.
    #[default]
    HalfUp,
    /// To the nearest; a tie goes towards zero: 0.5 → 0.
    HalfDown,
    /// To the nearest; a tie goes to the even neighbour: 0.5 → 0, 1.5 → 2.
    HalfEven,
    /// Away from zero: 0.1 → 1, −0.1 → −1.
    Up,
    /// Towards zero: 0.9 → 0, −0.9 → 0.
    Down,
    /// Towards positive infinity: 0.1 → 1, −0.9 → 0.
    Ceiling,
    /// Towards negative infinity: 0.9 → 0, −0.1 → −1.
    Floor,
}

/// Whether the truncated quotient moves one away from zero, as arithmetic on flags: remainders of
/// real amounts are as good as random, and a mispredicted branch costs more than all of this.
macro_rules! step {
    ($rounding:expr, $remainder:expr, $divisor:expr, $odd:expr, $negative:expr) => {{
        let remainder = $remainder;
        let complement = $divisor.wrapping_sub(remainder);
        match $rounding {
            Rounding::HalfUp => remainder >= complement,
            Rounding::HalfDown => remainder > complement,
            Rounding::HalfEven => (remainder > complement) | ((remainder == complement) & $odd),
            Rounding::Up => remainder != 0,
            Rounding::Down => false,
            Rounding::Ceiling => (remainder != 0) & !$negative,
            Rounding::Floor => (remainder != 0) & $negative,
        }
    }};
}

impl Rounding {
    /// `numerator / denominator`, rounded to an integer.
    ///
    /// The denominator is above zero. That is the caller's to see to, since this is the hottest
    /// line of the library; otherwise the result means nothing.
    ///
    /// ```
    /// use quarterdeck::number::Rounding;
    /// assert_eq!(Rounding::HalfUp.divide(-5, 2), -3);
    /// assert_eq!(Rounding::HalfEven.divide(5, 2), 2);
    /// ```
    #[inline]
    pub fn divide(self, numerator: i128, denominator: i128) -> i128 {
        debug_assert!(denominator > 0, "a denominator is above zero");
        // A hardware division of 64 bits is several times faster than one of 128.
        match (i64::try_from(numerator), i64::try_from(denominator)) {
            (Ok(numerator), Ok(denominator)) => i128::from(self.divide_narrow(numerator, denominator)),
            _ => self.divide_wide(numerator, denominator),
        }
    }

    #[inline]
    fn divide_narrow(self, numerator: i64, denominator: i64) -> i64 {
        let quotient = numerator.checked_div(denominator).unwrap_or_default();
        let remainder = numerator.wrapping_sub(quotient.wrapping_mul(denominator)).wrapping_abs();
        let step = step!(self, remainder, denominator, quotient & 1 == 1, numerator < 0);
        quotient.wrapping_add(i64::from(step).wrapping_mul(numerator.signum() | 1))
    }

    fn divide_wide(self, numerator: i128, denominator: i128) -> i128 {
        let quotient = numerator.checked_div(denominator).unwrap_or_default();
        let remainder = numerator.wrapping_sub(quotient.wrapping_mul(denominator)).wrapping_abs();
        let step = step!(self, remainder, denominator, quotient & 1 == 1, numerator < 0);
        quotient.wrapping_add(i128::from(step).wrapping_mul(numerator.signum() | 1))
    }

    /// [`divide`](Self::divide) for integers of any size, under the same contract.
    pub fn divide_big(self, numerator: &BigInt, denominator: &BigInt) -> BigInt {
        debug_assert!(denominator.is_positive(), "a denominator is above zero");
        if denominator.is_zero() {
            return BigInt::zero();
        }
        let (quotient, remainder) = numerator.div_rem(denominator);
        let remainder = remainder.abs();
        #[expect(clippy::arithmetic_side_effects, reason = "integers of any size do not overflow")]
        let order = (&remainder + &remainder).cmp(denominator);
        let step = match self {
            Self::HalfUp => order.is_ge(),
            Self::HalfDown => order.is_gt(),
            Self::HalfEven => order.is_gt() || (order.is_eq() && quotient.is_odd()),
            Self::Up => !remainder.is_zero(),
            Self::Down => false,
            Self::Ceiling => !remainder.is_zero() && numerator.is_positive(),
            Self::Floor => !remainder.is_zero() && numerator.is_negative(),
        };
        #[expect(clippy::arithmetic_side_effects, reason = "integers of any size do not overflow")]
        match (step, numerator.is_negative()) {
            (false, _) => quotient,
            (true, false) => quotient + 1,
            (true, true) => quotient - 1,
        }
    }
}
