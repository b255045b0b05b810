//! Fractions of any size.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_rational::Ratio as BigRatio;
use num_traits::{Signed, Zero};

use super::{Decimal, NumberError, Rounding, pow10};

/// An exact fraction, always in lowest terms, with a denominator above zero.
///
/// Numerator and denominator are `i128` as long as both fit, and integers of any size as soon as
/// one does not; which of the two cannot be seen from outside, and every value has one form, so
/// that equality, order and hashes agree.
///
/// ```
/// use quarterdeck::number::{Exact, Rounding};
/// let third = Exact::new(1, 3)?;
/// let sum = third.add(&third).add(&third);
/// assert_eq!(sum, Exact::from(1));
/// assert_eq!(third.round_to(4, Rounding::HalfUp)?.to_string(), "0.3333");
/// # Ok::<(), quarterdeck::number::NumberError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Exact(Repr);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    /// Both parts fit.
    Small { numerator: i128, denominator: i128 },
    /// At least one part does not.
    Big(Box<BigRatio<BigInt>>),
}

const fn small(numerator: i128, denominator: i128) -> Exact {
    Exact(Repr::Small { numerator, denominator })
}

impl Exact {
    /// Nothing.
    pub const ZERO: Self = small(0, 1);
    /// One.
    pub const ONE: Self = small(1, 1);

    /// `numerator / denominator` in lowest terms.
    ///
    /// # Errors
    ///
    /// `number.division_by_zero` if the denominator is zero.
    pub fn new(numerator: i128, denominator: i128) -> Result<Self, NumberError> {
        if denominator == 0 {
            return Err(NumberError::DivisionByZero);
        }
        Ok(Self::reduced(numerator, denominator)
            .unwrap_or_else(|| Self::from_ratio(BigRatio::new(numerator.into(), denominator.into()))))
    }

    /// [`new`](Self::new) for integers of any size.
    ///
    /// # Errors
    ///
    /// `number.division_by_zero` if the denominator is zero.
    pub fn from_big(numerator: BigInt, denominator: BigInt) -> Result<Self, NumberError> {
        if denominator.is_zero() {
            return Err(NumberError::DivisionByZero);
        }
        Ok(Self::from_ratio(BigRatio::new(numerator, denominator)))
    }

