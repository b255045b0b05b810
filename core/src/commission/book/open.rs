//! A calculation becomes a book.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::CommissionBook;
use super::account::{Account, Piece, TABLES, dealt};
use super::changes::plain;
use super::deals::{Batch, Deal, Deals, Place, rows_by};
use super::ground::Ground;
use super::shelf::Shelf;
use crate::commission::calculate::Inputs;
use crate::commission::model::Plan;
use crate::commission::output::outcome::Calculation;
use crate::commission::params::{CalculateParams, Output};
use crate::number::Exact;
use crate::problem::{Problems, shape};
use crate::sorted;
use crate::table::{BadRecords, Records};

/// What a book holds, whatever else is asked for.
pub(super) const HELD: [Output; 4] = [Output::Lines, Output::Statements, Output::CapBalances, Output::Gates];

impl Plan {
    /// Calculates a period as [`calculate`](Self::calculate) does, and keeps the calculation as a book. Beside the
    /// book comes the calculation itself, without the tables that the book has: records that it did not use, and
    /// those that were set aside. What was set aside because it could not be read is not in the book.
    ///
    /// # Errors
    /// Those of [`calculate`](Self::calculate).
    pub fn open_book(
        &self,
        params: &CalculateParams,
        inputs: Inputs,
        mut bad: BadRecords,
    ) -> Result<(CommissionBook, Calculation), Problems> {
        let period =
            params.period.resolve(&self.calendar).map_err(|error| shape::time_problem(&error, "/params/period"))?;
        let policy = bad.policy();
        let wanted = params.outputs.clone().map(|wanted| [&wanted[..], &HELD].concat());
        let all = CalculateParams { outputs: wanted, ..params.clone() };
        let mut calculation = self.calculate_for(None, &all, &inputs, &mut bad)?;
        let tables = calculation.take_tables(&TABLES);
        let blanks = TABLES.map(|name| tables.get(name).map(|table| table.take(&[])));
        let mut own = dealt(tables);
        let splits = inputs.splits.clone();
        let transactions = plain(inputs.transactions.clone(), false)?;
        let ground = Ground::new(self.clone(), params, policy, inputs);
        let columns = Arc::new(Records::picked("transactions", &[(&transactions, &[])])?);
        let deals = deals(transactions, splits);
        let mut concerned: BTreeMap<Arc<str>, Vec<(Place, Arc<Deal>)>> = BTreeMap::new();
        let roster = &calculation.workings().roster;
        // Where earnings are handed on, people on other plans may have lines as well.
        let payees = if self.is_shared() { roster.everyone().into_iter().collect() } else { roster.in_order() };
        for payee in payees {
            concerned.insert(calculation.workings().roster.payees.word(payee).into(), Vec::new());
        }
        let basis = ground.basis();
        let mut found = BTreeSet::new();
        for (_, deal) in deals.by_id.iter() {
            found.clear();
            ground.concerned(deal, &deals, &mut found);
            for person in &found {
                if let Some(own) = concerned.get_mut(person) {
                    own.push((deal.place(basis), Arc::clone(deal)));
                }
            }
        }
        let account = |(payee, mut deals): (Arc<str>, Vec<(Place, Arc<Deal>)>)| {
            sorted::sort_by(&mut deals, |a, b| a.0.cmp(&b.0));
            let pieces = own.remove(&payee).unwrap_or_default();
            (payee, Arc::new(Account { deals: Shelf::from_sorted(deals), pieces, plain: OnceLock::new() }))
        };
        let accounts: Vec<(Arc<str>, Arc<Account>)> = concerned.into_iter().map(account).collect();
        let earned = accounts.iter().filter_map(|(_, account)| account.earned());
        let book = CommissionBook {
            period,
            batches: 1,
            deals,
            columns,
            blanks: Arc::new(blanks.map(|blank| blank.map(|table| Piece { table: Arc::new(table), rows: 0..0 }))),
            payees: calculation.summary().payees,
            lines: calculation.summary().lines,
            earned: earned.fold(Exact::ZERO, |sum, earned| sum.add(&earned)),
            accounts: Shelf::from_sorted(accounts),
            ground: Arc::new(ground),
        };
        Ok((book, calculation))
    }
}

/// The transactions that can be used, each with its splits.
fn deals(transactions: Records, splits: Option<Records>) -> Deals {
    let batch = |records| Arc::new(Batch { number: 0, records });
    let splits = splits.map(batch);
    let mut of = splits.iter().fold(BTreeMap::new(), |_, batch| {
        let table = batch.records.table();
        rows_by(table.text("transaction_id"), table.rows())
    });
    let batch = batch(transactions);
    let table = batch.records.table();
    let mut all = Vec::with_capacity(table.rows());
    for row in (0..table.rows()).filter(|&row| batch.records.is_good(row)) {
        let Some(id) = table.text("transaction_id").and_then(|ids| ids.get(row)) else { continue };
        let own = of.remove(id).and_then(|rows| Some((Arc::clone(splits.as_ref()?), rows)));
        let at = (Arc::clone(&batch), u32::try_from(row).unwrap_or(u32::MAX));
        all.push(Arc::new(Deal { id: id.into(), at, splits: own }));
    }
    Deals::of(all)
}
