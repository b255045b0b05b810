//! What refunds take back by each clawback mode, side by side, before one of them is booked.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::clawback_shapes::CLAWBACK_OPTIONS;
use super::ran::{Earned, Ran, asked, paired};
use crate::commission::calculate::Inputs;
use crate::commission::clawback::CLAWBACK_MODES;
use crate::commission::document::ClawbackMode;
use crate::commission::model::Plan;
use crate::commission::output::answered::Answered;
use crate::commission::output::outcome::PeriodSummary;
use crate::commission::output::tabulate::{Sheet, decimal};
use crate::commission::params::CalculateParams;
use crate::number::{Decimal, Exact};
use crate::problem::{Code, Problem, Problems, Report, pointer};
use crate::sorted;
use crate::table::{BadRecords, Cells, Column, RecordCount, Records, Table, Tables, TextColumn};
use crate::time::{Instant, PeriodInput};
use crate::trace::{Explain, Node, not_computed, unknown_row};

/// Parameters of [`Plan::clawback_options`].
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClawbackOptionsParams {
    /// The period in which the refunds count: a label of the plan's calendar, or `{from, to}`.
    pub period: PeriodInput,
    /// What was known then; absent: everything.
    #[serde(default)]
    pub known_at: Option<Instant>,
    /// The refunds that are tried, by their transaction ids; all of them, if absent. Others keep their mode.
    #[serde(default)]
    pub refunds: Option<Vec<String>>,
}

/// What the modes take back, in total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClawbackOptionsSummary {
    /// The plan.
    pub plan_id: String,
    /// The currency of every amount.
    pub currency: String,
    /// The period in which the refunds count.
    pub period: PeriodSummary,
    /// How many refunds are tried.
    pub refunds: usize,
    /// What is taken back with the modes as they are given, by refund or by the plan.
    pub as_given: Decimal,
    /// Every mode, in one order.
    pub options: Vec<ClawbackOption>,
    /// What became of the records with the modes as they are given, by table.
    pub records: BTreeMap<String, RecordCount>,
}

/// What one mode takes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClawbackOption {
    /// The mode.
    pub mode: ClawbackMode,
    /// What it takes back from everyone together, in the period; none where the plan does not say enough for it.
    pub taken_back: Option<Decimal>,
    /// Why there is none: the code of what is missing.
    pub taken_back_reason: Option<String>,
}

/// The modes side by side: the tables `clawback_options`, `excluded` and `set_aside`.
pub type ClawbackOptions = Answered<ClawbackOptionsSummary, ClawbackOptionsExplanations>;

/// A row of `clawback_options`.
#[derive(Debug)]
struct Row {
    mode: &'static str,
    payee: String,
    component: Option<String>,
    unrefunded: Exact,
    earned: Exact,
    taken_back: Exact,
}

