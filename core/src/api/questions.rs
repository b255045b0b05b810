//! Questions about a commission plan.

use std::sync::Arc;

use super::commission::{inputs, plan};
use super::operation::{Outcome, Request, TableUse};
use super::operations::schema;
use super::{Kind, Operation};
use crate::commission::{
    CLAWBACK_OPTIONS, COMPANY_TARGETS, COMPARISON, COVERAGE, CheckParams, CheckSummary, ClawbackOptionsParams,
    ClawbackOptionsSummary, CompareParams, CompareSummary, CreditNeededParams, CreditNeededSummary, DEALS_ADDED,
    DIFFERENCES, DISTRIBUTION, EXPECTED, ExpectedCostParams, ExpectedCostSummary, ExpectedInputs, FINDINGS, PAID,
    PAID_LINES, PAID_PAYEES, PAYOUT_CURVE, PaidParams, PaidSummary, RATIOS, RatiosParams, RatiosSummary, SCENARIOS,
    SIMULATED, SimulateParams, SimulateSummary, TRIALS, WHAT_IF, WhatIfParams, WhatIfSummary, check_text,
    compare as compared,
};
use crate::problem::{Code, Problems, Tree};
use crate::table::declared;

/// The tables of a calculation, with others before them.
macro_rules! calculated_with {
    ($($other:expr,)*) => {
        [
            $($other,)*
            TableUse::required(&declared::TRANSACTIONS),
            TableUse::optional(&declared::SPLITS),
            TableUse::required(&declared::ASSIGNMENTS),
            TableUse::optional(&declared::QUOTAS),
            TableUse::optional(&declared::QUOTA_RELIEF),
            TableUse::optional(&declared::FX_RATES),
            TableUse::optional(&declared::REPORTING),
            TableUse::optional(&declared::FLAGS),
        ]
    };
}

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
        Code::CommissionGateNeverPassed,
        Code::CommissionCaseNotCovered,
    ],
    since: "0.1.0",
    long: false,
    run: check,
};

pub(super) const WHAT_IF_DEALS: Operation = Operation {
    name: "commission.what_if",
    kind: Some(Kind::CommissionPlan),
    about: "what deals that are not there yet would earn, the rate of the next unit, and the credit to the next tier",
    params: schema::<WhatIfParams>,
    tables_in: &calculated_with!(TableUse::required(&DEALS_ADDED),),
    summary: schema::<WhatIfSummary>,
    tables_out: &[&WHAT_IF, &declared::LINES, &declared::SET_ASIDE, &declared::EXCLUDED],
    codes: super::commission::CALCULATE.codes,
    run: what_if,
    ..CHECK
};

pub(super) const CREDIT_NEEDED: Operation = Operation {
    name: "commission.credit_needed",
    about: "the smallest deal with which a payee earns a payout, from what there is already",
    params: schema::<CreditNeededParams>,
    tables_in: &calculated_with!(),
    summary: schema::<CreditNeededSummary>,
    tables_out: &[&declared::STATEMENTS, &declared::SET_ASIDE, &declared::EXCLUDED],
    codes: super::commission::CALCULATE.codes,
    run: credit_needed,
    ..WHAT_IF_DEALS
};

pub(super) const EXPECTED_COST: Operation = Operation {
    name: "commission.expected_cost",
    about: "what a plan is expected to cost over how likely which attainment is, exact, and what each attainment pays",
    params: schema::<ExpectedCostParams>,
    tables_in: &[
        TableUse::required(&DISTRIBUTION),
        TableUse::required(&declared::ASSIGNMENTS),
        TableUse::optional(&declared::QUOTAS),
        TableUse::optional(&declared::QUOTA_RELIEF),
    ],
    summary: schema::<ExpectedCostSummary>,
    tables_out: &[&EXPECTED, &SCENARIOS, &declared::SET_ASIDE, &declared::EXCLUDED],
    codes: &[
        Code::CommissionDistributionSum,
        Code::CommissionDistributionRange,
        Code::CommissionDistributionNotDiscrete,
        Code::CommissionNotByAttainment,
        Code::CommissionQuotaMissing,
        Code::CommissionQuotaZero,
        Code::CommissionTargetMissing,
        Code::CommissionBelowFirstTier,
        Code::RuleUnknownColumn,
    ],
    long: true,
    run: expected_cost,
    ..WHAT_IF_DEALS
};

pub(super) const SIMULATE: Operation = Operation {
    name: "commission.simulate",
    about: "how the cost of a plan spreads when attainments come by chance, seeded: P10, P50, P90, payees and trials",
    params: schema::<SimulateParams>,
    summary: schema::<SimulateSummary>,
    tables_out: &[&SIMULATED, &TRIALS, &declared::SET_ASIDE, &declared::EXCLUDED],
    run: simulate,
    ..EXPECTED_COST
};

