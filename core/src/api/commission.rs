//! The operations of the commission room.

use std::sync::Arc;

use super::handle::Model;
use super::operation::{Outcome, Request, TableUse};
use super::operations::{DescribeSummary, NoParams, schema};
use super::{Kind, Operation};
use crate::commission::{
    ASSETS, CAP_BALANCES, COLLECTIONS, COST_EVENTS, COSTS, CalculateParams, CalculationSummary, CapitalisationSummary,
    CapitaliseInputs, CapitaliseParams, ExpandStreamsInputs, ExpandStreamsParams, ExpandStreamsSummary, GATES, Inputs,
    POSITIONS, Plan, RELEASE_EARNINGS, RELEASE_TRANSACTIONS, RELEASES, ROLL_FORWARD, ReleaseInputs, ReleaseParams,
    ReleaseSummary, SCHEDULE, STREAM_OWNERS, STREAM_SPLITS, STREAM_TRANSACTIONS, STREAMS, capitalise as capitalised,
    expand_streams,
};
use crate::problem::{Code, Problem, Problems};
use crate::table::{Tables, declared};

pub(super) const DESCRIBE: Operation = Operation {
    name: "commission.describe",
    kind: Some(Kind::CommissionPlan),
    about: "a commission plan in words",
    params: schema::<NoParams>,
    tables_in: &[],
    open: false,
    summary: schema::<DescribeSummary>,
    tables_out: &[],
    codes: &[],
    since: "0.1.0",
    long: false,
    run: describe,
};

pub(super) const CALCULATE: Operation = Operation {
    name: "commission.calculate",
    about: "what every payee on a plan earned in a period, line by line",
    params: schema::<CalculateParams>,
    tables_in: &[
        TableUse::required(&declared::TRANSACTIONS),
        TableUse::optional(&declared::SPLITS),
        TableUse::required(&declared::ASSIGNMENTS),
        TableUse::optional(&declared::QUOTAS),
        TableUse::optional(&declared::QUOTA_RELIEF),
        TableUse::optional(&declared::FX_RATES),
        TableUse::optional(&declared::FLAGS),
        TableUse::optional(&declared::REPORTING),
    ],
    summary: schema::<CalculationSummary>,
    tables_out: &[
        &declared::CREDITS,
        &declared::LINES,
        &declared::STATEMENTS,
        &CAP_BALANCES,
        &GATES,
        &declared::SET_ASIDE,
        &declared::EXCLUDED,
    ],
    codes: &[
        Code::CommissionUnknownPayee,
        Code::CommissionAssignmentOverlap,
        Code::CommissionTargetMissing,
        Code::CommissionQuotaMissing,
        Code::CommissionQuotaSpan,
        Code::CommissionQuotaNegative,
        Code::CommissionQuotaOverlap,
        Code::CommissionQuotaZero,
        Code::CommissionReliefNegative,
        Code::CommissionFlagOverlap,
        Code::CommissionBelowFirstTier,
        Code::CommissionSplitSum,
        Code::CommissionSplitNegative,
        Code::CommissionSplitMixed,
        Code::CommissionSplitUnusable,
        Code::CommissionCreditConflict,
        Code::CommissionCreditTotal,
        Code::CommissionRateMissing,
        Code::ReportingOverlap,
        Code::ReportingCycle,
        Code::CommissionFxRateMissing,
        Code::CommissionFxRateOverlap,
        Code::CommissionFxRateNotPositive,
        Code::CommissionPartialAssignment,
        Code::CommissionClawbackTerms,
        Code::CommissionRefundOfRefund,
        Code::CommissionRefundSign,
        Code::CommissionRefundTooLarge,
        Code::RuleUnknownColumn,
        Code::RuleTypeMismatch,
    ],
    long: true,
    run: calculate,
    ..DESCRIBE
};

pub(super) const RELEASE: Operation = Operation {
    name: "commission.release",
    about: "what of every earning is payable, held back, forfeited, clawed back or still to be released",
    params: schema::<ReleaseParams>,
    tables_in: &[
        TableUse::required(&RELEASE_EARNINGS),
        TableUse::optional(&RELEASE_TRANSACTIONS),
        TableUse::optional(&COLLECTIONS),
        TableUse::optional(&declared::PEOPLE),
    ],
    summary: schema::<ReleaseSummary>,
    tables_out: &[&RELEASES, &POSITIONS, &declared::SET_ASIDE, &declared::EXCLUDED],
    codes: &[
        Code::CommissionInvoicedTotal,
        Code::NumberCurrencyMismatch,
        Code::TableUnknownId,
        Code::TableMissingValue,
    ],
    run: release,
    ..DESCRIBE
};

