//! The part of an earning that is still taken back, by the time from the sale to the refund.

use super::policy::ClawbackPolicy;
use crate::commission::document::{ClawbackMode, ElapsedUnit};
use crate::number::Exact;
use crate::time::Date;

impl ClawbackPolicy {
    /// The part that a mode takes back of the refunded share.
    pub(super) fn factor(&self, mode: ClawbackMode, term_months: Option<i32>, sale: Date, refund: Date) -> Exact {
        match mode {
            ClawbackMode::OriginalRate | ClawbackMode::Recalculate | ClawbackMode::CurrentRate => Exact::ONE,
            ClawbackMode::Schedule => {
                let elapsed = self.elapsed(sale, refund);
                let within = |step: &&super::policy::Step| step.to.is_none_or(|to| elapsed < to);
                let step = self.schedule.iter().flatten().find(within);
                step.map_or(Exact::ZERO, |step| step.share.clone())
            }
            ClawbackMode::ProRataTerm => {
                let months = term_months.or(self.term_months).unwrap_or(0);
                let term = match self.unit {
                    ElapsedUnit::Months => months,
                    ElapsedUnit::Days => sale.add_months(months).map_or(0, |end| end.days() - sale.days()),
                };
                let served = self.elapsed(sale, refund).min(term);
                Exact::new(i128::from(term - served), i128::from(term)).unwrap_or(Exact::ZERO)
            }
        }
    }

    /// Whole months or days from a sale to its refund; none where the refund comes first.
    pub(super) fn elapsed(&self, sale: Date, refund: Date) -> i32 {
        if refund <= sale {
            return 0;
        }
        match self.unit {
            ElapsedUnit::Days => refund.days() - sale.days(),
            ElapsedUnit::Months => {
                let month = |date: Date| date.year() * 12 + i32::try_from(date.month()).unwrap_or(0);
                let months = month(refund) - month(sale);
                // A month is over on the same day of the next, or on its last where it is shorter.
                if sale.add_months(months).is_ok_and(|reached| reached <= refund) { months } else { months - 1 }
            }
        }
    }
}
