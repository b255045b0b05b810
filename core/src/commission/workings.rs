//! Everything that a calculation works with, kept so that any line can be run again and explained.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use super::clawback::Refunds;
use super::credit::credits::Credits;
use super::credit::fx::Rates;
use super::credit::listed::Listed;
use super::credit::order::Order;
use super::credit::profit::Profits;
use super::credit::rollup::RollUps;
use super::credit::shaping::Shaped;
use super::credit::splits::Splits;
use super::document::{CreditBasis, DateBasis};
use super::engine::frame::column;
use super::engine::proof::Wide;
use super::model::{Component, Payout, Plan};
use super::periods::quotas::Quotas;
use super::periods::ramp::Ramp;
use super::periods::relief::Reliefs;
use super::periods::roster::Roster;
use super::periods::slices::Slice;
use super::periods::start::Start;
use super::rates::blueprint::{Blueprint, Factor, places};
use super::rates::placed::Placed;
use super::rates::ruled::Ruled;
use super::sharing::{Above, Pools};
use super::stages::{Deals, Flags};
use crate::number::{Exact, Rounding, pow10};
use crate::table::{DecimalColumn, Records};
use crate::time::Period;

/// A calculation's inputs, read and ordered.
#[derive(Debug)]
pub(crate) struct Workings {
    pub(crate) plan: Plan,
    pub(crate) period: Period,
    /// Records known from here on do not exist yet, in microseconds since 1970.
    pub(crate) known_at: Option<i64>,
    /// The days on which a transaction can matter.
    pub(crate) window: Range<i32>,
    pub(crate) transactions: Records,
    pub(crate) roster: Roster,
    pub(crate) splits: Splits,
    pub(crate) rates: Rates,
    pub(crate) quotas: Quotas,
    pub(crate) reliefs: Reliefs,
    pub(crate) credits: Credits,
    /// By component: its credits after factors and cap, where it says any.
    pub(crate) shaped: Vec<Option<Shaped>>,
    /// How they rolled up, where a component counts such credit.
    pub(crate) rolled: Option<RollUps>,
    /// Those above whoever earned, where the plan has overrides.
    pub(crate) above: Above,
    /// What teams are paid in the call.
    pub(crate) pools: Pools,
    pub(crate) refunds: Refunds,
    pub(crate) orders: Vec<(DateBasis, Order)>,
    /// What the table of credits lists, once it was asked.
    pub(crate) listed: OnceLock<Vec<Listed>>,
    /// By component: which transaction rows count; nothing where all do.
    pub(crate) eligible: Vec<Option<Vec<bool>>>,
    /// By component: the rate of each transaction, where it pays by rules.
    pub(crate) ruled: Vec<Option<Ruled>>,
    /// By component: where its transactions stand along the dimensions of its rate table that go by a column of theirs.
    pub(crate) placed: Vec<Placed>,
    pub(crate) blueprints: Vec<Blueprint>,
    /// The same without accelerators, where a ramp asks for it.
    pub(crate) unaccelerated: Vec<Blueprint>,
    /// By payee, component and measure period.
    pub(crate) slices: Vec<Slice>,
    /// By payee: where its slices stand.
    pub(crate) slices_of: Vec<Range<usize>>,
    /// Decimal places of the credit and measure columns, at most 12.
    pub(crate) credit_places: u32,
    /// Decimal places of the exact money columns, at most 12.
    pub(crate) money_places: u32,
    /// The bits of the largest mantissa of `amount` and of `units`.
    pub(crate) column_bits: [u64; 5],
    /// What plans that pay by profit read.
    pub(crate) profits: Profits,
    /// Values from outside that conditions and objectives ask for.
    pub(crate) flags: Flags,
    /// Which transactions are one deal, where a line cap asks.
    pub(crate) deals: Deals,
}

/// Columns keep what is exact in 12 places; what is not is shown rounded half-even to 12.
pub(crate) const MOST_PLACES: u32 = 12;

impl Workings {
    pub(crate) fn component(&self, slice: &Slice) -> &Component {
        // Slices are made from the plan's own components.
        #[expect(clippy::indexing_slicing, reason = "a slice's component is a position in the plan it was made from")]
        &self.plan.components[slice.component]
    }