pub(super) const EXPAND_STREAMS: Operation = Operation {
    name: "commission.expand_streams",
    kind: None,
    about: "the months of recurring streams as transactions and splits of a plan, for residuals by month",
    params: schema::<ExpandStreamsParams>,
    tables_in: &[TableUse::required(&STREAMS), TableUse::optional(&STREAM_OWNERS)],
    summary: schema::<ExpandStreamsSummary>,
    tables_out: &[&STREAM_TRANSACTIONS, &STREAM_SPLITS, &declared::SET_ASIDE, &declared::EXCLUDED],
    codes: &[
        Code::CommissionStreamDates,
        Code::CommissionStreamUnowned,
        Code::CommissionStreamOwnerOverlap,
        Code::CommissionStreamShareSum,
        Code::CommissionSplitNegative,
        Code::TableUnknownId,
        Code::TableMissingValue,
    ],
    run: expand,
    ..DESCRIBE
};

pub(super) const CAPITALISE: Operation = Operation {
    name: "commission.capitalise",
    kind: None,
    about: "commissions as assets: amortisation, clawbacks, write-offs and the roll-forward (ASC 340-40, IFRS 15)",
    params: schema::<CapitaliseParams>,
    tables_in: &[TableUse::required(&COSTS), TableUse::optional(&COST_EVENTS)],
    summary: schema::<CapitalisationSummary>,
    tables_out: &[&SCHEDULE, &ROLL_FORWARD, &ASSETS, &declared::SET_ASIDE, &declared::EXCLUDED],
    codes: &[
        Code::CommissionPartialRollForward,
        Code::CommissionCostAmount,
        Code::CommissionBenefitPeriod,
        Code::CommissionCostEventEarly,
        Code::CommissionCostEventAmount,
        Code::TableUnknownId,
    ],
    run: capitalise,
    ..DESCRIBE
};

/// The plan that the call is made on.
pub(super) fn plan<'r>(request: &Request<'r>) -> Result<&'r Plan, Problems> {
    match request.handle.map(|handle| &**handle.model()) {
        Some(Model::CommissionPlan(plan)) => Ok(plan.as_ref()),
        _ => Err(Problem::new(Code::OperationWrongHandle, "", "the operation runs on a commission plan").into()),
    }
}

fn describe(request: Request<'_>) -> Result<Outcome, Problems> {
    request.params::<NoParams>()?;
    Ok(Outcome::of(&DescribeSummary { lines: plan(&request)?.describe() }, Vec::new(), Tables::new()))
}

/// The tables of a calculation.
pub(super) fn inputs(request: &mut Request<'_>) -> Result<Inputs, Problems> {
    Ok(Inputs {
        transactions: request.required("transactions")?,
        splits: request.take("splits"),
        assignments: request.required("assignments")?,
        quotas: request.take("quotas"),
        quota_relief: request.take("quota_relief"),
        fx_rates: request.take("fx_rates"),
        reporting: request.take("reporting"),
        flags: request.take("flags"),
    })
}

fn calculate(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let (plan, params) = (plan(&request)?, request.params::<CalculateParams>()?);
    let inputs = inputs(&mut request)?;
    let (summary, warnings, tables, explanations) = plan.calculate(&params, inputs, request.bad)?.into_parts();
    Ok(Outcome::of(&summary, warnings, tables).explained_by(Arc::new(explanations)))
}

fn release(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let (plan, params) = (plan(&request)?, request.params::<ReleaseParams>()?);
    let inputs = ReleaseInputs {
        earnings: request.required("earnings")?,
        transactions: request.take("transactions"),
        collections: request.take("collections"),
        people: request.take("people"),
    };
    let mut release = plan.release(&params, &inputs, request.bad)?;
    let tables = release.take_tables();
    Ok(Outcome::of(release.summary(), Vec::new(), tables).explained_by(Arc::new(release.explanations())))
}

fn expand(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let params = request.params::<ExpandStreamsParams>()?;
    let inputs =
        ExpandStreamsInputs { streams: request.required("streams")?, stream_owners: request.take("stream_owners") };
    Ok(Outcome::answered(expand_streams(&params, &inputs, request.bad)?))
}

fn capitalise(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let params = request.params::<CapitaliseParams>()?;
    let inputs = CapitaliseInputs { costs: request.required("costs")?, cost_events: request.take("cost_events") };
    let mut assets = capitalised(&params, &inputs, request.bad)?;
    let tables = assets.take_tables();
    Ok(Outcome::of(assets.summary(), Vec::new(), tables).explained_by(Arc::new(assets.explanations())))
}
