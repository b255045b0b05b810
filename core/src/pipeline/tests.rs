//! The laws of moves.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Actor, Deal, Direction, Pipeline, StageKind};
use crate::time::Instant;

const KINDS: [&str; 3] = ["open", "won", "lost"];
const PROBABILITIES: [&str; 3] = ["0.5", "1", "0"];

/// A pipeline of any stages and policy; most are sound.
fn document() -> impl Strategy<Value = Value> {
    let stage = (0usize..3, prop::option::of(0u32..4), any::<[bool; 4]>());
    let stages = prop::collection::vec(stage, 0..4);
    let permission = prop_oneof![Just("allow"), Just("deny")];
    let policy = (permission.clone(), permission.clone(), permission, any::<bool>(), any::<bool>());
    (stages, policy, any::<bool>()).prop_map(|(stages, (skip, backward, reopen, lose_first, create_any), listed)| {
        let ends = [(0, None, [false; 4]), (0, None, [true; 4]), (1, None, [false; 4]), (2, None, [false; 4])];
        let all: Vec<Value> = stages.into_iter().chain(ends).enumerate().map(stage_document).collect();
        let ids: Vec<&Value> = all.iter().map(|stage| &stage["id"]).collect();
        let pairs = ids.iter().flat_map(|from| ids.iter().map(move |to| json!({"from": from, "to": to})));
        let list: Vec<Value> = pairs.enumerate().filter(|(at, _)| at % 3 != 1).map(|(_, pair)| pair).collect();
        json!({
            "schema": "quarterdeck/pipeline@1", "id": "p", "version": 1, "stages": all, "entry": [ids[0]],
            "transitions": if listed { Value::from(list) } else { Value::Null },
            "policy": {
                "skip": skip, "backward": backward, "reopen": reopen,
                "lose_from": if lose_first { json!([ids[0]]) } else { json!("any_open") },
                "create_in": if create_any { "any" } else { "entry" },
            },
        })
    })
}

fn stage_document((at, (kind, min_days, asks)): (usize, (usize, Option<u32>, [bool; 4]))) -> Value {
    let criterion = |yes: bool, id: &str, column: &str| {
        let rule = json!({"id": id, "when": {"column": column, "op": "eq", "value": "yes"}});
        if yes { json!([rule]) } else { json!([]) }
    };
    json!({
        "id": format!("s{at}"), "order": at, "kind": KINDS[kind], "probability": PROBABILITIES[kind],
        "category": "pipeline", "min_days": min_days,
        "required_on_entry": if asks[0] { json!(["amount"]) } else { json!([]) },
        "entry_criteria": criterion(asks[1], "ready", "budget"),
        "exit_criteria": criterion(asks[2], "done", "champion"),
        "approval": if asks[3] { json!("deal_desk") } else { Value::Null },
    })
}

fn deal() -> impl Strategy<Value = Value> {
    let yes = prop_oneof![Just(Value::Null), Just(json!("yes")), Just(json!("no"))];
    let visited = prop::collection::vec(0usize..8, 0..5);
    (prop::option::of(0usize..9), any::<[bool; 3]>(), yes.clone(), yes, visited, 1u32..6).prop_map(
        |(stage, flags, budget, champion, visited, day)| {
            json!({
                "deal_id": "d", "pipeline_id": if flags[0] { json!("p") } else { Value::Null },
                "stage_id": stage.map(|at| format!("s{at}")),
                "amount": if flags[1] { json!(100) } else { Value::Null },
                "approvals": if flags[2] { json!(["deal_desk"]) } else { json!([]) },
                "budget": budget, "champion": champion, "stage_entered_at": format!("2026-03-0{day}"),
                "visited": visited.iter().map(|at| format!("s{at}")).collect::<Vec<_>>(),
            })
        },
    )
}

fn at() -> Instant {
    Instant::parse("2026-03-04T12:00:00Z").unwrap()
}

