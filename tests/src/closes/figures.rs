//! The figures of the sample's close, the same from the Rust program, the Python notebook and the Node script.

use std::collections::BTreeMap;

use serde_json::Value;

use super::csv;
use super::program::written;

/// Decimals are texts, counts are numbers.
fn said(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[test]
fn the_program_ends_with_the_figures_of_the_other_languages() {
    let (_, folder) = written("figures", &[]);
    let record: Value = serde_json::from_slice(&std::fs::read(folder.join("close.json")).unwrap()).unwrap();
    let summaries = &record["summaries"];
    let mut figures: BTreeMap<String, String> = BTreeMap::new();
    let mut add = |name: String, value: &Value| drop(figures.insert(name, said(value)));
    for (id, check) in summaries["pipelines"].as_object().unwrap() {
        add(format!("pipeline.{id}.flagged"), &check["flagged"]);
    }
    for total in summaries["forecast"]["totals"].as_array().unwrap() {
        add(format!("forecast.{}.{}", said(&total["mode"]), said(&total["category"])), &total["effective"]);
    }
    add("forecast.weighted".to_owned(), &summaries["stage_weighted"]["total"]);
    add("forecast.variance".to_owned(), &summaries["stage_weighted"]["variance"]);
    for (id, paid) in summaries["commission"].as_object().unwrap() {
        add(format!("commission.{id}"), &paid["earned"]);
    }
    for measure in summaries["attainment"]["measures"].as_array().unwrap() {
        for figure in ["attainment", "participation"] {
            add(format!("{figure}.{}", said(&measure["measure_id"])), &measure[figure]);
        }
    }
    for row in csv(&folder.join("commission_statements.csv")).iter().filter(|row| row["component_id"].is_empty()) {
        add(format!("commission.{}.{}", row["plan_id"], row["payee_id"]), &row["earned"].as_str().into());
    }
    let told: String = figures.iter().map(|(name, value)| format!("{name},{value}\n")).collect();
    let wanted = std::fs::read_to_string(crate::root().join("tests/close/figures.csv")).unwrap();
    assert_eq!(format!("figure,value\n{told}"), wanted);
}
