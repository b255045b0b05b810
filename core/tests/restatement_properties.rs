//! The laws of refunds and restatements, on random sales, refunds and changes.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use quarterdeck::commission::{BOOKINGS, CalculateParams, Inputs, Plan, RestateInputs, RestateParams};
use quarterdeck::number::Exact;
use quarterdeck::table::{BadRecords, Intake, Records, Table, TableShape, conform, declared};
use quarterdeck::time::Date;

const PLAN: &str = r#"{"schema": "quarterdeck/commission-plan@1", "id": "plan", "currency": "USD",
    "effective": {"from": "2026-01-01"}, "components": [
        {"id": "new", "measure": {"date": "booked_on", "period": "quarter"},
         "rate_table": {"index": "amount", "mode": "MODE", "value": "rate", "boundary": "lower_inclusive", "tiers": [
            {"from": "0", "to": "1000", "value": "0.0333"}, {"from": "1000", "to": null, "value": "0.1"}]}},
        {"id": "all", "measure": {"date": "booked_on", "period": "year"}, "rate": "0.0125"}]}"#;

/// Cents, the day of 2026, the thousandths of each part of a full refund, and how many days it takes.
#[derive(Debug, Clone)]
struct Sale {
    cents: i64,
    day: i32,
    cuts: Vec<i64>,
    later: i32,
    split: bool,
}

fn sales() -> impl Strategy<Value = Vec<Sale>> {
    let sale = (1..500_000_i64, 0..200_i32, prop::collection::vec(1..100_i64, 1..4), 0..160_i32, any::<bool>());
    prop::collection::vec(
        sale.prop_map(|(cents, day, cuts, later, split)| Sale { cents, day, cuts, later, split }),
        1..8,
    )
}

fn records(csv: &str, shape: &'static TableShape) -> Records {
    conform(Table::from_csv(csv.as_bytes()).unwrap(), shape, &Intake::default(), &mut BadRecords::default()).unwrap()
}

fn amount(cents: i64) -> String {
    format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
}

fn inputs(sales: &[Sale], refunded: bool) -> Inputs {
    let date = |day: i32| Date::new(2026, 1, 1).unwrap().add_days(day).unwrap();
    let mut transactions = String::from("transaction_id,payee_id,amount,booked_on,reverses_id\n");
    let mut splits = String::from("transaction_id,payee_id,role,share\n");
    for (at, sale) in sales.iter().enumerate() {
        let payee = if sale.split { "" } else { "ann" };
        transactions.push_str(&format!("T{at},{payee},{},{},\n", amount(sale.cents), date(sale.day)));
        if sale.split {
            splits.push_str(&format!("T{at},ann,direct,1/3\nT{at},bo,direct,2/3\nT{at},cy,overlay,0.5\n"));
        }
        let all: i64 = sale.cuts.iter().sum();
        let (mut so_far, mut taken) = (0, 0);
        for (part, cut) in sale.cuts.iter().enumerate().filter(|_| refunded) {
            so_far += cut;
            let cents = sale.cents * so_far / all - taken;
            taken += cents;
            if cents > 0 {
                let day = date(sale.day + sale.later + i32::try_from(part).unwrap());
                transactions.push_str(&format!("R{at}-{part},,{},{day},T{at}\n", amount(-cents)));
            }
        }
    }
    let people = "payee_id,plan_id,from\nann,plan,2026-01-01\nbo,plan,2026-01-01\ncy,plan,2026-01-01\n";
    Inputs {
        transactions: records(&transactions, &declared::TRANSACTIONS),
        assignments: records(people, &declared::ASSIGNMENTS),
        splits: Some(records(&splits, &declared::SPLITS)),
        quotas: None,
        quota_relief: None,
        fx_rates: None,
        flags: None,
        reporting: None,
    }
}

