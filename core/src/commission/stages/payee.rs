//! One payee through the stages, and into the result tables.

use std::ops::Range;

use super::super::output::results::{Results, total};
use super::super::periods::segments::overlap;
use super::super::periods::slices::Slice;
use super::super::workings::Workings;
use super::gather::Gathered;
use super::kind::Kind;
use super::notes::Touch;
use super::round::{Rounded, round};
use super::sweep::{Extra, Outcome, Sweep};
use crate::number::Exact;
use crate::problem::{Problem, pointer, shape};
use crate::sorted;
use crate::trace::Recorder;

/// A row of `lines` on its way.
struct Row {
    slice: usize,
    /// The line that the kernel wrote, with what it earned there; none for a line of a stage's own.
    line: Option<(usize, Exact)>,
    /// Its transaction, and the day.
    of: (Option<usize>, i32),
    extra: Option<Box<Extra>>,
    touches: Vec<Touch>,
    exact: Exact,
}

/// What all stages made of one payee's lines, before rounding.
pub(crate) struct Draft {
    gathered: Gathered,
    /// Slice by slice.
    rows: Vec<Row>,
    /// By slice: what lines before the call's period made together.
    early: Vec<Exact>,
    /// What the payee earned, those lines included, where others are paid for it.
    pub(crate) earned: Vec<Earned>,
}

/// What a payee earned on one line.
#[derive(Debug, Clone)]
pub(crate) struct Earned {
    pub(crate) component: usize,
    pub(crate) day: i32,
    /// The transaction; none where none brings the line about.
    pub(crate) row: Option<usize>,
    /// Where it pays for that later: how many refunds of it came before.
    pub(crate) after: Option<u32>,
    /// The credit that was paid on, where it is the payee's own.
    pub(crate) credit: Option<Exact>,
    pub(crate) exact: Exact,
}

/// A row of a draft as others see it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Drafted<'d> {
    pub(crate) slice: usize,
    pub(crate) exact: &'d Exact,
    /// The transaction, where it is of one; and where it pays for that later, how many refunds of it came before.
    pub(crate) row: Option<usize>,
    pub(crate) after: Option<u32>,
    /// Its line among those that were gathered; none for a line of a stage's own.
    pub(crate) line: Option<usize>,
    pub(crate) day: i32,
}

