//! The cap of a component: what a period's total is held to, and what of the rest is carried.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::model::Limit;
use super::super::workings::Workings;
use super::balances::BalanceRow;
use super::windows::{Windows, presence, year_of};
use crate::number::Exact;

/// The cap of one component for one payee.
#[derive(Debug)]
pub(super) struct ComponentCap {
    pub(super) limit: Limit,
    pub(super) windows: Windows,
    accounts: BTreeMap<i32, Account>,
    /// What is withheld so far, and the plan year that it is of.
    balance: (i32, Exact),
}

/// One period under the cap.
#[derive(Debug, Clone)]
struct Account {
    most: Exact,
    /// Before the cap.
    earned: Exact,
    /// After it.
    capped: Exact,
}

impl ComponentCap {
    pub(super) fn new(limit: Limit, windows: Windows) -> Self {
        Self { limit, windows, accounts: BTreeMap::new(), balance: (i32::MIN, Exact::ZERO) }
    }

    fn account(&mut self, workings: &Workings, payee: u32, window: &Range<i32>) -> &mut Account {
        let (limit, within) = (&self.limit, &self.windows.within);
        self.accounts.entry(window.start).or_insert_with(|| {
            let most = &limit.payment;
            let most = if limit.prorated { most.mul(&presence(workings, payee, window, within)) } else { most.clone() };
            Account { most, earned: Exact::ZERO, capped: Exact::ZERO }
        })
    }

    /// Adds earnings of a day, and answers what of them is paid: what is below zero gives back room first.
    pub(super) fn add(&mut self, workings: &Workings, payee: u32, day: i32, part: &Exact) -> Exact {
        let Some(window) = self.windows.at(day).cloned() else { return part.clone() };
        let account = self.account(workings, payee, &window);
        account.earned = account.earned.add(part);
        let capped = account.most.clone().min(account.earned.clone());
        let change = capped.sub(&account.capped);
        account.capped = capped;
        change
    }

    /// Ends a period: what is paid of the balance, as far as the cap has room.
    pub(super) fn close(&mut self, workings: &Workings, payee: u32, window: &Range<i32>) -> (Exact, BalanceRow) {
        let opening = self.opening(workings, window);
        let carry = self.limit.carry;
        let account = self.account(workings, payee, window).clone();
        let owed = account.earned.add(&opening);
        let paid = account.most.clone().min(owed.clone());
        let released = if carry { paid.sub(&account.capped) } else { Exact::ZERO };
        let closing = if carry { owed.sub(&paid) } else { Exact::ZERO };
        self.balance = (year_of(workings, window.start), closing.clone());
        let row = self.row(window, &account, opening, released.clone(), closing, false);
        (released, row)
    }

    /// How a period stands that has not ended.
    pub(super) fn interim(&mut self, workings: &Workings, payee: u32, window: &Range<i32>) -> BalanceRow {
        let opening = self.opening(workings, window);
        let account = self.account(workings, payee, window).clone();
        let withheld = account.earned.sub(&account.capped);
        let closing = if self.limit.carry { opening.add(&withheld) } else { Exact::ZERO };
        self.row(window, &account, opening, Exact::ZERO, closing, true)
    }

    /// What is carried into a period: nothing from another plan year.
    fn opening(&self, workings: &Workings, window: &Range<i32>) -> Exact {
        if self.balance.0 == year_of(workings, window.start) { self.balance.1.clone() } else { Exact::ZERO }
    }

    fn row(
        &self,
        window: &Range<i32>,
        account: &Account,
        opening: Exact,
        released: Exact,
        closing: Exact,
        provisional: bool,
    ) -> BalanceRow {
        BalanceRow {
            payee: 0,
            component: None,
            window: window.clone(),
            cap: account.most.clone(),
            earned: account.earned.clone(),
            opening,
            withheld: account.earned.sub(&account.capped),
            released,
            closing,
            provisional,
        }
    }
}
