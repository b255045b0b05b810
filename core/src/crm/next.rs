//! The value of the next row of a group: where each span begins, the one before it ends.

use super::source::{as_text, word};
use crate::sorted;
use crate::table::intern::Interner;
use crate::table::{Cells, Column};

/// For every row the smallest greater value among the rows that agree with it in every column of `groups`.
pub(super) fn next(ordered: &Column, groups: &[Column]) -> Column {
    match ordered {
        Column::Date(cells) => Column::Date(after(cells, groups)),
        Column::Instant(cells) => Column::Instant(after(cells, groups)),
        other => other.clone(),
    }
}

fn after<T: Copy + Default + Ord>(cells: &Cells<T>, groups: &[Column]) -> Cells<T> {
    let texts: Vec<_> = groups.iter().map(as_text).collect();
    let mut known = Interner::new();
    let mut key = String::new();
    let mut sorted: Vec<(u32, T, usize)> = Vec::with_capacity(cells.len());
    for row in 0..cells.len() {
        let Some(value) = cells.get(row) else { continue };
        key.clear();
        for text in &texts {
            // No cell of an export has the unit separator in it.
            key.push_str(word(text, row).unwrap_or_default());
            key.push('\u{1f}');
        }
        sorted.push((known.intern(&key), value, row));
    }
    sorted::sort(&mut sorted);
    let mut found = vec![None; cells.len()];
    let mut later: Option<(u32, T, Option<T>)> = None;
    for &(group, value, row) in sorted.iter().rev() {
        let next = match later {
            Some((same, greater, beyond)) if same == group => {
                if greater > value {
                    Some(greater)
                } else {
                    beyond
                }
            }
            _ => None,
        };
        if let Some(slot) = found.get_mut(row) {
            *slot = next;
        }
        later = Some((group, value, next));
    }
    Cells::from_options(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::TextColumn;

    #[test]
    fn a_span_ends_where_the_next_of_its_group_begins() {
        let groups = [Column::Text(TextColumn::from_options(["a", "b", "a", "a", "a"].map(Some)))];
        let days = Column::Date(Cells::full(vec![10, 20, 30, 10, 15]));
        let expected = [Some(15), None, None, Some(15), Some(30)];
        assert_eq!(next(&days, &groups), Column::Date(Cells::from_options(expected)));
    }
}
