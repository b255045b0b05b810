//! How much of a quota, a target variable or a guarantee a part of a period gets: never of a rate.

use std::ops::Range;

use crate::commission::document::{Prorated, ProrationBy, ProrationDocument};
use crate::number::Exact;
use crate::problem::{Code, Problem, Report};
use crate::time::{Date, Period, ProrationBasis, WorkingDays};

/// The checked policy.
#[derive(Debug, Clone)]
pub(crate) struct Proration {
    basis: Basis,
    applies_to: Vec<Prorated>,
}

#[derive(Debug, Clone)]
enum Basis {
    Convention(ProrationBasis),
    WorkingDays(WorkingDays),
}

impl Proration {
    pub(crate) fn check(document: ProrationDocument, report: &mut Report) -> Self {
        let unused = document.basis != ProrationBy::WorkingDays && !document.holidays.is_empty();
        if unused {
            let message = "only working days leave holidays out";
            report.push(Problem::new(Code::CommissionHolidaysUnused, "/proration/holidays", message));
        }
        let basis = match document.basis {
            ProrationBy::CalendarDays => Basis::Convention(ProrationBasis::CalendarDays),
            ProrationBy::WholeMonths => Basis::Convention(ProrationBasis::WholeMonths),
            ProrationBy::Thirty360 => Basis::Convention(ProrationBasis::Thirty360),
            ProrationBy::WorkingDays => Basis::WorkingDays(WorkingDays::new(document.holidays)),
        };
        Self { basis, applies_to: document.applies_to }
    }

    pub(crate) fn applies_to(&self, what: Prorated) -> bool {
        self.applies_to.contains(&what)
    }

    /// The part of `whole` that lies in `part`, both in days from 1970-01-01.
    pub(crate) fn factor(&self, part: &Range<i32>, whole: &Range<i32>) -> Exact {
        if part.start <= whole.start && whole.end <= part.end {
            return Exact::ONE;
        }
        let period = |days: &Range<i32>| {
            let ends = Date::from_days(days.start).and_then(|from| Ok((from, Date::from_days(days.end)?)));
            ends.and_then(|(from, to)| Period::new(from, to)).ok()
        };
        let (Some(whole), part) = (period(whole), period(part)) else { return Exact::ZERO };
        match &self.basis {
            Basis::Convention(basis) => basis.factor(part, whole),
            Basis::WorkingDays(days) => days.factor(part, whole),
        }
    }

    /// The policy in words, where it is not the usual one.
    pub(crate) fn describe(&self) -> Option<String> {
        let usual = matches!(self.basis, Basis::Convention(ProrationBasis::CalendarDays));
        let named = |what: &Prorated| match what {
            Prorated::Quota => "quota",
            Prorated::TargetVariable => "target variable",
            Prorated::Guarantee => "guarantee",
        };
        let what: Vec<&str> = Prorated::ALL.iter().filter(|what| self.applies_to(**what)).map(named).collect();
        if usual && what.len() == Prorated::ALL.len() {
            return None;
        }
        if what.is_empty() {
            return Some("who is there for a part of a period has quota and target variable as given".to_owned());
        }
        let basis = match &self.basis {
            Basis::Convention(ProrationBasis::CalendarDays) => "calendar days",
            Basis::Convention(ProrationBasis::WholeMonths) => "whole months",
            Basis::Convention(ProrationBasis::Thirty360) => "days of 30/360",
            Basis::WorkingDays(_) => "working days",
        };
        Some(format!("who is there for a part of a period has {} by {basis}", what.join(", ")))
    }
}
