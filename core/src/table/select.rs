//! Rows of a column picked out, columns put one below the other, and any column as text.

use std::borrow::Cow;

use super::write::{Style, write_cell};
use super::{Cells, Column, DecimalColumn, LiteralColumn, RatioColumn, Tag, TextColumn, Texts, Validity};
use crate::number::{NumberError, pow10};

/// Cells as they stand in CSV, without its quotes.
const PLAIN: Style = Style { text: |text, out| out.extend_from_slice(text.as_bytes()), quote: "", missing: "" };

/// One above the largest mantissa of a column.
const LIMIT: u128 = 1 << 96;

/// A column that may be absent, and the rows of it that are wanted.
type Picked<'c> = (Option<&'c Column>, &'c [u32]);

impl<T: Copy + Default> Cells<T> {
    /// The cells of these rows, in their order; a row beyond the column is empty.
    #[must_use]
    pub fn take(&self, rows: &[u32]) -> Self {
        Self::from_options(rows.iter().map(|&row| self.get(row as usize)))
    }
}

impl Column {
    /// The cells of these rows, in their order; a row beyond the column is empty.
    ///
    /// ```
    /// use quarterdeck::table::{Cells, Column};
    /// let days = Column::Date(Cells::full(vec![10, 11, 12]));
    /// assert_eq!(days.take(&[2, 0]), Column::Date(Cells::full(vec![12, 10])));
    /// ```
    #[must_use]
    pub fn take(&self, rows: &[u32]) -> Self {
        match self {
            Self::Text(text) => Self::Text(text.take(rows)),
            Self::Decimal(DecimalColumn { cells, scale }) => {
                Self::Decimal(DecimalColumn { cells: cells.take(rows), scale: *scale })
            }
            Self::Ratio(RatioColumn { numerators, denominators }) => Self::Ratio(RatioColumn {
                numerators: numerators.take(rows),
                denominators: rows.iter().map(|&row| denominators.get(row as usize).copied().unwrap_or(1)).collect(),
            }),
            Self::Date(cells) => Self::Date(cells.take(rows)),
            Self::Instant(cells) => Self::Instant(cells.take(rows)),
            Self::LocalTime(cells) => Self::LocalTime(cells.take(rows)),
            Self::Integer(cells) => Self::Integer(cells.take(rows)),
            Self::Boolean(cells) => Self::Boolean(cells.take(rows)),
            Self::Float(cells) => Self::Float(cells.take(rows)),
            Self::Literal(LiteralColumn { text, tags }) => Self::Literal(LiteralColumn {
                text: text.take(rows),
                tags: rows.iter().map(|&row| tags.get(row as usize).copied().unwrap_or_default()).collect(),
            }),
        }
    }

    /// Columns one below the other; where one is absent its rows are empty. Columns of different types
    /// become text.
    ///
    /// # Errors
    /// `number.out_of_range` where no scale holds the decimals of all of them.
    pub fn concat(parts: &[(Option<&Self>, usize)]) -> Result<Self, NumberError> {
        let all = |rows: usize| (0..u32::try_from(rows).unwrap_or(u32::MAX)).collect();
        let rows: Vec<Vec<u32>> = parts.iter().map(|(_, rows)| all(*rows)).collect();
        let parts: Vec<Picked<'_>> = parts.iter().zip(&rows).map(|((column, _), rows)| (*column, &rows[..])).collect();
        Self::pick(&parts)
    }

    /// Some rows of each column, one below the other, as [`concat`](Self::concat) puts all of them.
    ///
    /// # Errors
    /// As `concat`.
    ///
    /// ```
    /// use quarterdeck::table::{Cells, Column};
    /// let days = |days: &[i32]| Column::Date(Cells::full(days.to_vec()));
    /// let (early, late) = (days(&[10, 11, 12]), days(&[20, 21]));
    /// assert_eq!(Column::pick(&[(Some(&early), &[2]), (Some(&late), &[0, 1])])?, days(&[12, 20, 21]));
    /// # Ok::<(), quarterdeck::number::NumberError>(())
    /// ```
    pub fn pick(parts: &[(Option<&Self>, &[u32])]) -> Result<Self, NumberError> {
        let first = parts.iter().find_map(|(column, _)| *column);
        let same = |column: &Self| first.is_some_and(|first| first.type_name() == column.type_name());
        if !parts.iter().filter_map(|(column, _)| *column).all(same) {
            return Ok(Self::Text(stacked_text(parts)));
        }
        /// The cells of every part that is of one type.
        macro_rules! stacked {
            ($variant:ident) => {
                stack(parts, |column, row| if let Self::$variant(cells) = column { cells.get(row) } else { None })
            };
        }
        Ok(match first {
            Some(Self::Decimal(_)) => Self::Decimal(stacked_decimals(parts)?),
            Some(Self::Ratio(_)) => Self::Ratio(RatioColumn {
                numerators: stack(parts, |column, row| {
                    if let Self::Ratio(ratio) = column { ratio.numerators.get(row) } else { None }
                }),
                denominators: stack(parts, |column, row| {
                    if let Self::Ratio(ratio) = column { ratio.denominators.get(row).copied() } else { None }
                })
                .values,
            }),
            Some(Self::Date(_)) => Self::Date(stacked!(Date)),
            Some(Self::Instant(_)) => Self::Instant(stacked!(Instant)),
            Some(Self::LocalTime(_)) => Self::LocalTime(stacked!(LocalTime)),
            Some(Self::Integer(_)) => Self::Integer(stacked!(Integer)),
            Some(Self::Boolean(_)) => Self::Boolean(stacked!(Boolean)),
            Some(Self::Float(_)) => Self::Float(stacked!(Float)),
            Some(Self::Text(_) | Self::Literal(_)) | None => Self::Text(stacked_text(parts)),
        })
    }

