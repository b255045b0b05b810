//! What became of every input record: used, excluded with a reason, or set aside. None is lost.

use std::collections::BTreeMap;

use super::results::Results;
use crate::commission::credit::credits::is_visible;
use crate::commission::credit::splits::Role;
use crate::commission::periods::roster::Standing;
use crate::commission::workings::Workings;
use crate::sorted;
pub use crate::table::RecordCount;
use crate::table::{BadRecords, Cells, Column, Records, Table, TextColumn};

/// Why a sound record is not used, or that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    KnownLater,
    NoPayee,
    NotOnPlan,
    NoDate,
    NotAssigned,
    OutsidePeriod,
    NotEligible,
    PayeeSetAside,
    TransactionNotUsed,
    NotNeeded,
    SetAside,
    Used,
}

impl Fate {
    fn as_str(self) -> &'static str {
        match self {
            Self::KnownLater => "known_later",
            Self::NoPayee => "no_payee",
            Self::NotOnPlan => "not_on_plan",
            Self::NoDate => "no_date",
            Self::NotAssigned => "not_assigned",
            Self::OutsidePeriod => "outside_period",
            Self::NotEligible => "not_eligible",
            Self::PayeeSetAside => "payee_set_aside",
            Self::TransactionNotUsed => "transaction_not_used",
            Self::NotNeeded => "not_needed",
            Self::SetAside => "set_aside",
            Self::Used => "used",
        }
    }
}

/// The fates of all input tables of a calculation.
#[derive(Debug, Default)]
pub(crate) struct Accounts {
    tables: Vec<(&'static str, Option<&'static str>, Vec<Fate>)>,
}

impl Accounts {
    fn add(
        &mut self,
        name: &'static str,
        id: Option<&'static str>,
        records: &Records,
        bad: &BadRecords,
        fate: impl Fn(usize) -> Fate,
    ) {
        let mut fates: Vec<Fate> = (0..records.rows()).map(fate).collect();
        for record in bad.records().iter().filter(|record| record.table == name) {
            if let Some(fate) = fates.get_mut(record.row) {
                *fate = Fate::SetAside;
            }
        }
        self.tables.push((name, id, fates));
    }

    pub(crate) fn counts(&self) -> BTreeMap<&'static str, RecordCount> {
        let count = |fates: &[Fate]| {
            let of = |wanted: Fate| fates.iter().filter(|&&fate| fate == wanted).count();
            let (rows, used, set_aside) = (fates.len(), of(Fate::Used), of(Fate::SetAside));
            RecordCount { rows, used, excluded: rows - used - set_aside, set_aside }
        };
        sorted::map(self.tables.iter().map(|(name, _, fates)| (*name, count(fates))))
    }

    /// The `excluded` table: by table in the order of the operation, then by row.
    pub(crate) fn excluded(&self, inputs: &[(&'static str, &Records)]) -> Table {
        let (mut tables, mut rows, mut ids, mut reasons) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (name, id, fates) in &self.tables {
            let column = id.and_then(|id| inputs.iter().find(|(known, _)| known == name)?.1.table().text(id));
            for (row, fate) in fates.iter().enumerate().filter(|(_, fate)| !matches!(fate, Fate::Used | Fate::SetAside))
            {
                tables.push(Some(*name));
                rows.push(i64::try_from(row).unwrap_or(i64::MAX));
                ids.push(column.and_then(|column| column.get(row)));
                reasons.push(Some(fate.as_str()));
            }
        }
        Table::new([
            ("table", Column::Text(TextColumn::from_options(tables))),
            ("row", Column::Integer(Cells::full(rows))),
            ("record_id", Column::Text(TextColumn::from_options(ids))),
            ("reason", Column::Text(TextColumn::from_options(reasons))),
        ])
        .unwrap_or_default()
    }
}

/// The input tables of a calculation that is not its transactions.
pub(crate) struct Others<'i> {
    pub(crate) splits: Option<&'i Records>,
    pub(crate) assignments: &'i Records,
    pub(crate) quotas: Option<&'i Records>,
    pub(crate) quota_relief: Option<&'i Records>,
    pub(crate) fx_rates: Option<&'i Records>,
    pub(crate) reporting: Option<&'i Records>,
    pub(crate) flags: Option<&'i Records>,
}

