//! Columns to a record batch.

use std::sync::Arc;

use arrow_array::types::{Date32Type, Decimal128Type, Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{
    ArrayRef, ArrowPrimitiveType, BooleanArray, Decimal128Array, GenericStringArray, OffsetSizeTrait, PrimitiveArray,
    RecordBatch, RecordBatchOptions,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, Field, Schema};

use super::super::write::{Style, write_cell};
use super::super::{Cells, Column, Table, TextColumn, Texts, Validity};
use crate::problem::{Code, Problem};

/// Digits of a decimal column, whatever its cells need, so that its type does not depend on them.
const PRECISION: u8 = 38;

/// The table as one batch: text as Utf8 (`LargeUtf8` beyond 2 GiB), decimals as Decimal128 of 38
/// digits, dates as Date32, instants as Timestamp(µs, UTC), whole numbers as Int64; ratios, and
/// cells that were never given a type, as text. Coded text leaves as plain text too: a column's
/// type is the same however it is held.
///
/// # Errors
/// `number.out_of_range` for a scale beyond 38.
pub fn to_batch(table: &Table) -> Result<RecordBatch, Problem> {
    let mut fields = Vec::new();
    let mut arrays = Vec::new();
    for (name, column) in table.columns() {
        let array = array(column).map_err(|error| refused(name, &error))?;
        fields.push(Field::new(name, array.data_type().clone(), true));
        arrays.push(array);
    }
    let options = RecordBatchOptions::new().with_row_count(Some(table.rows()));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)
        .map_err(|error| refused("", &error))
}

fn refused(name: &str, error: &ArrowError) -> Problem {
    let message = format!("the column `{name}` cannot be written as Arrow: {error}");
    Problem::new(Code::NumberOutOfRange, crate::problem::pointer::join("", name), message)
}

fn array(column: &Column) -> Result<ArrayRef, ArrowError> {
    Ok(match column {
        Column::Text(TextColumn::Plain { texts, valid }) => plain(texts.bytes().as_bytes(), texts.ends(), valid)?,
        Column::Text(TextColumn::Picked { rows, texts, valid }) => picked(rows, texts, valid)?,
        Column::Text(TextColumn::Coded { .. }) | Column::Ratio(_) | Column::Literal(_) => written(column)?,
        Column::Decimal(column) => {
            let scale = i8::try_from(column.scale).unwrap_or(i8::MAX);
            let array: Decimal128Array = primitive::<Decimal128Type>(&column.cells);
            Arc::new(array.with_precision_and_scale(PRECISION, scale)?)
        }
        Column::Date(cells) => Arc::new(primitive::<Date32Type>(cells)),
        Column::Instant(cells) => Arc::new(primitive::<TimestampMicrosecondType>(cells).with_timezone("UTC")),
        Column::LocalTime(cells) => Arc::new(primitive::<TimestampMicrosecondType>(cells)),
        Column::Integer(cells) => Arc::new(primitive::<Int64Type>(cells)),
        Column::Float(cells) => Arc::new(primitive::<Float64Type>(cells)),
        Column::Boolean(cells) => {
            Arc::new(BooleanArray::new(BooleanBuffer::from(cells.values.as_slice()), nulls(&cells.valid)))
        }
    })
}

fn nulls(valid: &Validity) -> Option<NullBuffer> {
    valid.flags().map(NullBuffer::from)
}

fn primitive<T: ArrowPrimitiveType>(cells: &Cells<T::Native>) -> PrimitiveArray<T> {
    PrimitiveArray::new(ScalarBuffer::from(cells.values.clone()), nulls(&cells.valid))
}

fn plain(bytes: &[u8], ends: &[usize], valid: &Validity) -> Result<ArrayRef, ArrowError> {
    if !ends.is_sorted() {
        return Err(ArrowError::InvalidArgumentError("its text cells overlap".to_owned()));
    }
    Ok(if i32::try_from(bytes.len()).is_ok() {
        Arc::new(strings::<i32>(bytes, ends, valid)?)
    } else {
        Arc::new(strings::<i64>(bytes, ends, valid)?)
    })
}

fn strings<O: OffsetSizeTrait>(
    bytes: &[u8],
    ends: &[usize],
    valid: &Validity,
) -> Result<GenericStringArray<O>, ArrowError> {
    let mut offsets = Vec::with_capacity(ends.len() + 1);
    offsets.push(O::usize_as(0));
    offsets.extend(ends.iter().map(|end| O::usize_as(*end)));
    let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
    GenericStringArray::try_new(offsets, Buffer::from(bytes), nulls(valid))
}

/// Where each cell lies is looked up for all of them before any is copied: the processor then waits for many
/// rows of memory at once.
fn picked(rows: &[u32], texts: &Texts, valid: &Validity) -> Result<ArrayRef, ArrowError> {
    let at = |(row, &text): (usize, &u32)| if valid.is_valid(row) { texts.span(text as usize) } else { None };
    let spans: Vec<Option<(usize, usize)>> = rows.iter().enumerate().map(at).collect();
    let size = spans.iter().flatten().map(|(start, end)| end.saturating_sub(*start)).sum();
    let (mut bytes, mut ends) = (Vec::with_capacity(size), Vec::with_capacity(rows.len()));
    for span in &spans {
        let cell = span.and_then(|(start, end)| texts.bytes().as_bytes().get(start..end));
        bytes.extend_from_slice(cell.unwrap_or_default());
        ends.push(bytes.len());
    }
    plain(&bytes, &ends, &Validity::from_flags(spans.iter().map(Option::is_some).collect()))
}

/// A column as the text of its cells.
fn written(column: &Column) -> Result<ArrayRef, ArrowError> {
    const PLAIN: Style = Style { text: |text, out| out.extend_from_slice(text.as_bytes()), quote: "", missing: "" };
    let mut bytes = Vec::new();
    let mut ends = Vec::with_capacity(column.len());
    let mut flags = Vec::with_capacity(column.len());
    for row in 0..column.len() {
        let missing = column.is_missing(row);
        if !missing {
            write_cell(column, row, &PLAIN, &mut bytes);
        }
        ends.push(bytes.len());
        flags.push(!missing);
    }
    plain(&bytes, &ends, &Validity::from_flags(flags))
}
