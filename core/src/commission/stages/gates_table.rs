//! The `gates` table: how every gate stands, and what it keeps back.

use std::ops::Range;

use super::super::model::Gate;
use super::super::output::tabulate::Sheet;
use super::super::workings::Workings;
use super::balances::shown;
use crate::number::Exact;
use crate::problem::Problem;
use crate::table::ColumnKind::{Boolean, Code, Currency, Date, Decimal, Id, Integer, Ratio, Text};
use crate::table::{Cells, Column, ColumnShape, Table, TableShape, TextColumn};

const fn required(name: &'static str, kind: crate::table::ColumnKind, about: &'static str) -> ColumnShape {
    ColumnShape::required(name, kind, about)
}

/// Out: one row a payee, gate and period that it looks at, of those that the call touches.
pub static GATES: TableShape = TableShape {
    name: "gates",
    about: "one row a payee, gate and period that it looks at: whether it is passed, and how far away that is",
    key: None,
    columns: &[
        required("payee_id", Id, "the payee"),
        required("component_id", Id, "the component"),
        required("gate", Integer, "the number of the gate in its component, from 1"),
        required("condition", Text, "what it asks for, in words"),
        required("period_from", Date, "the first day of the measure that it looks at"),
        required("period_to", Date, "the first day after"),
        required("value", Ratio, "what is asked for"),
        ColumnShape::optional(
            "actual",
            Ratio,
            "what there is, to 12 places; empty where there is none, which passes no gate",
        ),
        ColumnShape::optional("distance", Ratio, "what is asked for less what there is"),
        required("outcome", Code(&["passed", "failed", "held", "released", "forfeited"]), "how it stands"),
        required("withheld", Decimal, "what its component would have earned besides with all gates passed").money(),
        required("provisional", Boolean, "whether the period goes on after the call"),
        required("currency", Currency, "the currency of the amounts"),
    ],
};

/// A row of the table.
#[derive(Debug, Clone)]
pub(crate) struct GateRow {
    pub(super) payee: u32,
    pub(super) component: usize,
    /// From 0.
    pub(super) number: usize,
    pub(super) window: Range<i32>,
    pub(super) actual: Option<Exact>,
    pub(super) distance: Option<Exact>,
    pub(super) outcome: &'static str,
    pub(super) withheld: Exact,
    pub(super) provisional: bool,
}

/// The finished table. Numbers are exact up to 12 places and rounded half-even to them.
pub(crate) fn gate_table(rows: &[GateRow], workings: &Workings) -> Result<Table, Problem> {
    let mut sheet = Sheet::new(rows.len());
    let component = |row: &GateRow| workings.plan.components.get(row.component);
    let gate = |row: &GateRow| component(row)?.stages.gates.get(row.number);
    let day = |days: i32| crate::time::Date::from_days(days).ok();
    let conditions: Vec<Option<String>> =
        rows.iter().map(|row| gate(row).map(|gate: &Gate| gate.when.words())).collect();
    sheet.text("payee_id", &mut rows.iter().map(|row| Some(workings.roster.payees.word(row.payee))));
    sheet.text("component_id", &mut rows.iter().map(|row| Some(component(row)?.id.as_str())));
    sheet.integers("gate", &mut rows.iter().map(|row| row.number + 1));
    sheet.text("condition", &mut conditions.iter().map(Option::as_deref));
    sheet.dates("period_from", &mut rows.iter().map(|row| day(row.window.start)));
    sheet.dates("period_to", &mut rows.iter().map(|row| day(row.window.end)));
    let mut numbers = |name: &str, of: &dyn Fn(&GateRow) -> Option<Exact>| {
        let values: Vec<Option<Exact>> = rows.iter().map(|row| of(row).as_ref().map(shown)).collect();
        sheet.exacts(name, &mut values.iter().map(Option::as_ref));
    };
    numbers("value", &|row| Some(gate(row)?.when.value.clone()));
    numbers("actual", &|row| row.actual.clone());
    numbers("distance", &|row| row.distance.clone());
    sheet.text("outcome", &mut rows.iter().map(|row| Some(row.outcome)));
    let withheld: Vec<Exact> = rows.iter().map(|row| shown(&row.withheld)).collect();
    sheet.exacts("withheld", &mut withheld.iter().map(Some));
    let mut table = sheet.finish()?;
    table.push("provisional", Column::Boolean(Cells::full(rows.iter().map(|row| row.provisional).collect())))?;
    table.push("currency", Column::Text(TextColumn::constant(workings.plan.currency.code(), rows.len())))?;
    Ok(table)
}
