//! Stage 4: a component's factors on credit, and the most of one transaction.

use std::collections::BTreeMap;

use super::order::Order;
use super::splits::{Share, Splits};
use crate::commission::model::{Plan, Shaping};
use crate::commission::periods::slices::Slice;
use crate::commission::workings::Workings;
use crate::number::{Exact, pow10};
use crate::problem::{Problems, Report, pointer};
use crate::table::Table;
use crate::trace::Node;

/// Which factors of a component fit each transaction.
#[derive(Debug, Default)]
pub(crate) struct Fitting {
    /// By transaction row: the number of the set that fits.
    sets: Vec<u32>,
    /// By set: the multipliers, by position.
    multipliers: Vec<Vec<usize>>,
}

impl Fitting {
    fn of(&self, row: usize) -> &[usize] {
        self.sets.get(row).and_then(|&set| self.multipliers.get(set as usize)).map_or(&[], Vec::as_slice)
    }
}

/// A component's credits after its factors and its cap, by position in the order.
#[derive(Debug, Default)]
pub(crate) struct Shaped {
    /// The numbers of the pair of shares and of the exchange rate. Capped credit is written as shares of 1.
    pairs: Vec<(u32, u32)>,
    /// Where credit may be capped: the mantissas that the shares are of, of what is measured and what is paid on.
    mantissas: Option<[Vec<i128>; 2]>,
    fitting: Fitting,
}

impl Plan {
    /// By component: which of its factors on credit fit each transaction, where it has any or a cap.
    pub(crate) fn fitting(&self, table: &Table) -> Result<Vec<Option<Fitting>>, Problems> {
        let mut report = Report::new();
        let mut all = Vec::with_capacity(self.components.len());
        for component in &self.components {
            if component.shaping.is_none() {
                all.push(None);
                continue;
            }
            match self.fitting_rows(&component.shaping, table) {
                Ok(fitting) => all.push(Some(fitting)),
                Err(problems) => report.absorb(problems),
            }
        }
        report.finish().map(|_| all)
    }

    fn fitting_rows(&self, shaping: &Shaping, table: &Table) -> Result<Fitting, Problems> {
        // A table without rows may be without columns: there is nothing that a rule could miss.
        if table.rows() == 0 {
            return Ok(Fitting::default());
        }
        let mut report = Report::new();
        let mut bound = Vec::with_capacity(shaping.multipliers.len());
        for multiplier in &shaping.multipliers {
            match multiplier.when.as_ref().map(|rule| rule.bind(table, "transactions", self.zone, None)).transpose() {
                Ok(rule) => bound.push(rule),
                Err(problems) => report.absorb(problems),
            }
        }
        report.finish()?;
        let mut fitting = Fitting::default();
        let mut known: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
        for row in 0..table.rows() {
            let fits = bound
                .iter()
                .enumerate()
                .filter(|(_, rule)| rule.as_ref().is_none_or(|rule| rule.matches(row).is_true()));
            let set: Vec<usize> = fits.map(|(position, _)| position).collect();
            let next = u32::try_from(fitting.multipliers.len()).unwrap_or(u32::MAX);
            let number = *known.entry(set).or_insert_with_key(|set| {
                fitting.multipliers.push(set.clone());
                next
            });
            fitting.sets.push(number);
        }
        Ok(fitting)
    }
}

impl Workings {
    /// Shapes the credits of every component that says how.
    pub(crate) fn shape(&mut self, fitting: Vec<Option<Fitting>>) {
        let mut splits = std::mem::take(&mut self.splits);
        let shaped = fitting.into_iter().enumerate();
        self.shaped =
            shaped.map(|(component, fitting)| Some(self.shaped_component(component, fitting?, &mut splits))).collect();
        self.splits = splits;
    }

