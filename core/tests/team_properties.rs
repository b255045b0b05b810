//! The laws of team bonuses: shares add up to their pool, sale and full refund bring a team nothing, months sum to their
//! year, and the order of records changes nothing.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use quarterdeck::commission::{ApplyParams, CalculateParams, Calculation, Changes, Inputs, Plan};
use quarterdeck::number::{Exact, Rounding};
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

fn plan(bonus: &str) -> Plan {
    clawing(bonus, "original_rate")
}

fn clawing(bonus: &str, mode: &str) -> Plan {
    let document = format!(
        r#"{{"schema": "quarterdeck/commission-plan@1", "id": "plan", "currency": "USD", "effective": {{"from": "2020-01-01"}},
            "clawback": {{"mode": "{mode}"}},
            "components": [{{"id": "core", "measure": {{"date": "booked_on", "period": "quarter"}}, "rate": "1/13"}}],
            "bonuses": [{{"id": "pool", "kind": "team", {bonus}}}]}}"#
    );
    Plan::load(document.as_bytes()).unwrap_or_else(|problems| panic!("{problems}\n{document}")).0
}

/// A sale of somebody.
#[derive(Debug, Clone)]
struct Sale {
    day: i32,
    dollars: i64,
    owner: usize,
}

fn sales(days: i32) -> impl Strategy<Value = Vec<Sale>> {
    let sale = (0..days, -400..2_500_i64, 0..5_usize);
    let sale = sale.prop_map(|(day, dollars, owner)| Sale { day, dollars, owner });
    prop::collection::vec(sale, 0..12)
}

/// The sales as records, backwards if that is asked for; and with `back` a full refund of each so many days later.
fn inputs(sales: &[Sale], back: Option<i32>, backwards: bool) -> Inputs {
    let mut rows = Vec::new();
    for (position, Sale { day: of_year, dollars, owner }) in sales.iter().enumerate() {
        rows.push(format!("T{position:03},{},{dollars}.37,{},\n", PEOPLE[*owner], day(*of_year)));
        if let Some(later) = back {
            let sign = if *dollars < 0 { "" } else { "-" };
            let (amount, on) = (dollars.abs(), day(of_year + later));
            rows.push(format!("R{position:03},,{sign}{amount}.37,{on},T{position:03}\n"));
        }
    }
    let mut people: Vec<&str> = vec![
        "a,plan,2020-01-01,,north,1\n",
        "b,plan,2020-01-01,,north,1/3\n",
        "c,plan,2020-01-01,2026-02-10,north,2\n",
        "c,plan,2026-02-10,,south,1\n",
        "d,plan,2020-01-01,2026-03-01,south,0.5\n",
        "e,plan,2026-01-20,,north,0\n",
    ];
    if backwards {
        rows.reverse();
        people.reverse();
    }
    let transactions = format!("transaction_id,payee_id,amount,booked_on,reverses_id\n{}", rows.concat());
    let assignments = format!("payee_id,plan_id,from,to,team_id,team_weight\n{}", people.concat());
    Inputs {
        transactions: records(&transactions, &declared::TRANSACTIONS),
        assignments: records(&assignments, &declared::ASSIGNMENTS),
        splits: None,
        quotas: None,
        quota_relief: None,
        fx_rates: None,
        reporting: None,
        flags: None,
    }
}

