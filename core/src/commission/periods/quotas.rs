//! The quota of a payee for a measure period.

use std::ops::Range;

use super::roster::Roster;
use crate::commission::model::Plan;
use crate::number::{Exact, pow10};
use crate::problem::Code;
use crate::sorted;
use crate::table::intern::Interner;
use crate::table::{BadRecord, BadRecords, Records};

/// One quota. Days are counted from 1970-01-01; the amount is over the column's scale.
#[derive(Debug, Clone)]
pub(crate) struct Quota {
    measure: Option<u32>,
    pub(crate) from: i32,
    pub(crate) to: i32,
    pub(crate) amount: i128,
    known_at: Option<i64>,
    pub(crate) row: usize,
}

/// The quotas of a call, by payee.
#[derive(Debug, Default)]
pub(crate) struct Quotas {
    by_payee: Vec<Vec<Quota>>,
    measures: Interner,
    /// Digits after the point of every amount.
    pub(crate) scale: u32,
}

/// Why there is no quota for a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoQuota {
    /// None at all.
    Missing,
    /// Some, whose spans do not add up to the period.
    Uneven,
}

impl Quotas {
    /// Reads the quotas known before `known_at`; negative and overlapping ones are bad records.
    pub(crate) fn read(
        plan: &Plan,
        quotas: &Records,
        known_at: Option<i64>,
        roster: &Roster,
        bad: &mut BadRecords,
    ) -> Self {
        let mut read = Self::default();
        let table = quotas.table();
        let Some(amounts) = table.decimal("amount") else { return read };
        let (payees, nodes) = (table.text("payee_id"), table.text("node_id"));
        let (Some(from), Some(to)) = (table.date("from"), table.date("to")) else { return read };
        let (measures, currencies, known) =
            (table.text("measure_id"), table.text("currency"), table.instant("known_at"));
        read.scale = amounts.scale;
        for row in (0..quotas.rows()).filter(|&row| quotas.is_good(row)) {
            let known = known.and_then(|cells| cells.get(row));
            let Some(amount) = amounts.cells.get(row) else { continue };
            let Some(payee) = payees.and_then(|payees| payees.get(row)) else {
                // A quota of a node of the organisation is not a payee's.
                if nodes.is_none_or(|nodes| nodes.get(row).is_none()) {
                    bad.push(BadRecord {
                        table: "quotas",
                        row,
                        record_id: None,
                        column: "payee_id".to_owned(),
                        code: Code::TableMissingValue,
                        value: String::new(),
                        message: "the quota names neither a payee nor a node".to_owned(),
                    });
                }
                continue;
            };
            let (Some(start), Some(end)) = (from.get(row), to.get(row)) else { continue };
            if !is_known(quotas, known_at, row) {
                continue;
            }
            let mut refuse = |column: &str, code: Code, message: String| {
                let value = amounts.exact(row).map_or_else(String::new, |amount| amount.to_string());
                bad.push(BadRecord {
                    table: "quotas",
                    row,
                    record_id: Some(payee.to_owned()),
                    column: column.to_owned(),
                    code,
                    value,
                    message,
                });
            };
            if end <= start {
                refuse("to", Code::TimeEmptyPeriod, format!("the quota of `{payee}` ends where it starts, or before"));
                continue;
            }
            if amount < 0 {
                refuse("amount", Code::CommissionQuotaNegative, format!("the quota of `{payee}` is negative"));
                continue;
            }
            if let Some(currency) =
                currencies.and_then(|column| column.get(row)).filter(|&currency| currency != plan.currency.code())
            {
                let message = format!("the quota of `{payee}` is in {currency}, the plan in {}", plan.currency.code());
                refuse("currency", Code::NumberCurrencyMismatch, message);
                continue;
            }
            let Some(code) = roster.payees.find(payee) else { continue };
            let measure = measures.and_then(|column| column.get(row)).map(|measure| read.measures.intern(measure));
            read.by_payee.resize_with(roster.payees.len().max(read.by_payee.len()), Vec::new);
            let Some(own) = read.by_payee.get_mut(code as usize) else { continue };
            own.push(Quota { measure, from: start, to: end, amount, known_at: known, row });
        }
        for (payee, own) in read.by_payee.iter_mut().enumerate() {
            let clashes = known_last(own);
            let payee = u32::try_from(payee).map_or("", |payee| roster.payees.word(payee));
            for (row, other) in clashes {
                bad.push(BadRecord {
                    table: "quotas",
                    row,
                    record_id: Some(payee.to_owned()),
                    column: "from".to_owned(),
                    code: Code::CommissionQuotaOverlap,
                    value: amounts.exact(row).map_or_else(String::new, |amount| amount.to_string()),
                    message: format!("two quotas of `{payee}` overlap, the other is in row {other}"),
                });
            }
        }
        read
    }

