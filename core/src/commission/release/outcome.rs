//! What comes out of a release: every movement, and where every earning stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::RateLock;
use super::position::{Movement, Position};
use super::run::{ReleaseInputs, Released, Workings};
use crate::commission::output::accounts::RecordCount;
use crate::commission::output::tabulate::{Sheet, decimal};
use crate::commission::output::tally::Tally;
use crate::number::{Decimal, Exact};
use crate::problem::Problem;
use crate::table::{BadRecords, Table, Tables};
use crate::time::Date;

/// Parameters of [`Plan::release`](crate::commission::Plan::release).
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseParams {
    /// What happens on this day or after has not happened yet. Absent: everything that is known or
    /// scheduled has.
    #[serde(default)]
    pub as_of: Option<Date>,
}

/// The totals of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReleaseSummary {
    /// The plan.
    pub plan_id: String,
    /// The currency of every amount.
    pub currency: String,
    /// How many earnings were followed; a clawback belongs to what it takes back.
    pub earnings: usize,
    /// What they come to: released + held + forfeited + cancelled + clawed_back + pending.
    pub earned: Decimal,
    /// What is payable.
    pub released: Decimal,
    /// What is held back.
    pub held: Decimal,
    /// What is forfeited.
    pub forfeited: Decimal,
    /// What is cancelled.
    pub cancelled: Decimal,
    /// What was released and is taken back.
    pub clawed_back: Decimal,
    /// What is still to be released.
    pub pending: Decimal,
    /// What the rates of the days of release paid beyond those of booking, beside all of these; not where a plan locks
    /// its rates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub re_rated: Option<Decimal>,
    /// What became of the records, by table.
    pub records: BTreeMap<String, RecordCount>,
}

/// A finished release.
#[derive(Debug)]
pub struct Release {
    summary: ReleaseSummary,
    tables: Tables,
    pub(super) workings: Arc<Workings>,
}

/// The amounts of a position with their column names.
type Amounts = [(&'static str, fn(&Position) -> &Exact); 6];

const AMOUNTS: Amounts = [
    ("released", |position| &position.released),
    ("held", |position| &position.held),
    ("forfeited", |position| &position.forfeited),
    ("cancelled", |position| &position.cancelled),
    ("clawed_back", |position| &position.clawed_back),
    ("pending", |position| &position.pending),
];

/// What stands beside the amounts of a position.
fn re_rated(position: &Position) -> &Exact {
    &position.re_rated
}

impl Release {
    pub(super) fn new(workings: Workings, inputs: &ReleaseInputs, bad: &BadRecords) -> Result<Self, Problem> {
        let mut tally = Tally::default();
        let fates = &workings.fates;
        for (table, key, records, fates) in [
            ("earnings", "payee_id", Some(&inputs.earnings), &fates.earnings),
            ("transactions", "transaction_id", inputs.transactions.as_ref(), &fates.transactions),
            ("collections", "transaction_id", inputs.collections.as_ref(), &fates.collections),
            ("people", "person_id", inputs.people.as_ref(), &fates.people),
        ] {
            tally.add(table, key, records, bad, &|row| fates.get(&row).copied());
        }
        let sum = |amount: &dyn Fn(&Released) -> Exact| {
            decimal(&workings.released.iter().fold(Exact::ZERO, |sum, released| sum.add(&amount(released))))
        };
        let [released, held, forfeited, cancelled, clawed_back, pending] = AMOUNTS.map(|(_, amount)| amount);
        let of = |amount: fn(&Position) -> &Exact| sum(&|released| amount(&released.position).clone());
        let summary = ReleaseSummary {
            plan_id: workings.plan.id.clone(),
            currency: workings.plan.currency.code().to_owned(),
            earnings: workings.released.len(),
            earned: sum(&|released| released.earned.clone())?,
            released: of(released)?,
            held: of(held)?,
            forfeited: of(forfeited)?,
            cancelled: of(cancelled)?,
            clawed_back: of(clawed_back)?,
            pending: of(pending)?,
            re_rated: workings.re_rates().then(|| of(re_rated)).transpose()?,
            records: tally.counts(),
        };
        let mut tables = Tables::new();
        tables.insert("releases", workings.releases()?);
        tables.insert("positions", workings.positions()?);
        tables.insert("excluded", tally.excluded()?);
        tables.insert("set_aside", bad.to_table());
        Ok(Self { summary, tables, workings: Arc::new(workings) })
    }

    /// The totals.
    #[must_use]
    pub fn summary(&self) -> &ReleaseSummary {
        &self.summary
    }

    /// The tables `releases`, `positions`, `excluded` and `set_aside`.
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

impl Workings {
    /// The movements with their earnings, in the order of the `releases` table.
    pub(super) fn movements(&self) -> impl Iterator<Item = (&Released, &Movement)> {
        self.released.iter().flat_map(|released| released.movements.iter().map(move |movement| (released, movement)))
    }

    /// Whether rates of later days are paid.
    fn re_rates(&self) -> bool {
        self.plan.release.rate_lock == RateLock::Release
    }

    fn releases(&self) -> Result<Table, Problem> {
        let rows: Vec<(&Released, &Movement)> = self.movements().collect();
        let mut sheet = self.earned(rows.iter().map(|(released, _)| released.row).collect());
        sheet.text("plan_id", &mut rows.iter().map(|_| Some(self.plan.id.as_str())));
        sheet.dates("released_on", &mut rows.iter().map(|(_, movement)| Some(movement.event.on)));
        sheet.text("event", &mut rows.iter().map(|(_, movement)| Some(self.event(movement))));
        sheet.text("kind", &mut rows.iter().map(|(_, movement)| Some(movement.kind.as_str())));
        sheet.exacts("amount", &mut rows.iter().map(|(_, movement)| Some(&movement.amount)));
        for (name, amount) in AMOUNTS {
            sheet.exacts(name, &mut rows.iter().map(|(_, movement)| Some(amount(&movement.after))));
        }
        if self.re_rates() {
            sheet.exacts("re_rated", &mut rows.iter().map(|(_, movement)| Some(re_rated(&movement.after))));
        }
        sheet.in_order(&super::RELEASES)
    }

    fn positions(&self) -> Result<Table, Problem> {
        let mut sheet = self.earned(self.released.iter().map(|released| released.row).collect());
        sheet.dates("effective_on", &mut self.released.iter().map(|released| Some(released.effective_on)));
        sheet.exacts("earned", &mut self.released.iter().map(|released| Some(&released.earned)));
        for (name, amount) in AMOUNTS {
            sheet.exacts(name, &mut self.released.iter().map(|released| Some(amount(&released.position))));
        }
        if self.re_rates() {
            sheet.exacts("re_rated", &mut self.released.iter().map(|released| Some(re_rated(&released.position))));
        }
        sheet.in_order(&super::POSITIONS)
    }

    /// What the two tables say of the earning of each row.
    fn earned(&self, rows: Vec<usize>) -> Sheet {
        let table = self.earnings.table();
        let mut sheet = Sheet::new(rows.len());
        for name in ["payee_id", "component_id", "transaction_id"] {
            let cells = table.text(name);
            sheet.text(name, &mut rows.iter().map(|row| cells?.get(*row)));
        }
        let numbers = table.integer("line_no");
        sheet.some_integers("line_no", &mut rows.iter().map(|row| numbers?.get(*row)));
        sheet.text("currency", &mut rows.iter().map(|_| Some(self.plan.currency.code())));
        sheet
    }
}
