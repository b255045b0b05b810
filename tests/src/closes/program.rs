//! The quarter close as a user runs it: on its sample, on real files, and on files that are wrong.

use std::process::{Command, Output};

use super::{decimal, expected};
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
        "arrow",
        "--example",
        "quarter_close",
        "--",
    ]);
    command.args(words).current_dir(crate::root()).output().expect("cargo runs")
}

fn printed(words: &[&str]) -> String {
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

/// The cells of a printed line.
fn cells(line: &str) -> Vec<String> {
    line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(|cell| cell.replace(',', "")).collect()
}

#[test]
fn the_sample_is_closed_without_arguments() {
    let text = printed(&[]);
    for section in ["Rejected records", "Attainment and earnings by person", "Commission register", "The statement of"]
    {
        assert!(text.contains(&format!("\n{section}")), "{section}");
    }
    for code in ["table.duplicate_id", "time.bad_date", "commission.split_sum", "commission.fx_rate_missing"] {
        assert!(text.contains(code), "{code}");
    }
    for reason in ["no_payee", "no_date", "not_assigned", "not_on_plan", "outside_period"] {
        assert!(text.contains(reason), "{reason}");
    }
    // What everybody earned is the sum of the register's last column.
    let lines: Vec<Vec<String>> = text.lines().map(cells).collect();
    let header =
        lines.iter().position(|line| line.last().is_some_and(|cell| cell == "earned") && line.len() == 12).unwrap();
    let register = lines.iter().skip(header + 2).take_while(|line| line.len() >= 10);
    let earned = register.fold(decimal("0"), |sum, line| sum.checked_add(decimal(line.last().unwrap())).unwrap());
    let heading = text.lines().find(|line| line.contains(" earned")).unwrap().replace(',', "");
    assert!(heading.contains(&format!(" {} earned", earned.to_string_at(2))), "{earned} in {heading}");
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
    let text = printed(&words);
    let lines: Vec<Vec<String>> = text.lines().map(cells).collect();
    for row in expected("adventureworks_by_person") {
        let found =
            lines.iter().find(|line| line.len() == 8 && line[0] == row["salesperson_id"] && line[2] == row["start"]);
        let line = found.unwrap_or_else(|| panic!("no line for {row:?}"));
        assert_eq!((decimal(&line[4]), decimal(&line[7])), (decimal(&row["quota"]), decimal(&row["commission"])));
        assert_eq!(line[6], row["orders"]);
    }
    // Hired later, without a quota in these spans: under the plan of their rate they are to be mended.
    let without_quota = |id: &str| {
        lines.iter().any(|line| line.contains(&id.to_owned()) && line.contains(&"commission.quota_missing".to_owned()))
    };
    assert!(["284", "285", "286", "287", "288", "289", "290"].into_iter().all(without_quota));
    for row in expected("adventureworks_orders").iter().filter(|row| row["what"] != "counted") {
        let wanted = [row["what"].as_str(), "transactions", &row["orders"]];
        assert!(lines.iter().any(|line| line.len() == 4 && line[..3] == wanted), "{row:?}");
    }
}

#[test]
fn deals_are_closed_without_quotas() {
    let Some(folder) = real_data("program::deals_without_quotas", "crm-maven") else { return };
    let deals = folder.join("sales_pipeline.csv").display().to_string();
    let text = printed(&[
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
    ]);
    let lines: Vec<Vec<String>> = text.lines().map(cells).collect();
    for row in expected("crm_maven_by_agent") {
        let of = |line: &&Vec<String>| line.len() == 7 && line[0] == row["agent"] && line[2] == row["quarter"];
        let line = lines.iter().find(of).unwrap_or_else(|| panic!("no line for {row:?}"));
        assert_eq!((decimal(&line[3]), decimal(&line[6])), (decimal(&row["value"]), decimal(&row["won_deals"])));
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
