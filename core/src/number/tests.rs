//! Laws of the number room.

use num_bigint::BigInt;
use proptest::prelude::*;

use super::{
    CumulativeDifference, Currency, Decimal, Exact, Integer, Money, NumberError, Ratio, Rounding, largest_remainder,
    largest_remainder_of_parts, largest_remainder_of_weights, parse_mantissa,
};

const ROUNDINGS: [Rounding; 7] = [
    Rounding::HalfUp,
    Rounding::HalfDown,
    Rounding::HalfEven,
    Rounding::Up,
    Rounding::Down,
    Rounding::Ceiling,
    Rounding::Floor,
];

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

fn exact(numerator: i128, denominator: i128) -> Exact {
    Exact::new(numerator, denominator).unwrap()
}

fn any_rounding() -> impl Strategy<Value = Rounding> {
    proptest::sample::select(ROUNDINGS.to_vec())
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    prop_oneof![(-Decimal::MAX_MANTISSA..=Decimal::MAX_MANTISSA, 0..=28_u32), (-1_000_000_i128..=1_000_000, 0..=4_u32)]
        .prop_map(|(mantissa, scale)| Decimal::from_mantissa(mantissa, scale).unwrap())
}

/// Small fractions, and fractions that only fit integers of any size.
fn any_exact() -> impl Strategy<Value = Exact> {
    prop_oneof![
        (-1_000_i128..=1_000, 1_i128..=60).prop_map(|(n, d)| exact(n, d)),
        (any::<i128>(), 1..=i128::MAX).prop_map(|(n, d)| exact(n, d)),
        (any::<i128>(), 1..=i128::MAX, any::<i128>()).prop_map(|(n, d, factor)| exact(n, d).mul(&Exact::from(factor))),
    ]
}

#[test]
fn rounds_ties_and_signs_as_named() {
    let halves = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5];
    let expected = [
        (Rounding::HalfUp, [-3, -2, -2, -1, -1, 0, 1, 1, 2, 2, 3]),
        (Rounding::HalfDown, [-2, -2, -1, -1, 0, 0, 0, 1, 1, 2, 2]),
        (Rounding::HalfEven, [-2, -2, -2, -1, 0, 0, 0, 1, 2, 2, 2]),
        (Rounding::Up, [-3, -2, -2, -1, -1, 0, 1, 1, 2, 2, 3]),
        (Rounding::Down, [-2, -2, -1, -1, 0, 0, 0, 1, 1, 2, 2]),
        (Rounding::Ceiling, [-2, -2, -1, -1, 0, 0, 1, 1, 2, 2, 3]),
        (Rounding::Floor, [-3, -2, -2, -1, -1, 0, 0, 1, 1, 2, 2]),
    ];
    for (rounding, expected) in expected {
        assert_eq!(halves.map(|n| rounding.divide(n, 2)), expected, "{rounding:?}");
    }
}

#[test]
fn rounds_at_the_ends_of_its_range() {
    for rounding in ROUNDINGS {
        for (n, d) in [
            (i128::MIN, 1),
            (i128::MAX, 1),
            (i128::MIN, i128::MAX),
            (i64::MIN.into(), 1),
            (i64::MIN.into(), i64::MAX.into()),
        ] {
            let big = rounding.divide_big(&n.into(), &d.into());
            assert_eq!(BigInt::from(rounding.divide(n, d)), big, "{rounding:?} {n}/{d}");
        }
    }
}

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
fn shares_refuse_what_they_cannot_share_by() {
    let code = |weights: &[i128]| largest_remainder_of_weights(1, weights, |i| i).unwrap_err().code();
    assert_eq!(code(&[]), "number.zero_weights");
    assert_eq!(code(&[0, 0]), "number.zero_weights");
    assert_eq!(code(&[1, -1]), "number.negative_weight");
    assert_eq!(
        largest_remainder(1, &[exact(1, 2), exact(-1, 2)], |i| i),
        Err(NumberError::NegativeWeight { position: 1 })
    );
    assert_eq!(largest_remainder_of_parts(&[exact(1, 2)], 2).unwrap_err().code(), "number.parts_mismatch");
    assert_eq!(largest_remainder_of_parts(&[], 0), Ok(vec![]));
}

#[test]
fn shares_of_the_largest_totals_are_exact() {
    for total in [i128::MAX, i128::MIN, i128::MAX - 1] {
        let shares = largest_remainder_of_weights(total, &[i128::MAX, i128::MAX, 1], |i| i).unwrap();
        assert_eq!(shares.iter().map(Integer::to_big).sum::<BigInt>(), BigInt::from(total));
    }
}

#[test]
fn a_sequence_out_of_range_stays_as_it_was() {
    let mut lines = CumulativeDifference::new(2, Rounding::HalfUp);
    lines.next(&exact(1, 3)).unwrap();
    assert_eq!(lines.next(&Exact::from(i128::MAX)).unwrap_err().code(), "number.out_of_range");
    assert_eq!((lines.units(), lines.exact()), (33, &exact(1, 3)));
}

