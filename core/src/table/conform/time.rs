//! Dates and instants.

use super::super::{Cells, Column, Validity};
use super::field::{Field, Source, Written};
use super::refusal::{Refusal, Trouble};
use crate::problem::Code;
use crate::time::{Date, Instant, Zone};

const DAY: i64 = 86_400_000_000;

/// Civil dates. A time stamp is one if it is at midnight: on its own clock if it has no zone, else
/// in the caller's zone or UTC.
pub(super) fn date(column: Column, field: &mut Field<'_>) -> Result<Column, Trouble> {
    let cells = match column {
        Column::Date(cells) => dates(cells, field),
        Column::LocalTime(cells) => fill(&cells, field, show_local, |_, micros| midnight(micros)),
        Column::Instant(cells) => match field.intake.time_zone {
            None => fill(&cells, field, show_instant, |_, micros| midnight(micros)),
            Some(zone) => fill(&cells, field, show_instant, |_, micros| midnight_in(zone, micros)),
        },
        Column::Text(text) => read(&text, field, "a date", |_, text| Ok(Date::parse(text)?.days())),
        Column::Literal(literal) => read(&literal, field, "a date", |_, text| Ok(Date::parse(text)?.days())),
        other => return Err(Trouble::unsupported(&other, "dates")),
    };
    Ok(Column::Date(cells))
}

/// Instants. A time stamp without a zone, and a date, is one in the caller's zone.
pub(super) fn instant(column: Column, field: &mut Field<'_>) -> Result<Column, Trouble> {
    let zone = field.intake.time_zone;
    let named = || zone.ok_or(Trouble::ZoneMissing);
    let parse = |_: &Field<'_>, text: &str| Ok(Instant::parse_in(text, zone)?.micros());
    let cells = match column {
        Column::Instant(cells) => instants(cells, field),
        Column::LocalTime(cells) if cells.is_empty() => cells,
        Column::LocalTime(cells) => {
            let zone = named()?;
            fill(&cells, field, show_local, |_, micros| {
                let days = i32::try_from(micros.div_euclid(DAY)).unwrap_or(i32::MAX);
                Ok(zone.resolve(Date::from_days(days)?, micros.rem_euclid(DAY)).micros())
            })
        }
        Column::Date(cells) if cells.is_empty() => Cells::default(),
        Column::Date(cells) => {
            let zone = named()?;
            fill(&cells, field, show_date, |_, days| Ok(zone.start_of(Date::from_days(days)?).micros()))
        }
        Column::Text(text) => read(&text, field, "an instant", parse),
        Column::Literal(literal) => read(&literal, field, "an instant", parse),
        other => return Err(Trouble::unsupported(&other, "instants")),
    };
    Ok(Column::Instant(cells))
}

/// Dates in the years 1 to 9999.
pub(super) fn dates(cells: Cells<i32>, field: &mut Field<'_>) -> Cells<i32> {
    let known = Date::MIN.days()..=Date::MAX.days();
    let valid = field.read_cells(&cells, show_date, |_, _, days| {
        if known.contains(&days) { Ok(()) } else { Ok(Date::from_days(days).map(drop)?) }
    });
    cleared(cells, valid)
}

/// Instants in the years 1 to 9999.
pub(super) fn instants(cells: Cells<i64>, field: &mut Field<'_>) -> Cells<i64> {
    let valid = field.read_cells(&cells, show_instant, |_, _, micros| Ok(Instant::from_micros(micros).map(drop)?));
    cleared(cells, valid)
}

/// The same cells with a default under each that is not filled.
fn cleared<T: Copy + Default>(cells: Cells<T>, valid: Validity) -> Cells<T> {
    let mut values = cells.values;
    if let Some(flags) = valid.flags() {
        values.iter_mut().zip(flags).filter(|(_, valid)| !**valid).for_each(|(value, _)| *value = T::default());
    }
    Cells { values, valid }
}

fn midnight(micros: i64) -> Result<i32, Refusal> {
    if micros.rem_euclid(DAY) != 0 {
        return Err(not_a_date());
    }
    let days = i32::try_from(micros.div_euclid(DAY)).unwrap_or(i32::MAX);
    Ok(Date::from_days(days)?.days())
}

fn midnight_in(zone: Zone, micros: i64) -> Result<i32, Refusal> {
    let instant = Instant::from_micros(micros)?;
    let date = zone.date_of(instant);
    if zone.start_of(date) == instant { Ok(date.days()) } else { Err(not_a_date()) }
}

#[cold]
fn not_a_date() -> Refusal {
    Refusal::new(Code::TableNotADate, "the time stamp is not at midnight")
}

fn fill<T: Copy + Default, U: Copy + Default>(
    cells: &Cells<T>,
    field: &mut Field<'_>,
    show: impl Fn(T) -> String,
    turn: impl Fn(&Field<'_>, T) -> Result<U, Refusal>,
) -> Cells<U> {
    let mut values = vec![U::default(); field.rows];
    let valid = field.read_cells(cells, show, |field, row, value| {
        let turned = turn(field, value)?;
        if let Some(slot) = values.get_mut(row) {
            *slot = turned;
        }
        Ok(())
    });
    Cells { values, valid }
}

/// Reads text cells; numbers and booleans are refused.
pub(super) fn read<'t, T: Copy + Default>(
    source: impl Into<Source<'t>>,
    field: &mut Field<'_>,
    wanted: &'static str,
    parse: impl Fn(&Field<'_>, &str) -> Result<T, Refusal>,
) -> Cells<T> {
    let mut values = vec![T::default(); field.rows];
    let valid = field.read_text(source, true, |field, row, cell| {
        let parsed = match cell {
            Written::Text(text) => parse(field, text)?,
            Written::Number(_) => return Err(Refusal::wrong_type("a number", wanted)),
            Written::Boolean(_) => return Err(Refusal::wrong_type("a boolean", wanted)),
        };
        if let Some(slot) = values.get_mut(row) {
            *slot = parsed;
        }
        Ok(())
    });
    Cells { values, valid }
}

fn show_date(days: i32) -> String {
    Date::from_days(days).map_or_else(|_| format!("day {days}"), |date| date.to_string())
}

fn show_instant(micros: i64) -> String {
    Instant::from_micros(micros).map_or_else(|_| format!("{micros} µs"), |instant| instant.to_string())
}

fn show_local(micros: i64) -> String {
    show_instant(micros).trim_end_matches('Z').to_owned()
}
