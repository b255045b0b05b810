//! A component's payout rule as integers, made once per call, in both widths.

use num_bigint::BigInt;
use num_integer::Integer as _;

use super::climb::Climb;
use super::document::{Below, Boundary, TierIndex, TierMode, TierValue, ZeroQuota};
use super::ladder::{Shape, Tiers};
use super::model::{BaseRate, Component, Payout};
use super::terms::Terms;
use super::tiers::RateTable;
use crate::number::{Decimal, Exact, Integer, Rounding};

/// What the tiers' values are multiplied with to become money per unit of base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Factor {
    /// Nothing: they are money already, or the plan's own rate is inside them.
    One,
    /// The payee's target variable times the component's weight, over the quota.
    TargetOverQuota,
    /// The payee's target variable times the component's weight.
    Target,
}

/// A component's payout rule, before a payee is known.
#[derive(Debug, Clone)]
pub(super) struct Blueprint {
    pub(super) small: Option<Tiers<i128>>,
    pub(super) big: Tiers<BigInt>,
    pub(super) factor: Factor,
    /// Whether bounds are parts of the quota.
    pub(super) by_attainment: bool,
    /// Decimal places that the tiers' values and bounds need; none where they do not terminate.
    pub(super) places: Option<(u32, u32)>,
    pub(super) terms: Terms,
}

impl Blueprint {
    pub(super) fn new(component: &Component) -> Self {
        let (tiers, factor, by_attainment) = match &component.payout {
            Payout::Flat(BaseRate::Rate(rate)) => (flat(rate.clone(), None), Factor::One, false),
            Payout::Flat(BaseRate::TargetOverQuota) => {
                (flat(Exact::from(Decimal::ONE), None), Factor::TargetOverQuota, false)
            }
            Payout::Table(table, base) => {
                let (tiers, factor) = tabled(table, base.as_ref());
                (tiers, factor, table.index == TierIndex::Attainment)
            }
        };
        Self::of(tiers, factor, by_attainment)
    }

    fn of(terms: Terms, factor: Factor, by_attainment: bool) -> Self {
        let big = integers(&terms);
        Self { small: narrowed(&big), big, factor, by_attainment, places: most_places(&terms), terms }
    }

    /// Whether running sums alone say what a line earns. They do not where a tier has a least and a most
    /// of its own, and where parts of one credit are paid for where another lies.
    pub(super) fn runs_on_sums(&self, same_base: bool) -> bool {
        self.terms.limits.is_empty() && (same_base || self.terms.shape != Shape::Marginal)
    }

    /// The rule for a quota of zero: attainment is what the policy says, whatever is sold.
    /// Nothing where that attainment lies below a first tier that refuses it.
    pub(super) fn at_zero_quota(&self, policy: ZeroQuota) -> Option<Self> {
        if !self.by_attainment {
            return Some(self.clone());
        }
        let tiers = &self.terms;
        let tier = match policy {
            ZeroQuota::Error | ZeroQuota::ZeroAttainment => tiers.tier(&Exact::ZERO),
            ZeroQuota::FullAttainment => tiers.tier(&Exact::ONE),
            ZeroQuota::TopTier => tiers.bounds.len().checked_sub(1),
        };
        let (value, number) = match (tier, tiers.below) {
            (Some(tier), _) => (tiers.values.get(tier).cloned(), i64::try_from(tier).ok()),
            (None, Below::FirstTier) => (tiers.values.first().cloned(), None),
            (None, Below::Zero) => (Some(Exact::from(Decimal::ZERO)), None),
            (None, Below::Error) => return None,
        };
        let first_number = tiers.first_number.zip(number).map(|(first, tier)| first + tier);
        let mut fixed = flat(value.unwrap_or(Exact::ZERO), first_number);
        fixed.limits = tier.and_then(|tier| tiers.limits.get(tier)).cloned().into_iter().collect();
        if tiers.shape == Shape::Step {
            fixed.shape = Shape::Step;
        }
        Some(Self::of(fixed, self.factor.clone(), false))
    }
}

/// One value for every unit, below zero as above.
fn flat(value: Exact, first_number: Option<i64>) -> Terms {
    Terms {
        shape: Shape::Marginal,
        climb: Climb::On,
        boundary: Boundary::LowerInclusive,
        below: Below::FirstTier,
        bounds: vec![Exact::ZERO],
        values: vec![value],
        limits: Vec::new(),
        first_number,
        endless: true,
    }
}

