//! What a ramp guarantees a payee in the period of the call: for the settlement, which pays it.

use std::collections::BTreeMap;

use super::segments::{assigned, overlap};
use crate::commission::document::Prorated;
use crate::commission::workings::Workings;
use crate::number::Exact;
use crate::time::Date;

impl Workings {
    /// The guarantees of the payee's ramp for the months of the call, each by the part of its calendar
    /// month; none without a guarantee or a ramp start.
    pub(crate) fn guarantee(&self, payee: u32) -> Option<Exact> {
        let ramp = self.plan.ramp.as_ref().filter(|ramp| ramp.months.iter().any(|month| month.guarantee.is_some()))?;
        let period = self.period.from().days()..self.period.to().days();
        let mut months: BTreeMap<(i32, usize), Exact> = BTreeMap::new();
        let mut ramped = false;
        for assignment in assigned(self.roster.assignments(payee), &period) {
            let Some(start) = assignment.ramp_start else { continue };
            ramped = true;
            let active = overlap(&(assignment.from..assignment.to), &period);
            for (piece, month) in ramp.pieces(start, &active) {
                let Some(month) = month else { continue };
                let mut from = piece.start;
                while from < piece.end {
                    let Some(calendar) = calendar_month(from) else { break };
                    let part = overlap(&piece, &calendar);
                    let factor = self.plan.proration.factor(&part, &calendar);
                    let sum = months.entry((calendar.start, month)).or_insert(Exact::ZERO);
                    *sum = sum.add(&factor);
                    from = calendar.end;
                }
            }
        }
        let prorated = self.plan.proration.applies_to(Prorated::Guarantee);
        let guaranteed = months.into_iter().filter_map(|((_, month), factor)| {
            let amount = ramp.months.get(month)?.guarantee.as_ref()?;
            Some(if prorated { amount.mul(&factor) } else { amount.clone() })
        });
        ramped.then(|| guaranteed.fold(Exact::ZERO, |sum, amount| sum.add(&amount)))
    }
}

/// The days of the calendar month that a day lies in.
fn calendar_month(day: i32) -> Option<std::ops::Range<i32>> {
    let date = Date::from_days(day).ok()?;
    let first = Date::new(date.year(), date.month(), 1).ok()?;
    Some(first.days()..first.add_months(1).ok()?.days())
}
