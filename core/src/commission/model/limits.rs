//! The check of caps and floors.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::check::Check;
use super::{Component, Payout};
use crate::commission::document::{Accumulate, Excess, LimitDocument, LineCapDocument};
use crate::number::{Exact, Ratio};
use crate::problem::{Code, Problem, pointer};
use crate::time::PeriodUnit;

/// The least and the most of one deal.
#[derive(Debug, Clone)]
pub(crate) struct LineCap {
    pub(crate) least: Option<Exact>,
    pub(crate) most: Option<Exact>,
    /// The most for a unit of commission credit.
    pub(crate) most_rate: Option<Exact>,
}

/// A sum that a period's total is held to.
#[derive(Debug, Clone)]
pub(crate) struct Limit {
    pub(crate) payment: Exact,
    /// The measure period of the component, where it says none.
    pub(crate) period: Option<PeriodUnit>,
    pub(crate) carry: bool,
    pub(crate) prorated: bool,
    pub(crate) pointer: String,
}

/// The most that a component pays.
#[derive(Debug, Clone)]
pub(crate) enum Cap {
    Payment(Limit),
    /// The attainment above which credit earns nothing more, and where the plan says so.
    Attainment(Exact, String),
}

/// Whose limit is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Cap,
    Floor,
    Plan,
}

impl Check {
    pub(super) fn line_cap(&mut self, document: &LineCapDocument, at: &str) -> LineCap {
        let at = pointer::join(at, "line_cap");
        let limits = [&document.min, &document.max, &document.max_rate];
        let [least, most, most_rate] = limits.map(|limit| limit.as_ref().map(Ratio::exact));
        if least.or(most).or(most_rate).is_none() {
            let message = "neither `min` nor `max` nor `max_rate` is given";
            self.report.push(Problem::new(Code::CommissionLimitMissing, &at, message));
        }
        for (key, limit) in [("min", least), ("max", most), ("max_rate", most_rate)] {
            self.not_negative(limit, &pointer::join(&at, key));
        }
        if least.zip(most).is_some_and(|(least, most)| least > most) {
            let message = "a deal would earn at least more than at most";
            self.report.push(Problem::new(Code::CommissionLimitsCrossed, pointer::join(&at, "min"), message));
        }
        LineCap { least: least.cloned(), most: most.cloned(), most_rate: most_rate.cloned() }
    }

    /// The cap and the floor of a component, each within what the other says.
    pub(super) fn component_limits(
        &mut self,
        cap: Option<&LimitDocument>,
        floor: Option<&LimitDocument>,
        at: &str,
    ) -> (Option<Cap>, Option<Limit>) {
        let cap = cap.and_then(|cap| self.limit(cap, &pointer::join(at, "cap"), Of::Cap));
        let floor = floor.and_then(|floor| self.limit(floor, &pointer::join(at, "floor"), Of::Floor));
        let floor = floor.and_then(Cap::payment);
        if let (Some(Cap::Payment(cap)), Some(floor)) = (&cap, &floor) {
            self.crossed(cap, floor);
        }
        (cap, floor)
    }

    /// The cap and the floor of a plan.
    pub(super) fn plan_limits(
        &mut self,
        cap: Option<&LimitDocument>,
        floor: Option<&LimitDocument>,
    ) -> (Option<Limit>, Option<Limit>) {
        let mut limit = |document: Option<&LimitDocument>, at| self.limit(document?, at, Of::Plan)?.payment();
        let (cap, floor) = (limit(cap, "/plan_cap"), limit(floor, "/plan_floor"));
        if let (Some(cap), Some(floor)) = (&cap, &floor) {
            self.crossed(cap, floor);
        }
        (cap, floor)
    }

    fn crossed(&mut self, cap: &Limit, floor: &Limit) {
        if cap.period == floor.period && floor.payment > cap.payment {
            let message = "the floor is above the cap";
            let at = pointer::join(&floor.pointer, "payment");
            self.report.push(
                Problem::new(Code::CommissionLimitsCrossed, at, message)
                    .related(pointer::join(&cap.pointer, "payment")),
            );
        }
    }

    fn limit(&mut self, document: &LimitDocument, at: &str, of: Of) -> Option<Cap> {
        let mut unused = |key: &str, used: bool, message: &str| {
            if !used {
                self.report.push(Problem::new(Code::CommissionLimitUnused, pointer::join(at, key), message));
            }
        };
        let attained = document.attainment.is_some();
        unused("attainment", !attained || of == Of::Cap, "only the cap of a component can be an attainment");
        let carried = document.excess == Some(Excess::Carry);
        unused(
            "excess",
            document.excess.is_none() || (of == Of::Cap && !(attained && carried)),
            "only a component's cap on money has an excess that could be carried",
        );
        unused("period", document.period.is_none() || !attained, "attainment is that of the measure period");
        unused("prorated", !document.prorated || !attained, "an attainment is not prorated");
        self.not_negative(document.payment.as_ref().map(Ratio::exact), &pointer::join(at, "payment"));
        self.not_negative(document.attainment.as_ref().map(Ratio::exact), &pointer::join(at, "attainment"));
        if of == Of::Plan && document.period.is_none() {
            let message = "components have periods of their own, so the plan says over which one it adds up";
            self.report.push(Problem::new(Code::CommissionLimitPeriod, at, message));
        }
        match (&document.payment, &document.attainment) {
            (Some(_), Some(_)) if of == Of::Cap => {
                let message = "a cap is either a `payment` or an `attainment`; this is both";
                self.report.push(Problem::new(Code::CommissionLimitConflict, at, message));
                None
            }
            (Some(payment), _) => Some(Cap::Payment(Limit {
                payment: payment.exact().clone(),
                period: document.period,
                carry: carried,
                prorated: document.prorated,
                pointer: at.to_owned(),
            })),
            (None, Some(attainment)) if of == Of::Cap => {
                Some(Cap::Attainment(attainment.exact().clone(), at.to_owned()))
            }
            _ => {
                let message = if of == Of::Cap {
                    "neither `payment` nor `attainment` is given"
                } else {
                    "`payment` is not given"
                };
                self.report.push(Problem::new(Code::CommissionLimitMissing, at, message));
                None
            }
        }
    }

    pub(super) fn not_negative(&mut self, limit: Option<&Exact>, at: &str) {
        if let Some(limit) = limit.filter(|limit| limit.is_negative()) {
            self.report.push(Problem::new(Code::CommissionLimitNegative, at, format!("the limit {limit} is negative")));
        }
    }

    /// What a cap on attainment needs of its component.
    pub(super) fn attainment_cap(&mut self, component: &Component) {
        let Some(Cap::Attainment(_, at)) = &component.stages.cap else { return };
        if component.quota.is_none() {
            let message = "the cap is an attainment, and the component says nothing of where the quota comes from";
            self.report.push(Problem::new(Code::CommissionQuotaUndeclared, at, message));
        }
        // Rules rate every transaction by itself.
        let own_sum = component.payout.goes_by_own_sum() && !matches!(component.payout, Payout::Rules(_));
        if component.accumulate == Accumulate::Transaction || !own_sum {
            let message = "what the component pays does not follow from its measure alone, so no attainment can end it";
            self.report.push(Problem::new(Code::CommissionLimitUnused, pointer::join(at, "attainment"), message));
        }
    }
}

impl Cap {
    fn payment(self) -> Option<Limit> {
        match self {
            Self::Payment(limit) => Some(limit),
            Self::Attainment(..) => None,
        }
    }
}
