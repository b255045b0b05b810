//! The lines of one payee with what the rates earn, exactly, before any stage.

use super::super::credit::shaping::ExactCredits;
use super::super::engine::rounder::PayeeRounding;
use super::super::engine::run::Measured;
use super::super::output::results::Results;
use super::super::periods::slices::Slice;
use super::super::workings::Workings;
use crate::number::Exact;
use crate::problem::Problem;
use crate::trace::Recorder;

/// One line.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Its slice among the payee's, and its place among all lines of them.
    pub(super) slice: usize,
    pub(super) line: usize,
    pub(super) day: i32,
    /// Its transaction.
    pub(super) row: usize,
    /// What the rates earn.
    pub(super) part: Exact,
    /// The measure before this line, and with it.
    pub(super) before: Exact,
    pub(super) measure: Exact,
    /// What is paid on.
    pub(super) base: Exact,
    /// Whether it is on credit of its payee's own, not on what was rolled up.
    pub(super) own: bool,
}

/// All lines of one payee.
#[derive(Debug)]
pub(super) struct Gathered {
    /// As the kernel writes them, amounts still empty.
    pub(super) results: Results,
    pub(super) measured: Vec<Measured>,
    /// Slice by slice, as in the results.
    pub(super) entries: Vec<Entry>,
}

impl Gathered {
    pub(super) fn run<R: Recorder>(
        workings: &Workings,
        slices: &[Slice],
        used: &mut Vec<bool>,
        recorders: &mut [R],
    ) -> Result<Self, Problem> {
        let mut results = Results::new(workings, slices);
        results.used = std::mem::take(used);
        let mut rounding = PayeeRounding::gathering(workings.plan.rounding);
        let (mut measured, mut entries) = (Vec::with_capacity(slices.len()), Vec::new());
        for (number, (slice, recorder)) in slices.iter().zip(recorders).enumerate() {
            let first = results.lines.len();
            measured.push(results.slice(workings, slice, recorder, &mut rounding, &mut 0)?);
            workings.enter(slice, number, first, rounding.parts.drain(..), &mut entries);
        }
        *used = std::mem::take(&mut results.used);
        Ok(Self { results, measured, entries })
    }
}

impl Workings {
    /// Adds the lines of a slice, of which the first stands at `first`, with what they earn.
    fn enter(
        &self,
        slice: &Slice,
        number: usize,
        first: usize,
        mut parts: impl Iterator<Item = Exact>,
        entries: &mut Vec<Entry>,
    ) {
        let members = self.members(slice);
        let order = self.order(self.component(slice).date);
        let first_asked = members.first_asked(order, slice);
        let mut measure = Exact::ZERO;
        entries.reserve(members.len() - first_asked.min(members.len()));
        let mut credits = ExactCredits::new(self, slice.component, order);
        for line in 0..members.len() {
            let position = members.position(line);
            let (row, counts) = (order.row(position), self.counts(slice, slice.component, order, position));
            let pays = counts && !order.is_lowering(position);
            let (quota, base) = if counts { credits.at(position) } else { (Exact::ZERO, Exact::ZERO) };
            let base = if pays { base } else { Exact::ZERO };
            let own = pays && !order.is_rolled(position);
            let before = measure.clone();
            measure = before.add(&quota);
            let (Some(at), Some(&day)) = (line.checked_sub(first_asked), order.days.get(position)) else {
                continue;
            };
            let Some(part) = parts.next() else { break };
            entries.push(Entry {
                slice: number,
                line: first + at,
                day,
                row,
                part,
                before,
                measure: measure.clone(),
                base,
                own,
            });
        }
    }
}