proptest! {
    #[test]
    fn narrow_wide_and_big_division_agree(n in any::<i128>(), d in 1..=i128::MAX, shift in 0..126_u32, rounding in any_rounding()) {
        for (n, d) in [(n, d), (n >> shift, d), (n, (d >> shift).max(1)), (n >> shift, (d >> shift).max(1)), (n >> 64, (d >> 64).max(1))] {
            prop_assert_eq!(BigInt::from(rounding.divide(n, d)), rounding.divide_big(&n.into(), &d.into()));
        }
    }

    #[test]
    fn rounding_is_within_one_unit_and_mirrors(value in any_exact(), rounding in any_rounding()) {
        let rounded = Exact::from_big(value.round_to_integer(rounding), 1.into()).unwrap();
        prop_assert!(rounded.sub(&value).abs() < Exact::ONE);
        let opposite = match rounding {
            Rounding::Ceiling => Rounding::Floor,
            Rounding::Floor => Rounding::Ceiling,
            same => same,
        };
        prop_assert_eq!(value.neg().round_to_integer(opposite), -value.round_to_integer(rounding));
    }

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

    #[test]
    fn fractions_obey_the_laws_of_a_field(a in any_exact(), b in any_exact(), c in any_exact()) {
        prop_assert_eq!(a.add(&b), b.add(&a));
        prop_assert_eq!(a.add(&b).add(&c), a.add(&b.add(&c)));
        prop_assert_eq!(a.mul(&b), b.mul(&a));
        prop_assert_eq!(a.mul(&b).mul(&c), a.mul(&b.mul(&c)));
        prop_assert_eq!(a.mul(&b.add(&c)), a.mul(&b).add(&a.mul(&c)));
        prop_assert_eq!(a.sub(&b).add(&b), a.clone());
        prop_assert_eq!(a.add(&a.neg()), Exact::ZERO);
        if !b.is_zero() {
            prop_assert_eq!(a.checked_div(&b).unwrap().mul(&b), a.clone());
        }
        prop_assert!(a.checked_div(&Exact::ZERO).is_err());
    }

    #[test]
    fn fractions_are_in_their_one_form(a in any_exact(), b in any_exact()) {
        use num_integer::Integer as _;
        for value in [a.add(&b), a.mul(&b), a.sub(&b), a.neg(), a.abs()] {
            prop_assert!(value.denominator() > BigInt::from(0));
            prop_assert_eq!(value.numerator().gcd(&value.denominator()), BigInt::from(1));
            prop_assert_eq!(&Exact::from_big(value.numerator(), value.denominator()).unwrap(), &value);
            let fits = value.numerator().to_i128().is_some() && value.denominator().to_i128().is_some();
            prop_assert_eq!(value.to_i128s().is_some(), fits);
        }
    }

    #[test]
    fn order_is_total_and_kept_by_addition(a in any_exact(), b in any_exact(), c in any_exact()) {
        let crosswise = (a.numerator() * b.denominator()).cmp(&(b.numerator() * a.denominator()));
        prop_assert_eq!(a.cmp(&b), crosswise);
        prop_assert_eq!(b.cmp(&a), crosswise.reverse());
        prop_assert_eq!(a.cmp(&b), a.add(&c).cmp(&b.add(&c)));
        prop_assert_eq!(a == b, crosswise.is_eq());
        prop_assert_eq!(a.is_negative(), a < Exact::ZERO);
    }

    #[test]
    fn ratios_survive_their_text(n in -Decimal::MAX_MANTISSA..=Decimal::MAX_MANTISSA, d in 1..=Decimal::MAX_MANTISSA) {
        let ratio = Ratio::from(exact(n, d));
        prop_assert_eq!(Ratio::parse(&ratio.to_string()).unwrap(), ratio);
    }

    #[test]
    fn shares_add_up_stay_close_and_mirror(
        total in prop_oneof![-10_000_i128..=10_000, any::<i128>()],
        weights in proptest::collection::vec((0_i128..=50, 1_i128..=12), 1..12),
    ) {
        let weights: Vec<Exact> = weights.into_iter().map(|(n, d)| exact(n, d)).collect();
        let sum = weights.iter().fold(Exact::ZERO, |sum, weight| sum.add(weight));
        prop_assume!(!sum.is_zero());
        let shares = largest_remainder(total, &weights, |i| i).unwrap();
        prop_assert_eq!(shares.iter().map(Integer::to_big).sum::<BigInt>(), BigInt::from(total));
        for (share, weight) in shares.iter().zip(&weights) {
            let ideal = Exact::from(total).mul(weight).checked_div(&sum).unwrap();
            prop_assert!(Exact::from(*share).sub(&ideal).abs() < Exact::ONE);
            prop_assert!(!weight.is_zero() || *share == 0);
        }
        if let Some(negative) = total.checked_neg() {
            let mirrored: Vec<i128> = shares.iter().map(|share| -share).collect();
            prop_assert_eq!(largest_remainder(negative, &weights, |i| i).unwrap(), mirrored);
        }
    }

    #[test]
    fn shares_do_not_depend_on_the_width_of_the_integers(
        total in -1_000_000_i128..=1_000_000,
        weights in proptest::collection::vec(0_i128..=1_000, 1..12),
    ) {
        prop_assume!(weights.iter().any(|weight| *weight > 0));
        let huge = Exact::from(i128::MAX).mul(&Exact::from(i128::MAX));
        let scaled: Vec<Exact> = weights.iter().map(|weight| huge.mul(&Exact::from(*weight))).collect();
        prop_assert_eq!(
            largest_remainder_of_weights(total, &weights, |i| i).unwrap(),
            largest_remainder(total, &scaled, |i| i).unwrap()
        );
    }

    #[test]
    fn a_key_makes_the_order_of_rows_irrelevant(
        total in -1_000_i128..=1_000,
        mut rows in proptest::collection::btree_map("[a-d]{1,3}", 1_i128..=3, 2..10).prop_map(|rows| rows.into_iter().collect::<Vec<_>>()),
        turn in 0..10_usize,
    ) {
        let run = |rows: &[(String, i128)]| {
            let weights: Vec<i128> = rows.iter().map(|row| row.1).collect();
            let shares = largest_remainder_of_weights(total, &weights, |i| rows[i].0.clone()).unwrap();
            let mut shares: Vec<_> = rows.iter().map(|row| row.0.clone()).zip(shares).collect();
            shares.sort();
            shares
        };
        let before = run(&rows);
        let turn = turn % rows.len();
        rows.rotate_left(turn);
        prop_assert_eq!(run(&rows), before);
    }

    #[test]
    fn parts_reconcile_to_their_rounded_sum(
        parts in proptest::collection::vec((-10_000_i128..=10_000, 1_i128..=24), 0..12),
        rounding in any_rounding(),
    ) {
        let parts: Vec<Exact> = parts.into_iter().map(|(n, d)| exact(n, d)).collect();
        let sum = parts.iter().fold(Exact::ZERO, |sum, part| sum.add(part));
        let total = sum.round_to_units(0, rounding).unwrap();
        let units = largest_remainder_of_parts(&parts, total).unwrap();
        prop_assert_eq!(units.iter().sum::<i128>(), total);
        for (unit, part) in units.iter().zip(&parts) {
            prop_assert!(Exact::from(*unit).sub(part).abs() < Exact::ONE);
        }
        let mirrored: Vec<Exact> = parts.iter().map(Exact::neg).collect();
        let negated: Vec<i128> = units.iter().map(|unit| -unit).collect();
        prop_assert_eq!(largest_remainder_of_parts(&mirrored, -total).unwrap(), negated);
    }

    #[test]
    fn lines_telescope_and_never_change(
        parts in proptest::collection::vec((-10_000_i128..=10_000, 1_i128..=24), 0..20),
        scale in 0..=4_u32,
        rounding in any_rounding(),
    ) {
        let mut lines = CumulativeDifference::new(scale, rounding);
        let mut sum = Exact::ZERO;
        let mut units = 0;
        for (n, d) in parts {
            let part = exact(n, d);
            let line = lines.next(&part).unwrap();
            sum = sum.add(&part);
            units += line;
            let away = Exact::from(line).sub(&part.mul(&Exact::from(super::pow10(scale)))).abs();
            match rounding {
                Rounding::Ceiling | Rounding::Floor => prop_assert!(away < Exact::ONE),
                Rounding::Up | Rounding::Down => prop_assert!(away < Exact::from(2)),
                _ => prop_assert!(away <= Exact::ONE),
            }
            prop_assert_eq!(units, sum.round_to_units(scale, rounding).unwrap());
        }
        prop_assert_eq!(lines.units(), units);
    }

    #[test]
    fn both_integers_compute_alike(a in any::<i64>(), b in any::<i64>(), d in 1..=i64::MAX, rounding in any_rounding()) {
        fn run<I: Integer>(a: i64, b: i64, d: i64, rounding: Rounding) -> (Option<i128>, bool, bool) {
            let [a, b, d] = [a, b, d].map(|value| I::from_i128(value.into()));
            let value = a.times(&b).plus(&a).minus(&b.negated()).divide(&d, rounding);
            (value.to_i128(), value.is_negative(), I::from_big(&value.to_big()).unwrap().minus(&value).is_zero())
        }
        prop_assert_eq!(run::<i128>(a, b, d, rounding), run::<BigInt>(a, b, d, rounding));
    }
}
