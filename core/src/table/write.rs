//! Cells to text, the same for JSON rows and CSV.

use std::io::Write;

use super::{Column, DecimalColumn, LiteralColumn, RatioColumn, Tag};
use crate::number::Exact;
use crate::time::{Date, Instant};

/// How a format writes what is not a plain number.
pub(super) struct Style {
    /// Writes a text, quoted and escaped as the format wants.
    pub(super) text: fn(&str, &mut Vec<u8>),
    /// Stands around a decimal, a date, an instant or a ratio.
    pub(super) quote: &'static str,
    /// An empty cell.
    pub(super) missing: &'static str,
}

/// Writes the cell of a row.
#[inline]
pub(super) fn write_cell(column: &Column, row: usize, style: &Style, out: &mut Vec<u8>) {
    let filled = match column {
        Column::Text(text) => text.get(row).map(|text| (style.text)(text, out)),
        Column::Decimal(column) => quoted(style, out, |out| write_decimal_cell(column, row, out)),
        Column::Ratio(column) => quoted(style, out, |out| write_ratio(column, row, out)),
        Column::Date(cells) => cells.get(row).and_then(|days| quoted(style, out, |out| write_date(days, out))),
        Column::Instant(cells) => {
            cells.get(row).and_then(|micros| quoted(style, out, |out| write_instant(micros, "Z", out)))
        }
        Column::LocalTime(cells) => {
            cells.get(row).and_then(|micros| quoted(style, out, |out| write_instant(micros, "", out)))
        }
        Column::Integer(cells) => cells.get(row).map(|value| write_integer(i128::from(value), out)),
        Column::Boolean(cells) => cells.get(row).map(|value| write_boolean(value, out)),
        Column::Float(cells) => cells.get(row).and_then(|value| write_float(value, out)),
        Column::Literal(column) => write_literal(column, row, style, out),
    };
    if filled.is_none() {
        out.extend_from_slice(style.missing.as_bytes());
    }
}

/// Writes inside the style's quotes, or nothing at all.
#[inline]
fn quoted(style: &Style, out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>) -> Option<()>) -> Option<()> {
    let start = out.len();
    out.extend_from_slice(style.quote.as_bytes());
    let written = write(out);
    match written {
        Some(()) => out.extend_from_slice(style.quote.as_bytes()),
        None => out.truncate(start),
    }
    written
}

fn write_literal(column: &LiteralColumn, row: usize, style: &Style, out: &mut Vec<u8>) -> Option<()> {
    match column.tags.get(row)? {
        Tag::Missing => None,
        Tag::Text => column.text.get(row).map(|text| (style.text)(text, out)),
        // NaN and the infinities, which rows may bring, have no JSON form.
        Tag::Number => column.text.get(row).filter(|text| !text.ends_with(['N', 'y'])).map(|text| {
            out.extend_from_slice(text.as_bytes());
        }),
        tag @ (Tag::True | Tag::False) => {
            write_boolean(*tag == Tag::True, out);
            Some(())
        }
    }
}

fn write_boolean(value: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(if value { b"true" } else { b"false" });
}

fn write_decimal_cell(column: &DecimalColumn, row: usize, out: &mut Vec<u8>) -> Option<()> {
    column.cells.get(row).map(|mantissa| write_decimal(mantissa, column.scale, out))
}

fn write_ratio(column: &RatioColumn, row: usize, out: &mut Vec<u8>) -> Option<()> {
    let numerator = column.numerators.get(row)?;
    let ratio = Exact::new(numerator, *column.denominators.get(row)?).ok()?;
    write!(out, "{ratio}").ok()
}

fn write_date(days: i32, out: &mut Vec<u8>) -> Option<()> {
    let date = Date::from_days(days).ok()?;
    let year = u32::try_from(date.year()).ok()?;
    write_two_digits(year / 100, out);
    write_two_digits(year % 100, out);
    for part in [date.month(), date.day()] {
        out.push(b'-');
        write_two_digits(part, out);
    }
    Some(())
}

fn write_two_digits(value: u32, out: &mut Vec<u8>) {
    out.extend([value / 10, value % 10].map(|digit| b'0' + digit as u8));
}

fn write_instant(micros: i64, zone: &str, out: &mut Vec<u8>) -> Option<()> {
    let text = Instant::from_micros(micros).ok()?.to_string();
    write!(out, "{}{zone}", text.trim_end_matches('Z')).ok()
}

