//! What is paid in the end: through caps, and as lines of their own where no line of a component brings it about.

use super::kind::Kind;
use super::sweep::{Extra, Outcome, Sweep};
use crate::number::Exact;
use crate::sorted;

impl Sweep<'_> {
    /// Takes what a component earns on a day, by the sale that it is for where it is for one, through its cap, its link
    /// and the stages of the plan.
    pub(super) fn pay(&mut self, component: usize, day: i32, parts: &[(Option<usize>, Exact)]) -> Exact {
        let capped = match self.caps.get_mut(component) {
            Some(Some(cap)) => cap.add(self.workings, self.payee, day, parts, &Exact::ZERO),
            _ => parts.iter().fold(Exact::ZERO, |sum, (_, part)| sum.add(part)),
        };
        let linked = self.link(component, day, &capped);
        self.book(component, day, &linked)
    }

    /// Takes what a component pays on a day through the stages of the plan, and answers what it pays then.
    pub(super) fn book(&mut self, component: usize, day: i32, part: &Exact) -> Exact {
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
                self.taken(other, day, &change);
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

    /// Takes in what a line of another component brings about.
    pub(super) fn moved(&mut self, component: usize, kind: Kind, day: i32, change: &Exact) {
        let Some(slice) = self.beside(component, day) else { return };
        if day < self.asked.start {
            let (amount, what, rule, inputs) = (change.clone(), String::new(), String::new(), Vec::new());
            self.put(Extra { kind, slice, row: None, day, amount, what, rule, inputs });
        } else {
            let moved = self.moved.entry((slice, kind)).or_insert(Exact::ZERO);
            *moved = moved.add(change);
        }
    }

    /// Takes in what a component gives to others under the cap of the plan, or gets back: a line of the transaction whose
    /// line brings it about, so that a refund of that takes it back too.
    fn taken(&mut self, component: usize, day: i32, change: &Exact) {
        let Some(row) = self.taking else { return self.moved(component, Kind::PlanCap, day, change) };
        let Some(slice) = self.beside(component, day) else { return };
        let of_same = |extra: &&mut Extra| (extra.row, extra.day) == (Some(row), day);
        let mut same = self.taken.iter_mut().rev().take_while(of_same);
        if let Some(extra) = same.find(|extra| extra.slice == slice) {
            extra.amount = extra.amount.add(change);
            return;
        }
        let (what, rule) = self.brought_about(Kind::PlanCap, slice);
        let (row, amount) = (Some(row), change.clone());
        self.taken.push(Extra { kind: Kind::PlanCap, slice, row, day, amount, what, rule, inputs: Vec::new() });
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
        ("what is paid or taken back for earlier lines".to_owned(), rule)
    }

    /// A line that the end of a period brings about, through the stages of the plan.
    pub(super) fn extra(&mut self, kind: Kind, component: usize, day: i32, amount: &Exact, what: &str, rule: &str) {
        if amount.is_zero() {
            return;
        }
        let paid = self.book(component, day, amount);
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
        self.put(Extra { kind, slice, row: None, day, amount, what, rule, inputs });
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

    pub(super) fn finish(mut self) -> Outcome {
        let mut all = std::mem::take(&mut self.taken);
        let day = self.asked.end - 1;
        for ((slice, kind), amount) in std::mem::take(&mut self.moved) {
            let (what, rule) = self.brought_about(kind, slice);
            all.push(Extra { kind, slice, row: None, day, amount, what, rule, inputs: Vec::new() });
        }
        for extra in all.into_iter().filter(|extra| !extra.amount.is_zero()) {
            self.put(extra);
        }
        sorted::sort_by_key(&mut self.outcome.gates, |row| (row.component, row.window.start, row.number));
        sorted::sort_by_key(&mut self.outcome.extras, |extra| (extra.slice, extra.day, extra.kind));
        sorted::sort_by_key(&mut self.outcome.balances, |row| {
            (row.component.is_none(), row.component, row.window.start)
        });
        self.outcome
    }
}
