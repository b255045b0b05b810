//! What a company is like, whatever its seed.
#![cfg(feature = "sample")]
#![expect(clippy::unwrap_used, reason = "tests may unwrap")]

use std::collections::{BTreeMap, BTreeSet};

use quarterdeck::api;
use quarterdeck::number::Exact;
use quarterdeck::sample::{Company, CompanyParams, PIPELINES, PLANS, company};
use quarterdeck::table::{Table, Tables};

fn of(seed: u64) -> Company {
    company(&CompanyParams::of(seed)).unwrap()
}

fn texts<'t>(table: &'t Table, column: &str) -> Vec<Option<&'t str>> {
    let text = table.text(column).unwrap();
    (0..table.rows()).map(|row| text.get(row)).collect()
}

fn called(op: &str, handle: &api::Handle, params: &str, tables: Tables) -> (serde_json::Value, Tables) {
    let answer = api::call(op, Some(handle), params.as_bytes(), tables);
    let envelope: serde_json::Value = serde_json::from_slice(&answer.json).unwrap();
    assert_eq!(envelope["ok"], true, "{envelope}");
    (envelope["summary"].clone(), answer.tables)
}

fn paid(company: &Company) -> (serde_json::Value, Tables) {
    let (plan, warnings) = api::load("commission_plan", PLANS[0].as_bytes()).unwrap();
    assert!(warnings.is_empty());
    let mut tables = Tables::new();
    for name in ["transactions", "splits", "assignments", "quotas", "fx_rates"] {
        tables.insert(name, company.tables.get(name).unwrap().clone());
    }
    let params = r#"{"period": "2026-Q1", "bad_records": "set_aside"}"#;
    called("commission.calculate", &plan, params, tables)
}

#[test]
fn the_same_seed_gives_the_same_company() {
    let (first, again, other) = (of(3), of(3), of(4));
    assert_eq!(first.tables, again.tables);
    assert_eq!(first.summary, again.summary);
    assert_ne!(first.tables.get("deals"), other.tables.get("deals"));
}

#[test]
fn a_larger_company_begins_with_the_same_draws() {
    let sized = |size| company(&CompanyParams { size, ..CompanyParams::of(3) }).unwrap();
    let created =
        |company: &Company| company.tables.get("deals").unwrap().instant("created_at").unwrap().values[..500].to_vec();
    assert_eq!(created(&sized(500)), created(&sized(900)));
}

#[test]
fn every_tier_pays_somebody_and_three_share_a_deal() {
    for seed in (0..12).chain([2026]) {
        let company = of(seed);
        let (_, paid) = paid(&company);
        let statements = paid.get("statements").unwrap();
        let attainment = statements.decimal("attainment").unwrap();
        let mut tiers: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (row, component) in texts(statements, "component_id").into_iter().enumerate() {
            let (Some(component), Some(attained)) = (component, attainment.exact(row)) else { continue };
            let bounds: &[(i128, i128)] =
                if component == "new-business" { &[(1, 2), (1, 1), (13, 10)] } else { &[(4, 5)] };
            let tier = bounds.iter().filter(|(above, below)| attained >= Exact::new(*above, *below).unwrap()).count();
            tiers.entry(component).or_default().insert(tier);
        }
        assert_eq!((tiers["new-business"].len(), tiers["renewals"].len()), (4, 2), "seed {seed}: {tiers:?}");

        let mut sharers: BTreeMap<&str, usize> = BTreeMap::new();
        for transaction in texts(company.tables.get("splits").unwrap(), "transaction_id").into_iter().flatten() {
            *sharers.entry(transaction).or_default() += 1;
        }
        assert!(sharers.values().any(|count| *count == 3), "seed {seed}");
    }
}

