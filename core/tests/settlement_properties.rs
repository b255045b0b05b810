//! The laws of settlements, on random policies and histories.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use quarterdeck::commission::{
    BALANCES, DRAWS, EARNINGS, PEOPLE, SettleInputs, SettleParams, Settlement, SettlementPolicy,
};
use quarterdeck::number::Exact;
use quarterdeck::table::{BadRecords, Intake, Records, Table, TableShape, conform};

/// A population: cents and days of the first half of 2026, a draw each, and when somebody leaves.
#[derive(Debug, Clone)]
struct History {
    earnings: Vec<(usize, i64, u32)>,
    draws: Vec<(&'static str, u32, u32)>,
    last_day: Option<u32>,
}

fn history() -> impl Strategy<Value = History> {
    let earning = (0..3_usize, -150_000..400_000_i64, 0..181_u32);
    let kind = prop::sample::select(vec!["recoverable", "non_recoverable", "recoverable_forgiven", "guarantee"]);
    let draw = (kind, 0..250_000_u32, 1..200_u32);
    (prop::collection::vec(earning, 0..24), prop::collection::vec(draw, 0..3), prop::option::of(0..181_u32))
        .prop_map(|(earnings, draws, last_day)| History { earnings, draws, last_day })
}

/// The keys of a policy that change what is paid.
fn policy() -> impl Strategy<Value = String> {
    let negative = prop::sample::select(vec![
        r#""negative_true_up": "carry""#,
        r#""negative_true_up": "pay_negative", "allow_negative": true"#,
        r#""negative_true_up": "clamp_until_period_end", "measure_period": "quarter""#,
    ]);
    let disburse = prop::sample::select(vec!["at_start", "at_settlement"]);
    let pct = prop::sample::select(vec!["1", "1/3", "0.5", "0"]);
    let minimum = prop::sample::select(vec!["0", "75.5", "400"]);
    (negative, disburse, pct, minimum).prop_map(|(negative, disburse, pct, minimum)| {
        format!(
            r#"{negative}, "minimum_payout": "{minimum}", "negative_balance": {{"recover_pct": "{pct}"}},
            "draw": {{"disburse": "{disburse}", "recover_pct": "{pct}", "recover_cap": "800"}}"#
        )
    })
}

fn load(keys: &str) -> SettlementPolicy {
    let document = format!(
        r#"{{"schema": "quarterdeck/settlement-policy@1", "id": "p", "currency": "USD",
        "pay_period": {{"kind": "calendar", "unit": "month"}}, {keys}}}"#
    );
    SettlementPolicy::load(document.as_bytes()).unwrap().0
}

fn day(number: u32) -> String {
    let start = quarterdeck::time::Date::new(2026, 1, 1).unwrap();
    start.add_days(i32::try_from(number).unwrap()).unwrap().to_string()
}

fn records(csv: &str, shape: &'static TableShape) -> Records {
    let table = Table::from_csv(csv.as_bytes()).unwrap();
    conform(table, shape, &Intake::default(), &mut BadRecords::default()).unwrap()
}

