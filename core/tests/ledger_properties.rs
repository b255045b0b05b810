//! The law of the ledger: whatever happens, it comes to the latest calculation.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use quarterdeck::commission::{
    BOOKINGS, COLLECTIONS, EARNINGS, Inputs, Plan, RELEASE_EARNINGS, RELEASE_TRANSACTIONS, ReleaseInputs,
    ReleaseParams, RestateInputs, RestateParams, SettleInputs, SettleParams, SettlementPolicy,
};
use quarterdeck::number::Exact;
use quarterdeck::table::{BadRecords, Intake, Records, Table, TableShape, conform, declared};
use quarterdeck::time::Date;

const PLAN: &str = r#"{"schema": "quarterdeck/commission-plan@1", "id": "plan", "currency": "USD",
    "effective": {"from": "2026-01-01"}, "clawback": CLAWBACK,
    "release": {"schedule": [{"event": "booking", "share": "1/3"}, {"event": "cash", "share": "2/3"}],
        "rate_lock": "booking", "holdback": {"share": "0.1", "release": HOLDBACK}},
    "components": [
        {"id": "new", "measure": {"date": "booked_on", "period": "quarter"},
         "rate_table": {"index": "amount", "mode": "whole", "value": "rate", "boundary": "lower_inclusive", "tiers": [
            {"from": "0", "to": "1000", "value": "0.0333"}, {"from": "1000", "to": null, "value": "0.1"}]}}]}"#;

/// Cents, the day of the quarter, the hundredths that are refunded and how many days later, and those collected.
type Sale = (i64, i32, i64, i32, i64);

fn sales() -> impl Strategy<Value = Vec<Sale>> {
    prop::collection::vec((100..500_000_i64, 0..60_i32, 0..=100_i64, 0..30_i32, 0..=120_i64), 1..8)
}

fn plan() -> impl Strategy<Value = Plan> {
    let clawback = prop::sample::select(vec![
        "{}",
        r#"{"restore_attainment": "current"}"#,
        r#"{"mode": "recalculate"}"#,
        r#"{"mode": "schedule", "unit": "days", "schedule": [{"from": 0, "to": 10, "share": "1"}, {"from": 10, "share": "1/3"}]}"#,
    ]);
    let holdback = prop::sample::select(vec![
        r#"{"event": "collected"}"#,
        r#"{"event": "after", "months": 1}"#,
        r#"{"event": "date", "on": "2026-03-15"}"#,
    ]);
    (clawback, holdback).prop_map(|(clawback, holdback)| {
        Plan::load(PLAN.replace("CLAWBACK", clawback).replace("HOLDBACK", holdback).as_bytes()).unwrap().0
    })
}

fn conformed(table: Table, shape: &'static TableShape) -> Records {
    conform(table, shape, &Intake::default(), &mut BadRecords::default()).unwrap()
}

fn records(csv: &str, shape: &'static TableShape) -> Records {
    conformed(Table::from_csv(csv.as_bytes()).unwrap(), shape)
}

fn amount(cents: i64) -> String {
    format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
}

fn date(day: i32) -> Date {
    Date::new(2026, 1, 1).unwrap().add_days(day).unwrap()
}

/// Everybody's sales, each with the part that is refunded.
fn inputs(sales: &[Sale]) -> Inputs {
    let mut transactions = String::from("transaction_id,payee_id,amount,booked_on,reverses_id\n");
    for (at, (cents, day, refunded, later, _)) in sales.iter().enumerate() {
        let payee = ["ann", "bo"][at % 2];
        transactions.push_str(&format!("T{at},{payee},{},{},\n", amount(*cents), date(*day)));
        let back = cents * refunded / 100;
        if back > 0 {
            transactions.push_str(&format!("R{at},,{},{},T{at}\n", amount(-back), date(day + later)));
        }
    }
    Inputs {
        transactions: records(&transactions, &declared::TRANSACTIONS),
        assignments: records(
            "payee_id,plan_id,from\nann,plan,2026-01-01\nbo,plan,2026-01-01\n",
            &declared::ASSIGNMENTS,
        ),
        splits: None,
        quotas: None,
        quota_relief: None,
        fx_rates: None,
        flags: None,
        reporting: None,
    }
}

