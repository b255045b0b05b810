//! The transactions of a book, each where it was given, and who is concerned by it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::shelf::Shelf;
use crate::commission::credit::credits::{days, is_visible};
use crate::commission::document::DateBasis;
use crate::number::Exact;
use crate::problem::Problem;
use crate::sorted;
use crate::table::{Records, TextColumn};

/// Records that were given together, never changed after.
#[derive(Debug)]
pub(super) struct Batch {
    /// Counts the batches of a book.
    pub(super) number: usize,
    pub(super) records: Records,
}

/// A transaction: where its record stands, and its splits'.
#[derive(Debug)]
pub(super) struct Deal {
    pub(super) id: Arc<str>,
    pub(super) at: (Arc<Batch>, u32),
    pub(super) splits: Option<(Arc<Batch>, Vec<u32>)>,
}

/// The place of a transaction in processing order. Those without a day come first; no period has them.
pub(super) type Place = (Option<i32>, Option<i64>, Arc<str>);

impl Deal {
    fn text(&self, column: &str) -> Option<&str> {
        let (batch, row) = &self.at;
        batch.records.table().text(column)?.get(*row as usize)
    }

    /// The transaction that it takes back.
    pub(super) fn reverses(&self) -> Option<&str> {
        self.text("reverses_id")
    }

    pub(super) fn amount(&self) -> Option<Exact> {
        self.at.0.records.table().decimal("amount")?.exact(self.at.1 as usize)
    }

    /// Whether it is known at a time.
    pub(super) fn is_known(&self, known_at: Option<i64>) -> bool {
        let table = self.at.0.records.table();
        is_visible(&self.at.0.records, table.instant("known_at"), known_at, self.at.1 as usize)
    }

    pub(super) fn currency(&self) -> Option<&str> {
        self.text("currency")
    }

    pub(super) fn place(&self, basis: DateBasis) -> Place {
        let (batch, row) = (&self.at.0, self.at.1 as usize);
        let table = batch.records.table();
        let day = days(table, basis).and_then(|days| days.get(row));
        (day, table.integer("sequence").and_then(|cells| cells.get(row)), Arc::clone(&self.id))
    }

    /// Whom it or its splits name.
    pub(super) fn parties(&self) -> impl Iterator<Item = &str> {
        let splits = self.splits.iter().flat_map(|(batch, rows)| {
            let payees = batch.records.table().text("payee_id");
            rows.iter().filter_map(move |&row| payees?.get(row as usize))
        });
        self.text("payee_id").into_iter().chain(splits)
    }
}

/// The transactions by id, and the refunds of each.
#[derive(Debug, Clone, Default)]
pub(super) struct Deals {
    pub(super) by_id: Shelf<Arc<str>, Arc<Deal>>,
    /// By the id that refunds name, whether there is such a sale or not.
    refunds: Shelf<Arc<str>, Vec<Arc<str>>>,
}

impl Deals {
    /// From transactions of distinct ids.
    pub(super) fn of(mut deals: Vec<Arc<Deal>>) -> Self {
        sorted::sort_by(&mut deals, |a, b| a.id.cmp(&b.id));
        let mut all = Self::default();
        for deal in deals.iter().filter(|deal| deal.reverses().is_some()) {
            all.link(deal);
        }
        all.by_id = Shelf::from_sorted(deals.into_iter().map(|deal| (Arc::clone(&deal.id), deal)).collect());
        all
    }

    fn link(&mut self, deal: &Deal) {
        if let Some(sale) = deal.reverses() {
            let mut refunds = self.refunds.get(sale).cloned().unwrap_or_default();
            refunds.push(Arc::clone(&deal.id));
            self.refunds = self.refunds.with(sale.into(), refunds);
        }
    }

    pub(super) fn put(&mut self, deal: Arc<Deal>) {
        self.remove(&deal.id);
        self.link(&deal);
        self.by_id = self.by_id.with(Arc::clone(&deal.id), deal);
    }

