//! Numbers that come through binary floating point: JSON numbers and float columns.
//!
//! A float of at most 15 significant digits survives the way from decimal to binary and back, so it
//! is taken at its word. One with more may be `0.1 + 0.2`, and is refused with the fix.

use std::fmt::{self, Write as _};

use super::{Decimal, NumberError, Rounding, parse_mantissa, pow10};

/// Significant digits that every decimal keeps through an IEEE double.
const SAFE_DIGITS: usize = 15;

pub(super) fn from_json_number(literal: &str) -> Result<Decimal, NumberError> {
    if let Some((digits, exponent)) = literal.split_once(['e', 'E']) {
        return Err(refuse_exponent(literal, digits, exponent));
    }
    match literal {
        "NaN" => return Err(NumberError::NotANumber),
        "Infinity" | "-Infinity" => return Err(NumberError::Infinite),
        _ => {}
    }
    let value = Decimal::parse(literal);
    if !literal.contains('.') || matches!(value, Err(NumberError::NotADecimal { .. })) {
        return value;
    }
    if significant_digits(literal) > SAFE_DIGITS {
        return Err(NumberError::not_exact(literal, value.ok().map(|value| value.to_string())));
    }
    value
}

fn significant_digits(literal: &str) -> usize {
    literal.trim_start_matches(['-', '0', '.']).trim_end_matches(['0', '.']).bytes().filter(u8::is_ascii_digit).count()
}

fn refuse_exponent(literal: &str, digits: &str, exponent: &str) -> NumberError {
    let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let well_formed = !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit());
    match parse_mantissa(digits.as_bytes()) {
        Err(NumberError::NotADecimal { .. }) => NumberError::not_a_decimal(literal.as_bytes()),
        _ if !well_formed => NumberError::not_a_decimal(literal.as_bytes()),
        parsed => {
            let value = parsed
                .ok()
                .zip(exponent.parse::<i64>().ok())
                .and_then(|((mantissa, scale), power)| expand(mantissa, power.checked_sub(scale.into())?));
            NumberError::not_exact(literal, value.map(|value| value.to_string()))
        }
    }
}

/// `mantissa · 10^power`, if it is a decimal.
fn expand(mantissa: i128, power: i64) -> Option<Decimal> {
    if mantissa == 0 {
        return Some(Decimal::ZERO);
    }
    match u32::try_from(power) {
        Ok(power) if power > Decimal::MAX_SCALE => None,
        Ok(power) => Decimal::from_mantissa(mantissa.checked_mul(pow10(power))?, 0).ok(),
        Err(_) => Decimal::from_mantissa(mantissa, u32::try_from(power.checked_neg()?).ok()?).ok(),
    }
}

pub(super) fn from_float(value: f64) -> Result<Decimal, NumberError> {
    if value.is_nan() {
        return Err(NumberError::NotANumber);
    }
    if value.is_infinite() {
        return Err(NumberError::Infinite);
    }
    // The standard library writes the shortest digits that read back as the same float.
    let mut text = Scientific::default();
    let (mantissa, power) = match write!(text, "{value:e}") {
        Ok(()) => text.parts(),
        Err(fmt::Error) => None,
    }
    .ok_or_else(|| NumberError::out_of_range(format!("{value:e}")))?;
    let digits = mantissa.unsigned_abs().checked_ilog10().unwrap_or_default().saturating_add(1);
    let excess = digits.saturating_sub(15);
    if excess > 0 {
        let rounded = Rounding::HalfEven.divide(mantissa, pow10(excess));
        let suggestion = expand(rounded, power.saturating_add(i64::from(excess)));
        return Err(NumberError::not_exact(&plain(value), suggestion.map(|value| value.to_string())));
    }
    expand(mantissa, power).ok_or_else(|| NumberError::out_of_range(plain(value)))
}

/// A float as people write it: in full unless that takes many zeros.
fn plain(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude == 0.0 || (1e-7..1e21).contains(&magnitude) { format!("{value}") } else { format!("{value:e}") }
}

/// Room for the longest float in scientific notation, without an allocation per cell.
#[derive(Default)]
struct Scientific {
    bytes: [u8; 32],
    length: usize,
}

impl fmt::Write for Scientific {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length.saturating_add(text.len());
        self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

impl Scientific {
    /// Mantissa and power of ten of `-1.25e-7`.
    fn parts(&self) -> Option<(i128, i64)> {
        let text = self.bytes.get(..self.length)?;
        let mark = text.iter().position(|&byte| byte == b'e')?;
        let (digits, exponent) = text.split_at_checked(mark)?;
        let (mantissa, scale) = parse_mantissa(digits).ok()?;
        let exponent: i64 = std::str::from_utf8(exponent.get(1..)?).ok()?.parse().ok()?;
        Some((mantissa, exponent.checked_sub(i64::from(scale))?))
    }
}
