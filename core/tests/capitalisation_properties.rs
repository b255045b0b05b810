//! The laws of capitalised commissions, on random costs and what becomes of them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use quarterdeck::commission::{COST_EVENTS, COSTS, Capitalisation, CapitaliseInputs, CapitaliseParams, capitalise};
use quarterdeck::number::Exact;
use quarterdeck::table::{BadRecords, Intake, Records, Table, TableShape, conform};

/// Costs: cents, day of the years 2024 and 2025, benefit months, and clawbacks or the end: days after, cents.
type Costs = Vec<(i64, u32, u32, Vec<(u32, i64)>)>;

fn costs() -> impl Strategy<Value = Costs> {
    let events = prop::collection::vec((0..900_u32, 0..60_000_i64), 0..3);
    prop::collection::vec((0..9_000_000_i64, 0..730_u32, 1..40_u32, events), 1..5)
}

fn keys() -> impl Strategy<Value = String> {
    let start = prop::sample::select(vec!["full_month", "half_month", "daily"]);
    let mode = prop::sample::select(vec!["half_up", "half_even", "down", "up"]);
    (start, mode, 0..4_u32).prop_map(|(start, mode, places)| {
        format!(r#""start_convention": "{start}", "rounding": "{mode}", "places": {places}"#)
    })
}

fn day(number: u32) -> String {
    let start = quarterdeck::time::Date::new(2024, 1, 1).unwrap();
    start.add_days(i32::try_from(number).unwrap()).unwrap().to_string()
}

fn records(csv: &str, shape: &'static TableShape) -> Records {
    let table = Table::from_csv(csv.as_bytes()).unwrap();
    conform(table, shape, &Intake::default(), &mut BadRecords::default()).unwrap()
}

fn run(costs: &Costs, keys: &str, period: &str, unit: &str) -> Capitalisation {
    let cents = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
    let mut rows = "cost_id,amount,capitalised_on,benefit_months\n".to_owned();
    let mut events = "cost_id,on,kind,amount\n".to_owned();
    for (number, (amount, on, months, happened)) in costs.iter().enumerate() {
        rows.push_str(&format!("c{number},{},{},{months}\n", cents(*amount), day(*on)));
        for (after, clawback) in happened {
            let kind = if *clawback < 5_000 { "churn," } else { &format!("clawback,{}", cents(*clawback)) };
            events.push_str(&format!("c{number},{},{kind}\n", day(on + after)));
        }
    }
    let inputs = CapitaliseInputs { costs: records(&rows, &COSTS), cost_events: Some(records(&events, &COST_EVENTS)) };
    let params = format!(
        r#"{{"period": {period}, "unit": "{unit}", "short_benefit": "capitalise", "currency": "USD", {keys}}}"#
    );
    let params: CapitaliseParams = serde_json::from_str(&params).unwrap();
    capitalise(&params, &inputs, BadRecords::default()).unwrap()
}

fn column(table: &Table, name: &str) -> Vec<Exact> {
    let cells = table.decimal(name).unwrap();
    (0..table.rows()).map(|row| cells.exact(row).unwrap()).collect()
}

const WHOLE: &str = r#"{"from": "2024-01-01", "to": "2031-01-01"}"#;
const OUT: [&str; 3] = ["amortised", "clawed_back", "written_off"];

proptest! {
    /// Every row foots, one closes where the next opens, no asset is below zero, and over its whole life all
    /// of it is amortised, clawed back or written off.
    #[test]
    fn the_roll_forward_foots(costs in costs(), keys in keys()) {
        let all = run(&costs, &keys, WHOLE, "quarter");
        let table = all.tables().get("roll_forward").unwrap();
        let cell = |name: &str| column(table, name);
        let (opening, closing, added) = (cell("opening"), cell("closing"), cell("capitalised"));
        let (current, non_current, out) = (cell("current"), cell("non_current"), OUT.map(cell));
        let mut before = Exact::ZERO;
        for row in 0..table.rows() {
            let sum = out.iter().fold(opening[row].add(&added[row]), |sum, part| sum.sub(&part[row]));
            prop_assert_eq!(&sum, &closing[row]);
            prop_assert_eq!(&opening[row], &before);
            prop_assert!(!closing[row].is_negative() && !current[row].is_negative() && !non_current[row].is_negative());
            before.clone_from(&closing[row]);
        }
        prop_assert!(before.is_zero());
    }

    /// The roll-forward is the sum of the schedule, whatever its periods.
    #[test]
    fn the_roll_forward_is_the_sum_of_the_schedules(costs in costs(), keys in keys()) {
        let all = run(&costs, &keys, r#""2025""#, "half");
        for name in ["capitalised", "amortised", "clawed_back", "written_off"] {
            let total = |table: &str| {
                column(all.tables().get(table).unwrap(), name).iter().fold(Exact::ZERO, |sum, part| sum.add(part))
            };
            prop_assert_eq!(total("schedule"), total("roll_forward"), "{}", name);
        }
    }

    /// A year alone is that year of the whole life.
    #[test]
    fn a_year_alone_is_that_year_of_all(costs in costs(), keys in keys()) {
        let rows = |told: &Capitalisation| -> Vec<serde_json::Value> {
            serde_json::from_slice(&told.tables().get("roll_forward").unwrap().to_rows()).unwrap()
        };
        let mut whole = rows(&run(&costs, &keys, WHOLE, "quarter"));
        whole.retain(|row| row["period_from"].as_str().unwrap().starts_with("2025"));
        let year = rows(&run(&costs, &keys, r#""2025""#, "quarter"));
        // Costs of a later year are no part of it.
        prop_assert!(year.is_empty() || year == whole);
    }
}
