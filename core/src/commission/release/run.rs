//! From earnings to what of them is payable.

use std::collections::{BTreeMap, BTreeSet};

use super::clawed::Links;
use super::outcome::{Release, ReleaseParams};
use super::position::{Earning, Grain, Movement, Position};
use super::rated::Rates;
use super::timeline::Cash;
use crate::commission::model::Plan;
use crate::commission::output::cells::{self, Row};
use crate::number::Exact;
use crate::problem::{Code, Problem, Problems, Report, pointer, shape};
use crate::sorted;
use crate::table::{BadRecords, Records};
use crate::time::Date;

/// The tables of a release.
#[derive(Debug, Clone)]
pub struct ReleaseInputs {
    /// What was earned, in the shape [`RELEASE_EARNINGS`](super::RELEASE_EARNINGS).
    pub earnings: Records,
    /// Invoices, in the shape [`RELEASE_TRANSACTIONS`](super::RELEASE_TRANSACTIONS).
    pub transactions: Option<Records>,
    /// What was collected, in the shape [`COLLECTIONS`](super::COLLECTIONS).
    pub collections: Option<Records>,
    /// Who has left, in the shape [`PEOPLE`](crate::table::declared::PEOPLE).
    pub people: Option<Records>,
}

/// One earning, and what became of it.
#[derive(Debug)]
pub(super) struct Released {
    /// Its row.
    pub(super) row: usize,
    pub(super) earned: Exact,
    pub(super) effective_on: Date,
    pub(super) movements: Vec<Movement>,
    pub(super) position: Position,
}

/// Everything that a release is made from, kept to explain it.
#[derive(Debug)]
pub(super) struct Workings {
    pub(super) plan: Plan,
    pub(super) earnings: Records,
    pub(super) cash: BTreeMap<String, Cash>,
    pub(super) released: Vec<Released>,
    /// By row of each table, why it is not used.
    pub(super) fates: Fates,
}

/// Why sound records are not used.
#[derive(Debug, Default)]
pub(super) struct Fates {
    pub(super) earnings: BTreeMap<usize, &'static str>,
    pub(super) transactions: BTreeMap<usize, &'static str>,
    pub(super) collections: BTreeMap<usize, &'static str>,
    pub(super) people: BTreeMap<usize, &'static str>,
}

impl Plan {
    /// Follows every earning from its day on: what is released by booking, invoice, cash or date, what is
    /// held back, and what a payee who has left forfeits. A clawback, which has a `source_transaction_id`,
    /// takes back what was released of its source's earnings and cancels what was not. Released, held,
    /// forfeited, cancelled, clawed back and pending are differences of rounded running totals and sum to
    /// the earning, always; what the rates of later days pay beyond that of booking stands beside them.
    ///
    /// A plan without a `release` section releases everything when it is booked.
    ///
    /// # Errors
    /// Under `bad_records: refuse` every record that cannot be used, with its pointer; always:
    /// `number.out_of_range`.
    pub fn release(
        &self,
        params: &ReleaseParams,
        inputs: &ReleaseInputs,
        mut bad: BadRecords,
    ) -> Result<Release, Problems> {
        let mut fates = Fates::default();
        let cash = self.cash(params, inputs, &mut fates, &mut bad);
        let last_days = sorted::map(
            inputs
                .people
                .iter()
                .flat_map(|people| cells::good(people, "people", "person_id"))
                .filter_map(|row| Some((row.id(), row.date("last_day")?))),
        );
        let unpaid = refused(inputs.collections.as_ref(), "collections", "transaction_id", &bad);
        let unknown = refused(inputs.people.as_ref(), "people", "person_id", &bad);
        let links = Links::of(&inputs.earnings);
        let rates = Rates::read(self, &inputs.earnings);
        let mut released = Vec::new();
        let mut report = Report::new();
        let grain = Grain { scale: self.currency.minor_unit(), mode: self.rounding.mode };
        for row in cells::good(&inputs.earnings, "earnings", "payee_id") {
            let Some(effective_on) = row.date("effective_on") else { continue };
            let earned = links.own(row.at, row.exact("amount").unwrap_or(Exact::ZERO));
            // A clawback that takes back what others earned happens to them.
            let Some(earned) = earned else {
                match row.text("source_transaction_id") {
                    _ if params.as_of.is_some_and(|as_of| effective_on >= as_of) => {
                        fates.earnings.insert(row.at, "not_yet_earned");
                    }
                    Some(source) if unpaid.contains(source) => {
                        fates.earnings.insert(row.at, "collection_set_aside");
                    }
                    _ => {}
                }
                continue;
            };
            let transaction = links
                .waits_for(row.at)
                .or_else(|| row.text("transaction_id"))
                .filter(|_| self.release.needs_transactions());
            if let Some(currency) = row.text("currency").filter(|currency| *currency != self.currency.code()) {
                let message = format!("the earning is in {currency}, the plan in {}", self.currency);
                row.refuse(&mut bad, "currency", Code::NumberCurrencyMismatch, message);
                continue;
            }
            let cash = transaction.and_then(|id| cash.get(id));
            if let (Some(id), None) = (transaction, cash) {
                let message = format!("the earning is for `{id}`, which `transactions` does not have");
                row.refuse(&mut bad, "transaction_id", Code::TableUnknownId, message);
                continue;
            }
            if params.as_of.is_some_and(|as_of| effective_on >= as_of) {
                fates.earnings.insert(row.at, "not_yet_earned");
                continue;
            }
            // Half of what is known would be a wrong number.
            if unpaid.contains(transaction.unwrap_or_default()) {
                fates.earnings.insert(row.at, "collection_set_aside");
                continue;
            }
            if unknown.contains(row.id()) {
                fates.earnings.insert(row.at, "payee_set_aside");
                continue;
            }
            let last_day = last_days.get(row.id()).copied();
            let clawbacks = &links.events(row.at);
            let rated = rates.of(&row, effective_on);
            let earning = Earning { earned: &earned, effective_on, cash, last_day, clawbacks, rated };
            match self.release.follow(&earning, params.as_of, grain) {
                Ok((movements, position)) => {
                    released.push(Released { row: row.at, earned, effective_on, movements, position });
                }
                Err(error) => report.push(shape::number_problem(&error, &pointer::record("earnings", row.at))),
            }
        }
        bad.settle()?;
        report.finish()?;
        unused(inputs, &released, &mut fates);
        let workings = Workings { plan: self.clone(), earnings: inputs.earnings.clone(), cash, released, fates };
        Release::new(workings, inputs, &bad).map_err(Problem::into)
    }