impl Plan {
    /// Calculates the period once for each clawback mode, with the refunds by it, and once without them. What a mode
    /// takes back is the difference: what the refunds' own lines take back, and what later lines of the period earn
    /// less, or more, where the mode moves their measure.
    ///
    /// ```
    /// use quarterdeck::commission::{ClawbackOptionsParams, Inputs, Plan};
    /// use quarterdeck::table::{BadRecords, Intake, Table, conform, declared};
    ///
    /// let (plan, _) = Plan::load(br#"{
    ///     "schema": "quarterdeck/commission-plan@1", "id": "ae", "currency": "USD",
    ///     "effective": {"from": "2026-01-01"}, "clawback": {"term_months": 12},
    ///     "components": [{"id": "new", "measure": {"date": "booked_on", "period": "quarter"}, "rate": "0.05"}]
    /// }"#)?;
    /// let mut bad = BadRecords::default();
    /// let mut table = |rows: &str, shape| conform(Table::from_csv(rows.as_bytes())?, shape, &Intake::default(), &mut bad);
    /// let inputs = Inputs {
    ///     transactions: table(
    ///         "transaction_id,payee_id,amount,booked_on,reverses_id\nT1,ann,600,2026-01-05,\nT2,ann,-600,2026-03-05,T1\n",
    ///         &declared::TRANSACTIONS,
    ///     )?,
    ///     assignments: table("payee_id,plan_id,from\nann,ae,2026-01-01\n", &declared::ASSIGNMENTS)?,
    ///     quotas: None,
    ///     splits: None,
    ///     quota_relief: None,
    ///     fx_rates: None,
    ///     reporting: None,
    ///     flags: None,
    /// };
    /// let params: ClawbackOptionsParams = serde_json::from_str(r#"{"period": "2026-Q1"}"#)?;
    /// let asked = plan.clawback_options(&params, &inputs, &bad)?;
    /// let taken: Vec<_> = asked.summary().options.iter().map(|option| option.taken_back.map(|taken| taken.to_string())).collect();
    /// // All of the 30 by the rates; ten of twelve months are not served; the plan has no schedule.
    /// let taken: Vec<_> = taken.iter().map(|taken| taken.as_deref().unwrap_or("-")).collect();
    /// assert_eq!(taken, ["30", "30", "30", "-", "25"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `table.unknown_id` for a refund that is no transaction which reverses one; those of
    /// [`calculate`](Self::calculate), with the modes as they are given.
    pub fn clawback_options(
        &self,
        params: &ClawbackOptionsParams,
        inputs: &Inputs,
        bad: &BadRecords,
    ) -> Result<ClawbackOptions, Problems> {
        let refunds = tried(&inputs.transactions, params.refunds.as_deref())?;
        let asked = asked(&params.period, params.known_at);
        let given = Ran::new(self, &asked, inputs.clone(), bad.clone())?;
        let run = |asked: &CalculateParams, (name, column): (&str, Column)| {
            let transactions = with_column(&inputs.transactions, name, column)?;
            Ran::new(self, asked, Inputs { transactions, ..inputs.clone() }, bad.clone())
        };
        let known_at = params.known_at.unwrap_or(Instant::MAX);
        let before = CalculateParams { known_at: Some(known_at), ..asked.clone() };
        let unrefunded = run(&before, unknown(&inputs.transactions, &refunds, known_at))?.earned();
        let (mut rows, mut options) = (Vec::new(), Vec::new());
        for (name, mode) in CLAWBACK_MODES {
            let ran = run(&asked, by_mode(&inputs.transactions, &refunds, name));
            let lacks_terms = match &ran {
                Ok(ran) => lacks_terms(&ran.table("set_aside")),
                Err(problems) => problems.iter().all(|problem| problem.code == Code::CommissionClawbackTerms),
            };
            if lacks_terms {
                let taken_back_reason = Some(Code::CommissionClawbackTerms.as_str().to_owned());
                options.push(ClawbackOption { mode, taken_back: None, taken_back_reason });
                continue;
            }
            let own = side_by_side(name, &unrefunded, &ran?.earned());
            let taken_back = Some(decimal(&total(&own))?);
            options.push(ClawbackOption { mode, taken_back, taken_back_reason: None });
            rows.extend(own);
        }
        let summary = ClawbackOptionsSummary {
            plan_id: given.summary.plan_id.clone(),
            currency: given.summary.currency.clone(),
            period: given.summary.period.clone(),
            refunds: refunds.iter().filter(|refund| **refund).count(),
            as_given: decimal(&total(&side_by_side("", &unrefunded, &given.earned())))?,
            options,
            records: given.summary.records.clone(),
        };
        let mut tables = Tables::new();
        tables.insert("clawback_options", table(&rows, &summary.currency)?);
        tables.insert("excluded", given.table("excluded"));
        tables.insert("set_aside", given.table("set_aside"));
        Ok(Answered::new(summary, given.warnings, tables, ClawbackOptionsExplanations { rows }))
    }
}

/// By row of the transactions: whether it is a refund that is tried.
fn tried(transactions: &Records, named: Option<&[String]>) -> Result<Vec<bool>, Problems> {
    let table = transactions.table();
    let (ids, reverses) = (table.text("transaction_id"), table.text("reverses_id"));
    let is_refund = |row: &usize| reverses.and_then(|reverses| reverses.get(*row)).is_some();
    let rows = sorted::map((0..transactions.rows()).filter(is_refund).filter_map(|row| Some((ids?.get(row)?, row))));
    let Some(named) = named else {
        return Ok((0..transactions.rows()).map(|row| is_refund(&row)).collect());
    };
    let (mut tried, mut report) = (vec![false; transactions.rows()], Report::new());
    for (position, id) in named.iter().enumerate() {
        match rows.get(id.as_str()).and_then(|row| tried.get_mut(*row)) {
            Some(tried) => *tried = true,
            None => {
                let message = format!("no transaction `{id}` reverses another");
                report.push(Problem::new(Code::TableUnknownId, pointer::at("/params/refunds", position), message));
            }
        }
    }
    report.finish()?;
    Ok(tried)
}

