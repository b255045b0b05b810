//! Decimals at the door, and money.

use proptest::prelude::*;

use super::{any_decimal, decimal};
use crate::number::{Currency, Decimal, Exact, Money, NumberError, Ratio, Rounding, parse_mantissa};

#[test]
fn takes_its_own_grammar_only() {
    for (text, canonical) in [
        ("0", "0"),
        ("-0", "0"),
        ("-0.000", "0"),
        ("007.50", "7.5"),
        ("100", "100"),
        ("9999999999999999999999999999", "9999999999999999999999999999"),
        ("-0.0000000000000000000000000001", "-0.0000000000000000000000000001"),
        ("1234567890123456789012345.50000000", "1234567890123456789012345.5"),
        ("000000000000000000000000000000000001", "1"),
        ("1.0000000000000000000000000000000000000", "1"),
        ("18446744073709551615", "18446744073709551615"),
        ("9999999999999999999", "9999999999999999999"),
    ] {
        assert_eq!(decimal(text).to_string(), canonical, "{text}");
    }
    for text in [
        "",
        "-",
        ".",
        "-.",
        "1.",
        ".1",
        "+1",
        "1e5",
        "1E5",
        "1_0",
        " 1",
        "1 ",
        "1,0",
        "--1",
        "1.2.3",
        "NaN",
        "inf",
        "٣",
        "1-",
        "0x10",
        "12345678901234567890x",
        "12345678901234567890.",
    ] {
        assert_eq!(Decimal::parse(text).unwrap_err().code(), "number.not_a_decimal", "{text}");
    }
    for text in [
        "10000000000000000000000000000",
        "1.00000000000000000000000000001",
        "1234567890123456789012345.1234",
        "0.00000000000000000000000000001",
    ] {
        assert_eq!(Decimal::parse(text).unwrap_err().code(), "number.out_of_range", "{text}");
    }
}

#[test]
fn takes_json_numbers_that_are_safe() {
    for (literal, value) in [
        ("1", "1"),
        ("-12.50", "-12.5"),
        ("1234567890123456789012345678", "1234567890123456789012345678"),
        ("123456789012.345", "123456789012.345"),
        ("0.000000000000000000000000001", "0.000000000000000000000000001"),
        ("100.1000000000000000000", "100.1"),
        ("100000000000000000000.0", "100000000000000000000"),
        ("0.0", "0"),
    ] {
        assert_eq!(Decimal::from_json_number(literal), Ok(decimal(value)), "{literal}");
    }
    for (literal, fix) in [
        ("12345678901234567.89", Some("12345678901234567.89")),
        ("0.30000000000000004", Some("0.30000000000000004")),
        ("1e5", Some("100000")),
        ("1.5E-3", Some("0.0015")),
        ("-1.5e+3", Some("-1500")),
        ("1e300", None),
        ("1e-300", None),
        ("0e999999999999", Some("0")),
        ("1234567890123456789012345678901234567890.5", None),
    ] {
        let error = Decimal::from_json_number(literal).unwrap_err();
        let fix = fix.map(str::to_owned);
        match error {
            NumberError::NotExact { suggestion, .. } => assert_eq!(suggestion, fix, "{literal}"),
            error => assert_eq!((error.code(), fix), ("number.out_of_range", None), "{literal}"),
        }
    }
    for literal in ["", "e5", "1e", "1e+", "1e-", "1e+-5", "1e--5", "1e5.0", "x", "1.e5", "1e5e5", "true"] {
        assert_eq!(Decimal::from_json_number(literal).unwrap_err().code(), "number.not_a_decimal", "{literal}");
    }
}

