//! A whole population's quarter: ten thousand payees under a thousand managers, three components, every fifth
//! transaction split, and every credit rolled up one level.

use std::fmt::Write as _;

use quarterdeck::table::{Cells, Column, DecimalColumn, Table, Tables, TextColumn};
use serde_json::{Value, json};

use crate::company::{Company, payee_id, transaction_id};

/// Three components: marginal tiers on own bookings, a rate on what is new, marginal tiers on the team's bookings.
pub const PLAN: &[u8] = include_bytes!("population.json");

/// The parameters of a call on so many threads: both big outputs, nothing else.
#[must_use]
pub fn params(threads: u32) -> Vec<u8> {
    format!(r#"{{"period": "2026-Q1", "outputs": ["lines", "statements"], "threads": {threads}}}"#).into_bytes()
}

/// The plan by its name: `plain`, with `stages` (a cap and a multiplier by attainment), or with
/// `overrides` on credit and on earnings. Nothing where there is none of the name.
#[must_use]
pub fn plan(name: &str) -> Option<Vec<u8>> {
    let mut plan: Value = serde_json::from_slice(PLAN).expect("the plan is JSON");
    match name {
        "plain" => {}
        "stages" => {
            plan["components"][0]["cap"] = json!({"payment": "15000"});
            plan["components"][0]["multipliers"] = json!([
                {"subject": "attainment", "steps": [{"from": "0.5", "factor": "1.05"}, {"from": "1", "factor": "1.1"}]}
            ]);
        }
        "overrides" => {
            plan["overrides"] = json!([
                {"id": "lead", "basis": "revenue", "rate": "0.002", "components": ["bookings"]},
                {"id": "coach", "basis": "commission", "rate": "0.05", "components": ["new-business"]}
            ]);
        }
        _ => return None,
    }
    Some(plan.to_string().into_bytes())
}

/// Payees of one manager.
const TEAM: u32 = 10;
/// One transaction in so many is split.
const SPLIT: u64 = 5;

/// All tables of a call.
///
/// # Panics
/// Never: the tables are sound.
#[must_use]
pub fn tables(company: &Company) -> Tables {
    let mut tables = company.others();
    tables.insert("transactions", transactions(company));
    tables.insert("splits", splits(company));
    tables.insert("reporting", reporting(company));
    tables
}

/// The transactions; the payee of one that is split stands in its splits.
fn transactions(company: &Company) -> Table {
    let ids: Vec<String> = company.rows.iter().map(|row| transaction_id(row.number)).collect();
    let payees: Vec<Option<String>> =
        company.rows.iter().map(|row| (row.number % SPLIT != 0).then(|| payee_id(row.payee))).collect();
    let kinds = company.rows.iter().map(|row| Some(if row.number % 3 == 0 { "new" } else { "existing" }));
    let amounts = Cells::full(company.rows.iter().map(|row| i128::from(row.cents)).collect());
    Table::new([
        ("transaction_id", Column::Text(TextColumn::from_options(ids.iter().map(|id| Some(id.as_str()))))),
        ("payee_id", Column::Text(TextColumn::from_options(payees.iter().map(Option::as_deref)))),
        ("amount", Column::Decimal(DecimalColumn { cells: amounts, scale: 2 })),
        ("booked_on", Column::Date(Cells::full(company.rows.iter().map(|row| row.day).collect()))),
        ("kind", Column::Text(TextColumn::from_options(kinds))),
    ])
    .expect("five columns of one length")
}

/// Two payees of one team for every transaction that is split.
fn splits(company: &Company) -> Table {
    let (mut ids, mut payees, mut shares) = (Vec::new(), Vec::new(), Vec::new());
    for row in company.rows.iter().filter(|row| row.number % SPLIT == 0) {
        let colleague = row.payee / TEAM * TEAM + (row.payee + 1) % TEAM;
        for (payee, share) in [(row.payee, 60), (colleague, 40)] {
            ids.push(transaction_id(row.number));
            payees.push(payee_id(payee));
            shares.push(share);
        }
    }
    let text = |words: &[String]| Column::Text(TextColumn::from_options(words.iter().map(|word| Some(word.as_str()))));
    Table::new([
        ("transaction_id", text(&ids)),
        ("payee_id", text(&payees)),
        ("role", Column::Text(TextColumn::constant("direct", shares.len()))),
        ("share", Column::Decimal(DecimalColumn { cells: Cells::full(shares), scale: 2 })),
    ])
    .expect("four columns of one length")
}

/// A team reports to its first member.
fn reporting(company: &Company) -> Table {
    let mut rows = String::from("person_id,manager_id\n");
    for payee in (0..).take(company.quotas.len()) {
        let manager = if payee % TEAM == 0 { String::new() } else { payee_id(payee / TEAM * TEAM) };
        writeln!(rows, "{},{manager}", payee_id(payee)).expect("a string takes all");
    }
    Table::from_csv(rows.as_bytes()).expect("sound CSV")
}
