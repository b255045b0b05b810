//! What an operation answers with, whatever it was asked.

use crate::problem::Problem;
use crate::table::Tables;

/// The result of an operation: a summary, its tables, and what explains their rows.
#[derive(Debug)]
pub struct Answered<S, E> {
    summary: S,
    warnings: Vec<Problem>,
    tables: Tables,
    explanations: E,
}

impl<S, E> Answered<S, E> {
    pub(crate) fn new(summary: S, warnings: Vec<Problem>, tables: Tables, explanations: E) -> Self {
        Self { summary, warnings, tables, explanations }
    }

    /// The totals.
    #[must_use]
    pub fn summary(&self) -> &S {
        &self.summary
    }

    /// What does not stand in the way of the result, and is worth a look.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// The result tables by their names.
    #[must_use]
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// What explains the rows of the tables.
    #[must_use]
    pub fn explanations(&self) -> &E {
        &self.explanations
    }

    /// The result by value.
    #[must_use]
    pub fn into_parts(self) -> (S, Vec<Problem>, Tables, E) {
        (self.summary, self.warnings, self.tables, self.explanations)
    }
}
