//! What a credit needs to have a value: an exchange rate, and units where the plan pays by them.

use std::collections::BTreeMap;

use super::credits::{column, days, id, refuse};
use super::splits::Role;
use crate::commission::document::{DateBasis, FxDate, Otherwise};
use crate::commission::model::{Component, Payout, RateRules};
use crate::commission::periods::roster::Standing;
use crate::commission::rates::across::Across;
use crate::commission::workings::Workings;
use crate::problem::Code;
use crate::table::{BadRecords, Cells, Table};
use crate::time::Date;

/// The exchange rates of a call's transactions, and which of them lack a rate or units.
#[derive(Debug, Default)]
pub(crate) struct Values {
    without_rate: Vec<bool>,
    without_units: Vec<bool>,
    without_price: Vec<bool>,
    without_cost: Vec<bool>,
    without_profit: Vec<bool>,
    without_rule: Vec<bool>,
    /// By column that picks one of a rate table.
    without_column: BTreeMap<String, Vec<bool>>,
}

impl Values {
    /// Whether a transaction lacks a value for any component that would count it.
    #[inline]
    pub(crate) fn is_blocked(&self, row: usize) -> bool {
        let flagged = |flags: &[bool]| flags.get(row).copied().unwrap_or(false);
        let prices = [&self.without_price, &self.without_cost, &self.without_profit];
        let rates = [&self.without_rate, &self.without_rule, &self.without_units];
        let columns = self.without_column.values().any(|flags| flagged(flags));
        columns || rates.iter().any(|flags| flagged(flags)) || prices.iter().any(|flags| flagged(flags))
    }
}

/// Sets a flag; whether it was not set before.
fn raise(flags: &mut [bool], row: usize) -> bool {
    flags.get_mut(row).is_some_and(|flag| !std::mem::replace(flag, true))
}

impl Workings {
    /// The day on which a credit counts by a date basis: inside the window, its payee on the plan.
    #[inline]
    pub(crate) fn counted_on(&self, credit: usize, days: &Cells<i32>) -> Option<i32> {
        let (payee, row) = (self.credits.payee(credit), self.credits.row(credit));
        let is_there = |day: i32| self.roster.standing(payee, day) == Standing::Assigned;
        let day = days.get(row).filter(|day| self.window.contains(day)).filter(|&day| is_there(day))?;
        // What a refund takes off has to have been counted.
        let of = self.refunds.value_row(row);
        (of == row || days.get(of).is_some_and(is_there)).then_some(day)
    }

    /// The number of each row's exchange rate by this date basis; nothing where all amounts are in the
    /// plan's currency. A transaction without a rate is a bad record.
    pub(crate) fn rate_numbers(&self, basis: DateBasis, values: &mut Values, bad: &mut BadRecords) -> Vec<u32> {
        let (plan, table) = (&self.plan, self.transactions.table());
        let (Some(currencies), Some(measured)) = (table.text("currency"), days(table, basis)) else {
            return Vec::new();
        };
        let own = plan.currency.code();
        let is_foreign = |row: usize| currencies.get(row).is_some_and(|currency| currency != own);
        if !(0..table.rows()).any(is_foreign) {
            return Vec::new();
        }
        let fx = plan.fx.unwrap_or_default();
        let last_day = |measured| {
            let period = plan.calendar.period_of(fx.period?, Date::from_days(measured).ok()?).ok()?;
            Some(period.to().days() - 1)
        };
        let mut numbers = vec![0; table.rows()];
        values.without_rate.resize(table.rows(), false);
        for credit in 0..self.credits.len() {
            let row = self.credits.row(credit);
            if !is_foreign(row) {
                continue;
            }
            let Some(counted) = self.counted_on(credit, measured) else { continue };
            // What a refund takes off is worth what its sale was.
            let valued = self.refunds.value_row(row);
            let measured = if valued == row { counted } else { measured.get(valued).unwrap_or(counted) };
            let of = |basis| days(table, basis).and_then(|cells| cells.get(valued));
            let day = match fx.date {
                FxDate::Measure => Some(measured),
                FxDate::Booking => of(DateBasis::BookedOn),
                FxDate::Invoice => of(DateBasis::InvoicedOn),
                FxDate::Payment => of(DateBasis::PaidOn),
                FxDate::PeriodEnd | FxDate::PeriodAverage => last_day(measured),
                FxDate::PlanFixed => Some(plan.from.days()),
            };
            let currency = currencies.get(row).unwrap_or_default();
            if let Some(found) = day.and_then(|day| self.rates.find(currency, day)) {
                if let Some(number) = numbers.get_mut(row) {
                    *number = found;
                }
            } else if raise(&mut values.without_rate, valued) {
                let id = id(table, valued);
                let message = format!("there is no rate from {currency} to {own} for `{id}` by `{}`", column(basis));
                refuse(bad, table, valued, "currency", Code::CommissionFxRateMissing, message);
            }
        }
        numbers
    }

