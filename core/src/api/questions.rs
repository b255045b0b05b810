//! Questions about a commission plan.

use std::sync::Arc;

use super::Operation;
use super::operation::{Outcome, Request};
use super::operations::schema;
use crate::commission::{CheckParams, CheckSummary, FINDINGS, PAYOUT_CURVE, check_text};
use crate::problem::{Code, Problems, Tree};

pub(super) const CHECK: Operation = Operation {
    name: "commission.check",
    kind: None,
    about: "what a plan document leaves open: cliffs, falling payouts, idle tiers and weights, cases not covered",
    params: schema::<CheckParams>,
    tables_in: &[],
    open: false,
    summary: schema::<CheckSummary>,
    tables_out: &[&FINDINGS, &PAYOUT_CURVE],
    codes: &[
        Code::CommissionCliff,
        Code::CommissionPayoutFalls,
        Code::CommissionCapBelowTarget,
        Code::CommissionTierUnreachable,
        Code::CommissionWeightIdle,
        Code::CommissionCaseNotCovered,
    ],
    since: "0.1.0",
    long: false,
    run: check,
};

fn check(request: Request<'_>) -> Result<Outcome, Problems> {
    let params = request.params::<CheckParams>()?;
    // From the tree, so that problems of the document's own text are found as they are when it is loaded.
    let document = match request.params.get("document") {
        Some(Tree::Text(text)) => text.clone().into_bytes(),
        document => document.map(Tree::to_json).unwrap_or_default(),
    };
    let mut checked = check_text(&params, &document)?;
    let tables = checked.take_tables();
    Ok(Outcome::of(checked.summary(), Vec::new(), tables).explained_by(Arc::new(checked.explanations())))
}
