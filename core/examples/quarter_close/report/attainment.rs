//! Attainment by person, and how many attained.

use std::collections::{BTreeMap, BTreeSet};

use super::{named, names, titled};
use quarterdeck::number::Exact;
use serde_json::Value;

use crate::cells::{Row, percent, rows, shown};
use crate::close::{Attainment, Close};
use crate::grid::{Grid, Side};

pub(super) fn text(close: &Close, attainment: &Attainment) -> String {
    let mut out = titled("Attainment");
    for measure in measures(attainment) {
        let text = |name: &str| measure[name].as_str().unwrap_or_default();
        let value = |name: &str| Exact::parse(text(name)).ok();
        let money = |name: &str| value(name).map(|value| shown(&value, 0)).unwrap_or_default();
        let share = |name: &str| value(name).map_or_else(|| "undefined".to_owned(), |value| percent(&value));
        out.push_str(&format!(
            "  {}: {} of {} {} = {}; {} of {} people attained, participation {}\n",
            measure["measure_id"].as_str().unwrap_or("everything"),
            money("actual"),
            money("quota"),
            text("currency"),
            share("attainment"),
            measure["attained"],
            measure["payees"],
            share("participation"),
        ));
    }
    let teams = teams(close, attainment);
    if !teams.is_empty() {
        out.push_str(&format!("\n  teams, each with everyone below\n\n{teams}"));
    }
    out.push('\n');
    out.push_str(&people(close, attainment).to_string());
    out
}

fn measures(attainment: &Attainment) -> &[Value] {
    attainment.summary["measures"].as_array().map_or(&[], Vec::as_slice)
}

/// A row a person who leads others, with everyone below.
fn teams(close: &Close, attainment: &Attainment) -> Grid {
    let names = names(close);
    let measures: Vec<&str> =
        measures(attainment).iter().map(|measure| measure["measure_id"].as_str().unwrap_or_default()).collect();
    let all = || rows(attainment.tables.get("teams"));
    let leads: BTreeSet<&str> = all().map(|row| row.text("manager_id")).collect();
    let mut grid = Grid::new(&[
        ("team of", Side::Left),
        ("measure", Side::Left),
        ("credited", Side::Right),
        ("quota", Side::Right),
        ("attained", Side::Right),
        ("participation", Side::Right),
    ]);
    for row in all().filter(|row| leads.contains(row.text("node_id")) && measures.contains(&row.text("measure_id"))) {
        let indent = "  ".repeat(usize::try_from(row.whole("level") - 1).unwrap_or_default());
        grid.row(vec![
            format!("{indent}{}", named(&names, row.text("node_id"))),
            row.text("measure_id").to_owned(),
            row.shown("actual", 0),
            row.shown("quota", 0),
            row.attainment(),
            row.percent("participation"),
        ]);
    }
    grid
}

/// A row a person over all of their quotas, columns for each measure; the best of the first measure first.
fn people(close: &Close, attainment: &Attainment) -> Grid {
    let names = names(close);
    let measures: Vec<&str> =
        measures(attainment).iter().map(|measure| measure["measure_id"].as_str().unwrap_or_default()).collect();
    let titles: Vec<String> = measures
        .iter()
        .flat_map(|measure| [(*measure).to_owned(), "quota".to_owned(), "attained".to_owned()])
        .map(|title| if title.is_empty() { "credited".to_owned() } else { title })
        .collect();
    let mut header = vec![("person", Side::Left)];
    header.extend(titles.iter().map(|title| (title.as_str(), Side::Right)));
    let mut grid = Grid::new(&header);
    let mut people: BTreeMap<&str, BTreeMap<&str, Row<'_>>> = BTreeMap::new();
    for row in rows(attainment.tables.get("attainment")) {
        if !measures.contains(&row.text("measure_id")) {
            continue;
        }
        people.entry(row.text("payee_id")).or_default().insert(row.text("measure_id"), row);
    }
    let mut people: Vec<_> = people.into_iter().collect();
    let first =
        |of: &BTreeMap<&str, Row<'_>>| measures.first().and_then(|measure| of.get(measure)?.exact("attainment"));
    people.sort_by(|a, b| first(&b.1).cmp(&first(&a.1)).then(a.0.cmp(b.0)));
    for (person, of) in people {
        let mut cells = vec![named(&names, person).to_owned()];
        for measure in &measures {
            let row = of.get(measure);
            let shown = |column: &str| row.map(|row| row.shown(column, 0)).unwrap_or_default();
            cells.extend([shown("actual"), shown("quota"), row.map(|row| row.attainment()).unwrap_or_default()]);
        }
        grid.row(cells);
    }
    grid
}
