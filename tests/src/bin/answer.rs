//! Answers requests, one JSON text a line, each with one line: how the oracle asks without a host.
#![forbid(unsafe_code)]

use std::io::{BufRead, Write, stdin, stdout};

use quarterdeck::api;

fn main() -> std::io::Result<()> {
    let mut out = stdout().lock();
    for request in stdin().lock().lines() {
        out.write_all(&api::call_json(request?.as_bytes()))?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}
