//! The operations of the forecast room.

use std::sync::Arc;

use super::handle::Model;
use super::operation::{Outcome, Request, TableUse};
use super::operations::{DescribeSummary, NoParams, schema};
use super::{Kind, Operation};
use crate::forecast::{
    ADJUSTED, CONTRIBUTIONS, ForecastModel, NODES, PREVIOUS, RollUpInputs, RollUpParams, RollUpSummary, STAGES,
    StageWeightedInputs, StageWeightedParams, StageWeightedSummary,
};
use crate::problem::{Code, Problem, Problems};
use crate::table::{Tables, declared};

pub(super) const DESCRIBE: Operation = Operation {
    name: "forecast.describe",
    kind: Some(Kind::ForecastModel),
    about: "a forecast model in words",
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

pub(super) const ROLL_UP: Operation = Operation {
    name: "forecast.roll_up",
    about: "what deals add up to by category over the people of a day, with their adjustments",
    params: schema::<RollUpParams>,
    tables_in: &[
        TableUse::required(&declared::DEALS),
        TableUse::required(&declared::REPORTING),
        TableUse::optional(&declared::ADJUSTMENTS),
        TableUse::optional(&declared::TARGETS),
        TableUse::optional(&declared::FX_RATES),
        TableUse::optional(&PREVIOUS),
    ],
    summary: schema::<RollUpSummary>,
    tables_out: &[&NODES, &ADJUSTED, &declared::EXCLUDED, &declared::SET_ASIDE],
    codes: &[
        Code::ReportingOverlap,
        Code::ReportingCycle,
        Code::ForecastUnknownCategory,
        Code::ForecastCategoryNotOpen,
        Code::ForecastUnknownStage,
        Code::ForecastUnknownOwner,
        Code::ForecastUnknownNode,
        Code::ForecastAuthorNotAbove,
        Code::ForecastTargetOverlap,
        Code::ForecastTargetPartlyInPeriod,
        Code::ForecastFxRateMissing,
        Code::ForecastFxRateOverlap,
        Code::ForecastFxRateNotPositive,
        Code::NumberCurrencyMismatch,
        Code::ForecastNotMonotone,
    ],
    long: true,
    run: roll_up,
    ..DESCRIBE
};

pub(super) const STAGE_WEIGHTED: Operation = Operation {
    name: "forecast.stage_weighted",
    about: "what is won, and every open deal by its probability, with the variance",
    params: schema::<StageWeightedParams>,
    tables_in: &[TableUse::required(&declared::DEALS), TableUse::optional(&declared::FX_RATES)],
    summary: schema::<StageWeightedSummary>,
    tables_out: &[&CONTRIBUTIONS, &STAGES, &declared::EXCLUDED, &declared::SET_ASIDE],
    codes: &[
        Code::ForecastUnknownCategory,
        Code::ForecastCategoryNotOpen,
        Code::ForecastUnknownStage,
        Code::ForecastProbabilityOutOfRange,
        Code::ForecastOverrideUndated,
        Code::ForecastFxRateMissing,
        Code::ForecastFxRateOverlap,
        Code::ForecastFxRateNotPositive,
        Code::NumberCurrencyMismatch,
    ],
    long: true,
    run: stage_weighted,
    ..DESCRIBE
};

/// The model that the call is made on.
fn model<'r>(request: &Request<'r>) -> Result<&'r ForecastModel, Problems> {
    match request.handle.map(|handle| &**handle.model()) {
        Some(Model::ForecastModel(model)) => Ok(model),
        _ => Err(Problem::new(Code::OperationWrongHandle, "", "the operation runs on a forecast model").into()),
    }
}

fn describe(request: Request<'_>) -> Result<Outcome, Problems> {
    request.params::<NoParams>()?;
    Ok(Outcome::of(&DescribeSummary { lines: model(&request)?.describe() }, Vec::new(), Tables::new()))
}

fn roll_up(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let (model, params) = (model(&request)?, request.params()?);
    let inputs = RollUpInputs {
        deals: request.required("deals")?,
        reporting: request.required("reporting")?,
        adjustments: request.take("adjustments"),
        targets: request.take("targets"),
        fx_rates: request.take("fx_rates"),
        previous: request.take("previous"),
    };
    let mut rolled = model.roll_up(&params, &inputs, &mut request.bad)?;
    let mut tables = Tables::new();
    tables.insert("nodes", rolled.to_table()?);
    tables.insert("adjusted", rolled.adjusted()?);
    tables.insert("excluded", rolled.excluded());
    tables.insert("set_aside", request.bad.to_table());
    let warnings = std::mem::take(&mut rolled.warnings);
    Ok(Outcome::of(&rolled.summary, warnings, tables).explained_by(Arc::new(rolled)))
}

fn stage_weighted(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let (model, params) = (model(&request)?, request.params()?);
    let inputs = StageWeightedInputs { deals: request.required("deals")?, fx_rates: request.take("fx_rates") };
    let weighted = model.stage_weighted(&params, &inputs, &mut request.bad)?;
    let mut tables = Tables::new();
    tables.insert("contributions", weighted.contributions()?);
    tables.insert("stages", weighted.stages()?);
    tables.insert("excluded", weighted.excluded());
    tables.insert("set_aside", request.bad.to_table());
    Ok(Outcome::of(&weighted.summary, Vec::new(), tables).explained_by(Arc::new(weighted)))
}
