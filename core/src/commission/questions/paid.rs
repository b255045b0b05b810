//! What was paid against what the plan pays: over- and under-payment, and how often it was wrong.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::findings::shown;
use super::paid_shapes::{PAID_LINES, PAID_PAYEES};
use super::ran::{Ran, asked};
use crate::commission::calculate::Inputs;
use crate::commission::model::Plan;
use crate::commission::output::answered::Answered;
use crate::commission::output::cells;
use crate::commission::output::outcome::{Explanations, PeriodSummary};
use crate::commission::output::tabulate::{Sheet, decimal};
use crate::commission::output::tally::Tally;
use crate::number::{Decimal, Exact};
use crate::problem::{Code, Problem, Problems, pointer};
use crate::table::{BadRecords, RecordCount, Records, Table, Tables};
use crate::time::{Instant, PeriodInput};
use crate::trace::{Explain, Node, not_computed, unknown_row};

/// Parameters of [`Plan::paid_against_recomputed`].
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaidParams {
    /// The period that was paid: a label of the plan's calendar, or `{from, to}`.
    pub period: PeriodInput,
    /// What was known then; absent: everything.
    #[serde(default)]
    pub known_at: Option<Instant>,
    /// What is set side by side.
    #[serde(default)]
    pub by: PaidBy,
    /// A difference of no more than this is none; 0 unless said otherwise.
    #[serde(default)]
    pub tolerance: Option<Decimal>,
}

/// What is set side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaidBy {
    /// What each transaction paid each payee by each component.
    #[default]
    Line,
    /// What each component paid each payee.
    Component,
    /// What each payee was paid.
    Payee,
}

/// How far pay was right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PaidSummary {
    /// The plan.
    pub plan_id: String,
    /// The currency of every amount.
    pub currency: String,
    /// The period that was paid.
    pub period: PeriodSummary,
    /// How many rows were set side by side.
    pub lines: usize,
    /// How many of them are not correct.
    pub wrong: usize,
    /// The one over the other, to 12 places; none where there is nothing to compare.
    pub error_rate: Option<Decimal>,
    /// How many payees there are.
    pub payees: usize,
    /// How many of them have a row that is not correct.
    pub payees_wrong: usize,
    /// What was paid.
    pub paid: Decimal,
    /// What the plan pays.
    pub recomputed: Decimal,
    /// The differences above zero of wrong rows.
    pub overpaid: Decimal,
    /// Those below zero, as an amount above.
    pub underpaid: Decimal,
    /// What became of the records, by table.
    pub records: BTreeMap<String, RecordCount>,
}

/// Pay set against the plan: the tables `paid_lines`, `paid_payees`, `excluded` and `set_aside`.
pub type PaidAgainst = Answered<PaidSummary, PaidExplanations>;

/// Payee, component, transaction.
type Key = (String, Option<String>, Option<String>);

/// What was paid and what is recomputed of one key.
#[derive(Debug)]
struct Side {
    paid: Option<Exact>,
    recomputed: Option<Exact>,
    /// The rows of `lines` that it sums.
    lines: Vec<usize>,
}

/// A row of the answer.
#[derive(Debug)]
struct Row {
    key: Key,
    paid: Exact,
    recomputed: Exact,
    difference: Exact,
    standing: &'static str,
    lines: Vec<usize>,
}

