//! Attainments by chance: exact, by inversion of one draw of 64 bits each.

use std::collections::{BTreeMap, BTreeSet};

use super::distribution::{Distributions, Point, Whose};
use super::ran::Ran;
use crate::number::{Exact, Rounding};
use crate::problem::Problem;
use crate::stat::{Draws, Key};

/// A range is drawn from in so many steps, so that what is drawn stays a short decimal.
const STEPS: u128 = 1_000_000;

/// What was drawn of one distribution: the place of the point, and the step inside its range.
type Place = (usize, u32);

/// A distribution that is drawn from.
struct Source<'d> {
    points: &'d [Point],
    /// By point: the first draw above it, of 2^64.
    ends: Vec<u128>,
    draws: Draws,
}

impl<'d> Source<'d> {
    fn new(points: &'d [Point], draws: Draws) -> Self {
        let all = Exact::from(1_i128 << 64);
        let mut sum = Exact::ZERO;
        let mut end = |point: &Point| {
            sum = sum.add(&point.probability);
            u128::try_from(sum.mul(&all).round_to_integer(Rounding::Ceiling)).unwrap_or_default()
        };
        Self { points, ends: points.iter().map(&mut end).collect(), draws }
    }

    fn draw(&mut self) -> Place {
        let drawn = u128::from(self.draws.next());
        let place = self.ends.partition_point(|&end| end <= drawn);
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let ranged = self.points.get(place).is_some_and(|point| point.to.is_some());
        let width = self.ends.get(place).map_or(1, |end| end - start);
        let step = if ranged { (drawn - start) * STEPS / width } else { 0 };
        (place, u32::try_from(step).unwrap_or_default())
    }

    fn attainment(&self, (place, step): Place) -> Option<Exact> {
        let point = self.points.get(place)?;
        let Some(to) = &point.to else { return Some(point.attainment.clone()) };
        let part = Exact::new(i128::from(step), 1_000_000).ok()?;
        Some(point.attainment.add(&to.sub(&point.attainment).mul(&part)))
    }
}

/// A payee's attainments in every trial.
pub(super) struct Drawn {
    pub(super) payee: String,
    /// The components with a quota, each with the place of its attainment in a combination.
    components: Vec<(String, usize)>,
    /// What was drawn together, each once.
    pub(super) combinations: Vec<Vec<Exact>>,
    /// By trial: which of them.
    pub(super) trials: Vec<usize>,
}

impl Drawn {
    /// The attainment of a component in a combination.
    pub(super) fn attainment(&self, combination: usize, component: &str) -> Option<&Exact> {
        let (_, place) = self.components.iter().find(|(id, _)| id == component)?;
        self.combinations.get(combination)?.get(*place)
    }

    /// Every component's attainment in a combination.
    pub(super) fn attainments(&self, combination: usize) -> impl Iterator<Item = (&str, &Exact)> {
        let found = self.combinations.get(combination);
        self.components.iter().filter_map(move |(id, place)| Some((id.as_str(), found?.get(*place)?)))
    }
}

/// Draws the attainments of everybody with a statement. Those of a payee come from a stream of their own, and
/// those of a component apart from another, so that they are the same whoever else is there.
pub(super) fn drawn(
    base: &Ran,
    given: &Distributions,
    key: &Key,
    trials: usize,
) -> Result<(Vec<Drawn>, BTreeSet<Whose>), Problem> {
    let workings = &base.explanations.workings;
    let mut with_quota: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for slice in workings.slices.iter().filter(|slice| slice.quota.is_some()) {
        let listed = with_quota.entry(workings.roster.payees.word(slice.payee)).or_default();
        let id = workings.component(slice).id.as_str();
        if !listed.contains(&id) {
            listed.push(id);
        }
    }
    let mut used = BTreeSet::new();
    let mut all = Vec::new();
    for payee in base.statements.iter().filter(|one| one.component.is_none()).map(|one| &one.payee) {
        let mut sources: Vec<(&Whose, Source<'_>)> = Vec::new();
        let mut components = Vec::new();
        for component in with_quota.get(payee.as_str()).into_iter().flatten() {
            let (whose, points) = given.of(payee, Some(component))?;
            let place = sources.iter().position(|(other, _)| *other == whose).unwrap_or(sources.len());
            if place == sources.len() {
                let name = whose.1.as_ref().map_or_else(|| payee.clone(), |part| format!("{payee}\0{part}"));
                sources.push((whose, Source::new(points, key.stream_of(&name))));
                used.insert(whose.clone());
            }
            components.push(((*component).to_owned(), place));
        }
        let mut known: BTreeMap<Vec<Place>, usize> = BTreeMap::new();
        let mut combinations = Vec::new();
        let mut of_trial = || {
            let places: Vec<Place> = sources.iter_mut().map(|(_, source)| source.draw()).collect();
            *known.entry(places).or_insert_with_key(|places| {
                let one = |((_, source), place): (&(&Whose, Source<'_>), &Place)| source.attainment(*place);
                combinations.push(sources.iter().zip(places).filter_map(one).collect());
                combinations.len() - 1
            })
        };
        let trials = (0..trials).map(|_| of_trial()).collect();
        all.push(Drawn { payee: payee.clone(), components, combinations, trials });
    }
    Ok((all, used))
}
