//! What comes out of an expansion: transactions and their splits.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::months::Month;
use super::owners::{parts_of, share};
use super::params::ExpandStreamsParams;
use super::records::{OWNER_TABLE, STREAM_TABLE};
use super::run::{ExpandStreamsInputs, Expanded, Workings};
use super::shapes::STREAMS;
use crate::commission::output::accounts::RecordCount;
use crate::commission::output::outcome::PeriodSummary;
use crate::commission::output::tabulate::{Sheet, decimal};
use crate::commission::output::tally::Tally;
use crate::number::{Decimal, Exact};
use crate::problem::Problem;
use crate::sorted;
use crate::table::{BadRecords, Records, Table, Tables};

/// The totals of an expansion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExpandStreamsSummary {
    /// The days whose bookings are told.
    pub period: PeriodSummary,
    /// How many streams are billed.
    pub streams: usize,
    /// How many months of them.
    pub transactions: usize,
    /// How many parts of months are not billed, as the call wants it.
    pub part_months_not_billed: usize,
    /// What is billed, by currency.
    pub billed: BTreeMap<String, Decimal>,
    /// What became of the records, by table.
    pub records: BTreeMap<String, RecordCount>,
}

impl Workings {
    pub(super) fn outcome(
        &self,
        params: &ExpandStreamsParams,
        inputs: &ExpandStreamsInputs,
        bad: &BadRecords,
    ) -> Result<(ExpandStreamsSummary, Tables), Problem> {
        let mut tally = Tally::default();
        let (streams, owners) = (&self.stream_fates, &self.owner_fates);
        tally.add(STREAM_TABLE, "stream_id", Some(&inputs.streams), bad, &|row| streams.get(&row).copied());
        tally.add(OWNER_TABLE, "stream_id", inputs.stream_owners.as_ref(), bad, &|row| owners.get(&row).copied());
        let mut billed: BTreeMap<String, Exact> = BTreeMap::new();
        for (expanded, month) in self.months() {
            let sum = billed.entry(expanded.stream.currency.code().to_owned()).or_insert(Exact::ZERO);
            *sum = sum.add(&month.amount);
        }
        let (from, to) = (self.asked.from(), self.asked.to());
        let summary = ExpandStreamsSummary {
            period: PeriodSummary { from, to, label: params.calendar.label(self.asked) },
            streams: self.expanded.len(),
            transactions: self.months().count(),
            part_months_not_billed: self.unbilled,
            billed: sorted::try_map(billed.into_iter().map(|(code, sum)| Ok((code, decimal(&sum)?))))?,
            records: tally.counts(),
        };
        let mut tables = Tables::new();
        tables.insert("transactions", self.transactions(&inputs.streams)?);
        tables.insert("splits", self.splits()?);
        tables.insert("excluded", tally.excluded()?);
        tables.insert("set_aside", bad.to_table());
        Ok((summary, tables))
    }

    /// The months with their streams, in the order of the `transactions` table.
    pub(super) fn months(&self) -> impl Iterator<Item = (&Expanded, &Month)> {
        self.expanded.iter().flat_map(|expanded| expanded.months.iter().map(move |month| (expanded, month)))
    }

    fn transactions(&self, streams: &Records) -> Result<Table, Problem> {
        let rows: Vec<(&Expanded, &Month)> = self.months().collect();
        let ids: Vec<String> = rows.iter().map(|(expanded, month)| transaction_id(expanded, month)).collect();
        let mut sheet = Sheet::new(rows.len());
        sheet.text("transaction_id", &mut ids.iter().map(|id| Some(id.as_str())));
        sheet.text("stream_id", &mut rows.iter().map(|row| Some(row.0.stream.id.as_str())));
        sheet.some_integers("month_index", &mut rows.iter().map(|row| Some(row.1.index.into())));
        sheet.dates("month_from", &mut rows.iter().map(|row| Some(row.1.period.from())));
        sheet.dates("month_to", &mut rows.iter().map(|row| Some(row.1.period.to())));
        sheet.exacts("amount", &mut rows.iter().map(|row| Some(&row.1.amount)));
        sheet.text("currency", &mut rows.iter().map(|row| Some(row.0.stream.currency.code())));
        sheet.dates("booked_on", &mut rows.iter().map(|row| Some(row.1.booked_on)));
        sheet.instants("known_at", &mut rows.iter().map(|row| row.0.stream.known_at));
        let from: Vec<u32> = rows.iter().map(|row| u32::try_from(row.0.stream.row).unwrap_or(u32::MAX)).collect();
        for (name, column) in streams.table().columns().filter(|(name, _)| STREAMS.column(name).is_none()) {
            sheet.column(name, column.take(&from));
        }
        sheet.finish()
    }

    fn splits(&self) -> Result<Table, Problem> {
        let mut rows: Vec<(String, &str, Exact)> = Vec::new();
        for (expanded, month) in self.months() {
            let id = transaction_id(expanded, month);
            let owned = parts_of(&expanded.tenures, month.runs);
            rows.extend(owned.into_iter().map(|(payee, parts)| (id.clone(), payee, share(&parts, month.runs))));
        }
        let mut sheet = Sheet::new(rows.len());
        sheet.text("transaction_id", &mut rows.iter().map(|row| Some(row.0.as_str())));
        sheet.text("payee_id", &mut rows.iter().map(|row| Some(row.1)));
        sheet.text("role", &mut rows.iter().map(|_| Some("direct")));
        sheet.ratios("share", &mut rows.iter().map(|row| &row.2));
        sheet.finish()
    }
}

/// The stream and the number of its month, in four digits so that texts are ordered as months are.
pub(super) fn transaction_id(expanded: &Expanded, month: &Month) -> String {
    format!("{}/{:04}", expanded.stream.id, month.index)
}
