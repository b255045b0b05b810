//! A mapping in words.

use super::document::{End, Otherwise, UnmappedPolicy};
use super::model::{Cell, Mapping, Origin, Output, Piece};

impl Mapping {
    /// The definition in words, a line each: the sources, then every table with its columns.
    #[must_use]
    pub fn describe(&self) -> Vec<String> {
        let currency = self.currency.map_or(String::new(), |currency| format!(", amounts in {currency}"));
        let mut lines = vec![format!("{} (`{}`){currency}", self.name, self.id)];
        for (name, source) in &self.sources {
            let optional = if source.optional { ", may be left out" } else { "" };
            let about = source.about.as_ref().map_or(String::new(), |about| format!(": {about}"));
            lines.push(format!("source `{name}`{optional}{about}"));
        }
        for output in &self.outputs {
            lines.extend(table(output));
        }
        lines
    }
}

fn table(output: &Output) -> Vec<String> {
    let becomes = if output.table() == output.shape.name { "" } else { ", from the states of deals over time" };
    let mut lines = vec![format!("table `{}` from `{}`{becomes}", output.table(), output.from)];
    if let Some(rule) = &output.rule {
        lines.push(format!("  rows where {}", rule.describe()));
    }
    if output.distinct {
        lines.push("  a row that says again what an earlier one said is dropped".to_owned());
    }
    for target in &output.columns {
        let mut line = format!("  `{}`: {}", target.name, cell(&target.cell));
        if let Some(default) = &target.cell.default {
            line.push_str(&format!("; where empty, {}", cell(default)));
        }
        if let Some(assume) = &target.cell.assume {
            line.push_str(&format!("; where empty, assumed on request: {}", cell(assume)));
        }
        if target.cell.drops_row {
            line.push_str("; a row without it is dropped");
        }
        lines.push(line);
    }
    let dropped: Vec<String> = output.drop.iter().map(|name| format!("`{name}`")).collect();
    lines.push(match output.unmapped {
        UnmappedPolicy::Drop => "  other columns are dropped".to_owned(),
        UnmappedPolicy::Keep if dropped.is_empty() => "  other columns are kept".to_owned(),
        UnmappedPolicy::Keep => format!("  other columns are kept, but for {}", dropped.join(", ")),
    });
    lines
}

/// A cell's rule in words, without what stands in for it.
pub(super) fn cell(cell: &Cell) -> String {
    let names = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
    let mut words = match &cell.origin {
        Origin::Column(columns) => format!("column {}", names(columns).join(", else ")),
        Origin::Value(value) => format!("always `{value}`"),
        Origin::Text(pieces) => {
            let piece = |piece: &Piece| match piece {
                Piece::Literal(text) => text.clone(),
                Piece::Column(name) => format!("{{{name}}}"),
            };
            format!("the text `{}`", pieces.iter().map(piece).collect::<String>())
        }
        Origin::Next { column, by } => format!("`{column}` of the next row with the same {}", names(by).join(", ")),
    };
    if let Some(map) = &cell.map {
        let rest = match map.otherwise {
            Otherwise::Refuse => "others are refused",
            Otherwise::Keep => "others stay",
            Otherwise::Empty => "others are empty",
        };
        words.push_str(&format!(", {} words mapped, {rest}", map.words.len()));
    }
    for lookup in &cell.lookups {
        words.push_str(&format!(", looked up as `{}` of `{}` for its `{}`", lookup.key, lookup.source, lookup.take));
    }
    match cell.end {
        Some(End::Inclusive) => words.push_str(", the last day inside"),
        Some(End::Exclusive) => words.push_str(", the first beyond"),
        None => {}
    }
    words
}
