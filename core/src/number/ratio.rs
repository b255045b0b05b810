//! A ratio as documents write it.

use std::fmt;

use super::{Decimal, Exact, NumberError};

/// A rate, share, weight or probability in a document: a decimal, or a fraction such as `"1/3"`.
///
/// ```
/// use quarterdeck::number::{Exact, Ratio};
/// let weights: Vec<Ratio> = serde_json::from_str(r#"["1/3", "0.5", 0.125, 1]"#).unwrap();
/// assert_eq!(weights[0].exact(), &Exact::new(1, 3)?);
/// assert_eq!(serde_json::to_string(&weights).unwrap(), r#"["1/3","0.5","0.125","1"]"#);
/// # Ok::<(), quarterdeck::number::NumberError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ratio(Exact);

impl Ratio {
    /// Reads a decimal or a fraction of two integers.
    ///
    /// # Errors
    ///
    /// As [`Exact::parse`].
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        Exact::parse(text).map(Self)
    }

    /// The value.
    pub fn exact(&self) -> &Exact {
        &self.0
    }

    /// The value.
    pub fn into_exact(self) -> Exact {
        self.0
    }
}

impl From<Exact> for Ratio {
    fn from(value: Exact) -> Self {
        Self(value)
    }
}

impl From<Ratio> for Exact {
    fn from(value: Ratio) -> Self {
        value.0
    }
}

impl From<Decimal> for Ratio {
    fn from(value: Decimal) -> Self {
        Self(value.into())
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
