//! What a part of a period gets of a quota or a target variable.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::time::Date;

/// What somebody gets who is there for a part of a period: quota and target variable times the part of
/// it, by calendar days with the first and the last day both included, unless said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProrationDocument {
    /// How the part is measured; by calendar days unless said otherwise.
    #[serde(default)]
    pub basis: ProrationBy,
    /// What is prorated; everything that can be unless said otherwise. What is not is taken as given.
    #[serde(default = "everything")]
    pub applies_to: Vec<Prorated>,
    /// The days on which nobody works, for `working_days`.
    #[serde(default)]
    pub holidays: Vec<Date>,
}

/// How a part of a period is measured. Factors of parts that make up the whole add up to exactly 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProrationBy {
    /// Days over the days of the period.
    #[default]
    CalendarDays,
    /// Months over the months of the period; a month belongs to whoever is there on its first day.
    WholeMonths,
    /// Days by the 30/360 US convention.
    #[serde(rename = "thirty_360")]
    Thirty360,
    /// Mondays to Fridays without holidays, over those of the period.
    WorkingDays,
}

/// What can be prorated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Prorated {
    /// Each quota, by the part of its own span.
    Quota,
    /// The target variable, by the part of the measure period.
    TargetVariable,
    /// The guarantee of a month of a ramp, by the part of the month.
    Guarantee,
}

impl Prorated {
    pub(in super::super) const ALL: [Self; 3] = [Self::Quota, Self::TargetVariable, Self::Guarantee];
}

fn everything() -> Vec<Prorated> {
    Prorated::ALL.to_vec()
}

impl Default for ProrationDocument {
    fn default() -> Self {
        Self { basis: ProrationBy::default(), applies_to: everything(), holidays: Vec::new() }
    }
}
