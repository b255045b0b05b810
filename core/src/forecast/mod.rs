//! Forecasts: what deals add up to by category and manager, and by their probabilities.
//!
//! A [`ForecastModel`] is loaded from a document of the schema [`SCHEMA`]: a currency and the exchange
//! rates that lead to it, the categories that deals count as, the pipelines whose stages say which and
//! how probable, and how long a deal's own probability counts.
//!
//! [`roll_up`](ForecastModel::roll_up) adds deals up by category over the people of a day, with the
//! adjustments of owners and managers; [`stage_weighted`](ForecastModel::stage_weighted) weighs every
//! deal by its probability. Every deal is used, excluded with a reason, or set aside.
//!
//! ```
//! use quarterdeck::forecast::{ForecastModel, RollUpInputs, RollUpParams};
//! use quarterdeck::table::{BadRecords, Intake, Table, conform, declared};
//!
//! let (model, _) = ForecastModel::load(br#"{
//!     "schema": "quarterdeck/forecast-model@1", "id": "company", "currency": "USD",
//!     "override_policy": "sticky",
//!     "pipelines": [{"schema": "quarterdeck/pipeline@1", "id": "new", "version": 1, "entry": ["talk"], "stages": [
//!         {"id": "talk", "order": 1, "kind": "open", "probability": "0.2", "category": "best_case"},
//!         {"id": "sign", "order": 2, "kind": "open", "probability": "0.8", "category": "commit"},
//!         {"id": "won", "order": 3, "kind": "won", "probability": 1, "category": "closed"},
//!         {"id": "lost", "order": 4, "kind": "lost", "probability": 0, "category": "omitted"}]}]
//! }"#)?;
//! let mut bad = BadRecords::default();
//! let mut table = |shape, csv: &[u8]| conform(Table::from_csv(csv)?, shape, &Intake::default(), &mut bad);
//! let inputs = RollUpInputs {
//!     deals: table(&declared::DEALS, b"deal_id,pipeline_id,stage_id,owner_id,amount,close_date\n\
//!         D1,new,sign,ana,1000,2026-03-01\nD2,new,won,bo,500,2026-02-01\n")?,
//!     reporting: table(&declared::REPORTING, b"person_id,manager_id\nana,vera\nbo,vera\n")?,
//!     adjustments: Some(table(&declared::ADJUSTMENTS, b"node_id,category,by,kind,value,at\n\
//!         ana,commit,vera,percent,-10,2026-02-10T09:00:00Z\n")?),
//!     targets: None, fx_rates: None, previous: None,
//! };
//! let params: RollUpParams = serde_json::from_str(r#"{"as_of": "2026-02-15", "period": "2026-Q1"}"#)?;
//! let rolled = model.roll_up(&params, &inputs, &mut bad)?;
//! let total = |category: &str| rolled.summary.totals.iter().rfind(|total| total.category == category);
//! assert_eq!(total("commit").unwrap().effective.to_string(), "1400");
//! assert_eq!(total("commit").unwrap().without_any_adjustment.to_string(), "1500");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod categories;
mod deals;
mod describe;
mod document;
mod explain;
mod fate;
mod fx;
mod judgement;
mod model;
mod node;
mod outcome;
mod params;
mod previous;
mod roll_up;
mod stage_weighted;
mod targets;
#[cfg(test)]
mod tests;
mod weighted_outcome;

pub use document::{CategoryDocument, ModelDocument, OverridePolicy};
pub use model::{ForecastModel, SCHEMA};
pub use outcome::{ADJUSTED, CategoryTotal, ForecastPeriod, NODES, PREVIOUS, RollUpSummary};
pub use params::{Mode, RollUpParams, RoundTo, StageWeightedParams};
pub use roll_up::{RollUp, RollUpInputs};
pub use stage_weighted::{StageWeighted, StageWeightedInputs};
pub use weighted_outcome::{CONTRIBUTIONS, STAGES, StageWeightedSummary};
