//! What a running measure has earned: the payout rule of one payee, component and measure period, as
//! integers over one denominator.
//!
//! Every mode is one function: the exact earning `E` after a running measure `X` (and, for `whole`,
//! a running base). A line earns the difference of two values of `E`, so earlier lines never change.
//! Where tiers pay on parts of the measure, `E` is one straight line a tier, whatever the mode.

use super::climb::{Climb, heights};
use super::modes::Entry;
use crate::commission::document::{Below, Boundary};
use crate::number::{Integer, Rounding};

/// How a value at the tier reached becomes money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Tiers pay on parts of the measure.
    Marginal,
    /// The tier reached pays on the whole base.
    Whole,
    /// The tier reached is worth a sum of money.
    Step,
    /// A curve says what sum of money a measure is worth.
    Curve,
    /// A curve says what rate pays on the whole base.
    CurveRate,
}

impl Shape {
    /// Whether there is a rate that pays on credit.
    pub(crate) fn has_rate(self) -> bool {
        !matches!(self, Self::Step | Self::Curve)
    }
}

/// Tier starts and values as integers, before a quota and a base rate are known. Made once per component.
#[derive(Debug, Clone)]
pub(crate) struct Tiers<I> {
    pub(crate) shape: Shape,
    /// Which parts, where tiers pay on parts.
    pub(crate) climb: Climb<I>,
    pub(crate) boundary: Boundary,
    pub(crate) below: Below,
    /// Starts, over `from_denominator`.
    pub(crate) from: Vec<I>,
    pub(crate) from_denominator: I,
    /// Values, over `value_denominator`. Steps are already cumulated where each reached step counts.
    pub(crate) values: Vec<I>,
    pub(crate) value_denominator: I,
    /// The numbers shown for the first and the last tier; none for a flat rate.
    pub(crate) numbers: Option<(i64, i64)>,
    /// Whether the first tier has no start: its value holds for every measure.
    pub(crate) endless: bool,
}

/// A fraction with a denominator above zero.
#[derive(Debug, Clone)]
pub(crate) struct Fraction<I> {
    pub(crate) numerator: I,
    pub(crate) denominator: I,
}

impl<I: Integer> Fraction<I> {
    pub(crate) fn one() -> Self {
        Self { numerator: I::from_i128(1), denominator: I::from_i128(1) }
    }
}

/// The payout rule, ready to run.
#[derive(Debug, Clone)]
pub(crate) struct Ladder<I> {
    shape: Shape,
    below: Below,
    /// A measure counted in its own denominator, times this, is counted in the bounds' denominator.
    scale: I,
    bounds: Vec<I>,
    /// The smallest measure that has reached each tier.
    starts: Vec<I>,
    values: Vec<I>,
    /// What a measure where tier `i` starts has earned by that tier.
    heights: Vec<I>,
    /// What a measure at the first bound has earned by what holds below it.
    floor: I,
    climb: Climb<I>,
    value_denominator: I,
    /// What scaled measures and bounds are counted in.
    measure_denominator: I,
    /// `E` is counted in this denominator.
    denominator: I,
    numbers: Option<(i64, i64)>,
    endless: bool,
}

/// A straight piece of `E`: what is earned is `slope · x + start`, where `x` is a scaled measure or base.
#[derive(Debug)]
pub(crate) struct Leg<I> {
    slope: I,
    start: I,
}

impl<I: Integer> Leg<I> {
    #[inline(always)]
    pub(crate) fn at(&self, x: &I) -> I {
        self.slope.times(x).plus(&self.start)
    }
}

/// The measure is below the first tier, and the plan says that this is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BelowFirstTier;

