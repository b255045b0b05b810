//! The life of one asset: straight line by month, with what is clawed back or written off on the way.

use super::params::StartConvention;
use crate::commission::output::beyond::Beyond;
use crate::number::{Currency, Exact, NumberError, Rounding};
use crate::time::{Date, FiscalCalendar, Period, PeriodUnit, TimeError};

/// A cost that is capitalised.
#[derive(Debug, Clone)]
pub(super) struct Asset {
    pub(super) amount: Exact,
    pub(super) currency: Currency,
    pub(super) from: Date,
    pub(super) months: i32,
    /// By day.
    pub(super) events: Vec<Event>,
}

/// Something that lowers an asset at once.
#[derive(Debug, Clone)]
pub(super) struct Event {
    pub(super) on: Date,
    /// How much is clawed back; nothing where the contract ended.
    pub(super) clawback: Option<Exact>,
    pub(super) row: usize,
}

/// One month of an asset.
#[derive(Debug, Clone)]
pub(super) struct Month {
    pub(super) period: Period,
    pub(super) opening: Exact,
    pub(super) capitalised: Exact,
    pub(super) amortised: Exact,
    /// The same before rounding.
    pub(super) exact: Exact,
    pub(super) clawed_back: Exact,
    pub(super) written_off: Exact,
    pub(super) recovered: Exact,
    pub(super) closing: Exact,
    /// The part of the benefit period that has passed, before and after.
    pub(super) elapsed: (Exact, Exact),
}

/// How months count, and how amounts are rounded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Method {
    pub(super) convention: StartConvention,
    pub(super) rounding: Rounding,
    pub(super) places: Option<u32>,
}

/// A stretch of a life on one straight line: since the last event.
#[derive(Debug, Clone)]
struct Line {
    /// What there was at its start, and the part of the benefit period that had passed then.
    amount: Exact,
    since: Exact,
    /// What was amortised of it: as the line has it, and in minor units.
    exact: Exact,
    booked: Exact,
}

impl Line {
    fn new(amount: Exact, since: Exact) -> Self {
        Self { amount, since, exact: Exact::ZERO, booked: Exact::ZERO }
    }

    /// What is amortised in all when so much of the benefit period has passed.
    fn due(&self, elapsed: &Exact) -> Exact {
        let left = Exact::ONE.sub(&self.since);
        elapsed.sub(&self.since).checked_div(&left).map_or(Exact::ZERO, |part| self.amount.mul(&part))
    }

    fn left(&self) -> Exact {
        self.amount.sub(&self.booked)
    }
}

impl Asset {
    pub(super) fn benefit(&self) -> Result<Period, TimeError> {
        Period::new(self.from, self.from.add_months(self.months)?)
    }

    /// The part of the benefit period that has passed on the morning of a day; of a month's first, where
    /// months count.
    fn elapsed(&self, convention: StartConvention, on: Date) -> Result<Exact, TimeError> {
        let benefit = self.benefit()?;
        let months = i128::from((on.year() - self.from.year()) * 12 + month(on) - month(self.from));
        let passed = match convention {
            StartConvention::Daily => {
                Exact::new(i128::from(on.days() - benefit.from().days()), i128::from(benefit.days()))
            }
            StartConvention::FullMonth => Exact::new(months, self.months.into()),
            StartConvention::HalfMonth => Exact::new(2 * months - 1, 2 * i128::from(self.months)),
        };
        // Neither days nor months of a benefit period are zero.
        Ok(passed.unwrap_or(Exact::ONE).max(Exact::ZERO).min(Exact::ONE))
    }

    fn round(&self, method: Method, amount: &Exact) -> Result<Exact, NumberError> {
        let places = method.places.unwrap_or(self.currency.minor_unit());
        amount.round_to(places, method.rounding).map(Exact::from)
    }

    /// What a line has booked when so much has passed: all of it at the end, and never more, whatever the
    /// rounding.
    fn booked(&self, method: Method, line: &Line, elapsed: &Exact) -> Result<Exact, NumberError> {
        let due = line.due(elapsed);
        if *elapsed == Exact::ONE {
            Ok(line.amount.clone())
        } else {
            Ok(self.round(method, &due)?.min(line.amount.clone()))
        }
    }

    /// Amortises up to a point; the amount booked, and the same before rounding.
    fn advance(&self, method: Method, line: &mut Line, elapsed: &Exact) -> Result<(Exact, Exact), NumberError> {
        let (exact, booked) = (line.due(elapsed), self.booked(method, line, elapsed)?);
        let step = (booked.sub(&line.booked), exact.sub(&line.exact));
        line.exact = exact;
        line.booked = booked;
        Ok(step)
    }

    /// Tells the life of the asset month by month up to a day, with how much of what is left after each
    /// month will be amortised within twelve more.
    pub(super) fn live(&self, method: Method, until: Date, mut tell: impl FnMut(Month, Exact)) -> Result<(), Beyond> {
        let calendar = FiscalCalendar::default();
        let mut period = calendar.period_of(PeriodUnit::Month, self.from)?;
        let mut line = Line::new(Exact::ZERO, Exact::ZERO);
        let mut events = self.events.iter().peekable();
        let mut first = true;
        while period.from() < until && (first || !line.left().is_zero() || events.peek().is_some()) {
            let before = self.elapsed(method.convention, period.from())?;
            let opening = line.left();
            let zero = || Exact::ZERO;
            let (mut amortised, mut exact) = (zero(), zero());
            let (mut clawed_back, mut written_off, mut recovered) = (zero(), zero(), zero());
            if first {
                line = Line::new(self.amount.clone(), Exact::ZERO);
            }
            while let Some(event) = events.next_if(|event| period.contains(event.on)) {
                let on = if method.convention == StartConvention::Daily { event.on } else { period.from() };
                let passed = self.elapsed(method.convention, on)?;
                let step = self.advance(method, &mut line, &passed)?;
                (amortised, exact) = (amortised.add(&step.0), exact.add(&step.1));
                let carrying = line.left();
                let lowered = match &event.clawback {
                    Some(amount) => {
                        let lowered = amount.clone().min(carrying.clone());
                        recovered = recovered.add(&amount.sub(&lowered));
                        clawed_back = clawed_back.add(&lowered);
                        lowered
                    }
                    None => {
                        written_off = written_off.add(&carrying);
                        carrying.clone()
                    }
                };
                line = Line::new(carrying.sub(&lowered), passed);
            }
            let after = self.elapsed(method.convention, period.to())?;
            let step = self.advance(method, &mut line, &after)?;
            (amortised, exact) = (amortised.add(&step.0), exact.add(&step.1));
            let closing = line.left();
            let capitalised = if first { self.amount.clone() } else { zero() };
            let next_year = self.elapsed(method.convention, period.to().add_months(12)?)?;
            let current = self.booked(method, &line, &next_year)?.sub(&line.booked);
            let elapsed = (before, after);
            if first || !opening.is_zero() || !recovered.is_zero() {
                let month = Month {
                    period,
                    opening,
                    capitalised,
                    amortised,
                    exact,
                    clawed_back,
                    written_off,
                    recovered,
                    closing,
                    elapsed,
                };
                tell(month, current);
            }
            first = false;
            period = calendar.period_of(PeriodUnit::Month, period.to())?;
        }
        Ok(())
    }
}

fn month(date: Date) -> i32 {
    i32::try_from(date.month()).unwrap_or_default()
}
