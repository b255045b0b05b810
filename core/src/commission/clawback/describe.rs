//! A clawback policy in words.

use super::policy::ClawbackPolicy;
use crate::commission::document::{ClawbackBasis, ClawbackMode, ElapsedUnit, RestoreAttainment};

impl ClawbackPolicy {
    /// What a refund takes back; nothing where the plan does not say.
    pub(crate) fn describe(&self) -> Vec<String> {
        if !self.said {
            return Vec::new();
        }
        let unit = match self.unit {
            ElapsedUnit::Months => "months",
            ElapsedUnit::Days => "days",
        };
        let what = match self.mode {
            ClawbackMode::OriginalRate => "what its sale earned, by the part that is refunded".to_owned(),
            ClawbackMode::Recalculate => {
                "what every line since its sale earned with the part that is refunded, and would not without".to_owned()
            }
            ClawbackMode::CurrentRate => "what its amount earns on its own day".to_owned(),
            ClawbackMode::Schedule => {
                format!("what its sale earned, by the part that is refunded and the {unit} since the sale")
            }
            ClawbackMode::ProRataTerm => {
                format!("what its sale earned, by the part that is refunded and that of the term not served, in {unit}")
            }
        };
        let mut lines = vec![format!("a refund takes back {what}")];
        let mut from = 0;
        for step in self.schedule.iter().flatten() {
            let until = step.to.map_or_else(String::new, |to| format!(" up to, not including, {to}"));
            lines.push(format!("  from {unit} {from}{until}: {} of it", step.share));
            from = step.to.unwrap_or(from);
        }
        if let Some(term) = self.term_months {
            lines.push(format!("  a sale is served for {term} months, where it says nothing else"));
        }
        lines.extend(match self.restore {
            RestoreAttainment::None => None,
            RestoreAttainment::Current => {
                Some("  its credit comes off the measure of the day on which it counts".to_owned())
            }
            RestoreAttainment::Original => {
                Some("  its credit comes off the measure of its sale, whose other lines stay as they are".to_owned())
            }
        });
        if self.basis == ClawbackBasis::Rate {
            lines.push("  at most what its rate times its credit came to".to_owned());
        }
        lines
    }
}
