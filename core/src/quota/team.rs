//! Attainment of teams: everyone with everyone below, the sum over the sum.

use std::collections::BTreeMap;

use super::attain::{Attained, Attainments, summarise};
use super::outcome::MeasureSummary;
use super::params::{AttainParams, Counts, Threshold};
use super::periods::TeamQuota;
use crate::number::{Exact, Ratio};
use crate::problem::Problem;
use crate::reporting::Hierarchy;

/// Attainments of teams.
#[derive(Debug, Default)]
pub struct Teams {
    pub(super) people: Hierarchy,
    pub(super) rows: Vec<Team>,
}

/// One team and measure.
#[derive(Debug)]
pub(super) struct Team {
    pub(super) place: usize,
    /// The sums over the members who have a quota, against the team's own quota where it has one.
    pub(super) sums: MeasureSummary,
    /// Whether the quota is the team's own, and not the sum of its members'.
    pub(super) own_quota: bool,
    /// The members' attainments, by position in the `attainment` table.
    pub(super) members: Vec<usize>,
}

/// Adds attainments up over a hierarchy: one row a person and measure that anyone in the team has a quota
/// for. A team's actual is its members' who have a quota, the one at its top included; its quota is its
/// own, given by `node_id`, or else the sum of theirs. Participation is the share of members at or above
/// their own quota, whatever the team attains.
///
/// # Errors
/// `number.out_of_range`.
pub fn teams(attained: &Attainments, people: Hierarchy) -> Result<Teams, Problem> {
    let mut by_place: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (position, row) in attained.payees.iter().enumerate().filter(|(_, row)| row.quota.is_some()) {
        if let Some(place) = people.find(&row.payee_id) {
            by_place.entry(place).or_default().push(position);
        }
    }
    let mut own: BTreeMap<(usize, Option<&str>), Vec<&TeamQuota>> = BTreeMap::new();
    for quota in &attained.team_quotas {
        if let Some(place) = people.find(&quota.node) {
            own.entry((place, quota.measure.as_deref())).or_default().push(quota);
        }
    }
    let mut rows = Vec::new();
    for place in 0..people.len() {
        let mut measures: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
        let team = by_place.range(place..people.end(place)).flat_map(|(_, positions)| positions);
        for &position in team {
            let measure = attained.payees.get(position).and_then(|row| row.measure_id.as_deref());
            measures.entry(measure).or_default().push(position);
        }
        for (measure, members) in measures {
            let found: Vec<&Attained> = members.iter().filter_map(|&position| attained.payees.get(position)).collect();
            let quotas = own.get(&(place, measure));
            let sums = summarise(measure, &found, quotas.map(Vec::as_slice))?;
            rows.push(Team { place, sums, own_quota: quotas.is_some(), members });
        }
    }
    Ok(Teams { people, rows })
}

/// How many payees of a measure are on one side of a bound.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Count {
    pub(super) measure_id: Option<String>,
    pub(super) threshold: Threshold,
    pub(super) payees: usize,
    /// The payees whose attainment is defined.
    pub(super) of: usize,
}

impl Count {
    /// The counts' part of the payees; nothing where there are none.
    pub(super) fn share(&self) -> Option<Exact> {
        Exact::new(i128::try_from(self.payees).ok()?, i128::try_from(self.of).ok()?).ok()
    }
}

/// Counts payees by attainment, by measure and then in the order of the thresholds.
pub(super) fn distribution(params: &AttainParams, payees: &[Attained]) -> Vec<Count> {
    let usual = || {
        let ratio = |numerator, denominator| Ratio::from(Exact::new(numerator, denominator).unwrap_or(Exact::ONE));
        vec![
            Threshold { attainment: ratio(1, 2), counts: Counts::AtOrBelow },
            Threshold { attainment: ratio(4, 5), counts: Counts::AtOrAbove },
            Threshold { attainment: ratio(1, 1), counts: Counts::AtOrAbove },
        ]
    };
    let thresholds = params.thresholds.clone().unwrap_or_else(usual);
    let mut ratios: BTreeMap<Option<&str>, Vec<Exact>> = BTreeMap::new();
    for row in payees.iter().filter(|row| row.quota.is_some()) {
        ratios.entry(row.measure_id.as_deref()).or_default().extend(row.ratio().ok());
    }
    let mut counts = Vec::new();
    for (measure, ratios) in ratios {
        for threshold in &thresholds {
            let bound = threshold.attainment.exact();
            let is_in = |ratio: &&Exact| match threshold.counts {
                Counts::Below => *ratio < bound,
                Counts::AtOrBelow => *ratio <= bound,
                Counts::AtOrAbove => *ratio >= bound,
                Counts::Above => *ratio > bound,
            };
            counts.push(Count {
                measure_id: measure.map(str::to_owned),
                threshold: threshold.clone(),
                payees: ratios.iter().filter(is_in).count(),
                of: ratios.len(),
            });
        }
    }
    counts
}
