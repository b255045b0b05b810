//! Books: a calculation that is kept, to be changed by some transactions at a time.
//!
//! A book is what a plan earns everybody in a period, with everything that it was made from. Changes give another
//! book and what they change, line by line, and the first stays as it was: the two share every payee whom the
//! changes do not concern. Only those concerned are calculated, by the same engine as everything is, from the
//! transactions that concern them, and where running sums alone tell their lines, from the first of these that has
//! changed. So whatever was changed in whatever order, a book's tables are those of a
//! calculation from its transactions afresh, byte for byte. Source: the semantics of commissions, 2.15 and
//! properties 6, 9, 10 and 11 of 2.22.

mod account;
mod apply;
mod bytes;
mod changes;
mod deals;
mod differing;
mod ground;
mod open;
mod outcome;
mod sent_back;
mod shelf;
mod tail;
mod there;

use std::sync::Arc;

use self::account::{Account, Piece, TABLES, joined};
use self::deals::{Deals, gather};
use self::ground::Ground;
use self::shelf::Shelf;
pub use apply::Applied;
pub use changes::{Changes, WITHDRAWN};
pub use outcome::{ApplyParams, ApplySummary, BookSummary};

use super::calculate::Inputs;
use super::output::outcome::PeriodSummary;
use super::output::tabulate::decimal;
use crate::number::{Currency, Exact};
use crate::problem::Problem;
use crate::table::{Records, Tables};
use crate::time::Period;

/// A calculation that is kept. Cheap to clone, and never changed.
///
/// ```
/// use quarterdeck::commission::{ApplyParams, CalculateParams, Changes, Inputs, Plan};
/// use quarterdeck::table::{BadRecords, Intake, Table, conform, declared};
///
/// let (plan, _) = Plan::load(br#"{
///     "schema": "quarterdeck/commission-plan@1", "id": "ae", "currency": "USD",
///     "effective": {"from": "2026-01-01"},
///     "components": [{"id": "new", "measure": {"date": "booked_on", "period": "quarter"}, "rate": "0.05"}]
/// }"#)?;
/// let mut bad = BadRecords::default();
/// let mut table = |rows: &str, shape| conform(Table::from_csv(rows.as_bytes())?, shape, &Intake::default(), &mut bad);
/// let inputs = Inputs {
///     transactions: table("transaction_id,payee_id,amount,booked_on\nT1,ann,500,2026-01-05\n", &declared::TRANSACTIONS)?,
///     assignments: table("payee_id,plan_id,from\nann,ae,2026-01-01\n", &declared::ASSIGNMENTS)?,
///     splits: None, quotas: None, quota_relief: None, fx_rates: None, flags: None, reporting: None,
/// };
/// let more = table("transaction_id,payee_id,amount,booked_on\nT2,ann,300,2026-02-05\n", &declared::TRANSACTIONS)?;
/// let params: CalculateParams = serde_json::from_str(r#"{"period": "2026-Q1"}"#)?;
/// let (book, _) = plan.open_book(&params, inputs, bad)?;
/// let changes = Changes { transactions: Some(more), ..Changes::default() };
/// let applied = book.apply(&ApplyParams::default(), &changes, BadRecords::default())?;
/// assert_eq!(book.summary()?.earned.to_string(), "25");
/// assert_eq!(applied.book().summary()?.earned.to_string(), "40");
/// assert_eq!(applied.tables().get("bookings").map(|bookings| bookings.rows()), Some(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct CommissionBook {
    ground: Arc<Ground>,
    period: Period,
    /// How many batches of records it has been given.
    batches: usize,
    deals: Deals,
    /// No records, with every column that transactions have had.
    columns: Arc<Records>,
    /// Everyone on the plan, by the bytes of their ids.
    accounts: Shelf<Arc<str>, Arc<Account>>,
    /// By table: no rows, with its columns.
    blanks: Arc<[Option<Piece>; 4]>,
    /// How many payees have a statement, how many lines there are, and what they earned.
    payees: usize,
    lines: usize,
    earned: Exact,
}

impl CommissionBook {
    /// What the book comes to.
    ///
    /// # Errors
    /// `number.out_of_range`.
    pub fn summary(&self) -> Result<BookSummary, Problem> {
        Ok(BookSummary {
            plan_id: self.ground.plan.id.clone(),
            currency: self.ground.plan.currency.code().to_owned(),
            period: self.period_summary(),
            transactions: self.deals.by_id.len(),
            payees: self.payees,
            lines: self.lines,
            earned: decimal(&self.earned)?,
        })
    }

    /// The currency of its plan.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.ground.plan.currency
    }

    fn period_summary(&self) -> PeriodSummary {
        let label = self.ground.plan.calendar.label(self.period);
        PeriodSummary { from: self.period.from(), to: self.period.to(), label }
    }

    /// The tables `lines` and `statements`, and `cap_balances` and `gates` where the plan has caps or gates: row by
    /// row those of a calculation from the book's transactions.
    ///
    /// # Errors
    /// `number.out_of_range` where no scale holds the numbers of all payees.
    pub fn tables(&self) -> Result<Tables, Problem> {
        let mut tables = Tables::new();
        for (number, (name, blank)) in TABLES.iter().zip(&*self.blanks).enumerate() {
            let Some(blank) = blank else { continue };
            let own = self.accounts.iter().filter_map(|(_, account)| account.pieces.get(number)).flatten();
            tables.insert(*name, joined(name, std::iter::once(blank).chain(own))?);
        }
        Ok(tables)
    }

    /// Everything that the book was made from; transactions by their ids.
    ///
    /// # Errors
    /// `number.out_of_range` where no scale holds the amounts of all transactions.
    pub fn inputs(&self) -> Result<Inputs, Problem> {
        let gathered = gather(self.deals.by_id.iter().map(|(_, deal)| deal), &self.columns)?;
        let (transactions, splits) = (gathered.transactions, gathered.splits);
        Ok(Inputs { transactions, splits, ..self.ground.inputs.clone() })
    }

    /// The book in words.
    #[must_use]
    pub fn describe(&self) -> Vec<String> {
        let (plan, period) = (&self.ground.plan, self.period_summary());
        let period = period.label.unwrap_or_else(|| format!("{} to {}", period.from, period.to));
        vec![
            format!("A book of the plan `{}` for {period}", plan.id),
            format!("  {} transactions, {} payees, {} lines", self.deals.by_id.len(), self.payees, self.lines),
            format!("  {} {} earned", self.earned, plan.currency.code()),
        ]
    }
}
