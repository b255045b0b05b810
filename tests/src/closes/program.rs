//! The quarter close as a user runs it: on its sample, on real files, and on files that are wrong.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Output};

use quarterdeck::api;
use quarterdeck::problem::Code;
use quarterdeck::table::Table;
use serde_json::{Value, json};

use super::{Row, csv, decimal, expected, sum};
use crate::real_data;

fn run(words: &[&str]) -> Output {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    // The features of this test's own build, so that the library is not built again.
    command.args([
        "run",
        "--quiet",
        "--package",
        "quarterdeck",
        "--features",
        "arrow,sample",
        "--example",
        "quarter_close",
        "--",
    ]);
    command.args(words).current_dir(crate::root()).output().expect("cargo runs")
}

pub(super) fn printed(words: &[&str]) -> String {
    let output = run(words);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Fails with this code, and nothing else.
fn refused(words: &[&str], code: &str) {
    let output = run(words);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.starts_with(&format!("error[{code}]: ")), "not {code}: {said}");
    assert!(said.contains("\n  help: "), "{said}");
    assert!(output.stdout.is_empty());
}

/// What a close writes, in a folder of its own.
pub(super) fn written(name: &str, words: &[&str]) -> (String, PathBuf) {
    let folder = crate::root().join("target/quarter_close").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    let out = folder.display().to_string();
    let text = printed(&[words, &["--out", &out]].concat());
    (text, folder)
}

/// The cells of a printed line.
fn cells(line: &str) -> Vec<String> {
    line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(|cell| cell.replace(',', "")).collect()
}

#[test]
fn the_sample_is_closed_without_arguments() {
    let (text, folder) = written("sample", &[]);
    for section in [
        "Data problems",
        "Pipeline by stage",
        "Forecast of 2026-Q2",
        "Attainment",
        "Commission register",
        "The statement of",
    ] {
        assert!(text.contains(&format!("\n{section}")), "{section}");
    }
    let aside = ["data_set_aside.csv", "commission_set_aside.csv"].map(|name| csv(&folder.join(name))).concat();
    for code in [
        "table.duplicate_id",
        "table.missing_value",
        "number.unknown_currency",
        "commission.split_sum",
        "forecast.unknown_stage",
    ] {
        assert!(aside.iter().any(|row| row["code"] == code), "{code}");
        assert!(text.contains(Code::parse(code).unwrap().about()), "{code}");
    }
    for reason in ["no amount", "no close date", "no payee", "no date"] {
        assert!(text.contains(reason), "{reason}");
    }
    // What is printed of everybody is what the register adds up to.
    let register = csv(&folder.join("commission_register.csv"));
    let names: BTreeMap<String, String> = csv(&crate::root().join("core/examples/quarter_close/sample/people.csv"))
        .into_iter()
        .map(|row| (row["person_id"].clone(), row["name"].clone()))
        .collect();
    let register_text = text.split("\nCommission register").nth(1).unwrap();
    let lines: Vec<Vec<String>> = register_text.lines().map(cells).collect();
    for statement in csv(&folder.join("commission_statements.csv")).iter().filter(|row| row["component_id"].is_empty())
    {
        let own = register
            .iter()
            .filter(|row| row["payee_id"] == statement["payee_id"] && row["plan_id"] == statement["plan_id"]);
        let earned = sum(own, "amount");
        assert_eq!(earned, decimal(&statement["earned"]));
        let line = [names[&statement["payee_id"]].clone(), statement["lines"].clone()];
        let found = lines.iter().find(|cells| cells.len() >= 4 && cells[..2] == line);
        assert_eq!(decimal(found.unwrap_or_else(|| panic!("{line:?}")).last().unwrap()), earned);
    }
}

