//! Why a forecast is what it is.

use super::node::{Row, Step};
use super::params::{Mode, shown};
use super::roll_up::RollUp;
use crate::number::Exact;
use crate::problem::{Problem, pointer};
use crate::trace::{Explain, Node, not_computed, unknown_row};

impl Explain for RollUp {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        match table {
            "nodes" => {
                let rows = &self.nodes.rows;
                let found = rows.get(row).ok_or_else(|| unknown_row(table, rows.len(), row))?;
                match found.mode {
                    Mode::Single => self.single(found),
                    Mode::Cumulative => self.cumulative(found),
                }
            }
            "adjusted" => {
                let step = self.steps().nth(row);
                step.map(|step| self.step(step)).ok_or_else(|| unknown_row(table, self.steps().count(), row))?
            }
            _ => Err(not_computed(table)),
        }
    }
}

impl RollUp {
    fn single(&self, row: &Row) -> Result<Node, Problem> {
        let width = self.nodes.categories.len();
        let category = self.nodes.categories.iter().position(|id| *id == row.category).unwrap_or_default();
        let place = row.place;
        let reports = (place + 1..self.people.end(place)).filter(|&other| self.people.manager(other) == Some(place));
        let report = |other: usize| {
            let forecast = self.nodes.singles.get(other * width + category)?;
            let id = format!("forecast of {}", self.people.id(other));
            let op = "effective forecast of a report";
            Some(Node::new(id, op, "").input("flag", forecast.flag.as_str()).value(forecast.effective.clone()))
        };
        let forecast = &row.forecast;
        let own = Node::new("own", "sum of the person's own deals", "")
            .input("deals", forecast.deals)
            .value(forecast.own.clone())
            .parts(self.deals_of(place * width + category));
        let rollup = Node::new("rollup", "own deals and the forecasts of the reports", "")
            .value(forecast.rollup.clone())
            .part(own)
            .parts(reports.filter_map(report));
        let steps = forecast.steps.iter().map(|step| self.step(step)).collect::<Result<Vec<_>, _>>()?;
        let op = if steps.is_empty() { "the roll-up as it is" } else { "the roll-up, adjusted" };
        Ok(self.forecast(row, op)?.part(rollup).parts(steps))
    }

    fn cumulative(&self, row: &Row) -> Result<Node, Problem> {
        let width = self.nodes.categories.len();
        let range = self.nodes.cumulative.iter().find(|(id, _)| *id == row.category).map(|(_, range)| range.clone());
        let part = |category: usize| {
            let forecast = self.nodes.singles.get(row.place * width + category)?;
            let id = self.nodes.categories.get(category)?;
            Some(Node::new(id.as_str(), "effective forecast of the category", "").value(forecast.effective.clone()))
        };
        let parts = range.into_iter().flatten().filter_map(part);
        Ok(self.forecast(row, "sum of the forecasts of its categories")?.parts(parts))
    }

    fn forecast(&self, row: &Row, op: &str) -> Result<Node, Problem> {
        let id = format!("forecast of {}", self.people.id(row.place));
        let effective = row.forecast.effective.clone();
        let node = Node::new(id, op, "").input("category", &row.category).input("mode", row.mode.as_str());
        Ok(node.rounded(shown(&effective)?).value(effective))
    }

    fn step(&self, step: &Step) -> Result<Node, Problem> {
        let made = &step.judgement;
        let op = format!("{} by {}", made.kind.as_str(), self.people.id(made.by));
        let rule = pointer::record("adjustments", made.row);
        let mut node = Node::new(format!("adjustment of {}", self.people.id(made.node)), op, rule)
            .input("value", &made.value)
            .input("base", &step.base);
        if let (Some(then), Some(drift)) = (&made.base_when_made, step.drift()) {
            node = node.input("base_when_made", then).input("base_drift", drift);
        }
        if let Some(note) = &made.note {
            node = node.input("note", note);
        }
        Ok(node.rounded(shown(&step.after)?).value(step.after.clone()))
    }

    /// The deals of one person and category.
    fn deals_of(&self, cell: usize) -> Vec<Node> {
        let ids = self.deals.text("deal_id");
        let amounts = self.deals.decimal("amount");
        let of_cell = self.counted.deals.iter().filter(|(_, other, _)| *other as usize == cell);
        let part = |&(row, _, rate): &(u32, u32, u32)| {
            let row = row as usize;
            let amount = amounts.and_then(|amounts| amounts.exact(row)).unwrap_or(Exact::ZERO);
            let id = ids.and_then(|ids| ids.get(row)).unwrap_or_default();
            let node = Node::new(id, "amount of the deal", pointer::record("deals", row));
            match self.counted.rates.get(rate as usize) {
                Some((rate, Some(source))) => node
                    .input("amount", &amount)
                    .input("rate", rate)
                    .input("rate_from", pointer::record("fx_rates", *source))
                    .value(amount.mul(rate)),
                _ => node.value(amount),
            }
        };
        of_cell.map(part).collect()
    }
}
