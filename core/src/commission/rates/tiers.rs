//! Rate tables: ordered, gapless tiers, checked when the plan is loaded.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::across::Across;
use super::check_across::{Named, values};
use super::curve::Curve;
use super::index::Index;
use super::modes::Modes;
use crate::commission::document::{
    Below, Boundary, CurveAbove, CurveApply, CurveBelow, RateTableDocument, TierIndex, TierMode, TierValue,
};
use crate::number::{Currency, Decimal, Exact};
use crate::problem::{Code, Problem, Report, pointer};

/// A checked rate table. `bounds[i]` is where tier `i` starts and tier `i − 1` ends.
#[derive(Debug, Clone)]
pub(crate) struct RateTable {
    pub(crate) index: Index,
    pub(crate) mode: TierMode,
    pub(crate) value: TierValue,
    pub(crate) boundary: Boundary,
    pub(crate) below: Below,
    pub(crate) bounds: Vec<Exact>,
    /// What each tier pays; in the first column where there are several.
    pub(crate) values: Vec<Exact>,
    /// The other dimensions.
    pub(crate) across: Option<Across>,
    /// By column what each tier pays; empty where there are no other dimensions.
    pub(crate) columns: Vec<Vec<Exact>>,
    /// Where the last tier ends, if it does.
    pub(crate) end: Option<Exact>,
    pub(crate) modes: Modes,
}

impl RateTable {
    pub(crate) fn check(
        document: &RateTableDocument,
        index: Index,
        at: &str,
        currency: Currency,
        named: Named<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        let mut tiers = Tiers { document, at, currency, report, sound: true };
        let bounds = tiers.bounds();
        let sound = tiers.sound;
        let across = Across::check(document, at, named, report);
        let columns = values(document, across.as_ref().and_then(Option::as_ref), at, report);
        let modes = Modes::check(document, at, report)?;
        let (across, mut columns) = across.zip(columns)?;
        let values = columns.first().cloned().unwrap_or_default();
        if across.is_none() {
            columns.clear();
        }
        sound.then_some(Self {
            index,
            mode: document.mode,
            value: document.value,
            boundary: document.boundary,
            below: document.below.unwrap_or(match document.mode {
                TierMode::Interpolated => Below::Zero,
                _ => Below::FirstTier,
            }),
            bounds,
            values,
            across,
            columns,
            end: document.tiers.last().and_then(|tier| tier.to.as_ref()).map(|to| to.exact().clone()),
            modes,
        })
    }

    /// An interpolated table as the curve through its values, each on top of those below it.
    pub(crate) fn curve(&self) -> Curve {
        let mut y = Exact::ZERO;
        let mut points = Vec::with_capacity(self.bounds.len().saturating_add(1));
        for (start, value) in self.bounds.iter().zip(&self.values) {
            points.push((start.clone(), y.clone()));
            y = y.add(value);
        }
        points.extend(self.end.clone().map(|end| (end, y)));
        let apply = match self.value {
            TierValue::StepAmount => CurveApply::Amount,
            TierValue::PayoutShare => CurveApply::ShareOfTarget,
            TierValue::Rate | TierValue::AmountPerUnit | TierValue::Multiplier => CurveApply::RateOnBase,
        };
        let below = if self.below == Below::FirstTier { CurveBelow::Extrapolate } else { CurveBelow::Zero };
        Curve { x: self.index, apply, points, below, above: CurveAbove::Hold }
    }

    /// Whether the tier reached is worth a sum, whatever credit lies in it.
    pub(crate) fn is_lump(&self) -> bool {
        match self.value {
            TierValue::StepAmount => true,
            TierValue::PayoutShare => matches!(self.mode, TierMode::Whole | TierMode::Interpolated),
            TierValue::Rate | TierValue::AmountPerUnit | TierValue::Multiplier => false,
        }
    }

    /// Whether values are parts of the target variable for each 1.00 of attainment.
    pub(crate) fn spreads_target(&self) -> bool {
        self.value == TierValue::PayoutShare && !self.is_lump()
    }

