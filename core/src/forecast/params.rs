//! What callers say to this room's operations.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::model::ForecastModel;
use crate::number::{Decimal, Exact, NumberError, Rounding};
use crate::problem::{Code, Problem, Problems, Report, shape};
use crate::time::{Date, Instant, Period, PeriodInput};

/// The parameters of `roll_up`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RollUpParams {
    /// When: an instant, or a date, which means the start of that day in the model's zone. It decides
    /// who reports to whom, which version of a pipeline is in force, and which adjustments exist.
    #[schemars(extend("format" = "moment"))]
    pub as_of: String,
    /// The period that deals close in.
    pub period: PeriodInput,
    /// The categories that the `nodes` table shows, by id; all of them, if absent. In the cumulative
    /// mode `closed_only` shows with what is closed and `open_pipeline` with the least certain.
    #[serde(default)]
    pub categories: Option<Vec<String>>,
    /// The mode that the `nodes` table shows; both, if absent. It is a view: no number depends on it.
    #[serde(default)]
    pub mode: Option<Mode>,
    /// Rounds what people's own deals add up to, and every adjustment, so that every level foots.
    /// Absent: nothing is rounded.
    #[serde(default)]
    pub rounding: Option<RoundTo>,
}

/// The parameters of `stage_weighted`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageWeightedParams {
    /// When: an instant, or a date, which means the start of that day in the model's zone. It decides
    /// which version of a pipeline is in force and, for dated exchange rates, those of open deals.
    #[schemars(extend("format" = "moment"))]
    pub as_of: String,
    /// The period that deals close in.
    pub period: PeriodInput,
    /// Rounds what every deal contributes, so that the total is the sum of what is shown. Absent:
    /// nothing is rounded.
    #[serde(default)]
    pub rounding: Option<RoundTo>,
}

/// How categories are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Each by itself.
    Single,
    /// Each with everything more certain.
    Cumulative,
}

impl Mode {
    pub(super) const NAMES: [&'static str; 2] = ["single", "cumulative"];

    /// Its wire name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Cumulative => "cumulative",
        }
    }
}

/// How amounts are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundTo {
    /// Digits after the point; those of the currency's minor unit, if absent.
    #[serde(default)]
    #[schemars(range(min = 0, max = 12))]
    pub places: Option<u32>,
    /// The way; half up, if absent.
    #[serde(default)]
    pub mode: Rounding,
}

/// What both operations are asked about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) as_of: Instant,
    /// The day of `as_of` in the model's zone.
    pub(super) day: Date,
    pub(super) period: Period,
}

impl ForecastModel {
    pub(super) fn asked(&self, as_of: &str, period: &PeriodInput) -> Result<Asked, Problems> {
        let mut report = Report::new();
        let as_of = self.read_moment(as_of, "/params/as_of").map_err(|problem| report.push(problem));
        let period = period.resolve(&self.calendar);
        let period = period.map_err(|error| report.push(shape::time_problem(&error, "/params/period")));
        match (as_of, period) {
            (Ok(as_of), Ok(period)) => Ok(Asked { as_of, day: self.zone.date_of(as_of), period }),
            _ => Err(report.finish().err().unwrap_or_else(|| Problem::new(Code::InternalBug, "/params", "").into())),
        }
    }

    pub(super) fn rounder(&self, asked: Option<RoundTo>) -> Rounder {
        let places = |rounding: &RoundTo| rounding.places.unwrap_or(self.currency.minor_unit());
        Rounder(asked.map(|rounding| (places(&rounding), rounding.mode)))
    }
}

/// Rounds where that was asked for, and else leaves exact.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rounder(pub(super) Option<(u32, Rounding)>);

impl Rounder {
    pub(super) fn round(self, value: Exact) -> Result<Exact, Problem> {
        match self.0 {
            None => Ok(value),
            Some((places, mode)) => value.round_to(places, mode).map(Exact::from).map_err(|error| beyond(&error)),
        }
    }
}

/// A sum as it is shown: exactly, or to 12 places, half even, where no decimal is as exact.
pub(super) fn shown(value: &Exact) -> Result<Decimal, Problem> {
    value.to_decimal().map_or_else(|| value.round_ratio().map_err(|error| beyond(&error)), Ok)
}

pub(super) fn beyond(error: &NumberError) -> Problem {
    shape::number_problem(error, "")
}
