//! The columns of the result tables while they grow.

use super::order::Order;
use super::run::{Measured, Priced};
use super::slices::Slice;
use super::workings::{MOST_PLACES, Workings};
use crate::number::{Exact, Rounding, pow10};
use crate::table::{Cells, Column, DecimalColumn, Table, TextColumn, Validity};

/// The `lines` table, column by column.
#[derive(Debug, Default)]
pub(super) struct Lines {
    payee: Vec<u32>,
    component: Vec<u32>,
    line_no: Vec<i64>,
    row: Vec<u32>,
    period_from: Vec<i32>,
    period_to: Vec<i32>,
    effective_on: Vec<i32>,
    quota_credit: Vec<i128>,
    commission_credit: Vec<i128>,
    measure_before: Vec<i128>,
    measure_after: Vec<i128>,
    tier: Nullable<i64>,
    rate: Nullable<i128>,
    at_rate: Vec<i128>,
    true_up: Vec<i128>,
    /// In minor units; rounding levels above the line write them again.
    pub(super) amount: Vec<i128>,
}

/// Values of which some are missing; flags are kept from the first that is missing.
#[derive(Debug, Default)]
struct Nullable<T> {
    values: Vec<T>,
    flags: Vec<bool>,
}

impl<T: Copy + Default> Nullable<T> {
    fn extend<P>(&mut self, from: &[P], value: impl Fn(&P) -> Option<T>) {
        let any_missing = from.iter().any(|from| value(from).is_none());
        if any_missing && self.flags.is_empty() {
            self.flags.resize(self.values.len(), true);
        }
        if any_missing || !self.flags.is_empty() {
            self.flags.extend(from.iter().map(|from| value(from).is_some()));
        }
        self.values.extend(from.iter().map(|from| value(from).unwrap_or_default()));
    }

    fn cells(self) -> Cells<T> {
        let valid = if self.flags.is_empty() { Validity::ALL } else { Validity::from_flags(self.flags) };
        Cells { values: self.values, valid }
    }
}

impl Lines {
    pub(super) fn reserve(&mut self, lines: usize) {
        self.payee.reserve(lines);
        self.component.reserve(lines);
        self.line_no.reserve(lines);
        self.row.reserve(lines);
        self.period_from.reserve(lines);
        self.period_to.reserve(lines);
        self.effective_on.reserve(lines);
        self.quota_credit.reserve(lines);
        self.commission_credit.reserve(lines);
        self.measure_before.reserve(lines);
        self.measure_after.reserve(lines);
        self.tier.values.reserve(lines);
        self.rate.values.reserve(lines);
        self.at_rate.reserve(lines);
        self.true_up.reserve(lines);
        self.amount.reserve(lines);
    }

    pub(super) fn len(&self) -> usize {
        self.amount.len()
    }

    /// Adds the lines of a slice, column by column, while they are still in the cache. `position` says
    /// where in the order a line's credit stands; lines are counted on from `counted`.
    pub(super) fn extend(
        &mut self,
        slice: &Slice,
        counted: i64,
        priced: &[Priced],
        position: impl Fn(usize) -> usize,
        order: &Order,
    ) {
        let lines = priced.len();
        let filled = self.len() + lines;
        self.payee.resize(filled, slice.payee);
        self.component.resize(filled, u32::try_from(slice.component).unwrap_or(u32::MAX));
        self.period_from.resize(filled, slice.asked.start);
        self.period_to.resize(filled, slice.asked.end);
        self.line_no.extend((counted + 1..).take(lines));
        let at = |priced: &Priced| position(priced.line.position);
        self.row.extend(priced.iter().map(|line| order.rows.get(at(line)).copied().unwrap_or(u32::MAX)));
        self.effective_on.extend(priced.iter().map(|line| order.days.get(at(line)).copied().unwrap_or(0)));
        self.quota_credit.extend(priced.iter().map(|priced| priced.line.quota_credit));
        self.commission_credit.extend(priced.iter().map(|priced| priced.line.commission_credit));
        self.measure_before.extend(priced.iter().map(|priced| priced.line.measure_before));
        self.measure_after.extend(priced.iter().map(|priced| priced.line.measure_after));
        self.tier.extend(priced, |priced| priced.tier);
        self.rate.extend(priced, |priced| priced.rate);
        self.at_rate.extend(priced.iter().map(|priced| priced.line.at_rate));
        self.true_up.extend(priced.iter().map(|priced| priced.line.true_up));
        self.amount.extend(priced.iter().map(|priced| priced.line.amount));
    }