    /// Every cell as CSV has it: decimals in canonical form, dates and instants in ISO 8601. An empty
    /// text is an empty cell.
    #[must_use]
    pub fn to_text(&self) -> TextColumn {
        if let Self::Text(text) = self {
            return text.clone();
        }
        let rows = self.len();
        let (mut bytes, mut ends, mut flags) = (Vec::new(), Vec::with_capacity(rows), Vec::with_capacity(rows));
        for row in 0..rows {
            let start = bytes.len();
            write_cell(self, row, &PLAIN, &mut bytes);
            ends.push(bytes.len());
            flags.push(bytes.len() > start);
        }
        // Cells are written from texts and digits.
        TextColumn::Plain {
            texts: Texts::new(String::from_utf8(bytes).unwrap_or_default(), ends),
            valid: Validity::from_flags(flags),
        }
    }

    /// A filled cell as its source wrote it, where the column holds text.
    #[inline]
    #[must_use]
    pub fn text_at(&self, row: usize) -> Option<&str> {
        match self {
            Self::Text(text) => text.get(row),
            Self::Literal(LiteralColumn { text, tags }) => match tags.get(row)? {
                Tag::Missing => None,
                Tag::Text | Tag::Number => text.get(row),
                Tag::True => Some("true"),
                Tag::False => Some("false"),
            },
            _ => None,
        }
    }
}

fn stack<T: Copy + Default>(parts: &[Picked<'_>], cell: impl Fn(&Column, usize) -> Option<T>) -> Cells<T> {
    let cell = &cell;
    Cells::from_options(
        parts.iter().flat_map(|&(column, rows)| {
            rows.iter().map(move |&row| column.and_then(|column| cell(column, row as usize)))
        }),
    )
}

fn stacked_text(parts: &[Picked<'_>]) -> TextColumn {
    let texts: Vec<(Option<Cow<'_, TextColumn>>, &[u32])> = parts
        .iter()
        .map(|&(column, rows)| match column {
            Some(Column::Text(text)) => (Some(Cow::Borrowed(text)), rows),
            other => (other.map(|column| Cow::Owned(column.to_text())), rows),
        })
        .collect();
    let cells = texts.iter().flat_map(|(text, rows)| rows.iter().map(move |&row| text.as_ref()?.get(row as usize)));
    TextColumn::from_options(cells)
}

fn stacked_decimals(parts: &[Picked<'_>]) -> Result<DecimalColumn, NumberError> {
    let scale_of = |column: &Column| if let Column::Decimal(column) = column { column.scale } else { 0 };
    let scale = parts.iter().filter_map(|(column, _)| column.map(scale_of)).max().unwrap_or_default();
    let factor = |column: &Column| pow10(scale - scale_of(column));
    let fits = |value: &i128| value.unsigned_abs() < LIMIT;
    let mut refused = None;
    let cells = stack(parts, |column, row| {
        let Column::Decimal(decimals) = column else { return None };
        let mantissa = decimals.cells.get(row)?;
        mantissa.checked_mul(factor(column)).filter(fits).or(Some(LIMIT as i128))
    });
    for value in &cells.values {
        if !fits(value) {
            refused = Some(NumberError::OutOfRange { text: format!("a decimal with {scale} digits after the point") });
        }
    }
    refused.map_or(Ok(DecimalColumn { cells, scale }), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_of_different_scales_meet_at_the_finer() {
        let column = |mantissa, scale| Column::Decimal(DecimalColumn { cells: Cells::full(vec![mantissa]), scale });
        let (coarse, fine) = (column(5, 0), column(125, 2));
        let stacked = Column::concat(&[(Some(&coarse), 1), (None, 1), (Some(&fine), 1)]).unwrap();
        let cells = Cells::from_options([Some(500), None, Some(125)]);
        assert_eq!(stacked, Column::Decimal(DecimalColumn { cells, scale: 2 }));
        let (large, tiny) = (column(1 << 95, 0), column(1, 28));
        assert!(Column::concat(&[(Some(&large), 1), (Some(&tiny), 1)]).is_err());
    }

    #[test]
    fn columns_of_different_types_meet_as_text() {
        let days = Column::Date(Cells::full(vec![0]));
        let words = Column::Text(TextColumn::from_options([Some("x"), None]));
        let stacked = Column::concat(&[(Some(&days), 1), (Some(&words), 2)]).unwrap();
        assert_eq!(stacked, Column::Text(TextColumn::from_options([Some("1970-01-01"), Some("x"), None])));
    }

    #[test]
    fn a_row_beyond_the_column_is_empty() {
        let flags = Column::Boolean(Cells::full(vec![true, false]));
        assert_eq!(flags.take(&[1, 9]), Column::Boolean(Cells::from_options([Some(false), None])));
    }
}
