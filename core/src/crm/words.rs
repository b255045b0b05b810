//! Words of an export that become words of a table.

use std::collections::BTreeMap;

use super::document::Otherwise;
use super::model::WordMap;
use super::source::word;
use crate::sorted;
use crate::table::intern::Interner;
use crate::table::{TextColumn, Validity};

/// Cells that went through a map.
pub(super) struct Mapped {
    pub(super) column: TextColumn,
    /// The words that the map does not have and that stay or become empty, with how often.
    pub(super) unmatched: BTreeMap<String, usize>,
}

/// What a word becomes.
enum Fate {
    Word(u32),
    Empty,
    Refused,
}

/// Every word is asked about once, however often it stands.
pub(super) fn mapped(cells: &TextColumn, map: &WordMap, mut refuse: impl FnMut(usize, &str)) -> Mapped {
    let (mut given, mut made) = (Interner::new(), Interner::new());
    let mut fates: Vec<(Fate, bool)> = Vec::new();
    let mut counts: Vec<usize> = Vec::new();
    let rows = cells.len();
    let (mut codes, mut flags) = (vec![0; rows], vec![false; rows]);
    for row in 0..rows {
        let Some(cell) = word(cells, row) else { continue };
        let number = given.intern(cell) as usize;
        if number == fates.len() {
            fates.push(fate(cell, map, &mut made));
            counts.push(0);
        }
        if let Some(count) = counts.get_mut(number) {
            *count += 1;
        }
        match fates.get(number) {
            Some((Fate::Word(code), _)) => {
                if let (Some(slot), Some(flag)) = (codes.get_mut(row), flags.get_mut(row)) {
                    (*slot, *flag) = (*code, true);
                }
            }
            Some((Fate::Refused, _)) => refuse(row, cell),
            Some((Fate::Empty, _)) | None => {}
        }
    }
    let known = given.words().iter().zip(&fates).zip(&counts);
    let strange = known.filter(|((_, (fate, known)), _)| !known && !matches!(fate, Fate::Refused));
    let unmatched = sorted::map(strange.map(|((word, _), count)| (word.clone(), *count)));
    let valid = Validity::from_flags(flags);
    Mapped { column: TextColumn::Coded { codes, words: made.words().to_vec(), valid }, unmatched }
}

/// What becomes of a word, and whether the map has it.
fn fate(cell: &str, map: &WordMap, made: &mut Interner) -> (Fate, bool) {
    let found = if map.fold { map.words.get(&cell.to_lowercase()) } else { map.words.get(cell) };
    match (found, map.otherwise) {
        (Some(Some(word)), _) => (Fate::Word(made.intern(word)), true),
        (Some(None), _) => (Fate::Empty, true),
        (None, Otherwise::Keep) => (Fate::Word(made.intern(cell)), false),
        (None, Otherwise::Empty) => (Fate::Empty, false),
        (None, Otherwise::Refuse) => (Fate::Refused, false),
    }
}
