//! The stages of one payee, gone through in time: lines in processing order, and the ends of periods.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::credit::credits::id;
use super::super::document::SubjectDocument;
use super::super::model::{Cap, Component, Limit};
use super::super::periods::segments::overlap;
use super::super::periods::slices::Slice;
use super::super::workings::Workings;
use super::balances::BalanceRow;
use super::component_cap::ComponentCap;
use super::floor::Floor;
use super::gates_table::GateRow;
use super::gather::Entry;
use super::kind::Kind;
use super::notes::{Notebook, Touch};
use super::plan_cap::PlanCap;
use super::subjects::Subjects;
use super::value::SliceValue;
use super::windows::Windows;
use crate::number::Exact;
use crate::sorted;

/// A line that no transaction brings about.
#[derive(Debug, Clone)]
pub(super) struct Extra {
    pub(super) kind: Kind,
    /// The slice that it stands with.
    pub(super) slice: usize,
    pub(super) day: i32,
    pub(super) amount: Exact,
    pub(super) what: String,
    pub(super) rule: String,
}

/// What the stages made of a payee's lines.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// By line, as they were gathered.
    pub(super) finals: Vec<Exact>,
    pub(super) touches: Vec<Vec<Touch>>,
    /// By slice: what lines before the call's period made together.
    pub(super) early: Vec<Exact>,
    pub(super) extras: Vec<Extra>,
    pub(super) balances: Vec<BalanceRow>,
    pub(super) gates: Vec<GateRow>,
}

/// What happens at the end of a period, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Close {
    /// The gates of a slice.
    Gates(usize),
    Cap(usize),
    Floor(usize),
    PlanCap,
    PlanFloor,
    /// Not an end: a day on which flags change.
    Flags,
}

/// The stages of one payee. Components are named by their place in the plan: each version has limits of its own.
pub(super) struct Sweep<'w> {
    workings: &'w Workings,
    slices: &'w [Slice],
    payee: u32,
    /// The days of the call.
    asked: Range<i32>,
    values: Vec<SliceValue>,
    subjects: Subjects<'w>,
    /// By slice: the days that its gates look at; none where it has none, or once they are over.
    gated: Vec<Option<Range<i32>>>,
    caps: Vec<Option<ComponentCap>>,
    floors: Vec<Option<Floor>>,
    plan_cap: Option<PlanCap>,
    plan_floor: Option<Floor>,
    noting: bool,
    /// What other components brought about, by slice and kind.
    moved: BTreeMap<(usize, Kind), Exact>,
    outcome: Outcome,
}

impl<'w> Sweep<'w> {
    pub(super) fn new(workings: &'w Workings, slices: &'w [Slice], noting: bool) -> Self {
        let plan = &workings.plan;
        let of = |(number, component): (usize, &Component), limit: &Limit| {
            let own = slices.iter().filter(|slice| slice.component == number);
            Windows::new(workings, own, limit.period, component.effective.clone())
        };
        let cap = |(number, component): (usize, &Component)| match &component.stages.cap {
            Some(Cap::Payment(limit)) => Some(ComponentCap::new(limit.clone(), of((number, component), limit))),
            _ => None,
        };
        let floor = |(number, component): (usize, &Component)| {
            let limit = component.stages.floor.as_ref()?;
            Some(Floor::new(limit.clone(), of((number, component), limit)))
        };
        let all = |limit: &Limit| Windows::new(workings, slices.iter(), limit.period, i32::MIN..i32::MAX);
        let components = || plan.components.iter().enumerate();
        let caps: Vec<Option<ComponentCap>> = components().map(cap).collect();
        let floors: Vec<Option<Floor>> = components().map(floor).collect();
        // What the ends of periods bring counts under the cap of the plan too, even after a payee has left.
        let ends =
            caps.iter().flatten().map(|cap| &cap.windows).chain(floors.iter().flatten().map(|floor| &floor.windows));
        let ends = ends.flat_map(|windows| &windows.spans).map(|window| window.end);
        let last = ends.chain(slices.iter().map(|slice| slice.asked.end)).max().unwrap_or(0);
        let first = slices.iter().map(|slice| slice.asked.start).min().unwrap_or(last);
        let plan_cap = plan.stages.cap.as_ref().map(|limit| {
            let windows = Windows::over(workings, &(first..last), limit.period);
            PlanCap::new(limit.clone(), windows, plan.components.len())
        });
        let subjects = Subjects::new(workings, slices);
        let gated = slices.iter().map(|slice| {
            let stages = &workings.component(slice).stages;
            let judged = !stages.gates.is_empty() || !stages.multipliers.is_empty();
            judged.then(|| subjects.window(slice))
        });
        let gated = gated.collect();
        Self {
            workings,
            slices,
            payee: slices.first().map_or(u32::MAX, |slice| slice.payee),
            asked: workings.period.from().days()..workings.period.to().days(),
            subjects,
            gated,
            values: slices.iter().map(|slice| SliceValue::new(workings, slice)).collect(),
            caps,
            floors,
            plan_cap,
            plan_floor: plan.stages.floor.as_ref().map(|limit| Floor::new(limit.clone(), all(limit))),
            noting,
            moved: BTreeMap::new(),
            outcome: Outcome { early: vec![Exact::ZERO; slices.len()], ..Outcome::default() },
        }
    }

