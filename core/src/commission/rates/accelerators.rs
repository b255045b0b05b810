//! A payout rule without accelerators, as a month of a ramp may ask for.

use super::curve::Curve;
use super::index::Index;
use super::tiers::RateTable;
use crate::commission::document::{Boundary, CurveAbove, CurveBelow, TierMode, TierValue};
use crate::commission::model::{Component, Payout};
use crate::number::Exact;

impl Component {
    /// The same component where no tier above 100 % attainment pays more than what 100 % reaches, and a
    /// curve stays where it is at 100 %. What is not looked up by attainment has no accelerators.
    pub(crate) fn without_accelerators(&self) -> Self {
        let mut plain = self.clone();
        match &mut plain.payout {
            Payout::Table(table, _) if table.index == Index::Attainment => table.hold_at_target(),
            Payout::Curve(curve, _) if curve.x == Index::Attainment => curve.hold_at_target(),
            Payout::Table(..) | Payout::Curve(..) | Payout::Flat(_) | Payout::Rules(_) => {}
        }
        plain
    }
}

impl RateTable {
    fn hold_at_target(&mut self) {
        let on_target = self.tiers_on_target();
        // What is added up must add nothing more; what stands for itself must not be more.
        let added =
            self.mode == TierMode::Interpolated || (self.value == TierValue::StepAmount && self.modes.cumulative);
        for values in std::iter::once(&mut self.values).chain(&mut self.columns) {
            let most = if added { None } else { on_target.checked_sub(1).and_then(|tier| values.get(tier)) };
            let most = most.cloned().unwrap_or(Exact::ZERO);
            for value in values.iter_mut().skip(on_target).filter(|value| **value > most) {
                *value = most.clone();
            }
        }
    }

    /// How many tiers 100 % attainment reaches; where tiers pay on the credit inside them, those that the
    /// last credit before 100 % reaches.
    fn tiers_on_target(&self) -> usize {
        let by_tier_reached = self.mode == TierMode::Whole || (self.is_lump() && self.mode != TierMode::Interpolated);
        let one = Exact::ONE;
        match self.boundary {
            _ if !by_tier_reached => self.bounds.partition_point(|from| *from < one),
            Boundary::LowerInclusive => self.bounds.partition_point(|from| *from <= one),
            // The first tier includes its own start under either rule.
            Boundary::UpperInclusive if self.bounds.first() == Some(&one) => 1,
            Boundary::UpperInclusive => self.bounds.partition_point(|from| *from < one),
        }
    }
}

impl Curve {
    fn hold_at_target(&mut self) {
        let target = (Exact::ONE, self.at(&Exact::ONE));
        let origin = (Exact::ZERO, self.at(&Exact::ZERO));
        let beyond = std::mem::replace(&mut self.above, CurveAbove::Hold) == CurveAbove::Extrapolate
            || self.points.last().is_some_and(|(x, _)| *x > Exact::ONE);
        self.points.retain(|(x, _)| *x <= Exact::ONE);
        if beyond && self.points.last() != Some(&target) {
            self.points.push(target);
        }
        // The line below the first point needs two points to go on along.
        if self.points.len() == 1 && self.below == CurveBelow::Extrapolate {
            self.points.insert(0, origin);
        }
    }

    /// The y at an x.
    pub(crate) fn at(&self, x: &Exact) -> Exact {
        let reached = self.points.partition_point(|(start, _)| start <= x);
        let slopes = self.slopes();
        let (point, slope) = match (reached.checked_sub(1), self.below) {
            (Some(last), _) => (self.points.get(last), slopes.get(last)),
            (None, CurveBelow::Extrapolate) => (self.points.first(), slopes.first()),
            (None, CurveBelow::Zero | CurveBelow::Hold) => return self.floor(),
        };
        point.zip(slope).map_or(Exact::ZERO, |((start, y), slope)| y.add(&x.sub(start).mul(slope)))
    }
}
