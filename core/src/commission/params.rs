//! What a calculation is asked for.

use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::time::{Instant, PeriodInput};

/// Parameters of [`Plan::calculate`](super::Plan::calculate).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalculateParams {
    /// The period that is paid: a label of the plan's calendar, or `{from, to}`.
    pub period: PeriodInput,
    /// What was known then: records with a `known_at` from this instant on do not exist yet.
    /// Absent: everything.
    #[serde(default)]
    pub known_at: Option<Instant>,
    /// What the statements measure attainment against while a measure period runs; what is paid does not
    /// depend on it.
    #[serde(default)]
    pub denominator: Denominator,
    /// On how many threads payees run; the result is the same, to the byte. In the browser there is one.
    #[serde(default = "one_thread")]
    pub threads: NonZeroU32,
    /// The result tables that are wanted; all of them unless said otherwise.
    #[serde(default)]
    pub outputs: Option<Vec<Output>>,
}

fn one_thread() -> NonZeroU32 {
    NonZeroU32::MIN
}

/// What an interim statement measures attainment against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Denominator {
    /// The whole quota.
    #[default]
    FullPeriod,
    /// The quota times the part of its days that the call's period has reached, by the plan's proration.
    ToDate,
}

/// A result table of a calculation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Output {
    /// Who was credited with what.
    Credits,
    /// Every earning, line by line.
    Lines,
    /// The totals by payee, component and measure period.
    Statements,
    /// What caps withheld, and what of it was paid later.
    CapBalances,
    /// How gates stand.
    Gates,
    /// Records that cannot be used.
    SetAside,
    /// Sound records that this calculation does not use.
    Excluded,
}

impl CalculateParams {
    pub(crate) fn wants(&self, output: Output) -> bool {
        self.outputs.as_ref().is_none_or(|wanted| wanted.contains(&output))
    }
}
