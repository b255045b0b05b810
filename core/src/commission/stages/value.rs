//! What the lines of one slice are worth by themselves: after gates and line caps, up to a capped attainment.

use std::collections::BTreeMap;

use super::super::document::Accumulate;
use super::super::engine::walk;
use super::super::model::{Cap, Gate, LineCap};
use super::super::periods::slices::Slice;
use super::super::rates::ladder::Shape;
use super::super::rates::terms::Terms;
use super::super::workings::Workings;
use super::gate::{Opening, Verdict, base_rate};
use super::gather::Entry;
use super::kept::{Kept, KeptLine};
use super::notes::Notebook;
use crate::number::Exact;

/// The running values of one slice.
#[derive(Debug)]
pub(super) struct SliceValue {
    gates: Vec<Gate>,
    /// Where the plan has its multipliers.
    multiplied_by: Option<String>,
    pub(super) line_cap: Option<(LineCap, String)>,
    /// What each deal has earned before its cap; one deal where nothing is capped.
    deals: BTreeMap<usize, Deal>,
    /// Whether lines may be valued anew that have been paid.
    pub(super) revalues: bool,
    pub(super) kept: Kept,
    top: Option<Top>,
    terms: Option<Terms>,
    base_rate: Exact,
    pub(super) opening: Opening,
    /// The measure before the first line and after the last.
    measures: Option<(Exact, Exact)>,
    /// The sum of all deals, before shares of the measure.
    pub(super) sum: Exact,
    /// What all lines are worth.
    pub(super) total: Exact,
}

/// What one deal has earned before its cap.
#[derive(Debug, Clone)]
pub(super) struct Deal {
    by_rates: Exact,
    at_base_rate: Exact,
    /// Its commission credit.
    credit: Exact,
}

/// Where a cap on attainment ends what credit earns.
#[derive(Debug)]
struct Top {
    /// The measure that is the most.
    measure: Exact,
    rule: String,
}

impl SliceValue {
    pub(super) fn new(workings: &Workings, slice: &Slice) -> Self {
        let component = workings.component(slice);
        let terms = workings.terms(slice).ok();
        let line_cap = component.stages.line_cap.clone();
        Self {
            gates: component.stages.gates.clone(),
            multiplied_by: (!component.stages.multipliers.is_empty())
                .then(|| format!("{}/multipliers", component.pointer)),
            line_cap: line_cap.map(|cap| (cap, format!("{}/line_cap", component.pointer))),
            deals: BTreeMap::new(),
            revalues: component.stages.revalue(),
            kept: Kept::default(),
            top: Top::of(workings, slice),
            terms,
            base_rate: base_rate(workings, slice),
            opening: Opening::of(&[], &[], slice),
            measures: None,
            sum: Exact::ZERO,
            total: Exact::ZERO,
        }
    }

    /// Takes a line in, as its gates stand, and answers what it changes.
    pub(super) fn line(
        &mut self,
        workings: &Workings,
        entry: &Entry,
        verdicts: &[Verdict],
        notes: &mut Notebook,
    ) -> Exact {
        if self.is_plain() {
            self.keep(workings, entry, || (Deal::NOTHING, Deal { by_rates: entry.part.clone(), ..Deal::NOTHING }));
            self.sum = self.sum.add(&entry.part);
            self.total = self.sum.clone();
            return entry.part.clone();
        }
        let (total, sum) = (self.total.clone(), self.sum.clone());
        // Only gates pay at the base rate, and only a cap asks for the credit.
        let line = Deal {
            by_rates: entry.part.clone(),
            at_base_rate: if self.gates.is_empty() { Exact::ZERO } else { entry.base.mul(&self.base_rate) },
            credit: if self.line_cap.is_some() { entry.base.clone() } else { Exact::ZERO },
        };
        let own = line.worth(None, &self.opening);
        self.note_opening(&line, &own, verdicts, notes);
        let deal = if self.line_cap.is_some() { workings.deals.of(entry.row) } else { 0 };
        let before_line = self.line_cap.as_ref().and_then(|_| self.deals.get(&deal)).cloned();
        self.keep(workings, entry, || {
            let before = before_line.unwrap_or(Deal::NOTHING);
            let mut after = before.clone();
            after.take_in(&line);
            (before, after)
        });
        let deal = self.deals.entry(deal).or_insert(Deal::NOTHING);
        let change = match &self.line_cap {
            // Without a cap a deal is worth what its lines are.
            None => {
                deal.take_in(&line);
                own
            }
            Some((_, rule)) => {
                let was = deal.worth(self.line_cap.as_ref(), &self.opening);
                deal.take_in(&line);
                let change = deal.worth(self.line_cap.as_ref(), &self.opening).sub(&was);
                notes.note("line cap", || "the deal within its least and its most".to_owned(), rule, [&own, &change]);
                change
            }
        };
        self.sum = sum.add(&change);
        self.measures.get_or_insert_with(|| (entry.before.clone(), Exact::ZERO)).1 = entry.measure.clone();
        self.total = self.shared();
        // Mostly all of the measure pays: the line is what changes.
        let all = self.total == self.sum && total == sum;
        let paid = if all { change.clone() } else { self.total.sub(&total) };
        self.note_shared([&change, &paid], notes);
        paid
    }

