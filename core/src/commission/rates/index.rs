//! What picks a tier or a place on a curve.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use crate::number::Exact;

/// What is looked up, once every name in the plan is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Index {
    /// The measure, which is money.
    Amount,
    /// The measure, which is units.
    Units,
    /// The measure over the quota.
    Attainment,
    /// Profit over price.
    Margin,
    /// Profit over cost.
    Markup,
    /// The measure of another component, by its position in the plan (while that is checked, by its key).
    Measure(usize),
    /// Nothing: rules say the rate of each transaction.
    Rules,
}

impl Index {
    /// Whether it is the component's own running sum, so that credit can be divided at its bounds.
    pub(crate) fn is_own_sum(self) -> bool {
        matches!(self, Self::Amount | Self::Units | Self::Attainment)
    }

    /// Whether it is profit over something.
    pub(crate) fn is_ratio_of_profit(self) -> bool {
        matches!(self, Self::Margin | Self::Markup)
    }

    /// A place as people write it: parts of a whole in percent.
    pub(crate) fn words(self, place: &Exact) -> String {
        match self {
            Self::Attainment | Self::Margin | Self::Markup => format!("{} %", place.mul(&Exact::from(100))),
            Self::Amount | Self::Units | Self::Measure(_) | Self::Rules => place.to_string(),
        }
    }
}

/// Where an index stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// Here.
    At(Exact),
    /// Above every bound: a profit over nothing.
    Above,
    /// Below every bound: a loss over nothing.
    Below,
}

impl Place {
    /// One sum over another. Nothing over nothing is nothing.
    pub(crate) fn ratio(part: &Exact, whole: &Exact) -> Self {
        match part.checked_div(whole) {
            Ok(ratio) => Self::At(ratio),
            Err(_) if part.is_zero() => Self::At(Exact::ZERO),
            Err(_) if part.is_negative() => Self::Below,
            Err(_) => Self::Above,
        }
    }
}
