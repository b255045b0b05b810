//! `cargo xtask bench`: our benches, and what one would use instead beside them, in one run.

use std::path::Path;

use serde_json::Value;

use crate::{Result, setup, shell};

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
    let make = ["run", "--quiet", "--profile", "bench", "--package", "benches", "--bin", "peer_input", "--"];
    let ours = measured(shell::cargo(root, &make).arg(&folder))?;
    let mut polars = shell::command(root, setup::python(root), &["benches/peers/commission_polars.py"]);
    let theirs = measured(polars.arg(&folder).env("POLARS_MAX_THREADS", "1"))?;
    let our_time = nanoseconds(&ours, "nanoseconds")?;
    println!("\ncommissions on {} transactions, one thread, results equal to the cent", ours["rows"]);
    println!("  {our_time:>6.0} ns a transaction   quarterdeck: lines and statements");
    let peer = theirs["peer"].as_str().unwrap_or("polars");
    let peers =
        [("nanoseconds", "amounts and totals"), ("nanoseconds_with_register", "lines with tier, rate and true-up")];
    for (key, what) in peers {
        let time = nanoseconds(&theirs, key)?;
        println!("  {time:>6.0} ns a transaction   {peer}: {what}, {:.1} times as long", time / our_time);
    }
    Ok(())
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
