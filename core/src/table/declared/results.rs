//! The tables that a calculation gives.

use super::{ANY_CODE, optional, required};
use crate::table::ColumnKind::{Code, Currency, Date, Decimal, Id, Integer, Ratio, Text};
use crate::table::TableShape;

/// Out: the credit that each payee got.
pub static CREDITS: TableShape = TableShape {
    name: "credits",
    about: "one row a transaction, payee and role",
    key: None,
    columns: &[
        required("transaction_id", Id, "the transaction"),
        required("payee_id", Id, "who got the credit"),
        required("role", Code(&["direct", "overlay", "rollup"]), "how; `rollup` is what was sold below"),
        required("quota_credit", Decimal, "what counts towards quota").money(),
        required("commission_credit", Decimal, "what commission is paid on").money(),
        required("currency", Currency, "the currency of both"),
    ],
};

/// Out: the commission register.
pub static LINES: TableShape = TableShape {
    name: "lines",
    about: "one row an earning: what one transaction, or the end of a period, earned a payee",
    key: None,
    columns: &[
        required("payee_id", Id, "who earned it"),
        required("component_id", Id, "by which component of the plan"),
        required("line_no", Integer, "its place in the component's processing order, from 1"),
        optional("transaction_id", Id, "for which transaction; empty where it is for the period"),
        required("kind", ANY_CODE, "what it is: earning, clawback, ..."),
        optional("source_transaction_id", Id, "the sale that a clawback takes back, or that a share or override is of"),
        optional(
            "source_payee_id",
            Id,
            "whose line a share or override is of; a plan without either has no such column",
        ),
        required("period_from", Date, "the first day of the segment of the measure period that the call pays"),
        required("period_to", Date, "the first day after"),
        required("effective_on", Date, "the day that placed it there"),
        required("quota_credit", Decimal, "the credit added to the measure"),
        required("commission_credit", Decimal, "the credit that was paid on").money(),
        required("measure_before", Decimal, "the measure before this line"),
        required("measure_after", Decimal, "the measure after it"),
        optional("tier", Integer, "the tier it ended in, from 1"),
        optional(
            "tier_column",
            Integer,
            "the column of the rate table that it lies in, from 1; a plan whose tables have one each has no such column",
        ),
        optional(
            "rate",
            Ratio,
            "the rate of that tier, in money per unit of credit; empty where a tier is worth a sum",
        ),
        required("at_rate", Decimal, "the rate times the credit").money(),
        required("true_up", Decimal, "what the line earned besides: the tiers that it crossed, or that it re-rated")
            .money(),
        optional(
            "modified",
            Decimal,
            "what gates, multipliers, caps and floors made of it; a plan without any of them has no such column",
        )
        .money(),
        required("amount", Decimal, "what was earned: at_rate + true_up + modified + rounding").money(),
        required("rounding", Decimal, "what rounding added").money(),
        required("currency", Currency, "the currency of the amounts"),
    ],
};

/// Out: totals of the register.
pub static STATEMENTS: TableShape = TableShape {
    name: "statements",
    about: "one row a payee, component and period, and one for each payee's total",
    key: None,
    columns: &[
        required("payee_id", Id, "the payee"),
        optional("component_id", Id, "the component; empty for the payee's total"),
        required("period_from", Date, "the first day of the segment of the measure period that the call pays"),
        required("period_to", Date, "the first day after"),
        optional("measure", Decimal, "the quota credit that counts, so far; empty for the total"),
        optional("base_quota", Decimal, "the quotas as given, before ramp, proration and relief"),
        optional("quota_relief", Decimal, "what relief takes off"),
        optional("quota", Decimal, "the quota after ramp, proration and relief"),
        optional("attainment", Ratio, "measure over quota, to 12 places"),
        optional("attainment_reason", ANY_CODE, "why there is no attainment"),
        optional("target_variable", Decimal, "the target variable after proration, where the component pays by it")
            .money(),
        required("earned", Decimal, "the sum of its lines").money(),
        optional("guarantee", Decimal, "what the ramp guarantees the payee, for the settlement; on the total").money(),
        required("currency", Currency, "the currency of the amounts"),
        required("lines", Integer, "how many lines it sums"),
    ],
};

/// Out: records that could not be used.
pub static SET_ASIDE: TableShape = TableShape {
    name: "set_aside",
    about: "one row a bad cell of a record that was set aside",
    key: None,
    columns: &[
        required("table", Text, "the table it came in"),
        required("row", Integer, "its row there, from 0"),
        optional("record_id", Id, "its id, where its table has one"),
        required("column", Text, "the column at fault"),
        required("code", Text, "the code of the problem"),
        required("value", Text, "the cell, cut after 80 characters"),
    ],
};

/// Out: sound records that a measure does not take.
pub static EXCLUDED: TableShape = TableShape {
    name: "excluded",
    about: "one row a sound record that was not counted",
    key: None,
    columns: &[
        required("table", Text, "the table it came in"),
        required("row", Integer, "its row there, from 0"),
        optional("record_id", Id, "its id, where its table has one"),
        required("reason", ANY_CODE, "why it was not counted"),
    ],
};
