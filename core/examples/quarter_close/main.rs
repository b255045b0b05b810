//! The quarter close: a company's export, its quotas and its plans in; what is wrong with the data, the
//! pipeline, the forecast, attainment, commissions, and one statement explained line by line out.
//!
//! `cargo run --release --example quarter_close` closes a generated company; `-- --help` says how to close
//! one's own quarter. Every number printed was computed by the library: this program reads files, calls one
//! function after the other, and lays out tables.
#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "a program prints")]

mod arguments;
mod cells;
mod clock;
mod close;
mod columns;
mod definitions;
mod export;
mod files;
mod grid;
mod out;
mod records;
mod report;
mod sample;
mod trouble;

use std::process::ExitCode;

use arguments::{Arguments, Asked};
use clock::Clock;
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
    let mut clock = Clock::start();
    let input = if arguments.names_no_file() { sample::input(&arguments)? } else { files::input(&arguments)? };
    clock.lap("reading");
    let close = close::close(input, &arguments, &mut clock)?;
    let text = report::text(&close, &arguments)?;
    clock.lap("report");
    let written = match &arguments.out {
        Some(folder) => out::write(&close, &arguments, folder)?,
        None => String::new(),
    };
    clock.lap_if(arguments.out.is_some(), "writing");
    Ok(format!("{text}{written}\n{clock}\n"))
}