fn settle(policy: &SettlementPolicy, history: &History, period: &str, balances: Option<Table>) -> Settlement {
    let mut earnings = "payee_id,amount,effective_on\n".to_owned();
    for (payee, cents, on) in &history.earnings {
        earnings.push_str(&format!(
            "p{payee},{}{}.{:02},{}\n",
            sign(*cents),
            cents.abs() / 100,
            cents.abs() % 100,
            day(*on)
        ));
    }
    let mut draws = "payee_id,from,to,kind,amount\n".to_owned();
    for (payee, (kind, cents, length)) in history.draws.iter().enumerate() {
        draws.push_str(&format!("p{payee},2026-01-01,{},{kind},{}.{:02}\n", day(*length), cents / 100, cents % 100));
    }
    let last_day = history.last_day.map(day).unwrap_or_default();
    let people = format!("person_id,last_day\np0,{last_day}\np1,\np2,\n");
    let inputs = SettleInputs {
        earnings: records(&earnings, &EARNINGS),
        draws: Some(records(&draws, &DRAWS)),
        balances: balances
            .map(|table| conform(table, &BALANCES, &Intake::default(), &mut BadRecords::default()).unwrap()),
        reserves: None,
        people: Some(records(&people, &PEOPLE)),
        fx_rates: None,
    };
    let params: SettleParams = serde_json::from_str(&format!(r#"{{"period": {period}}}"#)).unwrap();
    policy.settle(&params, &inputs, BadRecords::default()).unwrap()
}

fn sign(cents: i64) -> &'static str {
    if cents < 0 { "-" } else { "" }
}

fn column(table: &Table, name: &str) -> Vec<Exact> {
    let cells = table.decimal(name).unwrap();
    (0..table.rows()).map(|row| cells.exact(row).unwrap_or(Exact::ZERO)).collect()
}

fn rows(table: &Table) -> Vec<String> {
    let text = String::from_utf8(table.to_rows()).unwrap();
    let mut rows: Vec<String> =
        serde_json::from_str::<Vec<serde_json::Value>>(&text).unwrap().iter().map(ToString::to_string).collect();
    rows.sort();
    rows
}

const HALF: &str = r#""2026-H1""#;

proptest! {
    /// Σ pay = Σ earned + Σ advances − Σ recoveries; balances are never below zero; inside its window pay
    /// is never below the draw.
    #[test]
    fn pay_is_what_was_earned_and_advanced_less_what_was_recovered(keys in policy(), history in history()) {
        let settlement = settle(&load(&keys), &history, HALF, None);
        let payouts = settlement.tables().get("payouts").unwrap();
        let cell = |name: &str| column(payouts, name);
        let (paid, draws) = (cell("paid"), cell("draw"));
        let added = ["earned", "carried", "clamped", "advanced", "topped_up"].map(cell);
        let taken = ["recovered_negative", "recovered_draw", "held"].map(cell);
        for row in 0..payouts.rows() {
            let more = added.iter().fold(Exact::ZERO, |sum, column| sum.add(&column[row]));
            let sum = taken.iter().fold(more, |sum, column| sum.sub(&column[row]));
            prop_assert_eq!(&paid[row], &sum);
            prop_assert!(draws[row].is_zero() || paid[row] >= draws[row], "{} below {}", paid[row], draws[row]);
        }
        for name in ["closing_negative_balance", "closing_draw_owed", "closing_clamped", "closing_held"] {
            prop_assert!(cell(name).iter().all(|balance| !balance.is_negative()), "{name}");
        }
    }

    /// The movements of a payee and period sum to zero, payments among them, and payments are the payouts.
    #[test]
    fn the_ledger_sums_to_the_payouts(keys in policy(), history in history()) {
        let settlement = settle(&load(&keys), &history, HALF, None);
        let ledger = settlement.tables().get("ledger").unwrap();
        let total = column(ledger, "amount").iter().fold(Exact::ZERO, |sum, amount| sum.add(amount));
        prop_assert!(total.is_zero());
        let kinds = ledger.text("kind");
        let amounts = column(ledger, "amount");
        let is_payment = |row: &usize| kinds.and_then(|kinds| kinds.get(*row)).is_some_and(|kind| kind.starts_with("paid"));
        let payments = (0..ledger.rows()).filter(is_payment);
        let payments = payments.fold(Exact::ZERO, |sum, row| sum.sub(&amounts[row]));
        let paid = column(settlement.tables().get("payouts").unwrap(), "paid");
        prop_assert_eq!(payments, paid.iter().fold(Exact::ZERO, |sum, paid| sum.add(paid)));
    }

    /// Month by month with the balances carried is the half-year at once.
    #[test]
    fn settling_period_by_period_is_settling_at_once(keys in policy(), history in history()) {
        let policy = load(&keys);
        let whole = settle(&policy, &history, HALF, None);
        let (mut payouts, mut ledger, mut balances) = (Vec::new(), Vec::new(), None);
        for month in 1..=6 {
            let part = settle(&policy, &history, &format!(r#""2026-M{month:02}""#), balances);
            payouts.extend(rows(part.tables().get("payouts").unwrap()));
            ledger.extend(rows(part.tables().get("ledger").unwrap()));
            balances = part.tables().get("balances").cloned();
        }
        payouts.sort();
        ledger.sort();
        prop_assert_eq!(payouts, rows(whole.tables().get("payouts").unwrap()));
        prop_assert_eq!(ledger, rows(whole.tables().get("ledger").unwrap()));
        prop_assert_eq!(rows(&balances.unwrap()), rows(whole.tables().get("balances").unwrap()));
    }
}
