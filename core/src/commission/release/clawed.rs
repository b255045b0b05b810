//! Which clawbacks take back which earnings.

use std::collections::BTreeMap;

use super::timeline::{Event, What};
use crate::commission::output::cells::{self, Row};
use crate::number::Exact;
use crate::sorted;
use crate::table::Records;
use crate::time::Date;

/// The clawbacks of a release, by row of what they take back.
#[derive(Debug, Default)]
pub(super) struct Links<'r> {
    /// By row of an earning: the day and the part of it that each clawback takes back, with its row.
    taken: BTreeMap<usize, Vec<(Date, Exact, usize)>>,
    /// By row of a clawback: what of it no earning in the table has left.
    rest: BTreeMap<usize, Exact>,
    /// By row that gives something back for an earning of its sign: the transaction that both wait for.
    same: BTreeMap<usize, &'r str>,
}

/// What an earning is known by: payee, component and transaction.
type Name<'r> = (&'r str, Option<&'r str>, &'r str);

impl<'r> Links<'r> {
    /// Clawbacks in the order of their days, each against the earnings of its payee, component and source in
    /// the order of the table, as far as these go.
    pub(super) fn of(earnings: &'r Records) -> Self {
        let source = |row: &Row<'r>| row.text("source_transaction_id");
        let mut links = Self::default();
        let mut clawbacks: Vec<(Date, Row<'r>, &'r str)> =
            rows(earnings).filter_map(|row| Some((row.date("effective_on")?, row, source(&row)?))).collect();
        if clawbacks.is_empty() {
            return links;
        }
        sorted::sort_by_key(&mut clawbacks, |(on, row, _)| (*on, row.at));
        // What each earning still has, by name.
        let mut left: BTreeMap<Name<'r>, Vec<(usize, Exact, Exact)>> = BTreeMap::new();
        for row in rows(earnings).filter(|row| source(row).is_none()) {
            if let (Some(transaction), Some(amount)) = (row.text("transaction_id"), row.exact("amount")) {
                let name = (row.id(), row.text("component_id"), transaction);
                left.entry(name).or_default().push((row.at, amount.clone(), amount));
            }
        }
        for (on, row, source) in clawbacks {
            let mut amount = row.exact("amount").unwrap_or(Exact::ZERO);
            let earned = left.get_mut(&(row.id(), row.text("component_id"), source));
            for (of, whole, left) in earned.into_iter().flatten() {
                if left.is_zero() || amount.is_zero() {
                    continue;
                }
                if left.is_negative() == amount.is_negative() {
                    links.same.insert(row.at, source);
                } else {
                    let part = if left.abs() < amount.abs() { left.clone() } else { Exact::ZERO.sub(&amount) };
                    amount = amount.add(&part);
                    *left = left.sub(&part);
                    let share = part.checked_div(whole).unwrap_or(Exact::ZERO);
                    links.taken.entry(*of).or_default().push((on, share, row.at));
                }
            }
            links.rest.insert(row.at, amount);
        }
        links
    }

    /// What of an earning is one of its own: all of it, but of a clawback what it takes back of no other.
    pub(super) fn own(&self, row: usize, amount: Exact) -> Option<Exact> {
        match self.rest.get(&row) {
            Some(rest) if rest.is_zero() && !amount.is_zero() => None,
            Some(rest) => Some(rest.clone()),
            None => Some(amount),
        }
    }

    /// The transaction that an earning waits for, where it is not its own.
    pub(super) fn waits_for(&self, row: usize) -> Option<&'r str> {
        self.same.get(&row).copied()
    }

    /// What takes an earning back.
    pub(super) fn events(&self, row: usize) -> Vec<Event> {
        let taken = self.taken.get(&row).map_or(&[][..], Vec::as_slice);
        let event = |(on, share, by): &(Date, Exact, usize)| {
            let what = What::Clawback { share: share.clone(), by: *by };
            Event { on: *on, what, step: None }
        };
        taken.iter().map(event).collect()
    }
}

fn rows(earnings: &Records) -> impl Iterator<Item = Row<'_>> {
    cells::good(earnings, "earnings", "payee_id")
}
