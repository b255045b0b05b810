//! Laws of the number room.

mod allocation;
mod decimal;
mod exact;

use proptest::prelude::*;

use super::{Decimal, Divider, Exact, Rounding};

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

proptest! {
    #[test]
    fn a_divider_rounds_as_a_division_does(
        numerator in prop_oneof![any::<i64>().prop_map(i128::from), any::<i128>().prop_map(|wide| wide >> 2), -300_i128..300],
        denominator in prop_oneof![1_i128..20, 1_i128..=i128::from(u64::MAX), 1_i128..=i128::MAX >> 2],
        rounding in any_rounding(),
    ) {
        let divider = Divider::new(denominator, rounding);
        prop_assert_eq!(divider.divide(numerator), rounding.divide(numerator, denominator));
        // Ties and what stands beside them.
        let half = numerator.checked_mul(denominator).and_then(|whole| whole.checked_add(denominator / 2)).unwrap_or(0);
        for near in [half.saturating_sub(1), half, half.saturating_add(1)] {
            prop_assert_eq!(divider.divide(near), rounding.divide(near, denominator));
        }
    }
}
