//! Linked components: what is paid at most unless another one comes to something.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::model::Linked;
use super::super::periods::slices::Slice;
use super::kind::Kind;
use super::subjects::last_of_sums;
use super::sweep::Sweep;
use super::windows::Windows;
use crate::number::Exact;

/// The link of one component for one payee.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) linked: Linked,
    pub(super) windows: Windows,
    /// By measure period: before the link, and after it.
    accounts: BTreeMap<i32, (Exact, Exact)>,
}

impl Link {
    pub(super) fn new(linked: Linked, windows: Windows) -> Self {
        Self { linked, windows, accounts: BTreeMap::new() }
    }

    /// Adds earnings of a period, and answers what is paid, or taken back, by them; without a most all is paid.
    fn add(&mut self, window: &Range<i32>, part: &Exact, most: Option<Exact>) -> Exact {
        let (earned, paid) = self.accounts.entry(window.start).or_insert((Exact::ZERO, Exact::ZERO));
        *earned = earned.add(part);
        let now = most.map_or_else(|| earned.clone(), |most| most.min(earned.clone()));
        let change = now.sub(paid);
        *paid = now;
        change
    }
}

impl Linked {
    pub(super) fn describe(&self) -> String {
        let times = if self.of_target { " times its target variable" } else { "" };
        format!("  it pays at most {}{times} for a measure period unless {}", self.most, self.unless.words())
    }
}

impl Sweep<'_> {
    /// Takes what a component earns on a day through its link, and answers what it pays then.
    pub(super) fn link(&mut self, component: usize, day: i32, part: &Exact) -> Exact {
        let Some(Some(link)) = self.links.get(component) else { return part.clone() };
        let Some(window) = link.windows.at(day).cloned() else { return part.clone() };
        let most = self.most(component, &link.linked, &window, day);
        match self.links.get_mut(component) {
            Some(Some(link)) => link.add(&window, part, most),
            _ => part.clone(),
        }
    }

    /// What a component pays at most for a measure period as things stand on a day; nothing where it is open.
    fn most(&self, component: usize, linked: &Linked, window: &Range<i32>, day: i32) -> Option<Exact> {
        let begun = |slice: &Slice| slice.component == component && slice.asked.start <= day;
        let sums = last_of_sums(self.slices, window, begun);
        let last = sums.last()?;
        let actual = self.subjects.actual(&linked.unless.subject, last, Some(window), day);
        if linked.unless.holds(actual.as_ref()) {
            return None;
        }
        if !linked.of_target {
            return Some(linked.most.clone());
        }
        let targets = sums.iter().filter_map(|slice| slice.target.as_ref());
        let target = targets.fold(Exact::ZERO, |sum, target| sum.add(target));
        Some(target.mul(&self.workings.component(last).weight).mul(&linked.most))
    }

    /// Pays, or takes back, what a link does otherwise by now.
    pub(super) fn relink(&mut self, component: usize, day: i32) {
        let change = self.link(component, day, &Exact::ZERO);
        if !change.is_zero() {
            let paid = self.book(component, day, &change);
            self.moved(component, Kind::Linked, None, day, &paid);
        }
    }
}