fn params(period: &str) -> CalculateParams {
    serde_json::from_str(&format!(r#"{{"period": "{period}"}}"#)).unwrap()
}

fn calculate(plan: &Plan, period: &str, inputs: Inputs) -> Calculation {
    plan.calculate(&params(period), inputs, BadRecords::default()).unwrap()
}

/// Sums of the amounts of a kind of lines, by some of their columns.
fn sums(calculation: &Calculation, columns: &[&str], takes: impl Fn(&str) -> bool) -> BTreeMap<Vec<String>, Exact> {
    let lines = calculation.tables().get("lines").unwrap();
    let text = |name: &str, row: usize| match name {
        "effective_on" => lines.date(name).unwrap().get(row).unwrap().to_string(),
        name => lines.text(name).unwrap().get(row).unwrap_or_default().to_owned(),
    };
    let amounts = lines.decimal("amount").unwrap();
    let mut found = BTreeMap::new();
    for row in (0..lines.rows()).filter(|&row| takes(&text("kind", row))) {
        let key = columns.iter().map(|name| text(name, row)).collect();
        let sum = found.entry(key).or_insert(Exact::ZERO);
        *sum = sum.add(&amounts.exact(row).unwrap());
    }
    found
}

fn is_team(kind: &str) -> bool {
    kind == "team"
}

const SHARED: &[&str] = &[
    r#""share_by": "headcount""#,
    r#""share_by": "headcount", "prorated": true"#,
    r#""share_by": "credit""#,
    r#""share_by": "weight""#,
    r#""share_by": "weight", "prorated": true"#,
];

const BASES: &[&str] = &[
    r#""rate": "1/7", "base": "credit""#,
    r#""rate": "1/3", "base": "component_result""#,
    r#""amount": "1000/7", "when": {"subject": {"measure_of": "core"}, "op": "ge", "value": "2000"}"#,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn shares_add_up_to_the_rounded_pool(shared in prop::sample::select(SHARED), sales in sales(90)) {
        let made = plan(&format!(r#""period": "quarter", "rate": "1/7", "base": "credit", {shared}"#));
        // Whoever is in a team on the day of a sale brings it: before 20 January e is in none.
        let credit = sales.iter().filter(|sale| match sale.owner {
            3 => sale.day < 59,
            4 => sale.day >= 19,
            _ => true,
        });
        let dollars = |sale: &Sale| Exact::new(i128::from(sale.dollars), 1).unwrap();
        let cents = |sale: &Sale| Exact::new(if sale.dollars < 0 { -37 } else { 37 }, 100).unwrap();
        let mut pools = [Exact::ZERO, Exact::ZERO];
        for sale in credit {
            let south = sale.owner == 3 || (sale.owner == 2 && sale.day >= 40);
            let pool = &mut pools[usize::from(south)];
            *pool = pool.add(&dollars(sale)).add(&cents(sale));
        }
        let seventh = Exact::new(1, 7).unwrap();
        let rounded = |pool: &Exact| pool.mul(&seventh).round_to_units(2, Rounding::HalfUp).unwrap();
        let wanted: i128 = pools.iter().map(rounded).sum();
        let all = calculate(&made, "2026-Q1", inputs(&sales, None, false));
        let found = sums(&all, &[], is_team).remove(&Vec::new()).unwrap_or(Exact::ZERO);
        prop_assert_eq!(found, Exact::new(wanted, 100).unwrap());
    }

    #[test]
    fn a_sale_and_its_full_refund_bring_a_team_nothing(
        shared in prop::sample::select(&SHARED[..3]),
        base in prop::sample::select(&BASES[..2]),
        mode in prop::sample::select(&["original_rate", "recalculate"][..]),
        sale in sales(90),
    ) {
        let made = clawing(&format!(r#""period": "month", {base}, {shared}"#), mode);
        let all = calculate(&made, "2026", inputs(&sale[..sale.len().min(1)], Some(45), false));
        let of_team = sums(&all, &["component_id"], is_team);
        prop_assert!(of_team.values().all(Exact::is_zero), "{of_team:?} is left");
    }

    #[test]
    fn months_sum_to_their_year(
        shared in prop::sample::select(SHARED),
        base in prop::sample::select(BASES),
        sales in sales(200),
    ) {
        let made = plan(&format!(r#""period": "quarter", {base}, {shared}"#));
        let by_day = ["payee_id", "effective_on"];
        let mut months: BTreeMap<Vec<String>, Exact> = BTreeMap::new();
        for month in 1..=12 {
            let of_month = calculate(&made, &format!("2026-{month:02}"), inputs(&sales, Some(60), false));
            months.extend(sums(&of_month, &by_day, is_team));
        }
        prop_assert_eq!(months, sums(&calculate(&made, "2026", inputs(&sales, Some(60), false)), &by_day, is_team));
    }

    #[test]
    fn the_order_of_records_changes_nothing(
        shared in prop::sample::select(SHARED),
        base in prop::sample::select(BASES),
        sales in sales(90),
    ) {
        let made = plan(&format!(r#""period": "quarter", {base}, {shared}"#));
        let by_line = ["payee_id", "kind", "effective_on"];
        let [there, back] = [false, true].map(|turned| {
            sums(&calculate(&made, "2026-Q1", inputs(&sales, Some(20), turned)), &by_line, |_| true)
        });
        prop_assert_eq!(there, back);
    }

    #[test]
    fn a_book_is_its_records_calculated_afresh(
        shared in prop::sample::select(SHARED),
        base in prop::sample::select(BASES),
        sales in sales(90),
    ) {
        let made = plan(&format!(r#""period": "quarter", {base}, {shared}"#));
        let (first, _) = sales.split_at(sales.len() / 2);
        let bad = BadRecords::default;
        let (book, _) = made.open_book(&params("2026-Q1"), inputs(first, None, false), bad()).unwrap();
        let changes = Changes { transactions: Some(inputs(&sales, None, false).transactions), withdrawn: None, splits: None };
        let params: ApplyParams = serde_json::from_str("{}").unwrap();
        let applied = book.apply(&params, &changes, bad()).unwrap();
        let fresh = calculate(&made, "2026-Q1", inputs(&sales, None, false));
        let kept = applied.book().tables().unwrap();
        for name in ["lines", "statements"] {
            prop_assert_eq!(kept.get(name), fresh.tables().get(name));
        }
    }
}
