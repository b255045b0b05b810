//! What is kept back of earnings until it is released or forfeited: an account of its own beside the pay.
//!
//! A reserve is kept in the currency of the earnings that it is of, as their releases have it, so that it is neither
//! rounded nor converted before it is payable. It adds nothing to the pay: what is released of it is earned then.

use std::collections::BTreeMap;

use super::model::SettlementPolicy;
use super::movement::{Kind, Movement};
use super::payees::Payees;
use super::period::Balances;
use super::settle::Workings;
use crate::commission::output::cells::{self, Row};
use crate::commission::output::tabulate::Sheet;
use crate::number::{Currency, Exact};
use crate::problem::Problem;
use crate::table::{Records, Table};
use crate::time::Date;

/// How much a period keeps back, releases and loses, by currency.
pub(super) type Moved = BTreeMap<&'static str, [Exact; 3]>;

const KINDS: [Kind; 3] = [Kind::Reserved, Kind::ReserveReleased, Kind::ReserveForfeited];

/// What a movement of a release adds to the reserve, and as which of the kinds.
pub(super) fn moves(row: &Row<'_>) -> Option<(usize, Exact)> {
    let amount = || row.exact("amount").unwrap_or(Exact::ZERO);
    match (row.text("kind")?, row.text("event")) {
        ("holdback", _) => Some((0, amount())),
        ("holdback_release", _) => Some((1, amount().neg())),
        // What is lost by late payment was never kept back.
        ("forfeited", Some("exit")) => Some((2, amount().neg())),
        _ => None,
    }
}

/// The kind of movement that a row belongs to.
pub(super) fn kind(row: &Row<'_>) -> Option<Kind> {
    moves(row).and_then(|(which, _)| KINDS.get(which).copied())
}

/// Takes a row into what a period moves.
pub(super) fn add(moved: &mut Moved, currency: &'static str, which: usize, change: &Exact) {
    let changes = moved.entry(currency).or_insert([Exact::ZERO, Exact::ZERO, Exact::ZERO]);
    if let Some(sum) = changes.get_mut(which) {
        *sum = sum.add(change);
    }
}

impl SettlementPolicy {
    /// The code of the currency of a row, which is the policy's where it names none.
    pub(super) fn currency_of(&self, row: &Row<'_>) -> &'static str {
        row.text("currency").and_then(|code| Currency::parse(code).ok()).unwrap_or(self.currency).code()
    }

    /// Takes in what was kept back before the first period.
    pub(super) fn kept_before(&self, reserves: Option<&Records>, payees: &mut Payees) {
        for row in reserves.into_iter().flat_map(|records| cells::good(records, "reserves", "payee_id")) {
            let (currency, balance) = (self.currency_of(&row), row.exact("balance").unwrap_or(Exact::ZERO));
            if let Some(payee) = self.met(payees, row.id()) {
                let kept = payee.opening.reserves.entry(currency).or_insert(Exact::ZERO);
                *kept = kept.add(&balance);
            }
        }
    }
}

/// Moves the reserves of a period, each currency and kind in a line of its own.
pub(super) fn movements(moved: &Moved, balances: &mut Balances, booked_on: Date) -> Vec<Movement> {
    let mut movements = Vec::new();
    for (currency, changes) in moved {
        for (kind, change) in KINDS.into_iter().zip(changes).filter(|(_, change)| !change.is_zero()) {
            let balance = balances.reserves.entry(currency).or_insert(Exact::ZERO);
            *balance = balance.add(change);
            let account = Some((change.clone(), balance.clone()));
            let (amount, facts) = (Exact::ZERO, Vec::new());
            movements.push(Movement { kind, booked_on, amount, account, plan: None, currency: Some(currency), facts });
        }
    }
    movements
}

/// What is still kept back, by payee and currency; nothing where no reserve was ever met.
pub(super) fn table(workings: &Workings, closing: &BTreeMap<String, Balances>) -> Result<Option<Table>, Problem> {
    let met = workings.earned.reserves.values().any(|periods| !periods.is_empty());
    let kept = |payee: &str| workings.payees.by_id.get(payee).is_some_and(|payee| !payee.opening.reserves.is_empty());
    if !met && !closing.keys().any(|payee| kept(payee)) {
        return Ok(None);
    }
    let of = closing.iter().flat_map(|(payee, balances)| balances.reserves.iter().map(move |kept| (payee, kept)));
    let rows: Vec<_> = of.filter(|(_, (_, balance))| !balance.is_zero()).collect();
    let mut sheet = Sheet::new(rows.len());
    sheet.text("payee_id", &mut rows.iter().map(|(payee, _)| Some(payee.as_str())));
    sheet.exacts("balance", &mut rows.iter().map(|(_, (_, balance))| Some(*balance)));
    sheet.text("currency", &mut rows.iter().map(|(_, (currency, _))| Some(**currency)));
    sheet.finish().map(Some)
}
