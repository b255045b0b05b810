//! Plan against plan on the same records: what each payee would earn by either, and which rule makes the difference.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::compare_shapes::{COMPARISON, DIFFERENCES};
use super::plan_changes::{Change, changes, read};
use super::ran::{Earned, Ran, asked, paired};
use crate::commission::calculate::Inputs;
use crate::commission::model::Plan;
use crate::commission::output::answered::Answered;
use crate::commission::output::outcome::PeriodSummary;
use crate::commission::output::tabulate::{Sheet, decimal};
use crate::number::{Decimal, Exact};
use crate::problem::{Code, Problem, Problems};
use crate::table::{BadRecords, RecordCount, Table, Tables};
use crate::time::{Instant, PeriodInput};
use crate::trace::{Explain, Node, not_computed, unknown_row};

/// Parameters of [`compare`].
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompareParams {
    /// The plan document that is compared with; assignments name it.
    pub plan_a: Value,
    /// The plan document that is compared; it is tried on whoever is on the other.
    pub plan_b: Value,
    /// The period that is paid: a label of plan A's calendar, or `{from, to}`.
    pub period: PeriodInput,
    /// What was known then; absent: everything.
    #[serde(default)]
    pub known_at: Option<Instant>,
}

/// What the other plan changes, in total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CompareSummary {
    /// The currency of every amount.
    pub currency: String,
    /// The period that is paid.
    pub period: PeriodSummary,
    /// How many payees have a statement by either plan.
    pub payees: usize,
    /// How many of them earn more by plan B.
    pub gaining: usize,
    /// How many earn less.
    pub losing: usize,
    /// What all earn by plan A.
    pub earned_a: Decimal,
    /// What all earn by plan B.
    pub earned_b: Decimal,
    /// The difference: `earned_b - earned_a`.
    pub delta: Decimal,
    /// What became of the records under plan A, by table.
    pub records: BTreeMap<String, RecordCount>,
}

/// A finished comparison: the tables `comparison`, `differences`, `excluded` and `set_aside`.
pub type Comparison = Answered<CompareSummary, ComparisonExplanations>;

/// What one change of the rules changes for everybody.
#[derive(Debug)]
struct Step {
    pointers: Vec<String>,
    deltas: Vec<(String, Exact)>,
}

/// A row of `comparison`.
#[derive(Debug)]
struct Row {
    payee: String,
    component: Option<String>,
    a: Exact,
    b: Exact,
}

/// Calculates the same records by two plans. The keys in which the documents differ are changed one after the
/// other, those of the plan before those of its components, each where the document is a plan after it and
/// together with the next where it is not; what a change adds to what a payee earns is its difference, and the
/// differences of a payee sum to the whole. Where two changes work together, the later has what they do together.
///
/// # Errors
/// The problems of either document, under `/params/plan_a` and `/params/plan_b`; `number.currency_mismatch`
/// where the plans pay in different currencies; those of [`Plan::calculate`].
pub fn compare(params: &CompareParams, inputs: &Inputs, bad: &BadRecords) -> Result<Comparison, Problems> {
    let asked = asked(&params.period, params.known_at);
    let (a, b) = (load(&params.plan_a, "/params/plan_a")?, load(&params.plan_b, "/params/plan_b")?);
    if a.currency() != b.currency() {
        let message = format!("plan A pays in {}, plan B in {}", a.currency().code(), b.currency().code());
        return Err(Problem::new(Code::NumberCurrencyMismatch, "/params/plan_b/currency", message).into());
    }
    // Whoever is on plan A is tried on every other.
    let run = |plan: Plan| Ran::new(&Plan { id: a.id.clone(), ..plan }, &asked, inputs.clone(), bad.clone());
    let (ran_a, ran_b) = (run(a.clone())?, run(b)?);
    let (earned_a, earned_b) = (ran_a.earned(), ran_b.earned());
    let mut steps = Vec::new();
    let (mut document, mut before, mut pending) = (read(&params.plan_a), earned_a.clone(), Vec::new());
    for Change { pointer, apply } in changes(&params.plan_a, &params.plan_b) {
        apply(&mut document);
        pending.push(pointer);
        // A document between the two may be no plan, or one that lacks what the records bring.
        let Some(ran) = load(&document, "").ok().and_then(|plan| run(plan).ok()) else { continue };
        let after = ran.earned();
        steps.push(Step { pointers: std::mem::take(&mut pending), deltas: deltas(&before, &after) });
        before = after;
    }
    if before != earned_b {
        pending.push("/components".to_owned());
        steps.push(Step { pointers: pending, deltas: deltas(&before, &earned_b) });
    }
    answer(&ran_a, rows(&earned_a, &earned_b), steps)
}

fn load(document: &Value, at: &str) -> Result<Plan, Problems> {
    let text = match document {
        Value::String(text) => text.clone(),
        document => document.to_string(),
    };
    Plan::load(text.as_bytes()).map(|(plan, _)| plan).map_err(|problems| problems.under(at))
}

