//! The laws of gates, multipliers, caps and floors: months sum to their year whatever the stages, caps hold, and
//! what a cap carries is neither lost nor made up within a year.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use quarterdeck::commission::{CalculateParams, Calculation, Inputs, Plan};
use quarterdeck::number::Exact;
use quarterdeck::table::{BadRecords, Intake, Records, Table, TableShape, conform, declared};
use quarterdeck::time::Date;

fn records(csv: &str, shape: &'static TableShape) -> Records {
    let mut bad = BadRecords::default();
    conform(Table::from_csv(csv.as_bytes()).unwrap(), shape, &Intake::default(), &mut bad).unwrap()
}

fn day(of_year: i32) -> String {
    Date::new(2026, 1, 1).unwrap().add_days(of_year).unwrap().to_string()
}

/// A plan of two components, each with stages of its own.
fn plan(first: &str, second: &str, whole: &str) -> Plan {
    let document = format!(
        r#"{{"schema": "quarterdeck/commission-plan@1", "id": "plan", "currency": "USD", "effective": {{"from": "2020-01-01"}}, {whole}
            "components": [
                {{"id": "core", "measure": {{"date": "booked_on", "period": "quarter"}}, "quota": {{"source": "table"}}, {first}
                    "rate_table": {{"index": "attainment", "mode": "marginal", "value": "rate", "boundary": "lower_inclusive",
                        "tiers": [{{"from": "0", "to": "1", "value": "1/13"}}, {{"from": "1", "to": null, "value": "0.1"}}]}}}},
                {{"id": "extra", "measure": {{"date": "booked_on", "period": "quarter"}}, {second} "rate": "1/30"}}]}}"#
    );
    Plan::load(document.as_bytes()).unwrap_or_else(|problems| panic!("{problems}\n{document}")).0
}

