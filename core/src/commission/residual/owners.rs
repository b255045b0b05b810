//! Who owns a stream from when to when.

use std::collections::BTreeSet;

use super::months::Stream;
use crate::number::Exact;
use crate::sorted;
use crate::time::{Date, OpenPeriod, Period};

/// An owner as a record names one.
#[derive(Debug, Clone)]
pub(super) struct Owner {
    pub(super) payee: String,
    pub(super) days: OpenPeriod,
    /// All of it, where none is given.
    pub(super) share: Option<Exact>,
    pub(super) known_at: Option<i64>,
    pub(super) row: usize,
}

/// Who holds how much of a stream; without a row, whom the stream itself names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Holder {
    pub(super) payee: String,
    pub(super) share: Exact,
    pub(super) row: Option<usize>,
}

/// Days on which a stream has the same owners.
#[derive(Debug, Clone)]
pub(super) struct Tenure {
    pub(super) days: Period,
    pub(super) holders: Vec<Holder>,
}

/// Why nobody can be said to own a stream.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    /// Nobody owns it from this day on.
    Unowned(Date),
    /// A record meets another one from this day on.
    Overlap { row: usize, on: Date },
    /// A record is one of those that come to something else than 1.
    Sum { row: usize, on: Date, sum: Exact },
}

impl Stream {
    /// The owners of the stream over some days, in the order of time.
    pub(super) fn tenures(&self, owners: &[Owner], span: Period) -> Result<Vec<Tenure>, Vec<Fault>> {
        let ends = owners.iter().flat_map(|owner| [owner.days.from(), owner.days.to()]).flatten();
        let inside = ends.filter(|day| span.contains(*day));
        let starts: Vec<Date> = sorted::set(inside.chain([span.from()])).into_iter().collect();
        let (mut tenures, mut faults) = (Vec::<Tenure>::new(), Vec::new());
        for (position, &from) in starts.iter().enumerate() {
            let to = starts.get(position + 1).copied().unwrap_or(span.to());
            let Ok(days) = Period::new(from, to) else { continue };
            match self.holders(owners, from) {
                Err(found) => faults.extend(found),
                Ok(holders) => match tenures.last_mut().filter(|last| last.holders == holders) {
                    // What was replaced by something known later ends nothing.
                    Some(last) => last.days = Period::new(last.days.from(), to).unwrap_or(last.days),
                    None => tenures.push(Tenure { days, holders }),
                },
            }
        }
        if faults.is_empty() { Ok(tenures) } else { Err(faults) }
    }

    /// The owners on one day: of the records that hold then, those that became known last.
    fn holders(&self, owners: &[Owner], on: Date) -> Result<Vec<Holder>, Vec<Fault>> {
        let holding = || owners.iter().filter(move |owner| owner.days.contains(on));
        let last = holding().map(|owner| owner.known_at).max();
        let current: Vec<&Owner> = holding().filter(|owner| Some(owner.known_at) == last).collect();
        if current.is_empty() {
            let payee = self.owner.clone().ok_or_else(|| vec![Fault::Unowned(on)])?;
            return Ok(vec![Holder { payee, share: Exact::ONE, row: None }]);
        }
        let mut seen = BTreeSet::new();
        let mut overlaps = Vec::new();
        for owner in &current {
            let again = !seen.insert(owner.payee.as_str());
            if again || (current.len() > 1 && owner.share.is_none()) {
                overlaps.push(Fault::Overlap { row: owner.row, on });
            }
        }
        if !overlaps.is_empty() {
            return Err(overlaps);
        }
        let held = |owner: &Owner| owner.share.clone().unwrap_or(Exact::ONE);
        let sum = current.iter().fold(Exact::ZERO, |sum, owner| sum.add(&held(owner)));
        if sum != Exact::ONE {
            return Err(current.iter().map(|owner| Fault::Sum { row: owner.row, on, sum: sum.clone() }).collect());
        }
        let holder = |owner: &&Owner| Holder { payee: owner.payee.clone(), share: held(owner), row: Some(owner.row) };
        Ok(current.iter().map(holder).collect())
    }
}

/// What somebody holds of a month: for how many of its days, how much.
#[derive(Debug)]
pub(super) struct Part<'t> {
    pub(super) days: Period,
    pub(super) holder: &'t Holder,
}

/// Everybody's parts of some days, by the day on which somebody first held one.
pub(super) fn parts_of(tenures: &[Tenure], days: Period) -> Vec<(&str, Vec<Part<'_>>)> {
    let mut all: Vec<(&str, Vec<Part<'_>>)> = Vec::new();
    let first = tenures.partition_point(|tenure| tenure.days.to() <= days.from());
    let met = tenures.iter().skip(first).map_while(|tenure| Some((tenure, tenure.days.intersect(days)?)));
    for (tenure, days) in met {
        for holder in tenure.holders.iter().filter(|holder| !holder.share.is_zero()) {
            let part = Part { days, holder };
            match all.iter_mut().find(|(payee, _)| *payee == holder.payee) {
                Some((_, parts)) => parts.push(part),
                None => all.push((&holder.payee, vec![part])),
            }
        }
    }
    all
}

/// The part of some days that somebody holds.
pub(super) fn share(parts: &[Part<'_>], days: Period) -> Exact {
    let held = |part: &Part<'_>| {
        let days = Exact::new(part.days.days().into(), days.days().into()).unwrap_or(Exact::ZERO);
        part.holder.share.mul(&days)
    };
    parts.iter().fold(Exact::ZERO, |sum, part| sum.add(&held(part)))
}
