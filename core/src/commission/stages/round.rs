//! The one step that rounds a payee's rows, after all stages.

use super::super::document::{Reconcile, RoundingLevel};
use super::super::output::results::amounts_of_parts;
use super::super::workings::Workings;
use crate::number::{CumulativeDifference, Exact};
use crate::problem::{Problem, pointer, shape};
use crate::sorted;

/// A row to round.
pub(super) struct Rounded<'r> {
    pub(super) group: usize,
    pub(super) day: i32,
    pub(super) exact: &'r Exact,
}

/// The minor units of a payee's rows, by the plan's policy. Rows of one group lie together; `early` says by group
/// what was before the call. Running totals go by day, so that what a period brings about at its end moves no cent
/// of a later line, and months add up to their year line by line.
pub(super) fn round(workings: &Workings, rows: &[Rounded<'_>], early: &[Exact]) -> Result<Vec<i128>, Problem> {
    let policy = workings.plan.rounding;
    let problem = |error| shape::number_problem(&error, &pointer::table("lines", Some("amount")));
    let exact = |rows: &[Rounded<'_>]| -> Vec<Exact> { rows.iter().map(|row| row.exact.clone()).collect() };
    let by_group = || rows.chunk_by(|a, b| a.group == b.group);
    match (policy.at, policy.reconcile) {
        (RoundingLevel::Line, _) => {
            let of = |row: &Rounded<'_>| row.exact.round_to_units(policy.scale, policy.mode).map_err(problem);
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
            let mut amounts = vec![0; rows.len()];
            let mut first = 0;
            for own in by_group() {
                let mut running = CumulativeDifference::new(policy.scale, policy.mode);
                let before = own.first().and_then(|row| early.get(row.group)).cloned().unwrap_or(Exact::ZERO);
                running.next(&before).map_err(problem)?;
                for at in by_day(own) {
                    if let (Some(row), Some(amount)) = (own.get(at), amounts.get_mut(first + at)) {
                        *amount = running.next(row.exact).map_err(problem)?;
                    }
                }
                first += own.len();
            }
            Ok(amounts)
        }
        (RoundingLevel::Payee, _) => {
            let mut running = CumulativeDifference::new(policy.scale, policy.mode);
            rows.iter().map(|row| running.next(row.exact).map_err(problem)).collect()
        }
    }
}

/// The positions of rows by day; those of one day as they lie.
fn by_day(rows: &[Rounded<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    if !rows.is_sorted_by_key(|row| row.day) {
        sorted::sort_by_key(&mut order, |at| (rows.get(*at).map(|row| row.day), *at));
    }
    order
}
