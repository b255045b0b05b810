//! Where what one more deal earns may turn: bounds of tiers, and tops of curves.

use num_bigint::BigInt;

use super::ran::{Ran, Statement};
use crate::commission::document::{Accumulate, SubjectDocument};
use crate::commission::model::{Component, MultipliedBy};
use crate::commission::rates::across::{Along, By};
use crate::commission::rates::climb::Climb;
use crate::commission::rates::index::Index;
use crate::commission::rates::ladder::Shape;
use crate::commission::rates::terms::Terms;
use crate::commission::sharing::Looked;
use crate::number::{Exact, Rounding, pow10};

impl Ran {
    /// The credits, added to what there is, at which the earning of a statement's row may turn. Between two of
    /// them it only rises or only falls.
    pub(super) fn turns(&self, row: usize) -> Vec<Exact> {
        let workings = &self.explanations.workings;
        let Some(slice) = self.slice(row) else { return self.pools_turn(row) };
        let mut turns = self.conditions_turn(row, workings.component(slice));
        let Some(blueprint) = workings.blueprint(slice).filter(|blueprint| !blueprint.terms.endless) else {
            return turns;
        };
        let unit = slice.quota.clone().filter(|quota| blueprint.by_attainment && !quota.is_zero());
        let terms = blueprint.terms.scaled(&unit.unwrap_or(Exact::ONE), &Exact::ONE);
        let component = workings.component(slice);
        let counted = match terms.index {
            Index::Measure(other) => workings.plan.components.get(other).map(|other| other.id.clone()),
            _ => Some(component.id.clone()),
        };
        let payee = self.statements.get(row).map(|one| one.payee.clone());
        let mut starts = vec![Exact::ZERO];
        if component.accumulate == Accumulate::Period {
            let same =
                self.statements.iter().filter(|one| Some(&one.payee) == payee.as_ref() && one.component == counted);
            starts.extend(same.filter_map(|one| one.measure.clone()));
        }
        for place in places(&terms) {
            turns.extend(starts.iter().map(|start| place.sub(start)));
        }
        turns.extend(self.columns_turn(row, component));
        turns
    }

    /// The credits at which a deal, or another component with it, comes to another column of a rate table.
    fn columns_turn(&self, row: usize, component: &Component) -> Vec<Exact> {
        let plan = &self.explanations.workings.plan;
        let payee = self.statements.get(row).map(|one| &one.payee);
        let mut turns = Vec::new();
        for dimension in component.payout.across().iter().flat_map(|across| &across.dimensions) {
            let By::Index(along, bands) = &dimension.by else { continue };
            let Some(other) = along.beside() else {
                turns.extend(bands.starts.iter().cloned());
                continue;
            };
            let id = plan.components.get(other).map(|other| &other.id);
            let own = |one: &&Statement| Some(&one.payee) == payee && one.component.as_ref() == id;
            for one in self.statements.iter().filter(own) {
                let attained = matches!(along, Along::AttainmentOf(_));
                let unit = if attained { one.quota.clone() } else { Some(Exact::ONE) };
                let Some((unit, measure)) = unit.zip(one.measure.as_ref()) else { continue };
                turns.extend(bands.starts.iter().map(|start| start.mul(&unit).sub(measure)));
            }
        }
        turns
    }

