//! From which row, and by which rule, every cell of a row comes.

use super::model::{Cell, Origin, Target};
use super::phrases;
use super::read::Reading;
use crate::problem::{Problem, pointer};
use crate::table::{Column, Table};
use crate::trace::{Explain, Node, not_computed, unknown_row};

impl Explain for Reading {
    /// The export is read again, so that what is told is what was done.
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        let again = self.rows().map_err(|problems| problems.iter().next().cloned());
        let rows = match again {
            Ok(rows) => rows,
            Err(first) => return Err(first.unwrap_or_else(|| not_computed(table))),
        };
        let Some((parts, made)) = rows.behind.get(table).zip(rows.tables.get(table)) else {
            return Err(not_computed(table));
        };
        let mut first = 0;
        for (position, behind) in parts {
            if row < first + behind.len()
                && let Some(output) = self.mapping.outputs.get(*position)
                && let Some(source) = self.source(&output.from)
            {
                let from = behind.row(row - first);
                let what = format!("row {from} of `{}`", output.from);
                let mut node = Node::new(format!("row {row} of `{table}`"), what, output.pointer.clone());
                node.rule = pointer::record(&output.from, from);
                if output.table() != output.shape.name {
                    node = node.part(event(made, row));
                }
                for target in &output.columns {
                    node = node.parts(told(target, made, row, source, from));
                }
                return Ok(node);
            }
            first += behind.len();
        }
        Err(unknown_row(table, made.rows(), row))
    }
}

/// What an event is told by.
fn event(made: &Table, row: usize) -> Node {
    let kind = made.column("kind").and_then(|column| column.text_at(row)).unwrap_or_default().to_owned();
    let op = match kind.as_str() {
        "created" => "the first state of the deal",
        "deleted" => "the state ends, or says that the deal is deleted",
        "restored" => "a state after the deal was deleted",
        _ => "the state differs from the one before it",
    };
    Node::new("kind", op, "").input("cell", kind)
}

/// One cell: its rule in words, what stood in the source, and what came out.
fn told(target: &Target, made: &Table, row: usize, source: &Table, from: usize) -> Option<Node> {
    let cell = made.column(&target.name).and_then(|column| shown(column, row));
    made.column(&target.name)?;
    let assumed = made.column("assumed").and_then(|column| column.text_at(row)).unwrap_or_default();
    let is_assumed = assumed.split(',').any(|name| name == target.name);
    let stood = |rule: &Cell| {
        let column = rule.columns().into_iter().find_map(|name| Some((name, source.column(name)?)));
        column.map(|(name, column)| (name.to_owned(), shown(column, from)))
    };
    let is_filled = |rule: &Cell| match &rule.origin {
        Origin::Value(_) => true,
        _ => stood(rule).is_some_and(|(_, cell)| cell.is_some()),
    };
    let rule = match (&target.cell.assume, &target.cell.default) {
        (Some(assume), _) if is_assumed => assume,
        (_, Some(default)) if !is_filled(&target.cell) => default,
        _ => &target.cell,
    };
    let mut node = Node::new(target.name.clone(), phrases::cell(rule), rule.pointer.clone());
    if let Some((name, cell)) = stood(rule) {
        node = node.input(&name, cell.unwrap_or_else(|| "empty".to_owned()));
    }
    node = node.input("cell", cell.unwrap_or_else(|| "empty".to_owned()));
    Some(if is_assumed { node.rejected("in the source: assumed") } else { node })
}

/// A cell as text; nothing if it is empty.
fn shown(column: &Column, row: usize) -> Option<String> {
    let one = column.take(&[u32::try_from(row).ok()?]).to_text();
    one.get(0).filter(|cell| !cell.is_empty()).map(str::to_owned)
}
