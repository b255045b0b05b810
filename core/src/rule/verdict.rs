//! Why a rule does not match a row.

use super::bind::{Bound, BoundRule};
use super::truth::Truth;
use super::words;

/// What a rule says about a row, and the comparisons that keep it from matching.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// What the rule says.
    pub truth: Truth,
    /// The comparisons at fault, in the order of the document; none where the rule matches.
    pub findings: Vec<Finding>,
}

/// One comparison that keeps a rule from matching.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Where the comparison stands in the document.
    pub pointer: String,
    /// The column compared.
    pub column: String,
    /// What the cell holds; nothing if it is empty.
    pub found: Option<String>,
    /// What it would have to be, such as `at least 1000`.
    pub wanted: String,
    /// Whether it stands under a `not`: the cell must be anything else.
    pub negated: bool,
}

impl BoundRule<'_> {
    /// What the rule says about a row, with the failing comparisons and the empty cells.
    #[must_use]
    pub fn explain(&self, row: usize) -> Verdict {
        let truth = self.matches(row);
        let mut findings = Vec::new();
        if truth != Truth::True {
            blame(&self.root, row, Truth::True, &mut findings);
        }
        Verdict { truth, findings }
    }
}

/// Adds the comparisons that keep `bound` from being `wanted`.
fn blame(bound: &Bound<'_>, row: usize, wanted: Truth, findings: &mut Vec<Finding>) {
    if bound.truth(row) == wanted {
        return;
    }
    match bound {
        Bound::All(parts) | Bound::Any(parts) => parts.iter().for_each(|part| blame(part, row, wanted, findings)),
        Bound::Not(part) => blame(part, row, wanted.negated(), findings),
        Bound::Leaf(bound) => findings.push(Finding {
            pointer: bound.leaf.pointer.clone(),
            column: bound.leaf.column.clone(),
            found: bound.reader.show(row),
            wanted: words::wanted(bound.leaf),
            negated: wanted == Truth::False,
        }),
    }
}

impl Verdict {
    /// The columns whose empty cell leaves the rule open, in the order of the document.
    pub fn empty_cells(&self) -> impl Iterator<Item = &str> {
        self.findings.iter().filter(|finding| finding.found.is_none()).map(|finding| finding.column.as_str())
    }

    /// The findings in words.
    #[must_use]
    pub fn words(&self) -> String {
        self.findings.iter().map(Finding::words).collect::<Vec<_>>().join("; ")
    }
}

impl Finding {
    /// The finding in words, such as "`amount` is 900 and must be at least 1000".
    #[must_use]
    pub fn words(&self) -> String {
        let found = self.found.as_deref().unwrap_or("empty");
        let must = if self.negated { "must not be" } else { "must be" };
        format!("`{}` is {found} and {must} {}", self.column, self.wanted)
    }
}
