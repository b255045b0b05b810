//! Linked components: what is paid at most unless another one comes to something.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::model::Linked;
use super::super::periods::slices::Slice;
use super::kind::Kind;
use super::subjects::last_of_sums;
use super::sweep::{Cause, Sweep};
use super::windows::Windows;
use crate::number::Exact;

/// The link of one component for one payee.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) linked: Linked,
    pub(super) windows: Windows,
    /// By measure period.
    accounts: BTreeMap<i32, Account>,
}

/// One measure period under the link.
#[derive(Debug)]
struct Account {
    /// What it pays at most; nothing where it is open.
    most: Option<Exact>,
    /// Before the link.
    earned: Exact,
    /// What that is made of, in the order in which it came.
    parts: Vec<Part>,
}

/// What was earned for a transaction, or for none.
#[derive(Debug)]
struct Part {
    row: Option<usize>,
    earned: Exact,
    /// The part of it that is not refunded.
    left: Exact,
}

impl Account {
    const OPEN: Self = Self { most: None, earned: Exact::ZERO, parts: Vec::new() };

    /// What a running total pays.
    fn pays(most: Option<&Exact>, earned: &Exact) -> Exact {
        most.map_or_else(|| earned.clone(), |most| most.clone().min(earned.clone()))
    }

    /// Pays at most another sum from now on, and answers what that changes of each part.
    fn set(&mut self, most: Option<Exact>) -> Vec<(Option<usize>, Exact)> {
        if self.most == most {
            return Vec::new();
        }
        let (was, mut changes, mut running) = (std::mem::replace(&mut self.most, most), Vec::new(), Exact::ZERO);
        for part in &self.parts {
            let with = running.add(&part.earned);
            let paid = |most: Option<&Exact>| Self::pays(most, &with).sub(&Self::pays(most, &running));
            let change = paid(self.most.as_ref()).sub(&paid(was.as_ref())).mul(&part.left);
            if !change.is_zero() {
                changes.push((part.row, change));
            }
            running = with;
        }
        changes
    }

    /// Adds earnings, and answers what is paid by them.
    fn add(&mut self, row: Option<usize>, earned: &Exact, left: Exact) -> Exact {
        let before = Self::pays(self.most.as_ref(), &self.earned);
        self.earned = self.earned.add(earned);
        self.parts.push(Part { row, earned: earned.clone(), left });
        Self::pays(self.most.as_ref(), &self.earned).sub(&before)
    }
}

impl Link {
    pub(super) fn new(linked: Linked, windows: Windows) -> Self {
        Self { linked, windows, accounts: BTreeMap::new() }
    }

    /// Pays no more, or takes no more back, for a part of what is left of a sale.
    pub(super) fn cancel(&mut self, sale: usize, part: &Exact) {
        let parts = self.accounts.values_mut().flat_map(|account| &mut account.parts);
        for own in parts.filter(|own| own.row == Some(sale)) {
            own.left = own.left.sub(&own.left.mul(part));
        }
    }
}

impl Linked {
    pub(super) fn describe(&self) -> String {
        let times = if self.of_target { " times its target variable" } else { "" };
        format!("  it pays at most {}{times} for a measure period unless {}", self.most, self.unless.words())
    }
}

impl Sweep<'_> {
    /// Takes what a component earns on a day through its link, and answers what it pays then. Of a sale that was refunded
    /// before, the part that is gone is not paid later.
    pub(super) fn link(&mut self, component: usize, day: i32, row: Option<usize>, part: &Exact, gone: &Exact) -> Exact {
        self.relink(component, day);
        let Some(Some(link)) = self.links.get_mut(component) else { return part.clone() };
        let Some(window) = link.windows.at(day) else { return part.clone() };
        let account = link.accounts.entry(window.start).or_insert(Account::OPEN);
        account.add(row, part, Exact::ONE.sub(gone))
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
        let Some(Some(link)) = self.links.get(component) else { return };
        let Some(window) = link.windows.at(day).cloned() else { return };
        let most = self.most(component, &link.linked, &window, day);
        let Some(Some(link)) = self.links.get_mut(component) else { return };
        for (row, change) in link.accounts.entry(window.start).or_insert(Account::OPEN).set(most) {
            let paid = self.book(component, day, Cause::later(row), &change);
            self.moved(component, Kind::Linked, Cause::later(row), day, &paid);
        }
    }
}
