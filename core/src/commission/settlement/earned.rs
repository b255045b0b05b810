//! What became payable, by payee, pay period and plan.

use std::collections::BTreeMap;

use super::document::EarningFxDate;
use super::model::SettlementPolicy;
use super::movement::Kind;
use super::payees::Payees;
use super::reserves::{self, Moved};
use crate::commission::credit::dated_rates::{DatedRates, UsedRates};
use crate::commission::output::cells::{self, Row};
use crate::number::{Exact, NumberError};
use crate::problem::Code;
use crate::sorted;
use crate::table::{BadRecords, Records};
use crate::time::{Date, Period};

/// Movements of a release that pay nothing by themselves.
const NOT_PAYABLE: [&str; 3] = ["holdback", "forfeited", "cancelled"];

/// A plan, of which 0 is none, and what an earning of it is.
pub(super) type Source = (u32, Kind);

/// What became payable in a period.
pub(super) type Sums = BTreeMap<Source, Exact>;

/// Exact sums in the policy's currency, by payee and position of the period.
#[derive(Debug, Default)]
pub(super) struct Earned {
    pub(super) sums: BTreeMap<String, BTreeMap<usize, Sums>>,
    /// What is kept back, in its own currencies.
    pub(super) reserves: BTreeMap<String, BTreeMap<usize, Moved>>,
    /// By number, from 1, in order.
    pub(super) plans: Vec<String>,
    /// By row: why it is not counted.
    pub(super) fates: Vec<Option<&'static str>>,
}

impl Earned {
    /// Why an earning is not counted.
    pub(super) fn fate(&self, row: usize) -> Option<&'static str> {
        self.fates.get(row).copied().flatten()
    }

    /// The id of a plan by its number.
    pub(super) fn plan(&self, number: Option<u32>) -> Option<&str> {
        let position = number?.checked_sub(1)?;
        self.plans.get(position as usize).map(String::as_str)
    }
}

/// What one earning adds.
pub(super) struct Value<'r> {
    pub(super) period: usize,
    pub(super) on: Date,
    pub(super) plan: Option<&'r str>,
    pub(super) amount: Exact,
    /// The row of the exchange rate, and the rate.
    pub(super) rate: Option<(usize, Exact)>,
}

