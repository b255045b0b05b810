//! The first months of a payee: less quota, other rates, a guarantee.

use std::ops::Range;

use crate::commission::document::{FirstMonth, RampDocument};
use crate::number::{Exact, Ratio};
use crate::problem::{Code, Problem, Report, pointer};
use crate::time::Date;

/// The checked ramp.
#[derive(Debug, Clone)]
pub(crate) struct Ramp {
    first_month: FirstMonth,
    pub(crate) months: Vec<RampMonth>,
}

/// One month of it.
#[derive(Debug, Clone)]
pub(crate) struct RampMonth {
    pub(crate) quota: Exact,
    pub(crate) rate: Exact,
    pub(crate) accelerators: bool,
    pub(crate) guarantee: Option<Exact>,
}

impl Ramp {
    pub(crate) fn check(document: RampDocument, report: &mut Report) -> Self {
        let mut months = Vec::with_capacity(document.months.len());
        for (position, month) in document.months.into_iter().enumerate() {
            let at = pointer::at("/ramp/months", position);
            let ratio = |ratio: Option<Ratio>| ratio.map_or(Exact::ONE, Exact::from);
            let (quota, rate) = (ratio(month.quota), ratio(month.rate_multiplier));
            let guarantee = month.guarantee.map(Exact::from);
            let all = [("quota", Some(&quota)), ("rate_multiplier", Some(&rate)), ("guarantee", guarantee.as_ref())];
            for (key, _) in all.iter().filter(|(_, value)| value.is_some_and(Exact::is_negative)) {
                let message = format!("month {} of the ramp has a `{key}` below zero", position + 1);
                report.push(Problem::new(Code::CommissionRampNegative, pointer::join(&at, key), message));
            }
            months.push(RampMonth { quota, rate, accelerators: month.accelerators.unwrap_or(true), guarantee });
        }
        Self { first_month: document.first_month, months }
    }

    /// A span cut where one month of the ramp ends and the next begins, with the number of the month from
    /// 0; none outside the ramp. Days are counted from 1970-01-01.
    pub(crate) fn pieces(&self, start: i32, span: &Range<i32>) -> Vec<(Range<i32>, Option<usize>)> {
        let mut pieces = Vec::new();
        let mut add = |from: i32, to: i32, month: Option<usize>| {
            let piece = from.max(span.start)..to.min(span.end);
            if !piece.is_empty() {
                pieces.push((piece, month));
            }
        };
        add(i32::MIN, start, None);
        let mut from = start;
        for month in 0..self.months.len() {
            let to = self.end(start, month);
            add(from, to, Some(month));
            from = to;
        }
        add(from, i32::MAX, None);
        pieces
    }

    /// The first day after a month of a ramp that starts on a day.
    fn end(&self, start: i32, month: usize) -> i32 {
        let Ok(date) = Date::from_days(start) else { return i32::MAX };
        let late = self.first_month == FirstMonth::FirstFullMonth && date.day() > 1;
        let months = i32::try_from(month).ok().and_then(|month| month.checked_add(1 + i32::from(late)));
        let first = Date::new(date.year(), date.month(), 1);
        let end = months.and_then(|months| first.and_then(|first| first.add_months(months)).ok());
        end.map_or(i32::MAX, Date::days)
    }

    /// Whether any month pays by other rates.
    pub(crate) fn changes_rates(&self) -> bool {
        self.months.iter().any(|month| month.rate != Exact::ONE || !month.accelerators)
    }

    /// Whether any month pays without accelerators.
    pub(crate) fn holds_at_target(&self) -> bool {
        self.months.iter().any(|month| !month.accelerators)
    }

    /// The ramp in words.
    pub(crate) fn describe(&self) -> Vec<String> {
        let first = match self.first_month {
            FirstMonth::StartMonth => "the month it starts in",
            FirstMonth::FirstFullMonth => "the first full month",
        };
        let mut lines = vec![format!("whoever has a ramp start is ramped; month 1 is {first}")];
        for (position, month) in self.months.iter().enumerate() {
            let mut line = format!("  month {}: {} of the quota", position + 1, month.quota);
            if month.rate != Exact::ONE {
                line.push_str(&format!(", rates times {}", month.rate));
            }
            if !month.accelerators {
                line.push_str(", no accelerators");
            }
            if let Some(guarantee) = &month.guarantee {
                line.push_str(&format!(", {guarantee} guaranteed"));
            }
            lines.push(line);
        }
        lines
    }
}
