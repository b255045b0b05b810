//! From streams to the months that are billed, and whose they are.

use std::collections::{BTreeMap, BTreeSet};

use super::explain::StreamExplanations;
use super::months::{Billing, Month, Stream};
use super::outcome::ExpandStreamsSummary;
use super::owners::{Owner, Tenure, parts_of};
use super::params::ExpandStreamsParams;
use super::records::{self, Fates, OWNER_TABLE, STREAM_TABLE};
use crate::commission::output::answered::Answered;
use crate::commission::output::cells;
use crate::commission::periods::asked::asked;
use crate::problem::{Problems, Report, pointer};
use crate::sorted;
use crate::table::{BadRecords, Records};
use crate::time::Period;

/// The tables of an expansion.
#[derive(Debug, Clone)]
pub struct ExpandStreamsInputs {
    /// What customers pay month by month, in the shape [`STREAMS`](super::STREAMS).
    pub streams: Records,
    /// Who owns them, in the shape [`STREAM_OWNERS`](super::STREAM_OWNERS).
    pub stream_owners: Option<Records>,
}

/// A stream, the months of it that are told, and its owners over them.
#[derive(Debug)]
pub(super) struct Expanded {
    pub(super) stream: Stream,
    pub(super) months: Vec<Month>,
    pub(super) tenures: Vec<Tenure>,
}

/// All that an expansion is made of.
#[derive(Debug)]
pub(super) struct Workings {
    pub(super) billing: Billing,
    pub(super) asked: Period,
    pub(super) expanded: Vec<Expanded>,
    /// Parts of months inside the period that are not billed.
    pub(super) unbilled: usize,
    pub(super) stream_fates: Fates,
    pub(super) owner_fates: Fates,
}

/// Turns recurring streams into the transactions and splits of a commission plan: one transaction a billing
/// month, with its number, and one split an owner.
///
/// A month belongs to the period that holds the day on which it is booked, so that the months of a year's
/// calls are those of the year. Its amount is the difference of the rounded running totals of the stream:
/// what is billed for a stream foots, and what becomes known of its end changes no month before it. A month
/// whose owner changes is shared by days, and its shares sum to exactly 1.
///
/// # Errors
/// Under `bad_records: refuse` every record that cannot be used, with its pointer; always:
/// `table.duplicate_column`, `time.bad_period`, `time.empty_period`, `document.out_of_range`,
/// `number.out_of_range`, `time.out_of_range`.
pub fn expand_streams(
    params: &ExpandStreamsParams,
    inputs: &ExpandStreamsInputs,
    mut bad: BadRecords,
) -> Result<Answered<ExpandStreamsSummary, StreamExplanations>, Problems> {
    let asked = asked(&params.period, &params.calendar)?;
    records::check_columns(&inputs.streams)?;
    let billing = Billing {
        months: params.billing_months,
        billed: params.billed,
        first: params.first_part_month,
        last: params.last_part_month,
        rounding: params.rounding,
        places: params.places,
    };
    let mut streams = records::streams(params, &inputs.streams, &mut bad);
    let mut owner_fates = Fates::new();
    let owners = streams.owners(params, inputs.stream_owners.as_ref(), &mut owner_fates, &mut bad);
    let current = std::mem::take(&mut streams.current);
    let mut workings = Workings {
        billing,
        asked,
        expanded: Vec::new(),
        unbilled: 0,
        stream_fates: std::mem::take(&mut streams.fates),
        owner_fates,
    };
    let mut report = Report::new();
    for stream in current {
        if streams.apart.contains(&stream.id) {
            workings.stream_fates.insert(stream.row, "owner_set_aside");
            continue;
        }
        let (months, unbilled) = match stream.months(billing, asked) {
            Ok(found) => found,
            Err(beyond) => {
                report.push(beyond.at(&pointer::record(STREAM_TABLE, stream.row)));
                continue;
            }
        };
        workings.unbilled += unbilled;
        let Some(span) = span(&months) else {
            let fate = if unbilled > 0 { "part_month_not_billed" } else { "outside_period" };
            workings.stream_fates.insert(stream.row, fate);
            continue;
        };
        match stream.tenures(owners.get(&stream.id).map_or(&[], Vec::as_slice), span) {
            Ok(tenures) => workings.expanded.push(Expanded { stream, months, tenures }),
            Err(faults) => {
                records::refuse(&stream, &faults, (&inputs.streams, inputs.stream_owners.as_ref()), &mut bad);
                workings.stream_fates.insert(stream.row, "owner_set_aside");
                streams.apart.insert(stream.id);
            }
        }
    }
    bad.settle()?;
    report.finish()?;
    let rows = inputs.stream_owners.iter().flat_map(|owners| cells::all(owners, OWNER_TABLE, "stream_id"));
    for row in rows.filter(|row| streams.apart.contains(row.id())) {
        workings.owner_fates.entry(row.at).or_insert("stream_set_aside");
    }
    workings.judge_owners(&owners);
    let (summary, tables) = workings.outcome(params, inputs, &bad)?;
    Ok(Answered::new(summary, Vec::new(), tables, StreamExplanations::new(workings)))
}

/// The days on which a stream runs in some months, which follow each other.
fn span(months: &[Month]) -> Option<Period> {
    Period::new(months.first()?.runs.from(), months.last()?.runs.to()).ok()
}

impl Workings {
    /// Why sound owners have no part in what is billed, where they have none.
    fn judge_owners(&mut self, owners: &BTreeMap<String, Vec<Owner>>) {
        let mut used = BTreeSet::new();
        let mut met = BTreeSet::new();
        for Expanded { stream, months, tenures } in &self.expanded {
            let own = owners.get(&stream.id).map_or(&[][..], Vec::as_slice);
            for month in months {
                let parts = parts_of(tenures, month.runs);
                used.extend(parts.iter().flat_map(|(_, parts)| parts).filter_map(|part| part.holder.row));
            }
            let days = span(months);
            let meets = |owner: &&Owner| days.is_some_and(|days| owner.days.within(days).is_some());
            met.extend(own.iter().map(|owner| (owner.row, meets(&owner))));
        }
        let met: BTreeMap<usize, bool> = sorted::map(met);
        for owner in owners.values().flatten().filter(|owner| !used.contains(&owner.row)) {
            let fate = match met.get(&owner.row) {
                None => "stream_not_billed",
                Some(true) => "superseded",
                Some(false) => "outside_period",
            };
            self.owner_fates.entry(owner.row).or_insert(fate);
        }
    }
}
