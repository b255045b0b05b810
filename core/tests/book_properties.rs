//! The laws of books: after any changes a book is a calculation from its transactions afresh, what changes book adds
//! up, and an earlier book stays as it was.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fmt::Write;

use proptest::prelude::*;
use quarterdeck::commission::{
    ApplyParams, BOOKINGS, CalculateParams, Changes, CommissionBook, Inputs, Plan, RestateInputs, RestateParams,
    WITHDRAWN,
};
use quarterdeck::number::Exact;
use quarterdeck::table::{BadRecordPolicy, BadRecords, Intake, Records, Table, TableShape, Tables, conform, declared};
use quarterdeck::time::Date;

/// Plans, by what is particular in each.
const PLANS: &[&str] = &[
    // Marginal tiers of a quarter, and a rate on a month.
    r#""components": [{"id": "new", MEASURE, "quota": {"source": "table"}, TIERS}, {"id": "all", MONTH, "rate": "1/30"}]"#,
    // All is paid at the tier reached, in a year, whose lines are rounded as the payee's.
    r#""rounding": {"at": "payee"}, "components": [
        {"id": "new", YEAR, "rate_table": {"index": "amount", "mode": "whole", "value": "rate", "boundary": "upper_inclusive",
            "tiers": [{"from": "0", "to": "1000", "value": "0.0333"}, {"from": "1000", "to": null, "value": "0.1"}]}},
        {"id": "all", MEASURE, "rate": "1/30"}]"#,
    r#""rounding": {"reconcile": "largest_remainder"}, "components": [{"id": "all", MEASURE, "rate": "1/30"}]"#,
    r#""rounding": {"at": "line"}, "components": [{"id": "all", MEASURE, "rate": "1/30"}, {"id": "alone",
        "measure": {"date": "booked_on", "period": "quarter", "accumulate": "transaction"}, TABLE}]"#,
    // Some count only some, by rules and by other dates, with factors and caps on credit.
    r#""components": [{"id": "hard", MEASURE, "eligible": {"column": "product", "op": "eq", "value": "hard"}, TABLE},
        {"id": "paid", "measure": {"date": "paid_on", "period": "year"}, "rate": "0.02",
         "credit_multipliers": [{"quota": "2", "commission": "1.5", "when": {"column": "product", "op": "eq", "value": "soft"}}],
         "credit_cap": {"commission": "900"}}]"#,
    // What is sold below reaches those above.
    r#""hierarchy": {"date": "booked_on"}, "components": [
        {"id": "own", MEASURE, "quota": {"source": "table"}, TIERS}, {"id": "team", YEAR, "roll_up": "only", TABLE}]"#,
    // Gates, caps and floors.
    r#""plan_cap": {"payment": "250", "period": "quarter"}, "components": [
        {"id": "new", MEASURE, "quota": {"source": "table"}, "line_cap": {"max": "60"},
         "gates": [{"subject": "attainment", "op": "ge", "value": "0.5"}],
         "cap": {"payment": "200/3", "period": "month", "excess": "carry"}, TIERS},
        {"id": "all", MONTH, "floor": {"payment": "5"}, "rate": "1/30"}]"#,
    // Refunds are credit of their own days.
    r#""clawback": {"mode": "current_rate"}, "components": [{"id": "new", MEASURE, TABLE}, {"id": "all", YEAR, "rate": "1/30"}]"#,
    // Refunds take back what the periods since would have come to without the sale.
    r#""clawback": {"mode": "recalculate"}, "components": [{"id": "new", MEASURE, TABLE}, {"id": "all", YEAR, "rate": "1/30"}]"#,
    // The days of a quota are a measure period, and another's measure picks the tier.
    r#""components": [{"id": "all", "measure": {"date": "booked_on", "period": "quota", "id": "all"}, "quota": {"source": "table"}, "rate": "0.02"},
        {"id": "beside", "measure": {"date": "booked_on", "period": "quota"}, "quota": {"source": "table"},
         "rate_table": {"index": {"measure": "all"}, "mode": "whole", "value": "rate", "boundary": "lower_inclusive",
            "tiers": [{"from": "0", "to": "2000", "value": "0.01"}, {"from": "2000", "to": null, "value": "0.03"}]}}]"#,
    // Rates of rules, and shares that divide credit over tiers.
    r#""components": [{"id": "ruled", MEASURE, "rates": {"dimensions": ["product"], "rules": [
            {"id": "hard", "match": {"product": ["hard"]}, "rate": "0.03"}, {"id": "rest", "match": {}, "rate": "0.01"}]}},
        {"id": "units", "measure": {"date": "booked_on", "period": "quarter", "credit": "units"}, "pays_on": "amount", TABLE}]"#,
    // Running sums alone tell each line: all is paid at the tier reached, in a year, beside some that are chosen.
    r#""components": [{"id": "new", YEAR, "rate_table": {"index": "amount", "mode": "whole", "value": "rate", "boundary": "upper_inclusive",
            "tiers": [{"from": "0", "to": "1000", "value": "1/30"}, {"from": "1000", "to": null, "value": "0.1"}]}},
        {"id": "hard", MONTH, "eligible": {"column": "product", "op": "eq", "value": "hard"}, TABLE}]"#,
    // The same with each line rounded for itself, and amounts at once where a tier is reached.
    r#""rounding": {"at": "line"}, "components": [{"id": "steps", MEASURE, "rate_table": {"index": "amount", "mode": "whole",
            "value": "step_amount", "boundary": "lower_inclusive",
            "tiers": [{"from": "0", "to": "1500", "value": "7/3"}, {"from": "1500", "to": null, "value": "100"}]}},
        {"id": "new", YEAR, TABLE}]"#,
];

