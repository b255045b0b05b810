//! What comes out of a settlement: pay by period, the ledger, and the balances to go on with.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::movement::{Kind, Movement};
use super::reserves;
use super::settle::{Book, SettleInputs, Settled, Workings};
use super::tables::{balances, forgiven, ledger, payouts, receivable};
use crate::commission::output::accounts::RecordCount;
use crate::commission::output::outcome::PeriodSummary;
use crate::commission::output::tabulate::decimal;
use crate::commission::output::tally::Tally;
use crate::number::{Decimal, Exact};
use crate::problem::{Problem, Problems};
use crate::sorted;
use crate::table::{BadRecords, Tables};
use crate::time::{Period, PeriodInput};

/// Parameters of [`SettlementPolicy::settle`](super::SettlementPolicy::settle).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleParams {
    /// What is settled: a label of the policy's calendar or `{from, to}`, one pay period or more.
    pub period: PeriodInput,
}

/// The totals of a settlement, in the policy's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SettlementSummary {
    /// The policy.
    pub policy_id: String,
    /// The currency of every amount but `payouts`.
    pub currency: String,
    /// What was settled.
    pub period: PeriodSummary,
    /// How many pay periods it has.
    pub pay_periods: usize,
    /// How many payees have a payout row.
    pub payees: usize,
    /// Released earnings net of clawbacks.
    pub earned: Decimal,
    /// What was paid above the earnings: draws, guarantees, and earnings below zero that were carried.
    pub advanced: Decimal,
    /// What was recovered from earnings.
    pub recovered: Decimal,
    /// What was forgiven.
    pub forgiven: Decimal,
    /// What was paid.
    pub paid: Decimal,
    /// What those who have left owe at the end.
    pub receivable: Decimal,
    /// What payroll pays, by payout currency.
    pub payouts: BTreeMap<String, Decimal>,
    /// What became of the records, by table.
    pub records: BTreeMap<String, RecordCount>,
}

/// A finished settlement.
#[derive(Debug)]
pub struct Settlement {
    summary: SettlementSummary,
    tables: Tables,
    pub(super) workings: Arc<Workings>,
    pub(super) book: Arc<Book>,
}

impl Settlement {
    pub(super) fn new(
        workings: Workings,
        book: Book,
        inputs: &SettleInputs,
        bad: &BadRecords,
    ) -> Result<Self, Problems> {
        let tally = tally(&workings, &book, inputs, bad);
        let mut tables = Tables::new();
        tables.insert("payouts", payouts(&workings, &book)?);
        tables.insert("ledger", ledger(&workings, &book)?);
        tables.insert("balances", balances(&workings, &book)?);
        if let Some(reserves) = reserves::table(&workings, &book.closing)? {
            tables.insert("reserves", reserves);
        }
        tables.insert("excluded", tally.excluded()?);
        tables.insert("set_aside", bad.to_table());
        let summary = summary(&workings, &book, &tally)?;
        Ok(Self { summary, tables, workings: Arc::new(workings), book: Arc::new(book) })
    }

    /// The totals.
    #[must_use]
    pub fn summary(&self) -> &SettlementSummary {
        &self.summary
    }

    /// The tables `payouts`, `ledger`, `balances`, `excluded` and `set_aside`, and `reserves` where anything is kept back.
    #[must_use]
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Takes the tables out.
    #[must_use]
    pub fn take_tables(&mut self) -> Tables {
        std::mem::take(&mut self.tables)
    }
}

impl Book {
    pub(super) fn lines(&self, settled: &Settled) -> &[Movement] {
        self.ledger.get(settled.lines.clone()).unwrap_or_default()
    }

    /// What the movements of a kind add to the pay of a period.
    pub(super) fn sum(&self, settled: &Settled, kind: Kind) -> Exact {
        let of_kind = self.lines(settled).iter().filter(|movement| movement.kind == kind);
        of_kind.fold(Exact::ZERO, |sum, movement| sum.add(&movement.amount))
    }

    fn total(&self, kinds: &[Kind]) -> Exact {
        let of_kind = self.ledger.iter().filter(|movement| kinds.contains(&movement.kind));
        of_kind.fold(Exact::ZERO, |sum, movement| sum.add(&movement.amount))
    }
}

