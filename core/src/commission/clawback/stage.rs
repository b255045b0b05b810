//! The lines that take back what refunded sales earned, after everything that a payee earned.

use super::originals::{Original, Originals};
use super::refunds::Refund;
use crate::commission::credit::credits::id;
use crate::commission::document::ClawbackBasis;
use crate::commission::engine::kernel::TOO_LARGE;
use crate::commission::output::results::Results;
use crate::commission::workings::Workings;
use crate::number::{CumulativeDifference, Decimal, Exact};
use crate::problem::{Code, Problem, pointer};
use crate::sorted;
use crate::time::Date;

/// A line that takes back.
#[derive(Debug, Clone)]
pub(crate) struct Clawed {
    /// Its row of `lines`.
    pub(crate) line: usize,
    /// The component or override.
    pub(super) component: usize,
    /// Whose line the one was a part of that is taken back, or `u32::MAX`.
    pub(super) from: u32,
    pub(super) refund: Refund,
    /// The transaction whose line is taken back; none for a line of a stage.
    pub(super) source: u32,
    /// The day on which the refund counts, and that of the line that it takes back.
    pub(super) day: i32,
    pub(super) sold: i32,
    /// What the sale's line earned, and what of it is taken back where all of it is refunded.
    pub(super) earned: Exact,
    pub(super) basis: Exact,
    /// The refunded part of what the line is paid for.
    pub(super) share: Exact,
    /// The part by schedule or term.
    pub(super) factor: Exact,
    /// What the line comes to without the refunded part of the sale, where it was calculated again.
    pub(super) left: Option<Exact>,
    /// What is taken back, below zero where the sale earned; exactly, and in minor units.
    pub(super) exact: Exact,
    pub(super) amount: i128,
}

/// The clawback lines of a call, and the rows of `statements` that sum them up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clawbacks {
    /// By row of `lines`.
    pub(crate) lines: Vec<Clawed>,
    /// By row of `statements`: where its lines stand here.
    pub(crate) statements: Vec<(usize, std::ops::Range<usize>)>,
}

impl Clawbacks {
    /// Adds those of payees that come after so many lines and statements.
    pub(crate) fn append(&mut self, other: Self, lines: usize, statements: usize) {
        let clawed = self.lines.len();
        self.lines.extend(other.lines.into_iter().map(|own| Clawed { line: own.line + lines, ..own }));
        let rows = other.statements.into_iter();
        self.statements.extend(rows.map(|(row, own)| (row + statements, own.start + clawed..own.end + clawed)));
    }
}

impl Results {
    /// Adds the clawback lines of a payee, component by component, and a statement for each. `start` is the
    /// payee's first line. Answers what all of them come to, where there are any.
    pub(crate) fn claw_back(
        &mut self,
        workings: &Workings,
        payee: u32,
        start: usize,
        originals: &Originals,
    ) -> Result<Option<i128>, Problem> {
        let mut sold = originals.of(payee).to_vec();
        let own = (start..self.lines.len()).filter_map(|line| self.lines.original(line, workings));
        sold.extend(own.map(|(_, original)| original));
        let mut due = Vec::new();
        for original in &sold {
            due.extend(workings.take_back(original)?);
        }
        due.extend_from_slice(originals.recalculated(payee));
        let lineage = |clawed: &Clawed| workings.plan.part_lineage(clawed.component);
        let table = workings.transactions.table();
        let place = |clawed: &Clawed| {
            let sequence = table.integer("sequence").and_then(|cells| cells.get(clawed.refund.row));
            (lineage(clawed), clawed.day, sequence, id(table, clawed.refund.row))
        };
        sorted::sort_by(&mut due, |a, b| place(a).cmp(&place(b)));
        let mut all = 0;
        for of_component in due.chunk_by(|a, b| lineage(a) == lineage(b)) {
            let mut sum = 0_i128;
            let first = self.clawbacks.lines.len();
            let counted = of_component.first().map_or(0, |clawed| self.lines.counted(start, lineage(clawed), workings));
            for (place, clawed) in (1_i64..).zip(of_component) {
                let line = self.lines.len();
                self.lines.take_back(workings, payee, clawed, counted + place);
                if let Some(used) = self.used.get_mut(clawed.refund.row) {
                    *used = true;
                }
                sum += clawed.amount;
                self.clawbacks.lines.push(Clawed { line, ..clawed.clone() });
            }
            let component = of_component.first().map_or(0, |clawed| clawed.component);
            let rows = first..self.clawbacks.lines.len();
            self.clawbacks.statements.push((self.statements.len(), rows));
            self.statements.beyond(payee, component, sum, i64::try_from(of_component.len()).unwrap_or(i64::MAX));
            all += sum;
        }
        Ok((!due.is_empty()).then_some(all))
    }
}

impl Workings {
    /// What the refunds of a sale that count in the period of the call take back of one of its lines.
    fn take_back(&self, original: &Original) -> Result<Vec<Clawed>, Problem> {
        let Some(date) = self.plan.part_date(original.component) else { return Ok(Vec::new()) };
        let table = self.transactions.table();
        let refunds = self.refunds.of(table, original.sale, date);
        let (policy, rounding) = (&self.plan.clawback, self.plan.rounding);
        let unit = Exact::from(Decimal::from_mantissa(1, rounding.scale).unwrap_or(Decimal::ONE));
        let earned = Exact::from(original.amount).mul(&unit);
        let basis = match (&original.at_rate, policy.basis) {
            (Some(at_rate), ClawbackBasis::Rate)
                if at_rate.abs() < earned.abs() && at_rate.is_negative() == earned.is_negative() =>
            {
                at_rate.clone()
            }
            _ => earned.clone(),
        };
        let mut running = CumulativeDifference::new(rounding.scale, rounding.mode);
        let mut taken = Vec::new();
        for (day, refund) in refunds.into_iter().skip(original.after) {
            let dates = Date::from_days(original.sold).ok().zip(Date::from_days(day).ok());
            let factor =
                dates.map_or(Exact::ONE, |(sale, back)| policy.factor(refund.mode, refund.term_months, sale, back));
            let Ok(share) = refund.share.checked_div(&original.of) else { continue };
            let exact = basis.mul(&share).mul(&factor).neg();
            let amount = running.next(&exact).ok().filter(|amount| amount.unsigned_abs() < TOO_LARGE);
            let amount = amount.ok_or_else(|| {
                let at = pointer::cell("transactions", refund.row, "amount");
                Problem::new(Code::NumberOutOfRange, at, "what is taken back needs more than 28 digits")
            })?;
            if self.period.from().days() <= day && day < self.period.to().days() {
                let (earned, basis, refund) = (earned.clone(), basis.clone(), refund.clone());
                let (component, from, sold) = (original.component, original.from, original.day);
                let source = u32::try_from(original.sale).unwrap_or(u32::MAX);
                taken.push(Clawed {
                    line: 0,
                    component,
                    from,
                    refund,
                    source,
                    day,
                    sold,
                    earned,
                    basis,
                    share,
                    factor,
                    left: None,
                    exact,
                    amount,
                });
            }
        }
        Ok(taken)
    }
}
