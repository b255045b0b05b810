//! A component's payout rule as integers, made once per call, in both widths.

use num_bigint::BigInt;
use num_integer::Integer as _;

use super::document::{Below, Boundary, TierIndex, TierMode, TierValue, ZeroQuota};
use super::ladder::{Shape, Tiers};
use super::model::{BaseRate, Component, Payout};
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
    exact: ExactTiers,
}

#[derive(Debug, Clone)]
struct ExactTiers {
    shape: Shape,
    boundary: Boundary,
    below: Below,
    from: Vec<Exact>,
    values: Vec<Exact>,
    first_number: Option<i64>,
    endless: bool,
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

    fn of(exact: ExactTiers, factor: Factor, by_attainment: bool) -> Self {
        let big = exact.integers();
        Self { small: narrowed(&big), big, factor, by_attainment, places: exact.places(), exact }
    }

    /// The rule for a quota of zero: attainment is what the policy says, whatever is sold.
    /// Nothing where that attainment lies below a first tier that refuses it.
    pub(super) fn at_zero_quota(&self, policy: ZeroQuota) -> Option<Self> {
        if !self.by_attainment {
            return Some(self.clone());
        }
        let tiers = &self.exact;
        let reached = |attainment: &Exact| match tiers.boundary {
            _ if tiers.from.first() == Some(attainment) => Some(0),
            Boundary::LowerInclusive => tiers.from.partition_point(|from| from <= attainment).checked_sub(1),
            Boundary::UpperInclusive => tiers.from.partition_point(|from| from < attainment).checked_sub(1),
        };
        let tier = match policy {
            ZeroQuota::Error | ZeroQuota::ZeroAttainment => reached(&Exact::from(Decimal::ZERO)),
            ZeroQuota::FullAttainment => reached(&Exact::from(Decimal::ONE)),
            ZeroQuota::TopTier => tiers.from.len().checked_sub(1),
        };
        let (value, number) = match (tier, tiers.below) {
            (Some(tier), _) => (tiers.values.get(tier).cloned(), i64::try_from(tier).ok()),
            (None, Below::FirstTier) => (tiers.values.first().cloned(), None),
            (None, Below::Zero) => (Some(Exact::from(Decimal::ZERO)), None),
            (None, Below::Error) => return None,
        };
        let first_number = tiers.first_number.zip(number).map(|(first, tier)| first + tier);
        let mut fixed = flat(value.unwrap_or_else(|| Exact::from(Decimal::ZERO)), first_number);
        if tiers.shape == Shape::Step {
            fixed.shape = Shape::Step;
        }
        Some(Self::of(fixed, self.factor.clone(), false))
    }
}

/// One value for every unit, below zero as above.
fn flat(value: Exact, first_number: Option<i64>) -> ExactTiers {
    ExactTiers {
        shape: Shape::Marginal,
        boundary: Boundary::LowerInclusive,
        below: Below::FirstTier,
        from: vec![Exact::from(Decimal::ZERO)],
        values: vec![value],
        first_number,
        endless: true,
    }
}

fn tabled(table: &RateTable, base: Option<&BaseRate>) -> (ExactTiers, Factor) {
    let marginal = table.mode == TierMode::Marginal;
    let mut below = table.below;
    let mut values = table.values.clone();
    let rate_shape = if marginal { Shape::Marginal } else { Shape::Whole };
    let (shape, factor) = match (table.value, base) {
        (TierValue::Rate | TierValue::AmountPerUnit, _) => (rate_shape, Factor::One),
        (TierValue::Multiplier, Some(BaseRate::Rate(rate))) => {
            values = values.iter().map(|value| value.mul(rate)).collect();
            (rate_shape, Factor::One)
        }
        (TierValue::Multiplier, _) => (rate_shape, Factor::TargetOverQuota),
        (TierValue::PayoutShare, _) if marginal => (Shape::Marginal, Factor::TargetOverQuota),
        (TierValue::PayoutShare, _) => (Shape::Step, Factor::Target),
        (TierValue::StepAmount, _) => {
            if marginal {
                let mut sum = Exact::from(Decimal::ZERO);
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
    let from = table.bounds.clone();
    (ExactTiers { shape, boundary: table.boundary, below, from, values, first_number: Some(1), endless: false }, factor)
}

impl ExactTiers {
    fn integers(&self) -> Tiers<BigInt> {
        let (from, from_denominator) = over_common_denominator(&self.from);
        let (values, value_denominator) = over_common_denominator(&self.values);
        Tiers {
            shape: self.shape,
            boundary: self.boundary,
            below: self.below,
            from,
            from_denominator,
            values,
            value_denominator,
            first_number: self.first_number,
            endless: self.endless,
        }
    }

    fn places(&self) -> Option<(u32, u32)> {
        let most = |numbers: &[Exact]| numbers.iter().map(places).try_fold(0, |most, places| Some(most.max(places?)));
        Some((most(&self.values)?, most(&self.from)?))
    }
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
    Some(Tiers {
        shape: tiers.shape,
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
