//! The operations on books, and books as documents.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::commission::{CALCULATE, inputs, plan};
use super::handle::{Handle, Model};
use super::operation::{Outcome, Request, TableUse};
use super::operations::{DescribeSummary, NoParams, schema};
use super::{Kind, Operation};
use crate::commission::{
    ApplyParams, ApplySummary, BOOKINGS, BookSummary, CAP_BALANCES, CalculateParams, CalculationSummary, Changes,
    CommissionBook, GATES, Plan, WITHDRAWN,
};
use crate::problem::{Code, Problem, Problems, Tree, shape};
use crate::table::{BadRecords, Intake, Table, Tables, declared};

pub(super) const OPEN: Operation = Operation {
    name: "commission.open_book",
    about: "what every payee on a plan earned in a period, kept as a book that changes can be applied to",
    tables_out: &[&declared::CREDITS, &declared::SET_ASIDE, &declared::EXCLUDED],
    summary: schema::<CalculationSummary>,
    run: open,
    ..CALCULATE
};

pub(super) const DESCRIBE: Operation = Operation {
    name: "book.describe",
    kind: Some(Kind::Book),
    about: "a book in words",
    params: schema::<NoParams>,
    tables_in: &[],
    open: false,
    summary: schema::<DescribeSummary>,
    tables_out: &[],
    codes: &[],
    since: "0.1.0",
    long: false,
    run: describe,
};

pub(super) const RESULTS: Operation = Operation {
    name: "book.results",
    about: "what a book comes to: its lines and statements, as a calculation from its records gives them",
    summary: schema::<BookSummary>,
    tables_out: &[&declared::LINES, &declared::STATEMENTS, &CAP_BALANCES, &GATES],
    run: results,
    ..DESCRIBE
};

pub(super) const APPLY: Operation = Operation {
    name: "book.apply",
    about: "new, changed and withdrawn transactions: the book with them, and what they change, line by line",
    params: schema::<ApplyParams>,
    tables_in: &[
        TableUse::optional(&declared::TRANSACTIONS),
        TableUse::optional(&WITHDRAWN),
        TableUse::optional(&declared::SPLITS),
    ],
    summary: schema::<ApplySummary>,
    tables_out: &[&BOOKINGS, &declared::SET_ASIDE],
    codes: CALCULATE.codes,
    run: apply,
    ..DESCRIBE
};

/// A book: a plan, a period and records, calculated and kept, for changes to be applied to. Beside this document
/// the bytes of a book are read, as it wrote them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CommissionBook")]
pub(super) struct BookDocument {
    /// Names this kind of document and its version.
    #[expect(dead_code, reason = "reading it is its check")]
    schema: BookSchema,
    /// The plan, a document of its own.
    #[expect(dead_code, reason = "it is read as a tree, so that its own problems are found")]
    plan: Value,
    /// The parameters of the calculation.
    params: CalculateParams,
    /// The tables of the calculation by name: lists of rows, or CSV texts.
    #[expect(dead_code, reason = "they are read as trees, so that numbers stay as they are written")]
    tables: BTreeMap<String, Value>,
}

/// The schema of books.
#[derive(Debug, Deserialize, JsonSchema)]
enum BookSchema {
    /// The first.
    #[serde(rename = "quarterdeck/commission-book@1")]
    V1,
}

/// The book that a document describes, or that it is the bytes of.
pub(super) fn load(document: &[u8]) -> Result<(CommissionBook, Vec<Problem>), Problems> {
    // JSON begins with a brace, and so does nothing else that could be meant.
    let text = document.iter().find(|byte| !byte.is_ascii_whitespace());
    if text != Some(&b'{') {
        return CommissionBook::from_bytes(document).map(|book| (book, Vec::new()));
    }
    let tree = Tree::parse(document)?;
    shape::check_schema(&tree, "quarterdeck/commission-book@1")?;
    let read: BookDocument = shape::read_tree(&tree)?;
    let at = |key: &str| tree.get(key).unwrap_or(&Tree::Null);
    let (plan, warnings) = Plan::from_tree(at("plan")).map_err(|problems| problems.under("/plan"))?;
    let mut tables = Tables::new();
    if let Tree::Object(named) = at("tables") {
        for (name, value) in named {
            let table = match value {
                Tree::Text(csv) => Table::from_csv(csv.as_bytes()),
                rows => Table::from_rows(&rows.to_json()),
            };
            tables.insert(name.clone(), table.map_err(|problem| problem.under(&format!("/tables/{name}")))?);
        }
    }
    let mut bad = BadRecords::default();
    let intake = Intake { currency: Some(plan.currency()), ..Intake::default() };
    let records = OPEN.records(&intake, tables, &mut bad)?;
    let mut request = Request { handle: None, params: &tree, records, bad, sources: BTreeMap::new(), intake };
    let (inputs, params) = (inputs(&mut request)?, read.params);
    let (book, calculation) = plan.open_book(&params, inputs, request.bad)?;
    let warnings = warnings.into_iter().map(|problem| problem.under("/plan"));
    Ok((book, warnings.chain(calculation.warnings().iter().cloned()).collect()))
}

/// The book that the call is made on.
fn book<'r>(request: &Request<'r>) -> Result<&'r CommissionBook, Problems> {
    match request.handle.map(|handle| &**handle.model()) {
        Some(Model::Book(book)) => Ok(book),
        _ => Err(Problem::new(Code::OperationWrongHandle, "", "the operation runs on a book").into()),
    }
}

fn open(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let (plan, params) = (plan(&request)?, request.params::<CalculateParams>()?);
    let inputs = inputs(&mut request)?;
    let (book, calculation) = plan.open_book(&params, inputs, request.bad)?;
    let (summary, warnings, tables, explanations) = calculation.into_parts();
    Ok(Outcome::of(&summary, warnings, tables).explained_by(Arc::new(explanations)).making(Handle::of_book(book)))
}

fn describe(request: Request<'_>) -> Result<Outcome, Problems> {
    request.params::<NoParams>()?;
    Ok(Outcome::of(&DescribeSummary { lines: book(&request)?.describe() }, Vec::new(), Tables::new()))
}

fn results(request: Request<'_>) -> Result<Outcome, Problems> {
    request.params::<NoParams>()?;
    let book = book(&request)?;
    Ok(Outcome::of(&book.summary()?, Vec::new(), book.tables()?))
}

fn apply(mut request: Request<'_>) -> Result<Outcome, Problems> {
    let (book, params) = (book(&request)?, request.params::<ApplyParams>()?);
    let changes = Changes {
        transactions: request.take(declared::TRANSACTIONS.name),
        withdrawn: request.take(WITHDRAWN.name),
        splits: request.take(declared::SPLITS.name),
    };
    let (book, summary, tables, explanations) = book.apply(&params, &changes, request.bad)?.into_parts();
    Ok(Outcome::of(&summary, Vec::new(), tables).explained_by(Arc::new(explanations)).making(Handle::of_book(book)))
}
