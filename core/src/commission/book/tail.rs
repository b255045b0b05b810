//! Which lines of a payee changes can reach: those from the first changed transaction on. The lines before it stay as
//! they are, and running sums go on from the last of them.
//!
//! This holds for plans whose lines are told by running sums alone, and for payees whose transactions are whole
//! credits in the plan's currency that take nothing back. All others are calculated from their first line.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::CommissionBook;
use super::account::{Account, Piece, joined, parted};
use super::apply::Concerned;
use super::deals::{Deal, Place};
use super::ground::Ground;
use crate::commission::document::{Accumulate, CreditBasis, MidPeriod, Reconcile, RollUp, RoundingLevel};
use crate::commission::engine::frame::column;
use crate::commission::model::Plan;
use crate::commission::periods::start::Start;
use crate::commission::rates::blueprint::Blueprint;
use crate::commission::workings::{MOST_PLACES, Workings};
use crate::problem::Problem;

/// By payee whose first lines stay: the rest.
pub(super) type Tails = BTreeMap<Arc<str>, Tail>;

/// The lines of a payee that changes can reach.
#[derive(Debug)]
pub(super) struct Tail {
    /// The first transaction that is run.
    pub(super) from: Place,
    /// By slice: what the lines before come to, where there are any.
    pub(super) starts: Vec<Option<Start>>,
    /// By slice: the lines before.
    kept: Vec<Vec<Piece>>,
    /// The lines from there on, as they were.
    pub(super) old: Vec<Piece>,
}

impl Plan {
    /// Whether running sums alone tell what a line earns, where transactions are whole credits in the plan's currency.
    pub(super) fn goes_on(&self) -> bool {
        let rounded = match self.rounding.at {
            RoundingLevel::Line => true,
            RoundingLevel::Component => self.rounding.reconcile == Reconcile::CumulativeDifference,
            RoundingLevel::Payee => false,
        };
        let basis = self.components.first().map(|component| component.date);
        let summed = self.components.iter().all(|component| {
            Some(component.date) == basis
                && component.accumulate == Accumulate::Period
                && component.roll_up == RollUp::None
                && component.shaping.is_none()
                && matches!(component.credit, CreditBasis::Amount | CreditBasis::Units)
                && component.credit == component.base()
                && Blueprint::new(component).runs_on_sums(true)
        });
        let in_spans = self.ramp.is_none() && self.mid_period != MidPeriod::CarryAttainment;
        rounded && summed && in_spans && !self.is_staged()
    }
}

impl Deal {
    /// Whether it is one whole credit in the plan's currency that takes nothing back.
    fn is_plain(&self, plan: &Plan) -> bool {
        let is_own = |currency: &str| currency == plan.currency.code();
        self.splits.is_none() && self.reverses().is_none() && self.currency().is_none_or(is_own)
    }
}

impl Account {
    /// Whether all transactions are plain; looked up once, for an account with some more knows it of these.
    fn is_plain(&self, ground: &Ground) -> bool {
        *self.plain.get_or_init(|| self.deals.iter().all(|(_, deal)| deal.is_plain(&ground.plan)))
    }
}

impl CommissionBook {
    /// The tails of those concerned, where they have one: what `before` has of them, and where it is to go on.
    pub(super) fn tails(&self, before: &Self, concerned: &Concerned) -> Tails {
        let given = || concerned.deals.iter().flat_map(|id| [before.deals.by_id.get(id), self.deals.by_id.get(id)]);
        let plan = &self.ground.plan;
        // More places than columns have would be lost with the lines that are not run.
        let shown = plan.components.iter().all(|component| {
            let cells = self.columns.table().decimal(column(component.credit));
            cells.is_none_or(|cells| cells.scale <= MOST_PLACES)
        });
        if !self.ground.goes_on || !shown || !given().flatten().all(|deal| deal.is_plain(plan)) {
            return Tails::new();
        }
        let basis = self.ground.basis();
        let mut tails = Tails::new();
        for payee in &concerned.payees {
            let (Some(old), Some(new)) = (before.accounts.get(payee), self.accounts.get(payee)) else { continue };
            let own = given().flatten().filter(|deal| deal.parties().any(|party| party == &**payee));
            if let Some(from) = own.map(|deal| deal.place(basis)).min()
                && old.is_plain(&self.ground)
                && let Some(tail) = before.tail(old, from)
            {
                // Those given are plain, and so were all others.
                new.plain.get_or_init(|| true);
                tails.insert(Arc::clone(payee), tail);
            }
        }
        tails
    }

