//! What is wrong with the data: records set aside and left out, by kind, and whose they are.

use std::collections::{BTreeMap, BTreeSet};

use quarterdeck::table::{BadRecord, Table};

use super::titled;
use crate::cells::{Row, counted, rows};
use crate::close::{Close, about};
use crate::export::Export;
use crate::grid::{Grid, Side};

/// How many people are listed.
const PEOPLE: usize = 10;
/// How many records stand as examples.
const EXAMPLES: usize = 3;

/// The calculations leave these out because they ask for other records, not because anything is amiss.
const EXPECTED: [&str; 8] =
    ["outside_period", "other_pipeline", "lost", "omitted", "not_on_plan", "not_needed", "not_effective", "replaced"];

pub(super) fn text(close: &Close) -> String {
    let mut out = titled("Data problems");
    if let Some(export) = &close.export {
        out.push_str(&read_in(export));
    }
    if close.filtered > 0 {
        out.push_str(&format!("  {} transactions left out by --where\n", counted(close.filtered)));
    }
    let owners = Owners::of(close);
    let (aside, left_out) = (set_aside(close, &owners), left_out(close, &owners));
    out.push_str(&aside.grid("set aside, to be mended", "column"));
    out.push_str(&left_out.grid("sound, but not counted", "in"));
    out.push_str(&by_owner(&aside, &left_out));
    if aside.kinds.is_empty() && left_out.kinds.is_empty() {
        out.push_str("  none\n");
    }
    out
}

/// What reading an export came to, in two lines.
fn read_in(export: &Export) -> String {
    let counts = &export.summary;
    let mut out = format!(
        "  read by the mapping {}: {} records, {} taken, {} not wanted, {} unreadable\n",
        counts.mapping_id,
        counted(counts.rows),
        counted(counts.mapped),
        counted(counts.dropped),
        counted(counts.set_aside),
    );
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for row in rows(Some(&export.report)).filter(|row| row.text("what") == "cell") {
        *counts.entry(row.text("outcome")).or_default() += row.whole("count");
    }
    for (outcome, about) in [("guessed", "read by a guess"), ("assumed", "filled by what the mapping assumes")] {
        if let Some(count @ 1..) = counts.get(outcome) {
            out.push_str(&format!("  {} cells {about}\n", counted(usize::try_from(*count).unwrap_or_default())));
        }
    }
    out
}

/// Records of one kind.
#[derive(Debug, Default)]
struct Kind {
    records: BTreeSet<(String, usize)>,
    examples: Vec<String>,
    owners: BTreeSet<String>,
}

/// Records by what is wrong with them: code or reason, table, and where.
#[derive(Debug, Default)]
struct Listed {
    kinds: BTreeMap<(String, String, String), Kind>,
    /// Rows of tables by owner.
    owned: BTreeMap<String, BTreeSet<(String, usize)>>,
}

impl Listed {
    fn add(&mut self, key: (String, String, String), row: usize, id: Option<&str>, owner: Option<String>) {
        let record = (key.1.clone(), row);
        let kind = self.kinds.entry(key).or_default();
        if kind.records.insert(record.clone()) {
            kind.examples.extend(id.filter(|_| kind.examples.len() < EXAMPLES).map(str::to_owned));
        }
        if let Some(owner) = owner {
            kind.owners.insert(owner.clone());
            self.owned.entry(owner).or_default().insert(record);
        }
    }

    fn grid(&self, title: &str, place: &str) -> String {
        if self.kinds.is_empty() {
            return String::new();
        }
        let records: BTreeSet<&(String, usize)> = self.kinds.values().flat_map(|kind| &kind.records).collect();
        let mut grid = Grid::new(&[
            ("records", Side::Right),
            ("of", Side::Left),
            (place, Side::Left),
            ("owners", Side::Right),
            ("such as", Side::Left),
            ("what", Side::Left),
        ]);
        for ((what, table, place), kind) in &self.kinds {
            let about = about(what);
            let what = if about.is_empty() { what.replace('_', " ") } else { about.to_owned() };
            let owners = if kind.owners.is_empty() { String::new() } else { kind.owners.len().to_string() };
            grid.row(vec![
                counted(kind.records.len()),
                table.clone(),
                place.clone(),
                owners,
                kind.examples.join(", "),
                what,
            ]);
        }
        format!("  {title}: {} records\n\n{grid}\n", counted(records.len()))
    }
}

