//! What lines come to now less what was booked for them, line by line.

use std::collections::BTreeMap;

use super::facts::{Facts, Key};
use super::reason::Sides;
use crate::commission::model::Plan;
use crate::commission::output::tabulate::Sheet;
use crate::number::Exact;
use crate::problem::Problem;
use crate::sorted;
use crate::table::Table;
use crate::time::{Date, Period};

/// Something that a line was made from.
type Fact = fn(&Facts) -> Option<&Exact>;

/// A booking on its way.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(super) key: Key,
    /// What the line comes to, and what was booked for it before; an entry of a close has none before.
    pub(super) now: Facts,
    pub(super) before: Option<Facts>,
    pub(crate) amount: Exact,
    pub(super) reason: &'static str,
    pub(super) on: Option<Date>,
}

/// What is to be booked so that every line comes to what it is now, in the order of their keys. `on` is the day of
/// the bookings; without one each is of the day of its line.
pub(crate) fn adjustments(
    booked: &BTreeMap<Key, Facts>,
    now: &BTreeMap<Key, Facts>,
    sides: &Sides,
    on: Option<Date>,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    let keys = sorted::set(booked.keys().chain(now.keys()));
    for key in keys {
        let (old, new) = (booked.get(key), now.get(key));
        let amount = |facts: Option<&Facts>| facts.map_or(Exact::ZERO, |facts| facts.amount.clone());
        let delta = amount(new).sub(&amount(old));
        if !delta.is_zero() {
            entries.push(Entry {
                key: key.clone(),
                now: new.cloned().unwrap_or_else(Facts::none),
                before: Some(old.cloned().unwrap_or_else(Facts::none)),
                amount: delta,
                reason: sides.reason(key, old, new),
                on: on.or_else(|| new.or(old).and_then(|facts| facts.day)),
            });
        }
    }
    entries
}

impl Plan {
    /// The table of some bookings of a period.
    pub(crate) fn bookings(&self, entries: &[Entry], period: Period) -> Result<Table, Problem> {
        let mut sheet = Sheet::new(entries.len());
        let all = || entries.iter();
        sheet.text("payee_id", &mut all().map(|entry| Some(entry.key.0.as_str())));
        sheet.text("plan_id", &mut all().map(|_| Some(self.id.as_str())));
        sheet.text("component_id", &mut all().map(|entry| Some(entry.key.1.as_str())));
        sheet.text("transaction_id", &mut all().map(|entry| entry.key.2.as_deref()));
        sheet.text("source_transaction_id", &mut all().map(|entry| entry.key.4.as_deref()));
        sheet.text("line_kind", &mut all().map(|entry| Some(entry.key.3.as_str())));
        let kind = |entry: &Entry| if entry.before.is_some() { "adjustment".to_owned() } else { entry.key.3.clone() };
        let kinds: Vec<String> = all().map(kind).collect();
        sheet.text("kind", &mut kinds.iter().map(|kind| Some(kind.as_str())));
        sheet.dates("period_from", &mut all().map(|_| Some(period.from())));
        sheet.dates("period_to", &mut all().map(|_| Some(period.to())));
        sheet.dates("effective_on", &mut all().map(|entry| entry.on));
        let facts: [(&str, Fact); 5] = [
            ("transaction_amount", |facts| facts.transaction_amount.as_ref()),
            ("quota_credit", |facts| facts.quota_credit.as_ref()),
            ("commission_credit", |facts| facts.commission_credit.as_ref()),
            ("measure_before", |facts| facts.measure_before.as_ref()),
            ("quota", |facts| facts.quota.as_ref()),
        ];
        for (name, fact) in facts {
            sheet.exacts(name, &mut all().map(|entry| fact(&entry.now)));
        }
        sheet.exacts("amount", &mut all().map(|entry| Some(&entry.amount)));
        sheet.text("currency", &mut all().map(|_| Some(self.currency.code())));
        sheet.text("reason", &mut all().map(|entry| Some(entry.reason)));
        sheet.in_order(&super::BOOKINGS)
    }
}