    /// Invoices and collections, by transaction.
    fn cash(
        &self,
        params: &ReleaseParams,
        inputs: &ReleaseInputs,
        fates: &mut Fates,
        bad: &mut BadRecords,
    ) -> BTreeMap<String, Cash> {
        let mut cash = BTreeMap::new();
        for row in inputs.transactions.iter().flat_map(|it| cells::good(it, "transactions", "transaction_id")) {
            let total = row.exact("invoiced_total").or_else(|| row.exact("amount")).unwrap_or(Exact::ZERO);
            if total.is_zero() && self.release.waits_for_cash() {
                let message = format!("nothing was invoiced for `{}`, so no part of it can be collected", row.id());
                row.refuse(bad, "invoiced_total", Code::CommissionInvoicedTotal, message);
                continue;
            }
            let invoiced_on = row.date("invoiced_on");
            let terms = self.release.late.as_ref().map(|late| late.terms_days);
            let by_terms = || invoiced_on.and_then(|on| on.add_days(terms?).ok());
            let due_on = row.date("due_on").or_else(by_terms);
            if terms.is_some() && due_on.is_none() {
                let message = format!("nobody says when the invoice of `{}` is due, so no payment is late", row.id());
                row.refuse(bad, "due_on", Code::TableMissingValue, message);
                continue;
            }
            cash.insert(row.id().to_owned(), Cash { invoiced_on, due_on, total, collections: Vec::new() });
        }
        for row in inputs.collections.iter().flat_map(|it| cells::good(it, "collections", "transaction_id")) {
            let Some(on) = row.date("collected_on") else { continue };
            let Some(known) = cash.get_mut(row.id()) else {
                let message = format!("the payment is for `{}`, which `transactions` does not have", row.id());
                row.refuse(bad, "transaction_id", Code::TableUnknownId, message);
                continue;
            };
            if params.as_of.is_some_and(|as_of| on >= as_of) {
                fates.collections.insert(row.at, "not_yet_collected");
            }
            known.collections.push((on, row.exact("amount").unwrap_or(Exact::ZERO)));
        }
        for known in cash.values_mut() {
            sorted::sort_by_key(&mut known.collections, |(on, _)| *on);
        }
        cash
    }
}

/// The ids of the records of a table that cannot be used.
fn refused<'r>(
    records: Option<&'r Records>,
    table: &'static str,
    key: &'static str,
    bad: &BadRecords,
) -> BTreeSet<&'r str> {
    let rows = sorted::set(bad.records().iter().filter(|record| record.table == table).map(|record| record.row));
    let all = records.into_iter().flat_map(|records| cells::all(records, table, key));
    all.filter(|row| rows.contains(&row.at)).map(Row::id).collect()
}

/// Transactions, collections and people that no earning asks for.
fn unused(inputs: &ReleaseInputs, released: &[Released], fates: &mut Fates) {
    let of = |column: &str| -> BTreeSet<&str> {
        let cells = inputs.earnings.table().text(column);
        released.iter().filter_map(|released| cells?.get(released.row)).collect()
    };
    let (transactions, payees) = (of("transaction_id"), of("payee_id"));
    for (records, table, key, used, fates) in [
        (&inputs.transactions, "transactions", "transaction_id", &transactions, &mut fates.transactions),
        (&inputs.collections, "collections", "transaction_id", &transactions, &mut fates.collections),
        (&inputs.people, "people", "person_id", &payees, &mut fates.people),
    ] {
        let rows = records.iter().flat_map(|records| cells::good(records, table, key));
        for row in rows.filter(|row| !used.contains(row.id())) {
            fates.insert(row.at, "no_earning");
        }
    }
}
