//! Columns as typed arrays hold them, which is how JavaScript gives and takes them.

use super::intern::Interner;
use super::write::{Style, write_cell};
use super::{Cells, Column, DecimalColumn, Table, TextColumn, Validity};
use crate::problem::{Code, Problem, pointer};

/// Plain text, with nothing around it.
const PLAIN: Style = Style { text: |text, out| out.extend_from_slice(text.as_bytes()), quote: "", missing: "" };

/// The values of a column, each kind in one machine type.
#[derive(Debug, Clone, PartialEq)]
pub enum TypedValues {
    /// Decimals: the value of a cell is `mantissa / 10^scale`.
    Mantissas {
        /// The mantissas.
        values: Vec<i64>,
        /// Digits after the point, 0 to 28.
        scale: u32,
    },
    /// Text as positions in a list of words.
    Codes {
        /// One position in `words` a row.
        codes: Vec<u32>,
        /// The words.
        words: Vec<String>,
    },
    /// Text cell by cell; `None` is an empty cell.
    Texts(Vec<Option<String>>),
    /// Dates as days since 1970-01-01.
    Days(Vec<i32>),
    /// Instants as microseconds since 1970-01-01T00:00:00Z.
    Micros(Vec<i64>),
    /// Time stamps without a zone, as microseconds on the clock of a place not yet named.
    LocalMicros(Vec<i64>),
    /// Whole numbers.
    Integers(Vec<i64>),
    /// Truth values: anything but 0 is true.
    Flags(Vec<u8>),
    /// Floats; an operation takes them only under the number rule.
    Floats(Vec<f64>),
}

/// A column as typed arrays: values, and a flag a row where some cells are empty.
#[derive(Debug, Clone, PartialEq)]
pub struct TypedColumn {
    /// The values; what stands under an empty cell does not matter.
    pub values: TypedValues,
    /// 0 where the cell is empty, anything else where it is filled; none where every cell is filled.
    pub valid: Option<Vec<u8>>,
}

impl TypedColumn {
    /// The column that these arrays hold.
    ///
    /// # Errors
    /// `number.out_of_range` for a scale above 28, `table.unequal_columns` where the flags are fewer or
    /// more than the values, `table.unsupported_type` where there are flags beside texts.
    ///
    /// ```
    /// use quarterdeck::table::{Table, TypedColumn, TypedValues};
    /// let amounts = TypedColumn {
    ///     values: TypedValues::Mantissas { values: vec![1250, 0, -99], scale: 2 },
    ///     valid: Some(vec![1, 0, 1]),
    /// };
    /// let table = Table::new([("amount", amounts.into_column()?)])?;
    /// assert_eq!(table.to_rows(), br#"[{"amount":"12.5"},{"amount":null},{"amount":"-0.99"}]"#);
    /// # Ok::<(), quarterdeck::problem::Problem>(())
    /// ```
    pub fn into_column(self) -> Result<Column, Problem> {
        let rows = self.values.len();
        if let Some(flags) = &self.valid {
            if matches!(self.values, TypedValues::Texts(_)) {
                let message = "flags stand beside texts, whose empty cells are null";
                return Err(Problem::new(Code::TableUnsupportedType, "", message));
            }
            if flags.len() != rows {
                let message = format!("there are {} flags for {rows} values", flags.len());
                return Err(Problem::new(Code::TableUnequalColumns, "", message));
            }
        }
        let valid = self
            .valid
            .map_or(Validity::ALL, |flags| Validity::from_flags(flags.into_iter().map(|flag| flag != 0).collect()));
        Ok(match self.values {
            TypedValues::Mantissas { values, scale } => {
                if scale > 28 {
                    let message = format!("the scale {scale} is above 28");
                    return Err(Problem::new(Code::NumberOutOfRange, "", message).with("scale", scale));
                }
                let cells = filled(values, valid, i128::from);
                Column::Decimal(DecimalColumn { cells, scale })
            }
            TypedValues::Codes { codes, words } => Column::Text(TextColumn::Coded { codes, words, valid }),
            TypedValues::Texts(texts) => Column::Text(TextColumn::from_options(texts.iter().map(Option::as_deref))),
            TypedValues::Days(values) => Column::Date(filled(values, valid, |days| days)),
            TypedValues::Micros(values) => Column::Instant(filled(values, valid, |micros| micros)),
            TypedValues::LocalMicros(values) => Column::LocalTime(filled(values, valid, |micros| micros)),
            TypedValues::Integers(values) => Column::Integer(filled(values, valid, |value| value)),
            TypedValues::Flags(values) => Column::Boolean(filled(values, valid, |flag| flag != 0)),
            TypedValues::Floats(values) => Column::Float(filled(values, valid, |value| value)),
        })
    }

