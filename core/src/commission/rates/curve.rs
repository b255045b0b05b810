//! Payout curves: straight lines between points, checked when the plan is loaded.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::index::Index;
use crate::commission::document::{CurveAbove, CurveApply, CurveBelow, CurveDocument};
use crate::number::Exact;
use crate::problem::{Code, Problem, Report, pointer};

/// A checked payout curve.
#[derive(Debug, Clone)]
pub(crate) struct Curve {
    pub(crate) x: Index,
    pub(crate) apply: CurveApply,
    pub(crate) points: Vec<(Exact, Exact)>,
    pub(crate) below: CurveBelow,
    pub(crate) above: CurveAbove,
}

impl Curve {
    pub(crate) fn check(document: &CurveDocument, x: Index, at: &str, report: &mut Report) -> Option<Self> {
        let points: Vec<(Exact, Exact)> =
            document.points.iter().map(|[x, y]| (x.exact().clone(), y.exact().clone())).collect();
        let mut sound = true;
        let mut refuse = |code, at: String, message: &str| {
            sound = false;
            report.push(Problem::new(code, at, message));
        };
        let point = |number: usize| pointer::at(&pointer::join(at, "points"), number);
        for (position, pair) in points.windows(2).enumerate() {
            if let [(before, _), (x, _)] = pair
                && x < before
            {
                let message = "the point lies below the one before it";
                refuse(Code::CommissionCurveUnordered, pointer::at(&point(position.saturating_add(1)), 0), message);
            }
        }
        for (position, three) in points.windows(3).enumerate() {
            if let [(first, _), (_, _), (last, _)] = three
                && first == last
            {
                let message = "a jump has two points, one where it starts and one where it ends";
                refuse(Code::CommissionCurvePointUnused, point(position.saturating_add(1)), message);
            }
        }
        let has_slope = |pair: Option<&[(Exact, Exact)]>| match pair {
            Some([(low, _), (high, _)]) => low != high,
            _ => false,
        };
        let ends = [
            ("below", document.below == CurveBelow::Extrapolate, has_slope(points.windows(2).next())),
            ("above", document.above == CurveAbove::Extrapolate, has_slope(points.windows(2).next_back())),
        ];
        for (key, _, _) in ends.iter().filter(|(_, extrapolates, has_slope)| *extrapolates && !has_slope) {
            let message = "the curve does not end with two points of different x, so there is no line to go on along";
            refuse(Code::CommissionCurveSlopeMissing, pointer::join(at, key), message);
        }
        sound.then_some(Self { x, apply: document.apply, points, below: document.below, above: document.above })
    }

    /// Where each line starts.
    pub(crate) fn starts(&self) -> Vec<Exact> {
        self.points.iter().map(|(x, _)| x.clone()).collect()
    }

    /// The y where each line starts.
    pub(crate) fn heights(&self) -> Vec<Exact> {
        self.points.iter().map(|(_, y)| y.clone()).collect()
    }

    /// The slope of the line from each point on. A jump has none.
    pub(crate) fn slopes(&self) -> Vec<Exact> {
        let mut slopes: Vec<Exact> = self.points.windows(2).map(slope).collect();
        slopes.push(match (self.above, slopes.last()) {
            (CurveAbove::Extrapolate, Some(last)) => last.clone(),
            _ => Exact::ZERO,
        });
        slopes
    }

    /// The y just below the first point.
    pub(crate) fn floor(&self) -> Exact {
        match (self.below, self.points.first()) {
            (CurveBelow::Hold | CurveBelow::Extrapolate, Some((_, y))) => y.clone(),
            _ => Exact::ZERO,
        }
    }
}

impl Curve {
    /// The line that a place on the curve lies on, in words; `point` counts the points reached, from 0.
    pub(crate) fn line_words(&self, point: Option<usize>) -> String {
        let named = |number: Option<usize>| {
            let (x, y) = self.points.get(number?)?;
            Some(format!("{y} at {}", self.x.words(x)))
        };
        let next = point.map_or(Some(0), |point| point.checked_add(1));
        match (named(point), named(next)) {
            (Some(from), Some(to)) => format!("on the line from {from} to {to}"),
            (Some(last), None) => format!("above the last point, {last}"),
            (None, Some(first)) => format!("below the first point, {first}"),
            (None, None) => String::new(),
        }
    }
}

fn slope(pair: &[(Exact, Exact)]) -> Exact {
    match pair {
        [(low, from), (high, to)] => to.sub(from).checked_div(&high.sub(low)).unwrap_or(Exact::ZERO),
        _ => Exact::ZERO,
    }
}
