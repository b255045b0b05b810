//! The check of what a plan says about credit as a whole.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::Component;
use super::check::Check;
use crate::commission::document::{HierarchyDocument, RollUp};
use crate::number::{Exact, Ratio};
use crate::problem::{Code, Problem, pointer};

impl Check {
    /// The most that the credits of a transaction may come to: all of it at least.
    pub(super) fn max_total_credit(&mut self, most: Option<Ratio>) -> Option<Exact> {
        let most = Exact::from(most?);
        if most < Exact::ONE {
            let message = format!("direct credit alone comes to 1, which is more than {most}");
            self.report.push(Problem::new(Code::CommissionMaxTotalCredit, "/max_total_credit", message));
        }
        Some(most)
    }

    /// The reporting lines, against the components that count what is rolled up along them.
    pub(super) fn hierarchy(
        &mut self,
        hierarchy: Option<HierarchyDocument>,
        components: &[Component],
    ) -> Option<HierarchyDocument> {
        let mut takers = components.iter().filter(|component| component.roll_up != RollUp::None).peekable();
        if hierarchy.is_some() && takers.peek().is_none() {
            let message = "no component counts credit that is rolled up";
            self.report.push(Problem::new(Code::CommissionHierarchyUnused, "/hierarchy", message));
        }
        for component in takers.filter(|_| hierarchy.is_none()) {
            let message =
                format!("`{}` counts credit that is rolled up, and the plan says nothing of how", component.id);
            let at = pointer::join(&component.pointer, "roll_up");
            let problem = Problem::new(Code::CommissionHierarchyMissing, at, message);
            self.report.push(problem.with("component_id", component.id.clone()));
        }
        hierarchy
    }
}
