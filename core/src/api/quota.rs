//! The operations of the quota room.

use std::sync::Arc;

use super::Operation;
use super::operation::{Outcome, Request, TableUse};
use super::operations::schema;
use crate::problem::{Code, Problems};
use crate::quota::{
    ATTAINMENT, AllocateParams, AllocateSummary, AttainParams, AttainSummary, CREDITED, NODES, PERIODS, SHARES,
    allocate as share_out, attain,
};
use crate::table::{Tables, declared};

pub(super) const ALLOCATE: Operation = Operation {
    name: "quota.allocate",
    kind: None,
    about: "shares a total down a tree of nodes, exactly",
    params: schema::<AllocateParams>,
    tables_in: &[TableUse::required(&NODES)],
    open: false,
    summary: schema::<AllocateSummary>,
    tables_out: &[&SHARES, &declared::SET_ASIDE],
    codes: &[
        Code::QuotaNoNodes,
        Code::QuotaUnknownParent,
        Code::QuotaCycle,
        Code::QuotaBadUnit,
        Code::QuotaNotAMultiple,
        Code::QuotaUnknownNode,
        Code::QuotaResidualNotLeaf,
        Code::QuotaUnknownTie,
        Code::QuotaWeightMissing,
        Code::QuotaNegativeWeight,
        Code::QuotaZeroWeights,
        Code::QuotaPinOvershoot,
        Code::QuotaPinUndershoot,
    ],
    since: "0.1.0",
    long: false,
    run: allocate,
};

pub(super) const ATTAINMENT_OF: Operation = Operation {
    name: "quota.attainment",
    kind: None,
    about: "what counts towards each quota, over the quota",
    params: schema::<AttainParams>,
    tables_in: &[
        TableUse::required(&declared::TRANSACTIONS),
        TableUse::optional(&CREDITED),
        TableUse::required(&declared::QUOTAS),
    ],
    open: false,
    summary: schema::<AttainSummary>,
    tables_out: &[&ATTAINMENT, &PERIODS, &declared::EXCLUDED, &declared::SET_ASIDE],
    codes: &[
        Code::QuotaNegativeQuota,
        Code::QuotaOverlap,
        Code::QuotaPartlyInPeriod,
        Code::QuotaMeasureUnknown,
        Code::NumberCurrencyMismatch,
        Code::TableUnknownId,
    ],
    since: "0.1.0",
    long: false,
    run: attainment,
};

fn allocate(mut request: Request<'_>) -> Result<Outcome, Problems> {
    request.bad.settle()?;
    let nodes = request.required("nodes")?;
    let allocation = share_out(&request.params()?, &nodes)?;
    let mut tables = Tables::new();
    tables.insert("shares", allocation.to_table()?);
    tables.insert("set_aside", request.bad.to_table());
    Ok(Outcome::of(&allocation.summary, Vec::new(), tables).explained_by(Arc::new(allocation)))
}

fn attainment(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let params = request.params()?;
    let (transactions, quotas) = (request.required("transactions")?, request.required("quotas")?);
    let credits = request.take("credits");
    let attained = attain(&params, &transactions, credits.as_ref(), &quotas, &mut request.bad)?;
    request.bad.settle()?;
    let mut tables = Tables::new();
    tables.insert("attainment", attained.attainment()?);
    tables.insert("periods", attained.periods()?);
    tables.insert("excluded", attained.excluded()?);
    tables.insert("set_aside", request.bad.to_table());
    Ok(Outcome::of(&attained.summary, Vec::new(), tables).explained_by(Arc::new(attained)))
}
