//! What a segment is given: its quota after ramp, proration and relief, and its target variable.

use std::ops::Range;

use super::quotas::{NoQuota, Quota};
use super::segments::{Part, Segment, overlap};
use super::slices::Slice;
use crate::commission::document::{MidPeriod, Prorated, QuotaParts, ZeroQuota};
use crate::commission::workings::Workings;
use crate::number::Exact;
use crate::problem::{Code, pointer};
use crate::trace::Node;

/// Why a payee cannot be paid, and what to say of it.
pub(crate) type Fault = (Code, &'static str);

/// A quota and the steps that made it: base × ramp × proration − relief.
#[derive(Debug, Clone)]
pub(crate) struct Allotment {
    /// The quotas as they were given.
    pub(crate) base: Exact,
    pub(crate) steps: Vec<Step>,
    /// What is measured against, never below zero.
    pub(crate) quota: Exact,
    /// All relief together, even where it is more than there was to relieve.
    pub(crate) relief: Exact,
}

/// What one row adds to a quota or takes off it.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) table: &'static str,
    pub(crate) row: usize,
    pub(crate) amount: Exact,
    /// The part of the amount that counts: proration, and ramp in it.
    pub(crate) factor: Exact,
}

impl Allotment {
    fn whole(amount: Exact) -> Self {
        Self { base: amount.clone(), steps: Vec::new(), quota: amount, relief: Exact::ZERO }
    }
}

