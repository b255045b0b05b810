//! The result of a calculation: its tables, its summary, and whatever it takes to explain a row.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::accounts::{Accounts, Others, RecordCount};
use super::results::Results;
use crate::commission::clawback::Clawbacks;
use crate::commission::params::{CalculateParams, Output};
use crate::commission::sharing::HandedOn;
use crate::commission::stages::{balance_table, gate_table};
use crate::commission::workings::Workings;
use crate::number::Decimal;
use crate::problem::Problem;
use crate::sorted;
use crate::table::{BadRecords, Tables};

/// What a calculation earned, in total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CalculationSummary {
    /// The plan.
    pub plan_id: String,
    /// The currency of every amount.
    pub currency: String,
    /// The period that was paid.
    pub period: PeriodSummary,
    /// How many payees have a statement.
    pub payees: usize,
    /// How many lines there are.
    pub lines: usize,
    /// What all lines earned together.
    pub earned: Decimal,
    /// What became of the records, by table.
    pub records: BTreeMap<String, RecordCount>,
    /// How many float cells were rounded to the minor unit, where `floats: "round"` asked for it.
    pub rounded_floats: usize,
}

/// A period with its label, if the plan's calendar has one for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PeriodSummary {
    /// The first day.
    pub from: crate::time::Date,
    /// The first day after.
    pub to: crate::time::Date,
    /// The label, such as `2026-Q1`.
    pub label: Option<String>,
}

/// A finished calculation.
#[derive(Debug)]
pub struct Calculation {
    summary: CalculationSummary,
    warnings: Vec<Problem>,
    tables: Tables,
    workings: Arc<Workings>,
    ranges: Arc<[Range<usize>]>,
    stage_lines: Arc<[usize]>,
    statement_slices: Arc<[Option<usize>]>,
    statement_payees: Arc<[u32]>,
    handed: Arc<HandedOn>,
    clawbacks: Arc<Clawbacks>,
}

impl Calculation {
    pub(crate) fn new(
        params: &CalculateParams,
        workings: Workings,
        results: Results,
        others: &Others<'_>,
        accounts: &Accounts,
        bad: &BadRecords,
        warnings: Vec<Problem>,
    ) -> Result<Self, Problem> {
        let all: i128 = results.statements.totals().sum();
        let (from, to) = (workings.period.from(), workings.period.to());
        let inputs = [
            Some(&workings.transactions),
            others.splits,
            Some(others.assignments),
            others.quotas,
            others.quota_relief,
            others.fx_rates,
            others.reporting,
            others.flags,
        ];
        let summary = CalculationSummary {
            plan_id: workings.plan.id.clone(),
            currency: workings.plan.currency.code().to_owned(),
            period: PeriodSummary { from, to, label: workings.plan.calendar.label(workings.period) },
            payees: results.statements.totals().count(),
            lines: results.lines.len(),
            earned: Decimal::from_mantissa(all, workings.plan.rounding.scale).unwrap_or(Decimal::ZERO),
            records: sorted::map(accounts.counts().into_iter().map(|(name, count)| (name.to_owned(), count))),
            rounded_floats: inputs.iter().flatten().map(|records| records.rounded_floats()).sum(),
        };
        let mut tables = Tables::new();
        if params.wants(Output::Credits) {
            tables.insert("credits", workings.credit_table());
        }
        if params.wants(Output::Excluded) {
            let mut named = vec![("transactions", &workings.transactions), ("assignments", others.assignments)];
            named.extend(
                [
                    ("splits", others.splits),
                    ("quotas", others.quotas),
                    ("quota_relief", others.quota_relief),
                    ("fx_rates", others.fx_rates),
                    ("reporting", others.reporting),
                    ("flags", others.flags),
                ]
                .into_iter()
                .filter_map(|(name, records)| Some((name, records?))),
            );
            tables.insert("excluded", accounts.excluded(&named));
        }
        if params.wants(Output::SetAside) {
            tables.insert("set_aside", bad.to_table());
        }
        let statement_slices = results.statements.slice.clone().into();
        if params.wants(Output::CapBalances) && workings.plan.has_caps() {
            tables.insert("cap_balances", balance_table(&results.notes.balances, &workings)?);
        }
        let statement_payees = results.statements.payee.clone().into();
        if params.wants(Output::Gates) && workings.plan.has_gates() {
            tables.insert("gates", gate_table(&results.notes.gates, &workings)?);
        }
        if params.wants(Output::Lines) {
            tables.insert("lines", results.lines.into_table(&workings));
        }
        if params.wants(Output::Statements) {
            tables.insert("statements", results.statements.into_table(&workings));
        }
        let (workings, ranges, clawbacks) = (Arc::new(workings), results.ranges.into(), Arc::new(results.clawbacks));
        let (stage_lines, handed) = (results.notes.extras.into(), Arc::new(results.handed));
        Ok(Self {
            summary,
            warnings,
            tables,
            workings,
            ranges,
            stage_lines,
            statement_slices,
            statement_payees,
            handed,
            clawbacks,
        })
    }

    /// The totals.
    #[must_use]
    pub fn summary(&self) -> &CalculationSummary {
        &self.summary
    }

    /// What came up that does not stop the calculation.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// The result tables that were asked for: `credits`, `lines`, `statements`, `set_aside`, `excluded`, and
    /// `cap_balances` and `gates` where the plan has caps or gates.
    #[must_use]
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Takes some of the result tables out.
    pub(crate) fn take_tables(&mut self, names: &[&str]) -> Tables {
        let mut taken = Tables::new();
        for name in names {
            if let Some(table) = self.tables.remove(name) {
                taken.insert(*name, table);
            }
        }
        taken
    }

    pub(crate) fn workings(&self) -> &Workings {
        &self.workings
    }

    /// The result tables by value.
    #[must_use]
    pub fn into_parts(self) -> (CalculationSummary, Vec<Problem>, Tables, Explanations) {
        let explanations = Explanations {
            workings: self.workings,
            ranges: self.ranges,
            stage_lines: self.stage_lines,
            statement_slices: self.statement_slices,
            statement_payees: self.statement_payees,
            handed: self.handed,
            clawbacks: self.clawbacks,
        };
        (self.summary, self.warnings, self.tables, explanations)
    }
}

/// Explains the rows of a finished calculation.
#[derive(Debug)]
pub struct Explanations {
    pub(crate) workings: Arc<Workings>,
    /// By slice: its rows of `lines`.
    pub(crate) ranges: Arc<[Range<usize>]>,
    /// By slice: how many of these rows are of stages, the last; empty where the plan has none.
    pub(crate) stage_lines: Arc<[usize]>,
    /// By row of `statements`: its slice.
    pub(crate) statement_slices: Arc<[Option<usize>]>,
    /// By row of `statements`: its payee.
    pub(crate) statement_payees: Arc<[u32]>,
    /// The lines that follow a payee's slices: what others' earnings bring, and what refunds take back.
    pub(crate) handed: Arc<HandedOn>,
    pub(crate) clawbacks: Arc<Clawbacks>,
}
