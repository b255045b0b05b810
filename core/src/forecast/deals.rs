//! What every deal counts as: which stage, which category, how much.

use super::categories::Found;
use super::fate::Fate;
use super::fx::Rates;
use super::model::{ForecastModel, FxMode};
use super::params::Asked;
use crate::number::Currency;
use crate::pipeline::{Category, Pipeline, Stage, StageKind};
use crate::problem::Code;
use crate::table::intern::Interner;
use crate::table::{BadRecord, BadRecords, Cells, DecimalColumn, Records};

/// A stage of the model in which deals may stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'m> {
    pub(super) pipeline: &'m Pipeline,
    pub(super) stage: &'m Stage,
    /// The category that its deals count as; none where they do not count.
    category: Option<usize>,
}

/// Where a deal stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    /// Its place, by number.
    pub(super) place: u32,
    pub(super) kind: StageKind,
    /// The category that it counts as; none for a lost deal.
    pub(super) category: Option<usize>,
    /// The day it closes.
    pub(super) day: i32,
}

/// The deals of a call, column by column.
pub(super) struct Deals<'d> {
    model: &'d ForecastModel,
    asked: Asked,
    records: &'d Records,
    /// The places in which any of the deals stand.
    pub(super) places: Vec<Place<'d>>,
    days: Option<&'d Cells<i32>>,
    amounts: Option<&'d DecimalColumn>,
    pipelines: Coded<Option<usize>>,
    /// By number of a stage's text: its place in each pipeline of the model.
    stages: Coded<Vec<Option<u32>>>,
    categories: Coded<Option<Found>>,
    currencies: Coded<Option<Currency>>,
}

/// A text column as numbers, and what each distinct text means.
struct Coded<T> {
    codes: Vec<Option<u32>>,
    meanings: Vec<T>,
}

impl<T> Coded<T> {
    fn of(records: &Records, column: &str, meaning: impl FnMut(&str) -> T) -> Self {
        let mut words = Interner::new();
        let codes = records.table().text(column).map(|column| words.intern_column(column)).unwrap_or_default();
        Self { codes, meanings: words.words().iter().map(String::as_str).map(meaning).collect() }
    }

    fn get(&self, row: usize) -> Option<&T> {
        self.meanings.get(self.codes.get(row).copied().flatten()? as usize)
    }
}

