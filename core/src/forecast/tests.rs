//! The laws of forecasts.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{ForecastModel, RollUp, RollUpInputs, StageWeighted, StageWeightedInputs};
use crate::number::Exact;
use crate::table::{BadRecords, Intake, Records, Table, TableShape, conform, declared};

fn model() -> ForecastModel {
    let stage = |order: u32, kind: &str, probability: &str, category: &str| {
        let id = format!("s{order}");
        json!({"id": id, "order": order, "kind": kind, "probability": probability, "category": category})
    };
    let stages = [
        stage(0, "open", "1/3", "pipeline"),
        stage(1, "open", "0.5", "commit"),
        stage(2, "won", "1", "closed"),
        stage(3, "lost", "0", "omitted"),
    ];
    let pipeline =
        json!({"schema": "quarterdeck/pipeline@1", "id": "p", "version": 1, "entry": ["s0"], "stages": stages});
    let document = json!({"schema": "quarterdeck/forecast-model@1", "id": "m", "currency": "USD",
        "override_policy": "sticky", "pipelines": [pipeline]});
    ForecastModel::load(document.to_string().as_bytes()).unwrap().0
}

fn records(rows: &[Value], shape: &'static TableShape) -> Records {
    let table = Table::from_rows(Value::from(rows).to_string().as_bytes()).unwrap();
    conform(table, shape, &Intake::default(), &mut BadRecords::default()).unwrap()
}

fn roll_up(deals: &[Value], adjustments: &[Value], rounding: Value) -> RollUp {
    let person = |at: usize| json!({"person_id": format!("p{at}"), "manager_id": if at == 0 { Value::Null } else { json!(format!("p{}", (at - 1) / 2)) }});
    let people: Vec<Value> = (0..7).map(person).collect();
    let inputs = RollUpInputs {
        deals: records(deals, &declared::DEALS),
        reporting: records(&people, &declared::REPORTING),
        adjustments: Some(records(adjustments, &declared::ADJUSTMENTS)),
        targets: None,
        fx_rates: None,
        previous: None,
    };
    let params = json!({"as_of": "2026-02-01", "period": "2026-Q1", "rounding": rounding});
    model().roll_up(&serde_json::from_value(params).unwrap(), &inputs, &mut BadRecords::default()).unwrap()
}

fn weighted(deals: &[Value], rounding: Value) -> StageWeighted {
    let inputs = StageWeightedInputs { deals: records(deals, &declared::DEALS), fx_rates: None };
    let params = json!({"as_of": "2026-02-01", "period": "2026-Q1", "rounding": rounding});
    model().stage_weighted(&serde_json::from_value(params).unwrap(), &inputs, &mut BadRecords::default()).unwrap()
}

fn deals() -> impl Strategy<Value = Vec<Value>> {
    let deal = (0u8..7, 0u8..4, -5_000i32..50_000, prop::option::weighted(0.2, 0u8..=10));
    prop::collection::vec(deal, 0..30).prop_map(|deals| {
        let row = |(at, (owner, stage, mills, tenths)): (usize, (u8, u8, i32, Option<u8>))| {
            let amount = Exact::new(mills.into(), 1000).unwrap().to_string();
            json!({"deal_id": format!("d{at}"), "pipeline_id": "p", "stage_id": format!("s{stage}"),
                "owner_id": format!("p{owner}"), "amount": amount, "close_date": "2026-03-01",
                "probability": tenths.map(|tenths| format!("{tenths}/10"))})
        };
        deals.into_iter().enumerate().map(row).collect()
    })
}

/// Adjustments that everyone makes on their own forecast.
fn adjustments() -> impl Strategy<Value = Vec<Value>> {
    let adjustment = (0u8..7, prop::sample::select(vec!["override", "delta", "percent"]), -400i32..4_000);
    prop::collection::vec(adjustment, 0..6).prop_map(|adjustments| {
        let row = |(at, (node, kind, value)): (usize, (u8, &str, i32))| {
            json!({"node_id": format!("p{node}"), "by": format!("p{node}"), "category": "commit", "kind": kind,
                "value": value, "at": format!("2026-01-{:02}T00:00:00Z", at + 1)})
        };
        adjustments.into_iter().enumerate().map(row).collect()
    })
}

