//! A period calculated now, against what was booked for it.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::adjustment::{Entry, adjustments};
use super::explain::RestateExplanations;
use super::facts::{amounts, book, calculated};
use super::reason::Sides;
use crate::commission::calculate::Inputs;
use crate::commission::credit::credits::is_visible;
use crate::commission::model::Plan;
use crate::commission::output::cells;
use crate::commission::output::outcome::PeriodSummary;
use crate::commission::output::tabulate::{Sheet, decimal};
use crate::commission::params::{CalculateParams, Denominator};
use crate::number::{Decimal, Exact};
use crate::problem::{Code, Problem, Problems, shape};
use crate::sorted;
use crate::table::{BadRecords, RecordCount, Records, Table, Tables};
use crate::time::{Date, Instant, PeriodInput};

/// Parameters of [`Plan::restate`].
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RestateParams {
    /// The closed period: a label of the plan's calendar, or `{from, to}`.
    pub period: PeriodInput,
    /// The day of the open period that adjustments are booked on.
    pub booked_on: Date,
    /// What is known now; absent: everything.
    #[serde(default)]
    pub known_at: Option<Instant>,
    /// When the period was closed, where no bookings of it are given: they are what was known then.
    #[serde(default)]
    pub closed_at: Option<Instant>,
}

/// What a restatement books, in total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RestateSummary {
    /// The plan.
    pub plan_id: String,
    /// The currency of every amount.
    pub currency: String,
    /// The period that is restated.
    pub period: PeriodSummary,
    /// How many rows of `bookings` come out.
    pub bookings: usize,
    /// How many of them are adjustments.
    pub adjustments: usize,
    /// What was booked for the period before.
    pub booked: Decimal,
    /// What the adjustments add to it.
    pub adjusted: Decimal,
    /// What the period comes to now: the two together.
    pub earned: Decimal,
    /// What became of the records, by table.
    pub records: BTreeMap<String, RecordCount>,
}

/// The tables of a restatement.
#[derive(Debug, Clone)]
pub struct RestateInputs {
    /// Everything that the period is calculated from.
    pub calculation: Inputs,
    /// What was booked so far, in the shape [`BOOKINGS`](super::BOOKINGS); other plans and periods are let be.
    pub bookings: Option<Records>,
}

/// A finished restatement.
#[derive(Debug)]
pub struct Restatement {
    summary: RestateSummary,
    warnings: Vec<Problem>,
    tables: Tables,
    explanations: RestateExplanations,
}