    /// Goes through the lines and the ends of periods.
    pub(super) fn run(mut self, entries: &[Entry]) -> Outcome {
        self.outcome.finals = vec![Exact::ZERO; entries.len()];
        self.outcome.touches = vec![Vec::new(); if self.noting { entries.len() } else { 0 }];
        let mut order: Vec<usize> = (0..entries.len()).collect();
        let table = self.workings.transactions.table();
        let sequence = table.integer("sequence");
        let key = |at: &usize| {
            let entry = entries.get(*at)?;
            let sequence = sequence.and_then(|cells| cells.get(entry.row));
            Some((entry.day, sequence, id(table, entry.row).as_bytes(), entry.slice, entry.line))
        };
        sorted::sort_by(&mut order, |a, b| key(a).cmp(&key(b)));
        let closes = self.closes();
        let mut closes = closes.iter().peekable();
        for at in order {
            let Some(entry) = entries.get(at) else { continue };
            while let Some((window, close)) = closes.next_if(|(window, _)| window.end <= entry.day) {
                self.close(window, *close);
            }
            self.line(entry, at);
        }
        for (window, close) in closes {
            self.close(window, *close);
        }
        self.finish()
    }

    /// The ends of periods, by date.
    fn closes(&self) -> Vec<(Range<i32>, Close)> {
        let mut closes: Vec<(Range<i32>, Close)> = Vec::new();
        for (slice, window) in self.gated.iter().enumerate() {
            closes.extend(window.iter().map(|window| (window.clone(), Close::Gates(slice))));
        }
        closes.extend(self.flag_days().into_iter().map(|day| (day..day, Close::Flags)));
        let mut add =
            |windows: &Windows, close: Close| closes.extend(windows.spans.iter().map(|window| (window.clone(), close)));
        for (component, cap) in self.caps.iter().enumerate() {
            cap.iter().for_each(|cap| add(&cap.windows, Close::Cap(component)));
        }
        for (component, floor) in self.floors.iter().enumerate() {
            floor.iter().for_each(|floor| add(&floor.windows, Close::Floor(component)));
        }
        self.plan_cap.iter().for_each(|cap| add(&cap.windows, Close::PlanCap));
        self.plan_floor.iter().for_each(|floor| add(&floor.windows, Close::PlanFloor));
        sorted::sort_by_key(&mut closes, |(window, close)| (window.end, *close, window.start));
        closes
    }

    fn component(&self, slice: usize) -> usize {
        self.slices.get(slice).map_or(0, |slice| slice.component)
    }

    /// One line through the stages.
    fn line(&mut self, entry: &Entry, at: usize) {
        let (workings, component) = (self.workings, self.component(entry.slice));
        let mut notes = Notebook(self.noting.then(Vec::new));
        let Some(slice) = self.slices.get(entry.slice) else { return };
        self.subjects.measured(slice, entry.measure.clone());
        let verdicts = self.subjects.verdicts(slice, entry.day, false);
        let opening = self.subjects.opening(slice, &verdicts, entry.day);
        let Some(value) = self.values.get_mut(entry.slice) else { return };
        let mut part = value.line(workings, entry, opening, &verdicts, &mut notes);
        if let Some(Some(cap)) = self.caps.get_mut(component) {
            let capped = cap.add(workings, self.payee, entry.day, &part);
            notes.note(
                "cap",
                || "the period within the cap of the component".to_owned(),
                &cap.limit.pointer,
                [&part, &capped],
            );
            part = capped;
        }
        let paid = self.book(component, entry.day, &part);
        if let Some(cap) = &self.plan_cap {
            notes.note(
                "plan cap",
                || "the period within the cap of the plan".to_owned(),
                &cap.limit.pointer,
                [&part, &paid],
            );
        }
        if entry.day < self.asked.start
            && let Some(early) = self.outcome.early.get_mut(entry.slice)
        {
            *early = early.add(&paid);
        }
        if let Some(last) = self.outcome.finals.get_mut(at) {
            *last = paid;
        }
        if let (Some(own), Some(touches)) = (self.outcome.touches.get_mut(at), notes.0) {
            *own = touches;
        }
        self.recheck(entry.day);
    }

