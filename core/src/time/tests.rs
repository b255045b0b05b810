//! Laws of the time room.

mod points;
mod spans;
#[cfg(feature = "tz")]
mod zones;

use proptest::prelude::*;

use super::{Date, FiscalCalendar, Instant, Period, PeriodUnit, YearNamedBy};

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
