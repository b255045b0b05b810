//! Arrows between the rooms of the core only point down.

use std::collections::{BTreeMap, BTreeSet};

use crate::repository;

/// The floors, from the ground up. A room may use every room below its own floor.
const FLOORS: [&[&str]; 6] = [
    &["sorted"],
    &["number", "time", "problem", "stat"],
    &["table", "rule", "trace", "reporting"],
    &[
        "pipeline",
        "forecast",
        "quota",
        "capacity",
        "territory",
        "commission",
        "routing",
        "hygiene",
        "approval",
        "kpi",
        "effort",
        "scenario",
    ],
    &["crm", "sample", "chart"],
    &["api"],
];

/// The doors between rooms of one floor: who uses whom, and why.
const DOORS: &[(&str, &str, &str)] = &[
    ("time", "number", "a share of a period is an exact fraction"),
    ("problem", "number", "the shape pass takes decimals, ratios and currencies by the number rule"),
    ("problem", "time", "the shape pass takes dates and instants"),
    ("rule", "table", "a rule reads the columns of a row"),
    ("reporting", "table", "who reports to whom is read from the rows of a table"),
    ("forecast", "pipeline", "a deal counts by the stage it stands in"),
];

#[test]
fn arrows_only_point_down() {
    let floor: BTreeMap<&str, usize> =
        FLOORS.iter().enumerate().flat_map(|(height, rooms)| rooms.iter().map(move |room| (*room, height))).collect();
    let mut wrong = BTreeSet::new();
    let mut used: BTreeSet<&(&str, &str, &str)> = BTreeSet::new();
    for (path, text) in repository::files() {
        let Some(room) = room_of(&path) else { continue };
        let height = *floor.get(room).unwrap_or_else(|| panic!("the room `{room}` ({path}) is on no floor"));
        for other in repository::names_after("crate::", &repository::bare_rust(&text)) {
            let door = DOORS.iter().find(|(from, to, _)| *from == room && *to == other);
            match floor.get(other.as_str()) {
                _ if other == room => {}
                Some(below) if *below < height => {}
                _ if door.is_some() => {
                    used.extend(door);
                }
                Some(_) => {
                    wrong.insert(format!("{path} uses `{other}`"));
                }
                None => {
                    wrong.insert(format!("{path} uses `{other}`, which is no room: name it by its room"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that do not point down: {wrong:#?}");
    let unused: Vec<_> = DOORS.iter().filter(|door| !used.contains(door)).collect();
    assert!(unused.is_empty(), "doors that nobody uses any more: {unused:?}");
}

/// The room that a source file of the core stands in.
fn room_of(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("core/src/")?.strip_suffix(".rs")?;
    let room = inside.split('/').next()?;
    (room != "lib").then_some(room)
}
