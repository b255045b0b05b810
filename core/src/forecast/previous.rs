//! An earlier roll-up, to see what changed.

use std::collections::BTreeMap;

use super::params::Mode;
use crate::number::Exact;
use crate::table::Records;

/// The effective forecasts of an earlier roll-up with their rows.
#[derive(Debug)]
pub(super) struct Previous<'p>(BTreeMap<(&'p str, &'p str, &'p str), (usize, Exact)>);

impl<'p> Previous<'p> {
    /// Of two rows of one forecast the first counts.
    pub(super) fn read(records: &'p Records) -> Self {
        let table = records.table();
        let text = |column: &str, row: usize| table.text(column)?.get(row);
        let mut found = BTreeMap::new();
        for row in (0..records.rows()).filter(|&row| records.is_good(row)) {
            let key = (text("node_id", row), text("category", row), text("mode", row));
            let (Some(node), Some(category), Some(mode)) = key else { continue };
            let Some(effective) = table.decimal("effective").and_then(|column| column.exact(row)) else { continue };
            found.entry((node, category, mode)).or_insert((row, effective));
        }
        Self(found)
    }

    pub(super) fn of<'a>(&'a self, node: &'a str, category: &'a str, mode: Mode) -> Option<(usize, Exact)> {
        self.0.get(&(node, category, mode.as_str())).cloned()
    }
}
