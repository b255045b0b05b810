//! Any number of threads gives the same bytes: lines, statements, balances, problems and explanations.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;

use quarterdeck::api::{self, Answer};
use quarterdeck::table::{Table, Tables};

const PAYEES: u32 = 700;
const DEALS: u32 = 100;

/// A plan with stages that refer to each other, so that every column and every side table is filled.
const STAGED: &str = r#"{"schema": "quarterdeck/commission-plan@1", "id": "p", "currency": "USD",
    "effective": {"from": "2026-01-01"},
    "components": [{"id": "bookings", "measure": {"date": "booked_on", "period": "quarter"},
        "rate_table": {"index": "amount", "mode": "marginal", "value": "rate", "boundary": "lower_inclusive",
            "tiers": [{"from": "0", "to": "90000", "value": "0.031"}, {"from": "90000", "to": null, "value": "0.047"}]},
        "cap": {"payment": "4000"}}]}"#;

/// A plan whose payees share pools: their parts come between what they earned and what is taken back.
fn pooled() -> String {
    let pool = r#""bonuses": [{"id": "pool", "kind": "team", "period": "quarter", "rate": "0.01", "base": "component_result",
        "share_by": "credit"}], "components""#;
    STAGED.replace("\"components\"", pool)
}

fn plain() -> String {
    STAGED.replace(",\n        \"cap\": {\"payment\": \"4000\"}", "")
}

/// Deals of every payee; each has one that was taken back in part. The second deal
/// of `spoiled` payees is worth less than nothing.
fn tables(spoiled: &[u32]) -> Tables {
    let mut deals = String::from("transaction_id,payee_id,amount,booked_on,reverses_id\n");
    let mut assignments = String::from("payee_id,plan_id,from,team_id\n");
    for payee in 0..PAYEES {
        writeln!(assignments, "p{payee:04},p,2026-01-01,team{}", payee % 40).unwrap();
        for deal in 0..DEALS {
            let (cents, day) = ((payee * 7919 + deal * 104_729) % 250_000, 1 + deal % 28);
            let (id, day) = (format!("t{payee:04}-{deal:03}"), format!("2026-02-{day:02}"));
            if deal == 50 {
                let sale = format!("t{payee:04}-000");
                writeln!(deals, "{id},p{payee:04},-0.{:02},2026-03-01,{sale}", 1 + payee % 99).unwrap();
            } else if deal == 1 && spoiled.contains(&payee) {
                writeln!(deals, "{id},p{payee:04},-1000000,{day},").unwrap();
            } else {
                writeln!(deals, "{id},p{payee:04},{}.{:02},{day},", cents / 100 + 10, cents % 100).unwrap();
            }
        }
    }
    let mut tables = Tables::new();
    tables.insert("transactions", Table::from_csv(deals.as_bytes()).unwrap());
    tables.insert("assignments", Table::from_csv(assignments.as_bytes()).unwrap());
    tables
}

fn calculated(plan: &str, tables: &Tables, threads: u32) -> Answer {
    let (plan, _) = api::load("commission_plan", plan.as_bytes()).unwrap();
    let params = format!(r#"{{"period": "2026-Q1", "threads": {threads}}}"#);
    api::call("commission.calculate", Some(&plan), params.as_bytes(), tables.clone())
}

fn digests(answer: &Answer) -> Vec<(String, String)> {
    answer.tables.iter().map(|(name, table)| (name.to_owned(), table.digest())).collect()
}

#[test]
fn tables_and_explanations_are_the_same() {
    let tables = tables(&[]);
    for (plan, numbers) in [(plain(), [2, 5].as_slice()), (STAGED.to_owned(), &[5]), (pooled(), &[5])] {
        let one = calculated(&plan, &tables, 1);
        assert!(one.json.starts_with(b"{\"ok\":true"), "{}", String::from_utf8_lossy(&one.json));
        let lines = one.tables.get("lines").unwrap().rows();
        assert!(lines > 2 * 32_768, "{lines} lines are too few for several blocks");
        let told = |answer: &Answer| {
            let rows = [lines - 1, lines - 2].map(|row| format!(r#"{{"table": "lines", "row": {row}}}"#));
            rows.map(|row| api::explain(answer.run.as_ref().unwrap(), row.as_bytes()))
        };
        for &threads in numbers {
            let several = calculated(&plan, &tables, threads);
            assert_eq!(one.json, several.json);
            assert_eq!(digests(&one), digests(&several));
            assert_eq!(told(&one), told(&several));
        }
    }
}

#[test]
fn problems_are_the_same() {
    let tables = tables(&[3, 650]);
    let plan = plain().replace("\"mode\": \"marginal\"", "\"mode\": \"marginal\", \"below\": \"error\"");
    let one = calculated(&plan, &tables, 1);
    let text = String::from_utf8(one.json.clone()).unwrap();
    assert!(text.matches("commission.below_first_tier").count() == 2, "{text}");
    assert_eq!(one.json, calculated(&plan, &tables, 5).json);
}
