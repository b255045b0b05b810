//! What counted towards every quota: the quota credits of all plans, over the quotas.

use std::collections::BTreeMap;

use quarterdeck::table::{Column, Table, Tables, TextColumn};
use quarterdeck::time::Period;
use serde_json::{Value, json};

use super::commission::picked;
use super::{Commission, called};
use crate::cells::{Row, rows};
use crate::records::Records;
use crate::trouble::Trouble;

#[derive(Debug)]
pub(crate) struct Attainment {
    pub(crate) summary: Value,
    /// `attainment` has one row a payee and measure, `periods` one a quota, `teams` one a person with everyone below.
    pub(crate) tables: Tables,
}

pub(super) fn attain(
    commissions: &[Commission],
    tables: &Tables,
    records: &Records,
    period: Period,
    policy: &str,
) -> Result<Option<Attainment>, Trouble> {
    if commissions.is_empty() || tables.get("quotas").is_none() {
        return Ok(None);
    }
    let mut given = picked(tables, &["transactions", "quotas"]);
    given.insert("credits", credits(commissions, records)?);
    let mut params = json!({
        "period": {"from": period.from().to_string(), "to": period.to().to_string()}, "bad_records": policy,
    });
    // Who reports to whom makes teams of people.
    if let Some(reporting) = records.get("reporting") {
        given.insert("reporting", reporting.table().clone());
        params["as_of"] = period.to().to_string().into();
    }
    let (summary, _, answer) = called("quota.attainment", None, &params, given, "quotas")?;
    Ok(Some(Attainment { summary, tables: answer.tables }))
}

/// The credits of all plans, each with the measure of its transaction.
fn credits(commissions: &[Commission], records: &Records) -> Result<Table, Trouble> {
    let transactions = records.get("transactions");
    let good = |row: &Row<'_>| transactions.is_some_and(|records| records.is_good(row.1));
    let transactions = transactions.map(|records| records.table());
    let measured = transactions.is_some_and(|table| table.column("measure_id").is_some());
    let measure_of: BTreeMap<&str, &str> =
        rows(transactions).filter(good).map(|row| (row.text("transaction_id"), row.text("measure_id"))).collect();
    let all = || commissions.iter().flat_map(|paid| rows(paid.tables.get("credits")));
    let text = |cells: Vec<Option<&str>>| Column::Text(TextColumn::from_options(cells));
    let of = |column: &str| text(all().map(|row| Some(row.text(column))).collect());
    let mut columns = vec![
        ("transaction_id", of("transaction_id")),
        ("payee_id", of("payee_id")),
        ("currency", of("currency")),
        ("quota_credit", crate::columns::decimals(all().map(|row| row.exact("quota_credit")))),
    ];
    if measured {
        let measure = |id: &str| measure_of.get(id).copied().filter(|measure| !measure.is_empty());
        columns.push(("measure_id", text(all().map(|row| measure(row.text("transaction_id"))).collect())));
    }
    Table::new(columns).map_err(Trouble::one("credits"))
}
