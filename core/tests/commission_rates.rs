//! The laws of rates, on random plans of every mode.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use quarterdeck::commission::{CalculateParams, Calculation, Inputs, Plan};
use quarterdeck::number::{Exact, Rounding};
use quarterdeck::table::{BadRecords, Intake, Records, Table, TableShape, conform, declared};

/// Ascending tier starts in whole percent of the quota from 0 on, and a value in thousandths for each.
type Tiers = Vec<(u32, u32)>;

fn tiers() -> impl Strategy<Value = Tiers> {
    prop::collection::btree_map(1..250_u32, 0..300_u32, 1..4).prop_flat_map(|upper| {
        (0..300_u32).prop_map(move |first| {
            let mut tiers = vec![(0, first)];
            tiers.extend(upper.iter().map(|(from, value)| (*from, *value)));
            tiers
        })
    })
}

fn rising(mut tiers: Tiers) -> Tiers {
    let mut values: Vec<u32> = tiers.iter().map(|(_, value)| *value).collect();
    values.sort_unstable();
    tiers.iter_mut().zip(values).for_each(|(tier, value)| tier.1 = value);
    tiers
}

const MODES: [&str; 5] = ["marginal", "whole", "whole_overage", "per_segment", "interpolated"];
const QUOTA: i64 = 1_000_000;

/// Payouts that come to the target at 100 %.
const AT_TARGET: [&str; 4] = [
    r#""base_rate": {"kind": "target_over_quota"}"#,
    r#""base_rate": {"kind": "target_over_quota"}, "rate_table": {"index": "attainment", "mode": "marginal", "value": "multiplier",
        "boundary": "lower_inclusive", "tiers": [{"from": "0", "to": "1", "value": "1"}, {"from": "1", "to": null, "value": "2.5"}]}"#,
    r#""rate_table": {"index": "attainment", "mode": "whole", "value": "payout_share", "boundary": "lower_inclusive",
        "tiers": [{"from": "0", "to": "1", "value": "1/3"}, {"from": "1", "to": null, "value": "1"}]}"#,
    r#""curve": {"x": "attainment", "apply": "share_of_target", "points": [["0.5", "0"], ["1", "1"], ["2", "4"]]}"#,
];