proptest! {
    #[test]
    fn available_moves_are_those_that_nothing_speaks_against(document in document(), deal in deal()) {
        let Ok((pipeline, _)) = Pipeline::load(document.to_string().as_bytes()) else { return Ok(()) };
        let deal = Deal::parse(deal.to_string().as_bytes(), &pipeline).unwrap();
        let moves = pipeline.available_moves(&deal, at(), None).unwrap();
        let available: BTreeSet<&str> = moves.allowed().map(|(to, _)| to.to.as_str()).collect();
        for stage in pipeline.stages() {
            let transition = pipeline.check_transition(&deal, stage.id(), at(), None).unwrap();
            prop_assert_eq!(transition.is_allowed(), available.contains(stage.id()));
            prop_assert_eq!(transition.is_allowed(), transition.reasons.is_empty());
            let requirements = pipeline.requirements(&deal, stage.id(), at(), None).unwrap();
            prop_assert_eq!(&requirements.transition, &transition);
            prop_assert!(requirements.is_possible() || !transition.is_allowed());
        }
    }

    #[test]
    fn directions_follow_from_order_kind_and_visits(document in document(), deal in deal()) {
        let Ok((pipeline, _)) = Pipeline::load(document.to_string().as_bytes()) else { return Ok(()) };
        let deal = Deal::parse(deal.to_string().as_bytes(), &pipeline).unwrap();
        let Some(source) = pipeline.stages().iter().find(|stage| Some(stage.id()) == deal.stage_id()) else { return Ok(()) };
        for target in pipeline.stages() {
            let transition = pipeline.check_transition(&deal, target.id(), at(), None).unwrap();
            let direction = transition.direction.unwrap();
            prop_assert_eq!(direction == Direction::Same, source.id() == target.id());
            prop_assert_eq!(direction == Direction::Skip, !transition.skipped.is_empty());
            let reopened = source.kind() != StageKind::Open && source.id() != target.id();
            prop_assert_eq!(direction == Direction::Reopen, reopened);
            if direction == Direction::Lose {
                prop_assert_eq!(target.kind(), StageKind::Lost);
            }
            if direction == Direction::Backward {
                prop_assert!(target.order() < source.order());
            }
        }
    }

    #[test]
    fn filling_and_approving_never_takes_a_move_away(document in document(), deal in deal()) {
        let Ok((pipeline, _)) = Pipeline::load(document.to_string().as_bytes()) else { return Ok(()) };
        let parse = |deal: &Value| Deal::parse(deal.to_string().as_bytes(), &pipeline).unwrap();
        let mut filled = deal.clone();
        for (key, value) in [("amount", json!(1)), ("budget", json!("yes")), ("champion", json!("yes"))] {
            filled[key] = value;
        }
        let actor = Actor { person_id: None, roles: vec!["deal_desk".to_owned()] };
        let before = pipeline.available_moves(&parse(&deal), at(), None).unwrap();
        let after = pipeline.available_moves(&parse(&filled), at(), Some(&actor)).unwrap();
        let after: BTreeSet<&str> = after.allowed().map(|(to, _)| to.to.as_str()).collect();
        prop_assert!(before.allowed().all(|(to, _)| after.contains(to.to.as_str())));
    }
}

#[test]
fn a_small_decimal_stays_a_number() {
    let document = json!({
        "schema": "quarterdeck/pipeline@1", "id": "p", "version": 1, "entry": ["a"],
        "stages": [
            {"id": "a", "order": 1, "kind": "open", "probability": 0.5, "category": "pipeline"},
            {"id": "w", "order": 2, "kind": "won", "probability": 1, "category": "closed",
             "entry_criteria": [{"id": "tiny", "when": {"column": "score", "op": "eq", "value": 0.00001}}]},
            {"id": "l", "order": 3, "kind": "lost", "probability": 0, "category": "omitted"},
        ],
    });
    let (pipeline, _) = Pipeline::load(document.to_string().as_bytes()).unwrap();
    let deal = Deal::parse(br#"{"stage_id": "a", "score": 0.00001, "amount": 0.00002}"#, &pipeline).unwrap();
    assert!(pipeline.check_transition(&deal, "w", at(), None).unwrap().is_allowed());
}
