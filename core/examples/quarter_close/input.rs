//! What a close is made from: the sample, or the files named on the command line.

use std::collections::{BTreeMap, BTreeSet};

use quarterdeck::api::{self, Handle};
use quarterdeck::problem::Problem;
use quarterdeck::table::{Table, Tables};
use serde_json::{Value, json};

use crate::arguments::{Arguments, FILES};
use crate::columns::{Cells, Sheet, literal};
use crate::trouble::Trouble;

/// A plan, ready to run.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) id: String,
    pub(crate) handle: Handle,
    pub(crate) warnings: Vec<Problem>,
}

/// Everything that a close needs.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) title: String,
    pub(crate) plans: Vec<Plan>,
    pub(crate) tables: Tables,
    pub(crate) params: Value,
    /// Transactions that `--where` left out.
    pub(crate) filtered: usize,
    pub(crate) explain: Option<String>,
}

const DATES: [&str; 6] = ["booked_on", "invoiced_on", "paid_on", "from", "to", "ramp_start"];

/// The generated company.
pub(crate) fn sample() -> Result<Input, Trouble> {
    let texts: [(&str, &[u8]); 5] = [
        ("transactions", include_bytes!("sample/transactions.csv")),
        ("splits", include_bytes!("sample/splits.csv")),
        ("quotas", include_bytes!("sample/quotas.csv")),
        ("assignments", include_bytes!("sample/assignments.csv")),
        ("fx_rates", include_bytes!("sample/fx_rates.csv")),
    ];
    let mut tables = Tables::new();
    for (name, csv) in texts {
        tables.insert(name, Sheet::read(name, csv)?.into_table()?);
    }
    Ok(Input {
        title: "a generated sample company (--help says how to close your own quarter)".to_owned(),
        plans: vec![plan("plan.json", include_bytes!("sample/plan.json"))?],
        tables,
        params: json!({"period": "2026-Q1", "bad_records": "set_aside"}),
        filtered: 0,
        explain: None,
    })
}

/// The files that the arguments name.
pub(crate) fn files(arguments: &Arguments) -> Result<Input, Trouble> {
    let mut plans = Vec::new();
    for path in &arguments.plans {
        plans.push(plan(path, &read(path)?)?);
    }
    if plans.is_empty() {
        return Err(Trouble::usage("close.no_plan", "no plan is given", "give --plan FILE.json"));
    }
    let mut tables = Tables::new();
    let mut filtered = 0;
    let mut people = None;
    // Quotas come after the transactions: people are taken from the last that is there.
    for (option, _, table) in FILES {
        let Some(mut sheet) = sheet(arguments, table)? else {
            if table == "transactions" {
                return Err(Trouble::usage(
                    "close.no_transactions",
                    "no transactions are given",
                    format!("give {option} FILE.csv"),
                ));
            }
            continue;
        };
        if table == "transactions" {
            for (column, text) in &arguments.filters {
                filtered += sheet.keep(column, text)?;
            }
        }
        if table == "quotas" && sheet.column("to").is_none() {
            run_to_the_next(&mut sheet, arguments.quotas_end.as_ref());
        }
        if table == "transactions" || table == "quotas" {
            people = sheet.column("payee_id").cloned().or(people);
        }
        tables.insert(table, sheet.into_table()?);
    }
    if tables.get("assignments").is_none() {
        tables.insert("assignments", everybody(&plans, people)?);
    }
    Ok(Input {
        title: source(arguments),
        plans,
        tables,
        params: params(arguments)?,
        filtered,
        explain: arguments.explain.clone(),
    })
}

fn source(arguments: &Arguments) -> String {
    let paths = arguments.files.iter().map(|(_, path)| path.as_str()).chain(arguments.plans.iter().map(String::as_str));
    paths.collect::<Vec<_>>().join(", ")
}

fn read(path: &str) -> Result<Vec<u8>, Trouble> {
    std::fs::read(path).map_err(|why| {
        Trouble::usage("close.unreadable_file", format!("`{path}` cannot be read: {why}"), "check the path")
    })
}

fn plan(path: &str, document: &[u8]) -> Result<Plan, Trouble> {
    let (handle, warnings) = api::load("commission_plan", document).map_err(Trouble::of(path))?;
    // It loaded, so it is JSON with an id.
    let document: Value = serde_json::from_slice(document).unwrap_or_default();
    let id = document.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(Plan { id, handle, warnings })
}

fn sheet(arguments: &Arguments, table: &str) -> Result<Option<Sheet>, Trouble> {
    let Some((_, path)) = arguments.files.iter().rev().find(|(name, _)| *name == table) else { return Ok(None) };
    let mut sheet = Sheet::read(path, &read(path)?)?;
    for (_, list) in arguments.columns.iter().filter(|(name, _)| *name == table) {
        sheet.rename(list)?;
    }
    sheet.rewrite_dates(&DATES, arguments.dates);
    Ok(Some(sheet))
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
fn everybody(plans: &[Plan], people: Option<Cells>) -> Result<Table, Trouble> {
    let [plan] = plans else {
        let message = "several plans are given, and nothing says who is on which";
        return Err(Trouble::usage("close.no_assignments", message, "give --assignments FILE.csv"));
    };
    let mut people: Cells = people.unwrap_or_default().into_iter().filter(Option::is_some).collect();
    people.sort();
    people.dedup();
    let all = |text: &str| vec![Some(text.to_owned()); people.len()];
    let columns =
        [("payee_id", literal(&people)), ("plan_id", literal(&all(&plan.id))), ("from", literal(&all("0001-01-01")))];
    Table::new(columns).map_err(|problem| Trouble::of("assignments")(problem.into()))
}

fn params(arguments: &Arguments) -> Result<Value, Trouble> {
    let period = arguments
        .period
        .as_deref()
        .ok_or_else(|| Trouble::usage("close.no_period", "no period is given", "give --period 2026-Q1, or FROM..TO"))?;
    let mut params = json!({
        "period": match period.split_once("..") {
            Some((from, to)) => json!({"from": from, "to": to}),
            None => json!(period),
        },
        "bad_records": if arguments.strict { "refuse" } else { "set_aside" },
    });
    if let Some(known_at) = &arguments.known_at {
        params["known_at"] = json!(known_at);
    }
    Ok(params)
}
