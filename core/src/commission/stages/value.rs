//! What the lines of one slice are worth by themselves: after line caps, and up to a capped attainment.

use std::collections::BTreeMap;

use super::super::document::Accumulate;
use super::super::model::{Cap, LineCap};
use super::super::slices::Slice;
use super::super::terms::Terms;
use super::super::walk;
use super::super::workings::Workings;
use super::gather::Entry;
use super::sweep::Notebook;
use crate::number::Exact;

/// The running values of one slice.
#[derive(Debug)]
pub(super) struct SliceValue {
    line_cap: Option<(LineCap, String)>,
    /// What each deal has earned before its cap, by the row of its sale.
    deals: BTreeMap<usize, Exact>,
    top: Option<Top>,
    /// The sum of all lines, before a cap on attainment.
    sum: Exact,
    /// After it.
    total: Exact,
}

/// Where a cap on attainment ends what credit earns.
#[derive(Debug)]
struct Top {
    terms: Terms,
    /// The measure that is the most, and what it earns.
    measure: Exact,
    earned: Exact,
    rule: String,
}

impl SliceValue {
    pub(super) fn new(workings: &Workings, slice: &Slice) -> Self {
        let component = workings.component(slice);
        let line_cap = component.stages.line_cap.clone();
        Self {
            line_cap: line_cap.map(|cap| (cap, format!("{}/line_cap", component.pointer))),
            deals: BTreeMap::new(),
            top: Top::of(workings, slice),
            sum: Exact::ZERO,
            total: Exact::ZERO,
        }
    }

    /// Takes a line in and answers what it adds.
    pub(super) fn line(&mut self, workings: &Workings, entry: &Entry, notes: &mut Notebook) -> Exact {
        let mut part = entry.part.clone();
        if let Some((cap, rule)) = &self.line_cap {
            let deal = self.deals.entry(workings.deals.of(entry.row)).or_insert(Exact::ZERO);
            let before = cap.clamp(deal);
            *deal = deal.add(&part);
            let capped = cap.clamp(deal).sub(&before);
            notes.note("line cap", || "the deal within its least and its most".to_owned(), rule, [&part, &capped]);
            part = capped;
        }
        self.sum = self.sum.add(&part);
        let total = match &self.top {
            Some(top) => top.held(&entry.measure, &self.sum),
            None => self.sum.clone(),
        };
        let change = total.sub(&self.total);
        self.total = total;
        if let Some(top) = &self.top {
            let what = || format!("credit up to a measure of {}", top.measure);
            notes.note("attainment cap", what, &top.rule, [&part, &change]);
        }
        change
    }
}

impl LineCap {
    /// What a deal earns that would earn `total`; nothing is cut or raised at or below zero.
    fn clamp(&self, total: &Exact) -> Exact {
        if total.is_zero() || total.is_negative() {
            return total.clone();
        }
        let raised = self.least.as_ref().map_or(total, |least| least.max(total));
        self.most.as_ref().map_or(raised, |most| most.min(raised)).clone()
    }
}

impl Top {
    fn of(workings: &Workings, slice: &Slice) -> Option<Self> {
        let component = workings.component(slice);
        let Some(Cap::Attainment(most, rule)) = &component.stages.cap else { return None };
        if component.accumulate == Accumulate::Transaction {
            return None;
        }
        // Over a quota of 0 there is no attainment: what it pays is what the plan says of such quotas.
        let quota = slice.quota.as_ref().filter(|quota| !quota.is_zero())?;
        let (measure, terms) = (quota.mul(most), workings.terms(slice).ok()?);
        let earned = walk::earned_at(&terms, &measure);
        Some(Self { terms, measure, earned, rule: rule.clone() })
    }

    /// What earnings of `sum` are held to where the measure is `measure`: the part of them that the measure
    /// capped earns of what all of it does.
    fn held(&self, measure: &Exact, sum: &Exact) -> Exact {
        if *measure <= self.measure {
            return sum.clone();
        }
        let all = walk::earned_at(&self.terms, measure);
        self.earned.checked_div(&all).map_or(Exact::ZERO, |share| sum.mul(&share))
    }
}