fn summary(workings: &Workings, book: &Book, tally: &Tally) -> Result<SettlementSummary, Problem> {
    let policy = &workings.policy;
    let from = workings.periods.first().map(|period| period.from()).unwrap_or(crate::time::Date::MIN);
    let to = workings.periods.last().map(|period| period.to()).unwrap_or(crate::time::Date::MAX);
    let mut payees: Vec<&str> = book.settled.iter().map(|settled| settled.payee.as_str()).collect();
    payees.dedup();
    let mut payouts: BTreeMap<String, Exact> = BTreeMap::new();
    let mut owed: BTreeMap<&str, Exact> = BTreeMap::new();
    for settled in &book.settled {
        let sum = payouts.entry(settled.currency.code().to_owned()).or_insert(Exact::ZERO);
        *sum = sum.add(&settled.payout);
        owed.extend(receivable(settled).map(|receivable| (settled.payee.as_str(), receivable)));
    }
    Ok(SettlementSummary {
        policy_id: policy.id.clone(),
        currency: policy.currency.code().to_owned(),
        period: PeriodSummary {
            from,
            to,
            label: Period::new(from, to).ok().and_then(|all| policy.calendar.label(all)),
        },
        pay_periods: workings.periods.len(),
        payees: payees.len(),
        earned: decimal(&book.total(&Kind::EARNED))?,
        advanced: decimal(&book.total(&[Kind::Carried, Kind::Advanced, Kind::ToppedUp]))?,
        recovered: decimal(&book.total(&[Kind::RecoveredNegative, Kind::RecoveredDraw]).neg())?,
        forgiven: decimal(&forgiven(&book.ledger))?,
        paid: decimal(&book.total(&[Kind::Paid, Kind::PaidAtStart]).neg())?,
        receivable: decimal(&owed.values().fold(Exact::ZERO, |sum, owed| sum.add(owed)))?,
        payouts: sorted::try_map(payouts.into_iter().map(|(code, sum)| Ok((code, decimal(&sum)?))))?,
        records: tally.counts(),
    })
}

fn tally(workings: &Workings, book: &Book, inputs: &SettleInputs, bad: &BadRecords) -> Tally {
    let mut tally = Tally::default();
    let paid = sorted::set(book.settled.iter().map(|settled| settled.payee.as_str()));
    let cell = |records: Option<&crate::table::Records>, column: &str, row: usize| {
        records.and_then(|records| Some(records.table().text(column)?.get(row)?.to_owned()))
    };
    tally.add("earnings", "payee_id", Some(&inputs.earnings), bad, &|row| workings.earned.fate(row));
    let (draws, balances) = (inputs.draws.as_ref(), inputs.balances.as_ref());
    let (people, fx_rates) = (inputs.people.as_ref(), inputs.fx_rates.as_ref());
    let apart = |id: &Option<String>| id.as_ref().is_some_and(|id| workings.payees.set_aside.contains(id));
    tally.add("draws", "payee_id", draws, bad, &|row| {
        let id = cell(draws, "payee_id", row);
        if apart(&id) {
            return Some("payee_set_aside");
        }
        let payee = id.as_ref().and_then(|id| workings.payees.by_id.get(id))?;
        (!payee.holds_in(row, &workings.periods)).then_some("not_in_force")
    });
    tally.add("balances", "payee_id", balances, bad, &|row| {
        apart(&cell(balances, "payee_id", row)).then_some("payee_set_aside")
    });
    let reserves = inputs.reserves.as_ref();
    tally.add("reserves", "payee_id", reserves, bad, &|row| {
        apart(&cell(reserves, "payee_id", row)).then_some("payee_set_aside")
    });
    tally.add("people", "person_id", people, bad, &|row| {
        let id = cell(people, "person_id", row);
        if apart(&id) {
            return Some("payee_set_aside");
        }
        (!id.is_some_and(|id| paid.contains(id.as_str()))).then_some("not_needed")
    });
    tally.add("fx_rates", "base", fx_rates, bad, &|row| (!book.used_rates.contains(&row)).then_some("not_needed"));
    tally
}
