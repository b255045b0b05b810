//! The operations of the crm room.

use std::sync::Arc;

use super::handle::Model;
use super::operation::{Outcome, Request};
use super::operations::{DescribeSummary, NoParams, schema};
use super::{Kind, Operation};
use crate::crm::{Mapping, REPORT, ReadParams, ReadSummary, Reading};
use crate::problem::{Code, Problem, Problems};
use crate::table::{Tables, declared};

pub(super) const DESCRIBE: Operation = Operation {
    name: "crm.describe",
    kind: Some(Kind::CrmMapping),
    about: "a mapping in words",
    params: schema::<NoParams>,
    tables_in: &[],
    summary: schema::<DescribeSummary>,
    tables_out: &[],
    codes: &[],
    since: "0.1.0",
    long: false,
    open: false,
    run: describe,
};

pub(super) const READ: Operation = Operation {
    name: "crm.read",
    kind: Some(Kind::CrmMapping),
    about: "reads an export: tables by the names of the mapping's sources in, the mapping's tables out",
    params: schema::<ReadParams>,
    open: true,
    summary: schema::<ReadSummary>,
    tables_out: &[
        &declared::DEALS,
        &declared::DEAL_EVENTS,
        &declared::PEOPLE,
        &declared::REPORTING,
        &declared::ASSIGNMENTS,
        &declared::QUOTAS,
        &declared::TARGETS,
        &declared::TRANSACTIONS,
        &declared::SPLITS,
        &declared::FX_RATES,
        &declared::ACCOUNTS,
        &declared::ACTIVITIES,
        &declared::LEADS,
        &REPORT,
        &declared::SET_ASIDE,
    ],
    codes: &[
        Code::CrmMissingColumn,
        Code::CrmUnknownWord,
        Code::CrmUnknownKey,
        Code::CrmSeveralRows,
        Code::CrmAmbiguousDate,
        Code::CrmNoDateFormat,
        Code::CrmVersionsOverlap,
        Code::CrmColumnGuessed,
        Code::CrmDateFormatGuessed,
        Code::CrmAssumed,
        Code::RuleUnknownColumn,
        Code::RuleTypeMismatch,
    ],
    long: true,
    run: read,
    ..DESCRIBE
};

/// The mapping that the call is made on.
fn mapping<'r>(request: &Request<'r>) -> Result<&'r Arc<Mapping>, Problems> {
    match request.handle.map(|handle| &**handle.model()) {
        Some(Model::CrmMapping(mapping)) => Ok(mapping),
        _ => Err(Problem::new(Code::OperationWrongHandle, "", "the operation runs on a mapping").into()),
    }
}

fn describe(request: Request<'_>) -> Result<Outcome, Problems> {
    request.params::<NoParams>()?;
    Ok(Outcome::of(&DescribeSummary { lines: mapping(&request)?.describe() }, Vec::new(), Tables::new()))
}

fn read(request: Request<'_>) -> Result<Outcome, Problems> {
    let (mapping, params) = (Arc::clone(mapping(&request)?), request.params::<ReadParams>()?);
    let reading = Reading::new(mapping, request.sources, params, request.intake)?;
    let export = reading.read(request.bad.policy())?;
    Ok(Outcome::of(&export.summary, export.warnings, export.tables).explained_by(Arc::new(reading)))
}
