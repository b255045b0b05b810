//! Decimals: every cell of a column at one scale.

use super::super::write::write_decimal;
use super::super::{Cells, Column, DecimalColumn, Validity};
use super::field::{Field, Source, Written};
use super::flags::Flags;
use super::float;
use super::refusal::{Refusal, Trouble};
use crate::number::{Decimal, NumberError, parse_mantissa, pow10};

/// One above the largest mantissa of a column.
const LIMIT: u128 = 1 << 96;

/// Cells read one by one, each at a scale of its own.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) mantissas: Vec<i128>,
    pub(super) scales: Vec<u32>,
    pub(super) valid: Validity,
}

impl Parts {
    pub(super) fn new(rows: usize) -> Self {
        Self { mantissas: vec![0; rows], scales: vec![0; rows], valid: Validity::ALL }
    }

    #[inline]
    pub(super) fn set(&mut self, row: usize, (mantissa, scale): (i128, u32)) {
        if let (Some(slot), Some(own)) = (self.mantissas.get_mut(row), self.scales.get_mut(row)) {
            *slot = mantissa;
            *own = scale;
        }
    }
}

/// Decimals of one scale, the smallest that all cells fit.
pub(super) fn decimal(column: Column, field: &mut Field<'_>) -> Result<Column, Trouble> {
    let parts = match column {
        Column::Decimal(column) => return Ok(Column::Decimal(shorten(column, field))),
        Column::Integer(cells) => {
            let valid = field.read_cells(&cells, |value| value.to_string(), |_, _, _| Ok(()));
            let mantissas = cells.values.into_iter().map(i128::from).collect();
            return Ok(Column::Decimal(DecimalColumn { cells: Cells { values: mantissas, valid }, scale: 0 }));
        }
        Column::Float(cells) => float::read(cells, field),
        Column::Text(text) => read(&text, field),
        Column::Literal(literal) => read(&literal, field),
        other => return Err(Trouble::unsupported(&other, "decimals")),
    };
    Ok(Column::Decimal(align(parts, field)))
}

/// Reads text cells.
pub(super) fn read<'t>(source: impl Into<Source<'t>>, field: &mut Field<'_>) -> Parts {
    let mut parts = Parts::new(field.rows);
    parts.valid = field.read_text(source, true, |field, row, cell| {
        let number = match cell {
            Written::Number(literal) => match field.minor_unit(row) {
                Some(unit) => float::rounded_literal(field, literal, unit)?,
                None => json_number(literal)?,
            },
            _ => parse(cell)?,
        };
        parts.set(row, number);
        Ok(())
    });
    parts
}

/// Mantissa and scale of a cell, which need not be canonical.
#[inline]
pub(super) fn parse(cell: Written<'_>) -> Result<(i128, u32), Refusal> {
    match cell {
        Written::Text(text) => Ok(parse_mantissa(text.as_bytes())?),
        Written::Number(literal) => json_number(literal),
        Written::Boolean(_) => Err(Refusal::wrong_type("a boolean", "a decimal")),
    }
}

/// Mantissa and scale of a JSON number under the number rule.
#[inline]
pub(super) fn json_number(literal: &str) -> Result<(i128, u32), Refusal> {
    // Sixteen characters hold at most 15 digits and a point, which no float can have spoilt.
    if literal.len() <= 16
        && let Ok(number) = parse_mantissa(literal.as_bytes())
    {
        return Ok(number);
    }
    let decimal = match literal {
        "NaN" => return Err(NumberError::NotANumber.into()),
        "Infinity" | "-Infinity" => return Err(NumberError::Infinite.into()),
        _ => Decimal::from_json_number(literal)?,
    };
    Ok((decimal.mantissa(), decimal.scale()))
}

