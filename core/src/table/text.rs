//! Text cells, held once.

use std::sync::Arc;

use super::Validity;

/// Texts one after the other in one buffer, which is shared and not copied.
#[derive(Debug, Clone, Default)]
pub struct Texts(Arc<Buffer>);

#[derive(Debug, Default)]
struct Buffer {
    bytes: String,
    ends: Vec<usize>,
}

impl Texts {
    /// All texts as one, and where each ends.
    #[must_use]
    pub fn new(bytes: String, ends: Vec<usize>) -> Self {
        Self(Arc::new(Buffer { bytes, ends }))
    }

    /// The text at a position.
    #[inline]
    #[must_use]
    pub fn get(&self, position: usize) -> Option<&str> {
        let (start, end) = self.span(position)?;
        self.0.bytes.get(start..end)
    }

    /// Where the text at a position starts and ends.
    #[inline]
    pub(super) fn span(&self, position: usize) -> Option<(usize, usize)> {
        let end = *self.0.ends.get(position)?;
        let start = if position == 0 { 0 } else { *self.0.ends.get(position - 1)? };
        Some((start, end))
    }

    /// All texts as one.
    #[must_use]
    pub fn bytes(&self) -> &str {
        &self.0.bytes
    }

    /// Where each text ends.
    #[must_use]
    pub fn ends(&self) -> &[usize] {
        &self.0.ends
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.ends.is_empty()
    }
}

/// Text cells: texts in their order, some texts of another column, or codes into a list of words where a
/// column repeats itself or was interned. Columns are equal where their cells are.
#[derive(Debug, Clone)]
pub enum TextColumn {
    /// Row `r` is `texts[r]`.
    Plain {
        /// One text a row.
        texts: Texts,
        /// Which cells hold a value.
        valid: Validity,
    },
    /// Row `r` is `texts[rows[r]]`.
    Picked {
        /// One position in `texts` a row.
        rows: Vec<u32>,
        /// The texts, which other columns hold as well.
        texts: Texts,
        /// Which cells hold a value.
        valid: Validity,
    },
    /// Row `r` is `words[codes[r]]`.
    Coded {
        /// One position in `words` a row.
        codes: Vec<u32>,
        /// The words, each once.
        words: Vec<String>,
        /// Which cells hold a value.
        valid: Validity,
    },
}

impl PartialEq for TextColumn {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Eq for TextColumn {}

impl Default for TextColumn {
    fn default() -> Self {
        Self::Plain { texts: Texts::default(), valid: Validity::ALL }
    }
}

impl TextColumn {
    /// A column of one word.
    #[must_use]
    pub fn constant(word: &str, rows: usize) -> Self {
        Self::Coded { codes: vec![0; rows], words: vec![word.to_owned()], valid: Validity::ALL }
    }

    /// Codes into words, without empty cells. A code beyond the words reads as empty.
    #[must_use]
    pub fn coded(codes: Vec<u32>, words: Vec<String>) -> Self {
        Self::Coded { codes, words, valid: Validity::ALL }
    }

    /// From one option a row.
    pub fn from_options<'t>(cells: impl IntoIterator<Item = Option<&'t str>>) -> Self {
        let (mut bytes, mut ends, mut flags) = (String::new(), Vec::new(), Vec::new());
        for cell in cells {
            bytes.push_str(cell.unwrap_or_default());
            ends.push(bytes.len());
            flags.push(cell.is_some());
        }
        Self::Plain { texts: Texts::new(bytes, ends), valid: Validity::from_flags(flags) }
    }

    /// The text of a row, if it holds any.
    #[inline]
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Plain { texts, valid } => {
                if !valid.is_valid(row) {
                    return None;
                }
                texts.get(row)
            }
            Self::Picked { rows, texts, valid } => {
                if !valid.is_valid(row) {
                    return None;
                }
                texts.get(*rows.get(row)? as usize)
            }
            Self::Coded { codes, words, valid } => {
                if !valid.is_valid(row) {
                    return None;
                }
                words.get(*codes.get(row)? as usize).map(String::as_str)
            }
        }
    }

    /// The cells of these rows, in their order; a row beyond the column is empty. The text is shared.
    #[must_use]
    pub fn take(&self, rows: &[u32]) -> Self {
        let pick = |from: &[u32]| rows.iter().map(|&row| from.get(row as usize).copied().unwrap_or(u32::MAX)).collect();
        let filled = |row: &u32| (*row as usize) < self.len() && self.validity().is_valid(*row as usize);
        let valid = if rows.iter().all(filled) {
            Validity::ALL
        } else {
            Validity::from_flags(rows.iter().map(filled).collect())
        };
        match self {
            Self::Plain { texts, .. } => Self::Picked { rows: rows.to_vec(), texts: texts.clone(), valid },
            Self::Picked { rows: own, texts, .. } => Self::Picked { rows: pick(own), texts: texts.clone(), valid },
            Self::Coded { codes, words, .. } => Self::Coded { codes: pick(codes), words: words.clone(), valid },
        }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Plain { texts, .. } => texts.len(),
            Self::Picked { rows, .. } => rows.len(),
            Self::Coded { codes, .. } => codes.len(),
        }
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Which cells hold a value.
    #[must_use]
    pub fn validity(&self) -> &Validity {
        match self {
            Self::Plain { valid, .. } | Self::Picked { valid, .. } | Self::Coded { valid, .. } => valid,
        }
    }

    /// The cells in order.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        (0..self.len()).map(|row| self.get(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_taken_from_beyond_a_column_is_flagged_as_empty() {
        let words = vec!["a".to_owned(), "b".to_owned()];
        for column in [TextColumn::from_options([Some("a"), Some("b")]), TextColumn::coded(vec![0, 1], words)] {
            let taken = column.take(&[1, 7, u32::MAX]);
            assert_eq!(taken.iter().collect::<Vec<_>>(), [Some("b"), None, None]);
            assert_eq!(taken.validity().flags(), Some(&[true, false, false][..]));
        }
    }
}
