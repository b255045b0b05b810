//! The operation of the sample room.

use super::Operation;
use super::operation::{Outcome, Request};
use super::operations::schema;
use crate::problem::Problems;
use crate::sample::{CompanyParams, CompanySummary, company as make};
use crate::table::declared;

pub(super) const COMPANY: Operation = Operation {
    name: "sample.company",
    kind: None,
    about: "a generated company, the same for the same seed: people, deals and their history, bookings, plans, and dirt",
    params: schema::<CompanyParams>,
    tables_in: &[],
    open: false,
    summary: schema::<CompanySummary>,
    tables_out: &[
        &declared::DEALS,
        &declared::DEAL_EVENTS,
        &declared::PEOPLE,
        &declared::REPORTING,
        &declared::TRANSACTIONS,
        &declared::SPLITS,
        &declared::ASSIGNMENTS,
        &declared::QUOTAS,
        &declared::TARGETS,
        &declared::ADJUSTMENTS,
        &declared::FX_RATES,
    ],
    codes: &[],
    since: "0.1.0",
    long: true,
    run: company,
};

fn company(request: Request<'_>) -> Result<Outcome, Problems> {
    let made = make(&request.params::<CompanyParams>()?)?;
    Ok(Outcome::of(&made.summary, Vec::new(), made.tables))
}
