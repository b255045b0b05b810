//! Pipelines, the forecast model and plans, loaded and checked.

use quarterdeck::api::{self, Handle};
use quarterdeck::forecast::ForecastModel;
use quarterdeck::pipeline::Pipeline;
use quarterdeck::problem::Problem;
use quarterdeck::time::FiscalCalendar;
use serde_json::{Value, json};

use crate::trouble::Trouble;

/// A definition as it was read.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// The file, or what stands for it.
    pub(crate) source: String,
    pub(crate) text: Vec<u8>,
}

/// The definitions of a close, as they were read.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    pub(crate) pipelines: Vec<Document>,
    pub(crate) forecast: Option<Document>,
    pub(crate) plans: Vec<Document>,
}

/// A checked definition.
#[derive(Debug)]
pub(crate) struct Loaded<T> {
    pub(crate) id: String,
    pub(crate) model: T,
    pub(crate) warnings: Vec<Problem>,
    /// SHA-256 of its canonical JSON, as a result's provenance gives it.
    pub(crate) digest: String,
}

/// A plan, ready to be called on.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) id: String,
    pub(crate) handle: Handle,
    pub(crate) warnings: Vec<Problem>,
}

#[derive(Debug)]
pub(crate) struct Definitions {
    pub(crate) pipelines: Vec<Loaded<Pipeline>>,
    pub(crate) forecast: Option<Loaded<ForecastModel>>,
    pub(crate) plans: Vec<Plan>,
    /// The fiscal calendar of the first plan, else of the forecast model.
    pub(crate) calendar: FiscalCalendar,
}

impl Documents {
    pub(crate) fn load(mut self, with_rates: bool) -> Result<Definitions, Trouble> {
        if self.forecast.is_none() && !self.pipelines.is_empty() {
            self.forecast = Some(self.model_of_pipelines(with_rates));
        }
        let calendar = self.plans.first().or(self.forecast.as_ref()).map(calendar).unwrap_or_default();
        Ok(Definitions {
            pipelines: self
                .pipelines
                .iter()
                .map(|document| loaded(document, "pipeline", Pipeline::load))
                .collect::<Result<_, _>>()?,
            forecast: self
                .forecast
                .iter()
                .map(|document| loaded(document, "forecast_model", ForecastModel::load))
                .next()
                .transpose()?,
            plans: self.plans.iter().map(plan).collect::<Result<_, _>>()?,
            calendar,
        })
    }

    /// The usual model: the six categories, the pipelines' currency, and dated rates where there are any.
    fn model_of_pipelines(&self, with_rates: bool) -> Document {
        let pipelines: Vec<Value> = self.pipelines.iter().map(Document::value).collect();
        let currency = pipelines
            .iter()
            .chain(&self.plans.iter().map(Document::value).collect::<Vec<_>>())
            .find_map(|document| document.get("currency").cloned());
        let mut model = json!({
            "schema": "quarterdeck/forecast-model@1", "id": "of-the-pipelines", "currency": currency,
            "override_policy": "sticky", "pipelines": pipelines,
        });
        if with_rates {
            model["fx"] = "dated".into();
        }
        Document { source: "a forecast model of the pipelines".to_owned(), text: model.to_string().into_bytes() }
    }
}

impl Document {
    fn value(&self) -> Value {
        serde_json::from_slice(&self.text).unwrap_or_default()
    }

    /// What loaded has an id.
    fn id(&self) -> String {
        self.value().get("id").and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

fn plan(document: &Document) -> Result<Plan, Trouble> {
    let (handle, warnings) =
        api::load("commission_plan", &document.text).map_err(Trouble::of(document.source.as_str()))?;
    Ok(Plan { id: document.id(), handle, warnings })
}

fn calendar(document: &Document) -> FiscalCalendar {
    document.value().get("calendar").cloned().and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default()
}

type Loader<T> = fn(&[u8]) -> Result<(T, Vec<Problem>), quarterdeck::problem::Problems>;

fn loaded<T>(document: &Document, kind: &str, load: Loader<T>) -> Result<Loaded<T>, Trouble> {
    let (model, warnings) = load(&document.text).map_err(Trouble::of(document.source.as_str()))?;
    let (handle, _) = api::load(kind, &document.text).map_err(Trouble::of(document.source.as_str()))?;
    Ok(Loaded { id: document.id(), model, warnings, digest: handle.digest().to_owned() })
}
