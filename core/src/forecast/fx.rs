//! Exchange rates into the model's currency. No inverse and no cross rates: a rate is given or missing.

use std::collections::BTreeMap;

use super::model::{ForecastModel, FxMode};
use super::params::Asked;
use crate::number::Exact;
use crate::problem::Code;
use crate::table::{BadRecord, BadRecords, Records};

/// A rate for as long as it holds, in days.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: i32,
    to: i32,
    rate: u32,
}

/// The rates of a call.
#[derive(Debug, Default)]
pub(super) struct Rates {
    by_currency: BTreeMap<String, Vec<Span>>,
    /// The rates by number; number 0 is 1, for amounts that need no conversion.
    values: Vec<Exact>,
    rows: Vec<usize>,
}

impl Rates {
    /// Reads the rates that the model's mode uses. Rates that are not above zero or overlap are bad records.
    pub(super) fn read(model: &ForecastModel, rates: Option<&Records>, bad: &mut BadRecords) -> Self {
        let mut read = Self { by_currency: BTreeMap::new(), values: vec![Exact::ONE], rows: vec![usize::MAX] };
        let (Some(records), Some(mode)) = (rates, model.fx) else { return read };
        let table = records.table();
        let text = |column: &str, row: usize| table.text(column).and_then(|cells| cells.get(row));
        let date = |column: &str, row: usize| table.date(column).and_then(|cells| cells.get(row));
        let kind = if mode == FxMode::Plan { "plan" } else { "spot" };
        for row in (0..records.rows()).filter(|&row| records.is_good(row)) {
            let rate = table.decimal("rate").and_then(|column| column.exact(row));
            let (Some(base), Some(rate), Some(from)) = (text("base", row), rate, date("from", row)) else { continue };
            if text("quote", row) != Some(model.currency.code()) || text("kind", row) != Some(kind) {
                continue;
            }
            let to = date("to", row).unwrap_or(i32::MAX);
            let known = read.by_currency.entry(base.to_owned()).or_default();
            let (column, code, message) = if rate.is_zero() || rate.is_negative() {
                let message = format!("the rate of {base} is not above zero");
                ("rate", Code::ForecastFxRateNotPositive, message)
            } else if known.iter().any(|other| from < other.to && other.from < to) {
                ("from", Code::ForecastFxRateOverlap, format!("two rates of {base} hold on the same day"))
            } else {
                known.push(Span { from, to, rate: u32::try_from(read.values.len()).unwrap_or(0) });
                read.values.push(rate);
                read.rows.push(row);
                continue;
            };
            let (record_id, column, value) = (Some(base.to_owned()), column.to_owned(), rate.to_string());
            bad.push(BadRecord { table: "fx_rates", row, record_id, column, code, value, message });
        }
        read
    }

    /// The number of the rate of a currency on a day.
    pub(super) fn find(&self, currency: &str, day: i32) -> Option<u32> {
        let spans = self.by_currency.get(currency)?;
        spans.iter().find(|span| span.from <= day && day < span.to).map(|span| span.rate)
    }

    pub(super) fn value(&self, rate: u32) -> Exact {
        self.values.get(rate as usize).cloned().unwrap_or(Exact::ONE)
    }

    /// The row that a rate came from; none for amounts that are not converted.
    pub(super) fn row(&self, rate: u32) -> Option<usize> {
        self.rows.get(rate as usize).copied().filter(|&row| row != usize::MAX)
    }
}

impl FxMode {
    /// The day whose rate converts a deal: an open one, if `closed_on` is nothing.
    pub(super) fn day(self, asked: &Asked, closed_on: Option<i32>) -> i32 {
        match self {
            Self::Plan => asked.period.from().days(),
            Self::Dated => closed_on.unwrap_or(asked.day.days()),
            Self::Constant(day) => day.days(),
        }
    }
}
