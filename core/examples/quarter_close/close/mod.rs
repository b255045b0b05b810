//! The calculations of a close, one after the other.

mod attainment;
mod commission;
mod forecast;
mod pipeline;

pub(crate) use attainment::Attainment;
pub(crate) use commission::Commission;
pub(crate) use forecast::Forecast;
pub(crate) use pipeline::PipelineCheck;

use quarterdeck::api::{self, Answer, Handle};
use quarterdeck::problem::Code;
use quarterdeck::table::{Table, Tables};
use quarterdeck::time::{Date, Period, PeriodInput, PeriodUnit};

use crate::arguments::Arguments;
use crate::clock::{Clock, timed};
use crate::definitions::Definitions;
use crate::export::Export;
use crate::files::Input;
use crate::records::Records;
use crate::trouble::Trouble;
use serde_json::Value;

/// A finished close.
#[derive(Debug)]
pub(crate) struct Close {
    pub(crate) title: String,
    pub(crate) period: Period,
    /// The label of the period, or its two ends.
    pub(crate) period_label: String,
    pub(crate) as_of: Date,
    pub(crate) definitions: Definitions,
    pub(crate) records: Records,
    pub(crate) export: Option<Export>,
    pub(crate) filtered: usize,
    pub(crate) pipelines: Vec<PipelineCheck>,
    pub(crate) forecast: Option<Forecast>,
    pub(crate) commissions: Vec<Commission>,
    pub(crate) attainment: Option<Attainment>,
}

pub(crate) fn close(input: Input, arguments: &Arguments, clock: &mut Clock) -> Result<Close, Trouble> {
    let definitions = input.documents.load(input.tables.get("fx_rates").is_some())?;
    let calendar = definitions.calendar;
    let resolve = |text: &str| resolved(text).resolve(&calendar).map_err(Trouble::time("--period"));
    let period = resolve(&input.period)?;
    let as_of = match &arguments.as_of {
        Some(text) => Date::parse(text).map_err(Trouble::time("--as-of"))?,
        None => period.to(),
    };
    let ahead = match &arguments.forecast_period {
        Some(text) => resolve(text)?,
        None => calendar.period_of(PeriodUnit::Quarter, as_of).map_err(Trouble::time("--as-of"))?,
    };
    // What is paid on goes through the door as it came; what is forecast is read into columns once.
    let paid_on = commission::picked(&input.tables, &commission::TABLES);
    let policy = if arguments.strict { "refuse" } else { "set_aside" };
    let pay = || commission::calculate(&definitions, &paid_on, period, arguments.known_at.as_deref(), policy);
    let look_ahead = || {
        let mut records = Records::read(input.tables, arguments.strict)?;
        clock.lap("records");
        let pipelines = pipeline::check(&definitions, &records, as_of)?;
        clock.lap_if(!pipelines.is_empty(), "pipeline");
        let forecast = forecast::forecast(&definitions, &mut records, as_of, ahead, calendar.label(ahead))?;
        clock.lap_if(forecast.is_some(), "forecast");
        Ok::<_, Trouble>((records, pipelines, forecast))
    };
    // Neither needs anything of the other.
    let (looked, (paid, paying)) = both(look_ahead, || timed(pay));
    let ((records, pipelines, forecast), commissions) = (looked?, paid?);
    clock.lap_beside(!commissions.is_empty(), "commission", paying);
    let attainment = attainment::attain(&commissions, &paid_on, &records, period, policy)?;
    clock.lap_if(attainment.is_some(), "attainment");
    let period_label = calendar.label(period).unwrap_or_else(|| format!("{}..{}", period.from(), period.to()));
    Ok(Close {
        title: input.title,
        period,
        period_label,
        as_of,
        definitions,
        records,
        export: input.export,
        filtered: input.filtered,
        pipelines,
        forecast,
        commissions,
        attainment,
    })
}

/// Runs the second on a thread of its own.
fn both<A, B: Send>(first: impl FnOnce() -> A, second: impl FnOnce() -> B + Send) -> (A, B) {
    std::thread::scope(|scope| {
        let second = scope.spawn(second);
        let first = first();
        (first, second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// A label, or `FROM..TO`; ends that are no dates are taken for a label, and refused as one.
fn resolved(text: &str) -> PeriodInput {
    let ends = text.split_once("..").and_then(|(from, to)| Some((Date::parse(from).ok()?, Date::parse(to).ok()?)));
    match ends {
        Some((from, to)) => PeriodInput::Ends { from, to },
        None => PeriodInput::Label(text.to_owned()),
    }
}

/// A period as parameters have it.
pub(crate) fn ends(period: Period) -> PeriodInput {
    PeriodInput::Ends { from: period.from(), to: period.to() }
}

impl Close {
    /// Every sound record that a calculation left out, with the calculation's name.
    pub(crate) fn excluded(&self) -> impl Iterator<Item = (&'static str, &Table)> {
        let forecast = self.forecast.iter().map(|forecast| ("forecast", &forecast.excluded));
        forecast.chain(self.commissions.iter().filter_map(|paid| Some(("commission", paid.tables.get("excluded")?))))
    }

    /// Every warning, in the order of the calculations.
    pub(crate) fn warnings(&self) -> Vec<Value> {
        let definitions = self.definitions.pipelines.iter().flat_map(|loaded| &loaded.warnings);
        let export = self.export.iter().flat_map(|export| &export.warnings);
        let forecast = self.forecast.iter().flat_map(|forecast| &forecast.warnings);
        let told = definitions.chain(export).chain(forecast).map(|warning| warning.to_json());
        told.chain(self.commissions.iter().flat_map(|paid| paid.warnings.iter().cloned())).collect()
    }
}

/// An operation by its name: its summary, its warnings, and the answer with its tables.
fn called(
    op: &str,
    handle: Option<&Handle>,
    params: &Value,
    tables: Tables,
    source: &str,
) -> Result<(Value, Vec<Value>, Answer), Trouble> {
    let answer = api::call(op, handle, params.to_string().as_bytes(), tables);
    let mut envelope: Value = serde_json::from_slice(&answer.json).unwrap_or_default();
    if envelope["ok"] != true {
        return Err(Trouble::Answered(source.to_owned(), envelope));
    }
    let warnings = envelope["warnings"].as_array().cloned().unwrap_or_default();
    Ok((envelope["summary"].take(), warnings, answer))
}

/// What a code means, in a few words.
pub(crate) fn about(code: &str) -> &'static str {
    Code::parse(code).map_or("", Code::about)
}