    /// Whether nothing can change what a line earns by its rates; refunds may leave it out later all the same.
    fn is_plain(&self) -> bool {
        self.gates.is_empty() && self.multiplied_by.is_none() && self.line_cap.is_none() && self.top.is_none()
    }

    /// Notes what gates and multipliers leave of a line.
    fn note_opening(&self, line: &Deal, own: &Exact, verdicts: &[Verdict], notes: &mut Notebook) {
        if notes.0.is_none() {
            return;
        }
        let gated = line.worth(None, &Opening { multiplied: Exact::ONE, ..self.opening.clone() });
        notes.gates(&self.gates, verdicts, [&line.by_rates, &gated]);
        if let Some(rule) = &self.multiplied_by {
            notes.note("multipliers", || format!("times {}", self.opening.multiplied), rule, [&gated, own]);
        }
    }

    /// Notes what is left where only a part of the measure pays.
    fn note_shared(&self, change: [&Exact; 2], notes: &mut Notebook) {
        if let Some(top) = &self.top {
            let what = || format!("credit up to a measure of {}", top.measure);
            notes.note("attainment cap", what, &top.rule, change);
        } else if let Some(above) = &self.opening.above
            && let Some(gate) = self.gates.iter().find(|gate| gate.excess_only)
        {
            let what = || format!("credit above a measure of {above}");
            notes.note("excess only", what, &gate.pointer, change);
        }
    }

    /// Values the lines anew, and answers what that changes of each transaction, in processing order.
    pub(super) fn reopen(&mut self, opening: Opening) -> Vec<(usize, Exact)> {
        let before = self.by_line();
        self.opening = opening;
        self.sum = self.all_deals();
        self.total = self.shared();
        let changes = self.by_line().into_iter().zip(before).map(|(after, before)| after.sub(&before));
        let changes = self.kept.lines.iter().map(|line| line.row).zip(changes);
        changes.filter(|(_, change)| !change.is_zero()).collect()
    }

    /// What all lines would be worth if no gate were in the way.
    pub(super) fn open(&mut self, slice: &Slice) -> Exact {
        let open = Opening { multiplied: self.opening.multiplied.clone(), ..Opening::of(&[], &[], slice) };
        let opening = std::mem::replace(&mut self.opening, open);
        let sum = std::mem::replace(&mut self.sum, Exact::ZERO);
        self.sum = self.all_deals();
        let open = self.shared();
        (self.opening, self.sum) = (opening, sum);
        open
    }

    fn all_deals(&self) -> Exact {
        let worth = |deal: &Deal| deal.worth(self.line_cap.as_ref(), &self.opening);
        let all = self.deals.values().map(worth).fold(Exact::ZERO, |sum, deal| sum.add(&deal));
        let gone = |line: &KeptLine| line.worth(self.line_cap.as_ref(), &self.opening).mul(&line.gone());
        self.kept.cut().fold(all, |sum, line| sum.sub(&gone(line)))
    }

    /// What is left of all deals where only a part of the measure pays.
    pub(super) fn shared(&self) -> Exact {
        self.paid_part().map_or_else(|| self.sum.clone(), |part| self.sum.mul(&part))
    }

