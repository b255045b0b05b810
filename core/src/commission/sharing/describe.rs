//! Splits of payouts and overrides in words.

use crate::commission::credit::credits::column;
use crate::commission::document::{OverrideBasis, SplitStage};
use crate::commission::model::{Override, OverrideRate, Plan, Team};
use crate::number::Exact;
use crate::time::PeriodUnit;

impl Plan {
    /// What becomes of earnings between payees; nothing where the plan does not say.
    pub(crate) fn describe_sharing(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.split_stage == SplitStage::Payout {
            let owner = "one payee has all of the credit of a transaction";
            lines.push(format!("{owner}, and the payees of its splits share what it earns"));
        }
        lines.extend(self.overrides.iter().flat_map(|one| one.describe(self)));
        lines
    }

    /// What teams are paid; nothing where the plan pays none.
    pub(crate) fn describe_teams(&self) -> impl Iterator<Item = String> {
        self.teams.iter().flat_map(Team::describe)
    }
}

impl Override {
    fn describe(&self, plan: &Plan) -> Vec<String> {
        let threshold = &self.threshold;
        let what = match self.basis {
            OverrideBasis::Revenue => "of the credit below them".to_owned(),
            OverrideBasis::Commission => "of what is earned below them".to_owned(),
            OverrideBasis::Differential => "of the credit below them, less what is paid on it there".to_owned(),
            OverrideBasis::Excess => {
                format!("of the credit below them that is above {threshold} in {}", period(self.unit))
            }
        };
        let rates = |rates: &[Exact]| {
            let rates: Vec<String> = rates.iter().map(ToString::to_string).collect();
            rates.join(", ")
        };
        let people = if self.compress { " of people on the plan" } else { "" };
        let levels = match self.levels {
            1 => format!("one level up{people}"),
            u32::MAX => format!("to the top{people}"),
            levels => format!("{levels} levels up{people}"),
        };
        let first = match &self.rate {
            OverrideRate::One(rate) => format!("{rate} {what}, {levels}"),
            OverrideRate::ByLevel(by_level) => {
                format!("{} {what}, level by level{people}", rates(by_level))
            }
            OverrideRate::Own => format!("their own rate {what}, {levels}"),
        };
        let mut lines = vec![format!(
            "override `{}` pays those above in the reporting lines, by `{}`: {first}",
            self.id,
            column(self.date)
        )];
        let named: Vec<&str> = plan.components.iter().map(|component| component.id.as_str()).collect();
        if self.components.contains(&false) {
            let of = self.components.iter().zip(named).filter(|(takes, _)| **takes).map(|(_, id)| format!("`{id}`"));
            let mut of: Vec<String> = of.collect();
            of.dedup();
            lines.push(format!("  only on lines of {}", of.join(", ")));
        }
        if let Some(rule) = &self.eligible {
            lines.push(format!("  only where {}", rule.describe()));
        }
        if self.includes_overrides {
            lines.push("  what somebody gets by overrides counts for those above".to_owned());
        }
        if self.basis == OverrideBasis::Differential && !self.includes_earnings {
            lines.push("  what the seller earned is not taken off".to_owned());
        }
        lines
    }
}

pub(super) fn period(unit: PeriodUnit) -> &'static str {
    match unit {
        PeriodUnit::Month => "a month",
        PeriodUnit::Quarter => "a quarter",
        PeriodUnit::Half => "half a year",
        PeriodUnit::Year => "a year",
    }
}
