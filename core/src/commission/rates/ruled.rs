//! Which rate each transaction has, where a component pays by rules.

use std::collections::BTreeMap;

use crate::commission::document::{Otherwise, Precedence};
use crate::commission::engine::walk::Walk;
use crate::commission::model::{Payout, Plan, RateRule, RateRules};
use crate::commission::output::explain::tier_name;
use crate::commission::periods::slices::Slice;
use crate::commission::workings::Workings;
use crate::number::Exact;
use crate::problem::{Code, Problem, Problems, Report, pointer};
use crate::rule::BoundRule;
use crate::table::Table;
use crate::table::declared::TRANSACTIONS;
use crate::trace::Node;

/// The rates of a component's transactions.
#[derive(Debug, Default)]
pub(crate) struct Ruled {
    /// By transaction row: the number of the set of rules that fit.
    sets: Vec<u32>,
    chosen: Vec<Chosen>,
}

/// What a set of rules that fit one transaction comes to.
#[derive(Debug)]
struct Chosen {
    /// The rules that pay, by position; none where no rule fits.
    paying: Vec<usize>,
    /// Those that fit and do not pay.
    beaten: Vec<usize>,
    rate: Exact,
}

impl Ruled {
    fn chosen(&self, row: usize) -> Option<&Chosen> {
        self.chosen.get(*self.sets.get(row)? as usize)
    }

    /// Whether no rule fits a transaction.
    pub(crate) fn is_without(&self, row: usize) -> bool {
        self.chosen(row).is_none_or(|chosen| chosen.paying.is_empty())
    }

    /// What a transaction pays per unit of credit.
    pub(crate) fn rate(&self, row: usize) -> Exact {
        self.chosen(row).map_or(Exact::ZERO, |chosen| chosen.rate.clone())
    }
}

impl Plan {
    /// By component: the rates of its transactions, where it pays by rules.
    pub(crate) fn ruled(&self, table: &Table) -> Result<Vec<Option<Ruled>>, Problems> {
        let mut report = Report::new();
        let mut all = Vec::with_capacity(self.components.len());
        for component in &self.components {
            // A table without rows may be without columns: there is nothing that a rule could miss.
            let Payout::Rules(rates) = &component.payout else {
                all.push(None);
                continue;
            };
            match self.rule_rows(rates, table) {
                Ok(ruled) => all.push(Some(ruled)),
                Err(problems) => report.absorb(problems),
            }
        }
        report.finish().map(|_| all)
    }

    fn rule_rows(&self, rates: &RateRules, table: &Table) -> Result<Ruled, Problems> {
        if table.rows() == 0 {
            return Ok(Ruled::default());
        }
        let mut report = Report::new();
        for (position, name) in rates.dimensions.iter().enumerate() {
            if table.column(name).is_none() && TRANSACTIONS.column(name).is_none() {
                let at = pointer::at(&pointer::join(&rates.pointer, "dimensions"), position);
                let message = format!("there is no column `{name}`");
                report.push(Problem::new(Code::RuleUnknownColumn, at, message).with("column", name.clone()));
            }
        }
        report.finish()?;
        let mut report = Report::new();
        let mut bound: Vec<Vec<BoundRule<'_>>> = Vec::with_capacity(rates.rules.len());
        for rule in &rates.rules {
            let mut conditions = Vec::with_capacity(rule.conditions.len());
            for condition in &rule.conditions {
                match condition.bind(table, "transactions", self.zone, None) {
                    Ok(condition) => conditions.push(condition),
                    Err(problems) => report.absorb(problems),
                }
            }
            bound.push(conditions);
        }
        report.finish()?;
        let mut ruled = Ruled { sets: Vec::with_capacity(table.rows()), chosen: Vec::new() };
        let mut known: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
        let mut fitting = Vec::new();
        for row in 0..table.rows() {
            let fits = |conditions: &[BoundRule<'_>]| conditions.iter().all(|rule| rule.matches(row).is_true());
            fitting.clear();
            fitting.extend((0..bound.len()).filter(|&rule| bound.get(rule).is_some_and(|rule| fits(rule))));
            let number = known.get(&fitting).copied().unwrap_or_else(|| {
                let next = u32::try_from(ruled.chosen.len()).unwrap_or(u32::MAX);
                ruled.chosen.push(rates.choose(&fitting));
                known.insert(fitting.clone(), next);
                next
            });
            ruled.sets.push(number);
        }
        Ok(ruled)
    }
}

impl RateRules {
    fn rule(&self, position: usize) -> Option<&RateRule> {
        self.rules.get(position)
    }