#[test]
fn every_table_is_written_with_what_it_was_made_from() {
    let (_, folder) = written("record", &["--explain", "quinn.adams"]);
    let record: Value = serde_json::from_slice(&std::fs::read(folder.join("close.json")).unwrap()).unwrap();
    assert_eq!(record["period"], json!({"from": "2026-01-01", "to": "2026-04-01", "label": "2026-Q1"}));
    assert_eq!(record["known_at"], Value::Null);
    for (name, told) in record["results"].as_object().unwrap() {
        let rows = Table::from_rows(&std::fs::read(folder.join(format!("{name}.json"))).unwrap()).unwrap();
        assert_eq!(
            (told["digest"].as_str(), told["rows"].as_u64()),
            (Some(rows.digest().as_str()), Some(rows.rows() as u64)),
            "{name}"
        );
        // An array without rows has no columns; CSV has them all the same.
        assert_eq!(csv(&folder.join(format!("{name}.csv"))).len(), rows.rows(), "{name}");
    }
    assert_eq!(record["inputs"]["deals"]["rows"], 5000);
    let (plan, _) = api::load(
        "commission_plan",
        &std::fs::read(crate::root().join("core/examples/quarter_close/sample/ae-2026.json")).unwrap(),
    )
    .unwrap();
    assert_eq!(record["definitions"]["commission_plans"]["ae-2026"], plan.digest());
    let header = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap().lines().next().unwrap().to_owned();
    assert!(
        header("commission_register.csv").starts_with("plan_id,payee_id,component_id,line_no,transaction_id,kind,")
    );
    assert!(header("forecast_nodes.csv").starts_with("node_id,manager_id,level,category,mode,own,deals,"));
    let statement = std::fs::read_to_string(folder.join("statement.md")).unwrap();
    assert!(statement.starts_with("# Statement of quinn.adams\n") && statement.contains("| date | transaction |"));
}

/// What the README shows is how the report starts.
#[test]
fn the_readme_shows_the_first_screen() {
    let readme = std::fs::read_to_string(crate::root().join("README.md")).unwrap();
    let shown = readme.split("```text\n").nth(1).and_then(|after| after.split("```").next()).unwrap();
    assert!(shown.lines().count() > 20);
    assert!(printed(&[]).starts_with(shown), "the first screen has changed");
}

#[test]
fn the_same_files_are_written_again() {
    let (first, second) = (written("first", &[]).1, written("second", &[]).1);
    for entry in std::fs::read_dir(&first).unwrap() {
        let name = entry.unwrap().file_name();
        assert_eq!(std::fs::read(first.join(&name)).unwrap(), std::fs::read(second.join(&name)).unwrap(), "{name:?}");
    }
}

#[test]
fn real_files_are_closed_by_mapping_their_columns() {
    let Some(folder) = real_data("program::real_files", "adventureworks") else { return };
    let file = |name: &str| folder.join(name).display().to_string();
    let (orders, quotas, people) = (file("orders.csv"), file("quota_history.csv"), file("sales_person.csv"));
    let mut words = vec![
        "--transactions",
        &orders,
        "--columns",
        "transaction_id=order_id,payee_id=salesperson_id,amount=subtotal,booked_on=order_date",
        "--quotas",
        &quotas,
        "--quotas-end",
        "2014-06-01",
        "--quota-columns",
        "payee_id=salesperson_id,from=quota_date,amount=sales_quota",
        "--assignments",
        &people,
        "--assignment-columns",
        "payee_id=salesperson_id,plan_id=commission_pct,from:=2011-01-01",
        "--period",
        "2011-05-31..2011-12-01",
        "--explain",
        "276",
    ];
    let plans = ["0.00", "0.01", "0.02"].map(|rate| format!("tests/real/adventureworks/plan-{rate}.json"));
    plans.iter().for_each(|plan| words.extend(["--plan", plan]));
    let (text, out) = written("adventureworks", &words);
    let statements = csv(&out.join("commission_statements.csv"));
    for row in expected("adventureworks_by_person") {
        let same = |found: &&Row| {
            !found["component_id"].is_empty()
                && found["payee_id"] == row["salesperson_id"]
                && found["period_from"] == row["start"]
        };
        let found = statements.iter().find(same).unwrap_or_else(|| panic!("no statement for {row:?}"));
        let told = ["quota", "measure", "attainment", "earned", "lines"].map(|name| decimal(&found[name]));
        assert_eq!(told, ["quota", "measure", "attainment", "commission", "orders"].map(|name| decimal(&row[name])));
    }
    // Hired later, without a quota in these spans: under the plan of their rate they are to be mended.
    let aside = csv(&out.join("commission_set_aside.csv"));
    for id in ["284", "285", "286", "287", "288", "289", "290"] {
        assert!(aside.iter().any(|row| row["code"] == "commission.quota_missing" && row["record_id"] == id), "{id}");
    }
    let excluded = csv(&out.join("data_excluded.csv"));
    for row in expected("adventureworks_orders").iter().filter(|row| row["what"] == "no_payee") {
        // Under each of the three plans, and once in what is read.
        let left = excluded.iter().filter(|found| found["reason"] == "no_payee").count();
        assert_eq!(decimal(&left.to_string()), decimal(&row["orders"]).checked_mul(decimal("3")).unwrap());
        assert!(text.contains("no payee"));
    }
}

