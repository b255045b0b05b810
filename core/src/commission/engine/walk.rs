//! Lines in order where a running sum is not enough to know what they earn: what is paid on is not what
//! is measured, or tiers have a least and a most of their own.
//!
//! Each tier keeps the credit that lies inside it; a line puts its credit into the tiers that its quota
//! credit spans. Where a table has other dimensions, each column keeps its credit so. Denominators differ from line to line, so this runs on fractions throughout.

use std::collections::BTreeMap;

use num_bigint::BigInt;

use super::kernel::{Stop, TOO_LARGE};
use super::rounder::{FractionRounder, exact};
use super::sink::{Line, Reached};
use crate::commission::credit::line_credits::LineCredit;
use crate::commission::document::{Accumulate, Below};
use crate::commission::rates::across::Spot;
use crate::commission::rates::climb::Climb;
use crate::commission::rates::index::{Index, Place};
use crate::commission::rates::ladder::Shape;
use crate::commission::rates::terms::{Terms, reached};
use crate::commission::workings::MOST_PLACES;
use crate::number::{Exact, NumberError, Rounding, pow10};

/// Where a component stands between two lines.
#[derive(Debug)]
pub(crate) struct Walk<'t> {
    pub(crate) terms: &'t Terms,
    /// Where credit is parted: at the starts of tiers, or of the overage.
    cuts: Vec<Exact>,
    /// The credit so far, by the column that it lies in as far as its transaction says so; one where there are none.
    columns: BTreeMap<Option<usize>, Lying>,
    /// Where the last line lies, and what runs has come to with it.
    pub(crate) spot: Spot,
    /// The measure before and after the last line.
    pub(crate) before: Exact,
    pub(crate) measure: Exact,
    /// The base of the last line.
    pub(crate) credit: Exact,
    pub(crate) total: Exact,
    pub(crate) tier: Option<usize>,
    /// What pays on the last line's own credit; nothing where sums are paid.
    pub(crate) rate: Option<Exact>,
    /// Profit and what it is divided by, where tiers go by their ratio.
    over: (Exact, Exact),
    /// What was looked up for the last line.
    pub(crate) place: Place,
}

/// Credit that lies in one column.
#[derive(Debug)]
struct Lying {
    /// The base inside each part, from the one below the first cut.
    masses: Vec<Exact>,
    base: Exact,
}

/// What a line adds to what is looked up, where that is not the component's own measure.
#[derive(Debug)]
pub(crate) struct Beside {
    /// Profit, and price or cost.
    pub(crate) over: (Exact, Exact),
    /// What the other component has measured so far.
    pub(crate) other: Exact,
    /// Whether the line is credit of this component at all.
    pub(crate) own: bool,
    /// The rate of its transaction, where rules say one.
    pub(crate) rate: Option<Exact>,
    /// Where it lies, where a table has other dimensions; nothing where one of them refuses it.
    pub(crate) spot: Option<Spot>,
    /// Whether it only lowers the measure: it earns nothing, and lines after it go on from there.
    pub(crate) lowers: bool,
}

impl Default for Beside {
    fn default() -> Self {
        Self {
            over: (Exact::ZERO, Exact::ZERO),
            other: Exact::ZERO,
            own: true,
            rate: None,
            spot: Some(Spot::FIRST),
            lowers: false,
        }
    }
}

/// What a part of the credit earns.
#[derive(Debug)]
pub(crate) struct Portion {
    /// The tier that it lies in, or that pays it where all is paid by one.
    pub(crate) tier: Option<usize>,
    /// The column that pays it.
    pub(crate) column: Option<usize>,
    pub(crate) credit: Exact,
    pub(crate) rate: Exact,
    /// Credit times rate, within the limits of the tier.
    pub(crate) value: Exact,
}

impl<'t> Walk<'t> {
    fn new(terms: &'t Terms) -> Self {
        let cuts = match (terms.shape, &terms.climb) {
            _ if terms.endless => Vec::new(),
            (Shape::Whole | Shape::Step | Shape::Curve | Shape::CurveRate, _) => Vec::new(),
            (Shape::Marginal, Climb::Overage(start)) => vec![start.clone()],
            (Shape::Marginal, _) => terms.bounds.clone(),
        };
        let zero = || Exact::ZERO;
        Self {
            terms,
            cuts,
            columns: BTreeMap::new(),
            spot: Spot::FIRST,
            before: zero(),
            measure: zero(),
            credit: zero(),
            total: zero(),
            tier: None,
            rate: None,
            over: (zero(), zero()),
            place: Place::At(zero()),
        }
    }