impl Part<'_> {
    /// The quota of a segment, if the component has one; why it cannot be used, where it cannot.
    pub(crate) fn quota(&self, segment: &Segment<'_>) -> Result<Option<Allotment>, Fault> {
        let Some(policy) = self.component.quota else { return Ok(None) };
        let allotment = self.allotment(segment).map_err(|none| match none {
            NoQuota::Missing => (Code::CommissionQuotaMissing, "has no quota"),
            NoQuota::Uneven => (Code::CommissionQuotaSpan, "has quotas that do not add up to the measure period"),
        })?;
        if allotment.quota.is_zero() {
            if self.component.pays_by_quota() && policy == ZeroQuota::Error {
                return Err((Code::CommissionQuotaZero, "has a quota of 0"));
            }
            if self.component.target_over_quota() && policy != ZeroQuota::ZeroAttainment {
                return Err((Code::CommissionQuotaZero, "has a quota of 0, over which no target can be spread"));
            }
        }
        Ok(Some(allotment))
    }

    fn allotment(&self, segment: &Segment<'_>) -> Result<Allotment, NoQuota> {
        let measure = &self.component.measure_id;
        let relieved = self.reliefs.has(self.payee);
        let ramped = self.plan.ramp.is_some() && segment.assignment.ramp_start.is_some();
        if !relieved && !ramped && segment.active.first() == Some(self.period) {
            return self
                .quotas
                .find(self.payee, measure, self.period)
                .map(|sum| Allotment::whole(self.quotas.amount(sum)));
        }
        let mut steps: Vec<Step> = Vec::new();
        let latest =
            self.plan.mid_period == MidPeriod::LatestForAll && self.component.quota_parts == QuotaParts::Segments;
        for active in segment.active.iter().skip(if latest { segment.active.len() - 1 } else { 0 }) {
            for quota in self.quotas.over(self.payee, measure, self.period, active)? {
                // A quota that two segments share is looked at once.
                if steps.iter().all(|step| step.row != quota.row) {
                    let factor = if latest { self.stretched(quota, segment) } else { self.share(quota, segment) };
                    steps.push(Step {
                        table: "quotas",
                        row: quota.row,
                        amount: self.quotas.amount(quota.amount),
                        factor,
                    });
                }
            }
        }
        let sum =
            |steps: &[Step], of: fn(&Step) -> Exact| steps.iter().fold(Exact::ZERO, |sum, step| sum.add(&of(step)));
        let base = sum(&steps, |step| step.amount.clone());
        let full = sum(&steps, |step| step.amount.mul(&step.factor));
        let relief = self.relief(segment);
        let relieved = sum(&relief, |step| step.amount.mul(&step.factor));
        let rest = full.sub(&relieved);
        steps.extend(relief);
        Ok(Allotment { base, steps, quota: if rest.is_negative() { Exact::ZERO } else { rest }, relief: relieved })
    }

    /// The part of a quota that a segment's days have.
    fn share(&self, quota: &Quota, segment: &Segment<'_>) -> Exact {
        let whole = quota.from..quota.to;
        let days = segment.active.iter().map(|active| overlap(active, &whole));
        self.weighed(days, &whole, segment)
    }

    /// What the last quota is for all days of a segment, over its own days.
    fn stretched(&self, quota: &Quota, segment: &Segment<'_>) -> Exact {
        let weighed = self.weighed(segment.active.iter().cloned(), self.period, segment);
        let own = self.plan.proration.factor(&(quota.from..quota.to), self.period);
        if self.plan.proration.applies_to(Prorated::Quota) {
            weighed.checked_div(&own).unwrap_or(Exact::ONE)
        } else {
            weighed
        }
    }

    /// The factors of some days of a whole, each times what the ramp has for it. Where quotas are not
    /// prorated the ramp is averaged over the days.
    fn weighed(&self, days: impl Iterator<Item = Range<i32>>, whole: &Range<i32>, segment: &Segment<'_>) -> Exact {
        let ramp = self.plan.ramp.as_ref().zip(segment.assignment.ramp_start);
        let (mut plain, mut ramped) = (Exact::ZERO, Exact::ZERO);
        let mut first = None;
        for days in days.filter(|days| !days.is_empty()) {
            let Some((ramp, start)) = ramp else {
                plain = plain.add(&self.plan.proration.factor(&days, whole));
                continue;
            };
            for (piece, month) in ramp.pieces(start, &days) {
                let factor = self.plan.proration.factor(&piece, whole);
                let quota =
                    month.and_then(|month| ramp.months.get(month)).map_or(Exact::ONE, |month| month.quota.clone());
                plain = plain.add(&factor);
                ramped = ramped.add(&factor.mul(&quota));
                first.get_or_insert(quota);
            }
        }
        match (ramp.is_some(), self.plan.proration.applies_to(Prorated::Quota)) {
            (true, true) => ramped,
            (true, false) => ramped.checked_div(&plain).unwrap_or_else(|_| first.unwrap_or(Exact::ONE)),
            (false, true) => plain,
            (false, false) => Exact::ONE,
        }
    }

    /// What is taken off a segment's quota: each relief by the part of its own days, prorated or not.
    fn relief(&self, segment: &Segment<'_>) -> Vec<Step> {
        let mut steps = Vec::new();
        for relief in self.reliefs.of(self.payee, &self.component.measure_id) {
            let whole = relief.from..relief.to;
            let factors =
                segment.active.iter().map(|active| self.plan.proration.factor(&overlap(active, &whole), &whole));
            let factor = factors.fold(Exact::ZERO, |sum, factor| sum.add(&factor));
            if !factor.is_zero() {
                steps.push(Step { table: "quota_relief", row: relief.row, amount: relief.amount.clone(), factor });
            }
        }
        steps
    }

    /// The target variable of a segment and the part of it that counts, if the component needs one.
    pub(crate) fn target(&self, segment: &Segment<'_>) -> Result<Option<(Exact, Exact)>, Fault> {
        if !self.component.needs_target() {
            return Ok(None);
        }
        let target = segment.assignment.target.clone();
        let target = target.ok_or((Code::CommissionTargetMissing, "has no target variable"))?;
        Ok(Some((target, self.part_of_target(segment))))
    }

    /// The base salary of a segment, prorated as its target variable is, if a stage of the component needs it.
    pub(crate) fn salary(&self, segment: &Segment<'_>) -> Result<Option<Exact>, Fault> {
        if !self.component.needs_salary() {
            return Ok(None);
        }
        let salary = segment.assignment.salary.as_ref().ok_or((Code::CommissionSalaryMissing, "has no base salary"))?;
        Ok(Some(salary.mul(&self.part_of_target(segment))))
    }

    /// The part of a target variable that counts.
    fn part_of_target(&self, segment: &Segment<'_>) -> Exact {
        if !self.plan.proration.applies_to(Prorated::TargetVariable) {
            return Exact::ONE;
        }
        let factors = segment.active.iter().map(|active| self.plan.proration.factor(active, self.period));
        factors.fold(Exact::ZERO, |sum, factor| sum.add(&factor))
    }

    /// The part of a segment's days before one of them, for a quota to date.
    pub(crate) fn elapsed(&self, segment: &Segment<'_>, end: i32) -> Exact {
        let share = |days: &Range<i32>| self.plan.proration.factor(days, self.period);
        let sum =
            |days: &mut dyn Iterator<Item = Range<i32>>| days.fold(Exact::ZERO, |sum, days| sum.add(&share(&days)));
        let so_far = sum(&mut segment.active.iter().map(|active| active.start..active.end.min(end)));
        so_far.checked_div(&sum(&mut segment.active.iter().cloned())).unwrap_or(Exact::ONE)
    }

    /// Whether the payee has for a part of the measure period what the plan does not prorate.
    pub(crate) fn is_taken_whole(&self) -> bool {
        let whole = |needed: bool, what| needed && !self.plan.proration.applies_to(what);
        (whole(self.component.pays_by_quota(), Prorated::Quota)
            || whole(self.component.needs_target(), Prorated::TargetVariable))
            && self.days_active() < self.period.len()
    }
}

