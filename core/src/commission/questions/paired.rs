//! Which statements of two calculations are the same one.

use std::collections::{BTreeMap, VecDeque};

use super::ran::{Ran, Statement};
use crate::number::Exact;
use crate::time::Date;

/// What a statement is of: payee, component, days, and whether it measures anything. What is handed on is beside what is
/// measured in the same component, and has no measure.
type Of<'s> = (&'s str, Option<&'s str>, Date, Date, bool);

impl Statement {
    fn of(&self) -> Of<'_> {
        (&self.payee, self.component.as_deref(), self.from, self.to, self.measure.is_some())
    }

    /// The same statement, of nothing.
    pub(super) fn nothing(&self) -> Self {
        Self { measure: None, attainment: None, earned: Exact::ZERO, ..self.clone() }
    }
}

/// The rows of statements by what they are of, in order.
fn by_what(ran: &Ran) -> BTreeMap<Of<'_>, VecDeque<usize>> {
    let mut rows: BTreeMap<Of<'_>, VecDeque<usize>> = BTreeMap::new();
    for (row, statement) in ran.statements.iter().enumerate() {
        rows.entry(statement.of()).or_default().push_back(row);
    }
    rows
}

/// The rows of two calculations side by side, in the order of the second. Assignments and quotas make the rows that
/// measure something, and both have the same; what is handed on has rows only where there is something.
pub(super) fn paired(before: &Ran, after: &Ran) -> Vec<(Option<usize>, Option<usize>)> {
    let mut waiting = by_what(before);
    let mut pairs = Vec::new();
    for (row, statement) in after.statements.iter().enumerate() {
        let mut own = waiting.get_mut(&statement.of()).and_then(VecDeque::pop_front);
        if statement.component.is_none() {
            // A payee's total comes last: what is there no more stands in front of it.
            let gone = waiting.iter_mut().filter(|(of, _)| of.0 == statement.payee && of.1.is_some());
            pairs.extend(gone.flat_map(|(_, rows)| rows.drain(..)).map(|row| (Some(row), None)));
        }
        pairs.push((own.take(), Some(row)));
    }
    pairs.extend(waiting.into_values().flatten().map(|row| (Some(row), None)));
    pairs
}

/// By row of the second calculation: what the statement earns in the first; nothing where it is not there.
pub(super) fn earned_in(first: &Ran, second: &Ran) -> Vec<Exact> {
    let mut earned = vec![Exact::ZERO; second.statements.len()];
    for (one, other) in paired(first, second) {
        if let Some((one, other)) =
            one.and_then(|one| first.statements.get(one)).zip(other.and_then(|row| earned.get_mut(row)))
        {
            other.clone_from(&one.earned);
        }
    }
    earned
}

/// What a statement earns in another calculation; nothing where it is not there.
pub(super) fn earned_as(ran: &Ran, statement: &Statement) -> Exact {
    let same = ran.statements.iter().filter(|one| one.of() == statement.of());
    same.fold(Exact::ZERO, |sum, one| sum.add(&one.earned))
}
