//! The checked forecast model. Only loading makes one, so every model is sound.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use std::collections::BTreeMap;

use super::categories::Categories;
use super::document::{ModelDocument, OverridePolicy};
use crate::number::Currency;
use crate::pipeline::{self, Category, Pipeline, StageKind};
use crate::problem::{Code, Problem, Problems, Report, Tree, shape};
use crate::time::{Date, FiscalCalendar, Instant, Zone};

/// The schema of a forecast model's document.
pub const SCHEMA: &str = "quarterdeck/forecast-model@1";

/// A checked forecast model.
///
/// Its categories are those of its document, and every stage of its pipelines counts as one of them.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastModel {
    pub(super) id: String,
    pub(super) currency: Currency,
    pub(super) zone: Zone,
    pub(super) calendar: FiscalCalendar,
    pub(super) fx: Option<FxMode>,
    pub(super) override_policy: OverridePolicy,
    pub(super) categories: Categories,
    pub(super) pipelines: Vec<Pipeline>,
}

/// Which exchange rates turn other currencies into the model's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FxMode {
    /// The rates of the kind `plan` that hold on the first day of the period.
    Plan,
    /// The spot rates of the day: of its close date for a closed deal, of `as_of` for an open one.
    Dated,
    /// The spot rates of one day.
    Constant(Date),
}

impl ForecastModel {
    /// Reads and checks a model; warnings, those of its pipelines, come with it.
    ///
    /// # Errors
    /// Every problem of the document: of its shape, or else of its meaning.
    pub fn load(document: &[u8]) -> Result<(Self, Vec<Problem>), Problems> {
        Self::from_tree(&Tree::parse(document)?)
    }

    /// Checks a model that was read into a tree.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn from_tree(tree: &Tree) -> Result<(Self, Vec<Problem>), Problems> {
        shape::check_schema(tree, SCHEMA)?;
        Self::from_document(shape::read_tree(tree)?)
    }

    /// Checks a model that was built as a document.
    ///
    /// # Errors
    /// Every problem of its meaning.
    pub fn from_document(document: ModelDocument) -> Result<(Self, Vec<Problem>), Problems> {
        let mut report = Report::new();
        let zone = shape::time_zone(document.time_zone.as_deref(), &mut report);
        let fx = document.fx.as_deref().map(fx_mode).transpose().map_err(|problem| report.push(problem));
        let categories = Categories::check(document.categories.as_deref(), &mut report);
        let mut pipelines: Vec<Pipeline> = Vec::new();
        let mut ids = BTreeMap::new();
        for (position, pipeline) in document.pipelines.into_iter().enumerate() {
            let at = format!("/pipelines/{position}");
            if pipeline.schema != pipeline::SCHEMA {
                let message = format!("`{}` is not the schema `{}`", pipeline.schema, pipeline::SCHEMA);
                report.push(Problem::new(Code::DocumentUnknownSchema, format!("{at}/schema"), message));
                continue;
            }
            let first = *ids.entry(pipeline.id.clone()).or_insert(position);
            if first != position {
                let message = format!("two pipelines have the id `{}`", pipeline.id);
                report.push(
                    Problem::new(Code::ForecastDuplicatePipeline, format!("{at}/id"), message)
                        .related(format!("/pipelines/{first}/id")),
                );
            }
            match Pipeline::from_document(pipeline) {
                Ok((pipeline, warnings)) => {
                    warnings.into_iter().for_each(|warning| report.push(warning.under(&at)));
                    if let Some(categories) = &categories {
                        check_stages(&pipeline, categories, &at, &mut report);
                    }
                    pipelines.push(pipeline);
                }
                Err(problems) => report.absorb(problems.under(&at)),
            }
        }
        let warnings = report.finish()?;
        let categories = categories.ok_or_else(|| Problem::new(Code::InternalBug, "/categories", "no categories"))?;
        let model = Self {
            id: document.id,
            currency: document.currency,
            zone,
            calendar: document.calendar,
            fx: fx.unwrap_or_default(),
            override_policy: document.override_policy,
            categories,
            pipelines,
        };
        Ok((model, warnings))
    }

    /// The model's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The currency of every forecast.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The moment that a text means: an instant, or the start of a date in the model's zone.
    ///
    /// # Errors
    /// `time.bad_instant`, `time.out_of_range`, at the pointer given.
    pub fn read_moment(&self, text: &str, at: &str) -> Result<Instant, Problem> {
        Instant::parse_in(text, Some(self.zone)).map_err(|error| shape::time_problem(&error, at))
    }
}

/// Every open stage counts as an open category that the model has.
fn check_stages(pipeline: &Pipeline, categories: &Categories, at: &str, report: &mut Report) {
    for stage in pipeline.all_stages().filter(|stage| stage.kind() == StageKind::Open) {
        let category = stage.category();
        let code = match category {
            Category::Omitted => continue,
            Category::Closed => Code::ForecastCategoryNotOpen,
            _ if categories.of(category).is_none() => Code::ForecastCategoryMissing,
            _ => continue,
        };
        let message = match code {
            Code::ForecastCategoryNotOpen => format!("`{}` is open and cannot count as closed", stage.id()),
            _ => format!("`{}` counts as {}, which the model does not have", stage.id(), category.as_str()),
        };
        let at = format!("{at}{}/category", stage.pointer());
        report.push(Problem::new(code, at, message).with("stage", stage.id()));
    }
}

fn fx_mode(text: &str) -> Result<FxMode, Problem> {
    match text.split_once(':') {
        Some(("constant", day)) => match Date::parse(day) {
            Ok(day) => Ok(FxMode::Constant(day)),
            Err(error) => Err(shape::time_problem(&error, "/fx")),
        },
        None if text == "plan" => Ok(FxMode::Plan),
        None if text == "dated" => Ok(FxMode::Dated),
        _ => {
            let allowed = ["plan", "dated", "constant:<date>"];
            let message = format!("`{text}` is not one of {}", allowed.join(", "));
            Err(Problem::new(Code::DocumentUnknownValue, "/fx", message).with("allowed", allowed.to_vec()))
        }
    }
}