/// Why an earning adds nothing.
pub(super) enum Apart {
    Excluded(&'static str),
    Refused(&'static str, Code, String),
}

impl SettlementPolicy {
    /// Adds up the earnings; those that cannot be used go to `bad`, and the rates used to `used`.
    pub(super) fn earned(
        &self,
        records: &Records,
        rates: &DatedRates,
        periods: &[Period],
        payees: &mut Payees,
        used: &mut UsedRates,
        bad: &mut BadRecords,
    ) -> Earned {
        let named = sorted::set(rows(records).filter_map(|row| row.text("plan_id")));
        let numbers =
            sorted::map(named.iter().enumerate().map(|(at, plan)| (*plan, u32::try_from(at + 1).unwrap_or(u32::MAX))));
        let mut earned = Earned {
            fates: vec![None; records.rows()],
            plans: named.iter().map(|plan| (*plan).to_owned()).collect(),
            ..Earned::default()
        };
        for row in rows(records) {
            let value = match self.moved(row, periods, payees, &mut earned) {
                Ok(false) => self.value(row, rates, periods),
                Ok(true) if is_payable(&row) => self.value(row, rates, periods),
                Ok(true) => continue,
                Err(apart) => Err(apart),
            };
            let value = match value {
                Ok(value) => value,
                Err(Apart::Refused(column, code, message)) => {
                    row.refuse(bad, column, code, message);
                    continue;
                }
                Err(Apart::Excluded(reason)) => {
                    earned.fates.get_mut(row.at).into_iter().for_each(|fate| *fate = Some(reason));
                    continue;
                }
            };
            if self.met(payees, row.id()).is_none() {
                earned.fates.get_mut(row.at).into_iter().for_each(|fate| *fate = Some("payee_set_aside"));
                continue;
            }
            used.extend(value.rate.map(|(rate, _)| rate));
            let plan = value.plan.and_then(|plan| numbers.get(plan)).copied().unwrap_or(0);
            let sums = match earned.sums.get_mut(row.id()) {
                Some(sums) => sums,
                None => earned.sums.entry(row.id().to_owned()).or_default(),
            };
            let of = (plan, Kind::of_earning(row.text("kind")));
            let sum = sums.entry(value.period).or_default().entry(of).or_insert(Exact::ZERO);
            *sum = sum.add(&value.amount);
        }
        earned
    }

    /// Takes in what a row moves of a reserve; whether it moves any.
    fn moved(&self, row: Row<'_>, periods: &[Period], payees: &mut Payees, earned: &mut Earned) -> Result<bool, Apart> {
        let Some((which, change)) = reserves::moves(&row) else { return Ok(false) };
        let (_, position, _) = placed(row, periods)?;
        if self.met(payees, row.id()).is_none() {
            return Err(Apart::Excluded("payee_set_aside"));
        }
        let of_payee = earned.reserves.entry(row.id().to_owned()).or_default();
        reserves::add(of_payee.entry(position).or_default(), self.currency_of(&row), which, &change);
        Ok(true)
    }

    /// What an earning adds to which period, in the policy's currency.
    pub(super) fn value<'r>(&self, row: Row<'r>, rates: &DatedRates, periods: &[Period]) -> Result<Value<'r>, Apart> {
        if !is_payable(&row) {
            return Err(Apart::Excluded("not_payable"));
        }
        let (on, position, period) = placed(row, periods)?;
        let amount = row.exact("amount").unwrap_or(Exact::ZERO);
        let plan = row.text("plan_id");
        let own = self.currency.code();
        let Some(currency) = row.text("currency").filter(|currency| *currency != own) else {
            return Ok(Value { period: position, on, plan, amount, rate: None });
        };
        let day = match self.fx.date {
            EarningFxDate::Release => on,
            EarningFxDate::PeriodStart => period.from(),
            EarningFxDate::PeriodEnd => last_day(period),
        };
        let (rate, at) = rates.find(self.fx.kind, currency, own, day).ok_or_else(|| {
            let message = format!("there is no {} rate of {currency} in {own} on {day}", self.fx.kind.as_str());
            Apart::Refused("currency", Code::CommissionFxRateMissing, message)
        })?;
        Ok(Value { period: position, on, plan, amount: amount.mul(rate), rate: Some((at, rate.clone())) })
    }

    /// The sums of a payee and period in minor units: differences of the rounded running total, so that
    /// they add up to the rounded whole.
    pub(super) fn rounded(&self, sums: Option<&Sums>) -> Result<Vec<(Source, Exact)>, NumberError> {
        let (mut exact, mut before) = (Exact::ZERO, Exact::ZERO);
        let mut rounded = Vec::new();
        for (plan, sum) in sums.into_iter().flatten() {
            exact = exact.add(sum);
            let total = self.round(&exact)?;
            rounded.push((*plan, total.sub(&before)));
            before = total;
        }
        Ok(rounded)
    }
}

/// Whether a row is paid by itself.
fn is_payable(row: &Row<'_>) -> bool {
    !row.text("kind").is_some_and(|kind| NOT_PAYABLE.contains(&kind))
}

/// The day of a row, and the period that it falls in.
fn placed(row: Row<'_>, periods: &[Period]) -> Result<(Date, usize, Period), Apart> {
    let on = row.date("released_on").or_else(|| row.date("effective_on")).ok_or_else(|| {
        let message = format!("the earning of `{}` has neither a day of release nor of its own", row.id());
        Apart::Refused("released_on", Code::TableMissingValue, message)
    })?;
    let position = periods.partition_point(|period| period.to() <= on);
    let period = periods.get(position).filter(|period| period.contains(on));
    let period = *period.ok_or(Apart::Excluded("outside_period"))?;
    Ok((on, position, period))
}

pub(super) fn rows(records: &Records) -> impl Iterator<Item = Row<'_>> {
    cells::good(records, "earnings", "payee_id")
}

/// The last day of a period.
pub(super) fn last_day(period: Period) -> Date {
    // A period is never empty, so the day before its end exists.
    period.to().add_days(-1).unwrap_or(period.from())
}