/// Writes `mantissa / 10^scale` in its canonical form: no zero at the end of a fraction, no `-0`.
pub(super) fn write_decimal(mut mantissa: i128, mut scale: u32, out: &mut Vec<u8>) {
    while scale > 0 && mantissa != 0 {
        // Most mantissas are small, and a division of 64 bits is several times faster than one of 128.
        let (rest, shorter) = match i64::try_from(mantissa) {
            Ok(narrow) => (i128::from(narrow % 10), i128::from(narrow / 10)),
            Err(_) => (mantissa % 10, mantissa / 10),
        };
        if rest != 0 {
            break;
        }
        mantissa = shorter;
        scale -= 1;
    }
    if mantissa == 0 {
        scale = 0;
    }
    let start = out.len();
    write_integer(mantissa, out);
    if scale == 0 {
        return;
    }
    let scale = scale as usize;
    let digits_start = start + usize::from(mantissa < 0);
    let digits = out.len() - digits_start;
    if digits <= scale {
        let zeros = scale + 1 - digits;
        out.splice(digits_start..digits_start, std::iter::repeat_n(b'0', zeros));
    }
    out.insert(out.len() - scale, b'.');
}

/// Writes a whole number.
pub(super) fn write_integer(value: i128, out: &mut Vec<u8>) {
    if value < 0 {
        out.push(b'-');
    }
    let mut buffer = [0; 39];
    let mut start = buffer.len();
    let mut rest = value.unsigned_abs();
    while let Some(slot) = start.checked_sub(1).and_then(|before| buffer.get_mut(before)) {
        let (shorter, digit) = match u64::try_from(rest) {
            Ok(narrow) => (u128::from(narrow / 10), narrow % 10),
            Err(_) => (rest / 10, (rest % 10) as u64),
        };
        *slot = b'0' + digit as u8;
        start -= 1;
        rest = shorter;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(buffer.get(start..).unwrap_or_default());
}

/// Writes a float as ECMAScript does (RFC 8785). What is not finite has no JSON form and is left out.
pub(super) fn write_float(value: f64, out: &mut Vec<u8>) -> Option<()> {
    if !value.is_finite() {
        return None;
    }
    if value == 0.0 {
        out.push(b'0');
        return Some(());
    }
    let shortest = format!("{value:e}");
    let (digits, exponent) = shortest.split_once('e')?;
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let digits = digits.replace('.', "");
    let before_point = exponent.parse::<i32>().ok()? + 1;
    let count = i32::try_from(digits.len()).ok()?;
    let text = match before_point {
        point if count <= point && point <= 21 => format!("{digits}{}", zeros(point - count)),
        point if 0 < point && point <= 21 => {
            let (whole, fraction) = digits.split_at_checked(usize::try_from(point).ok()?)?;
            format!("{whole}.{fraction}")
        }
        point if -6 < point && point <= 0 => format!("0.{}{digits}", zeros(-point)),
        point => {
            let (first, rest) = digits.split_at_checked(1)?;
            let dot = if rest.is_empty() { "" } else { "." };
            format!("{first}{dot}{rest}e{:+}", point - 1)
        }
    };
    write!(out, "{sign}{text}").ok()
}

fn zeros(count: i32) -> String {
    "0".repeat(usize::try_from(count).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn decimals_are_canonical() {
        for (mantissa, scale, expected) in [
            (1250, 2, "12.5"),
            (-1250, 3, "-1.25"),
            (0, 5, "0"),
            (5, 3, "0.005"),
            (-5, 1, "-0.5"),
            (100, 0, "100"),
            (12300, 2, "123"),
            (79_228_162_514_264_337_593_543_950_335, 28, "7.9228162514264337593543950335"),
        ] {
            assert_eq!(text(|out| write_decimal(mantissa, scale, out)), expected);
        }
        assert_eq!(text(|out| write_integer(i128::MIN, out)), i128::MIN.to_string());
    }

    #[test]
    fn floats_are_written_as_ecmascript_writes_them() {
        for (value, expected) in [
            (0.1 + 0.2, "0.30000000000000004"),
            (-0.0, "0"),
            (1.0, "1"),
            (-123.456, "-123.456"),
            (1e21, "1e+21"),
            (123e18, "123000000000000000000"),
            (1e-6, "0.000001"),
            (1.5e-7, "1.5e-7"),
            (5e-324, "5e-324"),
            (1.797_693_134_862_315_7e308, "1.7976931348623157e+308"),
        ] {
            assert_eq!(text(|out| assert!(write_float(value, out).is_some())), expected);
        }
        assert_eq!(write_float(f64::NAN, &mut Vec::new()), None);
    }
}
