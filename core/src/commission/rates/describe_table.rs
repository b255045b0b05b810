//! A rate table and a curve in words.

use super::curve::Curve;
use super::index::Index;
use super::modes::Entry;
use super::tiers::RateTable;
use crate::commission::document::{
    Accumulate, Below, Boundary, CurveAbove, CurveApply, CurveBelow, TierMode, TierValue,
};
use crate::commission::model::{BaseRate, Component, Plan};
use crate::number::Exact;

impl RateTable {
    pub(crate) fn describe(&self, base: Option<&BaseRate>, by: &str, plan: &Plan) -> Vec<String> {
        let mut lines = vec![format!("  it pays by {by}; {}", self.mode_words())];
        for (tier, (from, value)) in self.bounds.iter().zip(&self.values).enumerate() {
            let end = self.bounds.get(tier + 1).map(|to| self.bound(to));
            let end = end.or_else(|| self.end.as_ref().map(|end| self.bound(end)));
            let range = range_words(self.boundary, &self.bound(from), end.as_deref());
            let (tier_no, terms) = (tier + 1, self.terms_words(tier));
            let Some(across) = &self.across else {
                lines.push(format!("    tier {tier_no}, {range}: {}{terms}", self.value_words(value, base)));
                continue;
            };
            lines.push(format!("    tier {tier_no}, {range}{terms}"));
            for (column, values) in self.columns.iter().enumerate() {
                let value = values.get(tier).map_or_else(String::new, |value| self.value_words(value, base));
                lines.push(format!("      {}: {value}", across.words(plan, column)));
            }
        }
        lines.extend(self.across.iter().flat_map(|across| across.describe(plan)));
        lines.push(match self.below {
            Below::FirstTier if self.mode == TierMode::Interpolated => {
                "    below the first tier, its line goes on".to_owned()
            }
            Below::FirstTier => "    below the first tier, the first tier's value holds".to_owned(),
            Below::Zero => "    below the first tier, nothing is paid".to_owned(),
            Below::Error => "    below the first tier, the calculation stops".to_owned(),
        });
        lines
    }

    fn value_words(&self, value: &Exact, base: Option<&BaseRate>) -> String {
        match (self.value, base) {
            (TierValue::Multiplier, Some(base)) => format!("{value} times {}", base.describe()),
            (TierValue::Rate | TierValue::Multiplier, _) => value.to_string(),
            (TierValue::AmountPerUnit, _) => format!("{value} a unit"),
            (TierValue::StepAmount, _) => format!("{value} for reaching it"),
            (TierValue::PayoutShare, _) => format!("{value} of the target variable"),
        }
    }

    fn mode_words(&self) -> String {
        match (self.mode, &self.modes.overage) {
            (TierMode::Interpolated, _) => {
                "each tier pays its value in proportion to the way through it, on top of the tiers below"
            }
            _ if self.value == TierValue::StepAmount && self.modes.cumulative => "every tier reached pays its sum once",
            _ if self.value == TierValue::StepAmount => "the highest tier reached pays its sum",
            (TierMode::WholeOverage, Some(start)) => {
                let start = self.bound(start);
                return format!("the first tier pays up to {start}, the tier reached on all credit above {start}");
            }
            (TierMode::Marginal | TierMode::WholeOverage, _) => "each tier pays on the credit inside it",
            (TierMode::Whole, _) => "the tier reached pays on all credit",
            (TierMode::PerSegment, _) => "the tier reached says which credit it pays on",
        }
        .to_owned()
    }

    /// What one tier says beside its range and value.
    fn terms_words(&self, tier: usize) -> String {
        let mut words = match self.modes.entries.get(tier) {
            None => String::new(),
            Some(Entry::Keep) => " on the credit inside it".to_owned(),
            Some(Entry::FirstDollar) => " on all credit of the period, from the first dollar on".to_owned(),
            Some(Entry::Tier(from)) => format!(" on all credit from the start of tier {} on", from + 1),
        };
        if let Some(limits) = self.modes.limits.get(tier) {
            for (word, limit) in [("least", &limits.least), ("most", &limits.most)] {
                if let Some(limit) = limit {
                    words.push_str(&format!(", at {word} {limit}"));
                }
            }
        }
        words
    }

    fn bound(&self, bound: &Exact) -> String {
        self.index.words(bound)
    }
}

/// A stretch between two bounds.
pub(super) fn range_words(boundary: Boundary, from: &str, end: Option<&str>) -> String {
    match (boundary, end) {
        (Boundary::LowerInclusive, Some(end)) => format!("from {from} to below {end}"),
        (Boundary::LowerInclusive, None) => format!("from {from}"),
        (Boundary::UpperInclusive, Some(end)) => format!("above {from} to {end}"),
        (Boundary::UpperInclusive, None) => format!("above {from}"),
    }
}

impl Curve {
    pub(crate) fn describe(&self, base: Option<&BaseRate>, by: &str) -> Vec<String> {
        let what = match (self.apply, base) {
            (CurveApply::ShareOfTarget, _) => "a part of the target variable".to_owned(),
            (CurveApply::RateOnBase, None) => "a rate on all credit".to_owned(),
            (CurveApply::RateOnBase, Some(base)) => format!("a factor on {} for all credit", base.describe()),
            (CurveApply::Amount, _) => "a sum".to_owned(),
        };
        let mut lines = vec![format!("  it pays {what} by {by}, in straight lines between these points")];
        lines.extend(self.points.iter().map(|(x, y)| format!("    at {}: {y}", self.x.words(x))));
        lines.push(match self.below {
            CurveBelow::Zero => "    below the first point, nothing is paid".to_owned(),
            CurveBelow::Hold => "    below the first point, its value holds".to_owned(),
            CurveBelow::Extrapolate => "    below the first point, the first line goes on".to_owned(),
        });
        lines.push(match self.above {
            CurveAbove::Hold => "    above the last point, its value holds".to_owned(),
            CurveAbove::Extrapolate => "    above the last point, the last line goes on".to_owned(),
        });
        lines
    }
}

pub(crate) fn index_words(index: Index, plan: &Plan, component: &Component) -> String {
    let alone = component.accumulate == Accumulate::Transaction;
    match index {
        Index::Amount if alone => "the amount",
        Index::Units if alone => "the units",
        Index::Amount => "the amount so far",
        Index::Units => "the units so far",
        Index::Attainment => "attainment",
        Index::Margin if alone => "its own margin, profit over price",
        Index::Markup if alone => "its own markup, profit over cost",
        Index::Margin => "the margin so far, profit over price",
        Index::Markup => "the markup so far, profit over cost",
        Index::Rules => "rules",
        Index::Measure(other) => {
            let other = plan.components.get(other).map_or("", |component| component.id.as_str());
            return format!("what `{other}` has measured so far");
        }
    }
    .to_owned()
}