impl Plan {
    /// Books what a period comes to now less what was booked for it, line by line.
    ///
    /// Where nothing was booked the period is closed first: its lines are booked on their own days, as they
    /// were known at `closed_at`, or as they are now. Lines are told apart by payee, component, transaction
    /// and kind, and the bookings come out in that order.
    ///
    /// ```
    /// use quarterdeck::commission::{Inputs, Plan, RestateInputs, RestateParams};
    /// use quarterdeck::table::{BadRecords, Intake, Table, conform, declared};
    ///
    /// let (plan, _) = Plan::load(br#"{
    ///     "schema": "quarterdeck/commission-plan@1", "id": "ae", "currency": "USD",
    ///     "effective": {"from": "2026-01-01"},
    ///     "components": [{"id": "new", "measure": {"date": "booked_on", "period": "quarter"}, "rate": "0.05"}]
    /// }"#)?;
    /// let mut bad = BadRecords::default();
    /// let mut table = |rows: &str, shape| conform(Table::from_csv(rows.as_bytes())?, shape, &Intake::default(), &mut bad);
    /// let rows = "transaction_id,payee_id,amount,booked_on,known_at\nT1,ann,500,2026-01-05,2026-01-05T00:00:00Z\n\
    ///             T2,ann,100,2026-03-30,2026-04-09T00:00:00Z\n";
    /// let calculation = Inputs {
    ///     transactions: table(rows, &declared::TRANSACTIONS)?,
    ///     assignments: table("payee_id,plan_id,from\nann,ae,2026-01-01\n", &declared::ASSIGNMENTS)?,
    ///     splits: None, quotas: None, quota_relief: None, fx_rates: None, flags: None, reporting: None,
    /// };
    /// let params: RestateParams = serde_json::from_str(
    ///     r#"{"period": "2026-Q1", "closed_at": "2026-04-05T00:00:00Z", "booked_on": "2026-04-30"}"#,
    /// )?;
    /// let restated = plan.restate(&params, &RestateInputs { calculation, bookings: None }, bad)?;
    /// assert_eq!(restated.summary().booked.to_string(), "25");
    /// assert_eq!(restated.summary().adjusted.to_string(), "5");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`calculate`](Self::calculate); under `bad_records: refuse` bookings in another currency.
    pub fn restate(
        &self,
        params: &RestateParams,
        inputs: &RestateInputs,
        mut bad: BadRecords,
    ) -> Result<Restatement, Problems> {
        let period =
            params.period.resolve(&self.calendar).map_err(|error| shape::time_problem(&error, "/params/period"))?;
        let (mut booked, mut fates) = (BTreeMap::new(), BTreeMap::new());
        let rows = inputs.bookings.iter().flat_map(|bookings| cells::good(bookings, "bookings", "payee_id"));
        for row in rows {
            if row.text("plan_id") != Some(self.id.as_str()) {
                fates.insert(row.at, "not_on_plan");
            } else if (row.date("period_from"), row.date("period_to")) != (Some(period.from()), Some(period.to())) {
                fates.insert(row.at, "outside_period");
            } else if row.text("currency").is_some_and(|currency| currency != self.currency.code()) {
                let message = format!("the booking is not in {}, as the plan is", self.currency);
                row.refuse(&mut bad, "currency", Code::NumberCurrencyMismatch, message);
            } else {
                book(&mut booked, row);
            }
        }
        let set_aside = bad.count("bookings");
        let calculate = |known_at, bad| {
            let (period, outputs) = (params.period.clone(), None);
            let params = CalculateParams {
                period,
                known_at,
                denominator: Denominator::default(),
                threads: NonZeroU32::MIN,
                outputs,
            };
            self.calculate(&params, inputs.calculation.clone(), bad)
        };
        let policy = bad.policy();
        let (summary, warnings, mut tables, explanations) = calculate(params.known_at, bad)?.into_parts();
        let worth = amounts(&inputs.calculation.transactions);
        let now = calculated(&tables, &|id| worth.get(id).cloned());
        let mut entries = Vec::new();
        let before: Exact = booked.values().fold(Exact::ZERO, |sum, facts| sum.add(&facts.amount));
        if booked.is_empty() {
            let closed = match params.closed_at {
                Some(closed_at) => {
                    let (_, _, tables, _) = calculate(Some(closed_at), BadRecords::new(policy))?.into_parts();
                    calculated(&tables, &|id| worth.get(id).cloned())
                }
                None => now.clone(),
            };
            for (key, facts) in &closed {
                let (amount, on) = (facts.amount.clone(), facts.day.unwrap_or(params.booked_on));
                entries.push(Entry {
                    key: key.clone(),
                    now: facts.clone(),
                    before: None,
                    amount,
                    reason: "closed",
                    on: Some(on),
                });
            }
            booked = closed;
        }
        let sides = Sides {
            booked: sorted::set(booked.keys().filter_map(|key| key.2.clone())),
            known: known(&inputs.calculation.transactions, params.known_at),
        };
        let closing = entries.len();
        entries.extend(adjustments(&booked, &now, &sides, Some(params.booked_on)));
        let sum = |entries: &[Entry]| entries.iter().fold(Exact::ZERO, |sum, entry| sum.add(&entry.amount));
        let (closed, adjusted) = entries.split_at(closing);
        let mut records = summary.records;
        if let Some(bookings) = &inputs.bookings {
            let (rows, excluded) = (bookings.rows(), fates.len());
            let used = rows - excluded - set_aside;
            records.insert("bookings".to_owned(), RecordCount { rows, used, excluded, set_aside });
        }
        let summary = RestateSummary {
            plan_id: self.id.clone(),
            currency: self.currency.code().to_owned(),
            period: PeriodSummary { from: period.from(), to: period.to(), label: self.calendar.label(period) },
            bookings: entries.len(),
            adjustments: adjusted.len(),
            booked: decimal(&before.add(&sum(closed)))?,
            adjusted: decimal(&sum(adjusted))?,
            earned: summary.earned,
            records,
        };
        let mut out = Tables::new();
        out.insert("bookings", self.bookings(&entries, period)?);
        if let Some(table) = tables.remove("set_aside") {
            out.insert("set_aside", table);
        }
        out.insert("excluded", excluded(&tables.remove("excluded").unwrap_or_default(), inputs, &fates)?);
        let explanations = RestateExplanations::new(explanations, entries);
        Ok(Restatement { summary, warnings, tables: out, explanations })
    }
}

/// The records that the calculation did not use, and the bookings that are not of its period.
fn excluded(
    calculation: &Table,
    inputs: &RestateInputs,
    fates: &BTreeMap<usize, &'static str>,
) -> Result<Table, Problem> {
    let (own, rows) = (calculation.rows(), calculation.rows() + fates.len());
    let given =
        |name: &str| (0..own).map(move |row| calculation.text(name).and_then(|column| column.get(row))).collect();
    let (mut tables, mut ids, mut reasons): (Vec<_>, Vec<_>, Vec<_>) =
        (given("table"), given("record_id"), given("reason"));
    let numbers = (0..own).filter_map(|row| usize::try_from(calculation.integer("row")?.get(row)?).ok());
    let mut numbers: Vec<usize> = numbers.collect();
    let payees = inputs.bookings.as_ref().and_then(|bookings| bookings.table().text("payee_id"));
    for (row, reason) in fates {
        tables.push(Some("bookings"));
        numbers.push(*row);
        ids.push(payees.and_then(|payees| payees.get(*row)));
        reasons.push(Some(*reason));
    }
    let mut sheet = Sheet::new(rows);
    sheet.text("table", &mut tables.into_iter());
    sheet.integers("row", &mut numbers.into_iter());
    sheet.text("record_id", &mut ids.into_iter());
    sheet.text("reason", &mut reasons.into_iter());
    sheet.finish()
}

/// The transactions that there are now.
fn known(transactions: &Records, known_at: Option<Instant>) -> BTreeSet<String> {
    let table = transactions.table();
    let (known, known_at) = (table.instant("known_at"), known_at.map(|instant| instant.micros()));
    let visible = (0..transactions.rows()).filter(|&row| is_visible(transactions, known, known_at, row));
    sorted::set(visible.filter_map(|row| table.text("transaction_id")?.get(row).map(str::to_owned)))
}

impl Restatement {
    /// The totals.
    #[must_use]
    pub fn summary(&self) -> &RestateSummary {
        &self.summary
    }

    /// The tables `bookings`, `set_aside` and `excluded`.
    #[must_use]
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Summary, warnings, tables and explanations by value.
    #[must_use]
    pub fn into_parts(self) -> (RestateSummary, Vec<Problem>, Tables, RestateExplanations) {
        (self.summary, self.warnings, self.tables, self.explanations)
    }
}
