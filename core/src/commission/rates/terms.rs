//! A component's payout rule for one payee and measure period, in fractions: the tiers reach here as
//! money and as measures, whatever they are written in.

use super::climb::Climb;
use super::index::{Index, Place};
use super::ladder::Shape;
use super::modes::{Entry, Limits};
use crate::commission::document::{Below, Boundary};
use crate::commission::model::AttainmentRounding;
use crate::number::{Exact, pow10};

/// The payout rule in fractions.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    pub(crate) shape: Shape,
    pub(crate) climb: Climb<Exact>,
    pub(crate) boundary: Boundary,
    pub(crate) below: Below,
    /// Where each tier starts.
    pub(crate) bounds: Vec<Exact>,
    /// What each tier pays: money per unit of base, or a sum of money.
    pub(crate) values: Vec<Exact>,
    /// By column what each tier pays, where a table has other dimensions.
    pub(crate) columns: Vec<Vec<Exact>>,
    /// One a tier; empty where no tier has any.
    pub(crate) limits: Vec<Limits>,
    /// The numbers shown for the first and the last tier; none for a flat rate.
    pub(crate) numbers: Option<(i64, i64)>,
    /// Whether the first tier has no start: its value holds for every measure.
    pub(crate) endless: bool,
    /// How attainment is rounded before it is looked up.
    pub(crate) rounding: Option<AttainmentRounding>,
    /// What is looked up.
    pub(crate) index: Index,
    /// What an index is counted in: the quota where the index is attainment, else 1.
    pub(crate) unit: Exact,
}

impl Terms {
    /// The same rule with bounds as parts of a quota and values as parts of a rate.
    pub(crate) fn scaled(&self, quota: &Exact, rate: &Exact) -> Self {
        let (climb, slope) = match &self.climb {
            // A slope is per unit of x, which is a measure over the quota.
            Climb::Points(_) => {
                (self.climb.map(|height| Some(height.mul(rate))), rate.checked_div(quota).unwrap_or(Exact::ZERO))
            }
            _ => (self.climb.map(|start| Some(start.mul(quota))), rate.clone()),
        };
        Self {
            climb: climb.unwrap_or(Climb::On),
            bounds: self.bounds.iter().map(|bound| bound.mul(quota)).collect(),
            values: times(&self.values, &slope),
            columns: self.columns.iter().map(|column| times(column, &slope)).collect(),
            unit: quota.clone(),
            ..self.clone()
        }
    }

    /// The tier reached at a place.
    pub(crate) fn tier_at(&self, place: &Place) -> Option<usize> {
        match place {
            Place::At(index) => self.tier(index),
            Place::Above => self.bounds.len().checked_sub(1),
            Place::Below => None,
        }
    }

    /// What a curve says at a place.
    pub(crate) fn along_at(&self, place: &Place) -> Exact {
        match (place, &self.climb) {
            (Place::At(index), _) => self.along(index),
            (Place::Above, Climb::Points(points)) => points.heights.last().cloned().unwrap_or(Exact::ZERO),
            (Place::Below, Climb::Points(points)) => points.floor.clone(),
            _ => Exact::ZERO,
        }
    }

    /// A measure as it is looked up.
    pub(crate) fn looked_up(&self, measure: &Exact) -> Exact {
        let Some((rounding, attainment)) = self.rounding.zip(measure.checked_div(&self.unit).ok()) else {
            return measure.clone();
        };
        let places = pow10(rounding.scale);
        let units = attainment.mul(&Exact::from(places)).round_to_integer(rounding.mode);
        Exact::from_big(units, places.into()).map_or_else(|_| measure.clone(), |rounded| rounded.mul(&self.unit))
    }

    /// What a curve says at an index.
    pub(crate) fn along(&self, index: &Exact) -> Exact {
        let Climb::Points(points) = &self.climb else { return Exact::ZERO };
        let tier = self.tier(index);
        let height = tier.map_or(Some(&points.floor), |tier| points.heights.get(tier));
        match (self.bounds.get(tier.unwrap_or(0)), height) {
            (Some(start), Some(height)) => self.value(tier).mul(&index.sub(start)).add(height),
            _ => Exact::ZERO,
        }
    }

    /// The tier that an index has reached, from 0; none below the first.
    pub(crate) fn tier(&self, index: &Exact) -> Option<usize> {
        if self.endless || (reached(&self.bounds, self.boundary, index) == 0 && self.bounds.first() == Some(index)) {
            return Some(0);
        }
        reached(&self.bounds, self.boundary, index).checked_sub(1)
    }

    /// The number shown for a tier.
    pub(crate) fn number(&self, tier: Option<usize>) -> Option<i64> {
        let (first, last) = self.numbers?;
        i64::try_from(tier?).ok().map(|tier| (first + tier).min(last))
    }

    /// The value that holds at a tier.
    pub(crate) fn value(&self, tier: Option<usize>) -> Exact {
        self.at(&self.values, tier)
    }

    /// The value that holds at a tier in a column; nothing is paid in none.
    pub(crate) fn value_in(&self, tier: Option<usize>, column: Option<usize>) -> Exact {
        if self.columns.is_empty() {
            return self.value(tier);
        }
        column.and_then(|column| self.columns.get(column)).map_or(Exact::ZERO, |values| self.at(values, tier))
    }

    /// Of the values of a column, the one that holds at a tier.
    pub(super) fn at(&self, values: &[Exact], tier: Option<usize>) -> Exact {
        let value = match (tier, self.below) {
            (Some(tier), _) => values.get(tier),
            (None, Below::FirstTier) => values.first(),
            (None, Below::Zero | Below::Error) => None,
        };
        value.cloned().unwrap_or(Exact::ZERO)
    }

    /// The rule of one column alone.
    pub(crate) fn in_column(&self, column: usize) -> Self {
        let values = self.columns.get(column).cloned().unwrap_or_default();
        Self { values, columns: Vec::new(), ..self.clone() }
    }

    /// What a tier pays that would earn `portion`.
    pub(crate) fn limited(&self, tier: Option<usize>, portion: Exact) -> Exact {
        match tier.and_then(|tier| self.limits.get(tier)) {
            Some(limits) => limits.clamp(portion),
            None => portion,
        }
    }

    /// The tier whose value the credit inside the tier `inside` earns while the measure stands in `at`.
    pub(crate) fn paying(&self, at: Option<usize>, inside: Option<usize>) -> Option<usize> {
        let Climb::Segments(entries) = &self.climb else { return inside };
        let mut at = at;
        while at != inside {
            match entries.get(at.unwrap_or(0)) {
                // Below the first tier credit is treated as the first tier treats it.
                Some(Entry::FirstDollar) => return at,
                Some(Entry::Tier(from)) if inside >= Some(*from) => return at,
                Some(Entry::Tier(from)) => at = Some(*from),
                Some(Entry::Keep) | None if inside < at => at = at.and_then(|at| at.checked_sub(1)),
                Some(Entry::Keep) | None => at = Some(at.map_or(0, |at| at + 1)),
            }
        }
        at
    }
}

fn times(values: &[Exact], factor: &Exact) -> Vec<Exact> {
    values.iter().map(|value| value.mul(factor)).collect()
}

/// How many bounds an index has reached.
pub(crate) fn reached(bounds: &[Exact], boundary: Boundary, index: &Exact) -> usize {
    match boundary {
        Boundary::LowerInclusive => bounds.partition_point(|bound| bound <= index),
        Boundary::UpperInclusive => bounds.partition_point(|bound| bound < index),
    }
}
