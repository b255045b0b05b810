//! The check of a payout rule: exactly one, and what it needs.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::check::{Check, Measure};
use super::{BaseRate, Payout};
use crate::commission::document::{
    Accumulate, AcrossIndex, BaseRateDocument, ComponentDocument, CurveApply, MeasurePeriod, TierIndex, TierValue,
};
use crate::commission::rates::across::Along;
use crate::commission::rates::curve::Curve;
use crate::commission::rates::index::Index;
use crate::commission::rates::tiers::RateTable;
use crate::number::Currency;
use crate::problem::{Code, Problem, Report, pointer};

impl Check {
    pub(super) fn payout(&mut self, document: &ComponentDocument, at: &str, currency: Currency) -> Option<Payout> {
        let base = document.base_rate.as_ref().map(|base| match base {
            BaseRateDocument::Rate { rate } => BaseRate::Rate(rate.exact().clone()),
            BaseRateDocument::TargetOverQuota {} => BaseRate::TargetOverQuota,
        });
        let given = [
            ("rate", document.rate.is_some()),
            ("rates", document.rates.is_some()),
            ("rate_table", document.rate_table.is_some()),
            ("curve", document.curve.is_some()),
        ];
        let mut given = given.iter().filter(|(_, given)| *given).map(|(key, _)| *key);
        let (first, second) = (given.next(), given.next());
        if let Some(key) = first.filter(|key| second.is_some() || (matches!(*key, "rate" | "rates") && base.is_some()))
        {
            let message = "a component has exactly one of `rate`, `rates`, `rate_table` and `curve`, or a `base_rate` alone; this has more";
            self.report.push(Problem::new(Code::CommissionPayoutConflict, pointer::join(at, key), message));
            return None;
        }
        if let Some(rate) = &document.rate {
            return Some(Payout::Flat(BaseRate::Rate(rate.exact().clone())));
        }
        if let Some(rates) = &document.rates {
            return self.rates(rates, &pointer::join(at, "rates")).map(Payout::Rules);
        }
        if let Some(table) = &document.rate_table {
            let table_at = pointer::join(at, "rate_table");
            let index = self.index_of(&table.index, document, &pointer::join(&table_at, "index"));
            let measures = &self.measures;
            let mut named =
                |index: &AcrossIndex, at: &str, report: &mut Report| along(measures, document, index, at, report);
            let table = RateTable::check(table, index?, &table_at, currency, &mut named, &mut self.report)?;
            self.base_rate(table.value, base.is_some(), at);
            return Some(Payout::Table(Box::new(table), base));
        }
        if let Some(curve) = &document.curve {
            let curve_at = pointer::join(at, "curve");
            let x = self.index_of(&curve.x, document, &pointer::join(&curve_at, "x"));
            let curve = Curve::check(curve, x?, &curve_at, &mut self.report)?;
            if base.is_some() && curve.apply != CurveApply::RateOnBase {
                let message = "the curve says no rate, so nothing uses the base rate";
                self.report.push(Problem::new(Code::CommissionBaseRateUnused, pointer::join(at, "base_rate"), message));
            }
            return Some(Payout::Curve(curve, base));
        }
        if base.is_none() {
            let message = "a component has exactly one of `rate`, `rates`, `rate_table` and `curve`, or a `base_rate` alone; this has none";
            self.report.push(Problem::new(Code::CommissionPayoutMissing, at, message));
        }
        base.map(Payout::Flat)
    }

    /// What is looked up, with the component whose measure it is.
    fn index_of(&mut self, index: &TierIndex, document: &ComponentDocument, at: &str) -> Option<Index> {
        let measure = match index {
            TierIndex::Amount => return Some(Index::Amount),
            TierIndex::Units => return Some(Index::Units),
            TierIndex::Attainment => return Some(Index::Attainment),
            TierIndex::Margin => return Some(Index::Margin),
            TierIndex::Markup => return Some(Index::Markup),
            TierIndex::Measure(measure) => measure,
        };
        measured(&self.measures, document, measure, at, &mut self.report).map(Index::Measure)
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

/// The key of the other component whose measure is looked up.
fn measured(
    measures: &[Measure],
    document: &ComponentDocument,
    measure: &str,
    at: &str,
    report: &mut Report,
) -> Option<usize> {
    let Some(other) = measures.iter().find(|other| other.id == measure && other.component != document.id) else {
        let message = format!("no other component has the measure `{measure}`");
        report.push(Problem::new(Code::CommissionIndexMeasureUnknown, at, message).with("measure_id", measure));
        return None;
    };
    if !runs_beside(document, other) {
        let message = format!("`{measure}` does not run over the same days and periods as this component's measure");
        report.push(Problem::new(Code::CommissionIndexMeasureMismatch, at, message).with("measure_id", measure));
        return None;
    }
    Some(other.key)
}

/// The key of the other component whose attainment is looked up. Quotas that say their own periods say them for each
/// measure, so no two of those run side by side.
fn attained(
    measures: &[Measure],
    document: &ComponentDocument,
    id: &str,
    at: &str,
    report: &mut Report,
) -> Option<usize> {
    let Some(other) = measures.iter().find(|other| other.component == id && other.component != document.id) else {
        let message = format!("there is no other component `{id}`");
        report.push(Problem::new(Code::CommissionSubjectUnknown, at, message).with("component_id", id));
        return None;
    };
    let beside = runs_beside(document, other) && other.period != MeasurePeriod::Quota;
    if !beside {
        let message = format!("`{id}` is not measured over the same days and periods as this component");
        let problem = Problem::new(Code::CommissionIndexMeasureMismatch, at, message);
        report.push(problem.with("measure_id", other.id.clone()));
    }
    if !other.has_quota {
        let message = format!("`{id}` says nothing of where its quota comes from, so it attains nothing");
        report.push(Problem::new(Code::CommissionQuotaUndeclared, at, message).with("component_id", id));
    }
    (beside && other.has_quota).then_some(other.key)
}

fn runs_beside(document: &ComponentDocument, other: &Measure) -> bool {
    let own = &document.measure;
    let sums = [own.accumulate, other.accumulate].iter().all(|accumulate| *accumulate == Accumulate::Period);
    sums && (own.period, own.date) == (other.period, other.date)
}

/// What a dimension of a rate table looks up.
fn along(
    measures: &[Measure],
    document: &ComponentDocument,
    index: &AcrossIndex,
    at: &str,
    report: &mut Report,
) -> Option<Along> {
    match index {
        AcrossIndex::TransactionAmount => Some(Along::Amount),
        AcrossIndex::TransactionUnits => Some(Along::Units),
        AcrossIndex::TransactionMargin => Some(Along::Margin),
        AcrossIndex::TransactionMarkup => Some(Along::Markup),
        AcrossIndex::Measure(measure) => measured(measures, document, measure, at, report).map(Along::Measure),
        AcrossIndex::AttainmentOf(id) => attained(measures, document, id, at, report).map(Along::AttainmentOf),
    }
}
