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

impl Rounding {
    /// The wire name, such as `half_up`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HalfUp => "half_up",
            Self::HalfDown => "half_down",
            Self::HalfEven => "half_even",
            Self::Up => "up",
            Self::Down => "down",
            Self::Ceiling => "ceiling",
            Self::Floor => "floor",
        }
    }

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
        let negative = numerator < 0;
        let divisor = denominator.unsigned_abs();
        // At most 2^127 and less than 2^127: the sum fits.
        let biased = numerator.unsigned_abs().wrapping_add(self.bias(divisor, negative));
        // A hardware division of 64 bits is several times faster than one of 128.
        let (quotient, whole) = match (u64::try_from(biased), u64::try_from(divisor)) {
            (Ok(biased), Ok(divisor)) => {
                let quotient = biased.checked_div(divisor).unwrap_or_default();
                (u128::from(quotient), quotient.wrapping_mul(divisor) == biased)
            }
            _ => {
                let quotient = biased.checked_div(divisor).unwrap_or_default();
                (quotient, quotient.wrapping_mul(divisor) == biased)
            }
        };
        // The biased quotient is whole for a tie, and then odd where the even neighbour is below.
        let tie = whole & (divisor & 1 == 0) & (self == Self::HalfEven);
        let magnitude = quotient.wrapping_sub(u128::from(tie) & quotient).cast_signed();
        // Negation as arithmetic: signs of real amounts are as good as random, and a mispredicted
        // branch costs more than all of this.
        let sign = i128::from(negative).wrapping_neg();
        (magnitude ^ sign).wrapping_sub(sign)
    }

    /// What to add to a magnitude so that its truncated quotient is the rounded one, up to ties
    /// of `half_even`.
    #[inline]
    pub(super) fn bias(self, divisor: u128, negative: bool) -> u128 {
        let all_but_one = divisor.wrapping_sub(1);
        match self {
            Self::HalfUp | Self::HalfEven => divisor >> 1,
            Self::HalfDown => all_but_one >> 1,
            Self::Up => all_but_one,
            Self::Down => 0,
            Self::Ceiling => u128::from(negative).wrapping_sub(1) & all_but_one,
            Self::Floor => u128::from(negative).wrapping_neg() & all_but_one,
        }
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
