//! The `lines` table while it grows.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::figures::Figures;
use crate::commission::clawback;
use crate::commission::credit::order::Order;
use crate::commission::engine::run::Members;
use crate::commission::engine::sink::{Figure, Reached, Sink};
use crate::commission::periods::slices::Slice;
use crate::commission::stages::Kind;
use crate::commission::workings::{MOST_PLACES, Workings};
use crate::number::pow10;
use crate::table::{Cells, Column, DecimalColumn, Table, TextColumn, Validity};

/// The `lines` table, column by column.
#[derive(Debug)]
pub(crate) struct Lines {
    pub(crate) payee: Vec<u32>,
    pub(crate) component: Vec<u32>,
    pub(crate) line_no: Vec<i64>,
    pub(crate) row: Vec<u32>,
    pub(crate) period_from: Vec<i32>,
    pub(crate) period_to: Vec<i32>,
    pub(crate) effective_on: Vec<i32>,
    pub(crate) figures: Figures,
    pub(super) tier: Nullable<i64>,
    pub(super) rate: Nullable<i128>,
    /// By line whose rate stands in one of several columns of a table: the number of that column.
    pub(super) tier_column: BTreeMap<usize, i64>,
    /// By line what it is, and what stages made of it; empty where the plan has no stages.
    pub(crate) kinds: Vec<u32>,
    pub(crate) modified: Vec<i128>,
    /// By clawback line that is not of the refunded sale: the row of the transaction that it takes back.
    pub(crate) sources: BTreeMap<usize, u32>,
    /// By line that pays for a refunded sale later: how many refunds of that came before.
    pub(crate) later: BTreeMap<usize, u32>,
    /// Lines that only lower a measure, where the plan has no stages.
    pub(crate) lowering: BTreeSet<usize>,
    /// By line whose line it is a part of, or `u32::MAX`; empty where the plan has no stages.
    pub(crate) from: Vec<u32>,
    /// A minor unit at the scale of the exact money columns.
    unit: i128,
}

/// Values of which some are missing; flags are kept from the first that is missing.
#[derive(Debug, Default)]
pub(super) struct Nullable<T> {
    values: Vec<T>,
    flags: Vec<bool>,
}

impl<T: Copy + Default> Nullable<T> {
    fn with_capacity(rows: usize) -> Self {
        Self { values: Vec::with_capacity(rows), flags: Vec::new() }
    }

    fn fill(&mut self, rows: usize, value: Option<T>) {
        let filled = self.values.len() + rows;
        if value.is_none() || !self.flags.is_empty() {
            self.flags.resize(self.values.len(), true);
            self.flags.resize(filled, value.is_some());
        }
        self.values.resize(filled, value.unwrap_or_default());
    }

    fn get(&self, row: usize) -> Option<T> {
        let valid = self.flags.is_empty() || self.flags.get(row) == Some(&true);
        self.values.get(row).copied().filter(|_| valid)
    }

    pub(super) fn append(&mut self, mut other: Self) {
        if !self.flags.is_empty() || !other.flags.is_empty() {
            self.flags.resize(self.values.len(), true);
            other.flags.resize(other.values.len(), true);
            self.flags.append(&mut other.flags);
        }
        self.values.append(&mut other.values);
    }

    fn cells(self) -> Cells<T> {
        let valid = if self.flags.is_empty() { Validity::ALL } else { Validity::from_flags(self.flags) };
        Cells { values: self.values, valid }
    }
}

