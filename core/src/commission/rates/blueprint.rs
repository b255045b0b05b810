//! A component's payout rule as integers, made once per call, in both widths.

use num_bigint::BigInt;
use num_integer::Integer as _;

use super::climb::{Climb, Points};
use super::curve::Curve;
use super::index::Index;
use super::ladder::{Shape, Tiers};
use super::terms::Terms;
use super::tiers::RateTable;
use crate::commission::document::{Below, Boundary, CurveApply, CurveBelow, TierMode, TierValue, ZeroQuota};
use crate::commission::model::{BaseRate, Component, Payout};
use crate::number::{Decimal, Exact, Integer, Rounding};

/// What the tiers' values are multiplied with to become money per unit of base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Factor {
    /// Nothing: they are money already, or the plan's own rate is inside them.
    One,
    /// The payee's target variable times the component's weight, over the quota.
    TargetOverQuota,
    /// The payee's target variable times the component's weight.
    Target,
}

/// A component's payout rule, before a payee is known.
#[derive(Debug, Clone)]
pub(crate) struct Blueprint {
    pub(crate) small: Option<Tiers<i128>>,
    pub(crate) big: Tiers<BigInt>,
    pub(crate) factor: Factor,
    /// Whether bounds are parts of the quota.
    pub(crate) by_attainment: bool,
    /// Decimal places that the tiers' values and bounds need; none where they do not terminate.
    pub(crate) places: Option<(u32, u32)>,
    pub(crate) terms: Terms,
}

impl Blueprint {
    pub(crate) fn new(component: &Component) -> Self {
        let (tiers, factor, by_attainment) = match &component.payout {
            Payout::Flat(BaseRate::Rate(rate)) => (flat(rate.clone(), None), Factor::One, false),
            Payout::Flat(BaseRate::TargetOverQuota) => {
                (flat(Exact::from(Decimal::ONE), None), Factor::TargetOverQuota, false)
            }
            Payout::Rules(_) => (flat(Exact::ZERO, None), Factor::One, false),
            Payout::Table(table, base) => {
                let (tiers, factor) = tabled(table, base.as_ref());
                (tiers, factor, table.index == Index::Attainment)
            }
            Payout::Curve(curve, base) => {
                let (tiers, factor) = curved(curve, base.as_ref());
                (tiers, factor, curve.x == Index::Attainment)
            }
        };
        let rounding = component.attainment_rounding;
        let index = component.payout.index().unwrap_or(Index::Amount);
        let Payout::Rules(rates) = &component.payout else {
            return Self::of(Terms { rounding, index, ..tiers }, factor, by_attainment);
        };
        let mut needed = rates.rules.iter().map(|rule| places(&rule.rate));
        let needed = needed.try_fold(0, |most, places| Some(most.max(places?)));
        let blueprint = Self::of(Terms { index: Index::Rules, ..tiers }, factor, by_attainment);
        Self { places: needed.map(|places| (places, 0)), ..blueprint }
    }

    fn of(terms: Terms, factor: Factor, by_attainment: bool) -> Self {
        let big = integers(&terms);
        // Columns are walked.
        let small = if terms.columns.is_empty() { narrowed(&big) } else { None };
        Self { small, big, factor, by_attainment, places: most_places(&terms, by_attainment), terms }
    }

    /// Whether running sums alone say what a line earns. They do not where a tier has a least and a most
    /// of its own, where parts of one credit are paid for where another lies, where the rate moves with
    /// every line, where lines lie in columns, and where what is looked up is rounded.
    pub(crate) fn runs_on_sums(&self, same_base: bool) -> bool {
        let terms = &self.terms;
        let summed = match terms.shape {
            Shape::Marginal => same_base,
            Shape::Whole | Shape::Step | Shape::Curve => true,
            Shape::CurveRate => false,
        };
        let plain = terms.limits.is_empty() && terms.columns.is_empty() && terms.rounding.is_none();
        summed && plain && terms.index.is_own_sum()
    }

