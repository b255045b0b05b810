//! Laws of the time room.

use proptest::prelude::*;

use super::{Date, FiscalCalendar, Instant, Period, PeriodInput, PeriodUnit, ProrationBasis, YearNamedBy, Zone};
use crate::number::Exact;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn period(from: &str, to: &str) -> Period {
    Period::new(date(from), date(to)).unwrap()
}

fn any_date() -> impl Strategy<Value = Date> {
    (Date::MIN.days()..=Date::MAX.days()).prop_map(|days| Date::from_days(days).unwrap())
}

fn any_modern_date() -> impl Strategy<Value = Date> {
    (date("1900-01-01").days()..date("2100-01-01").days()).prop_map(|days| Date::from_days(days).unwrap())
}

fn any_period() -> impl Strategy<Value = Period> {
    (any_modern_date(), 1..800_i32).prop_map(|(from, days)| Period::new(from, from.add_days(days).unwrap()).unwrap())
}

fn any_instant() -> impl Strategy<Value = Instant> {
    prop_oneof![
        Instant::MIN.micros()..=Instant::MAX.micros(),
        (-4_000_000_000_i64..=4_000_000_000).prop_map(|seconds| seconds * 1_000_000),
    ]
    .prop_map(|micros| Instant::from_micros(micros).unwrap())
}

fn any_calendar() -> impl Strategy<Value = FiscalCalendar> {
    (1..=12_u32, prop_oneof![Just(YearNamedBy::Start), Just(YearNamedBy::End)])
        .prop_map(|(month, named_by)| FiscalCalendar::new(month).unwrap().named_by(named_by))
}

fn any_unit() -> impl Strategy<Value = PeriodUnit> {
    proptest::sample::select(vec![PeriodUnit::Month, PeriodUnit::Quarter, PeriodUnit::Half, PeriodUnit::Year])
}

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

#[cfg(feature = "tz")]
mod zones {
    use super::*;

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

    proptest! {
        #[test]
        fn the_first_instant_is_the_first(day in any_modern_date(), index in 0..chrono_tz::TZ_VARIANTS.len()) {
            let zone = zone(chrono_tz::TZ_VARIANTS[index].name());
            let start = zone.start_of(day);
            let (shown, _) = zone.local(start);
            // Only a day that the zone left out does not start on itself.
            if shown != day {
                prop_assert!(shown > day && zone.start_of(shown) == start);
            }
            prop_assert!(zone.date_of(start.add_micros(-1).unwrap()) < day);
        }

        #[test]
        fn the_clock_reads_back(instant in any_instant(), index in 0..chrono_tz::TZ_VARIANTS.len()) {
            let zone = zone(chrono_tz::TZ_VARIANTS[index].name());
            let (day, time) = zone.local(instant);
            let back = zone.resolve(day, time);
            prop_assert!(back <= instant || instant < Instant::MIN.add_micros(86_400_000_000).unwrap());
            prop_assert_eq!(zone.local(back), (day, time));
        }
    }
}

#[test]
fn periods_have_a_day_at_least() {
    let quarter = period("2026-01-01", "2026-04-01");
    assert_eq!(Period::new(quarter.to(), quarter.to()).unwrap_err().code(), "time.empty_period");
    assert_eq!(Period::through(quarter.to(), quarter.from()).unwrap_err().code(), "time.empty_period");
    assert_eq!(Period::through(Date::MIN, Date::MAX).unwrap_err().code(), "time.out_of_range");
    assert_eq!(Period::through(quarter.from(), date("2026-03-31")), Ok(quarter));
    assert!(quarter.contains(quarter.from()) && !quarter.contains(quarter.to()));
    assert!(quarter.adjacent(period("2026-04-01", "2026-05-01")));
    for text in [
        r#"{"from":"2026-01-01","to":"2026-01-01"}"#,
        r#"{"from":"2026-01-01"}"#,
        r#"{"from":"2026-01-01","to":"2026-02-01","x":1}"#,
        "7",
    ] {
        assert!(serde_json::from_str::<Period>(text).is_err(), "{text}");
        assert!(serde_json::from_str::<PeriodInput>(text).is_err(), "{text}");
    }
}

