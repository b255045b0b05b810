//! The results of payees that ran beside others, put behind each other.

use super::lines::Lines;
use super::results::Results;
use super::statements::Statements;

impl Results {
    /// Adds the results of payees that come after these.
    pub(crate) fn append(&mut self, other: Self) {
        let (lines, statements) = (self.lines.len(), self.statements.len());
        self.lines.append(other.lines);
        self.statements.append(other.statements);
        self.ranges.extend(other.ranges.into_iter().map(|range| range.start + lines..range.end + lines));
        self.handed.append(other.handed, lines, statements);
        self.clawbacks.append(other.clawbacks, lines, statements);
        for (used, other) in self.used.iter_mut().zip(other.used) {
            *used |= other;
        }
        self.notes.extras.extend(other.notes.extras);
        self.notes.balances.extend(other.notes.balances);
        self.notes.gates.extend(other.notes.gates);
    }
}

impl Lines {
    fn append(&mut self, mut other: Self) {
        let lines = self.len();
        self.payee.append(&mut other.payee);
        self.component.append(&mut other.component);
        self.line_no.append(&mut other.line_no);
        self.row.append(&mut other.row);
        self.period_from.append(&mut other.period_from);
        self.period_to.append(&mut other.period_to);
        self.effective_on.append(&mut other.effective_on);
        self.figures.append(other.figures);
        self.tier.append(other.tier);
        self.rate.append(other.rate);
        self.tier_column.extend(other.tier_column.into_iter().map(|(line, column)| (line + lines, column)));
        self.kinds.append(&mut other.kinds);
        self.modified.append(&mut other.modified);
        self.sources.extend(other.sources.into_iter().map(|(line, row)| (line + lines, row)));
        self.later.extend(other.later.into_iter().map(|(line, after)| (line + lines, after)));
        self.lowering.extend(other.lowering.into_iter().map(|line| line + lines));
        self.from.append(&mut other.from);
    }
}

impl Statements {
    fn append(&mut self, mut other: Self) {
        self.payee.append(&mut other.payee);
        self.slice.append(&mut other.slice);
        self.beyond.append(&mut other.beyond);
        self.measure.append(&mut other.measure);
        self.earned.append(&mut other.earned);
        self.lines.append(&mut other.lines);
    }
}