#[test]
fn takes_floats_that_are_safe() {
    for (value, text) in [
        (0.0, "0"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (-2.5, "-2.5"),
        (1e21, "1000000000000000000000"),
        (1e27, "1000000000000000000000000000"),
        (1e-28, "0.0000000000000000000000000001"),
        (123_456_789_012.345, "123456789012.345"),
        (999_999_999_999_999.0, "999999999999999"),
    ] {
        assert_eq!(Decimal::from_float(value), Ok(decimal(text)), "{value}");
    }
    let code = |value| Decimal::from_float(value).unwrap_err().code();
    assert_eq!(code(f64::NAN), "number.nan");
    assert_eq!(code(f64::INFINITY), "number.infinite");
    assert_eq!(code(f64::NEG_INFINITY), "number.infinite");
    assert_eq!(code(1e28), "number.out_of_range");
    assert_eq!(code(1e-29), "number.out_of_range");
    assert_eq!(code(5e-324), "number.out_of_range");
    assert_eq!(code(f64::MAX), "number.not_exact");
    assert_eq!(code(1.0 / 3.0), "number.not_exact");
    assert_eq!(code(9_007_199_254_740_993.0), "number.not_exact");
}

#[test]
fn documents_take_strings_integers_and_safe_numbers() {
    let read = |text: &str| serde_json::from_str::<Decimal>(text).map_err(|error| error.to_string());
    assert_eq!(read(r#""1.50""#).unwrap(), decimal("1.5"));
    assert_eq!(read("-3").unwrap(), decimal("-3"));
    assert_eq!(read("18446744073709551615").unwrap(), decimal("18446744073709551615"));
    assert_eq!(read("0.1").unwrap(), decimal("0.1"));
    assert!(read("0.30000000000000004").unwrap_err().contains("lost digits"));
    assert!(read("true").unwrap_err().contains("a decimal"));
    for text in ["1/0", "1/", "/3", "a/b", "1.5/2", "1/-3", "1/2/3", "0.1e2", ""] {
        assert_eq!(Ratio::parse(text).unwrap_err().code(), "number.not_a_ratio", "{text}");
    }
    assert_eq!(Ratio::parse("-4/6").unwrap().to_string(), "-2/3");
    assert_eq!(Ratio::parse("3/8").unwrap().to_string(), "0.375");
}

#[test]
fn money_keeps_to_its_currency() {
    let money = |amount: &str, currency| Money::new(decimal(amount), Currency::parse(currency).unwrap());
    let sum = money("1.25", "USD").checked_sub(money("2", "USD")).unwrap();
    assert_eq!(serde_json::to_string(&sum).unwrap(), r#"{"amount":"-0.75","currency":"USD"}"#);
    assert_eq!(sum.to_string(), "-0.75 USD");
    assert_eq!(money("1234.5", "JPY").rounded(Rounding::HalfUp).unwrap().to_string(), "1235 JPY");
    assert_eq!(money("1.2345", "KWD").rounded(Rounding::HalfEven).unwrap().to_string(), "1.234 KWD");
    assert_eq!(Currency::parse("XAU").unwrap().minor_unit(), 0);
    assert!(serde_json::from_str::<Money>(r#"{"amount":"1","currency":"USD","x":1}"#).is_err());
    for code in ["usd", "US", "USDD", "ZZZ", ""] {
        assert_eq!(Currency::parse(code).unwrap_err().code(), "number.unknown_currency", "{code}");
    }
}

proptest! {
    #[test]
    fn decimals_survive_their_text(value in any_decimal()) {
        let text = value.to_string();
        prop_assert_eq!(Decimal::parse(&text).unwrap(), value);
        prop_assert_eq!(serde_json::from_str::<Decimal>(&serde_json::to_string(&value).unwrap()).unwrap(), value);
        prop_assert!(!text.contains('.') || !text.ends_with('0'));
        prop_assert_eq!(Decimal::from_mantissa(value.mantissa(), value.scale()).unwrap(), value);
        prop_assert_eq!(Exact::from(value).to_decimal(), Some(value));
        let padded = if text.contains('.') { format!("{text}000") } else { format!("{text}.000") };
        prop_assert_eq!(Decimal::parse(&padded).unwrap(), value);
    }

    #[test]
    fn cells_read_as_decimals_do(text in "-?[0-9]{0,32}\\.?[0-9]{0,32}") {
        match (Decimal::parse(&text), parse_mantissa(text.as_bytes())) {
            (Ok(value), Ok((mantissa, scale))) => prop_assert_eq!(Decimal::from_mantissa(mantissa, scale).unwrap(), value),
            (value, cell) => prop_assert_eq!(value.unwrap_err(), cell.unwrap_err()),
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,40}") {
        let grammar = text.strip_prefix('-').unwrap_or(&text);
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let fits = grammar.split_once('.').map_or_else(|| digits(grammar), |(whole, part)| digits(whole) && digits(part));
        match Decimal::parse(&text) {
            Ok(_) | Err(NumberError::OutOfRange { .. }) => prop_assert!(fits),
            Err(_) => prop_assert!(!fits),
        }
    }

    #[test]
    fn decimal_arithmetic_is_exact_or_refused(a in any_decimal(), b in any_decimal()) {
        for (result, value) in [
            (a.checked_add(b), Exact::from(a).add(&b.into())),
            (a.checked_sub(b), Exact::from(a).sub(&b.into())),
            (a.checked_mul(b), Exact::from(a).mul(&b.into())),
        ] {
            prop_assert_eq!(result.ok(), value.to_decimal());
        }
        prop_assert_eq!(a.cmp(&b), Exact::from(a).cmp(&b.into()));
        prop_assert_eq!(a.negated().negated(), a);
        prop_assert_eq!(a.is_negative(), a < Decimal::ZERO);
    }

    #[test]
    fn safe_floats_survive(mantissa in -999_999_999_999_999_i64..=999_999_999_999_999, scale in 0..=12_u32) {
        let value = Decimal::from_mantissa(mantissa.into(), scale).unwrap();
        let float: f64 = value.to_string().parse().unwrap();
        prop_assert_eq!(Decimal::from_float(float).unwrap(), value);
        prop_assert_eq!(Decimal::from_json_number(&value.to_string()).unwrap(), value);
    }

    #[test]
    fn any_float_is_taken_or_refused(bits in any::<u64>()) {
        let float = f64::from_bits(bits);
        if let Ok(value) = Decimal::from_float(float) {
            prop_assert_eq!(value.to_string().parse::<f64>().unwrap(), float);
        }
    }
}