/// Those whose lines are told by running sums alone.
const SUMMED: [usize; 3] = [0, 11, 12];

fn plan(at: usize) -> Plan {
    let table = r#""rate_table": {"index": "amount", "mode": "marginal", "value": "rate", "boundary": "lower_inclusive",
        "tiers": [{"from": "0", "to": "1000", "value": "0.0333"}, {"from": "1000", "to": null, "value": "0.1"}]}"#;
    let tiers = table.replace("\"amount\"", "\"attainment\"").replace("1000", "1");
    let measure = |period: &str| format!(r#""measure": {{"date": "booked_on", "period": "{period}"}}"#);
    let keys = PLANS[at]
        .replace("MEASURE", &measure("quarter"))
        .replace("MONTH", &measure("month"))
        .replace("YEAR", &measure("year"))
        .replace("TABLE", if PLANS[at].contains("\"units\"") { "TABLE" } else { table })
        .replace("TIERS", &tiers);
    let keys = keys.replace("TABLE", &table.replace("\"amount\"", "\"units\""));
    let document = format!(
        r#"{{"schema": "quarterdeck/commission-plan@1", "id": "plan", "currency": "USD",
            "effective": {{"from": "2025-01-01"}}, {keys}}}"#
    );
    Plan::load(document.as_bytes()).unwrap_or_else(|problems| panic!("{problems}\n{document}")).0
}

/// A transaction: whose, cents, the day of 2026, what, in which currency, and the number of what it takes back.
#[derive(Debug, Clone)]
struct Sale {
    payee: usize,
    cents: i64,
    day: i32,
    hard: bool,
    euro: bool,
    reverses: Option<usize>,
    split: usize,
    known: i32,
}

/// By number.
type Sales = BTreeMap<usize, Sale>;

/// Some transactions are given, some withdrawn.
#[derive(Debug, Clone)]
struct Step {
    given: Sales,
    withdrawn: Vec<usize>,
}

const IDS: usize = 12;

fn sale() -> impl Strategy<Value = Sale> {
    let refund = prop::option::weighted(0.2, 0..IDS);
    let what = (any::<bool>(), prop::bool::weighted(0.1), refund, 0..12_usize, 0..400_i32);
    (0..5_usize, -30_000..200_000_i64, 0..300_i32, what).prop_map(
        |(payee, cents, day, (hard, euro, reverses, split, known))| {
            let cents = if reverses.is_some() { -(cents.abs() / 3) } else { cents };
            Sale { payee, cents, day, hard, euro, reverses, split, known }
        },
    )
}

fn sales(most: usize) -> impl Strategy<Value = Sales> {
    prop::collection::btree_map(0..IDS, sale(), 0..most)
}

