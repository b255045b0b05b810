//! The check of rates that depend on the transaction: which rule pays must never be a matter of luck.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use std::collections::{BTreeMap, BTreeSet};

use super::check::Check;
use crate::commission::document::{Otherwise, Precedence, RateRuleDocument, RatesDocument};
use crate::number::Exact;
use crate::problem::{Code, Problem, pointer};
use crate::rule::{OperandDocument, Operator, Rule, RuleDocument};
use crate::table::declared::TRANSACTIONS;

/// Rates by rules.
#[derive(Debug, Clone)]
pub(crate) struct RateRules {
    pub(crate) pointer: String,
    pub(crate) dimensions: Vec<String>,
    pub(crate) precedence: Precedence,
    pub(crate) otherwise: Otherwise,
    pub(crate) rules: Vec<RateRule>,
}

/// One rate and what it is for.
#[derive(Debug, Clone)]
pub(crate) struct RateRule {
    pub(crate) id: String,
    pub(crate) rate: Exact,
    pub(crate) priority: Option<u32>,
    /// By dimension: what fits; nothing where everything does.
    pub(crate) values: Vec<Option<Vec<String>>>,
    /// What must hold, one condition a dimension and one beside them.
    pub(crate) conditions: Vec<Rule>,
}

impl RateRule {
    /// Which dimensions it names, the one that counts most first: more specific rules are greater.
    pub(crate) fn specificity(&self) -> Vec<bool> {
        self.values.iter().map(Option::is_some).collect()
    }

    /// Whether one transaction may fit both, by their dimensions alone.
    fn can_meet(&self, other: &Self) -> bool {
        self.values.iter().zip(&other.values).all(|pair| match pair {
            (Some(own), Some(others)) => own.iter().any(|value| others.contains(value)),
            _ => true,
        })
    }
}

impl Check {
    pub(super) fn rates(&mut self, document: &RatesDocument, at: &str) -> Option<RateRules> {
        let mut seen = BTreeSet::new();
        for (position, name) in document.dimensions.iter().enumerate().filter(|(_, name)| !seen.insert(*name)) {
            let message = format!("`{name}` is named twice");
            let at = pointer::at(&pointer::join(at, "dimensions"), position);
            self.report.push(Problem::new(Code::CommissionRateDimension, at, message));
        }
        let rules_at = pointer::join(at, "rules");
        let rules: Vec<Option<RateRule>> = document
            .rules
            .iter()
            .enumerate()
            .map(|(position, rule)| self.rate_rule(rule, document, &pointer::at(&rules_at, position)))
            .collect();
        let rules: Vec<RateRule> = rules.into_iter().collect::<Option<_>>()?;
        self.rule_ids(&rules, &rules_at);
        self.ties(&rules, document.precedence, &rules_at);
        Some(RateRules {
            pointer: at.to_owned(),
            dimensions: document.dimensions.clone(),
            precedence: document.precedence,
            otherwise: document.otherwise,
            rules,
        })
    }

    fn rate_rule(&mut self, rule: &RateRuleDocument, document: &RatesDocument, at: &str) -> Option<RateRule> {
        let match_at = pointer::join(at, "match");
        for name in rule.matched.keys().filter(|name| !document.dimensions.contains(name)) {
            let message = format!("`{name}` is not one of the dimensions");
            self.report.push(Problem::new(Code::CommissionRateDimension, pointer::join(&match_at, name), message));
        }
        if rule.priority.is_some() != (document.precedence == Precedence::Priority) {
            let (at, message) = match rule.priority {
                None => (at.to_owned(), "the rule has no priority, by which the rules are ranked"),
                Some(_) => (pointer::join(at, "priority"), "the rules are not ranked by priority"),
            };
            self.report.push(Problem::new(Code::CommissionRatePriority, at, message));
        }
        let declared = |column: &str| TRANSACTIONS.column(column).map(|column| column.kind);
        let matched = rule.matched.iter().map(|(column, values)| {
            let values = values.iter().cloned().map(OperandDocument::Text).collect();
            let condition = RuleDocument {
                column: Some(column.clone()),
                op: Some(Operator::In),
                value: Some(OperandDocument::List(values)),
                ..RuleDocument::default()
            };
            (condition, pointer::join(&match_at, column))
        });
        let when = rule.when.iter().map(|rule| (rule.clone(), pointer::join(at, "when")));
        let conditions: Vec<Option<Rule>> =
            matched.chain(when).map(|(rule, at)| Rule::check(&rule, &at, &declared, &mut self.report)).collect();
        Some(RateRule {
            id: rule.id.clone(),
            rate: rule.rate.exact().clone(),
            priority: rule.priority,
            values: document.dimensions.iter().map(|name| rule.matched.get(name).cloned()).collect(),
            conditions: conditions.into_iter().collect::<Option<_>>()?,
        })
    }

    fn rule_ids(&mut self, rules: &[RateRule], at: &str) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (position, rule) in rules.iter().enumerate() {
            if let Some(first) = seen.insert(&rule.id, position) {
                let message = format!("`{}` is the id of two rules", rule.id);
                let problem = Problem::new(Code::CommissionRateRuleTwice, format!("{at}/{position}/id"), message);
                self.report.push(problem.related(format!("{at}/{first}/id")));
            }
        }
    }

    /// Rules that fit the same transactions and rank the same. Conditions beside the dimensions cannot tell
    /// them apart before there are transactions.
    fn ties(&mut self, rules: &[RateRule], precedence: Precedence, at: &str) {
        let rank_alike = |one: &RateRule, other: &RateRule| match precedence {
            Precedence::MostSpecific => one.specificity() == other.specificity(),
            Precedence::Priority => one.priority == other.priority,
            Precedence::Highest | Precedence::Lowest | Precedence::Sum => false,
        };
        for (position, rule) in rules.iter().enumerate() {
            let mut earlier = rules.iter().take(position).enumerate();
            if let Some((first, other)) = earlier.find(|(_, other)| rank_alike(rule, other) && rule.can_meet(other)) {
                let message = format!("`{}` and `{}` may fit one transaction and rank the same", other.id, rule.id);
                let problem = Problem::new(Code::CommissionRateTie, format!("{at}/{position}"), message);
                self.report.push(problem.related(format!("{at}/{first}")));
            }
        }
    }
}
