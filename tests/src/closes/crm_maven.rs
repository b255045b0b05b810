//! The won deals of a seller of computer hardware, closed by quarter.

use std::collections::BTreeMap;

use quarterdeck::number::Decimal;
use quarterdeck::table::Tables;
use serde_json::json;

use super::{Close, Row, csv, decimal, expected, mapped, sum};
use crate::real_data;

pub(super) const QUARTERS: [(&str, &str); 4] = [
    ("2017-01-01", "2017-04-01"),
    ("2017-04-01", "2017-07-01"),
    ("2017-07-01", "2017-10-01"),
    ("2017-10-01", "2018-01-01"),
];

/// The data has no quotas; these are the ones that the SQL counts with.
pub(super) fn quota(agent: &Row) -> &'static str {
    match agent["regional_office"].as_str() {
        "Central" => "55000",
        "East" => "60000",
        "West" => "65000",
        other => panic!("no quota for the office `{other}`"),
    }
}

fn close(test: &str) -> Option<(Close, Vec<Row>)> {
    let folder = real_data(test, "crm-maven")?;
    let won: Vec<Row> =
        csv(&folder.join("sales_pipeline.csv")).into_iter().filter(|row| row["deal_stage"] == "Won").collect();
    let teams = csv(&folder.join("sales_teams.csv"));
    let quotas: Vec<Row> = QUARTERS
        .iter()
        .flat_map(|(from, to)| {
            teams.iter().map(move |agent| {
                let cells =
                    [("agent", agent["sales_agent"].as_str()), ("from", from), ("to", to), ("amount", quota(agent))];
                cells.map(|(name, cell)| (name.to_owned(), cell.to_owned())).into()
            })
        })
        .collect();
    let mut tables = Tables::new();
    let deal = [
        ("transaction_id", "opportunity_id"),
        ("payee_id", "sales_agent"),
        ("amount", "close_value"),
        ("booked_on", "close_date"),
    ];
    tables.insert("transactions", mapped(&won, &deal));
    tables.insert(
        "quotas",
        mapped(&quotas, &[("payee_id", "agent"), ("from", "from"), ("to", "to"), ("amount", "amount")]),
    );
    let assigned = [("payee_id", "sales_agent"), ("plan_id", "=hardware-2017"), ("from", "=2017-01-01")];
    tables.insert("assignments", mapped(&teams, &assigned));
    Some((Close::new("crm-maven/plan.json", json!("2017"), tables), teams))
}

#[test]
fn every_agent_and_quarter_is_paid_as_the_sql_says() {
    let Some((close, teams)) = close("crm_maven::every_agent_and_quarter") else { return };
    let statements = close.statements();
    let agents = expected("crm_maven_by_agent");
    for row in &agents {
        let statement =
            |component: &str| &statements[&(row["agent"].clone(), component.to_owned(), row["quarter"].clone())];
        let (won, kicker) = (statement("won-deals"), statement("quota-kicker"));
        let told = ["measure", "quota", "attainment", "lines", "earned"].map(|name| decimal(&won[name]));
        let wanted = ["value", "quota", "attainment", "deals", "won_deals"].map(|name| decimal(&row[name]));
        assert_eq!(told, wanted, "{row:?}");
        assert_eq!(decimal(&kicker["earned"]), decimal(&row["quota_kicker"]), "{row:?}");
    }
    // Whoever the SQL does not name won nothing and is paid nothing.
    assert_eq!(statements.len(), teams.len() * QUARTERS.len() * 2);
    for component in ["won-deals", "quota-kicker"] {
        let of = |row: &&Row| row["component_id"] == component;
        assert_eq!(sum(statements.values().filter(of), "measure"), sum(&agents, "value"));
    }
    let all = sum(&agents, "won_deals").checked_add(sum(&agents, "quota_kicker")).unwrap();
    assert_eq!(decimal(close.summary["earned"].as_str().unwrap()), all);
}

#[test]
fn teams_won_what_the_sql_says() {
    let Some((close, teams)) = close("crm_maven::teams") else { return };
    let manager: BTreeMap<&String, &String> = teams.iter().map(|row| (&row["sales_agent"], &row["manager"])).collect();
    let mut told: BTreeMap<&str, (Decimal, Decimal)> = BTreeMap::new();
    let statements = close.statements();
    for row in statements.values().filter(|row| row["component_id"] == "won-deals") {
        let (deals, value) = told.entry(manager[&row["payee_id"]]).or_insert((Decimal::ZERO, Decimal::ZERO));
        *deals = deals.checked_add(decimal(&row["lines"])).unwrap();
        *value = value.checked_add(decimal(&row["measure"])).unwrap();
    }
    let wanted = expected("crm_maven_by_manager");
    let wanted: BTreeMap<&str, (Decimal, Decimal)> =
        wanted.iter().map(|row| (row["manager"].as_str(), (decimal(&row["deals"]), decimal(&row["value"])))).collect();
    assert_eq!(told, wanted);
}

#[test]
fn lines_add_up_to_statements() {
    let Some((close, _)) = close("crm_maven::lines_add_up") else { return };
    let lines = close.rows("lines");
    for (key, statement) in close.statements() {
        let own =
            |row: &&Row| (&row["payee_id"], &row["component_id"], &row["period_from"]) == (&key.0, &key.1, &key.2);
        assert_eq!(sum(lines.iter().filter(own), "amount"), decimal(&statement["earned"]), "{key:?}");
    }
    for row in &lines {
        let parts = ["at_rate", "true_up", "rounding"]
            .iter()
            .fold(Decimal::ZERO, |sum, name| sum.checked_add(decimal(&row[*name])).unwrap());
        assert_eq!(parts, decimal(&row["amount"]), "{row:?}");
    }
}