/// Sales of two payees in the plan's currency, without splits and refunds.
fn whole_sales(most: usize) -> impl Strategy<Value = Sales> {
    let whole = sale().prop_map(|sale| Sale { payee: sale.payee % 2, euro: false, reverses: None, split: 11, ..sale });
    prop::collection::btree_map(0..60_usize, whole, 0..most)
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (sales(4), prop::collection::vec(0..IDS, 0..3));
    prop::collection::vec(step.prop_map(|(given, withdrawn)| Step { given, withdrawn }), 1..6)
}

fn records(csv: &str, shape: &'static TableShape) -> Records {
    let mut bad = BadRecords::default();
    let records = conform(Table::from_csv(csv.as_bytes()).unwrap(), shape, &Intake::default(), &mut bad).unwrap();
    assert!(bad.records().is_empty(), "{bad:?}\n{csv}");
    records
}

fn day(of_year: i32) -> Date {
    Date::new(2026, 1, 1).unwrap().add_days(of_year).unwrap()
}

fn transactions(sales: &Sales) -> (Records, Records) {
    let mut rows = String::from(
        "transaction_id,payee_id,amount,units,currency,booked_on,paid_on,sequence,reverses_id,known_at,product\n",
    );
    let mut splits = String::from("transaction_id,payee_id,role,share\n");
    for (number, sale) in sales {
        let Sale { payee, cents, split, .. } = sale;
        let of_splits = *split < 3;
        let payee = if of_splits { "" } else { ["ann", "bo", "cy", "di", "ed"][*payee] };
        let sign = if *cents < 0 { "-" } else { "" };
        let _ = writeln!(
            rows,
            "T{number:02},{payee},{sign}{}.{:02},{},{},{},{},{},{},{}T00:00:00Z,{}",
            cents.abs() / 100,
            cents.abs() % 100,
            cents / 5_000,
            if sale.euro { "EUR" } else { "USD" },
            day(sale.day),
            day(sale.day + 40),
            if sale.hard { "1" } else { "" },
            sale.reverses.filter(|of| of != number).map_or_else(String::new, |of| format!("T{of:02}")),
            day(sale.known),
            if sale.hard { "hard" } else { "soft" },
        );
        match split {
            0 => splits.push_str(&format!("T{number:02},ann,direct,1/3\nT{number:02},bo,direct,2/3\n")),
            1 => splits.push_str(&format!(
                "T{number:02},ann,direct,0.5\nT{number:02},cy,direct,0.5\nT{number:02},bo,overlay,0.25\n"
            )),
            2 => splits.push_str(&format!("T{number:02},di,direct,1\nT{number:02},cy,overlay,1/7\n")),
            _ => {}
        }
    }
    (records(&rows, &declared::TRANSACTIONS), records(&splits, &declared::SPLITS))
}

fn inputs(sales: &Sales) -> Inputs {
    let (transactions, splits) = transactions(sales);
    let people = "payee_id,plan_id,from,to\nann,plan,2025-01-01,2026-05-20\ndi,other,2026-01-01,\nann,plan,2026-05-20,\n\
                  cy,plan,2026-02-01,\nbo,plan,2025-01-01,\ned,plan,2026-03-15,2026-08-01\n";
    let mut quotas = String::from("payee_id,measure_id,from,to,amount\n");
    for payee in ["ann", "bo", "cy", "ed"] {
        for (from, to, amount) in [("01", "04", 1_000), ("04", "07", 700), ("07", "10", 1_500), ("10", "13", 900)] {
            let to = if to == "13" { "2027-01".to_owned() } else { format!("2026-{to}") };
            let _ = writeln!(quotas, "{payee},,2026-{from}-01,{to}-01,{amount}");
        }
    }
    let reporting = "person_id,manager_id,from,to\nann,bo,,2026-04-01\nann,cy,2026-04-01,\nbo,cy,,\ned,bo,,\ndi,ed,,\n";
    let rates =
        "base,quote,from,to,rate,kind\nEUR,USD,2026-01-01,2026-06-01,1.08,spot\nEUR,USD,2026-06-01,,1.125,spot\n";
    Inputs {
        transactions,
        splits: Some(splits),
        assignments: records(people, &declared::ASSIGNMENTS),
        quotas: Some(records(&quotas, &declared::QUOTAS)),
        quota_relief: None,
        fx_rates: Some(records(rates, &declared::FX_RATES)),
        reporting: Some(records(reporting, &declared::REPORTING)),
        flags: None,
    }
}

