//! The grammar of decimals, in one pass over the bytes.

use super::{Decimal, NumberError};

/// Reads a decimal's mantissa and scale from bytes, by the grammar of [`Decimal::parse`], without
/// making it canonical: what a column of cells needs.
///
/// The scale is the number of digits after the point as written; only where a text has more than
/// 28 digits, zeros at the end are dropped first.
///
/// # Errors
///
/// As [`Decimal::parse`].
///
/// ```
/// use quarterdeck::number::parse_mantissa;
/// assert_eq!(parse_mantissa(b"-12.50")?, (-1250, 2));
/// # Ok::<(), quarterdeck::number::NumberError>(())
/// ```
#[inline]
pub fn parse_mantissa(text: &[u8]) -> Result<(i128, u32), NumberError> {
    let (negative, unsigned) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    // Nineteen bytes hold at most 19 digits, and 10^19 is below 2^64.
    if unsigned.len() > 19 {
        return parse_long(text, negative, unsigned);
    }
    let mut mantissa: u64 = 0;
    let mut scale: u32 = 0;
    let mut after_point = 0;
    let mut last = b'.';
    for &byte in unsigned {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
            scale = scale.wrapping_add(after_point);
        } else if byte == b'.' && after_point == 0 && last != b'.' {
            after_point = 1;
        } else {
            return Err(NumberError::not_a_decimal(text));
        }
        last = byte;
    }
    if last == b'.' {
        return Err(NumberError::not_a_decimal(text));
    }
    let mantissa = i128::from(mantissa);
    Ok((if negative { mantissa.wrapping_neg() } else { mantissa }, scale))
}

#[cold]
fn parse_long(text: &[u8], negative: bool, unsigned: &[u8]) -> Result<(i128, u32), NumberError> {
    let mut parts = unsigned.splitn(2, |&byte| byte == b'.');
    let whole = parts.next().unwrap_or_default();
    let fraction = parts.next();
    let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    if !digits(whole) || !fraction.is_none_or(digits) {
        return Err(NumberError::not_a_decimal(text));
    }
    let significant = whole.iter().skip_while(|&&digit| digit == b'0').count();
    let mut fraction = fraction.unwrap_or_default();
    while significant.saturating_add(fraction.len()) > 28
        && let [rest @ .., b'0'] = fraction
    {
        fraction = rest;
    }
    let mut mantissa: i128 = 0;
    for &digit in whole.iter().chain(fraction) {
        mantissa = mantissa.wrapping_mul(10).wrapping_add(i128::from(digit.wrapping_sub(b'0')));
        if mantissa > Decimal::MAX_MANTISSA {
            return Err(NumberError::out_of_range(text));
        }
    }
    let scale = u32::try_from(fraction.len()).unwrap_or(u32::MAX);
    if scale > Decimal::MAX_SCALE {
        return Err(NumberError::out_of_range(text));
    }
    Ok((if negative { mantissa.wrapping_neg() } else { mantissa }, scale))
}
