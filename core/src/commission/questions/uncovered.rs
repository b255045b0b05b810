//! The cases that a plan is silent on, which are those that people argue about later.

use crate::commission::document::{Accumulate, PlanDocument, Prorated};
use crate::problem::{Code, Problem, Tree, pointer};

/// All of them, with what the calculation does meanwhile.
pub(super) fn uncovered(document: &PlanDocument, tree: &Tree) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut silent = |case: &str, at: String, message: &str| {
        found.push(Problem::new(Code::CommissionCaseNotCovered, at, message).with("case", case));
    };
    if document.fx.is_none() {
        silent("currency", "/fx".to_owned(), "a deal in another currency stops the calculation");
    }
    if tree.get("clawback").is_none() {
        silent(
            "refunds",
            "/clawback".to_owned(),
            "a refund counts as negative credit on its own day, at that day's rates",
        );
    }
    if document.ramp.is_none() {
        silent("new_hires", "/ramp".to_owned(), "somebody new has the full quota from the first day");
    }
    let by_quota = document.components.iter().any(|component| component.quota.is_some());
    let prorated = [Prorated::Quota, Prorated::TargetVariable];
    if by_quota && !prorated.iter().all(|what| document.proration.applies_to.contains(what)) {
        let message = "somebody who comes, leaves or is on leave for a part of a period has the whole quota or target";
        silent("leave", "/proration/applies_to".to_owned(), message);
    }
    let reads_term = reads_column(tree, &["term", "year", "month", "duration"]);
    if !reads_term {
        let message = "no rule reads how long a contract runs, so all its years count on the day of the deal";
        silent("multi_year", "/components".to_owned(), message);
    }
    for (number, component) in document.components.iter().enumerate() {
        let of = |key: &str| format!("{}/{key}", pointer::at("/components", number));
        let written = tree.get("components").and_then(|list| match list {
            Tree::Array(list) => list.get(number),
            _ => None,
        });
        let quota = written.and_then(|written| written.get("quota"));
        if quota.is_some_and(|quota| quota.get("zero").is_none()) {
            silent("zero_quota", of("quota/zero"), "a quota of zero stops the calculation");
        }
        if component.measure.accumulate == Accumulate::Transaction && component.rate.is_none() {
            let message = "a deal that is booked in parts goes through the tiers part by part";
            silent("split_orders", of("measure/accumulate"), message);
        }
    }
    found
}

/// Whether a rule anywhere in the document reads a column with one of these words in its name.
fn reads_column(tree: &Tree, words: &[&str]) -> bool {
    match tree {
        Tree::Object(entries) => entries.iter().any(|(key, value)| {
            let named = |column: &str| words.iter().any(|word| column.contains(word));
            (key == "column" && matches!(value, Tree::Text(column) if named(column))) || reads_column(value, words)
        }),
        Tree::Array(list) => list.iter().any(|value| reads_column(value, words)),
        _ => false,
    }
}
