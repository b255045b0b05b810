//! What deals that are not there yet would earn.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::added::{Places, Unit, rows_of, sound, unit_deal, with_deals};
use super::findings::shown;
use super::paired::{earned_as, earned_in, paired};
use super::ran::{Ran, Standing, Statement, asked};
use super::what_if_shapes::WHAT_IF;
use crate::commission::calculate::Inputs;
use crate::commission::document::{CreditBasis, Reconcile, RoundingLevel};
use crate::commission::model::{Plan, RoundingPolicy};
use crate::commission::output::answered::Answered;
use crate::commission::output::outcome::{Explanations, PeriodSummary};
use crate::commission::output::tabulate::{Sheet, decimal};
use crate::commission::params::{CalculateParams, Output};
use crate::commission::rates::across::Across;
use crate::number::{Decimal, Exact, Rounding};
use crate::problem::{Problem, Problems, pointer};
use crate::sorted;
use crate::table::{BadRecords, RecordCount, Records, Table, Tables, TextColumn};
use crate::time::{Instant, PeriodInput};
use crate::trace::{Explain, Node, not_computed, unknown_row};

/// Parameters of [`Plan::what_if`].
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WhatIfParams {
    /// The period that is paid: a label of the plan's calendar, or `{from, to}`.
    pub period: PeriodInput,
    /// What was known then; absent: everything. The deals added are known whatever it says.
    #[serde(default)]
    pub known_at: Option<Instant>,
}

/// What the deals change, in total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WhatIfSummary {
    /// The plan.
    pub plan_id: String,
    /// The currency of every amount.
    pub currency: String,
    /// The period that is paid.
    pub period: PeriodSummary,
    /// How many payees the deals change something for.
    pub payees: usize,
    /// What those payees earn without the deals.
    pub earned_before: Decimal,
    /// What they earn with them.
    pub earned_after: Decimal,
    /// What the deals add.
    pub added: Decimal,
    /// What became of the records, by table.
    pub records: BTreeMap<String, RecordCount>,
}

/// An answered what-if: the tables `what_if`, `lines` (those of the deals), `excluded` and `set_aside`.
pub type WhatIf = Answered<WhatIfSummary, WhatIfExplanations>;

/// A row of the answer, and its row of `statements`, unless the deals leave nothing of it.
#[derive(Debug)]
struct Change {
    row: Option<usize>,
    before: Statement,
    after: Statement,
    standing: (Standing, Standing),
    next_rate: Option<Exact>,
}

impl Plan {
    /// What deals would earn: every calculation is made without and with them, by the whole plan.
    ///
    /// `next_rate` is what one unit more of the last deal added would earn on top of them, with the same
    /// splits, before the plan's own rounding; where that unit reaches a tier that pays on earlier credit, what
    /// it adds there is in it. Where the size of a deal picks a column of a rate table, the unit is paid in the column
    /// of the deal with the unit in it, and the deal stays where it is. Distances to tiers are those of credit; with
    /// `upper_inclusive` a tier starts just above its bound.
    ///
    /// # Errors
    /// Those of [`calculate`](Self::calculate), for deals pointing into `deals_added`; `table.duplicate_id` for
    /// a deal with the id of a transaction.
    pub fn what_if(
        &self,
        params: &WhatIfParams,
        inputs: &Inputs,
        deals: &Records,
        mut bad: BadRecords,
    ) -> Result<WhatIf, Problems> {
        let params = asked(&params.period, params.known_at);
        let deals = &known_already(deals)?;
        let joint = with_deals(inputs, deals, &mut bad)?;
        let places = Places::new(inputs, deals, &bad);
        let deals = &sound(deals, &bad)?;
        // With them first: what is wrong with a record is then told by where it stands.
        let after =
            Ran::new(self, &params, joint.clone(), bad.clone()).map_err(|problems| places.sent_back(&problems))?;
        let before = Ran::new(self, &params, without_splits(inputs, deals)?, bad.clone())?;
        let mut changes = changes(&before, &after, deals);
        self.next_rates(&params, &joint, deals, &bad, &after, &mut changes)?;
        answer(after, changes, deals, places)
    }

