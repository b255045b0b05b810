//! In which column of a rate table each line of a slice lies: by what its transaction is, and by what other components
//! have come to.

use std::ops::Range;

use super::as_if::AsIf;
use crate::commission::credit::order::Order;
use crate::commission::document::{CreditBasis, ZeroQuota};
use crate::commission::periods::segments::{Part, overlap};
use crate::commission::periods::slices::Slice;
use crate::commission::rates::across::{Across, Along, By, Dimension, Spot};
use crate::commission::rates::index::Place;
use crate::commission::workings::Workings;
use crate::number::Exact;
use crate::trace::Node;

/// What is looked up along the dimensions of a slice's rate table.
pub(crate) struct Spots<'w> {
    workings: &'w Workings,
    component: usize,
    across: &'w Across,
    strides: Vec<usize>,
    order: &'w Order,
    as_if: AsIf<'w>,
    first: usize,
    /// By dimension that goes by another component: where that stands after each credit of the slice; nothing where it
    /// has no quota.
    running: Vec<Vec<Option<Place>>>,
}

/// What was found along a dimension.
pub(crate) enum Found {
    /// Nothing that could be looked up.
    Nothing,
    At(Place),
    /// The place of a value.
    Value(Option<usize>),
}

impl Workings {
    /// Nothing where the slice's table has no other dimensions.
    pub(crate) fn spots<'w>(&'w self, slice: &Slice) -> Option<Spots<'w>> {
        let component = self.plan.components.get(slice.component)?;
        let across = component.payout.across()?;
        let running = across.dimensions.iter().map(|dimension| match dimension.along() {
            Some(Along::Measure(other)) => {
                self.running(slice, other).into_iter().map(|sum| Some(Place::At(sum))).collect()
            }
            Some(Along::AttainmentOf(other)) => self.attained(slice, other),
            _ => Vec::new(),
        });
        Some(Spots {
            workings: self,
            component: slice.component,
            across,
            strides: across.strides(),
            order: self.order(component.date),
            as_if: AsIf::of(self.transactions.table()),
            first: self.range(slice).start,
            running: running.collect(),
        })
    }

    /// What another component has attained after each credit of a slice: its measure in its own segment of the period,
    /// over that segment's quota. A day that it does not pay attains nothing.
    fn attained(&self, slice: &Slice, other: usize) -> Vec<Option<Place>> {
        let order = self.order(self.component(slice).date);
        let own = self.range(slice);
        let mut places = vec![None; own.len()];
        let Some(component) = self.plan.components.get(other) else { return places };
        let part = Part { component, ..self.part(slice) };
        for segment in part.segments() {
            let days = overlap(&segment.span, &(i32::MIN..slice.asked.end));
            let Ok(Some(quota)) = part.quota(&segment) else { continue };
            let mut sum = Exact::ZERO;
            let counted: Range<usize> = order.within(slice.payee, segment.counts_from, days.end);
            for position in counted {
                if self.counts(slice, other, order, position) {
                    sum = sum.add(&self.credit_at(other, order, position).0);
                }
                let paid = order.days.get(position).is_some_and(|day| days.contains(day));
                if let Some(place) = position.checked_sub(own.start).and_then(|line| places.get_mut(line))
                    && paid
                {
                    *place = Some(attainment(&sum, &quota.quota, component.quota));
                }
            }
        }
        places
    }
}

fn attainment(measure: &Exact, quota: &Exact, zero: Option<ZeroQuota>) -> Place {
    match (measure.checked_div(quota), zero) {
        (Ok(attainment), _) => Place::At(attainment),
        (Err(_), Some(ZeroQuota::FullAttainment)) => Place::At(Exact::ONE),
        (Err(_), Some(ZeroQuota::TopTier)) => Place::Above,
        (Err(_), Some(ZeroQuota::Error | ZeroQuota::ZeroAttainment) | None) => Place::At(Exact::ZERO),
    }
}

impl Spots<'_> {
    /// What is found along a dimension for the credit at a position of the order.
    pub(crate) fn found(&self, number: usize, dimension: &Dimension, position: usize) -> Found {
        let row = self.workings.refunds.value_row(self.order.row(position));
        let along = match &dimension.by {
            By::Column(_) => return Found::Value(self.workings.placed(self.component, number, row)),
            By::Index(along, _) => *along,
        };
        let profits = &self.workings.profits;
        let of = |value: Option<Exact>| value.unwrap_or(Exact::ZERO);
        let prices = || {
            let own = || (of(profits.revenue.exact(row)), of(profits.cost.exact(row)));
            let (price, cost) = self.as_if.prices(row).unwrap_or_else(own);
            (price.sub(&cost), price, cost)
        };
        let given = |basis| of(self.workings.decimals(basis).and_then(|column| column.exact(row)));
        match along {
            Along::Amount => {
                let rate = self.workings.rates.values.get(self.order.rate(row) as usize);
                let amount = given(CreditBasis::Amount);
                let own = || rate.map_or(amount.clone(), |rate| amount.mul(rate));
                Found::At(Place::At(self.as_if.amount(row).unwrap_or_else(own)))
            }
            Along::Units => {
                let own = || given(CreditBasis::Units);
                Found::At(Place::At(self.as_if.units(row).unwrap_or_else(own)))
            }
            Along::Margin => {
                let (profit, price, _) = prices();
                Found::At(Place::ratio(&profit, &price))
            }
            Along::Markup => {
                let (profit, _, cost) = prices();
                Found::At(Place::ratio(&profit, &cost))
            }
            Along::Measure(_) | Along::AttainmentOf(_) => {
                let line = position.checked_sub(self.first);
                let place = line.and_then(|line| self.running.get(number)?.get(line)?.clone());
                place.map_or(Found::Nothing, Found::At)
            }
        }
    }

    /// Where the credit at a position of the order lies; nothing where a dimension refuses it. Credit of another
    /// component has no column of its own.
    pub(crate) fn spot(&self, position: usize, own: bool) -> Option<Spot> {
        let mut spot = Spot::FIRST;
        if !own && self.across.parts_credit() {
            spot.own = None;
        }
        for (number, (dimension, stride)) in self.across.dimensions.iter().zip(&self.strides).enumerate() {
            if dimension.is_own() && !own {
                continue;
            }
            let place = match (self.found(number, dimension, position), &dimension.by) {
                (Found::At(place), By::Index(_, bands)) => bands.place(&place).ok()?,
                (Found::Value(place), _) => place,
                (Found::Nothing | Found::At(_), _) => None,
            };
            let steps = place.and_then(|place| place.checked_mul(*stride));
            let sum = if dimension.is_own() { &mut spot.own } else { &mut spot.running };
            *sum = sum.zip(steps).and_then(|(sum, steps)| sum.checked_add(steps));
        }
        Some(spot)
    }

    /// A step with what was looked up along each dimension for the credit at a position of the order.
    pub(crate) fn explain(&self, mut node: Node, position: usize, own: bool) -> Node {
        let plan = &self.workings.plan;
        for (number, dimension) in self.across.dimensions.iter().enumerate() {
            if dimension.is_own() && !own {
                continue;
            }
            let said = match self.found(number, dimension, position) {
                Found::At(Place::At(value)) => value.to_string(),
                Found::At(Place::Above) => "above every bound".to_owned(),
                Found::At(Place::Below) => "below every bound".to_owned(),
                Found::Value(place) => dimension.name(place).unwrap_or("none of the table's values").to_owned(),
                Found::Nothing => "no quota".to_owned(),
            };
            node = node.input(&dimension.key(plan), said);
        }
        node
    }
}
