//! What a line comes to, and what it was made from: as it is calculated, and as it was booked.

use std::collections::BTreeMap;

use crate::commission::output::cells::Row;
use crate::number::Exact;
use crate::sorted;
use crate::table::{Records, Table, Tables};
use crate::time::Date;

/// What names a line through all restatements: payee, component, transaction, what the line is, and the
/// transaction that it takes back.
pub(crate) type Key = (String, String, Option<String>, String, Option<String>);

/// What a line comes to. Lines of one key count as one.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(crate) amount: Exact,
    pub(super) quota_credit: Option<Exact>,
    pub(super) commission_credit: Option<Exact>,
    pub(super) measure_before: Option<Exact>,
    pub(super) quota: Option<Exact>,
    pub(super) transaction_amount: Option<Exact>,
    /// The day of the line, of the first where there are several.
    pub(super) day: Option<Date>,
    /// The rows of the calculation's lines, or of the bookings.
    pub(super) rows: Vec<usize>,
}

impl Facts {
    /// Of a line that there is not: nothing.
    pub(super) fn none() -> Self {
        Self {
            amount: Exact::ZERO,
            quota_credit: None,
            commission_credit: None,
            measure_before: None,
            quota: None,
            transaction_amount: None,
            day: None,
            rows: Vec::new(),
        }
    }
}

/// The lines of a calculation, by key; `worth` knows the amounts of transactions.
pub(crate) fn calculated(tables: &Tables, worth: &dyn Fn(&str) -> Option<Exact>) -> BTreeMap<Key, Facts> {
    let mut found: BTreeMap<Key, Facts> = BTreeMap::new();
    let (Some(lines), Some(statements)) = (tables.get("lines"), tables.get("statements")) else { return found };
    add_lines(&mut found, lines, 0..lines.rows(), &quotas(statements), worth);
    found
}

/// Adds some lines of a calculation to those of their keys.
pub(crate) fn add_lines(
    found: &mut BTreeMap<Key, Facts>,
    lines: &Table,
    rows: impl Iterator<Item = usize>,
    quotas: &BTreeMap<(String, String, i32), Exact>,
    worth: &dyn Fn(&str) -> Option<Exact>,
) {
    for row in rows {
        let text = |name: &str| lines.text(name).and_then(|column| column.get(row)).map(str::to_owned);
        let exact = |name: &str| lines.decimal(name).and_then(|column| column.exact(row));
        let (payee, component) = (text("payee_id").unwrap_or_default(), text("component_id").unwrap_or_default());
        let transaction = text("transaction_id");
        let from = lines.date("period_from").and_then(|cells| cells.get(row)).unwrap_or_default();
        let quota = quotas.get(&(payee.clone(), component.clone(), from)).cloned();
        let amount = exact("amount").unwrap_or(Exact::ZERO);
        let source = text("source_transaction_id");
        let key = (payee, component, transaction.clone(), text("kind").unwrap_or_default(), source);
        if let Some(facts) = found.get_mut(&key) {
            let add =
                |sum: &mut Option<Exact>, part: Option<Exact>| *sum = sum.take().zip(part).map(|(a, b)| a.add(&b));
            facts.amount = facts.amount.add(&amount);
            add(&mut facts.quota_credit, exact("quota_credit"));
            add(&mut facts.commission_credit, exact("commission_credit"));
            facts.rows.push(row);
            continue;
        }
        let facts = Facts {
            amount,
            quota_credit: exact("quota_credit"),
            commission_credit: exact("commission_credit"),
            measure_before: exact("measure_before"),
            quota,
            transaction_amount: transaction.and_then(|id| worth(&id)),
            day: lines.date("effective_on").and_then(|days| Date::from_days(days.get(row)?).ok()),
            rows: vec![row],
        };
        found.insert(key, facts);
    }
}

/// Quotas by payee, component and first day.
pub(crate) fn quotas(statements: &Table) -> BTreeMap<(String, String, i32), Exact> {
    let mut found = BTreeMap::new();
    for row in 0..statements.rows() {
        let text = |name: &str| statements.text(name).and_then(|column| column.get(row)).map(str::to_owned);
        let from = statements.date("period_from").and_then(|cells| cells.get(row));
        let quota = statements.decimal("quota").and_then(|column| column.exact(row));
        if let (Some(payee), Some(component), Some(from), Some(quota)) =
            (text("payee_id"), text("component_id"), from, quota)
        {
            found.insert((payee, component, from), quota);
        }
    }
    found
}

/// What transactions are worth, by id.
pub(super) fn amounts(transactions: &Records) -> BTreeMap<String, Exact> {
    let table = transactions.table();
    let (Some(ids), Some(amounts)) = (table.text("transaction_id"), table.decimal("amount")) else {
        return BTreeMap::new();
    };
    let good = (0..transactions.rows()).filter(|&row| transactions.is_good(row));
    sorted::map(good.filter_map(|row| Some((ids.get(row)?.to_owned(), amounts.exact(row)?))))
}

/// Adds a booking to those of its key: amounts add up, and the rest is as it was booked last.
pub(super) fn book(booked: &mut BTreeMap<Key, Facts>, row: Row<'_>) {
    let text = |name: &str| row.text(name).unwrap_or_default().to_owned();
    let some = |name: &str| row.text(name).map(str::to_owned);
    let (transaction, source) = (some("transaction_id"), some("source_transaction_id"));
    let key = (text("payee_id"), text("component_id"), transaction, text("line_kind"), source);
    let facts = booked.entry(key).or_insert_with(Facts::none);
    facts.amount = facts.amount.add(&row.exact("amount").unwrap_or(Exact::ZERO));
    facts.quota_credit = row.exact("quota_credit");
    facts.commission_credit = row.exact("commission_credit");
    facts.measure_before = row.exact("measure_before");
    facts.quota = row.exact("quota");
    facts.transaction_amount = row.exact("transaction_amount");
    facts.day = row.date("effective_on");
    facts.rows.push(row.at);
}
