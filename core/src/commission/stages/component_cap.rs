//! The cap of a component: what a period's total is held to, and what of the rest is carried.

use std::collections::{BTreeMap, VecDeque};
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
    /// The periods between those, in which gates over longer days may give or take back.
    pub(super) between: Windows,
    accounts: BTreeMap<i32, Account>,
    /// What is withheld so far, and the plan year that it is of.
    balance: (i32, Exact),
    /// What is withheld, in the order in which it was, where the cap carries.
    owed: VecDeque<Owed>,
}

/// What was withheld of something, and was not paid since.
#[derive(Debug)]
struct Owed {
    /// The first day of the period that it was withheld in, and whether that has ended.
    window: i32,
    carried: bool,
    /// The transaction that it is for, where it is for one.
    row: Option<usize>,
    amount: Exact,
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
    pub(super) fn new(limit: Limit, [windows, between]: [Windows; 2]) -> Self {
        let (accounts, owed) = (BTreeMap::new(), VecDeque::new());
        Self { limit, windows, between, accounts, balance: (i32::MIN, Exact::ZERO), owed }
    }

    /// Whether a period counts: one between those of the component, only where something was paid or taken back in it.
    pub(super) fn counts(&self, window: &Range<i32>) -> bool {
        self.accounts.contains_key(&window.start) || !self.between.spans.contains(window)
    }

    fn account(&mut self, workings: &Workings, payee: u32, window: &Range<i32>) -> &mut Account {
        let (limit, within) = (&self.limit, &self.windows.within);
        self.accounts.entry(window.start).or_insert_with(|| {
            let most = &limit.payment;
            let most = if limit.prorated { most.mul(&presence(workings, payee, window, within)) } else { most.clone() };
            Account { most, earned: Exact::ZERO, capped: Exact::ZERO }
        })
    }

    /// Adds earnings of a day, by the transaction that they are for, and answers what of them is paid. Of a sale that was
    /// refunded before, the part that is gone is not carried.
    pub(super) fn add(
        &mut self,
        workings: &Workings,
        payee: u32,
        day: i32,
        row: Option<usize>,
        part: &Exact,
        gone: &Exact,
    ) -> Exact {
        let Some(window) = self.windows.at(day).or_else(|| self.between.at(day)).cloned() else { return part.clone() };
        let account = self.account(workings, payee, &window);
        account.earned = account.earned.add(part);
        let capped = account.most.clone().min(account.earned.clone());
        let change = capped.sub(&account.capped);
        account.capped = capped;
        self.withhold(&window, row, part.sub(&change), gone);
        change
    }

    /// Takes in what is withheld, or is no longer: of that the last goes first.
    fn withhold(&mut self, window: &Range<i32>, row: Option<usize>, change: Exact, gone: &Exact) {
        if !self.limit.carry || change.is_zero() {
            return;
        }
        if !change.is_negative() {
            let lost = change.mul(gone);
            self.owed.push_back(Owed { window: window.start, carried: false, row, amount: change.sub(&lost) });
            if let Some(account) = self.accounts.get_mut(&window.start) {
                account.earned = account.earned.sub(&lost);
            }
            return;
        }
        let mut less = change.neg();
        while let Some(last) = self.owed.back_mut().filter(|last| last.window == window.start) {
            if last.amount > less {
                last.amount = last.amount.sub(&less);
                return;
            }
            less = less.sub(&last.amount);
            self.owed.pop_back();
        }
    }

    /// Cancels a part of what is still withheld for a sale. The room that it would have taken is not given to others.
    pub(super) fn cancel(&mut self, sale: usize, part: &Exact) {
        for owed in self.owed.iter_mut().filter(|owed| owed.row == Some(sale)) {
            let lost = owed.amount.mul(part);
            owed.amount = owed.amount.sub(&lost);
            if owed.carried {
                self.balance.1 = self.balance.1.sub(&lost);
            } else if let Some(account) = self.accounts.get_mut(&owed.window) {
                account.earned = account.earned.sub(&lost);
            }
        }
    }

    /// Carries what a period withheld into the rest of its plan year, less what is paid: that goes by the order in which
    /// it was withheld. Answers for which transactions it is.
    fn carry(&mut self, workings: &Workings, window: &Range<i32>, paid: Exact) -> Vec<(Option<usize>, Exact)> {
        let year = year_of(workings, window.start);
        self.owed.retain(|owed| year_of(workings, owed.window) == year);
        self.owed.iter_mut().filter(|owed| owed.window == window.start).for_each(|owed| owed.carried = true);
        let (mut rest, mut parts) = (paid, Vec::new());
        while let Some(first) = self.owed.front_mut().filter(|first| first.carried && !rest.is_zero()) {
            let part = first.amount.clone().min(rest.clone());
            (first.amount, rest) = (first.amount.sub(&part), rest.sub(&part));
            parts.push((first.row, part));
            if first.amount.is_zero() {
                self.owed.pop_front();
            }
        }
        parts.push((None, rest));
        parts
    }

    /// Ends a period: what is paid of the balance, as far as the cap has room, and for which transactions.
    pub(super) fn close(
        &mut self,
        workings: &Workings,
        payee: u32,
        window: &Range<i32>,
    ) -> (Vec<(Option<usize>, Exact)>, BalanceRow) {
        let opening = self.opening(workings, window);
        let carry = self.limit.carry;
        let account = self.account(workings, payee, window).clone();
        let owed = account.earned.add(&opening);
        let paid = account.most.clone().min(owed.clone());
        let released = if carry { paid.sub(&account.capped) } else { Exact::ZERO };
        let closing = if carry { owed.sub(&paid) } else { Exact::ZERO };
        self.balance = (year_of(workings, window.start), closing.clone());
        let row = self.row(window, &account, opening, released.clone(), closing, false);
        let parts = if carry { self.carry(workings, window, released) } else { Vec::new() };
        (parts, row)
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