    pub(super) fn remove(&mut self, id: &str) {
        let Some(deal) = self.by_id.get(id).cloned() else { return };
        if let Some(sale) = deal.reverses() {
            let mut refunds = self.refunds.get(sale).cloned().unwrap_or_default();
            refunds.retain(|refund| **refund != *id);
            self.refunds =
                if refunds.is_empty() { self.refunds.without(sale) } else { self.refunds.with(sale.into(), refunds) };
        }
        self.by_id = self.by_id.without(id);
    }

    /// The transaction, and what takes it back, through any number of steps.
    pub(super) fn with_refunds(&self, id: &Arc<str>, found: &mut BTreeSet<Arc<str>>) {
        let mut waiting = vec![Arc::clone(id)];
        while let Some(id) = waiting.pop() {
            waiting.extend(self.refunds.get(&id).into_iter().flatten().cloned());
            found.insert(id);
            waiting.retain(|id| !found.contains(id));
        }
    }

    /// The transaction, and what it takes back, through any number of steps.
    pub(super) fn with_sales<'d>(&'d self, deal: &'d Arc<Deal>) -> Vec<&'d Arc<Deal>> {
        let mut way = vec![deal];
        let mut next = deal.reverses();
        while let Some(sale) = next.and_then(|sale| self.by_id.get(sale)) {
            // A circle of reversals has no sale: it ends where it has gone round.
            if way.iter().any(|known| known.id == sale.id) {
                break;
            }
            way.push(sale);
            next = sale.reverses();
        }
        way
    }
}

/// The records of some transactions, and of their splits.
pub(super) struct Gathered {
    pub(super) transactions: Records,
    pub(super) splits: Option<Records>,
    /// The batch and the row that each record stood in.
    pub(super) from: [Vec<(usize, u32)>; 2],
}

/// Puts the records of some transactions together, in their order. `columns` are no records, and have every
/// column of the book.
pub(super) fn gather<'d>(deals: impl Iterator<Item = &'d Arc<Deal>>, columns: &Records) -> Result<Gathered, Problem> {
    let mut records: Vec<(&Arc<Batch>, u32)> = Vec::new();
    let mut splits: Vec<(&Arc<Batch>, u32)> = Vec::new();
    for deal in deals {
        records.push((&deal.at.0, deal.at.1));
        if let Some((batch, rows)) = &deal.splits {
            splits.extend(rows.iter().map(|&row| (batch, row)));
        }
    }
    let none = &[][..];
    let stacked = |name: &str, rows: &[(&Arc<Batch>, u32)], columns: Option<&Records>| {
        let batches: Vec<_> = rows.chunk_by(|a, b| a.0.number == b.0.number).collect();
        let own: Vec<Vec<u32>> = batches.iter().map(|own| own.iter().map(|(_, row)| *row).collect()).collect();
        let parts = batches.iter().filter_map(|own| own.first()).map(|(batch, _)| &batch.records);
        let all = columns.map(|columns| (columns, none)).into_iter().chain(parts.zip(own.iter().map(Vec::as_slice)));
        Records::picked(name, &all.collect::<Vec<_>>())
    };
    let transactions = stacked("transactions", &records, Some(columns))?;
    let given = (!splits.is_empty()).then(|| stacked("splits", &splits, None)).transpose()?;
    let from = [records, splits].map(|rows| rows.iter().map(|(batch, row)| (batch.number, *row)).collect());
    Ok(Gathered { transactions, splits: given, from })
}

/// The rows of a column by their text, each one's in order.
pub(super) fn rows_by(column: Option<&TextColumn>, rows: usize) -> BTreeMap<&str, Vec<u32>> {
    let mut found: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for row in 0..u32::try_from(rows).unwrap_or(u32::MAX) {
        if let Some(text) = column.and_then(|column| column.get(row as usize)) {
            found.entry(text).or_default().push(row);
        }
    }
    found
}