    /// The finished table. `rounding` is what makes `at_rate + true_up + rounding` the amount.
    pub(super) fn into_table(self, workings: &Workings) -> Table {
        let rows = self.len();
        let scale = workings.plan.rounding.scale;
        let places = workings.money_places;
        let step = pow10(places.saturating_sub(scale));
        let exact = self.at_rate.iter().zip(&self.true_up);
        let rounding =
            self.amount.iter().zip(exact).map(|(amount, (at_rate, true_up))| amount * step - at_rate - true_up);
        let rounding = rounding.collect();
        let credit = |values| decimal(values, workings.credit_places);
        let components = workings.plan.components.iter().map(|component| component.id.clone()).collect();
        let transactions = workings.transactions.table().text("transaction_id").map(|ids| ids.take(&self.row));
        Table::new([
            ("payee_id", Column::Text(TextColumn::coded(self.payee, workings.roster.payees.words().to_vec()))),
            ("component_id", Column::Text(TextColumn::coded(self.component, components))),
            ("line_no", Column::Integer(Cells::full(self.line_no))),
            ("transaction_id", Column::Text(transactions.unwrap_or_default())),
            ("kind", Column::Text(TextColumn::constant("earning", rows))),
            ("period_from", Column::Date(Cells::full(self.period_from))),
            ("period_to", Column::Date(Cells::full(self.period_to))),
            ("effective_on", Column::Date(Cells::full(self.effective_on))),
            ("quota_credit", credit(self.quota_credit)),
            ("commission_credit", credit(self.commission_credit)),
            ("measure_before", credit(self.measure_before)),
            ("measure_after", credit(self.measure_after)),
            ("tier", Column::Integer(self.tier.cells())),
            ("rate", Column::Decimal(DecimalColumn { cells: self.rate.cells(), scale: MOST_PLACES })),
            ("at_rate", decimal(self.at_rate, places)),
            ("true_up", decimal(self.true_up, places)),
            ("amount", decimal(self.amount, scale)),
            ("rounding", decimal(rounding, places)),
            ("currency", Column::Text(TextColumn::constant(workings.plan.currency.code(), rows))),
        ])
        .unwrap_or_default()
    }
}

fn decimal(values: Vec<i128>, scale: u32) -> Column {
    Column::Decimal(DecimalColumn { cells: Cells::full(values), scale })
}

/// The `statements` table, column by column: one row a slice, and one a payee.
#[derive(Debug, Default)]
pub(super) struct Statements {
    pub(super) payee: Vec<u32>,
    /// The slice of a row; none for a payee's total.
    pub(super) slice: Vec<Option<usize>>,
    measure: Vec<Option<Measured>>,
    pub(super) earned: Vec<i128>,
    lines: Vec<i64>,
}

impl Statements {
    pub(super) fn slice(&mut self, payee: u32, slice: usize, measure: Measured, earned: i128, lines: i64) {
        self.push(payee, Some(slice), Some(measure), earned, lines);
    }

    pub(super) fn total(&mut self, payee: u32, earned: i128, lines: i64) {
        self.push(payee, None, None, earned, lines);
    }

    fn push(&mut self, payee: u32, slice: Option<usize>, measure: Option<Measured>, earned: i128, lines: i64) {
        self.payee.push(payee);
        self.slice.push(slice);
        self.measure.push(measure);
        self.earned.push(earned);
        self.lines.push(lines);
    }

    pub(super) fn into_table(self, workings: &Workings) -> Table {
        let rows = self.payee.len();
        let slices: Vec<Option<&Slice>> = self.slice.iter().map(|slice| workings.slices.get((*slice)?)).collect();
        let period = &workings.period;
        let from = slices.iter().map(|slice| slice.map_or(period.from().days(), |slice| slice.asked.start)).collect();
        let to = slices.iter().map(|slice| slice.map_or(period.to().days(), |slice| slice.asked.end)).collect();
        let component = |slice: &Option<&Slice>| slice.map(|slice| workings.component(slice).id.as_str());
        let attained: Vec<Option<Result<i128, &'static str>>> =
            self.measure.iter().map(|measure| measure.map(|measure| measure.attainment)).collect();
        let reasons = attained.iter().map(|attained| attained.and_then(Result::err));
        Table::new([
            ("payee_id", Column::Text(TextColumn::coded(self.payee, workings.roster.payees.words().to_vec()))),
            ("component_id", Column::Text(TextColumn::from_options(slices.iter().map(component)))),
            ("period_from", Column::Date(Cells::full(from))),
            ("period_to", Column::Date(Cells::full(to))),
            (
                "measure",
                optional(
                    self.measure.iter().map(|measure| measure.map(|measure| measure.shown)),
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
            ("currency", Column::Text(TextColumn::constant(workings.plan.currency.code(), rows))),
            ("lines", Column::Integer(Cells::full(self.lines))),
        ])
        .unwrap_or_default()
    }
}

fn optional(values: impl Iterator<Item = Option<i128>>, scale: u32) -> Column {
    Column::Decimal(DecimalColumn { cells: Cells::from_options(values), scale })
}

/// Exact values of slices, to as many places as they need, at most 12.
fn exact(slices: &[Option<&Slice>], value: impl Fn(&Slice) -> Option<Exact>) -> Column {
    let values: Vec<Option<Exact>> = slices.iter().map(|slice| value((*slice)?)).collect();
    let needed = |value: &Exact| value.to_decimal().map_or(MOST_PLACES, |value| value.scale().min(MOST_PLACES));
    let scale = values.iter().flatten().map(needed).max().unwrap_or(0);
    let mantissa = |value: &Exact| value.round_to_units(scale, Rounding::HalfEven).ok();
    optional(values.iter().map(|value| mantissa(value.as_ref()?)), scale)
}
