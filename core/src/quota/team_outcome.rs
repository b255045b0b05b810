//! The tables of teams and of the distribution of attainments, and why a team has its attainment.

use super::attain::Attainments;
use super::outcome::{decimals, out_of_range};
use super::params::Counts;
use super::team::{Count, Team, Teams};
use crate::number::{Currency, Decimal};
use crate::problem::Problem;
use crate::table::ColumnKind::{Boolean, Code, Currency as Money, Decimal as Amount, Id, Integer, Ratio};
use crate::table::{Cells, Column, ColumnShape, RatioColumn, Table, TableShape, TextColumn};
use crate::trace::{Node, unknown_row};

/// Out: the attainment of teams.
pub static TEAMS: TableShape = TableShape {
    name: "teams",
    about: "one row a person with everyone below, and a measure; everyone behind their manager",
    key: None,
    columns: &[
        ColumnShape::required("node_id", Id, "the person at the top of the team"),
        ColumnShape::optional("manager_id", Id, "whom the person reports to; empty at the top"),
        ColumnShape::required("level", Integer, "how far from the top; 1 there"),
        ColumnShape::optional("measure_id", Id, "the measure; empty for every measure"),
        ColumnShape::optional("actual", Amount, "what counts for members with a quota; empty where currencies differ"),
        ColumnShape::optional("quota", Amount, "the team's own quota, or the sum of its members'"),
        ColumnShape::required("own_quota", Boolean, "whether the quota is the team's own"),
        ColumnShape::optional("attainment", Amount, "actual over quota, rounded to 12 places"),
        ColumnShape::optional(
            "attainment_reason",
            Code(&["zero_denominator", "mixed_currencies"]),
            "why there is none",
        ),
        ColumnShape::optional("currency", Money, "the currency of both"),
        ColumnShape::required("payees", Integer, "the members whose own attainment is defined"),
        ColumnShape::required("attained", Integer, "those whose actual is at least their quota"),
        ColumnShape::optional("participation", Amount, "their part of the members, rounded to 12 places"),
        ColumnShape::optional("participation_reason", Code(&["no_data"]), "why there is none"),
    ],
};

/// Out: how many payees are on which side of which attainment.
pub static DISTRIBUTION: TableShape = TableShape {
    name: "distribution",
    about: "one row a measure and threshold",
    key: None,
    columns: &[
        ColumnShape::optional("measure_id", Id, "the measure; empty for every measure"),
        ColumnShape::required("threshold", Ratio, "the bound"),
        ColumnShape::required("counts", Code(&Counts::NAMES), "which side of it counts, and whether the bound does"),
        ColumnShape::required("payees", Integer, "how many payees that are"),
        ColumnShape::required("of", Integer, "of how many whose attainment is defined"),
        ColumnShape::optional("share", Amount, "the one over the other, rounded to 12 places"),
        ColumnShape::optional("share_reason", Code(&["no_data"]), "why there is none"),
    ],
};

impl Teams {
    /// The `teams` table.
    ///
    /// # Errors
    /// `number.out_of_range` if sums differ so much in scale that no column holds them.
    pub fn to_table(&self) -> Result<Table, Problem> {
        let rows = &self.rows;
        let whole = |cell: &dyn Fn(&Team) -> usize| {
            Column::Integer(Cells::full(rows.iter().map(|row| i64::try_from(cell(row)).unwrap_or(i64::MAX)).collect()))
        };
        let text = |cell: &dyn Fn(&Team) -> Option<String>| {
            let cells: Vec<Option<String>> = rows.iter().map(cell).collect();
            Column::Text(TextColumn::from_options(cells.iter().map(Option::as_deref)))
        };
        let amount = |cell: fn(&Team) -> Option<Decimal>| decimals(rows.iter().map(cell).collect());
        let name = |place: usize| self.people.id(place).to_owned();
        Table::new([
            ("node_id", text(&|row| Some(name(row.place)))),
            ("manager_id", text(&|row| self.people.manager(row.place).map(name))),
            ("level", whole(&|row| self.people.level(row.place))),
            ("measure_id", text(&|row| row.sums.measure_id.clone())),
            ("actual", amount(|row| row.sums.actual)?),
            ("quota", amount(|row| row.sums.quota)?),
            ("own_quota", Column::Boolean(Cells::full(rows.iter().map(|row| row.own_quota).collect()))),
            ("attainment", amount(|row| row.sums.attainment)?),
            ("attainment_reason", text(&|row| row.sums.attainment_reason.map(str::to_owned))),
            ("currency", text(&|row| row.sums.currency.map(Currency::code).map(str::to_owned))),
            ("payees", whole(&|row| row.sums.payees)),
            ("attained", whole(&|row| row.sums.attained)),
            ("participation", amount(|row| row.sums.participation)?),
            ("participation_reason", text(&|row| row.sums.participation_reason.map(str::to_owned))),
        ])
    }

