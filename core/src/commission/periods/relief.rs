//! What is taken off a payee's quota: for a leave, a lost territory, an account that moved.

use super::quotas::is_known;
use super::roster::Roster;
use crate::commission::model::Plan;
use crate::number::Exact;
use crate::problem::Code;
use crate::table::{BadRecord, BadRecords, Records};

/// One relief. Days are counted from 1970-01-01.
#[derive(Debug, Clone)]
pub(crate) struct Relief {
    measure: Option<String>,
    pub(crate) from: i32,
    pub(crate) to: i32,
    pub(crate) amount: Exact,
    pub(crate) row: usize,
}

/// The reliefs of a call, by payee. Those for the same days add up.
#[derive(Debug, Default)]
pub(crate) struct Reliefs {
    by_payee: Vec<Vec<Relief>>,
}

impl Reliefs {
    /// Reads the reliefs known before `known_at`; negative ones and those of another currency are bad records.
    pub(crate) fn read(
        plan: &Plan,
        reliefs: Option<&Records>,
        known_at: Option<i64>,
        roster: &Roster,
        bad: &mut BadRecords,
    ) -> Self {
        let mut read = Self::default();
        let Some(reliefs) = reliefs else { return read };
        let table = reliefs.table();
        let (Some(amounts), Some(payees)) = (table.decimal("amount"), table.text("payee_id")) else { return read };
        let (Some(from), Some(to)) = (table.date("from"), table.date("to")) else { return read };
        let (measures, currencies) = (table.text("measure_id"), table.text("currency"));
        for row in (0..reliefs.rows()).filter(|&row| reliefs.is_good(row) && is_known(reliefs, known_at, row)) {
            let (Some(amount), Some(payee)) = (amounts.exact(row), payees.get(row)) else { continue };
            let (Some(from), Some(to)) = (from.get(row), to.get(row)) else { continue };
            let currency = currencies.and_then(|column| column.get(row));
            let own = plan.currency.code();
            let fault = if to <= from {
                let message = format!("the relief of `{payee}` ends where it starts, or before");
                Some(("to", Code::TimeEmptyPeriod, message))
            } else if amount.is_negative() {
                Some(("amount", Code::CommissionReliefNegative, format!("the relief of `{payee}` is negative")))
            } else {
                currency.filter(|&currency| currency != own).map(|currency| {
                    let message = format!("the relief of `{payee}` is in {currency}, the plan in {own}");
                    ("currency", Code::NumberCurrencyMismatch, message)
                })
            };
            if let Some((column, code, message)) = fault {
                bad.push(BadRecord {
                    table: "quota_relief",
                    row,
                    record_id: Some(payee.to_owned()),
                    column: column.to_owned(),
                    code,
                    value: amount.to_string(),
                    message,
                });
                continue;
            }
            let Some(code) = roster.payees.find(payee) else { continue };
            read.by_payee.resize_with(roster.payees.len().max(read.by_payee.len()), Vec::new);
            if let Some(of_payee) = read.by_payee.get_mut(code as usize) {
                let measure = measures.and_then(|column| column.get(row)).map(str::to_owned);
                of_payee.push(Relief { measure, from, to, amount, row });
            }
        }
        read
    }

    pub(crate) fn has(&self, payee: u32) -> bool {
        self.by_payee.get(payee as usize).is_some_and(|own| !own.is_empty())
    }

    /// The reliefs of a payee that name the measure, or none, as they were given.
    pub(crate) fn of<'r>(&'r self, payee: u32, measure: &'r str) -> impl Iterator<Item = &'r Relief> {
        let own = self.by_payee.get(payee as usize).map_or(&[][..], Vec::as_slice);
        own.iter().filter(move |relief| relief.measure.as_deref().is_none_or(|named| named == measure))
    }
}