    /// The rule for a quota of zero: attainment is what the policy says, whatever is sold.
    /// Nothing where that attainment lies below a first tier that refuses it.
    pub(crate) fn at_zero_quota(&self, policy: ZeroQuota) -> Option<Self> {
        if !self.by_attainment {
            return Some(self.clone());
        }
        let tiers = &self.terms;
        let tier = match policy {
            ZeroQuota::Error | ZeroQuota::ZeroAttainment => tiers.tier(&Exact::ZERO),
            ZeroQuota::FullAttainment => tiers.tier(&Exact::ONE),
            ZeroQuota::TopTier => tiers.bounds.len().checked_sub(1),
        };
        let value = match (&tiers.climb, tier, tiers.below) {
            (_, None, Below::Error) => return None,
            (Climb::Points(points), Some(last), _) if policy == ZeroQuota::TopTier => points.heights.get(last).cloned(),
            (Climb::Points(_), ..) if policy == ZeroQuota::FullAttainment => Some(tiers.along(&Exact::ONE)),
            (Climb::Points(_), ..) => Some(tiers.along(&Exact::ZERO)),
            _ => Some(tiers.value(tier)),
        };
        let number = tiers.number(tier).map(|number| (number, number));
        let mut fixed = flat(value.unwrap_or(Exact::ZERO), number);
        fixed.columns = tiers.columns.iter().map(|column| vec![tiers.at(column, tier)]).collect();
        fixed.limits = tier.and_then(|tier| tiers.limits.get(tier)).cloned().into_iter().collect();
        if !tiers.shape.has_rate() {
            fixed.shape = Shape::Step;
        }
        Some(Self::of(fixed, self.factor.clone(), false))
    }
}

/// One value for every unit, below zero as above.
fn flat(value: Exact, numbers: Option<(i64, i64)>) -> Terms {
    Terms {
        shape: Shape::Marginal,
        climb: Climb::On,
        boundary: Boundary::LowerInclusive,
        below: Below::FirstTier,
        bounds: vec![Exact::ZERO],
        values: vec![value],
        columns: Vec::new(),
        limits: Vec::new(),
        numbers,
        endless: true,
        rounding: None,
        index: Index::Amount,
        unit: Exact::ONE,
    }
}

fn tabled(table: &RateTable, base: Option<&BaseRate>) -> (Terms, Factor) {
    if table.mode == TierMode::Interpolated {
        let (mut terms, factor) = curved(&table.curve(), base);
        terms.boundary = table.boundary;
        terms.numbers = numbers(table.bounds.len());
        if table.below == Below::Error {
            terms.below = Below::Error;
        }
        return (terms, factor);
    }
    let mut below = table.below;
    let (values, factor) = based(table.values.clone(), base);
    let (shape, factor) = match table.value {
        TierValue::Rate | TierValue::AmountPerUnit | TierValue::Multiplier => (rate_shape(table.mode), factor),
        TierValue::PayoutShare if table.is_lump() => (Shape::Step, Factor::Target),
        TierValue::PayoutShare => (rate_shape(table.mode), Factor::TargetOverQuota),
        TierValue::StepAmount => {
            // A step that is not reached pays nothing, whatever holds for rates.
            below = if below == Below::Error { below } else { Below::Zero };
            (Shape::Step, Factor::One)
        }
    };
    let summed = table.value == TierValue::StepAmount && table.modes.cumulative;
    let counted = |values: Vec<Exact>| if summed { cumulated(values) } else { values };
    let terms = Terms {
        shape,
        climb: climb(table),
        boundary: table.boundary,
        below,
        bounds: table.bounds.clone(),
        values: counted(values),
        columns: table.columns.iter().map(|column| counted(based(column.clone(), base).0)).collect(),
        limits: table.modes.limits.clone(),
        numbers: numbers(table.bounds.len()),
        endless: false,
        rounding: None,
        index: Index::Amount,
        unit: Exact::ONE,
    };
    (terms, factor)
}

fn curved(curve: &Curve, base: Option<&BaseRate>) -> (Terms, Factor) {
    let count = curve.points.len();
    let heights = curve.heights().into_iter().chain([curve.floor()]);
    let (numbers_of, factor) = based(heights.chain(curve.slopes()).collect(), base);
    let (shape, factor) = match curve.apply {
        CurveApply::ShareOfTarget => (Shape::Curve, Factor::Target),
        CurveApply::Amount => (Shape::Curve, Factor::One),
        CurveApply::RateOnBase => (Shape::CurveRate, factor),
    };
    let mut rest = numbers_of.into_iter();
    let heights = rest.by_ref().take(count).collect();
    let floor = rest.next().unwrap_or(Exact::ZERO);
    let terms = Terms {
        shape,
        climb: Climb::Points(Points { heights, floor }),
        boundary: Boundary::LowerInclusive,
        below: if curve.below == CurveBelow::Extrapolate { Below::FirstTier } else { Below::Zero },
        bounds: curve.starts(),
        values: rest.collect(),
        columns: Vec::new(),
        limits: Vec::new(),
        numbers: numbers(count),
        endless: false,
        rounding: None,
        index: Index::Amount,
        unit: Exact::ONE,
    };
    (terms, factor)
}

