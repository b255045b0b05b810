//! The `statements` table while it grows.

use super::lines::decimal;
use crate::commission::engine::run::Measured;
use crate::commission::periods::segments::overlap;
use crate::commission::periods::slices::Slice;
use crate::commission::workings::{MOST_PLACES, Workings};
use crate::number::{Exact, Rounding};
use crate::table::{Cells, Column, DecimalColumn, Table, TextColumn};

/// The `statements` table, column by column: one row a slice, and one a payee.
#[derive(Debug, Default)]
pub(crate) struct Statements {
    pub(crate) payee: Vec<u32>,
    /// The slice of a row; none for what is beyond slices and for a payee's total.
    pub(crate) slice: Vec<Option<usize>>,
    /// The component, override or team bonus whose lines beyond slices a row sums up.
    pub(super) beyond: Vec<Option<usize>>,
    pub(super) measure: Vec<Option<Measured>>,
    pub(crate) earned: Vec<i128>,
    pub(super) lines: Vec<i64>,
}

impl Statements {
    pub(crate) fn slice(&mut self, payee: u32, slice: usize, measure: Measured, earned: i128, lines: i64) {
        self.push(payee, Some(slice), None, Some(measure), earned, lines);
    }

    pub(crate) fn total(&mut self, payee: u32, earned: i128, lines: i64) {
        self.push(payee, None, None, None, earned, lines);
    }

    /// What is beyond slices: shares, overrides and parts of pools, and what refunds take back.
    pub(crate) fn beyond(&mut self, payee: u32, component: usize, earned: i128, lines: i64) {
        self.push(payee, None, Some(component), None, earned, lines);
    }

    pub(crate) fn len(&self) -> usize {
        self.payee.len()
    }

    fn push(
        &mut self,
        payee: u32,
        slice: Option<usize>,
        beyond: Option<usize>,
        measure: Option<Measured>,
        earned: i128,
        lines: i64,
    ) {
        self.payee.push(payee);
        self.slice.push(slice);
        self.beyond.push(beyond);
        self.measure.push(measure);
        self.earned.push(earned);
        self.lines.push(lines);
    }

    /// What each payee earned.
    pub(crate) fn totals(&self) -> impl Iterator<Item = i128> {
        let rows = self.slice.iter().zip(&self.beyond).zip(&self.earned);
        rows.filter(|((slice, beyond), _)| slice.is_none() && beyond.is_none()).map(|(_, earned)| *earned)
    }

    pub(crate) fn into_table(self, workings: &Workings) -> Table {
        let rows = self.payee.len();
        let slices: Vec<Option<&Slice>> = self.slice.iter().map(|slice| workings.slices.get((*slice)?)).collect();
        let period = &workings.period;
        let call = period.from().days()..period.to().days();
        // Where stages add up more than the call pays, slices begin before it.
        let days = |slice: &Option<&Slice>| {
            let paid = slice.map_or_else(|| call.clone(), |slice| overlap(&slice.asked, &call));
            if paid.is_empty() { call.clone() } else { paid }
        };
        let from = slices.iter().map(|slice| days(slice).start).collect();
        let to = slices.iter().map(|slice| days(slice).end).collect();
        let component = |(slice, beyond): (&Option<&Slice>, &Option<usize>)| {
            slice.map(|slice| slice.component).or(*beyond).map(|part| workings.plan.part_id(part))
        };
        let attained: Vec<Option<Result<i128, &'static str>>> =
            self.measure.iter().map(|measure| measure.map(|measure| measure.attainment)).collect();
        let reasons = attained.iter().map(|attained| attained.and_then(Result::err));
        let sums = slices.iter().zip(&self.beyond).map(|(slice, beyond)| slice.is_none() && beyond.is_none());
        let totals = self.payee.iter().zip(sums).map(|(payee, is_total)| is_total.then_some(*payee));
        let guarantees = totals.map(|payee| workings.guarantee(payee?)).collect();
        Table::new([
            ("payee_id", Column::Text(TextColumn::coded(self.payee, workings.roster.payees.words().to_vec()))),
            ("component_id", Column::Text(TextColumn::from_options(slices.iter().zip(&self.beyond).map(component)))),
            ("period_from", Column::Date(Cells::full(from))),
            ("period_to", Column::Date(Cells::full(to))),
            (
                "measure",
                optional(
                    self.measure.iter().map(|measure| measure.map(|measure| measure.stated)),
                    workings.credit_places,
                ),
            ),
            ("base_quota", exact(&slices, |slice| slice.base_quota.clone())),
            ("quota_relief", exact(&slices, |slice| slice.relief.clone())),
            ("quota", exact(&slices, Slice::quota_in_view)),
            ("attainment", optional(attained.iter().map(|attained| attained.and_then(Result::ok)), MOST_PLACES)),
            ("attainment_reason", Column::Text(TextColumn::from_options(reasons))),
            ("target_variable", exact(&slices, |slice| slice.target.clone())),
            ("earned", decimal(self.earned, workings.plan.rounding.scale)),
            ("guarantee", shown(guarantees)),
            ("currency", Column::Text(TextColumn::constant(workings.plan.currency.code(), rows))),
            ("lines", Column::Integer(Cells::full(self.lines))),
        ])
        .unwrap_or_default()
    }
}

fn optional(values: impl Iterator<Item = Option<i128>>, scale: u32) -> Column {
    Column::Decimal(DecimalColumn { cells: Cells::from_options(values), scale })
}

/// Exact values of slices.
fn exact(slices: &[Option<&Slice>], value: impl Fn(&Slice) -> Option<Exact>) -> Column {
    shown(slices.iter().map(|slice| value((*slice)?)).collect())
}

/// Exact values to as many places as they need, at most 12.
fn shown(values: Vec<Option<Exact>>) -> Column {
    let needed = |value: &Exact| value.to_decimal().map_or(MOST_PLACES, |value| value.scale().min(MOST_PLACES));
    let scale = values.iter().flatten().map(needed).max().unwrap_or(0);
    let mantissa = |value: &Exact| value.round_to_units(scale, Rounding::HalfEven).ok();
    optional(values.iter().map(|value| mantissa(value.as_ref()?)), scale)
}
