//! Text to small numbers, in the order first seen.
//!
//! The hash table inside is only ever asked, never walked, so its order cannot reach a result.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::TextColumn;

/// Gives every distinct text a number, counted from 0.
#[derive(Debug, Default)]
pub struct Interner {
    table: HashTable<u32>,
    hasher: FixedState,
    words: Vec<String>,
}

impl Interner {
    /// An interner that knows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of a text, given now if it has none.
    pub fn intern(&mut self, text: &str) -> u32 {
        let Self { table, hasher, words } = self;
        let hash = hasher.hash_one(text);
        let word = |code: u32| words.get(code as usize).map_or("", String::as_str);
        if let Some(code) = table.find(hash, |&code| word(code) == text) {
            return *code;
        }
        let code = u32::try_from(words.len()).unwrap_or(u32::MAX);
        words.push(text.to_owned());
        let word = |code: u32| words.get(code as usize).map_or("", String::as_str);
        table.insert_unique(hash, code, |&code| hasher.hash_one(word(code)));
        code
    }

    /// The number of a text, if it has one.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        self.table.find(hash, |&code| self.word(code) == text).copied()
    }

    /// The text of a number.
    #[must_use]
    pub fn word(&self, code: u32) -> &str {
        self.words.get(code as usize).map_or("", String::as_str)
    }

    /// All texts, in the order of their numbers.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// How many distinct texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// One number a row, for the filled cells of a column.
    pub fn intern_column(&mut self, column: &TextColumn) -> Vec<Option<u32>> {
        match column {
            TextColumn::Plain { .. } => column.iter().map(|cell| cell.map(|text| self.intern(text))).collect(),
            TextColumn::Coded { codes, words, valid } => {
                let known: Vec<u32> = words.iter().map(|word| self.intern(word)).collect();
                let number = |(row, &code): (usize, &u32)| {
                    if valid.is_valid(row) { known.get(code as usize).copied() } else { None }
                };
                codes.iter().enumerate().map(number).collect()
            }
        }
    }
}

/// The rows of a text column that repeat an earlier one, with that earlier row; empty cells do not count.
#[must_use]
pub fn repeats(column: &TextColumn) -> Vec<(usize, usize)> {
    repeats_among(column, |_| true)
}

/// [`repeats`] among the rows that `counts` lets through.
#[must_use]
pub fn repeats_among(column: &TextColumn, counts: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    if ascends(column) {
        return Vec::new();
    }
    let hasher = FixedState::default();
    let mut seen: HashTable<usize> = HashTable::with_capacity(column.len());
    let text = |row: usize| column.get(row).unwrap_or_default();
    let mut found = Vec::new();
    for (row, cell) in column.iter().enumerate() {
        let Some(cell) = cell.filter(|_| counts(row)) else { continue };
        let rehash = |&row: &usize| hasher.hash_one(text(row));
        match seen.entry(hasher.hash_one(cell), |&earlier| text(earlier) == cell, rehash) {
            Entry::Occupied(earlier) => found.push((row, *earlier.get())),
            Entry::Vacant(place) => drop(place.insert(row)),
        }
    }
    found
}

/// Whether every filled cell is greater than the one before it, as ids from a database often are.
fn ascends(column: &TextColumn) -> bool {
    let mut last = None;
    column.iter().flatten().all(|cell| {
        let greater = last.is_none_or(|last| last < cell);
        last = Some(cell);
        greater
    })
}
