//! The laws of segments: months sum to their year, and who is there for all of a period on the same terms
//! is paid as if nothing was said of time.
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

/// A plan of an annual measure: `time` are its keys of time, `tiers` its rate table's mode and value.
fn plan(time: &str, mode: &str) -> Plan {
    let document = format!(
        r#"{{"schema": "quarterdeck/commission-plan@1", "id": "plan", "currency": "USD", "effective": {{"from": "2020-01-01"}}, {time}
            "components": [{{"id": "c", "measure": {{"date": "booked_on", "period": "year"}},
                "quota": {{"source": "table", "zero": "zero_attainment"}},
                "base_rate": {{"kind": "target_over_quota"}},
                "rate_table": {{"index": "attainment", "mode": "{mode}", "value": "multiplier", "boundary": "lower_inclusive",
                    "tiers": [{{"from": "0", "to": "1/3", "value": "0.5"}}, {{"from": "1/3", "to": "1", "value": "1"}},
                              {{"from": "1", "to": null, "value": "1.7"}}]}}}}]}}"#
    );
    Plan::load(document.as_bytes()).unwrap_or_else(|problems| panic!("{problems}\n{document}")).0
}

fn calculate(plan: &Plan, period: &str, assignments: &str, sales: &[(i32, i64)], relief: bool) -> Calculation {
    let mut transactions = String::from("transaction_id,payee_id,amount,booked_on\n");
    for (position, (of_year, cents)) in sales.iter().enumerate() {
        transactions.push_str(&format!("T{position:03},a,{}.{:02},{}\n", cents / 100, cents % 100, day(*of_year)));
    }
    let relieved = "payee_id,from,to,amount\na,2026-03-10,2026-05-20,900\n";
    let inputs = Inputs {
        transactions: records(&transactions, &declared::TRANSACTIONS),
        splits: None,
        assignments: records(assignments, &declared::ASSIGNMENTS),
        quotas: Some(records("payee_id,from,to,amount\na,2026-01-01,2027-01-01,12345.67\n", &declared::QUOTAS)),
        quota_relief: relief.then(|| records(relieved, &declared::QUOTA_RELIEF)),
        fx_rates: None,
        reporting: None,
        flags: None,
    };
    let params: CalculateParams = serde_json::from_str(&format!(r#"{{"period": "{period}"}}"#)).unwrap();
    plan.calculate(&params, inputs, BadRecords::default()).unwrap()
}

fn earned(calculation: &Calculation) -> Exact {
    Exact::from(calculation.summary().earned)
}

fn sales() -> impl Strategy<Value = Vec<(i32, i64)>> {
    prop::collection::vec((0..365_i32, 0..400_000_i64), 1..25)
}

fn modes() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["segmented", "carry_attainment", "latest_for_all"])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn months_sum_to_the_year_whatever_changes_in_it(
        sales in sales(),
        cuts in prop::collection::btree_set(1..364_i32, 0..4),
        mid_period in modes(),
        tiers in prop::sample::select(vec!["marginal", "whole"]),
        ramp_start in prop::option::of(-60..300_i32),
        away in any::<bool>(),
        relief in any::<bool>(),
    ) {
        let ramp = r#""ramp": {"months": [{"quota": "0.25", "rate_multiplier": "1.5"}, {"quota": "0.5"}, {"quota": "1/3", "rate_multiplier": "0.9"}]},"#;
        let plan = plan(&format!(r#"{ramp} "mid_period": "{mid_period}","#), tiers);
        let mut bounds: Vec<i32> = cuts.into_iter().collect();
        bounds.insert(0, -100);
        bounds.push(500);
        let mut assignments = String::from("payee_id,plan_id,from,to,target_variable,ramp_start\n");
        for (position, ends) in bounds.windows(2).enumerate().filter(|(position, _)| !away || position % 3 != 1) {
            let start = ramp_start.map_or_else(String::new, day);
            assignments.push_str(&format!("a,plan,{},{},{},{start}\n", day(ends[0]), day(ends[1]), 9000 + position * 1111));
        }
        let year = earned(&calculate(&plan, "2026", &assignments, &sales, relief));
        let months = (1..=12).map(|month| earned(&calculate(&plan, &format!("2026-{month:02}"), &assignments, &sales, relief)));
        prop_assert_eq!(months.fold(Exact::ZERO, |sum, month| sum.add(&month)), year);
    }

    #[test]
    fn a_full_period_on_the_same_terms_is_paid_as_ever(
        sales in sales(),
        cuts in prop::collection::btree_set(1..364_i32, 0..4),
        mid_period in modes(),
        basis in prop::sample::select(vec!["calendar_days", "whole_months", "thirty_360", "working_days"]),
        applies_to in prop::sample::select(vec!["", r#""quota""#, r#""quota", "target_variable""#]),
    ) {
        let silent = plan("", "marginal");
        let said = plan(
            &format!(r#""mid_period": "{mid_period}", "proration": {{"basis": "{basis}", "applies_to": [{applies_to}]}},"#),
            "marginal",
        );
        let header = "payee_id,plan_id,from,to,target_variable\n";
        let once = format!("{header}a,plan,2020-01-01,,9000\n");
        let mut bounds: Vec<i32> = cuts.into_iter().collect();
        bounds.insert(0, -100);
        bounds.push(500);
        let renewed: String = bounds.windows(2).map(|ends| format!("a,plan,{},{},9000\n", day(ends[0]), day(ends[1]))).collect();
        let plain = calculate(&silent, "2026", &once, &sales, false);
        let other = calculate(&said, "2026", &format!("{header}{renewed}"), &sales, false);
        prop_assert_eq!(plain.tables().get("lines").unwrap().to_rows(), other.tables().get("lines").unwrap().to_rows());
        prop_assert_eq!(plain.tables().get("statements").unwrap().to_rows(), other.tables().get("statements").unwrap().to_rows());
        prop_assert!(other.warnings().is_empty());
    }

    #[test]
    fn reaching_the_quota_of_a_part_pays_the_target_of_the_part(start in 0..364_i32, carried in any::<bool>()) {
        // 100 a day, so that the quota of every part is a whole number.
        let plan = plan(if carried { r#""mid_period": "carry_attainment","# } else { "" }, "whole");
        let assignments = format!("payee_id,plan_id,from,target_variable\na,plan,{},73000\n", day(start));
        let inputs = Inputs {
            transactions: records(
                &format!("transaction_id,payee_id,amount,booked_on\nT1,a,{},2026-12-31\n", (365 - start) * 100),
                &declared::TRANSACTIONS,
            ),
            splits: None,
            assignments: records(&assignments, &declared::ASSIGNMENTS),
            quotas: Some(records("payee_id,from,to,amount\na,2026-01-01,2027-01-01,36500\n", &declared::QUOTAS)),
            quota_relief: None,
            fx_rates: None,
            reporting: None,
            flags: None,
        };
        let params: CalculateParams = serde_json::from_str(r#"{"period": "2026"}"#).unwrap();
        let paid = earned(&plan.calculate(&params, inputs, BadRecords::default()).unwrap());
        // At 100 % the tier of 1.7 is reached, and it pays on all credit.
        prop_assert_eq!(paid, Exact::from(i128::from(365 - start) * 340));
    }
}
