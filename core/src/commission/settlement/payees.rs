//! Who is settled: when they are there, what they draw, and what they bring along.

use std::collections::{BTreeMap, BTreeSet};

use super::document::DrawKind;
use super::model::{SettlementPolicy, Size};
use super::period::{Balances, Draw};
use crate::commission::output::cells::{self, Row};
use crate::number::{Currency, Exact, NumberError};
use crate::problem::Code;
use crate::table::{BadRecords, Records};
use crate::time::{Date, OpenPeriod, Period};

/// A payee, before anything is earned.
#[derive(Debug)]
pub(super) struct Payee {
    pub(super) active: OpenPeriod,
    pub(super) target: Option<Exact>,
    pub(super) currency: Currency,
    pub(super) opening: Balances,
    pub(super) draws: Vec<Window>,
}

/// A draw for as long as it holds.
#[derive(Debug, Clone)]
pub(super) struct Window {
    pub(super) kind: DrawKind,
    /// For a whole pay period.
    pub(super) amount: Exact,
    pub(super) holds: OpenPeriod,
    /// Its row of `draws`; none where the policy gives it.
    pub(super) row: Option<usize>,
}

/// The payees by id, and those who are set aside because what is said of them cannot be used.
#[derive(Debug, Default)]
pub(super) struct Payees {
    pub(super) by_id: BTreeMap<String, Payee>,
    pub(super) set_aside: BTreeSet<String>,
}

impl SettlementPolicy {
    fn payee(&self) -> Payee {
        Payee {
            active: OpenPeriod::ALWAYS,
            target: None,
            currency: self.payout.currency.unwrap_or(self.currency),
            opening: Balances::NONE,
            draws: Vec::new(),
        }
    }

    /// Reads people, draws and balances.
    pub(super) fn payees(
        &self,
        people: Option<&Records>,
        draws: Option<&Records>,
        balances: Option<&Records>,
        periods: &[Period],
        bad: &mut BadRecords,
    ) -> Payees {
        let mut payees = Payees::default();
        for row in rows(people, "people", "person_id") {
            let payee = self.person(row, bad);
            payees.by_id.extend(payee.map(|payee| (row.id().to_owned(), payee)));
        }
        for row in rows(draws, "draws", "payee_id") {
            let payee = payees.by_id.entry(row.id().to_owned()).or_insert_with(|| self.payee());
            let window = window(row, payee, bad);
            if let Some(window) = window {
                refuse_mixture(row, payee, &window, periods, bad);
                payee.draws.push(window);
            }
        }
        for row in rows(people, "people", "person_id") {
            if let Some(payee) = payees.by_id.get_mut(row.id()).filter(|payee| payee.draws.is_empty()) {
                payee.draws.extend(self.common_draw(row, payee, bad));
            }
        }
        for row in rows(balances, "balances", "payee_id") {
            let opening = self.opening(row, bad);
            let payee = payees.by_id.entry(row.id().to_owned()).or_insert_with(|| self.payee());
            payee.opening = opening;
        }
        for (table, key, records) in
            [("people", "person_id", people), ("draws", "payee_id", draws), ("balances", "payee_id", balances)]
        {
            let refused = bad.rows(table);
            let rows = records.into_iter().flat_map(|records| cells::all(records, table, key));
            payees
                .set_aside
                .extend(rows.filter(|row| refused.binary_search(&row.at).is_ok()).map(|row| row.id().to_owned()));
        }
        payees.by_id.retain(|id, _| !payees.set_aside.contains(id));
        payees
    }