    fn shaped_component(&self, component: usize, fitting: Fitting, splits: &mut Splits) -> Shaped {
        let mut shaped = Shaped { fitting, ..Shaped::default() };
        let Some(part) = self.plan.components.get(component) else { return shaped };
        let (order, bases) = (self.order(part.date), [part.credit, part.base()]);
        if part.shaping.has_cap() {
            shaped.mantissas = Some(bases.map(|basis| order.mantissas(basis).to_vec()));
        }
        let mut known: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        for position in 0..order.rows.len() {
            let row = self.refunds.value_row(order.row(position));
            let (share, rate) = order.pair(position);
            let set = shaped.fitting.sets.get(row).copied().unwrap_or(0);
            let number = known.get(&(share, set)).copied().unwrap_or_else(|| {
                let mut factors = splits.shares.get(share as usize).cloned().unwrap_or_else(Share::whole);
                for multiplier in shaped.fitting.of(row).iter().filter_map(|&at| part.shaping.multipliers.get(at)) {
                    factors.quota = factors.quota.mul(&multiplier.quota);
                    factors.commission = factors.commission.mul(&multiplier.commission);
                }
                let number = splits.number(factors);
                known.insert((share, set), number);
                number
            });
            let factors = splits.factors(number, &self.rates, rate, bases);
            let refund = self.refunds.restoring(order.row(position));
            // What is taken off is a part of what the sale counted as.
            let by = refund.map_or(Exact::ONE, |refund| self.refunds.taken_off(refund));
            let whole = |factor: Exact| factor.checked_div(&by).unwrap_or(Exact::ZERO);
            let factors = if refund.is_some() { (whole(factors.0), whole(factors.1)) } else { factors };
            let capped = self.capped(&part.shaping, order, position, bases, factors);
            let taken = |share: Share| Share { quota: share.quota.mul(&by), commission: share.commission.mul(&by) };
            let capped = if refund.is_some() { capped.map(taken) } else { capped };
            let Some((capped, mantissas)) = capped.zip(shaped.mantissas.as_mut()) else {
                shaped.pairs.push((number, rate));
                continue;
            };
            for (column, basis) in mantissas.iter_mut().zip(bases) {
                if let Some(mantissa) = column.get_mut(position) {
                    *mantissa = pow10(self.scale_of(basis));
                }
            }
            shaped.pairs.push((splits.number(capped), 0));
        }
        shaped
    }

    /// The credit of a position, where a cap holds some of it back.
    fn capped(
        &self,
        shaping: &Shaping,
        order: &Order,
        position: usize,
        bases: [crate::commission::document::CreditBasis; 2],
        (quota, base): (Exact, Exact),
    ) -> Option<Share> {
        if !shaping.has_cap() {
            return None;
        }
        let [quota, commission] = [(quota, bases[0]), (base, bases[1])].map(|(factor, basis)| {
            let mantissa = order.mantissas(basis).get(position).copied().unwrap_or(0);
            let one = Exact::new(mantissa, pow10(self.scale_of(basis))).unwrap_or(Exact::ZERO);
            one.mul(&factor)
        });
        let within = Share {
            quota: at_most(&quota, shaping.quota_cap.as_ref()),
            commission: at_most(&commission, shaping.commission_cap.as_ref()),
        };
        (within != Share { quota, commission }).then_some(within)
    }

    pub(crate) fn shaped(&self, component: usize) -> Option<&Shaped> {
        self.shaped.get(component)?.as_ref()
    }

    /// The numbers of the pair of shares and of the exchange rate of a position, for a component.
    #[inline]
    pub(crate) fn pair_at(&self, component: usize, order: &Order, position: usize) -> (u32, u32) {
        let shaped = self.shaped(component).and_then(|shaped| shaped.pairs.get(position).copied());
        shaped.unwrap_or_else(|| order.pair(position))
    }