#[test]
fn labels_name_the_year_as_the_calendar_says() {
    let february = FiscalCalendar::new(2).unwrap();
    let by_start = february.named_by(YearNamedBy::Start);
    for (calendar, label, from, to) in [
        (FiscalCalendar::default(), "2026", "2026-01-01", "2027-01-01"),
        (FiscalCalendar::default(), "2026-H2", "2026-07-01", "2027-01-01"),
        (february, "2026", "2025-02-01", "2026-02-01"),
        (february, "2026-Q4", "2025-11-01", "2026-02-01"),
        (february, "2026-M12", "2026-01-01", "2026-02-01"),
        (by_start, "2026-Q4", "2026-11-01", "2027-02-01"),
        (by_start.named_by(YearNamedBy::End), "2026-H1", "2025-02-01", "2025-08-01"),
        (FiscalCalendar::default().named_by(YearNamedBy::Start), "2026-Q1", "2026-01-01", "2026-04-01"),
    ] {
        assert_eq!(calendar.parse_label(label), Ok(period(from, to)), "{label}");
        assert_eq!(calendar.label(period(from, to)).as_deref(), Some(label));
        assert_eq!(calendar.parse_label(&format!("FY{label}")), Ok(period(from, to)));
        assert_eq!(calendar.parse_label(&format!("FY{}", &label[2..])), Ok(period(from, to)));
    }
    assert_eq!(february.parse_label("2026-03"), Ok(period("2026-03-01", "2026-04-01")));
    for text in [
        "",
        "26",
        "FY",
        "FY6",
        "2026-",
        "2026-Q0",
        "2026-Q5",
        "2026-H3",
        "2026-M13",
        "2026-M00",
        "2026-M1",
        "2026-Q01",
        "2026-13",
        "2026-00",
        "FY2026-03",
        "2026Q1",
        "2026-q1",
        "2026-Q1 ",
        "FY202",
        "+026",
        "2026-+1",
        "FY-1-Q1",
        "2026-03-31",
        "Q1-2026",
    ] {
        assert_eq!(february.parse_label(text).unwrap_err().code(), "time.bad_period", "{text}");
    }
    for text in ["0000", "0001", "9999-12", "0000-01"] {
        assert_eq!(february.parse_label(text).unwrap_err().code(), "time.out_of_range", "{text}");
    }
    for odd in [
        period("2026-01-02", "2026-02-01"),
        period("2026-01-01", "2026-02-02"),
        period("2026-02-01", "2026-05-01"),
        period("2026-01-01", "2026-03-01"),
    ] {
        assert_eq!(FiscalCalendar::default().label(odd), None);
    }
}

