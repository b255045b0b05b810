//! The days of the sample: a year of deals, the first quarter of 2026, and the morning after it.

/// 2025-04-01, on which the oldest deals were created.
pub(super) const FIRST_DAY: i32 = 20_179;
/// 2026-01-01.
pub(super) const QUARTER_START: i32 = 20_454;
/// 2026-04-01, the first day after the quarter, at whose start the company is looked at.
pub(super) const AS_OF: i32 = 20_544;
/// 2026-07-01, the first day after the quarter that is forecast.
pub(super) const NEXT_END: i32 = 20_635;

/// The quarter that is closed.
pub(super) const PERIOD: &str = "2026-Q1";
/// The quarter that is forecast.
pub(super) const NEXT_PERIOD: &str = "2026-Q2";
/// The moment at which the company is looked at.
pub(super) const MOMENT: &str = "2026-04-01";

/// A microsecond's share of a day.
pub(super) const DAY: i64 = 86_400_000_000;

/// The day of a moment.
pub(super) fn day_of(micros: i64) -> i32 {
    micros.div_euclid(DAY) as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Date;

    #[test]
    fn days_are_those_that_they_are_named_for() {
        let days = [FIRST_DAY, QUARTER_START, AS_OF, NEXT_END].map(|day| Date::from_days(day).unwrap().to_string());
        assert_eq!(days, ["2025-04-01", "2026-01-01", "2026-04-01", "2026-07-01"]);
    }
}
