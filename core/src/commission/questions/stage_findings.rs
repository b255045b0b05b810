//! What the stages between rates and rounding do to a payout: caps, gates and multipliers.

use super::check::Curve;
use super::cuts::PayoutRule;
use super::findings::said;
use crate::commission::document::{Accumulate, Comparison, OnFail, SubjectDocument};
use crate::commission::model::{Cap, Component, Gate, MultipliedBy, Multiplier, Payout, Plan};
use crate::commission::rates::index::Index;
use crate::number::Exact;
use crate::problem::{Code, Problem, pointer};

/// The measures that a condition lets pass: from, to, and whether either end is left out.
#[derive(Default)]
struct Reach<'g> {
    least: Option<(&'g Exact, bool)>,
    most: Option<(&'g Exact, bool)>,
}

/// What is found of the stages of one component; `quota` and `target` are those that it is shown for.
pub(super) struct Staged<'c> {
    pub(super) plan: &'c Plan,
    pub(super) component: &'c Component,
    /// One for each column of its rate table.
    pub(super) curves: &'c [&'c Curve],
    pub(super) quota: &'c Exact,
    /// Nothing where pay is counted in target variables.
    pub(super) target: Option<&'c Exact>,
}

impl Staged<'_> {
    pub(super) fn findings(&self, found: &mut Vec<Problem>) {
        self.cap(found);
        self.capped_credit(found);
        self.never_passed(found);
        // Every deal alone, or credit that the gate does not see: no measure says what it pays.
        if self.component.accumulate != Accumulate::Period {
            return;
        }
        let across = self.component.payout.across();
        for (column, rule) in PayoutRule::all(self.component, self.quota, self.target.unwrap_or(&Exact::ONE)) {
            let of_column = across.zip(column).map(|(across, column)| across.words(self.plan, column));
            let of_column = of_column.map_or_else(String::new, |words| format!(", for {words}"));
            for gate in &self.component.stages.gates {
                self.gate_jump(gate, &rule, &of_column, found);
            }
            for (place, multiplier) in self.component.stages.multipliers.iter().enumerate() {
                let at = pointer::at(&pointer::join(&self.component.pointer, "multipliers"), place);
                self.multiplier_jumps(multiplier, &at, &rule, &of_column, found);
            }
        }
    }

    fn problem(&self, code: Code, at: impl Into<String>, message: impl Into<String>) -> Problem {
        Problem::new(code, at, message).with("component_id", self.component.id.clone())
    }

    /// A cap below the target, and tiers that start where it ends.
    fn cap(&self, found: &mut Vec<Problem>) {
        let Some(cap) = self.component.stages.cap.as_ref().filter(|_| !self.curves.is_empty()) else { return };
        let (most, at) = match cap {
            // A cap over other days than the measure's says nothing of one measure period.
            Cap::Payment(limit) if limit.period.is_none() && self.knows_pay() => {
                (limit.payment.clone(), &limit.pointer)
            }
            Cap::Attainment(attainment, at) => {
                let mut rules = PayoutRule::all(self.component, self.quota, self.target.unwrap_or(&Exact::ONE));
                let rule = rules.pop().map(|(_, rule)| rule);
                let Some(most) = rule.and_then(|rule| rule.earned(&attainment.mul(self.quota))) else { return };
                (most, at)
            }
            Cap::Payment(_) => return,
        };
        let share = self.target.unwrap_or(&Exact::ONE).mul(&self.component.weight);
        if self.component.needs_target() && most < share {
            let message = format!("the cap pays no more than {}, and the target is {}", said(&most), said(&share));
            let problem = self.problem(Code::CommissionCapBelowTarget, at.clone(), message);
            found.push(problem.with("most", said(&most)).with("target", said(&share)));
        }
        let Payout::Table(table, _) = &self.component.payout else { return };
        for (tier, from) in table.bounds.iter().enumerate().skip(1) {
            let credit = if self.component.payout.index() == Some(Index::Attainment) {
                from.mul(self.quota)
            } else {
                from.clone()
            };
            let behind = match cap {
                Cap::Attainment(attainment, _) => credit >= attainment.mul(self.quota),
                // Whatever was earned before the tier is as much as the cap pays.
                Cap::Payment(_) => self.curves.iter().all(|curve| {
                    curve.stretches.iter().any(|stretch| {
                        stretch.from == credit && stretch.start.sub(&stretch.jump) >= most && stretch.payout >= most
                    })
                }),
            };
            if behind {
                let tiers = format!("{}/rate_table/tiers", self.component.pointer);
                let message = format!("tier {} pays nothing: the cap is reached before it", tier + 1);
                let problem = self.problem(Code::CommissionTierUnreachable, pointer::at(&tiers, tier), message);
                found.push(problem.with("tier", tier + 1).related(at.clone()));
            }
        }
    }

    /// Whether pay by this component is known in money.
    fn knows_pay(&self) -> bool {
        self.target.is_some() || !self.component.needs_target()
    }

    /// Tiers on each deal alone that start above the most that one deal is credited with.
    fn capped_credit(&self, found: &mut Vec<Problem>) {
        let (Some(most), Payout::Table(table, _)) = (&self.component.shaping.quota_cap, &self.component.payout) else {
            return;
        };
        if self.component.accumulate != Accumulate::Transaction || !table.index.is_own_sum() {
            return;
        }
        for (tier, from) in table.bounds.iter().enumerate() {
            let from = if self.component.payout.index() == Some(Index::Attainment) {
                from.mul(self.quota)
            } else {
                from.clone()
            };
            if from > *most {
                let tiers = format!("{}/rate_table/tiers", self.component.pointer);
                let message = format!("tier {} is never reached: no deal is credited with more than {most}", tier + 1);
                let problem = self.problem(Code::CommissionTierUnreachable, pointer::at(&tiers, tier), message);
                found.push(problem.with("tier", tier + 1));
            }
        }
    }

    /// Gates that leave nothing to pass, alone or together.
    fn never_passed(&self, found: &mut Vec<Problem>) {
        let gates: Vec<&Gate> = self.component.stages.gates.iter().filter(|gate| blocks(&gate.on_fail)).collect();
        for (place, gate) in gates.iter().enumerate() {
            let mut reach = Reach::default();
            for other in gates
                .iter()
                .take(place + 1)
                .filter(|other| other.when.subject == gate.when.subject && other.window == gate.window)
            {
                reach.narrow(other);
            }
            let own = matches!(gate.when.subject, SubjectDocument::Attainment | SubjectDocument::Measure);
            let why = if reach.is_empty() {
                "no value passes it and the gates before it"
            } else if own && reach.ends_at_zero() {
                "only refunds lead there"
            } else {
                continue;
            };
            let message = format!("the gate is never passed: {why}");
            found.push(self.problem(Code::CommissionGateNeverPassed, gate.pointer.clone(), message));
        }
    }

    /// Where a subject of the component's own stands at a value, in credit.
    fn credit_at(&self, subject: &SubjectDocument, value: &Exact) -> Option<Exact> {
        match subject {
            SubjectDocument::Attainment => Some(value.mul(self.quota)),
            SubjectDocument::Measure => Some(value.clone()),
            _ => None,
        }
    }

    fn gate_jump(&self, gate: &Gate, rule: &PayoutRule, of_column: &str, found: &mut Vec<Problem>) {
        let rises = match gate.when.op {
            Comparison::Ge | Comparison::Gt => true,
            Comparison::Le | Comparison::Lt => false,
            Comparison::Eq | Comparison::Ne => return,
        };
        let Some(credit) =
            self.credit_at(&gate.when.subject, &gate.when.value).filter(|_| !gate.excess_only && gate.window.is_none())
        else {
            return;
        };
        let Some(whole) = rule.earned(&credit) else { return };
        let failing = match &gate.on_fail {
            OnFail::Zero | OnFail::Hold => Exact::ZERO,
            OnFail::Factor(factor) => whole.mul(factor.exact()),
            // What the base rate alone pays is told by no curve.
            OnFail::BaseRateOnly => return,
        };
        let jump = whole.sub(&failing);
        let what = format!("passing the gate{of_column}");
        self.jump(&credit, if rises { jump } else { jump.neg() }, &gate.pointer, &what, found);
    }

    fn multiplier_jumps(
        &self,
        multiplier: &Multiplier,
        at: &str,
        rule: &PayoutRule,
        of_column: &str,
        found: &mut Vec<Problem>,
    ) {
        let MultipliedBy::Steps(subject) = &multiplier.by else { return };
        let mut before = &Exact::ONE;
        for (from, factor) in &multiplier.steps {
            let credit = self.credit_at(subject, from);
            if let Some((credit, whole)) = credit.and_then(|credit| Some((credit.clone(), rule.earned(&credit)?))) {
                let what = format!("the next step of the multiplier{of_column}");
                self.jump(&credit, whole.mul(&factor.sub(before)), at, &what, found);
            }
            before = factor;
        }
    }

    fn jump(&self, credit: &Exact, jump: Exact, at: &str, what: &str, found: &mut Vec<Problem>) {
        if jump.is_zero() || *credit <= Exact::ZERO {
            return;
        }
        let (code, verb) =
            if jump.is_negative() { (Code::CommissionPayoutFalls, "falls") } else { (Code::CommissionCliff, "jumps") };
        let message = format!("at a credit of {} the payout {verb} by {}: {what}", said(credit), said(&jump.abs()));
        found.push(self.problem(code, at, message).with("credit", said(credit)).with("jump", said(&jump)));
    }
}

