//! Problems of a calculation of some payees, told where a caller finds them: in the changes that were given.

use crate::problem::{Problem, Problems, Report, pointer};
use crate::table::BadRecords;

/// Where the records of a calculation came from.
pub(super) struct Origins<'g> {
    /// The number of the batch that the changes are.
    pub(super) changes: usize,
    /// The batch and row of each transaction and each split of the calculation.
    pub(super) gathered: &'g [Vec<(usize, u32)>; 2],
}

impl Origins<'_> {
    /// The row in the changes that a row of the calculation was; none for what the book had.
    fn row(&self, table: &str, row: usize) -> Option<usize> {
        let [transactions, splits] = self.gathered;
        let rows = if table == "splits" { splits } else { transactions };
        rows.get(row).filter(|(batch, _)| *batch == self.changes).map(|(_, row)| *row as usize)
    }

    /// A pointer into the calculation's tables, into those of the changes. What the book had before is no row
    /// of them: then the table is named alone.
    fn pointer(&self, at: &str) -> String {
        let mut steps = at.splitn(5, '/').skip(2);
        let (table, row, column) = (steps.next().unwrap_or_default(), steps.next(), steps.next());
        let Some(number) = row.and_then(|row| row.parse().ok()).filter(|_| at.starts_with("/tables/")) else {
            return at.to_owned();
        };
        if !["transactions", "splits"].contains(&table) {
            return pointer::table(table, None);
        }
        match (self.row(table, number), column) {
            (Some(row), Some(column)) => pointer::cell(table, row, column),
            (Some(row), None) => pointer::record(table, row),
            (None, _) => pointer::table(table, None),
        }
    }

    pub(super) fn problems(&self, problems: &Problems) -> Problems {
        let mut report = Report::new();
        for problem in problems.iter().cloned() {
            report.push(Problem { pointer: self.pointer(&problem.pointer), ..problem });
        }
        match report.finish() {
            Err(problems) => problems,
            Ok(_) => problems.clone(),
        }
    }

    /// Adds the bad records that the changes brought. Those that the book had are known.
    pub(super) fn records(&self, found: &BadRecords, bad: &mut BadRecords) {
        for record in found.records() {
            let ours = ["transactions", "splits"].contains(&record.table);
            if let Some(row) = self.row(record.table, record.row).filter(|_| ours) {
                let mut record = record.clone();
                record.row = row;
                bad.push(record);
            }
        }
    }
}