    /// Which of the rules that fit pay. The first of those that rank the same does.
    fn choose(&self, fitting: &[usize]) -> Chosen {
        let rate = |position: &usize| self.rule(*position).map(|rule| rule.rate.clone());
        let back = std::cmp::Reverse;
        let best = match self.precedence {
            Precedence::MostSpecific => {
                fitting.iter().rev().max_by_key(|&&at| self.rule(at).map(RateRule::specificity))
            }
            Precedence::Priority => fitting.iter().min_by_key(|&&at| self.rule(at).map(|rule| rule.priority)),
            Precedence::Highest => fitting.iter().rev().max_by_key(|at| rate(at)),
            Precedence::Lowest => fitting.iter().rev().max_by_key(|at| back(rate(at))),
            Precedence::Sum => None,
        };
        let pays = |at: &usize| self.precedence == Precedence::Sum || best == Some(at);
        let (paying, beaten): (Vec<usize>, Vec<usize>) = fitting.iter().partition(|at| pays(at));
        let rate = paying.iter().filter_map(rate).fold(Exact::ZERO, |sum, rate| sum.add(&rate));
        Chosen { paying, beaten, rate }
    }

    /// Why a rule that fits does not pay.
    fn beaten_by(&self) -> &'static str {
        match self.precedence {
            Precedence::MostSpecific => "less specific",
            Precedence::Priority => "of a later priority",
            Precedence::Highest => "not the highest",
            Precedence::Lowest => "not the lowest",
            Precedence::Sum => "",
        }
    }

    /// The rules in words.
    pub(crate) fn describe(&self) -> Vec<String> {
        let by = match self.precedence {
            Precedence::MostSpecific => {
                let names: Vec<String> = self.dimensions.iter().map(|name| format!("`{name}`")).collect();
                format!("the most specific by {}", names.join(", then "))
            }
            Precedence::Priority => "the one that comes first by priority".to_owned(),
            Precedence::Highest => "the highest".to_owned(),
            Precedence::Lowest => "the lowest".to_owned(),
            Precedence::Sum => "all together".to_owned(),
        };
        let mut lines = vec![format!("  it pays by the rules that fit a transaction: {by}")];
        for rule in &self.rules {
            let conditions: Vec<String> = rule.conditions.iter().map(crate::rule::Rule::describe).collect();
            let only =
                if conditions.is_empty() { String::new() } else { format!(" where {}", conditions.join(" and ")) };
            let priority = rule.priority.map_or_else(String::new, |priority| format!("{priority}. "));
            lines.push(format!("    {priority}`{}`: {}{only}", rule.id, rule.rate));
        }
        lines.push(match self.otherwise {
            Otherwise::Error => "    a transaction that no rule fits is refused".to_owned(),
            Otherwise::Zero => "    a transaction that no rule fits pays nothing".to_owned(),
        });
        lines
    }
}

impl Workings {
    pub(crate) fn ruled(&self, component: usize) -> Option<&Ruled> {
        self.ruled.get(component)?.as_ref()
    }

    /// The step of a line that rules rate.
    pub(crate) fn explain_ruled(&self, slice: &Slice, row: usize, walk: &Walk<'_>, part: &Exact) -> Node {
        let node =
            self.earning(slice, part).input("measure_before", &walk.before).input("measure_after", &walk.measure);
        let Payout::Rules(rates) = &self.component(slice).payout else { return node };
        let Some(chosen) = self.ruled(slice.component).and_then(|ruled| ruled.chosen(row)) else { return node };
        let multiplier = slice.multiplier.clone().unwrap_or(Exact::ONE);
        let mut parts: Vec<Node> = Vec::new();
        for (position, rule) in chosen.paying.iter().filter_map(|&at| Some((at, rates.rule(at)?))) {
            let rate = rule.rate.mul(&multiplier);
            let at = pointer::at(&pointer::join(&rates.pointer, "rules"), position);
            let step = Node::new(format!("rule `{}`", rule.id), "credit times the rate of the rule", at);
            parts.push(step.input("credit", &walk.credit).input("rate", &rate).value(walk.credit.mul(&rate)));
        }
        if parts.is_empty() {
            parts.push(Node::new(tier_name(None), "no rule fits", rates.pointer.clone()).value(Exact::ZERO));
        }
        let beaten = chosen.beaten.iter().filter_map(|&at| rates.rule(at));
        let beaten = beaten.map(|rule| format!("rule `{}` of {}: {}", rule.id, rule.rate, rates.beaten_by()));
        if let Some(first) = parts.first_mut() {
            first.rejected.extend(beaten);
        }
        node.parts(parts)
    }
}
