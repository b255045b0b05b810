//! Closes the quarter of a population, and says how long it takes and what memory.
//!
//! `population`: prints one line of JSON: the best of three calls, from columns in memory to `lines` and
//! `statements`, and the most memory that the process has held, tables in and out included.
#![forbid(unsafe_code)]

use std::time::{Duration, Instant};

use benches::company::{Company, PARAMS, rows_asked};
use benches::population::{PLAN, tables};
use quarterdeck::api;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let company = Company::new(rows_asked());
    let (plan, _) = api::load("commission_plan", PLAN)?;
    let tables = tables(&company);
    let mut best = Duration::MAX;
    let (mut lines, mut earned) = (0, serde_json::Value::Null);
    for _ in 0..3 {
        let given = tables.clone();
        let (answer, elapsed) = timed(|| api::call("commission.calculate", Some(&plan), PARAMS, given));
        if !answer.json.starts_with(b"{\"ok\":true") {
            return Err(String::from_utf8_lossy(&answer.json).into());
        }
        best = best.min(elapsed);
        lines = answer.tables.get("lines").map_or(0, |lines| lines.rows());
        earned = serde_json::from_slice::<serde_json::Value>(&answer.json)?["summary"]["earned"].take();
    }
    let transactions = company.rows.len();
    let told = serde_json::json!({
        "rows": transactions,
        "lines": lines,
        "seconds": best.as_millis() as f64 / 1000.0,
        "earned": earned,
        "peak_kib": peak().unwrap_or(0),
    });
    println!("{told}");
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let made = work();
    (made, start.elapsed())
}

/// The most memory that the process has held, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix("kB")?.trim().parse().ok()
}
