//! What can be wrong with a number.

use thiserror::Error;

/// Why a text, a float or a calculation is no number of this library.
///
/// [`code`](Self::code) is the stable name; the message is for people.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NumberError {
    /// The text does not match `-?[0-9]+(\.[0-9]+)?`.
    #[error("`{text}` is not a decimal: write digits, optionally a minus sign in front and a point inside")]
    NotADecimal {
        /// The text, cut to 40 characters.
        text: String,
    },
    /// A JSON number or a float that may already have lost digits.
    #[error("`{text}` may have lost digits on its way through binary floating point")]
    NotExact {
        /// The number as it was written, cut to 40 characters.
        text: String,
        /// What to write instead, as a string, if that can be told.
        suggestion: Option<String>,
    },
    /// The value needs more than 28 digits.
    #[error("`{text}` needs more than 28 digits")]
    OutOfRange {
        /// The value, cut to 40 characters.
        text: String,
    },
    /// A float that is not a number.
    #[error("a value is NaN, which is no number")]
    NotANumber,
    /// A float that is infinite.
    #[error("a value is infinite")]
    Infinite,
    /// A quotient with a denominator of zero.
    #[error("division by zero")]
    DivisionByZero,
    /// The text is neither a decimal nor a fraction of two integers.
    #[error("`{text}` is not a ratio: write a decimal such as `0.25` or a fraction such as `1/3`")]
    NotARatio {
        /// The text, cut to 40 characters.
        text: String,
    },
    /// The text is no currency code of ISO 4217.
    #[error("`{text}` is not a currency code of ISO 4217")]
    UnknownCurrency {
        /// The text, cut to 40 characters.
        text: String,
    },
    /// Two amounts of different currencies meet.
    #[error("an amount in {right} cannot be combined with one in {left}")]
    CurrencyMismatch {
        /// Code of the first amount's currency.
        left: String,
        /// Code of the second amount's currency.
        right: String,
    },
    /// There is nothing to share by: no weights, or all of them zero.
    #[error("the weights add up to zero")]
    ZeroWeights,
    /// A weight below zero.
    #[error("the weight at position {position} is negative")]
    NegativeWeight {
        /// Position in the input, from 0.
        position: usize,
    },
    /// The total is not the parts' sum rounded to a unit.
    #[error("the parts add up to {sum}, which is a unit or more away from {total}")]
    PartsMismatch {
        /// The exact sum of the parts, in units.
        sum: String,
        /// The total asked for, in units.
        total: i128,
    },
}

impl NumberError {
    /// The stable code, such as `number.not_exact`.
    ///
    /// ```
    /// use quarterdeck::number::Decimal;
    /// assert_eq!(Decimal::parse("1e5").unwrap_err().code(), "number.not_a_decimal");
    /// ```
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotADecimal { .. } => "number.not_a_decimal",
            Self::NotExact { .. } => "number.not_exact",
            Self::OutOfRange { .. } => "number.out_of_range",
            Self::NotANumber => "number.nan",
            Self::Infinite => "number.infinite",
            Self::DivisionByZero => "number.division_by_zero",
            Self::NotARatio { .. } => "number.not_a_ratio",
            Self::UnknownCurrency { .. } => "number.unknown_currency",
            Self::CurrencyMismatch { .. } => "number.currency_mismatch",
            Self::ZeroWeights => "number.zero_weights",
            Self::NegativeWeight { .. } => "number.negative_weight",
            Self::PartsMismatch { .. } => "number.parts_mismatch",
        }
    }

    pub(super) fn not_a_decimal(text: &[u8]) -> Self {
        Self::NotADecimal { text: echo(text) }
    }

    pub(super) fn not_a_ratio(text: &str) -> Self {
        Self::NotARatio { text: echo(text.as_bytes()) }
    }

    pub(super) fn not_exact(text: &str, suggestion: Option<String>) -> Self {
        Self::NotExact { text: echo(text.as_bytes()), suggestion }
    }

    pub(super) fn out_of_range(text: impl AsRef<[u8]>) -> Self {
        Self::OutOfRange { text: echo(text.as_ref()) }
    }

    pub(super) fn unknown_currency(text: &str) -> Self {
        Self::UnknownCurrency { text: echo(text.as_bytes()) }
    }
}

/// At most 40 characters of the user's text: a message names a cell, it does not repeat it.
fn echo(text: &[u8]) -> String {
    String::from_utf8_lossy(text).chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn echoes_at_most_forty_characters() {
        let long = "é".repeat(100);
        assert_eq!(NumberError::not_a_decimal(long.as_bytes()), NumberError::NotADecimal { text: "é".repeat(40) });
    }
}