    /// Fills what one more unit of the last deal would earn on every row.
    fn next_rates(
        &self,
        params: &CalculateParams,
        joint: &Inputs,
        deals: &Records,
        bad: &BadRecords,
        after: &Ran,
        changes: &mut [Change],
    ) -> Result<(), Problems> {
        let Some(last) = deals.rows().checked_sub(1) else { return Ok(()) };
        // Places beyond every rounding of pay, so that the difference of two totals is a rate.
        let rounding = RoundingPolicy {
            scale: 15,
            mode: Rounding::HalfEven,
            at: RoundingLevel::Component,
            reconcile: Reconcile::CumulativeDifference,
        };
        let fine = Self { rounding, ..self.clone() };
        let params = &CalculateParams { outputs: Some(vec![Output::Statements]), ..params.clone() };
        let without = Ran::new(&fine, params, joint.clone(), bad.clone())?;
        let parted = self.components.iter().any(|part| part.payout.across().is_some_and(Across::parts_credit));
        let amount = Some(after.amount_of(joint.transactions.rows() - 1)).filter(|_| parted);
        let mut rates: BTreeMap<Unit, Ran> = BTreeMap::new();
        for unit in self.components.iter().map(|component| unit_of(component.credit)) {
            if let std::collections::btree_map::Entry::Vacant(entry) = rates.entry(unit) {
                let more = one_more(joint, deals.table(), last, unit, amount.as_ref())?;
                entry.insert(Ran::new(&fine, params, more, bad.clone())?);
            }
        }
        let workings = &after.explanations.workings;
        let without = earned_by(&without, after, changes);
        let rates: BTreeMap<Unit, Vec<Exact>> =
            rates.iter().map(|(unit, ran)| (*unit, earned_by(ran, after, changes))).collect();
        // What is handed on has no measure of its own: the unit is that of all components, if they have but one.
        let only = if rates.len() == 1 { rates.values().next() } else { None };
        let mut total = Some(Exact::ZERO);
        for ((at, change), without) in changes.iter_mut().enumerate().zip(&without) {
            if change.after.component.is_none() {
                change.next_rate = total.replace(Exact::ZERO);
                continue;
            }
            let slice = change.row.and_then(|row| after.explanations.statement_slices.get(row).copied().flatten());
            let unit = slice.and_then(|slice| workings.slices.get(slice)).map(|slice| workings.component(slice).credit);
            let rates = unit.map_or(only, |unit| rates.get(&unit_of(unit)));
            change.next_rate = rates.and_then(|rates| rates.get(at)).map(|with| with.sub(without));
            total = total.zip(change.next_rate.as_ref()).map(|(total, rate)| total.add(rate));
        }
        for change in changes {
            change.next_rate = change.next_rate.as_ref().map(shown).transpose()?;
        }
        Ok(())
    }
}

/// The inputs without the splits of the deals.
fn without_splits(inputs: &Inputs, deals: &Records) -> Result<Inputs, Problem> {
    let ids = ids(deals);
    let Some(splits) = &inputs.splits else { return Ok(inputs.clone()) };
    let names = splits.table().text("transaction_id");
    let other = |row: &usize| names.and_then(|names| names.get(*row)).is_none_or(|id| !ids.contains(id));
    let rows: Vec<u32> = (0..splits.rows()).filter(other).filter_map(|row| u32::try_from(row).ok()).collect();
    Ok(Inputs { splits: Some(splits.take(&rows)?), ..inputs.clone() })
}

/// What the records are known by.
fn ids(records: &Records) -> BTreeSet<&str> {
    records.table().text("transaction_id").into_iter().flat_map(TextColumn::iter).flatten().collect()
}

/// The deals, whenever they became known.
fn known_already(deals: &Records) -> Result<Records, Problem> {
    if deals.table().column("known_at").is_none() {
        return Ok(deals.clone());
    }
    let columns = deals.table().columns().filter(|(name, _)| *name != "known_at");
    let table = Table::new(columns.map(|(name, column)| (name, column.clone())))?;
    Ok(deals.with_table(table))
}

fn unit_of(basis: CreditBasis) -> Unit {
    match basis {
        CreditBasis::Amount | CreditBasis::Deals => Unit::Money,
        CreditBasis::Units => Unit::Units,
        CreditBasis::GrossProfit | CreditBasis::GrossProfitOrLoss => Unit::Profit,
    }
}

