//! Zones: skipped and repeated times, and where a day starts.

use chrono::{DateTime, MappedLocalTime, NaiveDateTime, Offset as _, TimeZone as _};
use chrono_tz::{GapInfo, TZ_VARIANTS, Tz};
use proptest::prelude::*;

use super::{any_instant, any_modern_date, date};
use crate::time::zones::{self, Resolved};
use crate::time::{Date, Instant, Zone};

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

#[test]
fn a_skipped_local_time_moves_on() {
    let local = |text| Instant::parse_in(text, Some(zone("America/New_York"))).unwrap().to_string();
    assert_eq!(local("2026-03-08T01:59:59"), "2026-03-08T06:59:59Z");
    assert_eq!(local("2026-03-08T02:30:00"), "2026-03-08T07:30:00Z"); // 03:30 on the clock
    assert_eq!(local("2026-03-08T03:00:00"), "2026-03-08T07:00:00Z");
}

#[test]
fn of_two_instants_the_earlier_is_meant() {
    let local = |text| Instant::parse_in(text, Some(zone("America/New_York"))).unwrap().to_string();
    assert_eq!(local("2026-11-01T01:30:00"), "2026-11-01T05:30:00Z");
    assert_eq!(local("2026-11-01T02:00:00"), "2026-11-01T07:00:00Z");
}

#[test]
fn a_day_starts_at_its_first_instant() {
    for (name, day, start) in [
        // The clock jumps from midnight to one.
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),
        // It jumped from 23:30 to 00:30: the day lost its first half hour.
        ("America/Toronto", "1919-03-31", "1919-03-31T04:30:00Z"),
        // It goes back from one to midnight: the first of two midnights.
        ("America/Havana", "2025-11-02", "2025-11-02T04:00:00Z"),
        // A day that was left out starts where the next does.
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
        ("Asia/Kolkata", "2026-04-01", "2026-03-31T18:30:00Z"),
    ] {
        assert_eq!(zone(name).start_of(date(day)).to_string(), start, "{name} {day}");
    }
}

#[test]
fn the_ends_of_the_calendar_hold_in_every_zone() {
    for name in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        let zone = zone(name);
        assert!((Date::MIN..=Date::MAX).contains(&zone.date_of(Instant::MIN)));
        assert!((Date::MIN..=Date::MAX).contains(&zone.date_of(Instant::MAX)));
        assert!(zone.start_of(Date::MIN) >= Instant::MIN);
        assert!(zone.start_of(Date::MAX) <= Instant::MAX);
    }
}

/// What chrono-tz says of a local time in seconds: the instant, or the gap's end and the moved time.
fn by_chrono(zone: Tz, local: i64) -> (i64, Option<i64>) {
    let text = naive(local);
    let at = |offset: i32| local - i64::from(offset);
    match zone.offset_from_local_datetime(&text) {
        MappedLocalTime::Single(offset) | MappedLocalTime::Ambiguous(offset, _) => {
            (at(offset.fix().local_minus_utc()), None)
        }
        MappedLocalTime::None => {
            let gap = GapInfo::new(&text, &zone).unwrap();
            let (_, before) = gap.begin.unwrap();
            (gap.end.unwrap().timestamp(), Some(at(before.fix().local_minus_utc())))
        }
    }
}

fn naive(seconds: i64) -> NaiveDateTime {
    DateTime::from_timestamp(seconds, 0).unwrap().naive_utc()
}

#[test]
fn every_zone_is_as_chrono_tz_has_it() {
    for zone in TZ_VARIANTS {
        let known = zones::find(zone.name()).unwrap();
        let months = (-60_000_000_000..250_000_000_000).step_by(2_000_000_000);
        let edges = known.transitions().flat_map(|instant| {
            [-100_000, -7_201, -3_600, -1, 0, 1, 1_800, 3_599, 7_200, 100_000].map(|s| instant / 1_000_000 + s)
        });
        for seconds in months.chain(edges) {
            let offset = zone.offset_from_utc_datetime(&naive(seconds)).fix().local_minus_utc();
            assert_eq!(known.offset(seconds * 1_000_000), i64::from(offset) * 1_000_000, "{zone} {seconds}");
            // Around an edge, half hours on and back meet what the clock skips.
            for half_hours in -2..=2 {
                let local = seconds + i64::from(offset) + half_hours * 1_800;
                let found = match known.resolve(local * 1_000_000) {
                    Resolved::At(instant) => (instant / 1_000_000, None),
                    Resolved::Skipped { end, moved } => (end / 1_000_000, Some(moved / 1_000_000)),
                };
                assert_eq!(found, by_chrono(zone, local), "{zone} {seconds}");
            }
        }
    }
}

proptest! {
    #[test]
    fn the_first_instant_is_the_first(day in any_modern_date(), index in 0..TZ_VARIANTS.len()) {
        let zone = zone(TZ_VARIANTS[index].name());
        let start = zone.start_of(day);
        let (shown, _) = zone.local(start);
        // Only a day that the zone left out does not start on itself.
        if shown != day {
            prop_assert!(shown > day && zone.start_of(shown) == start);
        }
        prop_assert!(zone.date_of(start.add_micros(-1).unwrap()) < day);
    }

    #[test]
    fn the_clock_reads_back(instant in any_instant(), index in 0..TZ_VARIANTS.len()) {
        let zone = zone(TZ_VARIANTS[index].name());
        let (day, time) = zone.local(instant);
        let back = zone.resolve(day, time);
        prop_assert!(back <= instant || instant < Instant::MIN.add_micros(86_400_000_000).unwrap());
        prop_assert_eq!(zone.local(back), (day, time));
    }
}
