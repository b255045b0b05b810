//! The stages of one payee, gone through in time: lines in processing order, and the ends of periods.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::ops::Range;

use super::super::document::DateBasis;
use super::super::model::{Cap, Component, Limit};
use super::super::periods::slices::{Slice, unit};
use super::super::workings::Workings;
use super::balances::BalanceRow;
use super::component_cap::ComponentCap;
use super::endings::Close;
use super::floor::Floor;
use super::gates_table::GateRow;
use super::gather::Entry;
use super::kind::Kind;
use super::link::Link;
use super::notes::{Notebook, Touch};
use super::plan_cap::PlanCap;
use super::subjects::Subjects;
use super::value::SliceValue;
use super::windows::Windows;
use crate::number::Exact;
use crate::sorted;

/// A line that no line of its component brings about.
#[derive(Debug, Clone)]
pub(super) struct Extra {
    pub(super) kind: Kind,
    /// The slice that it stands with.
    pub(super) slice: usize,
    /// The transaction that it is for, where it is for one.
    pub(super) row: Option<usize>,
    /// Where it pays for a sale later: how many refunds of that came before.
    pub(super) after: Option<u32>,
    pub(super) day: i32,
    pub(super) amount: Exact,
    pub(super) what: String,
    pub(super) rule: String,
    /// What it was made of.
    pub(super) inputs: Vec<(String, Exact)>,
}

/// What is paid for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cause {
    /// The line of a transaction.
    Line(usize),
    /// A transaction that has had its line.
    Later(usize),
    /// A period.
    Period,
}

impl Cause {
    /// A transaction that has had its line, or a period.
    pub(super) fn later(row: Option<usize>) -> Self {
        row.map_or(Self::Period, Self::Later)
    }
}

/// What a line is known by that no line of its component brings about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moved {
    pub(super) slice: usize,
    pub(super) kind: Kind,
    pub(super) row: Option<usize>,
    pub(super) after: Option<u32>,
    pub(super) day: i32,
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
    /// Those that earlier calls had, where what they come to is paid to others too.
    pub(super) earlier: Vec<Extra>,
    pub(super) balances: Vec<BalanceRow>,
    pub(super) gates: Vec<GateRow>,
}

/// The stages of one payee. Components are named by their place in the plan: each version has limits of its own.
pub(super) struct Sweep<'w> {
    pub(super) workings: &'w Workings,
    pub(super) slices: &'w [Slice],
    pub(super) payee: u32,
    /// The days of the call.
    pub(super) asked: Range<i32>,
    pub(super) values: Vec<SliceValue>,
    /// By sale and date: the part of it that is refunded so far, and by how many refunds.
    pub(super) gone: BTreeMap<(usize, DateBasis), (Exact, u32)>,
    pub(super) subjects: Subjects<'w>,
    /// By slice: the days that its gates and multipliers look at, less those that are over.
    pub(super) gated: Vec<Vec<Range<i32>>>,
    /// By slice: whether they look at more than the measure of their own component.
    pub(super) looks_around: Vec<bool>,
    /// By slice: the commission credit of its lines so far, where a kicker may ask.
    pub(super) credited: Vec<Exact>,
    /// Components with the numbers of their kickers and the windows of these.
    pub(super) kickers: Vec<(usize, usize, Windows)>,
    pub(super) links: Vec<Option<Link>>,
    /// Bonuses that are paid by the period, with their periods.
    pub(super) bonuses: Vec<(usize, Windows)>,
    /// By bonus and period: what a milestone has paid.
    pub(super) milestones: BTreeMap<(usize, i32), Exact>,
    pub(super) caps: Vec<Option<ComponentCap>>,
    pub(super) floors: Vec<Option<Floor>>,
    pub(super) plan_cap: Option<PlanCap>,
    pub(super) plan_floor: Option<Floor>,
    pub(super) noting: bool,
    /// What no line of a component brings about.
    pub(super) moved: BTreeMap<Moved, Exact>,
    pub(super) outcome: Outcome,
}

