//! What a line adds to an index that is not its component's own measure: profit and what it is divided by,
//! or the credit of another component.

use std::ops::Range;

use super::rounder::FractionRounder;
use super::run::Members;
use super::walk::Beside;
use crate::commission::credit::order::Order;
use crate::commission::document::CreditBasis;
use crate::commission::model::Component;
use crate::commission::periods::slices::Slice;
use crate::commission::rates::across::Spot;
use crate::commission::rates::index::Index;
use crate::commission::workings::Workings;
use crate::number::Exact;

impl Workings {
    /// By line of a slice: what it adds to what is looked up.
    pub(crate) fn beside(&self, slice: &Slice, members: &Members) -> impl Fn(usize) -> Beside {
        let component = self.component(slice);
        let order = self.order(component.date);
        let rules = self.ruled(slice.component);
        let index = component.payout.index().unwrap_or(if rules.is_some() { Index::Rules } else { Index::Amount });
        let multiplier = slice.multiplier.clone().unwrap_or(Exact::ONE);
        let running = match index {
            Index::Measure(other) => self.running(slice, other),
            _ => Vec::new(),
        };
        let spots = self.spots(slice);
        let mixed = !component.payout.beside().is_empty();
        let first = self.range(slice).start;
        move |line| {
            let position = members.position(line);
            let row = self.refunds.value_row(order.row(position));
            let own = !mixed || self.counts(slice, slice.component, order, position);
            let spot = spots.as_ref().map_or(Some(Spot::FIRST), |spots| spots.spot(position, own));
            let looked_up = match index {
                Index::Amount | Index::Units | Index::Attainment => Beside::default(),
                Index::Margin | Index::Markup if !own => Beside::default(),
                Index::Margin | Index::Markup => {
                    let whole = if index == Index::Margin { &self.profits.revenue } else { &self.profits.cost };
                    let (share, rate) = order.pair(position);
                    let (factor, _) = self.factors(share, rate, CreditBasis::Amount, CreditBasis::Amount);
                    let of = |value: Option<Exact>| value.map_or(Exact::ZERO, |value| value.mul(&factor));
                    let profit = self.profits.profit.exact(row);
                    Beside { over: (of(profit), of(whole.exact(row))), ..Beside::default() }
                }
                Index::Rules => {
                    let rate = rules.map(|rules| rules.rate(row).mul(&multiplier));
                    Beside { rate, ..Beside::default() }
                }
                Index::Measure(_) => {
                    let other = running.get(position - first).cloned().unwrap_or(Exact::ZERO);
                    Beside { other, ..Beside::default() }
                }
            };
            Beside { own, spot, lowers: order.is_lowering(position), ..looked_up }
        }
    }

    /// What another component has measured after each credit of a slice.
    pub(super) fn running(&self, slice: &Slice, other: usize) -> Vec<Exact> {
        let order = self.order(self.component(slice).date);
        let mut sum = Exact::ZERO;
        let after = self.range(slice).map(|position| {
            if self.counts(slice, other, order, position) {
                sum = sum.add(&self.credit_at(other, order, position).0);
            }
            sum.clone()
        });
        after.collect()
    }

    /// The lines of a component whose tier or column others' measures pick: its own credits, and those of the others
    /// that change what it has earned.
    pub(crate) fn members_beside(&self, slice: &Slice, others: &[usize], range: Range<usize>) -> Members {
        let order = self.order(self.component(slice).date);
        let own = |position: usize| self.counts(slice, slice.component, order, position);
        let others = |position| others.iter().any(|&other| self.counts(slice, other, order, position));
        let moves = |position: &usize| own(*position) || others(*position);
        let all: Vec<usize> = range.filter(moves).collect();
        let moving = Members::Eligible(all.clone());
        let mut kept = all.get(..moving.first_asked(order, slice)).unwrap_or_default().to_vec();
        let mut rounder = FractionRounder::Line(self.plan.rounding);
        let walked = self.walk(slice, &moving, &mut rounder, |line, _, part| {
            let position = moving.position(line.position);
            if own(position) || order.is_lowering(position) || !part.is_zero() {
                kept.push(position);
            }
        });
        // What stops this walk stops the run as well, where it is told.
        if walked.is_err() { moving } else { Members::Eligible(kept) }
    }

    /// Whether the credit of a position counts for a component, in a slice of it or of one that goes by its measure.
    pub(crate) fn counts(&self, slice: &Slice, component: usize, order: &Order, position: usize) -> bool {
        self.is_credited(component, order, position)
            && (order.lowers.is_empty() || self.is_taken_off(slice, order, position))
    }

    /// Whether the credit of a position is one of a component, by its rule and by where the credit comes from.
    pub(crate) fn is_credited(&self, component: usize, order: &Order, position: usize) -> bool {
        let takes = |part: &Component| part.roll_up.takes(order.is_rolled(position));
        let row = self.refunds.value_row(order.row(position));
        self.plan.components.get(component).is_some_and(takes) && self.is_eligible(component, row)
    }

    /// Whether a transaction row counts for a component, by the component's rule.
    fn is_eligible(&self, component: usize, row: usize) -> bool {
        self.eligible.get(component).and_then(Option::as_ref).is_none_or(|rows| rows.get(row) == Some(&true))
    }
}