/// Who answers for a record.
struct Owners<'c> {
    deals: Option<&'c Table>,
    transactions: Option<&'c Table>,
}

impl<'c> Owners<'c> {
    fn of(close: &'c Close) -> Self {
        let table = |name: &str| close.records.get(name).map(|records| records.table());
        Self { deals: table("deals"), transactions: table("transactions") }
    }

    fn find(&self, table: &str, row: usize) -> Option<String> {
        let (table, column) = match table {
            "deals" => (self.deals?, "owner_id"),
            "transactions" => (self.transactions?, "payee_id"),
            _ => return None,
        };
        table.text(column)?.get(row).map(str::to_owned)
    }
}

fn set_aside(close: &Close, owners: &Owners<'_>) -> Listed {
    let mut listed = Listed::default();
    let mut add = |table: &str, row: usize, id: Option<&str>, column: &str, code: &str, owner: Option<String>| {
        listed.add((code.to_owned(), table.to_owned(), column.to_owned()), row, id, owner);
    };
    for BadRecord { table, row, record_id, column, code, .. } in close.records.set_aside().records() {
        add(table, *row, record_id.as_deref(), column, code.as_str(), owners.find(table, *row));
    }
    let commissions = close.commissions.iter().flat_map(|paid| rows(paid.tables.get("set_aside")));
    for row in commissions {
        let (table, at) = (row.text("table"), usize::try_from(row.whole("row")).unwrap_or_default());
        add(table, at, Some(row.text("record_id")), row.text("column"), row.text("code"), owners.find(table, at));
    }
    for row in rows(close.export.as_ref().map(|export| &export.set_aside)) {
        let at = usize::try_from(row.whole("row")).unwrap_or_default();
        add(row.text("table"), at, Some(row.text("record_id")), row.text("column"), row.text("code"), None);
    }
    listed
}

/// Sound records that no calculation counts though one would expect it to: under several plans, those that
/// each of them leaves out.
fn left_out(close: &Close, owners: &Owners<'_>) -> Listed {
    let mut seen: BTreeMap<(&str, &str, usize), (usize, &str, &str)> = BTreeMap::new();
    for (calculation, table) in close.excluded() {
        // One plan may leave out what another counts; the forecast is one, and most deals are not its own.
        let expected = |row: &Row<'_>| calculation == "forecast" && EXPECTED.contains(&row.text("reason"));
        for row in rows(Some(table)).filter(|row| !expected(row)) {
            let at = usize::try_from(row.whole("row")).unwrap_or_default();
            let entry = seen.entry((calculation, row.text("table"), at)).or_insert((
                0,
                row.text("reason"),
                row.text("record_id"),
            ));
            entry.0 += 1;
            if EXPECTED.contains(&entry.1) {
                entry.1 = row.text("reason");
            }
        }
    }
    let mut listed = Listed::default();
    for ((calculation, table, row), (times, reason, id)) in seen {
        let everywhere = calculation != "commission" || times == close.commissions.len();
        if everywhere && !EXPECTED.contains(&reason) {
            let key = (reason.to_owned(), table.to_owned(), calculation.to_owned());
            listed.add(key, row, Some(id), owners.find(table, row));
        }
    }
    listed
}

/// Whose records are to be mended, most first.
fn by_owner(aside: &Listed, left_out: &Listed) -> String {
    let count = |listed: &Listed, owner: &str| listed.owned.get(owner).map_or(0, BTreeSet::len);
    let owners: BTreeSet<&String> = aside.owned.keys().chain(left_out.owned.keys()).collect();
    if owners.is_empty() {
        return String::new();
    }
    let mut owners: Vec<(usize, usize, &String)> =
        owners.into_iter().map(|owner| (count(aside, owner), count(left_out, owner), owner)).collect();
    owners.sort_by(|a, b| (b.0 + b.1).cmp(&(a.0 + a.1)).then(a.2.cmp(b.2)));
    let mut grid = Grid::new(&[("owner", Side::Left), ("set aside", Side::Right), ("not counted", Side::Right)]);
    for (aside, left, owner) in owners.iter().take(PEOPLE) {
        grid.row(vec![(*owner).clone(), counted(*aside), counted(*left)]);
    }
    let more = owners.len().saturating_sub(PEOPLE);
    let more = if more > 0 { format!("  and {} more\n", counted(more)) } else { String::new() };
    format!("  by owner\n\n{grid}{more}")
}