impl Plan {
    /// Calculates the period again and sets what was paid beside it, line by line, by component or by payee.
    /// Whatever was paid and is not due counts, and so does what is due and was not paid.
    ///
    /// # Errors
    /// Those of [`calculate`](Self::calculate); `number.currency_mismatch` for a payment in another currency than
    /// the plan's; `document.out_of_range` for a tolerance below zero.
    pub fn paid_against_recomputed(
        &self,
        params: &PaidParams,
        inputs: Inputs,
        paid: &Records,
        mut bad: BadRecords,
    ) -> Result<PaidAgainst, Problems> {
        let tolerance = params.tolerance.map_or(Exact::ZERO, Exact::from);
        if tolerance.is_negative() {
            let message = format!("a tolerance of {tolerance} is below zero");
            return Err(Problem::new(Code::DocumentOutOfRange, "/params/tolerance", message).into());
        }
        for row in cells::good(paid, "paid", "payee_id") {
            if let Some(currency) = row.text("currency").filter(|code| *code != self.currency.code()) {
                let message = format!("it was paid in {currency}, and the plan pays in {}", self.currency.code());
                row.refuse(&mut bad, "currency", Code::NumberCurrencyMismatch, message);
            }
        }
        bad.settle()?;
        let ran = Ran::new(self, &asked(&params.period, params.known_at), inputs, bad.clone())?;
        let rows = side_by_side(&ran, paid, params.by, &bad, &tolerance);
        let mut tally = Tally::default();
        tally.add("paid", "payee_id", Some(paid), &bad, &|_| None);
        let mut records = ran.summary.records.clone();
        records.extend(tally.counts());
        let payees = by_payee(&rows);
        let whole = Sums::of(&rows);
        let summary = PaidSummary {
            plan_id: ran.summary.plan_id.clone(),
            currency: ran.summary.currency.clone(),
            period: ran.summary.period.clone(),
            lines: rows.len(),
            wrong: whole.wrong,
            error_rate: whole.error_rate().map(|rate| decimal(&shown(&rate)?)).transpose()?,
            payees: payees.len(),
            payees_wrong: payees.iter().filter(|(_, sums)| sums.wrong > 0).count(),
            paid: decimal(&whole.paid)?,
            recomputed: decimal(&whole.recomputed)?,
            overpaid: decimal(&whole.over)?,
            underpaid: decimal(&whole.under)?,
            records,
        };
        let mut tables = Tables::new();
        tables.insert("paid_lines", line_table(&rows, &summary.currency)?);
        tables.insert("paid_payees", payee_table(&payees, &summary.currency)?);
        tables.insert("excluded", ran.table("excluded"));
        tables.insert("set_aside", ran.table("set_aside"));
        let explanations = PaidExplanations { rows, recomputed: ran.explanations };
        Ok(Answered::new(summary, ran.warnings, tables, explanations))
    }
}

fn side_by_side(ran: &Ran, paid: &Records, by: PaidBy, bad: &BadRecords, tolerance: &Exact) -> Vec<Row> {
    let mut sides: BTreeMap<Key, Side> = BTreeMap::new();
    let refused = bad.rows("paid");
    let lines = Records::sound(ran.table("lines"));
    let given = cells::good(paid, "paid", "payee_id").filter(|row| !refused.contains(&row.at)).map(|row| (row, false));
    let made = cells::all(&lines, "lines", "payee_id").map(|row| (row, true));
    for (row, recomputed) in given.chain(made) {
        let Some(amount) = row.exact("amount") else { continue };
        let id = |column: &str, kept: bool| row.text(column).filter(|_| kept).map(str::to_owned);
        let key =
            (row.id().to_owned(), id("component_id", by != PaidBy::Payee), id("transaction_id", by == PaidBy::Line));
        let side = sides.entry(key).or_insert(Side { paid: None, recomputed: None, lines: Vec::new() });
        let sum = if recomputed { &mut side.recomputed } else { &mut side.paid };
        *sum = Some(sum.as_ref().map_or_else(|| amount.clone(), |sum| sum.add(&amount)));
        side.lines.extend(recomputed.then_some(row.at));
    }
    let row = |(key, side): (Key, Side)| {
        let standing = |difference: &Exact| match (&side.paid, &side.recomputed) {
            _ if difference.abs() <= *tolerance => "correct",
            (Some(_), None) => "not_due",
            (None, Some(_)) => "not_paid",
            _ if difference.is_negative() => "underpaid",
            _ => "overpaid",
        };
        let [paid, recomputed] = [&side.paid, &side.recomputed].map(|sum| sum.clone().unwrap_or(Exact::ZERO));
        let difference = paid.sub(&recomputed);
        Row { standing: standing(&difference), key, paid, recomputed, difference, lines: side.lines }
    };
    sides.into_iter().map(row).collect()
}

/// The figures of several rows.
struct Sums {
    lines: usize,
    wrong: usize,
    paid: Exact,
    recomputed: Exact,
    over: Exact,
    under: Exact,
}

