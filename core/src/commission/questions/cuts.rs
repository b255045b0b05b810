//! A component's payout as a function of credit alone: the places where it changes, and what it does there.

use crate::commission::model::Component;
use crate::commission::rates::blueprint::{Blueprint, Factor};
use crate::commission::rates::climb::Climb;
use crate::commission::rates::ladder::Shape;
use crate::commission::rates::terms::Terms;
use crate::number::Exact;
use crate::sorted;

/// What a component pays on so much credit, for one quota and target variable, by the rule that the
/// calculation walks. Attainment is looked up as it is, for a rounded one would hide where tiers start.
#[derive(Debug)]
pub(super) struct PayoutRule {
    terms: Terms,
}

/// A stretch of credit on which the payout is one smooth line.
#[derive(Debug)]
pub(super) struct Stretch {
    pub(super) from: Exact,
    /// Nothing for the last, which has no end.
    pub(super) to: Option<Exact>,
    /// The tier, from 0, whose value holds inside.
    pub(super) tier: Option<usize>,
    /// The number shown for it.
    pub(super) number: Option<i64>,
    /// What one more unit of credit earns at its start.
    pub(super) rate: Exact,
    /// What a credit of `from` earns.
    pub(super) payout: Exact,
    /// The payout just above `from`, less that just below; at 0 less nothing.
    pub(super) jump: Exact,
    /// The payout just above `from`.
    pub(super) start: Exact,
    /// The payout just below `to`, or one unit above `from` where there is no end.
    pub(super) end: Exact,
}

impl PayoutRule {
    /// One for each column of a rate table of several dimensions, as if all credit lay in it; else one. None where the
    /// tier is picked by something else than the component's own credit.
    pub(super) fn all(component: &Component, quota: &Exact, target: &Exact) -> Vec<(Option<usize>, Self)> {
        let Some(rule) = Self::new(component, quota, target) else { return Vec::new() };
        let columns = rule.terms.columns.len();
        if columns == 0 {
            return vec![(None, rule)];
        }
        (0..columns).map(|column| (Some(column), Self { terms: rule.terms.in_column(column) })).collect()
    }

    fn new(component: &Component, quota: &Exact, target: &Exact) -> Option<Self> {
        let blueprint = Blueprint::new(component);
        let weighted = target.mul(&component.weight);
        let rate = match blueprint.factor {
            Factor::One => Exact::ONE,
            Factor::Target => weighted,
            Factor::TargetOverQuota => weighted.checked_div(quota).ok()?,
        };
        let unit = if blueprint.by_attainment { quota } else { &Exact::ONE };
        let terms = Terms { rounding: None, ..blueprint.terms.scaled(unit, &rate) };
        (terms.index.is_own_sum() && component.credit == component.base()).then_some(Self { terms })
    }

    /// What so much credit earns; nothing where a first tier refuses it.
    pub(super) fn earned(&self, credit: &Exact) -> Option<Exact> {
        self.terms.earned(credit)
    }

    /// Where the payout may jump or bend, from 0 on.
    fn cuts(&self) -> Vec<Exact> {
        let terms = &self.terms;
        let mut cuts = vec![Exact::ZERO];
        if !terms.endless {
            cuts.extend(terms.bounds.iter().cloned());
        }
        if let Climb::Overage(start) = &terms.climb {
            cuts.push(start.clone());
        }
        if let (Shape::CurveRate, Climb::Points(points)) = (terms.shape, &terms.climb) {
            // Rate times credit bends back where a falling rate takes more than the credit brings.
            for ((start, slope), height) in terms.bounds.iter().zip(&terms.values).zip(&points.heights) {
                let top = slope.mul(start).sub(height).checked_div(&slope.mul(&Exact::from(2)));
                cuts.extend(top.ok());
            }
        }
        cuts.retain(|cut| !cut.is_negative());
        sorted::sort(&mut cuts);
        cuts.dedup();
        cuts
    }

    /// The whole payout, stretch by stretch; nothing inside a first tier that refuses credit below it.
    pub(super) fn stretches(&self) -> Vec<Stretch> {
        let cuts = self.cuts();
        let mut before = Some(Exact::ZERO);
        let mut stretches = Vec::with_capacity(cuts.len());
        for (number, from) in cuts.iter().enumerate() {
            let to = cuts.get(number + 1);
            let line = self.line(from, to);
            if let Some((start, end, rate, inside)) = line {
                let tier = self.terms.tier(&inside);
                let below = before.take().unwrap_or(Exact::ZERO);
                stretches.push(Stretch {
                    from: from.clone(),
                    to: to.cloned(),
                    number: self.terms.number(tier),
                    tier,
                    rate,
                    payout: self.earned(from).unwrap_or_else(|| start.clone()),
                    jump: start.sub(&below),
                    start,
                    end: end.clone(),
                });
                before = Some(end);
            }
        }
        stretches
    }

    /// The payout just above a start and just below an end, its slope at the start, and a place in between.
    /// Inside a stretch it is at most quadratic, so three values tell all of it.
    fn line(&self, from: &Exact, to: Option<&Exact>) -> Option<(Exact, Exact, Exact, Exact)> {
        let to = to.cloned().unwrap_or_else(|| from.add(&Exact::ONE));
        let quarter = to.sub(from).checked_div(&Exact::from(4)).ok()?;
        let at = |quarters: i128| self.earned(&from.add(&quarter.mul(&Exact::from(quarters))));
        let (one, two, three) = (at(1)?, at(2)?, at(3)?);
        let beyond = |near: &Exact, middle: &Exact, far: &Exact| {
            let three = Exact::from(3);
            near.mul(&three).sub(&middle.mul(&three)).add(far)
        };
        let (start, end) = (beyond(&one, &two, &three), beyond(&three, &two, &one));
        let fall = one.mul(&Exact::from(4)).sub(&start.mul(&Exact::from(3))).sub(&two);
        let rate = fall.checked_div(&quarter.mul(&Exact::from(2))).ok()?;
        Some((start, end, rate, from.add(&quarter)))
    }
}
