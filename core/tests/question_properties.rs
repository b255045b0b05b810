//! The laws of questions: the credit needed is the inverse of the calculation, more credit never adds less, an expected
//! cost is its scenarios weighted, a simulation is its seed's, and a comparison turned round is its opposite.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use quarterdeck::commission::{
    CompareParams, CreditNeededParams, DEALS_ADDED, DISTRIBUTION, ExpectedCostParams, ExpectedInputs, Inputs, Plan,
    SimulateParams, WhatIfParams, compare,
};
use quarterdeck::number::Exact;
use quarterdeck::table::{BadRecords, Intake, Records, Table, TableShape, conform, declared};

fn records(csv: &str, shape: &'static TableShape) -> Records {
    let mut bad = BadRecords::default();
    conform(Table::from_csv(csv.as_bytes()).unwrap(), shape, &Intake::default(), &mut bad).unwrap()
}

/// Tiers by attainment, in hundredths of a rate; a gate where its value is above zero.
fn document(mode: &str, rates: &[u32], gate: u32) -> String {
    let tiers: Vec<String> = rates
        .iter()
        .enumerate()
        .map(|(at, rate)| {
            let to = if at + 1 < rates.len() { format!("\"{}/2\"", at + 1) } else { "null".to_owned() };
            format!(r#"{{"from": "{at}/2", "to": {to}, "value": "{rate}/100"}}"#)
        })
        .collect();
    let gates = match gate {
        0 => String::new(),
        value => format!(r#""gates": [{{"subject": "attainment", "op": "ge", "value": "{value}/10"}}],"#),
    };
    format!(
        r#"{{"schema": "quarterdeck/commission-plan@1", "id": "plan", "currency": "USD", "effective": {{"from": "2020-01-01"}},
            "components": [{{"id": "new", "measure": {{"date": "booked_on", "period": "quarter"}},
                "quota": {{"source": "table"}}, {gates}
                "rate_table": {{"index": "attainment", "mode": "{mode}", "value": "rate", "boundary": "lower_inclusive",
                    "tiers": [{}]}}}}]}}"#,
        tiers.join(", ")
    )
}

fn plan(text: &str) -> Plan {
    Plan::load(text.as_bytes()).unwrap().0
}

/// Sales of ann and of bob, in cents.
fn inputs(sales: &[i64]) -> Inputs {
    let mut transactions = String::from("transaction_id,payee_id,amount,booked_on\n");
    for (number, cents) in sales.iter().enumerate() {
        let payee = if number % 3 == 2 { "bob" } else { "ann" };
        transactions.push_str(&format!("T{number},{payee},{}.{:02},2026-02-03\n", cents / 100, cents % 100));
    }
    Inputs {
        transactions: records(&transactions, &declared::TRANSACTIONS),
        splits: None,
        assignments: records(
            "payee_id,plan_id,from\nann,plan,2020-01-01\nbob,plan,2020-01-01\n",
            &declared::ASSIGNMENTS,
        ),
        quotas: Some(quotas()),
        quota_relief: None,
        fx_rates: None,
        reporting: None,
        flags: None,
    }
}

fn quotas() -> Records {
    let rows = "payee_id,from,to,amount\nann,2026-01-01,2026-04-01,1000\nbob,2026-01-01,2026-04-01,700\n";
    records(rows, &declared::QUOTAS)
}

fn with(sales: &[i64], cents: i64) -> Vec<i64> {
    // A multiple of three comes first, so that the deal is ann's.
    let mut all = sales.to_vec();
    all.resize(sales.len().div_ceil(3) * 3, 0);
    all.push(cents);
    all
}