    /// Starts again at zero.
    fn reset(&mut self) {
        self.columns.clear();
        (self.before, self.measure) = (Exact::ZERO, Exact::ZERO);
        self.total = Exact::ZERO;
        self.over = (Exact::ZERO, Exact::ZERO);
    }

    /// Takes a line in and answers what it earns; nothing where it takes the measure below a first tier
    /// that refuses it, or is itself below the first column of such a dimension.
    fn step(&mut self, quota: &Exact, base: &Exact, beside: &Beside) -> Option<Exact> {
        self.before = self.measure.clone();
        self.measure = self.before.add(quota);
        self.credit = base.clone();
        self.spot = beside.spot?;
        self.spread(base);
        self.over = (self.over.0.add(&beside.over.0), self.over.1.add(&beside.over.1));
        self.place = match self.terms.index {
            Index::Amount | Index::Units | Index::Attainment | Index::Rules => {
                Place::At(self.terms.looked_up(&self.measure))
            }
            Index::Margin | Index::Markup => Place::ratio(&self.over.0, &self.over.1),
            Index::Measure(_) => Place::At(beside.other.clone()),
        };
        self.tier = self.terms.tier_at(&self.place);
        if self.tier.is_none() && self.terms.below == Below::Error {
            return None;
        }
        self.rate = match self.terms.shape {
            Shape::Step | Shape::Curve => None,
            Shape::Marginal | Shape::Whole => Some(self.terms.value_in(self.tier, self.spot.column())),
            Shape::CurveRate => Some(self.terms.along_at(&self.place)),
        };
        if let Some(rate) = &beside.rate {
            let part = rate.mul(base);
            self.total = self.total.add(&part);
            self.rate = Some(rate.clone());
            return Some(part);
        }
        let total = match self.terms.shape {
            Shape::Step => self.terms.value_in(self.tier, self.spot.column()),
            Shape::Curve => self.terms.along_at(&self.place),
            Shape::Marginal | Shape::Whole | Shape::CurveRate => {
                self.portions().iter().fold(Exact::ZERO, |sum, portion| sum.add(&portion.value))
            }
        };
        let part = total.sub(&self.total);
        self.total = total;
        Some(part)
    }

    /// The number shown for the column of the last line, where there are columns.
    pub(crate) fn column(&self) -> Option<i64> {
        let column = self.spot.column().filter(|_| !self.terms.columns.is_empty())?;
        i64::try_from(column).ok()?.checked_add(1)
    }

    /// Puts a line's base into the parts that its quota credit spans.
    fn spread(&mut self, base: &Exact) {
        let (from, to) = (&self.before, &self.measure);
        let parts = self.cuts.len() + 1;
        let nothing = || Lying { masses: vec![Exact::ZERO; parts], base: Exact::ZERO };
        let Lying { masses, base: all } = self.columns.entry(self.spot.own).or_insert_with(nothing);
        *all = all.add(base);
        if from == to || self.cuts.is_empty() {
            let inside = match &self.terms.climb {
                // The first tier includes its own start under either rule.
                Climb::On | Climb::Segments(_) | Climb::Points(_) if self.cuts.first() == Some(from) => 1,
                _ => reached(&self.cuts, self.terms.boundary, from),
            };
            if let Some(mass) = masses.get_mut(inside) {
                *mass = mass.add(base);
            }
            return;
        }
        let (low, high) = if from < to { (from, to) } else { (to, from) };
        let Ok(per_unit) = base.checked_div(&high.sub(low)) else { return };
        for (part, mass) in masses.iter_mut().enumerate() {
            let start = part.checked_sub(1).and_then(|part| self.cuts.get(part)).map_or(low, |start| start.max(low));
            let end = self.cuts.get(part).map_or(high, |end| end.min(high));
            if start < end {
                *mass = mass.add(&end.sub(start).mul(&per_unit));
            }
        }
    }

    /// What the credit so far earns, part by part.
    pub(crate) fn portions(&self) -> Vec<Portion> {
        let lying = self.columns.iter();
        lying.flat_map(|(own, lying)| self.in_column(Spot { own: *own, ..self.spot }.column(), lying)).collect()
    }