impl Workings {
    /// Settles what became of every record, by the results of the call.
    pub(crate) fn accounts(&self, results: &Results, others: &Others<'_>, bad: &BadRecords) -> Accounts {
        let mut accounts = Accounts::default();
        let transactions = self.transaction_fates(&results.used);
        let is_used = |row: usize| transactions.get(row) == Some(&Fate::Used);
        let fate = |row: usize| transactions.get(row).copied().unwrap_or(Fate::NoPayee);
        accounts.add("transactions", Some("transaction_id"), &self.transactions, bad, fate);
        if let Some(splits) = others.splits {
            let rows = self.split_rows(&is_used);
            let fate = |row: usize| {
                if rows.get(row).copied().unwrap_or(false) { Fate::Used } else { Fate::TransactionNotUsed }
            };
            accounts.add("splits", Some("transaction_id"), splits, bad, fate);
        }
        accounts.add("assignments", Some("payee_id"), others.assignments, bad, |row| {
            self.assignment_fate(others.assignments, row)
        });
        if let Some(quotas) = others.quotas {
            accounts.add("quotas", Some("payee_id"), quotas, bad, |row| self.quota_fate(quotas, row));
        }
        if let Some(reliefs) = others.quota_relief {
            accounts.add("quota_relief", Some("payee_id"), reliefs, bad, |row| self.relief_fate(reliefs, row));
        }
        if let Some(rates) = others.fx_rates {
            let needed = self.needed_rates(is_used);
            accounts.add("fx_rates", Some("base"), rates, bad, |row| {
                if needed.contains(&row) { Fate::Used } else { Fate::NotNeeded }
            });
        }
        if let Some(flags) = others.flags {
            let fate = |row: usize| if self.is_asked(row) { Fate::Used } else { Fate::NotNeeded };
            accounts.add("flags", Some("payee_id"), flags, bad, fate);
        }
        if let Some(reporting) = others.reporting {
            let climbed = self.climbed(reporting.rows(), is_used);
            let passed = &results.handed.climbed;
            let is_used = |row: usize| climbed.get(row) == Some(&true) || passed.binary_search(&row).is_ok();
            let fate = |row: usize| if is_used(row) { Fate::Used } else { Fate::NotNeeded };
            accounts.add("reporting", Some("person_id"), reporting, bad, fate);
        }
        accounts
    }

    fn transaction_fates(&self, used: &[bool]) -> Vec<Fate> {
        let known = self.transactions.table().instant("known_at");
        let mut fates: Vec<Fate> = (0..self.transactions.rows())
            .map(|row| match used.get(row) {
                Some(true) => Fate::Used,
                _ if !is_visible(&self.transactions, known, self.known_at, row) => Fate::KnownLater,
                _ if self.refunds.is_linked(row) || self.refunds.is_removed(row) => self.refund_fate(row),
                _ => Fate::NoPayee,
            })
            .collect();
        for credit in 0..self.credits.len() {
            let row = self.credits.row(credit);
            // What a refund takes off says no more of it.
            if self.refunds.is_linked(row) {
                continue;
            }
            if let Some(fate) = fates.get_mut(row).filter(|fate| !matches!(fate, Fate::Used | Fate::KnownLater)) {
                *fate = (*fate).max(self.credit_fate(credit));
            }
        }
        fates
    }

    /// How far a refund came that takes nothing back, over all components.
    fn refund_fate(&self, row: usize) -> Fate {
        let by_component = |component: &crate::commission::model::Component| {
            let days = crate::commission::credit::credits::days(self.transactions.table(), component.date);
            match days.and_then(|days| days.get(row)) {
                None => Fate::NoDate,
                Some(day) if !(self.period.from().days()..self.period.to().days()).contains(&day) => {
                    Fate::OutsidePeriod
                }
                Some(_) => Fate::TransactionNotUsed,
            }
        };
        self.plan.components.iter().map(by_component).max().unwrap_or(Fate::NoPayee)
    }

    /// How far an unused credit came, over all components.
    fn credit_fate(&self, credit: usize) -> Fate {
        let (payee, row) = (self.credits.payee(credit), self.credits.row(credit));
        let rolled = self.credits.role(credit) == Role::RollUp;
        let by_component = |(component, eligible): (&crate::commission::model::Component, &Option<Vec<bool>>)| {
            let Some(day) = crate::commission::credit::credits::days(self.transactions.table(), component.date)
                .and_then(|days| days.get(row))
            else {
                return Fate::NoDate;
            };
            match self.roster.standing(payee, day) {
                Standing::NotOnPlan => Fate::NotOnPlan,
                Standing::NotAssigned => Fate::NotAssigned,
                Standing::Assigned if !self.window.contains(&day) => Fate::OutsidePeriod,
                Standing::Assigned if !component.roll_up.takes(rolled) => Fate::NotEligible,
                Standing::Assigned if eligible.as_ref().is_some_and(|eligible| eligible.get(row) != Some(&true)) => {
                    Fate::NotEligible
                }
                Standing::Assigned if self.is_set_aside(payee) => Fate::PayeeSetAside,
                Standing::Assigned => Fate::OutsidePeriod,
            }
        };
        self.plan.components.iter().zip(&self.eligible).map(by_component).max().unwrap_or(Fate::NoPayee)
    }