#[test]
fn every_kind_of_dirt_is_found_by_the_library() {
    let company = of(1);
    let dirt: BTreeMap<&str, usize> = company.summary.dirt.iter().map(|dirt| (dirt.kind, dirt.records)).collect();
    assert!(dirt.len() >= 5 && dirt.values().all(|records| *records > 0), "{dirt:?}");

    let (_, paid) = paid(&company);
    let aside = paid.get("set_aside").unwrap();
    let told = |code: &str| texts(aside, "code").into_iter().filter(|found| *found == Some(code)).count();
    assert_eq!(told("commission.unknown_payee"), dirt["unknown_payee"]);
    assert_eq!(told("commission.fx_rate_missing"), dirt["rate_missing"]);
    let transactions = texts(aside, "table").into_iter().zip(texts(aside, "code"));
    let unshared = transactions.filter(|cell| *cell == (Some("transactions"), Some("commission.split_sum")));
    assert_eq!(unshared.count(), dirt["shares_not_one"]);
    assert_eq!(told("table.duplicate_id"), dirt["duplicate_transaction"]);
    let excluded = paid.get("excluded").unwrap();
    let left = |reason: &str| texts(excluded, "reason").into_iter().filter(|found| *found == Some(reason)).count();
    assert_eq!(left("no_payee"), dirt["payee_missing"]);
    assert_eq!(left("no_date"), dirt["booking_date_missing"]);

    let mut strange = 0;
    for document in PIPELINES {
        let (pipeline, warnings) = api::load("pipeline", document.as_bytes()).unwrap();
        assert!(warnings.is_empty(), "{warnings:?}");
        let mut tables = Tables::new();
        tables.insert("deals", company.tables.get("deals").unwrap().clone());
        let params = r#"{"as_of": "2026-04-01", "bad_records": "set_aside"}"#;
        let (_, found) = called("pipeline.check_deals", &pipeline, params, tables);
        let (problems, aside) = (found.get("problems").unwrap(), found.get("set_aside").unwrap());
        let count =
            |table: &Table, code: &str| texts(table, "code").into_iter().filter(|found| *found == Some(code)).count();
        strange += count(problems, "transition.unknown_stage");
        assert_eq!(count(aside, "table.duplicate_id"), dirt["duplicate_deal"]);
        assert_eq!(count(aside, "table.missing_value"), dirt["owner_missing"]);
        assert_eq!(count(aside, "number.unknown_currency"), dirt["unknown_currency"]);
    }
    assert_eq!(strange, dirt["unknown_stage"]);
}

/// Folding a deal's events gives the deal, unless its record was spoiled.
#[test]
fn the_history_leads_to_the_deals() {
    let company = of(5);
    let (deals, events) = (company.tables.get("deals").unwrap(), company.tables.get("deal_events").unwrap());
    type State<'t> = (Option<&'t str>, Option<i128>, Option<i32>);
    let mut state: BTreeMap<&str, State<'_>> = BTreeMap::new();
    let (ids, stages) = (texts(events, "deal_id"), texts(events, "stage_id"));
    let (amounts, days) = (events.decimal("amount").unwrap(), events.date("close_date").unwrap());
    for (row, id) in ids.iter().enumerate() {
        let folded = state.entry(id.unwrap()).or_default();
        folded.0 = stages[row].or(folded.0);
        folded.1 = amounts.cells.get(row).or(folded.1);
        folded.2 = days.get(row).or(folded.2);
    }
    let at = events.instant("effective_at").unwrap();
    let in_order = |row: usize| ids[row] != ids[row - 1] || at.get(row) >= at.get(row - 1);
    assert!((1..ids.len()).all(in_order));

    let (stage, amount, day) =
        (texts(deals, "stage_id"), deals.decimal("amount").unwrap(), deals.date("close_date").unwrap());
    let differ = (0..deals.rows()).filter(|&row| {
        let id = format!("D-{:05}", row + 1);
        state[id.as_str()] != (stage[row], amount.cells.get(row), day.get(row))
    });
    let spoiled: usize = ["unknown_stage", "amount_missing", "close_date_missing", "close_date_long_past"]
        .iter()
        .map(|kind| company.summary.dirt.iter().find(|dirt| dirt.kind == *kind).unwrap().records)
        .sum();
    assert_eq!(differ.count(), spoiled);
}
