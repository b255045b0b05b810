//! The laws of what is handed on: shares add up to their lines, sale and full refund come to nothing for everyone,
//! months sum to their quarter, and the order of records changes nobody's total.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use quarterdeck::commission::{CalculateParams, Calculation, Inputs, Plan};
use quarterdeck::number::Exact;
use quarterdeck::table::{BadRecords, Intake, Records, Table, TableShape, conform, declared};
use quarterdeck::time::Date;

const PEOPLE: [&str; 5] = ["a", "b", "c", "d", "e"];

fn records(csv: &str, shape: &'static TableShape) -> Records {
    let mut bad = BadRecords::default();
    conform(Table::from_csv(csv.as_bytes()).unwrap(), shape, &Intake::default(), &mut bad).unwrap()
}

fn day(of_year: i32) -> String {
    Date::new(2026, 1, 1).unwrap().add_days(of_year).unwrap().to_string()
}

fn plan(stages: &str, whole: &str) -> Plan {
    let document = format!(
        r#"{{"schema": "quarterdeck/commission-plan@1", "id": "plan", "currency": "USD", "effective": {{"from": "2020-01-01"}}, {whole}
            "components": [
                {{"id": "core", "measure": {{"date": "booked_on", "period": "quarter"}}, {stages}
                    "rate_table": {{"index": "amount", "mode": "marginal", "value": "rate", "boundary": "lower_inclusive",
                        "tiers": [{{"from": "0", "to": "2000", "value": "1/13"}}, {{"from": "2000", "to": null, "value": "0.1"}}]}}}},
                {{"id": "extra", "measure": {{"date": "booked_on", "period": "quarter"}}, "rate": "1/30"}}]}}"#
    );
    Plan::load(document.as_bytes()).unwrap_or_else(|problems| panic!("{problems}\n{document}")).0
}

/// A sale of somebody, shared with another.
#[derive(Debug, Clone)]
struct Sale {
    day: i32,
    dollars: i64,
    owner: usize,
    other: usize,
    part: u32,
}

fn sales() -> impl Strategy<Value = Vec<Sale>> {
    let sale = (0..90_i32, -400..2_500_i64, 0..5_usize, 0..5_usize, 0..=7_u32);
    let sale = sale.prop_map(|(day, dollars, owner, other, part)| Sale { day, dollars, owner, other, part });
    prop::collection::vec(sale, 0..14)
}

/// The sales as records, and with `back` a full refund of each so many days later.
fn inputs(sales: &[Sale], back: Option<i32>) -> Inputs {
    let mut transactions = String::from("transaction_id,amount,booked_on,reverses_id\n");
    let mut splits = String::from("transaction_id,payee_id,role,share\n");
    for (position, Sale { day: of_year, dollars, owner, other, part }) in sales.iter().enumerate() {
        transactions.push_str(&format!("T{position:03},{dollars}.37,{},\n", day(*of_year)));
        if let Some(later) = back {
            let sign = if *dollars < 0 { "" } else { "-" };
            transactions.push_str(&format!(
                "R{position:03},{sign}{}.37,{},T{position:03}\n",
                dollars.abs(),
                day(of_year + later)
            ));
        }
        splits.push_str(&format!("T{position:03},{},direct,{}/7\n", PEOPLE[*owner], 7 - part));
        splits.push_str(&format!("T{position:03},{},direct,{part}/7\n", PEOPLE[*other]));
    }
    let assignments = "payee_id,plan_id,from,override_rate\na,plan,2020-01-01,\nb,plan,2020-01-01,0.12\n\
                       c,plan,2020-01-01,0.15\nd,plan,2020-01-01,0.2\ne,plan,2020-01-01,\n";
    let reporting = "person_id,manager_id,from,to\na,b,,2026-02-10\na,c,2026-02-10,\nb,d,,\nc,d,,\ne,c,,\n";
    Inputs {
        transactions: records(&transactions, &declared::TRANSACTIONS),
        splits: Some(records(&splits, &declared::SPLITS)),
        assignments: records(assignments, &declared::ASSIGNMENTS),
        quotas: None,
        quota_relief: None,
        fx_rates: None,
        reporting: Some(records(reporting, &declared::REPORTING)),
        flags: None,
    }
}

