//! Periods, the fiscal calendar and proration.

use proptest::prelude::*;

use super::{any_calendar, any_modern_date, any_period, any_unit, date, period};
use crate::number::Exact;
use crate::time::{Date, FiscalCalendar, OpenPeriod, Period, PeriodInput, ProrationBasis, YearNamedBy};

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
        let asked = serde_json::from_str::<PeriodInput>(text).ok();
        assert!(asked.is_none_or(|asked| asked.resolve(&FiscalCalendar::default()).is_err()), "{text}");
    }
}

#[test]
fn open_ends_are_absent_or_null() {
    let read = |text: &str| serde_json::from_str::<OpenPeriod>(text).map_err(|error| error.to_string());
    let from_april = OpenPeriod::new(Some(date("2026-04-01")), None).unwrap();
    assert_eq!(read("{}"), Ok(OpenPeriod::ALWAYS));
    assert_eq!(read(r#"{"from":"2026-04-01"}"#), Ok(from_april));
    assert_eq!(serde_json::to_string(&from_april).unwrap(), r#"{"from":"2026-04-01","to":null}"#);
    assert_eq!(from_april.to_string(), "2026-04-01/..");
    assert!(read(r#"{"from":"2026-04-01","to":"2026-04-01"}"#).unwrap_err().contains("has no day"));
    assert!(read(r#"{"until":null}"#).is_err());
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
    fn periods_meet_in_the_days_they_share(a in any_period(), b in any_period(), day in any_modern_date()) {
        prop_assert_eq!(a.overlaps(b), a.intersect(b).is_some());
        prop_assert_eq!(a.intersect(b), b.intersect(a));
        prop_assert_eq!(a.contains(day) && b.contains(day), a.intersect(b).is_some_and(|both| both.contains(day)));
        prop_assert_eq!(a.covers(b), a.intersect(b) == Some(b));
    }

    #[test]
    fn open_periods_meet_as_closed_ones_do(a in any_period(), b in any_period(), open in 0..4_u8, day in any_modern_date()) {
        let from = (open & 1 == 0).then_some(a.from());
        let to = (open & 2 == 0).then_some(a.to());
        let closed = Period::new(from.unwrap_or(Date::MIN), to.unwrap_or(Date::MAX)).unwrap();
        let opened = OpenPeriod::new(from, to).unwrap();
        prop_assert_eq!(opened.contains(day), closed.contains(day));
        prop_assert_eq!(opened.within(b), closed.intersect(b));
        prop_assert_eq!(opened.overlaps(b.into()), closed.overlaps(b));
        let b_opened: OpenPeriod = b.into();
        prop_assert_eq!(b_opened.overlaps(opened), closed.overlaps(b));
        prop_assert!(opened.overlaps(OpenPeriod::ALWAYS));
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
