//! Why a part of an earning is payable, held or lost.

use std::sync::Arc;

use super::outcome::Release;
use super::position::{Kind, Movement};
use super::run::{Released, Workings};
use super::timeline::What;
use crate::problem::{Problem, pointer};
use crate::trace::{Explain, Node, not_computed, unknown_row};

/// Explains the rows of a finished release.
#[derive(Debug)]
pub struct ReleaseExplanations(Arc<Workings>);

impl Release {
    /// What explains the rows of `releases` and `positions`.
    #[must_use]
    pub fn explanations(&self) -> ReleaseExplanations {
        ReleaseExplanations(Arc::clone(&self.workings))
    }
}

impl Explain for ReleaseExplanations {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        match table {
            "releases" => {
                let found = self.0.movements().nth(row);
                let (released, movement) = found.ok_or_else(|| unknown_row(table, self.0.movements().count(), row))?;
                Ok(self.0.explain_movement(released, movement))
            }
            "positions" => {
                let all = &self.0.released;
                let released = all.get(row).ok_or_else(|| unknown_row(table, all.len(), row))?;
                let parts = released.movements.iter().map(|movement| self.0.explain_movement(released, movement));
                let position = &released.position;
                let payable = position.released.add(&position.re_rated);
                let mut node =
                    Node::new("released", "what is payable of the earning", pointer::record("earnings", released.row));
                if !position.re_rated.is_zero() {
                    node = node.input("re_rated", &position.re_rated);
                }
                Ok(node
                    .input("earned", &released.earned)
                    .input("held", &position.held)
                    .input("forfeited", &position.forfeited)
                    .input("cancelled", &position.cancelled)
                    .input("clawed_back", &position.clawed_back)
                    .input("pending", &position.pending)
                    .rounded_if(payable.to_decimal())
                    .value(payable)
                    .parts(parts))
            }
            _ => Err(not_computed(table)),
        }
    }
}

impl Workings {
    /// The code of what brought a movement about.
    pub(super) fn event(&self, movement: &Movement) -> &'static str {
        let step = movement.event.step.and_then(|step| self.plan.release.steps.get(step));
        match (&movement.event.what, step) {
            (What::Exit(_), _) => "exit",
            (What::Clawback { .. }, _) => "clawback",
            (_, Some(step)) => step.when.as_str(),
            (_, None) => "holdback",
        }
    }

    fn explain_movement(&self, released: &Released, movement: &Movement) -> Node {
        let rule = match (&movement.event.what, movement.event.step) {
            _ if movement.kind == Kind::ReRated => "/release/rate_lock".to_owned(),
            (_, Some(step)) => pointer::at("/release/schedule", step),
            (What::Exit(_), None) => "/release/on_exit".to_owned(),
            (What::Clawback { by, .. }, None) => pointer::record("earnings", *by),
            (_, None) => "/release/holdback".to_owned(),
        };
        let mut node = Node::new(movement.kind.as_str(), movement.kind.words(), rule)
            .input("event", self.event(movement))
            .input("on", movement.event.on)
            .input("earned", &released.earned);
        if let Some(step) = movement.event.step.and_then(|step| self.plan.release.steps.get(step)) {
            node = node.input("share", &step.share);
        }
        if let What::Clawback { share, .. } = &movement.event.what {
            node = node.input("share_taken_back", share);
        }
        if let What::Collected { share, lost, collected } = &movement.event.what {
            let transaction = self.earnings.table().text("transaction_id").and_then(|ids| ids.get(released.row));
            if let Some(cash) = transaction.and_then(|id| self.cash.get(id)) {
                node = node.input("collected_to_date", collected).input("invoiced_total", &cash.total);
            }
            node = node.input("share_released", share);
            if self.plan.release.late.is_some() {
                node = node.input("lost", lost);
            }
        }
        if let Some(turned) = &movement.turned {
            node = node.input("rate_of_booking", &turned.booked).input("rate_of_release", &turned.now);
            node = node.input("commission_credit", &turned.credit);
        }
        if let Some(holdback) = &self.plan.release.holdback {
            node = node.input("held_share", &holdback.share);
        }
        node.value(movement.exact.clone()).rounded_if(movement.amount.to_decimal())
    }
}
