//! The steps of a test run and how they went.

use std::time::{Duration, Instant};

use crate::Result;

/// Runs steps one after the other and remembers what failed.
pub struct Board {
    steps: Vec<(String, Duration, Option<String>)>,
}

impl Board {
    pub fn new() -> Self {
        Self { steps: Vec::new() }
    }

    /// Runs one step; says whether it went well.
    #[expect(clippy::disallowed_methods, reason = "a test run may tell how long it took")]
    pub fn step(&mut self, name: &str, work: impl FnOnce() -> Result) -> bool {
        println!("\n== {name}");
        let start = Instant::now();
        let why = work().err().map(|why| why.to_string());
        if let Some(why) = &why {
            println!("-- failed: {why}");
        }
        let went_well = why.is_none();
        self.steps.push((name.to_owned(), start.elapsed(), why));
        went_well
    }

    /// Prints the steps and sums up.
    pub fn close(self) -> Result {
        println!("\n== steps");
        for (name, time, why) in &self.steps {
            let word = if why.is_none() { "ok" } else { "FAILED" };
            println!("{word:>6} {:>5.0} s  {name}", time.as_secs_f64());
        }
        let failed: Vec<_> =
            self.steps.iter().filter(|(.., why)| why.is_some()).map(|(name, ..)| name.as_str()).collect();
        if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", ")).into()) }
    }
}