    /// Takes the slices in, which come payee by payee.
    pub(crate) fn set_slices(&mut self, slices: Vec<Slice>) {
        self.slices_of = vec![0..0; self.roster.payees.len()];
        let mut start = 0;
        for of_payee in slices.chunk_by(|a, b| a.payee == b.payee) {
            let end = start + of_payee.len();
            if let Some(range) = of_payee.first().and_then(|slice| self.slices_of.get_mut(slice.payee as usize)) {
                *range = start..end;
            }
            start = end;
        }
        self.slices = slices;
    }

    /// Lets slices of payees go on where their known lines end.
    pub(crate) fn go_on(&mut self, starts: &BTreeMap<u32, Vec<Option<Start>>>) {
        for (payee, starts) in starts {
            let range = self.slices_of.get(*payee as usize).cloned().unwrap_or_default();
            for (slice, start) in self.slices.get_mut(range).into_iter().flatten().zip(starts) {
                slice.start.clone_from(start);
            }
        }
    }

    /// The slices of a payee, and the position of the first.
    pub(crate) fn slices_of(&self, payee: u32) -> (usize, &[Slice]) {
        let range = self.slices_of.get(payee as usize).cloned().unwrap_or_default();
        (range.start, self.slices.get(range).unwrap_or_default())
    }

    pub(crate) fn blueprint(&self, slice: &Slice) -> Option<&Blueprint> {
        let blueprints = if slice.accelerated { &self.blueprints } else { &self.unaccelerated };
        blueprints.get(slice.component)
    }

    pub(crate) fn order(&self, basis: DateBasis) -> &Order {
        static NONE: std::sync::LazyLock<Order> = std::sync::LazyLock::new(Order::default);
        self.orders.iter().find(|(known, _)| *known == basis).map_or(&NONE, |(_, order)| order)
    }

    /// The positions in the order of the slice's credits, up to the end of what is asked for.
    pub(crate) fn range(&self, slice: &Slice) -> Range<usize> {
        let order = self.order(self.component(slice).date);
        order.within(slice.payee, slice.measure.start, slice.asked.end)
    }

    pub(crate) fn decimals(&self, basis: CreditBasis) -> Option<&DecimalColumn> {
        let given = || self.transactions.table().decimal(column(basis));
        if basis.is_derived() { self.profits.column(basis) } else { given() }
    }

    pub(crate) fn scale_of(&self, basis: CreditBasis) -> u32 {
        self.decimals(basis).map_or(0, |column| column.scale)
    }

    /// The places of the quotas that a component's slices have, if they terminate.
    fn quota_places(&self, component: usize) -> Option<u32> {
        let given = pow10(self.quotas.scale);
        let of = |quota: &Exact| match quota.to_i128s() {
            Some((_, denominator)) if given % denominator == 0 => Some(self.quotas.scale),
            _ => places(quota),
        };
        let quotas = self.slices.iter().filter(|slice| slice.component == component);
        quotas.filter_map(|slice| slice.quota.as_ref()).map(of).try_fold(0, |most, places| Some(most.max(places?)))
    }

    /// The bits of the largest mantissas that the slice's measure and base can meet.
    pub(crate) fn mantissa_bits(&self, slice: &Slice) -> (u64, u64) {
        let component = self.component(slice);
        let of = |basis| match basis {
            CreditBasis::Amount => self.column_bits[0],
            CreditBasis::Units => self.column_bits[1],
            CreditBasis::GrossProfit => self.column_bits[2],
            CreditBasis::GrossProfitOrLoss => self.column_bits[3],
            CreditBasis::Deals => self.column_bits[4],
        };
        // Capped credit is written as shares of 1.
        let capped = |basis| if component.shaping.has_cap() { pow10(self.scale_of(basis)).bits() } else { 0 };
        let most = |basis| of(basis).max(capped(basis));
        (most(component.credit), most(component.base()))
    }