    /// Whether a tier pays on a part of the credit, so that what is paid on follows what is measured.
    pub(crate) fn divides_credit(&self) -> bool {
        !matches!(self.mode, TierMode::Whole | TierMode::Interpolated) && !self.is_lump()
    }
}

struct Tiers<'c> {
    document: &'c RateTableDocument,
    at: &'c str,
    currency: Currency,
    report: &'c mut Report,
    sound: bool,
}

impl Tiers<'_> {
    fn interpolated(&self) -> bool {
        self.document.mode == TierMode::Interpolated
    }

    /// The starts of all tiers; every tier's end must be the next one's start.
    fn bounds(&mut self) -> Vec<Exact> {
        let tiers = &self.document.tiers;
        let mut bounds: Vec<Exact> = Vec::with_capacity(tiers.len());
        for (position, tier) in tiers.iter().enumerate() {
            let Some(from) = tier.from.as_ref().map(|from| from.exact().clone()) else {
                self.error(Code::CommissionTierFromMissing, position, "from", "the tier has no start");
                continue;
            };
            let last = position.checked_add(1) == Some(tiers.len());
            match &tier.to {
                None if !last => {
                    self.error(Code::CommissionTierUnordered, position, "to", "only the last tier has no end")
                }
                None if self.interpolated() => {
                    self.error(Code::CommissionTierOpen, position, "to", "the value of a tier is reached at its end")
                }
                Some(_) if last && !self.interpolated() => {
                    self.error(Code::CommissionTierClosed, position, "to", "the last tier must have no end")
                }
                Some(to) if to.exact() == &from => {
                    self.error(Code::CommissionTierEmpty, position, "to", "the tier ends where it starts")
                }
                Some(to) if to.exact() < &from => {
                    self.error(Code::CommissionTierUnordered, position, "to", "the tier ends before it starts")
                }
                _ => {}
            }
            bounds.push(from);
        }
        for (position, pair) in tiers.windows(2).enumerate() {
            if let [lower, upper] = pair
                && let (Some(end), Some(start)) = (&lower.to, &upper.from)
            {
                let lower_from = lower.from.as_ref().map(|from| from.exact());
                let above = position.saturating_add(1);
                if lower_from.is_some_and(|from| start.exact() <= from) {
                    self.error(
                        Code::CommissionTierUnordered,
                        above,
                        "from",
                        "the tier starts no higher than the one before it",
                    );
                } else if start.exact() < end.exact() {
                    self.error(
                        Code::CommissionTierOverlap,
                        above,
                        "from",
                        "the tier starts before the one below it ends",
                    );
                } else if start.exact() > end.exact() {
                    self.gap(above, &start.exact().sub(end.exact()));
                }
            }
        }
        bounds
    }

    /// A gap of one minor unit is how people write "0 to 499.99, 500 and more": closed, with a warning.
    fn gap(&mut self, position: usize, width: &Exact) {
        let unit = Decimal::from_mantissa(1, self.currency.minor_unit()).map(Exact::from);
        let closable = matches!(self.document.index, TierIndex::Amount) && unit.is_ok_and(|unit| width == &unit);
        if closable {
            let pointer = self.pointer(position, "from");
            let message = "the gap of one minor unit below this tier was closed: the tier below ends where this starts";
            self.report
                .push(Problem::new(Code::CommissionTierGapClosed, pointer, message).with("gap", width.to_string()));
        } else {
            self.error(
                Code::CommissionTierGap,
                position,
                "from",
                &format!("there is a gap of {width} below this tier"),
            );
        }
    }

    fn pointer(&self, position: usize, key: &str) -> String {
        pointer::join(&pointer::at(&pointer::join(self.at, "tiers"), position), key)
    }

    fn error(&mut self, code: Code, position: usize, key: &str, message: &str) {
        self.sound = false;
        let mut problem =
            Problem::new(code, self.pointer(position, key), message).with("tier", position.saturating_add(1));
        if position > 0 && matches!(code, Code::CommissionTierGap | Code::CommissionTierOverlap) {
            problem = problem.related(self.pointer(position.saturating_sub(1), "to"));
        }
        self.report.push(problem);
    }
}