/// The column that says the modes, with the refunds that are tried by one of them.
fn by_mode(transactions: &Records, tried: &[bool], mode: &str) -> (&'static str, Column) {
    let own = transactions.table().text("clawback_mode");
    let modes = tried.iter().enumerate().map(|(row, tried)| if *tried { Some(mode) } else { own?.get(row) });
    ("clawback_mode", Column::Text(TextColumn::from_options(modes)))
}

/// The column that says what is known since when, with the refunds that are tried not known yet at an instant.
fn unknown(transactions: &Records, tried: &[bool], at: Instant) -> (&'static str, Column) {
    let own = transactions.table().instant("known_at");
    let known = tried.iter().enumerate().map(|(row, tried)| if *tried { Some(at.micros()) } else { own?.get(row) });
    ("known_at", Column::Instant(Cells::from_options(known)))
}

fn with_column(transactions: &Records, name: &str, column: Column) -> Result<Records, Problem> {
    let others = transactions.table().columns().filter(|(other, _)| *other != name);
    let mut table = Table::new(others.map(|(other, column)| (other, column.clone())))?;
    table.push(name, column)?;
    Ok(transactions.with_table(table))
}

/// Whether a refund was set aside because the plan does not say enough for its mode.
fn lacks_terms(set_aside: &Table) -> bool {
    let codes = set_aside.text("code");
    codes.is_some_and(|codes| codes.iter().flatten().any(|code| code == Code::CommissionClawbackTerms.as_str()))
}

/// What a mode takes back of whom, where it takes anything back.
fn side_by_side(mode: &'static str, unrefunded: &Earned, earned: &Earned) -> Vec<Row> {
    let rows = paired(unrefunded, earned).map(|(key, [unrefunded, earned])| {
        let taken_back = unrefunded.sub(&earned);
        Row { mode, payee: key.0.clone(), component: key.1.clone(), unrefunded, earned, taken_back }
    });
    rows.filter(|row| !row.taken_back.is_zero()).collect()
}

fn total(rows: &[Row]) -> Exact {
    let totals = rows.iter().filter(|row| row.component.is_none());
    totals.fold(Exact::ZERO, |sum, row| sum.add(&row.taken_back))
}

fn table(rows: &[Row], currency: &str) -> Result<Table, Problem> {
    let mut sheet = Sheet::new(rows.len());
    sheet.text("mode", &mut rows.iter().map(|row| Some(row.mode)));
    sheet.text("payee_id", &mut rows.iter().map(|row| Some(row.payee.as_str())));
    sheet.text("component_id", &mut rows.iter().map(|row| row.component.as_deref()));
    sheet.exacts("unrefunded", &mut rows.iter().map(|row| Some(&row.unrefunded)));
    sheet.exacts("earned", &mut rows.iter().map(|row| Some(&row.earned)));
    sheet.exacts("taken_back", &mut rows.iter().map(|row| Some(&row.taken_back)));
    sheet.text("currency", &mut rows.iter().map(|_| Some(currency)));
    sheet.in_order(&CLAWBACK_OPTIONS)
}

/// Explains the rows of `clawback_options`.
#[derive(Debug)]
pub struct ClawbackOptionsExplanations {
    rows: Vec<Row>,
}

impl Explain for ClawbackOptionsExplanations {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        if table != CLAWBACK_OPTIONS.name {
            return Err(not_computed(table));
        }
        let found = self.rows.get(row).ok_or_else(|| unknown_row(table, self.rows.len(), row))?;
        let what = "what is earned without the refunds, less what is earned by the mode";
        Ok(Node::new("taken_back", what, "/clawback/mode")
            .input("mode", found.mode)
            .input("unrefunded", &found.unrefunded)
            .input("earned", &found.earned)
            .value(found.taken_back.clone()))
    }
}
