//! Attainment of published quotas, and published deals checked where they stand.

use std::collections::BTreeMap;

use quarterdeck::api;
use quarterdeck::table::Tables;
use serde_json::{Value, json};

use super::{Row, adventureworks, crm_maven, csv, decimal, expected, mapped, rows};
use crate::real_data;

/// What an operation answers: its summary, and its tables.
fn answer(op: &str, handle: Option<&api::Handle>, params: &Value, tables: Tables) -> (Value, Tables) {
    let answer = api::call(op, handle, &serde_json::to_vec(params).unwrap(), tables);
    let envelope: Value = serde_json::from_slice(&answer.json).unwrap();
    assert_eq!(envelope["ok"], true, "{envelope}");
    (envelope["summary"].clone(), answer.tables)
}

fn periods(tables: &Tables) -> BTreeMap<(String, String), Row> {
    let key = |row: &Row| (row["payee_id"].clone(), row["period_from"].clone());
    rows(tables.get("periods").unwrap()).into_iter().map(|row| (key(&row), row)).collect()
}

#[test]
fn orders_attain_what_the_sql_says() {
    let Some(folder) = real_data("measures::orders_attain", "adventureworks") else { return };
    let orders = csv(&folder.join("orders.csv"));
    let quotas = adventureworks::with_ends(csv(&folder.join("quota_history.csv")));
    let mut tables = Tables::new();
    let order = [
        ("transaction_id", "order_id"),
        ("payee_id", "salesperson_id"),
        ("amount", "subtotal"),
        ("booked_on", "order_date"),
    ];
    tables.insert("transactions", mapped(&orders, &order));
    let quota = [("payee_id", "salesperson_id"), ("from", "quota_date"), ("to", "next"), ("amount", "sales_quota")];
    tables.insert("quotas", mapped(&quotas, &quota));
    let period = json!({"period": {"from": "2011-05-31", "to": "2011-12-01"}});
    let (summary, found) = answer("quota.attainment", None, &period, tables);
    let (found, wanted) = (periods(&found), expected("adventureworks_by_person"));
    assert_eq!(found.len(), wanted.len());
    for row in &wanted {
        let told = &found[&(row["salesperson_id"].clone(), row["start"].clone())];
        assert_eq!(told["period_to"], row["next"], "{row:?}");
        let told = ["records", "actual", "quota", "attainment"].map(|name| decimal(&told[name]));
        assert_eq!(told, ["orders", "measure", "quota", "attainment"].map(|name| decimal(&row[name])), "{row:?}");
    }
    let count = |name: &str| summary[name].as_u64().unwrap();
    assert_eq!(count("rows"), (orders.len() + quotas.len()) as u64);
    assert_eq!(count("rows"), count("used") + count("excluded") + count("set_aside"));
}

#[test]
fn won_deals_attain_what_the_sql_says() {
    let Some(folder) = real_data("measures::won_deals_attain", "crm-maven") else { return };
    let won = |row: &Row| row["deal_stage"] == "Won";
    let deals: Vec<Row> = csv(&folder.join("sales_pipeline.csv")).into_iter().filter(won).collect();
    let teams = csv(&folder.join("sales_teams.csv"));
    let quotas: Vec<Value> = teams
        .iter()
        .flat_map(|agent| {
            let quota = |(from, to): &(&str, &str)| json!({"payee_id": agent["sales_agent"], "from": from, "to": to, "amount": crm_maven::quota(agent)});
            crm_maven::QUARTERS.iter().map(quota)
        })
        .collect();
    let mut tables = Tables::new();
    let deal = [
        ("transaction_id", "opportunity_id"),
        ("payee_id", "sales_agent"),
        ("amount", "close_value"),
        ("booked_on", "close_date"),
    ];
    tables.insert("transactions", mapped(&deals, &deal));
    tables.insert("quotas", quarterdeck::table::Table::from_rows(Value::from(quotas).to_string().as_bytes()).unwrap());
    let (summary, found) = answer("quota.attainment", None, &json!({"period": "2017"}), tables);
    let (found, wanted) = (periods(&found), expected("crm_maven_by_agent"));
    for row in &wanted {
        let told = &found[&(row["agent"].clone(), row["quarter"].clone())];
        let told = ["records", "actual", "quota", "attainment"].map(|name| decimal(&told[name]));
        assert_eq!(told, ["deals", "value", "quota", "attainment"].map(|name| decimal(&row[name])), "{row:?}");
    }
    assert_eq!(summary["measures"][0]["actual"], super::sum(&wanted, "value").to_string());
}

#[test]
fn deals_lack_what_their_stage_requires() {
    let Some(folder) = real_data("measures::deals_lack", "crm-maven") else { return };
    let deals = csv(&folder.join("sales_pipeline.csv"));
    let stage = |id: &str, order: u32, kind: &str, probability: &str, required: Value| {
        let category = if kind == "won" { "closed" } else { "pipeline" };
        json!({"id": id, "order": order, "kind": kind, "probability": probability, "category": category, "required_on_entry": required})
    };
    let pipeline = json!({
        "schema": "quarterdeck/pipeline@1", "id": "hardware", "version": 1, "entry": ["Prospecting"],
        "stages": [
            stage("Prospecting", 1, "open", "0.1", json!([])),
            stage("Engaging", 2, "open", "0.4", json!(["account_id", "engage_date"])),
            stage("Won", 3, "won", "1", json!(["amount", "close_date"])),
            stage("Lost", 4, "lost", "0", json!(["close_date"])),
        ],
    });
    let (handle, _) = api::load("pipeline", &serde_json::to_vec(&pipeline).unwrap()).unwrap();
    let columns = [
        ("deal_id", "opportunity_id"),
        ("pipeline_id", "=hardware"),
        ("stage_id", "deal_stage"),
        ("owner_id", "sales_agent"),
        ("amount", "close_value"),
        ("close_date", "close_date"),
        ("account_id", "account"),
        ("engage_date", "engage_date"),
    ];
    let mut tables = Tables::new();
    tables.insert("deals", mapped(&deals, &columns));
    let (summary, _) = answer("pipeline.check_deals", Some(&handle), &json!({}), tables);
    // Counted from the raw file: an open deal lacks its account, everything else is filled.
    let lacks = |row: &&Row| {
        let required: &[&str] = match row["deal_stage"].as_str() {
            "Prospecting" => &[],
            "Engaging" => &["account", "engage_date"],
            "Won" => &["account", "engage_date", "close_value", "close_date"],
            _ => &["close_date"],
        };
        required.iter().any(|column| row[*column].is_empty())
    };
    let lacking = deals.iter().filter(lacks).count();
    assert!(lacking > 0);
    assert_eq!(
        (summary["rows"].as_u64(), summary["used"].as_u64()),
        (Some(deals.len() as u64), Some(deals.len() as u64))
    );
    assert_eq!(summary["flagged"], lacking);
}
