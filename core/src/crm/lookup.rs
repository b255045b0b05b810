//! Cells looked up in another source.

use super::document::{Otherwise, Several};
use super::model::Lookup;
use super::source::{Source, as_text, word};
use crate::problem::{Code, Problem, pointer};
use crate::table::intern::Interner;
use crate::table::{Column, TextColumn};

/// The rows of a source by the words of one column.
pub(super) struct Index<'t> {
    keys: Interner,
    /// The first row of every key, and whether a later one differs from it in what is taken.
    rows: Vec<(u32, bool)>,
    taken: &'t Column,
}

/// Cells that were looked up.
pub(super) struct LookedUp {
    pub(super) column: Column,
    /// How many were not found, and not refused for it.
    pub(super) unmatched: usize,
}

impl<'t> Index<'t> {
    /// # Errors
    /// `crm.missing_column`.
    pub(super) fn new(source: Source<'t>, lookup: &Lookup) -> Result<Self, Problem> {
        let column = |name: &String| {
            source.find(std::slice::from_ref(name)).map(|found| found.column).ok_or_else(|| {
                let at = pointer::table(source.name, Some(name));
                let message = format!("the source `{}` has no column `{name}`", source.name);
                Problem::new(Code::CrmMissingColumn, at, message).with("source", source.name)
            })
        };
        let (keys, taken) = (column(&lookup.key)?, column(&lookup.take)?);
        let (keys, takes) = (as_text(keys), as_text(taken));
        let mut index = Self { keys: Interner::new(), rows: Vec::new(), taken };
        for row in 0..keys.len() {
            let Some(key) = word(&keys, row) else { continue };
            let number = index.keys.intern(key) as usize;
            match index.rows.get_mut(number) {
                Some((first, differs)) => *differs |= word(&takes, *first as usize) != word(&takes, row),
                None => index.rows.push((u32::try_from(row).unwrap_or(u32::MAX), false)),
            }
        }
        Ok(index)
    }

    /// The cell taken for every filled cell of `cells`; what cannot be told goes to `refuse` with its row.
    pub(super) fn look_up(
        &self,
        cells: &TextColumn,
        lookup: &Lookup,
        mut refuse: impl FnMut(usize, Code, &str, String),
    ) -> LookedUp {
        let mut rows = vec![u32::MAX; cells.len()];
        let mut kept = Vec::new();
        let mut unmatched = 0;
        for (row, slot) in rows.iter_mut().enumerate() {
            let Some(cell) = word(cells, row) else { continue };
            match self.keys.find(cell).and_then(|number| self.rows.get(number as usize)) {
                Some((_, true)) if lookup.several == Several::Refuse => {
                    let message = format!(
                        "`{cell}` stands in several rows of `{}`, which differ in `{}`",
                        lookup.source, lookup.take
                    );
                    refuse(row, Code::CrmSeveralRows, cell, message);
                }
                Some((first, _)) => *slot = *first,
                None if lookup.otherwise == Otherwise::Refuse => {
                    let message = format!("`{cell}` is not a `{}` of `{}`", lookup.key, lookup.source);
                    refuse(row, Code::CrmUnknownKey, cell, message);
                }
                None => {
                    unmatched += 1;
                    if lookup.otherwise == Otherwise::Keep {
                        kept.push(row);
                    }
                }
            }
        }
        let mut column = self.taken.take(&rows);
        if !kept.is_empty() {
            let found = as_text(&column).into_owned();
            let mut kept = kept.into_iter().peekable();
            let cell = |row: usize| if kept.next_if_eq(&row).is_some() { cells.get(row) } else { found.get(row) };
            column = Column::Text(TextColumn::from_options((0..rows.len()).map(cell)));
        }
        LookedUp { column, unmatched }
    }
}
