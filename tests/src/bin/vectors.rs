//! The Rust runner: one JSON line per vector, and a last one that counts.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::process::ExitCode;

use conformance::vectors::{read_all, run};
use serde_json::json;

fn main() -> ExitCode {
    let vectors = match read_all() {
        Ok(vectors) => vectors,
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::FAILURE;
        }
    };
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    let mut transports: BTreeMap<&str, usize> = BTreeMap::new();
    for vector in &vectors {
        let outcome = run(vector);
        if outcome.needs_zones {
            skipped += 1;
            continue;
        }
        match &outcome.why {
            None => passed += 1,
            Some(_) => failed += 1,
        }
        for way in &outcome.transports {
            *transports.entry(way.name()).or_default() += 1;
        }
        let mut line = json!({"name": vector.name, "ok": outcome.why.is_none(), "digest": outcome.digest});
        if let Some(why) = outcome.why {
            line["why"] = why.into();
        }
        println!("{line}");
    }
    let mut last = json!({
        "runtime": "rust", "vectors": passed + failed, "passed": passed, "failed": failed, "transports": transports,
    });
    if skipped > 0 {
        last["without_zones"] = skipped.into();
    }
    println!("{last}");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
