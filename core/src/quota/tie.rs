//! Who comes first where remainders are equal.

use crate::number::Exact;
use crate::problem::{Code, Problem};
use crate::sorted;
use crate::table::{Column, Table};

/// What a cell is ordered by; empty cells come last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'t> {
    Whole(i128),
    Exact(Exact),
    Text(&'t str),
    Empty,
}

/// The place of every row in the order of a column, equal cells in the order of the rows.
pub(super) fn ranks(table: &Table, column: Option<&str>) -> Result<Vec<usize>, Problem> {
    let rows = table.rows();
    let Some(name) = column else { return Ok((0..rows).collect()) };
    let unknown = |why: &str| {
        let known: Vec<&str> = table.columns().map(|(name, _)| name).collect();
        Problem::new(Code::QuotaUnknownTie, "/params/tie", format!("`{name}` {why}"))
            .with("column", name)
            .with("known", known)
    };
    let column = table.column(name).ok_or_else(|| unknown("is not a column of the nodes"))?;
    if matches!(column, Column::LocalTime(_) | Column::Float(_) | Column::Literal(_)) {
        return Err(unknown("holds nothing that can be ordered"));
    }
    let mut keyed: Vec<(Key<'_>, usize)> = (0..rows).map(|row| (key(column, row), row)).collect();
    sorted::sort(&mut keyed);
    let mut ranks = vec![0; rows];
    for (rank, (_, row)) in keyed.into_iter().enumerate() {
        if let Some(place) = ranks.get_mut(row) {
            *place = rank;
        }
    }
    Ok(ranks)
}

fn key(column: &Column, row: usize) -> Key<'_> {
    let found = match column {
        Column::Text(text) => text.get(row).map(Key::Text),
        Column::Decimal(column) => column.cells.get(row).map(Key::Whole),
        Column::Integer(cells) | Column::Instant(cells) => cells.get(row).map(|value| Key::Whole(value.into())),
        Column::Date(cells) => cells.get(row).map(|value| Key::Whole(value.into())),
        Column::Boolean(cells) => cells.get(row).map(|value| Key::Whole(value.into())),
        Column::Ratio(column) => column
            .numerators
            .get(row)
            .zip(column.denominators.get(row))
            .and_then(|(numerator, denominator)| Exact::new(numerator, *denominator).ok().map(Key::Exact)),
        Column::LocalTime(_) | Column::Float(_) | Column::Literal(_) => None,
    };
    found.unwrap_or(Key::Empty)
}