/// The inputs with one unit more of a deal, split as the deal is.
fn one_more(joint: &Inputs, deals: &Table, row: usize, unit: Unit, amount: Option<&Exact>) -> Result<Inputs, Problem> {
    let ids = ids(&joint.transactions);
    let mut id = "~next".to_owned();
    while ids.contains(id.as_str()) {
        id.push('~');
    }
    let more = Records::sound(unit_deal(deals, row, &id, unit, amount)?);
    let transactions = joint.transactions.followed_by(&more)?;
    let deal = deals.text("transaction_id").and_then(|ids| ids.get(row)).unwrap_or_default();
    let splits = match &joint.splits {
        Some(splits) => {
            let names = splits.table().text("transaction_id");
            let own = |row: &usize| names.and_then(|names| names.get(*row)) == Some(deal);
            let own: Vec<u32> = (0..splits.rows()).filter(own).filter_map(|row| u32::try_from(row).ok()).collect();
            let mut table = Table::with_rows(own.len());
            for (name, column) in splits.table().columns() {
                let named = || crate::table::Column::Text(TextColumn::constant(&id, own.len()));
                table.push(name, if name == "transaction_id" { named() } else { column.take(&own) })?;
            }
            Some(splits.followed_by(&Records::sound(table))?)
        }
        None => None,
    };
    Ok(Inputs { transactions, splits, ..joint.clone() })
}

/// By change: what its statement earns in a calculation. What the deals leave nothing of may be there with one unit more.
fn earned_by(ran: &Ran, after: &Ran, changes: &[Change]) -> Vec<Exact> {
    let rows = earned_in(ran, after);
    let earned = |change: &Change| match change.row {
        Some(row) => rows.get(row).cloned().unwrap_or(Exact::ZERO),
        None => earned_as(ran, &change.before),
    };
    changes.iter().map(earned).collect()
}

/// The rows of payees whom the deals change something for.
fn changes(before: &Ran, after: &Ran, deals: &Records) -> Vec<Change> {
    let ids = ids(deals);
    let lines = after.table("lines");
    let of_deals = |row: &usize| {
        lines.text("transaction_id").and_then(|column| column.get(*row)).is_some_and(|id| ids.contains(id))
    };
    let mut payees = sorted::set(
        (0..lines.rows()).filter(of_deals).filter_map(|row| lines.text("payee_id")?.get(row).map(str::to_owned)),
    );
    let pairs = paired(before, after).into_iter().filter_map(|(was, row)| {
        let (one, other) =
            (was.and_then(|row| before.statements.get(row)), row.and_then(|row| after.statements.get(row)));
        let nothing = one.or(other)?.nothing();
        let pair = (one.unwrap_or(&nothing).clone(), other.unwrap_or(&nothing).clone());
        Some((was, row, pair))
    });
    let pairs: Vec<_> = pairs.collect();
    payees.extend(pairs.iter().filter(|(.., (one, other))| one != other).map(|(.., (one, _))| one.payee.clone()));
    let touched = pairs.into_iter().filter(|(.., (one, _))| payees.contains(&one.payee));
    touched
        .map(|(was, row, (one, other))| Change {
            row,
            before: one,
            after: other,
            standing: (before.standing(was), after.standing(row)),
            next_rate: None,
        })
        .collect()
}

fn answer(after: Ran, changes: Vec<Change>, deals: &Records, places: Places) -> Result<WhatIf, Problems> {
    let totals = || changes.iter().filter(|change| change.after.component.is_none());
    let sum = |earned: fn(&Change) -> &Exact| totals().fold(Exact::ZERO, |sum, change| sum.add(earned(change)));
    let (earned_before, earned_after) = (sum(|change| &change.before.earned), sum(|change| &change.after.earned));
    let excluded = places.table_sent_back(&after.table("excluded"))?;
    let set_aside = places.table_sent_back(&after.table("set_aside"))?;
    let mut records = after.summary.records.clone();
    if let Some(joint) = records.get("transactions").copied() {
        let (transactions, added) = places.counts(joint, &excluded, &set_aside);
        records.insert("transactions".to_owned(), transactions);
        records.insert(super::added::DEALS_ADDED.to_owned(), added);
    }
    let summary = WhatIfSummary {
        plan_id: after.summary.plan_id.clone(),
        currency: after.summary.currency.clone(),
        period: after.summary.period.clone(),
        payees: totals().count(),
        earned_before: decimal(&earned_before)?,
        earned_after: decimal(&earned_after)?,
        added: decimal(&earned_after.sub(&earned_before))?,
        records,
    };
    let (lines, line_rows) = lines_of(&after, deals)?;
    let mut tables = Tables::new();
    tables.insert("what_if", table(&changes, &summary.currency)?);
    tables.insert("lines", lines);
    tables.insert("excluded", excluded);
    tables.insert("set_aside", set_aside);
    let explanations = WhatIfExplanations { changes, line_rows, places, after: after.explanations };
    Ok(Answered::new(summary, after.warnings, tables, explanations))
}

