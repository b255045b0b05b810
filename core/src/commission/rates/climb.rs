//! What has been earned where each tier starts, for payout rules that are one straight line a tier.

use super::modes::Entry;
use crate::number::Integer;

/// How a tier's line hangs together with the lines of the tiers below it.
#[derive(Debug, Clone)]
pub(crate) enum Climb<I> {
    /// Each goes on where the one below it ends.
    On,
    /// The first tier pays up to here, the tier reached on all above; over the denominator of the bounds.
    Overage(I),
    /// Each tier says what becomes of earlier credit when it is entered.
    Segments(Vec<Entry>),
    /// Each starts where the curve says; over the denominator of the bounds.
    Points(Points<I>),
}

/// The heights of a curve.
#[derive(Debug, Clone)]
pub(crate) struct Points<I> {
    /// At each point.
    pub(crate) heights: Vec<I>,
    /// Just below the first.
    pub(crate) floor: I,
}

impl<I> Climb<I> {
    /// The same with other numbers, where all can be had.
    pub(crate) fn map<J>(&self, number: impl Fn(&I) -> Option<J>) -> Option<Climb<J>> {
        Some(match self {
            Self::On => Climb::On,
            Self::Overage(start) => Climb::Overage(number(start)?),
            Self::Segments(entries) => Climb::Segments(entries.clone()),
            Self::Points(points) => Climb::Points(Points {
                heights: points.heights.iter().map(&number).collect::<Option<_>>()?,
                floor: number(&points.floor)?,
            }),
        })
    }

    /// All numbers in it.
    pub(crate) fn numbers(&self) -> Vec<&I> {
        match self {
            Self::On | Self::Segments(_) => Vec::new(),
            Self::Overage(start) => vec![start],
            Self::Points(points) => points.heights.iter().chain([&points.floor]).collect(),
        }
    }
}

/// What a running measure at each bound has earned by the tier that starts there, and at the first
/// bound by what holds below it. `below` is the value that holds there.
pub(crate) fn heights<I: Integer>(climb: &Climb<I>, bounds: &[I], values: &[I], below: &I) -> (Vec<I>, I) {
    match climb {
        Climb::On => segments(|_| Entry::Keep, bounds, values, below),
        Climb::Segments(entries) => {
            segments(|tier| entries.get(tier).copied().unwrap_or(Entry::Keep), bounds, values, below)
        }
        Climb::Overage(start) => {
            let zero = I::zero();
            let (base, first) = (values.first().unwrap_or(&zero), bounds.first().unwrap_or(&zero));
            let overage = |(bound, value): (&I, &I)| base.times(start).plus(&value.times(&bound.minus(start)));
            let mut heights: Vec<I> = bounds.iter().zip(values).map(overage).collect();
            if let Some(lowest) = heights.first_mut() {
                *lowest = base.times(first);
            }
            (heights, below.times(first))
        }
        Climb::Points(points) => (points.heights.clone(), points.floor.clone()),
    }
}

/// From a measure of 0, where nothing is earned, upward through the tiers above and downward through
/// those below: each keeps what was earned where it is entered, or rates it again.
fn segments<I: Integer>(entry: impl Fn(usize) -> Entry, bounds: &[I], values: &[I], below: &I) -> (Vec<I>, I) {
    let zero = I::zero();
    let bound = |tier: usize| bounds.get(tier).unwrap_or(&zero);
    let value = |tier: usize| values.get(tier).unwrap_or(&zero);
    // The tiers up to `home` start at 0 or below; the last of them holds at 0.
    let home = bounds.partition_point(|bound| bound <= &zero);
    let mut heights = vec![I::zero(); bounds.len()];
    let (mut tier, mut height) = (home, value_below(home, below, &value).times(bound(home)));
    while tier < bounds.len() {
        let at = match entry(tier) {
            Entry::Keep => height,
            Entry::Tier(from) if from >= home => {
                let kept = heights.get(from).unwrap_or(&zero);
                kept.plus(&value(tier).times(&bound(tier).minus(bound(from))))
            }
            // What lies below 0 has no credit in it.
            Entry::Tier(_) | Entry::FirstDollar => value(tier).times(bound(tier)),
        };
        height = at.plus(&value(tier).times(&bound(tier + 1).minus(bound(tier))));
        if let Some(place) = heights.get_mut(tier) {
            *place = at;
        }
        tier += 1;
    }
    if home == 0 {
        return (heights, below.times(bound(0)));
    }
    // The tier that holds at 0 pays from there on, both ways.
    tier = home - 1;
    let mut height = value(tier).times(bound(tier));
    if let Some(place) = heights.get_mut(tier) {
        *place = height.clone();
    }
    while tier > 0 {
        let end = bound(tier);
        tier -= 1;
        let at = match entry(tier) {
            Entry::Keep => height,
            Entry::Tier(_) | Entry::FirstDollar => value(tier).times(end),
        };
        height = at.plus(&value(tier).times(&bound(tier).minus(end)));
        if let Some(place) = heights.get_mut(tier) {
            *place = height.clone();
        }
    }
    let floor = if entry(0) == Entry::Keep { height } else { below.times(bound(0)) };
    (heights, floor)
}

/// The value that holds just below a bound.
fn value_below<'v, I>(tier: usize, below: &'v I, value: &impl Fn(usize) -> &'v I) -> &'v I {
    if tier == 0 { below } else { value(tier - 1) }
}
