//! Deals checked where they stand: what their stage asks for and they do not have.

use std::collections::BTreeMap;

use super::category::Category;
use super::deal::is_blank;
use super::document::StageKind;
use super::model::{Criterion, Pipeline, Stage, Version};
use super::outcome::DealsSummary;
use crate::problem::{Code, Problem, Problems};
use crate::rule::{BoundRule, Finding};
use crate::table::{Cells, Column, Records, Table, TextColumn};
use crate::time::{Date, Instant};

/// Deals, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct DealsCheck {
    /// Counts.
    pub summary: DealsSummary,
    /// What is wrong, by row, then in the order of the checks.
    pub problems: Vec<DealProblem>,
    /// The rows of deals of other pipelines, with their ids.
    excluded: Vec<(usize, String)>,
}

/// One thing that is wrong with a deal.
#[derive(Debug, Clone, PartialEq)]
pub struct DealProblem {
    /// Its row in deals.
    pub row: usize,
    /// The deal.
    pub deal_id: String,
    /// The stage it is in.
    pub stage_id: String,
    /// What is wrong, with a pointer to the rule in the definition; empty where none decides.
    pub problem: Problem,
    /// The comparisons that fail, where a criterion does.
    pub findings: Vec<Finding>,
}

/// What a stage asks of a deal in it, ready for one table.
struct Asked<'t> {
    stage: &'t Stage,
    required: Vec<Field<'t>>,
    criteria: Vec<(&'t Criterion, BoundRule<'t>)>,
}

struct Field<'t> {
    name: &'t str,
    pointer: String,
    column: Option<&'t Column>,
}

impl Pipeline {
    /// Checks deals where they stand, by the version in force at `as_of`, or the one that the
    /// document leads with: their stage is known; the fields required by it and, unless the deal is
    /// lost, by the open stages before it are filled; its entry criteria hold; their own forecast
    /// category is known.
    ///
    /// # Errors
    /// Where a criterion cannot be asked of the table: `rule.unknown_column`, `rule.type_mismatch`,
    /// `rule.as_of_missing`; `transition.pipeline_mismatch` if no version is in force at `as_of`.
    pub fn check_deals(&self, deals: &Records, as_of: Option<Instant>) -> Result<DealsCheck, Problems> {
        let today = as_of.map(|at| self.zone.date_of(at));
        let version = self.version_for(today)?;
        let table = deals.table();
        let mut asked = BTreeMap::new();
        // A table without rows has no attributes, and nothing to ask them of.
        for stage in version.stages.iter().filter(|_| deals.rows() > 0) {
            asked.insert(stage.id.as_str(), self.asked(version, stage, table, today)?);
        }
        let cell = |column: &str, row: usize| table.text(column).and_then(|text| text.get(row)).unwrap_or_default();
        let mut check = DealsCheck::new(deals.rows(), version.number);
        for row in 0..deals.rows() {
            let deal_id = cell("deal_id", row);
            if !deals.is_good(row) {
                check.summary.set_aside += 1;
            } else if cell("pipeline_id", row) != self.id {
                check.excluded.push((row, deal_id.to_owned()));
            } else {
                let stage_id = cell("stage_id", row);
                let mut deal = At { row, deal_id, stage_id, check: &mut check };
                match asked.get(stage_id) {
                    Some(asked) => deal.ask(asked),
                    None => deal.unknown_stage(self, version),
                }
                deal.category(cell("forecast_category", row));
            }
        }
        Ok(check.counted())
    }

    fn version_for(&self, today: Option<Date>) -> Result<&Version, Problem> {
        let Some(today) = today else { return Ok(&self.current) };
        self.version_on(today).ok_or_else(|| {
            let message = format!("no version of `{}` is in force on {today}", self.id);
            Problem::new(Code::TransitionPipelineMismatch, "/params/as_of", message)
                .with("pipeline_id", self.id.as_str())
                .with("date", today.to_string())
        })
    }

    fn asked<'t>(
        &self,
        version: &'t Version,
        stage: &'t Stage,
        table: &'t Table,
        today: Option<Date>,
    ) -> Result<Asked<'t>, Problems> {
        let before = |other: &&Stage| other.is_open() && other.order < stage.order && stage.kind != StageKind::Lost;
        let mut required: Vec<Field<'t>> = Vec::new();
        for source in version.stages.iter().filter(before).chain(std::iter::once(stage)) {
            for (position, name) in source.required.iter().enumerate() {
                if required.iter().all(|field| field.name != name) {
                    let pointer = format!("{}/required_on_entry/{position}", source.pointer);
                    required.push(Field { name, pointer, column: table.column(name) });
                }
            }
        }
        let mut criteria = Vec::new();
        for criterion in &stage.entry_criteria {
            criteria.push((criterion, criterion.rule.bind(table, "deals", self.zone, today)?));
        }
        Ok(Asked { stage, required, criteria })
    }
}