impl<I: Integer> Ladder<I> {
    /// `quota` scales the bounds (1 where tiers are not by attainment), `rate` scales the values
    /// (1 where they are money already). The measure is counted in `measure_denominator`; a whole
    /// tier pays on a base counted in `base_denominator`, where that is not the measure itself.
    pub(crate) fn new(
        tiers: &Tiers<I>,
        quota: &Fraction<I>,
        rate: &Fraction<I>,
        measure_denominator: &I,
        base_denominator: Option<&I>,
    ) -> Self {
        let bound_denominator = tiers.from_denominator.times(&quota.denominator);
        let common = common_multiple(measure_denominator, &bound_denominator);
        let scale = quotient(&common, measure_denominator);
        let bound_scale = quotient(&common, &bound_denominator).times(&quota.numerator);
        let bounds: Vec<I> = tiers.from.iter().map(|from| from.times(&bound_scale)).collect();
        let mut values: Vec<I> = tiers.values.iter().map(|value| value.times(&rate.numerator)).collect();
        let mut value_denominator = tiers.value_denominator.times(&rate.denominator);
        if let Climb::Points(_) = tiers.climb {
            // A slope is per unit of x, which is a measure over the quota.
            values.iter_mut().for_each(|value| *value = value.times(&quota.denominator));
            value_denominator = value_denominator.times(&quota.numerator);
        }
        let place = match &tiers.climb {
            Climb::Points(_) => {
                let per_unit = quotient(&common, &tiers.from_denominator).times(&quota.numerator);
                per_unit.times(&tiers.value_denominator).times(&rate.numerator)
            }
            Climb::On | Climb::Overage(_) | Climb::Segments(_) => bound_scale,
        };
        let climb = tiers.climb.map(|number| Some(number.times(&place))).unwrap_or(Climb::On);
        let below = value_below(tiers.below, &values);
        let (heights, floor) = match tiers.shape {
            Shape::Marginal | Shape::Curve => heights(&climb, &bounds, &values, &below),
            Shape::Whole | Shape::Step | Shape::CurveRate => (Vec::new(), I::zero()),
        };
        let denominator = match tiers.shape {
            Shape::Marginal | Shape::Whole => base_denominator.unwrap_or(&common).times(&value_denominator),
            Shape::Curve | Shape::CurveRate => common.times(&value_denominator),
            Shape::Step => value_denominator.clone(),
        };
        Self {
            shape: tiers.shape,
            below: tiers.below,
            scale,
            starts: starts(tiers, &bounds),
            bounds,
            values,
            heights,
            floor,
            climb,
            value_denominator,
            measure_denominator: common,
            denominator,
            numbers: tiers.numbers,
            endless: tiers.endless,
        }
    }

    pub(crate) fn denominator(&self) -> &I {
        &self.denominator
    }

    /// What scaled measures are counted in.
    pub(crate) fn measure_denominator(&self) -> &I {
        &self.measure_denominator
    }

    /// The denominator of [`value`](Self::value).
    pub(crate) fn value_denominator(&self) -> &I {
        &self.value_denominator
    }

    /// The sizes of the largest numbers inside, for proofs that nothing overflows: scale, bound, value, height.
    pub(crate) fn extremes(&self, size: impl Fn(&I) -> u64) -> [u64; 4] {
        let largest = |numbers: &[I]| numbers.iter().map(&size).max().unwrap_or(0);
        let heights = largest(&self.heights).max(size(&self.floor));
        [size(&self.scale), largest(&self.bounds), largest(&self.values), heights]
    }

    pub(crate) fn shape(&self) -> Shape {
        self.shape
    }

    /// A running sum of credits in the bounds' denominator.
    #[inline(always)]
    pub(crate) fn scaled(&self, credit: &I) -> I {
        self.scale.times(credit)
    }

    /// The number shown for a tier.
    pub(crate) fn number(&self, tier: Option<usize>) -> Option<i64> {
        let (first, last) = self.numbers?;
        i64::try_from(tier?).ok().map(|tier| (first + tier).min(last))
    }

    /// The tier that a scaled measure has reached.
    pub(crate) fn tier(&self, measure: &I) -> Option<usize> {
        if self.endless {
            return Some(0);
        }
        self.starts.partition_point(|start| start <= measure).checked_sub(1)
    }

    /// How many scaled measures in a row have reached the tier of the first of them.
    #[inline(always)]
    pub(crate) fn level(&self, tier: Option<usize>, measures: &[I]) -> usize {
        if self.endless {
            return measures.len();
        }
        let start = tier.and_then(|tier| self.starts.get(tier));
        let next = self.starts.get(tier.map_or(0, |tier| tier + 1));
        let outside = match (start, next) {
            (Some(start), Some(next)) => measures.iter().position(|measure| measure < start || measure >= next),
            (Some(start), None) => measures.iter().position(|measure| measure < start),
            (None, Some(next)) => measures.iter().position(|measure| measure >= next),
            (None, None) => None,
        };
        outside.unwrap_or(measures.len())
    }

    /// The value that holds at a tier, for money per unit of base.
    pub(crate) fn value(&self, tier: Option<usize>) -> I {
        match tier {
            Some(tier) => self.values.get(tier).cloned().unwrap_or_else(I::zero),
            None => value_below(self.below, &self.values),
        }
    }

    /// `E` at a tier, over the ladder's denominator.
    pub(crate) fn leg(&self, tier: Option<usize>) -> Result<Leg<I>, BelowFirstTier> {
        if tier.is_none() && self.below == Below::Error {
            return Err(BelowFirstTier);
        }
        Ok(match self.shape {
            Shape::Marginal | Shape::Curve | Shape::CurveRate => self.along(tier),
            Shape::Whole => Leg { slope: self.value(tier), start: I::zero() },
            Shape::Step => Leg { slope: I::zero(), start: self.value(tier) },
        })
    }

    /// Whether `E` goes by the base, not by the measure.
    pub(crate) fn goes_by_base(&self) -> bool {
        self.shape == Shape::Whole
    }

