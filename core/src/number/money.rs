//! An amount of one currency.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Currency, Decimal, Exact, NumberError, Rounding};

/// A decimal amount of one currency. Two currencies never mix.
///
/// Amounts finer than the currency's smallest unit are kept until [`rounded`](Self::rounded).
///
/// ```
/// use quarterdeck::number::{Currency, Decimal, Money, Rounding};
/// let price = Money::new(Decimal::parse("9.995")?, Currency::parse("USD")?);
/// assert_eq!(price.rounded(Rounding::HalfUp)?.to_string(), "10.00 USD");
/// let fee = Money::new(Decimal::ONE, Currency::parse("EUR")?);
/// assert_eq!(price.checked_add(fee).unwrap_err().code(), "number.currency_mismatch");
/// # Ok::<(), quarterdeck::number::NumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

impl Money {
    /// So much of that currency.
    pub fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// How much.
    pub fn amount(self) -> Decimal {
        self.amount
    }

    /// Of what.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// The exact sum.
    ///
    /// # Errors
    ///
    /// `number.currency_mismatch`, `number.out_of_range`.
    pub fn checked_add(self, other: Self) -> Result<Self, NumberError> {
        self.require_same(other)?;
        Ok(Self::new(self.amount.checked_add(other.amount)?, self.currency))
    }

    /// The exact difference.
    ///
    /// # Errors
    ///
    /// `number.currency_mismatch`, `number.out_of_range`.
    pub fn checked_sub(self, other: Self) -> Result<Self, NumberError> {
        self.require_same(other)?;
        Ok(Self::new(self.amount.checked_sub(other.amount)?, self.currency))
    }

    /// The amount rounded to the currency's smallest unit.
    ///
    /// # Errors
    ///
    /// `number.out_of_range` if that takes more than 28 digits.
    pub fn rounded(self, rounding: Rounding) -> Result<Self, NumberError> {
        let amount = Exact::from(self.amount).round_to(self.currency.minor_unit(), rounding)?;
        Ok(Self::new(amount, self.currency))
    }

    fn require_same(self, other: Self) -> Result<(), NumberError> {
        if self.currency == other.currency {
            return Ok(());
        }
        Err(NumberError::CurrencyMismatch {
            left: self.currency.code().to_owned(),
            right: other.currency.code().to_owned(),
        })
    }
}

/// With the digits of the currency's smallest unit: `1250.00 USD`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount.to_string_at(self.currency.minor_unit()), self.currency)
    }
}
