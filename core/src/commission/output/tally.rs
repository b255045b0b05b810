//! What became of every record of the stages after the earnings: used, excluded, or set aside.

use std::collections::BTreeMap;

use super::accounts::RecordCount;
use super::cells;
use super::tabulate::Sheet;
use crate::problem::Problem;
use crate::sorted;
use crate::table::{BadRecords, Records, Table};

/// One input table: by row, why a sound record is not used.
#[derive(Debug)]
struct Counted {
    table: &'static str,
    ids: Vec<Option<String>>,
    reasons: Vec<Option<&'static str>>,
    set_aside: usize,
}

/// The fates of the records of a call.
#[derive(Debug, Default)]
pub(crate) struct Tally(Vec<Counted>);

impl Tally {
    /// Counts a table; `reason` says why a sound record is not used, by its row. Call it when no more
    /// records will be refused.
    pub(crate) fn add(
        &mut self,
        table: &'static str,
        key: &'static str,
        records: Option<&Records>,
        bad: &BadRecords,
        reason: &dyn Fn(usize) -> Option<&'static str>,
    ) {
        let Some(records) = records else { return };
        let mut reasons: Vec<Option<&'static str>> = (0..records.rows()).map(reason).collect();
        for record in bad.records().iter().filter(|record| record.table == table) {
            if let Some(reason) = reasons.get_mut(record.row) {
                *reason = None;
            }
        }
        let id = |row: cells::Row<'_>| {
            let excluded = reasons.get(row.at).is_some_and(Option::is_some);
            excluded.then(|| row.id().to_owned()).filter(|id| !id.is_empty())
        };
        let ids = cells::all(records, table, key).map(id).collect();
        self.0.push(Counted { table, ids, reasons, set_aside: bad.count(table) });
    }

    /// By table, `rows = used + excluded + set_aside`.
    pub(crate) fn counts(&self) -> BTreeMap<String, RecordCount> {
        let count = |counted: &Counted| {
            let (rows, excluded) = (counted.reasons.len(), counted.reasons.iter().flatten().count());
            let set_aside = counted.set_aside;
            (counted.table.to_owned(), RecordCount { rows, used: rows - excluded - set_aside, excluded, set_aside })
        };
        sorted::map(self.0.iter().map(count))
    }

    /// The `excluded` table.
    pub(crate) fn excluded(&self) -> Result<Table, Problem> {
        let mut rows = Vec::new();
        for counted in &self.0 {
            for (row, (reason, id)) in counted.reasons.iter().zip(&counted.ids).enumerate() {
                rows.extend(reason.map(|reason| (counted.table, row, id.as_deref(), reason)));
            }
        }
        let mut sheet = Sheet::new(rows.len());
        sheet.text("table", &mut rows.iter().map(|row| Some(row.0)));
        sheet.integers("row", &mut rows.iter().map(|row| row.1));
        sheet.text("record_id", &mut rows.iter().map(|row| row.2));
        sheet.text("reason", &mut rows.iter().map(|row| Some(row.3)));
        sheet.finish()
    }
}
