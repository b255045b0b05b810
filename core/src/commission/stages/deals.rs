//! Which transactions are one deal: a sale and what reverses it.

use crate::sorted;
use crate::table::Records;

/// By transaction row: the row of the sale that it reverses, through any number of steps, or its own.
#[derive(Debug, Default)]
pub(crate) struct Deals(Vec<usize>);

impl Deals {
    pub(crate) fn new(transactions: &Records) -> Self {
        let table = transactions.table();
        let (Some(ids), Some(reverses)) = (table.text("transaction_id"), table.text("reverses_id")) else {
            return Self::default();
        };
        let rows = sorted::map((0..transactions.rows()).filter_map(|row| Some((ids.get(row)?, row))));
        let of = |row: usize| {
            let mut row = row;
            // A circle of reversals has no sale: it ends where it has gone round.
            for _ in 0..transactions.rows() {
                match reverses.get(row).and_then(|id| rows.get(id)) {
                    Some(&reversed) => row = reversed,
                    None => break,
                }
            }
            row
        };
        Self((0..transactions.rows()).map(of).collect())
    }

    /// The row of the sale.
    pub(super) fn of(&self, row: usize) -> usize {
        self.0.get(row).copied().unwrap_or(row)
    }
}