    /// The payee of this id, who may only now be heard of; none where the payee is set aside.
    pub(super) fn met<'p>(&self, payees: &'p mut Payees, id: &str) -> Option<&'p mut Payee> {
        if payees.set_aside.contains(id) {
            return None;
        }
        if !payees.by_id.contains_key(id) {
            payees.by_id.insert(id.to_owned(), self.payee());
        }
        payees.by_id.get_mut(id)
    }

    fn person(&self, row: Row<'_>, bad: &mut BadRecords) -> Option<Payee> {
        let after = row.date("last_day").and_then(|last_day| last_day.add_days(1).ok());
        let Ok(active) = OpenPeriod::new(row.date("start_date"), after) else {
            row.refuse(bad, "last_day", Code::TimeEmptyPeriod, format!("`{}` leaves before the first day", row.id()));
            return None;
        };
        let target = row.exact("target_variable");
        if target.as_ref().is_some_and(Exact::is_negative) {
            let message = format!("the target variable of `{}` is below zero", row.id());
            row.refuse(bad, "target_variable", Code::SettlementNegativeAmount, message);
        }
        let currency = row.text("payout_currency").and_then(|code| Currency::parse(code).ok());
        let payee = self.payee();
        Some(Payee { active, target, currency: currency.unwrap_or(payee.currency), ..payee })
    }

    /// What the policy lets everybody draw.
    fn common_draw(&self, row: Row<'_>, payee: &Payee, bad: &mut BadRecords) -> Option<Window> {
        let terms = self.terms.as_ref()?;
        let amount = match (&terms.size, &payee.target) {
            (Size::Amount(amount), _) => amount.clone(),
            (Size::TargetShare(share), Some(target)) => share.mul(target),
            (Size::TargetShare(_), None) => {
                let message = format!("the draw of `{}` is a part of a target variable that is not given", row.id());
                row.refuse(bad, "target_variable", Code::SettlementTargetMissing, message);
                return None;
            }
        };
        let mut holds = terms.holds;
        if let Some(months) = terms.months {
            let Some(start) = payee.active.from() else {
                let message = format!("the draw of `{}` starts on a day that is not given", row.id());
                row.refuse(bad, "start_date", Code::TableMissingValue, message);
                return None;
            };
            let end = start.add_months(months).unwrap_or(Date::MAX);
            let from = terms.holds.from().map_or(start, |from| from.max(start));
            let to = terms.holds.to().map_or(end, |to| to.min(end));
            // Whoever starts after the terms have ended draws nothing.
            holds = OpenPeriod::new(Some(from), Some(to)).ok()?;
        }
        Some(Window { kind: terms.kind, amount, holds, row: None })
    }

    fn opening(&self, row: Row<'_>, bad: &mut BadRecords) -> Balances {
        if let Some(currency) = row.text("currency").filter(|currency| *currency != self.currency.code()) {
            let message = format!("the balances of `{}` are in {currency}, not in {}", row.id(), self.currency);
            row.refuse(bad, "currency", Code::NumberCurrencyMismatch, message);
        }
        let mut amount = |column: &str| {
            let amount = row.exact(column).unwrap_or(Exact::ZERO);
            if amount.is_negative() {
                let message = format!("the balance {amount} of `{}` is below zero", row.id());
                row.refuse(bad, column, Code::SettlementNegativeAmount, message);
            }
            amount
        };
        Balances {
            negative: amount("negative_balance"),
            owed: amount("draw_owed"),
            clamped: amount("clamped"),
            held: amount("held"),
            reserves: BTreeMap::new(),
        }
    }
}

fn rows<'r>(
    records: Option<&'r Records>,
    table: &'static str,
    key: &'static str,
) -> impl Iterator<Item = Row<'r>> + use<'r> {
    records.into_iter().flat_map(move |records| cells::good(records, table, key))
}

