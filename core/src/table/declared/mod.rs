//! The tables that operations take and give, as types, schemas and documentation have them.
//!
//! A column that a shape does not name is an attribute: kept, readable by rules, passed through.

mod results;

use super::ColumnKind::{Code, Currency, Date, Decimal, Id, Instant, Integer, Ratio, Text};
use super::{ColumnKind, ColumnShape, TableShape};

pub use results::{CREDITS, EXCLUDED, LINES, SET_ASIDE, STATEMENTS};

/// A code whose words a document names.
const ANY_CODE: ColumnKind = Code(&[]);
pub(crate) const CLAWBACK_MODES: ColumnKind =
    Code(&["original_rate", "recalculate", "current_rate", "schedule", "pro_rata_term"]);

const fn required(name: &'static str, kind: ColumnKind, about: &'static str) -> ColumnShape {
    ColumnShape::required(name, kind, about)
}

const fn optional(name: &'static str, kind: ColumnKind, about: &'static str) -> ColumnShape {
    ColumnShape::optional(name, kind, about)
}

/// In: deals.
pub static DEALS: TableShape = TableShape {
    name: "deals",
    about: "one row a deal, as it stands",
    key: Some("deal_id"),
    columns: &[
        required("deal_id", Id, "the deal"),
        required("pipeline_id", Id, "the pipeline it is in"),
        required("stage_id", Id, "the stage it is in"),
        required("owner_id", Id, "the person who owns it"),
        optional("amount", Decimal, "what it is worth").money(),
        optional("currency", Currency, "the currency of its amount"),
        optional("close_date", Date, "the day it is expected to close, or closed"),
        optional("created_at", Instant, "when it was created"),
        optional("closed_at", Instant, "when it was won or lost"),
        optional("forecast_category", ANY_CODE, "its forecast category, where its stage does not decide"),
        optional("probability", Ratio, "its win probability, where its stage does not decide"),
        optional("probability_set_at", Instant, "when its own win probability was given"),
        optional("stage_entered_at", Instant, "when it came to its stage; min_days counts from there"),
        optional("account_id", Id, "the account it belongs to"),
        optional("next_step", Text, "what happens next"),
        optional("last_activity_at", Instant, "when anything last happened on it"),
    ],
};

/// In: what happened to deals.
pub static DEAL_EVENTS: TableShape = TableShape {
    name: "deal_events",
    about: "one row a change of a deal; only the columns of its kind are filled",
    key: None,
    columns: &[
        required("deal_id", Id, "the deal"),
        required("seq", Integer, "its place among the events of the deal that happened and were recorded together"),
        required("effective_at", Instant, "when it happened"),
        required("recorded_at", Instant, "when it became known"),
        required(
            "kind",
            Code(&[
                "created",
                "stage",
                "amount",
                "close_date",
                "owner",
                "category",
                "probability_override",
                "field",
                "activity",
                "pipeline",
                "deleted",
                "restored",
                "merged_into",
            ]),
            "what changed",
        ),
        optional("stage_id", Id, "the stage entered"),
        optional("amount", Decimal, "the new amount").money(),
        optional("currency", Currency, "the currency of the amount"),
        optional("close_date", Date, "the new close date"),
        optional("owner_id", Id, "the new owner"),
        optional("forecast_category", ANY_CODE, "the new forecast category"),
        optional("pipeline_id", Id, "the new pipeline"),
        optional("probability", Ratio, "the new win probability"),
        optional("field", Text, "the other column that changed"),
        optional("value", Text, "its new value"),
        optional("into_deal_id", Id, "the deal that it was merged into"),
        optional("by", Id, "who changed it"),
        optional("reason", Text, "why"),
    ],
};

/// In: people.
pub static PEOPLE: TableShape = TableShape {
    name: "people",
    about: "one row a person",
    key: Some("person_id"),
    columns: &[
        required("person_id", Id, "the person"),
        optional("name", Text, "the name to show"),
        optional("start_date", Date, "the first day of work"),
        optional("last_day", Date, "the last day of work"),
    ],
};

/// In: who reports to whom, and when.
pub static REPORTING: TableShape = TableShape {
    name: "reporting",
    about: "one row a person and manager, for as long as it holds",
    key: None,
    columns: &[
        required("person_id", Id, "the person"),
        optional("manager_id", Id, "whom the person reports to; empty at the top"),
        optional("from", Date, "the first day; empty since ever"),
        optional("to", Date, "the first day after; empty until further notice"),
    ],
};

