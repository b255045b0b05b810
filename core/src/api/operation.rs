//! One operation: how it is declared, and how it is called.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::answer::Done;
use super::{Handle, Kind, RecordOptions, Run, operations};
use crate::commission::Answered;
use crate::problem::{Code, Problem, Problems, Report, Tree, pointer, shape};
use crate::sorted;
use crate::table::{BadRecords, Intake, Records, Table, TableShape, Tables, conform};
use crate::trace::Explain;

/// A table that an operation takes.
#[derive(Debug, Clone, Copy)]
pub struct TableUse {
    /// What the table looks like.
    pub shape: &'static TableShape,
    /// Whether it must be given.
    pub required: bool,
}

impl TableUse {
    pub(super) const fn required(shape: &'static TableShape) -> Self {
        Self { shape, required: true }
    }

    pub(super) const fn optional(shape: &'static TableShape) -> Self {
        Self { shape, required: false }
    }
}

/// A row of the table of operations.
#[derive(Debug)]
pub struct Operation {
    /// `<room>.<verb>`, such as `commission.calculate`.
    pub name: &'static str,
    /// The definition it runs on; none for plain functions.
    pub kind: Option<Kind>,
    /// What it computes, in one line.
    pub about: &'static str,
    /// The JSON Schema of its own parameters; those with tables take [`RecordOptions`] besides.
    /// Without feature `schema` nothing is said: `true`.
    pub params: fn() -> Value,
    /// The tables it takes.
    pub tables_in: &'static [TableUse],
    /// Whether it takes tables by the names that its definition gives them, rather than by declared ones.
    pub open: bool,
    /// The JSON Schema of its summary, in the same way.
    pub summary: fn() -> Value,
    /// The tables it gives.
    pub tables_out: &'static [&'static TableShape],
    /// The codes of problems that it can answer with beyond those of shape, numbers, time and tables.
    pub codes: &'static [Code],
    /// The version it came with.
    pub since: &'static str,
    /// Whether a host may want to run it off its main thread.
    pub long: bool,
    pub(super) run: fn(Request<'_>) -> Result<Outcome, Problems>,
}

/// What an operation is given.
#[derive(Debug)]
pub(super) struct Request<'r> {
    pub(super) handle: Option<&'r Handle>,
    pub(super) params: &'r Tree,
    pub(super) records: BTreeMap<&'static str, Records>,
    pub(super) bad: BadRecords,
    /// The tables of an operation that takes any, as they came.
    pub(super) sources: BTreeMap<String, Arc<Table>>,
    pub(super) intake: Intake,
}

/// What an operation gives.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) summary: Value,
    pub(super) warnings: Vec<Problem>,
    pub(super) tables: Tables,
    pub(super) explain: Option<Arc<dyn Explain>>,
    /// What a host can go on with.
    pub(super) made: Option<Handle>,
}

impl Outcome {
    pub(super) fn of(summary: &impl Serialize, warnings: Vec<Problem>, tables: Tables) -> Self {
        // A summary is made of text, whole numbers, lists and objects with text keys: it always serialises.
        Self { summary: serde_json::to_value(summary).unwrap_or_default(), warnings, tables, explain: None, made: None }
    }

    /// What a room answers, with what explains it.
    pub(super) fn answered<S: Serialize, E: Explain + 'static>(answered: Answered<S, E>) -> Self {
        let (summary, warnings, tables, explanations) = answered.into_parts();
        Self::of(&summary, warnings, tables).explained_by(Arc::new(explanations))
    }

    pub(super) fn explained_by(mut self, explain: Arc<dyn Explain>) -> Self {
        self.explain = Some(explain);
        self
    }

    pub(super) fn making(mut self, handle: Handle) -> Self {
        self.made = Some(handle);
        self
    }
}

impl Request<'_> {
    /// The operation's own parameters.
    pub(super) fn params<P: DeserializeOwned + JsonSchema>(&self) -> Result<P, Problems> {
        shape::read_tree(self.params).map_err(|problems| problems.under("/params"))
    }

    /// A table that was given.
    pub(super) fn take(&mut self, name: &str) -> Option<Records> {
        self.records.remove(name)
    }

    /// A table that the call was not let through without.
    pub(super) fn required(&mut self, name: &str) -> Result<Records, Problems> {
        self.take(name).ok_or_else(|| {
            let message = format!("the table `{name}` is missing");
            Problem::new(Code::TableMissingTable, pointer::table(name, None), message).with("table", name).into()
        })
    }
}

