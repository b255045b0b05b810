//! The tables of a what-if.

use crate::table::ColumnKind::{Code, Currency, Date, Decimal, Id, Integer, Ratio};
use crate::table::{ColumnShape, TableShape, declared};

/// In: deals that are not there, in the shape of transactions.
pub static DEALS_ADDED: TableShape = TableShape {
    name: "deals_added",
    about: "one row a deal that is not there yet, in the shape of a transaction",
    key: Some("transaction_id"),
    columns: declared::TRANSACTIONS.columns,
};

/// Why there is no credit to a next tier.
pub(super) const NO_NEXT_TIER: &[&str] = &[
    "total",
    "flat_rate",
    "not_by_credit",
    "each_transaction",
    "zero_quota",
    "attainment_rounded",
    "last_point",
    "top_tier",
    "out_of_range",
];

/// Out: what the deals change.
pub static WHAT_IF: TableShape = TableShape {
    name: "what_if",
    about: "one row a payee whom the deals change, component and period, and one for each such payee's total",
    key: None,
    columns: &[
        ColumnShape::required("payee_id", Id, "the payee"),
        ColumnShape::optional("component_id", Id, "the component; empty for the payee's total"),
        ColumnShape::required("period_from", Date, "the first day of the segment of the measure period that is paid"),
        ColumnShape::required("period_to", Date, "the first day after"),
        ColumnShape::optional("quota", Decimal, "the quota after ramp, proration and relief"),
        ColumnShape::optional("measure_before", Decimal, "the quota credit without the deals"),
        ColumnShape::optional("measure_after", Decimal, "the quota credit with them"),
        ColumnShape::optional("attainment_before", Ratio, "measure over quota without them, to 12 places"),
        ColumnShape::optional("attainment_after", Ratio, "measure over quota with them, to 12 places"),
        ColumnShape::optional("tier_before", Integer, "the tier reached without them, from 1"),
        ColumnShape::optional("tier_after", Integer, "the tier reached with them, from 1"),
        ColumnShape::required("earned_before", Decimal, "what is earned without them").money(),
        ColumnShape::required("earned_after", Decimal, "what is earned with them").money(),
        ColumnShape::required("added", Decimal, "what they add: earned_after - earned_before").money(),
        ColumnShape::optional("next_rate", Decimal, "what one more unit of the last deal would earn, to 12 places"),
        ColumnShape::optional("to_next_tier", Decimal, "the credit from measure_after to the start of the next tier"),
        ColumnShape::optional("to_next_tier_reason", Code(NO_NEXT_TIER), "why there is none"),
        ColumnShape::required("currency", Currency, "the currency of the amounts"),
    ],
};