/// Each value on top of those before it.
fn cumulated(mut values: Vec<Exact>) -> Vec<Exact> {
    let mut sum = Exact::ZERO;
    for value in &mut values {
        sum = sum.add(value);
        *value = sum.clone();
    }
    values
}

/// Values times a base rate that the plan writes down; a derived one is a factor for the payee to bring.
fn based(values: Vec<Exact>, base: Option<&BaseRate>) -> (Vec<Exact>, Factor) {
    match base {
        Some(BaseRate::Rate(rate)) => (values.iter().map(|value| value.mul(rate)).collect(), Factor::One),
        Some(BaseRate::TargetOverQuota) => (values, Factor::TargetOverQuota),
        None => (values, Factor::One),
    }
}

/// The numbers of the first and the last of so many tiers.
fn numbers(tiers: usize) -> Option<(i64, i64)> {
    Some((1, i64::try_from(tiers).unwrap_or(i64::MAX)))
}

fn rate_shape(mode: TierMode) -> Shape {
    match mode {
        TierMode::Whole => Shape::Whole,
        TierMode::Marginal | TierMode::WholeOverage | TierMode::PerSegment => Shape::Marginal,
        TierMode::Interpolated => Shape::CurveRate,
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
    let placed: Vec<Exact> = terms.bounds.iter().chain(terms.climb.numbers()).cloned().collect();
    let (mut from, from_denominator) = over_common_denominator(&placed);
    from.truncate(terms.bounds.len());
    let over = |number: &Exact| Some(number.numerator() * (&from_denominator / number.denominator()));
    let climb = terms.climb.map(over).unwrap_or(Climb::On);
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
        numbers: terms.numbers,
        endless: terms.endless,
    }
}

/// The decimal places that values and bounds need; none where one does not terminate, and where a slope
/// is divided by the quota or meets a ratio.
fn most_places(terms: &Terms, by_attainment: bool) -> Option<(u32, u32)> {
    let most = |numbers: &mut dyn Iterator<Item = &Exact>| {
        numbers.map(places).try_fold(0, |most, places| Some(most.max(places?)))
    };
    let curve = matches!(terms.climb, Climb::Points(_));
    if curve && (by_attainment || terms.shape == Shape::CurveRate || !terms.index.is_own_sum()) {
        return None;
    }
    let limits = terms.limits.iter().flat_map(|limits| limits.least.iter().chain(&limits.most));
    let values = terms.values.iter().chain(terms.columns.iter().flatten());
    Some((most(&mut values.chain(limits))?, most(&mut terms.bounds.iter().chain(terms.climb.numbers()))?))
}

/// The decimal places that a number needs; none where it does not terminate within 12.
pub(crate) fn places(number: &Exact) -> Option<u32> {
    (0..=12)
        .find(|&places| number.round_to(places, Rounding::Down).is_ok_and(|rounded| Exact::from(rounded) == *number))
}

pub(crate) fn over_common_denominator(numbers: &[Exact]) -> (Vec<BigInt>, BigInt) {
    let common = numbers.iter().fold(BigInt::from(1), |common, number| common.lcm(&number.denominator()));
    (numbers.iter().map(|number| number.numerator() * (&common / number.denominator())).collect(), common)
}

fn narrowed(tiers: &Tiers<BigInt>) -> Option<Tiers<i128>> {
    let narrow = |numbers: &[BigInt]| numbers.iter().map(<i128 as Integer>::from_big).collect::<Option<Vec<i128>>>();
    let climb = tiers.climb.map(<i128 as Integer>::from_big)?;
    Some(Tiers {
        shape: tiers.shape,
        climb,
        boundary: tiers.boundary,
        below: tiers.below,
        from: narrow(&tiers.from)?,
        from_denominator: <i128 as Integer>::from_big(&tiers.from_denominator)?,
        values: narrow(&tiers.values)?,
        value_denominator: <i128 as Integer>::from_big(&tiers.value_denominator)?,
        numbers: tiers.numbers,
        endless: tiers.endless,
    })
}
