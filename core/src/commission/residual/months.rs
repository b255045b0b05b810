//! The billing months of one stream: where they begin and end, and what is billed for each.

use super::params::{Billed, BillingMonths, PartMonth};
use crate::commission::output::beyond::Beyond;
use crate::number::{Currency, Exact, Rounding};
use crate::time::{Date, Period, TimeError};

/// A stream as it is known.
#[derive(Debug, Clone)]
pub(super) struct Stream {
    pub(super) id: String,
    pub(super) row: usize,
    /// Of a whole month.
    pub(super) amount: Exact,
    pub(super) currency: Currency,
    pub(super) from: Date,
    /// The first day that it no longer runs.
    pub(super) to: Option<Date>,
    pub(super) counted_from: Date,
    pub(super) owner: Option<String>,
    /// When it first became known.
    pub(super) known_at: Option<i64>,
}

/// How months are cut, booked and rounded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Billing {
    pub(super) months: BillingMonths,
    pub(super) billed: Billed,
    pub(super) first: PartMonth,
    pub(super) last: PartMonth,
    pub(super) rounding: Rounding,
    pub(super) places: Option<u32>,
}

/// A month that is billed.
#[derive(Debug, Clone)]
pub(super) struct Month {
    /// From 1.
    pub(super) index: i32,
    pub(super) period: Period,
    /// The days of it that the stream runs.
    pub(super) runs: Period,
    /// The days of it that are paid for.
    pub(super) paid: Period,
    pub(super) booked_on: Date,
    /// The stream's amounts up to this month, exact, without and with it.
    pub(super) before: Exact,
    pub(super) after: Exact,
    /// The difference of the two rounded.
    pub(super) amount: Exact,
}

impl Billing {
    /// The days of a month that are paid for when a stream runs on some of them; none where the part is not
    /// billed.
    fn paid(self, month: Period, runs: Period) -> Option<Period> {
        let end = |cut: bool, part: PartMonth, own: Date, whole: Date| match part {
            PartMonth::None if cut => None,
            PartMonth::Prorated => Some(own),
            PartMonth::Full | PartMonth::None => Some(whole),
        };
        let from = end(runs.from() > month.from(), self.first, runs.from(), month.from())?;
        let to = end(runs.to() < month.to(), self.last, runs.to(), month.to())?;
        Period::new(from, to).ok()
    }

    /// What is billed for a month as a part of the amount of a whole one.
    fn part(self, month: Period, runs: Period) -> Exact {
        let days = self.paid(month, runs).map_or(0, Period::days);
        Exact::new(days.into(), month.days().into()).unwrap_or(Exact::ZERO)
    }
}

impl Stream {
    /// The first day of a month, counted from 0.
    fn start_of(&self, months: BillingMonths, number: i32) -> Result<Date, TimeError> {
        let first = match months {
            BillingMonths::Calendar => Date::new(self.counted_from.year(), self.counted_from.month(), 1)?,
            BillingMonths::Anniversary => self.counted_from,
        };
        first.add_months(number)
    }

    /// The number of the month that holds a day, counted from 0.
    fn number_of(&self, months: BillingMonths, on: Date) -> Result<i32, TimeError> {
        let month = |date: Date| date.year() * 12 + i32::try_from(date.month()).unwrap_or_default();
        let number = month(on) - month(self.counted_from);
        let started = self.start_of(months, number)? <= on;
        Ok(if started { number } else { number - 1 })
    }

    fn month(&self, months: BillingMonths, number: i32) -> Result<Period, TimeError> {
        Period::new(self.start_of(months, number)?, self.start_of(months, number + 1)?)
    }

    /// The days of a month on which the stream runs.
    fn runs(&self, month: Period) -> Option<Period> {
        let to = self.to.map_or(month.to(), |to| to.min(month.to()));
        Period::new(self.from.max(month.from()), to).ok()
    }

    /// The months that are booked on the days asked for, and how many of those are parts that are not billed.
    pub(super) fn months(&self, billing: Billing, asked: Period) -> Result<(Vec<Month>, usize), Beyond> {
        let (mut told, mut unbilled) = (Vec::new(), 0);
        let until = self.to.map_or(asked.to(), |to| to.min(asked.to()));
        let since = self.from.max(asked.from());
        if since >= until {
            return Ok((told, unbilled));
        }
        let first = self.number_of(billing.months, self.from)?;
        let start = self.month(billing.months, first)?;
        let first_part = self.runs(start).map_or(Exact::ZERO, |runs| billing.part(start, runs));
        let places = billing.places.unwrap_or(self.currency.minor_unit());
        let mut number = self.number_of(billing.months, since)?;
        loop {
            let period = self.month(billing.months, number)?;
            if period.from() >= until {
                return Ok((told, unbilled));
            }
            let runs = self.runs(period);
            let booked_on = match (billing.billed, runs) {
                (_, None) => None,
                (Billed::InAdvance, Some(runs)) => Some(runs.from()),
                (Billed::InArrears, Some(runs)) => Some(runs.to().add_days(-1)?),
            };
            if let (Some(runs), Some(booked_on)) = (runs, booked_on.filter(|on| asked.contains(*on))) {
                // All months between the first and this one are whole.
                let whole = Exact::new((number - first - 1).into(), 1).unwrap_or(Exact::ZERO);
                let passed = if number == first { Exact::ZERO } else { first_part.add(&whole) };
                let before = self.amount.mul(&passed);
                let after = self.amount.mul(&passed.add(&billing.part(period, runs)));
                let rounded = |total: &Exact| total.round_to(places, billing.rounding).map(Exact::from);
                let amount = rounded(&after)?.sub(&rounded(&before)?);
                match billing.paid(period, runs) {
                    Some(paid) => {
                        told.push(Month { index: number + 1, period, runs, paid, booked_on, before, after, amount });
                    }
                    None => unbilled += 1,
                }
            }
            number += 1;
        }
    }
}
