//! An export read: every output of the mapping, the report, and what was set aside.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::model::{Mapping, Output};
use super::outcome::{self, Noted, Outcome, OutputSummary, ReadSummary, Refused, What};
use super::output::{self, Call, Part};
use super::source::{Selection, Source};
use super::versions::{self, DEAL_VERSIONS};
use crate::problem::{Code, Problem, Problems, Report, pointer, shape};
use crate::sorted;
use crate::table::{BadRecordPolicy, Column, Intake, Table, Tables};

/// The parameters of `read`.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadParams {
    /// Whether empty cells are filled by what the mapping assumes; such a row names the columns in
    /// `assumed`. They stay empty, if absent.
    #[serde(default)]
    pub assume: bool,
}

/// Exported files by the names that a mapping gives them.
pub type Sources = BTreeMap<String, Arc<Table>>;

/// A mapping with the export that it reads.
#[derive(Debug, Clone)]
pub struct Reading {
    pub(super) mapping: Arc<Mapping>,
    sources: Sources,
    params: ReadParams,
    intake: Intake,
}

/// An export that was read.
#[derive(Debug, Clone)]
pub struct Export {
    /// Counts, by output and in all.
    pub summary: ReadSummary,
    /// What was guessed and what was assumed.
    pub warnings: Vec<Problem>,
    /// The tables of the mapping, `report` and `set_aside`.
    pub tables: Tables,
}

/// The rows of the tables with what is known about each.
pub(super) struct Rows {
    parts: Vec<Part>,
    pub(super) tables: Tables,
    /// By table: the outputs that made it, in order, with the source's row behind every row.
    pub(super) behind: BTreeMap<&'static str, Vec<(usize, Selection)>>,
}

impl Reading {
    /// Ready to read; the sources are those that the mapping names.
    ///
    /// # Errors
    /// `table.unknown_table`, `table.missing_table`.
    pub fn new(mapping: Arc<Mapping>, sources: Sources, params: ReadParams, intake: Intake) -> Result<Self, Problems> {
        let mut report = Report::new();
        for name in sources.keys().filter(|name| !mapping.sources.contains_key(*name)) {
            let known: Vec<&str> = mapping.sources.keys().map(String::as_str).collect();
            let message = format!("the mapping reads no source `{name}`");
            let problem = Problem::new(Code::TableUnknownTable, pointer::table(name, None), message);
            report.push(problem.with("known", known));
        }
        for (name, model) in &mapping.sources {
            if !model.optional && !sources.contains_key(name) {
                let message = format!("the mapping needs the source `{name}`");
                let problem = Problem::new(Code::TableMissingTable, pointer::table(name, None), message);
                report.push(problem.with("table", name.as_str()));
            }
        }
        report.finish()?;
        Ok(Self { mapping, sources, params, intake })
    }

