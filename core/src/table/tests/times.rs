//! Dates and instants from time stamps, text and each other.

use super::*;

const DAY: i64 = 86_400_000_000;

#[test]
fn dates_are_text_dates_and_midnights() {
    assert_eq!(
        shown("date", literals(r#""2026-03-31"; "2026-02-30"; "31.03.2026"; null; 5; "10000-01-01""#)),
        (
            r#"["2026-03-31",null,null,null,null,null]"#.into(),
            vec![(1, "time.bad_date"), (2, "time.bad_date"), (4, "table.wrong_type"), (5, "time.out_of_range")]
        )
    );
    let expected = Column::Date(Cells::full(vec![20_000, 0]));
    assert_eq!(taken("date", Column::LocalTime(Cells::full(vec![20_000 * DAY, 0]))), (expected.clone(), vec![]));
    assert_eq!(taken("date", Column::Instant(Cells::full(vec![20_000 * DAY, 0]))), (expected.clone(), vec![]));
    assert_eq!(taken("date", expected.clone()), (expected, vec![]));
    let late = Column::LocalTime(Cells::full(vec![1, i64::MAX, -DAY]));
    assert_eq!(
        taken("date", late),
        (
            Column::Date(Cells::from_options([None, None, Some(-1)])),
            vec![(0, Code::TableNotADate), (1, Code::TableNotADate)]
        )
    );
    let far = Column::Date(Cells::full(vec![i32::MAX, -719_162, 2_932_896, -719_163]));
    assert_eq!(taken("date", far).1, [(0, Code::TimeOutOfRange), (3, Code::TimeOutOfRange)]);
}

#[test]
fn instants_need_a_zone_from_somewhere() {
    assert_eq!(
        shown("instant", texts("2026-03-31T17:00:00+02:00;2026-03-31T17:00:00;yesterday;2026-03-31")),
        (
            r#"["2026-03-31T15:00:00Z",null,null,null]"#.into(),
            vec![(1, "time.zone_missing"), (2, "time.bad_instant"), (3, "time.zone_missing")]
        )
    );
    for column in [Column::LocalTime(Cells::full(vec![0])), Column::Date(Cells::full(vec![0]))] {
        let table = Table::new([("id", texts("a")), ("instant", column)]).unwrap();
        let problems = conform(table, &EVERY, &Intake::default(), &mut BadRecords::default()).unwrap_err();
        let problem = problems.iter().next().unwrap();
        assert_eq!((problem.code, problem.pointer.as_str()), (Code::TimeZoneMissing, "/tables/every/instant"));
    }
    let range = Column::Instant(Cells::full(vec![i64::MAX, 0]));
    assert_eq!(taken("instant", range).1, [(0, Code::TimeOutOfRange)]);
}

#[cfg(feature = "tz")]
mod zones {
    use super::*;
    use crate::time::{Instant, Zone};

    fn in_zone(name: &str, column: Column, zone: &str) -> (Column, Vec<(usize, Code)>) {
        taken_with(name, column, &Intake { time_zone: Some(Zone::parse(zone).unwrap()), ..Intake::default() })
    }

    fn micros(text: &str) -> i64 {
        Instant::parse(text).unwrap().micros()
    }

    #[test]
    fn an_instant_is_a_date_at_midnight_of_the_callers_zone() {
        let column = Column::Instant(Cells::full(vec![micros("2026-04-01T04:00:00Z"), micros("2026-04-01T00:00:00Z")]));
        let (dates, bad) = in_zone("date", column, "America/New_York");
        assert_eq!(bad, [(1, Code::TableNotADate)]);
        assert_eq!(
            String::from_utf8(Table::new([("d", dates)]).unwrap().to_rows()).unwrap(),
            r#"[{"d":"2026-04-01"},{"d":null}]"#
        );
    }

    #[test]
    fn local_times_are_read_in_the_callers_zone() {
        let expected = [micros("2026-03-31T15:00:00Z"), micros("2026-01-01T16:00:00Z")];
        let expected = (Column::Instant(Cells::full(expected.to_vec())), vec![]);
        let stamps = [micros("2026-03-31T17:00:00Z"), micros("2026-01-01T17:00:00Z")];
        assert_eq!(in_zone("instant", Column::LocalTime(Cells::full(stamps.to_vec())), "Europe/Berlin"), expected);
        assert_eq!(in_zone("instant", texts("2026-03-31T17:00:00;2026-01-01T17:00:00"), "Europe/Berlin"), expected);
        let (days, bad) = in_zone("instant", Column::Date(Cells::full(vec![0])), "Europe/Berlin");
        assert_eq!((days, bad), (Column::Instant(Cells::full(vec![micros("1969-12-31T23:00:00Z")])), vec![]));
    }
}
