//! Exchange rates between any two currencies, by kind and day. A rate is given or missing: nothing is
//! inverted or crossed.

use std::collections::{BTreeMap, BTreeSet};

use crate::commission::document::FxKind;
use crate::commission::output::cells;
use crate::number::Exact;
use crate::problem::Code;
use crate::table::{BadRecords, Records};
use crate::time::{Date, OpenPeriod};

/// Kind, base and quote.
type Pair = (String, String, String);

#[derive(Debug)]
struct Rate {
    holds: OpenPeriod,
    value: Exact,
    row: usize,
}

/// The rates of a call.
#[derive(Debug, Default)]
pub(crate) struct DatedRates(BTreeMap<Pair, Vec<Rate>>);

impl DatedRates {
    /// Reads all rates; those that cannot be used go to `bad`.
    pub(crate) fn read(records: Option<&Records>, bad: &mut BadRecords) -> Self {
        let mut rates: BTreeMap<Pair, Vec<Rate>> = BTreeMap::new();
        for row in records.into_iter().flat_map(|records| cells::good(records, "fx_rates", "base")) {
            let text = |column| row.text(column).unwrap_or_default().to_owned();
            let value = row.exact("rate").unwrap_or(Exact::ZERO);
            if value <= Exact::ZERO {
                let message = format!("the rate of {} is not above zero", row.id());
                row.refuse(bad, "rate", Code::CommissionFxRateNotPositive, message);
                continue;
            }
            let Ok(holds) = OpenPeriod::new(row.date("from"), row.date("to")) else {
                let message = format!("the rate of {} ends where it starts, or before", row.id());
                row.refuse(bad, "to", Code::TimeEmptyPeriod, message);
                continue;
            };
            let known = rates.entry((text("kind"), text("base"), text("quote"))).or_default();
            if known.iter().any(|rate| rate.holds.overlaps(holds)) {
                let message = format!("two rates of {} hold on the same day", row.id());
                row.refuse(bad, "from", Code::CommissionFxRateOverlap, message);
                continue;
            }
            known.push(Rate { holds, value, row: row.at });
        }
        Self(rates)
    }

    /// How many of `quote` one of `base` is on a day, and the row that says so.
    pub(crate) fn find(&self, kind: FxKind, base: &str, quote: &str, on: Date) -> Option<(&Exact, usize)> {
        let rates = self.0.get(&(kind.as_str().to_owned(), base.to_owned(), quote.to_owned()))?;
        rates.iter().find(|rate| rate.holds.contains(on)).map(|rate| (&rate.value, rate.row))
    }
}

impl FxKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Spot => "spot",
            Self::Average => "average",
            Self::Plan => "plan",
        }
    }
}

/// The rows of the rates that were used.
pub(crate) type UsedRates = BTreeSet<usize>;
