//! From exact earnings to minor units, so that lines add up to the total that was rounded.

use super::proof::Wide;
use super::scale::Scale;
use crate::commission::document::{Reconcile, RoundingLevel};
use crate::commission::model::RoundingPolicy;
use crate::number::{CumulativeDifference, Exact, Integer};

/// What rounding carries from one run of a payee to the next.
#[derive(Debug)]
pub(crate) struct PayeeRounding {
    running: CumulativeDifference,
    /// Exact earnings of lines that are rounded together when all of them are known.
    pub(crate) parts: Vec<Exact>,
    /// Whether stages come between the rates and rounding, so that every line is kept exact.
    gathers: bool,
}

impl PayeeRounding {
    pub(crate) fn new(policy: RoundingPolicy) -> Self {
        Self { running: CumulativeDifference::new(policy.scale, policy.mode), parts: Vec::new(), gathers: false }
    }

    /// Keeps every line exact.
    pub(crate) fn gathering(policy: RoundingPolicy) -> Self {
        Self { gathers: true, ..Self::new(policy) }
    }
}

/// Rounds the lines of one run whose earnings are fractions.
#[derive(Debug)]
pub(crate) enum FractionRounder<'p> {
    /// Each line for itself.
    Line(RoundingPolicy),
    /// Differences of the rounded running total of this run, lines not asked for included.
    Component(CumulativeDifference),
    /// Differences of the rounded running total of the payee over all runs, lines asked for only.
    Payee(&'p mut CumulativeDifference),
    /// Kept, to be shared out when all lines are known.
    Later(&'p mut Vec<Exact>),
}

impl<'p> FractionRounder<'p> {
    pub(crate) fn new(policy: RoundingPolicy, payee: &'p mut PayeeRounding) -> Self {
        match (policy.at, policy.reconcile) {
            _ if payee.gathers => Self::Later(&mut payee.parts),
            (RoundingLevel::Line, _) => Self::Line(policy),
            (_, Reconcile::LargestRemainder) => Self::Later(&mut payee.parts),
            (RoundingLevel::Component, _) => Self::Component(CumulativeDifference::new(policy.scale, policy.mode)),
            (RoundingLevel::Payee, _) => Self::Payee(&mut payee.running),
        }
    }

    /// The minor units of the next line; nothing where they do not fit. Lines rounded later answer 0.
    pub(crate) fn next(&mut self, part: &Exact, asked: bool) -> Option<i128> {
        match self {
            Self::Line(policy) => part.round_to_units(policy.scale, policy.mode).ok(),
            Self::Component(running) => running.next(part).ok(),
            Self::Payee(running) if asked => running.next(part).ok(),
            Self::Later(parts) => {
                if asked {
                    parts.push(part.clone());
                }
                Some(0)
            }
            Self::Payee(_) => Some(0),
        }
    }
}

/// Rounds the lines of one run whose earnings are integers over one denominator.
#[derive(Debug)]
pub(crate) struct Rounder<'p, I: Wide> {
    scale: Scale<I>,
    state: State<'p, I>,
}

#[derive(Debug)]
enum State<'p, I> {
    /// Each line for itself.
    Line,
    /// Differences of the rounded running total, in integers throughout.
    Component { units: I },
    /// What reaches beyond the run is a fraction.
    Fraction { denominator: I, rounder: FractionRounder<'p> },
}

impl<'p, I: Wide> Rounder<'p, I> {
    /// `scale` turns a numerator over `denominator` into minor units by the policy's rounding.
    pub(crate) fn new(denominator: &I, scale: Scale<I>, policy: RoundingPolicy, payee: &'p mut PayeeRounding) -> Self {
        let state = match FractionRounder::new(policy, payee) {
            FractionRounder::Line(_) => State::Line,
            FractionRounder::Component(_) => State::Component { units: I::zero() },
            rounder => State::Fraction { denominator: denominator.clone(), rounder },
        };
        Self { scale, state }
    }

    /// Starts with what lines before have earned.
    pub(crate) fn go_on(&mut self, total: &I) {
        if let State::Component { units } = &mut self.state {
            *units = self.scale.mantissa(total);
        }
    }

    /// Adds the minor units of the next lines to `amounts`, up to one where they do not fit. Lines rounded
    /// later add 0. `totals` are the run's earnings with each line, of which `parts` are the differences.
    #[inline(always)]
    pub(crate) fn round(&mut self, parts: &[I], totals: &[I], asked: bool, room: &mut Vec<I>, amounts: &mut Vec<i128>) {
        let scale = &self.scale;
        match &mut self.state {
            State::Line => I::narrow(scale.mantissas(parts, room).iter().cloned(), amounts),
            State::Component { units } => {
                let rounded = scale.mantissas(totals, room);
                I::narrow(differences(rounded, units), amounts);
                if let Some(last) = rounded.last() {
                    units.clone_from(last);
                }
            }
            State::Fraction { denominator, rounder } => {
                amounts.extend(parts.iter().map_while(|part| rounder.next(&exact(part, denominator)?, asked)))
            }
        }
    }
}

/// What each number of a column adds to the one before it, from `first` on.
#[inline(always)]
pub(crate) fn differences<'c, I: Integer>(column: &'c [I], first: &'c I) -> impl Iterator<Item = I> {
    let mut before = first;
    column.iter().map(move |number| number.minus(std::mem::replace(&mut before, number)))
}

/// A numerator over a denominator, as a fraction in lowest terms.
pub(crate) fn exact<I: Integer>(numerator: &I, denominator: &I) -> Option<Exact> {
    match (numerator.to_i128(), denominator.to_i128()) {
        (Some(numerator), Some(denominator)) => Exact::new(numerator, denominator).ok(),
        _ => Exact::from_big(numerator.to_big(), denominator.to_big()).ok(),
    }
}
