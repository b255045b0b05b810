//! A published CRM export closed through its mapping: won value, win counts, attainment and commission by
//! person and manager as SQL counts them, and open deals that carry neither amount nor close date.

use std::collections::BTreeMap;
use std::path::PathBuf;

use quarterdeck::number::Decimal;

use super::program::written;
use super::{Row, crm_maven, csv, decimal, expected, sum};
use crate::real_data;

/// The year's close, with what the mapping assumes or without it: the report, and the folder of its tables.
fn close(test: &str, name: &str, assume: bool) -> Option<(String, PathBuf, Vec<Row>)> {
    let folder = real_data(test, "crm-maven")?;
    let teams = csv(&folder.join("sales_teams.csv"));
    let mut quotas = String::from("payee_id,from,to,amount\n");
    for agent in &teams {
        for (from, to) in crm_maven::QUARTERS {
            quotas.push_str(&format!("{},{from},{to},{}\n", agent["sales_agent"], crm_maven::quota(agent)));
        }
    }
    let own = crate::root().join("target/quarter_close");
    std::fs::create_dir_all(&own).unwrap();
    let quota_file = own.join(format!("{name}-quotas.csv"));
    std::fs::write(&quota_file, quotas).unwrap();
    let source = |of: &str| format!("{of}={}", folder.join(format!("{of}.csv")).display());
    let (deals, team, products) = (source("sales_pipeline"), source("sales_teams"), source("products"));
    let quota_file = quota_file.display().to_string();
    let mut words = vec![
        "--source",
        &deals,
        "--source",
        &team,
        "--source",
        &products,
        "--mapping",
        "crm-maven",
        "--pipeline",
        "tests/real/crm-maven/pipeline.json",
        "--plan",
        "tests/real/crm-maven/plan.json",
        "--quotas",
        &quota_file,
        "--period",
        "2017",
        "--as-of",
        "2017-09-01",
        "--forecast-period",
        "2017",
    ];
    words.extend(assume.then_some("--assume"));
    let (text, out) = written(name, &words);
    Some((text, out, teams))
}

/// Rows summed by the manager of their person.
fn by_manager<'r>(
    rows: impl IntoIterator<Item = &'r Row>,
    person: &str,
    teams: &[Row],
    column: &str,
) -> BTreeMap<String, Decimal> {
    let manager: BTreeMap<&str, &str> =
        teams.iter().map(|row| (row["sales_agent"].as_str(), row["manager"].as_str())).collect();
    let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
    for row in rows {
        if let Some(manager) = manager.get(row[person].as_str()) {
            let sum = sums.entry((*manager).to_owned()).or_insert(Decimal::ZERO);
            *sum = sum.checked_add(decimal(&row[column])).unwrap();
        }
    }
    sums
}

fn told(script: &str, column: &str) -> BTreeMap<String, Decimal> {
    expected(script).iter().map(|row| (row["manager"].clone(), decimal(&row[column]))).collect()
}

#[test]
fn managers_won_and_are_paid_as_the_sql_says() {
    let Some((_, out, teams)) = close("managers::managers", "maven-managers", false) else { return };
    // The roll-up knows the managers itself.
    let nodes = csv(&out.join("forecast_nodes.csv"));
    let closed: Vec<&Row> = nodes.iter().filter(|row| row["mode"] == "single" && row["category"] == "closed").collect();
    for row in expected("crm_maven_by_manager") {
        let node = closed.iter().find(|node| node["node_id"] == row["manager"]).unwrap();
        assert_eq!(decimal(&node["effective"]), decimal(&row["value"]), "{row:?}");
    }
    assert_eq!(by_manager(closed.iter().copied(), "node_id", &teams, "deals"), told("crm_maven_by_manager", "deals"));

    let statements = csv(&out.join("commission_statements.csv"));
    let totals: Vec<&Row> = statements.iter().filter(|row| row["component_id"].is_empty()).collect();
    assert_eq!(by_manager(totals, "payee_id", &teams, "earned"), told("crm_maven_commission_by_manager", "commission"));
    let periods = csv(&out.join("attainment_periods.csv"));
    for (column, of) in [("actual", "value"), ("quota", "quota"), ("records", "deals")] {
        assert_eq!(
            by_manager(&periods, "payee_id", &teams, column),
            told("crm_maven_commission_by_manager", of),
            "{of}"
        );
    }
}

#[test]
fn agents_attain_and_are_paid_as_the_sql_says() {
    let Some((_, out, _)) = close("managers::agents", "maven-agents", false) else { return };
    let periods = csv(&out.join("attainment_periods.csv"));
    let statements = csv(&out.join("commission_statements.csv"));
    for row in expected("crm_maven_by_agent") {
        let same = |found: &&Row| found["payee_id"] == row["agent"] && found["period_from"] == row["quarter"];
        let found = periods.iter().find(same).unwrap();
        let attained = ["records", "actual", "quota", "attainment"].map(|name| decimal(&found[name]));
        assert_eq!(attained, ["deals", "value", "quota", "attainment"].map(|name| decimal(&row[name])), "{row:?}");
        for (component, column) in [("won-deals", "won_deals"), ("quota-kicker", "quota_kicker")] {
            let paid = statements.iter().filter(same).find(|found| found["component_id"] == component).unwrap();
            assert_eq!(decimal(&paid["earned"]), decimal(&row[column]), "{row:?}");
        }
    }
}

#[test]
fn open_deals_without_amount_and_date_are_shown_as_not_counted() {
    let Some((text, out, _)) = close("managers::open_deals", "maven-open", false) else { return };
    let open = sum(&expected("crm_maven_open_by_manager"), "deals");
    let excluded = csv(&out.join("data_excluded.csv"));
    let left =
        excluded.iter().filter(|row| row["calculation"] == "forecast" && row["reason"] == "no_close_date").count();
    assert_eq!(decimal(&left.to_string()), open);
    assert!(text.contains("no close date"), "{text}");
    assert!(!text.contains("rests on assumptions"));
}

#[test]
fn assumed_figures_are_marked_and_add_up_as_the_sql_says() {
    let Some((text, out, teams)) = close("managers::assumed", "maven-assumed", true) else { return };
    let contributions = csv(&out.join("forecast_contributions.csv"));
    let open: Vec<&Row> = contributions.iter().filter(|row| row["kind"] == "open").collect();
    assert_eq!(
        by_manager(open.iter().copied(), "owner_id", &teams, "amount"),
        told("crm_maven_open_by_manager", "assumed")
    );
    assert_eq!(decimal(&open.len().to_string()), sum(&expected("crm_maven_open_by_manager"), "deals"));
    assert!(text.contains("* rests on assumptions of the mapping"), "{text}");
    // What is won rests on no assumption.
    let won = contributions.iter().filter(|row| row["kind"] == "won");
    assert_eq!(sum(won, "amount"), sum(&expected("crm_maven_by_manager"), "value"));
}