fn window(row: Row<'_>, payee: &Payee, bad: &mut BadRecords) -> Option<Window> {
    let kind = DrawKind::parse(row.text("kind").unwrap_or_default());
    let Ok(holds) = OpenPeriod::new(row.date("from"), row.date("to")) else {
        let message = format!("the draw of `{}` ends where it starts, or before", row.id());
        row.refuse(bad, "to", Code::TimeEmptyPeriod, message);
        return None;
    };
    if kind == DrawKind::RecoverableForgiven && holds.to().is_none() {
        let message = format!("the draw of `{}` is forgiven when it ends, and has no end", row.id());
        row.refuse(bad, "to", Code::SettlementDrawWithoutEnd, message);
    }
    let amount = match (row.exact("amount"), row.exact("target_share"), &payee.target) {
        (Some(amount), None, _) => amount,
        (None, Some(share), Some(target)) => share.mul(target),
        (None, Some(_), None) => {
            let message =
                format!("the draw of `{}` is a part of a target variable that `people` does not give", row.id());
            row.refuse(bad, "target_share", Code::SettlementTargetMissing, message);
            return None;
        }
        _ => {
            let message = format!("the draw of `{}` needs either an amount or a target_share", row.id());
            row.refuse(bad, "amount", Code::SettlementDrawSize, message);
            return None;
        }
    };
    if amount.is_negative() {
        let message = format!("the draw of `{}` is below zero", row.id());
        let column = if row.exact("amount").is_some() { "amount" } else { "target_share" };
        row.refuse(bad, column, Code::SettlementNegativeAmount, message);
    }
    Some(Window { kind, amount, holds, row: Some(row.at) })
}

/// Draws of a payee must not overlap, nor may one pay period have two kinds of them: it could not be
/// said what is owed.
fn refuse_mixture(row: Row<'_>, payee: &Payee, window: &Window, periods: &[Period], bad: &mut BadRecords) {
    if payee.draws.iter().any(|other| other.holds.overlaps(window.holds)) {
        let message = format!("two draws of `{}` hold on the same day", row.id());
        row.refuse(bad, "from", Code::SettlementDrawOverlap, message);
        return;
    }
    let touch = |window: &Window, period: &Period| window.holds.within(*period).is_some();
    let others = || payee.draws.iter().filter(|other| other.kind != window.kind);
    let mixed = periods.iter().find(|period| touch(window, period) && others().any(|other| touch(other, period)));
    if let Some(period) = mixed {
        let message = format!("`{}` has two kinds of draw in the pay period {period}", row.id());
        row.refuse(bad, "kind", Code::SettlementDrawMixed, message);
    }
}

impl Payee {
    /// The days of a window inside a period on which the payee is there.
    fn days(&self, window: &Window, period: Period) -> Option<Period> {
        window.holds.within(period).and_then(|days| self.active.within(days))
    }

    /// The draw of a pay period: amounts times active days over its days, summed and then rounded.
    pub(super) fn draw(&self, policy: &SettlementPolicy, period: Period) -> Result<Option<Draw>, NumberError> {
        let mut draw: Option<Draw> = None;
        let mut sum = Exact::ZERO;
        for window in &self.draws {
            let Some(days) = self.days(window, period) else { continue };
            let factor = policy.proration.basis().map_or(Exact::ONE, |basis| basis.factor(Some(days), period));
            sum = sum.add(&window.amount.mul(&factor));
            let stays = |to: Date| self.active.to().is_none_or(|left| left >= to);
            let ends = window.holds.to().is_some_and(|to| to <= period.to() && stays(to));
            let before = draw.as_ref();
            draw = Some(Draw {
                kind: window.kind,
                amount: Exact::ZERO,
                from: before.map_or(days.from(), |draw| draw.from.min(days.from())),
                ends: ends || before.is_some_and(|draw| draw.ends),
            });
        }
        let amount = policy.round(&sum)?;
        Ok(draw.map(|draw| Draw { amount, ..draw }))
    }

    /// Whether the draw of a row holds in one of the periods, the payee being there.
    pub(super) fn holds_in(&self, row: usize, periods: &[Period]) -> bool {
        let window = self.draws.iter().find(|window| window.row == Some(row));
        window.is_some_and(|window| periods.iter().any(|period| self.days(window, *period).is_some()))
    }

    /// Whether the payee is gone by the end of a period.
    pub(super) fn has_left(&self, period: Period) -> bool {
        self.active.to().is_some_and(|left| left <= period.to())
    }
}