fn rows(a: &Earned, b: &Earned) -> Vec<Row> {
    paired(a, b).map(|(key, [a, b])| Row { payee: key.0.clone(), component: key.1.clone(), a, b }).collect()
}

/// What changes for each payee in all, where something does.
fn deltas(before: &Earned, after: &Earned) -> Vec<(String, Exact)> {
    let totals = rows(before, after).into_iter().filter(|row| row.component.is_none());
    totals.map(|row| (row.payee, row.b.sub(&row.a))).filter(|(_, delta)| !delta.is_zero()).collect()
}

fn answer(ran: &Ran, rows: Vec<Row>, steps: Vec<Step>) -> Result<Comparison, Problems> {
    let totals = || rows.iter().filter(|row| row.component.is_none());
    let sum = |side: fn(&Row) -> &Exact| totals().fold(Exact::ZERO, |sum, row| sum.add(side(row)));
    let (a, b) = (sum(|row| &row.a), sum(|row| &row.b));
    let summary = CompareSummary {
        currency: ran.summary.currency.clone(),
        period: ran.summary.period.clone(),
        payees: totals().count(),
        gaining: totals().filter(|row| row.b > row.a).count(),
        losing: totals().filter(|row| row.b < row.a).count(),
        earned_a: decimal(&a)?,
        earned_b: decimal(&b)?,
        delta: decimal(&b.sub(&a))?,
        records: ran.summary.records.clone(),
    };
    let mut tables = Tables::new();
    tables.insert("comparison", comparison(&rows, &summary.currency)?);
    tables.insert("differences", differences(&steps, &summary.currency)?);
    tables.insert("excluded", ran.table("excluded"));
    tables.insert("set_aside", ran.table("set_aside"));
    Ok(Answered::new(summary, Vec::new(), tables, ComparisonExplanations { rows, steps }))
}

fn comparison(rows: &[Row], currency: &str) -> Result<Table, Problem> {
    let deltas: Vec<Exact> = rows.iter().map(|row| row.b.sub(&row.a)).collect();
    let mut sheet = Sheet::new(rows.len());
    sheet.text("payee_id", &mut rows.iter().map(|row| Some(row.payee.as_str())));
    sheet.text("component_id", &mut rows.iter().map(|row| row.component.as_deref()));
    sheet.exacts("earned_a", &mut rows.iter().map(|row| Some(&row.a)));
    sheet.exacts("earned_b", &mut rows.iter().map(|row| Some(&row.b)));
    sheet.exacts("delta", &mut deltas.iter().map(Some));
    sheet.text("currency", &mut rows.iter().map(|_| Some(currency)));
    sheet.in_order(&COMPARISON)
}

fn differences(steps: &[Step], currency: &str) -> Result<Table, Problem> {
    let numbered = || steps.iter().enumerate();
    let rows = || numbered().flat_map(|(number, step)| step.deltas.iter().map(move |delta| (number, step, delta)));
    let pointers: Vec<String> = rows().map(|(_, step, _)| step.pointers.join(" ")).collect();
    let mut sheet = Sheet::new(pointers.len());
    sheet.text("payee_id", &mut rows().map(|(_, _, delta)| Some(delta.0.as_str())));
    sheet.integers("step", &mut rows().map(|(number, _, _)| number + 1));
    sheet.text("pointers", &mut pointers.iter().map(|pointers| Some(pointers.as_str())));
    sheet.exacts("delta", &mut rows().map(|(_, _, delta)| Some(&delta.1)));
    sheet.text("currency", &mut rows().map(|_| Some(currency)));
    sheet.in_order(&DIFFERENCES)
}

/// Explains the rows of a comparison.
#[derive(Debug)]
pub struct ComparisonExplanations {
    rows: Vec<Row>,
    steps: Vec<Step>,
}

impl Explain for ComparisonExplanations {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        if table != "comparison" {
            return Err(not_computed(table));
        }
        let found = self.rows.get(row).ok_or_else(|| unknown_row(table, self.rows.len(), row))?;
        let node = Node::new("delta", "what plan B earns less what plan A earns", "/params/plan_b")
            .input("earned_a", &found.a)
            .input("earned_b", &found.b)
            .value(found.b.sub(&found.a));
        if found.component.is_some() {
            return Ok(node);
        }
        let own = |step: &Step| {
            let delta = step.deltas.iter().find(|delta| delta.0 == found.payee)?;
            let rule = format!("/params/plan_b{}", step.pointers.first().map_or("", String::as_str));
            Some(
                Node::new("difference", "what changing these keys adds", rule)
                    .input("keys", step.pointers.join(" "))
                    .value(delta.1.clone()),
            )
        };
        Ok(node.parts(self.steps.iter().filter_map(own)))
    }
}