/// Every row of a table of results as JSON, by some of its columns.
fn rows(table: &Table) -> Vec<Value> {
    serde_json::from_slice(&table.to_rows()).unwrap()
}

fn exact(row: &Value, column: &str) -> Exact {
    Exact::parse(row[column].as_str().unwrap()).unwrap()
}

proptest! {
    #[test]
    fn a_roll_up_foots_at_every_level(deals in deals(), adjustments in adjustments(), rounded in any::<bool>()) {
        let rounding = if rounded { json!({"places": 0}) } else { Value::Null };
        let rolled = roll_up(&deals, &adjustments, rounding);
        let nodes = rows(&rolled.to_table().unwrap());
        let key = |row: &Value| (row["category"].to_string(), row["mode"].to_string());
        for row in &nodes {
            let below = nodes.iter().filter(|other| other["manager_id"] == row["node_id"] && key(other) == key(row));
            let sum = below.fold(exact(row, "own"), |sum, other| sum.add(&exact(other, "effective")));
            if row["mode"] == "single" {
                prop_assert_eq!(&sum, &exact(row, "rollup"));
            }
            if rounded {
                prop_assert!(exact(row, "own").is_integer() && exact(row, "effective").is_integer());
            }
            if row["flag"] == "calculated" {
                prop_assert_eq!(&exact(row, "effective"), &exact(row, "without_any_adjustment"));
            }
        }
        let of = |node: &Value, category: &str, mode: &str| {
            let found = nodes.iter().find(|row| row["node_id"] == *node && row["category"] == category && row["mode"] == mode);
            exact(found.unwrap(), "effective")
        };
        for row in nodes.iter().filter(|row| row["category"] == "commit" && row["mode"] == "cumulative") {
            let node = &row["node_id"];
            let closed = of(node, "closed", "single");
            prop_assert_eq!(exact(row, "effective"), of(node, "commit", "single").add(&closed));
            prop_assert_eq!(of(node, "closed_only", "cumulative"), closed);
        }
    }

    #[test]
    fn the_order_of_deals_does_not_matter(
        (deals, shuffled) in deals().prop_flat_map(|deals| (Just(deals.clone()), Just(deals).prop_shuffle())),
    ) {
        let nodes = |deals: &[Value]| rows(&roll_up(deals, &[], Value::Null).to_table().unwrap());
        prop_assert_eq!(nodes(&deals), nodes(&shuffled));
        let one = |deals: &[Value]| {
            let found = weighted(deals, Value::Null);
            let by_deal: BTreeMap<String, String> = rows(&found.contributions().unwrap())
                .into_iter()
                .map(|row| (row["deal_id"].to_string(), row["weighted"].to_string()))
                .collect();
            (found.summary.total, found.summary.variance, by_deal, rows(&found.stages().unwrap()))
        };
        prop_assert_eq!(one(&deals), one(&shuffled));
    }

    #[test]
    fn without_adjustments_a_forecast_is_what_its_deals_add_up_to(deals in deals()) {
        for row in rows(&roll_up(&deals, &[], Value::Null).to_table().unwrap()) {
            for column in ["rollup", "effective", "without_manager_adjustment", "without_owner_adjustment"] {
                prop_assert_eq!(&row[column], &row["without_any_adjustment"]);
            }
            prop_assert_eq!(&row["flag"], "calculated");
        }
    }

    #[test]
    fn rounded_contributions_foot(deals in deals()) {
        let found = weighted(&deals, json!({"places": 1, "mode": "half_even"}));
        let contributions = rows(&found.contributions().unwrap());
        let sum = contributions.iter().fold(Exact::ZERO, |sum, row| sum.add(&exact(row, "weighted")));
        prop_assert_eq!(&sum, &Exact::from(found.summary.total));
        let stages = rows(&found.stages().unwrap());
        let by_stage = stages.iter().fold(Exact::ZERO, |sum, row| sum.add(&exact(row, "weighted")));
        prop_assert_eq!(sum, by_stage);
        let counts = &found.summary.records["deals"];
        prop_assert_eq!(counts.rows, counts.used + counts.excluded + counts.set_aside);
    }
}
