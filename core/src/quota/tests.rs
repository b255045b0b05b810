//! The laws of shares and attainments.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{AllocateParams, Allocation, Basis, NODES, allocate};
use crate::number::{Decimal, Exact};
use crate::problem::Problems;
use crate::table::{BadRecords, Intake, Records, Table, conform};

fn records(rows: &[Value]) -> Records {
    let table = Table::from_rows(Value::from(rows).to_string().as_bytes()).unwrap();
    conform(table, &NODES, &Intake::default(), &mut BadRecords::default()).unwrap()
}

fn params(value: Value) -> AllocateParams {
    serde_json::from_value(value).unwrap()
}

fn shared(total: &str, rows: &[Value]) -> Result<Allocation, Problems> {
    allocate(
        &params(json!({"total": total, "unit": "0.01", "tie": "node_id", "zero_weights": "equal"})),
        &records(rows),
    )
}

fn amounts(allocation: &Allocation) -> BTreeMap<String, Decimal> {
    allocation.shares().map(|share| (share.node_id.clone(), share.amount)).collect()
}

/// A tree: every node but the first few hangs below an earlier one.
fn tree() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec((any::<prop::sample::Index>(), 0u32..8, 1u32..4), 1..24).prop_map(|nodes| {
        let row = |(at, (parent, weight, denominator)): (usize, (prop::sample::Index, u32, u32))| {
            let parent = if at < 2 { Value::Null } else { json!(format!("n{:02}", parent.index(at))) };
            json!({"node_id": format!("n{at:02}"), "parent_id": parent, "weight": format!("{weight}/{denominator}")})
        };
        nodes.into_iter().enumerate().map(row).collect()
    })
}

proptest! {
    #[test]
    fn children_sum_to_their_parent_and_stay_within_a_unit(rows in tree(), cents in -1_000_000i64..1_000_000) {
        let total = Decimal::from_mantissa(cents.into(), 2).unwrap();
        let allocation = shared(&total.to_string(), &rows).unwrap();
        let mut sums: BTreeMap<Option<String>, Exact> = BTreeMap::new();
        for share in allocation.shares() {
            let sum = sums.entry(share.parent_id.clone()).or_insert(Exact::ZERO);
            *sum = sum.add(&Exact::from(share.amount));
            let unit = Exact::new(1, 100).unwrap();
            prop_assert!(Exact::from(share.amount).sub(share.ideal()).abs() < unit);
        }
        let by_id = amounts(&allocation);
        for (parent, sum) in sums {
            let whole = parent.map_or(total, |id| by_id[&id]);
            prop_assert_eq!(sum, Exact::from(whole));
        }
        prop_assert_eq!(allocation.summary.allocated, total);
    }

    #[test]
    fn the_order_of_rows_does_not_matter_with_ids_as_ties(
        (rows, shuffled) in tree().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        cents in -100_000i64..100_000,
    ) {
        let total = Decimal::from_mantissa(cents.into(), 2).unwrap().to_string();
        prop_assert_eq!(amounts(&shared(&total, &rows).unwrap()), amounts(&shared(&total, &shuffled).unwrap()));
    }

    #[test]
    fn a_negative_total_mirrors_its_positive(rows in tree(), cents in 0i64..1_000_000) {
        let total = Decimal::from_mantissa(cents.into(), 2).unwrap();
        let (up, down) = (shared(&total.to_string(), &rows).unwrap(), shared(&total.negated().to_string(), &rows).unwrap());
        for (up, down) in up.shares().zip(down.shares()) {
            prop_assert_eq!(up.amount, down.amount.negated());
        }
    }

    #[test]
    fn zero_weight_gets_nothing_and_pins_get_what_they_say(
        weights in prop::collection::vec(0u32..5, 2..8),
        pin in 0i64..500,
        total in 500i64..5_000,
    ) {
        let mut rows: Vec<Value> = weights
            .iter()
            .enumerate()
            .map(|(at, weight)| json!({"node_id": format!("n{at}"), "weight": weight}))
            .collect();
        rows.push(json!({"node_id": "pinned", "pin": pin}));
        let allocation = shared(&total.to_string(), &rows).unwrap();
        let zero = weights.iter().all(|&weight| weight == 0);
        for (share, weight) in allocation.shares().zip(&weights) {
            prop_assert!(*weight != 0 || zero || share.amount.is_zero());
            prop_assert_eq!(share.basis(), if zero { Basis::Equal } else { Basis::Weight });
        }
        prop_assert_eq!(amounts(&allocation)["pinned"], Decimal::from(pin));
        prop_assert_eq!(allocation.summary.allocated, Decimal::from(total));
    }

    #[test]
    fn scaled_pins_foot(pins in prop::collection::vec(1i64..1_000, 1..6), total in 0i64..1_000) {
        let rows: Vec<Value> = pins.iter().enumerate().map(|(at, pin)| json!({"node_id": format!("n{at}"), "pin": pin})).collect();
        let over = pins.iter().sum::<i64>() > total;
        let scaled = params(json!({"total": total, "unit": "0.01", "overshoot": "scale_pins"}));
        match allocate(&scaled, &records(&rows)) {
            Ok(allocation) => {
                prop_assert_eq!(allocation.summary.allocated, Decimal::from(total));
                prop_assert!(over || pins.iter().sum::<i64>() == total);
            }
            Err(problems) => {
                prop_assert!(!over);
                prop_assert_eq!(problems.iter().next().unwrap().code.as_str(), "quota.pin_undershoot");
            }
        }
    }
}

