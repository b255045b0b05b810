//! Why a move is not allowed, and what is wrong with a deal, step by step.

use super::deals::DealsCheck;
use super::moves::Moves;
use super::transition::Transition;
use crate::problem::Problem;
use crate::rule::Finding;
use crate::trace::{Explain, Node, not_computed, unknown_row};

impl Explain for Transition {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        if table != "reasons" {
            return Err(not_computed(table));
        }
        let reason = self.reasons.get(row).ok_or_else(|| unknown_row(table, self.reasons.len(), row))?;
        Ok(node(&reason.problem, &reason.findings))
    }
}

impl Explain for Moves {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        if table != "moves" {
            return Err(not_computed(table));
        }
        let to = self.all.get(row).ok_or_else(|| unknown_row(table, self.all.len(), row))?;
        let op = match to.transition.reasons.len() {
            0 => "allowed, since nothing speaks against it".to_owned(),
            1 => "not allowed, for one reason".to_owned(),
            count => format!("not allowed, for {count} reasons"),
        };
        let mut tree = Node::new(format!("move to {}", to.to), op, "").input("version", to.transition.version);
        if let Some(direction) = to.transition.direction {
            tree = tree.input("direction", direction.as_str());
        }
        Ok(tree.parts(to.transition.reasons.iter().map(|reason| node(&reason.problem, &reason.findings))))
    }
}

impl Explain for DealsCheck {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        if table != "problems" {
            return Err(not_computed(table));
        }
        let found = self.problems.get(row).ok_or_else(|| unknown_row(table, self.problems.len(), row))?;
        Ok(node(&found.problem, &found.findings)
            .input("deal_id", &found.deal_id)
            .input("stage_id", &found.stage_id)
            .input("row", found.row))
    }
}

/// A problem with the comparisons that it comes from.
fn node(problem: &Problem, findings: &[Finding]) -> Node {
    let parts = findings.iter().map(|finding| Node::new(&finding.column, finding.words(), &finding.pointer));
    Node::new(problem.code.as_str(), &problem.message, &problem.pointer).parts(parts)
}
