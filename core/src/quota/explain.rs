//! Why a node gets its share, and a payee has an attainment.

use super::allocate::{Allocation, Share};
use super::attain::{Attained, Attainments};
use super::outcome::{Basis, decimal};
use crate::number::{Exact, Rounding};
use crate::problem::{Problem, pointer};
use crate::trace::{Explain, Node, not_computed, unknown_row};

impl Explain for Allocation {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        if table != "shares" {
            return Err(not_computed(table));
        }
        let share = self.shares.get(row).ok_or_else(|| unknown_row(table, self.shares.len(), row))?;
        Ok(self.share(share))
    }
}

impl Allocation {
    fn share(&self, share: &Share) -> Node {
        let part = &share.part;
        let rule = match part.basis {
            Basis::Pin | Basis::ScaledPin => pointer::cell("nodes", part.row, "pin"),
            Basis::Fallback => pointer::cell("nodes", part.row, "fallback_weight"),
            Basis::Weight | Basis::Equal => pointer::cell("nodes", part.row, "weight"),
        };
        let op = match part.basis {
            Basis::Weight => "share by weight, in whole units, by largest remainder",
            Basis::Equal => "equal share, since all siblings have the weight zero",
            Basis::Fallback => "share by fallback weight, since all siblings have the weight zero",
            Basis::Pin => "pinned",
            Basis::ScaledPin => "share by pin, since pins take more than there is",
        };
        let mut node = Node::new(format!("share of {}", share.node_id), op, rule)
            .value(share.ideal().clone())
            .rounded(share.amount);
        if let Some((weight, sum)) = &part.weight {
            node = node
                .input("amount", &part.shared)
                .input("weight", weight)
                .input("weights", sum)
                .input("unit", &self.unit)
                .parts(self.units(share));
        }
        match &share.parent_id {
            Some(parent) => node.input("parent_id", parent),
            None => node,
        }
    }

    /// The whole units of the exact share, and the unit or residual that came on top.
    fn units(&self, share: &Share) -> Option<Node> {
        let units = share.ideal().checked_div(&self.unit).ok()?;
        let whole = Exact::from_big(units.round_to_integer(Rounding::Down), 1.into()).ok()?;
        let more = share.part.amount.sub(&whole.mul(&self.unit));
        Some(
            Node::new("units", "whole units of the exact share", "/params/unit")
                .input("whole", &whole)
                .input("remainder", units.sub(&whole))
                .input("on_top", more),
        )
    }
}

impl Explain for Attainments {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        let find = |rows: &[Attained]| rows.get(row).cloned().ok_or_else(|| unknown_row(table, rows.len(), row));
        match table {
            "attainment" => {
                let total = find(&self.payees)?;
                let same = |period: &&Attained| {
                    period.payee_id == total.payee_id && period.measure_id == total.measure_id && total.quota.is_some()
                };
                let parts = self.periods.iter().filter(same).map(|period| ratio(period, "quota_period"));
                let parts: Result<Vec<Node>, Problem> = parts.collect();
                Ok(ratio(&total, "attainment")?.parts(parts?))
            }
            "teams" => self.teams.explain(self, row),
            "periods" => ratio(&find(&self.periods)?, "attainment"),
            _ => Err(not_computed(table)),
        }
    }
}

fn ratio(row: &Attained, id: &str) -> Result<Node, Problem> {
    let mut node = Node::new(id, "actual over quota", "")
        .input("payee_id", &row.payee_id)
        .input("actual", decimal(&row.actual)?)
        .input("records", row.records);
    if let Some(quota) = &row.quota {
        node = node.input("quota", decimal(quota)?);
    }
    if let Some(measure) = &row.measure_id {
        node = node.input("measure_id", measure);
    }
    if let Some(period) = row.period {
        node = node.input("period", period);
    }
    match row.ratio() {
        Ok(ratio) => {
            let rounded = ratio.round_ratio().map_err(|error| crate::problem::shape::number_problem(&error, ""))?;
            Ok(node.value(ratio).rounded(rounded))
        }
        Err(reason) => Ok(node.rejected(format!("defined: {reason}"))),
    }
}
