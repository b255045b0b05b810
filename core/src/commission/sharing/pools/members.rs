//! Who is in a team, on which days, and by which weight.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::commission::document::ShareBy;
use crate::commission::model::Team;
use crate::commission::periods::roster::Seat;
use crate::commission::periods::segments::{assigned, overlap};
use crate::commission::workings::Workings;
use crate::number::Exact;

/// A payee with the places in one team in a period, by date; there is at least one.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) payee: u32,
    pub(super) seats: Vec<Place>,
}

/// Some days in a team.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) days: Range<i32>,
    seat: Arc<Seat>,
    /// The row of the assignments.
    pub(super) row: usize,
}

impl Workings {
    /// The teams of a period by their ids, each with its members by theirs. Who could not be calculated is in none.
    pub(super) fn teams(&self, window: &Range<i32>) -> BTreeMap<String, Vec<Member>> {
        let mut teams: BTreeMap<String, Vec<Member>> = BTreeMap::new();
        for payee in self.roster.in_order().into_iter().filter(|payee| !self.slices_of(*payee).1.is_empty()) {
            for one in assigned(self.roster.assignments(payee), window) {
                let Some(seat) = &one.seat else { continue };
                let place = Place { days: overlap(&(one.from..one.to), window), seat: Arc::clone(seat), row: one.row };
                let members = teams.entry(seat.team.clone()).or_default();
                match members.last_mut().filter(|last| last.payee == payee) {
                    Some(member) => member.seats.push(place),
                    None => members.push(Member { payee, seats: vec![place] }),
                }
            }
        }
        teams
    }

    /// By member, the weight of days in the team, or the plain one.
    pub(super) fn weights(&self, team: &Team, members: &[Member], window: &Range<i32>, prorated: bool) -> Vec<Exact> {
        let plain = |place: &Place| match team.share_by {
            ShareBy::Weight => place.seat.weight.clone().unwrap_or(Exact::ZERO),
            ShareBy::Headcount | ShareBy::Credit => Exact::ONE,
        };
        let of = |member: &Member| {
            if !prorated {
                return member.seats.last().map_or(Exact::ZERO, plain);
            }
            let parts = member.seats.iter().map(|place| {
                let there = self.plan.proration.factor(&place.days, window);
                plain(place).mul(&there)
            });
            parts.fold(Exact::ZERO, |sum, part| sum.add(&part))
        };
        members.iter().map(of).collect()
    }
}

impl Place {
    /// The team.
    pub(super) fn team(&self) -> &str {
        &self.seat.team
    }
}

impl Member {
    pub(super) fn is_there(&self, day: i32) -> bool {
        self.seats.iter().any(|place| place.days.contains(&day))
    }
}
