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
        self.moved(component, kind, Some(row), day, &paid);
    }

    /// Pays what the cap of a component has withheld, for a transaction or for a period. Through the link goes what is
    /// released alone: the end of the period may be after the call.
    pub(super) fn release(&mut self, component: usize, day: i32, row: Option<usize>, part: &Exact, rule: &str) {
        if part.is_zero() {
            return;
        }
        let linked = self.link(component, day, row, part, &Exact::ZERO);
        let amount = self.book(component, day, Cause::later(row), &linked);
        let Some(slice) = self.beside(component, day).filter(|_| !amount.is_zero()) else { return };
        let what = "what earlier periods withheld, as far as the cap has room".to_owned();
        let (kind, after, rule) = (Kind::CapRelease, self.after(row, slice), rule.to_owned());
        self.put(Extra { kind, slice, row, after, day, amount, what, rule, inputs: Vec::new() });
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
                self.taken(other, day, cause, &change);
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

    /// How many refunds of a sale came before what is paid for it now.
    fn after(&self, row: Option<usize>, slice: usize) -> Option<u32> {
        row.map(|row| self.refunds_so_far(row, slice))
    }

    /// Takes in what no line of a component brings about.
    pub(super) fn moved(&mut self, component: usize, kind: Kind, row: Option<usize>, day: i32, change: &Exact) {
        let Some(slice) = self.beside(component, day).filter(|_| !change.is_zero()) else { return };
        let after = self.after(row, slice);
        if day < self.asked.start {
            let (amount, what, rule, inputs) = (change.clone(), String::new(), String::new(), Vec::new());
            self.put(Extra { kind, slice, row, after, day, amount, what, rule, inputs });
        } else {
            let moved = self.moved.entry(Moved { slice, kind, row, after }).or_insert(Exact::ZERO);
            *moved = moved.add(change);
        }
    }

    /// Takes in what a component gives to others under the cap of the plan, or gets back: a line of the transaction that
    /// brings it about, so that a refund of that takes it back too.
    fn taken(&mut self, component: usize, day: i32, cause: Cause, change: &Exact) {
        let row = match cause {
            Cause::Line(row) => row,
            Cause::Later(row) => return self.moved(component, Kind::PlanCap, Some(row), day, change),
            Cause::Period => return self.moved(component, Kind::PlanCap, None, day, change),
        };
        let Some(slice) = self.beside(component, day) else { return };
        let of_same = |extra: &&mut Extra| (extra.row, extra.day) == (Some(row), day);
        let mut same = self.taken.iter_mut().rev().take_while(of_same);
        if let Some(extra) = same.find(|extra| extra.slice == slice) {
            extra.amount = extra.amount.add(change);
            return;
        }
        let (what, rule) = self.brought_about(Kind::PlanCap, slice);
        let (kind, row, amount) = (Kind::PlanCap, Some(row), change.clone());
        self.taken.push(Extra { kind, slice, row, after: None, day, amount, what, rule, inputs: Vec::new() });
    }

    /// What a line is that lines of other components brought about, and where the plan says so.
    fn brought_about(&self, kind: Kind, slice: usize) -> (String, String) {
        let key = match kind {
            Kind::Linked => "linked",
            Kind::Gate => "gates",
            Kind::Multiplier => "multipliers",
            _ => {
                let rule = self.plan_cap.as_ref().map_or_else(String::new, |cap| cap.limit.pointer.clone());
                return ("what lines of other components took or gave back".to_owned(), rule);
            }
        };
        let component = self.slices.get(slice).map(|slice| self.workings.component(slice));
        let rule = component.map_or_else(String::new, |component| format!("{}/{key}", component.pointer));
        ("what is paid later, or taken back".to_owned(), rule)
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
        let mut all = std::mem::take(&mut self.taken);
        let day = self.asked.end - 1;
        for (moved, amount) in std::mem::take(&mut self.moved) {
            let Moved { slice, kind, row, after } = moved;
            let (what, rule) = self.brought_about(kind, slice);
            all.push(Extra { kind, slice, row, after, day, amount, what, rule, inputs: Vec::new() });
        }
        for extra in all.into_iter().filter(|extra| !extra.amount.is_zero()) {
            self.put(extra);
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
