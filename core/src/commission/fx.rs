//! Dated exchange rates into the plan's currency. No inverse and no cross rates: a rate is given or missing.

use std::collections::BTreeMap;

use super::document::FxKind;
use super::model::Plan;
use crate::number::Exact;
use crate::problem::Code;
use crate::table::{BadRecord, BadRecords, Records};

#[derive(Debug, Clone)]
struct Rate {
    from: i32,
    to: i32,
    rate: u32,
}

/// The rates of a call, by currency and date.
#[derive(Debug, Default)]
pub(super) struct Rates {
    by_currency: BTreeMap<String, Vec<Rate>>,
    /// The rates by number; number 0 is 1, for amounts that need no conversion.
    pub(super) values: Vec<Exact>,
    rows: Vec<usize>,
}

impl Rates {
    /// Reads the rates of the plan's kind that are quoted in the plan's currency.
    pub(super) fn read(plan: &Plan, rates: Option<&Records>, bad: &mut BadRecords) -> Self {
        let mut read = Self {
            by_currency: BTreeMap::new(),
            values: vec![Exact::from(crate::number::Decimal::ONE)],
            rows: vec![usize::MAX],
        };
        let Some(records) = rates else { return read };
        let table = records.table();
        let (Some(bases), Some(quotes)) = (table.text("base"), table.text("quote")) else { return read };
        let (Some(kinds), Some(column), Some(from)) = (table.text("kind"), table.decimal("rate"), table.date("from"))
        else {
            return read;
        };
        let to = table.date("to");
        let kind = match plan.fx.map_or_else(FxKind::default, |fx| fx.kind) {
            FxKind::Spot => "spot",
            FxKind::Average => "average",
            FxKind::Plan => "plan",
        };
        for row in (0..records.rows()).filter(|&row| records.is_good(row)) {
            let (Some(base), Some(value), Some(start)) = (bases.get(row), column.exact(row), from.get(row)) else {
                continue;
            };
            if quotes.get(row) != Some(plan.currency.code()) || kinds.get(row) != Some(kind) {
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
            let known = read.by_currency.entry(base.to_owned()).or_default();
            if known.iter().any(|rate| start < rate.to && rate.from < end) {
                refuse("from", Code::CommissionFxRateOverlap, format!("two rates of {base} hold on the same day"));
                continue;
            }
            known.push(Rate { from: start, to: end, rate: u32::try_from(read.values.len()).unwrap_or(0) });
            read.values.push(value);
            read.rows.push(row);
        }
        read
    }

    /// The row that a rate came from.
    pub(super) fn row(&self, rate: u32) -> Option<usize> {
        self.rows.get(rate as usize).copied()
    }

    /// The number of the rate of a currency on a day.
    pub(super) fn find(&self, currency: &str, day: i32) -> Option<u32> {
        self.by_currency.get(currency)?.iter().find(|rate| rate.from <= day && day < rate.to).map(|rate| rate.rate)
    }
}
