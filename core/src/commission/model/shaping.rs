//! The check of what a component makes of its credit.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::check::Check;
use crate::commission::document::{ComponentDocument, CreditMultiplierDocument};
use crate::number::Exact;
use crate::problem::{Code, Problem, pointer};
use crate::rule::Rule;
use crate::table::declared::TRANSACTIONS;

/// Factors on credit, and the most of one transaction.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shaping {
    pub(crate) multipliers: Vec<CreditMultiplier>,
    pub(crate) quota_cap: Option<Exact>,
    pub(crate) commission_cap: Option<Exact>,
}

/// Factors on the credit of some transactions.
#[derive(Debug, Clone)]
pub(crate) struct CreditMultiplier {
    pub(crate) when: Option<Rule>,
    pub(crate) quota: Exact,
    pub(crate) commission: Exact,
}

impl Shaping {
    /// Whether credit stays as it is.
    pub(crate) fn is_none(&self) -> bool {
        self.multipliers.is_empty() && !self.has_cap()
    }

    pub(crate) fn has_cap(&self) -> bool {
        self.quota_cap.is_some() || self.commission_cap.is_some()
    }

    /// What is said of it, a line for every part.
    pub(crate) fn describe(&self) -> Vec<String> {
        let times = |what: &str, factor: &Exact| {
            (*factor != Exact::ONE).then(|| format!("{what} credit counts {factor} times"))
        };
        let mut lines = Vec::new();
        for multiplier in &self.multipliers {
            let factors = [times("quota", &multiplier.quota), times("commission", &multiplier.commission)];
            let factors: Vec<String> = factors.into_iter().flatten().collect();
            let when = multiplier.when.as_ref().map_or_else(String::new, |rule| format!(" where {}", rule.describe()));
            let factors = if factors.is_empty() { "credit counts as it is".to_owned() } else { factors.join(", ") };
            lines.push(format!("  {factors}{when}"));
        }
        let caps = [("quota", &self.quota_cap), ("commission", &self.commission_cap)];
        for (what, cap) in caps.into_iter().filter_map(|(what, cap)| Some((what, cap.as_ref()?))) {
            lines.push(format!("  at most {cap} of one transaction is {what} credit"));
        }
        lines
    }
}

impl Check {
    pub(super) fn shaping(&mut self, document: &ComponentDocument, at: &str) -> Shaping {
        let multipliers_at = pointer::join(at, "credit_multipliers");
        let multipliers = document.credit_multipliers.iter().enumerate();
        let multipliers = multipliers.filter_map(|(position, multiplier)| {
            self.credit_multiplier(multiplier, &pointer::at(&multipliers_at, position))
        });
        let multipliers = multipliers.collect();
        let cap_at = pointer::join(at, "credit_cap");
        let caps = document.credit_cap.map(|cap| [("quota", cap.quota), ("commission", cap.commission)]);
        if caps.is_some_and(|caps| caps.iter().all(|(_, cap)| cap.is_none())) {
            self.report.push(Problem::new(Code::CommissionCreditCap, &cap_at, "the cap is on neither kind of credit"));
        }
        let [quota_cap, commission_cap] = caps.unwrap_or([("quota", None), ("commission", None)]).map(|(key, cap)| {
            let cap = cap.map(Exact::from);
            if let Some(cap) = cap.as_ref().filter(|cap| cap.is_negative()) {
                let message = format!("the cap {cap} is below zero");
                self.report.push(Problem::new(Code::CommissionCreditCap, pointer::join(&cap_at, key), message));
            }
            cap
        });
        Shaping { multipliers, quota_cap, commission_cap }
    }

    fn credit_multiplier(&mut self, document: &CreditMultiplierDocument, at: &str) -> Option<CreditMultiplier> {
        let factors = [("quota", &document.quota), ("commission", &document.commission)];
        if factors.iter().all(|(_, factor)| factor.is_none()) {
            let message = "the factor is on neither kind of credit";
            self.report.push(Problem::new(Code::CommissionCreditMultiplier, at, message));
        }
        let [quota, commission] = factors.map(|(key, factor)| {
            let factor = factor.as_ref().map_or(Exact::ONE, |factor| factor.exact().clone());
            if factor.is_negative() {
                let message = format!("the factor {factor} is below zero");
                self.report.push(Problem::new(Code::CommissionCreditMultiplier, pointer::join(at, key), message));
            }
            factor
        });
        let declared = |column: &str| TRANSACTIONS.column(column).map(|column| column.kind);
        let when = match &document.when {
            Some(rule) => Some(Rule::check(rule, &pointer::join(at, "when"), &declared, &mut self.report)?),
            None => None,
        };
        Some(CreditMultiplier { when, quota, commission })
    }
}
