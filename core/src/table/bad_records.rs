//! Records that cannot be used: refused together, or set aside and listed.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Cells, Column, Table, TextColumn};
use crate::problem::{Code, KEPT, Problem, Problems, Report, pointer};
use crate::sorted;

/// What happens to a record that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BadRecordPolicy {
    /// The call answers with problems, up to 100 and the total.
    #[default]
    Refuse,
    /// The record leaves by the `set_aside` table, and the rest is computed.
    SetAside,
}

/// One reason why a record cannot be used.
#[derive(Debug, Clone, PartialEq)]
pub struct BadRecord {
    /// The table it came in.
    pub table: &'static str,
    /// Its row, counted from 0 in the order given.
    pub row: usize,
    /// Its id, where its table has one and the cell is filled.
    pub record_id: Option<String>,
    /// The column at fault.
    pub column: String,
    /// The kind of problem.
    pub code: Code,
    /// The cell as text, cut after 80 characters.
    pub value: String,
    /// The problem in words.
    pub message: String,
}

/// The bad records of one call. Where they refuse it, the first hundred reasons are held, and the rest is
/// counted: a table can have a million bad cells.
#[derive(Debug, Clone, Default)]
pub struct BadRecords {
    policy: BadRecordPolicy,
    /// Where they refuse the call, in the order of their pointers.
    records: Vec<BadRecord>,
    uncounted: usize,
    /// The table and row of every reason, held or not.
    places: Vec<(&'static str, usize)>,
}

impl BadRecords {
    /// None yet.
    #[must_use]
    pub fn new(policy: BadRecordPolicy) -> Self {
        Self { policy, ..Self::default() }
    }

    /// What happens to them.
    #[must_use]
    pub fn policy(&self) -> BadRecordPolicy {
        self.policy
    }

    /// Takes those of others that are not known yet.
    pub(crate) fn take_new(&mut self, others: &Self) {
        let place = |record: &BadRecord| (record.table, record.row, record.column.clone(), record.code);
        let is_known = |record: &&BadRecord| self.records.iter().any(|known| place(known) == place(record));
        let new: Vec<BadRecord> = others.records.iter().filter(|record| !is_known(record)).cloned().collect();
        new.into_iter().for_each(|record| self.push(record));
    }

    /// Adds one.
    pub fn push(&mut self, mut record: BadRecord) {
        if record.value.chars().nth(80).is_some() {
            record.value = record.value.chars().take(80).chain(['…']).collect();
        }
        self.places.push((record.table, record.row));
        if self.policy == BadRecordPolicy::SetAside {
            self.records.push(record);
            return;
        }
        fn order(bad: &BadRecord) -> (&str, usize, &str, &str) {
            (bad.table, bad.row, &bad.column, bad.code.as_str())
        }
        let place = self.records.partition_point(|held| order(held) <= order(&record));
        if place < KEPT {
            self.records.insert(place, record);
        } else {
            self.uncounted += 1;
        }
        if self.records.len() > KEPT {
            self.records.truncate(KEPT);
            self.uncounted += 1;
        }
    }

    /// The reasons so far; where they refuse the call, the first hundred.
    #[must_use]
    pub fn records(&self) -> &[BadRecord] {
        &self.records
    }

    /// The distinct records of a table that are bad, by row.
    #[must_use]
    pub fn rows(&self, table: &str) -> Vec<usize> {
        let mut rows: Vec<usize> = self.places.iter().filter(|place| place.0 == table).map(|place| place.1).collect();
        sorted::sort(&mut rows);
        rows.dedup();
        rows
    }

    /// How many distinct records of a table are bad.
    #[must_use]
    pub fn count(&self, table: &str) -> usize {
        self.rows(table).len()
    }

    /// Goes on only if bad records may be set aside, or there are none.
    ///
    /// # Errors
    /// Bad cells as problems with their pointers, the first hundred, and how many there are.
    pub fn settle(&self) -> Result<(), Problems> {
        if self.policy == BadRecordPolicy::SetAside {
            return Ok(());
        }
        let mut report = Report::new();
        for bad in &self.records {
            report.push(
                Problem::new(bad.code, pointer::cell(bad.table, bad.row, &bad.column), bad.message.clone())
                    .with("row", bad.row)
                    .with("value", bad.value.clone()),
            );
        }
        report.pass_over(self.uncounted);
        report.finish().map(drop)
    }

    /// The `set_aside` table: one row a reason, by table, row and column.
    #[must_use]
    pub fn to_table(&self) -> Table {
        let mut sorted: Vec<&BadRecord> = self.records.iter().collect();
        let key = |bad: &BadRecord| (bad.table, bad.row, bad.column.clone(), bad.code.as_str());
        sorted::sort_by_key(&mut sorted, |bad| key(bad));
        let text = |cell: fn(&BadRecord) -> Option<&str>| {
            Column::Text(TextColumn::from_options(sorted.iter().map(|bad| cell(bad))))
        };
        let rows = sorted.iter().map(|bad| i64::try_from(bad.row).unwrap_or(i64::MAX)).collect();
        Table::new([
            ("table", text(|bad| Some(bad.table))),
            ("row", Column::Integer(Cells::full(rows))),
            ("record_id", text(|bad| bad.record_id.as_deref())),
            ("column", text(|bad| Some(&bad.column))),
            ("code", text(|bad| Some(bad.code.as_str()))),
            ("value", text(|bad| Some(&bad.value))),
        ])
        .unwrap_or_default()
    }
}