    /// Values the lines of all slices anew whose gates may stand differently by now.
    fn recheck(&mut self, day: i32) {
        for slice in 0..self.slices.len() {
            let begun = self.slices.get(slice).is_some_and(|slice| slice.asked.start <= day);
            if begun && self.gated.get(slice).is_some_and(Option::is_some) {
                self.reopen(slice, day, false);
            }
        }
    }

    /// Values the lines of a slice anew by how its gates stand on a day.
    fn reopen(&mut self, number: usize, day: i32, ended: bool) {
        let Some(slice) = self.slices.get(number) else { return };
        let verdicts = self.subjects.verdicts(slice, day, ended);
        let opening = self.subjects.opening(slice, &verdicts, day);
        let Some(value) = self.values.get_mut(number).filter(|value| value.opening != opening) else { return };
        let change = value.reopen(opening);
        if !change.is_zero() {
            let change = match self.caps.get_mut(slice.component) {
                Some(Some(cap)) => cap.add(self.workings, self.payee, day, &change),
                _ => change,
            };
            let paid = self.book(slice.component, day, &change);
            let gated = !self.workings.component(slice).stages.gates.is_empty();
            self.moved(slice.component, if gated { Kind::Gate } else { Kind::Multiplier }, day, &paid);
        }
    }

    /// Ends the gates of a slice, or says how they stand.
    fn close_gates(&mut self, number: usize, window: &Range<i32>, over: bool, shown: bool) {
        let Some(slice) = self.slices.get(number) else { return };
        let day = if over { window.end - 1 } else { self.asked.end - 1 };
        if over {
            self.reopen(number, day, true);
            if let Some(gated) = self.gated.get_mut(number) {
                *gated = None;
            }
        }
        let same = |other: &Slice| (other.component, other.measure.start) == (slice.component, slice.measure.start);
        let is_last = !self.slices.iter().skip(number + 1).any(same);
        if shown && is_last {
            let mut withheld = Exact::ZERO;
            for (other, value) in self.slices.iter().zip(&mut self.values).filter(|(other, _)| same(other)) {
                withheld = withheld.add(&value.open(other).sub(&value.total));
            }
            let verdicts = self.subjects.verdicts(slice, day, over);
            self.outcome.gates.extend(self.subjects.rows(slice, &verdicts, &withheld));
        }
    }

    /// The days of the call and before it on which a flag of the payee changes that a gate asks for.
    fn flag_days(&self) -> Vec<i32> {
        let subjects = self.slices.iter().flat_map(|slice| self.workings.component(slice).stages.subjects());
        let mut days: Vec<i32> = subjects
            .filter_map(|subject| match subject {
                SubjectDocument::Flag(name) => Some(self.workings.flags.changes(self.payee, name)),
                _ => None,
            })
            .flatten()
            .filter(|&day| day < self.asked.end)
            .collect();
        sorted::sort(&mut days);
        days.dedup();
        days
    }

    /// Takes what a component pays on a day through the stages of the plan, and answers what it pays then.
    fn book(&mut self, component: usize, day: i32, part: &Exact) -> Exact {
        if let Some(Some(floor)) = self.floors.get_mut(component) {
            floor.add(day, part);
        }
        let changes = match &mut self.plan_cap {
            Some(cap) => cap.add(self.workings, self.payee, day, component, part),
            None => vec![(component, part.clone())],
        };
        let mut own = Exact::ZERO;
        for (other, change) in changes {
            if let Some(floor) = &mut self.plan_floor {
                floor.add(day, &change);
            }
            if other == component {
                own = change;
            } else {
                self.moved(other, Kind::PlanCap, day, &change);
            }
        }
        own
    }

    /// The slice that a line without a transaction stands with.
    fn beside(&self, component: usize, day: i32) -> Option<usize> {
        let own = || (0..self.slices.len()).filter(|&slice| self.component(slice) == component);
        let begun = |slice: &usize| self.slices.get(*slice).is_some_and(|slice| slice.asked.start <= day);
        own().rfind(begun).or_else(|| own().next())
    }

