//! Why a month of a stream is worth what it is, and whose it is.

use super::months::Month;
use super::outcome::transaction_id;
use super::owners::{Part, parts_of, share};
use super::records::{OWNER_TABLE, STREAM_TABLE};
use super::run::{Expanded, Workings};
use crate::number::Exact;
use crate::problem::{Problem, pointer};
use crate::trace::{Explain, Node, not_computed, unknown_row};

/// Explains the rows of `transactions` and `splits` of an expansion.
#[derive(Debug)]
pub struct StreamExplanations(Workings);

impl StreamExplanations {
    pub(super) fn new(workings: Workings) -> Self {
        Self(workings)
    }
}

impl Explain for StreamExplanations {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        let workings = &self.0;
        match table {
            "transactions" => {
                let found = workings.months().nth(row);
                let (expanded, month) = found.ok_or_else(|| unknown_row(table, workings.months().count(), row))?;
                Ok(workings.amount(expanded, month))
            }
            "splits" => workings.split(table, row),
            _ => Err(not_computed(table)),
        }
    }
}

impl Workings {
    fn amount(&self, expanded: &Expanded, month: &Month) -> Node {
        let (stream, at) = (&expanded.stream, pointer::record(STREAM_TABLE, expanded.stream.row));
        let mut billed =
            Node::new("billed", "the amount of a month times days billed over days of the month", at.clone())
                .input("amount", &stream.amount)
                .input("days_billed", month.paid.days())
                .input("days_of_month", month.period.days());
        if month.runs.from() > month.period.from() {
            billed =
                billed.input("starts_on", month.runs.from()).input("first_part_month", self.billing.first.as_str());
        }
        if month.runs.to() < month.period.to() {
            billed = billed.input("ended_on", month.runs.to()).input("last_part_month", self.billing.last.as_str());
        }
        Node::new("amount", "the rounded total of the stream with this month, less the one without it", at)
            .input("month_index", month.index)
            .input("month", month.period)
            .input("total_before", &month.before)
            .input("total_after", &month.after)
            .value(month.after.sub(&month.before))
            .rounded_if(month.amount.to_decimal())
            .part(billed.value(month.after.sub(&month.before)))
    }

    fn split(&self, table: &str, row: usize) -> Result<Node, Problem> {
        let mut passed = 0;
        for (expanded, month) in self.months() {
            let owned = parts_of(&expanded.tenures, month.runs);
            if let Some((payee, parts)) = owned.get(row - passed) {
                return Ok(shared(expanded, month, payee, parts));
            }
            passed += owned.len();
        }
        Err(unknown_row(table, passed, row))
    }
}

fn shared(expanded: &Expanded, month: &Month, payee: &str, parts: &[Part<'_>]) -> Node {
    let held = parts.iter().map(|part| {
        let at = match part.holder.row {
            Some(row) => pointer::record(OWNER_TABLE, row),
            None => pointer::cell(STREAM_TABLE, expanded.stream.row, "payee_id"),
        };
        let value = share(std::slice::from_ref(part), month.runs);
        Node::new("held", "the part held times its days, over the days that the stream runs in the month", at)
            .input("days", part.days)
            .input("number_of_days", part.days.days())
            .input("share", &part.holder.share)
            .value(value)
    });
    let sum: Exact = share(parts, month.runs);
    Node::new("share", "what is held of the days of the month", pointer::record(STREAM_TABLE, expanded.stream.row))
        .input("transaction_id", transaction_id(expanded, month))
        .input("payee_id", payee)
        .input("days_run", month.runs.days())
        .value(sum)
        .parts(held)
}
