//! What overrides are on: what everybody has of each transaction, in processing order.

use crate::commission::model::Override;
use crate::commission::stages::Earned;
use crate::commission::workings::Workings;
use crate::number::Exact;
use crate::problem::Problem;
use crate::sorted;

/// What one payee has of one transaction on one day, or of no transaction.
#[derive(Debug)]
pub(super) struct Base {
    pub(super) payee: u32,
    pub(super) row: Option<usize>,
    /// Where it is paid for that later: how many refunds of it came before.
    pub(super) after: Option<u32>,
    pub(super) day: i32,
    pub(super) lines: Vec<Line>,
}

/// A line of it.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) component: usize,
    /// The credit that was paid on, where it is the payee's own.
    pub(super) credit: Option<Exact>,
    /// What it earned, all of it and what is left to the payee.
    pub(super) earned: Exact,
    pub(super) kept: Exact,
}

impl Base {
    /// The credit of a transaction counts once, whatever components paid on it.
    pub(super) fn credit(&self, one: &Override) -> Option<&Exact> {
        self.of(one).find_map(|line| line.credit.as_ref())
    }

    /// What the lines that an override is on earned on the payee's credit.
    pub(super) fn earned(&self, one: &Override) -> Exact {
        self.of(one).fold(Exact::ZERO, |sum, line| sum.add(&line.earned))
    }

    /// What of it is left to the payee, with what others share with the payee.
    pub(super) fn kept(&self, one: &Override) -> Exact {
        self.of(one).fold(Exact::ZERO, |sum, line| sum.add(&line.kept))
    }

    fn of(&self, one: &Override) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| one.components.get(line.component) == Some(&true))
    }
}

impl Workings {
    /// What everybody earned, as overrides take it: in processing order, splits of payouts taken into account.
    pub(super) fn each_base(
        &self,
        earned: Vec<(u32, Vec<Earned>)>,
        mut take: impl FnMut(&Base) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let mut all: Vec<(u32, Earned, Exact)> = Vec::new();
        for (payee, lines) in earned {
            for line in lines {
                let (mut kept, mut given) = (line.exact.clone(), Vec::new());
                let row = line.row.filter(|_| !self.is_bonus(line.component));
                for (receiver, share) in self.payout_shares(payee, row).unwrap_or_default() {
                    let part = line.exact.mul(&share);
                    kept = kept.sub(&part);
                    let theirs = Earned { credit: None, exact: Exact::ZERO, ..line.clone() };
                    given.push((receiver, theirs, part));
                }
                all.push((payee, line, kept));
                all.append(&mut given);
            }
        }
        let ranks = self.ranks();
        // What is of no transaction comes last on its day.
        let rank = |line: &Earned| line.row.and_then(|row| ranks.get(row).copied()).unwrap_or(u32::MAX);
        let places = (0_u32..).zip(&all).map(|(at, (_, line, _))| (line.day, rank(line), line.after, at));
        let mut places: Vec<(i32, u32, Option<u32>, u32)> = places.collect();
        sorted::sort(&mut places);
        for of_transaction in places.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
            let mut of_transaction: Vec<_> =
                of_transaction.iter().filter_map(|(.., at)| all.get(*at as usize)).collect();
            let payee = |(payee, ..): &(u32, Earned, Exact)| self.roster.payees.word(*payee);
            sorted::sort_by(&mut of_transaction, |a, b| payee(a).cmp(payee(b)));
            for of_one in of_transaction.chunk_by(|a, b| a.0 == b.0) {
                let Some((payee, first, _)) = of_one.first() else { continue };
                let line = |(_, line, kept): &&(u32, Earned, Exact)| Line {
                    component: line.component,
                    credit: line.credit.clone(),
                    earned: line.exact.clone(),
                    kept: kept.clone(),
                };
                let lines = of_one.iter().map(line).collect();
                take(&Base { payee: *payee, row: first.row, after: first.after, day: first.day, lines })?;
            }
        }
        Ok(())
    }
}