#[test]
fn calendars_are_read_whole_or_not_at_all() {
    let read = |text: &str| serde_json::from_str::<FiscalCalendar>(text).map_err(|error| error.to_string());
    let calendar = read(r#"{"first_month":2,"kind":"months","year_named_by":"start"}"#).unwrap();
    assert_eq!(calendar, FiscalCalendar::new(2).unwrap().named_by(YearNamedBy::Start));
    assert_eq!(read(&serde_json::to_string(&calendar).unwrap()), Ok(calendar));
    assert_eq!(read(r#"{"first_month":1}"#), Ok(FiscalCalendar::default()));
    assert!(read(r#"{"first_month":13,"kind":"months"}"#).unwrap_err().contains("13 is not a month"));
    for text in ["{}", r#"{"first_month":0}"#, r#"{"first_month":1,"kind":"weeks"}"#, r#"{"first_month":1,"weeks":52}"#]
    {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn schemas_say_what_is_read() {
    let schema = |schema: schemars::Schema| serde_json::to_value(schema).unwrap();
    let calendar = schema(schemars::schema_for!(FiscalCalendar));
    assert_eq!(calendar["title"], "FiscalCalendar");
    assert_eq!(calendar["additionalProperties"], false);
    assert_eq!(calendar["properties"]["first_month"]["maximum"], 12);
    assert_eq!(calendar["required"], serde_json::json!(["first_month"]));
    let period = schema(schemars::schema_for!(Period));
    assert_eq!((&period["title"], &period["required"]), (&"Period".into(), &serde_json::json!(["from", "to"])));
    assert_eq!(period["$defs"]["Date"]["format"], "date");
}

#[test]
fn proration_counts_as_each_basis_says() {
    let factor =
        |basis: ProrationBasis, from, to| basis.factor(Some(period(from, to)), period("2026-01-01", "2027-01-01"));
    let part = |n, d| Exact::new(n, d).unwrap();
    assert_eq!(factor(ProrationBasis::CalendarDays, "2025-06-01", "2026-02-01"), part(31, 365));
    assert_eq!(factor(ProrationBasis::WholeMonths, "2026-01-15", "2026-04-02"), part(3, 12));
    assert_eq!(factor(ProrationBasis::Thirty360, "2026-01-30", "2026-01-31"), part(1, 360));
    assert_eq!(factor(ProrationBasis::Thirty360, "2026-01-31", "2026-02-01"), Exact::ZERO);
    assert_eq!(factor(ProrationBasis::Thirty360, "2026-02-28", "2026-03-01"), part(3, 360));
    for basis in [ProrationBasis::CalendarDays, ProrationBasis::WholeMonths, ProrationBasis::Thirty360] {
        assert_eq!(factor(basis, "2020-01-01", "2030-01-01"), Exact::ONE);
        assert_eq!(factor(basis, "2027-01-01", "2030-01-01"), Exact::ZERO);
        assert_eq!(basis.factor(None, period("2026-01-01", "2027-01-01")), Exact::ZERO);
        assert_eq!(
            basis.factor(Some(period("2026-01-30", "2026-01-31")), period("2026-01-30", "2026-01-31")),
            Exact::ONE
        );
    }
    assert_eq!(serde_json::to_string(&ProrationBasis::Thirty360).unwrap(), r#""thirty_360""#);
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

    #[test]
    fn periods_meet_in_the_days_they_share(a in any_period(), b in any_period(), day in any_modern_date()) {
        prop_assert_eq!(a.overlaps(b), a.intersect(b).is_some());
        prop_assert_eq!(a.intersect(b), b.intersect(a));
        prop_assert_eq!(a.contains(day) && b.contains(day), a.intersect(b).is_some_and(|both| both.contains(day)));
        prop_assert_eq!(a.covers(b), a.intersect(b) == Some(b));
    }

    #[test]
    fn every_date_is_in_one_period_of_each_unit(calendar in any_calendar(), unit in any_unit(), day in any_modern_date()) {
        let period = calendar.period_of(unit, day).unwrap();
        prop_assert!(period.contains(day));
        prop_assert_eq!(period.from().add_months(unit.months()), Ok(period.to()));
        prop_assert_eq!(calendar.period_of(unit, period.from()), Ok(period));
        let label = calendar.label(period).unwrap();
        prop_assert_eq!(calendar.parse_label(&label), Ok(period));
        prop_assert_eq!(calendar.parse_label(&format!("FY{label}")), Ok(period));
    }

    #[test]
    fn periods_of_a_unit_line_up(calendar in any_calendar(), unit in any_unit(), within in any_period()) {
        let periods = calendar.periods(unit, within).unwrap();
        prop_assert!(periods.iter().all(|period| period.overlaps(within)));
        prop_assert!(periods.windows(2).all(|pair| pair[0].to() == pair[1].from()));
        prop_assert!(periods[0].contains(within.from()));
        prop_assert!(periods[periods.len() - 1].to() >= within.to());
    }

    #[test]
    fn factors_of_a_partition_add_up_to_one(
        whole in any_period(),
        cuts in proptest::collection::btree_set(1..800_i32, 0..6),
        basis in proptest::sample::select(vec![ProrationBasis::CalendarDays, ProrationBasis::WholeMonths, ProrationBasis::Thirty360]),
    ) {
        let mut ends = vec![whole.from()];
        ends.extend(cuts.into_iter().filter(|cut| *cut < whole.days()).map(|cut| whole.from().add_days(cut).unwrap()));
        ends.push(whole.to());
        let factors = ends.windows(2).map(|pair| basis.factor(Period::new(pair[0], pair[1]).ok(), whole));
        let sum = factors.inspect(|factor| assert!(!factor.is_negative())).fold(Exact::ZERO, |sum, factor| sum.add(&factor));
        prop_assert_eq!(sum, Exact::ONE);
    }
}