/// A component's payout by attainment, in a mode or as a curve.
fn payout(mode: &str, tiers: &Tiers) -> String {
    let percent = |value: u32| format!("{}.{:02}", value / 100, value % 100);
    let last = tiers.len() - 1;
    if mode == "curve" {
        let points: Vec<String> =
            tiers.iter().map(|(from, value)| format!(r#"["{}", "0.{value:03}"]"#, percent(*from))).collect();
        return format!(r#""curve": {{"x": "attainment", "apply": "amount", "points": [{}]}}"#, points.join(","));
    }
    let listed: Vec<String> = tiers
        .iter()
        .enumerate()
        .map(|(at, (from, value))| {
            let end = match tiers.get(at + 1) {
                Some((to, _)) => format!("\"{}\"", percent(*to)),
                None if mode == "interpolated" => "\"9\"".to_owned(),
                None => "null".to_owned(),
            };
            let back = match (mode, at % 3) {
                ("per_segment", 1) => r#", "back_to": "first_dollar""#.to_owned(),
                ("per_segment", 2) => r#", "back_to": "segment_start", "back_to_tier": 2"#.to_owned(),
                _ => String::new(),
            };
            format!(r#"{{"from": "{}", "to": {end}, "value": "0.{value:03}"{back}}}"#, percent(*from))
        })
        .collect();
    let overage = match tiers.get(1.min(last)) {
        Some((start, _)) if mode == "whole_overage" => format!(r#", "overage_starts_at": "{}""#, percent(*start)),
        _ => String::new(),
    };
    let value = if mode == "interpolated" { "step_amount" } else { "rate" };
    format!(
        r#""rate_table": {{"index": "attainment", "mode": "{mode}", "value": "{value}", "boundary": "lower_inclusive"{overage}, "tiers": [{}]}}"#,
        listed.join(",")
    )
}

fn plan(payout: &str, at: &str) -> Plan {
    let document = format!(
        r#"{{"schema": "quarterdeck/commission-plan@1", "id": "plan", "currency": "USD", "effective": {{"from": "2026-01-01"}},
            "rounding": {{"at": "{at}"}}, "components": [{{"id": "c", "measure": {{"date": "booked_on", "period": "year"}},
            "quota": {{"source": "table"}}, {payout}}}]}}"#
    );
    Plan::load(document.as_bytes()).unwrap_or_else(|problems| panic!("{problems}\n{document}")).0
}

fn records(csv: &str, shape: &'static TableShape) -> Records {
    let mut bad = BadRecords::default();
    conform(Table::from_csv(csv.as_bytes()).unwrap(), shape, &Intake::default(), &mut bad).unwrap()
}

fn amount(cents: i64) -> String {
    format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
}

/// One sale a day for one payee, its cents and the quota's times `scale`.
fn calculate(plan: &Plan, cents: &[i64], scale: i64) -> Calculation {
    let mut transactions = String::from("transaction_id,payee_id,amount,booked_on\n");
    for (day, cents) in cents.iter().enumerate() {
        let on = quarterdeck::time::Date::new(2026, 1, 1).unwrap().add_days(day as i32).unwrap();
        transactions.push_str(&format!("T{day:04},ann,{},{on}\n", amount(cents * scale)));
    }
    let quotas = format!("payee_id,from,to,amount\nann,2026-01-01,2027-01-01,{}\n", amount(QUOTA * scale));
    let inputs = Inputs {
        transactions: records(&transactions, &declared::TRANSACTIONS),
        assignments: records("payee_id,plan_id,from\nann,plan,2026-01-01\n", &declared::ASSIGNMENTS),
        quotas: Some(records(&quotas, &declared::QUOTAS)),
        splits: None,
        quota_relief: None,
        fx_rates: None,
        reporting: None,
        flags: None,
    };
    let params: CalculateParams = serde_json::from_str(r#"{"period": "2026"}"#).unwrap();
    plan.calculate(&params, inputs, BadRecords::default()).unwrap()
}

fn column(calculation: &Calculation, name: &str) -> Vec<Exact> {
    let lines = calculation.tables().get("lines").unwrap();
    let column = lines.decimal(name).unwrap();
    (0..lines.rows()).map(|row| column.exact(row).unwrap()).collect()
}

fn earned(calculation: &Calculation) -> Exact {
    Exact::from(calculation.summary().earned)
}

fn sales() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(-200_000..600_000_i64, 2..14)
}

fn every_mode() -> impl Strategy<Value = &'static str> {
    prop::sample::select(MODES.iter().copied().chain(["curve"]).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn totals_depend_on_the_sum_alone(cents in sales(), tiers in tiers(), mode in every_mode()) {
        let plan = plan(&payout(mode, &tiers), "component");
        let total = earned(&calculate(&plan, &cents, 1));
        let mut reversed = cents.clone();
        reversed.reverse();
        prop_assert_eq!(&earned(&calculate(&plan, &reversed, 1)), &total);
        prop_assert_eq!(&earned(&calculate(&plan, &[cents.iter().sum::<i64>()], 1)), &total);
    }

    #[test]
    fn more_credit_never_pays_less_where_values_rise(tiers in tiers(), mode in every_mode(), low in 0..2_000_000_i64, more in 1..600_000_i64) {
        let plan = plan(&payout(mode, &rising(tiers)), "component");
        let less = earned(&calculate(&plan, &[low], 1));
        prop_assert!(earned(&calculate(&plan, &[low + more], 1)) >= less);
    }

    #[test]
    fn lines_add_up_within_a_cent_and_stay(cents in sales(), tiers in tiers(), mode in every_mode()) {
        let plan = plan(&payout(mode, &tiers), "component");
        let calculation = calculate(&plan, &cents, 1);
        let (amounts, rounding) = (column(&calculation, "amount"), column(&calculation, "rounding"));
        let sum = amounts.iter().fold(Exact::ZERO, |sum, amount| sum.add(amount));
        prop_assert_eq!(sum, earned(&calculation));
        let unit = Exact::parse("0.01").unwrap();
        prop_assert!(rounding.iter().all(|delta| delta.abs() < unit));
        let fewer = calculate(&plan, &cents[..cents.len() - 1], 1);
        prop_assert_eq!(&column(&fewer, "amount")[..], &amounts[..cents.len() - 1]);
    }

    #[test]
    fn money_scales(cents in sales(), tiers in tiers(), mode in prop::sample::select(vec!["marginal", "whole", "whole_overage", "per_segment"])) {
        let plan = plan(&payout(mode, &tiers), "line");
        let (small, large) = (calculate(&plan, &cents, 1), calculate(&plan, &cents, 1_000));
        let thousand = Exact::from(1_000);
        for name in ["at_rate", "true_up"] {
            let scaled: Vec<Exact> = column(&small, name).iter().map(|value| value.mul(&thousand)).collect();
            prop_assert_eq!(column(&large, name), scaled);
        }
    }

    /// Without steps nothing jumps: wherever a tier begins, a cent more of credit moves the payout by a cent at most. Where
    /// a curve begins is its threshold.
    #[test]
    fn payouts_are_continuous(tiers in tiers(), mode in prop::sample::select(vec!["marginal", "interpolated", "curve"])) {
        let plan = plan(&payout(mode, &tiers), "component");
        for (from, _) in tiers.iter().skip(usize::from(mode != "marginal")) {
            let bound = i64::from(*from) * (QUOTA / 100);
            let below = earned(&calculate(&plan, &[bound - 1], 1));
            for (more, cents) in [(bound, 1), (bound + 1, 2)] {
                let moved = earned(&calculate(&plan, &[more], 1)).sub(&below);
                // Rates are below 1, curves rise by less than that, and each payout is rounded by half a cent.
                prop_assert!(moved.abs() <= Exact::new(cents, 100).unwrap(), "{moved} at {more} cents");
            }
        }
    }

    /// At exactly 100 % of every quota each component pays its weight of the target variable for each of its periods, and
    /// all of them together are rounded once: a whole target is paid to the cent, whatever it is over whatever quota.
    #[test]
    fn full_attainment_pays_the_target(
        quotas in prop::array::uniform4(1..90_000_000_i64),
        target in 1..90_000_000_i64,
        parts in prop::collection::vec((0..4_usize, any::<bool>(), 1..6_u32), 1..4),
        cut in 1..100_i64,
    ) {
        let weights: u32 = parts.iter().map(|(.., weight)| weight).sum();
        let components: Vec<String> = parts.iter().enumerate().map(|(at, (kind, quarterly, weight))| {
            let period = if *quarterly { "quarter" } else { "year" };
            format!(r#"{{"id": "c{at}", "weight": "{weight}/{weights}", "quota": {{"source": "table"}},
                "measure": {{"date": "booked_on", "period": "{period}"}}, {}}}"#, AT_TARGET[*kind])
        }).collect();
        let document = format!(
            r#"{{"schema": "quarterdeck/commission-plan@1", "id": "plan", "currency": "USD", "effective": {{"from": "2026-01-01"}},
                "rounding": {{"at": "payee"}}, "components": [{}]}}"#, components.join(","));
        let plan = Plan::load(document.as_bytes()).unwrap_or_else(|problems| panic!("{problems}\n{document}")).0;
        let (mut sold, mut due) = (String::from("transaction_id,payee_id,amount,booked_on\n"), String::from("payee_id,from,to,amount\n"));
        let starts = ["2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01"];
        for (at, quota) in quotas.iter().enumerate() {
            due.push_str(&format!("ann,{},{},{}\n", starts[at], starts[at + 1], amount(*quota)));
            let first = quota * cut / 100;
            for (part, cents) in [first, quota - first].into_iter().enumerate() {
                sold.push_str(&format!("T{at}-{part},ann,{},{}\n", amount(cents), starts[at]));
            }
        }
        let inputs = Inputs {
            transactions: records(&sold, &declared::TRANSACTIONS),
            assignments: records(
                &format!("payee_id,plan_id,from,target_variable\nann,plan,2026-01-01,{}\n", amount(target)),
                &declared::ASSIGNMENTS,
            ),
            quotas: Some(records(&due, &declared::QUOTAS)),
            splits: None,
            quota_relief: None,
            fx_rates: None,
            reporting: None,
            flags: None,
        };
        let params: CalculateParams = serde_json::from_str(r#"{"period": "2026"}"#).unwrap();
        let done = plan.calculate(&params, inputs, BadRecords::default()).unwrap();
        let periods = parts.iter().map(|(_, quarterly, weight)| i64::from(weight * if *quarterly { 4 } else { 1 })).sum::<i64>();
        let wanted = Exact::new(i128::from(target * periods), 100 * i128::from(weights)).unwrap();
        let cents = wanted.round_to_units(2, Rounding::HalfUp).unwrap();
        prop_assert_eq!(earned(&done), Exact::new(cents, 100).unwrap());
    }

    #[test]
    fn a_curve_through_the_target_pays_the_target(cuts in prop::collection::vec(0..QUOTA, 0..6), sum in 1..9_999_999_i64) {
        let target = amount(sum);
        let payout = format!(r#""curve": {{"x": "attainment", "apply": "amount", "points": [["0", "0"], ["1", "{target}"]]}}"#);
        let plan = plan(&payout, "component");
        let mut bounds = cuts;
        bounds.extend([0, QUOTA]);
        bounds.sort_unstable();
        let cents: Vec<i64> = bounds.windows(2).map(|ends| ends[1] - ends[0]).collect();
        prop_assert_eq!(earned(&calculate(&plan, &cents, 1)), Exact::parse(&target).unwrap());
    }
}
