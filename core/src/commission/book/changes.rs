//! What is given to change a book.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::CommissionBook;
use super::deals::{Batch, Deal, rows_by};
use crate::problem::{Code, Problem};
use crate::table::ColumnKind::Id;
use crate::table::{
    BadRecord, BadRecords, Cells, Column, ColumnShape, DecimalColumn, Records, Table, TableShape, Validity, declared,
};

/// In: transactions that are taken out of a book.
pub static WITHDRAWN: TableShape = TableShape {
    name: "withdrawn",
    about: "one row a transaction that there is no longer",
    key: Some("transaction_id"),
    columns: &[ColumnShape::required("transaction_id", Id, "the transaction")],
};

/// Changes of a book. What is withdrawn goes first, so that a transaction that is withdrawn and given is a new one.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// New transactions, and others in place of those of the same id, whole, in the shape
    /// [`TRANSACTIONS`](crate::table::declared::TRANSACTIONS).
    pub transactions: Option<Records>,
    /// Transactions that there are no longer, in the shape [`WITHDRAWN`].
    pub withdrawn: Option<Records>,
    /// Who is credited with the transactions that they name, instead of all splits that these had, in the shape
    /// [`SPLITS`](crate::table::declared::SPLITS). A transaction that they do not name keeps its splits.
    pub splits: Option<Records>,
}

/// The changes, transaction by transaction.
pub(super) struct Read {
    /// By id: the transaction from now on; nothing where it is withdrawn.
    pub(super) deals: BTreeMap<Arc<str>, Option<Arc<Deal>>>,
    /// No records, with every column that transactions have had.
    pub(super) columns: Arc<Records>,
}

impl CommissionBook {
    /// Reads the changes; those that cannot be used are bad records.
    pub(super) fn changed(&self, changes: &Changes, bad: &mut BadRecords) -> Result<Read, Problem> {
        let number = self.batches;
        let mut read = Read { deals: BTreeMap::new(), columns: Arc::clone(&self.columns) };
        let mut withdrawn = BTreeSet::new();
        for (row, id) in changes.withdrawn.iter().flat_map(ids) {
            if self.deals.by_id.get(id).is_none() {
                bad.push(unknown("withdrawn", row, id));
                continue;
            }
            withdrawn.insert(id);
            read.deals.insert(id.into(), None);
        }
        let splits = changes.splits.clone().map(|records| Arc::new(Batch { number, records }));
        let mut of = splits.iter().fold(BTreeMap::new(), |_, batch| {
            let table = batch.records.table();
            rows_by(table.text("transaction_id"), table.rows())
        });
        let mut split = |id: &str| of.remove(id).and_then(|rows| Some((Arc::clone(splits.as_ref()?), rows)));
        if let Some(transactions) = &changes.transactions {
            let records = plain(transactions.clone(), true)?;
            let refused = self.refuse_other_kinds(&records, bad);
            read.columns = Arc::new(Records::picked("transactions", &[(&self.columns, &[]), (&records, &[])])?);
            let batch = Arc::new(Batch { number, records });
            for (row, id) in ids(&batch.records).filter(|(row, _)| !refused.contains(row)) {
                let kept = || self.deals.by_id.get(id).filter(|_| !withdrawn.contains(id))?.splits.clone();
                let at = (Arc::clone(&batch), u32::try_from(row).unwrap_or(u32::MAX));
                let deal = Deal { id: id.into(), at, splits: split(id).or_else(kept) };
                read.deals.insert(id.into(), Some(Arc::new(deal)));
            }
        }
        for (id, rows) in of {
            match self.deals.by_id.get(id).filter(|_| !withdrawn.contains(id)) {
                Some(deal) => {
                    let splits = splits.clone().map(|batch| (batch, rows));
                    let deal = Deal { id: Arc::clone(&deal.id), at: deal.at.clone(), splits };
                    read.deals.insert(id.into(), Some(Arc::new(deal)));
                }
                None => rows.iter().for_each(|&row| bad.push(unknown("splits", row as usize, id))),
            }
        }
        Ok(read)
    }

    /// Refuses the cells of attributes that are of another type than the book's, as one table would have refused
    /// them; answers their rows.
    fn refuse_other_kinds(&self, records: &Records, bad: &mut BadRecords) -> BTreeSet<usize> {
        let mut refused = BTreeSet::new();
        for (name, column) in records.table().columns() {
            let Some(known) = self.columns.table().column(name) else { continue };
            if known.type_name() == column.type_name() {
                continue;
            }
            for (row, id) in ids(records).filter(|(row, _)| !column.is_missing(*row)) {
                bad.push(BadRecord {
                    table: "transactions",
                    row,
                    record_id: Some(id.to_owned()),
                    column: name.to_owned(),
                    code: Code::TableMixedTypes,
                    value: column.text_at(row).unwrap_or_default().to_owned(),
                    message: format!("the column holds {}, that of the book {}", column.kind(), known.kind()),
                });
                refused.insert(row);
            }
        }
        refused
    }
}

/// The records that can be used, by row and id.
fn ids(records: &Records) -> impl Iterator<Item = (usize, &str)> {
    let ids = records.table().text("transaction_id");
    let good = (0..records.rows()).filter(|&row| records.is_good(row));
    good.filter_map(move |row| Some((row, ids?.get(row)?)))
}

fn unknown(table: &'static str, row: usize, id: &str) -> BadRecord {
    BadRecord {
        table,
        row,
        record_id: Some(id.to_owned()),
        column: "transaction_id".to_owned(),
        code: Code::TableUnknownId,
        value: id.to_owned(),
        message: format!("the book has no transaction `{id}`"),
    }
}

/// Transactions whose attributes can meet those of others: whole numbers are decimals, as they are in rows. Where
/// they are to meet a book's, a column without any value is none, for it has no type.
pub(super) fn plain(records: Records, meets: bool) -> Result<Records, Problem> {
    let is_left_out = |column: &Column| meets && is_empty(column);
    let is_plain = |(name, column): (&str, &Column)| {
        let attribute = declared::TRANSACTIONS.column(name).is_none();
        !attribute || !(matches!(column, Column::Integer(_)) || is_left_out(column))
    };
    if records.table().columns().all(is_plain) {
        return Ok(records);
    }
    let mut table = Table::with_rows(records.rows());
    for (name, column) in records.table().columns() {
        match column {
            _ if is_plain((name, column)) => table.push(name, column.clone())?,
            Column::Integer(cells) if !is_left_out(column) => {
                let values = cells.values.iter().copied().map(i128::from).collect();
                let cells = Cells { values, valid: cells.valid.clone() };
                table.push(name, Column::Decimal(DecimalColumn { cells, scale: 0 }))?;
            }
            _ => {}
        }
    }
    Ok(records.with_table(table))
}

/// Whether no cell of an attribute is filled.
fn is_empty(column: &Column) -> bool {
    let none = |valid: &Validity| valid.flags().is_some_and(|flags| !flags.contains(&true));
    match column {
        Column::Text(text) => none(text.validity()),
        Column::Decimal(column) => none(&column.cells.valid),
        Column::Integer(cells) => none(&cells.valid),
        other => (0..other.len()).all(|row| other.is_missing(row)),
    }
}
