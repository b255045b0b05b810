//! The records that bear on one payee's pay, so that a question about one payee does not calculate all.

use std::collections::BTreeSet;

use crate::commission::calculate::Inputs;
use crate::problem::Problem;
use crate::sorted;
use crate::table::{Cells, Column, Records, Table, TextColumn};

/// Everybody else is on another plan: known, and not paid by this one.
const ELSEWHERE: &str = "~elsewhere";

/// The inputs with what was credited to a payee alone; nothing where credit rolls up, for then the sales of others
/// are the payee's too. Transactions come in their order, so that a payee's lines do as well.
///
/// # Errors
/// None in practice: the columns of each table are of equal length.
pub(super) fn of_payee(inputs: &Inputs, payee: &str) -> Result<Option<Inputs>, Problem> {
    if inputs.reporting.is_some() {
        return Ok(None);
    }
    let table = inputs.transactions.table();
    let (ids, payees, reversed) = (table.text("transaction_id"), table.text("payee_id"), table.text("reverses_id"));
    let cell =
        |column: Option<&'_ TextColumn>, row: usize| column.and_then(|column| column.get(row)).map(str::to_owned);
    let splits = inputs.splits.as_ref().map(Records::table);
    let shared = |row: usize| cell(splits.and_then(|splits| splits.text("transaction_id")), row);
    let shares = |row: usize| cell(splits.and_then(|splits| splits.text("payee_id")), row);
    let split_rows = splits.map_or(0, Table::rows);
    let mut kept: BTreeSet<String> =
        sorted::set((0..split_rows).filter(|&row| shares(row).as_deref() == Some(payee)).filter_map(shared));
    let rows = 0..inputs.transactions.rows();
    kept.extend(
        rows.clone().filter(|&row| cell(payees, row).as_deref() == Some(payee)).filter_map(|row| cell(ids, row)),
    );
    // A refund is its sale's, and a sale is looked up for its refund.
    let linked = |row: usize| cell(reversed, row).map(|sale| (row, sale));
    let refunds: Vec<(usize, String)> = rows.clone().filter_map(linked).collect();
    for (row, sale) in &refunds {
        let own = cell(ids, *row).unwrap_or_default();
        if kept.contains(sale) || kept.contains(&own) {
            kept.extend([own, sale.clone()]);
        }
    }
    let transactions = take(&inputs.transactions, |row| cell(ids, row).is_some_and(|id| kept.contains(&id)))?;
    let own_splits = |row: usize| shared(row).is_some_and(|id| kept.contains(&id));
    let mut others: BTreeSet<String> = sorted::set((0..split_rows).filter(|&row| own_splits(row)).filter_map(shares));
    others.extend(
        rows.filter(|&row| cell(ids, row).is_some_and(|id| kept.contains(&id))).filter_map(|row| cell(payees, row)),
    );
    others.remove(payee);
    let of_them = |records: &Records| {
        let names = records.table().text("payee_id");
        take(records, |row| cell(names, row).is_none_or(|name| name == payee))
    };
    let known = inputs.assignments.table().text("payee_id");
    let assigned: BTreeSet<String> = sorted::set(
        (0..inputs.assignments.rows()).filter_map(|row| cell(known, row)).filter(|name| others.contains(name)),
    );
    let own = take(&inputs.assignments, |row| cell(known, row).as_deref() == Some(payee))?;
    Ok(Some(Inputs {
        transactions,
        splits: inputs.splits.as_ref().map(|splits| take(splits, own_splits)).transpose()?,
        assignments: own.followed_by(&Records::sound(elsewhere(&assigned)?))?,
        quotas: inputs.quotas.as_ref().map(of_them).transpose()?,
        quota_relief: inputs.quota_relief.as_ref().map(of_them).transpose()?,
        flags: inputs.flags.as_ref().map(of_them).transpose()?,
        ..inputs.clone()
    }))
}

fn take(records: &Records, keep: impl Fn(usize) -> bool) -> Result<Records, Problem> {
    let rows = (0..records.rows()).filter(|&row| keep(row)).filter_map(|row| u32::try_from(row).ok());
    records.take(&rows.collect::<Vec<_>>())
}

fn elsewhere(payees: &BTreeSet<String>) -> Result<Table, Problem> {
    let mut table = Table::with_rows(payees.len());
    table.push("payee_id", Column::Text(TextColumn::from_options(payees.iter().map(|payee| Some(payee.as_str())))))?;
    table.push("plan_id", Column::Text(TextColumn::constant(ELSEWHERE, payees.len())))?;
    table.push("from", Column::Date(Cells::full(vec![0; payees.len()])))?;
    Ok(table)
}
