//! Arithmetic and order of fractions: in `i128` while that holds, else in integers of any size.

use std::cmp::Ordering;

use num_integer::Integer as _;

use super::{Exact, Repr, small};
use crate::number::NumberError;

impl Exact {
    /// `self + other`.
    #[must_use]
    pub fn add(&self, other: &Self) -> Self {
        self.add_small(other).unwrap_or_else(|| {
            #[expect(clippy::arithmetic_side_effects, reason = "integers of any size do not overflow")]
            Self::from_ratio(self.to_ratio() + other.to_ratio())
        })
    }

    /// `self − other`.
    #[must_use]
    pub fn sub(&self, other: &Self) -> Self {
        self.add(&other.neg())
    }

    /// `self · other`.
    #[must_use]
    pub fn mul(&self, other: &Self) -> Self {
        self.mul_small(other).unwrap_or_else(|| {
            #[expect(clippy::arithmetic_side_effects, reason = "integers of any size do not overflow")]
            Self::from_ratio(self.to_ratio() * other.to_ratio())
        })
    }

    /// `self / other`.
    ///
    /// # Errors
    ///
    /// `number.division_by_zero` if `other` is zero.
    pub fn checked_div(&self, other: &Self) -> Result<Self, NumberError> {
        if other.is_zero() {
            return Err(NumberError::DivisionByZero);
        }
        let inverse = match &other.0 {
            Repr::Small { numerator, denominator } => Self::new(*denominator, *numerator)?,
            Repr::Big(ratio) => Self::from_ratio(ratio.recip()),
        };
        Ok(self.mul(&inverse))
    }

    /// `−self`.
    #[must_use]
    pub fn neg(&self) -> Self {
        match &self.0 {
            Repr::Small { numerator, denominator } if *numerator != i128::MIN => {
                small(numerator.wrapping_neg(), *denominator)
            }
            #[expect(clippy::arithmetic_side_effects, reason = "integers of any size do not overflow")]
            _ => Self::from_ratio(-self.to_ratio()),
        }
    }

    /// The value without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_negative() { self.neg() } else { self.clone() }
    }

    /// Knuth's addition (TAOCP 4.5.1): the intermediate values stay as small as they can.
    fn add_small(&self, other: &Self) -> Option<Self> {
        let ((a, b), (c, d)) = (self.to_i128s()?, other.to_i128s()?);
        if b == d {
            let sum = a.checked_add(c)?;
            return if b == 1 { Some(small(sum, 1)) } else { Self::reduced(sum, b) };
        }
        let common = gcd(b, d)?;
        let (b, d_rest) = (b.checked_div(common)?, d.checked_div(common)?);
        let sum = a.checked_mul(d_rest)?.checked_add(c.checked_mul(b)?)?;
        let divisor = gcd(sum, common)?;
        Some(small(sum.checked_div(divisor)?, b.checked_mul(d.checked_div(divisor)?)?))
    }

    /// Factors are cancelled crosswise first, so that the products are in lowest terms.
    fn mul_small(&self, other: &Self) -> Option<Self> {
        let ((a, b), (c, d)) = (self.to_i128s()?, other.to_i128s()?);
        if b == 1 && d == 1 {
            return a.checked_mul(c).map(|product| small(product, 1));
        }
        let (left, right) = (gcd(a, d)?, gcd(c, b)?);
        let numerator = a.checked_div(left)?.checked_mul(c.checked_div(right)?)?;
        let denominator = b.checked_div(right)?.checked_mul(d.checked_div(left)?)?;
        Some(small(numerator, denominator))
    }
}

/// The greatest common divisor, above zero unless both are zero; none if it is 2^127.
pub(super) fn gcd(left: i128, right: i128) -> Option<i128> {
    let (left, right) = (left.unsigned_abs(), right.unsigned_abs());
    if left == 1 || right == 1 {
        return Some(1);
    }
    match (u64::try_from(left), u64::try_from(right)) {
        // One division first: a denominator is mostly much smaller than its numerator.
        (Ok(left), Ok(right)) => Some(left.checked_rem(right).map_or(left, |rest| rest.gcd(&right)).into()),
        _ => i128::try_from(left.gcd(&right)).ok(),
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        let crosswise = |((a, b), (c, d)): ((i128, i128), (i128, i128))| {
            Some(if b == d { a.cmp(&c) } else { a.checked_mul(d)?.cmp(&c.checked_mul(b)?) })
        };
        self.to_i128s()
            .zip(other.to_i128s())
            .and_then(crosswise)
            .unwrap_or_else(|| self.to_ratio().cmp(&other.to_ratio()))
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