    /// Finds the transactions that lack what a component that would count them pays by: they are bad records.
    pub(crate) fn find_incomplete(&self, basis: DateBasis, values: &mut Values, bad: &mut BadRecords) {
        let table = self.transactions.table();
        let is_empty = |name: &str, row: usize| table.decimal(name).and_then(|column| column.cells.get(row)).is_none();
        self.refuse_where(
            basis,
            Component::needs_units,
            |row| is_empty("units", row),
            &mut values.without_units,
            |row| {
                refuse_empty(bad, table, row, "units");
            },
        );
        for (name, flags) in [("price", &mut values.without_price), ("cost", &mut values.without_cost)] {
            self.refuse_where(
                basis,
                Component::needs_profit,
                |row| is_empty(name, row),
                flags,
                |row| {
                    refuse_empty(bad, table, row, name);
                },
            );
        }
        for (number, component) in self.plan.components.iter().enumerate() {
            let Payout::Rules(RateRules { otherwise: Otherwise::Error, .. }) = &component.payout else { continue };
            let Some(ruled) = self.ruled(number) else { continue };
            self.refuse_where(
                basis,
                |part| part.key == component.key,
                |row| ruled.is_without(row),
                &mut values.without_rule,
                |row| {
                    let message = format!("no rate of `{}` is for `{}`", component.id, id(table, row));
                    refuse(bad, table, row, "transaction_id", Code::CommissionRateMissing, message);
                },
            );
        }
        for (number, component) in self.plan.components.iter().enumerate() {
            for (dimension, held) in component.payout.across().into_iter().flat_map(Across::values) {
                if held.otherwise == Otherwise::Zero {
                    continue;
                }
                self.refuse_where(
                    basis,
                    |part| part.key == component.key,
                    |row| self.placed(number, dimension, row).is_none(),
                    values.without_column.entry(held.column.clone()).or_default(),
                    |row| {
                        let message = format!("no column of `{}` is for `{}`", component.id, id(table, row));
                        refuse(bad, table, row, &held.column, Code::CommissionRateMissing, message);
                    },
                );
            }
        }
        let is_too_large = |row: usize| self.profits.too_large.binary_search(&row).is_ok();
        self.refuse_where(basis, Component::needs_profit, is_too_large, &mut values.without_profit, |row| {
            let message = format!("the gross profit of `{}` needs more than 28 digits", id(table, row));
            refuse(bad, table, row, "price", Code::NumberOutOfRange, message);
        });
    }

    /// Flags and refuses the transactions that some component of a date basis would count, but cannot.
    fn refuse_where(
        &self,
        basis: DateBasis,
        needs: impl Fn(&Component) -> bool,
        is_bad: impl Fn(usize) -> bool,
        flags: &mut Vec<bool>,
        mut refuse: impl FnMut(usize),
    ) {
        let asking = self.plan.components.iter().zip(&self.eligible);
        let asking: Vec<_> = asking.filter(|(component, _)| component.date == basis && needs(component)).collect();
        let table = self.transactions.table();
        let Some(measured) = days(table, basis).filter(|_| !asking.is_empty()) else { return };
        flags.resize(table.rows(), false);
        for credit in 0..self.credits.len() {
            let row = self.refunds.value_row(self.credits.row(credit));
            let rolled = self.credits.role(credit) == Role::RollUp;
            let counts = |(component, eligible): &(&Component, &Option<Vec<bool>>)| {
                component.roll_up.takes(rolled) && eligible.as_ref().is_none_or(|rows| rows.get(row) == Some(&true))
            };
            if is_bad(row)
                && asking.iter().any(counts)
                && self.counted_on(credit, measured).is_some()
                && raise(flags, row)
            {
                refuse(row);
            }
        }
    }
}

fn refuse_empty(bad: &mut BadRecords, table: &Table, row: usize, name: &str) {
    let message = format!("`{}` has no {name}, by which the plan pays", id(table, row));
    refuse(bad, table, row, name, Code::TableMissingValue, message);
}
