//! Whole numbers and truth values.

use super::super::{Cells, Column, Validity};
use super::decimal::{parse, show, whole_number};
use super::field::{Field, Source, Written};
use super::float;
use super::refusal::{Refusal, Trouble};
use crate::number::{Decimal, NumberError};

/// Whole numbers of 64 bits.
pub(super) fn integer(column: Column, field: &mut Field<'_>) -> Result<Column, Trouble> {
    let mut values = vec![0; field.rows];
    let valid = match column {
        Column::Integer(cells) => {
            let valid = field.read_cells(&cells, |value| value.to_string(), |_, _, _| Ok(()));
            return Ok(Column::Integer(Cells { values: cells.values, valid }));
        }
        Column::Decimal(column) => {
            let scale = column.scale;
            field.read_cells(
                &column.cells,
                |mantissa| show(mantissa, scale),
                |_, row, mantissa| set(&mut values, row, mantissa, scale),
            )
        }
        Column::Float(cells) => {
            let cells = float::without_nan(cells, field.intake.nan);
            field.read_cells(
                &cells,
                |value| value.to_string(),
                |_, row, value| {
                    let decimal = Decimal::from_float(value)?;
                    set(&mut values, row, decimal.mantissa(), decimal.scale())
                },
            )
        }
        Column::Text(text) => read(&text, field, &mut values),
        Column::Literal(literal) => read(&literal, field, &mut values),
        other => return Err(Trouble::unsupported(&other, "whole numbers")),
    };
    Ok(Column::Integer(Cells { values, valid }))
}

fn read<'t>(source: impl Into<Source<'t>>, field: &mut Field<'_>, values: &mut [i64]) -> Validity {
    field.read_text(source, true, |_, row, cell| {
        let (mantissa, scale) = parse(cell)?;
        set(values, row, mantissa, scale)
    })
}

fn set(values: &mut [i64], row: usize, mantissa: i128, scale: u32) -> Result<(), Refusal> {
    let whole = whole_number(mantissa, scale)
        .ok_or_else(|| Refusal::wrong_type("a number with a fraction", "a whole number"))?;
    let value = i64::try_from(whole).map_err(|_| NumberError::OutOfRange { text: whole.to_string() })?;
    if let Some(slot) = values.get_mut(row) {
        *slot = value;
    }
    Ok(())
}

/// Truth values: `true` and `false`, also as text.
pub(super) fn boolean(column: Column, field: &mut Field<'_>) -> Result<Column, Trouble> {
    let cells = match column {
        Column::Boolean(cells) => {
            let valid = field.read_cells(&cells, |value| value.to_string(), |_, _, _| Ok(()));
            Cells { values: cells.values, valid }
        }
        Column::Text(text) => truths(&text, field),
        Column::Literal(literal) => truths(&literal, field),
        other => return Err(Trouble::unsupported(&other, "truth values")),
    };
    Ok(Column::Boolean(cells))
}

pub(super) fn truths<'t>(source: impl Into<Source<'t>>, field: &mut Field<'_>) -> Cells<bool> {
    let mut values = vec![false; field.rows];
    let valid = field.read_text(source, true, |_, row, cell| {
        let value = match cell {
            Written::Boolean(value) => value,
            Written::Text("true") => true,
            Written::Text("false") => false,
            Written::Text(_) => return Err(Refusal::wrong_type("text", "`true` or `false`")),
            Written::Number(_) => return Err(Refusal::wrong_type("a number", "`true` or `false`")),
        };
        if let Some(slot) = values.get_mut(row) {
            *slot = value;
        }
        Ok(())
    });
    Cells { values, valid }
}