/// What a closed quarter is booked with, or what a later calculation adds to that.
fn restate(plan: &Plan, inputs: &Inputs, bookings: Option<&Table>) -> Table {
    let params: RestateParams = serde_json::from_str(r#"{"period": "2026-Q1", "booked_on": "2026-05-01"}"#).unwrap();
    let bookings = bookings.map(|table| conformed(table.clone(), &BOOKINGS));
    let inputs = RestateInputs { calculation: inputs.clone(), bookings };
    plan.restate(&params, &inputs, BadRecords::default()).unwrap().tables().get("bookings").unwrap().clone()
}

/// The rows of both tables.
fn together(tables: [&Table; 2]) -> Table {
    let rows: Vec<serde_json::Value> = tables
        .iter()
        .filter(|table| table.rows() > 0)
        .flat_map(|table| serde_json::from_slice::<Vec<serde_json::Value>>(&table.to_rows()).unwrap())
        .collect();
    Table::from_rows(&serde_json::to_vec(&rows).unwrap()).unwrap()
}

/// Sums by payee of a column, of the rows of some kinds or of all.
fn sums(table: &Table, column: &str, kinds: &[&str]) -> BTreeMap<String, Exact> {
    let mut sums = BTreeMap::new();
    for row in 0..table.rows() {
        let kind = table.text("kind").and_then(|cells| cells.get(row)).unwrap_or_default();
        if kinds.is_empty() || kinds.contains(&kind) {
            let payee = table.text("payee_id").unwrap().get(row).unwrap().to_owned();
            let sum = sums.entry(payee).or_insert(Exact::ZERO);
            *sum = Exact::add(sum, &table.decimal(column).unwrap().exact(row).unwrap());
        }
    }
    sums
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Calculated, restated, released and settled: what the ledger has as earned, adjusted and clawed back, what is in
    /// reserve and what is still pending sum to the latest calculation, for everybody; and its movements sum to zero.
    #[test]
    fn the_ledger_comes_to_the_latest_calculation(
        plan in plan(),
        before in sales(),
        after in sales(),
        as_of in 0..500_i32,
    ) {
        let closed = restate(&plan, &inputs(&before), None);
        let more = restate(&plan, &inputs(&after), Some(&closed));
        let bookings = together([&closed, &more]);
        let latest = sums(&restate(&plan, &inputs(&after), None), "amount", &[]);
        let all: Vec<&Sale> = if before.len() > after.len() { before.iter() } else { after.iter() }.collect();
        let (mut invoices, mut paid) = ("transaction_id,invoiced_total\n".to_owned(), "transaction_id,collected_on,amount\n".to_owned());
        for (at, (cents, day, _, _, collected)) in all.iter().enumerate() {
            invoices.push_str(&format!("T{at},{}\nR{at},{}\n", amount(*cents), amount(-cents)));
            paid.push_str(&format!("T{at},{},{}\n", date(day + 20), amount(cents * collected / 100)));
        }
        let released = ReleaseInputs {
            earnings: conformed(bookings, &RELEASE_EARNINGS),
            transactions: Some(records(&invoices, &RELEASE_TRANSACTIONS)),
            collections: Some(records(&paid, &COLLECTIONS)),
            people: None,
        };
        let params: ReleaseParams = serde_json::from_str(&format!(r#"{{"as_of": "{}"}}"#, date(as_of))).unwrap();
        let released = plan.release(&params, &released, BadRecords::default()).unwrap();
        let (policy, _) = SettlementPolicy::load(br#"{"schema": "quarterdeck/settlement-policy@1", "id": "p", "currency": "USD",
            "pay_period": {"kind": "calendar", "unit": "month"}, "minimum_payout": "25"}"#).unwrap();
        let settled = SettleInputs {
            earnings: conformed(released.tables().get("releases").unwrap().clone(), &EARNINGS),
            draws: None,
            balances: None,
            reserves: None,
            people: None,
            fx_rates: None,
        };
        let params: SettleParams = serde_json::from_str(r#"{"period": {"from": "2026-01-01", "to": "2028-01-01"}}"#).unwrap();
        let settled = policy.settle(&params, &settled, BadRecords::default()).unwrap();
        let ledger = settled.tables().get("ledger").unwrap();
        prop_assert!(sums(ledger, "amount", &[]).values().all(Exact::is_zero));
        let positions = released.tables().get("positions").unwrap();
        let reserve = settled.tables().get("reserves").map(|table| sums(table, "balance", &[])).unwrap_or_default();
        let held = sums(positions, "held", &[]);
        prop_assert!(held.iter().all(|(payee, held)| *held == reserve.get(payee).cloned().unwrap_or(Exact::ZERO)), "{:?} {:?}", held, reserve);
        let excluded = released.tables().get("excluded").unwrap();
        let late = excluded.text("reason").is_some_and(|reasons| reasons.iter().flatten().any(|reason| reason == "not_yet_earned"));
        let earned = sums(ledger, "amount", &["earned", "adjusted", "clawed_back", "manual"]);
        let pending = sums(positions, "pending", &[]);
        for (payee, latest) in latest.iter().filter(|_| !late) {
            let of = |sums: &BTreeMap<String, Exact>| sums.get(payee).cloned().unwrap_or(Exact::ZERO);
            prop_assert_eq!(of(&earned).add(&of(&reserve)).add(&of(&pending)), latest.clone(), "{}", payee);
        }
    }
}
