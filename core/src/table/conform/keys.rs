//! Which records can be used: without a bad cell, and not the repetition of an earlier one.

use super::super::{BadRecord, BadRecords, Column, Table, TableShape, TextColumn, intern};
use super::flags::Flags;
use super::refusal::{Refused, cut};
use crate::problem::Code;
use crate::sorted;

/// Marks the records that can be used, refusing the later one of two good records with the same
/// key. Nothing where all are good.
pub(super) fn judge(table: &Table, shape: &TableShape, refused: &mut Vec<Refused>) -> Option<Vec<bool>> {
    let mut good = Flags::new(table.rows());
    refused.iter().for_each(|bad| good.clear(bad.row));
    if let Some((position, name, keys)) = key_column(table, shape) {
        for (row, earlier) in intern::repeats_among(keys, |row| good.is_set(row)) {
            let key = cut(keys.get(row).unwrap_or_default());
            let message = format!("the {name} `{key}` is already that of row {earlier}");
            refused.push(Refused { row, position, code: Code::TableDuplicateId, value: key, message });
            good.clear(row);
        }
    }
    good.into_flags()
}

/// Hands the bad cells over, by row and column, each with the id of its record.
pub(super) fn set_aside(mut refused: Vec<Refused>, table: &Table, shape: &'static TableShape, bad: &mut BadRecords) {
    sorted::sort_by_key(&mut refused, |bad| (bad.row, bad.position));
    let keys = key_column(table, shape).map(|(_, _, keys)| keys);
    let names: Vec<&str> = table.columns().map(|(name, _)| name).collect();
    for Refused { row, position, code, value, message } in refused {
        let record_id = keys.and_then(|keys| keys.get(row)).map(cut);
        let column = names.get(position).copied().unwrap_or_default().to_owned();
        bad.push(BadRecord { table: shape.name, row, record_id, column, code, value, message });
    }
}

fn key_column<'t>(table: &'t Table, shape: &TableShape) -> Option<(usize, &'static str, &'t TextColumn)> {
    let key = shape.key?;
    table.columns().enumerate().find_map(|(position, (name, column))| match column {
        Column::Text(text) if name == key => Some((position, key, text)),
        _ => None,
    })
}
