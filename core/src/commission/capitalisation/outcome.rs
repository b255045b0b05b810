//! What comes out of a capitalisation: schedules, the roll-forward, and the assets as they stand.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::life::Month;
use super::run::{CapitaliseInputs, Cost, Roll, Workings};
use crate::commission::output::accounts::RecordCount;
use crate::commission::output::outcome::PeriodSummary;
use crate::commission::output::tabulate::{Sheet, decimal};
use crate::commission::output::tally::Tally;
use crate::number::{Currency, Decimal, Exact};
use crate::problem::Problem;
use crate::sorted;
use crate::table::{BadRecords, Table, Tables};
use crate::time::Period;

/// The totals of a capitalisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CapitalisationSummary {
    /// The period told.
    pub period: PeriodSummary,
    /// How many costs are assets.
    pub capitalised: usize,
    /// How many are expensed at once.
    pub expensed: usize,
    /// The assets at the end, by currency.
    pub closing: BTreeMap<String, Decimal>,
    /// What became of the records, by table.
    pub records: BTreeMap<String, RecordCount>,
}

/// A finished capitalisation.
#[derive(Debug)]
pub struct Capitalisation {
    summary: CapitalisationSummary,
    tables: Tables,
    pub(super) workings: Arc<Workings>,
}

impl Capitalisation {
    pub(super) fn new(workings: Workings, inputs: &CapitaliseInputs, bad: &BadRecords) -> Result<Self, Problem> {
        let mut tally = Tally::default();
        let (costs, events) = (&workings.unused_costs, &workings.unused_events);
        tally.add("costs", "cost_id", Some(&inputs.costs), bad, &|row| costs.get(&row).copied());
        tally.add("cost_events", "cost_id", inputs.cost_events.as_ref(), bad, &|row| events.get(&row).copied());
        let rolls = workings.rolls();
        let mut closing: BTreeMap<String, Exact> = BTreeMap::new();
        for cost in &workings.costs {
            let sum = closing.entry(cost.asset.currency.code().to_owned()).or_insert(Exact::ZERO);
            *sum = sum.add(&cost.carrying.0);
        }
        let (from, to) = (workings.asked.from(), workings.asked.to());
        let expensed = workings.costs.iter().filter(|cost| cost.expensed.is_some()).count();
        let summary = CapitalisationSummary {
            period: PeriodSummary { from, to, label: workings.params.calendar.label(workings.asked) },
            capitalised: workings.costs.len() - expensed,
            expensed,
            closing: sorted::try_map(closing.into_iter().map(|(code, sum)| Ok((code, decimal(&sum)?))))?,
            records: tally.counts(),
        };
        let mut tables = Tables::new();
        tables.insert("schedule", workings.schedule()?);
        tables.insert("roll_forward", workings.roll_forward(&rolls)?);
        tables.insert("assets", workings.assets()?);
        tables.insert("excluded", tally.excluded()?);
        tables.insert("set_aside", bad.to_table());
        Ok(Self { summary, tables, workings: Arc::new(workings) })
    }

    /// The totals.
    #[must_use]
    pub fn summary(&self) -> &CapitalisationSummary {
        &self.summary
    }

