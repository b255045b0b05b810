//! What every export has wrong: so many records of each kind, spoiled after the company was made.

use schemars::JsonSchema;
use serde::Serialize;

use super::booking::{Split, Transaction};
use super::deal::Deal;
use super::dice::{Dice, Entity, Key};
use super::quarter::QUARTER_START;
use crate::sorted;

/// A kind of dirt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    DuplicateDeal,
    OwnerMissing,
    UnknownCurrency,
    UnknownStage,
    AmountMissing,
    CloseDateMissing,
    CloseDateLongPast,
    DuplicateTransaction,
    UnknownPayee,
    PayeeMissing,
    RateMissing,
    BookingDateMissing,
    SharesNotOne,
}

/// How many records of a kind there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Dirt {
    /// The kind.
    pub kind: &'static str,
    /// The table they are in.
    pub table: &'static str,
    /// What is wrong with them.
    pub about: &'static str,
    /// How many there are.
    pub records: usize,
}

/// Each kind: its name, its table, and what it is.
const KINDS: [(Kind, &str, &str, &str); 13] = [
    (Kind::DuplicateDeal, "duplicate_deal", "deals", "the id of another deal"),
    (Kind::OwnerMissing, "owner_missing", "deals", "no owner"),
    (Kind::UnknownCurrency, "unknown_currency", "deals", "the currency USDD, which does not exist"),
    (Kind::UnknownStage, "unknown_stage", "deals", "the stage proposal_sent, which no pipeline has"),
    (Kind::AmountMissing, "amount_missing", "deals", "an open deal without an amount"),
    (Kind::CloseDateMissing, "close_date_missing", "deals", "an open deal without a close date"),
    (Kind::CloseDateLongPast, "close_date_long_past", "deals", "an open deal that was to close last year"),
    (Kind::DuplicateTransaction, "duplicate_transaction", "transactions", "the id of another transaction"),
    (Kind::UnknownPayee, "unknown_payee", "transactions", "a payee whom nobody knows"),
    (Kind::PayeeMissing, "payee_missing", "transactions", "neither payee nor splits"),
    (Kind::RateMissing, "rate_missing", "transactions", "pounds, for which there is no exchange rate"),
    (Kind::BookingDateMissing, "booking_date_missing", "transactions", "no day of booking"),
    (Kind::SharesNotOne, "shares_not_one", "splits", "direct shares that leave ten percent to nobody"),
];

/// What is wrong with one row of the deals.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spoiled {
    pub(super) row: usize,
    pub(super) kind: Kind,
}

/// Every so many deals, one of each kind.
const DEALS_EACH: usize = 1_000;
/// Every so many transactions, one of each kind.
const TRANSACTIONS_EACH: usize = 250;

/// Decides what is wrong with which deals, and spoils transactions and splits. No record is spoiled twice.
pub(super) fn spoil(
    key: &Key,
    deals: &[Deal],
    transactions: &mut [Transaction],
    splits: &mut [Split],
) -> (Vec<Spoiled>, Vec<Dirt>) {
    let (mut spoiled, mut taken, mut dirt) = (Vec::new(), Vec::new(), Vec::new());
    for ((kind, name, table, about), place) in KINDS.into_iter().zip(0..) {
        let mut dice = key.dice(Entity::Dirt(place));
        let mut records = 0;
        match table {
            "deals" => {
                for row in rows(&mut dice, deals.len(), DEALS_EACH, |row| suits(kind, deals, &spoiled, row)) {
                    spoiled.push(Spoiled { row, kind });
                    records += 1;
                }
            }
            "transactions" => {
                let simple =
                    |row: usize| row > 0 && !taken.contains(&row) && transactions.get(row).is_some_and(is_plain);
                for row in rows(&mut dice, transactions.len(), TRANSACTIONS_EACH, simple) {
                    taken.push(row);
                    records += usize::from(spoil_transaction(kind, transactions, row));
                }
            }
            _ => records += spoil_shares(&mut dice, splits),
        }
        dirt.push(Dirt { kind: name, table, about, records });
    }
    sorted::sort_by_key(&mut spoiled, |spoiled| spoiled.row);
    (spoiled, dirt)
}

/// So many rows that suit, each the first from a drawn place on.
fn rows(dice: &mut Dice, all: usize, each: usize, suits: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for _ in 0..(all / each).max(1) {
        let from = dice.below(all as u64) as usize;
        let next = (from..all).chain(0..from).find(|row| !found.contains(row) && suits(*row));
        found.extend(next);
    }
    found
}

/// Whether a deal can be spoiled this way: it is not yet, and the fault would be one.
fn suits(kind: Kind, deals: &[Deal], spoiled: &[Spoiled], row: usize) -> bool {
    let Some(deal) = deals.get(row) else { return false };
    let open = deal.closed.is_none() && deal.stage > 0;
    let apart = spoiled.iter().all(|other| other.row.abs_diff(row) > 1);
    apart && row > 0 && (open || matches!(kind, Kind::DuplicateDeal | Kind::OwnerMissing | Kind::UnknownCurrency))
}

/// Whether nothing hangs on a transaction: it has a payee, takes nothing back and is billed in dollars.
fn is_plain(transaction: &Transaction) -> bool {
    let in_quarter = transaction.booked.is_some_and(|day| day >= QUARTER_START);
    transaction.payee.is_some() && transaction.reverses.is_none() && transaction.currency == "USD" && in_quarter
}

fn spoil_transaction(kind: Kind, transactions: &mut [Transaction], row: usize) -> bool {
    let before = row.checked_sub(1).and_then(|before| transactions.get(before)).map(|other| other.id.clone());
    let Some(transaction) = transactions.get_mut(row) else { return false };
    match kind {
        Kind::DuplicateTransaction => transaction.id = before.unwrap_or_default(),
        Kind::UnknownPayee => transaction.payee = Some("zoe.unknown".to_owned()),
        Kind::PayeeMissing => transaction.payee = None,
        Kind::RateMissing => transaction.currency = "GBP",
        Kind::BookingDateMissing => transaction.booked = None,
        _ => return false,
    }
    true
}

/// One deal of two sellers whose shares are 60 and 30.
fn spoil_shares(dice: &mut Dice, splits: &mut [Split]) -> usize {
    let all = splits.len();
    let from = dice.below(all as u64) as usize;
    let place = (from..all).chain(0..from).find(|&row| splits.get(row).is_some_and(|split| split.share == Some(40)));
    match place.and_then(|place| splits.get_mut(place)) {
        Some(split) => {
            split.share = Some(30);
            1
        }
        None => 0,
    }
}
