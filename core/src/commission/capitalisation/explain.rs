//! Why a month amortises what it does.

use std::sync::Arc;

use super::life::Month;
use super::outcome::{Capitalisation, RollRow};
use super::run::{Cost, Workings};
use crate::number::Exact;
use crate::problem::{Problem, pointer};
use crate::trace::{Explain, Node, not_computed, unknown_row};

/// Explains the rows of a finished capitalisation.
#[derive(Debug)]
pub struct CapitalisationExplanations(Arc<Workings>);

impl Capitalisation {
    /// What explains the rows of `schedule`, `roll_forward` and `assets`.
    #[must_use]
    pub fn explanations(&self) -> CapitalisationExplanations {
        CapitalisationExplanations(Arc::clone(&self.workings))
    }
}

impl Explain for CapitalisationExplanations {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        let workings = &self.0;
        match table {
            "schedule" => {
                let found = workings.months().nth(row);
                let (cost, month) = found.ok_or_else(|| unknown_row(table, workings.months().count(), row))?;
                Ok(workings.month(cost, month))
            }
            "roll_forward" => {
                let rows = workings.rolls();
                let found = rows.get(row).ok_or_else(|| unknown_row(table, rows.len(), row))?;
                Ok(workings.roll(found))
            }
            "assets" => {
                let found = workings.costs.get(row);
                let cost = found.ok_or_else(|| unknown_row(table, workings.costs.len(), row))?;
                Ok(workings.asset(cost))
            }
            _ => Err(not_computed(table)),
        }
    }
}

impl Workings {
    fn month(&self, cost: &Cost, month: &Month) -> Node {
        let amortised =
            Node::new("amortised", "straight line over what is left of the benefit period", "/params/start_convention")
                .input("convention", self.method.convention.as_str())
                .input("benefit_months", cost.asset.months)
                .input("elapsed_before", &month.elapsed.0)
                .input("elapsed_after", &month.elapsed.1)
                .value(month.exact.clone())
                .rounded_if(month.amortised.to_decimal());
        let events = cost.asset.events.iter().filter(|event| month.period.contains(event.on)).map(|event| {
            let rule = pointer::record("cost_events", event.row);
            match &event.clawback {
                Some(amount) => Node::new("clawback", "lowers the asset first, then the expense", rule)
                    .input("on", event.on)
                    .value(amount.clone()),
                None => Node::new("churn", "writes off what is left", rule)
                    .input("on", event.on)
                    .value(month.written_off.clone()),
            }
        });
        Node::new(
            "closing",
            "opening + capitalised - amortised - clawed back - written off",
            pointer::record("costs", cost.row),
        )
        .input("period", month.period)
        .input("opening", &month.opening)
        .input("capitalised", &month.capitalised)
        .input("amortised", &month.amortised)
        .input("clawed_back", &month.clawed_back)
        .input("written_off", &month.written_off)
        .value(month.closing.clone())
        .part(amortised)
        .parts(events)
    }

    /// A row of the roll-forward from the assets that are part of it.
    fn roll(&self, (period, currency, roll): &RollRow) -> Node {
        let last = |cost: &Cost| {
            let month = cost.months.iter().rfind(|month| period.covers(month.period));
            month.map(|month| {
                Node::new("asset", "as the month leaves it", pointer::record("costs", cost.row))
                    .input("cost_id", &cost.id)
                    .value(month.closing.clone())
            })
        };
        let own = self.costs.iter().filter(|cost| cost.asset.currency == *currency);
        Node::new("closing", "opening + capitalised - amortised - clawed back - written off", "/params/period")
            .input("period", period)
            .input("opening", &roll.opening)
            .input("capitalised", &roll.capitalised)
            .input("amortised", &roll.amortised)
            .input("clawed_back", &roll.clawed_back)
            .input("written_off", &roll.written_off)
            .input("current", &roll.current)
            .value(roll.closing.clone())
            .parts(own.filter_map(last))
    }

    fn asset(&self, cost: &Cost) -> Node {
        let at = pointer::record("costs", cost.row);
        let (op, rule) = match cost.expensed {
            Some("short_benefit") => {
                ("expensed, for the benefit period has at most twelve months", "/params/short_benefit".to_owned())
            }
            Some(_) => ("expensed, for the cost is not incremental", at.clone()),
            None => ("capitalised and amortised over the benefit period", at.clone()),
        };
        let sum =
            |amount: fn(&Month) -> &Exact| cost.months.iter().fold(Exact::ZERO, |sum, month| sum.add(amount(month)));
        Node::new("carrying_amount", op, rule)
            .input("amount", &cost.asset.amount)
            .input("benefit_months", cost.asset.months)
            .input("amortised_in_period", sum(|month| &month.amortised))
            .input("current", &cost.carrying.1)
            .value(cost.carrying.0.clone())
    }
}
