//! Record batches to columns.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type,
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, SchemaRef, TimeUnit};

use super::super::{Cells, Column, DecimalColumn, LiteralColumn, Table, Tag, TextColumn, Texts, Validity};
use super::{coded, text};
use crate::problem::{Code, Problem, pointer};

/// A table of all batches, one after the other.
///
/// | Arrow | column |
/// | --- | --- |
/// | Utf8, `LargeUtf8`, `Utf8View` | text |
/// | dictionaries of these | coded text |
/// | Boolean | truth values |
/// | integers | whole numbers; `UInt64` beyond 63 bits becomes decimals |
/// | Decimal32 to 256 | decimals |
/// | Float32, Float64 | floats, `Float32` by its own shortest text |
/// | Date32 | dates |
/// | Date64 | dates, or time stamps without a zone where one is not at midnight |
/// | Timestamp | instants, or time stamps without a zone |
/// | Null | empty cells that fit any type |
///
/// # Errors
/// `table.unsupported_type` for any other type, `table.duplicate_column`, `table.not_utf8`,
/// `number.out_of_range` for a decimal beyond 128 bits, `time.bad_instant` for a time stamp that is
/// not a whole number of microseconds; the pointer is `/row/column` where a cell is at fault.
pub fn from_batches(schema: &SchemaRef, batches: &[RecordBatch]) -> Result<Table, Problem> {
    let rows = batches.iter().map(RecordBatch::num_rows).sum();
    let mut table = Table::with_rows(rows);
    for (position, field) in schema.fields().iter().enumerate() {
        let mut arrays = Vec::with_capacity(batches.len());
        for batch in batches {
            let array = batch.columns().get(position).filter(|array| array.data_type() == field.data_type());
            arrays.push(array.ok_or_else(|| unsupported(field.name(), "a type that differs between batches"))?);
        }
        let source = Arrays { name: field.name(), arrays, rows };
        table.push(field.name().as_str(), source.column(field.data_type())?)?;
    }
    Ok(table)
}

/// One column's arrays, all of one type.
pub(super) struct Arrays<'a> {
    pub(super) name: &'a str,
    pub(super) arrays: Vec<&'a ArrayRef>,
    /// How many rows they have together.
    pub(super) rows: usize,
}

impl<'a> Arrays<'a> {
    fn column(&self, data_type: &DataType) -> Result<Column, Problem> {
        Ok(match data_type {
            DataType::Null => empty(self.rows),
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Column::Text(text::plain(self)?),
            DataType::Dictionary(key, _) => Column::Text(coded::coded(self, key)?),
            DataType::Boolean => Column::Boolean(self.booleans()?),
            DataType::Int8 => Column::Integer(self.map::<Int8Type, _>(i64::from)?),
            DataType::Int16 => Column::Integer(self.map::<Int16Type, _>(i64::from)?),
            DataType::Int32 => Column::Integer(self.map::<Int32Type, _>(i64::from)?),
            DataType::Int64 => Column::Integer(self.map::<Int64Type, _>(|value| value)?),
            DataType::UInt8 => Column::Integer(self.map::<UInt8Type, _>(i64::from)?),
            DataType::UInt16 => Column::Integer(self.map::<UInt16Type, _>(i64::from)?),
            DataType::UInt32 => Column::Integer(self.map::<UInt32Type, _>(i64::from)?),
            DataType::UInt64 => self.unsigned()?,
            DataType::Float32 => Column::Float(self.map::<Float32Type, _>(widened)?),
            DataType::Float64 => Column::Float(self.map::<Float64Type, _>(|value| value)?),
            DataType::Decimal32(_, scale) => self.decimals::<Decimal32Type>(*scale, |value| Some(value.into()))?,
            DataType::Decimal64(_, scale) => self.decimals::<Decimal64Type>(*scale, |value| Some(value.into()))?,
            DataType::Decimal128(_, scale) => self.decimals::<Decimal128Type>(*scale, Some)?,
            DataType::Decimal256(_, scale) => self.decimals::<Decimal256Type>(*scale, |value| value.to_i128())?,
            DataType::Date32 => Column::Date(self.map::<Date32Type, _>(|days| days)?),
            DataType::Date64 => self.milliseconds()?,
            DataType::Timestamp(unit, zone) => {
                let cells = self.timestamps(*unit)?;
                if zone.is_some() { Column::Instant(cells) } else { Column::LocalTime(cells) }
            }
            other => return Err(unsupported(self.name, &other.to_string())),
        })
    }

    /// Every value through `turn`; what is under an empty cell becomes the default.
    fn map<T: ArrowPrimitiveType, U: Copy + Default>(
        &self,
        turn: impl Fn(T::Native) -> U,
    ) -> Result<Cells<U>, Problem> {
        let mut values = Vec::with_capacity(self.rows);
        for array in &self.arrays {
            let array = array.as_primitive_opt::<T>().ok_or_else(|| self.surprise())?;
            values.extend(array.values().iter().map(|value| turn(*value)));
        }
        Ok(self.cells(values))
    }

