//! Text arrays to one column of plain text.
//!
//! Arrays that come over the C data interface are not checked to be UTF-8, so their bytes are.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, OffsetSizeTrait};
use arrow_schema::DataType;

use super::super::{TextColumn, Texts};
use super::read::{Arrays, unsupported};
use crate::problem::{Code, Problem, pointer};

/// All arrays, one after the other.
pub(super) fn plain(source: &Arrays<'_>) -> Result<TextColumn, Problem> {
    let mut text = Text { name: source.name, bytes: String::new(), ends: Vec::with_capacity(source.rows) };
    for array in &source.arrays {
        match array.data_type() {
            DataType::Utf8 => text.append::<i32>(array)?,
            DataType::LargeUtf8 => text.append::<i64>(array)?,
            DataType::Utf8View => text.append_views(array)?,
            other => return Err(unsupported(source.name, &other.to_string())),
        }
    }
    Ok(TextColumn::Plain { texts: Texts::new(text.bytes, text.ends), valid: source.validity() })
}

struct Text<'a> {
    name: &'a str,
    bytes: String,
    ends: Vec<usize>,
}

impl Text<'_> {
    fn append<O: OffsetSizeTrait>(&mut self, array: &ArrayRef) -> Result<(), Problem> {
        let Some(array) = array.as_string_opt::<O>() else { return Err(self.surprise()) };
        let offsets: &[O] = array.value_offsets();
        self.append_block(offsets, array.value_data(), |position| array.is_null(position))
    }

    /// Cell `n` is `data[offsets[n]..offsets[n + 1]]`.
    fn append_block<O: OffsetSizeTrait>(
        &mut self,
        offsets: &[O],
        data: &[u8],
        is_null: impl Fn(usize) -> bool,
    ) -> Result<(), Problem> {
        let [first, .., last] = offsets else { return Ok(()) };
        let (first, last) = (first.as_usize(), last.as_usize());
        let Some(block) = data.get(first..last).filter(|_| offsets.is_sorted()) else { return Err(self.surprise()) };
        if let Ok(block) = std::str::from_utf8(block)
            && (block.is_ascii() || offsets.iter().all(|end| block.is_char_boundary(end.as_usize() - first)))
        {
            let base = self.bytes.len();
            self.bytes.push_str(block);
            self.ends.extend(offsets.iter().skip(1).map(|end| base + (end.as_usize() - first)));
            return Ok(());
        }
        // Some cell is not UTF-8: an empty one may hold anything, a filled one may not.
        for (position, bounds) in offsets.windows(2).enumerate() {
            if let (&[start, end], false) = (bounds, is_null(position)) {
                self.push(data.get(start.as_usize()..end.as_usize()).unwrap_or_default())?;
            } else {
                self.ends.push(self.bytes.len());
            }
        }
        Ok(())
    }

    fn append_views(&mut self, array: &ArrayRef) -> Result<(), Problem> {
        let Some(views) = array.as_string_view_opt() else { return Err(self.surprise()) };
        let bytes = views.clone().to_binary_view();
        for position in 0..bytes.len() {
            if bytes.is_null(position) {
                self.ends.push(self.bytes.len());
            } else {
                self.push(bytes.value(position))?;
            }
        }
        Ok(())
    }

    #[inline]
    fn push(&mut self, cell: &[u8]) -> Result<(), Problem> {
        let text = std::str::from_utf8(cell).map_err(|error| {
            let (row, byte) = (self.ends.len(), error.valid_up_to());
            let at = pointer::join(&pointer::at("", row), self.name);
            Problem::new(Code::TableNotUtf8, at, format!("byte {byte} of the cell is not UTF-8"))
                .with("byte", byte)
                .with("row", row)
        })?;
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
        Ok(())
    }

    fn surprise(&self) -> Problem {
        unsupported(self.name, "an array that is not of its own type")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn append(
        offsets: &[i32],
        data: &[u8],
        null: Option<usize>,
    ) -> Result<(String, Vec<usize>), (&'static str, String)> {
        let mut text = Text { name: "c", bytes: "x".to_owned(), ends: vec![1] };
        match text.append_block(offsets, data, |position| null == Some(position)) {
            Ok(()) => Ok((text.bytes, text.ends)),
            Err(problem) => Err((problem.code.as_str(), problem.pointer)),
        }
    }

    #[test]
    fn bytes_are_checked_where_a_cell_is_filled() {
        assert_eq!(append(&[1, 2, 4], "abcé".as_bytes(), None), Err(("table.not_utf8", "/2/c".into())), "half of é");
        assert_eq!(append(&[1, 2, 5], "abcé".as_bytes(), None), Ok(("xbcé".into(), vec![1, 2, 5])));
        assert_eq!(append(&[0, 1, 2], b"\xffb", None), Err(("table.not_utf8", "/1/c".into())));
        assert_eq!(append(&[0, 1, 2], b"\xffb", Some(0)), Ok(("xb".into(), vec![1, 1, 2])));
        assert_eq!(append(&[0, 2, 1], b"ab", None).unwrap_err().0, "table.unsupported_type");
        assert_eq!(append(&[0, 9], b"ab", None).unwrap_err().0, "table.unsupported_type");
        assert_eq!(append(&[], b"", None), Ok(("x".into(), vec![1])));
    }
}