fn calculate(plan: &Plan, period: &str, inputs: Inputs) -> Calculation {
    let params: CalculateParams = serde_json::from_str(&format!(r#"{{"period": "{period}"}}"#)).unwrap();
    plan.calculate(&params, inputs, BadRecords::default()).unwrap()
}

/// Sums of the lines' amounts, by some of their columns.
fn sums(calculation: &Calculation, columns: &[&str], takes: impl Fn(&str) -> bool) -> BTreeMap<Vec<String>, Exact> {
    let lines = calculation.tables().get("lines").unwrap();
    let text = |name: &str, row: usize| lines.text(name).unwrap().get(row).unwrap_or_default().to_owned();
    let amounts = lines.decimal("amount").unwrap();
    let mut found = BTreeMap::new();
    for row in (0..lines.rows()).filter(|&row| takes(&text("kind", row))) {
        let key = columns.iter().map(|name| text(name, row)).collect();
        let sum = found.entry(key).or_insert(Exact::ZERO);
        *sum = sum.add(&amounts.exact(row).unwrap());
    }
    found
}

const STAGES: &[&str] =
    &["", r#""line_cap": {"min": "5", "max": "60"},"#, r#""cap": {"payment": "200/3", "period": "month"},"#];

const WHOLE: &[&str] = &[
    r#""split_stage": "payout","#,
    r#""overrides": [{"id": "over", "basis": "revenue", "rate": "1/30"}],"#,
    r#""overrides": [{"id": "over", "basis": "commission", "rate": "0.1"}, {"id": "rest", "basis": "differential", "own_rate": true}],"#,
    r#""split_stage": "payout", "overrides": [{"id": "over", "basis": "commission", "rates": ["0.1", "1/30"], "levels": null},
        {"id": "above", "basis": "excess", "rate": "0.01", "threshold": "1000", "period": "month"}],"#,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_sale_and_its_full_refund_are_nothing_for_everyone(
        stages in prop::sample::select(STAGES),
        whole in prop::sample::select(WHOLE),
        sales in sales(),
    ) {
        let plan = plan(stages, whole);
        let all = calculate(&plan, "2026", inputs(&sales, Some(40)));
        for (of, sum) in sums(&all, &["payee_id", "component_id"], |_| true) {
            prop_assert!(sum.is_zero(), "{of:?} is left with {sum}");
        }
    }

    #[test]
    fn shares_add_up_to_their_lines(stages in prop::sample::select(STAGES), sales in sales()) {
        let shared = calculate(&plan(stages, WHOLE[0]), "2026-Q1", inputs(&sales, None));
        let by_line = ["transaction_id", "component_id"];
        for (line, sum) in sums(&shared, &by_line, |kind| kind == "share") {
            prop_assert!(sum.is_zero(), "{line:?} gives away {sum} more than it takes");
        }
        let total = |calculation: &Calculation| Exact::from(calculation.summary().earned);
        let lines = sums(&shared, &[], |_| true).remove(&Vec::new()).unwrap_or(Exact::ZERO);
        prop_assert_eq!(lines, total(&shared));
    }

    #[test]
    fn months_sum_to_their_quarter(
        stages in prop::sample::select(STAGES),
        whole in prop::sample::select(WHOLE),
        sales in sales(),
    ) {
        let plan = plan(stages, whole);
        let by_payee = ["payee_id", "component_id"];
        let mut months: BTreeMap<Vec<String>, Exact> = BTreeMap::new();
        for month in 1..=3 {
            let of_month = calculate(&plan, &format!("2026-{month:02}"), inputs(&sales, None));
            for (key, part) in sums(&of_month, &by_payee, |kind| kind != "share") {
                let sum = months.entry(key).or_insert(Exact::ZERO);
                *sum = sum.add(&part);
            }
        }
        let quarter = sums(&calculate(&plan, "2026-Q1", inputs(&sales, None)), &by_payee, |kind| kind != "share");
        prop_assert_eq!(months, quarter);
    }

    #[test]
    fn the_order_of_records_changes_nothing(whole in prop::sample::select(WHOLE), sales in sales()) {
        let plan = plan("", whole);
        let by_line = ["payee_id", "component_id", "transaction_id", "source_payee_id", "kind"];
        let there = inputs(&sales, None);
        let mut back = there.clone();
        let reversed: String = {
            let mut rows = String::from("transaction_id,amount,booked_on,reverses_id\n");
            for (position, Sale { day: of_year, dollars, .. }) in sales.iter().enumerate().rev() {
                rows.push_str(&format!("T{position:03},{dollars}.37,{},\n", day(*of_year)));
            }
            rows
        };
        back.transactions = records(&reversed, &declared::TRANSACTIONS);
        let lines = |inputs: Inputs| sums(&calculate(&plan, "2026-Q1", inputs), &by_line, |_| true);
        prop_assert_eq!(lines(there), lines(back));
    }
}
