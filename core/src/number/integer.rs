//! One kernel, two widths of integer.

use std::fmt::Debug;

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

use super::Rounding;

/// An integer a kernel can run on: `i128` where it has proved that nothing overflows, [`BigInt`]
/// otherwise, the same code and the same result.
///
/// The `i128` operations wrap. Their contract: before it starts, the caller has bounded every
/// operand and every intermediate result, by magnitudes of the input, below 2^127.
///
/// ```
/// use num_bigint::BigInt;
/// use quarterdeck::number::{Integer, Rounding};
///
/// fn commission<I: Integer>(amount: &I, rate: &I, over: &I) -> I {
///     amount.times(rate).divide(over, Rounding::HalfUp)
/// }
/// assert_eq!(commission(&1_250_i128, &6, &100), 75);
/// assert_eq!(commission(&BigInt::from(1_250), &BigInt::from(6), &BigInt::from(100)), BigInt::from(75));
/// ```
pub trait Integer: Clone + Ord + Debug {
    /// Zero.
    fn zero() -> Self;
    /// The same value.
    fn from_i128(value: i128) -> Self;
    /// The same value, if this width holds it.
    fn from_big(value: &BigInt) -> Option<Self>;
    /// `self + other`.
    #[must_use]
    fn plus(&self, other: &Self) -> Self;
    /// `self − other`.
    #[must_use]
    fn minus(&self, other: &Self) -> Self;
    /// `self · other`.
    #[must_use]
    fn times(&self, other: &Self) -> Self;
    /// `−self`.
    #[must_use]
    fn negated(&self) -> Self;
    /// Below zero.
    fn is_negative(&self) -> bool;
    /// Zero.
    fn is_zero(&self) -> bool;
    /// `self / denominator`, rounded; the denominator is above zero.
    #[must_use]
    fn divide(&self, denominator: &Self, rounding: Rounding) -> Self;
    /// The same value as an `i128`, if it fits.
    fn to_i128(&self) -> Option<i128>;
    /// The same value.
    fn to_big(&self) -> BigInt;
}

impl Integer for i128 {
    #[inline]
    fn zero() -> Self {
        0
    }
    #[inline]
    fn from_i128(value: i128) -> Self {
        value
    }
    #[inline]
    fn from_big(value: &BigInt) -> Option<Self> {
        Self::try_from(value).ok()
    }
    #[inline]
    fn plus(&self, other: &Self) -> Self {
        self.wrapping_add(*other)
    }
    #[inline]
    fn minus(&self, other: &Self) -> Self {
        self.wrapping_sub(*other)
    }
    #[inline]
    fn times(&self, other: &Self) -> Self {
        self.wrapping_mul(*other)
    }
    #[inline]
    fn negated(&self) -> Self {
        self.wrapping_neg()
    }
    #[inline]
    fn is_negative(&self) -> bool {
        *self < 0
    }
    #[inline]
    fn is_zero(&self) -> bool {
        *self == 0
    }
    #[inline]
    fn divide(&self, denominator: &Self, rounding: Rounding) -> Self {
        rounding.divide(*self, *denominator)
    }
    #[inline]
    fn to_i128(&self) -> Option<i128> {
        Some(*self)
    }
    #[inline]
    fn to_big(&self) -> BigInt {
        BigInt::from(*self)
    }
}

#[expect(clippy::arithmetic_side_effects, reason = "integers of any size do not overflow")]
impl Integer for BigInt {
    fn zero() -> Self {
        Zero::zero()
    }
    fn from_i128(value: i128) -> Self {
        Self::from(value)
    }
    fn from_big(value: &BigInt) -> Option<Self> {
        Some(value.clone())
    }
    fn plus(&self, other: &Self) -> Self {
        self + other
    }
    fn minus(&self, other: &Self) -> Self {
        self - other
    }
    fn times(&self, other: &Self) -> Self {
        self * other
    }
    fn negated(&self) -> Self {
        -self
    }
    fn is_negative(&self) -> bool {
        Signed::is_negative(self)
    }
    fn is_zero(&self) -> bool {
        Zero::is_zero(self)
    }
    fn divide(&self, denominator: &Self, rounding: Rounding) -> Self {
        rounding.divide_big(self, denominator)
    }
    fn to_i128(&self) -> Option<i128> {
        i128::try_from(self).ok()
    }
    fn to_big(&self) -> BigInt {
        self.clone()
    }
}
