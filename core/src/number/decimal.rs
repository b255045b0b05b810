//! The decimal every door speaks.

use std::fmt;

use super::{Exact, NumberError, float, parse_mantissa, pow10};

/// A decimal number of at most 28 digits, in canonical form: no trailing zeros, no negative zero.
///
/// Its value is `mantissa / 10^scale` with a mantissa below 10^28 and a scale of at most 28. It has
/// no operators; the checked methods are exact or refuse.
///
/// ```
/// use quarterdeck::number::Decimal;
/// let price = Decimal::parse("12.50")?;
/// assert_eq!(price.to_string(), "12.5");
/// assert_eq!(price.checked_mul(Decimal::parse("-0.4")?)?, Decimal::parse("-5")?);
/// # Ok::<(), quarterdeck::number::NumberError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(rust_decimal::Decimal);

/// Digits after the point, at most.
const MAX_SCALE: u32 = 28;
/// One above the largest mantissa.
const LIMIT: i128 = pow10(28);

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self(rust_decimal::Decimal::ZERO);
    /// One.
    pub const ONE: Self = Self(rust_decimal::Decimal::ONE);
    /// The largest mantissa, 10^28 − 1; the smallest is its negative.
    pub const MAX_MANTISSA: i128 = LIMIT.wrapping_sub(1);
    /// The largest scale, 28.
    pub const MAX_SCALE: u32 = MAX_SCALE;

    /// Reads `-?[0-9]+(\.[0-9]+)?`, the whole text and nothing else.
    ///
    /// # Errors
    ///
    /// `number.not_a_decimal` for any other text, `number.out_of_range` for a value of more than 28
    /// digits (zeros in front and at the end of a fraction do not count).
    ///
    /// ```
    /// use quarterdeck::number::Decimal;
    /// assert_eq!(Decimal::parse("-0.00")?, Decimal::ZERO);
    /// for text in ["", "1e5", "1_000", "+1", " 1", ".5", "5.", "1,5", "0x1"] {
    ///     assert_eq!(Decimal::parse(text).unwrap_err().code(), "number.not_a_decimal");
    /// }
    /// # Ok::<(), quarterdeck::number::NumberError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let (mantissa, scale) = parse_mantissa(text.as_bytes())?;
        Self::from_mantissa(mantissa, scale)
    }

    /// Reads a JSON number as it was written.
    ///
    /// An integer may have up to 28 digits. A literal with a point may have at most 15 significant
    /// digits (zeros at the end do not count) and no literal an exponent: what has more has likely
    /// been through a float and lost digits there.
    ///
    /// # Errors
    ///
    /// `number.not_exact`, with the string to write instead if there is one;
    /// `number.not_a_decimal`, `number.out_of_range`.
    ///
    /// ```
    /// use quarterdeck::number::Decimal;
    /// assert_eq!(Decimal::from_json_number("12.5")?, Decimal::parse("12.5")?);
    /// assert_eq!(Decimal::from_json_number("12345678901234567.89").unwrap_err().code(), "number.not_exact");
    /// # Ok::<(), quarterdeck::number::NumberError>(())
    /// ```
    pub fn from_json_number(literal: &str) -> Result<Self, NumberError> {
        float::from_json_number(literal)
    }

    /// The decimal that a float stands for, by its shortest text that reads back as the same float.
    ///
    /// # Errors
    ///
    /// `number.not_exact` if that text has more than 15 significant digits, `number.out_of_range`
    /// beyond 28 digits, `number.nan`, `number.infinite`.
    ///
    /// ```
    /// use quarterdeck::number::{Decimal, NumberError};
    /// assert_eq!(Decimal::from_float(0.1)?, Decimal::parse("0.1")?);
    /// assert_eq!(
    ///     Decimal::from_float(0.1 + 0.2),
    ///     Err(NumberError::NotExact { text: "0.30000000000000004".into(), suggestion: Some("0.3".into()) }),
    /// );
    /// # Ok::<(), quarterdeck::number::NumberError>(())
    /// ```
    pub fn from_float(value: f64) -> Result<Self, NumberError> {
        float::from_float(value)
    }

    /// `mantissa / 10^scale`.
    ///
    /// # Errors
    ///
    /// `number.out_of_range` beyond 28 digits before and after the point together.
    #[inline]
    pub fn from_mantissa(mantissa: i128, scale: u32) -> Result<Self, NumberError> {
        let (mantissa, scale) = strip_zeros(mantissa, scale);
        let value = if mantissa.unsigned_abs() < LIMIT.unsigned_abs() && scale <= MAX_SCALE {
            rust_decimal::Decimal::try_from_i128_with_scale(mantissa, scale).ok()
        } else {
            None
        };
        value.map(Self).ok_or_else(|| match scale {
            0 => NumberError::out_of_range(mantissa.to_string()),
            _ => NumberError::out_of_range(format!("{mantissa} / 10^{scale}")),
        })
    }

    /// The digits as an integer: 1250 for 12.50 is 125, with a [`scale`](Self::scale) of 1.
    #[inline]
    pub fn mantissa(self) -> i128 {
        self.0.mantissa()
    }

    /// How many digits the canonical form has after the point, 0 to 28.
    #[inline]
    pub fn scale(self) -> u32 {
        self.0.scale()
    }

    /// The value in units of 10^−scale, if it is a whole number of them and fits.
    ///
    /// ```
    /// use quarterdeck::number::Decimal;
    /// assert_eq!(Decimal::parse("12.5")?.mantissa_at(2), Some(1250));
    /// assert_eq!(Decimal::parse("12.555")?.mantissa_at(2), None);
    /// # Ok::<(), quarterdeck::number::NumberError>(())
    /// ```
    #[inline]
    pub fn mantissa_at(self, scale: u32) -> Option<i128> {
        let missing = scale.checked_sub(self.scale())?;
        if self.is_zero() {
            return Some(0);
        }
        (missing <= 38).then(|| self.mantissa().checked_mul(pow10(missing))).flatten()
    }

    /// The exact sum.
    ///
    /// # Errors
    ///
    /// `number.out_of_range` if it needs more than 28 digits.
    pub fn checked_add(self, other: Self) -> Result<Self, NumberError> {
        let scale = self.scale().max(other.scale());
        // An operand that does not fit the common scale has digits further apart than 28 places.
        self.mantissa_at(scale)
            .zip(other.mantissa_at(scale))
            .and_then(|(left, right)| left.checked_add(right))
            .ok_or_else(|| NumberError::out_of_range(format!("{self} + {other}")))
            .and_then(|sum| Self::from_mantissa(sum, scale))
    }

    /// The exact difference.
    ///
    /// # Errors
    ///
    /// `number.out_of_range` if it needs more than 28 digits.
    pub fn checked_sub(self, other: Self) -> Result<Self, NumberError> {
        self.checked_add(other.negated())
    }

    /// The exact product.
    ///
    /// # Errors
    ///
    /// `number.out_of_range` if it needs more than 28 digits.
    pub fn checked_mul(self, other: Self) -> Result<Self, NumberError> {
        Exact::from(self)
            .mul(&Exact::from(other))
            .to_decimal()
            .ok_or_else(|| NumberError::out_of_range(format!("{self} × {other}")))
    }

    /// The value with its sign changed.
    #[must_use]
    pub fn negated(self) -> Self {
        let mut value = self.0;
        value.set_sign_negative(!self.is_zero() && !self.is_negative());
        Self(value)
    }

    /// The value without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// Zero.
    #[inline]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Below zero.
    #[inline]
    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative()
    }

    /// The value written with at least `scale` digits after the point, as people write money.
    ///
    /// ```
    /// use quarterdeck::number::Decimal;
    /// assert_eq!(Decimal::parse("12.5")?.to_string_at(2), "12.50");
    /// assert_eq!(Decimal::parse("12.555")?.to_string_at(2), "12.555");
    /// # Ok::<(), quarterdeck::number::NumberError>(())
    /// ```
    pub fn to_string_at(self, scale: u32) -> String {
        let mut text = self.to_string();
        let missing = scale.saturating_sub(self.scale());
        if missing > 0 && self.scale() == 0 {
            text.push('.');
        }
        text.extend((0..missing).map(|_| '0'));
        text
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self(value.into())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Without the zeros at the end of the fraction.
#[inline]
fn strip_zeros(mut mantissa: i128, mut scale: u32) -> (i128, u32) {
    if mantissa == 0 {
        return (0, 0);
    }
    // Most mantissas are small, and a division of 64 bits is several times faster than one of 128.
    while scale > 0 {
        let stripped = match i64::try_from(mantissa) {
            Ok(narrow) if narrow.wrapping_rem(10) == 0 => i128::from(narrow.wrapping_div(10)),
            Err(_) if mantissa.wrapping_rem(10) == 0 => mantissa.wrapping_div(10),
            _ => break,
        };
        mantissa = stripped;
        scale = scale.wrapping_sub(1);
    }
    (mantissa, scale)
}
