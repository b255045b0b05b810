//! Writes the rows of the benches, and what Quarterdeck pays on them, for the peers' scripts.
//!
//! `peer_input FOLDER`: `transactions.csv`, `quotas.csv`, and `earned.csv` with every payee's total. The
//! sum of all lines, each weighted by a number made of its transaction's, stands in `checksum.txt`. Prints
//! one line of JSON as the peers do: the best of five calls, from a record batch in memory.
#![forbid(unsafe_code)]

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use benches::company::{Company, PARAMS, PLAN, payee_id, rows_asked, transaction_id};
use quarterdeck::api;
use quarterdeck::table::{Table, Tables};
use quarterdeck::time::Date;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("peer_input FOLDER")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let company = Company::new(rows_asked());

    let mut transactions = String::from("transaction_id,payee_id,amount,booked_on\n");
    for row in &company.rows {
        let (sign, cents) = if row.cents < 0 { ("-", -row.cents) } else { ("", row.cents) };
        let (id, payee, day) = (transaction_id(row.number), payee_id(row.payee), Date::from_days(row.day)?);
        writeln!(transactions, "{id},{payee},{sign}{}.{:02},{day}", cents / 100, cents % 100)?;
    }
    std::fs::write(folder.join("transactions.csv"), transactions)?;
    let mut quotas = String::from("payee_id,quota\n");
    for (payee, quota) in (0..).zip(&company.quotas) {
        writeln!(quotas, "{},{quota}", payee_id(payee))?;
    }
    std::fs::write(folder.join("quotas.csv"), quotas)?;

    let (plan, _) = api::load("commission_plan", PLAN)?;
    let (batch, others) = (company.batch(), company.others());
    let call = || api::call("commission.calculate", Some(&plan), PARAMS, Company::tables(&batch, &others));
    let answer = call();
    std::fs::write(folder.join("earned.csv"), earned(&answer.tables).ok_or("no statements")?)?;
    std::fs::write(folder.join("checksum.txt"), checksum(&answer.tables).ok_or("no lines")?.to_string())?;
    drop(answer);
    let best = (0..5).map(|_| timed(call)).min().unwrap_or_default();
    println!("{{\"rows\": {}, \"nanoseconds\": {}}}", company.rows.len(), best.as_nanos() / company.rows.len() as u128);
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let made = work();
    let elapsed = start.elapsed();
    drop(made);
    elapsed
}

/// Every payee's total, in cents.
fn earned(tables: &Tables) -> Option<String> {
    let statements = tables.get("statements")?;
    let (payees, components) = (statements.text("payee_id")?, statements.text("component_id")?);
    let mut out = String::from("payee_id,cents\n");
    for row in (0..statements.rows()).filter(|&row| components.get(row).is_none()) {
        writeln!(out, "{},{}", payees.get(row)?, cents(statements, "earned", row)?).ok()?;
    }
    Some(out)
}

fn checksum(tables: &Tables) -> Option<i128> {
    let lines = tables.get("lines")?;
    let ids = lines.text("transaction_id")?;
    (0..lines.rows()).try_fold(0, |sum, row| {
        let number: i128 = ids.get(row)?.strip_prefix("T-")?.parse().ok()?;
        Some(sum + cents(lines, "amount", row)? * (1 + number % 9973))
    })
}

fn cents(table: &Table, column: &str, row: usize) -> Option<i128> {
    let column = table.decimal(column)?;
    let cells = &column.cells;
    // A column of money holds cents, or fewer decimals where none has more.
    Some(cells.get(row)? * 10_i128.pow(2_u32.checked_sub(column.scale)?))
}
