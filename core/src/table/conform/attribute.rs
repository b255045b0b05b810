//! Columns that no shape names: kept, in the type that their cells have.

use super::super::{Column, LiteralColumn, Tag};
use super::field::Field;
use super::refusal::{Refusal, Trouble};
use super::{decimal, float, ratio, text, time, whole};
use crate::problem::Code;

/// Literals take the type of their first filled cell, floats become decimals under the number rule,
/// and every other column stays what it is.
pub(super) fn attribute(column: Column, field: &mut Field<'_>) -> Result<Column, Trouble> {
    Ok(match column {
        Column::Literal(literal) => from_literal(literal, field)?,
        Column::Float(cells) => Column::Decimal(decimal::align(float::read(cells, field), field)),
        Column::Text(_) => text::text(column, field)?,
        Column::Decimal(column) => Column::Decimal(decimal::shorten(column, field)),
        Column::Ratio(column) => Column::Ratio(ratio::checked(&column, field)),
        Column::Date(cells) => Column::Date(time::dates(cells, field)),
        Column::Instant(cells) => Column::Instant(time::instants(cells, field)),
        Column::LocalTime(cells) => Column::LocalTime(time::instants(cells, field)),
        same @ (Column::Integer(_) | Column::Boolean(_)) => same,
    })
}

fn from_literal(literal: LiteralColumn, field: &mut Field<'_>) -> Result<Column, Trouble> {
    let first = literal.tags.iter().copied().find(|tag| *tag != Tag::Missing).unwrap_or_default();
    let (literal, strays) = without_strays(literal, first);
    let column = match first {
        Tag::Missing | Tag::Text => text::text(Column::Literal(literal), field)?,
        Tag::Number => Column::Decimal(decimal::align(decimal::read(&literal, field), field)),
        Tag::True | Tag::False => Column::Boolean(whole::truths(&literal, field)),
    };
    for (row, value, found) in strays {
        let message = format!("the cell is {found}, the column's first filled cell is {}", kind(first));
        field.refuse(row, &value, Refusal::new(Code::TableMixedTypes, message));
    }
    Ok(column)
}

/// Takes the cells out that are of another kind than the first.
fn without_strays(mut literal: LiteralColumn, first: Tag) -> (LiteralColumn, Vec<(usize, String, &'static str)>) {
    let mut strays = Vec::new();
    let LiteralColumn { text, tags } = &mut literal;
    for (row, tag) in tags.iter_mut().enumerate() {
        if *tag != Tag::Missing && kind(*tag) != kind(first) {
            let value = match *tag {
                Tag::True => "true".to_owned(),
                Tag::False => "false".to_owned(),
                _ => super::refusal::cut(text.get(row).unwrap_or_default()),
            };
            strays.push((row, value, kind(*tag)));
            *tag = Tag::Missing;
        }
    }
    (literal, strays)
}

fn kind(tag: Tag) -> &'static str {
    match tag {
        Tag::Missing => "empty",
        Tag::Text => "text",
        Tag::Number => "a number",
        Tag::True | Tag::False => "a boolean",
    }
}
