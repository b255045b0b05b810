//! The check of a payout rule: exactly one, and what it needs.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::check::Check;
use super::{BaseRate, Payout};
use crate::commission::document::{BaseRateDocument, ComponentDocument, TierValue};
use crate::commission::tiers::RateTable;
use crate::number::Currency;
use crate::problem::{Code, Problem, pointer};

impl Check {
    pub(super) fn payout(&mut self, document: &ComponentDocument, at: &str, currency: Currency) -> Option<Payout> {
        let base = document.base_rate.as_ref().map(|base| match base {
            BaseRateDocument::Rate { rate } => BaseRate::Rate(rate.exact().clone()),
            BaseRateDocument::TargetOverQuota {} => BaseRate::TargetOverQuota,
        });
        match (&document.rate, &document.rate_table, base) {
            (Some(rate), None, None) => Some(Payout::Flat(BaseRate::Rate(rate.exact().clone()))),
            (None, None, Some(base)) => Some(Payout::Flat(base)),
            (None, Some(table), base) => {
                let table = RateTable::check(table, &pointer::join(at, "rate_table"), currency, &mut self.report);
                if let Some(table) = &table {
                    self.base_rate(table.value, base.is_some(), at);
                }
                Some(Payout::Table(table?, base))
            }
            (None, None, None) => {
                let message =
                    "a component has exactly one of `rate` and `rate_table`, or a `base_rate` alone; this has none";
                self.report.push(Problem::new(Code::CommissionPayoutMissing, at, message));
                None
            }
            (Some(_), _, _) => {
                let message =
                    "a component has exactly one of `rate` and `rate_table`, or a `base_rate` alone; this has more";
                self.report.push(Problem::new(Code::CommissionPayoutConflict, pointer::join(at, "rate"), message));
                None
            }
        }
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
