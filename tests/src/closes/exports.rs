//! Published exports through the ready mappings, held against SQL over the raw files.

use std::collections::BTreeMap;
use std::path::Path;

use quarterdeck::api;
use quarterdeck::crm::TEMPLATES;
use quarterdeck::number::Decimal;
use quarterdeck::table::{Table, Tables};
use serde_json::{Value, json};

use super::{Row, csv, decimal, expected, rows};
use crate::real_data;

/// An export that was read: its summary, the codes of its warnings, and its tables.
struct Export {
    summary: Value,
    warnings: Vec<Value>,
    tables: Tables,
}

impl Export {
    /// Reads files through the ready mapping of this id; sources are the names of the files.
    fn read(id: &str, folder: &Path, prefix: &str, sources: &[&str], params: &Value) -> Self {
        let (_, document) = TEMPLATES.iter().find(|(known, _)| *known == id).expect("the mapping is ready");
        let (mapping, _) = api::load("crm_mapping", document.as_bytes()).unwrap();
        let mut tables = Tables::new();
        for source in sources {
            let text = std::fs::read(folder.join(format!("{prefix}{source}.csv"))).unwrap();
            tables.insert(*source, Table::from_csv(&text).unwrap());
        }
        let answer = api::call("crm.read", Some(&mapping), &serde_json::to_vec(params).unwrap(), tables);
        let envelope: Value = serde_json::from_slice(&answer.json).unwrap();
        assert_eq!(envelope["ok"], true, "{envelope}");
        let warnings = envelope["warnings"].as_array().unwrap().iter().map(|warning| warning["code"].clone()).collect();
        let export = Self { summary: envelope["summary"].clone(), warnings, tables: answer.tables };
        export.adds_up();
        export
    }

    fn adds_up(&self) {
        let outputs = self.summary["outputs"].as_array().unwrap();
        for counts in outputs.iter().chain([&self.summary]) {
            let count = |name: &str| counts[name].as_u64().unwrap();
            assert_eq!(count("rows"), count("mapped") + count("dropped") + count("set_aside"), "{counts}");
        }
    }

    fn rows(&self, table: &str) -> Vec<Row> {
        rows(self.tables.get(table).unwrap())
    }
}

const MAVEN: [&str; 4] = ["sales_pipeline", "sales_teams", "products", "accounts"];

/// Rows counted and a column added up, by the values of others; an empty cell adds nothing.
fn by(rows: &[Row], keys: &[&str], amount: &str) -> BTreeMap<Vec<String>, (usize, Decimal)> {
    let mut groups = BTreeMap::new();
    for row in rows {
        let key = keys.iter().map(|key| row[*key].clone()).collect();
        let (count, sum) = groups.entry(key).or_insert((0, Decimal::ZERO));
        *count += 1;
        let cell = row.get(amount).map_or("", String::as_str);
        if !cell.is_empty() {
            *sum = sum.checked_add(decimal(cell)).unwrap();
        }
    }
    groups
}

fn wanted(rows: &[Row], keys: &[&str]) -> BTreeMap<Vec<String>, (usize, Decimal)> {
    let group = |row: &Row| {
        let key = keys.iter().map(|key| row[*key].clone()).collect();
        (key, (row["deals"].parse().unwrap(), decimal(&row["value"])))
    };
    rows.iter().map(group).collect()
}

#[test]
fn crm_maven_deals_are_those_of_the_sql() {
    let Some(folder) = real_data("exports::crm_maven_deals", "crm-maven") else { return };
    let export = Export::read("crm-maven", &folder, "", &MAVEN, &json!({}));
    assert!(export.warnings.is_empty());
    let stage = |row: Row| {
        let stages = [("prospecting", "Prospecting"), ("engaging", "Engaging"), ("won", "Won"), ("lost", "Lost")];
        let name = stages.iter().find(|(id, _)| row["stage_id"] == *id).unwrap().1.to_owned();
        row.into_iter().chain([("stage".to_owned(), name)]).collect::<Row>()
    };
    let deals: Vec<Row> = export.rows("deals").into_iter().map(stage).collect();
    let sql = expected("crm_maven_deals");
    let told = by(&deals, &["owner_id", "manager_id", "region", "stage"], "amount");
    assert_eq!(told, wanted(&sql, &["owner", "manager", "region", "stage"]));
    // Open deals come out with empty cells, and say nothing of what they could be worth.
    let empty = |column: &str| deals.iter().filter(|row| row[column].is_empty()).count();
    let count = |column: &str| sql.iter().map(|row| row[column].parse::<usize>().unwrap()).sum::<usize>();
    assert_eq!((empty("amount"), empty("created_at")), (count("without_amount"), count("never_engaged")));
    assert_eq!(empty("close_date"), empty("amount"));
    assert!(deals.iter().all(|row| row["product"] != "GTXPro" && !row.contains_key("assumed")));
}

