//! Won deals shared by two agents, and what the managers and offices above both are credited with.

use std::path::Path;

use quarterdeck::table::Tables;
use serde_json::json;

use super::{Close, Row, csv, decimal, document, expected, mapped, sum};
use crate::real_data;

fn row(cells: &[(&str, &str)]) -> Row {
    cells.iter().map(|(name, cell)| ((*name).to_owned(), (*cell).to_owned())).collect()
}

/// Deals of 3,000 or more are shared with the next agent by name; the rest has one payee.
fn shares(won: &[Row], agents: &[&String]) -> Vec<Row> {
    let share = |deal: &Row, agent: &str, share: &str| {
        row(&[("deal", &deal["opportunity_id"]), ("agent", agent), ("share", share), ("role", "direct")])
    };
    let of_deal = |deal: &Row| {
        let own = &deal["sales_agent"];
        if decimal(&deal["close_value"]) < decimal("3000") {
            return vec![share(deal, own, "1")];
        }
        let next = agents.iter().skip_while(|agent| **agent != own).nth(1).unwrap_or(&agents[0]);
        vec![share(deal, own, "3/4"), share(deal, next, "0.25")]
    };
    won.iter().flat_map(of_deal).collect()
}

/// The won deals with their splits, and everyone on the plan; agents report to managers, and managers to regional
/// offices, whose own rates of overrides are these.
pub(super) fn records(folder: &Path, plan: &str, [manager_rate, office_rate]: [&str; 2]) -> Tables {
    let mut won = csv(&folder.join("sales_pipeline.csv"));
    won.retain(|deal| deal["deal_stage"] == "Won");
    let teams = csv(&folder.join("sales_teams.csv"));
    let names = |column: &str| {
        let mut names: Vec<&String> = teams.iter().map(|team| &team[column]).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    let agents = names("sales_agent");
    let everyone = [(&agents, ""), (&names("manager"), manager_rate), (&names("regional_office"), office_rate)];
    let assigned = everyone.into_iter().flat_map(|(names, rate)| {
        let on_plan = move |name: &&String| row(&[("name", name), ("plan", plan), ("rate", rate)]);
        names.iter().map(on_plan).collect::<Vec<Row>>()
    });
    let assigned: Vec<Row> = assigned.collect();
    let mut lines: Vec<Row> =
        teams.iter().map(|team| row(&[("person", &team["sales_agent"]), ("manager", &team["manager"])])).collect();
    for manager in names("manager") {
        let team = teams.iter().find(|team| &team["manager"] == manager).unwrap();
        lines.push(row(&[("person", manager), ("manager", &team["regional_office"])]));
    }

    let mut tables = Tables::new();
    let deal = [("transaction_id", "opportunity_id"), ("amount", "close_value"), ("booked_on", "close_date")];
    tables.insert("transactions", mapped(&won, &deal));
    let split = [("transaction_id", "deal"), ("payee_id", "agent"), ("role", "role"), ("share", "share")];
    tables.insert("splits", mapped(&shares(&won, &agents), &split));
    let assignment = [("payee_id", "name"), ("plan_id", "plan"), ("from", "=2017-01-01"), ("override_rate", "rate")];
    tables.insert("assignments", mapped(&assigned, &assignment));
    tables.insert("reporting", mapped(&lines, &[("person_id", "person"), ("manager_id", "manager")]));
    tables
}

fn close(test: &str, paths: &str) -> Option<Close> {
    let folder = real_data(test, "crm-maven")?;
    let plan = document("crm-maven/plan-teams.json").replace("\"maximum\"", &format!("{paths:?}"));
    Some(Close::of(&plan, json!("2017"), records(&folder, "hardware-teams-2017", [""; 2])))
}

#[test]
fn shared_deals_reach_everyone_above_once_as_the_sql_says() {
    for (paths, measure, earned) in
        [("maximum", "maximum", "by_maximum"), ("capped_sum", "capped_sum", "by_capped_sum")]
    {
        let Some(close) = close(&format!("teams::shared_deals_by_{paths}"), paths) else { return };
        let (wanted, statements) = (expected("crm_maven_teams"), close.statements());
        for row in &wanted {
            let statement = &statements[&(row["payee"].clone(), row["component"].clone(), row["quarter"].clone())];
            let told = ["measure", "earned"].map(|name| decimal(&statement[name]));
            assert_eq!(told, [measure, earned].map(|name| decimal(&row[name])), "{paths}: {row:?}");
        }
        // Whoever the SQL does not name is credited with nothing.
        assert_eq!(sum(statements.values(), "measure"), sum(&wanted, measure));
        assert_eq!(decimal(close.summary["earned"].as_str().unwrap()), sum(&wanted, earned));
    }
}

#[test]
fn nobody_is_credited_twice_with_a_deal() {
    let Some(close) = close("teams::nobody_twice", "maximum") else { return };
    let mut credits: Vec<(String, String, String)> = close
        .rows("credits")
        .into_iter()
        .map(|row| (row["transaction_id"].clone(), row["payee_id"].clone(), row["role"].clone()))
        .collect();
    let all = credits.len();
    credits.sort_unstable();
    credits.dedup();
    assert_eq!(credits.len(), all);
    assert!(credits.iter().any(|(_, payee, role)| payee == "Central" && role == "rollup"));
}
