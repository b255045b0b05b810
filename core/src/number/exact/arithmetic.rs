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
            // In lowest terms already, so the inverse is as well.
            Repr::Small { numerator, denominator } => Self::inverted(*numerator, denominator.get())
                .map_or_else(|| Self::new(denominator.get(), *numerator), Ok)?,
            Repr::Big(ratio) => Self::from_ratio(ratio.recip()),
        };
        Ok(self.mul(&inverse))
    }

    /// `−self`.
    #[must_use]
    pub fn neg(&self) -> Self {
        match &self.0 {
            Repr::Small { numerator, denominator } if *numerator != i128::MIN => {
                small(numerator.wrapping_neg(), denominator.get())
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

    /// The inverse of a fraction in lowest terms that is not zero.
    fn inverted(numerator: i128, denominator: i128) -> Option<Self> {
        if numerator > 0 {
            return Some(small(denominator, numerator));
        }
        Some(small(denominator.checked_neg()?, numerator.checked_neg()?))
    }

    /// Knuth's addition (TAOCP 4.5.1): the intermediate values stay as small as they can.
    fn add_small(&self, other: &Self) -> Option<Self> {
        let ((a, b), (c, d)) = (self.to_i128s()?, other.to_i128s()?);
        if b == d {
            let sum = a.checked_add(c)?;
            return if b == 1 { Some(small(sum, 1)) } else { Self::reduced(sum, b) };
        }
        let common = gcd(b, d)?;
        let (b, d_rest) = (part(b, common)?, part(d, common)?);
        let sum = a.checked_mul(d_rest)?.checked_add(c.checked_mul(b)?)?;
        let divisor = gcd(sum, common)?;
        Some(small(part(sum, divisor)?, b.checked_mul(part(d, divisor)?)?))
    }

    /// Factors are cancelled crosswise first, so that the products are in lowest terms.
    fn mul_small(&self, other: &Self) -> Option<Self> {
        let ((a, b), (c, d)) = (self.to_i128s()?, other.to_i128s()?);
        if b == 1 && d == 1 {
            return a.checked_mul(c).map(|product| small(product, 1));
        }
        let (left, right) = (gcd(a, d)?, gcd(c, b)?);
        let numerator = part(a, left)?.checked_mul(part(c, right)?)?;
        let denominator = part(b, right)?.checked_mul(part(d, left)?)?;
        Some(small(numerator, denominator))
    }
}

/// A number over one of its divisors, which is mostly 1.
pub(super) fn part(number: i128, divisor: i128) -> Option<i128> {
    if divisor == 1 {
        return Some(number);
    }
    // A hardware division of 64 bits is several times faster than one of 128.
    match (i64::try_from(number), i64::try_from(divisor)) {
        (Ok(number), Ok(divisor)) => number.checked_div(divisor).map(i128::from),
        _ => number.checked_div(divisor),
    }
}

/// The greatest common divisor, above zero unless both are zero; none if it is 2^127.
pub(super) fn gcd(left: i128, right: i128) -> Option<i128> {
    let (left, right) = (left.unsigned_abs(), right.unsigned_abs());
    if left == 1 || right == 1 {
        return Some(1);
    }
    let (large, small) = (left.max(right), left.min(right));
    // One division first: mostly one of the two is much smaller, and 64 bits hold what is left.
    match (u64::try_from(large), u64::try_from(small)) {
        (Ok(large), Ok(small)) => Some(narrow_gcd(large.checked_rem(small).unwrap_or(large), small).into()),
        (_, Ok(narrow)) => match large.checked_rem(small).map(u64::try_from) {
            Some(rest) => Some(narrow_gcd(rest.unwrap_or_default(), narrow).into()),
            None => i128::try_from(large).ok(),
        },
        _ => i128::try_from(large.gcd(&small)).ok(),
    }
}

/// Stein's algorithm without a branch in its loop: which of two numbers is larger cannot be foretold.
fn narrow_gcd(left: u64, right: u64) -> u64 {
    if left == 0 || right == 0 {
        return left | right;
    }
    let odd = |number: u64| number.wrapping_shr(number.trailing_zeros());
    let (mut one, mut other) = (odd(left), odd(right));
    while one != other {
        let less = one.min(other);
        one = odd(one.abs_diff(other));
        other = less;
    }
    one.wrapping_shl((left | right).trailing_zeros())
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
