//! Fractions of any size.

mod arithmetic;
mod rounded;

use std::fmt;
use std::num::NonZeroI128;

use num_bigint::BigInt;
use num_rational::Ratio as BigRatio;
use num_traits::{Signed, Zero};

use self::arithmetic::{gcd, part};
use super::{Decimal, NumberError, pow10};

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
    /// Both parts fit. That a denominator is never zero leaves the room to tell the two forms apart.
    Small { numerator: i128, denominator: NonZeroI128 },
    /// At least one part does not.
    Big(Box<BigRatio<BigInt>>),
}

/// The denominator is above zero.
const fn small(numerator: i128, denominator: i128) -> Exact {
    let denominator = match NonZeroI128::new(denominator) {
        Some(denominator) => denominator,
        None => NonZeroI128::MAX,
    };
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
            Repr::Small { denominator, .. } => denominator.get().into(),
            Repr::Big(ratio) => ratio.denom().clone(),
        }
    }

    /// Numerator and denominator, if both fit.
    #[inline]
    pub fn to_i128s(&self) -> Option<(i128, i128)> {
        match self.0 {
            Repr::Small { numerator, denominator } => Some((numerator, denominator.get())),
            Repr::Big(_) => None,
        }
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
            Repr::Small { denominator, .. } => denominator.get() == 1,
            Repr::Big(ratio) => ratio.is_integer(),
        }
    }

    /// The same value as a decimal, if it is one of at most 28 digits.
    pub fn to_decimal(&self) -> Option<Decimal> {
        let (numerator, denominator) = self.to_i128s()?;
        let scale = terminating_scale(denominator)?;
        let mantissa = numerator.checked_mul(pow10(scale).checked_div(denominator)?)?;
        Decimal::from_mantissa(mantissa, scale).ok()
    }

    /// In lowest terms with the sign in the numerator, if that can be done in `i128`.
    fn reduced(numerator: i128, denominator: i128) -> Option<Self> {
        let divisor = gcd(numerator, denominator)?;
        let (numerator, denominator) = (part(numerator, divisor)?, part(denominator, divisor)?);
        if denominator < 0 {
            return Some(small(numerator.checked_neg()?, denominator.checked_neg()?));
        }
        Some(small(numerator, denominator))
    }

    fn to_ratio(&self) -> BigRatio<BigInt> {
        match &self.0 {
            Repr::Small { numerator, denominator } => BigRatio::new_raw((*numerator).into(), denominator.get().into()),
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

/// The smallest scale at which 1/denominator is a decimal of at most 28 digits after the point.
fn terminating_scale(denominator: i128) -> Option<u32> {
    if denominator == 1 {
        return Some(0);
    }
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
