//! Why a clawback is what it is.

use super::stage::{Clawbacks, Clawed};
use crate::commission::credit::credits::id;
use crate::commission::document::ClawbackMode;
use crate::commission::workings::Workings;
use crate::number::{Decimal, Exact};
use crate::problem::pointer;
use crate::time::Date;
use crate::trace::Node;

impl Workings {
    /// The step of a clawback line.
    pub(crate) fn explain_clawback(&self, clawed: &Clawed) -> Node {
        let table = self.transactions.table();
        let date = |day: i32| Date::from_days(day).map_or_else(|_| day.to_string(), |date| date.to_string());
        let what = match clawed.refund.mode {
            ClawbackMode::OriginalRate | ClawbackMode::CurrentRate => {
                "what the sale earned times the refunded part of it"
            }
            ClawbackMode::Recalculate => {
                "what the line comes to without the refunded part of the sale, less what it came to with it"
            }
            ClawbackMode::Schedule => {
                "what the sale earned times the refunded part of it, times the schedule's part for the time since"
            }
            ClawbackMode::ProRataTerm => {
                "what the sale earned times the refunded part of it, times the part of the term that is not served"
            }
        };
        let rule = if self.plan.clawback.said { "/clawback" } else { "" };
        let mut node = Node::new("clawback", what, rule)
            .input("transaction", id(table, clawed.refund.row))
            .input("date", date(clawed.day))
            .input("refunded", &clawed.refund.share);
        if clawed.share != clawed.refund.share {
            node = node.input("of_left", &clawed.share);
        }
        if matches!(clawed.refund.mode, ClawbackMode::Schedule | ClawbackMode::ProRataTerm) {
            node = node.input("factor", &clawed.factor);
        }
        let amount = Decimal::from_mantissa(clawed.amount, self.plan.rounding.scale).ok();
        if let Some(left) = &clawed.left {
            let now = Node::new("without", "what the line comes to without it", "").value(left.clone());
            let before = Node::new("with", "less what it came to with it", "").value(Exact::ZERO.sub(&clawed.earned));
            let of = if clawed.source == u32::MAX { "" } else { id(table, clawed.source as usize) };
            node = node.input("sale", id(table, clawed.refund.sale)).input("line_of", of);
            node = node.input("line_date", date(clawed.sold));
            return node.value(clawed.exact.clone()).rounded_if(amount).part(now).part(before);
        }
        let record = pointer::record("transactions", clawed.refund.sale);
        let mut sale = Node::new("sale", "what the line of the sale earned", record)
            .input("transaction", id(table, clawed.refund.sale))
            .input("date", date(clawed.sold))
            .value(clawed.earned.clone());
        if clawed.basis != clawed.earned {
            sale = sale.input("at_rate", &clawed.basis);
        }
        node.value(clawed.exact.clone()).rounded_if(amount).part(sale)
    }

    /// The step of a line that only lowers the measure, made from what the rates said of it.
    pub(crate) fn lowering_node(&self, step: Node, row: usize) -> Node {
        let what = "the refunded part of the sale comes off the measure, and earns nothing";
        let mut node = Node::new("restored_attainment", what, "/clawback/restore_attainment").value(Exact::ZERO);
        node.inputs = step.inputs;
        let Some(refund) = self.refunds.restoring(row) else { return node };
        node.input("sale", id(self.transactions.table(), refund.sale)).input("refunded", &refund.share)
    }

    /// What a payee gave back by a component, line by line.
    pub(crate) fn explain_clawbacks(&self, clawed: &[Clawed]) -> Node {
        let part = clawed.first().map_or(usize::MAX, |clawed| clawed.component);
        let (name, rule) = (self.plan.part_id(part), self.plan.part_pointer(part));
        let units: i128 = clawed.iter().map(|clawed| clawed.amount).sum();
        let sum = clawed.iter().fold(Exact::ZERO, |sum, clawed| sum.add(&clawed.exact));
        let parts = clawed.iter().map(|clawed| self.explain_clawback(clawed));
        Node::new("clawbacks", format!("what refunds take back of `{name}`, line by line"), rule)
            .value(sum)
            .rounded_if(Decimal::from_mantissa(units, self.plan.rounding.scale).ok())
            .parts(parts)
    }
}

impl Clawbacks {
    /// The clawback of a row of `lines`.
    pub(crate) fn line(&self, row: usize) -> Option<&Clawed> {
        let place = self.lines.binary_search_by_key(&row, |clawed| clawed.line).ok()?;
        self.lines.get(place)
    }

    /// The clawbacks that a row of `statements` sums up.
    pub(crate) fn statement(&self, row: usize) -> Option<&[Clawed]> {
        let place = self.statements.binary_search_by_key(&row, |(statement, _)| *statement).ok()?;
        self.lines.get(self.statements.get(place)?.1.clone())
    }
}
