//! The figures of lines, a column each.

use crate::commission::engine::sink::Figure;

/// The figures of lines, column by column. The amount of a line comes last.
#[derive(Debug)]
pub(crate) struct Figures {
    /// By [`Figure`]. Most plans pay on what they measure, so commission credits are kept only up to the last line where
    /// they were handed over: beyond that, they are the quota credits.
    columns: [Vec<i128>; Figure::COUNT],
}

impl Figures {
    pub(crate) fn with_capacity(lines: usize) -> Self {
        let mut columns = std::array::from_fn(|_| Vec::new());
        for (figure, column) in columns.iter_mut().enumerate() {
            if figure != Figure::CommissionCredit as usize {
                column.reserve_exact(lines);
            }
        }
        Self { columns }
    }

    /// How many lines there are.
    pub(crate) fn len(&self) -> usize {
        self.amounts().len()
    }

    /// In minor units.
    pub(crate) fn amounts(&self) -> &[i128] {
        let [.., amounts] = &self.columns;
        amounts
    }

    /// A figure of a line.
    pub(crate) fn get(&self, figure: Figure, line: usize) -> Option<i128> {
        let column = |figure: Figure| self.columns.get(figure as usize).and_then(|column| column.get(line)).copied();
        let quota_credit = || column(Figure::QuotaCredit).filter(|_| figure == Figure::CommissionCredit);
        column(figure).or_else(quota_credit)
    }

    /// Adds a figure of the next lines.
    #[inline(always)]
    pub(crate) fn extend(&mut self, figure: Figure, mantissas: impl Iterator<Item = i128>) {
        if figure == Figure::CommissionCredit {
            self.keep_credits(self.len());
        }
        if let Some(column) = self.columns.get_mut(figure as usize) {
            column.extend(mantissas);
        }
    }

    /// Adds a line.
    pub(crate) fn push(&mut self, cell: impl Fn(Figure) -> i128) {
        for figure in Figure::ALL {
            self.extend(figure, std::iter::once(cell(figure)));
        }
    }

    /// Gives the lines from `start` on other amounts.
    pub(crate) fn set_amounts(&mut self, start: usize, amounts: impl Iterator<Item = i128>) {
        let [.., own] = &mut self.columns;
        own.truncate(start);
        own.extend(amounts);
    }

    /// Adds the lines of others.
    pub(crate) fn append(&mut self, mut other: Self) {
        let lines = other.len();
        if self.keeps_credits() || other.keeps_credits() {
            self.keep_credits(self.len());
            other.keep_credits(lines);
        }
        for (own, column) in self.columns.iter_mut().zip(&mut other.columns) {
            own.append(column);
        }
    }

    /// What makes `at_rate + true_up` the amount, whose minor unit is `unit` at their scale. A line is within some units
    /// of its exact parts, which cells hold, so nothing here overflows.
    pub(crate) fn rest(&self, unit: i128) -> impl Iterator<Item = i128> {
        let [.., at_rate, true_up, amount] = &self.columns;
        let lines = amount.iter().zip(at_rate.iter().zip(true_up));
        lines.map(move |(amount, (at_rate, true_up))| {
            amount.wrapping_mul(unit).wrapping_sub(*at_rate).wrapping_sub(*true_up)
        })
    }

    /// Every column, whole.
    pub(crate) fn into_columns(mut self) -> [Vec<i128>; Figure::COUNT] {
        self.keep_credits(self.len());
        self.columns
    }

    fn keeps_credits(&self) -> bool {
        let [_, commission_credits, ..] = &self.columns;
        !commission_credits.is_empty()
    }

    /// Keeps the commission credits of all lines up to one.
    fn keep_credits(&mut self, lines: usize) {
        let [quota_credits, commission_credits, ..] = &mut self.columns;
        if commission_credits.capacity() == 0 {
            commission_credits.reserve_exact(quota_credits.capacity());
        }
        let others = quota_credits.get(commission_credits.len()..lines).unwrap_or_default();
        commission_credits.extend_from_slice(others);
    }
}