    /// Every filled value through `turn`, which may fail with the pointer and message of a problem.
    fn try_map<T: ArrowPrimitiveType, U: Copy + Default>(
        &self,
        code: Code,
        turn: impl Fn(T::Native) -> Option<U>,
        message: impl Fn(T::Native) -> String,
    ) -> Result<Cells<U>, Problem> {
        let mut values = Vec::with_capacity(self.rows);
        for array in &self.arrays {
            let array = array.as_primitive_opt::<T>().ok_or_else(|| self.surprise())?;
            for (position, value) in array.values().iter().enumerate() {
                match turn(*value) {
                    Some(turned) => values.push(turned),
                    None if array.is_null(position) => values.push(U::default()),
                    None => {
                        let row = values.len();
                        let at = pointer::join(&pointer::at("", row), self.name);
                        return Err(Problem::new(code, at, message(*value)).with("row", row).with("column", self.name));
                    }
                }
            }
        }
        Ok(self.cells(values))
    }

    fn cells<U: Copy + Default>(&self, mut values: Vec<U>) -> Cells<U> {
        let valid = self.validity();
        if let Some(flags) = valid.flags() {
            values.iter_mut().zip(flags).filter(|(_, valid)| !**valid).for_each(|(value, _)| *value = U::default());
        }
        Cells { values, valid }
    }

    /// Which cells hold a value.
    pub(super) fn validity(&self) -> Validity {
        if self.arrays.iter().all(|array| array.null_count() == 0) {
            return Validity::ALL;
        }
        let mut flags = Vec::with_capacity(self.rows);
        for array in &self.arrays {
            match array.nulls() {
                Some(nulls) => flags.extend(nulls.iter()),
                None => flags.resize(flags.len() + array.len(), true),
            }
        }
        Validity::from_flags(flags)
    }

    fn booleans(&self) -> Result<Cells<bool>, Problem> {
        let mut values = Vec::with_capacity(self.rows);
        for array in &self.arrays {
            values.extend(array.as_boolean_opt().ok_or_else(|| self.surprise())?.values().iter());
        }
        Ok(self.cells(values))
    }

    fn unsigned(&self) -> Result<Column, Problem> {
        let wide = self.map::<UInt64Type, _>(i128::from)?;
        let narrow: Option<Vec<i64>> = wide.values.iter().map(|value| i64::try_from(*value).ok()).collect();
        Ok(match narrow {
            Some(values) => Column::Integer(Cells { values, valid: wide.valid }),
            None => Column::Decimal(DecimalColumn { cells: wide, scale: 0 }),
        })
    }

    fn decimals<T: ArrowPrimitiveType>(
        &self,
        scale: i8,
        widen: impl Fn(T::Native) -> Option<i128>,
    ) -> Result<Column, Problem>
    where
        T::Native: std::fmt::Display,
    {
        let tens = u32::from(scale.min(0).unsigned_abs());
        let factor = 10_i128.checked_pow(tens);
        let turn =
            |value| widen(value).and_then(|value| if tens == 0 { Some(value) } else { value.checked_mul(factor?) });
        let message = |value| format!("`{value}` needs more than 28 digits");
        let cells = self.try_map::<T, i128>(Code::NumberOutOfRange, turn, message)?;
        Ok(Column::Decimal(DecimalColumn { cells, scale: scale.max(0).unsigned_abs().into() }))
    }

    fn milliseconds(&self) -> Result<Column, Problem> {
        const DAY: i64 = 86_400_000;
        let millis = self.map::<Date64Type, _>(|value| value)?;
        let day = |value: &i64| if value % DAY == 0 { i32::try_from(value / DAY).ok() } else { None };
        let days: Option<Vec<i32>> = millis.values.iter().map(day).collect();
        Ok(match days {
            Some(values) => Column::Date(Cells { values, valid: millis.valid }),
            None => Column::LocalTime(self.map::<Date64Type, _>(|value| value.saturating_mul(1_000))?),
        })
    }

    /// Microseconds. What does not fit is as far out of range as a cell can be.
    fn timestamps(&self, unit: TimeUnit) -> Result<Cells<i64>, Problem> {
        match unit {
            TimeUnit::Second => self.map::<TimestampSecondType, _>(|value| value.saturating_mul(1_000_000)),
            TimeUnit::Millisecond => self.map::<TimestampMillisecondType, _>(|value| value.saturating_mul(1_000)),
            TimeUnit::Microsecond => self.map::<TimestampMicrosecondType, _>(|value| value),
            TimeUnit::Nanosecond => self.try_map::<TimestampNanosecondType, _>(
                Code::TimeBadInstant,
                |value| if value % 1_000 == 0 { Some(value / 1_000) } else { None },
                |value| format!("the time stamp of {value} ns is not a whole number of microseconds"),
            ),
        }
    }

    /// An array is not of the type that its schema says.
    pub(super) fn surprise(&self) -> Problem {
        unsupported(self.name, "an array that is not of its own type")
    }
}

pub(super) fn unsupported(name: &str, found: &str) -> Problem {
    let message = format!("the column `{name}` holds {found}, which cannot be taken");
    Problem::new(Code::TableUnsupportedType, pointer::join("", name), message).with("column", name).with("found", found)
}

fn empty(rows: usize) -> Column {
    let text = TextColumn::Plain { texts: Texts::new(String::new(), vec![0; rows]), valid: Validity::ALL };
    Column::Literal(LiteralColumn { text, tags: vec![Tag::Missing; rows] })
}

/// The double with the same shortest text: `0.1f32` stands for 0.1, not for 0.10000000149011612.
fn widened(value: f32) -> f64 {
    value.to_string().parse().unwrap_or_else(|_| f64::from(value))
}