impl Draft {
    pub(crate) fn rows(&self) -> impl Iterator<Item = Drafted<'_>> {
        self.rows.iter().map(|row| {
            let line = row.line.as_ref().map(|(line, _)| *line);
            let after = row.extra.as_ref().and_then(|extra| extra.after);
            Drafted { slice: row.slice, exact: &row.exact, row: row.of.0, after, line, day: row.of.1 }
        })
    }

    /// The lines that were gathered, with their figures.
    pub(crate) fn gathered(&self) -> &Results {
        &self.gathered.results
    }

    /// The minor units of its rows, and after them of others that belong to the payee; these come in groups of
    /// their own, of which `early` says what was before the call.
    pub(crate) fn round(
        &self,
        workings: &Workings,
        others: &[(usize, Exact)],
        early: &[Exact],
    ) -> Result<Vec<i128>, Problem> {
        let own = self.rows.iter().map(|row| Rounded { group: row.slice, day: row.of.1, exact: &row.exact });
        let others = others.iter().map(|(group, exact)| Rounded { group: *group, day: i32::MAX, exact });
        let rows: Vec<Rounded<'_>> = own.chain(others).collect();
        round(workings, &rows, &[&self.early, early].concat())
    }
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
        let draft = self.draft(workings, slices, recorders)?;
        let amounts = draft.round(workings, &self.notes.beside, &[])?;
        self.write(workings, payee, slices, number, draft, &amounts)
    }

    /// Runs all slices of one payee and takes what they earn through the stages, up to rounding.
    pub(crate) fn draft<R: Recorder>(
        &mut self,
        workings: &Workings,
        slices: &[Slice],
        recorders: &mut [R],
    ) -> Result<Draft, Problem> {
        let mut gathered = Gathered::run(workings, slices, &mut self.used, recorders)?;
        let outcome = Sweep::new(workings, slices, self.notes.noting).run(&gathered.entries);
        let earned = if workings.plan.is_shared() { earned(slices, &gathered, &outcome) } else { Vec::new() };
        let call = workings.period.from().days()..workings.period.to().days();
        let Outcome { finals, touches, early, extras, balances, gates, .. } = outcome;
        self.notes.balances.extend(balances);
        self.notes.gates.extend(gates);
        let mut touches = touches.into_iter();
        let mut rows: Vec<Row> = Vec::with_capacity(gathered.entries.len() + extras.len());
        for (entry, exact) in gathered.entries.iter().zip(finals) {
            let touches = touches.next().unwrap_or_default();
            if call.contains(&entry.day) {
                let (line, of) = (Some((entry.line, entry.part.clone())), (Some(entry.row), entry.day));
                rows.push(Row { slice: entry.slice, line, of, extra: None, touches, exact });
            }
        }
        for extra in extras {
            let (exact, of) = (extra.amount.clone(), (extra.row, extra.day));
            let (slice, extra) = (extra.slice, Some(Box::new(extra)));
            rows.push(Row { slice, line: None, of, extra, touches: Vec::new(), exact });
        }
        sorted::sort_by_key(&mut rows, |row| row.slice);
        gathered.entries = Vec::new();
        Ok(Draft { gathered, rows, early, earned })
    }

    /// Writes a draft into the tables, by the minor units of its rows.
    pub(crate) fn write(
        &mut self,
        workings: &Workings,
        payee: u32,
        slices: &[Slice],
        number: usize,
        draft: Draft,
        amounts: &[i128],
    ) -> Result<Vec<i128>, Problem> {
        let call = workings.period.from().days()..workings.period.to().days();
        let (mut lineage, mut line_no, mut totals) = (usize::MAX, 0, Vec::new());
        let mut rows = draft.rows.into_iter().zip(amounts).peekable();
        for (at, (slice, measured)) in slices.iter().zip(&draft.gathered.measured).enumerate() {
            if workings.component(slice).lineage != lineage {
                (lineage, line_no) = (workings.component(slice).lineage, 0);
            }
            let paid = overlap(&slice.asked, &call);
            let period: Range<i32> = if paid.is_empty() { call.clone() } else { paid.clone() };
            let (start, mut extras) = (self.lines.len(), 0);
            while let Some((row, amount)) = rows.next_if(|(row, _)| row.slice == at) {
                line_no += 1;
                match (&row.line, &row.extra) {
                    (Some((line, part)), _) => {
                        // Mostly stages leave a line as it is.
                        let same = row.exact == *part;
                        let modified = if same { 0 } else { shown(&row.exact.sub(part), workings.money_places)? };
                        let spiff = workings.component(slice).bonus.is_some();
                        let lowers = row.of.0.is_some_and(|row| workings.refunds.restoring(row).is_some());
                        let kind = if spiff { Kind::Spiff } else { Kind::Earning };
                        let kind = if lowers { Kind::RestoredAttainment } else { kind };
                        self.lines.adopt(
                            &draft.gathered.results.lines,
                            (kind, *line),
                            &period,
                            line_no,
                            modified,
                            *amount,
                        );
                    }
                    (None, Some(extra)) => {
                        extras += 1;
                        let modified = shown(&row.exact, workings.money_places)?;
                        let of = (extra.kind, extra.row, extra.day);
                        self.lines.add(slice, of, &period, line_no, measured.shown, modified, *amount);
                        self.lines.pays_later(workings, extra.row, extra.after);
                    }
                    (None, None) => {}
                }
                self.notes.keep(
                    self.lines.len() - 1,
                    row.line.map(|_| row.exact),
                    row.touches,
                    row.extra.map(|extra| *extra),
                );
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

/// What a payee earned line by line, before the call and in it.
fn earned(slices: &[Slice], gathered: &Gathered, outcome: &Outcome) -> Vec<Earned> {
    let component = |slice: usize| slices.get(slice).map_or(0, |slice| slice.component);
    let lines = gathered.entries.iter().zip(&outcome.finals).map(|(entry, exact)| Earned {
        component: component(entry.slice),
        day: entry.day,
        row: Some(entry.row),
        after: None,
        credit: entry.own.then(|| entry.base.clone()),
        exact: exact.clone(),
    });
    let extras = outcome.earlier.iter().chain(&outcome.extras).map(|extra| Earned {
        component: component(extra.slice),
        day: extra.day,
        row: extra.row,
        after: extra.after,
        credit: None,
        exact: extra.amount.clone(),
    });
    lines.chain(extras).collect()
}

/// A value as the cell of a money column.
pub(crate) fn shown(value: &Exact, places: u32) -> Result<i128, Problem> {
    let rounded = value.round_to_units(places, crate::number::Rounding::HalfEven);
    rounded.map_err(|error| shape::number_problem(&error, &pointer::table("lines", Some("modified"))))
}

impl Kind {
    /// Its number in the column of kinds.
    pub(crate) fn code(self) -> u32 {
        Self::ALL.iter().position(|kind| *kind == self).and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
    }
}