fn changes(step: &Step, before: &Sales) -> Changes {
    let (transactions, splits) = transactions(&step.given);
    // A transaction keeps its splits unless it is withdrawn, so one that has none any more is.
    let had = |number: &&usize| before.get(number).is_some_and(|old| old.split < 3);
    let bare = step.given.iter().filter(|(_, sale)| sale.split >= 3).map(|(number, _)| number).filter(had);
    let known = step.withdrawn.iter().filter(|number| before.contains_key(number));
    let mut all: Vec<usize> = known.chain(bare).copied().collect();
    all.sort_unstable();
    all.dedup();
    let rows: Vec<String> = all.iter().map(|number| format!("T{number:02}\n")).collect();
    let withdrawn = records(&format!("transaction_id\n{}", rows.concat()), &WITHDRAWN);
    Changes { transactions: Some(transactions), withdrawn: Some(withdrawn), splits: Some(splits) }
}

fn applied(step: &Step, before: &Sales) -> Sales {
    let mut after = before.clone();
    after.retain(|number, _| !step.withdrawn.contains(number));
    after.extend(step.given.clone());
    after
}

/// The rows of what a book has.
fn rows(tables: &Tables) -> Vec<(String, String)> {
    let held = tables.iter().filter(|(name, _)| ["lines", "statements", "cap_balances", "gates"].contains(name));
    held.map(|(name, table)| (name.to_owned(), String::from_utf8(table.to_rows()).unwrap())).collect()
}

fn sum(table: &Table, column: &str) -> Exact {
    let cells = table.decimal(column).unwrap();
    (0..table.rows()).filter_map(|row| cells.exact(row)).fold(Exact::ZERO, |sum, cell| sum.add(&cell))
}

fn params(at: usize) -> CalculateParams {
    let asked = [
        r#"{"period": "2026"}"#,
        r#"{"period": "2026-Q2"}"#,
        r#"{"period": "2026-05"}"#,
        r#"{"period": "2026", "known_at": "2026-07-01T00:00:00Z"}"#,
    ];
    serde_json::from_str(asked[at]).unwrap()
}