fn tabled(table: &RateTable, base: Option<&BaseRate>) -> (Terms, Factor) {
    let mut below = table.below;
    let mut values = table.values.clone();
    let (shape, factor) = match (table.value, base) {
        (TierValue::Multiplier, Some(BaseRate::Rate(rate))) => {
            values = values.iter().map(|value| value.mul(rate)).collect();
            (rate_shape(table.mode), Factor::One)
        }
        (TierValue::Rate | TierValue::AmountPerUnit, _) => (rate_shape(table.mode), Factor::One),
        (TierValue::Multiplier, _) => (rate_shape(table.mode), Factor::TargetOverQuota),
        (TierValue::PayoutShare, _) if table.is_lump() => (Shape::Step, Factor::Target),
        (TierValue::PayoutShare, _) => (rate_shape(table.mode), Factor::TargetOverQuota),
        (TierValue::StepAmount, _) => {
            if table.modes.cumulative {
                let mut sum = Exact::ZERO;
                for value in &mut values {
                    sum = sum.add(value);
                    *value = sum.clone();
                }
            }
            // A step that is not reached pays nothing, whatever holds for rates.
            below = if below == Below::Error { below } else { Below::Zero };
            (Shape::Step, Factor::One)
        }
    };
    let terms = Terms {
        shape,
        climb: climb(table),
        boundary: table.boundary,
        below,
        bounds: table.bounds.clone(),
        values,
        limits: table.modes.limits.clone(),
        first_number: Some(1),
        endless: false,
    };
    (terms, factor)
}

fn rate_shape(mode: TierMode) -> Shape {
    match mode {
        TierMode::Whole => Shape::Whole,
        TierMode::Marginal | TierMode::WholeOverage | TierMode::PerSegment => Shape::Marginal,
    }
}

fn climb(table: &RateTable) -> Climb<Exact> {
    match (&table.modes.overage, table.modes.entries.as_slice()) {
        (Some(start), _) => Climb::Overage(start.clone()),
        (None, []) => Climb::On,
        (None, entries) => Climb::Segments(entries.to_vec()),
    }
}

fn integers(terms: &Terms) -> Tiers<BigInt> {
    let mut starts = terms.bounds.clone();
    if let Climb::Overage(start) = &terms.climb {
        starts.push(start.clone());
    }
    let (mut from, from_denominator) = over_common_denominator(&starts);
    let climb = match &terms.climb {
        Climb::Overage(_) => Climb::Overage(from.pop().unwrap_or_default()),
        Climb::On => Climb::On,
        Climb::Segments(entries) => Climb::Segments(entries.clone()),
    };
    let (values, value_denominator) = over_common_denominator(&terms.values);
    Tiers {
        shape: terms.shape,
        climb,
        boundary: terms.boundary,
        below: terms.below,
        from,
        from_denominator,
        values,
        value_denominator,
        first_number: terms.first_number,
        endless: terms.endless,
    }
}

/// The decimal places that values and bounds need; none where one does not terminate.
fn most_places(terms: &Terms) -> Option<(u32, u32)> {
    let most = |numbers: &mut dyn Iterator<Item = &Exact>| {
        numbers.map(places).try_fold(0, |most, places| Some(most.max(places?)))
    };
    let limits = terms.limits.iter().flat_map(|limits| limits.least.iter().chain(&limits.most));
    let overage = match &terms.climb {
        Climb::Overage(start) => Some(start),
        Climb::On | Climb::Segments(_) => None,
    };
    Some((most(&mut terms.values.iter().chain(limits))?, most(&mut terms.bounds.iter().chain(overage))?))
}

/// The decimal places that a number needs; none where it does not terminate within 12.
pub(super) fn places(number: &Exact) -> Option<u32> {
    (0..=12)
        .find(|&places| number.round_to(places, Rounding::Down).is_ok_and(|rounded| Exact::from(rounded) == *number))
}

pub(super) fn over_common_denominator(numbers: &[Exact]) -> (Vec<BigInt>, BigInt) {
    let common = numbers.iter().fold(BigInt::from(1), |common, number| common.lcm(&number.denominator()));
    (numbers.iter().map(|number| number.numerator() * (&common / number.denominator())).collect(), common)
}

fn narrowed(tiers: &Tiers<BigInt>) -> Option<Tiers<i128>> {
    let narrow = |numbers: &[BigInt]| numbers.iter().map(<i128 as Integer>::from_big).collect::<Option<Vec<i128>>>();
    let climb = match &tiers.climb {
        Climb::On => Climb::On,
        Climb::Overage(start) => Climb::Overage(<i128 as Integer>::from_big(start)?),
        Climb::Segments(entries) => Climb::Segments(entries.clone()),
    };
    Some(Tiers {
        shape: tiers.shape,
        climb,
        boundary: tiers.boundary,
        below: tiers.below,
        from: narrow(&tiers.from)?,
        from_denominator: <i128 as Integer>::from_big(&tiers.from_denominator)?,
        values: narrow(&tiers.values)?,
        value_denominator: <i128 as Integer>::from_big(&tiers.value_denominator)?,
        first_number: tiers.first_number,
        endless: tiers.endless,
    })
}
