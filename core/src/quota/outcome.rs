//! The tables and summaries of this room.

use schemars::JsonSchema;
use serde::Serialize;

use super::allocate::Allocation;
use super::attain::{Attained, Attainments};
use crate::number::{Currency, Decimal, Exact, NumberError};
use crate::problem::{Problem, shape};
use crate::table::ColumnKind::{
    Boolean, Code, Currency as Money, Date, Decimal as Amount, Id, Instant, Integer, Ratio,
};
use crate::table::{Cells, Column, ColumnShape, DecimalColumn, Table, TableShape, TextColumn};

/// In: the nodes among which a total is shared.
pub static NODES: TableShape = TableShape {
    name: "nodes",
    about: "one row a node",
    key: Some("node_id"),
    columns: &[
        ColumnShape::required("node_id", Id, "the node"),
        ColumnShape::optional("parent_id", Id, "the node above it; empty at the top"),
        ColumnShape::optional("weight", Ratio, "its weight among its siblings, zero or more"),
        ColumnShape::optional("fallback_weight", Ratio, "its weight where all siblings have the weight zero"),
        ColumnShape::optional("pin", Amount, "what it gets whatever its weight"),
    ],
};

/// In: what nodes have of the metrics that weights are blended from.
pub static METRICS: TableShape = TableShape {
    name: "metrics",
    about: "one row a node and metric",
    key: None,
    columns: &[
        ColumnShape::required("node_id", Id, "the node"),
        ColumnShape::required("metric_id", Id, "the metric"),
        ColumnShape::required("value", Ratio, "what the node has of it, zero or more"),
    ],
};

/// Out: what every node gets.
pub static SHARES: TableShape = TableShape {
    name: "shares",
    about: "one row a node, in the order of the nodes",
    key: Some("node_id"),
    columns: &[
        ColumnShape::required("node_id", Id, "the node"),
        ColumnShape::optional("parent_id", Id, "the node above it; empty at the top"),
        ColumnShape::required("level", Integer, "how deep it is; 1 at the top"),
        ColumnShape::required("share", Amount, "what it gets"),
        ColumnShape::optional("influence", Amount, "its part of the weights that counted, rounded to 12 places"),
        ColumnShape::optional("influence_reason", Code(&["pinned", "zero_denominator"]), "why it has no influence"),
        ColumnShape::required("basis", Code(&Basis::NAMES), "what its share comes from"),
    ],
};

/// In: credits, where they stand for the amounts of transactions.
pub static CREDITED: TableShape = TableShape {
    name: "credits",
    about: "one row a transaction and payee who got credit for it",
    key: None,
    columns: &[
        ColumnShape::required("transaction_id", Id, "the transaction, which says when"),
        ColumnShape::required("payee_id", Id, "who got the credit"),
        ColumnShape::required("quota_credit", Amount, "what counts towards quota").money(),
        ColumnShape::optional("currency", Money, "the currency of the credit"),
        ColumnShape::optional("measure_id", Id, "the measure it counts towards"),
        ColumnShape::optional("known_at", Instant, "when it became known"),
    ],
};

const ATTAINED: [ColumnShape; 11] = [
    ColumnShape::required("payee_id", Id, "the payee"),
    ColumnShape::optional("measure_id", Id, "the measure; empty for every measure"),
    ColumnShape::optional("period_from", Date, "the first day"),
    ColumnShape::optional("period_to", Date, "the first day after"),
    ColumnShape::required("actual", Amount, "what counts"),
    ColumnShape::optional("quota", Amount, "the quota"),
    ColumnShape::optional("attainment", Amount, "actual over quota, rounded to 12 places"),
    ColumnShape::optional("attainment_reason", Code(&["zero_denominator", "quota_missing"]), "why there is none"),
    ColumnShape::optional("attained", Boolean, "whether actual is at least quota"),
    ColumnShape::optional("currency", Money, "the currency of both"),
    ColumnShape::required("records", Integer, "how many records count"),
];

/// Out: a payee's attainment of a measure over all quotas asked for, the sum over the sum.
pub static ATTAINMENT: TableShape = TableShape {
    name: "attainment",
    about: "one row a payee and measure, over all of their quotas together",
    key: None,
    columns: &ATTAINED,
};

/// Out: the attainment of every quota by itself.
pub static PERIODS: TableShape =
    TableShape { name: "periods", about: "one row a quota", key: None, columns: &ATTAINED };

/// In: the periods over which a total is spread.
pub static SEASONALITY: TableShape = TableShape {
    name: "seasonality",
    about: "one row a period",
    key: None,
    columns: &[
        ColumnShape::required("from", Date, "the first day"),
        ColumnShape::required("to", Date, "the first day after"),
        ColumnShape::optional("weight", Ratio, "its weight among the periods, zero or more"),
        ColumnShape::optional("fallback_weight", Ratio, "its weight where all periods have the weight zero"),
        ColumnShape::optional("pin", Amount, "what it gets whatever its weight"),
    ],
};

