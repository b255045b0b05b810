//! Dates and instants.

use proptest::prelude::*;

use super::{any_date, any_instant, date};
use crate::time::{Date, Instant, Zone};

#[test]
fn dates_are_ten_bytes_of_the_calendar() {
    assert_eq!(date("0001-01-01"), Date::MIN);
    assert_eq!(date("9999-12-31"), Date::MAX);
    assert_eq!(date("2024-02-29").days(), 19_782);
    assert_eq!(date("2026-11-22").weekday(), 7);
    for text in [
        "",
        "2026-2-3",
        "2026-02-30",
        "2025-02-29",
        "1900-02-29",
        "2026-13-01",
        "2026-00-01",
        "2026-01-00",
        "20260101",
        "2026/01/01",
        "2026-01-01 ",
        " 2026-01-01",
        "2026-01-01T00:00:00Z",
        "-001-01-01",
        "+2026-01-01",
        "202a-01-01",
        "２０２６-01-01",
        "02026-0101",
    ] {
        assert_eq!(Date::parse(text).unwrap_err().code(), "time.bad_date", "{text}");
    }
    for text in ["0000-01-01", "10000-01-01", "02026-01-01", "123456789-01-01"] {
        assert_eq!(Date::parse(text).unwrap_err().code(), "time.out_of_range", "{text}");
    }
    for result in [
        Date::MAX.add_days(1),
        Date::MIN.add_days(-1),
        Date::MIN.add_months(-1),
        Date::MAX.add_months(1),
        Date::MIN.add_days(i32::MIN),
        Date::from_days(i32::MAX),
        Date::from_days(i32::MIN),
        Date::new(0, 1, 1),
        Date::new(10_000, 1, 1),
    ] {
        assert_eq!(result.unwrap_err().code(), "time.out_of_range");
    }
    assert_eq!(Date::new(2026, 2, 29).unwrap_err().code(), "time.bad_date");
}

#[test]
fn months_are_added_to_the_last_day_that_there_is() {
    assert_eq!(date("2024-01-31").add_months(1), Ok(date("2024-02-29")));
    assert_eq!(date("2024-03-31").add_months(-1), Ok(date("2024-02-29")));
    assert_eq!(date("2024-02-29").add_months(12), Ok(date("2025-02-28")));
}

#[test]
fn instants_are_of_rfc_3339() {
    for (text, canonical) in [
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
        ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
        ("2026-03-31t17:00:00.5z", "2026-03-31T17:00:00.5Z"),
        ("2026-03-31 17:00:00.120000000+00:00", "2026-03-31T17:00:00.12Z"),
        ("2026-01-01T00:30:00+05:30", "2025-12-31T19:00:00Z"),
        ("2026-12-31T23:30:00-00:45", "2027-01-01T00:15:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
    ] {
        assert_eq!(Instant::parse(text).unwrap().to_string(), canonical, "{text}");
    }
    for text in [
        "",
        "2026",
        "2026-03-31T",
        "2026-03-31T17",
        "2026-03-31T17:00",
        "2026-03-31T17:00Z",
        "2026-03-31T24:00:00Z",
        "2026-03-31T17:60:00Z",
        "2026-03-31T17:00:60Z",
        "2026-03-31T17:00:00.Z",
        "2026-03-31T17:00:00.1234567Z",
        "2026-03-31T17:00:00+0200",
        "2026-03-31T17:00:00+02",
        "2026-03-31T17:00:00+24:00",
        "2026-03-31T17:00:00+02:60",
        "2026-03-31T17:00:00ZZ",
        "2026-02-30T17:00:00Z",
        "2026-03-31X17:00:00Z",
        "2026-03-31T17:00:00,5Z",
        "2026-03-31é",
    ] {
        assert_eq!(Instant::parse(text).unwrap_err().code(), "time.bad_instant", "{text}");
    }
    for text in ["0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "0000-01-01T00:00:00Z"] {
        assert_eq!(Instant::parse(text).unwrap_err().code(), "time.out_of_range", "{text}");
    }
    for text in ["2026-03-31", "2026-03-31T17:00:00", "2026-03-31T17:00:00.5"] {
        assert_eq!(Instant::parse(text).unwrap_err().code(), "time.zone_missing", "{text}");
        assert!(Instant::parse_in(text, Some(Zone::UTC)).is_ok());
    }
}

#[test]
fn zones_need_their_data() {
    assert_eq!(Zone::parse("UTC"), Ok(Zone::UTC));
    let code = if cfg!(feature = "tz") { "time.unknown_zone" } else { "time.no_zone_data" };
    for name in ["", "Europe/Atlantis", "utc", "+02:00"] {
        assert_eq!(Zone::parse(name).unwrap_err().code(), code, "{name}");
    }
    assert_eq!(Zone::UTC.date_of(Instant::MAX), Date::MAX);
    assert_eq!(Zone::UTC.start_of(Date::MIN), Instant::MIN);
}

proptest! {
    #[test]
    fn dates_survive_their_text_and_their_number(day in any_date()) {
        prop_assert_eq!(Date::parse(&day.to_string()), Ok(day));
        prop_assert_eq!(Date::from_days(day.days()), Ok(day));
        prop_assert_eq!(Date::new(day.year(), day.month(), day.day()), Ok(day));
    }

    #[test]
    fn any_text_is_a_date_or_refused(text in "[0-9]{3,5}-[0-9]{1,2}-[0-9]{1,2}") {
        if let Ok(day) = Date::parse(&text) {
            prop_assert_eq!(day.to_string(), text);
        }
    }

    #[test]
    fn instants_survive_their_text(instant in any_instant()) {
        prop_assert_eq!(Instant::parse(&instant.to_string()), Ok(instant));
    }
}
