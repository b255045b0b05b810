//! What the stages did to a line, for its explanation.

use std::collections::BTreeMap;

use super::balances::BalanceRow;
use super::gates_table::GateRow;
use super::notes::Touch;
use super::sweep::Extra;
use crate::commission::credit::credits::id;
use crate::number::{Decimal, Exact};
use crate::table::Table;
use crate::trace::Node;

/// What is kept of the stages, beside the lines.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// Whether somebody asks how lines came to be.
    pub(crate) noting: bool,
    /// What a payee gets besides the lines of components, where these are rounded together.
    pub(crate) beside: Vec<(usize, Exact)>,
    /// By slice: how many of its lines are of stages.
    pub(crate) extras: Vec<usize>,
    pub(crate) balances: Vec<BalanceRow>,
    pub(crate) gates: Vec<GateRow>,
    /// By row of `lines`.
    rows: BTreeMap<usize, Note>,
}

#[derive(Debug)]
struct Note {
    /// What the line earned with all stages, where it is one of a transaction.
    exact: Option<Exact>,
    touches: Vec<Touch>,
    extra: Option<Extra>,
}

impl Notes {
    pub(super) fn keep(&mut self, row: usize, exact: Option<Exact>, touches: Vec<Touch>, extra: Option<Extra>) {
        if self.noting {
            self.rows.insert(row, Note { exact, touches, extra });
        }
    }

    /// The step of a line of a transaction with the stages that it went through; as it was where there are none.
    pub(crate) fn staged(&self, row: usize, step: Node) -> Node {
        let Some(Note { exact: Some(exact), touches, .. }) = self.rows.get(&row) else { return step };
        if touches.is_empty() {
            return step;
        }
        let stages = touches.iter().map(|touch| {
            let change = touch.after.sub(&touch.before);
            let node = Node::new(touch.id, touch.what.clone(), touch.rule.clone());
            node.input("before", &touch.before).input("after", &touch.after).value(change)
        });
        let mut line = Node::new("earning", "what the rates earn, and what the stages make of it", step.rule.clone());
        line = line.value(exact.clone()).rounded_if(step.rounded);
        let (inputs, of_rates) = step.inputs.into_iter().partition(|(name, _)| name == "transaction" || name == "date");
        line.inputs = inputs;
        line.part(Node { id: "rated".to_owned(), inputs: of_rates, rounded: None, ..step }).parts(stages)
    }

    /// The step of a line that a stage brought about, for a transaction where one of its lines did.
    pub(crate) fn of_stage(&self, row: usize, transactions: &Table, amount: Option<Decimal>) -> Option<Node> {
        let extra = self.rows.get(&row)?.extra.as_ref()?;
        let node = Node::new(extra.kind.as_str(), extra.what.clone(), extra.rule.clone());
        let day = crate::time::Date::from_days(extra.day).ok()?;
        let node = match extra.row {
            Some(row) => node.input("transaction", id(transactions, row)),
            None => node,
        };
        let node = extra.inputs.iter().fold(node.input("date", day), |node, (name, input)| node.input(name, input));
        Some(node.value(extra.amount.clone()).rounded_if(amount))
    }
}
