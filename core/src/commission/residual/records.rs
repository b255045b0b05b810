//! From records to streams and their owners.

use std::collections::{BTreeMap, BTreeSet};

use super::months::Stream;
use super::owners::{Fault, Owner};
use super::params::ExpandStreamsParams;
use super::shapes::{STREAM_TRANSACTIONS, STREAMS};
use crate::commission::output::cells::{self, Row};
use crate::commission::periods::quotas::is_known;
use crate::number::Currency;
use crate::problem::{Code, Problem, Problems, Report, pointer};
use crate::sorted;
use crate::table::{BadRecords, Records};
use crate::time::{Date, OpenPeriod};

pub(super) const STREAM_TABLE: &str = "streams";
pub(super) const OWNER_TABLE: &str = "stream_owners";

/// By row: why a sound record is not used.
pub(super) type Fates = BTreeMap<usize, &'static str>;

/// The streams of a call.
#[derive(Debug, Default)]
pub(super) struct Streams {
    /// As they are known, in the order of their rows.
    pub(super) current: Vec<Stream>,
    pub(super) fates: Fates,
    /// Those of which a record cannot be used.
    pub(super) apart: BTreeSet<String>,
    ids: BTreeSet<String>,
}

/// Columns of streams that would be taken for those of their months.
pub(super) fn check_columns(streams: &Records) -> Result<(), Problems> {
    let mut report = Report::new();
    let kept = streams.table().columns().map(|(name, _)| name).filter(|name| STREAMS.column(name).is_none());
    for name in kept.filter(|name| STREAM_TRANSACTIONS.column(name).is_some()) {
        let message = format!("the months of a stream are given a column `{name}` of their own");
        report.push(Problem::new(Code::TableDuplicateColumn, pointer::table(STREAM_TABLE, Some(name)), message));
    }
    report.finish().map(drop)
}

/// What the records of streams say that were known at a moment; of a stream the one known last.
pub(super) fn streams(params: &ExpandStreamsParams, records: &Records, bad: &mut BadRecords) -> Streams {
    let known_at = params.known_at.map(|instant| instant.micros());
    let mut read = Streams::default();
    let mut by_id: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
    for row in cells::all(records, STREAM_TABLE, "stream_id").filter(|row| !row.id().is_empty()) {
        read.ids.insert(row.id().to_owned());
        if is_known(records, known_at, row.at) {
            by_id.entry(row.id()).or_default().push(row);
        } else {
            read.fates.insert(row.at, "known_later");
        }
    }
    for (id, mut rows) in by_id {
        let (usable, mut twice) = (rows.iter().all(|row| row.is_good()), false);
        sorted::sort_by_key(&mut rows, |row| row.instant("known_at"));
        for pair in rows.windows(2).filter(|_| usable) {
            if let [one, other] = pair
                && one.instant("known_at") == other.instant("known_at")
            {
                let message = format!("`{id}` is already in row {}, and neither became known later", one.at);
                other.refuse(bad, "stream_id", Code::TableDuplicateId, message);
                twice = true;
            }
        }
        let first_known = rows.first().and_then(|row| row.instant("known_at"));
        let current = rows.last().copied().filter(|_| usable && !twice);
        let stream = current.and_then(|row| params.stream(row, first_known, bad));
        let fate = if stream.is_some() { "superseded" } else { "stream_set_aside" };
        read.fates.extend(rows.iter().map(|row| (row.at, fate)));
        match stream {
            Some(stream) if stream.to == Some(stream.from) => {
                read.fates.insert(stream.row, "never_ran");
            }
            Some(stream) => {
                read.fates.remove(&stream.row);
                read.current.push(stream);
            }
            None => {
                read.apart.insert(id.to_owned());
            }
        }
    }
    sorted::sort_by_key(&mut read.current, |stream| stream.row);
    read
}

