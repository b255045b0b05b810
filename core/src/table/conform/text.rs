//! Ids, text, codes and currencies.

use super::super::intern::Interner;
use super::super::{Column, LiteralColumn, TextColumn, Texts, Validity};
use super::decimal::whole_number;
use super::field::{Field, Source, Written};
use super::refusal::{Refusal, Trouble};
use crate::number::Currency;
use crate::problem::Code;

/// Non-empty text. Whole numbers are read as their digits.
pub(super) fn id(column: Column, field: &mut Field<'_>) -> Result<Column, Trouble> {
    words(column, true, field)
}

/// Text, which may be of no length. Whole numbers are read as their digits.
pub(super) fn text(column: Column, field: &mut Field<'_>) -> Result<Column, Trouble> {
    words(column, false, field)
}

fn words(column: Column, empty_is_missing: bool, field: &mut Field<'_>) -> Result<Column, Trouble> {
    let text = match column {
        Column::Text(text) if field.takes_whole(&text, empty_is_missing) => text,
        Column::Text(text) => {
            let valid = field.read_text(&text, empty_is_missing, |_, _, _| Ok(()));
            with_validity(text, valid)
        }
        Column::Literal(literal) => {
            let valid = field.read_text(&literal, empty_is_missing, |_, _, cell| match cell {
                Written::Text(_) => Ok(()),
                // As a host writes a whole number: not `1e3`, not `1.0`.
                Written::Number(digits) if digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => Ok(()),
                Written::Number(_) => Err(Refusal::wrong_type("a number with a fraction", "text or a whole number")),
                Written::Boolean(_) => Err(Refusal::wrong_type("a boolean", "text")),
            });
            let LiteralColumn { text, .. } = literal;
            with_validity(text, valid)
        }
        Column::Integer(cells) => {
            let mut digits = Digits::with_capacity(field.rows);
            let valid = field.read_cells(
                &cells,
                |value| value.to_string(),
                |_, row, value| {
                    digits.push(row, value.into());
                    Ok(())
                },
            );
            digits.finish(field.rows, valid)
        }
        Column::Decimal(column) => {
            let mut digits = Digits::with_capacity(field.rows);
            let scale = column.scale;
            let show = |mantissa| super::decimal::show(mantissa, scale);
            let valid = field.read_cells(&column.cells, show, |_, row, mantissa| {
                let whole = whole_number(mantissa, scale);
                digits.push(row, whole.ok_or_else(|| Refusal::wrong_type("a number with a fraction", "an id"))?);
                Ok(())
            });
            digits.finish(field.rows, valid)
        }
        other => return Err(Trouble::unsupported(&other, "text")),
    };
    Ok(Column::Text(text))
}

/// Whole numbers written one after the other.
struct Digits {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Digits {
    fn with_capacity(rows: usize) -> Self {
        Self { bytes: Vec::with_capacity(rows.saturating_mul(8)), ends: Vec::with_capacity(rows) }
    }

    fn push(&mut self, row: usize, value: i128) {
        self.ends.resize(row, self.bytes.len());
        super::super::write::write_integer(value, &mut self.bytes);
        self.ends.push(self.bytes.len());
    }

    fn finish(mut self, rows: usize, valid: Validity) -> TextColumn {
        self.ends.resize(rows, self.bytes.len());
        TextColumn::Plain { texts: Texts::new(String::from_utf8(self.bytes).unwrap_or_default(), self.ends), valid }
    }
}

fn with_validity(text: TextColumn, valid: Validity) -> TextColumn {
    match text {
        TextColumn::Plain { texts, .. } => TextColumn::Plain { texts, valid },
        TextColumn::Picked { rows, texts, .. } => TextColumn::Picked { rows, texts, valid },
        TextColumn::Coded { codes, words, .. } => TextColumn::Coded { codes, words, valid },
    }
}

/// One of the values listed; an empty list takes any `snake_case` word.
pub(super) fn code(column: Column, values: &'static [&'static str], field: &mut Field<'_>) -> Result<Column, Trouble> {
    if values.is_empty() {
        return listed(&column, field, "a code", |code| is_snake_case(code).then_some(()).ok_or_else(not_a_code));
    }
    listed(&column, field, "a code", |code| {
        values.contains(&code).then_some(()).ok_or_else(|| {
            Refusal::new(
                Code::TableUnknownValue,
                format!("`{}` is not one of {}", super::refusal::cut(code), list(values)),
            )
        })
    })
}

/// A currency of ISO 4217.
pub(super) fn currency(column: Column, field: &mut Field<'_>) -> Result<Column, Trouble> {
    listed(&column, field, "a currency code", |code| Currency::parse(code).map(drop).map_err(Refusal::from))
}

/// Reads few different words: each is judged once, and the column leaves coded.
fn listed(
    column: &Column,
    field: &mut Field<'_>,
    wanted: &'static str,
    judge: impl Fn(&str) -> Result<(), Refusal>,
) -> Result<Column, Trouble> {
    let source = match column {
        Column::Text(text) => Source::from(text),
        Column::Literal(literal) => Source::from(literal),
        other => return Err(Trouble::unsupported(other, "text")),
    };
    let mut known = Interner::new();
    let mut codes = vec![0; field.rows];
    let mut last = None;
    let valid = field.read_text(source, true, |_, row, cell| {
        let Written::Text(word) = cell else {
            let found = if matches!(cell, Written::Number(_)) { "a number" } else { "a boolean" };
            return Err(Refusal::wrong_type(found, wanted));
        };
        let code = match last {
            Some((earlier, code)) if earlier == word => code,
            _ => match known.find(word) {
                Some(code) => code,
                None => {
                    judge(word)?;
                    known.intern(word)
                }
            },
        };
        last = Some((word, code));
        if let Some(slot) = codes.get_mut(row) {
            *slot = code;
        }
        Ok(())
    });
    Ok(Column::Text(TextColumn::Coded { codes, words: known.words().to_vec(), valid }))
}

fn is_snake_case(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn not_a_code() -> Refusal {
    Refusal::new(Code::TableUnknownValue, "the cell is not a code: write lower-case words joined by `_`")
}

fn list(values: &[&str]) -> String {
    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
}
