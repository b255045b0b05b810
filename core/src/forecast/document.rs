//! A forecast model as a user writes it.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::Currency;
use crate::pipeline::PipelineDocument;
use crate::time::FiscalCalendar;

/// A forecast model: what deals count as, in which currency, and by whose probability.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ForecastModel")]
pub struct ModelDocument {
    /// `quarterdeck/forecast-model@1`.
    pub schema: String,
    /// The model's own name.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The currency of every forecast.
    pub currency: Currency,
    /// The IANA zone in which an instant becomes a date; UTC unless said otherwise.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// The fiscal calendar of period labels; calendar years unless said otherwise.
    #[serde(default)]
    pub calendar: FiscalCalendar,
    /// Which exchange rates turn other currencies into the model's: `plan` for those of that kind that
    /// hold on the first day of the period, `dated` for spot rates of a closed deal's close date and
    /// of `as_of` for an open deal, `constant:2026-01-01` for spot rates of one day. Absent: none do,
    /// and a deal in another currency cannot be used.
    #[serde(default)]
    #[schemars(extend("pattern" = "^(plan|dated|constant:[0-9]{4}-[0-9]{2}-[0-9]{2})$"))]
    pub fx: Option<String>,
    /// How long a deal's own probability counts.
    pub override_policy: OverridePolicy,
    /// The forecast categories; the six usual ones unless said otherwise.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub categories: Option<Vec<CategoryDocument>>,
    /// The pipelines whose deals are forecast.
    #[schemars(length(min = 1))]
    pub pipelines: Vec<PipelineDocument>,
}

/// A forecast category.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryDocument {
    /// Its own name, which deals and adjustments give.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The name to show; the id, if absent.
    #[serde(default)]
    pub name: Option<String>,
    /// Which of `omitted`, `pipeline`, `best_case`, `most_likely`, `commit` and `closed` it is, which
    /// also says how certain; its id, if absent.
    #[serde(default)]
    pub means: Option<String>,
}

/// How long a deal's own probability counts before that of its stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OverridePolicy {
    /// For as long as the deal has one.
    Sticky,
    /// Until the deal changes its stage: one that is older than the deal's coming to its stage does not count.
    ResetOnStageChange,
}

impl OverridePolicy {
    /// Its wire name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sticky => "sticky",
            Self::ResetOnStageChange => "reset_on_stage_change",
        }
    }
}