    /// The arrays that hold this column.
    ///
    /// Text comes as codes. Ratios, cells without a type, and decimals of which one has a mantissa
    /// beyond 64 bits come as texts, written as in rows.
    #[must_use]
    pub fn from_column(column: &Column) -> Self {
        match column {
            Column::Text(TextColumn::Coded { codes, words, valid }) => {
                let values = TypedValues::Codes { codes: codes.clone(), words: words.clone() };
                Self { values, valid: flags(valid) }
            }
            Column::Text(text) => {
                let mut words = Interner::new();
                let codes = text.iter().map(|cell| cell.map_or(0, |text| words.intern(text))).collect();
                let values = TypedValues::Codes { codes, words: words.words().to_vec() };
                Self { values, valid: flags(text.validity()) }
            }
            Column::Decimal(DecimalColumn { cells, scale }) => {
                match cells.values.iter().map(|&mantissa| i64::try_from(mantissa)).collect() {
                    Ok(values) => {
                        let values = TypedValues::Mantissas { values, scale: *scale };
                        Self { values, valid: flags(&cells.valid) }
                    }
                    Err(_) => texts(column),
                }
            }
            Column::Date(cells) => Self::of(cells, TypedValues::Days),
            Column::Instant(cells) => Self::of(cells, TypedValues::Micros),
            Column::LocalTime(cells) => Self::of(cells, TypedValues::LocalMicros),
            Column::Integer(cells) => Self::of(cells, TypedValues::Integers),
            Column::Boolean(cells) => {
                let values = TypedValues::Flags(cells.values.iter().map(|&value| u8::from(value)).collect());
                Self { values, valid: flags(&cells.valid) }
            }
            Column::Float(cells) => Self::of(cells, TypedValues::Floats),
            Column::Ratio(_) | Column::Literal(_) => texts(column),
        }
    }

    fn of<T: Clone>(cells: &Cells<T>, values: fn(Vec<T>) -> TypedValues) -> Self {
        Self { values: values(cells.values.clone()), valid: flags(&cells.valid) }
    }
}

impl TypedValues {
    /// Text as codes into words that come as a JSON array of strings.
    ///
    /// # Errors
    /// `table.unsupported_type` where the words are not strings of whole characters.
    pub fn codes(codes: Vec<u32>, words: &str) -> Result<Self, Problem> {
        Ok(Self::Codes { codes, words: serde_json::from_str(words).map_err(not_texts)? })
    }

    /// Text cells that come as a JSON array of strings, with null for an empty cell.
    ///
    /// # Errors
    /// `table.unsupported_type` where a cell is anything else.
    pub fn texts(cells: &str) -> Result<Self, Problem> {
        Ok(Self::Texts(serde_json::from_str(cells).map_err(not_texts)?))
    }

    fn len(&self) -> usize {
        match self {
            Self::Mantissas { values, .. }
            | Self::Micros(values)
            | Self::LocalMicros(values)
            | Self::Integers(values) => values.len(),
            Self::Codes { codes, .. } => codes.len(),
            Self::Texts(texts) => texts.len(),
            Self::Days(values) => values.len(),
            Self::Flags(values) => values.len(),
            Self::Floats(values) => values.len(),
        }
    }
}

impl Table {
    /// A table of typed columns, in order.
    ///
    /// # Errors
    /// What [`TypedColumn::into_column`] and [`Table::new`] answer, at `/<column>`.
    pub fn from_typed(columns: impl IntoIterator<Item = (String, TypedColumn)>) -> Result<Self, Problem> {
        let read = |(name, typed): (String, TypedColumn)| match typed.into_column() {
            Ok(column) => Ok((name, column)),
            Err(problem) => Err(problem.under(&pointer::join("", &name)).with("column", name)),
        };
        Self::new(columns.into_iter().map(read).collect::<Result<Vec<_>, _>>()?)
    }
}

fn not_texts(error: serde_json::Error) -> Problem {
    Problem::new(Code::TableUnsupportedType, "", format!("the column is not an array of texts: {error}"))
}

/// Values with the type's default under every empty cell, as [`Cells`] promises.
fn filled<T, U: Copy + Default>(values: Vec<T>, valid: Validity, convert: fn(T) -> U) -> Cells<U> {
    let values = match valid.flags() {
        None => values.into_iter().map(convert).collect(),
        Some(flags) => {
            let cell = |(value, &filled)| if filled { convert(value) } else { U::default() };
            values.into_iter().zip(flags).map(cell).collect()
        }
    };
    Cells { values, valid }
}