    /// The mapping's tables, the report and the summary.
    ///
    /// A record whose cell cannot be read is refused or, under `set_aside`, listed with its place in
    /// the source. Of every output, rows = mapped + dropped + set aside.
    ///
    /// # Errors
    /// `crm.missing_column` and what else is wrong with a whole column; every bad cell where they are
    /// refused.
    pub fn read(&self, bad_records: BadRecordPolicy) -> Result<Export, Problems> {
        let Rows { parts, mut tables, behind } = self.rows()?;
        let of = |position: usize| self.mapping.outputs.get(position).map(|output| output.from.as_str());
        let mut refused: Vec<(&str, &Refused)> = Vec::new();
        for (position, part) in parts.iter().enumerate() {
            refused.extend(part.ledger.refused.iter().filter_map(|refused| Some((of(position)?, refused))));
        }
        sorted::sort_by_key(&mut refused, |(source, refused)| {
            (*source, refused.row, refused.column.clone(), refused.code.as_str())
        });
        // Two outputs of one source can refuse the same cell for the same reason.
        refused.dedup_by_key(|(source, refused)| (*source, refused.row, refused.column.clone(), refused.code));
        if bad_records == BadRecordPolicy::Refuse && !refused.is_empty() {
            return Err(outcome::refusals(&refused));
        }
        let mut warnings: Vec<Problem> = Vec::new();
        for warning in parts.iter().flat_map(|part| &part.ledger.warnings) {
            if !warnings.contains(warning) {
                warnings.push(warning.clone());
            }
        }
        let rows_out = |position: usize| {
            let mut all = behind.values().flatten();
            all.find(|(output, _)| *output == position).map_or(0, |(_, rows)| rows.len())
        };
        let counted: Vec<(OutputSummary, Vec<Noted>)> = self
            .mapping
            .outputs
            .iter()
            .zip(&parts)
            .enumerate()
            .map(|(position, (output, part))| counted(output, part, rows_out(position)))
            .collect();
        let summary = total(self.mapping.id(), counted.iter().map(|(summary, _)| summary.clone()).collect());
        if summary.assumed > 0 {
            let message = format!("{} empty cells were filled by what the mapping assumes", summary.assumed);
            warnings.push(Problem::new(Code::CrmAssumed, "", message).with("count", summary.assumed));
        }
        let noted: Vec<(&str, &str, &[Noted])> = counted
            .iter()
            .map(|(summary, noted)| (summary.table.as_str(), summary.source.as_str(), noted.as_slice()))
            .collect();
        tables.insert("report", outcome::report(&noted)?);
        tables.insert("set_aside", outcome::set_aside(&refused)?);
        Ok(Export { summary, warnings, tables })
    }

    /// The rows of every table, each with the row behind it.
    pub(super) fn rows(&self) -> Result<Rows, Problems> {
        let given =
            sorted::map(self.mapping.sources.iter().filter_map(|(name, model)| {
                Some((name.as_str(), Source { name, model, table: self.sources.get(name)? }))
            }));
        let call = Call { mapping: &self.mapping, sources: &given, assume: self.params.assume, intake: &self.intake };
        let mut report = Report::new();
        let mut parts = Vec::new();
        for output in &self.mapping.outputs {
            let part = given.get(output.from.as_str()).map(|source| output::read(&call, output, *source));
            match part.unwrap_or_else(|| Ok(Part::none())) {
                Ok(part) => parts.push(part),
                Err(problems) => report.absorb(problems),
            }
        }
        report.finish()?;
        let mut rows = Rows { parts, tables: Tables::new(), behind: BTreeMap::new() };
        rows.assemble(&self.mapping.outputs)?;
        Ok(rows)
    }

    /// A source that was given.
    pub(super) fn source(&self, name: &str) -> Option<&Table> {
        self.sources.get(name).map(|table| &**table)
    }
}

impl Rows {
    /// Puts every table together from its parts.
    fn assemble(&mut self, outputs: &[Output]) -> Result<(), Problems> {
        let mut by_table: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
        for (position, output) in outputs.iter().enumerate() {
            by_table.entry(output.table()).or_default().push(position);
        }
        for (name, positions) in by_table {
            self.settle_keys(outputs, &positions)?;
            let mut made = Vec::new();
            for &position in &positions {
                let (Some(output), Some(part)) = (outputs.get(position), self.parts.get_mut(position)) else {
                    continue;
                };
                let table = std::mem::take(&mut part.table);
                let (table, rows) = if output.shape.name == DEAL_VERSIONS.name {
                    let place = output.column_of("from");
                    versions::events(&table, &part.rows, &mut part.ledger, place)?
                } else {
                    (table, part.rows.clone())
                };
                self.behind.entry(name).or_default().push((position, rows));
                made.push(table);
            }
            self.tables.insert(name, stacked(made)?);
        }
        Ok(())
    }

