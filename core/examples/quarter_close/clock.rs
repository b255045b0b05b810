//! How long each stage took.

use std::fmt;
use std::time::{Duration, Instant};

#[derive(Debug)]
pub(crate) struct Clock {
    start: Instant,
    last: Instant,
    laps: Vec<Lap>,
}

#[derive(Debug)]
struct Lap {
    stage: &'static str,
    took: Duration,
    /// Whether it ran beside the stages before it.
    beside: bool,
}

#[expect(clippy::disallowed_methods, reason = "a program may tell how long it took; no number depends on it")]
fn now() -> Instant {
    Instant::now()
}

/// A result, and how long it took.
pub(crate) fn timed<T>(stage: impl FnOnce() -> T) -> (T, Duration) {
    let start = now();
    let result = stage();
    (result, now() - start)
}

impl Clock {
    pub(crate) fn start() -> Self {
        let start = now();
        Self { start, last: start, laps: Vec::new() }
    }

    /// Ends a stage.
    pub(crate) fn lap(&mut self, stage: &'static str) {
        let at = now();
        self.laps.push(Lap { stage, took: at - self.last, beside: false });
        self.last = at;
    }

    pub(crate) fn lap_if(&mut self, there: bool, stage: &'static str) {
        if there {
            self.lap(stage);
        }
    }

    /// Ends a stage that ran beside those before it; what was waited for it is its own.
    pub(crate) fn lap_beside(&mut self, there: bool, stage: &'static str, took: Duration) {
        if there {
            self.laps.push(Lap { stage, took, beside: true });
            self.last = now();
        }
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lap = |Lap { stage, took, beside }: &Lap| {
            let beside = if *beside { " beside them" } else { "" };
            format!("{stage} {:.3}{beside}", took.as_secs_f64())
        };
        let laps: Vec<String> = self.laps.iter().map(lap).collect();
        write!(f, "{:.3} s: {}", (self.last - self.start).as_secs_f64(), laps.join(", "))
    }
}
