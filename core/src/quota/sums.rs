//! Records added up, quota by quota.

use std::ops::Range;

use super::attain::Attained;
use super::credit::Credits;
use super::params::AttainParams;
use super::periods::Quota;
use crate::number::{Currency, Exact, pow10};
use crate::problem::Code;
use crate::sorted;
use crate::table::BadRecord;
use crate::table::intern::Interner;
use crate::time::{Date, Instant, Period};

/// Why a record does not count.
pub(super) enum Reason {
    Excluded(&'static str),
    Bad(Box<BadRecord>),
}

/// Sums in the making.
pub(super) struct Sums {
    /// By payee, measure and period; then the payees without a quota, as they were met.
    rows: Vec<Sum>,
    payees: Interner,
    /// The rows of each payee, by the payee's number.
    of_payee: Vec<Range<usize>>,
}

/// One row and what counts towards it so far.
struct Sum {
    row: Attained,
    /// In units of the amounts' one scale. Mantissas are below 2^96: it takes more records than
    /// memory holds to leave 128 bits.
    units: i128,
}

impl Sums {
    /// The quotas come by payee.
    pub(super) fn new(quotas: Vec<Quota>) -> Self {
        let mut sums = Self { rows: Vec::with_capacity(quotas.len()), payees: Interner::new(), of_payee: Vec::new() };
        for quota in quotas {
            let row = Attained {
                measure_id: quota.measure,
                period: Some(quota.period),
                quota: Some(quota.amount),
                currency: quota.currency,
                ..Attained::nothing(&quota.payee)
            };
            sums.push(row);
        }
        sums
    }

    /// Adds a row; those of one payee follow each other.
    fn push(&mut self, row: Attained) {
        let number = self.payees.intern(&row.payee_id) as usize;
        let position = self.rows.len();
        match self.of_payee.get_mut(number) {
            Some(rows) => rows.end = position + 1,
            None => self.of_payee.push(position..position + 1),
        }
        self.rows.push(Sum { row, units: 0 });
    }

    /// Counts a record towards every quota that covers it.
    pub(super) fn count(
        &mut self,
        source: &Credits<'_>,
        row: usize,
        params: &AttainParams,
        asked: Option<Period>,
    ) -> Result<(), Reason> {
        let payee = source.payee(row).ok_or(Reason::Excluded("no_payee"))?;
        let dated = source.dated_row(row).ok_or_else(|| {
            let id = source.id(row).unwrap_or_default();
            let message = format!("`{id}` is not a transaction that can be used");
            bad(source, row, "transaction_id", Code::TableUnknownId, id, message)
        })?;
        let day = source.day(dated).ok_or(Reason::Excluded("no_date"))?;
        if source.known_at(row).zip(params.known_at.map(Instant::micros)).is_some_and(|(known, limit)| known >= limit) {
            return Err(Reason::Excluded("not_yet_known"));
        }
        if params.as_of.is_some_and(|as_of| as_of <= day) {
            return Err(Reason::Excluded("after_as_of"));
        }
        if asked.is_some_and(|asked| !asked.contains(day)) {
            return Err(Reason::Excluded("outside_period"));
        }
        let units = source.units(row).ok_or(Reason::Excluded("no_amount"))?;
        let currency = source.currency(row).and_then(|code| Currency::parse(code).ok());
        if self.payees.find(payee).is_none() {
            self.push(Attained::nothing(payee));
        }
        let number = self.payees.find(payee).map_or(usize::MAX, |number| number as usize);
        let rows = self.of_payee.get(number).cloned().unwrap_or_default();
        let sums = self.rows.get_mut(rows).unwrap_or_default();
        let measure = source.measure(row);
        // Either the record counts towards all that cover it or, in another currency, towards none.
        let mut covered = false;
        for sum in sums.iter().filter(|sum| sum.covers(day, measure)) {
            covered = true;
            if let (Some(known), Some(found)) = (sum.row.currency, currency)
                && known != found
            {
                let message = format!("the record is in {found}, the quota it counts towards in {known}");
                return Err(bad(source, row, "currency", Code::NumberCurrencyMismatch, found.code(), message));
            }
        }
        if !covered {
            return Err(Reason::Excluded("no_quota"));
        }
        for sum in sums.iter_mut().filter(|sum| sum.covers(day, measure)) {
            sum.units = sum.units.saturating_add(units);
            sum.row.records += 1;
            sum.row.currency = sum.row.currency.or(currency);
        }
        Ok(())
    }

    /// One row a quota; and one row a payee and measure, those without a quota at the end.
    pub(super) fn finish(self, asked: Option<Period>, scale: u32) -> (Vec<Attained>, Vec<Attained>) {
        let unit = Exact::new(1, pow10(scale)).unwrap_or(Exact::ONE);
        let actual = |sum: Sum| Attained { actual: Exact::from(sum.units).mul(&unit), ..sum.row };
        let (periods, mut without): (Vec<Attained>, Vec<Attained>) =
            self.rows.into_iter().map(actual).partition(|row| row.quota.is_some());
        let mut payees: Vec<Attained> = Vec::new();
        for row in &periods {
            match payees.last_mut().filter(|last| last.payee_id == row.payee_id && last.measure_id == row.measure_id) {
                Some(last) => last.join(row),
                None => payees.push(row.clone()),
            }
        }
        sorted::sort_by(&mut without, |a, b| a.payee_id.cmp(&b.payee_id));
        payees.extend(without.into_iter().map(|row| Attained { period: asked, ..row }));
        (periods, payees)
    }
}

impl Sum {
    /// Whether a record of that day and measure counts here; where there is no quota, all do.
    fn covers(&self, day: Date, measure: Option<&str>) -> bool {
        let row = &self.row;
        let measured = row.measure_id.is_none() || row.measure_id.as_deref() == measure;
        measured && row.period.is_none_or(|period| period.contains(day))
    }
}

fn bad(source: &Credits<'_>, row: usize, column: &str, code: Code, value: &str, message: String) -> Reason {
    Reason::Bad(Box::new(BadRecord {
        table: source.table,
        row,
        record_id: source.id(row).map(str::to_owned),
        column: column.to_owned(),
        code,
        value: value.to_owned(),
        message,
    }))
}
