//! Where a credit comes from: the transaction, its share and exchange rate, and what rolled it up.

use super::listed::Listed;
use super::splits::{Role, Share};
use crate::commission::document::{CreditBasis, Paths};
use crate::commission::engine::frame::column;
use crate::commission::periods::slices::Slice;
use crate::commission::workings::Workings;
use crate::number::Exact;
use crate::problem::pointer;
use crate::time::Date;
use crate::trace::Node;

impl Workings {
    /// The credit of a position.
    pub(crate) fn credit_node(&self, position: usize, slice: &Slice) -> Node {
        let component = self.component(slice);
        let order = self.order(component.date);
        let (share, rate) = order.pair(position);
        let row = self.refunds.value_row(order.row(position));
        let amount =
            self.decimals(component.credit).and_then(|column| column.exact(row)).unwrap_or_else(|| Exact::from(0));
        let (factor, _) = self.factors(share, rate, component.credit, component.base());
        let column = column(component.credit);
        let mut node =
            Node::new("quota_credit", format!("`{column}` of the transaction"), pointer::record("transactions", row));
        node = node.input(column, &amount);
        if factor != Exact::from(1) {
            node.op.push_str(" times its share and exchange rate");
            node = node.input("factor", &factor);
        }
        self.rolled_from(order.credit(position), node.value(amount.mul(&factor)))
    }

    /// A row of the `credits` table.
    pub(crate) fn explain_credit(&self, row: usize) -> Option<Node> {
        let Listed { credit, rate } = *self.listed().get(row)?;
        let transaction = self.refunds.value_row(self.credits.row(credit as usize));
        let lowers = transaction != self.credits.row(credit as usize);
        let amount = self.decimals(CreditBasis::Amount)?.exact(transaction)?;
        let basis = CreditBasis::Amount;
        let (quota, commission) = self.factors(self.credits.share(credit as usize), rate, basis, basis);
        let node = Node::new(
            "commission_credit",
            "the amount times its share and exchange rate",
            pointer::record("transactions", transaction),
        );
        let node = node.input("amount", &amount).input("quota_factor", quota).input("commission_factor", &commission);
        let value = if lowers { Exact::ZERO } else { amount.mul(&commission) };
        Some(self.rolled_from(credit as usize, node.value(value)))
    }

    /// The same node, with the credits that reached the payee where theirs was rolled up.
    fn rolled_from(&self, credit: usize, node: Node) -> Node {
        let Some(rolled) = self.rolled.as_ref().filter(|_| self.credits.role(credit) == Role::RollUp) else {
            return node;
        };
        let (table, own, payee) = (self.transactions.table(), self.credits.row(credit), self.credits.payee(credit));
        let row = self.refunds.value_row(own);
        let how = match rolled.hierarchy.paths {
            Paths::Maximum => "the largest share that reaches the payee",
            Paths::CappedSum => "the shares that reach the payee together, at most the whole",
        };
        let day = super::credits::days(table, rolled.hierarchy.date).and_then(|days| days.get(row));
        let of = |credit: usize| self.splits.shares.get(self.credits.share(credit) as usize).cloned();
        let of = |credit: usize| of(credit).unwrap_or_else(Share::whole);
        let taken = of(credit);
        let mut up = Node::new("rollup", how, "/hierarchy").input("quota_share", taken.quota).value(taken.commission);
        if let Some(day) = day.and_then(|day| Date::from_days(day).ok()) {
            up = up.input("date", day);
        }
        // The credits of a transaction lie together, those that were rolled up behind the others.
        let others = (0..credit).rev().take_while(|&other| self.credits.row(other) == own);
        let mut sources: Vec<usize> = others.filter(|&other| self.credits.role(other) != Role::RollUp).collect();
        sources.reverse();
        for source in sources {
            let Some(way) = rolled.way(table, self.credits.payee(source), row) else { continue };
            if !way.managers.iter().any(|above| above.payee == payee) {
                continue;
            }
            let share = of(source);
            let word = Role::WORDS.get(self.credits.role(source) as usize).copied().unwrap_or_default();
            let from = self.roster.payees.word(self.credits.payee(source));
            let line = way.rows.first().map_or_else(String::new, |&line| pointer::record("reporting", line));
            let part = Node::new("share", format!("the {word} credit of {from}"), line);
            up = up.part(part.input("quota_share", &share.quota).value(share.commission));
        }
        node.part(up)
    }
}
