//! The quarter close: deals, quotas and a plan in; rejected rows with reasons, attainment by person,
//! the commission register and one statement explained line by line out.
//!
//! `cargo run --release --example quarter_close` closes a generated sample; `-- --help` says how to
//! close one's own quarter. Every number printed was computed by the library: this program reads
//! files, renames columns and lays out tables.
#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "a program prints")]

mod arguments;
mod close;
mod columns;
mod grid;
mod input;
mod rejected;
mod report;
mod trouble;

use std::process::ExitCode;

use arguments::{Arguments, Asked};
use trouble::Trouble;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(trouble) => {
            eprint!("{trouble}");
            ExitCode::from(2)
        }
    }
}

fn run(words: &[String]) -> Result<String, Trouble> {
    let arguments = match Arguments::read(words)? {
        Asked::Help => return Ok(arguments::HELP.to_owned()),
        Asked::Close(arguments) => arguments,
    };
    let input = if arguments.is_empty() { input::sample()? } else { input::files(&arguments)? };
    let closes = close::all(&input)?;
    report::text(&input, &closes)
}
