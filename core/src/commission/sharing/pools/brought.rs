//! What teams brought in a period: credit, results, and measures against quotas.

use std::collections::BTreeMap;
use std::ops::Range;

use super::members::Member;
use crate::commission::credit::credits::days;
use crate::commission::document::SubjectDocument;
use crate::commission::model::{Component, Team};
use crate::commission::output::results::Results;
use crate::commission::periods::segments::{assigned, overlap};
use crate::commission::periods::slices::Slice;
use crate::commission::stages::last_of_sums;
use crate::commission::workings::Workings;
use crate::number::{Decimal, Exact};

/// By team and payee.
pub(super) type Brought<'s> = BTreeMap<(&'s str, u32), Exact>;

/// A measure of a team.
#[derive(Debug, Clone)]
pub(crate) struct Looked {
    /// What is looked at, in words.
    pub(crate) words: String,
    pub(crate) measure: Exact,
    /// There where all members have one.
    pub(crate) quota: Option<Exact>,
    /// What a condition or a curve is asked at: the measure, or the attainment.
    pub(crate) actual: Option<Exact>,
}

fn add<'s>(brought: &mut Brought<'s>, team: &'s str, payee: u32, value: &Exact) {
    let sum = brought.entry((team, payee)).or_insert(Exact::ZERO);
    *sum = sum.add(value);
}

impl Workings {
    /// The positions of a slice that count for it on the days of the period, with these days.
    fn counted<'w>(&'w self, slice: &'w Slice, window: &Range<i32>) -> impl Iterator<Item = (usize, i32)> + 'w {
        let order = self.order(self.component(slice).date);
        let days = overlap(&slice.asked, window);
        let day = |position: usize| order.days.get(position).copied();
        let positions = self.range(slice).filter(move |position| self.counts(slice, slice.component, order, *position));
        positions
            .filter_map(move |position| Some((position, day(position)?)))
            .filter(move |(_, day)| days.contains(day))
    }

    /// The commission credit of everybody's days in a team, less what refunds of the period take back of it; `past`
    /// knows the credit of the sales that are refunded.
    pub(super) fn team_credit<'s>(&'s self, team: &Team, window: &Range<i32>, past: Option<&'s Self>) -> Brought<'s> {
        let mut brought = Brought::new();
        for slice in self.slices.iter().filter(|slice| team.counts(self.component(slice))) {
            let order = self.order(self.component(slice).date);
            for (position, day) in self.counted(slice, window).filter(|(position, _)| !order.is_lowering(*position)) {
                if let Some(name) = self.roster.team_on(slice.payee, day) {
                    add(&mut brought, name, slice.payee, &self.credit_at(slice.component, order, position).1);
                }
            }
        }
        if let Some(past) = past {
            self.take_back_credit(team, past, &mut brought);
        }
        brought
    }

