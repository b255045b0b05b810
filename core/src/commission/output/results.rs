//! The results of a calculation while it runs: lines, statements, and where each slice's lines stand.

use std::ops::Range;

use super::lines::Lines;
use super::statements::Statements;
use crate::commission::clawback::{Clawbacks, Originals};
use crate::commission::document::RoundingLevel;
use crate::commission::engine::kernel::Stop;
use crate::commission::engine::rounder::PayeeRounding;
use crate::commission::engine::run::{Measured, Members};
use crate::commission::model::RoundingPolicy;
use crate::commission::periods::slices::Slice;
use crate::commission::periods::start::Start;
use crate::commission::sharing::HandedOn;
use crate::commission::stages::Notes;
use crate::commission::workings::Workings;
use crate::number::{Exact, largest_remainder_of_parts, pow10};
use crate::problem::{Code, Problem, pointer};
use crate::trace::Recorder;

/// What a run gives.
#[derive(Debug)]
pub(crate) struct Results {
    pub(crate) lines: Lines,
    pub(crate) statements: Statements,
    /// By slice: its rows of `lines`.
    pub(crate) ranges: Vec<Range<usize>>,
    /// What one payee's earnings brought to others.
    pub(crate) handed: HandedOn,
    pub(crate) clawbacks: Clawbacks,
    /// By transaction row: whether a line used it; empty where nobody asks.
    pub(crate) used: Vec<bool>,
    /// What is kept of the stages of a plan that has any.
    pub(crate) notes: Notes,
    /// The transaction rows of the slice that runs.
    rows: Vec<u32>,
}

impl Results {
    /// With room for the lines of these slices.
    pub(crate) fn new(workings: &Workings, slices: &[Slice]) -> Self {
        Self::with_room(workings, slices.iter().map(|slice| workings.most_lines(slice)).sum(), slices.len())
    }

    /// With room for so many lines and slices.
    pub(crate) fn with_room(workings: &Workings, lines: usize, slices: usize) -> Self {
        let lines = Lines::with_capacity(lines, workings);
        let ranges = Vec::with_capacity(slices);
        let (statements, clawbacks, notes) = (Statements::default(), Clawbacks::default(), Notes::default());
        let handed = HandedOn::default();
        Self { lines, statements, ranges, handed, clawbacks, used: Vec::new(), notes, rows: Vec::new() }
    }

    /// Runs all slices of one payee, each with its recorder; `number` is the first one's position. Where
    /// `originals` are given, refunds take back what sales have earned.
    pub(crate) fn payee<R: Recorder>(
        &mut self,
        workings: &Workings,
        payee: u32,
        slices: &[Slice],
        number: usize,
        recorders: &mut [R],
        originals: Option<&Originals>,
    ) -> Result<(), Problem> {
        let first_line = self.lines.len();
        let totals = if workings.plan.is_staged() {
            self.staged_slices(workings, payee, slices, number, recorders)?
        } else {
            self.slices(workings, payee, slices, number, recorders)?
        };
        self.close_payee(workings, payee, first_line, totals, originals)
    }

    /// Adds the payee's parts of pools, takes back what refunds take back of the lines, and writes the total of
    /// everything that the payee earned.
    pub(crate) fn close_payee(
        &mut self,
        workings: &Workings,
        payee: u32,
        first_line: usize,
        mut totals: Vec<i128>,
        originals: Option<&Originals>,
    ) -> Result<(), Problem> {
        if originals.is_some() {
            totals.extend(self.hand_on_pools(workings, payee, first_line)?);
        }
        if let Some(originals) = originals.filter(|_| !workings.refunds.is_empty()) {
            totals.extend(self.claw_back(workings, payee, first_line, originals)?);
        }
        if !totals.is_empty() {
            let known: i64 = starts(workings.slices_of(payee).1).map(|start| start.lines).sum();
            let lines = i64::try_from(self.lines.len() - first_line).unwrap_or(i64::MAX);
            self.statements.total(payee, total(&totals)?, known.saturating_add(lines));
        }
        Ok(())
    }