/// One deal on its way through the checks.
struct At<'a> {
    row: usize,
    deal_id: &'a str,
    stage_id: &'a str,
    check: &'a mut DealsCheck,
}

impl At<'_> {
    fn push(&mut self, problem: Problem, findings: Vec<Finding>) {
        let (deal_id, stage_id) = (self.deal_id.to_owned(), self.stage_id.to_owned());
        self.check.problems.push(DealProblem { row: self.row, deal_id, stage_id, problem, findings });
    }

    fn ask(&mut self, asked: &Asked<'_>) {
        for field in &asked.required {
            if field.column.is_none_or(|column| is_blank(column, self.row)) {
                let message =
                    format!("`{}` is empty, and `{}` or a stage before it requires it", field.name, asked.stage.id);
                let problem = Problem::new(Code::TransitionMissingField, field.pointer.clone(), message);
                self.push(problem.with("field", field.name), Vec::new());
            }
        }
        for (criterion, rule) in &asked.criteria {
            if !rule.matches(self.row).is_true() {
                let verdict = rule.explain(self.row);
                let message = format!("`{}` fails: {}", criterion.id, verdict.words());
                let problem = Problem::new(Code::TransitionEntryCriterionFailed, criterion.pointer.clone(), message);
                self.push(problem.with("criterion", criterion.id.clone()), verdict.findings);
            }
        }
    }

    fn unknown_stage(&mut self, pipeline: &Pipeline, version: &Version) {
        let message = format!("version {} of `{}` has no stage `{}`", version.number, pipeline.id, self.stage_id);
        let problem = Problem::new(Code::TransitionUnknownStage, "", message).with("field", "stage_id");
        self.push(problem, Vec::new());
    }

    fn category(&mut self, name: &str) {
        if !name.is_empty() && Category::parse(name).is_none() {
            let message = format!("`{name}` is not a forecast category");
            let problem = Problem::new(Code::PipelineUnknownCategory, "", message).with("field", "forecast_category");
            self.push(problem, Vec::new());
        }
    }
}

impl DealsCheck {
    fn new(rows: usize, version: u32) -> Self {
        let summary = DealsSummary { rows, used: 0, excluded: 0, set_aside: 0, flagged: 0, problems: 0, version };
        Self { summary, problems: Vec::new(), excluded: Vec::new() }
    }

    /// The counts that follow from what was found.
    fn counted(mut self) -> Self {
        let mut rows: Vec<usize> = self.problems.iter().map(|problem| problem.row).collect();
        rows.dedup();
        let summary = &mut self.summary;
        summary.excluded = self.excluded.len();
        summary.used = summary.rows - summary.excluded - summary.set_aside;
        summary.flagged = rows.len();
        summary.problems = self.problems.len();
        self
    }

    /// The `problems` table.
    ///
    /// # Errors
    /// None in practice: its columns are of equal length.
    pub fn to_table(&self) -> Result<Table, Problem> {
        let text = |cell: &dyn Fn(&DealProblem) -> Option<String>| {
            let cells: Vec<Option<String>> = self.problems.iter().map(cell).collect();
            Column::Text(TextColumn::from_options(cells.iter().map(Option::as_deref)))
        };
        let param =
            |name: &'static str| move |found: &DealProblem| found.problem.params.get(name)?.as_str().map(str::to_owned);
        let rows = self.problems.iter().map(|found| i64::try_from(found.row).unwrap_or(i64::MAX)).collect();
        Table::new([
            ("row", Column::Integer(Cells::full(rows))),
            ("deal_id", text(&|found| Some(found.deal_id.clone()))),
            ("stage_id", text(&|found| Some(found.stage_id.clone()))),
            ("code", text(&|found| Some(found.problem.code.as_str().to_owned()))),
            ("column", text(&param("field"))),
            ("criterion_id", text(&param("criterion"))),
            ("rule", text(&|found| Some(found.problem.pointer.clone()).filter(|pointer| !pointer.is_empty()))),
            ("message", text(&|found| Some(found.problem.message.clone()))),
        ])
    }

    /// The `excluded` table: deals of other pipelines.
    ///
    /// # Errors
    /// As [`to_table`](Self::to_table).
    pub fn excluded(&self) -> Result<Table, Problem> {
        let rows = self.excluded.iter().map(|(row, _)| i64::try_from(*row).unwrap_or(i64::MAX)).collect();
        Table::new([
            ("table", Column::Text(TextColumn::constant("deals", self.excluded.len()))),
            ("row", Column::Integer(Cells::full(rows))),
            (
                "record_id",
                Column::Text(TextColumn::from_options(self.excluded.iter().map(|(_, id)| Some(id.as_str())))),
            ),
            ("reason", Column::Text(TextColumn::constant("other_pipeline", self.excluded.len()))),
        ])
    }
}
