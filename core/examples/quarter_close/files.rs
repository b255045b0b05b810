//! The files that the command line names.

use std::collections::{BTreeMap, BTreeSet};

use quarterdeck::table::{Table, Tables};

use crate::arguments::{Arguments, DateOrder, FILES};
use crate::columns::{Cells, Sheet, literal};
use crate::definitions::{Document, Documents};
use crate::export::{self, Export};
use crate::trouble::Trouble;

/// Everything that a close is made from.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) title: String,
    pub(crate) documents: Documents,
    pub(crate) tables: Tables,
    /// What reading an export came to, where there was one.
    pub(crate) export: Option<Export>,
    pub(crate) period: String,
    /// Transactions that `--where` left out.
    pub(crate) filtered: usize,
}

/// The columns that hold dates in a file of one's own.
const DATES: [&str; 9] =
    ["booked_on", "invoiced_on", "paid_on", "from", "to", "ramp_start", "close_date", "start_date", "last_day"];

pub(crate) fn input(arguments: &Arguments) -> Result<Input, Trouble> {
    let documents = documents(arguments)?;
    let export = export::read(arguments)?;
    let mut tables = export.as_ref().map(|export| export.tables.clone()).unwrap_or_default();
    let mut filtered = 0;
    for (_, _, name) in FILES {
        if let Some((table, left_out)) = own_table(arguments, name)? {
            filtered += left_out;
            tables.insert(name, table);
        }
    }
    require(&documents, &tables)?;
    if tables.get("assignments").is_none() && !documents.plans.is_empty() {
        tables.insert("assignments", everybody(&documents.plans, &tables)?);
    }
    let period = arguments
        .period
        .clone()
        .ok_or_else(|| Trouble::usage("close.no_period", "no period is given", "give --period 2026-Q1, or FROM..TO"))?;
    Ok(Input { title: arguments.paths().join(", "), documents, tables, export, period, filtered })
}

fn documents(arguments: &Arguments) -> Result<Documents, Trouble> {
    let document = |path: &String| Ok::<_, Trouble>(Document { source: path.clone(), text: read(path)? });
    Ok(Documents {
        pipelines: arguments.pipelines.iter().map(document).collect::<Result<_, _>>()?,
        forecast: arguments.forecast.as_ref().map(document).transpose()?,
        plans: arguments.plans.iter().map(document).collect::<Result<_, _>>()?,
    })
}

/// A close needs deals and their pipelines, or transactions and their plans, or both.
fn require(documents: &Documents, tables: &Tables) -> Result<(), Trouble> {
    let (deals, transactions) = (tables.get("deals").is_some(), tables.get("transactions").is_some());
    let lacks = |code, message: &str, help: &str| Err(Trouble::usage(code, message, help));
    match (deals, transactions) {
        (false, false) => lacks(
            "close.no_transactions",
            "neither deals nor transactions are given",
            "give --transactions, --deals, or --opportunities with --mapping",
        ),
        (_, true) if documents.plans.is_empty() => lacks("close.no_plan", "no plan is given", "give --plan FILE.json"),
        (_, false) if !documents.plans.is_empty() => lacks(
            "close.no_transactions",
            "a plan is given and no transactions",
            "give --transactions FILE.csv, or a mapping that makes them",
        ),
        (true, false) if documents.pipelines.is_empty() && documents.forecast.is_none() => {
            lacks("close.no_pipeline", "deals are given and no pipeline", "give --pipeline FILE.json")
        }
        _ => Ok(()),
    }
}

pub(crate) fn read(path: &str) -> Result<Vec<u8>, Trouble> {
    std::fs::read(path).map_err(|why| {
        Trouble::usage("close.unreadable_file", format!("`{path}` cannot be read: {why}"), "check the path")
    })
}

/// A table of its own file, and how many of its rows were left out.
fn own_table(arguments: &Arguments, name: &'static str) -> Result<Option<(Table, usize)>, Trouble> {
    let Some((_, path)) = arguments.files.iter().rev().find(|(table, _)| *table == name) else { return Ok(None) };
    let columns: Vec<&String> =
        arguments.columns.iter().filter(|(table, _)| *table == name).map(|(_, list)| list).collect();
    let filters: &[(String, String)] = if name == "transactions" { &arguments.filters } else { &[] };
    let text = read(path)?;
    let as_it_is = columns.is_empty() && filters.is_empty() && arguments.dates == DateOrder::Iso && name != "quotas";
    if as_it_is {
        let table = Table::from_csv(&text).map_err(|problem| Trouble::of(path.as_str())(problem.into()))?;
        return Ok(Some((table, 0)));
    }
    let mut sheet = Sheet::read(path, &text)?;
    for list in columns {
        sheet.rename(list)?;
    }
    sheet.rewrite_dates(&DATES, arguments.dates);
    let mut left_out = 0;
    for (column, wanted) in filters {
        left_out += sheet.keep(column, wanted)?;
    }
    if name == "quotas" && sheet.column("to").is_none() {
        run_to_the_next(&mut sheet, arguments.quotas_end.as_ref());
    }
    Ok(Some((sheet.into_table()?, left_out)))
}

/// Gives every quota the day on which the next one of the same person and measure starts.
fn run_to_the_next(quotas: &mut Sheet, end: Option<&String>) {
    let (Some(people), Some(from)) = (quotas.column("payee_id"), quotas.column("from")) else { return };
    let measures = quotas.column("measure_id");
    let key = |row: usize| (people.get(row), measures.and_then(|cells| cells.get(row)));
    let mut starts: BTreeMap<_, BTreeSet<&String>> = BTreeMap::new();
    for (row, start) in from.iter().enumerate() {
        starts.entry(key(row)).or_default().extend(start);
    }
    let next = |(row, start): (usize, &Option<String>)| {
        let start = start.as_ref()?;
        let later = starts.get(&key(row))?.iter().find(|later| **later > start);
        later.copied().or(end).cloned()
    };
    let to: Cells = from.iter().enumerate().map(next).collect();
    quotas.set("to", to);
}

/// Everyone on the one plan, for as long as it is in force.
fn everybody(plans: &[Document], tables: &Tables) -> Result<Table, Trouble> {
    let [plan] = plans else {
        let message = "several plans are given, and nothing says who is on which";
        return Err(Trouble::usage("close.no_assignments", message, "give --assignments FILE.csv"));
    };
    let plan: serde_json::Value = serde_json::from_slice(&plan.text).unwrap_or_default();
    let plan = plan.get("id").and_then(serde_json::Value::as_str).unwrap_or_default();
    let named = ["quotas", "transactions"].iter().find_map(|name| tables.get(name)?.column("payee_id"));
    let mut people: Cells = named.map(crate::columns::cells).unwrap_or_default();
    people.retain(Option::is_some);
    people.sort();
    people.dedup();
    let all = |text: &str| vec![Some(text.to_owned()); people.len()];
    let columns =
        [("payee_id", literal(&people)), ("plan_id", literal(&all(plan))), ("from", literal(&all("0001-01-01")))];
    Table::new(columns).map_err(|problem| Trouble::of("assignments")(problem.into()))
}