impl<'d> Deals<'d> {
    pub(super) fn new(model: &'d ForecastModel, asked: Asked, records: &'d Records) -> Self {
        let mut places = Vec::new();
        let stages = Coded::of(records, "stage_id", |text| {
            let place = |pipeline: &'d Pipeline| {
                let stage = pipeline.stage_on(text, asked.day)?;
                let category = match stage.kind() {
                    StageKind::Won => Some(model.categories.closed()),
                    StageKind::Lost => None,
                    StageKind::Open if stage.category() == Category::Omitted => None,
                    StageKind::Open => model.categories.of(stage.category()),
                };
                let known = |place: &Place<'_>| std::ptr::eq(place.stage, stage);
                let at = places.iter().position(known).unwrap_or(places.len());
                if at == places.len() {
                    places.push(Place { pipeline, stage, category });
                }
                u32::try_from(at).ok()
            };
            model.pipelines.iter().map(place).collect()
        });
        let pipeline = |text: &str| model.pipelines.iter().position(|pipeline| pipeline.id() == text);
        let table = records.table();
        Self {
            model,
            asked,
            records,
            places,
            days: table.date("close_date"),
            amounts: table.decimal("amount"),
            pipelines: Coded::of(records, "pipeline_id", pipeline),
            stages,
            categories: Coded::of(records, "forecast_category", |text| model.categories.find(text)),
            currencies: Coded::of(records, "currency", |text| Currency::parse(text).ok()),
        }
    }

    /// Where a deal stands, if it is one that closes in the period.
    ///
    /// # Errors
    /// What becomes of it else; what cannot be used is in `bad` then.
    pub(super) fn stand(&self, row: usize, bad: &mut BadRecords) -> Result<Standing, Fate> {
        if !self.records.is_good(row) {
            return Err(Fate::SetAside);
        }
        let day = self.days.and_then(|days| days.get(row)).ok_or(Fate::NoCloseDate)?;
        if day < self.asked.period.from().days() || day >= self.asked.period.to().days() {
            return Err(Fate::OutsidePeriod);
        }
        let number = self.pipelines.get(row).copied().flatten().ok_or(Fate::OtherPipeline)?;
        let pipeline = self.model.pipelines.get(number).ok_or(Fate::OtherPipeline)?;
        if !pipeline.is_in_force(self.asked.day) {
            return Err(Fate::PipelineNotInForce);
        }
        let place = self.stages.get(row).and_then(|places| places.get(number).copied().flatten());
        let Some((place, at)) = place.and_then(|place| Some((place, self.places.get(place as usize)?))) else {
            let stage = self.text("stage_id", row);
            let message = format!("`{}` has no stage `{stage}` on {}", pipeline.id(), self.asked.day);
            return Err(self.refuse(row, "stage_id", Code::ForecastUnknownStage, message, bad));
        };
        let kind = at.stage.kind();
        let category = match kind {
            StageKind::Open => Some(self.category(row, at, bad)?),
            StageKind::Won | StageKind::Lost => at.category,
        };
        Ok(Standing { place, kind, category, day })
    }

    /// The category of an open deal: its own, or else that of its stage.
    fn category(&self, row: usize, place: &Place<'_>, bad: &mut BadRecords) -> Result<usize, Fate> {
        let Some(own) = self.categories.get(row).filter(|_| !self.text("forecast_category", row).is_empty()) else {
            return place.category.ok_or(Fate::Omitted);
        };
        match own {
            Some(Found::Omitted) => Err(Fate::Omitted),
            Some(Found::Counted(position)) if *position != self.model.categories.closed() => Ok(*position),
            found => {
                let text = self.text("forecast_category", row);
                let (code, message) = match found {
                    None => (Code::ForecastUnknownCategory, format!("`{text}` is not a category of the model")),
                    _ => {
                        let stage = place.stage.id();
                        (Code::ForecastCategoryNotOpen, format!("`{stage}` is open and cannot count as `{text}`"))
                    }
                };
                Err(self.refuse(row, "forecast_category", code, message, bad))
            }
        }
    }

    /// The amount in units of the column's scale.
    pub(super) fn amount(&self, row: usize) -> Result<i128, Fate> {
        self.amounts.and_then(|amounts| amounts.cells.get(row)).ok_or(Fate::NoAmount)
    }

    /// The digits after the point that a unit stands for.
    pub(super) fn scale(&self) -> u32 {
        self.amounts.map_or(0, |amounts| amounts.scale)
    }

    /// The number of the rate that turns the deal's amount into the model's currency.
    ///
    /// # Errors
    /// As [`stand`](Self::stand).
    pub(super) fn rate(
        &self,
        row: usize,
        standing: Standing,
        rates: &Rates,
        bad: &mut BadRecords,
    ) -> Result<u32, Fate> {
        let own = self.currencies.get(row).copied().flatten();
        let place = self.places.get(standing.place as usize);
        let currency = own.or_else(|| place?.pipeline.currency()).unwrap_or(self.model.currency);
        if currency == self.model.currency {
            return Ok(0);
        }
        let Some(mode) = self.model.fx else {
            let message = format!("the deal is in {currency}, the model in {}", self.model.currency);
            return Err(self.refuse(row, "currency", Code::NumberCurrencyMismatch, message, bad));
        };
        let closed_on = (standing.kind != StageKind::Open).then_some(standing.day);
        let day = mode.day(&self.asked, closed_on);
        rates.find(currency.code(), day).ok_or_else(|| {
            let kind = if mode == FxMode::Plan { "plan" } else { "spot" };
            let day = crate::time::Date::from_days(day).map_or_else(|_| String::new(), |day| day.to_string());
            let message = format!("there is no {kind} rate from {currency} to {} on {day}", self.model.currency);
            self.refuse(row, "currency", Code::ForecastFxRateMissing, message, bad)
        })
    }

    pub(super) fn text(&self, column: &str, row: usize) -> &'d str {
        self.records.table().text(column).and_then(|text| text.get(row)).unwrap_or_default()
    }

    pub(super) fn refuse(&self, row: usize, column: &str, code: Code, message: String, bad: &mut BadRecords) -> Fate {
        bad.push(BadRecord {
            table: "deals",
            row,
            record_id: Some(self.text("deal_id", row).to_owned()),
            column: column.to_owned(),
            code,
            value: self.text(column, row).to_owned(),
            message,
        });
        Fate::SetAside
    }
}