    /// Takes in what a line of another component brings about.
    fn moved(&mut self, component: usize, kind: Kind, day: i32, change: &Exact) {
        let Some(slice) = self.beside(component, day) else { return };
        if day < self.asked.start {
            if let Some(early) = self.outcome.early.get_mut(slice) {
                *early = early.add(change);
            }
        } else {
            let moved = self.moved.entry((slice, kind)).or_insert(Exact::ZERO);
            *moved = moved.add(change);
        }
    }

    /// Ends a period, or says how one stands that goes on after the call.
    fn close(&mut self, window: &Range<i32>, close: Close) {
        let (workings, payee, over) = (self.workings, self.payee, window.end <= self.asked.end);
        let shown = window.start < self.asked.end && self.asked.start < window.end;
        match close {
            Close::Gates(slice) => self.close_gates(slice, window, over, shown),
            Close::Flags => self.recheck(window.end),
            Close::Cap(component) => {
                let Some(Some(cap)) = self.caps.get_mut(component) else { return };
                let rule = cap.limit.pointer.clone();
                let (released, row) = if over {
                    cap.close(workings, payee, window)
                } else {
                    (Exact::ZERO, cap.interim(workings, payee, window))
                };
                if shown {
                    self.outcome.balances.push(BalanceRow { payee, component: Some(component), ..row });
                }
                let what = "what earlier periods withheld, as far as the cap has room";
                self.extra(Kind::CapRelease, component, window.end - 1, &released, what, &rule);
            }
            Close::Floor(component) if over => {
                let Some(Some(floor)) = self.floors.get(component) else { return };
                let (short, rule) = (floor.short(workings, payee, window), floor.limit.pointer.clone());
                let what = "what the period is short of the floor of the component";
                self.extra(Kind::Floor, component, window.end - 1, &short, what, &rule);
            }
            Close::PlanCap if shown => {
                let Some(cap) = &mut self.plan_cap else { return };
                let row = cap.row(workings, payee, window, !over);
                let there = self.slices.iter().any(|slice| !overlap(&slice.asked, window).is_empty());
                if there || !row.earned.is_zero() {
                    self.outcome.balances.push(row);
                }
            }
            Close::PlanFloor if over => {
                let Some(floor) = &self.plan_floor else { return };
                let (short, rule) = (floor.short(workings, payee, window), floor.limit.pointer.clone());
                // After the cap of the plan, which a floor is never above.
                if let Some(slice) = self.beside(self.component(0), window.end - 1) {
                    let what = "what the period is short of the floor of the plan";
                    self.place(Kind::Floor, slice, window.end - 1, short, what, &rule);
                }
            }
            Close::Floor(_) | Close::PlanCap | Close::PlanFloor => {}
        }
    }

    /// A line that the end of a period brings about, through the stages of the plan.
    fn extra(&mut self, kind: Kind, component: usize, day: i32, amount: &Exact, what: &str, rule: &str) {
        if amount.is_zero() {
            return;
        }
        let paid = self.book(component, day, amount);
        if let Some(slice) = self.beside(component, day) {
            self.place(kind, slice, day, paid, what, rule);
        }
    }

    fn place(&mut self, kind: Kind, slice: usize, day: i32, amount: Exact, what: &str, rule: &str) {
        if amount.is_zero() {
            return;
        }
        if day < self.asked.start {
            if let Some(early) = self.outcome.early.get_mut(slice) {
                *early = early.add(&amount);
            }
            return;
        }
        let (what, rule) = (what.to_owned(), rule.to_owned());
        self.outcome.extras.push(Extra { kind, slice, day, amount, what, rule });
    }

    fn finish(mut self) -> Outcome {
        let last = self.asked.end - 1;
        for ((slice, kind), change) in std::mem::take(&mut self.moved) {
            let (what, rule) = match kind {
                Kind::Gate | Kind::Multiplier => {
                    let component = self.slices.get(slice).map(|slice| self.workings.component(slice));
                    let rule = component
                        .map_or_else(String::new, |component| format!("{}/{}s", component.pointer, kind.as_str()));
                    ("what is paid or taken back for earlier lines", rule)
                }
                _ => {
                    let rule = self.plan_cap.as_ref().map_or_else(String::new, |cap| cap.limit.pointer.clone());
                    ("what lines of other components took or gave back", rule)
                }
            };
            self.place(kind, slice, last, change, what, &rule);
        }
        sorted::sort_by_key(&mut self.outcome.gates, |row| (row.component, row.window.start, row.number));
        sorted::sort_by_key(&mut self.outcome.extras, |extra| (extra.slice, extra.day, extra.kind));
        sorted::sort_by_key(&mut self.outcome.balances, |row| {
            (row.component.is_none(), row.component, row.window.start)
        });
        self.outcome
    }
}
