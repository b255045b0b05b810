//! The quotas that count, one a payee, measure and period.

use std::collections::BTreeMap;

use super::attain::{Excluded, money};
use super::params::AttainParams;
use crate::number::{Currency, Exact};
use crate::problem::Code;
use crate::table::{BadRecord, BadRecords, Records};
use crate::time::{Date, Instant, Period};

/// A quota that counts.
#[derive(Debug, Clone)]
pub(super) struct Quota {
    pub(super) row: usize,
    /// The payee, or the node.
    pub(super) payee: String,
    /// Whether it is the quota of a node's team and not of a payee.
    pub(super) of_node: bool,
    pub(super) measure: Option<String>,
    pub(super) period: Period,
    pub(super) amount: Exact,
    pub(super) currency: Option<Currency>,
    known_at: Option<i64>,
}

/// The quota of a node's team.
#[derive(Debug, Clone)]
pub(super) struct TeamQuota {
    pub(super) node: String,
    pub(super) measure: Option<String>,
    pub(super) amount: Exact,
    pub(super) currency: Option<Currency>,
}

impl From<Quota> for TeamQuota {
    fn from(quota: Quota) -> Self {
        Self { node: quota.payee, measure: quota.measure, amount: quota.amount, currency: quota.currency }
    }
}

/// Reads the quotas that count. Those that cannot be used are bad
/// records; those that do not count are excluded with the reason.
pub(super) fn read(
    quotas: &Records,
    params: &AttainParams,
    asked: Option<Period>,
    bad: &mut BadRecords,
    excluded: &mut Vec<Excluded>,
) -> Vec<Quota> {
    let mut groups: BTreeMap<(bool, String, Option<String>), Vec<Quota>> = BTreeMap::new();
    for row in (0..quotas.rows()).filter(|&row| quotas.is_good(row)) {
        match quota(quotas, row, params, asked) {
            Ok(quota) => {
                let key = (quota.of_node, quota.payee.clone(), quota.measure.clone());
                let group = groups.entry(key).or_default();
                join(group, quota, bad, excluded);
            }
            Err(Refusal::Excluded(reason)) => excluded.push(Excluded { table: "quotas", row, record_id: None, reason }),
            Err(Refusal::Bad(record)) => bad.push(*record),
        }
    }
    groups.into_values().flatten().collect()
}

enum Refusal {
    Excluded(&'static str),
    Bad(Box<BadRecord>),
}

fn quota(quotas: &Records, row: usize, params: &AttainParams, asked: Option<Period>) -> Result<Quota, Refusal> {
    let table = quotas.table();
    let text = |column: &str| table.text(column).and_then(|text| text.get(row)).filter(|text| !text.is_empty());
    let date = |column: &str| Date::from_days(table.date(column)?.get(row)?).ok();
    let refuse = |column: &str, code: Code, value: String, message: String| {
        Refusal::Bad(Box::new(record(row, column, code, value, message)))
    };
    let (payee, node) = (text("payee_id"), text("node_id"));
    let owner = payee.or(node).ok_or(Refusal::Excluded("no_payee"))?;
    let (from, to) = date("from").zip(date("to")).ok_or(Refusal::Excluded("no_period"))?;
    let period = Period::new(from, to).map_err(|_| {
        refuse(
            "to",
            Code::TimeEmptyPeriod,
            to.to_string(),
            format!("the quota ends on {to}, not after it starts on {from}"),
        )
    })?;
    let amount = table.decimal("amount").and_then(|amounts| money(amounts, row)).unwrap_or(Exact::ZERO);
    if amount.is_negative() {
        return Err(refuse(
            "amount",
            Code::QuotaNegativeQuota,
            amount.to_string(),
            format!("the quota {amount} is negative"),
        ));
    }
    let known_at = table.instant("known_at").and_then(|cells| cells.get(row));
    if known_at.zip(params.known_at.map(Instant::micros)).is_some_and(|(known, limit)| known >= limit) {
        return Err(Refusal::Excluded("not_yet_known"));
    }
    if let Some(asked) = asked.filter(|asked| !asked.covers(period)) {
        if !asked.overlaps(period) {
            return Err(Refusal::Excluded("outside_period"));
        }
        let message = format!("the quota of {period} lies partly in {asked}");
        return Err(refuse("from", Code::QuotaPartlyInPeriod, from.to_string(), message));
    }
    if params.as_of.is_some_and(|as_of| as_of <= from) {
        return Err(Refusal::Excluded("not_started"));
    }
    let currency = text("currency").and_then(|code| Currency::parse(code).ok());
    let measure = text("measure_id").map(str::to_owned);
    Ok(Quota { row, payee: owner.to_owned(), of_node: payee.is_none(), measure, period, amount, currency, known_at })
}

/// Adds a quota to those of its payee and measure. Of two for the same days that became known at
/// different times the later holds; any other overlap cannot be used.
fn join(group: &mut Vec<Quota>, quota: Quota, bad: &mut BadRecords, excluded: &mut Vec<Excluded>) {
    if let Some(other) = group.iter_mut().find(|other| other.period.overlaps(quota.period)) {
        if other.period == quota.period && other.known_at != quota.known_at {
            let earlier = if other.known_at < quota.known_at { std::mem::replace(other, quota) } else { quota };
            excluded.push(Excluded { table: "quotas", row: earlier.row, record_id: None, reason: "superseded" });
        } else {
            let message = format!("the quota overlaps the one of {} in row {}", other.period, other.row);
            bad.push(record(quota.row, "from", Code::QuotaOverlap, quota.period.from().to_string(), message));
        }
        return;
    }
    let named = group.iter().find_map(|other| other.currency);
    if let (Some(known), Some(found)) = (named, quota.currency)
        && known != found
    {
        let message = format!("the quota is in {found}, another of the payee and measure in {known}");
        bad.push(record(quota.row, "currency", Code::NumberCurrencyMismatch, found.to_string(), message));
        return;
    }
    group.push(quota);
}

fn record(row: usize, column: &str, code: Code, value: String, message: String) -> BadRecord {
    BadRecord { table: "quotas", row, record_id: None, column: column.to_owned(), code, value, message }
}
