//! The laws of releases, on random schedules, collections and leavers.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use quarterdeck::commission::{
    COLLECTIONS, Plan, RELEASE_EARNINGS, RELEASE_TRANSACTIONS, Release, ReleaseInputs, ReleaseParams,
};
use quarterdeck::number::Exact;
use quarterdeck::table::{BadRecords, Intake, Records, Table, TableShape, conform, declared};

/// Cents and days of 2026: earnings, payments of the one invoice, and when the payee leaves.
#[derive(Debug, Clone)]
struct Course {
    earnings: Vec<(i64, u32)>,
    payments: Vec<(i64, u32)>,
    /// What is taken back of the earnings, with its sign as a line has it.
    taken: Vec<(i64, u32)>,
    last_day: Option<u32>,
}

fn course() -> impl Strategy<Value = Course> {
    let earnings = prop::collection::vec((-50_000..500_000_i64, 0..360_u32), 1..6);
    let payments = prop::collection::vec((-40_000..90_000_i64, 0..360_u32), 0..8);
    let taken = prop::collection::vec((-300_000..50_000_i64, 0..360_u32), 0..4);
    (earnings, payments, taken, prop::option::of(0..360_u32)).prop_map(|(earnings, payments, taken, last_day)| Course {
        earnings,
        payments,
        taken,
        last_day,
    })
}