impl Workings {
    /// The terms by which a slice was planned.
    pub(crate) fn part<'t>(&'t self, slice: &'t Slice) -> Part<'t> {
        Part {
            plan: &self.plan,
            component: self.component(slice),
            quotas: &self.quotas,
            reliefs: &self.reliefs,
            assignments: self.roster.assignments(slice.payee),
            payee: slice.payee,
            period: &slice.period,
        }
    }

    /// Where a slice's quota and target variable come from, where they are not just what was given.
    pub(crate) fn explain_terms(&self, slice: &Slice) -> Vec<Node> {
        let part = self.part(slice);
        let segments = part.segments();
        let own =
            |segment: &&Segment<'_>| segment.span.start <= slice.asked.start && slice.asked.start < segment.span.end;
        let Some(segment) = segments.iter().find(own) else { return Vec::new() };
        let mut nodes = Vec::new();
        if let Ok(Some(allotment)) = part.quota(segment)
            && allotment.steps.iter().any(|step| step.factor != Exact::ONE || step.table != "quotas")
        {
            let steps = allotment.steps.iter().map(Step::node);
            let what = "each quota times the part of it that counts, less relief, never below zero";
            nodes.push(Node::new("quota", what, "").value(allotment.quota.clone()).parts(steps));
        }
        if let Ok(Some((target, factor))) = part.target(segment)
            && factor != Exact::ONE
        {
            let rule = pointer::cell("assignments", segment.assignment.row, "target_variable");
            let node = Node::new("target_variable", "the target variable times the part of the period", rule);
            nodes.push(node.input("given", &target).input("factor", &factor).value(target.mul(&factor)));
        }
        if let Some(multiplier) = slice.multiplier.as_ref().filter(|multiplier| **multiplier != Exact::ONE) {
            let what = "what this month of the ramp multiplies every rate with";
            nodes.push(Node::new("rate_multiplier", what, "/ramp").value(multiplier.clone()));
        }
        if !slice.accelerated {
            nodes.push(Node::new(
                "accelerators",
                "this month of the ramp pays no more above 100 % than at it",
                "/ramp",
            ));
        }
        nodes
    }
}

impl Step {
    fn node(&self) -> Node {
        let (id, what) = match self.table {
            "quotas" => ("given", "a quota times the part of it that counts: proration, and ramp in it"),
            _ => ("relief", "a relief times the part of its days"),
        };
        let value = self.amount.mul(&self.factor);
        let value = if self.table == "quotas" { value } else { value.neg() };
        let node = Node::new(id, what, pointer::record(self.table, self.row));
        node.input("amount", &self.amount).input("factor", &self.factor).value(value)
    }
}
