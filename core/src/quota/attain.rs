//! Actual over quota: by quota, by payee, by measure.

use std::collections::BTreeMap;

use super::credit::Credits;
use super::outcome::{AttainSummary, MeasureSummary, decimal};
use super::params::AttainParams;
use super::periods::{self, Quota};
use crate::number::{Currency, Decimal, Exact};
use crate::problem::{Code, Problem, Problems, pointer, shape};
use crate::table::{BadRecord, BadRecords, DecimalColumn, Records};
use crate::time::{Date, Instant, Period};

/// Attainments, by payee and by quota.
#[derive(Debug, Clone)]
pub struct Attainments {
    /// Every measure over all payees, and counts.
    pub summary: AttainSummary,
    pub(super) payees: Vec<Attained>,
    pub(super) periods: Vec<Attained>,
    pub(super) excluded: Vec<Excluded>,
}

/// Actual and quota of one payee, for one quota or for all of a measure.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Attained {
    pub(super) payee_id: String,
    pub(super) measure_id: Option<String>,
    pub(super) period: Option<Period>,
    pub(super) actual: Exact,
    /// Nothing where the payee has no quota at all.
    pub(super) quota: Option<Exact>,
    pub(super) currency: Option<Currency>,
    pub(super) records: usize,
}

impl Attained {
    /// Actual over quota, exactly.
    ///
    /// # Errors
    /// The reason why it is undefined.
    pub(super) fn ratio(&self) -> Result<Exact, &'static str> {
        let quota = self.quota.as_ref().ok_or("quota_missing")?;
        self.actual.checked_div(quota).map_err(|_| "zero_denominator")
    }

    /// Whether actual is at least quota, where the ratio is defined.
    pub(super) fn is_attained(&self) -> Option<bool> {
        self.ratio().ok().map(|ratio| ratio >= Exact::ONE)
    }
}

/// A sound record that does not count.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Excluded {
    pub(super) table: &'static str,
    pub(super) row: usize,
    pub(super) record_id: Option<String>,
    pub(super) reason: &'static str,
}

/// Adds up what counts towards each quota and divides.
///
/// What counts are the amounts of `transactions` with a payee or, where `credits` are given, their
/// quota credits, dated by their transaction. A quota counts records of its payee dated in its
/// period; one with a measure only records of that measure. Over several quotas attainment is the
/// sum over the sum. Records that cannot be used are pushed to `bad`.
///
/// # Errors
/// `time.bad_period`, `time.out_of_range`, `quota.measure_unknown`, `number.out_of_range`.
pub fn attain(
    params: &AttainParams,
    transactions: &Records,
    credits: Option<&Records>,
    quotas: &Records,
    bad: &mut BadRecords,
) -> Result<Attainments, Problems> {
    let asked = params.period.as_ref().map(|period| period.resolve(&params.calendar)).transpose();
    let asked = asked.map_err(|error| shape::time_problem(&error, "/params/period"))?;
    let source = match credits {
        Some(credits) => Credits::of_credits(credits, transactions, params.date),
        None => Credits::of_transactions(transactions, params.date),
    };
    let mut excluded = Vec::new();
    let counted = periods::read(quotas, params, asked, bad, &mut excluded);
    if !source.has_measures()
        && source.records.rows() > 0
        && let Some((quota, measure)) = counted.iter().find_map(|quota| Some((quota, quota.measure.as_ref()?)))
    {
        let at = pointer::cell("quotas", quota.row, "measure_id");
        let message = format!("`{}` has no column measure_id, so nothing counts towards `{measure}`", source.table);
        return Err(Problem::new(Code::QuotaMeasureUnknown, at, message).with("measure_id", measure.clone()).into());
    }
    let mut sums = Sums::new(counted);
    for row in 0..source.records.rows() {
        if !source.records.is_good(row) {
            continue;
        }
        match sums.count(&source, row, params, asked) {
            Ok(()) => {}
            Err(Reason::Excluded(reason)) => {
                let record_id = source.id(row).map(str::to_owned);
                excluded.push(Excluded { table: source.table, row, record_id, reason });
            }
            Err(Reason::Bad(record)) => bad.push(*record),
        }
    }
    excluded.sort_by_key(|excluded| (excluded.table, excluded.row));
    let rows = quotas.rows() + source.records.rows();
    let set_aside = bad.count("quotas") + bad.count(source.table);
    let without_quota = sums.without_quota.len();
    let (periods, payees) = sums.finish(asked);
    let summary = AttainSummary {
        measures: measures(&payees)?,
        payees_without_quota: without_quota,
        rows,
        used: rows - excluded.len() - set_aside,
        excluded: excluded.len(),
        set_aside,
    };
    Ok(Attainments { summary, payees, periods, excluded })
}

