//! A book of one payee with a thousand lines of marginal tiers: a transaction put in last, and before some of the
//! others; and the same in a book of a thousand such payees, of which only the one is calculated.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use quarterdeck::commission::{ApplyParams, Changes, CommissionBook, Inputs, Plan};
use quarterdeck::table::{BadRecords, Intake, Records, Table, TableShape, conform, declared};
use quarterdeck::time::Date;

const PLAN: &[u8] = br#"{"schema": "quarterdeck/commission-plan@1", "id": "bench", "currency": "USD",
    "effective": {"from": "2026-01-01"}, "components": [
    {"id": "bookings", "measure": {"date": "booked_on", "period": "year"}, "quota": {"source": "table"},
     "rate_table": {"index": "attainment", "mode": "marginal", "value": "rate", "boundary": "lower_inclusive", "tiers": [
        {"from": "0", "to": "1", "value": "0.05"}, {"from": "1", "to": "1.25", "value": "0.08"},
        {"from": "1.25", "to": null, "value": "0.12"}]}}]}"#;

const LINES: usize = 1_000;

fn records(csv: &str, shape: &'static TableShape) -> Records {
    let table = Table::from_csv(csv.as_bytes()).expect("the rows are CSV");
    conform(table, shape, &Intake::default(), &mut BadRecords::default()).expect("sound records")
}

/// The transaction of a payee that stands before the line of this number.
fn sale(payee: usize, line: usize, id: &str) -> String {
    let of_year = i32::try_from(line * 364 / LINES).expect("a day of the year");
    let day = Date::new(2026, 1, 1).and_then(|first| first.add_days(of_year)).expect("a day");
    format!("P{payee:04}-{line:06}{id},p{payee:04},{}.{:02},{day},{line}\n", line % 90 + 1, line % 100)
}

const COLUMNS: &str = "transaction_id,payee_id,amount,booked_on,sequence\n";

fn book(payees: usize) -> CommissionBook {
    let (mut sales, mut people) = (COLUMNS.to_owned(), "payee_id,plan_id,from\n".to_owned());
    let mut quotas = "payee_id,from,to,amount\n".to_owned();
    for payee in 0..payees {
        (0..LINES).for_each(|line| sales.push_str(&sale(payee, line, "")));
        let _ = writeln!(people, "p{payee:04},bench,2026-01-01");
        let _ = writeln!(quotas, "p{payee:04},2026-01-01,2027-01-01,40000");
    }
    let inputs = Inputs {
        transactions: records(&sales, &declared::TRANSACTIONS),
        assignments: records(&people, &declared::ASSIGNMENTS),
        quotas: Some(records(&quotas, &declared::QUOTAS)),
        splits: None,
        quota_relief: None,
        fx_rates: None,
        reporting: None,
        flags: None,
    };
    let (plan, _) = Plan::load(PLAN).expect("the plan is sound");
    let params = serde_json::from_str(r#"{"period": "2026"}"#).expect("the parameters are sound");
    plan.open_book(&params, inputs, BadRecords::default()).expect("sound inputs").0
}

fn books(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("book");
    for payees in [1, 1_000] {
        let book = book(payees);
        for line in [LINES, 900, 500, 0] {
            let transactions = records(&format!("{COLUMNS}{}", sale(0, line, "-new")), &declared::TRANSACTIONS);
            let changes = Changes { transactions: Some(transactions), ..Changes::default() };
            let name = format!("a transaction before line {line} of {LINES}, {payees} payees");
            group.bench_function(&name, |bench| {
                bench.iter_with_large_drop(|| {
                    book.apply(&ApplyParams::default(), black_box(&changes), BadRecords::default()).expect("sound")
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, books);
criterion_main!(benches);
