//! `cargo xtask bench`: our benches, and what one would use instead beside them, in one run.

use std::path::Path;

use serde_json::Value;

use crate::{Result, setup, shell, wasm};

/// Runs the benches; without arguments for criterion also the peers, and prints the ratio.
///
/// # Errors
/// A bench or a peer failed, or their results differ.
pub fn run(root: &Path, arguments: &[&str]) -> Result {
    let mut cargo = shell::cargo(root, &["bench", "--package", "benches"]);
    if !arguments.is_empty() {
        return shell::run(cargo.arg("--").args(arguments));
    }
    shell::run(&mut cargo)?;
    setup::virtual_environment(root)?;
    let folder = root.join("target/bench");
    let ours = measured(shell::cargo(root, &bench_bin("peer_input")).arg("--").arg(&folder))?;
    let our_time = nanoseconds(&ours, "nanoseconds")?;
    println!("\ncommissions on {} transactions, one thread, results equal to the cent", ours["rows"]);
    println!("  {our_time:>6.0} ns a transaction   quarterdeck: lines and statements");
    for peer in PEERS {
        let mut script = shell::command(root, setup::python(root), &[&format!("benches/peers/commission_{peer}.py")]);
        let theirs = measured(script.arg(&folder).env("POLARS_MAX_THREADS", "1"))?;
        let name = theirs["peer"].as_str().unwrap_or(peer);
        for (key, what) in MEASURED {
            if let Ok(time) = nanoseconds(&theirs, key) {
                println!("  {time:>6.0} ns a transaction   {name}: {what}, {:.1} times as long", time / our_time);
            }
        }
    }
    populations(root)
}

/// A population's quarter: on some numbers of threads, of ten times the size, by a plan with stages and one with
/// overrides, and in the browser with the same earnings.
fn populations(root: &Path) -> Result {
    let program = |arguments: &[&str]| {
        let mut program = shell::cargo(root, &bench_bin("population"));
        program.arg("--").args(arguments);
        program
    };
    let population = |arguments: &[&str]| measured(&mut program(arguments));
    let native = population(&["plain"])?;
    let rows = native["rows"].as_u64().ok_or("the bench tells no rows")?;
    println!("\na population's quarter: {} transactions, {} lines, one thread", native["rows"], native["lines"]);
    println!("  {} s, {} MiB at most, tables in and out included", native["seconds"]["1"], peak_mib(&native)?);
    println!("  {} µs to explain one line after it", native["explained_in_microseconds"]);
    println!("  {} s by threads, the same tables", population(&["plain", "1", "2", "5"])?["seconds"]);
    let larger = measured(program(&["plain"]).env("QUARTERDECK_BENCH_ROWS", (10 * rows).to_string()))?;
    println!("  {} s, {} MiB of ten times as many transactions", larger["seconds"]["1"], peak_mib(&larger)?);
    for plan in ["stages", "overrides"] {
        let other = population(&[plan])?;
        println!("  {} s, {} MiB, {} lines with {plan}", other["seconds"]["1"], peak_mib(&other)?, other["lines"]);
    }
    setup::npm(root, "tests")?;
    let chromium = setup::chromium(root)?;
    wasm::build(root, &[])?;
    let mut page = shell::command(root, "node", &["benches/browser/population.mjs"]);
    let page = measured(page.arg(rows.to_string()).env("CHROMIUM", chromium))?;
    println!("  {} s in the browser", page["seconds"]);
    if page["earned"] != native["earned"] {
        return Err(format!("{} natively, {} in the browser", native["earned"], page["earned"]).into());
    }
    Ok(())
}

/// What one would use instead. None of them can say which rule or tier made an amount, none credits managers once a
/// deal on reporting lines that change, and money beyond 38 digits (pandas: 18) is beyond them.
const PEERS: [&str; 3] = ["polars", "duckdb", "pandas"];

/// What the peers' scripts tell, and what it took that long for.
const MEASURED: [(&str, &str); 2] =
    [("nanoseconds", "amounts and totals"), ("nanoseconds_with_register", "lines with tier, rate and true-up")];

/// A program of the benches, as `cargo` runs it.
fn bench_bin(name: &str) -> [&str; 8] {
    ["run", "--quiet", "--profile", "bench", "--package", "benches", "--bin", name]
}

fn peak_mib(measured: &Value) -> Result<u64> {
    Ok(measured["peak_kib"].as_u64().ok_or("the bench tells no memory")? / 1024)
}

/// The last line that a bench writes, which is JSON.
fn measured(command: &mut std::process::Command) -> Result<Value> {
    let output = shell::output(command)?;
    let line = output.lines().last().ok_or("the bench wrote nothing")?;
    Ok(serde_json::from_str(line)?)
}

fn nanoseconds(measured: &Value, key: &str) -> Result<f64> {
    Ok(measured[key].as_f64().ok_or("the bench tells no time")?)
}