fn set_aside() -> BadRecords {
    BadRecords::new(BadRecordPolicy::SetAside)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_book_is_its_transactions_calculated_afresh(
        at in 0..PLANS.len(), asked in 0..4_usize, first in sales(IDS), steps in steps(),
    ) {
        let (plan, params) = (plan(at), params(asked));
        let mut sales = first;
        let (mut book, _) = plan.open_book(&params, inputs(&sales), set_aside()).unwrap();
        for step in &steps {
            let earlier = (book.clone(), rows(&book.tables().unwrap()));
            let done = book.apply(&ApplyParams::default(), &changes(step, &sales), set_aside()).unwrap();
            sales = applied(step, &sales);
            let afresh = plan.calculate(&params, inputs(&sales), set_aside()).unwrap();
            prop_assert_eq!(rows(&done.book().tables().unwrap()), rows(afresh.tables()));
            let (summary, found) = (done.book().summary().unwrap(), afresh.summary());
            prop_assert_eq!(
                (summary.earned, summary.lines, summary.payees, summary.transactions),
                (found.earned, found.lines, found.payees, sales.len())
            );
            let adjusted = sum(done.tables().get("bookings").unwrap(), "amount");
            let total = |book: &CommissionBook| Exact::from(book.summary().unwrap().earned);
            prop_assert_eq!(adjusted, total(done.book()).sub(&total(&book)));
            prop_assert_eq!(rows(&earlier.0.tables().unwrap()), earlier.1);
            let old = Exact::from(done.summary().booked).add(&Exact::from(done.summary().adjusted));
            prop_assert_eq!(old, Exact::from(done.summary().earned));
            book = done.book().clone();
        }
        let bytes = book.to_bytes().unwrap();
        let again = CommissionBook::from_bytes(&bytes).unwrap();
        prop_assert_eq!(rows(&again.tables().unwrap()), rows(&book.tables().unwrap()));
        prop_assert_eq!(again.summary().unwrap(), book.summary().unwrap());
        prop_assert!(again.to_bytes().unwrap() == bytes);
    }

    /// Whole credits in the plan's currency go on where changes begin: many lines, of which most stay, and some books
    /// whose first lines are of days before the call's.
    #[test]
    fn a_book_of_whole_credits_goes_on_where_changes_begin(
        at in prop::sample::select(&SUMMED[..]), asked in 0..4_usize, first in whole_sales(40), steps in prop::collection::vec(whole_sales(3), 1..8),
    ) {
        let (plan, params) = (plan(at), params(asked));
        let mut sales = first;
        let (mut book, _) = plan.open_book(&params, inputs(&sales), set_aside()).unwrap();
        for given in steps {
            // Some are withdrawn instead.
            let withdrawn = given.keys().filter(|number| **number % 3 == 0).copied().collect();
            let given = given.into_iter().filter(|(number, _)| number % 3 != 0).collect();
            let step = Step { given, withdrawn };
            let done = book.apply(&ApplyParams::default(), &changes(&step, &sales), set_aside()).unwrap();
            sales = applied(&step, &sales);
            let afresh = plan.calculate(&params, inputs(&sales), set_aside()).unwrap();
            prop_assert_eq!(rows(&done.book().tables().unwrap()), rows(afresh.tables()));
            let adjusted = sum(done.tables().get("bookings").unwrap(), "amount");
            let total = |book: &CommissionBook| Exact::from(book.summary().unwrap().earned);
            prop_assert_eq!(adjusted, total(done.book()).sub(&total(&book)));
            let other = plan.open_book(&params, inputs(&sales), set_aside()).unwrap().0;
            prop_assert_eq!(done.book().summary().unwrap(), other.summary().unwrap());
            book = done.book().clone();
        }
    }

    #[test]
    fn what_a_calculation_refuses_a_book_refuses(at in 0..PLANS.len(), first in sales(IDS), steps in steps()) {
        let (plan, params) = (plan(at), params(0));
        let Ok((mut book, _)) = plan.open_book(&params, inputs(&first), BadRecords::default()) else { return Ok(()) };
        let mut sales = first;
        for step in &steps {
            let done = book.apply(&ApplyParams::default(), &changes(step, &sales), BadRecords::default());
            let after = applied(step, &sales);
            let afresh = plan.calculate(&params, inputs(&after), BadRecords::default());
            prop_assert_eq!(done.is_ok(), afresh.is_ok(), "{:?} {:?}", done.err(), afresh.err());
            if let (Ok(done), Ok(afresh)) = (done, afresh) {
                prop_assert_eq!(rows(&done.book().tables().unwrap()), rows(afresh.tables()));
                (book, sales) = (done.book().clone(), after);
            }
        }
    }

    #[test]
    fn bookings_of_changes_leave_a_restatement_nothing_to_book(
        at in 0..PLANS.len(), first in sales(IDS), steps in steps(),
    ) {
        let plan = plan(at);
        let restate = |sales: &Sales, bookings: Option<Table>| {
            let params: RestateParams = serde_json::from_str(r#"{"period": "2026", "booked_on": "2027-01-31"}"#).unwrap();
            let conformed = |table| conform(table, &BOOKINGS, &Intake::default(), &mut BadRecords::default()).unwrap();
            let inputs = RestateInputs { calculation: inputs(sales), bookings: bookings.map(conformed) };
            plan.restate(&params, &inputs, set_aside()).unwrap()
        };
        let mut booked: Vec<Table> = vec![restate(&first, None).tables().get("bookings").unwrap().clone()];
        let mut sales = first;
        let (mut book, _) = plan.open_book(&params(0), inputs(&sales), set_aside()).unwrap();
        for step in &steps {
            let on = ApplyParams { booked_on: Some(day(390)) };
            let done = book.apply(&on, &changes(step, &sales), set_aside()).unwrap();
            booked.push(done.tables().get("bookings").unwrap().clone());
            (sales, book) = (applied(step, &sales), done.book().clone());
        }
        let rows: Vec<String> = booked.iter().map(|table| String::from_utf8(table.to_rows()).unwrap()).collect();
        let all: Vec<&str> = rows.iter().map(|rows| rows.trim_matches(['[', ']'])).filter(|rows| !rows.is_empty()).collect();
        if all.is_empty() {
            return Ok(());
        }
        let all = Table::from_rows(format!("[{}]", all.join(",")).as_bytes()).unwrap();
        prop_assert_eq!(restate(&sales, Some(all)).summary().adjustments, 0);
    }
}
