//! The check of a payout rule: exactly one, and what it needs.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::check::Check;
use super::{BaseRate, Payout};
use crate::commission::curve::Curve;
use crate::commission::document::{BaseRateDocument, ComponentDocument, CurveApply, TierValue};
use crate::commission::tiers::RateTable;
use crate::number::Currency;
use crate::problem::{Code, Problem, pointer};

impl Check {
    pub(super) fn payout(&mut self, document: &ComponentDocument, at: &str, currency: Currency) -> Option<Payout> {
        let base = document.base_rate.as_ref().map(|base| match base {
            BaseRateDocument::Rate { rate } => BaseRate::Rate(rate.exact().clone()),
            BaseRateDocument::TargetOverQuota {} => BaseRate::TargetOverQuota,
        });
        let given = [
            ("rate", document.rate.is_some()),
            ("rate_table", document.rate_table.is_some()),
            ("curve", document.curve.is_some()),
        ];
        let mut given = given.iter().filter(|(_, given)| *given).map(|(key, _)| *key);
        let (first, second) = (given.next(), given.next());
        if let Some(key) = first.filter(|key| second.is_some() || (*key == "rate" && base.is_some())) {
            let message = "a component has exactly one of `rate`, `rate_table` and `curve`, or a `base_rate` alone; this has more";
            self.report.push(Problem::new(Code::CommissionPayoutConflict, pointer::join(at, key), message));
            return None;
        }
        if let Some(rate) = &document.rate {
            return Some(Payout::Flat(BaseRate::Rate(rate.exact().clone())));
        }
        if let Some(table) = &document.rate_table {
            let table = RateTable::check(table, &pointer::join(at, "rate_table"), currency, &mut self.report)?;
            self.base_rate(table.value, base.is_some(), at);
            return Some(Payout::Table(table, base));
        }
        if let Some(curve) = &document.curve {
            let curve = Curve::check(curve, &pointer::join(at, "curve"), &mut self.report)?;
            if base.is_some() && curve.apply != CurveApply::RateOnBase {
                let message = "the curve says no rate, so nothing uses the base rate";
                self.report.push(Problem::new(Code::CommissionBaseRateUnused, pointer::join(at, "base_rate"), message));
            }
            return Some(Payout::Curve(curve, base));
        }
        if base.is_none() {
            let message = "a component has exactly one of `rate`, `rate_table` and `curve`, or a `base_rate` alone; this has none";
            self.report.push(Problem::new(Code::CommissionPayoutMissing, at, message));
        }
        base.map(Payout::Flat)
    }

    pub(super) fn base_rate(&mut self, value: TierValue, given: bool, at: &str) {
        let multiplies = value == TierValue::Multiplier;
        if multiplies && !given {
            let message = "a multiplier needs a `base_rate` to multiply";
            self.report.push(Problem::new(Code::CommissionBaseRateMissing, at, message));
        }
        if !multiplies && given {
            let message = "the tiers' values are no multipliers, so nothing uses the base rate";
            self.report.push(Problem::new(Code::CommissionBaseRateUnused, pointer::join(at, "base_rate"), message));
        }
    }
}