fn flags(valid: &Validity) -> Option<Vec<u8>> {
    valid.flags().map(|flags| flags.iter().map(|&flag| u8::from(flag)).collect())
}

fn texts(column: &Column) -> TypedColumn {
    let cell = |row| {
        let mut text = Vec::new();
        write_cell(column, row, &PLAIN, &mut text);
        if column.is_missing(row) { None } else { String::from_utf8(text).ok() }
    };
    TypedColumn { values: TypedValues::Texts((0..column.len()).map(cell).collect()), valid: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{LiteralColumn, RatioColumn, Tag};

    fn full(values: TypedValues) -> TypedColumn {
        TypedColumn { values, valid: None }
    }

    fn code(problem: Result<Column, Problem>) -> &'static str {
        problem.unwrap_err().code.as_str()
    }

    #[test]
    fn every_kind_comes_back_as_it_went_in() {
        let valid = Some(vec![1, 0]);
        for (values, valid) in [
            (TypedValues::Mantissas { values: vec![-1250, 0], scale: 2 }, valid.clone()),
            (TypedValues::Codes { codes: vec![1, 0], words: vec!["a".into(), "b".into()] }, valid.clone()),
            (TypedValues::Days(vec![20_000, 0]), valid.clone()),
            (TypedValues::Micros(vec![i64::MAX, 0]), valid.clone()),
            (TypedValues::LocalMicros(vec![-1, 0]), valid.clone()),
            (TypedValues::Integers(vec![i64::MIN, 0]), valid.clone()),
            (TypedValues::Flags(vec![1, 0]), valid),
            (TypedValues::Floats(vec![0.5, -0.25]), None),
        ] {
            let typed = TypedColumn { values, valid };
            assert_eq!(TypedColumn::from_column(&typed.clone().into_column().unwrap()), typed);
        }
    }

    #[test]
    fn what_stands_under_an_empty_cell_does_not_matter() {
        let typed = |under| TypedColumn { values: TypedValues::Integers(vec![1, under]), valid: Some(vec![9, 0]) };
        assert_eq!(typed(7).into_column(), typed(8).into_column());
    }

    #[test]
    fn plain_text_comes_out_as_codes() {
        let column = TypedValues::texts(r#"["b", null, "a", "b"]"#).map(full).unwrap().into_column().unwrap();
        let words = vec!["b".into(), "a".into()];
        let values = TypedValues::Codes { codes: vec![0, 0, 1, 0], words };
        assert_eq!(TypedColumn::from_column(&column), TypedColumn { values, valid: Some(vec![1, 0, 1, 1]) });
    }

    #[test]
    fn what_has_no_array_comes_out_as_text() {
        let texts = |column: &Column| match TypedColumn::from_column(column).values {
            TypedValues::Texts(texts) => texts.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let wide = Cells::from_options([Some(i128::from(i64::MAX) + 1), None, Some(-50)]);
        let wide = Column::Decimal(DecimalColumn { cells: wide, scale: 2 });
        assert_eq!(texts(&wide), ["92233720368547758.08", "", "-0.5"]);
        let ratios = RatioColumn { numerators: Cells::from_options([Some(1), None]), denominators: vec![3, 1] };
        assert_eq!(texts(&Column::Ratio(ratios)), ["1/3", ""]);
        let text = TextColumn::from_options([Some("1.50"), Some("say \"x\""), None]);
        let literals = LiteralColumn { text, tags: vec![Tag::Number, Tag::Text, Tag::Missing] };
        assert_eq!(texts(&Column::Literal(literals)), ["1.50", "say \"x\"", ""]);
    }

    #[test]
    fn what_cannot_be_a_column_is_refused() {
        let flags = TypedColumn { values: TypedValues::Days(vec![1, 2]), valid: Some(vec![1]) };
        assert_eq!(code(flags.into_column()), "table.unequal_columns");
        let scale = full(TypedValues::Mantissas { values: vec![1], scale: 29 });
        assert_eq!(code(scale.into_column()), "number.out_of_range");
        let both = TypedColumn { values: TypedValues::Texts(vec![None]), valid: Some(vec![0]) };
        assert_eq!(code(both.into_column()), "table.unsupported_type");
        for cells in ["[1]", "{}", r#"["\ud800"]"#, "["] {
            assert_eq!(TypedValues::texts(cells).unwrap_err().code.as_str(), "table.unsupported_type");
        }
        let named = Table::from_typed([("a/b".into(), full(TypedValues::Mantissas { values: vec![], scale: 99 }))]);
        assert_eq!(named.unwrap_err().pointer, "/a~1b");
    }
}
