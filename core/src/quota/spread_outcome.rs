//! The tables and the summary of a quota tree, and why a quota is what it is.

use schemars::JsonSchema;
use serde::Serialize;

use super::outcome::{Basis, decimals, out_of_range};
use super::spread::{Cell, QuotaTree, Season};
use crate::number::{Currency, Decimal};
use crate::problem::{Problem, pointer};
use crate::table::ColumnKind::{Code, Currency as Money, Date, Decimal as Amount, Id, Integer};
use crate::table::{Cells, Column, ColumnShape, Table, TableShape, TextColumn};
use crate::trace::{Explain, Node, not_computed, unknown_row};

/// Out: the quotas of nodes by period. As `quotas` of `attainment`, the rows of nodes without nodes below
/// are quotas of payees, the others quotas of teams.
pub static NODE_QUOTAS: TableShape = TableShape {
    name: "node_quotas",
    about: "one row a node and period, in the order of the nodes and then of time",
    key: None,
    columns: &[
        ColumnShape::optional("payee_id", Id, "the node, where none is below it"),
        ColumnShape::required("node_id", Id, "the node"),
        ColumnShape::optional("parent_id", Id, "the node above it; empty at the top"),
        ColumnShape::required("level", Integer, "how deep it is; 1 at the top"),
        ColumnShape::required("from", Date, "the first day"),
        ColumnShape::required("to", Date, "the first day after"),
        ColumnShape::required("amount", Amount, "the quota").money(),
        ColumnShape::optional("currency", Money, "the currency of the amount"),
    ],
};

/// Out: what every period gets.
pub static SEASONS: TableShape = TableShape {
    name: "seasons",
    about: "one row a period, in the order of time",
    key: None,
    columns: &[
        ColumnShape::required("from", Date, "the first day"),
        ColumnShape::required("to", Date, "the first day after"),
        ColumnShape::required("share", Amount, "what it gets"),
        ColumnShape::optional("influence", Amount, "its part of the weights that counted, rounded to 12 places"),
        ColumnShape::optional("influence_reason", Code(&["pinned", "zero_denominator"]), "why it has no influence"),
        ColumnShape::required("basis", Code(&Basis::NAMES), "what its share comes from"),
    ],
};

/// The summary of `tree`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TreeSummary {
    /// What is spread.
    pub total: Decimal,
    /// The smallest share.
    pub unit: Decimal,
    /// What the nodes without children get together, and all periods: the total.
    pub allocated: Decimal,
    /// How deep the deepest node is.
    pub levels: usize,
    /// The nodes.
    pub nodes: usize,
    /// The nodes without children.
    pub leaves: usize,
    /// The periods.
    pub periods: usize,
    /// The currency of the quotas.
    pub currency: Option<Currency>,
    /// The records given, nodes and periods: used and set aside.
    pub rows: usize,
    /// The nodes and the periods.
    pub used: usize,
    /// The records that cannot be used.
    pub set_aside: usize,
}

impl QuotaTree {
    /// The `shares` table: what every node gets over all periods.
    ///
    /// # Errors
    /// As [`Allocation::to_table`](super::Allocation::to_table).
    pub fn shares(&self) -> Result<Table, Problem> {
        self.allocation.to_table()
    }