impl Sums {
    fn of(rows: &[Row]) -> Self {
        let sum = |amount: &dyn Fn(&Row) -> Exact| rows.iter().fold(Exact::ZERO, |sum, row| sum.add(&amount(row)));
        let wrong = |row: &Row| row.standing != "correct";
        let part = |negative: bool| {
            sum(&|row| {
                let counts = wrong(row) && row.difference.is_negative() == negative;
                if counts { row.difference.abs() } else { Exact::ZERO }
            })
        };
        Self {
            lines: rows.len(),
            wrong: rows.iter().filter(|row| wrong(row)).count(),
            paid: sum(&|row| row.paid.clone()),
            recomputed: sum(&|row| row.recomputed.clone()),
            over: part(false),
            under: part(true),
        }
    }

    fn error_rate(&self) -> Option<Exact> {
        let count = |number: usize| i128::try_from(number).unwrap_or(i128::MAX);
        Exact::new(count(self.wrong), count(self.lines)).ok()
    }
}

/// The rows come payee by payee.
fn by_payee(rows: &[Row]) -> Vec<(&str, Sums)> {
    let chunks = rows.chunk_by(|one, other| one.key.0 == other.key.0);
    chunks.filter_map(|rows| Some((rows.first()?.key.0.as_str(), Sums::of(rows)))).collect()
}

fn line_table(rows: &[Row], currency: &str) -> Result<Table, Problem> {
    let mut sheet = Sheet::new(rows.len());
    sheet.text("payee_id", &mut rows.iter().map(|row| Some(row.key.0.as_str())));
    sheet.text("component_id", &mut rows.iter().map(|row| row.key.1.as_deref()));
    sheet.text("transaction_id", &mut rows.iter().map(|row| row.key.2.as_deref()));
    sheet.exacts("paid", &mut rows.iter().map(|row| Some(&row.paid)));
    sheet.exacts("recomputed", &mut rows.iter().map(|row| Some(&row.recomputed)));
    sheet.exacts("difference", &mut rows.iter().map(|row| Some(&row.difference)));
    sheet.text("standing", &mut rows.iter().map(|row| Some(row.standing)));
    sheet.text("currency", &mut rows.iter().map(|_| Some(currency)));
    sheet.in_order(&PAID_LINES)
}

fn payee_table(payees: &[(&str, Sums)], currency: &str) -> Result<Table, Problem> {
    let rates = payees
        .iter()
        .map(|(_, sums)| sums.error_rate().as_ref().map(shown).transpose())
        .collect::<Result<Vec<Option<Exact>>, Problem>>()?;
    let mut sheet = Sheet::new(payees.len());
    sheet.text("payee_id", &mut payees.iter().map(|(payee, _)| Some(*payee)));
    sheet.integers("lines", &mut payees.iter().map(|(_, sums)| sums.lines));
    sheet.integers("wrong", &mut payees.iter().map(|(_, sums)| sums.wrong));
    sheet.exacts("error_rate", &mut rates.iter().map(Option::as_ref));
    type Amount = (&'static str, fn(&Sums) -> &Exact);
    let amounts: [Amount; 4] = [
        ("paid", |sums| &sums.paid),
        ("recomputed", |sums| &sums.recomputed),
        ("overpaid", |sums| &sums.over),
        ("underpaid", |sums| &sums.under),
    ];
    for (name, amount) in amounts {
        sheet.exacts(name, &mut payees.iter().map(|(_, sums)| Some(amount(sums))));
    }
    sheet.text("currency", &mut payees.iter().map(|_| Some(currency)));
    sheet.in_order(&PAID_PAYEES)
}

/// Explains the rows of `paid_lines`.
#[derive(Debug)]
pub struct PaidExplanations {
    rows: Vec<Row>,
    recomputed: Explanations,
}

impl Explain for PaidExplanations {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        if table != "paid_lines" {
            return Err(not_computed(table));
        }
        let found = self.rows.get(row).ok_or_else(|| unknown_row(table, self.rows.len(), row))?;
        let lines = found.lines.iter().map(|&line| self.recomputed.explain("lines", line));
        let lines = lines.collect::<Result<Vec<Node>, Problem>>()?;
        Ok(Node::new("difference", "what was paid less what the plan pays", pointer::table("paid", None))
            .input("paid", &found.paid)
            .input("recomputed", &found.recomputed)
            .value(found.difference.clone())
            .parts(lines))
    }
}