    fn in_column(&self, column: Option<usize>, lying: &Lying) -> Vec<Portion> {
        let terms = self.terms;
        let portion = |tier, credit: &Exact, rate: Exact| {
            let value = terms.limited(tier, credit.mul(&rate));
            Portion { tier, column, credit: credit.clone(), rate, value }
        };
        match (terms.shape, &terms.climb) {
            (Shape::Step | Shape::Curve, _) => Vec::new(),
            (Shape::Whole, _) => vec![portion(self.tier, &lying.base, terms.value_in(self.tier, column))],
            (Shape::CurveRate, _) => {
                vec![portion(self.tier, &lying.base, self.rate.clone().unwrap_or(Exact::ZERO))]
            }
            (Shape::Marginal, Climb::Overage(_)) => {
                let base = self.tier.map(|_| 0);
                let parts = [base, self.tier].into_iter().zip(&lying.masses);
                parts.map(|(tier, mass)| portion(tier, mass, terms.value_in(tier, column))).collect()
            }
            (Shape::Marginal, _) => {
                let inside = |part: usize| if terms.endless { Some(0) } else { part.checked_sub(1) };
                let parts = lying.masses.iter().enumerate().map(|(part, mass)| (inside(part), mass));
                let filled = parts.filter(|(_, mass)| !mass.is_zero());
                let paying = |inside| terms.value_in(terms.paying(self.tier, inside), column);
                filled.map(|(inside, mass)| portion(inside, mass, paying(inside))).collect()
            }
        }
    }
}

/// What one credit of a whole measure earns, where base and measure are the same; nothing below a first tier
/// that refuses it.
pub(crate) fn earned_at(terms: &Terms, measure: &Exact) -> Exact {
    Walk::new(terms).step(measure, measure, &Beside::default()).unwrap_or(Exact::ZERO)
}

/// The denominators of a slice's credits, and the places of its columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measures<'m> {
    pub(crate) quota_denominator: &'m BigInt,
    pub(crate) base_denominator: &'m BigInt,
    pub(crate) credit_places: u32,
    pub(crate) money_places: u32,
}

/// Runs lines in order, as [`kernel::run`](super::kernel::run) does. Those asked for reach `sink` with
/// what they earn exactly.
pub(crate) fn run(
    terms: &Terms,
    accumulate: Accumulate,
    measures: Measures<'_>,
    credits: impl Iterator<Item = LineCredit<BigInt>>,
    beside: impl Fn(usize) -> Beside,
    rounder: &mut FractionRounder<'_>,
    mut sink: impl FnMut(Line, &Walk<'_>, &Exact),
) -> Result<Exact, Stop> {
    let mut walk = Walk::new(terms);
    let mut sum = Exact::ZERO;
    for (position, credit) in credits.enumerate() {
        if accumulate == Accumulate::Transaction {
            walk.reset();
        }
        let over = |value: &BigInt, denominator: &BigInt| exact(value, denominator).unwrap_or(Exact::ZERO);
        let beside = beside(position);
        let own = |value: Exact| if beside.own { value } else { Exact::ZERO };
        let quota = own(over(&credit.quota, measures.quota_denominator));
        let base = own(over(&credit.base, measures.base_denominator));
        sum = sum.add(&quota);
        let part = walk.step(&quota, &base, &beside).ok_or(Stop::BelowFirstTier(position))?;
        let (part, base) = if beside.lowers { (Exact::ZERO, Exact::ZERO) } else { (part, base) };
        let amount = rounder.next(&part, credit.asked).ok_or(Stop::OutOfRange(position))?;
        if !credit.asked {
            continue;
        }
        let at_rate = walk.rate.as_ref().map_or(Exact::ZERO, |rate| rate.mul(&base));
        let cell = |value: Result<i128, NumberError>| {
            value.ok().filter(|value| value.unsigned_abs() < TOO_LARGE).ok_or(Stop::OutOfRange(position))
        };
        let shown = |value: &Exact, places: u32| cell(value.round_to_units(places, Rounding::HalfEven));
        let (credits, money) = (measures.credit_places, measures.money_places);
        let rate = walk.rate.as_ref().and_then(in_units);
        let line = Line {
            position,
            quota_credit: shown(&quota, credits)?,
            commission_credit: shown(&base, credits)?,
            measure_before: shown(&walk.before, credits)?,
            measure_after: shown(&walk.measure, credits)?,
            reached: Reached { number: terms.number(walk.tier), column: walk.column(), rate },
            at_rate: shown(&at_rate, money)?,
            true_up: shown(&part.sub(&at_rate), money)?,
            amount,
        };
        sink(line, &walk, &part);
    }
    Ok(sum)
}

/// A rate as its column holds it, which has room for more digits than a decimal.
fn in_units(rate: &Exact) -> Option<i128> {
    let wide = || rate.mul(&Exact::from(pow10(MOST_PLACES))).round_to_integer(Rounding::HalfEven);
    rate.round_to_units(MOST_PLACES, Rounding::HalfEven).ok().or_else(|| i128::try_from(wide()).ok())
}

impl Terms {
    /// What one credit earns that a period starts and ends with; nothing where a first tier refuses it.
    pub(crate) fn earned(&self, credit: &Exact) -> Option<Exact> {
        Walk::new(self).step(credit, credit, &Beside::default())
    }
}