    /// The quotas that hold for a measure in a period: those that name it, or else those that name none.
    fn of(&self, payee: u32, measure: &str, period: Range<i32>) -> impl Iterator<Item = &Quota> {
        let own = self.by_payee.get(payee as usize).map_or(&[][..], Vec::as_slice);
        let touches = move |quota: &Quota| quota.from < period.end && period.start < quota.to;
        let wanted = self.measures.find(measure);
        let named = wanted.is_some() && own.iter().any(|quota| quota.measure == wanted && touches(quota));
        let wanted = if named { wanted } else { None };
        own.iter().filter(move |quota| quota.measure == wanted && touches(quota))
    }

    /// The spans of a payee's quotas that overlap a period.
    pub(crate) fn spans(&self, payee: u32, measure: &str, from: i32, to: i32) -> Vec<(i32, i32)> {
        self.of(payee, measure, from..to).map(|quota| (quota.from, quota.to)).collect()
    }

    /// The rows of the quotas that hold for a measure in a part of its period.
    pub(crate) fn rows(
        &self,
        payee: u32,
        measure: &str,
        period: Range<i32>,
        part: Range<i32>,
    ) -> impl Iterator<Item = usize> {
        self.of(payee, measure, period).filter(move |quota| quota.touches(&part)).map(|quota| quota.row)
    }

    /// The quota of exactly this period: one of its span, or several whose spans add up to it.
    pub(crate) fn find(&self, payee: u32, measure: &str, period: &Range<i32>) -> Result<i128, NoQuota> {
        let (mut end, mut sum, mut any) = (period.start, 0_i128, false);
        for quota in self.of(payee, measure, period.clone()) {
            any = true;
            if quota.from != end || quota.to > period.end {
                return Err(NoQuota::Uneven);
            }
            end = quota.to;
            sum = sum.saturating_add(quota.amount);
        }
        match (any, end == period.end) {
            (false, _) => Err(NoQuota::Missing),
            (true, true) => Ok(sum),
            (true, false) => Err(NoQuota::Uneven),
        }
    }

    /// The quotas, by date, that make up a part of a measure period: without a gap, and none of them
    /// reaching beyond the period.
    pub(crate) fn over(
        &self,
        payee: u32,
        measure: &str,
        period: &Range<i32>,
        part: &Range<i32>,
    ) -> Result<Vec<&Quota>, NoQuota> {
        let found: Vec<&Quota> = self.of(payee, measure, period.clone()).filter(|quota| quota.touches(part)).collect();
        let (Some(first), Some(last)) = (found.first(), found.last()) else { return Err(NoQuota::Missing) };
        let outside = first.from < period.start || period.end < last.to;
        let short = part.start < first.from || last.to < part.end;
        let gap = found.windows(2).any(|pair| matches!(pair, [earlier, later] if earlier.to != later.from));
        if outside || short || gap { Err(NoQuota::Uneven) } else { Ok(found) }
    }

    /// An amount as a number.
    pub(crate) fn amount(&self, mantissa: i128) -> Exact {
        Exact::new(mantissa, pow10(self.scale)).unwrap_or(Exact::ZERO)
    }
}

impl Quota {
    fn touches(&self, days: &Range<i32>) -> bool {
        self.from < days.end && days.start < self.to
    }
}

/// Whether a record was known before a moment.
pub(crate) fn is_known(records: &Records, known_at: Option<i64>, row: usize) -> bool {
    let known = records.table().instant("known_at").and_then(|cells| cells.get(row));
    known.is_none_or(|known| known_at.is_none_or(|limit| known < limit))
}

/// Keeps, of quotas for the same days, the one that became known last, and puts them by date. Two that
/// became known together contradict each other: the later row leaves, with the row that it meets.
fn known_last(own: &mut Vec<Quota>) -> Vec<(usize, usize)> {
    let mut clashes = Vec::new();
    let mut kept: Vec<Quota> = Vec::with_capacity(own.len());
    sorted::sort_by_key(own, |quota| std::cmp::Reverse(quota.known_at));
    for quota in own.drain(..) {
        let met = |other: &&Quota| other.measure == quota.measure && other.touches(&(quota.from..quota.to));
        match kept.iter().filter(met).min_by_key(|other| (other.known_at, other.row)) {
            None => kept.push(quota),
            Some(other) if other.known_at == quota.known_at => clashes.push((quota.row, other.row)),
            Some(_) => {}
        }
    }
    sorted::sort_by_key(&mut kept, |quota| quota.from);
    *own = kept;
    clashes
}