/// The lines of the deals, and where they stand among all.
fn lines_of(after: &Ran, deals: &Records) -> Result<(Table, Vec<usize>), Problem> {
    let lines = after.table("lines");
    let ids = ids(deals);
    let own = |row: &usize| {
        lines.text("transaction_id").and_then(|column| column.get(*row)).is_some_and(|id| ids.contains(id))
    };
    let rows: Vec<usize> = (0..lines.rows()).filter(own).collect();
    let taken: Vec<u32> = rows.iter().filter_map(|&row| u32::try_from(row).ok()).collect();
    Ok((rows_of(&lines, &taken)?, rows))
}

/// A column of figures: its name, and where they are.
type Amount = (&'static str, fn(&Change) -> Option<&Exact>);

fn table(changes: &[Change], currency: &str) -> Result<Table, Problem> {
    let added: Vec<Exact> = changes.iter().map(|change| change.after.earned.sub(&change.before.earned)).collect();
    let mut sheet = Sheet::new(changes.len());
    sheet.text("payee_id", &mut changes.iter().map(|change| Some(change.after.payee.as_str())));
    sheet.text("component_id", &mut changes.iter().map(|change| change.after.component.as_deref()));
    sheet.dates("period_from", &mut changes.iter().map(|change| Some(change.after.from)));
    sheet.dates("period_to", &mut changes.iter().map(|change| Some(change.after.to)));
    let amounts: [Amount; 7] = [
        ("quota", |change| change.after.quota.as_ref()),
        ("measure_before", |change| change.before.measure.as_ref()),
        ("measure_after", |change| change.after.measure.as_ref()),
        ("earned_before", |change| Some(&change.before.earned)),
        ("earned_after", |change| Some(&change.after.earned)),
        ("next_rate", |change| change.next_rate.as_ref()),
        ("to_next_tier", |change| change.standing.1.to_next.as_ref().ok()),
    ];
    for (name, amount) in amounts {
        sheet.exacts(name, &mut changes.iter().map(amount));
    }
    sheet.exacts("attainment_before", &mut changes.iter().map(|change| change.before.attainment.as_ref()));
    sheet.exacts("attainment_after", &mut changes.iter().map(|change| change.after.attainment.as_ref()));
    sheet.some_integers("tier_before", &mut changes.iter().map(|change| change.standing.0.tier));
    sheet.some_integers("tier_after", &mut changes.iter().map(|change| change.standing.1.tier));
    sheet.exacts("added", &mut added.iter().map(Some));
    sheet.text(
        "to_next_tier_reason",
        &mut changes.iter().map(|change| change.standing.1.to_next.as_ref().err().copied()),
    );
    sheet.text("currency", &mut changes.iter().map(|_| Some(currency)));
    sheet.in_order(&WHAT_IF)
}

/// Explains the rows of a what-if.
#[derive(Debug)]
pub struct WhatIfExplanations {
    changes: Vec<Change>,
    /// By row of `lines`: its row among all lines.
    line_rows: Vec<usize>,
    places: Places,
    after: Explanations,
}

impl Explain for WhatIfExplanations {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        match table {
            "what_if" => {
                let found = self.changes.get(row);
                let change = found.ok_or_else(|| unknown_row(table, self.changes.len(), row))?;
                let with = change.row.map(|row| self.after.explain("statements", row)).transpose()?;
                let rule = pointer::table(super::added::DEALS_ADDED, None);
                let added = Node::new("added", "what is earned with the deals less what is earned without them", rule)
                    .input("earned_before", &change.before.earned)
                    .input("earned_after", &change.after.earned)
                    .value(change.after.earned.sub(&change.before.earned));
                Ok(match with {
                    Some(with) => added.part(self.places.tree_sent_back(with)),
                    None => added,
                })
            }
            "lines" => {
                let found = self.line_rows.get(row);
                let row = found.ok_or_else(|| unknown_row(table, self.line_rows.len(), row))?;
                self.after.explain("lines", *row).map(|node| self.places.tree_sent_back(node))
            }
            _ => Err(not_computed(table)),
        }
    }
}
