//! `core/src/time/generated/zones.txt`: the time zones of chrono-tz in a form that packs well.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::{DateTime, Offset as _, TimeZone as _};
use chrono_tz::{IANA_TZDB_VERSION, TZ_VARIANTS, Tz};

use super::{BANNER, File};

/// A week less a day: no offset of the database ever held for a shorter time.
const STEP: i64 = 6 * 86_400;
/// Before the first local mean time that was given up, and after the last transition there is, in seconds.
const SPAN: (i64, i64) = (-5_000_000_000, 4_200_000_000);

/// A line for each rule, in order of its first name.
pub fn table() -> File {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(|| {
        let mut rules: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for zone in TZ_VARIANTS {
            rules.entry(rule(zone)).or_default().push(zone.name());
        }
        let mut lines: Vec<String> =
            rules.into_iter().map(|(rule, names)| format!("{}|{rule}\n", names.join(" "))).collect();
        lines.sort();
        format!("# {BANNER} IANA {IANA_TZDB_VERSION}.\n{}", lines.concat())
    });
    ("core/src/time/generated/zones.txt".to_owned(), text.clone())
}

/// Its offsets, and its transitions as seconds since the one before and the letter of an offset.
fn rule(zone: Tz) -> String {
    let mut offsets = vec![offset(zone, SPAN.0)];
    let (mut transitions, mut last) = (String::new(), 0);
    for transition in transitions_of(zone) {
        let begins = offset(zone, transition);
        let position = offsets.iter().position(|known| *known == begins).unwrap_or_else(|| {
            offsets.push(begins);
            offsets.len() - 1
        });
        transitions.push_str(&base_36(transition - last));
        transitions.push(char::from(b'A' + position as u8));
        last = transition;
    }
    let offsets: Vec<String> = offsets.iter().map(i32::to_string).collect();
    format!("{}|{transitions}", offsets.join(" "))
}

/// The instants, in seconds, at which the offset becomes another.
fn transitions_of(zone: Tz) -> Vec<i64> {
    let mut found = Vec::new();
    let (mut here, end) = SPAN;
    let mut holds = offset(zone, here);
    while here < end {
        let (mut before, mut after) = (here, here + STEP);
        if offset(zone, after) != holds {
            while after - before > 1 {
                let middle = before + (after - before) / 2;
                if offset(zone, middle) == holds { before = middle } else { after = middle }
            }
            found.push(after);
            holds = offset(zone, after);
        }
        here = after;
    }
    found
}

/// Seconds east of UTC at that instant.
fn offset(zone: Tz, seconds: i64) -> i32 {
    let instant = DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    zone.offset_from_utc_datetime(&instant.naive_utc()).fix().local_minus_utc()
}

fn base_36(number: i64) -> String {
    let mut digits = Vec::new();
    let mut rest = number.unsigned_abs();
    while rest > 0 || digits.is_empty() {
        digits.push(char::from_digit((rest % 36) as u32, 36).unwrap_or_default());
        rest /= 36;
    }
    let sign = if number < 0 { "-" } else { "" };
    sign.chars().chain(digits.into_iter().rev()).collect()
}
