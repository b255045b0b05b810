//! What counts towards quotas: the amounts of transactions, or the quota credits of payees.

use std::collections::BTreeMap;

use super::params::BookedBy;
use crate::sorted;
use crate::table::{Cells, DecimalColumn, Records, Table, TextColumn};
use crate::time::Date;

/// Records that count towards quotas.
#[derive(Debug)]
pub(super) struct Credits<'c> {
    /// The table they came in.
    pub(super) table: &'static str,
    pub(super) records: &'c Records,
    ids: Option<&'c TextColumn>,
    payees: Option<&'c TextColumn>,
    amounts: Option<&'c DecimalColumn>,
    currencies: Option<&'c TextColumn>,
    measures: Option<&'c TextColumn>,
    known: Option<&'c Cells<i64>>,
    days: Option<&'c Cells<i32>>,
    /// The rows of the transactions by id, where credits look up their date there.
    transactions: Option<BTreeMap<&'c str, usize>>,
}

impl<'c> Credits<'c> {
    /// Transactions, each one credit of its payee.
    pub(super) fn of_transactions(transactions: &'c Records, date: BookedBy) -> Self {
        let table = transactions.table();
        Self { amounts: table.decimal("amount"), ..Self::new("transactions", transactions, table, date) }
    }

    /// Credits, each dated by its transaction.
    pub(super) fn of_credits(credits: &'c Records, transactions: &'c Records, date: BookedBy) -> Self {
        let ids = transactions.table().text("transaction_id");
        let good = (0..transactions.rows()).filter(|&row| transactions.is_good(row));
        let rows = sorted::map(good.filter_map(|row| Some((ids?.get(row)?, row))));
        Self {
            amounts: credits.table().decimal("quota_credit"),
            transactions: Some(rows),
            ..Self::new("credits", credits, transactions.table(), date)
        }
    }

    fn new(name: &'static str, records: &'c Records, dated: &'c Table, date: BookedBy) -> Self {
        let table = records.table();
        Self {
            table: name,
            records,
            ids: table.text("transaction_id"),
            payees: table.text("payee_id"),
            amounts: None,
            currencies: table.text("currency"),
            measures: table.text("measure_id"),
            known: table.instant("known_at"),
            days: dated.date(date.as_str()),
            transactions: None,
        }
    }

    /// Whether any record can name a measure.
    pub(super) fn has_measures(&self) -> bool {
        self.measures.is_some()
    }

    pub(super) fn id(&self, row: usize) -> Option<&'c str> {
        self.ids?.get(row)
    }

    pub(super) fn payee(&self, row: usize) -> Option<&'c str> {
        filled(self.payees, row)
    }

    pub(super) fn measure(&self, row: usize) -> Option<&'c str> {
        filled(self.measures, row)
    }

    pub(super) fn currency(&self, row: usize) -> Option<&'c str> {
        filled(self.currencies, row)
    }

    pub(super) fn known_at(&self, row: usize) -> Option<i64> {
        self.known?.get(row)
    }

    /// The amount in units of the one scale of all of them.
    pub(super) fn units(&self, row: usize) -> Option<i128> {
        self.amounts?.cells.get(row)
    }

    /// The digits after the point that a unit stands for.
    pub(super) fn scale(&self) -> u32 {
        self.amounts.map_or(0, |amounts| amounts.scale)
    }

    /// The row that says when; nothing if the transaction is not there.
    pub(super) fn dated_row(&self, row: usize) -> Option<usize> {
        match &self.transactions {
            None => Some(row),
            Some(rows) => rows.get(self.id(row)?).copied(),
        }
    }

    pub(super) fn day(&self, dated_row: usize) -> Option<Date> {
        Date::from_days(self.days?.get(dated_row)?).ok()
    }
}

fn filled(column: Option<&TextColumn>, row: usize) -> Option<&str> {
    column?.get(row).filter(|text| !text.is_empty())
}
