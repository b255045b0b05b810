//! The `cap_balances` table: what caps withheld, and what of it was paid later.

use std::ops::Range;

use super::super::output::tabulate::Sheet;
use super::super::workings::{MOST_PLACES, Workings};
use crate::number::{Exact, Rounding};
use crate::problem::Problem;
use crate::table::ColumnKind::{Boolean, Currency, Date, Decimal, Id};
use crate::table::{Cells, Column, ColumnShape, Table, TableShape, TextColumn};

const fn money(name: &'static str, about: &'static str) -> ColumnShape {
    ColumnShape::required(name, Decimal, about).money()
}

/// Out: one row a payee, cap and period that the call touches.
pub static CAP_BALANCES: TableShape = TableShape {
    name: "cap_balances",
    about: "one row a payee, cap and period: what the cap withheld, and what of it was paid; opening + withheld - released = closing, where a cap carries",
    key: None,
    columns: &[
        ColumnShape::required("payee_id", Id, "the payee"),
        ColumnShape::optional("component_id", Id, "the component; empty for the cap of the plan"),
        ColumnShape::required("period_from", Date, "the first day of the period that is capped"),
        ColumnShape::required("period_to", Date, "the first day after"),
        money("cap", "the most for the period, after proration"),
        money("earned", "what would have been earned without the cap, less what refunds cancelled of what it withheld"),
        money(
            "opening",
            "what earlier periods of the plan year withheld and did not pay, less what refunds have cancelled of it since",
        ),
        money("withheld", "what the cap withheld of this period, less what refunds cancelled"),
        money("released", "what was paid of the balance at the end of the period"),
        money("closing", "what is left to later periods; 0 where the cap forfeits"),
        ColumnShape::required("provisional", Boolean, "whether the period goes on after the call"),
        ColumnShape::required("currency", Currency, "the currency of the amounts"),
    ],
};

/// A row of the table.
#[derive(Debug, Clone)]
pub(crate) struct BalanceRow {
    pub(super) payee: u32,
    /// The component; none for the cap of the plan.
    pub(super) component: Option<usize>,
    pub(super) window: Range<i32>,
    pub(super) cap: Exact,
    pub(super) earned: Exact,
    pub(super) opening: Exact,
    pub(super) withheld: Exact,
    pub(super) released: Exact,
    pub(super) closing: Exact,
    pub(super) provisional: bool,
}

/// The finished table. Amounts are exact up to 12 places and rounded half-even to them.
pub(crate) fn balance_table(rows: &[BalanceRow], workings: &Workings) -> Result<Table, Problem> {
    let mut sheet = Sheet::new(rows.len());
    let components = &workings.plan.components;
    let id = |component: Option<usize>| components.get(component?).map(|component| component.id.as_str());
    let day = |days: i32| crate::time::Date::from_days(days).ok();
    sheet.text("payee_id", &mut rows.iter().map(|row| Some(workings.roster.payees.word(row.payee))));
    sheet.text("component_id", &mut rows.iter().map(|row| id(row.component)));
    sheet.dates("period_from", &mut rows.iter().map(|row| day(row.window.start)));
    sheet.dates("period_to", &mut rows.iter().map(|row| day(row.window.end)));
    type Amount = fn(&BalanceRow) -> &Exact;
    let amounts: [(&str, Amount); 6] = [
        ("cap", |row| &row.cap),
        ("earned", |row| &row.earned),
        ("opening", |row| &row.opening),
        ("withheld", |row| &row.withheld),
        ("released", |row| &row.released),
        ("closing", |row| &row.closing),
    ];
    for (name, amount) in amounts {
        let shown: Vec<Exact> = rows.iter().map(|row| shown(amount(row))).collect();
        sheet.exacts(name, &mut shown.iter().map(Some));
    }
    let mut table = sheet.finish()?;
    table.push("provisional", Column::Boolean(Cells::full(rows.iter().map(|row| row.provisional).collect())))?;
    table.push("currency", Column::Text(TextColumn::constant(workings.plan.currency.code(), rows.len())))?;
    Ok(table)
}

/// A value as decimal columns show it.
pub(super) fn shown(value: &Exact) -> Exact {
    value.round_to(MOST_PLACES, Rounding::HalfEven).map_or_else(|_| value.clone(), Exact::from)
}