    /// Runs the slices of a payee whose earnings are those of the rates; answers what each earned.
    fn slices<R: Recorder>(
        &mut self,
        workings: &Workings,
        payee: u32,
        slices: &[Slice],
        number: usize,
        recorders: &mut [R],
    ) -> Result<Vec<i128>, Problem> {
        let policy = workings.plan.rounding;
        let mut rounding = PayeeRounding::new(policy);
        let (first_line, first_range) = (self.lines.len(), self.ranges.len());
        let mut measures = Vec::with_capacity(slices.len());
        let (mut lineage, mut line_no) = (usize::MAX, 0);
        for (slice, recorder) in slices.iter().zip(recorders) {
            if workings.component(slice).lineage != lineage {
                (lineage, line_no) = (workings.component(slice).lineage, 0);
            }
            line_no += slice.start.as_ref().map_or(0, |start| start.lines);
            let start = self.lines.len();
            measures.push(self.slice(workings, slice, recorder, &mut rounding, &mut line_no)?);
            if policy.at == RoundingLevel::Component {
                self.share_out(workings, start, &mut rounding)?;
            }
            self.ranges.push(start..self.lines.len());
        }
        self.share_out(workings, first_line, &mut rounding)?;
        let mut totals = Vec::with_capacity(slices.len());
        for (offset, (measure, slice)) in measures.into_iter().zip(slices).enumerate() {
            let range = self.ranges.get(first_range + offset).cloned().unwrap_or_default();
            let mut lines = i64::try_from(range.len()).unwrap_or(i64::MAX);
            let mut earned = total(self.lines.amounts().get(range).unwrap_or_default())?;
            if let Some(start) = &slice.start {
                (lines, earned) = (lines.saturating_add(start.lines), total(&[start.earned, earned])?);
            }
            self.statements.slice(payee, number + offset, measure, earned, lines);
            totals.push(earned);
        }
        Ok(totals)
    }

    /// Runs one slice and answers its measure.
    pub(crate) fn slice<R: Recorder>(
        &mut self,
        workings: &Workings,
        slice: &Slice,
        recorder: &mut R,
        rounding: &mut PayeeRounding,
        line_no: &mut i64,
    ) -> Result<Measured, Problem> {
        let members = workings.members(slice);
        let order = workings.order(workings.component(slice).date);
        self.rows.clear();
        members.copy(0..members.len(), &order.rows, &mut self.rows);
        for &row in &self.rows {
            if let Some(used) = self.used.get_mut(row as usize) {
                *used = true;
            }
        }
        let measure = workings.run(slice, &members, rounding, recorder, &mut self.lines);
        *line_no += self.lines.place(slice, *line_no, &members, order);
        measure.map_err(|stop| stopped(workings, slice, &members, stop))
    }

    /// Gives the lines from `start` on the minor units of their rounded total, where they were kept exact.
    fn share_out(&mut self, workings: &Workings, start: usize, rounding: &mut PayeeRounding) -> Result<(), Problem> {
        if rounding.parts.is_empty() {
            return Ok(());
        }
        let parts: Vec<Exact> = rounding.parts.drain(..).collect();
        self.lines.set_amounts(start, &amounts_of_parts(workings.plan.rounding, &parts)?);
        Ok(())
    }
}

/// Where slices go on.
fn starts(slices: &[Slice]) -> impl Iterator<Item = &Start> {
    slices.iter().filter_map(|slice| slice.start.as_ref())
}

/// The minor units of parts that add up to their rounded total.
pub(crate) fn amounts_of_parts(policy: RoundingPolicy, parts: &[Exact]) -> Result<Vec<i128>, Problem> {
    let unit = Exact::from(pow10(policy.scale));
    let parts: Vec<Exact> = parts.iter().map(|part| part.mul(&unit)).collect();
    let sum = parts.iter().fold(Exact::from(0), |sum, part| sum.add(part));
    let problem = |error: crate::number::NumberError| {
        crate::problem::shape::number_problem(&error, &pointer::table("lines", None))
    };
    let total = sum.round_to_units(0, policy.mode).map_err(problem)?;
    largest_remainder_of_parts(&parts, total).map_err(problem)
}

/// The minor units of some lines together.
pub(crate) fn total(amounts: &[i128]) -> Result<i128, Problem> {
    amounts
        .iter()
        .try_fold(0_i128, |sum, amount| sum.checked_add(*amount))
        .filter(|sum| sum.unsigned_abs() < crate::commission::engine::kernel::TOO_LARGE)
        .ok_or_else(|| {
            Problem::new(
                Code::NumberOutOfRange,
                pointer::table("statements", Some("earned")),
                "a total needs more than 28 digits",
            )
        })
}

/// The problem of a line that stops a run.
fn stopped(workings: &Workings, slice: &Slice, members: &Members, stop: Stop) -> Problem {
    let (Stop::BelowFirstTier(line) | Stop::OutOfRange(line)) = stop;
    let order = workings.order(workings.component(slice).date);
    let at = match order.row(members.position(line)) {
        usize::MAX => pointer::table("transactions", None),
        row => pointer::cell("transactions", row, "amount"),
    };
    let (payee, component) = (workings.roster.payees.word(slice.payee), &workings.component(slice).id);
    let (code, what) = match stop {
        Stop::BelowFirstTier(_) => (Code::CommissionBelowFirstTier, "takes the measure below the first tier"),
        Stop::OutOfRange(_) => (Code::NumberOutOfRange, "makes a number of more than 28 digits"),
    };
    let message = format!("this transaction {what}, for `{payee}` in `{component}`");
    Problem::new(code, at, message).with("payee_id", payee).with("component_id", component.clone())
}