    /// Whether the payee is on the plan in the period of the call, and has no slice all the same.
    fn is_set_aside(&self, payee: u32) -> bool {
        let (from, to) = (self.period.from().days(), self.period.to().days());
        let on_plan = self.roster.assignments(payee).iter().any(|one| one.from < to && from < one.to);
        on_plan && self.slices_of(payee).1.is_empty()
    }

    /// Which rows of the splits belong to a used transaction.
    fn split_rows(&self, is_used: &impl Fn(usize) -> bool) -> Vec<bool> {
        let mut rows = Vec::new();
        for row in (0..self.transactions.rows()).filter(|&row| is_used(row)) {
            for split in self.splits.rows_of(row) {
                if rows.len() <= split {
                    rows.resize(split + 1, false);
                }
                if let Some(used) = rows.get_mut(split) {
                    *used = true;
                }
            }
        }
        rows
    }

    fn assignment_fate(&self, assignments: &Records, row: usize) -> Fate {
        let table = assignments.table();
        let payee =
            table.text("payee_id").and_then(|payees| payees.get(row)).and_then(|payee| self.roster.payees.find(payee));
        let on_plan = table.text("plan_id").and_then(|plans| plans.get(row)) == Some(self.plan.id.as_str());
        let Some(payee) = payee.filter(|_| on_plan) else { return Fate::NotOnPlan };
        // One assignment has days in each version of the plan.
        let mut own = self.roster.assignments(payee).iter().filter(|assignment| assignment.row == row);
        let used = |assignment: &crate::commission::periods::roster::Assignment| {
            let touches = |slice: &crate::commission::periods::slices::Slice| {
                assignment.from < slice.measure.end && slice.measure.start < assignment.to
            };
            self.slices_of(payee).1.iter().any(touches)
        };
        if own.any(used) { Fate::Used } else { Fate::OutsidePeriod }
    }

    fn quota_fate(&self, quotas: &Records, row: usize) -> Fate {
        let payee = quotas.table().text("payee_id").and_then(|payees| payees.get(row));
        let Some(payee) = payee.and_then(|payee| self.roster.payees.find(payee)) else { return Fate::NotOnPlan };
        if self.roster.assignments(payee).is_empty() {
            return Fate::NotOnPlan;
        }
        if !crate::commission::periods::quotas::is_known(quotas, self.known_at, row) {
            return Fate::KnownLater;
        }
        let (_, slices) = self.slices_of(payee);
        let used = slices.iter().filter(|slice| slice.quota.is_some()).any(|slice| {
            let measure = &self.component(slice).measure_id;
            self.quotas.rows(payee, measure, slice.period.clone(), slice.quota_days.clone()).any(|used| used == row)
        });
        if used { Fate::Used } else { Fate::NotNeeded }
    }

    fn relief_fate(&self, reliefs: &Records, row: usize) -> Fate {
        let payee = reliefs.table().text("payee_id").and_then(|payees| payees.get(row));
        let Some(payee) = payee.and_then(|payee| self.roster.payees.find(payee)) else { return Fate::NotOnPlan };
        if self.roster.assignments(payee).is_empty() {
            return Fate::NotOnPlan;
        }
        if !crate::commission::periods::quotas::is_known(reliefs, self.known_at, row) {
            return Fate::KnownLater;
        }
        let (_, slices) = self.slices_of(payee);
        let used = slices.iter().filter(|slice| slice.quota.is_some()).any(|slice| {
            let days = &slice.quota_days;
            let mut fitting = self.reliefs.of(payee, &self.component(slice).measure_id);
            fitting.any(|relief| relief.row == row && relief.from < days.end && days.start < relief.to)
        });
        if used { Fate::Used } else { Fate::NotNeeded }
    }

    fn needed_rates(&self, is_used: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut needed: Vec<usize> = Vec::new();
        for (_, order) in &self.orders {
            let rows = order.rates.iter().enumerate().filter(|&(row, &rate)| rate > 0 && is_used(row));
            needed.extend(rows.flat_map(|(_, &rate)| self.rates.rows(rate)));
        }
        sorted::sort(&mut needed);
        needed.dedup();
        needed
    }
}
