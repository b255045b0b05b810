//! Dated exchange rates into the plan's currency. A rate is given or missing; one that is turned round or put
//! together from two is used only where the plan allows it.

use std::collections::BTreeMap;

use crate::commission::model::Plan;
use crate::number::Exact;
use crate::problem::Code;
use crate::sorted;
use crate::table::{BadRecord, BadRecords, Records};

/// A rate on the days from `from` up to, not including, `to`.
#[derive(Debug, Clone)]
struct Rate {
    from: i32,
    to: i32,
    value: Exact,
    /// The rows that it comes from.
    rows: Vec<usize>,
}

impl Rate {
    fn inverse(&self) -> Option<Self> {
        Exact::ONE.checked_div(&self.value).ok().map(|value| Self { value, ..self.clone() })
    }

    /// This rate and then another, on the days of both.
    fn then(&self, other: &Self) -> Option<Self> {
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        let rows = self.rows.iter().chain(&other.rows).copied().collect();
        (from < to).then(|| Self { from, to, value: self.value.mul(&other.value), rows })
    }
}

/// The rates of a call, by currency and date.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    /// By currency, each with its number: those given, those turned round, those put together.
    by_currency: BTreeMap<String, Vec<(i32, i32, u32)>>,
    /// The rates by number; number 0 is 1, for amounts that need no conversion.
    pub(crate) values: Vec<Exact>,
    rows: Vec<Vec<usize>>,
}

/// The rates that are given between two currencies.
type Given = BTreeMap<(String, String), Vec<Rate>>;

impl Rates {
    /// Reads the rates of the plan's kind that lead to the plan's currency, in the ways that it allows.
    pub(crate) fn read(plan: &Plan, rates: Option<&Records>, bad: &mut BadRecords) -> Self {
        let mut read = Self { by_currency: BTreeMap::new(), values: vec![Exact::ONE], rows: vec![Vec::new()] };
        let given = rates.map(|rates| given(plan, rates, bad)).unwrap_or_default();
        let fx = plan.fx.unwrap_or_default();
        let own = plan.currency.code();
        let between = |base: &str, quote: &str| -> Vec<Rate> {
            let of =
                |base: &str, quote: &str| given.get(&(base.to_owned(), quote.to_owned())).cloned().unwrap_or_default();
            let mut found = of(base, quote);
            if fx.inverse {
                found.extend(of(quote, base).iter().filter_map(Rate::inverse));
            }
            found
        };
        let mut currencies: Vec<&str> = given.keys().flat_map(|(base, quote)| [base.as_str(), quote]).collect();
        sorted::sort(&mut currencies);
        currencies.dedup();
        for currency in currencies.into_iter().filter(|currency| *currency != own) {
            let mut ways = between(currency, own);
            if let Some(middle) =
                fx.cross.map(|cross| cross.code()).filter(|middle| *middle != currency && *middle != own)
            {
                let second = between(middle, own);
                let first = between(currency, middle);
                ways.extend(first.iter().flat_map(|first| second.iter().filter_map(|second| first.then(second))));
            }
            for Rate { from, to, value, rows } in ways {
                let number = u32::try_from(read.values.len()).unwrap_or(0);
                read.by_currency.entry(currency.to_owned()).or_default().push((from, to, number));
                read.values.push(value);
                read.rows.push(rows);
            }
        }
        read
    }

    /// The rows that a rate came from.
    pub(crate) fn rows(&self, rate: u32) -> &[usize] {
        self.rows.get(rate as usize).map_or(&[], Vec::as_slice)
    }

    /// The number of the rate of a currency on a day.
    pub(crate) fn find(&self, currency: &str, day: i32) -> Option<u32> {
        self.by_currency.get(currency)?.iter().find(|(from, to, _)| *from <= day && day < *to).map(|(_, _, rate)| *rate)
    }
}

/// The rates of the plan's kind that may be of use; those that cannot be used go to `bad`.
fn given(plan: &Plan, records: &Records, bad: &mut BadRecords) -> Given {
    let mut given = Given::new();
    let table = records.table();
    let (Some(bases), Some(quotes)) = (table.text("base"), table.text("quote")) else { return given };
    let (Some(kinds), Some(column), Some(from)) = (table.text("kind"), table.decimal("rate"), table.date("from"))
    else {
        return given;
    };
    let to = table.date("to");
    let fx = plan.fx.unwrap_or_default();
    let targets = [Some(plan.currency.code()), fx.cross.map(|cross| cross.code())];
    let leads = |to: &str| targets.iter().flatten().any(|target| *target == to);
    for row in (0..records.rows()).filter(|&row| records.is_good(row)) {
        let (Some(base), Some(quote), Some(value), Some(start)) =
            (bases.get(row), quotes.get(row), column.exact(row), from.get(row))
        else {
            continue;
        };
        if kinds.get(row) != Some(fx.kind.as_str()) || !(leads(quote) || fx.inverse && leads(base)) {
            continue;
        }
        let mut refuse = |column: &str, code: Code, message: String| {
            bad.push(BadRecord {
                table: "fx_rates",
                row,
                record_id: Some(base.to_owned()),
                column: column.to_owned(),
                code,
                value: value.to_string(),
                message,
            });
        };
        if value.is_negative() || value.is_zero() {
            refuse("rate", Code::CommissionFxRateNotPositive, format!("the rate of {base} is not above zero"));
            continue;
        }
        let end = to.and_then(|cells| cells.get(row)).unwrap_or(i32::MAX);
        let known = given.entry((base.to_owned(), quote.to_owned())).or_default();
        if known.iter().any(|rate| start < rate.to && rate.from < end) {
            refuse("from", Code::CommissionFxRateOverlap, format!("two rates of {base} hold on the same day"));
            continue;
        }
        known.push(Rate { from: start, to: end, value, rows: vec![row] });
    }
    given
}
