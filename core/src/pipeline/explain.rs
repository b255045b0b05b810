//! Why a move is refused, and where an allowed one leads.

use super::moves::Move;
use super::transition::Transition;
use crate::problem::Problem;
use crate::trace::{Explain, Node, not_computed, unknown_row};

/// The reasons of the summary, by position: the table `reasons`.
impl Explain for Transition {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        if table != "reasons" {
            return Err(not_computed(table));
        }
        let reason = self.reasons.get(row).ok_or_else(|| unknown_row(table, self.reasons.len(), row))?;
        let node = Node::new(reason.code.as_str(), &reason.message, &reason.pointer).input("version", self.version);
        Ok(reason.params.iter().fold(node, |node, (name, value)| match value.as_str() {
            Some(text) => node.input(name, text),
            None => node.input(name, value),
        }))
    }
}

/// The moves of `available_moves`, as their summary lists them: the table `moves`.
#[derive(Debug)]
pub struct AvailableMoves(pub Vec<Move>);

impl Explain for AvailableMoves {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        if table != "moves" {
            return Err(not_computed(table));
        }
        let to = self.0.get(row).ok_or_else(|| unknown_row(table, self.0.len(), row))?;
        let node = Node::new(format!("move to {}", to.to), "every check was made, and none speaks against it", "");
        Ok(node.input("direction", to.direction.as_str()))
    }
}