/// Brings cells of many scales to one.
pub(super) fn align(parts: Parts, field: &mut Field<'_>) -> DecimalColumn {
    let Parts { mut mantissas, scales, valid } = parts;
    let (mut scale, mut smallest, mut largest) = (0, u32::MAX, 0);
    for (&mantissa, &own) in mantissas.iter().zip(&scales).filter(|(mantissa, _)| **mantissa != 0) {
        if own > scale {
            scale = needed_scale(mantissa, own, scale);
        }
        smallest = smallest.min(own);
        largest = largest.max(own);
    }
    if smallest >= scale && largest <= scale {
        return DecimalColumn { cells: Cells { values: mantissas, valid }, scale };
    }
    let mut flags = Flags::resume(field.rows, valid);
    for (row, (mantissa, &own)) in mantissas.iter_mut().zip(&scales).enumerate() {
        if own == scale || *mantissa == 0 {
            continue;
        }
        if let Some(moved) = rescale(*mantissa, own, scale) {
            *mantissa = moved;
        } else {
            field.refuse(row, &show(*mantissa, own), out_of_range(*mantissa, own, scale));
            flags.clear(row);
            *mantissa = 0;
        }
    }
    DecimalColumn { cells: Cells { values: mantissas, valid: flags.finish() }, scale }
}

/// Decimals that are of one scale already: refuses what is too large, and drops zeros that every
/// fraction ends with.
pub(super) fn shorten(column: DecimalColumn, field: &mut Field<'_>) -> DecimalColumn {
    let DecimalColumn { mut cells, scale: given } = column;
    let mut scale = 0;
    let valid = field.read_cells(
        &cells,
        |mantissa| show(mantissa, given),
        |_, _, mantissa| {
            check(mantissa, given)?;
            if given > scale {
                scale = needed_scale(mantissa, given, scale);
            }
            Ok(())
        },
    );
    if let Some(flags) = valid.flags() {
        cells.values.iter_mut().zip(flags).filter(|(_, valid)| !**valid).for_each(|(mantissa, _)| *mantissa = 0);
    }
    // Without zeros to drop the mantissas stay as they came.
    if scale < given {
        cells.values.iter_mut().for_each(|mantissa| *mantissa = rescale(*mantissa, given, scale).unwrap_or(0));
    }
    DecimalColumn { cells: Cells { values: cells.values, valid }, scale }
}

/// Whether a cell is a decimal of at most 28 digits.
#[inline]
fn check(mantissa: i128, scale: u32) -> Result<(), Refusal> {
    if mantissa.unsigned_abs() <= Decimal::MAX_MANTISSA.unsigned_abs() && scale <= Decimal::MAX_SCALE {
        return Ok(());
    }
    let canonical = needed_scale(mantissa, scale, 0);
    let shortened = rescale(mantissa, scale, canonical).unwrap_or(mantissa);
    Decimal::from_mantissa(shortened, canonical).map(drop).map_err(Refusal::from)
}

/// The smallest scale not below `floor` at which the cell is a whole number of units.
#[inline]
fn needed_scale(mut mantissa: i128, mut scale: u32, floor: u32) -> u32 {
    if mantissa == 0 {
        return floor;
    }
    while scale > floor {
        // Most mantissas are small, and a division of 64 bits is several times faster than one of 128.
        let shorter = match i64::try_from(mantissa) {
            Ok(narrow) if narrow % 10 == 0 => i128::from(narrow / 10),
            Err(_) if mantissa % 10 == 0 => mantissa / 10,
            _ => break,
        };
        mantissa = shorter;
        scale -= 1;
    }
    scale
}

/// The mantissa at another scale, if it is a whole number there and fits a column.
#[inline]
fn rescale(mantissa: i128, from: u32, to: u32) -> Option<i128> {
    if mantissa == 0 {
        return Some(0);
    }
    if to >= from {
        let factor = to - from;
        let moved = if factor <= 38 { mantissa.checked_mul(pow10(factor))? } else { return None };
        (moved.unsigned_abs() < LIMIT).then_some(moved)
    } else if from - to <= 38 {
        let divisor = pow10(from - to);
        (mantissa % divisor == 0).then(|| mantissa / divisor)
    } else {
        None
    }
}

/// The whole number that `mantissa / 10^scale` is, if it is one.
pub(super) fn whole_number(mantissa: i128, scale: u32) -> Option<i128> {
    rescale(mantissa, scale, 0)
}

/// The cell as text.
pub(super) fn show(mantissa: i128, scale: u32) -> String {
    let mut text = Vec::new();
    write_decimal(mantissa, scale, &mut text);
    String::from_utf8(text).unwrap_or_default()
}

#[cold]
fn out_of_range(mantissa: i128, own: u32, scale: u32) -> Refusal {
    let error = NumberError::OutOfRange { text: show(mantissa, own) };
    Refusal::new(
        crate::problem::Code::NumberOutOfRange,
        format!("{error} where another cell of the column has {scale} after the point"),
    )
}