/// What every payee earned by each component.
fn earned(plan: &Plan, inputs: &Inputs, period: &str) -> BTreeMap<(String, String), Exact> {
    let params: CalculateParams = serde_json::from_str(&format!(r#"{{"period": "{period}"}}"#)).unwrap();
    let done = plan.calculate(&params, inputs.clone(), BadRecords::default()).unwrap();
    let lines = done.tables().get("lines").unwrap();
    let text = |name: &str, row: usize| lines.text(name).unwrap().get(row).unwrap().to_owned();
    let mut sums = BTreeMap::new();
    for row in 0..lines.rows() {
        let amount = lines.decimal("amount").unwrap().exact(row).unwrap();
        let sum = sums.entry((text("payee_id", row), text("component_id", row))).or_insert(Exact::from(0));
        *sum = sum.add(&amount);
    }
    sums
}

/// The measure of the year's component, by payee.
fn measures(plan: &Plan, inputs: &Inputs) -> BTreeMap<String, Exact> {
    let params: CalculateParams = serde_json::from_str(r#"{"period": "2026"}"#).unwrap();
    let done = plan.calculate(&params, inputs.clone(), BadRecords::default()).unwrap();
    let statements = done.tables().get("statements").unwrap();
    let of_year = |row: &usize| statements.text("component_id").unwrap().get(*row) == Some("all");
    let measure = |row: usize| Some((row, statements.decimal("measure").unwrap().exact(row)?));
    let payee = |row: usize| statements.text("payee_id").unwrap().get(row).unwrap().to_owned();
    let rows = (0..statements.rows()).filter(of_year).filter_map(measure);
    rows.map(|(row, measure)| (payee(row), measure)).collect()
}

fn restate(plan: &Plan, inputs: &Inputs, bookings: Option<&Table>) -> (Table, Exact, Exact) {
    let params: RestateParams = serde_json::from_str(r#"{"period": "2026-Q1", "booked_on": "2026-05-01"}"#).unwrap();
    let conformed =
        |table: &Table| conform(table.clone(), &BOOKINGS, &Intake::default(), &mut BadRecords::default()).unwrap();
    let inputs = RestateInputs { calculation: inputs.clone(), bookings: bookings.map(conformed) };
    let done = plan.restate(&params, &inputs, BadRecords::default()).unwrap();
    let total = Exact::from(done.summary().booked).add(&Exact::from(done.summary().adjusted));
    (done.tables().get("bookings").unwrap().clone(), total, Exact::from(done.summary().earned))
}

fn loaded(mode: &str, clawback: &str) -> Plan {
    let plan =
        PLAN.replace("MODE", mode).replace(r#""components""#, &format!(r#""clawback": {clawback}, "components""#));
    Plan::load(plan.as_bytes()).unwrap().0
}

const RECALCULATE: &str = r#"{"mode": "recalculate"}"#;

/// Clawback sections that leave other lines as they are.
fn restoring() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["{}", r#"{"restore_attainment": "current"}"#, r#"{"restore_attainment": "original"}"#])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn sales_with_full_refunds_in_parts_come_to_nothing_for_everyone(
        sales in sales(),
        whole in any::<bool>(),
        restore in restoring(),
    ) {
        let plan = loaded(if whole { "whole" } else { "marginal" }, restore);
        for (whose, sum) in earned(&plan, &inputs(&sales, true), "2026") {
            prop_assert_eq!(sum, Exact::from(0), "{:?}", whose);
        }
    }

    #[test]
    fn recalculated_sales_with_full_refunds_leave_what_the_others_earn(
        gone in sales(),
        kept in sales(),
        mode in prop::sample::select(vec!["marginal", "whole"]),
        period in prop::sample::select(vec!["2026", "2026-H1"]),
    ) {
        let plan = loaded(mode, RECALCULATE);
        let stays: Vec<Sale> = kept.iter().map(|sale| Sale { cuts: Vec::new(), ..sale.clone() }).collect();
        let alone = earned(&plan, &inputs(&stays, false), period);
        // Refunds after the period are another's; those that come before its end leave nothing of their sales.
        let gone: Vec<Sale> = gone.into_iter().map(|sale| Sale { day: sale.day % 20, ..sale }).collect();
        let all: Vec<Sale> = stays.into_iter().chain(gone).collect();
        for (whose, sum) in earned(&plan, &inputs(&all, true), period) {
            prop_assert_eq!(Some(&sum).filter(|sum| !sum.is_zero()), alone.get(&whose).filter(|sum| !sum.is_zero()), "{:?}", whose);
        }
    }

    /// Once all refunds of a year have come its measure is what was not refunded, whoever was credited.
    #[test]
    fn restored_measures_are_what_is_left(
        gone in sales(),
        kept in sales(),
        restore in prop::sample::select(vec!["current", "original"]),
    ) {
        let plan = loaded("whole", &format!(r#"{{"restore_attainment": "{restore}"}}"#));
        let stays: Vec<Sale> = kept.iter().map(|sale| Sale { cuts: Vec::new(), ..sale.clone() }).collect();
        let all: Vec<Sale> = stays.iter().cloned().chain(gone).collect();
        let left = measures(&plan, &inputs(&stays, false));
        for (payee, measure) in measures(&plan, &inputs(&all, true)) {
            prop_assert_eq!(Some(&measure).filter(|measure| !measure.is_zero()), left.get(&payee).filter(|left| !left.is_zero()), "{}", payee);
        }
    }

    #[test]
    fn parts_of_a_refund_in_any_order_are_one_full_refund(sales in sales(), mode in prop::sample::select(vec!["original_rate", "recalculate"])) {
        let plan = loaded("whole", &format!(r#"{{"mode": "{mode}"}}"#));
        let turned: Vec<Sale> =
            sales.iter().map(|sale| Sale { cuts: sale.cuts.iter().rev().copied().collect(), ..sale.clone() }).collect();
        let at_once: Vec<Sale> = sales.iter().map(|sale| Sale { cuts: vec![1], ..sale.clone() }).collect();
        let sums = earned(&plan, &inputs(&sales, true), "2026");
        prop_assert_eq!(&sums, &earned(&plan, &inputs(&turned, true), "2026"));
        prop_assert_eq!(&sums, &earned(&plan, &inputs(&at_once, true), "2026"));
    }

    #[test]
    fn quarters_with_late_refunds_add_up_to_the_year(
        sales in sales(),
        tiers in any::<bool>(),
        again in any::<bool>(),
        restore in restoring(),
    ) {
        let mode = if tiers && again { "whole" } else { "marginal" };
        let plan = loaded(mode, if again { RECALCULATE } else { restore });
        let inputs = inputs(&sales, true);
        let mut sums: BTreeMap<(String, String), Exact> = BTreeMap::new();
        for quarter in ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"] {
            for (whose, sum) in earned(&plan, &inputs, quarter) {
                let all = sums.entry(whose).or_insert(Exact::from(0));
                *all = all.add(&sum);
            }
        }
        prop_assert_eq!(sums, earned(&plan, &inputs, "2026"));
    }

    #[test]
    fn bookings_add_up_to_the_latest_calculation(
        before in sales(),
        after in sales(),
        again in any::<bool>(),
        restore in restoring(),
    ) {
        let plan = loaded("whole", if again { RECALCULATE } else { restore });
        let (closed, booked, now) = restate(&plan, &inputs(&before, true), None);
        prop_assert_eq!(booked, now);
        if closed.rows() > 0 {
            let (again, _, _) = restate(&plan, &inputs(&before, true), Some(&closed));
            prop_assert_eq!(again.rows(), 0);
            let (_, booked, now) = restate(&plan, &inputs(&after, true), Some(&closed));
            prop_assert_eq!(booked, now);
        }
    }
}