    /// The distinct pairs of shares and exchange rate of the slice's credits; none where all are 1.
    pub(crate) fn pairs(&self, slice: &Slice) -> BTreeSet<(u32, u32)> {
        let order = self.order(self.component(slice).date);
        if self.credits.share.is_empty() && order.rates.is_empty() && self.shaped(slice.component).is_none() {
            return BTreeSet::new();
        }
        let (mut pairs, mut last) = (BTreeSet::new(), None);
        for pair in self.range(slice).map(|position| self.pair_at(slice.component, order, position)) {
            if last.replace(pair) != Some(pair) {
                pairs.insert(pair);
            }
        }
        pairs
    }

    /// The factors on a credit's quota and base columns.
    pub(crate) fn factors(&self, share: u32, rate: u32, quota: CreditBasis, base: CreditBasis) -> (Exact, Exact) {
        self.splits.factors(share, &self.rates, rate, [quota, base])
    }

    /// The places that the credit and money columns need for exact values, at most 12.
    pub(crate) fn column_places(&self) -> (u32, u32) {
        let factor_places = self.factor_places();
        let (mut credit, mut money) = (0, self.plan.rounding.scale);
        for (number, (component, blueprint)) in self.plan.components.iter().zip(&self.blueprints).enumerate() {
            // The table of credits holds amounts, whatever the components measure.
            for basis in [CreditBasis::Amount, component.credit, component.base()] {
                let factor = factor_places.map(|places| places + self.scale_of(basis));
                credit = credit.max(factor.unwrap_or(MOST_PLACES));
            }
            let bounds = if blueprint.by_attainment { self.quota_places(number) } else { Some(0) };
            let multiplied = self.plan.ramp.as_ref().is_some_and(Ramp::changes_rates);
            let own = match (&blueprint.factor, blueprint.places, bounds) {
                (Factor::One, Some((value, from)), Some(bounds)) if !multiplied && !self.shares_out(component) => {
                    value + credit.max(from + bounds)
                }
                _ => MOST_PLACES,
            };
            money = money.max(own);
        }
        // A part of what a sale earned need not terminate.
        if self.plan.is_staged() || !self.refunds.is_empty() {
            money = MOST_PLACES;
        }
        // What overrides are on may be an earning, and parts of credit need not terminate.
        if self.plan.is_shared() || self.plan.is_pooled() {
            credit = MOST_PLACES;
        }
        (credit.min(MOST_PLACES), money.min(MOST_PLACES))
    }

    /// Whether a line's base is shared over the tiers that its quota credit spans: a division.
    fn shares_out(&self, component: &Component) -> bool {
        let divides = matches!(&component.payout, Payout::Table(table, _) if table.divides_credit());
        let differ = || self.splits.shares.iter().any(|share| share.quota != share.commission);
        divides && (component.credit != component.base() || differ())
    }

    /// The places of the factors on amounts; nothing where one does not terminate.
    fn factor_places(&self) -> Option<u32> {
        let most = |numbers: &mut dyn Iterator<Item = &Exact>| {
            numbers.map(places).try_fold(0, |most, places| Some(most.max(places?)))
        };
        let shares = most(&mut self.splits.shares.iter().flat_map(|share| [&share.quota, &share.commission]))?;
        Some(shares + most(&mut self.rates.values.iter())?)
    }

    /// The bits of the largest mantissa of a column.
    pub(crate) fn largest_mantissa(column: Option<&DecimalColumn>) -> u64 {
        let bits = column
            .into_iter()
            .flat_map(|column| &column.cells.values)
            .fold(0_u128, |all, value| all | value.unsigned_abs());
        i128::try_from(bits).map_or(127, |bits| bits.bits())
    }
}

impl Workings {
    /// Measure over quota as a mantissa of 12 places, or why there is none.
    pub(crate) fn attainment(&self, slice: &Slice, measure: &Exact) -> Result<i128, &'static str> {
        let quota = slice.quota_in_view().ok_or("no_quota")?;
        let attainment = measure.checked_div(&quota).map_err(|_| "zero_denominator")?;
        attainment.round_to_units(MOST_PLACES, Rounding::HalfEven).map_err(|_| "out_of_range")
    }
}
