//! The operations on a settlement policy.

use std::sync::Arc;

use super::handle::Model;
use super::operation::{Outcome, Request, TableUse};
use super::operations::{DescribeSummary, NoParams, schema};
use super::{Kind, Operation};
use crate::commission::{
    BALANCES, DRAWS, EARNINGS, LEDGER, PAYOUTS, PEOPLE, RESERVES, SettleInputs, SettleParams, SettlementPolicy,
    SettlementSummary,
};
use crate::problem::{Code, Problem, Problems};
use crate::table::{Tables, declared};

pub(super) const DESCRIBE: Operation = Operation {
    name: "settlement.describe",
    kind: Some(Kind::SettlementPolicy),
    about: "a settlement policy in words",
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

pub(super) const SETTLE: Operation = Operation {
    name: "settlement.settle",
    about: "what every payee is paid: earnings against draws, guarantees and balances, period by period",
    params: schema::<SettleParams>,
    tables_in: &[
        TableUse::required(&EARNINGS),
        TableUse::optional(&DRAWS),
        TableUse::optional(&BALANCES),
        TableUse::optional(&RESERVES),
        TableUse::optional(&PEOPLE),
        TableUse::optional(&declared::FX_RATES),
    ],
    summary: schema::<SettlementSummary>,
    tables_out: &[&PAYOUTS, &LEDGER, &BALANCES, &RESERVES, &declared::SET_ASIDE, &declared::EXCLUDED],
    codes: &[
        Code::SettlementPartialPayPeriod,
        Code::SettlementDrawSize,
        Code::SettlementDrawWithoutEnd,
        Code::SettlementDrawOverlap,
        Code::SettlementDrawMixed,
        Code::SettlementTargetMissing,
        Code::SettlementNegativeAmount,
        Code::CommissionFxRateMissing,
        Code::CommissionFxRateOverlap,
        Code::CommissionFxRateNotPositive,
        Code::NumberCurrencyMismatch,
    ],
    long: true,
    run: settle,
    ..DESCRIBE
};

/// The policy that the call is made on.
fn policy<'r>(request: &Request<'r>) -> Result<&'r SettlementPolicy, Problems> {
    match request.handle.map(|handle| &**handle.model()) {
        Some(Model::SettlementPolicy(policy)) => Ok(policy),
        _ => Err(Problem::new(Code::OperationWrongHandle, "", "the operation runs on a settlement policy").into()),
    }
}

fn describe(request: Request<'_>) -> Result<Outcome, Problems> {
    request.params::<NoParams>()?;
    Ok(Outcome::of(&DescribeSummary { lines: policy(&request)?.describe() }, Vec::new(), Tables::new()))
}

fn settle(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let (policy, params) = (policy(&request)?, request.params::<SettleParams>()?);
    let inputs = SettleInputs {
        earnings: request.required("earnings")?,
        draws: request.take("draws"),
        balances: request.take("balances"),
        reserves: request.take("reserves"),
        people: request.take("people"),
        fx_rates: request.take("fx_rates"),
    };
    let mut settlement = policy.settle(&params, &inputs, request.bad)?;
    let tables = settlement.take_tables();
    Ok(Outcome::of(settlement.summary(), Vec::new(), tables).explained_by(Arc::new(settlement.explanations())))
}
