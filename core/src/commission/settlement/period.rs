//! One payee's pay period: from what was released to what is paid.
//!
//! Source of the formulas: the semantics of commissions, 2.12 (draw, guarantee, negative balance) and
//! 2.14 (negative true-up).

use std::collections::BTreeMap;

use super::document::{Disburse, DrawKind, NegativeTrueUp};
use super::earned::Source;
use super::model::{Recovery, SettlementPolicy};
use super::movement::{Kind, Movement};
use crate::number::{Exact, NumberError};
use crate::time::Date;

/// What is carried from one period to the next; none of what pay depends on is ever below zero.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Balances {
    pub(super) negative: Exact,
    pub(super) owed: Exact,
    pub(super) clamped: Exact,
    pub(super) held: Exact,
    /// By currency, what is kept back of earnings; these may be below zero, as earnings may.
    pub(super) reserves: BTreeMap<&'static str, Exact>,
}

impl Balances {
    pub(super) const NONE: Self = Self {
        negative: Exact::ZERO,
        owed: Exact::ZERO,
        clamped: Exact::ZERO,
        held: Exact::ZERO,
        reserves: BTreeMap::new(),
    };

    /// Whether nothing is carried that pay depends on.
    pub(super) fn is_none(&self) -> bool {
        [&self.negative, &self.owed, &self.clamped, &self.held].into_iter().all(Exact::is_zero)
    }
}

/// The draw of a pay period, prorated and rounded.
#[derive(Debug, Clone)]
pub(super) struct Draw {
    pub(super) kind: DrawKind,
    pub(super) amount: Exact,
    /// The first day on which it holds.
    pub(super) from: Date,
    /// Whether its window ends with this period, the payee still being there.
    pub(super) ends: bool,
}

/// What is known of a payee's period before it is settled.
#[derive(Debug, Clone)]
pub(super) struct Facts<'f> {
    /// By plan and what it is of: what became payable, in minor units of the policy's currency.
    pub(super) earned: &'f [(Source, Exact)],
    pub(super) draw: Option<&'f Draw>,
    pub(super) last: Date,
    /// Whether the measure period ends, inside which negative earnings are clamped.
    pub(super) measure_ends: bool,
    /// Whether the payee has left by its end.
    pub(super) left: bool,
}

/// A period being settled.
pub(super) struct Settling<'p> {
    policy: &'p SettlementPolicy,
    balances: &'p mut Balances,
    last: Date,
    /// What the payee has coming so far.
    pay: Exact,
    pub(super) movements: Vec<Movement>,
    recording: bool,
}

impl SettlementPolicy {
    /// Settles one period; the balances are those after it. With `recording`, movements say what they
    /// were worked out from.
    pub(super) fn settle_period(
        &self,
        facts: &Facts<'_>,
        balances: &mut Balances,
        recording: bool,
    ) -> Result<Vec<Movement>, NumberError> {
        let mut settling =
            Settling { policy: self, balances, last: facts.last, pay: Exact::ZERO, movements: Vec::new(), recording };
        settling.run(facts)?;
        Ok(settling.movements)
    }

    /// The nearest amount in minor units.
    pub(super) fn round(&self, amount: &Exact) -> Result<Exact, NumberError> {
        amount.round_to(self.currency.minor_unit(), self.rounding).map(Exact::from)
    }
}

