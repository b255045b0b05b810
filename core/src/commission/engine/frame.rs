//! A component's payout rule meets a payee: quota, target and the denominators of the payee's credits.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_integer::Integer as _;

use super::kernel::Frame;
use super::proof::{CreditBits, Wide, bits_of, fits};
use super::scale::Scale;
use crate::commission::document::CreditBasis;
use crate::commission::periods::slices::Slice;
use crate::commission::rates::blueprint::Factor;
use crate::commission::rates::climb::Climb;
use crate::commission::rates::ladder::{Fraction, Ladder, Tiers};
use crate::commission::workings::Workings;
use crate::number::{Decimal, Exact, Rounding, pow10};

/// The factors on the mantissas of a slice's amounts, and what the products are counted in.
#[derive(Debug)]
pub(crate) struct Factors<I> {
    quota_denominator: I,
    base_denominator: I,
    /// By the numbers of a pair of shares and of an exchange rate; empty where every factor is 1.
    by_pair: BTreeMap<(u32, u32), (I, I)>,
    /// Whether every credit counts as much as it pays.
    pub(crate) same_base: bool,
    /// The bits of the largest factor.
    bits: u64,
}

/// A pair of shares and an exchange rate by number, with its factors on the quota and the base column.
type PairFactors = ((u32, u32), Exact, Exact);

impl<I: Wide> Factors<I> {
    /// Of the credits at these positions of the order; nothing where the integer cannot hold them.
    pub(crate) fn new(workings: &Workings, slice: &Slice) -> Option<Self> {
        let component = workings.component(slice);
        let (quota_basis, base_basis) = (component.credit, component.base());
        let (quota_scale, base_scale) = (pow10(workings.scale_of(quota_basis)), pow10(workings.scale_of(base_basis)));
        let pairs = workings.pairs(slice);
        if pairs.is_empty() {
            return Some(Self {
                quota_denominator: I::from_i128(quota_scale),
                base_denominator: I::from_i128(base_scale),
                by_pair: BTreeMap::new(),
                same_base: quota_basis == base_basis,
                bits: 0,
            });
        }
        let factors: Vec<PairFactors> = pairs
            .into_iter()
            .map(|(share, rate)| {
                let (quota, base) = workings.factors(share, rate, quota_basis, base_basis);
                ((share, rate), quota, base)
            })
            .collect();
        let same_base = quota_basis == base_basis && factors.iter().all(|(_, quota, base)| quota == base);
        let common = |of: fn(&PairFactors) -> &Exact| {
            factors.iter().fold(BigInt::from(1), |common, factor| common.lcm(&of(factor).denominator()))
        };
        let (quota_common, base_common) = (common(|factor| &factor.1), common(|factor| &factor.2));
        let mut by_pair = BTreeMap::new();
        let mut bits = 0;
        for (pair, quota, base) in &factors {
            let over =
                |factor: &Exact, common: &BigInt| I::from_big(&(factor.numerator() * (common / factor.denominator())));
            let factors = (over(quota, &quota_common)?, over(base, &base_common)?);
            bits = bits.max(factors.0.bits()).max(factors.1.bits());
            by_pair.insert(*pair, factors);
        }
        Some(Self {
            quota_denominator: I::from_big(&(quota_scale * quota_common))?,
            base_denominator: I::from_big(&(base_scale * base_common))?,
            by_pair,
            same_base,
            bits,
        })
    }

    /// The factors on the quota and the base column of a credit; none where both are 1.
    pub(crate) fn of(&self, pair: impl FnOnce() -> (u32, u32)) -> Option<&(I, I)> {
        if self.is_plain() { None } else { self.by_pair.get(&pair()) }
    }

    /// Whether every factor is 1.
    pub(crate) fn is_plain(&self) -> bool {
        self.by_pair.is_empty()
    }

    /// A measure over the measure's denominator; nothing where it is none of its parts, or does not fit.
    pub(crate) fn over_quota(&self, measure: &Exact) -> Option<I> {
        let (denominator, own) = (self.quota_denominator.to_big(), measure.denominator());
        let (times, rest) = denominator.div_rem(&own);
        if rest == BigInt::from(0) { I::from_big(&(measure.numerator() * times)) } else { None }
    }

    pub(crate) fn quota_denominator(&self) -> &I {
        &self.quota_denominator
    }

    pub(crate) fn base_denominator(&self) -> &I {
        &self.base_denominator
    }
}

