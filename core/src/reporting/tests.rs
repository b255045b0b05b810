//! The laws of the tree.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::Hierarchy;
use crate::problem::Problems;
use crate::table::{BadRecords, Intake, Table, conform, declared};
use crate::time::Date;

fn read(rows: &[Value]) -> (Result<Hierarchy, Problems>, BadRecords) {
    let table = Table::from_rows(Value::from(rows).to_string().as_bytes()).unwrap();
    let mut bad = BadRecords::default();
    let records = conform(table, &declared::REPORTING, &Intake::default(), &mut bad).unwrap();
    (Hierarchy::on(&records, Date::parse("2026-03-01").unwrap(), &mut bad), bad)
}

/// Any number of lines among a few people, with the odd end and beginning.
fn lines() -> impl Strategy<Value = Vec<(u8, Option<u8>, bool)>> {
    prop::collection::vec((0u8..9, prop::option::weighted(0.8, 0u8..9), any::<bool>()), 0..12)
}

fn rows(lines: &[(u8, Option<u8>, bool)]) -> Vec<Value> {
    let row = |&(person, manager, holds): &(u8, Option<u8>, bool)| {
        let to = if holds { Value::Null } else { json!("2026-03-01") };
        json!({"person_id": format!("p{person}"), "manager_id": manager.map(|id| format!("p{id}")), "to": to})
    };
    lines.iter().map(row).collect()
}

proptest! {
    #[test]
    fn everyone_stands_behind_their_manager_and_teams_are_in_one_piece(lines in lines()) {
        let mut managers: BTreeMap<u8, Option<u8>> = BTreeMap::new();
        for (person, manager, _) in lines.iter().filter(|(.., holds)| *holds) {
            managers.entry(*person).or_insert(*manager);
        }
        let above = |person: u8| {
            let step = |id: &u8| managers.get(id).copied().flatten();
            std::iter::successors(step(&person), step).take(10).collect::<Vec<u8>>()
        };
        let (found, bad) = read(&rows(&lines));
        let cyclic = managers.keys().any(|&person| above(person).len() == 10);
        prop_assert_eq!(found.is_err(), cyclic);
        let Ok(people) = found else { return Ok(()) };
        let there: BTreeSet<u8> = managers.iter().flat_map(|(&id, &manager)| [Some(id), manager]).flatten().collect();
        prop_assert_eq!(people.len(), there.len());
        let place = |id: u8| people.find(&format!("p{id}")).unwrap();
        for &id in &there {
            let own: BTreeSet<u8> = above(id).into_iter().collect();
            prop_assert_eq!(people.manager(place(id)), managers.get(&id).copied().flatten().map(place));
            prop_assert_eq!(people.level(place(id)), own.len() + 1);
            for &other in &there {
                prop_assert_eq!(people.is_above(place(other), place(id)), own.contains(&other));
            }
        }
        let two = lines.iter().filter(|(person, manager, holds)| *holds && managers[person] != *manager).count();
        prop_assert_eq!(bad.records().len(), two);
    }
}

#[test]
fn a_long_chain_of_command_is_no_trouble() {
    let rows: Vec<Value> =
        (1..20_000).map(|at| json!({"person_id": format!("p{at}"), "manager_id": format!("p{}", at - 1)})).collect();
    let people = read(&rows).0.unwrap();
    assert_eq!((people.len(), people.level(19_999), people.end(0)), (20_000, 20_000, 20_000));
}

#[test]
fn every_cycle_is_told_once() {
    let line = |person: &str, manager: &str| json!({"person_id": person, "manager_id": manager});
    let problems =
        read(&[line("below", "a"), line("b", "a"), line("a", "b"), line("self", "self"), line("fine", "top")]).0;
    let found: Vec<String> = problems.unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "reporting.cycle at `/tables/reporting/1/manager_id`: `b`, `a` report in a circle",
            "reporting.cycle at `/tables/reporting/3/manager_id`: `self` report in a circle",
        ]
    );
}