/// In: which plan a payee is on, and when.
pub static ASSIGNMENTS: TableShape = TableShape {
    name: "assignments",
    about: "one row a payee and plan, for as long as it holds",
    key: None,
    columns: &[
        required("payee_id", Id, "the payee"),
        required("plan_id", Id, "the plan"),
        required("from", Date, "the first day"),
        optional("to", Date, "the first day after; empty until further notice"),
        optional("target_variable", Decimal, "variable pay at 100 % attainment of the measure period").money(),
        optional("base_salary", Decimal, "fixed pay, for a year").money(),
        optional("ramp_start", Date, "the day the payee's ramp starts"),
        optional("override_rate", Ratio, "the payee's own rate of overrides, where the plan asks for it"),
        optional("team_id", Id, "the team that the payee is in, where the plan pays teams"),
        optional("team_weight", Ratio, "the payee's part of what is shared by weight there, against the others'"),
    ],
};

/// In: quotas of payees or of nodes.
pub static QUOTAS: TableShape = TableShape {
    name: "quotas",
    about: "one row a payee or node, measure and period",
    key: None,
    columns: &[
        optional("payee_id", Id, "the payee; this or node_id is filled"),
        optional("node_id", Id, "the node of a quota plan; this or payee_id is filled"),
        optional("measure_id", Id, "the measure it is for; empty for every measure"),
        required("from", Date, "the first day"),
        required("to", Date, "the first day after"),
        required("amount", Decimal, "the quota for the whole period").money(),
        optional("currency", Currency, "the currency of the amount"),
        optional("known_at", Instant, "when it became known"),
    ],
};

/// In: what is taken off the quotas of payees.
pub static QUOTA_RELIEF: TableShape = TableShape {
    name: "quota_relief",
    about: "one row a payee and span of days; those for the same days add up",
    key: None,
    columns: &[
        required("payee_id", Id, "the payee"),
        optional("measure_id", Id, "the measure it is for; empty for every measure"),
        required("from", Date, "the first day"),
        required("to", Date, "the first day after"),
        required("amount", Decimal, "what is taken off the quota for all of these days").money(),
        optional("currency", Currency, "the currency of the amount"),
        optional("known_at", Instant, "when it became known"),
        optional("reason", Text, "why"),
    ],
};

/// In: targets of nodes.
pub static TARGETS: TableShape = TableShape {
    name: "targets",
    about: "one row a node and period",
    key: None,
    columns: &[
        required("node_id", Id, "the node"),
        required("from", Date, "the first day"),
        required("to", Date, "the first day after"),
        required("amount", Decimal, "the target for the whole period").money(),
        optional("currency", Currency, "the currency of the amount"),
    ],
};

/// In: judgements on forecasts.
pub static ADJUSTMENTS: TableShape = TableShape {
    name: "adjustments",
    about: "one row an adjustment of someone's forecast, or the reset of one",
    key: None,
    columns: &[
        required("node_id", Id, "the person whose forecast it adjusts"),
        required("category", ANY_CODE, "the category it adjusts"),
        required("by", Id, "who made it: the person, or someone above"),
        required(
            "kind",
            Code(&["override", "delta", "percent", "reset"]),
            "replaces the forecast, adds to it, changes it by percent, or takes the author's adjustment back",
        ),
        optional("value", Decimal, "the amount, or the percent: 5 is 5 %; empty for a reset").money(),
        optional("base_when_made", Decimal, "what the author saw and adjusted").money(),
        required("at", Instant, "when it was made"),
        optional("from", Date, "the first day of the period it is for; empty for the period asked"),
        optional("to", Date, "the first day after that period"),
        optional("note", Text, "why"),
    ],
};

/// In: transactions.
pub static TRANSACTIONS: TableShape = TableShape {
    name: "transactions",
    about: "one row an order, invoice, payment or refund",
    key: Some("transaction_id"),
    columns: &[
        required("transaction_id", Id, "the transaction"),
        optional("payee_id", Id, "the one payee who gets all of its credit, where no splits are given"),
        required("amount", Decimal, "what it is worth; below zero for a refund").money(),
        optional("currency", Currency, "the currency of its amounts"),
        optional("units", Decimal, "how many were sold"),
        optional("price", Decimal, "the price, for margins").money(),
        optional("cost", Decimal, "the cost, for margins").money(),
        optional("booked_on", Date, "the day it was booked"),
        optional("invoiced_on", Date, "the day it was invoiced"),
        optional("paid_on", Date, "the day it was paid"),
        optional("sequence", Integer, "its place among those of one day"),
        optional("reverses_id", Id, "the transaction that it takes back"),
        optional("clawback_mode", CLAWBACK_MODES, "what this refund takes back, where it is not what the plan says"),
        optional("term_months", Integer, "for how many months it is served, where the plan takes back by the term"),
        optional("known_at", Instant, "when it became known"),
    ],
};

