//! Exact ratios, in lowest terms.

use super::super::{Cells, Column, RatioColumn, Validity};
use super::decimal::{self, Parts};
use super::field::{Field, Source, Written};
use super::float;
use super::refusal::{Refusal, Trouble};
use crate::number::{Exact, NumberError, parse_mantissa, pow10};

/// Ratios from decimals, or from text such as `1/3`.
pub(super) fn ratio(column: Column, field: &mut Field<'_>) -> Result<Column, Trouble> {
    let column = match column {
        Column::Ratio(column) => checked(&column, field),
        Column::Text(text) => read(&text, field),
        Column::Literal(literal) => read(&literal, field),
        Column::Float(cells) => from_parts(&float::read(cells, field)),
        Column::Decimal(_) | Column::Integer(_) => match decimal::decimal(column, field)? {
            Column::Decimal(column) => {
                let scales = vec![column.scale; field.rows];
                from_parts(&Parts { mantissas: column.cells.values, scales, valid: column.cells.valid })
            }
            other => return Err(Trouble::unsupported(&other, "ratios")),
        },
        other => return Err(Trouble::unsupported(&other, "ratios")),
    };
    Ok(Column::Ratio(column))
}

/// Ratios that came as such: in lowest terms, over a denominator above zero.
pub(super) fn checked(column: &RatioColumn, field: &mut Field<'_>) -> RatioColumn {
    let mut ratios = Ratios::new(field.rows);
    let valid = field.read_cells(
        &column.numerators,
        |numerator| numerator.to_string(),
        |_, row, numerator| {
            let denominator = column.denominators.get(row).copied().unwrap_or(0);
            let text = || NumberError::NotARatio { text: format!("{numerator}/{denominator}") };
            ratios.set(row, Exact::new(numerator, denominator).map_err(|_| text())?)
        },
    );
    ratios.finish(valid)
}

fn read<'t>(source: impl Into<Source<'t>>, field: &mut Field<'_>) -> RatioColumn {
    let mut ratios = Ratios::new(field.rows);
    let valid = field.read_text(source, true, |_, row, cell| match cell {
        Written::Text(text) => match parse_mantissa(text.as_bytes()) {
            Ok((mantissa, scale)) => ratios.set_decimal(row, mantissa, scale),
            Err(_) => ratios.set(row, Exact::parse(text)?),
        },
        Written::Number(_) => {
            decimal::parse(cell).and_then(|(mantissa, scale)| ratios.set_decimal(row, mantissa, scale))
        }
        Written::Boolean(_) => Err(Refusal::wrong_type("a boolean", "a ratio")),
    });
    ratios.finish(valid)
}

fn from_parts(parts: &Parts) -> RatioColumn {
    let mut ratios = Ratios::new(parts.mantissas.len());
    for (row, (&mantissa, &scale)) in parts.mantissas.iter().zip(&parts.scales).enumerate() {
        if parts.valid.is_valid(row) {
            // A decimal of the number room always fits.
            drop(ratios.set_decimal(row, mantissa, scale));
        }
    }
    ratios.finish(parts.valid.clone())
}

struct Ratios {
    numerators: Vec<i128>,
    denominators: Vec<i128>,
}

impl Ratios {
    fn new(rows: usize) -> Self {
        Self { numerators: vec![0; rows], denominators: vec![1; rows] }
    }

    fn set_decimal(&mut self, row: usize, mantissa: i128, scale: u32) -> Result<(), Refusal> {
        self.set(row, Exact::new(mantissa, pow10(scale.min(38)))?)
    }

    fn set(&mut self, row: usize, ratio: Exact) -> Result<(), Refusal> {
        let (numerator, denominator) = ratio
            .to_i128s()
            .ok_or_else(|| NumberError::OutOfRange { text: super::refusal::cut(&ratio.to_string()) })?;
        if let (Some(over), Some(under)) = (self.numerators.get_mut(row), self.denominators.get_mut(row)) {
            *over = numerator;
            *under = denominator;
        }
        Ok(())
    }

    fn finish(self, valid: Validity) -> RatioColumn {
        RatioColumn { numerators: Cells { values: self.numerators, valid }, denominators: self.denominators }
    }
}