    /// The line of a tier.
    fn along(&self, tier: Option<usize>) -> Leg<I> {
        let height = tier.map_or(Some(&self.floor), |tier| self.heights.get(tier));
        match (self.bounds.get(tier.unwrap_or(0)), height) {
            (Some(bound), Some(height)) => {
                let slope = self.value(tier);
                Leg { start: height.minus(&slope.times(bound)), slope }
            }
            _ => Leg { slope: I::zero(), start: I::zero() },
        }
    }

    /// Whether each tier pays on the credit inside it alone, so that a line is the sum of its parts.
    pub(crate) fn is_additive(&self) -> bool {
        matches!(self.climb, Climb::On)
    }

    /// What a scaled measure earns, part by part: the tier that pays, the credit it pays on, its value.
    pub(crate) fn makeup(&self, measure: &I) -> Vec<(Option<usize>, I, I)> {
        let tier = self.tier(measure);
        match &self.climb {
            Climb::On | Climb::Points(_) => self.portions(&I::zero(), measure),
            Climb::Overage(start) if tier.is_some_and(|tier| tier > 0) => {
                vec![(Some(0), start.clone(), self.value(Some(0))), (tier, measure.minus(start), self.value(tier))]
            }
            Climb::Overage(_) => vec![(tier, measure.clone(), self.value(tier))],
            Climb::Segments(entries) => self.rerated(entries, tier, measure),
        }
    }

    fn rerated(&self, entries: &[Entry], tier: Option<usize>, measure: &I) -> Vec<(Option<usize>, I, I)> {
        let (zero, mut parts) = (I::zero(), Vec::new());
        let (mut at, mut end, upward) = (tier, measure.clone(), !measure.is_negative());
        loop {
            let entry = entries.get(at.unwrap_or(0)).copied().unwrap_or(Entry::Keep);
            let bounds = (at.and_then(|at| self.bounds.get(at)), self.bounds.get(at.map_or(0, |at| at + 1)));
            let (from, next) = match (entry, upward) {
                (Entry::Tier(from), true) => (self.bounds.get(from), Some(from)),
                (Entry::Keep, true) => (bounds.0, at.and_then(|at| at.checked_sub(1))),
                (Entry::Keep, false) => (bounds.1, Some(at.map_or(0, |at| at + 1))),
                (Entry::FirstDollar, _) | (Entry::Tier(_), false) => (None, None),
            };
            let inside = |from: &&I| if upward { **from > zero } else { **from < zero };
            let from = from.filter(inside);
            let start = from.cloned().unwrap_or_else(I::zero);
            if start != end {
                parts.push((at, end.minus(&start), self.value(at)));
            }
            if from.is_none() {
                parts.reverse();
                return parts;
            }
            (at, end) = (next, start);
        }
    }

    /// The parts of a step from one scaled measure to another that lie in each tier, with the tier's
    /// value; below the first tier the tier is none.
    pub(crate) fn portions(&self, from: &I, to: &I) -> Vec<(Option<usize>, I, I)> {
        let (low, high) = if from <= to { (from, to) } else { (to, from) };
        let mut portions = Vec::new();
        let mut add = |tier: Option<usize>, start: Option<&I>, end: Option<&I>| {
            let start = start.map_or_else(|| low.clone(), |start| start.max(low).clone());
            let end = end.map_or_else(|| high.clone(), |end| end.min(high).clone());
            if start < end {
                let width = end.minus(&start);
                portions.push((tier, if from <= to { width } else { width.negated() }, self.value(tier)));
            }
        };
        if !self.endless {
            add(None, None, self.bounds.first());
        }
        for (tier, bound) in self.bounds.iter().enumerate() {
            add(Some(tier), Some(bound).filter(|_| !self.endless), self.bounds.get(tier + 1));
        }
        portions
    }
}

/// The smallest measure that has reached each tier.
fn starts<I: Integer>(tiers: &Tiers<I>, bounds: &[I]) -> Vec<I> {
    let mut starts = bounds.to_vec();
    if tiers.boundary == Boundary::UpperInclusive {
        // The first tier includes its own start under either rule.
        starts.iter_mut().skip(1).for_each(|start| *start = start.plus(&I::from_i128(1)));
    }
    starts
}

/// The value that holds below the first tier.
fn value_below<I: Integer>(below: Below, values: &[I]) -> I {
    match below {
        Below::FirstTier => values.first().cloned().unwrap_or_else(I::zero),
        Below::Zero | Below::Error => I::zero(),
    }
}

/// The smaller of the two where it is a multiple of the other, else their product: exact either way.
fn common_multiple<I: Integer>(a: &I, b: &I) -> I {
    if divides(b, a) {
        a.clone()
    } else if divides(a, b) {
        b.clone()
    } else {
        a.times(b)
    }
}

fn quotient<I: Integer>(a: &I, b: &I) -> I {
    a.divide(b, Rounding::Down)
}

/// Whether `a` divides `b`.
pub(crate) fn divides<I: Integer>(a: &I, b: &I) -> bool {
    quotient(b, a).times(a) == *b
}