    /// The credits at which a gate, a multiplier, a kicker, a bonus or a link of a component may change its mind.
    fn conditions_turn(&self, row: usize, component: &Component) -> Vec<Exact> {
        let stages = &component.stages;
        let mut asked: Vec<(&SubjectDocument, &Exact)> = Vec::new();
        let whens = stages.gates.iter().map(|gate| &gate.when).chain(stages.kickers.iter().map(|kicker| &kicker.when));
        let whens = whens.chain(component.bonus.iter().filter_map(|bonus| bonus.when.as_ref()));
        for when in whens.chain(stages.linked.iter().map(|linked| &linked.unless)) {
            asked.push((&when.subject, &when.value));
        }
        for multiplier in &stages.multipliers {
            match &multiplier.by {
                MultipliedBy::Always => {}
                MultipliedBy::When(when) => asked.push((&when.subject, &when.value)),
                MultipliedBy::Steps(subject) => asked.extend(multiplier.steps.iter().map(|(from, _)| (subject, from))),
            }
        }
        let payee = self.statements.get(row).map(|one| &one.payee);
        let mut turns = Vec::new();
        for (subject, value) in asked {
            let (id, attained) = match subject {
                SubjectDocument::Attainment => (&component.id, true),
                SubjectDocument::Measure => (&component.id, false),
                SubjectDocument::AttainmentOf(other) => (other, true),
                SubjectDocument::MeasureOf(other) => (other, false),
                SubjectDocument::Flag(_) => continue,
            };
            let own = |one: &&Statement| Some(&one.payee) == payee && one.component.as_ref() == Some(id);
            for one in self.statements.iter().filter(own) {
                let unit = if attained { one.quota.clone() } else { Some(Exact::ONE) };
                turns.extend(unit.zip(one.measure.as_ref()).map(|(unit, measure)| value.mul(&unit).sub(measure)));
            }
        }
        turns
    }
}

impl Ran {
    /// The credits at which a condition or a curve of a team may turn what a payee's share of its pools is.
    fn pools_turn(&self, row: usize) -> Vec<Exact> {
        let workings = &self.explanations.workings;
        let Some(one) = self.statements.get(row) else { return Vec::new() };
        let Some(payee) = workings.roster.payees.find(&one.payee) else { return Vec::new() };
        let mut turns = Vec::new();
        for pool in workings.pools.of(payee) {
            let Some(team) = workings.plan.teams.get(pool.bonus()) else { continue };
            let mut turn = |looked: &Looked, value: &Exact| {
                let unit = looked.quota.clone().unwrap_or(Exact::ONE);
                turns.push(value.mul(&unit).sub(&looked.measure));
            };
            if one.component.as_deref() != Some(&team.id) {
                continue;
            }
            if let Some((when, looked)) = team.when.as_ref().zip(pool.judged()) {
                turn(looked, &when.value);
            }
            for (objective, looked) in team.objectives.iter().zip(pool.looked()) {
                let points = objective.payout.iter().flat_map(|payout| &payout.points);
                points.for_each(|(at, _)| turn(looked, at));
            }
        }
        turns
    }
}

/// Where a rule may turn, in its own measure.
fn places(terms: &Terms) -> Vec<Exact> {
    let mut places = terms.bounds.clone();
    match &terms.climb {
        Climb::Overage(start) => places.push(start.clone()),
        Climb::Points(points) if terms.shape == Shape::CurveRate => {
            for ((start, slope), height) in terms.bounds.iter().zip(&terms.values).zip(&points.heights) {
                let top = slope.mul(start).sub(height).checked_div(&slope.mul(&Exact::from(2)));
                places.extend(top.ok());
            }
        }
        _ => {}
    }
    if let Some(rounding) = terms.rounding {
        // A bound is reached where the rounded attainment reaches it: up to one place earlier.
        let scale = Exact::from(pow10(rounding.scale));
        let rounded: Vec<Exact> =
            terms.bounds.iter().flat_map(|bound| turns_of_rounding(bound, terms, &scale)).collect();
        places.extend(rounded);
    }
    places
}

fn turns_of_rounding(bound: &Exact, terms: &Terms, scale: &Exact) -> Vec<Exact> {
    let Ok(attainment) = bound.checked_div(&terms.unit) else { return Vec::new() };
    let whole = attainment.mul(scale).round_to_integer(Rounding::Floor);
    let half = Exact::new(1, 2).unwrap_or(Exact::ONE);
    let mut found = Vec::with_capacity(6);
    for number in [whole.clone() - 1, whole.clone(), whole + 1] {
        let Ok(at) = Exact::from_big(number, BigInt::from(1)) else { continue };
        for place in [at.clone(), at.add(&half)] {
            found.extend(place.checked_div(scale).map(|place| place.mul(&terms.unit)).ok());
        }
    }
    found
}