#[test]
fn deals_are_closed_without_quotas() {
    let Some(folder) = real_data("program::deals_without_quotas", "crm-maven") else { return };
    let deals = folder.join("sales_pipeline.csv").display().to_string();
    let (_, out) = written(
        "maven",
        &[
            "--transactions",
            &deals,
            "--where",
            "deal_stage=Won",
            "--period",
            "2017",
            "--columns",
            "transaction_id=opportunity_id,payee_id=sales_agent,amount=close_value,booked_on=close_date",
            "--plan",
            "tests/real/crm-maven/plan-without-quotas.json",
        ],
    );
    let statements = csv(&out.join("commission_statements.csv"));
    for row in expected("crm_maven_by_agent") {
        let of = |found: &&Row| {
            !found["component_id"].is_empty()
                && found["payee_id"] == row["agent"]
                && found["period_from"] == row["quarter"]
        };
        let found = statements.iter().find(of).unwrap_or_else(|| panic!("no statement for {row:?}"));
        assert_eq!(
            (decimal(&found["measure"]), decimal(&found["earned"])),
            (decimal(&row["value"]), decimal(&row["won_deals"]))
        );
    }
}

#[test]
fn wrong_words_and_files_are_told_by_code() {
    let folder = crate::root().join("target/quarter_close");
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let deals = write("deals.csv", "id,amount,booked_on,payee_id\n1,10,2017-01-05,a\n");
    let ragged = write("ragged.csv", "id,amount\n1\n");
    let broken = write("broken.json", "{");
    let tierless = write("tierless.json", r#"{"schema":"quarterdeck/commission-plan@1","id":"x"}"#);
    let missing = folder.join("missing.csv").display().to_string();
    let plan = "tests/real/crm-maven/plan-without-quotas.json";
    let mapped = "transaction_id=id";

    refused(&["--transaction", &deals], "close.unknown_option");
    refused(&["--plan"], "close.missing_value");
    refused(&["--transactions", &deals, "--period", "2017"], "close.no_plan");
    refused(&["--plan", plan, "--period", "2017"], "close.no_transactions");
    refused(&["--transactions", &deals, "--plan", plan], "close.no_period");
    refused(&["--plan", plan, "--deals", &deals, "--period", "2017"], "close.no_transactions");
    refused(&["--deals", &deals, "--period", "2017"], "close.no_pipeline");
    refused(&["--opportunities", &deals, "--period", "2017"], "close.no_mapping");
    refused(&["--opportunities", &deals, "--mapping", &missing, "--period", "2017"], "close.unreadable_file");
    refused(&["--lines", "many"], "close.bad_value");
    refused(&["--as-of", "2026-02-30"], "time.bad_date");
    refused(&["--out", &deals], "close.unwritable_file");
    refused(&["--transactions", &missing, "--plan", plan, "--period", "2017"], "close.unreadable_file");
    refused(&["--transactions", &ragged, "--plan", plan, "--period", "2017"], "table.not_csv");
    refused(&["--transactions", &deals, "--plan", &broken, "--period", "2017"], "document.not_json");
    refused(&["--transactions", &deals, "--plan", &tierless, "--period", "2017"], "document.missing_key");
    let columns = |list| ["--transactions", &deals, "--plan", plan, "--period", "2017", "--columns", list];
    refused(&columns("transaction_id=order"), "close.unknown_column");
    refused(&columns("transaction_id"), "close.bad_columns");
    refused(&columns("payee=payee_id"), "table.missing_column");
    let also =
        |word, value| ["--transactions", &deals, "--plan", plan, "--columns", mapped, "--period", "2017", word, value];
    refused(&also("--where", "stage=Won"), "close.unknown_column");
    refused(&also("--where", "stage"), "close.bad_value");
    refused(&also("--dates", "ymd"), "close.bad_value");
    refused(&also("--plan", plan), "close.no_assignments");
    refused(&also("--explain", "nobody"), "close.unknown_payee");
    refused(&also("--period", "2017-Q5"), "time.bad_period");
    refused(&also("--known-at", "yesterday"), "time.bad_instant");
}