#[test]
fn crm_maven_won_deals_are_transactions() {
    let Some(folder) = real_data("exports::crm_maven_won", "crm-maven") else { return };
    let export = Export::read("crm-maven", &folder, "", &MAVEN, &json!({}));
    let reporting: BTreeMap<String, String> =
        export.rows("reporting").into_iter().map(|row| (row["person_id"].clone(), row["manager_id"].clone())).collect();
    let mut won = export.rows("transactions");
    for row in &mut won {
        let manager = reporting[&row["payee_id"]].clone();
        row.insert("manager".to_owned(), manager);
    }
    assert_eq!(by(&won, &["manager"], "amount"), wanted(&expected("crm_maven_by_manager"), &["manager"]));
    // 35 agents, 6 managers and 3 offices: a tree of three levels.
    assert_eq!((export.rows("people").len(), reporting.len()), (44, 41));
    let offices = reporting.values().filter(|above| !reporting.contains_key(*above)).collect::<Vec<_>>();
    assert_eq!(offices.len(), 6);
}

#[test]
fn crm_maven_open_deals_are_assumed_at_list_price() {
    let Some(folder) = real_data("exports::crm_maven_assumed", "crm-maven") else { return };
    let export = Export::read("crm-maven", &folder, "", &MAVEN, &json!({"assume": true}));
    assert_eq!(export.warnings, ["crm.assumed"]);
    let assumed: Vec<Row> = export.rows("deals").into_iter().filter(|row| !row["assumed"].is_empty()).collect();
    assert!(assumed.iter().all(|row| row["assumed"] == "amount,close_date" && row["close_date"] == "2017-12-31"));
    assert_eq!(by(&assumed, &["manager_id"], "amount"), wanted(&expected("crm_maven_assumed"), &["manager"]));
    assert_eq!(export.summary["assumed"].as_u64().unwrap(), assumed.len() as u64 * 2);
}

#[test]
fn adventureworks_quotas_end_where_the_next_begins() {
    let Some(folder) = real_data("exports::adventureworks", "adventureworks") else { return };
    let sources = ["orders", "quota_history", "sales_person", "territory", "territory_history"];
    let export = Export::read("adventureworks", &folder, "", &sources, &json!({}));
    let told: Vec<_> = export
        .rows("quotas")
        .into_iter()
        .map(|row| (row["payee_id"].clone(), row["from"].clone(), row["to"].clone(), decimal(&row["amount"])))
        .collect();
    let sql: Vec<_> = expected("adventureworks_quotas")
        .into_iter()
        .map(|row| (row["salesperson_id"].clone(), row["start"].clone(), row["next"].clone(), decimal(&row["quota"])))
        .collect();
    assert_eq!(told, sql);
    let orders = by(&export.rows("transactions"), &["currency"], "amount");
    let all = expected("adventureworks_orders");
    let sum = all.iter().fold(Decimal::ZERO, |sum, row| sum.checked_add(decimal(&row["subtotal"])).unwrap());
    let count = all.iter().map(|row| row["orders"].parse::<usize>().unwrap()).sum();
    assert_eq!(orders, [(vec!["USD".to_owned()], (count, sum))].into());
    // The last day in a territory is inside: the span ends a day later.
    let history = csv(&folder.join("territory_history.csv"));
    let reporting = export.rows("reporting");
    let next: Vec<Option<&Row>> = history
        .iter()
        .map(|row| {
            history.iter().find(|later| {
                later["salesperson_id"] == row["salesperson_id"] && later["start_date"] > row["start_date"]
            })
        })
        .collect();
    for ((row, span), next) in history.iter().zip(&reporting).zip(next) {
        assert_eq!((&row["start_date"], &row["salesperson_id"]), (&span["from"], &span["person_id"]));
        assert_eq!(row["end_date"].is_empty(), span["to"].is_empty());
        if let Some(next) = next {
            assert_eq!(span["to"], next["start_date"]);
        }
    }
}

#[test]
fn salesforce_states_become_events_and_roles_a_hierarchy() {
    let Some(folder) = real_data("exports::salesforce", "crm-export-shapes") else { return };
    let sources = ["opportunity", "opportunity_history", "user", "user_role", "account"];
    let export = Export::read("salesforce", &folder, "salesforce_", &sources, &json!({}));
    let history = csv(&folder.join("salesforce_opportunity_history.csv"));
    let events = export.rows("deal_events");
    let created: Vec<&Row> = events.iter().filter(|row| row["kind"] == "created").collect();
    assert_eq!(created.len(), history.len());
    for (state, event) in history.iter().zip(created) {
        assert_eq!((&state["id"], &state["stage_name"]), (&event["deal_id"], &event["stage_id"]));
        assert_eq!(state["close_date"].replace(" 00:00:00", ""), event["close_date"]);
        // `2019-10-17 21:10:19`, where an hour may lack its zero.
        let recorded = event["recorded_at"].replace('T', " ").replace('Z', "");
        assert_eq!(state["_fivetran_start"].replace([' ', '0'], ""), recorded.replace([' ', '0'], ""));
    }
    let deleted = history.iter().filter(|row| row["is_deleted"].to_lowercase() == "true").count();
    assert_eq!(events.iter().filter(|row| row["kind"] == "deleted").count(), deleted);
    let users = csv(&folder.join("salesforce_user.csv"));
    let roles = csv(&folder.join("salesforce_user_role.csv"));
    let above = users.iter().map(|row| (row["id"].clone(), row["user_role_id"].clone()));
    let above = above.chain(roles.iter().map(|row| (row["id"].clone(), row["parent_role_id"].clone())));
    let told = export.rows("reporting").into_iter().map(|row| (row["person_id"].clone(), row["manager_id"].clone()));
    assert_eq!(told.collect::<Vec<_>>(), above.collect::<Vec<_>>());
}
