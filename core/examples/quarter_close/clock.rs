//! How long each stage took.

use std::fmt;
use std::time::{Duration, Instant};

#[derive(Debug)]
pub(crate) struct Clock {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

#[expect(clippy::disallowed_methods, reason = "a program may tell how long it took; no number depends on it")]
fn now() -> Instant {
    Instant::now()
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self { last: now(), laps: Vec::new() }
    }

    /// Ends a stage.
    pub(crate) fn lap(&mut self, stage: &'static str) {
        let at = now();
        self.laps.push((stage, at - self.last));
        self.last = at;
    }

    pub(crate) fn lap_if(&mut self, there: bool, stage: &'static str) {
        if there {
            self.lap(stage);
        }
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Duration = self.laps.iter().map(|(_, lap)| *lap).sum();
        let laps: Vec<String> =
            self.laps.iter().map(|(stage, lap)| format!("{stage} {:.3}", lap.as_secs_f64())).collect();
        write!(f, "{:.3} s: {}", all.as_secs_f64(), laps.join(", "))
    }
}