fn plan() -> impl Strategy<Value = Plan> {
    let schedule = prop::sample::select(vec![
        r#"[{"event": "cash", "share": "1"}]"#,
        r#"[{"event": "booking", "share": "1/3"}, {"event": "cash", "share": "2/3"}]"#,
        r#"[{"event": "instalments", "share": "3/7", "count": 5, "every": "month"}, {"event": "cash", "share": "4/7"}]"#,
        r#"[{"event": "date", "share": "0.5", "on": "2026-07-01"}, {"event": "after", "share": "0.5", "months": 2}]"#,
    ]);
    let held = prop::sample::select(vec!["0", "1/3", "0.1", "1"]);
    let exit = prop::sample::select(vec!["keep", "cancel"]);
    let until = (0..9_u32).prop_map(|months| format!(r#"{{"event": "after", "months": {months}}}"#));
    let until =
        prop_oneof![until, Just(r#"{"event": "collected"}"#.to_owned()), Just(r#"{"event": "invoice"}"#.to_owned())];
    let lock = prop::sample::select(vec!["booking", "release"]);
    (schedule, held, exit, until, lock).prop_map(|(schedule, held, exit, until, lock)| {
        let document = format!(
            r#"{{"schema": "quarterdeck/commission-plan@1", "id": "p", "currency": "USD",
            "effective": {{"from": "2026-01-01"}},
            "components": [{{"id": "all", "rate": "0.1", "measure": {{"date": "booked_on", "period": "year"}}}}],
            "release": {{"schedule": {schedule}, "on_exit": "{exit}", "rate_lock": "{lock}",
                "holdback": {{"share": "{held}", "release": {until}}}}}}}"#
        );
        Plan::load(document.as_bytes()).unwrap().0
    })
}

fn day(number: u32) -> String {
    let start = quarterdeck::time::Date::new(2026, 1, 1).unwrap();
    start.add_days(i32::try_from(number).unwrap()).unwrap().to_string()
}

fn cents(cents: i64) -> String {
    format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
}

fn records(csv: &str, shape: &'static TableShape) -> Records {
    let table = Table::from_csv(csv.as_bytes()).unwrap();
    conform(table, shape, &Intake::default(), &mut BadRecords::default()).unwrap()
}

fn release(plan: &Plan, course: &Course, as_of: Option<u32>) -> Release {
    let mut earnings = "payee_id,component_id,transaction_id,source_transaction_id,line_no,effective_on,amount,rate,\
        commission_credit,at_rate,true_up\n"
        .to_owned();
    for (number, (amount, on)) in course.earnings.iter().enumerate() {
        let (on, amount) = (day(*on), cents(*amount));
        // What each earned, on ten times as much credit at a tenth, or at another rate besides.
        let rate = ["0.1", "0.04", "0"][number % 3];
        earnings.push_str(&format!("ann,all,t,,{number},{on},{amount},{rate},{amount}0,{amount},0\n"));
    }
    let mut transactions = "transaction_id,invoiced_on,invoiced_total\nt,2026-03-01,1234.56\n".to_owned();
    for (number, (amount, on)) in course.taken.iter().enumerate() {
        earnings.push_str(&format!("ann,all,r{number},t,{},{},{},,,,\n", 100 + number, day(*on), cents(*amount)));
        transactions.push_str(&format!("r{number},,-500\n"));
    }
    let mut payments = "transaction_id,collected_on,amount\n".to_owned();
    for (amount, on) in &course.payments {
        payments.push_str(&format!("t,{},{}\n", day(*on), cents(*amount)));
    }
    let last_day = course.last_day.map(day).unwrap_or_default();
    let inputs = ReleaseInputs {
        earnings: records(&earnings, &RELEASE_EARNINGS),
        transactions: Some(records(&transactions, &RELEASE_TRANSACTIONS)),
        collections: Some(records(&payments, &COLLECTIONS)),
        people: Some(records(&format!("person_id,last_day\nann,{last_day}\n"), &declared::PEOPLE)),
    };
    let as_of = as_of.map_or("{}".to_owned(), |on| format!(r#"{{"as_of": "{}"}}"#, day(on)));
    let params: ReleaseParams = serde_json::from_str(&as_of).unwrap();
    plan.release(&params, &inputs, BadRecords::default()).unwrap()
}

fn column(table: &Table, name: &str) -> Vec<Exact> {
    let cells = table.decimal(name).unwrap();
    (0..table.rows()).map(|row| cells.exact(row).unwrap()).collect()
}

proptest! {
    /// Released + held + forfeited + cancelled + pending is the earning, at any time, and what is released
    /// lies between nothing and all of it.
    #[test]
    fn the_parts_are_the_earning(plan in plan(), course in course(), as_of in prop::option::of(0..500_u32)) {
        let release = release(&plan, &course, as_of);
        let positions = release.tables().get("positions").unwrap();
        let earned = column(positions, "earned");
        let parts = ["released", "held", "forfeited", "cancelled", "clawed_back", "pending"].map(|name| column(positions, name));
        for row in 0..positions.rows() {
            let sum = parts.iter().fold(Exact::ZERO, |sum, part| sum.add(&part[row]));
            prop_assert_eq!(&sum, &earned[row]);
            let [released, ..] = &parts;
            prop_assert!(released[row].abs() <= earned[row].abs());
            prop_assert!(released[row].is_zero() || released[row].is_negative() == earned[row].is_negative());
        }
    }

    /// Where everything is payable at once, what is taken back takes nothing else with it: net of it, everything
    /// is released, and of no earning more than all is cancelled or clawed back.
    #[test]
    fn what_is_taken_back_is_all_that_is_missing(course in course()) {
        let document = br#"{"schema": "quarterdeck/commission-plan@1", "id": "p", "currency": "USD",
            "effective": {"from": "2026-01-01"},
            "components": [{"id": "all", "rate": "0.1", "measure": {"date": "booked_on", "period": "year"}}]}"#;
        let course = Course { last_day: None, ..course };
        let release = release(&Plan::load(document).unwrap().0, &course, None);
        let all: i64 = course.earnings.iter().chain(&course.taken).map(|(cents, _)| cents).sum();
        prop_assert_eq!(Exact::from(release.summary().released), Exact::new(all.into(), 100).unwrap());
        prop_assert_eq!(release.summary().pending.to_string(), "0");
    }

    /// The payable movements of an earning sum to what is released of it, and to what the rates of its days paid besides:
    /// nothing where nothing is released.
    #[test]
    fn payable_movements_sum_to_what_is_released(plan in plan(), course in course()) {
        let release = release(&plan, &course, None);
        let releases = release.tables().get("releases").unwrap();
        let kinds = releases.text("kind").unwrap();
        let payable = |row: &usize| matches!(kinds.get(*row), Some("release" | "reversal" | "holdback_release" | "clawback" | "re_rated"));
        let amounts = column(releases, "amount");
        let paid = (0..releases.rows()).filter(payable).fold(Exact::ZERO, |sum, row| sum.add(&amounts[row]));
        let positions = release.tables().get("positions").unwrap();
        let released = column(positions, "released");
        let re_rated = if positions.decimal("re_rated").is_some() { column(positions, "re_rated") } else { Vec::new() };
        prop_assert_eq!(paid, released.iter().chain(&re_rated).fold(Exact::ZERO, |sum, part| sum.add(part)));
        for (re_rated, _) in re_rated.iter().zip(&released).filter(|(_, released)| released.is_zero()) {
            prop_assert!(re_rated.abs() <= Exact::new(1, 50).unwrap(), "{} of nothing", re_rated);
        }
    }

    /// What happens later changes nothing that happened before.
    #[test]
    fn later_days_change_no_earlier_movement(plan in plan(), course in course(), as_of in 0..400_u32) {
        let rows = |release: &Release| -> Vec<serde_json::Value> {
            let text = release.tables().get("releases").unwrap().to_rows();
            serde_json::from_slice(&text).unwrap()
        };
        let mut whole = rows(&release(&plan, &course, None));
        whole.retain(|row| row["released_on"].as_str().unwrap() < day(as_of).as_str());
        prop_assert_eq!(whole, rows(&release(&plan, &course, Some(as_of))));
    }
}
