//! Numbers and proration against Python's fractions: `tests/oracle/number_cases.py` wrote the cases.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it does not expect")]

use std::collections::BTreeMap;

use num_bigint::BigInt;
use quarterdeck::number::{
    CumulativeDifference, Decimal, Exact, NumberError, Rounding, largest_remainder, largest_remainder_of_parts,
};
use quarterdeck::time::{Date, Period, ProrationBasis};

const CASES: &str = include_str!("../../tests/oracle/number_cases.csv");

/// Numerator and denominator as integers of any size.
fn exact(text: &str) -> Exact {
    let (numerator, denominator) = text.split_once('/').unwrap();
    Exact::from_big(numerator.parse().unwrap(), denominator.parse().unwrap()).unwrap()
}

fn exacts(text: &str) -> Vec<Exact> {
    text.split_whitespace().map(exact).collect()
}

fn fraction(value: &Exact) -> String {
    format!("{}/{}", value.numerator(), value.denominator())
}

fn joined(values: &[i128]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// A name as documents write it.
fn named<T: serde::de::DeserializeOwned>(name: &str) -> T {
    serde_json::from_value(name.into()).unwrap()
}

fn period(from: &str, to: &str) -> Period {
    Period::new(Date::parse(from).unwrap(), Date::parse(to).unwrap()).unwrap()
}

fn compute(operation: &str, arguments: &[&str]) -> Result<String, NumberError> {
    let both = || (exact(arguments[0]), exact(arguments[1]));
    Ok(match operation {
        "round" => {
            let (scale, rounding): (u32, Rounding) = (arguments[1].parse().unwrap(), named(arguments[2]));
            let value = exact(arguments[0]);
            let rounded = value.round_to(scale, rounding);
            if let (Ok(decimal), Ok(units)) = (&rounded, value.round_to_units(scale, rounding)) {
                assert_eq!(decimal.mantissa_at(scale), Some(units));
            }
            rounded?.to_string()
        }
        "add" => fraction(&both().0.add(&both().1)),
        "sub" => fraction(&both().0.sub(&both().1)),
        "mul" => fraction(&both().0.mul(&both().1)),
        "div" => fraction(&both().0.checked_div(&both().1)?),
        "cmp" => match both().0.cmp(&both().1) {
            std::cmp::Ordering::Less => "lt".to_owned(),
            std::cmp::Ordering::Equal => "eq".to_owned(),
            std::cmp::Ordering::Greater => "gt".to_owned(),
        },
        "shares" => {
            let keys: Vec<u32> = arguments[2].split_whitespace().map(|key| key.parse().unwrap()).collect();
            joined(&largest_remainder(arguments[0].parse().unwrap(), &exacts(arguments[1]), |i| keys[i])?)
        }
        "parts" => joined(&largest_remainder_of_parts(&exacts(arguments[1]), arguments[0].parse().unwrap())?),
        "lines" => {
            let mut lines = CumulativeDifference::new(arguments[0].parse().unwrap(), named(arguments[1]));
            let parts = exacts(arguments[2]);
            joined(&parts.iter().map(|part| lines.next(part)).collect::<Result<Vec<_>, _>>()?)
        }
        "prorate" => {
            let basis: ProrationBasis = named(arguments[0]);
            fraction(&basis.factor(Some(period(arguments[1], arguments[2])), period(arguments[3], arguments[4])))
        }
        "decimal" => Decimal::parse(arguments[0])?.to_string(),
        "json" => Decimal::from_json_number(arguments[0])?.to_string(),
        "float" => Decimal::from_float(f64::from_bits(u64::from_str_radix(arguments[0], 16).unwrap()))?.to_string(),
        other => panic!("no such operation: {other}"),
    })
}

#[test]
fn agrees_with_python_fractions() {
    let mut counts = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(CASES.as_bytes());
    for row in reader.records() {
        let row = row.unwrap();
        let cells: Vec<&str> = row.iter().collect();
        let computed = compute(cells[0], &cells[2..]).unwrap_or_else(|error| error.code().to_owned());
        assert_eq!(computed, cells[1], "{row:?}");
        *counts.entry(cells[0].to_owned()).or_insert(0_u32) += 1;
    }
    let expected = [
        ("add", 250),
        ("cmp", 250),
        ("decimal", 620),
        ("div", 250),
        ("float", 611),
        ("json", 557),
        ("lines", 400),
        ("mul", 250),
        ("parts", 400),
        ("prorate", 1_500),
        ("round", 1_540),
        ("shares", 500),
        ("sub", 250),
    ];
    assert_eq!(counts, expected.map(|(operation, count)| (operation.to_owned(), count)).into());
}

#[test]
fn the_cases_reach_integers_of_any_size() {
    let beyond =
        |cell: &str| cell.split(['/', ' ']).any(|part| part.parse::<BigInt>().is_ok() && part.parse::<i128>().is_err());
    let count = CASES.lines().filter(|line| line.split(',').any(beyond)).count();
    assert!(count > 700, "only {count}");
}
