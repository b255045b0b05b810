//! What the IANA database says of every zone, read when a zone is first asked for.
//!
//! chrono-tz holds the same data at 24 bytes a transition, most of a browser package. Here it is
//! text of a fifth of that, which also compresses well. A test holds the two against each other.

use std::sync::OnceLock;

use super::instant::SECOND;
use crate::sorted;

/// A line for each rule: the names that follow it, its offsets in seconds east of UTC, and its
/// transitions. Each of these is the seconds since the one before, to the base of 36, and the
/// letter of the offset that begins; the first offset was there before them all.
const TABLE: &str = include_str!("generated/zones.txt");

/// A zone and its offsets.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) name: &'static str,
    /// The offset before any transition, in microseconds.
    first: i64,
    /// The instants at which another offset begins, and that offset, in microseconds.
    transitions: Vec<(i64, i64)>,
}

/// A local time on the line of instants.
pub(super) enum Resolved {
    /// The earliest instant with that local time.
    At(i64),
    /// The clock skips it: the first instant `end` after the gap, and the local time `moved` on by
    /// the length of the gap.
    Skipped { end: i64, moved: i64 },
}

/// The zone of this name.
pub(super) fn find(name: &str) -> Option<&'static Known> {
    let entries = entries();
    let position = entries.binary_search_by_key(&name, |entry| entry.name).ok()?;
    let entry = entries.get(position)?;
    match entry.known.get() {
        Some(known) => Some(known),
        None => read(entry).map(|known| entry.known.get_or_init(|| known)),
    }
}

impl Known {
    /// Microseconds east of UTC at that instant.
    pub(super) fn offset(&self, instant: i64) -> i64 {
        let begun = self.transitions.partition_point(|(start, _)| *start <= instant);
        begun.checked_sub(1).and_then(|last| self.transitions.get(last)).map_or(self.first, |(_, offset)| *offset)
    }

    /// The instant of a local time.
    pub(super) fn resolve(&self, local: i64) -> Resolved {
        // The spans that may hold it begin at most a day from it: offsets are shorter than that.
        let near = self.transitions.partition_point(|(start, _)| *start <= local.saturating_sub(super::instant::DAY));
        let before = near.checked_sub(1).and_then(|last| self.transitions.get(last));
        let mut offset = before.map_or(self.first, |(_, offset)| *offset);
        for (start, next) in self.transitions.iter().skip(near) {
            if local - offset < *start {
                return Resolved::At(local - offset);
            }
            if local - next < *start {
                return Resolved::Skipped { end: *start, moved: local - offset };
            }
            offset = *next;
        }
        Resolved::At(local - offset)
    }
}

#[cfg(test)]
impl Known {
    /// The instants at which another offset begins, in microseconds.
    pub(super) fn transitions(&self) -> impl Iterator<Item = i64> {
        self.transitions.iter().map(|(start, _)| *start)
    }
}

/// A name and the line of its rule.
struct Entry {
    name: &'static str,
    rule: &'static str,
    known: OnceLock<Known>,
}

/// Every name, in order.
fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let lines = TABLE.lines().filter_map(|line| line.split_once('|'));
        let named = |(names, rule): (&'static str, &'static str)| names.split(' ').map(move |name| (name, rule));
        let mut entries: Vec<Entry> =
            lines.flat_map(named).map(|(name, rule)| Entry { name, rule, known: OnceLock::new() }).collect();
        sorted::sort_by_key(&mut entries, |entry| entry.name);
        entries
    })
}

fn read(entry: &Entry) -> Option<Known> {
    let (offsets, transitions) = entry.rule.split_once('|')?;
    let offsets: Vec<i64> =
        offsets.split(' ').map(|text| Some(text.parse::<i64>().ok()? * SECOND)).collect::<Option<_>>()?;
    let mut instant = 0;
    let transition = |text: &str| {
        let (seconds, letter) = text.split_at_checked(text.len().checked_sub(1)?)?;
        instant += i64::from_str_radix(seconds, 36).ok()? * SECOND;
        let offset = letter.bytes().next()?.checked_sub(b'A')?;
        Some((instant, *offsets.get(usize::from(offset))?))
    };
    let transitions =
        transitions.split_inclusive(|c: char| c.is_ascii_uppercase()).map(transition).collect::<Option<_>>()?;
    Some(Known { name: entry.name, first: *offsets.first()?, transitions })
}
