//! Floats: taken under the number rule, or rounded to money where the caller asks for it.
//!
//! Nothing is computed with floats here. A float is its shortest text that reads back as the same
//! float, and that text is a decimal, or is rounded digit by digit.

use super::super::{Cells, Column, Floats, Intake, LiteralColumn, Nan, Table, TableShape, Tag};
use super::decimal::{Parts, json_number};
use super::field::Field;
use super::flags::Flags;
use super::refusal::Refusal;
use crate::number::{Currency, Decimal, NumberError, parse_mantissa};

/// The column that names the currency of a record.
const CURRENCY: &str = "currency";

/// The minor unit of each record, if floats are to be rounded at all.
pub(super) fn minor_units(table: &Table, shape: &TableShape, intake: &Intake) -> Option<Vec<Option<u32>>> {
    if intake.floats == Floats::Refuse {
        return None;
    }
    let given = intake.currency.map(Currency::minor_unit);
    let named = shape.column(CURRENCY).and_then(|_| table.column(CURRENCY));
    let unit = |row| {
        let code = match named? {
            Column::Text(text) => text.get(row)?,
            Column::Literal(literal) if literal.tags.get(row) == Some(&Tag::Text) => literal.text.get(row)?,
            _ => return None,
        };
        if code.is_empty() { None } else { Some(Currency::parse(code).ok().map(Currency::minor_unit)) }
    };
    Some((0..table.rows()).map(|row| unit(row).unwrap_or(given)).collect())
}

impl Field<'_> {
    /// The digits after the point to which a float in this cell is to be rounded.
    #[inline]
    pub(super) fn minor_unit(&self, row: usize) -> Option<u32> {
        if !self.money {
            return None;
        }
        self.minor_units.and_then(|units| units.get(row).copied().flatten())
    }
}

/// Without the NaN cells, if they count as empty.
pub(super) fn without_nan_literals(mut literal: LiteralColumn, nan: Nan) -> LiteralColumn {
    if nan == Nan::Missing {
        for (row, tag) in literal.tags.iter_mut().enumerate().filter(|(_, tag)| **tag == Tag::Number) {
            if literal.text.get(row) == Some("NaN") {
                *tag = Tag::Missing;
            }
        }
    }
    literal
}

/// Without the NaN cells, if they count as empty.
pub(super) fn without_nan(mut cells: Cells<f64>, nan: Nan) -> Cells<f64> {
    if nan == Nan::Missing && cells.values.iter().any(|value| value.is_nan()) {
        let mut flags = Flags::resume(cells.len(), cells.valid);
        for (row, value) in cells.values.iter_mut().enumerate().filter(|(_, value)| value.is_nan()) {
            flags.clear(row);
            *value = 0.0;
        }
        cells.valid = flags.finish();
    }
    cells
}

/// Reads float cells as decimals.
pub(super) fn read(cells: Cells<f64>, field: &mut Field<'_>) -> Parts {
    let cells = without_nan(cells, field.intake.nan);
    let mut parts = Parts::new(field.rows);
    parts.valid = field.read_cells(
        &cells,
        |value| value.to_string(),
        |field, row, value| {
            let number = match field.minor_unit(row) {
                Some(unit) => rounded_float(field, value, unit)?,
                None => {
                    let decimal = Decimal::from_float(value)?;
                    (decimal.mantissa(), decimal.scale())
                }
            };
            parts.set(row, number);
            Ok(())
        },
    );
    parts
}

fn rounded_float(field: &mut Field<'_>, value: f64, unit: u32) -> Result<(i128, u32), Refusal> {
    if value.is_nan() {
        return Err(NumberError::NotANumber.into());
    }
    if value.is_infinite() {
        return Err(NumberError::Infinite.into());
    }
    rounded(field, &value.to_string(), unit)
}

/// Reads a JSON number of a money column: a host's float, unless it is a whole number.
pub(super) fn rounded_literal(field: &mut Field<'_>, literal: &str, unit: u32) -> Result<(i128, u32), Refusal> {
    if literal.contains(['e', 'E']) {
        let value: f64 =
            literal.parse().map_err(|_| NumberError::NotADecimal { text: super::refusal::cut(literal) })?;
        rounded_float(field, value, unit)
    } else if literal.contains('.') {
        rounded(field, literal, unit)
    } else {
        json_number(literal)
    }
}

/// Half up, ties away from zero: the first digit dropped decides, whatever follows it.
fn rounded(field: &mut Field<'_>, text: &str, unit: u32) -> Result<(i128, u32), Refusal> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let Some((kept, dropped)) = fraction.split_at_checked(unit as usize) else {
        return Ok(parse_mantissa(text.as_bytes())?);
    };
    let (mantissa, _) = parse_mantissa(format!("{whole}{kept}").as_bytes())?;
    let away = if text.starts_with('-') { -1 } else { 1 };
    let mantissa = if dropped.starts_with(|digit| digit >= '5') { mantissa + away } else { mantissa };
    if dropped.bytes().any(|digit| digit != b'0') {
        *field.rounded += 1;
    }
    Ok((mantissa, unit))
}