pub(super) fn find(name: &str) -> Result<&'static Operation, Problems> {
    operations().iter().find(|operation| operation.name == name).ok_or_else(|| {
        // A probe is there to be tried in tests, not to be offered: what is told must not depend on it.
        let offered = |name: &&str| !name.starts_with("internal.");
        let known: Vec<&str> = operations().iter().map(|operation| operation.name).filter(offered).collect();
        Problem::new(Code::OperationUnknown, "", format!("`{name}` is not an operation")).with("known", known).into()
    })
}

impl Operation {
    pub(super) fn call(
        &'static self,
        handle: Option<&Handle>,
        params: &[u8],
        tables: Tables,
    ) -> Result<Done, Problems> {
        self.check_handle(handle)?;
        let params = Tree::parse(params).map_err(|problem| problem.under("/params"))?;
        let (options, params) = if !self.takes_tables() {
            (RecordOptions::default(), params)
        } else {
            RecordOptions::split(params).map_err(|problems| problems.under("/params"))?
        };
        let mut bad = BadRecords::new(options.bad_records);
        let intake = options.intake(handle.and_then(Handle::currency)).map_err(|problem| problem.under("/params"))?;
        let (tables, sources) = if self.open { (Tables::new(), tables) } else { (tables, Tables::new()) };
        let records = self.records(&intake, tables, &mut bad)?;
        let sources = sorted::map(sources.into_iter().map(|(name, table)| (name, Arc::new(table))));
        let declared = records.iter().map(|(name, records)| ((*name).to_owned(), records.shared()));
        let inputs = sorted::map(declared.chain(sources.clone()));
        let outcome = (self.run)(Request { handle, params: &params, records, bad, sources, intake })?;
        let run = Run {
            operation: self,
            handle: handle.cloned(),
            params: Arc::new(params),
            inputs: Arc::new(inputs),
            explain: outcome.explain,
        };
        let (summary, warnings, tables) = (outcome.summary, outcome.warnings, outcome.tables);
        Ok(Done { summary, warnings, tables, run, made: outcome.made })
    }

    /// Whether it takes tables, and with them the options that go with records.
    #[must_use]
    pub fn takes_tables(&self) -> bool {
        self.open || !self.tables_in.is_empty()
    }

    fn check_handle(&self, handle: Option<&Handle>) -> Result<(), Problems> {
        let (wanted, given) = (self.kind, handle.map(Handle::kind));
        if wanted == given {
            return Ok(());
        }
        let name = |kind: Option<Kind>| kind.map_or("no definition", Kind::as_str);
        let message = format!("`{}` runs on {}, not on {}", self.name, name(wanted), name(given));
        Err(Problem::new(Code::OperationWrongHandle, "", message)
            .with("expected", name(wanted))
            .with("found", name(given))
            .into())
    }

    /// The given tables in the declared shapes; every table-wide problem of all of them together.
    pub(super) fn records(
        &self,
        intake: &Intake,
        tables: Tables,
        bad: &mut BadRecords,
    ) -> Result<BTreeMap<&'static str, Records>, Problems> {
        let mut report = Report::new();
        let mut records = BTreeMap::new();
        for (name, table) in tables {
            let Some(used) = self.tables_in.iter().find(|used| used.shape.name == name) else {
                let known: Vec<&str> = self.tables_in.iter().map(|used| used.shape.name).collect();
                let message = format!("`{}` takes no table `{name}`", self.name);
                report.push(
                    Problem::new(Code::TableUnknownTable, pointer::table(&name, None), message).with("known", known),
                );
                continue;
            };
            match conform(table, used.shape, intake, bad) {
                Ok(conformed) => {
                    records.insert(used.shape.name, conformed);
                }
                Err(problems) => report.absorb(problems),
            }
        }
        for used in self.tables_in {
            let name = used.shape.name;
            if used.required && !records.contains_key(name) && !report.has_errors() {
                let message = format!("`{}` needs the table `{name}`", self.name);
                report.push(
                    Problem::new(Code::TableMissingTable, pointer::table(name, None), message).with("table", name),
                );
            }
        }
        report.finish()?;
        Ok(records)
    }
}
