//! Shares, overrides and parts of pools among the lines, after everything that a payee earned by components.

use super::handed::{Handed, Share, What};
use super::overriding::Passed;
use crate::commission::document::OverrideBasis;
use crate::commission::engine::sink::{Figure, Reached, Sink as _};
use crate::commission::output::lines::Lines;
use crate::commission::output::results::{Results, total};
use crate::commission::stages::{Kind, shown};
use crate::commission::workings::{MOST_PLACES, Workings};
use crate::number::{Exact, Rounding};
use crate::problem::Problem;
use crate::sorted;

impl Results {
    /// Adds what a payee is handed on: shares by component, then overrides in the order of the plan, and a statement
    /// for each. `start` is the payee's first line. Answers what each comes to.
    pub(super) fn hand_on(
        &mut self,
        workings: &Workings,
        payee: u32,
        start: usize,
        mut shares: Vec<Share>,
        passed: Vec<(Passed, i128)>,
    ) -> Result<Vec<i128>, Problem> {
        sorted::sort_by_key(&mut shares, |share| workings.plan.part_lineage(share.part));
        let shares = shares.into_iter().map(|share| (share.part, share.amount, What::Share(share)));
        let first = workings.plan.components.len();
        let passed = passed.into_iter().map(|(passed, amount)| (first + passed.rule, amount, What::Override(passed)));
        self.add_handed(workings, payee, start, &shares.chain(passed).collect::<Vec<_>>())
    }

    /// Adds a payee's parts of pools, with a statement for each bonus. `start` is the payee's first line. Answers what
    /// each comes to.
    pub(crate) fn hand_on_pools(
        &mut self,
        workings: &Workings,
        payee: u32,
        start: usize,
    ) -> Result<Vec<i128>, Problem> {
        let parts = workings.pools.parts(payee).iter();
        let parts = parts.map(|part| (part.number(workings), part.units(workings), What::Pool(*part)));
        self.add_handed(workings, payee, start, &parts.collect::<Vec<_>>())
    }

    /// Adds lines by part of the plan, those of one part together.
    fn add_handed(
        &mut self,
        workings: &Workings,
        payee: u32,
        start: usize,
        all: &[(usize, i128, What)],
    ) -> Result<Vec<i128>, Problem> {
        let lineage = |one: &(usize, i128, What)| workings.plan.part_lineage(one.0);
        let mut totals = Vec::new();
        for of_part in all.chunk_by(|a, b| lineage(a) == lineage(b)) {
            let Some(part) = of_part.first().map(|one| one.0) else { continue };
            let from = self.handed.lines.len();
            let counted = self.lines.counted(start, workings.plan.part_lineage(part), workings);
            for (line_no, (part, amount, what)) in (counted + 1..).zip(of_part) {
                let line = self.lines.len();
                self.lines.hand_on(workings, payee, (*part, line_no), &what.cells(workings)?, *amount);
                self.handed.lines.push(Handed { line, payee, what: what.clone(), amount: *amount });
            }
            let amounts: Vec<i128> = of_part.iter().map(|one| one.1).collect();
            let sum = total(&amounts)?;
            self.handed.statements.push((self.statements.len(), from..self.handed.lines.len()));
            self.statements.beyond(payee, part, sum, i64::try_from(of_part.len()).unwrap_or(i64::MAX));
            totals.push(sum);
        }
        Ok(totals)
    }
}

/// The cells of a line on its way.
pub(super) struct Handing {
    pub(super) kind: Kind,
    pub(super) row: Option<usize>,
    pub(super) after: Option<u32>,
    pub(super) from: u32,
    pub(super) day: i32,
    /// All but the amount; those that are not here are 0.
    pub(super) figures: Vec<(Figure, i128)>,
    pub(super) reached: Reached,
    pub(super) modified: i128,
}

impl Lines {
    /// Adds a line, by its component or override and its place there.
    fn hand_on(
        &mut self,
        workings: &Workings,
        payee: u32,
        (part, line_no): (usize, i64),
        cells: &Handing,
        amount: i128,
    ) {
        self.payee.push(payee);
        self.component.push(u32::try_from(part).unwrap_or(u32::MAX));
        self.line_no.push(line_no);
        self.row.push(cells.row.and_then(|row| u32::try_from(row).ok()).unwrap_or(u32::MAX));
        self.period_from.push(workings.period.from().days());
        self.period_to.push(workings.period.to().days());
        self.effective_on.push(cells.day);
        let cell = |figure: Figure| cells.figures.iter().find(|(own, _)| *own == figure).map_or(0, |(_, cell)| *cell);
        self.figures.push(|figure| if figure == Figure::Amount { amount } else { cell(figure) });
        self.reached(1, cells.reached);
        self.kinds.push(cells.kind.code());
        self.modified.push(cells.modified);
        self.from.push(cells.from);
        self.pays_later(workings, cells.row, cells.after);
    }
}

impl What {
    /// The cells of its line.
    fn cells(&self, workings: &Workings) -> Result<Handing, Problem> {
        match self {
            Self::Share(share) => {
                let [at_rate, true_up, modified] = share.figures;
                let (row, after, from, day) = (Some(share.row), share.after, share.from, share.day);
                let figures =
                    [(Figure::CommissionCredit, share.credit), (Figure::AtRate, at_rate), (Figure::TrueUp, true_up)];
                Ok(Handing {
                    kind: Kind::Share,
                    row,
                    after,
                    from,
                    day,
                    figures: figures.to_vec(),
                    reached: share.line,
                    modified,
                })
            }
            Self::Override(passed) => passed.cells(workings),
            Self::Pool(part) => part.cells(workings),
        }
    }
}

impl Passed {
    fn cells(&self, workings: &Workings) -> Result<Handing, Problem> {
        let money = |value: &Exact| shown(value, workings.money_places);
        let credit = |value: &Exact| shown(value, workings.credit_places);
        let at_rate = self.base.mul(&self.rate);
        let mut figures = vec![
            (Figure::CommissionCredit, credit(&self.base)?),
            (Figure::AtRate, money(&at_rate)?),
            (Figure::TrueUp, money(&self.exact.sub(&at_rate))?),
        ];
        let basis = workings.plan.overrides.get(self.rule).map(|one| one.basis);
        if basis == Some(OverrideBasis::Excess) {
            figures.push((Figure::MeasureBefore, credit(&self.beside)?));
            figures.push((Figure::MeasureAfter, credit(&self.beside.add(&self.base))?));
        }
        let rate = self.rate.round_to_units(MOST_PLACES, Rounding::HalfEven).ok();
        let reached = Reached { rate, ..Reached::NOTHING };
        let (row, after, from, day) = (self.row, self.after, self.from, self.day);
        Ok(Handing { kind: Kind::Override, row, after, from, day, figures, reached, modified: 0 })
    }
}