/// What a share comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Its weight.
    Weight,
    /// Equal parts, where all siblings have the weight zero.
    Equal,
    /// Its fallback weight, where all siblings have the weight zero.
    Fallback,
    /// Its pin.
    Pin,
    /// Its pin, scaled to what there is.
    ScaledPin,
}

impl Basis {
    pub(super) const NAMES: [&'static str; 5] = ["weight", "equal", "fallback", "pin", "scaled_pin"];

    /// Its wire name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Weight => "weight",
            Self::Equal => "equal",
            Self::Fallback => "fallback",
            Self::Pin => "pin",
            Self::ScaledPin => "scaled_pin",
        }
    }
}

/// The summary of `allocate`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AllocateSummary {
    /// What is shared.
    pub total: Decimal,
    /// The smallest share.
    pub unit: Decimal,
    /// What the nodes without children get together: the total.
    pub allocated: Decimal,
    /// What of the total is not a whole number of units.
    pub residual: Decimal,
    /// The node that takes it.
    pub residual_to: Option<String>,
    /// How deep the deepest node is.
    pub levels: usize,
    /// The nodes without children.
    pub leaves: usize,
    /// The nodes that share by weight.
    pub by_weight: usize,
    /// The nodes that share equally, since all siblings have the weight zero.
    pub by_equal: usize,
    /// The nodes that share by fallback weight, since all siblings have the weight zero.
    pub by_fallback: usize,
    /// The nodes that get their pin.
    pub pinned: usize,
    /// The nodes that get a part of their pin.
    pub scaled_pins: usize,
    /// The records given: used and set aside.
    pub rows: usize,
    /// The nodes.
    pub used: usize,
    /// The records that cannot be used.
    pub set_aside: usize,
}

/// The summary of `attainment`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AttainSummary {
    /// Every measure, by id; the one for every measure first.
    pub measures: Vec<MeasureSummary>,
    /// The payees with records that count and no quota at all.
    pub payees_without_quota: usize,
    /// The records given, quotas and what counts towards them: used, excluded and set aside.
    pub rows: usize,
    /// The records that count.
    pub used: usize,
    /// The sound records that do not count.
    pub excluded: usize,
    /// The records that cannot be used.
    pub set_aside: usize,
}

/// One measure over all payees with a quota.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MeasureSummary {
    /// The measure; null for every measure.
    pub measure_id: Option<String>,
    /// The sum of what counts; null where currencies differ.
    pub actual: Option<Decimal>,
    /// The sum of the quotas; null where currencies differ.
    pub quota: Option<Decimal>,
    /// The sum over the sum, rounded to 12 places: not the mean of the payees.
    pub attainment: Option<Decimal>,
    /// Why there is none: `zero_denominator`, `mixed_currencies`.
    pub attainment_reason: Option<&'static str>,
    /// The currency of both.
    pub currency: Option<Currency>,
    /// The payees whose attainment is defined.
    pub payees: usize,
    /// Those whose actual is at least their quota.
    pub attained: usize,
    /// Their part of the payees, rounded to 12 places.
    pub participation: Option<Decimal>,
    /// Why there is none: `no_data`.
    pub participation_reason: Option<&'static str>,
}

impl Allocation {
    /// The `shares` table.
    ///
    /// # Errors
    /// `number.out_of_range` if shares differ so much in scale that no column holds them.
    pub fn to_table(&self) -> Result<Table, Problem> {
        let mut influence = Vec::with_capacity(self.shares.len());
        let mut reasons = Vec::with_capacity(self.shares.len());
        for share in &self.shares {
            let value = share.influence();
            let pinned = share.part.weight.is_none();
            reasons.push(match (&value, pinned) {
                (Some(_), _) => None,
                (None, true) => Some("pinned"),
                (None, false) => Some("zero_denominator"),
            });
            influence.push(value.map(|value| value.round_ratio()).transpose().map_err(|error| out_of_range(&error))?);
        }
        let text = |cell: fn(&super::Share) -> Option<&str>| {
            Column::Text(TextColumn::from_options(self.shares.iter().map(cell)))
        };
        let levels = self.shares.iter().map(|share| i64::try_from(share.level).unwrap_or(i64::MAX)).collect();
        Table::new([
            ("node_id", text(|share| Some(&share.node_id))),
            ("parent_id", text(|share| share.parent_id.as_deref())),
            ("level", Column::Integer(Cells::full(levels))),
            ("share", decimals(self.shares.iter().map(|share| Some(share.amount)).collect())?),
            ("influence", decimals(influence)?),
            ("influence_reason", Column::Text(TextColumn::from_options(reasons))),
            ("basis", text(|share| Some(share.basis().as_str()))),
        ])
    }
}