impl<'w> Sweep<'w> {
    pub(super) fn new(workings: &'w Workings, slices: &'w [Slice], noting: bool) -> Self {
        let plan = &workings.plan;
        let windows = |(number, component): (usize, &Component), unit| {
            let own = slices.iter().filter(|slice| slice.component == number);
            Windows::new(workings, own, unit, component.effective.clone())
        };
        let of = |component: (usize, &Component), limit: &Limit| windows(component, limit.period);
        let floor = |(number, component): (usize, &Component)| {
            let limit = component.stages.floor.as_ref()?;
            Some(Floor::new(limit.clone(), of((number, component), limit)))
        };
        let all = |limit: &Limit| Windows::new(workings, slices.iter(), limit.period, i32::MIN..i32::MAX);
        let components = || plan.components.iter().enumerate();
        let kickers = components().flat_map(|(number, component)| {
            let all = component.stages.kickers.iter().enumerate();
            all.map(move |(at, kicker)| (number, at, windows((number, component), kicker.window)))
        });
        let kickers: Vec<(usize, usize, Windows)> = kickers.collect();
        let subjects = Subjects::new(workings, slices);
        let gated = slices.iter().map(|slice| -> Vec<Range<i32>> {
            let stages = &workings.component(slice).stages;
            let units = stages.gates.iter().map(|gate| gate.window);
            let units = units.chain((!stages.multipliers.is_empty()).then_some(None));
            let mut spans: Vec<Range<i32>> = units.map(|unit| subjects.span(unit, slice)).collect();
            sorted::sort_by_key(&mut spans, |span| (span.end, span.start));
            spans.dedup();
            spans
        });
        let gated: Vec<Vec<Range<i32>>> = gated.collect();
        let looks_around = slices.iter().map(|slice| workings.component(slice).stages.looks_around()).collect();
        // What kickers and gates pay when a longer window ends is under the cap too, even after a payee has left.
        let ends = |number: usize| {
            let kicked =
                kickers.iter().filter(move |kicker| kicker.0 == number).flat_map(|(.., windows)| &windows.spans);
            let own = slices.iter().zip(&gated).filter(move |(slice, _)| slice.component == number);
            kicked.chain(own.flat_map(|(_, spans)| spans)).map(|window| window.end)
        };
        let cap = |(number, component): (usize, &Component)| match &component.stages.cap {
            Some(Cap::Payment(limit)) => {
                let unit = limit.period.or_else(|| unit(component.period));
                let windows = of((number, component), limit).with(workings, unit, ends(number).map(|end| end - 1));
                let between = windows.between(workings, unit, ends(number));
                Some(ComponentCap::new(limit.clone(), [windows, between]))
            }
            _ => None,
        };
        let caps: Vec<Option<ComponentCap>> = components().map(cap).collect();
        let floors: Vec<Option<Floor>> = components().map(floor).collect();
        let links = components().map(|(number, component)| {
            let linked = component.stages.linked.as_ref()?;
            Some(Link::new(linked.clone(), windows((number, component), None)))
        });
        let bonuses = components().filter(|(_, component)| component.is_uncredited());
        let bonuses: Vec<(usize, Windows)> =
            bonuses.map(|(number, component)| (number, windows((number, component), None))).collect();
        // What the ends of periods bring counts under the cap of the plan too.
        let over =
            caps.iter().flatten().map(|cap| &cap.windows).chain(floors.iter().flatten().map(|floor| &floor.windows));
        let over = over.chain(bonuses.iter().map(|(_, windows)| windows));
        let over = over.flat_map(|windows| &windows.spans).map(|window| window.end);
        let over = over.chain((0..plan.components.len()).flat_map(ends));
        let last = over.chain(slices.iter().map(|slice| slice.asked.end)).max().unwrap_or(0);
        let first = slices.iter().map(|slice| slice.asked.start).min().unwrap_or(last);
        let plan_cap = plan.stages.cap.as_ref().map(|limit| {
            let windows = Windows::over(workings, &(first..last), limit.period);
            PlanCap::new(limit.clone(), windows, plan.components.len())
        });
        Self {
            workings,
            slices,
            payee: slices.first().map_or(u32::MAX, |slice| slice.payee),
            asked: workings.period.from().days()..workings.period.to().days(),
            subjects,
            gated,
            looks_around,
            values: slices.iter().map(|slice| SliceValue::new(workings, slice)).collect(),
            gone: BTreeMap::new(),
            credited: vec![Exact::ZERO; slices.len()],
            links: links.collect(),
            milestones: BTreeMap::new(),
            kickers,
            bonuses,
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
        let (sequence, ids) = (table.integer("sequence"), table.text("transaction_id"));
        let sequence = |entry: &Entry| sequence.and_then(|cells| cells.get(entry.row));
        let id = |entry: &Entry| ids.and_then(|ids| ids.get(entry.row)).unwrap_or_default().as_bytes();
        let compare = |a: &Entry, b: &Entry| {
            let by_transaction = || sequence(a).cmp(&sequence(b)).then_with(|| id(a).cmp(id(b)));
            a.day.cmp(&b.day).then_with(by_transaction).then((a.slice, a.line).cmp(&(b.slice, b.line)))
        };
        sorted::sort_by(&mut order, |a, b| match (entries.get(*a), entries.get(*b)) {
            (Some(a), Some(b)) => compare(a, b),
            _ => Ordering::Equal,
        });
        let closes = self.closes();
        let mut closes = closes.iter().peekable();
        let refunds = if self.workings.refunds.is_empty() { Vec::new() } else { self.cancellings(entries) };
        let mut refunds = refunds.iter().peekable();
        for at in order {
            let Some(entry) = entries.get(at) else { continue };
            while let Some(refund) = refunds.next_if(|refund| self.precedes(refund, entry)) {
                self.close_until(&mut closes, refund.day);
                self.cancel(refund);
            }
            self.close_until(&mut closes, entry.day);
            self.line(entry, at);
        }
        for refund in refunds {
            self.close_until(&mut closes, refund.day);
            self.cancel(refund);
        }
        for (window, close) in closes {
            self.close(window, *close);
        }
        self.finish()
    }

    /// Ends the periods that are over on a day.
    fn close_until<'c>(&mut self, closes: &mut Peekable<impl Iterator<Item = &'c (Range<i32>, Close)>>, day: i32) {
        while let Some((window, close)) = closes.next_if(|(window, _)| window.end <= day) {
            self.close(window, *close);
        }
    }

