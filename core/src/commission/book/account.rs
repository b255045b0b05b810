//! What a book holds of each payee: the transactions that concern them, and their rows of the result tables.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::deals::{Deal, Place};
use super::shelf::Shelf;
use crate::number::Exact;
use crate::problem::{Code, Problem, pointer};
use crate::table::{Column, Table, Tables};

/// The tables that a book holds by payee.
pub(super) const TABLES: [&str; 4] = ["lines", "statements", "cap_balances", "gates"];

/// Some rows of a table that others hold rows of as well.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) table: Arc<Table>,
    pub(super) rows: Range<usize>,
}

/// A payee.
#[derive(Debug, Clone, Default)]
pub(super) struct Account {
    pub(super) deals: Shelf<Place, Arc<Deal>>,
    /// By [`TABLES`]: the payee's rows.
    pub(super) pieces: [Vec<Piece>; 4],
    /// Whether all transactions are whole credits that take nothing back, once it was asked.
    pub(super) plain: OnceLock<bool>,
}

impl Account {
    pub(super) fn rows(&self, table: usize) -> usize {
        self.pieces.get(table).map_or(0, |pieces| pieces.iter().map(|piece| piece.rows.len()).sum())
    }

    /// The transactions of the payee's lines, as often as they have one.
    pub(super) fn transactions(&self) -> impl Iterator<Item = &str> {
        let [lines, ..] = &self.pieces;
        let ids = lines.iter().filter_map(|piece| Some((piece.table.text("transaction_id")?, piece)));
        ids.flat_map(|(ids, piece)| piece.rows.clone().filter_map(|row| ids.get(row)))
    }

    /// What the payee earned: the last row of the statements, which has no component.
    pub(super) fn earned(&self) -> Option<Exact> {
        let [_, statements, ..] = &self.pieces;
        let piece = statements.last()?;
        piece.table.decimal("earned")?.exact(piece.rows.end.checked_sub(1)?)
    }
}

/// By payee, their rows of result tables. A payee's rows stand together in each.
pub(super) fn dealt(tables: Tables) -> BTreeMap<Arc<str>, [Vec<Piece>; 4]> {
    let mut dealt: BTreeMap<Arc<str>, [Vec<Piece>; 4]> = BTreeMap::new();
    let mut tables = tables;
    for (number, name) in TABLES.iter().enumerate() {
        let Some(table) = tables.remove(name).map(Arc::new) else { continue };
        let Some(payees) = table.text("payee_id") else { continue };
        let mut start = 0;
        while let Some(payee) = payees.get(start) {
            let end = (start..table.rows()).find(|&row| payees.get(row) != Some(payee)).unwrap_or(table.rows());
            let piece = Piece { table: Arc::clone(&table), rows: start..end };
            if let Some(pieces) = dealt.entry(payee.into()).or_default().get_mut(number) {
                pieces.push(piece);
            }
            start = end;
        }
    }
    dealt
}

/// Pieces in two, the first with so many rows.
pub(super) fn parted(pieces: &[Piece], rows: usize) -> (Vec<Piece>, Vec<Piece>) {
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    let mut left = rows;
    for Piece { table, rows } in pieces {
        let cut = rows.start + left.min(rows.len());
        left -= cut - rows.start;
        for (side, rows) in [(&mut first, rows.start..cut), (&mut rest, cut..rows.end)] {
            if !rows.is_empty() {
                side.push(Piece { table: Arc::clone(table), rows });
            }
        }
    }
    (first, rest)
}

/// The rows of all pieces as one table, copied column by column; neighbours in one table are copied together.
pub(super) fn joined<'p>(name: &str, pieces: impl Iterator<Item = &'p Piece>) -> Result<Table, Problem> {
    let mut parts: Vec<Piece> = Vec::new();
    for piece in pieces {
        match parts.last_mut() {
            Some(last) if Arc::ptr_eq(&last.table, &piece.table) && last.rows.end == piece.rows.start => {
                last.rows.end = piece.rows.end;
            }
            _ => parts.push(piece.clone()),
        }
    }
    if let [only] = parts.as_slice()
        && only.rows == (0..only.table.rows())
    {
        return Ok((*only.table).clone());
    }
    let Some(first) = parts.first() else { return Ok(Table::default()) };
    let at = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
    let rows: Vec<Vec<u32>> = parts.iter().map(|part| (at(part.rows.start)..at(part.rows.end)).collect()).collect();
    let mut table = Table::with_rows(rows.iter().map(Vec::len).sum());
    for (column, _) in first.table.columns() {
        let picked: Vec<_> =
            parts.iter().zip(&rows).map(|(part, rows)| (part.table.column(column), &rows[..])).collect();
        let cells = Column::pick(&picked).map_err(|error| {
            Problem::new(Code::NumberOutOfRange, pointer::table(name, Some(column)), error.to_string())
        })?;
        table.push(column, cells)?;
    }
    Ok(table)
}