/// The amount of a cell.
pub(super) fn money(column: &DecimalColumn, row: usize) -> Option<Exact> {
    Decimal::from_mantissa(column.cells.get(row)?, column.scale).ok().map(Exact::from)
}

enum Reason {
    Excluded(&'static str),
    Bad(Box<BadRecord>),
}

/// Sums in the making.
struct Sums {
    /// By payee, measure and period.
    rows: Vec<Attained>,
    /// The rows of each payee.
    of_payee: BTreeMap<String, Vec<usize>>,
    without_quota: BTreeMap<String, Attained>,
}

impl Sums {
    fn new(quotas: Vec<Quota>) -> Self {
        let mut of_payee: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut rows = Vec::with_capacity(quotas.len());
        for (position, quota) in quotas.into_iter().enumerate() {
            of_payee.entry(quota.payee.clone()).or_default().push(position);
            rows.push(Attained {
                payee_id: quota.payee,
                measure_id: quota.measure,
                period: Some(quota.period),
                actual: Exact::ZERO,
                quota: Some(quota.amount),
                currency: quota.currency,
                records: 0,
            });
        }
        Self { rows, of_payee, without_quota: BTreeMap::new() }
    }

    fn count(
        &mut self,
        source: &Credits<'_>,
        row: usize,
        params: &AttainParams,
        asked: Option<Period>,
    ) -> Result<(), Reason> {
        let payee = source.payee(row).ok_or(Reason::Excluded("no_payee"))?;
        let dated = source.dated_row(row).ok_or_else(|| {
            let id = source.id(row).unwrap_or_default();
            bad(
                source,
                row,
                "transaction_id",
                Code::TableUnknownId,
                id,
                format!("`{id}` is not a transaction that can be used"),
            )
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
        let amount = source.amount(row).ok_or(Reason::Excluded("no_amount"))?;
        let currency = source.currency(row).and_then(|code| Currency::parse(code).ok());
        let mismatch = |known: Currency, found: Currency| {
            let message = format!("the record is in {found}, the quota it counts towards in {known}");
            bad(source, row, "currency", Code::NumberCurrencyMismatch, found.code(), message)
        };
        let Some(positions) = self.of_payee.get(payee) else {
            let sum = self.without_quota.entry(payee.to_owned()).or_insert_with(|| without_quota(payee));
            return sum.add(&amount, currency).map_err(|(known, found)| mismatch(known, found));
        };
        let measure = source.measure(row);
        let covering: Vec<usize> = positions.iter().copied().filter(|&at| self.covers(at, day, measure)).collect();
        if covering.is_empty() {
            return Err(Reason::Excluded("no_quota"));
        }
        // Either the record counts towards all of them or, in another currency, towards none.
        let conflict = covering
            .iter()
            .find_map(|&at| self.rows.get(at)?.currency.filter(|known| currency.is_some_and(|found| found != *known)));
        if let (Some(known), Some(found)) = (conflict, currency) {
            return Err(mismatch(known, found));
        }
        for at in covering {
            if let Some(sum) = self.rows.get_mut(at) {
                sum.add(&amount, currency).map_err(|(known, found)| mismatch(known, found))?;
            }
        }
        Ok(())
    }

    fn covers(&self, at: usize, day: Date, measure: Option<&str>) -> bool {
        self.rows.get(at).is_some_and(|row| {
            let measured = row.measure_id.as_deref().is_none_or(|wanted| measure == Some(wanted));
            measured && row.period.is_some_and(|period| period.contains(day))
        })
    }

    /// One row a quota; and one row a payee and measure, those without a quota at the end.
    fn finish(self, asked: Option<Period>) -> (Vec<Attained>, Vec<Attained>) {
        let mut payees: Vec<Attained> = Vec::new();
        for row in &self.rows {
            match payees.last_mut().filter(|last| last.payee_id == row.payee_id && last.measure_id == row.measure_id) {
                Some(last) => last.join(row),
                None => payees.push(row.clone()),
            }
        }
        let without = self.without_quota.into_values().map(|row| Attained { period: asked, ..row });
        payees.extend(without);
        (self.rows, payees)
    }
}

fn without_quota(payee: &str) -> Attained {
    Attained {
        payee_id: payee.to_owned(),
        measure_id: None,
        period: None,
        actual: Exact::ZERO,
        quota: None,
        currency: None,
        records: 0,
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

impl Attained {
    /// Adds a record, unless it is in another currency than what is there.
    fn add(&mut self, amount: &Exact, currency: Option<Currency>) -> Result<(), (Currency, Currency)> {
        match (self.currency, currency) {
            (Some(known), Some(found)) if known != found => return Err((known, found)),
            (None, found) => self.currency = found,
            _ => {}
        }
        self.actual = self.actual.add(amount);
        self.records += 1;
        Ok(())
    }

    /// Adds a later quota of the same payee and measure.
    fn join(&mut self, later: &Self) {
        self.actual = self.actual.add(&later.actual);
        self.quota = self.quota.as_ref().zip(later.quota.as_ref()).map(|(quota, more)| quota.add(more));
        self.records += later.records;
        self.currency = self.currency.or(later.currency);
        self.period = self.period.zip(later.period).and_then(|(first, last)| Period::new(first.from(), last.to()).ok());
    }
}

/// Every measure over the payees that have a quota.
fn measures(payees: &[Attained]) -> Result<Vec<MeasureSummary>, Problem> {
    let mut groups: BTreeMap<Option<&str>, Vec<&Attained>> = BTreeMap::new();
    for row in payees.iter().filter(|row| row.quota.is_some()) {
        groups.entry(row.measure_id.as_deref()).or_default().push(row);
    }
    groups.into_iter().map(|(measure, rows)| summarise(measure, &rows)).collect()
}

fn summarise(measure: Option<&str>, rows: &[&Attained]) -> Result<MeasureSummary, Problem> {
    let currency = rows.iter().find_map(|row| row.currency);
    let mixed = rows.iter().any(|row| row.currency.is_some() && row.currency != currency);
    let mut total = without_quota("");
    total.quota = Some(Exact::ZERO);
    rows.iter().for_each(|row| total.join(row));
    let ratio = if mixed { Err("mixed_currencies") } else { total.ratio() };
    let judged: Vec<bool> = rows.iter().filter_map(|row| row.is_attained()).collect();
    let attained = judged.iter().filter(|&&attained| attained).count();
    let share = |part: usize, whole: usize| Exact::new(i128::try_from(part).ok()?, i128::try_from(whole).ok()?).ok();
    let rounded = |ratio: &Exact| ratio.round_ratio().map_err(|error| shape::number_problem(&error, ""));
    let participation = share(attained, judged.len());
    Ok(MeasureSummary {
        measure_id: measure.map(str::to_owned),
        actual: if mixed { None } else { Some(decimal(&total.actual)?) },
        quota: if mixed { None } else { total.quota.as_ref().map(decimal).transpose()? },
        attainment: ratio.as_ref().ok().map(rounded).transpose()?,
        attainment_reason: ratio.err(),
        currency: currency.filter(|_| !mixed),
        payees: judged.len(),
        attained,
        participation: participation.as_ref().map(rounded).transpose()?,
        participation_reason: participation.is_none().then_some("no_data"),
    })
}