    pub(super) fn component(&self, slice: usize) -> usize {
        self.slices.get(slice).map_or(0, |slice| slice.component)
    }

    /// One line through the stages.
    fn line(&mut self, entry: &Entry, at: usize) {
        let (workings, component) = (self.workings, self.component(entry.slice));
        let gone = self.gone_before(entry);
        let mut notes = Notebook(self.noting.then(Vec::new));
        let Some(slice) = self.slices.get(entry.slice) else { return };
        self.subjects.measured(slice, entry.measure.clone());
        let verdicts = self.subjects.verdicts(slice, entry.day, false);
        let opening = self.subjects.opening(slice, &verdicts, entry.day);
        self.revalue(entry.slice, entry.day, opening);
        let Some(value) = self.values.get_mut(entry.slice) else { return };
        let mut part = value.line(workings, entry, &verdicts, &mut notes);
        if !self.kickers.is_empty()
            && let Some(credited) = self.credited.get_mut(entry.slice)
        {
            *credited = credited.add(&entry.base);
        }
        if let Some(Some(cap)) = self.caps.get_mut(component) {
            let capped = cap.add(workings, self.payee, entry.day, Some(entry.row), &part, &gone);
            notes.note(
                "cap",
                || "the period within the cap of the component".to_owned(),
                &cap.limit.pointer,
                [&part, &capped],
            );
            part = capped;
        }
        let linked = self.link(component, entry.day, Some(entry.row), &part, &gone);
        if let Some(Some(link)) = self.links.get(component) {
            let what = || format!("at most {} unless {}", link.linked.most, link.linked.unless.words());
            notes.note("linked", what, &link.linked.pointer, [&part, &linked]);
        }
        let part = linked;
        let paid = self.book(component, entry.day, Cause::Line(entry.row), &part);
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
        self.cancel_line(entry, &gone);
        self.recheck(entry.day, Some(entry.slice));
    }
}
