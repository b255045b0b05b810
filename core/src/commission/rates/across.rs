//! The other dimensions of a rate table, checked when the plan is loaded: which column of it pays.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::index::Place;
use super::terms::reached;
use crate::commission::document::{Below, Boundary, Otherwise};
use crate::number::Exact;
use crate::rule::Rule;

/// All of them. A column is a place along each, those of the last following each other first.
#[derive(Debug, Clone)]
pub(crate) struct Across {
    pub(crate) dimensions: Vec<Dimension>,
}

/// One of them.
#[derive(Debug, Clone)]
pub(crate) struct Dimension {
    pub(crate) by: By,
    pub(crate) pointer: String,
}

/// What picks a place along a dimension.
#[derive(Debug, Clone)]
pub(crate) enum By {
    /// A number that stands between bounds.
    Index(Along, Bands),
    /// What a column of transactions holds.
    Column(Values),
}

/// What is looked up along a dimension; components by their position in the plan (while that is checked, by their key).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Along {
    Amount,
    Units,
    Margin,
    Markup,
    Measure(usize),
    AttainmentOf(usize),
}

/// Where each place starts.
#[derive(Debug, Clone)]
pub(crate) struct Bands {
    pub(crate) starts: Vec<Exact>,
    pub(crate) boundary: Boundary,
    pub(crate) below: Below,
}

/// What a column may hold.
#[derive(Debug, Clone)]
pub(crate) struct Values {
    pub(crate) column: String,
    pub(crate) names: Vec<String>,
    /// One a name.
    pub(crate) rules: Vec<Rule>,
    pub(crate) otherwise: Otherwise,
}

/// The measure that a dimension looks up lies below its first place, and the plan says that this is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BelowFirst;

/// What a line, and everything so far, add to the number of a column; nothing where nothing is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot {
    /// By what is of its transaction.
    pub(crate) own: Option<usize>,
    /// By what runs.
    pub(crate) running: Option<usize>,
}

impl Spot {
    /// The first column.
    pub(crate) const FIRST: Self = Self { own: Some(0), running: Some(0) };

    /// The column of both.
    pub(crate) fn column(self) -> Option<usize> {
        Some(self.own?.saturating_add(self.running?))
    }
}

impl Along {
    /// Whether it is of a transaction alone.
    pub(crate) fn is_own(self) -> bool {
        matches!(self, Self::Amount | Self::Units | Self::Margin | Self::Markup)
    }

    pub(crate) fn is_ratio_of_profit(self) -> bool {
        matches!(self, Self::Margin | Self::Markup)
    }

    /// The other component that is looked at.
    pub(crate) fn beside(self) -> Option<usize> {
        match self {
            Self::Measure(other) | Self::AttainmentOf(other) => Some(other),
            Self::Amount | Self::Units | Self::Margin | Self::Markup => None,
        }
    }

    /// A place as people write it: parts of a whole in percent.
    pub(crate) fn words(self, place: &Exact) -> String {
        match self {
            Self::Margin | Self::Markup | Self::AttainmentOf(_) => format!("{} %", place.mul(&Exact::from(100))),
            Self::Amount | Self::Units | Self::Measure(_) => place.to_string(),
        }
    }
}

impl Bands {
    /// The place at which a number stands; nothing where it pays nothing.
    pub(crate) fn place(&self, at: &Place) -> Result<Option<usize>, BelowFirst> {
        let place = match at {
            // The first place includes its own start under either rule.
            Place::At(value) if self.starts.first() == Some(value) => Some(0),
            Place::At(value) => reached(&self.starts, self.boundary, value).checked_sub(1),
            Place::Above => self.starts.len().checked_sub(1),
            Place::Below => None,
        };
        match (place, self.below) {
            (Some(place), _) => Ok(Some(place)),
            (None, Below::FirstTier) => Ok(Some(0)),
            (None, Below::Zero) => Ok(None),
            (None, Below::Error) => Err(BelowFirst),
        }
    }
}

impl Dimension {
    /// How many places it has.
    pub(crate) fn places(&self) -> usize {
        match &self.by {
            By::Index(_, bands) => bands.starts.len(),
            By::Column(values) => values.names.len(),
        }
    }

    /// Whether the transaction alone picks the place.
    pub(crate) fn is_own(&self) -> bool {
        match &self.by {
            By::Index(along, _) => along.is_own(),
            By::Column(_) => true,
        }
    }

    pub(crate) fn along(&self) -> Option<Along> {
        match &self.by {
            By::Index(along, _) => Some(*along),
            By::Column(_) => None,
        }
    }
}

impl Across {
    pub(crate) fn columns(&self) -> usize {
        self.dimensions.iter().map(Dimension::places).fold(1, usize::saturating_mul)
    }

    /// By dimension: how many columns lie between two of its places.
    pub(crate) fn strides(&self) -> Vec<usize> {
        let mut stride = 1_usize;
        let mut strides: Vec<usize> = Vec::with_capacity(self.dimensions.len());
        for dimension in self.dimensions.iter().rev() {
            strides.push(stride);
            stride = stride.saturating_mul(dimension.places());
        }
        strides.reverse();
        strides
    }

    /// By dimension: the place of a column along it.
    pub(crate) fn places_of(&self, column: usize) -> Vec<usize> {
        let strides = self.strides().into_iter().zip(&self.dimensions);
        let place = |(stride, dimension): (usize, &Dimension)| {
            column.checked_div(stride).and_then(|steps| steps.checked_rem(dimension.places())).unwrap_or(0)
        };
        strides.map(place).collect()
    }

    /// What is looked up along each dimension that has an index.
    pub(crate) fn indexes(&self) -> impl Iterator<Item = Along> {
        self.dimensions.iter().filter_map(Dimension::along)
    }

    /// Whether something of a transaction parts the credit among the columns.
    pub(crate) fn parts_credit(&self) -> bool {
        self.dimensions.iter().any(Dimension::is_own)
    }

    /// The dimensions that go by a column of transactions, with their numbers.
    pub(crate) fn values(&self) -> impl Iterator<Item = (usize, &Values)> {
        self.dimensions.iter().enumerate().filter_map(|(number, dimension)| match &dimension.by {
            By::Column(values) => Some((number, values)),
            By::Index(..) => None,
        })
    }
}
