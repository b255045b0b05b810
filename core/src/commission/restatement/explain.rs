//! Why something is booked.

use std::sync::Arc;

use super::adjustment::Entry;
use crate::commission::output::outcome::Explanations;
use crate::number::Exact;
use crate::problem::Problem;
use crate::trace::{Explain, Node, not_computed, unknown_row};

/// Explains the rows of a finished restatement.
#[derive(Debug)]
pub struct RestateExplanations {
    /// Of the period as it is now.
    pub(super) calculation: Arc<Explanations>,
    pub(super) entries: Arc<[Entry]>,
}

impl RestateExplanations {
    pub(crate) fn new(calculation: Explanations, entries: Vec<Entry>) -> Self {
        Self { calculation: Arc::new(calculation), entries: entries.into() }
    }
}

impl Explain for RestateExplanations {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        if table != "bookings" {
            return Err(not_computed(table));
        }
        let entry = self.entries.get(row).ok_or_else(|| unknown_row(table, self.entries.len(), row))?;
        let Some(before) = &entry.before else {
            let node = Node::new("closed", "what the line came to when its period was closed", "");
            return Ok(node.value(entry.amount.clone()));
        };
        let lines = entry.now.rows.iter().map(|&line| self.calculation.explain("lines", line));
        let lines = lines.collect::<Result<Vec<_>, _>>()?;
        let now = Node::new("now", "what the line comes to now", "").value(entry.now.amount.clone()).parts(lines);
        let booked = Node::new("booked", "less what was booked for it", "").value(Exact::ZERO.sub(&before.amount));
        let node = Node::new("adjustment", "what the line comes to now, less what was booked for it", "");
        Ok(node.input("reason", entry.reason).value(entry.amount.clone()).part(now).part(booked))
    }
}