    /// The `seasons` table.
    ///
    /// # Errors
    /// `number.out_of_range` if shares differ so much in scale that no column holds them.
    pub fn seasons(&self) -> Result<Table, Problem> {
        let ratio = |season: &Season| season.part.weight.as_ref().map(|(weight, sum)| weight.checked_div(sum));
        let influence = |season: &Season| ratio(season)?.ok().map(|ratio| ratio.round_ratio());
        let influences = self.seasons.iter().map(|season| influence(season).transpose());
        let influences = influences.collect::<Result<Vec<_>, _>>().map_err(|error| out_of_range(&error))?;
        let reason = |season: &Season| match ratio(season) {
            None => Some("pinned"),
            Some(Err(_)) => Some("zero_denominator"),
            Some(Ok(_)) => None,
        };
        let text = |cell: fn(&Season) -> Option<&'static str>| {
            Column::Text(TextColumn::from_options(self.seasons.iter().map(cell)))
        };
        let reasons = Column::Text(TextColumn::from_options(self.seasons.iter().map(reason)));
        Table::new([
            ("from", days(self.seasons.iter(), false)),
            ("to", days(self.seasons.iter(), true)),
            ("share", decimals(self.seasons.iter().map(|season| Some(season.amount)).collect())?),
            ("influence", decimals(influences)?),
            ("influence_reason", reasons),
            ("basis", text(|season| Some(season.part.basis.as_str()))),
        ])
    }

    /// The `node_quotas` table.
    ///
    /// # Errors
    /// As [`seasons`](Self::seasons).
    pub fn quotas(&self) -> Result<Table, Problem> {
        let node = |cell: &Cell| self.allocation.shares.get(cell.share);
        let leaf = |cell: &Cell| self.inner.get(cell.share) == Some(&false);
        let text = |of: &dyn Fn(&Cell) -> Option<String>| {
            let cells: Vec<Option<String>> = self.cells.iter().map(of).collect();
            Column::Text(TextColumn::from_options(cells.iter().map(Option::as_deref)))
        };
        let levels = self.cells.iter().map(|cell| i64::try_from(node(cell)?.level).ok());
        let seasons = || self.cells.iter().filter_map(|cell| self.seasons.get(cell.season));
        let currency = self.currency.map(|currency| currency.code().to_owned());
        Table::new([
            ("payee_id", text(&|cell| Some(node(cell).filter(|_| leaf(cell))?.node_id.clone()))),
            ("node_id", text(&|cell| Some(node(cell)?.node_id.clone()))),
            ("parent_id", text(&|cell| node(cell)?.parent_id.clone())),
            ("level", Column::Integer(Cells::from_options(levels))),
            ("from", days(seasons(), false)),
            ("to", days(seasons(), true)),
            ("amount", decimals(self.cells.iter().map(|cell| Some(cell.amount)).collect())?),
            ("currency", text(&|_| currency.clone())),
        ])
    }
}

fn days<'s>(seasons: impl Iterator<Item = &'s Season>, end: bool) -> Column {
    let day = |season: &Season| if end { season.period.to() } else { season.period.from() }.days();
    Column::Date(Cells::full(seasons.map(day).collect()))
}

impl Explain for QuotaTree {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        match table {
            "shares" => self.allocation.explain(table, row),
            "seasons" => {
                let found = self.seasons.get(row).ok_or_else(|| unknown_row(table, self.seasons.len(), row))?;
                let rule = pointer::record("seasonality", found.part.row);
                let mut node = Node::new(found.period.to_string(), "share of the total, in whole units", rule);
                if let Some((weight, sum)) = &found.part.weight {
                    node = node.input("weight", weight).input("weights", sum);
                }
                Ok(node.input("total", self.summary.total).value(found.part.ideal.clone()).rounded(found.amount))
            }
            "node_quotas" => {
                let cell = self.cells.get(row).ok_or_else(|| unknown_row(table, self.cells.len(), row))?;
                let (share, season) = (self.allocation.shares.get(cell.share), self.seasons.get(cell.season));
                let (Some(share), Some(season)) = (share, season) else {
                    return Err(unknown_row(table, self.cells.len(), row));
                };
                let above = share.parent_id.as_ref().and_then(|parent| self.quota_of(parent, cell.season));
                let (over, total) = match above {
                    Some((quota, total)) => (quota.amount, total),
                    None => (season.amount, self.summary.total),
                };
                let op = "the quota above in the period, by the node's part of the total above, so that both add up";
                Ok(Node::new(format!("quota of {}", share.node_id), op, "/params/unit")
                    .input("period", season.period)
                    .input("quota_above", over)
                    .input("total", share.amount)
                    .input("total_above", total)
                    .input("unit", self.summary.unit)
                    .value(cell.ideal.clone())
                    .rounded(cell.amount))
            }
            _ => Err(not_computed(table)),
        }
    }
}

impl QuotaTree {
    /// A node's quota in a period, and its total.
    fn quota_of(&self, node: &str, season: usize) -> Option<(&Cell, Decimal)> {
        let share = self.allocation.shares.iter().position(|share| share.node_id == node)?;
        let total = self.allocation.shares.get(share)?.amount;
        Some((self.cells.get(share * self.seasons.len() + season)?, total))
    }
}
