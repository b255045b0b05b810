//! The cap of a plan: one sum for all components together, used up in the order in which they are written.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::model::Limit;
use super::super::workings::Workings;
use super::balances::BalanceRow;
use super::windows::{Windows, presence};
use crate::number::Exact;

/// The cap of a plan for one payee.
#[derive(Debug)]
pub(super) struct PlanCap {
    pub(super) limit: Limit,
    pub(super) windows: Windows,
    components: usize,
    accounts: BTreeMap<i32, Account>,
}

/// One period under the cap: by component, before it and after it.
#[derive(Debug, Clone)]
struct Account {
    most: Exact,
    earned: Vec<Exact>,
    capped: Vec<Exact>,
}

impl PlanCap {
    pub(super) fn new(limit: Limit, windows: Windows, components: usize) -> Self {
        Self { limit, windows, components, accounts: BTreeMap::new() }
    }

    fn account(&mut self, workings: &Workings, payee: u32, window: &Range<i32>) -> &mut Account {
        let (limit, within, components) = (&self.limit, &self.windows.within, self.components);
        self.accounts.entry(window.start).or_insert_with(|| {
            let most = &limit.payment;
            let most = if limit.prorated { most.mul(&presence(workings, payee, window, within)) } else { most.clone() };
            let nothing = vec![Exact::ZERO; components];
            Account { most, earned: nothing.clone(), capped: nothing }
        })
    }

    /// Adds earnings of a component, and answers by component what the payee gets or gives back by it.
    pub(super) fn add(
        &mut self,
        workings: &Workings,
        payee: u32,
        day: i32,
        component: usize,
        part: &Exact,
    ) -> Vec<(usize, Exact)> {
        let Some(window) = self.windows.at(day).cloned() else { return vec![(component, part.clone())] };
        let account = self.account(workings, payee, &window);
        if let Some(earned) = account.earned.get_mut(component) {
            *earned = earned.add(part);
        }
        let capped = shared(&account.most, &account.earned);
        let changes = capped.iter().zip(&account.capped).map(|(after, before)| after.sub(before)).enumerate();
        let changes = changes.filter(|(other, change)| *other == component || !change.is_zero()).collect();
        account.capped = capped;
        changes
    }

    /// How a period stands.
    pub(super) fn row(
        &mut self,
        workings: &Workings,
        payee: u32,
        window: &Range<i32>,
        provisional: bool,
    ) -> BalanceRow {
        let account = self.account(workings, payee, window);
        let sum = |parts: &[Exact]| parts.iter().fold(Exact::ZERO, |sum, part| sum.add(part));
        let earned = sum(&account.earned);
        BalanceRow {
            payee,
            component: None,
            window: window.clone(),
            cap: account.most.clone(),
            withheld: earned.sub(&sum(&account.capped)),
            earned,
            opening: Exact::ZERO,
            released: Exact::ZERO,
            closing: Exact::ZERO,
            provisional,
        }
    }
}

/// What each component gets of a sum: the first what it earned, the next what is left, and so on. What is
/// below zero makes room for all.
fn shared(most: &Exact, earned: &[Exact]) -> Vec<Exact> {
    let below = earned.iter().filter(|earned| earned.is_negative());
    let mut left = below.fold(most.clone(), |left, earned| left.sub(earned));
    let get = |earned: &Exact| {
        if earned.is_negative() {
            return earned.clone();
        }
        let got = earned.clone().min(left.clone());
        left = left.sub(&got);
        got
    };
    earned.iter().map(get).collect()
}
