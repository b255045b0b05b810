//! Fractions, rounding, and the two widths of integer.

use num_bigint::BigInt;
use proptest::prelude::*;

use super::{ROUNDINGS, any_exact, any_rounding, exact};
use crate::number::{Decimal, Exact, Integer, Ratio, Rounding};

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
    fn both_integers_compute_alike(a in any::<i64>(), b in any::<i64>(), d in 1..=i64::MAX, rounding in any_rounding()) {
        fn run<I: Integer>(a: i64, b: i64, d: i64, rounding: Rounding) -> (Option<i128>, bool, bool) {
            let [a, b, d] = [a, b, d].map(|value| I::from_i128(value.into()));
            let value = a.times(&b).plus(&a).minus(&b.negated()).divide(&d, rounding);
            (value.to_i128(), value.is_negative(), I::from_big(&value.to_big()).unwrap().minus(&value).is_zero())
        }
        prop_assert_eq!(run::<i128>(a, b, d, rounding), run::<BigInt>(a, b, d, rounding));
    }
}
