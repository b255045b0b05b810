//! One parent's amount shared among its children.

use super::outcome::Basis;
use super::params::{BlendPart, Method, Overshoot, ZeroWeights};
use crate::number::{Exact, NumberError, Rounding, largest_remainder, sainte_lague};
use crate::problem::{Code, Problem, pointer, shape};

/// A child as it goes into the split.
#[derive(Debug, Clone)]
pub(super) struct Child {
    pub(super) row: usize,
    /// Its weight; nothing if the cell is empty.
    pub(super) weight: Option<Exact>,
    pub(super) fallback: Option<Exact>,
    /// What it has of every metric that weights are blended from; nothing where its weight is its own.
    pub(super) metrics: Vec<Option<Exact>>,
    pub(super) pin: Option<Exact>,
    /// Its place where remainders are equal.
    pub(super) rank: usize,
    /// Whether what is left of a unit goes to it or to a node below it.
    pub(super) takes_residual: bool,
}

/// What a child gets.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) row: usize,
    pub(super) basis: Basis,
    /// The weight that counted, and the sum of those of the free siblings; nothing where none did.
    pub(super) weight: Option<(Exact, Exact)>,
    /// The amount that was shared by weight.
    pub(super) shared: Exact,
    /// The exact share.
    pub(super) ideal: Exact,
    /// The share in units, and what is left of a unit besides.
    pub(super) amount: Exact,
}

/// How a split is made.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rules<'s> {
    pub(super) method: Method,
    pub(super) zero_weights: ZeroWeights,
    pub(super) overshoot: Overshoot,
    pub(super) blend: Option<&'s [BlendPart]>,
}

/// One split: the parent's amount, and where it comes from.
pub(super) struct Siblings<'s> {
    /// The table in which the children are rows.
    pub(super) table: &'static str,
    pub(super) rules: Rules<'s>,
    pub(super) unit: &'s Exact,
    pub(super) amount: Exact,
    /// The parent's id; empty at the top.
    pub(super) parent: &'s str,
    /// Where the parent's amount was said.
    pub(super) source: String,
    pub(super) children: Vec<Child>,
}