impl Attainments {
    /// The `attainment` table.
    ///
    /// # Errors
    /// `number.out_of_range` if an attainment has more than 28 digits to 12 places.
    pub fn attainment(&self) -> Result<Table, Problem> {
        attained(&self.payees)
    }

    /// The `periods` table.
    ///
    /// # Errors
    /// As [`attainment`](Self::attainment).
    pub fn periods(&self) -> Result<Table, Problem> {
        attained(&self.periods)
    }

    /// The `teams` table; without rows where nobody said who reports to whom.
    ///
    /// # Errors
    /// As [`attainment`](Self::attainment).
    pub fn teams(&self) -> Result<Table, Problem> {
        self.teams.to_table()
    }

    /// The `distribution` table.
    ///
    /// # Errors
    /// None in practice: its columns are of equal length.
    pub fn distribution(&self) -> Result<Table, Problem> {
        super::team_outcome::distribution(&self.counts)
    }

    /// The `excluded` table.
    ///
    /// # Errors
    /// None in practice: its columns are of equal length.
    pub fn excluded(&self) -> Result<Table, Problem> {
        let text = |cell: &dyn Fn(&super::attain::Excluded) -> Option<String>| {
            let cells: Vec<Option<String>> = self.excluded.iter().map(cell).collect();
            Column::Text(TextColumn::from_options(cells.iter().map(Option::as_deref)))
        };
        let rows = self.excluded.iter().map(|excluded| i64::try_from(excluded.row).unwrap_or(i64::MAX)).collect();
        Table::new([
            ("table", text(&|excluded| Some(excluded.table.to_owned()))),
            ("row", Column::Integer(Cells::full(rows))),
            ("record_id", text(&|excluded| excluded.record_id.clone())),
            ("reason", text(&|excluded| Some(excluded.reason.to_owned()))),
        ])
    }
}

fn attained(rows: &[Attained]) -> Result<Table, Problem> {
    let mut ratios = Vec::with_capacity(rows.len());
    for row in rows {
        let ratio = row.ratio().ok();
        ratios.push(ratio.map(|ratio| ratio.round_ratio()).transpose().map_err(|error| out_of_range(&error))?);
    }
    let text = |cell: fn(&Attained) -> Option<&str>| Column::Text(TextColumn::from_options(rows.iter().map(cell)));
    let days = |cell: fn(&Attained) -> Option<i32>| Column::Date(Cells::from_options(rows.iter().map(cell)));
    let amounts = |cell: fn(&Attained) -> Option<&Exact>| {
        let cells: Result<Vec<_>, _> = rows.iter().map(|row| cell(row).map(decimal).transpose()).collect();
        decimals(cells?)
    };
    let records = rows.iter().map(|row| i64::try_from(row.records).unwrap_or(i64::MAX)).collect();
    Table::new([
        ("payee_id", text(|row| Some(&row.payee_id))),
        ("measure_id", text(|row| row.measure_id.as_deref())),
        ("period_from", days(|row| Some(row.period?.from().days()))),
        ("period_to", days(|row| Some(row.period?.to().days()))),
        ("actual", amounts(|row| Some(&row.actual))?),
        ("quota", amounts(|row| row.quota.as_ref())?),
        ("attainment", decimals(ratios)?),
        ("attainment_reason", text(|row| row.ratio().err())),
        ("attained", Column::Boolean(Cells::from_options(rows.iter().map(Attained::is_attained)))),
        ("currency", text(|row| row.currency.map(Currency::code))),
        ("records", Column::Integer(Cells::full(records))),
    ])
}

/// An exact sum as a decimal.
pub(super) fn decimal(value: &Exact) -> Result<Decimal, Problem> {
    value.to_decimal().ok_or_else(|| {
        Problem::new(crate::problem::Code::NumberOutOfRange, "", format!("{value} needs more than 28 digits"))
    })
}

pub(super) fn out_of_range(error: &NumberError) -> Problem {
    shape::number_problem(error, "")
}

/// Decimals at the one scale that all of them need.
pub(super) fn decimals(cells: Vec<Option<Decimal>>) -> Result<Column, Problem> {
    let scale = cells.iter().flatten().map(|cell| cell.scale()).max().unwrap_or_default();
    let mut mantissas = Vec::with_capacity(cells.len());
    for cell in cells {
        let mantissa = match cell {
            None => None,
            Some(cell) => {
                let fitting =
                    cell.mantissa_at(scale).filter(|&mantissa| Decimal::from_mantissa(mantissa, scale).is_ok());
                Some(fitting.ok_or_else(|| {
                    let message = format!("{cell} needs more than 28 digits beside the others of its column");
                    Problem::new(crate::problem::Code::NumberOutOfRange, "", message)
                })?)
            }
        };
        mantissas.push(mantissa);
    }
    Ok(Column::Decimal(DecimalColumn { cells: Cells::from_options(mantissas), scale }))
}