    /// The tree behind a row: the members with what they attain.
    pub(super) fn explain(&self, attained: &Attainments, row: usize) -> Result<Node, Problem> {
        let team = self.rows.get(row).ok_or_else(|| unknown_row("teams", self.rows.len(), row))?;
        let shown = |value: Option<Decimal>| value.map_or_else(|| "none".to_owned(), |value| value.to_string());
        let member = |&position: &usize| {
            let row = attained.payees.get(position)?;
            let node = Node::new(row.payee_id.as_str(), "actual over quota of a member", "");
            let node = node.input("actual", &row.actual).input("quota", row.quota.as_ref()?);
            Some(match row.ratio() {
                Ok(ratio) => node.value(ratio),
                Err(reason) => node.rejected(format!("defined: {reason}")),
            })
        };
        let quota = if team.own_quota { "the team's own" } else { "the sum of its members'" };
        let op = "sum of actuals over quota, not the mean of attainments";
        let mut node = Node::new(format!("attainment of the team of {}", self.people.id(team.place)), op, "")
            .input("actual", shown(team.sums.actual))
            .input("quota", shown(team.sums.quota))
            .input("quota_is", quota)
            .rounded_if(team.sums.attainment)
            .parts(team.members.iter().filter_map(member));
        if let Some(reason) = team.sums.attainment_reason {
            node = node.rejected(format!("defined: {reason}"));
        }
        Ok(node)
    }
}

/// The `distribution` table.
pub(super) fn distribution(counts: &[Count]) -> Result<Table, Problem> {
    let whole = |cell: fn(&Count) -> usize| {
        Column::Integer(Cells::full(counts.iter().map(|row| i64::try_from(cell(row)).unwrap_or(i64::MAX)).collect()))
    };
    let bounds: Vec<(i128, i128)> =
        counts.iter().map(|row| row.threshold.attainment.exact().to_i128s().unwrap_or((0, 1))).collect();
    let shares = counts.iter().map(|row| row.share().map(|share| share.round_ratio()).transpose());
    let shares = shares.collect::<Result<Vec<_>, _>>().map_err(|error| out_of_range(&error))?;
    let reasons = counts.iter().map(|row| row.share().is_none().then_some("no_data"));
    Table::new([
        ("measure_id", Column::Text(TextColumn::from_options(counts.iter().map(|row| row.measure_id.as_deref())))),
        (
            "threshold",
            Column::Ratio(RatioColumn {
                numerators: Cells::full(bounds.iter().map(|(numerator, _)| *numerator).collect()),
                denominators: bounds.iter().map(|(_, denominator)| *denominator).collect(),
            }),
        ),
        (
            "counts",
            Column::Text(TextColumn::from_options(counts.iter().map(|row| Some(row.threshold.counts.as_str())))),
        ),
        ("payees", whole(|row| row.payees)),
        ("of", whole(|row| row.of)),
        ("share", decimals(shares)?),
        ("share_reason", Column::Text(TextColumn::from_options(reasons))),
    ])
}