fn calculate(plan: &Plan, period: &str, sales: &[(i32, i64)]) -> Calculation {
    let mut transactions = String::from("transaction_id,payee_id,amount,booked_on\n");
    for (position, (of_year, dollars)) in sales.iter().enumerate() {
        transactions.push_str(&format!("T{position:03},a,{dollars},{}\n", day(*of_year)));
    }
    let quotas = "payee_id,from,to,amount\na,2026-01-01,2026-04-01,5000\na,2026-04-01,2026-07-01,7000\n\
                  a,2026-07-01,2026-10-01,3000\na,2026-10-01,2027-01-01,6000\n";
    let inputs = Inputs {
        transactions: records(&transactions, &declared::TRANSACTIONS),
        splits: None,
        assignments: records("payee_id,plan_id,from\na,plan,2020-01-01\n", &declared::ASSIGNMENTS),
        quotas: Some(records(quotas, &declared::QUOTAS)),
        quota_relief: None,
        fx_rates: None,
        reporting: None,
        flags: Some(records("payee_id,name,from,value\na,ready,2026-05-09,1\n", &declared::FLAGS)),
    };
    let params: CalculateParams = serde_json::from_str(&format!(r#"{{"period": "{period}"}}"#)).unwrap();
    plan.calculate(&params, inputs, BadRecords::default()).unwrap()
}

fn earned(calculation: &Calculation) -> Exact {
    Exact::from(calculation.summary().earned)
}

/// The sum of a money column of a table.
fn sum(calculation: &Calculation, table: &str, column: &str) -> Exact {
    let table = calculation.tables().get(table).unwrap();
    // A plan without stages modifies nothing, and has no such column.
    let Some(cells) = table.decimal(column) else { return Exact::ZERO };
    (0..table.rows()).filter_map(|row| cells.exact(row)).fold(Exact::ZERO, |sum, cell| sum.add(&cell))
}

fn sales() -> impl Strategy<Value = Vec<(i32, i64)>> {
    prop::collection::vec((0..365_i32, -900..2_500_i64), 0..30)
}

const FIRST: &[&str] = &[
    "",
    r#""gates": [{"subject": "attainment", "op": "ge", "value": "0.5"}],"#,
    r#""gates": [{"subject": "attainment", "op": "gt", "value": "0.8", "on_pass": "excess_only", "on_fail": "hold", "at_end": "release"}],"#,
    r#""gates": [{"subject": {"flag": "ready"}, "op": "eq", "value": "1", "on_fail": {"factor": "1/3"}}],"#,
    r#""line_cap": {"min": "5", "max": "60"}, "cap": {"payment": "200/3", "period": "month", "excess": "carry"},"#,
    r#""cap": {"attainment": "1.2"}, "floor": {"payment": "40"},"#,
];

const SECOND: &[&str] = &[
    "",
    r#""multipliers": [{"factor": "1.5", "when": {"subject": {"attainment_of": "core"}, "op": "ge", "value": "1"}}],"#,
    r#""gates": [{"subject": {"measure_of": "core"}, "op": "ge", "value": "2000", "on_fail": "hold"}],"#,
    r#""cap": {"payment": "100", "period": "year", "excess": "carry"},"#,
];

const WHOLE: &[&str] = &[
    "",
    r#""plan_cap": {"payment": "250", "period": "quarter"},"#,
    r#""plan_cap": {"payment": "400", "period": "year"}, "plan_floor": {"payment": "30", "period": "month"},"#,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn months_sum_to_their_year(
        first in prop::sample::select(FIRST),
        second in prop::sample::select(SECOND),
        whole in prop::sample::select(WHOLE),
        sales in sales(),
    ) {
        let plan = plan(first, second, whole);
        let months = (1..=12).map(|month| earned(&calculate(&plan, &format!("2026-{month:02}"), &sales)));
        let year = calculate(&plan, "2026", &sales);
        prop_assert_eq!(months.fold(Exact::ZERO, |sum, month| sum.add(&month)), earned(&year));
        prop_assert_eq!(sum(&year, "lines", "amount"), earned(&year));
        let parts = ["at_rate", "true_up", "modified", "rounding"].map(|column| sum(&year, "lines", column));
        prop_assert_eq!(parts.iter().fold(Exact::ZERO, |sum, part| sum.add(part)), earned(&year));
    }

    #[test]
    fn what_a_cap_withholds_is_paid_or_left(sales in sales()) {
        let carry = r#""cap": {"payment": "50", "period": "month", "excess": "carry"},"#;
        let year = calculate(&plan(carry, "", ""), "2026", &sales);
        let of = |column| sum(&year, "cap_balances", column);
        // Every closing balance but December's opens the next month.
        let last = of("closing").sub(&of("opening"));
        // Cells have 12 places.
        let off = of("withheld").sub(&of("released")).sub(&last).abs();
        prop_assert!(off < Exact::parse("0.0000000001").unwrap(), "{off}");
    }

    #[test]
    fn a_plan_pays_no_more_than_its_cap(sales in sales(), first in prop::sample::select(FIRST)) {
        let plan = plan(first, "", r#""plan_cap": {"payment": "100", "period": "month"},"#);
        for month in 1..=12 {
            let paid = earned(&calculate(&plan, &format!("2026-{month:02}"), &sales));
            // A month's lines are rounded with those of their quarter: a cent a component may move.
            prop_assert!(paid <= Exact::parse("100.02").unwrap(), "{paid} in month {month}");
        }
    }

    #[test]
    fn stages_that_never_bind_change_nothing(sales in sales()) {
        let open = r#""gates": [{"subject": "measure", "op": "ge", "value": "-1000000"}], "multipliers": [{"factor": "1"}],
            "line_cap": {"max": "100000"}, "cap": {"payment": "1000000", "excess": "carry"},"#;
        let plain = calculate(&plan("", "", ""), "2026-Q2", &sales);
        let staged = calculate(&plan(open, "", r#""plan_cap": {"payment": "1000000", "period": "year"},"#), "2026-Q2", &sales);
        prop_assert_eq!(earned(&plain), earned(&staged));
        prop_assert_eq!(plain.summary().lines, staged.summary().lines);
    }
}
