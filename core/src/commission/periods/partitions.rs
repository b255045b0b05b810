//! Segments make up their measure period: their days, their quotas and their targets add up exactly.

use proptest::prelude::*;

use super::slices::Slice;
use crate::commission::calculate::Inputs;
use crate::commission::model::Plan;
use crate::commission::params::CalculateParams;
use crate::number::Exact;
use crate::table::{BadRecords, Intake, Records, Table, TableShape, conform, declared};
use crate::time::Date;

fn records(csv: &str, shape: &'static TableShape) -> Records {
    conform(Table::from_csv(csv.as_bytes()).unwrap(), shape, &Intake::default(), &mut BadRecords::default()).unwrap()
}

fn day(of_year: i32) -> String {
    Date::parse("2026-01-01").unwrap().add_days(of_year).unwrap().to_string()
}

/// The slices of a payee whose target changes on these days of 2026, for a measure of the year.
fn slices(settings: &str, quota: &str, cuts: &[i32]) -> Vec<Slice> {
    let document = format!(
        r#"{{"schema": "quarterdeck/commission-plan@1", "id": "p", "currency": "USD", "effective": {{"from": "2020-01-01"}}, {settings}
            "components": [{{"id": "c", "measure": {{"date": "booked_on", "period": "year"}}, {quota},
                "base_rate": {{"kind": "target_over_quota"}}}}]}}"#
    );
    let (plan, _) = Plan::load(document.as_bytes()).unwrap();
    let mut bounds = vec![-400];
    bounds.extend(cuts);
    bounds.push(800);
    let mut assignments = String::from("payee_id,plan_id,from,to,target_variable\n");
    for (position, ends) in bounds.windows(2).enumerate() {
        assignments.push_str(&format!("a,p,{},{},{}\n", day(ends[0]), day(ends[1]), 1000 + position % 2));
    }
    let inputs = Inputs {
        transactions: records("transaction_id,amount\n", &declared::TRANSACTIONS),
        splits: None,
        assignments: records(&assignments, &declared::ASSIGNMENTS),
        quotas: Some(records(
            "payee_id,from,to,amount\na,2026-01-01,2026-02-15,1000\na,2026-02-15,2026-10-31,2345.67\na,2026-10-31,2027-01-01,77\n",
            &declared::QUOTAS,
        )),
        quota_relief: None,
        fx_rates: None,
        reporting: None,
        flags: None,
    };
    let params: CalculateParams = serde_json::from_str(r#"{"period": "2026"}"#).unwrap();
    plan.prepare(&params, &inputs, None, &mut BadRecords::default()).unwrap().0.slices
}

fn sum(slices: &[Slice], of: fn(&Slice) -> Option<&Exact>) -> Exact {
    slices.iter().fold(Exact::ZERO, |sum, slice| sum.add(of(slice).unwrap()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn segments_add_up_to_their_period(
        cuts in prop::collection::btree_set(-30..420_i32, 0..6),
        basis in prop::sample::select(vec!["calendar_days", "whole_months", "thirty_360", "working_days"]),
        parts in prop::sample::select(vec!["add_up", "segments"]),
    ) {
        let cuts: Vec<i32> = cuts.into_iter().collect();
        let proration = format!(r#""proration": {{"basis": "{basis}"}},"#);
        // By months a segment may have no day that counts, and then a quota of 0.
        let quota = format!(r#""quota": {{"source": "table", "parts": "{parts}", "zero": "zero_attainment"}}"#);
        let segments = slices(&proration, &quota, &cuts);
        let days: usize = segments.iter().map(|slice| slice.asked.len()).sum();
        prop_assert_eq!(days, 365);
        prop_assert!(segments.windows(2).all(|pair| pair[0].asked.end == pair[1].asked.start));
        prop_assert_eq!(sum(&segments, |slice| slice.quota.as_ref()), Exact::parse("3422.67").unwrap());
        // Targets alternate by a dollar: less the dollar's share they are those of one target.
        let (least, most) = (Exact::from(1000), Exact::from(1001));
        let targets = sum(&segments, |slice| slice.target.as_ref());
        prop_assert!(least <= targets && targets <= most);

        let carried = slices(&format!(r#"{proration} "mid_period": "carry_attainment","#), &quota, &cuts);
        prop_assert!(carried.iter().all(|slice| slice.quota == Some(Exact::parse("3422.67").unwrap())));
        prop_assert!(carried.iter().all(|slice| slice.target == Some(least.clone()) || slice.target == Some(most.clone())));
        prop_assert_eq!(carried.len(), segments.len());

        let latest = slices(&format!(r#"{proration} "mid_period": "latest_for_all","#), &quota, &cuts);
        prop_assert_eq!(latest.len(), 1);
        prop_assert_eq!(latest[0].asked.len(), 365);
    }
}