/// The frame of a slice of so many lines, and the factors on its amounts. Nothing where the run might not fit in `I`.
pub(crate) fn frame<I: Wide>(
    workings: &Workings,
    slice: &Slice,
    lines: usize,
    tiers: &Tiers<I>,
    by_attainment: bool,
    factor: &Factor,
) -> Option<(Frame<I>, Factors<I>)> {
    let factors = Factors::<I>::new(workings, slice)?;
    let quota = match &slice.quota {
        Some(quota) if by_attainment => fraction(quota)?,
        _ => Fraction::one(),
    };
    let rate = fraction(&exact_rate(workings, slice, factor))?;
    let measure_denominator = &factors.quota_denominator;
    let base_denominator = (!factors.same_base).then_some(&factors.base_denominator);
    if !buildable(tiers, &quota, &rate, measure_denominator, base_denominator) {
        return None;
    }
    let ladder = Ladder::new(tiers, &quota, &rate, measure_denominator, base_denominator);
    let policy = workings.plan.rounding;
    let frame = Frame {
        accumulate: workings.component(slice).accumulate,
        same_base: factors.same_base,
        quota_scale: Scale::new(measure_denominator, workings.credit_places, Rounding::HalfEven),
        base_scale: Scale::new(&factors.base_denominator, workings.credit_places, Rounding::HalfEven),
        money_scale: Scale::new(ladder.denominator(), workings.money_places, Rounding::HalfEven),
        unit_scale: Scale::new(ladder.denominator(), policy.scale, policy.mode),
        ladder,
    };
    let (quota_bits, base_bits) = workings.mantissa_bits(slice);
    // What the sum starts with is one credit more.
    let (started, more) = match &slice.start {
        Some(start) => (factors.over_quota(&start.measure)?.bits(), 1),
        None => (0, 0),
    };
    let credits = CreditBits {
        quota: (quota_bits + factors.bits).max(started),
        base: (base_bits + factors.bits).max(started),
        lines: bits_of(lines + more),
    };
    fits(&frame, credits).then_some((frame, factors))
}

fn fraction<I: Wide>(number: &Exact) -> Option<Fraction<I>> {
    Some(match number.to_i128s() {
        Some((numerator, denominator)) => {
            Fraction { numerator: I::from_i128(numerator), denominator: I::from_i128(denominator) }
        }
        None => {
            Fraction { numerator: I::from_big(&number.numerator())?, denominator: I::from_big(&number.denominator())? }
        }
    })
}

/// What the values are multiplied with to become money.
pub(crate) fn exact_rate(workings: &Workings, slice: &Slice, factor: &Factor) -> Exact {
    let one = Exact::from(Decimal::ONE);
    let weighted = || {
        let target = slice.target.clone().unwrap_or_else(|| Exact::from(Decimal::ZERO));
        let weight = &workings.component(slice).weight;
        if *weight == one { target } else { target.mul(weight) }
    };
    let rate = match factor {
        Factor::One => one,
        Factor::Target => weighted(),
        // Over a quota of 0 nothing is paid: the slices let only `zero_attainment` come this far.
        Factor::TargetOverQuota => slice
            .quota
            .as_ref()
            .and_then(|quota| weighted().checked_div(quota).ok())
            .unwrap_or_else(|| Exact::from(Decimal::ZERO)),
    };
    slice.multiplier.as_ref().map_or(rate.clone(), |multiplier| rate.mul(multiplier))
}

/// Whether the ladder itself can be built without leaving the integer, by the sizes of what goes in.
fn buildable<I: Wide>(
    tiers: &Tiers<I>,
    quota: &Fraction<I>,
    rate: &Fraction<I>,
    measure: &I,
    base: Option<&I>,
) -> bool {
    let largest = |numbers: &[I]| numbers.iter().map(I::bits).max().unwrap_or(0);
    let common = measure.bits() + tiers.from_denominator.bits() + quota.denominator.bits();
    let placed = tiers.climb.numbers().into_iter().map(I::bits).max().unwrap_or(0);
    let bound = largest(&tiers.from).max(placed) + quota.numerator.bits() + common;
    // A curve's slopes are over the quota, and its heights over the denominator of slopes.
    let (over, under) = match tiers.climb {
        Climb::Points(_) => (quota.denominator.bits() + tiers.value_denominator.bits(), quota.numerator.bits()),
        Climb::On | Climb::Overage(_) | Climb::Segments(_) => (0, 0),
    };
    let value = largest(&tiers.values) + rate.numerator.bits() + over;
    let cumulated = bound + value + bits_of(tiers.from.len()) + 1;
    let denominator =
        common.max(base.map_or(0, I::bits)) + tiers.value_denominator.bits() + rate.denominator.bits() + under;
    cumulated.max(denominator) <= I::MOST
}

/// The column that a basis reads.
pub(crate) fn column(basis: CreditBasis) -> &'static str {
    match basis {
        CreditBasis::Amount => "amount",
        CreditBasis::Units => "units",
        CreditBasis::Deals => "deals",
        CreditBasis::GrossProfit => "gross_profit",
        CreditBasis::GrossProfitOrLoss => "gross_profit_or_loss",
    }
}
