//! Text to small numbers, in the order first seen.
//!
//! The hash table inside is only ever asked, never walked, so its order cannot reach a result.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::TextColumn;
use crate::sorted;

/// Gives every distinct text a number, counted from 0.
#[derive(Debug, Default)]
pub struct Interner {
    /// Hashes and numbers: a table that grows hashes no text again.
    table: HashTable<(u64, u32)>,
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
        let is_word = |code: u32| words.get(code as usize).is_some_and(|word| word == text);
        if let Some((_, code)) = table.find(hash, |&(other, code)| other == hash && is_word(code)) {
            return *code;
        }
        let code = u32::try_from(words.len()).unwrap_or(u32::MAX);
        words.push(text.to_owned());
        table.insert_unique(hash, (hash, code), |(hash, _)| *hash);
        code
    }

    /// The number of a text, if it has one.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        let found = self.table.find(hash, |&(other, code)| other == hash && self.word(code) == text);
        found.map(|(_, code)| *code)
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
            TextColumn::Plain { .. } | TextColumn::Picked { .. } => {
                column.iter().map(|cell| cell.map(|text| self.intern(text))).collect()
            }
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
///
/// Rows are dealt by their hash into parts that stay in the processor's cache, and texts are only
/// compared where whole hashes agree.
#[must_use]
pub fn repeats_among(column: &TextColumn, counts: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    if ascends(column) {
        return Vec::new();
    }
    let hasher = FixedState::default();
    let cells = column.iter().enumerate().filter(|(row, _)| counts(*row));
    let hashed = cells.filter_map(|(row, cell)| Some((hasher.hash_one(cell?), row))).collect();
    let same = |(hash, row): (u64, usize), (other, earlier)| hash == other && column.get(row) == column.get(earlier);
    let mut seen: HashTable<(u64, usize)> = HashTable::new();
    let mut found = Vec::new();
    for part in &parts(hashed) {
        seen.clear();
        for &entry in part {
            match seen.entry(entry.0, |&earlier| same(entry, earlier), |&(hash, _)| hash) {
                Entry::Occupied(earlier) => found.push((entry.1, earlier.get().1)),
                Entry::Vacant(place) => drop(place.insert(entry)),
            }
        }
    }
    sorted::sort(&mut found);
    found
}

/// Deals rows into parts by some bits of their hash, keeping their order.
fn parts(hashed: Vec<(u64, usize)>) -> Vec<Vec<(u64, usize)>> {
    const PART: usize = 2_048;
    let count = (hashed.len() / PART).next_power_of_two().min(1_024);
    if count < 2 {
        return vec![hashed];
    }
    let mut parts: Vec<Vec<_>> = (0..count).map(|_| Vec::with_capacity(hashed.len() / count * 5 / 4)).collect();
    for entry in hashed {
        // The table of a part looks at the lowest and the highest bits.
        if let Some(part) = parts.get_mut((entry.0 >> 32) as usize & (count - 1)) {
            part.push(entry);
        }
    }
    parts
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn repeats_are_those_of_a_plain_search() {
        for (rows, distinct) in [(0, 1), (10, 3), (5_000, 4_900), (20_000, 15_000)] {
            // A step without a common factor visits the ids in no order.
            let ids: Vec<String> = (0..rows).map(|row| format!("id{}", row * 7_919 % distinct)).collect();
            let column = TextColumn::from_options(ids.iter().map(|id| Some(id.as_str()).filter(|id| *id != "id1")));
            let counts = |row: usize| !row.is_multiple_of(11);
            let mut first = BTreeMap::new();
            let mut expected = Vec::new();
            for (row, id) in ids.iter().enumerate().filter(|(row, id)| counts(*row) && *id != "id1") {
                match first.get(id) {
                    Some(earlier) => expected.push((row, *earlier)),
                    None => drop(first.insert(id, row)),
                }
            }
            assert_eq!(repeats_among(&column, counts), expected);
        }
        let sorted: Vec<String> = (0..5_000).map(|row| format!("{row:05}")).collect();
        assert_eq!(repeats(&TextColumn::from_options(sorted.iter().map(|id| Some(id.as_str())))), []);
    }
}