#[test]
fn a_deep_tree_takes_one_step_a_level() {
    let rows: Vec<Value> = (0..5_000)
        .map(|at| json!({"node_id": format!("n{at}"), "parent_id": if at == 0 { Value::Null } else { json!(format!("n{}", at - 1)) }}))
        .collect();
    let allocation = shared("0.07", &rows).unwrap();
    assert_eq!(allocation.summary.levels, 5_000);
    assert_eq!(allocation.summary.allocated.to_string(), "0.07");
}

#[test]
fn a_total_of_many_units_is_exact() {
    let rows = [json!({"node_id": "a", "weight": "1/3"}), json!({"node_id": "b", "weight": "2/3"})];
    let total = "99999999999999999999999999.99";
    let allocation = shared(total, &rows).unwrap();
    let found: Vec<String> = allocation.shares().map(|share| share.amount.to_string()).collect();
    assert_eq!(found, ["33333333333333333333333333.33", "66666666666666666666666666.66"]);
    assert!(allocation.to_table().is_ok());
}

fn seasonality(weights: &[u32]) -> Records {
    let row = |(at, weight): (usize, &u32)| json!({"from": format!("2026-{:02}-01", at + 1), "to": format!("2026-{:02}-01", at + 2), "weight": weight});
    let rows: Vec<Value> = weights.iter().enumerate().map(row).collect();
    let table = Table::from_rows(Value::from(rows).to_string().as_bytes()).unwrap();
    conform(table, &super::SEASONALITY, &Intake::default(), &mut BadRecords::default()).unwrap()
}

proptest! {
    #[test]
    fn a_quota_tree_adds_up_in_both_directions(
        rows in tree(),
        weights in prop::collection::vec(0u32..5, 1..9),
        cents in -100_000i64..100_000,
        sainte_lague in any::<bool>(),
    ) {
        let method = if sainte_lague { "sainte_lague" } else { "largest_remainder" };
        let total = Decimal::from_mantissa(cents.into(), 2).unwrap();
        let params = json!({"total": total, "unit": "0.01", "tie": "node_id", "zero_weights": "equal", "method": method});
        let quotas =
            super::tree(&serde_json::from_value(params).unwrap(), &records(&rows), &seasonality(&weights), None).unwrap();
        let mut by_season: BTreeMap<(Option<String>, usize), Exact> = BTreeMap::new();
        let mut by_node: BTreeMap<String, Exact> = BTreeMap::new();
        let mut quota: BTreeMap<(String, usize), Exact> = BTreeMap::new();
        for cell in &quotas.cells {
            let node = &quotas.allocation.shares[cell.share];
            let amount = Exact::from(cell.amount);
            prop_assert!(amount.sub(&cell.ideal).abs() < Exact::new(1, 100).unwrap());
            let sum = by_season.entry((node.parent_id.clone(), cell.season)).or_insert(Exact::ZERO);
            *sum = sum.add(&amount);
            let sum = by_node.entry(node.node_id.clone()).or_insert(Exact::ZERO);
            *sum = sum.add(&amount);
            quota.insert((node.node_id.clone(), cell.season), amount);
        }
        for share in &quotas.allocation.shares {
            prop_assert_eq!(&by_node[&share.node_id], &Exact::from(share.amount));
        }
        for ((parent, season), sum) in by_season {
            let above = match parent {
                Some(parent) => quota[&(parent, season)].clone(),
                None => Exact::from(quotas.seasons[season].amount),
            };
            prop_assert_eq!(sum, above);
        }
        let over = quotas.seasons.iter().fold(Exact::ZERO, |sum, season| sum.add(&Exact::from(season.amount)));
        prop_assert_eq!(over, Exact::from(total));
    }

    #[test]
    fn by_sainte_lague_more_is_never_less(weights in prop::collection::vec(0u32..50, 1..8), seats in 0i128..200) {
        let weights: Vec<Exact> = weights.into_iter().map(|weight| Exact::from(i128::from(weight) + 1)).collect();
        let share = |seats: i128| crate::number::sainte_lague(seats, &weights, |at| at).unwrap();
        let (before, after) = (share(seats), share(seats + 1));
        prop_assert_eq!(before.iter().sum::<i128>(), seats);
        let more: i128 = before.iter().zip(&after).map(|(before, after)| { assert!(after >= before); after - before }).sum();
        prop_assert_eq!(more, 1);
    }
}