impl Lines {
    /// No lines, with room for so many.
    pub(crate) fn with_capacity(lines: usize, workings: &Workings) -> Self {
        Self {
            payee: Vec::with_capacity(lines),
            component: Vec::with_capacity(lines),
            line_no: Vec::with_capacity(lines),
            row: Vec::with_capacity(lines),
            period_from: Vec::with_capacity(lines),
            period_to: Vec::with_capacity(lines),
            effective_on: Vec::with_capacity(lines),
            figures: Figures::with_capacity(lines),
            tier: Nullable::with_capacity(lines),
            rate: Nullable::with_capacity(lines),
            tier_column: BTreeMap::new(),
            kinds: Vec::new(),
            modified: Vec::new(),
            sources: BTreeMap::new(),
            later: BTreeMap::new(),
            lowering: BTreeSet::new(),
            from: Vec::new(),
            unit: pow10(workings.money_places.saturating_sub(workings.plan.rounding.scale)),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.figures.len()
    }

    /// In minor units.
    pub(crate) fn amounts(&self) -> &[i128] {
        self.figures.amounts()
    }

    /// Whether a line reached a tier, or a rate, that pays on its credit.
    pub(crate) fn has_rate(&self, line: usize) -> bool {
        self.rate.get(line).is_some()
    }

    /// The tier that a line reached, as it shows it.
    pub(crate) fn reached_at(&self, line: usize) -> Reached {
        let column = self.tier_column.get(&line).copied();
        Reached { number: self.tier.get(line), column, rate: self.rate.get(line) }
    }

    /// Completes the lines of a slice that the kernel has added, the last of its members; lines are
    /// counted on from `counted`. Answers how many they are.
    pub(crate) fn place(&mut self, slice: &Slice, counted: i64, members: &Members, order: &Order) -> i64 {
        let (start, filled) = (self.payee.len(), self.len());
        self.payee.resize(filled, slice.payee);
        self.component.resize(filled, u32::try_from(slice.component).unwrap_or(u32::MAX));
        self.period_from.resize(filled, slice.asked.start);
        self.period_to.resize(filled, slice.asked.end);
        let lines = filled - start;
        self.line_no.extend((counted + 1..).take(lines));
        let first = members.first_asked(order, slice);
        members.copy(first..first + lines, &order.rows, &mut self.row);
        members.copy(first..first + lines, &order.days, &mut self.effective_on);
        if !order.lowers.is_empty() {
            let lowers = |line: &usize| order.is_lowering(members.position(first + line));
            self.lowering.extend((0..lines).filter(lowers).map(|line| start + line));
        }
        i64::try_from(lines).unwrap_or(i64::MAX)
    }

    /// Gives the lines from `start` on other amounts.
    pub(crate) fn set_amounts(&mut self, start: usize, amounts: &[i128]) {
        self.figures.set_amounts(start, amounts.iter().copied());
    }

    /// Takes a line over from others, with what the stages made of it.
    pub(crate) fn adopt(
        &mut self,
        from: &Self,
        (kind, line): (Kind, usize),
        period: &Range<i32>,
        line_no: i64,
        modified: i128,
        amount: i128,
    ) {
        fn copy<T: Copy + Default>(to: &mut Vec<T>, from: &[T], line: usize) {
            to.push(from.get(line).copied().unwrap_or_default());
        }
        copy(&mut self.payee, &from.payee, line);
        copy(&mut self.component, &from.component, line);
        copy(&mut self.row, &from.row, line);
        copy(&mut self.effective_on, &from.effective_on, line);
        let own = |figure: Figure| from.figures.get(figure, line).unwrap_or_default();
        self.figures.push(|figure| if figure == Figure::Amount { amount } else { own(figure) });
        self.reached(1, from.reached_at(line));
        self.close(period, line_no, kind, modified);
    }

    /// Adds a line that a stage brought about, on a day of its own.
    #[expect(clippy::too_many_arguments, reason = "a line is made of exactly these")]
    pub(crate) fn add(
        &mut self,
        slice: &Slice,
        (kind, row, day): (Kind, Option<usize>, i32),
        period: &Range<i32>,
        line_no: i64,
        measure: i128,
        modified: i128,
        amount: i128,
    ) {
        self.payee.push(slice.payee);
        self.component.push(u32::try_from(slice.component).unwrap_or(u32::MAX));
        self.row.push(row.and_then(|row| u32::try_from(row).ok()).unwrap_or(u32::MAX));
        self.effective_on.push(day);
        self.figures.push(|figure| match figure {
            Figure::MeasureBefore | Figure::MeasureAfter => measure,
            Figure::Amount => amount,
            _ => 0,
        });
        self.tier.fill(1, None);
        self.rate.fill(1, None);
        self.close(period, line_no, kind, modified);
    }

    /// The rest of a line that stages have had.
    fn close(&mut self, period: &Range<i32>, line_no: i64, kind: Kind, modified: i128) {
        self.period_from.push(period.start);
        self.period_to.push(period.end);
        self.line_no.push(line_no);
        self.kinds.push(kind.code());
        self.modified.push(modified);
        self.from.push(u32::MAX);
    }

    /// What makes `at_rate + true_up + modified + rounding` the amount.
    fn rounding(&self) -> Vec<i128> {
        let rest = self.figures.rest(self.unit);
        if self.modified.is_empty() {
            return rest.collect();
        }
        rest.zip(&self.modified).map(|(rest, modified)| rest.wrapping_sub(*modified)).collect()
    }

    /// The finished table.
    pub(crate) fn into_table(self, workings: &Workings) -> Table {
        let (rows, rounding) = (self.len(), self.rounding());
        let (scale, places) = (workings.plan.rounding.scale, workings.money_places);
        let [quota_credit, commission_credit, measure_before, measure_after, at_rate, true_up, amount] =
            self.figures.into_columns();
        let credit = |values| decimal(values, workings.credit_places);
        let plan = &workings.plan;
        let parts = (0..plan.parts()).map(|part| plan.part_id(part).to_owned()).collect();
        let transactions = workings.transactions.table().text("transaction_id").map(|ids| ids.take(&self.row));
        let (staged, shared) = (plan.is_staged(), plan.is_shared());
        let payees = || workings.roster.payees.words();
        let from = self.from.iter().map(|from| payees().get(*from as usize).map(String::as_str));
        let from = if shared { TextColumn::from_options(from) } else { TextColumn::default() };
        let (kind, source) = clawback::columns(self.kinds, &self.row, &self.lowering, &self.sources, workings);
        let across = plan.components.iter().any(|component| component.payout.across().is_some());
        let lines = if across { rows } else { 0 };
        let tier_column =
            Column::Integer(Cells::from_options((0..lines).map(|line| self.tier_column.get(&line).copied())));
        let columns = [
            ("payee_id", Column::Text(TextColumn::coded(self.payee, payees().to_vec()))),
            ("component_id", Column::Text(TextColumn::coded(self.component, parts))),
            ("line_no", Column::Integer(Cells::full(self.line_no))),
            ("transaction_id", Column::Text(transactions.unwrap_or_default())),
            ("kind", Column::Text(kind)),
            ("source_transaction_id", Column::Text(source)),
            ("source_payee_id", Column::Text(from)),
            ("period_from", Column::Date(Cells::full(self.period_from))),
            ("period_to", Column::Date(Cells::full(self.period_to))),
            ("effective_on", Column::Date(Cells::full(self.effective_on))),
            ("quota_credit", credit(quota_credit)),
            ("commission_credit", credit(commission_credit)),
            ("measure_before", credit(measure_before)),
            ("measure_after", credit(measure_after)),
            ("tier", Column::Integer(self.tier.cells())),
            ("tier_column", tier_column),
            ("rate", Column::Decimal(DecimalColumn { cells: self.rate.cells(), scale: MOST_PLACES })),
            ("at_rate", decimal(at_rate, places)),
            ("true_up", decimal(true_up, places)),
            ("modified", decimal(self.modified, places)),
            ("amount", decimal(amount, scale)),
            ("rounding", decimal(rounding, places)),
            ("currency", Column::Text(TextColumn::constant(workings.plan.currency.code(), rows))),
        ];
        // Without stages nothing is modified, without sharing nothing is of somebody else's line, and most tables have
        // one column.
        let has = |name: &str| match name {
            "modified" => staged,
            "source_payee_id" => shared,
            "tier_column" => across,
            _ => true,
        };
        Table::new(columns.into_iter().filter(|(name, _)| has(name))).unwrap_or_default()
    }
}

impl Sink for Lines {
    #[inline(always)]
    fn figures(&mut self, figure: Figure, mantissas: impl Iterator<Item = i128>) {
        self.figures.extend(figure, mantissas);
    }

    fn reached(&mut self, lines: usize, tier: Reached) {
        if let Some(column) = tier.column {
            let first = self.tier.values.len();
            self.tier_column.extend((first..first + lines).map(|line| (line, column)));
        }
        self.tier.fill(lines, tier.number);
        self.rate.fill(lines, tier.rate);
    }
}

pub(super) fn decimal(values: Vec<i128>, scale: u32) -> Column {
    Column::Decimal(DecimalColumn { cells: Cells::full(values), scale })
}