impl Siblings<'_> {
    /// Shares the amount. The children's sum is the amount, exactly.
    ///
    /// # Errors
    /// `quota.pin_overshoot`, `quota.pin_undershoot`, `quota.not_a_multiple`,
    /// `quota.weight_missing`, `quota.zero_weights`, `number.out_of_range`.
    pub(super) fn split(&self) -> Result<Vec<Part>, Vec<Problem>> {
        let pinned = self.children.iter().filter_map(|child| child.pin.as_ref());
        let pins = pinned.fold(Exact::ZERO, |sum, pin| sum.add(pin));
        let rest = self.amount.sub(&pins);
        let free: Vec<&Child> = self.children.iter().filter(|child| child.pin.is_none()).collect();
        let overshoot =
            if self.amount.is_negative() { !rest.is_negative() && !rest.is_zero() } else { rest.is_negative() };
        if overshoot && free.len() < self.children.len() {
            return self.overshoot(&pins);
        }
        if free.is_empty() && !rest.is_zero() {
            return Err(vec![self.undershoot(&pins)]);
        }
        let mut parts = self.by_weight(&free, &rest)?;
        parts.extend(self.children.iter().filter_map(|child| {
            let pin = child.pin.clone()?;
            let (row, basis) = (child.row, Basis::Pin);
            Some(Part { row, basis, weight: None, shared: rest.clone(), ideal: pin.clone(), amount: pin })
        }));
        Ok(parts)
    }

    fn by_weight(&self, free: &[&Child], rest: &Exact) -> Result<Vec<Part>, Vec<Problem>> {
        if free.is_empty() {
            return Ok(Vec::new());
        }
        let (units, left) = self.whole_units(rest)?;
        if !left.is_zero() && !free.iter().any(|child| child.takes_residual) {
            return Err(vec![self.not_a_multiple(rest)]);
        }
        let (basis, weights) = self.weights(free, rest.is_zero())?;
        let sum = weights.iter().fold(Exact::ZERO, |sum, weight| sum.add(weight));
        let shares = if sum.is_zero() {
            vec![0; free.len()]
        } else {
            let rank = |position: usize| free.get(position).map(|child| child.rank);
            self.share(units, &weights, rank)?
        };
        let part = |((child, weight), units): ((&&Child, Exact), i128)| {
            let share = Exact::from(units).mul(self.unit);
            Part {
                row: child.row,
                basis,
                ideal: rest.mul(&weight).checked_div(&sum).unwrap_or(Exact::ZERO),
                weight: Some((weight, sum.clone())),
                shared: rest.clone(),
                amount: if child.takes_residual { share.add(&left) } else { share },
            }
        };
        Ok(free.iter().zip(weights).zip(shares).map(part).collect())
    }

    /// The weights that count, and by which rule; all zero only where there is nothing to share.
    fn weights(&self, free: &[&Child], nothing: bool) -> Result<(Basis, Vec<Exact>), Vec<Problem>> {
        let alone = free.len() == 1;
        let missing: Vec<Problem> = free
            .iter()
            .filter(|child| child.weight.is_none() && !alone && self.rules.blend.is_none())
            .map(|child| self.weight_missing(child))
            .collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        let weights = match self.rules.blend {
            Some(blend) if !alone => self.blended(blend, free)?,
            _ => free.iter().map(|child| child.weight.clone().unwrap_or(Exact::ONE)).collect(),
        };
        if nothing || weights.iter().any(|weight| !weight.is_zero()) {
            return Ok((Basis::Weight, weights));
        }
        let fallback: Vec<Exact> = free.iter().map(|child| child.fallback.clone().unwrap_or(Exact::ZERO)).collect();
        match self.rules.zero_weights {
            ZeroWeights::Equal => Ok((Basis::Equal, vec![Exact::ONE; free.len()])),
            ZeroWeights::Fallback if fallback.iter().any(|weight| !weight.is_zero()) => Ok((Basis::Fallback, fallback)),
            ZeroWeights::Error | ZeroWeights::Fallback => {
                let message = format!("all {} siblings have the weight zero", free.len());
                Err(vec![self.zero_weights(free, message)])
            }
        }
    }

    pub(super) fn zero_weights(&self, free: &[&Child], message: String) -> Problem {
        let at = free.first().map(|child| pointer::cell(self.table, child.row, "weight")).unwrap_or_default();
        Problem::new(Code::QuotaZeroWeights, at, message).with("parent_id", self.parent)
    }

    /// Whole units by weight.
    fn share(
        &self,
        units: i128,
        weights: &[Exact],
        rank: impl Fn(usize) -> Option<usize>,
    ) -> Result<Vec<i128>, Vec<Problem>> {
        match self.rules.method {
            Method::LargestRemainder => largest_remainder(units, weights, rank),
            Method::SainteLague => sainte_lague(units, weights, rank),
        }
        .map_err(|error| vec![self.number(&error)])
    }

    /// The whole units in an amount, towards zero, and what is left.
    fn whole_units(&self, amount: &Exact) -> Result<(i128, Exact), Vec<Problem>> {
        let quotient = amount.checked_div(self.unit).map_err(|error| vec![self.number(&error)])?;
        let units = i128::try_from(quotient.round_to_integer(Rounding::Down)).map_err(|_| {
            let message = format!("{amount} has too many units of {}", self.unit);
            vec![Problem::new(Code::NumberOutOfRange, "/params/unit", message)]
        })?;
        Ok((units, amount.sub(&Exact::from(units).mul(self.unit))))
    }

    /// Pins that take more than there is: a problem, or scaled to what there is.
    fn overshoot(&self, pins: &Exact) -> Result<Vec<Part>, Vec<Problem>> {
        let same_sign = |pin: &Exact| pin.is_zero() || pin.is_negative() == pins.is_negative();
        let scalable = self.children.iter().filter_map(|child| child.pin.as_ref()).all(same_sign);
        if self.rules.overshoot == Overshoot::Error || !scalable {
            let at = self.first_pin();
            let message = format!("pins take {pins} of {}", self.amount);
            return Err(vec![self.pins(Problem::new(Code::QuotaPinOvershoot, at, message), pins)]);
        }
        let (units, left) = self.whole_units(&self.amount)?;
        if !left.is_zero() {
            return Err(vec![self.not_a_multiple(&self.amount)]);
        }
        let weights: Vec<Exact> =
            self.children.iter().map(|child| child.pin.as_ref().map_or(Exact::ZERO, Exact::abs)).collect();
        let rank = |position: usize| self.children.get(position).map(|child| child.rank);
        let shares = self.share(units, &weights, rank)?;
        let sum = pins.abs();
        let part = |((child, weight), units): ((&Child, Exact), i128)| {
            let ideal = self.amount.mul(&weight).checked_div(&sum).unwrap_or(Exact::ZERO);
            let basis = if child.pin.is_some() { Basis::ScaledPin } else { Basis::Weight };
            let weight = child.pin.is_some().then(|| (weight, sum.clone()));
            let amount = Exact::from(units).mul(self.unit);
            Part { row: child.row, basis, weight, shared: self.amount.clone(), ideal, amount }
        };
        Ok(self.children.iter().zip(weights).zip(shares).map(part).collect())
    }

    fn undershoot(&self, pins: &Exact) -> Problem {
        let message = format!("all siblings are pinned, to {pins} of {}", self.amount);
        self.pins(Problem::new(Code::QuotaPinUndershoot, self.first_pin(), message), pins)
    }

    fn pins(&self, problem: Problem, pins: &Exact) -> Problem {
        let others = self.children.iter().filter(|child| child.pin.is_some()).skip(1);
        others
            .fold(problem, |problem, child| problem.related(pointer::cell(self.table, child.row, "pin")))
            .with("parent_id", self.parent)
            .with("available", self.amount.to_string())
            .with("pins", pins.to_string())
    }

    fn first_pin(&self) -> String {
        let first = self.children.iter().find(|child| child.pin.is_some());
        first.map(|child| pointer::cell(self.table, child.row, "pin")).unwrap_or_default()
    }

    /// Points at the pin that breaks the unit, or else at where the amount was said.
    fn not_a_multiple(&self, amount: &Exact) -> Problem {
        let broken = |child: &&Child| {
            let units = child.pin.as_ref().and_then(|pin| pin.checked_div(self.unit).ok());
            units.is_some_and(|units| !units.is_integer())
        };
        let at = self.children.iter().find(broken).map(|child| pointer::cell(self.table, child.row, "pin"));
        let message = format!("{amount} is not a whole number of units of {}", self.unit);
        Problem::new(Code::QuotaNotAMultiple, at.unwrap_or_else(|| self.source.clone()), message)
            .with("amount", amount.to_string())
            .with("unit", self.unit.to_string())
            .with("parent_id", self.parent)
    }

    fn weight_missing(&self, child: &Child) -> Problem {
        let message = "a node that shares with others needs a weight or a pin";
        Problem::new(Code::QuotaWeightMissing, pointer::cell(self.table, child.row, "weight"), message)
            .with("parent_id", self.parent)
    }

    fn number(&self, error: &NumberError) -> Problem {
        shape::number_problem(error, "/params/total")
    }
}