    /// The part of all deals that is paid where only a part of the measure pays: what that earns of what all of the
    /// measure does; none where all of it pays.
    pub(super) fn paid_part(&self) -> Option<Exact> {
        let (Some(terms), Some((before, after))) = (&self.terms, &self.measures) else { return None };
        let cut = self.kept.cut().next().is_some();
        let reaches = |top: &Top| cut || *before > top.measure || *after > top.measure;
        if self.opening.above.is_none() && !self.top.as_ref().is_some_and(reaches) {
            return None;
        }
        // Of what is gone of a line its measure is left out too.
        let of = |earns: &dyn Fn(&Exact) -> Exact| {
            let from_to = |(before, after): &(Exact, Exact)| earns(after).sub(&earns(before));
            self.kept.cut().fold(from_to(&(before.clone(), after.clone())), |sum, line| {
                sum.sub(&from_to(&line.measures).mul(&line.gone()))
            })
        };
        let (part, all) = (of(&|measure| self.paying(terms, measure)), of(&|measure| walk::earned_at(terms, measure)));
        (part != all).then(|| part.checked_div(&all).unwrap_or(Exact::ZERO))
    }

    /// What a measure earns above the threshold of a gate and up to a capped attainment.
    fn paying(&self, terms: &Terms, measure: &Exact) -> Exact {
        let measure = self.top.as_ref().map_or(measure, |top| measure.min(&top.measure));
        let earned = walk::earned_at(terms, measure);
        match &self.opening.above {
            None => earned,
            Some(above) if measure <= above => Exact::ZERO,
            Some(above) if terms.shape == Shape::Whole => {
                measure.sub(above).checked_div(measure).map_or(Exact::ZERO, |share| earned.mul(&share))
            }
            Some(above) => earned.sub(&walk::earned_at(terms, above)),
        }
    }
}

impl Deal {
    pub(super) const NOTHING: Self = Self { by_rates: Exact::ZERO, at_base_rate: Exact::ZERO, credit: Exact::ZERO };

    fn take_in(&mut self, line: &Self) {
        self.by_rates = self.by_rates.add(&line.by_rates);
        self.at_base_rate = self.at_base_rate.add(&line.at_base_rate);
        self.credit = self.credit.add(&line.credit);
    }

    /// What it is worth within its limits, by what its gates leave of it.
    fn worth(&self, cap: Option<&(LineCap, String)>, opening: &Opening) -> Exact {
        let worth = if opening.base_only { &self.at_base_rate } else { &self.by_rates };
        let times = |worth: Exact, factor: &Exact| if *factor == Exact::ONE { worth } else { worth.mul(factor) };
        let worth = times(times(worth.clone(), &opening.factor), &opening.multiplied);
        match cap {
            Some((cap, _)) => cap.clamp(worth, &self.credit),
            None => worth,
        }
    }
}

impl KeptLine {
    /// What all of the line is worth by what its gates leave of it.
    pub(super) fn worth(&self, cap: Option<&(LineCap, String)>, opening: &Opening) -> Exact {
        let (before, after) = &self.deals;
        after.worth(cap, opening).sub(&before.worth(cap, opening))
    }
}

impl LineCap {
    /// What a deal of so much credit earns that would earn `total`; nothing is cut or raised at or below zero.
    fn clamp(&self, total: Exact, credit: &Exact) -> Exact {
        if total.is_zero() || total.is_negative() {
            return total;
        }
        let raised = self.least.clone().map_or(total.clone(), |least| least.max(total));
        let by_rate = self.most_rate.as_ref().map(|rate| rate.mul(credit).max(Exact::ZERO));
        self.most.clone().into_iter().chain(by_rate).fold(raised, Exact::min)
    }
}

impl Top {
    fn of(workings: &Workings, slice: &Slice) -> Option<Self> {
        let component = workings.component(slice);
        let Some(Cap::Attainment(most, rule)) = &component.stages.cap else { return None };
        if component.accumulate == Accumulate::Transaction {
            return None;
        }
        // Over a quota of 0 there is no attainment: what it pays is what the plan says of such quotas.
        let quota = slice.quota.as_ref().filter(|quota| !quota.is_zero())?;
        let measure = quota.mul(most);
        Some(Self { measure, rule: rule.clone() })
    }
}
