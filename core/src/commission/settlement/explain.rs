//! Why a payee was paid an amount, and where each line of the ledger comes from.

use std::sync::Arc;

use super::earned;
use super::movement::{Kind, Movement};
use super::outcome::Settlement;
use super::reserves;
use super::settle::{Book, Settled, Workings};
use crate::commission::output::tabulate::decimal;
use crate::number::Exact;
use crate::problem::{Problem, pointer};
use crate::trace::{Explain, Node, not_computed, unknown_row};

/// Explains the rows of a finished settlement by settling their payee again, with recording on.
#[derive(Debug)]
pub struct SettlementExplanations {
    workings: Arc<Workings>,
    book: Arc<Book>,
}

impl Settlement {
    /// What explains the rows of `payouts` and `ledger`.
    #[must_use]
    pub fn explanations(&self) -> SettlementExplanations {
        SettlementExplanations { workings: Arc::clone(&self.workings), book: Arc::clone(&self.book) }
    }
}

impl Explain for SettlementExplanations {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        let unknown = |rows| unknown_row(table, rows, row);
        match table {
            "payouts" => {
                let settled = self.book.settled.get(row).ok_or_else(|| unknown(self.book.settled.len()))?;
                self.payout(settled)
            }
            "ledger" => {
                let settled = self.book.settled.iter().find(|settled| settled.lines.contains(&row));
                let settled = settled.ok_or_else(|| unknown(self.book.ledger.len()))?;
                let nodes = self.movements(settled)?;
                nodes.into_iter().nth(row - settled.lines.start).ok_or_else(|| unknown(self.book.ledger.len()))
            }
            _ => Err(not_computed(table)),
        }
    }
}

impl SettlementExplanations {
    fn payout(&self, settled: &Settled) -> Result<Node, Problem> {
        let payments: Exact = [Kind::Paid, Kind::PaidAtStart]
            .iter()
            .fold(Exact::ZERO, |sum, kind| sum.sub(&self.book.sum(settled, *kind)));
        let mut node = Node::new("payout", "earned, advanced and carried, less what is recovered and held", "")
            .input("payee_id", &settled.payee)
            .input("currency", self.workings.policy.currency);
        if let Some(period) = self.workings.periods.get(settled.period) {
            node = node.input("period", period);
        }
        if let Some(draw) = &settled.draw {
            node = node.input("draw", &draw.amount).input("draw_kind", draw.kind.as_str());
        }
        node = node
            .input("negative_balance_before", &settled.opening.negative)
            .input("draw_owed_before", &settled.opening.owed);
        let rounded = decimal(&payments)?;
        Ok(node.value(payments).rounded(rounded).parts(self.movements(settled)?))
    }

    /// The lines of a period, each with what it was worked out from.
    fn movements(&self, settled: &Settled) -> Result<Vec<Node>, Problem> {
        let mut again = Book::default();
        self.workings.settle_payee(&settled.payee, &mut again, true)?;
        let same = again.settled.iter().find(|other| other.period == settled.period);
        let lines = same.map(|same| again.lines(same)).unwrap_or_default();
        Ok(lines.iter().map(|line| self.movement(settled, line)).collect())
    }

    fn movement(&self, settled: &Settled, line: &Movement) -> Node {
        let rule = match (line.kind, settled.draw.as_ref().and_then(|_| self.draw_row(settled))) {
            (Kind::Advanced | Kind::ToppedUp | Kind::Forgiven, Some(row)) => pointer::record("draws", row),
            (Kind::Advanced | Kind::ToppedUp | Kind::Forgiven, None) => "/draw/terms".to_owned(),
            (kind, _) => kind.rule().to_owned(),
        };
        let mut node = Node::new(line.kind.as_str(), line.kind.reason(), rule).input("booked_on", line.booked_on);
        for (name, fact) in &line.facts {
            node = node.input(name, fact);
        }
        if let (Some(account), Some((change, balance))) = (line.kind.account(), &line.account) {
            node = node.input("account", account).input("change", change).input("balance", balance);
        }
        if let Some(plan) = self.workings.earned.plan(line.plan) {
            node = node.input("plan_id", plan);
        }
        let node = node.value(line.amount.clone()).rounded_if(line.amount.to_decimal());
        match line.currency {
            _ if Kind::EARNED.contains(&line.kind) => self.earnings(settled, line, node),
            Some(currency) => self.kept_back(settled, line, node.input("currency", currency)),
            None => node,
        }
    }

    /// The row of the draw that holds in the period; none where the policy gives it.
    fn draw_row(&self, settled: &Settled) -> Option<usize> {
        let period = *self.workings.periods.get(settled.period)?;
        let payee = self.workings.payees.by_id.get(&settled.payee)?;
        payee.draws.iter().find(|window| window.holds.within(period).is_some())?.row
    }

    /// The movements of releases that a line of a reserve adds up, one part each.
    fn kept_back(&self, settled: &Settled, line: &Movement, node: Node) -> Node {
        let Workings { policy, periods, earnings, .. } = &*self.workings;
        let Some(period) = periods.get(settled.period) else { return node };
        let own =
            earned::rows(earnings).filter(|row| row.id() == settled.payee && reserves::kind(row) == Some(line.kind));
        let own = own.filter(|row| Some(policy.currency_of(row)) == line.currency);
        let parts = own.filter_map(|row| {
            let on = row.date("released_on").or_else(|| row.date("effective_on")).filter(|on| period.contains(*on))?;
            let (_, change) = reserves::moves(&row)?;
            let at = pointer::record("earnings", row.at);
            Some(Node::new("reserve", "what it adds to the reserve", at).input("on", on).input("change", change))
        });
        node.parts(parts)
    }

    /// The earnings that a line adds up, one part each.
    fn earnings(&self, settled: &Settled, line: &Movement, node: Node) -> Node {
        let Workings { policy, periods, earnings, rates, earned, .. } = &*self.workings;
        let mut sum = Exact::ZERO;
        let mut parts = Vec::new();
        for row in earned::rows(earnings).filter(|row| row.id() == settled.payee) {
            let Ok(value) = policy.value(row, rates, periods) else { continue };
            let other = value.plan != earned.plan(line.plan) || Kind::of_earning(row.text("kind")) != line.kind;
            if value.period != settled.period || other {
                continue;
            }
            sum = sum.add(&value.amount);
            let mut part = Node::new("earning", "payable on its day", pointer::record("earnings", row.at))
                .input("on", value.on)
                .value(value.amount);
            if let Some((rate_row, rate)) = value.rate {
                part = part
                    .input("amount", row.exact("amount").unwrap_or(Exact::ZERO))
                    .input("currency", row.text("currency").unwrap_or_default())
                    .input("rate", rate)
                    .input("rate_row", pointer::record("fx_rates", rate_row));
            }
            parts.push(part);
        }
        node.value(sum).parts(parts)
    }
}
