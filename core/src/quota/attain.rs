//! Actual over quota: by quota, by payee, by measure.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::credit::Credits;
use super::outcome::{AttainSummary, MeasureSummary, decimal};
use super::params::AttainParams;
use super::periods::{self, TeamQuota};
use super::sums::{Reason, Sums};
use super::team::{self, Count, Teams};
use crate::number::{Currency, Decimal, Exact};
use crate::problem::{Code, Problem, Problems, pointer, shape};
use crate::reporting::Hierarchy;
use crate::sorted;
use crate::table::{BadRecords, DecimalColumn, Records};
use crate::time::Period;

/// Attainments, by payee and by quota.
#[derive(Debug, Clone)]
pub struct Attainments {
    /// Every measure over all payees, and counts.
    pub summary: AttainSummary,
    pub(super) payees: Vec<Attained>,
    pub(super) periods: Vec<Attained>,
    pub(super) excluded: Vec<Excluded>,
    /// Quotas of nodes that are not payees.
    pub(super) team_quotas: Vec<TeamQuota>,
    pub(super) counts: Vec<Count>,
    /// The teams; none where nobody said who reports to whom.
    pub(super) teams: Arc<Teams>,
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

    /// A payee without quota and without anything that counts.
    pub(super) fn nothing(payee: &str) -> Self {
        Self {
            payee_id: payee.to_owned(),
            measure_id: None,
            period: None,
            actual: Exact::ZERO,
            quota: None,
            currency: None,
            records: 0,
        }
    }

    /// Adds a later quota of the same payee and measure.
    pub(super) fn join(&mut self, later: &Self) {
        self.actual = self.actual.add(&later.actual);
        self.quota = self.quota.as_ref().zip(later.quota.as_ref()).map(|(quota, more)| quota.add(more));
        self.records += later.records;
        self.currency = self.currency.or(later.currency);
        self.period = self.period.zip(later.period).and_then(|(first, last)| Period::new(first.from(), last.to()).ok());
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
    attain_with_teams(params, transactions, credits, quotas, None, bad)
}

/// [`attain`], and what teams attain by the rows of `reporting` that hold on `as_of`, in the shape
/// [`REPORTING`](crate::table::declared::REPORTING). A quota with a `node_id` and no payee is then that of
/// the node's team.
///
/// # Errors
/// As [`attain`]; `document.missing_key` if there is no `as_of`, `reporting.cycle`.
pub fn attain_with_teams(
    params: &AttainParams,
    transactions: &Records,
    credits: Option<&Records>,
    quotas: &Records,
    reporting: Option<&Records>,
    bad: &mut BadRecords,
) -> Result<Attainments, Problems> {
    let people = reporting.map(|reporting| people(params, reporting, bad)).transpose()?;
    let asked = params.period.as_ref().map(|period| period.resolve(&params.calendar)).transpose();
    let asked = asked.map_err(|error| shape::time_problem(&error, "/params/period"))?;
    let source = match credits {
        Some(credits) => Credits::of_credits(credits, transactions, params.date),
        None => Credits::of_transactions(transactions, params.date),
    };
    let mut excluded = Vec::new();
    let (mut counted, mut team_quotas) = periods::read(quotas, params, asked, bad, &mut excluded)
        .into_iter()
        .partition::<Vec<_>, _>(|quota| !quota.of_node);
    sorted::sort_by(&mut counted, |a, b| (&a.payee, &a.measure, a.period).cmp(&(&b.payee, &b.measure, b.period)));
    let is_there = |id: &str| people.as_ref().is_some_and(|people| people.find(id).is_some());
    for quota in team_quotas.extract_if(.., |quota| !is_there(&quota.payee)) {
        let reason = if people.is_some() { "node_not_in_hierarchy" } else { "no_payee" };
        excluded.push(Excluded { table: "quotas", row: quota.row, record_id: None, reason });
    }
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
    if let (Some(people), Some(reporting)) = (&people, reporting) {
        let unusable = bad.records().iter().filter(|bad| bad.table == "reporting").map(|bad| bad.row);
        let unusable = sorted::set(unusable);
        let unused = (0..reporting.rows()).filter(|row| !people.is_effective(*row) && !unusable.contains(row));
        excluded.extend(unused.map(|row| Excluded {
            table: "reporting",
            row,
            record_id: reporting.table().text("person_id").and_then(|ids| ids.get(row)).map(str::to_owned),
            reason: "not_effective",
        }));
    }
    sorted::sort_by_key(&mut excluded, |excluded| (excluded.table, excluded.row));
    let rows = quotas.rows() + source.records.rows() + reporting.map_or(0, Records::rows);
    let set_aside = bad.count("quotas") + bad.count(source.table) + bad.count("reporting");
    let (periods, payees) = sums.finish(asked, source.scale());
    let summary = AttainSummary {
        measures: measures(&payees)?,
        payees_without_quota: payees.iter().filter(|payee| payee.quota.is_none()).count(),
        rows,
        used: rows - excluded.len() - set_aside,
        excluded: excluded.len(),
        set_aside,
    };
    let team_quotas = team_quotas.into_iter().map(TeamQuota::from).collect();
    let counts = team::distribution(params, &payees);
    let mut attained = Attainments { summary, payees, periods, excluded, team_quotas, counts, teams: Arc::default() };
    if let Some(people) = people {
        attained.teams = Arc::new(team::teams(&attained, people)?);
    }
    Ok(attained)
}

/// Who reports to whom on `as_of`.
fn people(params: &AttainParams, reporting: &Records, bad: &mut BadRecords) -> Result<Hierarchy, Problems> {
    let day = params.as_of.ok_or_else(|| {
        let message = "`as_of` is missing, which says when the rows of reporting hold";
        Problem::new(Code::DocumentMissingKey, "/params", message).with("key", "as_of")
    })?;
    Hierarchy::on(reporting, day, bad)
}

/// The amount of a cell.
pub(super) fn money(column: &DecimalColumn, row: usize) -> Option<Exact> {
    Decimal::from_mantissa(column.cells.get(row)?, column.scale).ok().map(Exact::from)
}

/// Every measure over the payees that have a quota.
fn measures(payees: &[Attained]) -> Result<Vec<MeasureSummary>, Problem> {
    let mut groups: BTreeMap<Option<&str>, Vec<&Attained>> = BTreeMap::new();
    for row in payees.iter().filter(|row| row.quota.is_some()) {
        groups.entry(row.measure_id.as_deref()).or_default().push(row);
    }
    groups.into_iter().map(|(measure, rows)| summarise(measure, &rows, None)).collect()
}

/// One measure over several payees; `own` quotas stand in for the sum of theirs.
pub(super) fn summarise(
    measure: Option<&str>,
    rows: &[&Attained],
    own: Option<&[&TeamQuota]>,
) -> Result<MeasureSummary, Problem> {
    let own = own.unwrap_or_default();
    let currencies = || rows.iter().filter_map(|row| row.currency).chain(own.iter().filter_map(|quota| quota.currency));
    let currency = currencies().next();
    let mixed = currencies().any(|other| Some(other) != currency);
    let mut total = Attained { quota: Some(Exact::ZERO), ..Attained::nothing("") };
    rows.iter().for_each(|row| total.join(row));
    if !own.is_empty() {
        total.quota = Some(own.iter().fold(Exact::ZERO, |sum, quota| sum.add(&quota.amount)));
    }
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
