//! Records that were not counted, and why. Under several plans a sound record is left out if none of
//! them counts it; one that any of them cannot use is to be mended.

use std::collections::{BTreeMap, BTreeSet};

use quarterdeck::problem::Code;
use quarterdeck::table::Table;

use crate::close::Close;
use crate::grid::{Grid, Side};

/// How many records are listed one by one.
const LISTED: usize = 40;

/// What another plan's payees are excluded with.
const OTHER_PLAN: &str = "not_on_plan";

pub(crate) fn text(closes: &[Close<'_>], filtered: usize) -> String {
    let mut out = String::from("\nRejected records\n\n");
    if filtered > 0 {
        out.push_str(&format!("  {filtered} transactions left out by --where\n\n"));
    }
    let (aside, excluded) = (set_aside(closes), excluded(closes));
    if aside.is_empty() && excluded.is_empty() {
        out.push_str("  none\n");
    }
    if !aside.is_empty() {
        out.push_str(&format!("  set aside, to be mended: {}\n\n", aside.len()));
        let columns = ["table", "row", "record", "column", "cell", "code", "why"];
        let mut grid = Grid::new(&columns.map(|name| (name, if name == "row" { Side::Right } else { Side::Left })));
        aside.iter().take(LISTED).for_each(|row| grid.row(row.clone()));
        out.push_str(&grid.to_string());
        if let Some(more @ 1..) = aside.len().checked_sub(LISTED) {
            out.push_str(&format!("  and {more} more\n"));
        }
        out.push('\n');
    }
    if !excluded.is_empty() {
        out.push_str("  sound, but not counted\n\n");
        let mut grid = Grid::new(&[
            ("reason", Side::Left),
            ("table", Side::Left),
            ("records", Side::Right),
            ("such as", Side::Left),
        ]);
        for ((reason, table), ids) in excluded {
            let some: Vec<&str> = ids.iter().take(4).map(String::as_str).collect();
            grid.row(vec![reason, table, ids.len().to_string(), some.join(", ")]);
        }
        out.push_str(&grid.to_string());
    }
    out
}

/// Bad cells under any of the plans, as rows to print.
fn set_aside(closes: &[Close<'_>]) -> Vec<Vec<String>> {
    let mut listed: Vec<Vec<String>> = Vec::new();
    let mut known = BTreeSet::new();
    for table in closes.iter().filter_map(|close| close.tables.get("set_aside")) {
        for cell in (0..table.rows()).map(|row| bad_cell(table, row)) {
            if known.insert(cell.clone()) {
                listed.push(cell);
            }
        }
    }
    listed
}

fn bad_cell(table: &Table, row: usize) -> Vec<String> {
    let cell = |name: &str| text_of(table, name, row);
    let code = cell("code");
    let about = Code::parse(&code).map_or("", Code::about);
    vec![
        cell("table"),
        row_of(table, row).to_string(),
        cell("record_id"),
        cell("column"),
        cell("value"),
        code,
        about.to_owned(),
    ]
}

/// Records by reason and table.
fn excluded(closes: &[Close<'_>]) -> BTreeMap<(String, String), Vec<String>> {
    let mut records: BTreeMap<(String, i64), (usize, String, String)> = BTreeMap::new();
    for table in closes.iter().filter_map(|close| close.tables.get("excluded")) {
        for row in 0..table.rows() {
            let reason = text_of(table, "reason", row);
            let key = (text_of(table, "table", row), row_of(table, row));
            let (plans, known, id) = records.entry(key).or_default();
            *plans = plans.saturating_add(1);
            *id = text_of(table, "record_id", row);
            if known.is_empty() || known == OTHER_PLAN {
                *known = reason;
            }
        }
    }
    let mut by_reason: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for ((table, _), (plans, reason, id)) in records {
        if plans == closes.len() {
            by_reason.entry((reason, table)).or_default().push(id);
        }
    }
    by_reason
}

fn text_of(table: &Table, column: &str, row: usize) -> String {
    table.text(column).and_then(|text| text.get(row)).unwrap_or_default().to_owned()
}

/// Rows are counted from 0, as pointers count them.
fn row_of(table: &Table, row: usize) -> i64 {
    table.integer("row").and_then(|cells| cells.get(row)).unwrap_or_default()
}
