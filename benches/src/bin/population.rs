//! Closes the quarter of a population, and says how long it takes and what memory.
//!
//! `population [PLAN] [THREADS...]`: the plan as it is (`plain`), or with stages after its rates (`stages`) or with
//! overrides (`overrides`); on one thread unless said otherwise. Prints one line of JSON: for each number of threads
//! the best of three calls, from columns in memory to `lines` and `statements`; how long it takes to explain one line
//! after them; and the most memory that the process has held, tables in and out included. Every number of threads
//! has to give the same tables.
#![forbid(unsafe_code)]

use std::time::{Duration, Instant};

use benches::company::{Company, rows_asked};
use benches::population::{params, plan, tables};
use quarterdeck::api::{self, Answer};
use serde_json::{Value, json};

/// How often a call is timed: the first also waits for memory that the process never had.
const CALLS: usize = 3;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_else(|| "plain".to_owned());
    let mut threads = words.map(|word| word.parse()).collect::<Result<Vec<u32>, _>>()?;
    if threads.is_empty() {
        threads.push(1);
    }
    let company = Company::new(rows_asked());
    let (plan, _) = api::load("commission_plan", &plan(&name).ok_or("the plan is plain, stages or overrides")?)?;
    let given = tables(&company);
    let mut told = json!({"plan": name, "rows": company.rows.len(), "seconds": {}});
    let mut digests = None;
    for &count in &threads {
        let mut best = Duration::MAX;
        for call in 0..CALLS {
            let given = given.clone();
            let (answer, elapsed) = timed(|| api::call("commission.calculate", Some(&plan), &params(count), given));
            best = best.min(elapsed);
            if call == 0 {
                tell(&mut told, &answer)?;
                if threads.len() > 1 {
                    let own = digests_of(&answer);
                    if *digests.get_or_insert_with(|| own.clone()) != own {
                        return Err(format!("{count} threads give other tables").into());
                    }
                }
            }
        }
        told["seconds"][count.to_string()] = (best.as_millis() as f64 / 1000.0).into();
    }
    told["peak_kib"] = peak().into();
    println!("{told}");
    Ok(())
}

/// What came out, and how long one of its lines takes to explain.
fn tell(told: &mut Value, answer: &Answer) -> Outcome<()> {
    if !answer.json.starts_with(b"{\"ok\":true") {
        return Err(String::from_utf8_lossy(&answer.json).into());
    }
    let lines = answer.tables.get("lines").map_or(0, |lines| lines.rows());
    told["lines"] = lines.into();
    told["earned"] = serde_json::from_slice::<Value>(&answer.json)?["summary"]["earned"].take();
    let run = answer.run.as_ref().ok_or("a calculation explains itself")?;
    let asked = format!(r#"{{"table":"lines","row":{}}}"#, lines / 2);
    let best = (0..10).map(|_| timed(|| api::explain(run, asked.as_bytes())).1).min();
    told["explained_in_microseconds"] = best.map(|best| best.as_micros() as u64).into();
    Ok(())
}

fn digests_of(answer: &Answer) -> Vec<String> {
    answer.tables.iter().map(|(_, table)| table.digest()).collect()
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
