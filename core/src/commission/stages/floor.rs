//! The floor of a component or a plan: what a period is paid at least.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::model::Limit;
use super::super::workings::Workings;
use super::windows::{Windows, presence};
use crate::number::Exact;

/// The least that a period's total is.
#[derive(Debug)]
pub(super) struct Floor {
    pub(super) limit: Limit,
    pub(super) windows: Windows,
    totals: BTreeMap<i32, Exact>,
}

impl Floor {
    pub(super) fn new(limit: Limit, windows: Windows) -> Self {
        Self { limit, windows, totals: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, day: i32, part: &Exact) {
        if let Some(window) = self.windows.at(day) {
            let total = self.totals.entry(window.start).or_insert(Exact::ZERO);
            *total = total.add(part);
        }
    }

    /// What a period is short of the floor.
    pub(super) fn short(&self, workings: &Workings, payee: u32, window: &Range<i32>) -> Exact {
        let least = &self.limit.payment;
        let least = if self.limit.prorated {
            least.mul(&presence(workings, payee, window, &self.windows.within))
        } else {
            least.clone()
        };
        let short = least.sub(self.totals.get(&window.start).unwrap_or(&Exact::ZERO));
        if short.is_negative() { Exact::ZERO } else { short }
    }
}
