//! The stages in words.

use super::super::document::OnFail;
use super::super::model::{Cap, ComponentStages, Gate, Limit, Linked, Multiplier, PlanStages};
use crate::time::PeriodUnit;

impl ComponentStages {
    /// The stages of a component, in the order in which they come.
    pub(crate) fn describe(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.gates.iter().map(Gate::describe).collect();
        lines.extend(self.multipliers.iter().map(Multiplier::describe));
        lines.extend(self.kickers.iter().map(|kicker| kicker.describe(window_words(kicker.window))));
        if let Some(cap) = &self.line_cap {
            let limits =
                [("least", &cap.least, ""), ("most", &cap.most, ""), ("most", &cap.most_rate, " of its credit")];
            let words =
                limits.iter().filter_map(|(word, limit, of)| Some(format!("at {word} {}{of}", limit.as_ref()?)));
            let words: Vec<String> = words.collect();
            lines.push(format!("  a deal with what reverses it earns {}", words.join(" and ")));
        }
        match &self.cap {
            Some(Cap::Payment(limit)) => {
                let excess = if limit.carry {
                    "; what is above it is paid at the end of later periods of the plan year that have room"
                } else {
                    "; what is above it is lost"
                };
                lines.push(format!("  it pays at most {}{excess}", limit.words()));
            }
            Some(Cap::Attainment(most, _)) => {
                lines.push(format!("  credit above an attainment of {most} earns nothing more"));
            }
            None => {}
        }
        lines.extend(self.linked.iter().map(Linked::describe));
        if let Some(floor) = &self.floor {
            lines.push(format!("  it pays at least {}, made up when that is over", floor.words()));
        }
        lines
    }
}

impl PlanStages {
    /// The stages of a plan, in the order in which they come.
    pub(crate) fn describe(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(cap) = &self.cap {
            let order = "used up by the components in the order in which they are written";
            lines.push(format!("all components together pay at most {}, {order}", cap.words()));
        }
        if let Some(floor) = &self.floor {
            lines.push(format!("all components together pay at least {}, made up when that is over", floor.words()));
        }
        lines
    }
}

/// A period of the plan's calendar.
fn window_words(unit: Option<PeriodUnit>) -> &'static str {
    match unit {
        None => "a measure period",
        Some(PeriodUnit::Month) => "a month",
        Some(PeriodUnit::Quarter) => "a quarter",
        Some(PeriodUnit::Half) => "half a year",
        Some(PeriodUnit::Year) => "a year",
    }
}

impl Gate {
    fn describe(&self) -> String {
        let fails = match &self.on_fail {
            OnFail::Zero => "it pays nothing".to_owned(),
            OnFail::Factor(factor) => format!("it pays {factor} of what it would"),
            OnFail::BaseRateOnly => "it pays the base rate alone".to_owned(),
            OnFail::Hold if self.released => "what it earns is held, and paid when the period ends".to_owned(),
            OnFail::Hold => "what it earns is held, and lost if the period ends so".to_owned(),
        };
        let passes = if self.excess_only { "; when it is, only credit above that pays" } else { "" };
        let window = match self.window {
            None => String::new(),
            window => format!(" over {}", window_words(window)),
        };
        format!("  unless {}{window}, {fails}{passes}", self.when.words())
    }
}

impl Limit {
    fn words(&self) -> String {
        let period = window_words(self.period);
        let prorated = if self.prorated { " (by the part of it that one is there)" } else { "" };
        format!("{} for {period}{prorated}", self.payment)
    }
}
