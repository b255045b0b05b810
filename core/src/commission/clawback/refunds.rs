//! Which transactions are refunds, and what of which sale they refund.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::policy::ClawbackPolicy;
use super::removed::Removed;
use crate::commission::credit::credits::{days, id, is_visible};
use crate::commission::document::{ClawbackMode, DateBasis, RestoreAttainment};
use crate::commission::model::Plan;
use crate::number::Exact;
use crate::problem::Code;
use crate::sorted;
use crate::table::intern::Interner;
use crate::table::{BadRecord, BadRecords, Records, Table};

/// A refund that takes back what its sale earned.
#[derive(Debug, Clone)]
pub(crate) struct Refund {
    pub(super) row: usize,
    /// The row of the sale.
    pub(super) sale: usize,
    pub(super) mode: ClawbackMode,
    /// The part of the sale's amount that it refunds, above 0.
    pub(super) share: Exact,
    pub(super) term_months: Option<i32>,
}

/// The refunds of a call. Those at the rates of their own day are credit like any other and are not here.
#[derive(Debug, Default)]
pub(crate) struct Refunds {
    /// By row: the refund, or nothing where its sale is not there to be refunded.
    pub(super) by_row: BTreeMap<usize, Option<Refund>>,
    pub(super) of_sale: BTreeMap<usize, Vec<Refund>>,
    /// By row of every visible transaction that names a sale: the sale.
    sales: BTreeMap<usize, Option<usize>>,
    /// What is not credited any more.
    pub(super) removed: Removed,
    /// Whether refunds take credit off measures.
    pub(super) restores: bool,
}

impl Refunds {
    /// Reads the refunds; those that cannot be linked to a sale are bad records.
    pub(crate) fn read(plan: &Plan, transactions: &Records, known_at: Option<i64>, bad: &mut BadRecords) -> Self {
        let table = transactions.table();
        let mut read = Self { restores: plan.clawback.restore != RestoreAttainment::None, ..Self::default() };
        let (Some(named), Some(ids)) = (table.text("reverses_id"), table.text("transaction_id")) else { return read };
        let known = table.instant("known_at");
        let visible = |row: usize| is_visible(transactions, known, known_at, row);
        let refunding = |row: &usize| named.get(*row).is_some() && visible(*row);
        let rows: Vec<usize> = (0..transactions.rows()).filter(refunding).collect();
        if rows.is_empty() {
            return read;
        }
        let mut numbers = Interner::new();
        let mut first: Vec<usize> = Vec::new();
        for (row, id) in ids.iter().enumerate() {
            if let Some(id) = id
                && numbers.intern(id) as usize == first.len()
            {
                first.push(row);
            }
        }
        let asked = Asked { plan, table, policy: &plan.clawback };
        let mut refunds = Vec::new();
        for row in rows {
            let name = named.get(row).unwrap_or_default();
            let sale = numbers.find(name).and_then(|number| first.get(number as usize).copied());
            read.sales.insert(row, sale);
            let mode = asked.mode(row);
            if mode == ClawbackMode::CurrentRate {
                continue;
            }
            read.by_row.insert(row, None);
            match sale {
                None => {
                    let message = format!("there is no transaction `{name}`");
                    refuse(bad, table, row, "reverses_id", Code::TableUnknownId, message);
                }
                // What a sale that is not there earned, nobody gives back.
                Some(sale) if !visible(sale) => {}
                Some(sale) => match asked.refund(row, sale, mode) {
                    Ok(refund) => refunds.push(refund),
                    Err((column, code, message)) => refuse(bad, table, row, column, code, message),
                },
            }
        }
        read.take(asked, refunds, bad);
        read
    }

    /// Takes the refunds of each sale up to its amount, in processing order by the first component's date.
    fn take(&mut self, asked: Asked<'_>, mut refunds: Vec<Refund>, bad: &mut BadRecords) {
        let (basis, table) = (asked.plan.refund_date(), asked.table);
        sorted::sort_by(&mut refunds, |a, b| a.sale.cmp(&b.sale).then_with(|| in_order(table, basis, a.row, b.row)));
        for refund in refunds {
            let of_sale = self.of_sale.entry(refund.sale).or_default();
            let sum = of_sale.iter().fold(refund.share.clone(), |sum, other| sum.add(&other.share));
            if sum > Exact::ONE {
                let message = format!("the refunds of `{}` are more than its amount", id(table, refund.sale));
                refuse(bad, table, refund.row, "amount", Code::CommissionRefundTooLarge, message);
                continue;
            }
            of_sale.push(refund.clone());
            self.by_row.insert(refund.row, Some(refund));
        }
        self.of_sale.retain(|_, refunds| !refunds.is_empty());
    }

    /// Whether a transaction takes back what its sale earned, and is no credit of its own.
    #[inline]
    pub(crate) fn is_linked(&self, row: usize) -> bool {
        self.by_row.contains_key(&row)
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.of_sale.is_empty()
    }

    /// Whether no transaction names another that it takes back.
    pub(super) fn none_named(&self) -> bool {
        self.sales.is_empty()
    }

    /// The sale that a transaction names as the one that it takes back.
    pub(super) fn sale_of(&self, row: usize) -> Option<usize> {
        self.sales.get(&row).copied().flatten()
    }

    /// Whether a transaction names another that it takes back.
    pub(super) fn is_refund(&self, row: usize) -> bool {
        self.sales.contains_key(&row)
    }

    /// Whether a transaction is refunded.
    pub(super) fn is_sale(&self, row: usize) -> bool {
        self.of_sale.contains_key(&row)
    }

    /// The sales that are refunded.
    pub(super) fn sales(&self) -> impl Iterator<Item = usize> {
        self.of_sale.keys().copied()
    }