impl Settling<'_> {
    fn run(&mut self, facts: &Facts<'_>) -> Result<(), NumberError> {
        let draw = facts.draw.map_or(Exact::ZERO, |draw| draw.amount.clone());
        let at_start = if self.policy.disburse == Disburse::AtStart { draw.clone() } else { Exact::ZERO };
        if let (Some(draw), false) = (facts.draw, at_start.is_zero()) {
            self.move_pay(Kind::PaidAtStart, at_start.neg(), &[]);
            self.date_last(draw.from);
        }
        // Paid in advance, it is part of what the period comes to.
        self.pay = Exact::ZERO;
        for ((plan, kind), earned) in facts.earned {
            self.move_pay(*kind, earned.clone(), &[]);
            self.movements.last_mut().into_iter().for_each(|movement| movement.plan = Some(*plan));
        }
        self.negative(facts);
        self.recover_negative()?;
        self.draw(facts.draw, &draw)?;
        self.hold(!draw.is_zero() || facts.left);
        let rest = self.pay.sub(&at_start);
        if !rest.is_zero() {
            self.move_pay(Kind::Paid, rest.neg(), &[("pay", &self.pay.clone()), ("paid_at_start", &at_start)]);
        }
        Ok(())
    }

    /// Earnings below zero, by the policy's choice.
    fn negative(&mut self, facts: &Facts<'_>) {
        let policy = self.policy.negative;
        if policy == NegativeTrueUp::ClampUntilPeriodEnd || !self.balances.clamped.is_zero() {
            let ends = facts.measure_ends || facts.left || policy != NegativeTrueUp::ClampUntilPeriodEnd;
            let clamped = self.balances.clamped.clone();
            let made_good = if ends { clamped.clone() } else { clamped.clone().min(self.pay.clone().max(Exact::ZERO)) };
            self.move_balance(Kind::Unclamped, made_good.neg(), &[("clamped", &clamped)]);
            if !ends && self.pay.is_negative() {
                self.move_balance(Kind::Clamped, self.pay.neg(), &[]);
            }
        }
        // Where negative earnings are paid and a draw holds, what is below zero adds to what it pays.
        if self.pay.is_negative() && policy != NegativeTrueUp::PayNegative {
            self.move_balance(Kind::Carried, self.pay.neg(), &[]);
        }
    }

    fn recover_negative(&mut self) -> Result<(), NumberError> {
        let recovery = &self.policy.negative_recovery;
        let earned = self.pay.clone();
        let recovered = self.recoverable(recovery, &self.balances.negative, &earned)?;
        let balance = self.balances.negative.clone();
        self.move_balance(
            Kind::RecoveredNegative,
            recovered.neg(),
            &[("negative_balance", &balance), ("earned", &earned), ("recover_pct", &recovery.pct)],
        );
        Ok(())
    }

    /// `min(balance, earned × recover_pct, recover_cap)`, in whole minor units.
    fn recoverable(&self, recovery: &Recovery, balance: &Exact, earned: &Exact) -> Result<Exact, NumberError> {
        if *earned <= Exact::ZERO {
            return Ok(Exact::ZERO);
        }
        let part = self.policy.round(&earned.mul(&recovery.pct))?.min(earned.clone());
        let part = recovery.cap.iter().cloned().fold(part, Exact::min);
        Ok(part.min(balance.clone()))
    }

    fn draw(&mut self, draw: Option<&Draw>, amount: &Exact) -> Result<(), NumberError> {
        let earned = self.pay.clone();
        let facts = [("draw", amount), ("earned", &earned)];
        let drawing = !amount.is_zero();
        let owed = draw.is_none_or(|draw| draw.kind.is_owed());
        if drawing && earned < *amount {
            let kind = if owed { Kind::Advanced } else { Kind::ToppedUp };
            self.move_balance(kind, amount.sub(&earned), &facts);
        } else if owed || !drawing {
            let recovery = &self.policy.draw_recovery;
            let recovered = self.recoverable(recovery, &self.balances.owed, &earned.sub(amount))?;
            let balance = self.balances.owed.clone();
            let [draw, earned] = facts;
            let facts = [("draw_owed", &balance), draw, earned, ("recover_pct", &recovery.pct)];
            self.move_balance(Kind::RecoveredDraw, recovered.neg(), &facts);
        }
        if draw.is_some_and(|draw| draw.kind == DrawKind::RecoverableForgiven && draw.ends) {
            self.forgive();
        }
        Ok(())
    }

    /// What is still owed is booked as forgiven; the pay is not touched.
    fn forgive(&mut self) {
        let owed = std::mem::replace(&mut self.balances.owed, Exact::ZERO);
        if owed.is_zero() {
            return;
        }
        self.push(Kind::Forgiven, Exact::ZERO, &[("draw_owed", &owed)]);
        self.movements.last_mut().into_iter().for_each(|movement| movement.account = Some((owed.neg(), Exact::ZERO)));
    }

    /// Pay below the minimum waits, unless a draw promises it or the payee has left.
    fn hold(&mut self, paid_in_any_case: bool) {
        let together = self.pay.add(&self.balances.held);
        let waits = self.policy.minimum.as_ref().is_some_and(|minimum| together < *minimum && together > Exact::ZERO);
        if waits && !paid_in_any_case {
            let facts = [("pay", &self.pay.clone()), ("held", &self.balances.held.clone())];
            self.move_balance(Kind::Held, self.pay.clone(), &facts);
            return;
        }
        let held = self.balances.held.clone();
        self.move_balance(Kind::HeldReleased, held.neg(), &[("held", &held)]);
    }

    /// Moves an amount between the pay and a balance.
    fn move_balance(&mut self, kind: Kind, change: Exact, facts: &[(&'static str, &Exact)]) {
        if change.is_zero() {
            return;
        }
        // What is held or made good is the payee's, what is owed the employer's: the one leaves the pay
        // as its balance grows, the other comes to it.
        let amount = if matches!(kind, Kind::Held | Kind::HeldReleased) { change.neg() } else { change.clone() };
        let balance = match kind {
            Kind::Carried | Kind::RecoveredNegative => Some(&mut self.balances.negative),
            Kind::Advanced | Kind::RecoveredDraw => Some(&mut self.balances.owed),
            Kind::Clamped | Kind::Unclamped => Some(&mut self.balances.clamped),
            Kind::Held | Kind::HeldReleased => Some(&mut self.balances.held),
            _ => None,
        };
        let account = balance.map(|balance| {
            *balance = balance.add(&change);
            (change, balance.clone())
        });
        self.move_pay(kind, amount, facts);
        self.movements.last_mut().into_iter().for_each(|movement| movement.account.clone_from(&account));
    }

    fn move_pay(&mut self, kind: Kind, amount: Exact, facts: &[(&'static str, &Exact)]) {
        self.pay = self.pay.add(&amount);
        self.push(kind, amount, facts);
    }

    fn push(&mut self, kind: Kind, amount: Exact, facts: &[(&'static str, &Exact)]) {
        let facts = if self.recording {
            facts.iter().map(|(name, fact)| (*name, (*fact).clone())).collect()
        } else {
            Vec::new()
        };
        let (booked_on, account) = (self.last, None);
        self.movements.push(Movement { kind, booked_on, amount, account, plan: None, currency: None, facts });
    }

    /// Dates the movement just made.
    fn date_last(&mut self, day: Date) {
        self.movements.last_mut().into_iter().for_each(|movement| movement.booked_on = day);
    }
}
