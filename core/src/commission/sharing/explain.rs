//! Why a share, an override or a part of a pool is what it is.

use super::handed::{Handed, HandedOn, Share, What};
use super::overriding::Passed;
use crate::commission::credit::credits::id;
use crate::commission::document::OverrideBasis;
use crate::commission::workings::Workings;
use crate::number::{Decimal, Exact};
use crate::problem::pointer;
use crate::time::Date;
use crate::trace::Node;

impl HandedOn {
    /// The step of a row of `lines`.
    pub(crate) fn explain_line(&self, workings: &Workings, row: usize) -> Option<Node> {
        self.line(row).map(|handed| workings.explain_handed(handed))
    }

    /// The step of a row of `statements`, line by line.
    pub(crate) fn explain_statement(&self, workings: &Workings, row: usize) -> Option<Node> {
        let handed = self.statement(row)?;
        let part = handed.first().map_or(usize::MAX, |first| first.what.part(workings));
        let (name, rule) = (workings.plan.part_id(part), workings.plan.part_pointer(part));
        let units: i128 = handed.iter().map(|handed| handed.amount).sum();
        let scale = workings.plan.rounding.scale;
        let sum = handed.iter().fold(Exact::ZERO, |sum, handed| sum.add(&handed.what.exact(workings)));
        let (key, what) = match handed.first().map(|first| &first.what) {
            Some(What::Share(_)) => ("shares", format!("what splits share of `{name}`, line by line")),
            Some(What::Pool(_)) => ("shares", format!("the payee's shares of what `{name}` pays teams")),
            _ => ("overrides", format!("what `{name}` pays, line by line")),
        };
        let node = Node::new(key, what, rule).value(sum).rounded_if(Decimal::from_mantissa(units, scale).ok());
        Some(node.parts(handed.iter().map(|handed| workings.explain_handed(handed))))
    }
}

impl What {
    fn part(&self, workings: &Workings) -> usize {
        match self {
            Self::Share(share) => share.part,
            Self::Override(passed) => workings.plan.components.len() + passed.rule,
            Self::Pool(part) => part.number(workings),
        }
    }

    /// What it comes to before rounding, where shares are of an amount that is rounded already.
    fn exact(&self, workings: &Workings) -> Exact {
        match self {
            Self::Share(share) => share.exact(workings.plan.rounding.scale),
            Self::Override(passed) => passed.exact.clone(),
            Self::Pool(part) => part.exact(workings),
        }
    }
}

impl Share {
    fn exact(&self, scale: u32) -> Exact {
        let part = if self.given { self.share.sub(&Exact::ONE) } else { self.share.clone() };
        money(self.of, scale).mul(&part)
    }
}

fn money(units: i128, scale: u32) -> Exact {
    Decimal::from_mantissa(units, scale).map_or(Exact::ZERO, Exact::from)
}

impl Workings {
    fn explain_handed(&self, handed: &Handed) -> Node {
        let amount = Decimal::from_mantissa(handed.amount, self.plan.rounding.scale).ok();
        let node = match &handed.what {
            What::Share(share) => self.explain_share(share),
            What::Override(passed) => self.explain_override(passed),
            What::Pool(part) => self.explain_part(*part),
        };
        node.value(handed.what.exact(self)).rounded_if(amount)
    }

    fn explain_share(&self, share: &Share) -> Node {
        let owner = self.roster.payees.word(share.from);
        let what = if share.given {
            "what the other payees of the split have of the line".to_owned()
        } else {
            format!("the payee's part of what {owner} earned on all of the credit")
        };
        let line = Node::new("line", format!("what the line of {owner} earned"), self.plan.part_pointer(share.part));
        self.of_transaction(Node::new("share", what, "/split_stage"), Some(share.row), share.day)
            .input("share", &share.share)
            .part(line.value(money(share.of, self.plan.rounding.scale)))
    }

    fn explain_override(&self, passed: &Passed) -> Node {
        let below = self.roster.payees.word(passed.from);
        let Some(one) = self.plan.overrides.get(passed.rule) else { return Node::new("override", "", "") };
        let (what, on) = match one.basis {
            _ if passed.on_overrides => ("the rate times what overrides paid below", "overrides"),
            OverrideBasis::Revenue => ("the rate times the credit below", "credit"),
            OverrideBasis::Commission => ("the rate times what was earned below", "earned"),
            OverrideBasis::Differential => {
                ("the rate times the credit below, less what was paid on it below", "credit")
            }
            OverrideBasis::Excess => ("the rate times the credit below that is above the threshold", "credit"),
        };
        let node = self.of_transaction(Node::new("override", what, &one.pointer), passed.row, passed.day);
        let node = node.input("level", passed.level).input("rate", &passed.rate);
        let record = passed.row.map_or_else(String::new, |row| pointer::record("transactions", row));
        let source = Node::new(on, format!("{on} of {below}"), record).value(passed.base.clone());
        let node = node.part(source);
        match one.basis {
            OverrideBasis::Differential => {
                let paid = Node::new("paid_below", "what the seller and those between were paid on it", &one.pointer);
                node.part(paid.value(passed.beside.neg()))
            }
            OverrideBasis::Excess => {
                let after = passed.beside.add(&passed.base);
                node.input("threshold", &one.threshold)
                    .input("measure_before", &passed.beside)
                    .input("measure_after", after)
            }
            OverrideBasis::Revenue | OverrideBasis::Commission => node,
        }
    }

    fn of_transaction(&self, node: Node, row: Option<usize>, day: i32) -> Node {
        let node = match row {
            Some(row) => node.input("transaction", id(self.transactions.table(), row)),
            None => node,
        };
        match Date::from_days(day) {
            Ok(date) => node.input("date", date),
            Err(_) => node,
        }
    }
}
