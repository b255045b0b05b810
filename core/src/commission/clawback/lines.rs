//! Clawbacks among the lines: how sales are found there, and how what they give back is written.

use std::collections::{BTreeMap, BTreeSet};

use super::originals::Original;
use super::stage::Clawed;
use crate::commission::engine::sink::{Figure, Reached, Sink as _};
use crate::commission::output::lines::Lines;
use crate::commission::stages::Kind;
use crate::commission::workings::Workings;
use crate::number::{Exact, Rounding, pow10};
use crate::table::{TextColumn, Validity};

impl Lines {
    /// What a line says of a refunded sale, with its payee; nothing where its transaction is none.
    pub(super) fn original(&self, line: usize, workings: &Workings) -> Option<(u32, Original)> {
        let sale = *self.row.get(line)? as usize;
        if !workings.refunds.is_sale(sale) {
            return None;
        }
        let figure = |figure: Figure| self.figures.get(figure, line);
        let (amount, at_rate) = (figure(Figure::Amount)?, figure(Figure::AtRate)?);
        let at_rate = self.has_rate(line).then(|| Exact::new(at_rate, pow10(workings.money_places)).ok()).flatten();
        let (component, day) = (*self.component.get(line)? as usize, *self.effective_on.get(line)?);
        let from = self.from.get(line).copied().unwrap_or(u32::MAX);
        let after = self.later.get(&line).copied();
        let (of, sold) = after.map_or((Exact::ONE, day), |after| workings.paid_later(component, sale, after, day));
        let after = after.map_or(0, |after| after as usize);
        Some((*self.payee.get(line)?, Original { component, from, sale, day, sold, after, of, amount, at_rate }))
    }

    /// Says of the last line that it pays for a transaction later, and how many refunds of that came before.
    pub(crate) fn pays_later(&mut self, workings: &Workings, row: Option<usize>, after: Option<u32>) {
        if let (Some(_), Some(after)) = (row.filter(|row| workings.refunds.is_sale(*row)), after) {
            self.later.insert(self.len() - 1, after);
        }
    }

    /// The lines that a component or override has from one on.
    pub(crate) fn counted(&self, start: usize, lineage: usize, workings: &Workings) -> i64 {
        let is_own = |component: &&u32| workings.plan.part_lineage(**component as usize) == lineage;
        let own = self.component.get(start..).unwrap_or_default().iter().filter(is_own);
        i64::try_from(own.count()).unwrap_or(i64::MAX)
    }

    /// Adds a clawback, by its place in the component.
    pub(super) fn take_back(&mut self, workings: &Workings, payee: u32, clawed: &Clawed, line_no: i64) {
        let exact = clawed.exact.round_to_units(workings.money_places, Rounding::HalfEven).unwrap_or(0);
        self.payee.push(payee);
        self.component.push(u32::try_from(clawed.component).unwrap_or(u32::MAX));
        self.line_no.push(line_no);
        self.row.push(u32::try_from(clawed.refund.row).unwrap_or(u32::MAX));
        self.period_from.push(workings.period.from().days());
        self.period_to.push(workings.period.to().days());
        self.effective_on.push(clawed.day);
        self.figures.push(|figure| match figure {
            Figure::AtRate => exact,
            Figure::Amount => clawed.amount,
            _ => 0,
        });
        self.reached(1, Reached::NOTHING);
        if workings.plan.is_staged() {
            self.kinds.push(Kind::Clawback.code());
            self.modified.push(0);
            self.from.push(clawed.from);
        }
        if clawed.left.is_some() {
            self.sources.insert(self.len() - 1, clawed.source);
        }
    }
}

/// A column of empty cells.
fn empty(rows: usize) -> TextColumn {
    TextColumn::Coded { codes: vec![0; rows], words: Vec::new(), valid: Validity::from_flags(vec![false; rows]) }
}

/// What each line is, and the transaction that it takes back; `kinds` are those of stages, `rows` the
/// transactions, `lowering` the lines that only lower a measure, `unwound` the lines that take back what is not of the refunded sale.
pub(crate) fn columns(
    kinds: Vec<u32>,
    rows: &[u32],
    lowering: &BTreeSet<usize>,
    unwound: &BTreeMap<usize, u32>,
    workings: &Workings,
) -> (TextColumn, TextColumn) {
    let refunds = &workings.refunds;
    let staged = workings.plan.is_staged();
    if refunds.none_named() && !staged {
        return (TextColumn::constant("earning", rows.len()), empty(rows.len()));
    }
    let mut kinds = if staged { kinds } else { vec![Kind::Earning.code(); rows.len()] };
    let handed = [Kind::Share.code(), Kind::Override.code()];
    let (restored, beside) = (Kind::RestoredAttainment.code(), Kind::BESIDE_CLAWBACKS.map(Kind::code));
    for &line in lowering {
        kinds.get_mut(line).into_iter().for_each(|kind| *kind = restored);
    }
    for (kind, row) in kinds.iter_mut().zip(rows) {
        if !handed.contains(kind) && !beside.contains(kind) && refunds.is_refund(*row as usize) {
            *kind = Kind::Clawback.code();
        }
    }
    let ids = workings.transactions.table().text("transaction_id");
    let source = |(line, (row, kind)): (usize, (&u32, &u32))| {
        let row = match unwound.get(&line) {
            Some(row) => Some(*row as usize),
            // A share or an override is of the transaction itself.
            None if handed.contains(kind) => Some(*row as usize),
            None => refunds.sale_of(*row as usize),
        };
        ids.and_then(|ids| ids.get(row?))
    };
    let sources = if refunds.none_named() && !workings.plan.is_shared() {
        empty(rows.len())
    } else {
        TextColumn::from_options(rows.iter().zip(&kinds).enumerate().map(source))
    };
    (TextColumn::coded(kinds, Kind::ALL.iter().map(|kind| kind.as_str().to_owned()).collect()), sources)
}
