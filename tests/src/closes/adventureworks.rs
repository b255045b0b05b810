//! Orders with a sales person, uneven quota spans, and a commission rate per person: one plan per rate,
//! its id the rate, so that the file of sales people is the table of assignments.

use std::path::Path;

use quarterdeck::number::Decimal;
use quarterdeck::table::Tables;
use serde_json::{Value, json};

use super::{Close, Row, csv, decimal, expected, mapped, sum};
use crate::real_data;

const RATES: [&str; 3] = ["0.00", "0.01", "0.02"];

/// The orders and the quotas, as tables.
fn records(folder: &Path) -> Tables {
    let orders = csv(&folder.join("orders.csv"));
    let quotas = with_ends(csv(&folder.join("quota_history.csv")));
    let order = [
        ("transaction_id", "order_id"),
        ("payee_id", "salesperson_id"),
        ("amount", "subtotal"),
        ("booked_on", "order_date"),
    ];
    let quota = [("payee_id", "salesperson_id"), ("from", "quota_date"), ("to", "next"), ("amount", "sales_quota")];
    let mut tables = Tables::new();
    tables.insert("transactions", mapped(&orders, &order));
    tables.insert("quotas", mapped(&quotas, &quota));
    tables
}

fn period() -> Value {
    json!({"from": "2011-05-31", "to": "2011-12-01"})
}

/// One calculation per rate.
fn closes(test: &str) -> Option<Vec<Close>> {
    let folder = real_data(test, "adventureworks")?;
    let mut tables = records(&folder);
    // Whoever has no quota yet is not on a plan that measures by quotas.
    let quotas = csv(&folder.join("quota_history.csv"));
    let first_quota = |person: &Row| {
        let own = quotas.iter().filter(|quota| quota["salesperson_id"] == person["salesperson_id"]);
        own.map(|quota| quota["quota_date"].clone()).min().unwrap()
    };
    let mut people = csv(&folder.join("sales_person.csv"));
    people.iter_mut().for_each(|person| drop(person.insert("first_quota".to_owned(), first_quota(person))));
    let assigned = [("payee_id", "salesperson_id"), ("plan_id", "commission_pct"), ("from", "first_quota")];
    tables.insert("assignments", mapped(&people, &assigned));
    let plan = |rate: &str| Close::new(&format!("adventureworks/plan-{rate}.json"), period(), tables.clone());
    Some(RATES.into_iter().map(plan).collect())
}

/// Every quota but a person's last, with the day of the person's next one.
pub(super) fn with_ends(quotas: Vec<Row>) -> Vec<Row> {
    let next = |row: &Row| {
        let own = quotas.iter().filter(|other| other["salesperson_id"] == row["salesperson_id"]);
        own.map(|other| &other["quota_date"]).filter(|day| **day > row["quota_date"]).min().cloned()
    };
    let ended = |row: &Row| {
        let mut row = row.clone();
        let next = next(&row)?;
        row.insert("next".to_owned(), next);
        Some(row)
    };
    quotas.iter().filter_map(ended).collect()
}

#[test]
fn every_person_and_quota_is_paid_as_the_sql_says() {
    let Some(closes) = closes("adventureworks::every_person_and_quota") else { return };
    let wanted = expected("adventureworks_by_person");
    let mut found = 0;
    for (rate, close) in RATES.into_iter().zip(&closes) {
        let statements = close.statements();
        let of_rate: Vec<&Row> = wanted.iter().filter(|row| row["rate"] == rate).collect();
        for row in &of_rate {
            let statement = &statements[&(row["salesperson_id"].clone(), "orders".to_owned(), row["start"].clone())];
            assert_eq!(statement["period_to"], row["next"]);
            let told = ["measure", "quota", "attainment", "lines", "earned"].map(|name| decimal(&statement[name]));
            let sql = ["measure", "quota", "attainment", "orders", "commission"].map(|name| decimal(&row[name]));
            assert_eq!(told, sql, "{row:?}");
        }
        assert_eq!(statements.len(), of_rate.len());
        assert_eq!(decimal(close.summary["earned"].as_str().unwrap()), sum(of_rate, "commission"));
        found += statements.len();
    }
    assert_eq!(found, wanted.len());
}

#[test]
fn every_order_is_counted_or_says_why_not() {
    let Some(closes) = closes("adventureworks::every_order") else { return };
    for row in expected("adventureworks_orders") {
        let excluded = |close: &Close, reason: &str| {
            close
                .rows("excluded")
                .iter()
                .filter(|bad| bad["reason"] == reason && bad["table"] == "transactions")
                .count()
        };
        let orders: usize = row["orders"].parse().unwrap();
        match row["what"].as_str() {
            "counted" => {
                let lines: Vec<Row> = closes.iter().flat_map(|close| close.rows("lines")).collect();
                assert_eq!(lines.len(), orders);
                assert_eq!(sum(&lines, "quota_credit"), decimal(&row["subtotal"]));
            }
            // A customer who bought alone: under every plan.
            "no_payee" => assert!(closes.iter().all(|close| excluded(close, "no_payee") == orders)),
            // Outside the period of the plan that its sales person is on.
            "outside_period" => {
                assert_eq!(closes.iter().map(|close| excluded(close, "outside_period")).sum::<usize>(), orders);
            }
            other => panic!("`{other}`"),
        }
    }
}

#[test]
fn a_rate_of_nothing_pays_nothing() {
    let Some(closes) = closes("adventureworks::a_rate_of_nothing") else { return };
    let managers = &closes[0];
    assert_eq!(sum(&managers.rows("lines"), "amount"), Decimal::ZERO);
    assert!(sum(managers.statements().values(), "measure") > Decimal::ZERO);
}
