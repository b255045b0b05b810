//! The operation on closed periods.

use std::sync::Arc;

use super::commission::{CALCULATE, inputs, plan};
use super::operation::{Outcome, Request, TableUse};
use super::operations::schema;
use super::{Kind, Operation};
use crate::commission::{BOOKINGS, RestateInputs, RestateParams, RestateSummary};
use crate::problem::Problems;
use crate::table::declared;

pub(super) const RESTATE: Operation = Operation {
    name: "commission.restate",
    kind: Some(Kind::CommissionPlan),
    about: "what a closed period comes to now less what was booked for it, line by line, with the reason",
    params: schema::<RestateParams>,
    tables_in: &[
        TableUse::optional(&BOOKINGS),
        TableUse::required(&declared::TRANSACTIONS),
        TableUse::optional(&declared::SPLITS),
        TableUse::required(&declared::ASSIGNMENTS),
        TableUse::optional(&declared::QUOTAS),
        TableUse::optional(&declared::QUOTA_RELIEF),
        TableUse::optional(&declared::FX_RATES),
        TableUse::optional(&declared::FLAGS),
        TableUse::optional(&declared::REPORTING),
    ],
    open: false,
    summary: schema::<RestateSummary>,
    tables_out: &[&BOOKINGS, &declared::SET_ASIDE, &declared::EXCLUDED],
    codes: CALCULATE.codes,
    since: "0.1.0",
    long: true,
    run: restate,
};

fn restate(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let (plan, params) = (plan(&request)?, request.params::<RestateParams>()?);
    let bookings = request.take(BOOKINGS.name);
    let inputs = RestateInputs { calculation: inputs(&mut request)?, bookings };
    let (summary, warnings, tables, explanations) = plan.restate(&params, &inputs, request.bad)?.into_parts();
    Ok(Outcome::of(&summary, warnings, tables).explained_by(Arc::new(explanations)))
}