impl ExpandStreamsParams {
    fn stream(&self, row: Row<'_>, known_at: Option<i64>, bad: &mut BadRecords) -> Option<Stream> {
        let from = row.date("from")?;
        let (to, ended_on, counted_from) = (row.date("to"), row.date("ended_on"), row.date("counted_from"));
        let mut refused = false;
        let mut refuse = |column: &str, code: Code, message: String| {
            row.refuse(bad, column, code, message);
            refused = true;
        };
        let own = row.text("currency").and_then(|code| Currency::parse(code).ok());
        let currency = own.or(self.currency);
        if currency.is_none() {
            let message = format!("`{}` has no currency, and the call names none", row.id());
            refuse("currency", Code::TableMissingValue, message);
        }
        if to.is_some_and(|to| to <= from) {
            refuse("to", Code::TimeEmptyPeriod, format!("the term of `{}` ends where it starts, or before", row.id()));
        }
        if ended_on.is_some_and(|on| on < from) {
            refuse("ended_on", Code::CommissionStreamDates, format!("`{}` starts on {from}, after this", row.id()));
        }
        if counted_from.is_some_and(|on| on > from) {
            refuse(
                "counted_from",
                Code::CommissionStreamDates,
                format!("`{}` starts on {from}, before this", row.id()),
            );
        }
        Some(Stream {
            id: row.id().to_owned(),
            row: row.at,
            amount: row.exact("amount")?,
            currency: currency.filter(|_| !refused)?,
            from,
            to: sooner(to, ended_on),
            counted_from: counted_from.unwrap_or(from),
            owner: row.text("payee_id").map(str::to_owned),
            known_at,
        })
    }
}

fn sooner(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    one.into_iter().chain(other).min()
}

impl Streams {
    /// The owners of each stream that were known at a moment.
    pub(super) fn owners(
        &mut self,
        params: &ExpandStreamsParams,
        records: Option<&Records>,
        fates: &mut Fates,
        bad: &mut BadRecords,
    ) -> BTreeMap<String, Vec<Owner>> {
        let known_at = params.known_at.map(|instant| instant.micros());
        let mut owners: BTreeMap<String, Vec<Owner>> = BTreeMap::new();
        let Some(records) = records else { return owners };
        for row in cells::all(records, OWNER_TABLE, "stream_id") {
            if !is_known(records, known_at, row.at) {
                fates.insert(row.at, "known_later");
                continue;
            }
            if row.is_good() && !self.ids.contains(row.id()) {
                let message = format!("there is no stream `{}`", row.id());
                row.refuse(bad, "stream_id", Code::TableUnknownId, message);
                continue;
            }
            match owner(row, bad) {
                Some(owner) => owners.entry(row.id().to_owned()).or_default().push(owner),
                // Without one of its owners nobody can say whose the stream is.
                None => drop(self.apart.insert(row.id().to_owned())),
            }
        }
        owners
    }
}

fn owner(row: Row<'_>, bad: &mut BadRecords) -> Option<Owner> {
    if !row.is_good() {
        return None;
    }
    let share = row.exact("share");
    let days = OpenPeriod::new(row.date("from"), row.date("to"));
    let negative = share.as_ref().is_some_and(|share| share.is_negative());
    if days.is_err() {
        let message = format!("an ownership of `{}` ends where it starts, or before", row.id());
        row.refuse(bad, "to", Code::TimeEmptyPeriod, message);
    }
    if negative {
        row.refuse(bad, "share", Code::CommissionSplitNegative, format!("a share of `{}` is negative", row.id()));
    }
    let payee = row.text("payee_id")?.to_owned();
    let known_at = row.instant("known_at");
    days.ok().filter(|_| !negative).map(|days| Owner { payee, days, share, known_at, row: row.at })
}

/// Says which records leave a stream without an owner.
pub(super) fn refuse(stream: &Stream, faults: &[Fault], inputs: (&Records, Option<&Records>), bad: &mut BadRecords) {
    let mut told = BTreeSet::new();
    for fault in faults {
        let (table, row, column, code, message) = match fault {
            Fault::Unowned(on) => {
                let message = format!("nobody owns `{}` on {on}", stream.id);
                (STREAM_TABLE, stream.row, "stream_id", Code::CommissionStreamUnowned, message)
            }
            Fault::Overlap { row, on } => {
                let message = format!("`{}` has other owners on {on}", stream.id);
                (OWNER_TABLE, *row, "from", Code::CommissionStreamOwnerOverlap, message)
            }
            Fault::Sum { row, on, sum } => {
                let message = format!("the shares of `{}` sum to {sum}, not to 1, on {on}", stream.id);
                (OWNER_TABLE, *row, "share", Code::CommissionStreamShareSum, message)
            }
        };
        // The first day says enough.
        if !told.insert((table, row, column)) {
            continue;
        }
        let records = if table == STREAM_TABLE { Some(inputs.0) } else { inputs.1 };
        if let Some(records) = records {
            cells::row(records, table, "stream_id", row).refuse(bad, column, code, message);
        }
    }
}
