//! The one step that rounds a payee's rows, after all stages.

use super::super::document::{Reconcile, RoundingLevel};
use super::super::output::results::amounts_of_parts;
use super::super::workings::Workings;
use crate::number::{CumulativeDifference, Exact};
use crate::problem::{Problem, pointer, shape};

/// The minor units of a payee's rows, by the plan's policy. Rows of one group lie together; `early` says by group
/// what was before the call.
pub(super) fn round(workings: &Workings, rows: &[(usize, Exact)], early: &[Exact]) -> Result<Vec<i128>, Problem> {
    let policy = workings.plan.rounding;
    let problem = |error| shape::number_problem(&error, &pointer::table("lines", Some("amount")));
    let exact = |rows: &[(usize, Exact)]| -> Vec<Exact> { rows.iter().map(|(_, exact)| exact.clone()).collect() };
    let by_group = || rows.chunk_by(|a, b| a.0 == b.0);
    match (policy.at, policy.reconcile) {
        (RoundingLevel::Line, _) => {
            let of = |row: &(usize, Exact)| row.1.round_to_units(policy.scale, policy.mode).map_err(problem);
            rows.iter().map(of).collect()
        }
        (RoundingLevel::Component, Reconcile::LargestRemainder) => {
            let mut amounts = Vec::with_capacity(rows.len());
            for own in by_group() {
                amounts.extend(amounts_of_parts(policy, &exact(own))?);
            }
            Ok(amounts)
        }
        (RoundingLevel::Payee, Reconcile::LargestRemainder) => amounts_of_parts(policy, &exact(rows)),
        (RoundingLevel::Component, _) => {
            let mut amounts = Vec::with_capacity(rows.len());
            for own in by_group() {
                let mut running = CumulativeDifference::new(policy.scale, policy.mode);
                let before = own.first().and_then(|(group, _)| early.get(*group)).cloned().unwrap_or(Exact::ZERO);
                running.next(&before).map_err(problem)?;
                for (_, row) in own {
                    amounts.push(running.next(row).map_err(problem)?);
                }
            }
            Ok(amounts)
        }
        (RoundingLevel::Payee, _) => {
            let mut running = CumulativeDifference::new(policy.scale, policy.mode);
            rows.iter().map(|(_, row)| running.next(row).map_err(problem)).collect()
        }
    }
}