    /// The tables `schedule`, `roll_forward`, `assets`, `excluded` and `set_aside`.
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

/// A column of amounts: its name, and where they are.
type Amount<T> = (&'static str, fn(&T) -> &Exact);

/// One row of the roll-forward.
pub(super) type RollRow = (Period, Currency, Roll);

impl Workings {
    /// The months with their costs, in the order of the `schedule` table.
    pub(super) fn months(&self) -> impl Iterator<Item = (&Cost, &Month)> {
        self.costs.iter().flat_map(|cost| cost.months.iter().map(move |month| (cost, month)))
    }

    /// Every period with every currency, also where nothing happened.
    pub(super) fn rolls(&self) -> Vec<RollRow> {
        let currencies = sorted::set(self.costs.iter().map(|cost| cost.asset.currency));
        let mut rows = Vec::with_capacity(self.periods.len() * currencies.len());
        for (position, period) in self.periods.iter().enumerate() {
            for currency in &currencies {
                let roll = self.rolls.get(&(position, *currency)).cloned().unwrap_or(Roll::NOTHING);
                rows.push((*period, *currency, roll));
            }
        }
        rows
    }

    fn schedule(&self) -> Result<Table, Problem> {
        let rows: Vec<(&Cost, &Month)> = self.months().collect();
        let mut sheet = Sheet::new(rows.len());
        sheet.text("cost_id", &mut rows.iter().map(|row| Some(row.0.id.as_str())));
        sheet.dates("period_from", &mut rows.iter().map(|row| Some(row.1.period.from())));
        sheet.dates("period_to", &mut rows.iter().map(|row| Some(row.1.period.to())));
        let amounts: [Amount<Month>; 7] = [
            ("opening", |month| &month.opening),
            ("capitalised", |month| &month.capitalised),
            ("amortised", |month| &month.amortised),
            ("clawed_back", |month| &month.clawed_back),
            ("written_off", |month| &month.written_off),
            ("closing", |month| &month.closing),
            ("recovered", |month| &month.recovered),
        ];
        for (name, amount) in amounts {
            sheet.exacts(name, &mut rows.iter().map(|row| Some(amount(row.1))));
        }
        sheet.text("currency", &mut rows.iter().map(|row| Some(row.0.asset.currency.code())));
        sheet.finish()
    }

    fn roll_forward(&self, rows: &[RollRow]) -> Result<Table, Problem> {
        let mut sheet = Sheet::new(rows.len());
        let labels: Vec<Option<String>> = rows.iter().map(|row| self.params.calendar.label(row.0)).collect();
        let non_current: Vec<Exact> = rows.iter().map(|row| row.2.closing.sub(&row.2.current)).collect();
        sheet.dates("period_from", &mut rows.iter().map(|row| Some(row.0.from())));
        sheet.dates("period_to", &mut rows.iter().map(|row| Some(row.0.to())));
        sheet.text("label", &mut labels.iter().map(Option::as_deref));
        let amounts: [Amount<Roll>; 9] = [
            ("opening", |roll| &roll.opening),
            ("capitalised", |roll| &roll.capitalised),
            ("amortised", |roll| &roll.amortised),
            ("clawed_back", |roll| &roll.clawed_back),
            ("written_off", |roll| &roll.written_off),
            ("closing", |roll| &roll.closing),
            ("current", |roll| &roll.current),
            ("expensed", |roll| &roll.expensed),
            ("recovered", |roll| &roll.recovered),
        ];
        for (name, amount) in amounts {
            sheet.exacts(name, &mut rows.iter().map(|row| Some(amount(&row.2))));
        }
        sheet.exacts("non_current", &mut non_current.iter().map(Some));
        sheet.text("currency", &mut rows.iter().map(|row| Some(row.1.code())));
        sheet.in_order(&super::ROLL_FORWARD)
    }

    fn assets(&self) -> Result<Table, Problem> {
        let rows = &self.costs;
        let benefits: Vec<Option<Period>> = rows.iter().map(|cost| cost.asset.benefit().ok()).collect();
        let non_current: Vec<Exact> = rows.iter().map(|cost| cost.carrying.0.sub(&cost.carrying.1)).collect();
        let treatment = |cost: &Cost| if cost.expensed.is_some() { "expensed" } else { "capitalised" };
        let mut sheet = Sheet::new(rows.len());
        sheet.text("cost_id", &mut rows.iter().map(|cost| Some(cost.id.as_str())));
        sheet.text("treatment", &mut rows.iter().map(|cost| Some(treatment(cost))));
        sheet.text("treatment_reason", &mut rows.iter().map(|cost| cost.expensed));
        sheet.exacts("amount", &mut rows.iter().map(|cost| Some(&cost.asset.amount)));
        sheet.dates("benefit_from", &mut benefits.iter().map(|benefit| benefit.map(Period::from)));
        sheet.dates("benefit_to", &mut benefits.iter().map(|benefit| benefit.map(Period::to)));
        sheet.exacts("carrying_amount", &mut rows.iter().map(|cost| Some(&cost.carrying.0)));
        sheet.exacts("current", &mut rows.iter().map(|cost| Some(&cost.carrying.1)));
        sheet.exacts("non_current", &mut non_current.iter().map(Some));
        sheet.text("currency", &mut rows.iter().map(|cost| Some(cost.asset.currency.code())));
        sheet.finish()
    }
}
