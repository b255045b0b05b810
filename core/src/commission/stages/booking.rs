//! What is paid in the end: through caps, and as lines of their own where no line of a component brings it about.

use std::cmp::Ordering;

use super::super::credit::credits::days;
use super::kind::Kind;
use super::sweep::{Cause, Extra, Moved, Outcome, Sweep};
use crate::number::Exact;
use crate::sorted;

impl Sweep<'_> {
    /// Takes what a component earns on a day, for a transaction or for a period, through its cap, its link and the stages of
    /// the plan.
    pub(super) fn pay(&mut self, component: usize, day: i32, row: Option<usize>, part: &Exact) -> Exact {
        let nothing = Exact::ZERO;
        let capped = match self.caps.get_mut(component) {
            Some(Some(cap)) => cap.add(self.workings, self.payee, day, row, part, &nothing),
            _ => part.clone(),
        };
        let linked = self.link(component, day, row, &capped, &nothing);
        self.book(component, day, Cause::later(row), &linked)
    }

    /// Pays for a transaction that has had its line, or takes back: another line of that transaction.
    pub(super) fn pay_later(&mut self, kind: Kind, component: usize, day: i32, row: usize, part: &Exact) {
        let paid = self.pay(component, day, Some(row), part);
        self.moved(component, kind, Cause::Later(row), day, &paid);
    }

    /// Pays what the cap of a component has withheld, for a transaction or for a period. Through the link goes what is
    /// released alone: the end of the period may be after the call.
    pub(super) fn release(&mut self, component: usize, day: i32, row: Option<usize>, part: &Exact) {
        if !part.is_zero() {
            let linked = self.link(component, day, row, part, &Exact::ZERO);
            let paid = self.book(component, day, Cause::later(row), &linked);
            self.moved(component, Kind::CapRelease, Cause::later(row), day, &paid);
        }
    }

    /// Takes what a component pays on a day through the stages of the plan, and answers what it pays then.
    pub(super) fn book(&mut self, component: usize, day: i32, cause: Cause, part: &Exact) -> Exact {
        if let Some(Some(floor)) = self.floors.get_mut(component) {
            floor.add(day, part);
        }
        let bonus = self.workings.plan.components.get(component).and_then(|one| one.bonus.as_ref());
        if bonus.is_some_and(|bonus| !bonus.under_plan_cap) {
            return part.clone();
        }
        let Some(cap) = &mut self.plan_cap else {
            if let Some(floor) = &mut self.plan_floor {
                floor.add(day, part);
            }
            return part.clone();
        };
        let mut own = Exact::ZERO;
        for (other, change) in cap.add(self.workings, self.payee, day, component, part) {
            if let Some(floor) = &mut self.plan_floor {
                floor.add(day, &change);
            }
            if other == component {
                own = change;
            } else {
                self.moved(other, Kind::PlanCap, cause, day, &change);
            }
        }
        own
    }

    /// The slice that a line without a transaction stands with.
    pub(super) fn beside(&self, component: usize, day: i32) -> Option<usize> {
        let own = || (0..self.slices.len()).filter(|&slice| self.component(slice) == component);
        let begun = |slice: &usize| self.slices.get(*slice).is_some_and(|slice| slice.asked.start <= day);
        own().rfind(begun).or_else(|| own().next())
    }

    /// Takes in what no line of a component brings about.
    pub(super) fn moved(&mut self, component: usize, kind: Kind, cause: Cause, day: i32, change: &Exact) {
        let Some(slice) = self.beside(component, day).filter(|_| !change.is_zero()) else { return };
        let (row, after) = match cause {
            Cause::Line(row) => (Some(row), None),
            Cause::Later(row) => (Some(row), Some(self.refunds_so_far(row, slice))),
            Cause::Period => (None, None),
        };
        let moved = self.moved.entry(Moved { slice, kind, row, after, day }).or_insert(Exact::ZERO);
        *moved = moved.add(change);
    }

    /// What such a line is, and where the plan says so, where somebody asks.
    fn brought_about(&self, kind: Kind, slice: usize) -> (String, String) {
        let component = self.slices.get(slice).map(|slice| self.workings.component(slice));
        let Some(component) = component.filter(|_| self.noting) else { return (String::new(), String::new()) };
        let of_component = |key: &str| format!("{}/{key}", component.pointer);
        let later = "what is paid later, or taken back";
        let (what, rule) = match kind {
            Kind::Gate => (later, of_component("gates")),
            Kind::Multiplier => (later, of_component("multipliers")),
            Kind::Linked => (later, of_component("linked")),
            Kind::CapRelease => ("what earlier periods withheld, as far as the cap has room", of_component("cap")),
            _ => {
                let rule = self.plan_cap.as_ref().map_or_else(String::new, |cap| cap.limit.pointer.clone());
                ("what lines of other components took or gave back", rule)
            }
        };
        (what.to_owned(), rule)
    }

    /// A line that the end of a period brings about, through the stages of the plan.
    pub(super) fn extra(&mut self, kind: Kind, component: usize, day: i32, amount: &Exact, what: &str, rule: &str) {
        if amount.is_zero() {
            return;
        }
        let paid = self.book(component, day, Cause::Period, amount);
        if let Some(slice) = self.beside(component, day) {
            self.place(kind, slice, day, paid, (what.to_owned(), rule.to_owned()), Vec::new());
        }
    }

    /// A line of its own, with what it is, where the plan says so, and what it was made of.
    pub(super) fn place(
        &mut self,
        kind: Kind,
        slice: usize,
        day: i32,
        amount: Exact,
        (what, rule): (String, String),
        inputs: Vec<(String, Exact)>,
    ) {
        // Objectives have a line even where they earn nothing: it says the scores.
        if amount.is_zero() && kind != Kind::Mbo {
            return;
        }
        self.put(Extra { kind, slice, row: None, after: None, day, amount, what, rule, inputs });
    }

    /// A line of the call, or of an earlier one.
    fn put(&mut self, extra: Extra) {
        if extra.day >= self.asked.start {
            self.outcome.extras.push(extra);
            return;
        }
        if let Some(early) = self.outcome.early.get_mut(extra.slice) {
            *early = early.add(&extra.amount);
        }
        if self.workings.plan.is_shared() {
            self.outcome.earlier.push(extra);
        }
    }

    /// Lines of one kind and day in the order of what they are for: of no transaction, of lines of the day, of earlier ones.
    fn by_transaction(&self, a: &Extra, b: &Extra) -> Ordering {
        let table = self.workings.transactions.table();
        let day = |extra: &Extra| {
            let date = self.slices.get(extra.slice).map(|slice| self.workings.component(slice).date);
            let sold = date.filter(|_| extra.after.is_some()).and_then(|date| days(table, date)?.get(extra.row?));
            sold.unwrap_or(extra.day)
        };
        match (a.row, b.row) {
            (Some(of_a), Some(of_b)) => self.workings.transaction_order((day(a), of_a), (day(b), of_b)),
            (of_a, of_b) => of_a.is_some().cmp(&of_b.is_some()),
        }
    }

    pub(super) fn finish(mut self) -> Outcome {
        for (moved, amount) in std::mem::take(&mut self.moved) {
            let Moved { slice, kind, row, after, day } = moved;
            if !amount.is_zero() {
                let (what, rule) = self.brought_about(kind, slice);
                self.put(Extra { kind, slice, row, after, day, amount, what, rule, inputs: Vec::new() });
            }
        }
        sorted::sort_by_key(&mut self.outcome.gates, |row| (row.component, row.window.start, row.number));
        let mut extras = std::mem::take(&mut self.outcome.extras);
        sorted::sort_by(&mut extras, |a, b| {
            let place = |extra: &Extra| (extra.slice, extra.day, extra.kind);
            place(a).cmp(&place(b)).then_with(|| self.by_transaction(a, b)).then(a.after.cmp(&b.after))
        });
        self.outcome.extras = extras;
        sorted::sort_by_key(&mut self.outcome.balances, |row| {
            (row.component.is_none(), row.component, row.window.start)
        });
        self.outcome
    }
}