    /// Reads a decimal or a fraction of two integers, such as `1/3`.
    ///
    /// # Errors
    ///
    /// `number.not_a_ratio`, also for a denominator of zero; `number.out_of_range` beyond 28 digits.
    ///
    /// ```
    /// use quarterdeck::number::Exact;
    /// assert_eq!(Exact::parse("0.25")?, Exact::new(1, 4)?);
    /// assert_eq!(Exact::parse("-2/6")?, Exact::new(-1, 3)?);
    /// # Ok::<(), quarterdeck::number::NumberError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let read = |part: &str| match Decimal::parse(part) {
            Err(NumberError::NotADecimal { .. }) => Err(NumberError::not_a_ratio(text)),
            result => result,
        };
        let Some((numerator, denominator)) = text.split_once('/') else {
            return read(text).map(Self::from);
        };
        if numerator.contains('.') || denominator.contains(['.', '-']) {
            return Err(NumberError::not_a_ratio(text));
        }
        Self::new(read(numerator)?.mantissa(), read(denominator)?.mantissa())
            .map_err(|_| NumberError::not_a_ratio(text))
    }

    /// The numerator, with the sign.
    pub fn numerator(&self) -> BigInt {
        match &self.0 {
            Repr::Small { numerator, .. } => (*numerator).into(),
            Repr::Big(ratio) => ratio.numer().clone(),
        }
    }

    /// The denominator, above zero.
    pub fn denominator(&self) -> BigInt {
        match &self.0 {
            Repr::Small { denominator, .. } => (*denominator).into(),
            Repr::Big(ratio) => ratio.denom().clone(),
        }
    }

    /// Numerator and denominator, if both fit.
    #[inline]
    pub fn to_i128s(&self) -> Option<(i128, i128)> {
        match self.0 {
            Repr::Small { numerator, denominator } => Some((numerator, denominator)),
            Repr::Big(_) => None,
        }
    }

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

    /// Zero.
    #[inline]
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Repr::Small { numerator: 0, .. })
    }

    /// Below zero.
    #[inline]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small { numerator, .. } => *numerator < 0,
            Repr::Big(ratio) => ratio.numer().is_negative(),
        }
    }

    /// A whole number.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Small { denominator, .. } => *denominator == 1,
            Repr::Big(ratio) => ratio.is_integer(),
        }
    }

    /// The largest integer that is not above the value.
    pub fn floor(&self) -> BigInt {
        self.round_to_integer(Rounding::Floor)
    }

    /// The nearest integer, as `rounding` defines it.
    pub fn round_to_integer(&self, rounding: Rounding) -> BigInt {
        match &self.0 {
            Repr::Small { numerator, denominator } => rounding.divide(*numerator, *denominator).into(),
            Repr::Big(ratio) => rounding.divide_big(ratio.numer(), ratio.denom()),
        }
    }

    /// How many units of 10^−scale the rounded value has: cents, for a scale of 2.
    ///
    /// # Errors
    ///
    /// `number.out_of_range` if the result has more than 28 digits or the scale is above 28.
    ///
    /// ```
    /// use quarterdeck::number::{Exact, Rounding};
    /// assert_eq!(Exact::new(200, 3)?.round_to_units(2, Rounding::HalfUp)?, 6667);
    /// # Ok::<(), quarterdeck::number::NumberError>(())
    /// ```
    pub fn round_to_units(&self, scale: u32, rounding: Rounding) -> Result<i128, NumberError> {
        if scale > Decimal::MAX_SCALE {
            return Err(self.out_of_range());
        }
        let scaled = match &self.0 {
            Repr::Small { numerator, denominator } => numerator.checked_mul(pow10(scale)).map(|n| (n, *denominator)),
            Repr::Big(_) => None,
        };
        let units = match scaled {
            Some((numerator, denominator)) => Some(rounding.divide(numerator, denominator)),
            None => {
                #[expect(clippy::arithmetic_side_effects, reason = "integers of any size do not overflow")]
                let numerator = self.numerator() * pow10(scale);
                i128::try_from(rounding.divide_big(&numerator, &self.denominator())).ok()
            }
        };
        units
            .filter(|units| units.unsigned_abs() <= Decimal::MAX_MANTISSA.unsigned_abs())
            .ok_or_else(|| self.out_of_range())
    }

    /// The value rounded to `scale` digits after the point.
    ///
    /// # Errors
    ///
    /// `number.out_of_range` if that takes more than 28 digits or the scale is above 28.
    pub fn round_to(&self, scale: u32, rounding: Rounding) -> Result<Decimal, NumberError> {
        Decimal::from_mantissa(self.round_to_units(scale, rounding)?, scale)
    }

    /// The same value as a decimal, if it is one of at most 28 digits.
    pub fn to_decimal(&self) -> Option<Decimal> {
        let (numerator, denominator) = self.to_i128s()?;
        let scale = terminating_scale(denominator)?;
        let mantissa = numerator.checked_mul(pow10(scale).checked_div(denominator)?)?;
        Decimal::from_mantissa(mantissa, scale).ok()
    }

    fn out_of_range(&self) -> NumberError {
        NumberError::out_of_range(self.to_string())
    }

    /// In lowest terms with the sign in the numerator, if that can be done in `i128`.
    fn reduced(numerator: i128, denominator: i128) -> Option<Self> {
        let divisor = gcd(numerator, denominator)?;
        let (numerator, denominator) = (numerator.checked_div(divisor)?, denominator.checked_div(divisor)?);
        if denominator < 0 {
            return Some(small(numerator.checked_neg()?, denominator.checked_neg()?));
        }
        Some(small(numerator, denominator))
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

    fn to_ratio(&self) -> BigRatio<BigInt> {
        match &self.0 {
            Repr::Small { numerator, denominator } => BigRatio::new_raw((*numerator).into(), (*denominator).into()),
            Repr::Big(ratio) => (**ratio).clone(),
        }
    }

    /// The one form of a ratio in lowest terms.
    fn from_ratio(ratio: BigRatio<BigInt>) -> Self {
        match (i128::try_from(ratio.numer()), i128::try_from(ratio.denom())) {
            (Ok(numerator), Ok(denominator)) => small(numerator, denominator),
            _ => Self(Repr::Big(Box::new(ratio))),
        }
    }
}

/// The greatest common divisor, above zero unless both are zero; none if it is 2^127.
fn gcd(left: i128, right: i128) -> Option<i128> {
    let (left, right) = (left.unsigned_abs(), right.unsigned_abs());
    if left == 1 || right == 1 {
        return Some(1);
    }
    match (u64::try_from(left), u64::try_from(right)) {
        (Ok(left), Ok(right)) => Some(left.gcd(&right).into()),
        _ => i128::try_from(left.gcd(&right)).ok(),
    }
}

/// The smallest scale at which 1/denominator is a decimal of at most 28 digits after the point.
fn terminating_scale(denominator: i128) -> Option<u32> {
    let twos = denominator.trailing_zeros();
    let mut rest = denominator.checked_shr(twos)?;
    let mut fives: u32 = 0;
    while rest.checked_rem(5)? == 0 {
        rest = rest.checked_div(5)?;
        fives = fives.checked_add(1)?;
    }
    let scale = twos.max(fives);
    (rest == 1 && scale <= Decimal::MAX_SCALE).then_some(scale)
}

impl From<i128> for Exact {
    fn from(value: i128) -> Self {
        small(value, 1)
    }
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        let (mantissa, denominator) = (value.mantissa(), pow10(value.scale()));
        Self::reduced(mantissa, denominator).unwrap_or(small(mantissa, denominator))
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

/// As a decimal if it is one, else as `numerator/denominator`.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_decimal() {
            Some(decimal) => fmt::Display::fmt(&decimal, f),
            None if self.is_integer() => fmt::Display::fmt(&self.numerator(), f),
            None => write!(f, "{}/{}", self.numerator(), self.denominator()),
        }
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
