//! The operations of the quota room.

use std::sync::Arc;

use super::Operation;
use super::operation::{Outcome, Request, TableUse};
use super::operations::schema;
use crate::problem::{Code, Problems};
use crate::quota::{
    ATTAINMENT, AllocateParams, AllocateSummary, AttainParams, AttainSummary, CREDITED, DISTRIBUTION, METRICS,
    NODE_QUOTAS, NODES, PERIODS, SEASONALITY, SEASONS, SHARES, TEAMS, TreeParams, TreeSummary, allocate_blended,
    attain_with_teams, tree as spread,
};
use crate::table::{Tables, declared};

pub(super) const ALLOCATE: Operation = Operation {
    name: "quota.allocate",
    kind: None,
    about: "shares a total down a tree of nodes, exactly",
    params: schema::<AllocateParams>,
    tables_in: &[TableUse::required(&NODES), TableUse::optional(&METRICS)],
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
        Code::QuotaMetricMissing,
        Code::QuotaInverseOfZero,
        Code::QuotaPinOvershoot,
        Code::QuotaPinUndershoot,
    ],
    since: "0.1.0",
    long: false,
    run: allocate,
};

pub(super) const TREE: Operation = Operation {
    name: "quota.tree",
    about: "spreads a total over a tree of nodes and over periods, exactly in both directions",
    params: schema::<TreeParams>,
    tables_in: &[TableUse::required(&NODES), TableUse::required(&SEASONALITY), TableUse::optional(&METRICS)],
    summary: schema::<TreeSummary>,
    tables_out: &[&NODE_QUOTAS, &SHARES, &SEASONS, &declared::SET_ASIDE],
    codes: &[
        Code::QuotaNoNodes,
        Code::QuotaUnknownParent,
        Code::QuotaCycle,
        Code::QuotaBadUnit,
        Code::QuotaNotAMultiple,
        Code::QuotaUnknownTie,
        Code::QuotaWeightMissing,
        Code::QuotaNegativeWeight,
        Code::QuotaZeroWeights,
        Code::QuotaMetricMissing,
        Code::QuotaInverseOfZero,
        Code::QuotaNoPeriods,
        Code::QuotaPeriodOverlap,
        Code::QuotaPinOvershoot,
        Code::QuotaPinUndershoot,
    ],
    run: tree,
    ..ALLOCATE
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
        TableUse::optional(&declared::REPORTING),
    ],
    open: false,
    summary: schema::<AttainSummary>,
    tables_out: &[&ATTAINMENT, &PERIODS, &TEAMS, &DISTRIBUTION, &declared::EXCLUDED, &declared::SET_ASIDE],
    codes: &[
        Code::QuotaNegativeQuota,
        Code::QuotaOverlap,
        Code::QuotaPartlyInPeriod,
        Code::QuotaMeasureUnknown,
        Code::NumberCurrencyMismatch,
        Code::TableUnknownId,
        Code::ReportingOverlap,
        Code::ReportingCycle,
    ],
    since: "0.1.0",
    long: false,
    run: attainment,
};

fn allocate(mut request: Request<'_>) -> Result<Outcome, Problems> {
    request.bad.settle()?;
    let nodes = request.required("nodes")?;
    let metrics = request.take("metrics");
    let allocation = allocate_blended(&request.params()?, &nodes, metrics.as_ref())?;
    let mut tables = Tables::new();
    tables.insert("shares", allocation.to_table()?);
    tables.insert("set_aside", request.bad.to_table());
    Ok(Outcome::of(&allocation.summary, Vec::new(), tables).explained_by(Arc::new(allocation)))
}

fn tree(mut request: Request<'_>) -> Result<Outcome, Problems> {
    request.bad.settle()?;
    let (nodes, seasonality) = (request.required("nodes")?, request.required("seasonality")?);
    let metrics = request.take("metrics");
    let quotas = spread(&request.params()?, &nodes, &seasonality, metrics.as_ref())?;
    let mut tables = Tables::new();
    tables.insert("node_quotas", quotas.quotas()?);
    tables.insert("shares", quotas.shares()?);
    tables.insert("seasons", quotas.seasons()?);
    tables.insert("set_aside", request.bad.to_table());
    Ok(Outcome::of(&quotas.summary, Vec::new(), tables).explained_by(Arc::new(quotas)))
}

fn attainment(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let params = request.params()?;
    let (transactions, quotas) = (request.required("transactions")?, request.required("quotas")?);
    let credits = request.take("credits");
    let reporting = request.take("reporting");
    let (credits, reporting) = (credits.as_ref(), reporting.as_ref());
    let attained = attain_with_teams(&params, &transactions, credits, &quotas, reporting, &mut request.bad)?;
    request.bad.settle()?;
    let mut tables = Tables::new();
    tables.insert("attainment", attained.attainment()?);
    tables.insert("periods", attained.periods()?);
    tables.insert("teams", attained.teams()?);
    tables.insert("distribution", attained.distribution()?);
    tables.insert("excluded", attained.excluded()?);
    tables.insert("set_aside", request.bad.to_table());
    Ok(Outcome::of(&attained.summary, Vec::new(), tables).explained_by(Arc::new(attained)))
}
