//! Parts that add up to their total.

use num_bigint::BigInt;
use proptest::prelude::*;

use super::{any_rounding, exact};
use crate::number::{
    CumulativeDifference, Exact, Integer, NumberError, Rounding, largest_remainder, largest_remainder_of_parts,
    largest_remainder_of_weights, pow10,
};
use crate::sorted;

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
            sorted::sort(&mut shares);
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
            let away = Exact::from(line).sub(&part.mul(&Exact::from(pow10(scale)))).abs();
            match rounding {
                Rounding::Ceiling | Rounding::Floor => prop_assert!(away < Exact::ONE),
                Rounding::Up | Rounding::Down => prop_assert!(away < Exact::from(2)),
                _ => prop_assert!(away <= Exact::ONE),
            }
            prop_assert_eq!(units, sum.round_to_units(scale, rounding).unwrap());
        }
        prop_assert_eq!(lines.units(), units);
    }
}