pub(super) const COMPARE: Operation = Operation {
    name: "commission.compare",
    about: "plan against plan on the same records: what each payee would earn, and which rule makes the difference",
    params: schema::<CompareParams>,
    tables_in: &calculated_with!(),
    summary: schema::<CompareSummary>,
    tables_out: &[&COMPARISON, &DIFFERENCES, &declared::SET_ASIDE, &declared::EXCLUDED],
    codes: super::commission::CALCULATE.codes,
    long: true,
    run: compare,
    ..CHECK
};

pub(super) const RATIOS_OF_PAY: Operation = Operation {
    name: "commission.ratios",
    about: "quota to on-target earnings, pay mix, cost of sale, and what of the company's targets the plan pays for",
    params: schema::<RatiosParams>,
    tables_in: &calculated_with!(TableUse::optional(&COMPANY_TARGETS),),
    summary: schema::<RatiosSummary>,
    tables_out: &[&RATIOS, &COVERAGE, &declared::SET_ASIDE, &declared::EXCLUDED],
    long: true,
    run: ratios,
    ..WHAT_IF_DEALS
};

pub(super) const PAID_AGAINST: Operation = Operation {
    name: "commission.paid_against_recomputed",
    about: "what was paid against what the plan pays: over- and under-payment, and how often pay was wrong",
    params: schema::<PaidParams>,
    tables_in: &calculated_with!(TableUse::required(&PAID),),
    summary: schema::<PaidSummary>,
    tables_out: &[&PAID_LINES, &PAID_PAYEES, &declared::SET_ASIDE, &declared::EXCLUDED],
    long: true,
    run: paid_against_recomputed,
    ..WHAT_IF_DEALS
};

pub(super) const OPTIONS_OF_CLAWBACK: Operation = Operation {
    name: "commission.clawback_options",
    about: "what refunds take back by each clawback mode, side by side, before one of them is booked",
    params: schema::<ClawbackOptionsParams>,
    tables_in: &calculated_with!(),
    summary: schema::<ClawbackOptionsSummary>,
    tables_out: &[&CLAWBACK_OPTIONS, &declared::SET_ASIDE, &declared::EXCLUDED],
    long: true,
    run: clawback_options,
    ..WHAT_IF_DEALS
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

fn what_if(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let (plan, params) = (plan(&request)?, request.params::<WhatIfParams>()?);
    let deals = request.required(DEALS_ADDED.name)?;
    let inputs = inputs(&mut request)?;
    plan.what_if(&params, &inputs, &deals, request.bad).map(Outcome::answered)
}

fn credit_needed(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let (plan, params) = (plan(&request)?, request.params::<CreditNeededParams>()?);
    let inputs = inputs(&mut request)?;
    plan.credit_needed(&params, &inputs, request.bad).map(Outcome::answered)
}

fn expected_cost(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let (plan, params) = (plan(&request)?, request.params::<ExpectedCostParams>()?);
    let inputs = expected(&mut request)?;
    plan.expected_cost(&params, &inputs, request.bad).map(Outcome::answered)
}

fn simulate(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let (plan, params) = (plan(&request)?, request.params::<SimulateParams>()?);
    let inputs = expected(&mut request)?;
    plan.simulate(&params, &inputs, request.bad).map(Outcome::answered)
}

/// The tables of a cost by attainments.
fn expected(request: &mut Request<'_>) -> Result<ExpectedInputs, Problems> {
    Ok(ExpectedInputs {
        assignments: request.required("assignments")?,
        quotas: request.take("quotas"),
        quota_relief: request.take("quota_relief"),
        distribution: request.required("distribution")?,
    })
}

fn compare(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let params = request.params::<CompareParams>()?;
    let inputs = inputs(&mut request)?;
    compared(&params, &inputs, &request.bad).map(Outcome::answered)
}

fn clawback_options(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let (plan, params) = (plan(&request)?, request.params::<ClawbackOptionsParams>()?);
    let inputs = inputs(&mut request)?;
    plan.clawback_options(&params, &inputs, &request.bad).map(Outcome::answered)
}

fn ratios(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let (plan, params) = (plan(&request)?, request.params::<RatiosParams>()?);
    let targets = request.take(COMPANY_TARGETS.name);
    plan.ratios(&params, inputs(&mut request)?, targets.as_ref(), request.bad).map(Outcome::answered)
}

fn paid_against_recomputed(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let (plan, params) = (plan(&request)?, request.params::<PaidParams>()?);
    let paid = request.required(PAID.name)?;
    plan.paid_against_recomputed(&params, inputs(&mut request)?, &paid, request.bad).map(Outcome::answered)
}
