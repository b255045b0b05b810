//! The steps of a test run and how they went.

use std::process::Command;
use std::time::{Duration, Instant};

use super::tally::{Report, summed_up};
use crate::{Result, shell};

/// Runs steps one after the other and remembers how they went.
#[derive(Default)]
pub struct Board {
    steps: Vec<(String, Duration, Option<String>)>,
    reports: Vec<Report>,
    passed: u64,
    failed: u64,
}

impl Board {
    /// Runs one step; says whether it went well.
    #[expect(clippy::disallowed_methods, reason = "a test run may tell how long it took")]
    pub fn step(&mut self, name: &str, work: impl FnOnce(&mut Self) -> Result) -> bool {
        println!("\n== {name}");
        let start = Instant::now();
        let counted = self.failed;
        let why = work(self).err().map(|why| why.to_string());
        if let Some(why) = &why {
            println!("-- {name} failed: {why}");
            // A step that fails without a failed test in it, a build say, counts as one.
            self.failed = self.failed.max(counted + 1);
        }
        let went_well = why.is_none();
        self.steps.push((name.to_owned(), start.elapsed(), why));
        went_well
    }

    /// Runs a command as a step.
    pub fn run(&mut self, name: &str, command: &mut Command) -> bool {
        self.step(name, |_| shell::run(command))
    }

    /// Runs a command whose output sums up tests.
    pub fn tests(&mut self, name: &str, command: &mut Command) -> bool {
        self.step(name, |board| {
            shell::stream(command, |line| {
                let (passed, failed) = summed_up(line).unwrap_or_default();
                board.passed += passed;
                board.failed += failed;
            })
        })
    }

    /// Runs a runtime's vectors and holds them against those of the runtimes before it.
    pub fn vectors(&mut self, runtime: &str, command: &mut Command) -> bool {
        self.step(&format!("{runtime} vectors"), |board| {
            let report = Report::read(runtime, &shell::output_of_any_status(command)?)?;
            println!("{}", report.line());
            let (passed, failed) = report.counts();
            board.passed += passed;
            board.failed += failed;
            let verdict =
                report.verdict().and_then(|()| board.reports.iter().try_for_each(|first| first.agrees_with(&report)));
            board.reports.push(report);
            verdict
        })
    }

    /// Runs the vectors of a build that must answer what the first one does, without counting them.
    pub fn same_vectors(&mut self, name: &str, command: &mut Command) -> bool {
        self.step(name, |board| {
            let report = Report::read("rust", &shell::output_of_any_status(command)?)?;
            println!("{}", report.line());
            report.verdict()?;
            board.reports.first().map_or(Ok(()), |first| first.agrees_on_common(&report))
        })
    }

    /// Prints the steps and sums up, the last line being `N passed, M failed`.
    pub fn close(self) -> Result {
        println!("\n== steps");
        for (name, time, why) in &self.steps {
            let word = if why.is_none() { "ok" } else { "FAILED" };
            println!("{word:>6} {:>5.0} s  {name}", time.as_secs_f64());
        }
        println!();
        for report in &self.reports {
            println!("{}", report.line());
        }
        println!("{} passed, {} failed", self.passed, self.failed);
        let failed: Vec<_> =
            self.steps.iter().filter(|(.., why)| why.is_some()).map(|(name, ..)| name.as_str()).collect();
        if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", ")).into()) }
    }
}
