//! Won deals shared by two agents, and what managers and regional offices have of them by overrides of every basis.

use std::collections::BTreeMap;

use quarterdeck::number::Decimal;
use serde_json::json;

use super::teams::records;
use super::{Close, Row, decimal, document, expected};
use crate::real_data;

const QUARTERS: [(&str, &str); 4] =
    [("2017-Q1", "2017-01-01"), ("2017-Q2", "2017-04-01"), ("2017-Q3", "2017-07-01"), ("2017-Q4", "2017-10-01")];

/// What everyone earned, by payee, component or override, and quarter.
type Earned = BTreeMap<(String, String, String), Decimal>;

fn wanted() -> Earned {
    let key = |row: &Row| (row["payee"].clone(), row["component"].clone(), row["quarter"].clone());
    expected("crm_maven_overrides").iter().map(|row| (key(row), decimal(&row["earned"]))).collect()
}

/// Lines summed, without those who earned nothing; `quarter` by the day of a line, or as it is called.
fn earned(close: &Close, quarter: impl Fn(&Row) -> String) -> Earned {
    let mut all = Earned::new();
    for line in close.rows("lines") {
        let key = (line["payee_id"].clone(), line["component_id"].clone(), quarter(&line));
        let sum = all.entry(key).or_insert(Decimal::ZERO);
        *sum = sum.checked_add(decimal(&line["amount"])).unwrap();
    }
    all.retain(|_, sum| *sum != Decimal::ZERO);
    all
}

fn close(folder: &std::path::Path, period: &str) -> Close {
    let tables = records(folder, "hardware-overrides-2017", ["0.05", "0.07"]);
    Close::of(&document("crm-maven/plan-overrides.json"), json!(period), tables)
}

#[test]
fn managers_and_offices_are_paid_as_the_sql_says() {
    let Some(folder) = real_data("overrides::as_the_sql_says", "crm-maven") else { return };
    let mut found = Earned::new();
    for (label, start) in QUARTERS {
        found.extend(earned(&close(&folder, label), |_| start.to_owned()));
    }
    assert_eq!(found, wanted());
    // The year at once comes to the same, quarter by quarter.
    let start = |line: &Row| {
        let first = QUARTERS.iter().rfind(|(_, first)| *first <= line["effective_on"].as_str());
        first.map(|(_, first)| (*first).to_owned()).unwrap()
    };
    assert_eq!(earned(&close(&folder, "2017"), start), found);
}

#[test]
fn an_override_names_the_deal_and_who_is_below() {
    let Some(folder) = real_data("overrides::names", "crm-maven") else { return };
    let lines = close(&folder, "2017-Q2").rows("lines");
    let (over, own): (Vec<&Row>, Vec<&Row>) = lines.iter().partition(|line| line["kind"] == "override");
    assert!(own.iter().all(|line| line["component_id"] == "won-deals"));
    for line in over {
        let of = own.iter().find(|one| {
            (&one["transaction_id"], &one["payee_id"]) == (&line["transaction_id"], &line["source_payee_id"])
        });
        assert!(of.is_some() && line["payee_id"] != line["source_payee_id"], "{line:?}");
    }
}
