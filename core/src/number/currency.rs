//! Currencies of ISO 4217.

use std::cmp::Ordering;
use std::fmt;

use super::NumberError;

/// A currency, known by its three-letter code.
///
/// ```
/// use quarterdeck::number::Currency;
/// assert_eq!(Currency::parse("EUR")?.minor_unit(), 2);
/// assert_eq!(Currency::parse("JPY")?.minor_unit(), 0);
/// assert_eq!(Currency::parse("eur").unwrap_err().code(), "number.unknown_currency");
/// # Ok::<(), quarterdeck::number::NumberError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// Reads a code of three upper-case letters.
    ///
    /// # Errors
    ///
    /// `number.unknown_currency` for any other text.
    pub fn parse(code: &str) -> Result<Self, NumberError> {
        iso_currency::Currency::from_code(code).map(Self).ok_or_else(|| NumberError::unknown_currency(code))
    }

    /// The three letters.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many digits its smallest unit has after the point; 0 where it has no smaller unit, as
    /// gold.
    pub fn minor_unit(self) -> u32 {
        self.0.exponent().unwrap_or_default().into()
    }
}

impl Ord for Currency {
    fn cmp(&self, other: &Self) -> Ordering {
        self.code().cmp(other.code())
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