fn earned(plan: &Plan, sales: &[i64], payee: &str) -> Exact {
    let params = serde_json::from_str(r#"{"period": "2026-Q1"}"#).unwrap();
    let calculation = plan.calculate(&params, inputs(sales), BadRecords::default()).unwrap();
    let table = calculation.tables().get("statements").unwrap();
    let (payees, components) = (table.text("payee_id").unwrap(), table.text("component_id").unwrap());
    let total = (0..table.rows()).find(|&row| payees.get(row) == Some(payee) && components.get(row).is_none());
    table.decimal("earned").unwrap().exact(total.unwrap()).unwrap()
}

fn expected(distribution: &str) -> ExpectedInputs {
    let Inputs { assignments, quotas, .. } = inputs(&[]);
    ExpectedInputs { assignments, quotas, quota_relief: None, distribution: records(distribution, &DISTRIBUTION) }
}

fn column(table: &Table, name: &str) -> Vec<Exact> {
    let cells = table.decimal(name).unwrap();
    (0..table.rows()).map(|row| cells.exact(row).unwrap()).collect()
}

fn sum(parts: impl IntoIterator<Item = Exact>) -> Exact {
    parts.into_iter().fold(Exact::ZERO, |sum, part| sum.add(&part))
}

fn mode() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["marginal", "whole"])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_credit_needed_is_the_inverse_of_the_calculation(
        mode in mode(),
        rates in prop::collection::vec(0_u32..12, 1..4),
        gate in 0_u32..12,
        sales in prop::collection::vec(0_i64..40_000, 0..5),
        payout in 1_i64..20_000,
    ) {
        let plan = plan(&document(mode, &rates, gate));
        let asked = format!(r#"{{"period": "2026-Q1", "payee_id": "ann", "payout": "{}.{:02}"}}"#, payout / 100, payout % 100);
        let params: CreditNeededParams = serde_json::from_str(&asked).unwrap();
        let answer = plan.credit_needed(&params, &inputs(&sales), BadRecords::default()).unwrap();
        let wanted = Exact::new(i128::from(payout), 100).unwrap();
        match answer.summary().credit_needed {
            None => prop_assert!(earned(&plan, &with(&sales, 100_000_000), "ann") < wanted),
            Some(needed) => {
                let cents = i64::try_from(needed.mantissa_at(2).unwrap()).unwrap();
                prop_assert!(earned(&plan, &with(&sales, cents), "ann") >= wanted);
                prop_assert!(cents == 0 || earned(&plan, &with(&sales, cents - 1), "ann") < wanted);
            }
        }
    }

    #[test]
    fn more_credit_never_adds_less(
        mode in mode(),
        mut rates in prop::collection::vec(0_u32..12, 1..4),
        sales in prop::collection::vec(0_i64..40_000, 0..5),
        (one, more) in (0_i64..90_000, 0_i64..90_000),
    ) {
        rates.sort_unstable();
        let plan = plan(&document(mode, &rates, 0));
        let params: WhatIfParams = serde_json::from_str(r#"{"period": "2026-Q1"}"#).unwrap();
        let added = |cents: i64| {
            let rows = format!("transaction_id,payee_id,amount,booked_on\nD,ann,{}.{:02},2026-02-03\n", cents / 100, cents % 100);
            let deals = records(&rows, &DEALS_ADDED);
            let answer = plan.what_if(&params, &inputs(&sales), &deals, BadRecords::default()).unwrap();
            Exact::from(answer.summary().added)
        };
        prop_assert!(added(one) <= added(one + more));
        let before = earned(&plan, &with(&sales, 0), "ann");
        prop_assert_eq!(added(one), earned(&plan, &with(&sales, one), "ann").sub(&before));
    }

    #[test]
    fn an_expected_cost_is_its_scenarios_weighted(
        mode in mode(),
        rates in prop::collection::vec(0_u32..12, 1..4),
        weights in prop::collection::vec(1_u32..5, 1..4),
    ) {
        let plan = plan(&document(mode, &rates, 8));
        let all: u32 = weights.iter().sum();
        let mut rows = String::from("attainment,probability\n");
        for (at, weight) in weights.iter().enumerate() {
            rows.push_str(&format!("{at}/3,{weight}/{all}\n"));
        }
        let params: ExpectedCostParams = serde_json::from_str(r#"{"period": "2026-Q1"}"#).unwrap();
        let answer = plan.expected_cost(&params, &expected(&rows), BadRecords::default()).unwrap();
        let costs = column(answer.tables().get("scenarios").unwrap(), "cost");
        let weighted = sum(costs.iter().zip(weights.iter().cycle()).map(|(cost, weight)| {
            cost.mul(&Exact::new(i128::from(*weight), i128::from(all)).unwrap())
        }));
        let shown = Exact::from(answer.summary().expected_cost);
        prop_assert!(shown.sub(&weighted).abs() <= Exact::new(1, 2_000_000_000_000).unwrap());
    }

    #[test]
    fn a_simulation_is_its_seeds(
        rates in prop::collection::vec(0_u32..12, 1..4),
        seed in 0_u64..1_000_000,
        trials in 1_u32..60,
    ) {
        let plan = plan(&document("whole", &rates, 0));
        let params: SimulateParams =
            serde_json::from_str(&format!(r#"{{"period": "2026-Q1", "seed": {seed}, "trials": {trials}}}"#)).unwrap();
        let given = expected("attainment,attainment_to,probability\n0.4,,1/4\n0.5,1.5,3/4\n");
        let run = |given: &ExpectedInputs| {
            let answer = plan.simulate(&params, given, BadRecords::default()).unwrap();
            let rows = answer.tables().get("simulated").unwrap().to_rows();
            (answer, String::from_utf8(rows).unwrap())
        };
        let ((answer, rows), (_, again)) = (run(&given), run(&given));
        prop_assert_eq!(&rows, &again);
        let table = answer.tables().get("simulated").unwrap();
        let marks = ["lowest", "p10", "p50", "p90", "highest"].map(|name| column(table, name));
        for pair in marks.windows(2) {
            prop_assert!(pair[0].iter().zip(&pair[1]).all(|(low, high)| low <= high));
        }
        let trials = column(answer.tables().get("trials").unwrap(), "cost");
        let mean = sum(trials.iter().cloned()).checked_div(&Exact::from(i128::try_from(trials.len()).unwrap())).unwrap();
        prop_assert!(Exact::from(answer.summary().mean_cost).sub(&mean).abs() <= Exact::new(1, 2_000_000_000_000).unwrap());
        // Ann draws the same whoever else is there.
        let alone = ExpectedInputs {
            assignments: records("payee_id,plan_id,from\nann,plan,2020-01-01\n", &declared::ASSIGNMENTS),
            ..given.clone()
        };
        let (alone, _) = run(&alone);
        let of_ann = column(alone.tables().get("simulated").unwrap(), "p50");
        prop_assert_eq!(of_ann.first(), marks[2].first());
    }

    #[test]
    fn a_comparison_turned_round_is_its_opposite(
        one in prop::collection::vec(0_u32..12, 1..4),
        other in prop::collection::vec(0_u32..12, 1..4),
        (gate, shut) in (0_u32..12, 0_u32..12),
        sales in prop::collection::vec(0_i64..40_000, 0..6),
    ) {
        let (a, b) = (document("marginal", &one, gate), document("whole", &other, shut));
        let deltas = |a: &str, b: &str| {
            let params = format!(r#"{{"plan_a": {a}, "plan_b": {b}, "period": "2026-Q1"}}"#);
            let params: CompareParams = serde_json::from_str(&params).unwrap();
            let answer = compare(&params, &inputs(&sales), &BadRecords::default()).unwrap();
            let steps = column(answer.tables().get("differences").unwrap(), "delta");
            (column(answer.tables().get("comparison").unwrap(), "delta"), sum(steps), Exact::from(answer.summary().delta))
        };
        let ((there, steps, whole), (back, _, turned)) = (deltas(&a, &b), deltas(&b, &a));
        prop_assert_eq!(there, back.iter().map(Exact::neg).collect::<Vec<_>>());
        prop_assert_eq!(&steps, &whole);
        prop_assert_eq!(whole, turned.neg());
    }
}