    /// The mantissas that a component's shares are of, of what it measures and of what it pays on.
    pub(crate) fn mantissas<'w>(&'w self, component: usize, order: &'w Order) -> [&'w [i128]; 2] {
        match self.shaped(component).and_then(|shaped| shaped.mantissas.as_ref()) {
            Some([quota, base]) => [quota, base],
            None => {
                let part = self.plan.components.get(component);
                part.map_or([&[], &[]], |part| [part.credit, part.base()].map(|basis| order.mantissas(basis)))
            }
        }
    }

    /// What a position adds to the measure of a component, and what is paid on it.
    pub(crate) fn credit_at(&self, component: usize, order: &Order, position: usize) -> (Exact, Exact) {
        ExactCredits::new(self, component, order).at(position)
    }

    /// The step from what a credit was to what a component makes of it.
    pub(crate) fn shaping_node(&self, slice: &Slice, position: usize, before: Node) -> Node {
        let component = self.component(slice);
        let order = self.order(component.date);
        let Some(shaped) = self.shaped(slice.component) else { return before };
        let (quota, commission) = self.credit_at(slice.component, order, position);
        let at = &component.pointer;
        let mut node = Node::new("quota_credit", "the credit after factors and cap", at.clone());
        node = node.input("commission_credit", commission).value(quota.clone()).part(before);
        for &fitting in shaped.fitting.of(self.refunds.value_row(order.row(position))) {
            let Some(multiplier) = component.shaping.multipliers.get(fitting) else { continue };
            let at = pointer::at(&pointer::join(at, "credit_multipliers"), fitting);
            let step = Node::new("credit_multiplier", "a factor on the credit", at);
            node = node.part(step.input("quota", &multiplier.quota).input("commission", &multiplier.commission));
        }
        if component.shaping.has_cap() {
            let mut step = Node::new("credit_cap", "the most of one transaction", pointer::join(at, "credit_cap"));
            for (key, cap) in
                [("quota", &component.shaping.quota_cap), ("commission", &component.shaping.commission_cap)]
            {
                if let Some(cap) = cap {
                    step = step.input(key, cap);
                }
            }
            node = node.part(step);
        }
        node
    }
}

/// Reads exact credits of a component, one after the other. The factors of the last one are kept: most have the same.
pub(crate) struct ExactCredits<'w> {
    workings: &'w Workings,
    component: usize,
    order: &'w Order,
    mantissas: [&'w [i128]; 2],
    /// The numbers of a pair of shares and an exchange rate, with what mantissas are multiplied with to become
    /// quota and commission credit, and whether the two are the same number.
    known: Option<((u32, u32), [Exact; 2], bool)>,
}

impl<'w> ExactCredits<'w> {
    pub(crate) fn new(workings: &'w Workings, component: usize, order: &'w Order) -> Self {
        let mantissas = workings.mantissas(component, order);
        Self { workings, component, order, mantissas, known: None }
    }

    /// What a position adds to the measure, and what is paid on it.
    pub(crate) fn at(&mut self, position: usize) -> (Exact, Exact) {
        let Self { workings, component, order, mantissas, known } = self;
        let Some(part) = workings.plan.components.get(*component) else { return (Exact::ZERO, Exact::ZERO) };
        let pair = workings.pair_at(*component, order, position);
        if known.as_ref().is_none_or(|(of, ..)| *of != pair) {
            let bases = [part.credit, part.base()];
            let (quota, base) = workings.factors(pair.0, pair.1, bases[0], bases[1]);
            let unit = |basis| Exact::new(1, pow10(workings.scale_of(basis))).unwrap_or(Exact::ZERO);
            let factors = [quota.mul(&unit(bases[0])), base.mul(&unit(bases[1]))];
            let same = std::ptr::eq(mantissas[0], mantissas[1]) && factors[0] == factors[1];
            *known = Some((pair, factors, same));
        }
        let Some((_, [quota, base], same)) = known else { return (Exact::ZERO, Exact::ZERO) };
        let of = |mantissas: &[i128], factor: &Exact| {
            mantissas.get(position).map_or(Exact::ZERO, |mantissa| Exact::from(*mantissa).mul(factor))
        };
        let credit = of(mantissas[0], quota);
        let paid_on = if *same { credit.clone() } else { of(mantissas[1], base) };
        (credit, paid_on)
    }
}

/// A credit within a cap, a refund as its sale.
fn at_most(credit: &Exact, cap: Option<&Exact>) -> Exact {
    let Some(cap) = cap else { return credit.clone() };
    if credit.is_negative() { credit.clone().max(cap.neg()) } else { credit.min(cap).clone() }
}