    /// The refunds of a sale that take back a part of its own lines and have a day by a date basis, in
    /// processing order, each with that day.
    pub(super) fn of(&self, table: &Table, sale: usize, basis: DateBasis) -> Vec<(i32, &Refund)> {
        let all = self.of_sale.get(&sale).map_or(&[][..], Vec::as_slice);
        dated(table, basis, all.iter().filter(|refund| refund.mode != ClawbackMode::Recalculate))
    }

    /// The refunds that have periods calculated again, in processing order, each with its day.
    pub(super) fn recalculating(&self, plan: &Plan, table: &Table) -> Vec<(i32, &Refund)> {
        let all = self.of_sale.values().flatten();
        dated(table, plan.refund_date(), all.filter(|refund| refund.mode == ClawbackMode::Recalculate))
    }
}

/// What a refund is checked against.
#[derive(Clone, Copy)]
struct Asked<'a> {
    plan: &'a Plan,
    table: &'a Table,
    policy: &'a ClawbackPolicy,
}

type Fault = (&'static str, Code, String);

impl Asked<'_> {
    /// What the refund itself says, or else the plan.
    fn mode(self, row: usize) -> ClawbackMode {
        let own = self.table.text("clawback_mode").and_then(|modes| modes.get(row));
        own.and_then(|own| CLAWBACK_MODES.iter().find(|(name, _)| *name == own))
            .map_or(self.policy.mode, |(_, mode)| *mode)
    }

    fn refund(self, row: usize, sale: usize, mode: ClawbackMode) -> Result<Refund, Fault> {
        let table = self.table;
        let of = id(table, sale);
        if table.text("reverses_id").and_then(|named| named.get(sale)).is_some() {
            let message = format!("`{of}` is a refund itself");
            return Err(("reverses_id", Code::CommissionRefundOfRefund, message));
        }
        let currency = |row: usize| {
            let own = table.text("currency").and_then(|currencies| currencies.get(row));
            own.unwrap_or(self.plan.currency.code())
        };
        if currency(row) != currency(sale) {
            let message = format!("the refund is in {}, `{of}` in {}", currency(row), currency(sale));
            return Err(("currency", Code::NumberCurrencyMismatch, message));
        }
        let amount = |row: usize| table.decimal("amount").and_then(|column| column.exact(row)).unwrap_or(Exact::ZERO);
        let share = amount(row).neg().checked_div(&amount(sale)).unwrap_or(Exact::ZERO);
        if share <= Exact::ZERO {
            let message = format!("an amount of {} takes nothing back of `{of}`, of {}", amount(row), amount(sale));
            return Err(("amount", Code::CommissionRefundSign, message));
        }
        let term_months = table.integer("term_months").and_then(|cells| cells.get(sale));
        let term_months = term_months.map(|months| i32::try_from(months).unwrap_or(i32::MAX));
        let missing = |what: &str| {
            let message = format!("the clawback of `{of}` needs {what}");
            Err(("reverses_id", Code::CommissionClawbackTerms, message))
        };
        if mode == ClawbackMode::Schedule && self.policy.schedule.is_none() {
            return missing("the plan's schedule");
        }
        if mode == ClawbackMode::ProRataTerm
            && !term_months.or(self.policy.term_months).is_some_and(|term| (1..=1_200).contains(&term))
        {
            return missing("a term of 1 to 1,200 months");
        }
        Ok(Refund { row, sale, mode, share, term_months })
    }
}

/// The modes by their names in tables.
pub(crate) const CLAWBACK_MODES: [(&str, ClawbackMode); 5] = [
    ("original_rate", ClawbackMode::OriginalRate),
    ("recalculate", ClawbackMode::Recalculate),
    ("current_rate", ClawbackMode::CurrentRate),
    ("schedule", ClawbackMode::Schedule),
    ("pro_rata_term", ClawbackMode::ProRataTerm),
];

/// Refunds with their days, in processing order.
fn dated<'r>(table: &Table, basis: DateBasis, refunds: impl Iterator<Item = &'r Refund>) -> Vec<(i32, &'r Refund)> {
    let day = |refund: &Refund| days(table, basis).and_then(|cells| cells.get(refund.row));
    let mut dated: Vec<(i32, &Refund)> = refunds.filter_map(|refund| day(refund).map(|day| (day, refund))).collect();
    sorted::sort_by(&mut dated, |a, b| in_order(table, basis, a.1.row, b.1.row));
    dated
}

/// Processing order by a date basis.
fn in_order(table: &Table, basis: DateBasis, a: usize, b: usize) -> Ordering {
    let day = |row: usize| days(table, basis).and_then(|cells| cells.get(row));
    day(a).cmp(&day(b)).then_with(|| by_transaction(table, a, b))
}

/// Processing order of transactions of one day.
pub(super) fn by_transaction(table: &Table, a: usize, b: usize) -> Ordering {
    let sequence = |row: usize| table.integer("sequence").and_then(|cells| cells.get(row));
    sequence(a).cmp(&sequence(b)).then_with(|| id(table, a).as_bytes().cmp(id(table, b).as_bytes()))
}

fn refuse(bad: &mut BadRecords, table: &Table, row: usize, column: &'static str, code: Code, message: String) {
    let text = table.text(column).and_then(|cells| cells.get(row)).map(str::to_owned);
    let number = || table.decimal(column).and_then(|cells| cells.exact(row)).map(|value| value.to_string());
    bad.push(BadRecord {
        table: "transactions",
        row,
        record_id: Some(id(table, row).to_owned()),
        column: column.to_owned(),
        code,
        value: text.or_else(number).unwrap_or_default(),
        message,
    });
}
