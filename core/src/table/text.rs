//! Text cells, held once.

use super::Validity;

/// Text cells: one buffer of bytes with an end per row, or codes into a list of words where a column
/// repeats itself or was interned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextColumn {
    /// Row `r` is `bytes[ends[r - 1]..ends[r]]`.
    Plain {
        /// All cells, one after the other.
        bytes: String,
        /// Where each cell ends.
        ends: Vec<usize>,
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

impl Default for TextColumn {
    fn default() -> Self {
        Self::Plain { bytes: String::new(), ends: Vec::new(), valid: Validity::ALL }
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
        Self::Plain { bytes, ends, valid: Validity::from_flags(flags) }
    }

    /// The text of a row, if it holds any.
    #[inline]
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Plain { bytes, ends, valid } => {
                if !valid.is_valid(row) {
                    return None;
                }
                bytes.get(start_of(ends, row)?..*ends.get(row)?)
            }
            Self::Coded { codes, words, valid } => {
                if !valid.is_valid(row) {
                    return None;
                }
                words.get(*codes.get(row)? as usize).map(String::as_str)
            }
        }
    }

    /// The cells of these rows, in their order; a row beyond the column is empty.
    #[must_use]
    pub fn take(&self, rows: &[u32]) -> Self {
        match self {
            Self::Coded { codes, words, valid } => {
                let taken = rows.iter().map(|&row| codes.get(row as usize).copied().unwrap_or(u32::MAX)).collect();
                let flags = valid.flags().map(|_| rows.iter().map(|&row| valid.is_valid(row as usize)).collect());
                let valid = flags.map_or(Validity::ALL, Validity::from_flags);
                Self::Coded { codes: taken, words: words.clone(), valid }
            }
            Self::Plain { bytes, ends, valid } => {
                // Where each cell lies is looked up for all of them before any is copied: the processor
                // then waits for many rows of memory at once.
                let at = |row: usize| {
                    if valid.is_valid(row) { (start_of(ends, row), ends.get(row).copied()) } else { (None, None) }
                };
                let spans: Vec<Option<(usize, usize)>> =
                    rows.iter().map(|&row| at(row as usize)).map(|(start, end)| start.zip(end)).collect();
                let size = spans.iter().flatten().map(|(start, end)| end - start).sum();
                let (mut taken, mut taken_ends) = (String::with_capacity(size), Vec::with_capacity(rows.len()));
                for span in &spans {
                    taken.push_str(span.and_then(|(start, end)| bytes.get(start..end)).unwrap_or_default());
                    taken_ends.push(taken.len());
                }
                let valid = Validity::from_flags(spans.iter().map(Option::is_some).collect());
                Self::Plain { bytes: taken, ends: taken_ends, valid }
            }
        }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Plain { ends, .. } => ends.len(),
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
            Self::Plain { valid, .. } | Self::Coded { valid, .. } => valid,
        }
    }

    /// The cells in order.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        (0..self.len()).map(|row| self.get(row))
    }
}

/// Where a cell of plain text starts.
#[inline]
fn start_of(ends: &[usize], row: usize) -> Option<usize> {
    if row == 0 { Some(0) } else { ends.get(row - 1).copied() }
}
