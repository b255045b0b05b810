//! Which lines of a payee may come to something else than they did, found without a word being copied.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::account::Piece;
use crate::sorted;
use crate::table::{Table, TextColumn};

/// A line: its table, and its row there.
pub(super) type Line = (Arc<Table>, usize);

/// What tells a line from others, what it comes to, and where it stands.
struct Seen<'p> {
    /// Transaction, component, kind, and what it takes back.
    named: [Option<&'p str>; 4],
    /// In minor units of the plan's currency, as every table of a book has it.
    amount: Option<i128>,
    table: &'p Arc<Table>,
    row: usize,
}

impl Seen<'_> {
    fn is_of(&self, transactions: &BTreeSet<Arc<str>>) -> bool {
        let [transaction, ..] = self.named;
        transaction.is_some_and(|id| transactions.contains(id))
    }
}

/// The lines before and after of which some may not come to the same. Both are in processing order, so they are
/// walked side by side: a line of a transaction that has changed stands on one side alone or on both.
pub(super) fn differing(old: &[Piece], new: &[Piece], changed: &BTreeSet<Arc<str>>) -> [Vec<Line>; 2] {
    let (old, new) = (seen(old), seen(new));
    let (mut at, mut to) = (0, 0);
    let mut found: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    let mut same: Vec<(usize, usize)> = Vec::new();
    while let (Some(one), Some(other)) = (old.get(at), new.get(to)) {
        let is_same = one.named == other.named;
        if is_same && one.amount == other.amount {
            same.push((at, to));
        } else if is_same {
            found[0].push(at);
            found[1].push(to);
        } else if one.is_of(changed) {
            found[0].push(at);
        } else if other.is_of(changed) {
            found[1].push(to);
        } else {
            break;
        }
        at += usize::from(is_same || one.is_of(changed));
        to += usize::from(is_same || !one.is_of(changed));
    }
    found[0].extend(at..old.len());
    found[1].extend(to..new.len());
    // Lines of one name count as one: where one of them differs, all of them are told.
    let [before, after] = &found;
    let first = before.iter().filter_map(|at| old.get(*at));
    let told = first.chain(after.iter().filter_map(|to| new.get(*to))).map(|line| line.named);
    let told = sorted::set(told);
    let is_told = |at: usize| old.get(at).is_some_and(|line| told.contains(&line.named));
    let also: Vec<(usize, usize)> = same.into_iter().filter(|(at, _)| is_told(*at)).collect();
    for (at, to) in also {
        found[0].push(at);
        found[1].push(to);
    }
    let [before, after] = found;
    [picked(&old, before), picked(&new, after)]
}

fn seen(pieces: &[Piece]) -> Vec<Seen<'_>> {
    let mut seen = Vec::new();
    for Piece { table, rows } in pieces {
        let columns = ["transaction_id", "component_id", "kind", "source_transaction_id"].map(|name| table.text(name));
        let amounts = table.decimal("amount");
        seen.extend(rows.clone().map(|row| Seen {
            named: columns.map(|column| column.and_then(|column: &TextColumn| column.get(row))),
            amount: amounts.and_then(|column| column.cells.get(row)),
            table,
            row,
        }));
    }
    seen
}

fn picked(lines: &[Seen<'_>], mut of: Vec<usize>) -> Vec<Line> {
    sorted::sort(&mut of);
    of.into_iter().filter_map(|at| lines.get(at)).map(|line| (Arc::clone(line.table), line.row)).collect()
}
