//! The credits of a run, line by line: mantissas of the transactions' columns times share and exchange rate.

use std::ops::Range;

use super::order::Order;
use crate::commission::engine::frame::Factors;
use crate::commission::engine::proof::Wide;
use crate::commission::engine::run::Members;
use crate::commission::periods::slices::Slice;
use crate::commission::workings::Workings;

/// The credit of one line.
#[derive(Debug, Clone)]
pub(crate) struct LineCredit<I> {
    /// What counts towards the measure, over the measure's denominator.
    pub(crate) quota: I,
    /// What is paid on, over the base's denominator.
    pub(crate) base: I,
    /// Whether the line belongs to the period of the call; earlier lines only move the running sums.
    pub(crate) asked: bool,
}

/// Credits of some lines, each over its denominator.
#[derive(Debug)]
pub(crate) struct Credits<I> {
    /// What counts towards the measure.
    pub(crate) quota: Vec<I>,
    /// What is paid on.
    pub(crate) base: Vec<I>,
}

/// The credits of a slice's lines, in order.
#[derive(Debug)]
pub(crate) struct LineCredits<'c, I> {
    workings: &'c Workings,
    component: usize,
    order: &'c Order,
    members: &'c Members,
    factors: &'c Factors<I>,
    /// The mantissas of the columns that measure and base read, by position in the order.
    quota: &'c [i128],
    base: &'c [i128],
    /// The first line that the call asks for.
    first_asked: usize,
}

impl<'c, I: Wide> LineCredits<'c, I> {
    pub(crate) fn new(workings: &'c Workings, slice: &Slice, members: &'c Members, factors: &'c Factors<I>) -> Self {
        let component = workings.component(slice);
        let order = workings.order(component.date);
        let [quota, base] = workings.mantissas(slice.component, order);
        let first_asked = members.first_asked(order, slice);
        Self { workings, component: slice.component, order, members, factors, quota, base, first_asked }
    }

    /// How many lines there are.
    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.members.len()
    }

    /// The lines in blocks of at most so many, of which none is only partly asked for.
    pub(crate) fn blocks(&self, lines: usize) -> impl Iterator<Item = Range<usize>> {
        let blocks = move |span: Range<usize>| {
            let end = span.end;
            span.step_by(lines).map(move |start| start..end.min(start + lines))
        };
        let first_asked = self.first_asked.min(self.len());
        blocks(0..first_asked).chain(blocks(first_asked..self.len()))
    }

    /// Whether the call asks for the lines of a block.
    pub(crate) fn are_asked(&self, block: &Range<usize>) -> bool {
        block.start >= self.first_asked
    }

    /// Whether any line only lowers the measure.
    pub(crate) fn lower_any(&self) -> bool {
        !self.order.lowers.is_empty() && (0..self.len()).any(|line| self.lowers(line))
    }

    /// Whether a line only lowers the measure.
    pub(crate) fn lowers(&self, line: usize) -> bool {
        self.order.is_lowering(self.members.position(line))
    }

    /// Reads the credits of a block; where measure and base are one, only `quota` need be filled.
    pub(crate) fn load(&self, block: Range<usize>, credits: &mut Credits<I>) {
        let Credits { quota, base } = credits;
        quota.clear();
        base.clear();
        if let (Members::All(range), true, true) = (self.members, self.factors.same_base, self.factors.is_plain()) {
            let positions = range.start + block.start..range.start + block.end;
            quota.extend(self.quota.get(positions).unwrap_or_default().iter().map(|value| I::from_i128(*value)));
            return;
        }
        for LineCredit { quota: own, base: paid_on, .. } in block.map(|line| self.at(line)) {
            quota.push(own);
            base.push(paid_on);
        }
    }

    /// The credits one after the other.
    pub(crate) fn iter(&self) -> impl Iterator<Item = LineCredit<I>> {
        (0..self.len()).map(|line| self.at(line))
    }

    fn at(&self, line: usize) -> LineCredit<I> {
        let position = self.members.position(line);
        let mantissa = |values: &[i128]| I::from_i128(values.get(position).copied().unwrap_or(0));
        let (quota, base, asked) = (mantissa(self.quota), mantissa(self.base), line >= self.first_asked);
        match self.factors.of(|| self.workings.pair_at(self.component, self.order, position)) {
            Some((by_quota, by_base)) => LineCredit { quota: quota.times(by_quota), base: base.times(by_base), asked },
            None => LineCredit { quota, base, asked },
        }
    }
}
