//! The one step at which a fraction stops being exact.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::Zero as _;

use super::{Exact, Repr};
use crate::number::{Decimal, NumberError, Rounding, pow10};

impl Exact {
    /// The largest integer that is not above the value.
    pub fn floor(&self) -> BigInt {
        self.round_to_integer(Rounding::Floor)
    }

    /// The nearest integer, as `rounding` defines it.
    pub fn round_to_integer(&self, rounding: Rounding) -> BigInt {
        match &self.0 {
            Repr::Small { numerator, denominator } => rounding.divide(*numerator, denominator.get()).into(),
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
        self.check_scale(scale)?;
        self.narrow_units(scale, rounding)
            .or_else(|| i128::try_from(self.big_units(scale, rounding)).ok())
            .filter(|units| units.unsigned_abs() <= Decimal::MAX_MANTISSA.unsigned_abs())
            .ok_or_else(|| self.out_of_range())
    }

    /// The value rounded to `scale` digits after the point.
    ///
    /// # Errors
    ///
    /// `number.out_of_range` if the result is no decimal of at most 28 digits or the scale is above
    /// 28.
    pub fn round_to(&self, scale: u32, rounding: Rounding) -> Result<Decimal, NumberError> {
        self.check_scale(scale)?;
        if let Some(units) = self.narrow_units(scale, rounding) {
            return Decimal::from_mantissa(units, scale);
        }
        let (mut units, mut scale) = (self.big_units(scale, rounding), scale);
        let ten = BigInt::from(10);
        while scale > 0 {
            let (rest, digit) = units.div_rem(&ten);
            if !digit.is_zero() {
                break;
            }
            units = rest;
            scale = scale.wrapping_sub(1);
        }
        let units = i128::try_from(units).map_err(|_| self.out_of_range())?;
        Decimal::from_mantissa(units, scale)
    }

    /// A computed ratio (attainment, effective rate, share) as it leaves in tables and summaries:
    /// rounded half-even to 12 places.
    ///
    /// # Errors
    ///
    /// `number.out_of_range`.
    ///
    /// ```
    /// use quarterdeck::number::Exact;
    /// assert_eq!(Exact::new(2, 3)?.round_ratio()?.to_string(), "0.666666666667");
    /// # Ok::<(), quarterdeck::number::NumberError>(())
    /// ```
    pub fn round_ratio(&self) -> Result<Decimal, NumberError> {
        self.round_to(12, Rounding::HalfEven)
    }

    fn check_scale(&self, scale: u32) -> Result<(), NumberError> {
        if scale > Decimal::MAX_SCALE { Err(self.out_of_range()) } else { Ok(()) }
    }

    fn narrow_units(&self, scale: u32, rounding: Rounding) -> Option<i128> {
        let (numerator, denominator) = self.to_i128s()?;
        Some(rounding.divide(numerator.checked_mul(pow10(scale))?, denominator))
    }

    #[cold]
    fn big_units(&self, scale: u32, rounding: Rounding) -> BigInt {
        #[expect(clippy::arithmetic_side_effects, reason = "integers of any size do not overflow")]
        let numerator = self.numerator() * pow10(scale);
        rounding.divide_big(&numerator, &self.denominator())
    }

    fn out_of_range(&self) -> NumberError {
        NumberError::out_of_range(self.to_string())
    }
}
