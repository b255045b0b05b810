//! Columns of cells as their source writes them, cell by cell.

use super::{LiteralColumn, Tag, TextColumn, Texts, Validity};

/// A column of literals under construction.
#[derive(Debug, Default)]
pub(super) struct LiteralBuilder {
    bytes: String,
    ends: Vec<usize>,
    tags: Vec<Tag>,
}

impl LiteralBuilder {
    /// How many cells it has so far.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.tags.len()
    }

    /// Adds a cell; `text` is empty for missing cells and booleans.
    #[inline]
    pub(super) fn push(&mut self, tag: Tag, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
        self.tags.push(tag);
    }

    /// Makes room for so many cells, of the size that cells have had so far.
    pub(super) fn expect(&mut self, cells: usize) {
        let (have, size) = (self.tags.len(), self.bytes.len());
        let more = cells.saturating_sub(have);
        self.bytes.reserve((size / have.max(1) + 1).saturating_mul(more));
        self.ends.reserve(more);
        self.tags.reserve(more);
    }

    /// Adds missing cells until there are `rows`.
    #[inline]
    pub(super) fn pad(&mut self, rows: usize) {
        if self.tags.len() < rows {
            self.ends.resize(rows, self.bytes.len());
            self.tags.resize(rows, Tag::Missing);
        }
    }

    /// The finished column.
    pub(super) fn finish(self) -> LiteralColumn {
        let text = TextColumn::Plain { texts: Texts::new(self.bytes, self.ends), valid: Validity::ALL };
        LiteralColumn { text, tags: self.tags }
    }
}