    /// The lines of an account from a place on.
    fn tail(&self, account: &Account, from: Place) -> Option<Tail> {
        let [lines, statements, ..] = &account.pieces;
        let [own] = statements.as_slice() else { return None };
        let (counts, earned) = (own.table.integer("lines")?, own.table.decimal("earned")?);
        let (mut starts, mut kept, mut old) = (Vec::new(), Vec::new(), Vec::new());
        let mut rest = lines.clone();
        // The last row is the payee's total.
        for row in own.rows.start..own.rows.end.checked_sub(1)? {
            let count = usize::try_from(counts.get(row)?).ok()?;
            let (of_slice, others) = parted(&rest, count);
            let (first, last) = parted(&of_slice, self.lines_before(&of_slice, count, &from)?);
            let mut known = earned.cells.get(row)?;
            for piece in &last {
                let amounts = piece.table.decimal("amount")?.cells.values.get(piece.rows.clone())?;
                known = amounts.iter().try_fold(known, |sum, amount| sum.checked_sub(*amount))?;
            }
            starts.push(match first.last() {
                Some(piece) => Some(Start {
                    measure: piece.table.decimal("measure_after")?.exact(piece.rows.end.checked_sub(1)?)?,
                    lines: i64::try_from(first.iter().map(|piece| piece.rows.len()).sum::<usize>()).ok()?,
                    earned: known,
                }),
                None => None,
            });
            kept.push(first);
            old.extend(last);
            rest = others;
        }
        Some(Tail { from, starts, kept, old })
    }

    /// How many of the lines of a slice stand before a place.
    fn lines_before(&self, pieces: &[Piece], count: usize, from: &Place) -> Option<usize> {
        let basis = self.ground.basis();
        let is_before = |line: usize| {
            let (_, rest) = parted(pieces, line);
            let Piece { table, rows } = rest.first()?;
            let day = table.date("effective_on")?.get(rows.start);
            if day != from.0 {
                return Some(day < from.0);
            }
            let deal = self.deals.by_id.get(table.text("transaction_id")?.get(rows.start)?)?;
            Some(deal.place(basis) < *from)
        };
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low.midpoint(high);
            if is_before(middle)? {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Some(low)
    }
}

impl Tail {
    /// Whether the slices that were run are those that the tail goes on with, and none of them needs what is before
    /// the call's days without going on from a line of these.
    pub(super) fn fits(&self, workings: &Workings, payee: u32) -> bool {
        let (_, slices) = workings.slices_of(payee);
        let is_whole = |start: &Option<Start>, first: i32, asked: i32| start.is_some() || first >= asked;
        let mut all = slices.iter().zip(&self.starts);
        slices.len() == self.starts.len()
            && all.all(|(slice, start)| is_whole(start, slice.measure.start, slice.asked.start))
    }

    /// The lines before, and those that were run, slice by slice.
    pub(super) fn with(&self, run: &[Piece], statements: &[Piece]) -> Result<Vec<Piece>, Problem> {
        let counts = statements.iter().flat_map(|piece| {
            let counts = piece.table.integer("lines");
            piece.rows.clone().map(move |row| usize::try_from(counts?.get(row)?).ok())
        });
        let mut all = Vec::new();
        let mut rest = run.to_vec();
        for (kept, count) in self.kept.iter().zip(counts) {
            let known: usize = kept.iter().map(|piece| piece.rows.len()).sum();
            let (own, others) = parted(&rest, count.unwrap_or(known).saturating_sub(known));
            all.extend(settled(kept.iter().cloned().chain(own).collect())?);
            rest = others;
        }
        Ok(all)
    }
}

/// Pieces of which each has more than twice the rows of the next, so that there are few of them however often lines
/// were put in last: smaller ones are joined, each line some times at most.
fn settled(pieces: Vec<Piece>) -> Result<Vec<Piece>, Problem> {
    let mut all: Vec<Piece> = Vec::new();
    for mut piece in pieces {
        while let Some(before) = all.pop_if(|before| before.rows.len() <= 2 * piece.rows.len()) {
            let table = joined("lines", [&before, &piece].into_iter())?;
            let rows = 0..table.rows();
            piece = Piece { table: Arc::new(table), rows };
        }
        all.push(piece);
    }
    Ok(all)
}