    /// Takes out what repeats the key of an earlier part: dropped from a distinct output, else refused.
    fn settle_keys(&mut self, outputs: &[Output], positions: &[usize]) -> Result<(), Problem> {
        let key = positions.first().and_then(|&first| outputs.get(first)?.shape.key);
        let Some(key) = key.filter(|_| positions.len() > 1) else { return Ok(()) };
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for &position in positions {
            let (Some(output), Some(part)) = (outputs.get(position), self.parts.get_mut(position)) else { continue };
            let Some(ids) = part.table.text(key) else { continue };
            let repeats: Vec<usize> =
                (0..ids.len()).filter(|&row| ids.get(row).is_some_and(|id| seen.contains(id))).collect();
            seen.extend(ids.iter().flatten().map(str::to_owned));
            if repeats.is_empty() {
                continue;
            }
            if output.distinct {
                part.ledger.noted.push(Noted::dropped(repeats.len(), "said before"));
            } else {
                let place = output.column_of(key);
                for &row in &repeats {
                    let id = ids.get(row).unwrap_or_default();
                    let message = format!("the {key} `{id}` is already that of a record of another source");
                    part.ledger.refuse(part.rows.row(row), place, Code::TableDuplicateId, id, message);
                }
            }
            let gone = sorted::set(repeats);
            if let Some((rows, kept)) = part.rows.kept(|row| !gone.contains(&row)) {
                part.table = output::taken(&part.table, &kept)?;
                part.rows = rows;
            }
        }
        Ok(())
    }
}

/// Tables one below the other, columns in the order in which they are first met.
fn stacked(mut tables: Vec<Table>) -> Result<Table, Problem> {
    if tables.len() < 2 {
        return Ok(tables.pop().unwrap_or_default());
    }
    let mut names: Vec<String> = Vec::new();
    for (name, _) in tables.iter().flat_map(Table::columns) {
        if names.iter().all(|known| known != name) {
            names.push(name.to_owned());
        }
    }
    let mut whole = Table::with_rows(tables.iter().map(Table::rows).sum());
    for name in names {
        let parts: Vec<(Option<&Column>, usize)> =
            tables.iter().map(|table| (table.column(&name), table.rows())).collect();
        let column = Column::concat(&parts).map_err(|error| shape::number_problem(&error, ""))?;
        whole.push(name, column)?;
    }
    Ok(whole)
}

/// What became of the records of an output, with the rows of its report.
fn counted(output: &Output, part: &Part, rows_out: usize) -> (OutputSummary, Vec<Noted>) {
    let mut noted = part.ledger.noted.clone();
    let bad = sorted::set(part.ledger.refused.iter().map(|refused| refused.row));
    let count = |what: What, outcome: Outcome| -> (usize, usize) {
        let found = noted.iter().filter(|noted| noted.what == what && noted.outcome == outcome);
        found.fold((0, 0), |(rows, sum), noted| (rows + 1, sum + noted.count))
    };
    let dropped = count(What::Record, Outcome::Dropped).1;
    let summary = OutputSummary {
        table: output.table().to_owned(),
        source: output.from.clone(),
        rows: part.read,
        mapped: part.read - dropped - bad.len(),
        dropped,
        set_aside: bad.len(),
        rows_out,
        assumed: count(What::Cell, Outcome::Assumed).1,
        defaulted: count(What::Cell, Outcome::Defaulted).1,
        kept_columns: count(What::Column, Outcome::Kept).0,
        dropped_columns: count(What::Column, Outcome::Dropped).0,
    };
    for (outcome, count) in [(Outcome::Mapped, summary.mapped), (Outcome::SetAside, summary.set_aside)] {
        if count > 0 || outcome == Outcome::Mapped {
            noted.push(Noted::new(What::Record, outcome, count));
        }
    }
    sorted::sort_by_key(&mut noted, |noted| noted.what);
    (summary, noted)
}

fn total(mapping_id: &str, outputs: Vec<OutputSummary>) -> ReadSummary {
    let sum = |count: fn(&OutputSummary) -> usize| outputs.iter().map(count).sum();
    ReadSummary {
        mapping_id: mapping_id.to_owned(),
        rows: sum(|output| output.rows),
        mapped: sum(|output| output.mapped),
        dropped: sum(|output| output.dropped),
        set_aside: sum(|output| output.set_aside),
        assumed: sum(|output| output.assumed),
        outputs,
    }
}
