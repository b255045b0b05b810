//! One payee through the stages, and into the result tables.

use std::ops::Range;

use super::super::document::{Reconcile, RoundingLevel};
use super::super::output::results::{Results, amounts_of_parts, total};
use super::super::periods::segments::overlap;
use super::super::periods::slices::Slice;
use super::super::workings::Workings;
use super::gather::Gathered;
use super::kind::Kind;
use super::notes::Touch;
use super::sweep::{Extra, Outcome, Sweep};
use crate::number::{CumulativeDifference, Exact};
use crate::problem::{Problem, pointer, shape};
use crate::sorted;
use crate::trace::Recorder;

/// A row of `lines` on its way.
struct Row {
    slice: usize,
    /// The line that the kernel wrote, with what it earned there; none for a line of a stage's own.
    line: Option<(usize, Exact)>,
    extra: Option<Extra>,
    touches: Vec<Touch>,
    exact: Exact,
}

impl Results {
    /// Runs all slices of one payee and takes what they earn through the stages; `number` is the first one's
    /// position. Answers what each earned that has days or lines in the call.
    pub(crate) fn staged_slices<R: Recorder>(
        &mut self,
        workings: &Workings,
        payee: u32,
        slices: &[Slice],
        number: usize,
        recorders: &mut [R],
    ) -> Result<Vec<i128>, Problem> {
        let gathered = Gathered::run(workings, slices, &mut self.used, recorders)?;
        let outcome = Sweep::new(workings, slices, self.notes.noting).run(&gathered.entries);
        let call = workings.period.from().days()..workings.period.to().days();
        let Outcome { finals, touches, early, extras, balances, gates } = outcome;
        self.notes.balances.extend(balances);
        self.notes.gates.extend(gates);
        let mut touches = touches.into_iter();
        let mut rows: Vec<Row> = Vec::new();
        for (entry, exact) in gathered.entries.iter().zip(finals) {
            let touches = touches.next().unwrap_or_default();
            if call.contains(&entry.day) {
                let line = Some((entry.line, entry.part.clone()));
                rows.push(Row { slice: entry.slice, line, extra: None, touches, exact });
            }
        }
        for extra in extras {
            let exact = extra.amount.clone();
            rows.push(Row { slice: extra.slice, line: None, extra: Some(extra), touches: Vec::new(), exact });
        }
        sorted::sort_by_key(&mut rows, |row| row.slice);
        let amounts = round(workings, &rows, &early)?;
        self.write(workings, payee, slices, number, &gathered, rows, &amounts, &call)
    }

    #[expect(clippy::too_many_arguments, reason = "a payee's rows are written from exactly these")]
    fn write(
        &mut self,
        workings: &Workings,
        payee: u32,
        slices: &[Slice],
        number: usize,
        gathered: &Gathered,
        rows: Vec<Row>,
        amounts: &[i128],
        call: &Range<i32>,
    ) -> Result<Vec<i128>, Problem> {
        let (mut lineage, mut line_no, mut totals) = (usize::MAX, 0, Vec::new());
        let mut rows = rows.into_iter().zip(amounts).peekable();
        for (at, (slice, measured)) in slices.iter().zip(&gathered.measured).enumerate() {
            if workings.component(slice).lineage != lineage {
                (lineage, line_no) = (workings.component(slice).lineage, 0);
            }
            let paid = overlap(&slice.asked, call);
            let period = if paid.is_empty() { call.clone() } else { paid.clone() };
            let (start, mut extras) = (self.lines.len(), 0);
            while let Some((row, amount)) = rows.next_if(|(row, _)| row.slice == at) {
                line_no += 1;
                match (&row.line, &row.extra) {
                    (Some((line, part)), _) => {
                        let modified = shown(&row.exact.sub(part), workings.money_places)?;
                        let spiff = workings.component(slice).bonus.is_some();
                        let kind = if spiff { Kind::Spiff } else { Kind::Earning };
                        self.lines.adopt(&gathered.results.lines, (kind, *line), &period, line_no, modified, *amount);
                    }
                    (None, Some(extra)) => {
                        extras += 1;
                        let modified = shown(&row.exact, workings.money_places)?;
                        let kind = (extra.kind, extra.day);
                        self.lines.add(slice, kind, &period, line_no, measured.shown, modified, *amount);
                    }
                    (None, None) => {}
                }
                self.notes.keep(self.lines.len() - 1, row.line.map(|_| row.exact), row.touches, row.extra);
            }
            let range = start..self.lines.len();
            self.notes.extras.push(extras);
            if !(paid.is_empty() && range.is_empty()) {
                let earned = total(self.lines.amounts().get(range.clone()).unwrap_or_default())?;
                let lines = i64::try_from(range.len()).unwrap_or(i64::MAX);
                self.statements.slice(payee, number + at, *measured, earned, lines);
                totals.push(earned);
            }
            self.ranges.push(range);
        }
        Ok(totals)
    }
}

/// A value as the cell of a money column.
fn shown(value: &Exact, places: u32) -> Result<i128, Problem> {
    let rounded = value.round_to_units(places, crate::number::Rounding::HalfEven);
    rounded.map_err(|error| shape::number_problem(&error, &pointer::table("lines", Some("modified"))))
}

/// The minor units of a payee's rows, by the plan's policy.
fn round(workings: &Workings, rows: &[Row], early: &[Exact]) -> Result<Vec<i128>, Problem> {
    let policy = workings.plan.rounding;
    let problem = |error| shape::number_problem(&error, &pointer::table("lines", Some("amount")));
    let exact = |rows: &[Row]| -> Vec<Exact> { rows.iter().map(|row| row.exact.clone()).collect() };
    let by_slice = || rows.chunk_by(|a, b| a.slice == b.slice);
    match (policy.at, policy.reconcile) {
        (RoundingLevel::Line, _) => {
            let of = |row: &Row| row.exact.round_to_units(policy.scale, policy.mode).map_err(problem);
            rows.iter().map(of).collect()
        }
        (RoundingLevel::Component, Reconcile::LargestRemainder) => {
            let mut amounts = Vec::with_capacity(rows.len());
            for own in by_slice() {
                amounts.extend(amounts_of_parts(policy, &exact(own))?);
            }
            Ok(amounts)
        }
        (RoundingLevel::Payee, Reconcile::LargestRemainder) => amounts_of_parts(policy, &exact(rows)),
        (RoundingLevel::Component, _) => {
            let mut amounts = Vec::with_capacity(rows.len());
            for own in by_slice() {
                let mut running = CumulativeDifference::new(policy.scale, policy.mode);
                let before = own.first().and_then(|row| early.get(row.slice)).cloned().unwrap_or(Exact::ZERO);
                running.next(&before).map_err(problem)?;
                for row in own {
                    amounts.push(running.next(&row.exact).map_err(problem)?);
                }
            }
            Ok(amounts)
        }
        (RoundingLevel::Payee, _) => {
            let mut running = CumulativeDifference::new(policy.scale, policy.mode);
            rows.iter().map(|row| running.next(&row.exact).map_err(problem)).collect()
        }
    }
}

impl Kind {
    /// Its number in the column of kinds.
    pub(crate) fn code(self) -> u32 {
        Self::ALL.iter().position(|kind| *kind == self).and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
    }
}
