//! What is open, by stage, and what is expected of a period, by category and by manager.

use quarterdeck::forecast::{
    ForecastModel, RollUpInputs, RollUpParams, RollUpSummary, StageWeightedInputs, StageWeightedParams,
    StageWeightedSummary,
};
use quarterdeck::problem::Problem;
use quarterdeck::table::{BadRecords, Intake, Table, conform, declared};
use quarterdeck::time::{Date, Period, PeriodInput};

use super::ends;
use crate::columns::literal;
use crate::definitions::Definitions;
use crate::records::Records;
use crate::trouble::Trouble;

#[derive(Debug)]
pub(crate) struct Forecast {
    pub(crate) period_label: String,
    pub(crate) rolled: RollUpSummary,
    pub(crate) weighted: StageWeightedSummary,
    /// One row a person, category and mode.
    pub(crate) nodes: Table,
    /// One row an adjustment that stands.
    pub(crate) adjusted: Table,
    /// One row a stage, of the deals that close in the period.
    pub(crate) stages: Table,
    /// One row a stage, of every deal with an amount and a close date, whenever it closes.
    pub(crate) pipeline: Table,
    pub(crate) contributions: Table,
    pub(crate) excluded: Table,
    pub(crate) warnings: Vec<Problem>,
}

/// Every day there is.
fn ever() -> PeriodInput {
    PeriodInput::Ends { from: Date::MIN, to: Date::MAX }
}

pub(super) fn forecast(
    definitions: &Definitions,
    records: &mut Records,
    as_of: Date,
    period: Period,
    label: Option<String>,
) -> Result<Option<Forecast>, Trouble> {
    let (Some(model), Some(deals)) = (&definitions.forecast, records.get("deals").cloned()) else { return Ok(None) };
    let fail = || Trouble::of(model.id.as_str());
    let reporting = match records.get("reporting") {
        Some(reporting) => reporting.clone(),
        None => nobody_above(deals.table())?,
    };
    let optional = |name: &str| records.get(name).cloned();
    let fx_rates = optional("fx_rates");
    let inputs = RollUpInputs {
        deals: deals.clone(),
        reporting,
        adjustments: optional("adjustments"),
        targets: optional("targets"),
        fx_rates: fx_rates.clone(),
        previous: None,
    };
    let mut bad = records.bad(&["deals", "reporting", "adjustments", "targets", "fx_rates"]);
    let params =
        RollUpParams { as_of: as_of.to_string(), period: ends(period), categories: None, mode: None, rounding: None };
    let mut rolled = model.model.roll_up(&params, &inputs, &mut bad).map_err(fail())?;
    let inputs = StageWeightedInputs { deals, fx_rates };
    let mut weigh = |period| weighed(&model.model, as_of, period, &inputs, &mut bad);
    let weighted = weigh(ends(period)).map_err(fail())?;
    let ever = weigh(ever()).map_err(fail())?;
    records.found(&bad).map_err(fail())?;
    let table = |table: Result<Table, Problem>| table.map_err(Trouble::one(model.id.as_str()));
    Ok(Some(Forecast {
        period_label: label.unwrap_or_else(|| format!("{}..{}", period.from(), period.to())),
        nodes: table(rolled.to_table())?,
        adjusted: table(rolled.adjusted())?,
        excluded: rolled.excluded(),
        warnings: std::mem::take(&mut rolled.warnings),
        rolled: rolled.summary,
        stages: table(weighted.stages())?,
        pipeline: table(ever.stages())?,
        contributions: table(weighted.contributions())?,
        weighted: weighted.summary,
    }))
}

fn weighed(
    model: &ForecastModel,
    as_of: Date,
    period: PeriodInput,
    inputs: &StageWeightedInputs,
    bad: &mut BadRecords,
) -> Result<quarterdeck::forecast::StageWeighted, quarterdeck::problem::Problems> {
    model.stage_weighted(&StageWeightedParams { as_of: as_of.to_string(), period, rounding: None }, inputs, bad)
}

/// Where nothing says who reports to whom, everyone who owns a deal stands alone.
fn nobody_above(deals: &Table) -> Result<quarterdeck::table::Records, Trouble> {
    let mut owners: Vec<Option<String>> = deals
        .text("owner_id")
        .into_iter()
        .flat_map(|owners| owners.iter())
        .map(|owner| owner.map(str::to_owned))
        .collect();
    owners.retain(Option::is_some);
    owners.sort();
    owners.dedup();
    let table = Table::new([("person_id", literal(&owners))]).map_err(Trouble::one("reporting"))?;
    conform(table, &declared::REPORTING, &Intake::default(), &mut BadRecords::default())
        .map_err(Trouble::of("reporting"))
}