/// In: who gets credit for a transaction.
pub static SPLITS: TableShape = TableShape {
    name: "splits",
    about: "one row a transaction and payee",
    key: None,
    columns: &[
        required("transaction_id", Id, "the transaction"),
        required("payee_id", Id, "who gets the credit"),
        required("role", Code(&["direct", "overlay"]), "direct shares sum to 1, overlay comes on top"),
        optional("share", Ratio, "the share of the amount; this or weight is filled"),
        optional("weight", Integer, "the share as a weight over the sum of weights"),
        optional("quota_share", Ratio, "the share that counts towards quota, where it differs"),
    ],
};

/// In: values from outside that conditions and objectives ask for.
pub static FLAGS: TableShape = TableShape {
    name: "flags",
    about: "one row a payee and flag, for as long as its value holds",
    key: None,
    columns: &[
        required("payee_id", Id, "the payee"),
        required("name", Text, "what the plan calls it"),
        optional("from", Date, "the first day; empty since ever"),
        optional("to", Date, "the first day after; empty until further notice"),
        required("value", Decimal, "its value; 1 and 0 where it is yes or no"),
    ],
};

/// In: exchange rates.
pub static FX_RATES: TableShape = TableShape {
    name: "fx_rates",
    about: "one row a pair of currencies, for as long as the rate holds",
    key: None,
    columns: &[
        required("base", Currency, "the currency that is converted"),
        required("quote", Currency, "the currency that it is converted to"),
        required("from", Date, "the first day"),
        optional("to", Date, "the first day after; empty until the next"),
        required("rate", Decimal, "how many of quote one of base is"),
        required("kind", Code(&["spot", "average", "plan"]), "what the rate is for"),
        optional("source", Text, "where it is from"),
    ],
};

/// In: accounts.
pub static ACCOUNTS: TableShape = TableShape {
    name: "accounts",
    about: "one row an account",
    key: Some("account_id"),
    columns: &[
        required("account_id", Id, "the account"),
        optional("name", Text, "the name to show"),
        optional("parent_id", Id, "the account it belongs to"),
        optional("latitude", Decimal, "degrees north"),
        optional("longitude", Decimal, "degrees east"),
    ],
};

/// In: calls, meetings and mails.
pub static ACTIVITIES: TableShape = TableShape {
    name: "activities",
    about: "one row a call, meeting or mail",
    key: Some("activity_id"),
    columns: &[
        required("activity_id", Id, "the activity"),
        optional("deal_id", Id, "the deal it was for"),
        optional("lead_id", Id, "the lead it was for"),
        required("person_id", Id, "who did it"),
        required("kind", ANY_CODE, "what it was"),
        required("at", Instant, "when it was"),
        optional("minutes", Decimal, "how long it took"),
    ],
};

/// In: leads.
pub static LEADS: TableShape = TableShape {
    name: "leads",
    about: "one row a lead",
    key: Some("lead_id"),
    columns: &[
        required("lead_id", Id, "the lead"),
        required("created_at", Instant, "when it was created"),
        optional("owner_id", Id, "the person who owns it"),
        optional("source", ANY_CODE, "where it came from"),
        optional("account_id", Id, "the account it belongs to"),
        optional("first_response_at", Instant, "when it was first answered"),
    ],
};

/// Every table declared here.
pub static ALL: &[&TableShape] = &[
    &DEALS,
    &DEAL_EVENTS,
    &PEOPLE,
    &REPORTING,
    &ASSIGNMENTS,
    &QUOTAS,
    &QUOTA_RELIEF,
    &TARGETS,
    &ADJUSTMENTS,
    &TRANSACTIONS,
    &SPLITS,
    &FLAGS,
    &FX_RATES,
    &ACCOUNTS,
    &ACTIVITIES,
    &LEADS,
    &CREDITS,
    &LINES,
    &STATEMENTS,
    &SET_ASIDE,
    &EXCLUDED,
];
