//! Tables as bytes and back, cell by cell what they were. Numbers are little-endian.

use super::{Cells, Column, DecimalColumn, RatioColumn, Records, Table, TextColumn, Texts, Validity};

/// One above the largest mantissa of a column.
const LIMIT: u128 = 1 << 96;

/// Bytes being written.
#[derive(Debug, Default)]
pub(crate) struct Writer(pub(crate) Vec<u8>);

impl Writer {
    pub(crate) fn count(&mut self, count: usize) {
        self.0.extend_from_slice(&(count as u64).to_le_bytes());
    }

    /// Some bytes, and before them how many.
    pub(crate) fn block(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    fn flags(&mut self, flags: Option<&[bool]>) {
        self.0.push(u8::from(flags.is_some()));
        self.0.extend(flags.unwrap_or_default().iter().map(|&flag| u8::from(flag)));
    }

    fn cells<T: Copy, const N: usize>(&mut self, cells: &Cells<T>, bytes: impl Fn(T) -> [u8; N]) {
        self.flags(cells.valid.flags());
        self.0.extend(cells.values.iter().flat_map(|&value| bytes(value)));
    }

    pub(crate) fn records(&mut self, records: &Records) {
        let table = records.table();
        self.count(table.rows());
        self.flags(records.good());
        self.count(table.columns().count());
        for (name, column) in table.columns() {
            self.block(name.as_bytes());
            self.column(column);
        }
    }

    fn column(&mut self, column: &Column) {
        self.0.push(match column {
            Column::Text(_) | Column::Literal(_) => 0,
            Column::Decimal(_) => 1,
            Column::Ratio(_) => 2,
            Column::Date(_) => 3,
            Column::Instant(_) => 4,
            Column::LocalTime(_) => 5,
            Column::Integer(_) => 6,
            Column::Boolean(_) => 7,
            Column::Float(_) => 8,
        });
        match column {
            Column::Text(text) => self.texts(text),
            Column::Literal(_) => self.texts(&column.to_text()),
            Column::Decimal(decimals) => {
                self.count(decimals.scale as usize);
                self.cells(&decimals.cells, i128::to_le_bytes);
            }
            Column::Ratio(ratios) => {
                self.cells(&ratios.numerators, i128::to_le_bytes);
                self.0.extend(ratios.denominators.iter().flat_map(|value| value.to_le_bytes()));
            }
            Column::Date(cells) => self.cells(cells, i32::to_le_bytes),
            Column::Instant(cells) | Column::LocalTime(cells) | Column::Integer(cells) => {
                self.cells(cells, i64::to_le_bytes);
            }
            Column::Boolean(cells) => self.cells(cells, |flag| [u8::from(flag)]),
            Column::Float(cells) => self.cells(cells, f64::to_le_bytes),
        }
    }

    fn texts(&mut self, text: &TextColumn) {
        self.flags(text.validity().flags());
        let mut end = 0;
        for cell in text.iter() {
            end += cell.unwrap_or_default().len();
            self.count(end);
        }
        for cell in text.iter().flatten() {
            self.0.extend_from_slice(cell.as_bytes());
        }
    }
}

/// Bytes being read. Nothing is answered where they are not what was written.
#[derive(Debug)]
pub(crate) struct Reader<'b>(pub(crate) &'b [u8]);

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn count(&mut self) -> Option<usize> {
        usize::try_from(u64::from_le_bytes(self.take(8)?.try_into().ok()?)).ok()
    }

    pub(crate) fn block(&mut self) -> Option<&'b [u8]> {
        let count = self.count()?;
        self.take(count)
    }

    fn flags(&mut self, rows: usize) -> Option<Option<Vec<bool>>> {
        if self.take(1)? == [0] {
            return Some(None);
        }
        Some(Some(self.take(rows)?.iter().map(|&flag| flag != 0).collect()))
    }

    fn values<T, const N: usize>(&mut self, rows: usize, value: impl Fn([u8; N]) -> T) -> Option<Vec<T>> {
        let bytes = self.take(rows.checked_mul(N)?)?;
        bytes.chunks_exact(N).map(|bytes| Some(value(bytes.try_into().ok()?))).collect()
    }

    fn cells<T, const N: usize>(&mut self, rows: usize, value: impl Fn([u8; N]) -> T) -> Option<Cells<T>> {
        let valid = self.flags(rows)?.map_or(Validity::ALL, Validity::from_flags);
        Some(Cells { values: self.values(rows, value)?, valid })
    }

    pub(crate) fn records(&mut self) -> Option<Records> {
        let rows = self.count()?;
        let good = self.flags(rows)?;
        let mut table = Table::with_rows(rows);
        for _ in 0..self.count()? {
            let name = std::str::from_utf8(self.block()?).ok()?;
            table.push(name, self.column(rows)?).ok()?;
        }
        Some(Records::judged(table, good))
    }

    fn column(&mut self, rows: usize) -> Option<Column> {
        Some(match self.take(1)? {
            [0] => Column::Text(self.texts(rows)?),
            [1] => {
                let scale = u32::try_from(self.count()?).ok().filter(|scale| *scale <= 28)?;
                let cells = self.cells(rows, i128::from_le_bytes)?;
                let fits = cells.values.iter().all(|value| value.unsigned_abs() < LIMIT);
                fits.then_some(Column::Decimal(DecimalColumn { cells, scale }))?
            }
            [2] => {
                let numerators = self.cells(rows, i128::from_le_bytes)?;
                let denominators = self.values(rows, i128::from_le_bytes)?;
                Column::Ratio(RatioColumn { numerators, denominators })
            }
            [3] => Column::Date(self.cells(rows, i32::from_le_bytes)?),
            [4] => Column::Instant(self.cells(rows, i64::from_le_bytes)?),
            [5] => Column::LocalTime(self.cells(rows, i64::from_le_bytes)?),
            [6] => Column::Integer(self.cells(rows, i64::from_le_bytes)?),
            [7] => Column::Boolean(self.cells(rows, |[flag]| flag != 0)?),
            [8] => Column::Float(self.cells(rows, f64::from_le_bytes)?),
            _ => return None,
        })
    }

    fn texts(&mut self, rows: usize) -> Option<TextColumn> {
        let valid = self.flags(rows)?.map_or(Validity::ALL, Validity::from_flags);
        let ends = self.values(rows, |bytes| usize::try_from(u64::from_le_bytes(bytes)).unwrap_or(usize::MAX))?;
        let bytes = self.take(ends.last().copied().unwrap_or(0))?;
        let bytes = std::str::from_utf8(bytes).ok()?;
        let sound = ends.is_sorted() && ends.iter().all(|&end| bytes.is_char_boundary(end));
        sound.then(|| TextColumn::Plain { texts: Texts::new(bytes.to_owned(), ends), valid })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let some = |flags: &[bool]| Validity::from_flags(flags.to_vec());
        let numerators = Cells::full(vec![1, -2, 0]);
        Table::new([
            ("id", Column::Text(TextColumn::from_options([Some("é"), None, Some("")]))),
            ("word", Column::Text(TextColumn::coded(vec![1, 0, 1], vec!["a".to_owned(), "bc".to_owned()]))),
            ("amount", Column::Decimal(DecimalColumn { cells: Cells::full(vec![5, -7, 1 << 95]), scale: 28 })),
            ("share", Column::Ratio(RatioColumn { numerators, denominators: vec![3, 7, 1] })),
            ("day", Column::Date(Cells { values: vec![1, 0, -9], valid: some(&[true, false, true]) })),
            ("at", Column::Instant(Cells::full(vec![i64::MIN, 0, 1]))),
            ("clock", Column::LocalTime(Cells::full(vec![1, 2, 3]))),
            ("count", Column::Integer(Cells::full(vec![1, 2, i64::MAX]))),
            ("yes", Column::Boolean(Cells { values: vec![true, false, false], valid: some(&[true, true, false]) })),
            ("float", Column::Float(Cells::full(vec![0.5, -0.0, 1e300]))),
        ])
        .unwrap()
    }

    #[test]
    fn records_come_back_as_they_were() {
        for records in [Records::sound(table()), Records::judged(table(), Some(vec![true, false, true]))] {
            let mut writer = Writer::default();
            writer.records(&records);
            let mut reader = Reader(&writer.0);
            assert_eq!(reader.records(), Some(records));
            assert!(reader.0.is_empty());
        }
    }

    #[test]
    fn bytes_that_end_early_are_nothing() {
        let mut writer = Writer::default();
        writer.records(&Records::sound(table()));
        for end in 0..writer.0.len() {
            assert_eq!(Reader(&writer.0[..end]).records(), None, "{end}");
        }
    }
}
