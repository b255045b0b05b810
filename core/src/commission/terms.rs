//! A component's payout rule for one payee and measure period, in fractions: the tiers reach here as
//! money and as measures, whatever they are written in.

use super::climb::Climb;
use super::document::{Below, Boundary};
use super::ladder::Shape;
use super::modes::{Entry, Limits};
use crate::number::Exact;

/// The payout rule in fractions.
#[derive(Debug, Clone)]
pub(super) struct Terms {
    pub(super) shape: Shape,
    pub(super) climb: Climb<Exact>,
    pub(super) boundary: Boundary,
    pub(super) below: Below,
    /// Where each tier starts.
    pub(super) bounds: Vec<Exact>,
    /// What each tier pays: money per unit of base, or a sum of money.
    pub(super) values: Vec<Exact>,
    /// One a tier; empty where no tier has any.
    pub(super) limits: Vec<Limits>,
    /// The number shown for the first tier; none for a flat rate.
    pub(super) first_number: Option<i64>,
    /// Whether the first tier has no start: its value holds for every measure.
    pub(super) endless: bool,
}

impl Terms {
    /// The same rule with bounds as parts of a quota and values as parts of a rate.
    pub(super) fn scaled(&self, quota: &Exact, rate: &Exact) -> Self {
        Self {
            climb: match &self.climb {
                Climb::Overage(start) => Climb::Overage(start.mul(quota)),
                other => other.clone(),
            },
            bounds: self.bounds.iter().map(|bound| bound.mul(quota)).collect(),
            values: self.values.iter().map(|value| value.mul(rate)).collect(),
            ..self.clone()
        }
    }

    /// The tier that an index has reached, from 0; none below the first.
    pub(super) fn tier(&self, index: &Exact) -> Option<usize> {
        if self.endless || self.bounds.first() == Some(index) {
            return Some(0);
        }
        reached(&self.bounds, self.boundary, index).checked_sub(1)
    }

    /// The number shown for a tier.
    pub(super) fn number(&self, tier: Option<usize>) -> Option<i64> {
        let first = self.first_number?;
        i64::try_from(tier?).ok().map(|tier| first + tier)
    }

    /// The value that holds at a tier.
    pub(super) fn value(&self, tier: Option<usize>) -> Exact {
        let value = match (tier, self.below) {
            (Some(tier), _) => self.values.get(tier),
            (None, Below::FirstTier) => self.values.first(),
            (None, Below::Zero | Below::Error) => None,
        };
        value.cloned().unwrap_or(Exact::ZERO)
    }

    /// What a tier pays that would earn `portion`.
    pub(super) fn limited(&self, tier: Option<usize>, portion: Exact) -> Exact {
        match tier.and_then(|tier| self.limits.get(tier)) {
            Some(limits) => limits.clamp(portion),
            None => portion,
        }
    }

    /// The tier whose value the credit inside the tier `inside` earns while the measure stands in `at`.
    pub(super) fn paying(&self, at: Option<usize>, inside: Option<usize>) -> Option<usize> {
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

/// How many bounds an index has reached.
pub(super) fn reached(bounds: &[Exact], boundary: Boundary, index: &Exact) -> usize {
    match boundary {
        Boundary::LowerInclusive => bounds.partition_point(|bound| bound <= index),
        Boundary::UpperInclusive => bounds.partition_point(|bound| bound < index),
    }
}