/// Whether a gate that is not passed pays nothing in the end.
fn blocks(on_fail: &OnFail) -> bool {
    matches!(on_fail, OnFail::Zero | OnFail::Hold)
}

impl<'g> Reach<'g> {
    fn narrow(&mut self, gate: &'g Gate) {
        let (value, open) = (&gate.when.value, matches!(gate.when.op, Comparison::Gt | Comparison::Lt));
        if matches!(gate.when.op, Comparison::Ge | Comparison::Gt | Comparison::Eq) {
            let tighter = self.least.is_none_or(|(least, was_open)| (value, open) > (least, was_open));
            self.least = if tighter { Some((value, open)) } else { self.least };
        }
        if matches!(gate.when.op, Comparison::Le | Comparison::Lt | Comparison::Eq) {
            let tighter = self.most.is_none_or(|(most, was_open)| (value, !open) < (most, !was_open));
            self.most = if tighter { Some((value, open)) } else { self.most };
        }
    }

    fn is_empty(&self) -> bool {
        let (Some((least, from_open)), Some((most, to_open))) = (self.least, self.most) else { return false };
        least > most || (least == most && (from_open || to_open))
    }

    fn ends_at_zero(&self) -> bool {
        self.most.is_some_and(|(most, open)| *most < Exact::ZERO || (most.is_zero() && open))
    }
}
