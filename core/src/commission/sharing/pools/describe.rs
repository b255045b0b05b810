//! Team bonuses in words.

use crate::commission::document::{ShareBy, TeamBase};
use crate::commission::model::{PoolOf, Team};
use crate::commission::sharing::describe::period;

impl Team {
    pub(in crate::commission::sharing) fn describe(&self) -> Vec<String> {
        let (id, every) = (&self.id, period(self.unit));
        let named = self.components.iter().flatten().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
        let of = if named.is_empty() { "all components".to_owned() } else { named };
        let times = if self.objectives.is_empty() { "" } else { " times what its attainments pay" };
        let pool = match &self.pool {
            PoolOf::Amount(amount) => amount.to_string(),
            PoolOf::Rate(rate, TeamBase::Credit) => format!("{rate} of the credit of its members in {of}"),
            PoolOf::Rate(rate, TeamBase::ComponentResult) => format!("{rate} of what its members earn by {of}"),
        };
        let mut lines = vec![format!("team bonus `{id}` pays each team {pool}{times} when {every} ends")];
        for objective in &self.objectives {
            let points = objective.payout.iter().flat_map(|payout| &payout.points).map(|(x, y)| format!("{y} at {x}"));
            let points: Vec<String> = points.collect();
            let pays = if points.is_empty() { String::new() } else { format!("; it pays {}", points.join(", ")) };
            lines.push(format!("  {} of it for the team's {}{pays}", objective.weight, objective.subject.words()));
        }
        lines.extend(self.when.iter().map(|when| format!("  only where the team's {} over {every}", when.words())));
        let days = if self.prorated { ", each by the part of it that one is in the team" } else { "" };
        let shares = match self.share_by {
            ShareBy::Headcount => format!("its members have equal shares{days}"),
            ShareBy::Credit if self.is_of(TeamBase::Credit) => "its members share it by their credit".to_owned(),
            ShareBy::Credit => format!("its members share it by their credit in {of}"),
            ShareBy::Weight => format!("its members share it by their weights{days}"),
        };
        lines.push(format!("  {shares}"));
        lines
    }
}
