//! One kernel, two widths of integer: the same lines, whatever the numbers need.

use crate::commission::calculate::Inputs;
use crate::commission::model::Plan;
use crate::commission::output::results::Results;
use crate::commission::params::CalculateParams;
use crate::table::{BadRecords, Intake, Table, TableShape, conform, declared};

fn records(csv: &str, shape: &'static TableShape) -> crate::table::Records {
    conform(Table::from_csv(csv.as_bytes()).unwrap(), shape, &Intake::default(), &mut BadRecords::default()).unwrap()
}

/// Lines of a plan over forty sales whose amounts are multiplied by `size`, with both widths.
fn compare(component: &str, size: i64) {
    let plan = format!(
        r#"{{"schema": "quarterdeck/commission-plan@1", "id": "p", "currency": "USD", "effective": {{"from": "2026-01-01"}},
            "components": [{{"id": "c", "measure": {{"date": "booked_on", "period": "quarter"}}, "quota": {{"source": "table"}}, {component}}}]}}"#
    );
    let (plan, _) = Plan::load(plan.as_bytes()).unwrap();
    let mut transactions = String::from("transaction_id,payee_id,amount,units,booked_on\n");
    let mut state = 7_i64;
    for sale in 0..40 {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        let cents = (state % 900_000 - 90_000) * size;
        transactions.push_str(&format!(
            "T{sale},a,{}.{:02},{},2026-02-{:02}\n",
            cents / 100,
            (cents % 100).abs(),
            state % 7,
            sale % 28 + 1
        ));
    }
    let inputs = Inputs {
        transactions: records(&transactions, &declared::TRANSACTIONS),
        splits: None,
        assignments: records(
            "payee_id,plan_id,from,target_variable\na,p,2026-01-01,83333.33\n",
            &declared::ASSIGNMENTS,
        ),
        quotas: Some(records(
            &format!("payee_id,from,to,amount\na,2026-01-01,2026-04-01,{}.77\n", 12_345 * size),
            &declared::QUOTAS,
        )),
        quota_relief: None,
        fx_rates: None,
        reporting: None,
        flags: None,
    };
    let params: CalculateParams = serde_json::from_str(r#"{"period": "2026-Q1"}"#).unwrap();
    let mut bad = BadRecords::default();
    let mut workings = plan.prepare(&params, &inputs, None, &mut bad).unwrap().0;
    let lines = |workings: &crate::commission::workings::Workings| {
        let mut results = Results::new(workings, &workings.slices);
        let recorders = &mut vec![crate::trace::Off; workings.slices.len()];
        results.payee(workings, 0, &workings.slices, 0, recorders, None).unwrap();
        results.lines.into_table(workings).to_rows()
    };
    let narrow = lines(&workings);
    workings.blueprints.iter_mut().for_each(|blueprint| blueprint.small = None);
    assert_eq!(
        String::from_utf8(narrow).unwrap(),
        String::from_utf8(lines(&workings)).unwrap(),
        "{component} × {size}"
    );
}

#[test]
fn both_widths_give_the_same_lines() {
    let tiers = r#""boundary": "upper_inclusive", "tiers": [{"from": "0", "to": "1/3", "value": "0.05"}, {"from": "1/3", "to": "1", "value": "1/7"}, {"from": "1", "to": null, "value": "0.15"}]"#;
    for size in [1, 1_000, 10_000_000_000] {
        for mode in ["marginal", "whole"] {
            for value in ["rate", "amount_per_unit", "payout_share", "step_amount"] {
                compare(
                    &format!(
                        r#""rate_table": {{"index": "attainment", "mode": "{mode}", "value": "{value}", {tiers}}}"#
                    ),
                    size,
                );
            }
            let base = r#""base_rate": {"kind": "target_over_quota"}"#;
            compare(
                &format!(
                    r#"{base}, "rate_table": {{"index": "attainment", "mode": "{mode}", "value": "multiplier", {tiers}}}"#
                ),
                size,
            );
        }
        for value in ["rate", "amount_per_unit", "payout_share"] {
            let table = format!(r#""index": "attainment", "value": "{value}""#);
            let overage = r#""mode": "whole_overage", "overage_starts_at": "2/7""#;
            compare(&format!(r#""rate_table": {{{table}, {overage}, {tiers}}}"#), size);
            let back = tiers.replace(r#""1/7""#, r#""1/7", "back_to": "first_dollar""#);
            compare(&format!(r#""rate_table": {{{table}, "mode": "per_segment", {back}}}"#), size);
            let limited = tiers.replace(r#""1/7""#, r#""1/7", "min": "17", "max": "100000/3""#);
            compare(&format!(r#""rate_table": {{{table}, "mode": "marginal", {limited}}}"#), size);
        }
        compare(r#""rate": "1/3""#, size);
    }
}