    /// Takes off what refunds of the period take back, of the team of the sale's day.
    fn take_back_credit<'s>(&self, team: &Team, past: &'s Self, brought: &mut Brought<'s>) {
        for (number, component) in past.plan.components.iter().enumerate().filter(|(_, one)| team.counts(one)) {
            let (parts, order) = (self.refunded(component.date), past.order(component.date));
            for position in 0..if parts.is_empty() { 0 } else { order.rows.len() } {
                let part = parts.get(&order.row(position)).filter(|_| !order.is_lowering(position));
                let (Some(part), Some(&day)) = (part, order.days.get(position)) else { continue };
                let payee = past.credits.payee(order.credit(position));
                let is_own = component.effective.contains(&day) && past.is_credited(number, order, position);
                if let Some(name) = past.roster.team_on(payee, day).filter(|_| is_own) {
                    let credit = past.credit_at(number, order, position).1;
                    add(brought, name, payee, &credit.mul(part).neg());
                }
            }
        }
    }

    /// The first day of a sale whose credit refunds of the period take back.
    pub(super) fn first_refunded(&self, team: &Team) -> Option<i32> {
        let of = |component: &Component| {
            let days = days(self.transactions.table(), component.date);
            self.refunded(component.date).into_keys().filter_map(|sale| days?.get(sale)).min()
        };
        self.plan.components.iter().filter(|component| team.counts(component)).filter_map(of).min()
    }

    /// What the lines of everybody's days in a team come to, as they are paid. What is taken back is of the team of
    /// the sale's day.
    pub(super) fn team_results(&self, team: &Team, results: &Results) -> Brought<'_> {
        let (lines, scale) = (&results.lines, self.plan.rounding.scale);
        let mut brought = Brought::new();
        for (line, amount) in lines.amounts().iter().enumerate() {
            let component = lines.component.get(line).and_then(|part| self.plan.components.get(*part as usize));
            if !component.is_some_and(|component| team.counts(component)) {
                continue;
            }
            let day = results.clawbacks.sold_on(line).or_else(|| lines.effective_on.get(line).copied());
            let (Some(day), Some(&payee)) = (day, lines.payee.get(line)) else { continue };
            let amount = Decimal::from_mantissa(*amount, scale).map_or(Exact::ZERO, Exact::from);
            if let Some(name) = self.roster.team_on(payee, day) {
                add(&mut brought, name, payee, &amount);
            }
        }
        brought
    }

    /// What a condition or an objective looks at: the quota credit of the members' days in the team, over the parts of
    /// their quotas that are for these days.
    pub(super) fn look_at(&self, subject: &SubjectDocument, members: &[Member], window: &Range<i32>) -> Looked {
        let (id, attained) = match subject {
            SubjectDocument::AttainmentOf(other) => (other.as_str(), true),
            SubjectDocument::MeasureOf(other) => (other.as_str(), false),
            SubjectDocument::Attainment | SubjectDocument::Measure | SubjectDocument::Flag(_) => ("", false),
        };
        let meant = |slice: &Slice| self.component(slice).id == id;
        let (mut measure, mut quota, mut last) = (Exact::ZERO, Some(Exact::ZERO), None);
        for member in members {
            let (_, slices) = self.slices_of(member.payee);
            for slice in slices.iter().filter(|slice| meant(slice)) {
                let order = self.order(self.component(slice).date);
                for (position, _) in self.counted(slice, window).filter(|(_, day)| member.is_there(*day)) {
                    measure = measure.add(&self.credit_at(slice.component, order, position).0);
                }
            }
            for slice in last_of_sums(slices, window, meant) {
                last = Some(slice);
                let own = slice.quota.as_ref().map(|own| own.mul(&self.part_there(member, slice)));
                quota = quota.zip(own).map(|(sum, own)| sum.add(&own));
            }
        }
        let quota = quota.filter(|_| attained && last.is_some());
        let attainment = || self.component(last?).attained(&measure, quota.as_ref()?);
        let actual = if attained { attainment() } else { Some(measure.clone()) };
        Looked { words: subject.words(), measure, quota, actual }
    }

    /// The part of the days of a quota on which its payee is in the team.
    fn part_there(&self, member: &Member, slice: &Slice) -> Exact {
        let days = &slice.quota_days;
        let factor = |own: &Range<i32>| self.plan.proration.factor(&overlap(own, days), &slice.period);
        let sum = |parts: &mut dyn Iterator<Item = Exact>| parts.fold(Exact::ZERO, |sum, part| sum.add(&part));
        let all = assigned(self.roster.assignments(member.payee), days);
        let all = sum(&mut all.iter().map(|one| factor(&(one.from..one.to))));
        let own = sum(&mut member
            .seats
            .iter()
            .filter(|place| place.days.start < days.end && days.start < place.days.end)
            .map(|place| factor(&place.days)));
        if own == all { Exact::ONE } else { own.checked_div(&all).unwrap_or(Exact::ONE) }
    }
}
