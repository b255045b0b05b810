//! The open pipeline by stage, and what the definitions find wrong with it.

use std::collections::BTreeMap;

use super::titled;
use crate::cells::{counted, rows};
use crate::close::{Close, Forecast};
use crate::grid::{Grid, Side};

pub(super) fn text(close: &Close, forecast: &Forecast) -> String {
    let mut out = titled("Pipeline by stage");
    let mut problems: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for check in &close.pipelines {
        for row in rows(Some(&check.problems)) {
            *problems.entry((check.id.as_str(), row.text("stage_id"))).or_default() += 1;
        }
    }
    let currency = forecast.weighted.currency;
    out.push_str(&format!("  every open deal with an amount and a close date, in {currency}\n\n"));
    let mut grid = Grid::new(&[
        ("pipeline", Side::Left),
        ("stage", Side::Left),
        ("deals", Side::Right),
        ("amount", Side::Right),
        ("probability", Side::Right),
        ("weighted", Side::Right),
        ("problems", Side::Right),
    ]);
    for row in rows(Some(&forecast.pipeline)).filter(|row| row.text("kind") == "open") {
        let (pipeline, stage) = (row.text("pipeline_id"), row.text("stage_id"));
        let found = problems.get(&(pipeline, stage)).copied().unwrap_or_default();
        grid.row(vec![
            pipeline.to_owned(),
            stage.to_owned(),
            counted(usize::try_from(row.whole("deals")).unwrap_or_default()),
            row.shown("amount", 0),
            row.percent("probability"),
            row.shown("weighted", 0),
            if found > 0 { counted(found) } else { String::new() },
        ]);
    }
    out.push_str(&grid.to_string());
    out.push_str(&definition_problems(close));
    out
}

/// What stages ask for and deals do not have.
fn definition_problems(close: &Close) -> String {
    type Lacking<'c> = BTreeMap<(&'c str, &'c str, &'c str, String), (usize, Vec<&'c str>)>;
    let mut kinds: Lacking<'_> = BTreeMap::new();
    for check in &close.pipelines {
        for row in rows(Some(&check.problems)) {
            let what = match (row.text("column"), row.text("criterion_id")) {
                (_, criterion) if !criterion.is_empty() => format!("criterion {criterion} fails"),
                ("stage_id", _) => "a stage that the pipeline does not have".to_owned(),
                ("forecast_category", _) => "an unknown forecast category".to_owned(),
                (column, _) => format!("{column} is missing"),
            };
            let (count, some) = kinds.entry((&check.id, row.text("stage_id"), row.text("code"), what)).or_default();
            *count += 1;
            if some.len() < 3 {
                some.push(row.text("deal_id"));
            }
        }
    }
    if kinds.is_empty() {
        return String::new();
    }
    let (flagged, used) =
        close.pipelines.iter().fold((0, 0), |(flagged, used), check| (flagged + check.flagged, used + check.used));
    let mut grid = Grid::new(&[
        ("deals", Side::Right),
        ("pipeline", Side::Left),
        ("stage", Side::Left),
        ("what", Side::Left),
        ("such as", Side::Left),
    ]);
    for ((pipeline, stage, _, what), (count, some)) in kinds {
        grid.row(vec![counted(count), pipeline.to_owned(), stage.to_owned(), what, some.join(", ")]);
    }
    format!("\n  {} of {} deals do not have what their stage asks for\n\n{grid}", counted(flagged), counted(used))
}
