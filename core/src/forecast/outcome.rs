//! The tables and summaries of this room.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::model::ForecastModel;
use super::node::{Flag, Forecast, Nodes, Row, Step};
use super::params::{Asked, Mode, shown};
use super::roll_up::RollUp;
use crate::number::{Currency, Decimal, Exact};
use crate::problem::{Code as ProblemCode, Problem};
use crate::reporting::Hierarchy;
use crate::table::ColumnKind::{Boolean, Code, Currency as Money, Decimal as Amount, Id, Instant, Integer, Text};
use crate::table::{Cells, Column, ColumnShape, DecimalColumn, RecordCount, Table, TableShape, TextColumn};
use crate::time::{Date, Period};

/// In: the forecasts of an earlier roll-up, as its `nodes` table has them.
pub static PREVIOUS: TableShape = TableShape {
    name: "previous",
    about: "one row a person, category and mode of an earlier roll-up",
    key: None,
    columns: &[
        ColumnShape::required("node_id", Id, "the person"),
        ColumnShape::required("category", Code(&[]), "the category"),
        ColumnShape::required("mode", Code(&Mode::NAMES), "how it is counted"),
        ColumnShape::required("effective", Amount, "the forecast then").money(),
    ],
};

/// Out: everyone's forecast.
pub static NODES: TableShape = TableShape {
    name: "nodes",
    about: "one row a person, category and mode, everyone behind their manager",
    key: None,
    columns: &[
        ColumnShape::required("node_id", Id, "the person"),
        ColumnShape::optional("manager_id", Id, "whom the person reports to; empty at the top"),
        ColumnShape::required("level", Integer, "how far from the top; 1 there"),
        ColumnShape::required("category", Code(&[]), "the category, or the sum of categories by its name"),
        ColumnShape::required("mode", Code(&Mode::NAMES), "single, or cumulative: with everything more certain"),
        ColumnShape::required("own", Amount, "what the person's own deals add up to").money(),
        ColumnShape::required("deals", Integer, "how many they are"),
        ColumnShape::required("without_any_adjustment", Amount, "what all deals of the person and below add up to")
            .money(),
        ColumnShape::required("rollup", Amount, "own, and the effective forecasts of the reports").money(),
        ColumnShape::required("without_manager_adjustment", Amount, "rollup with the person's own adjustment alone")
            .money(),
        ColumnShape::required("without_owner_adjustment", Amount, "rollup with the managers' adjustments alone")
            .money(),
        ColumnShape::required("effective", Amount, "rollup with every adjustment: the forecast").money(),
        ColumnShape::required("flag", Code(&Flag::NAMES), "whether it is adjusted itself, below, or not at all"),
        ColumnShape::required("stale", Boolean, "whether what an adjustment stands on has moved since"),
        ColumnShape::optional("base_drift", Amount, "how far, for the outermost adjustment that is stale").money(),
        ColumnShape::optional("target", Amount, "the person's target for the period").money(),
        ColumnShape::optional("previous", Amount, "the forecast of the earlier roll-up").money(),
        ColumnShape::optional("change", Amount, "effective less previous").money(),
        ColumnShape::required("currency", Money, "the currency of the amounts"),
    ],
};

/// Out: every adjustment that stands.
pub static ADJUSTED: TableShape = TableShape {
    name: "adjusted",
    about: "one row an adjustment that stands, in the order in which they apply",
    key: None,
    columns: &[
        ColumnShape::required("node_id", Id, "the person whose forecast it adjusts"),
        ColumnShape::required("category", Code(&[]), "the category it adjusts"),
        ColumnShape::required("by", Id, "who made it"),
        ColumnShape::required("role", Code(&["owner", "manager"]), "the person, or someone above"),
        ColumnShape::required("kind", Code(&["override", "delta", "percent"]), "what it does"),
        ColumnShape::required("value", Amount, "the amount, or the percent"),
        ColumnShape::required("base", Amount, "what it stands on now").money(),
        ColumnShape::optional("base_when_made", Amount, "what it stood on when it was made").money(),
        ColumnShape::optional("base_drift", Amount, "how far that has moved").money(),
        ColumnShape::required("stale", Boolean, "whether it has moved"),
        ColumnShape::required("after", Amount, "what it makes of it").money(),
        ColumnShape::required("at", Instant, "when it was made"),
        ColumnShape::optional("note", Text, "why"),
    ],
};

/// The summary of `roll_up`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RollUpSummary {
    /// The model.
    pub model_id: String,
    /// The currency of every amount.
    pub currency: Currency,
    /// The day of `as_of` in the model's zone.
    pub as_of: Date,
    /// The period that deals close in.
    pub period: ForecastPeriod,
    /// How many people there are.
    pub people: usize,
    /// The forecasts of everyone at the top together, in both modes.
    pub totals: Vec<CategoryTotal>,
    /// The adjustments that stand.
    pub adjustments: usize,
    /// Those of them that stand on something that has moved.
    pub stale: usize,
    /// What became of the records, by table.
    pub records: BTreeMap<String, RecordCount>,
}

/// A period with its label, if the model's calendar has one for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ForecastPeriod {
    /// The first day.
    pub from: Date,
    /// The first day after.
    pub to: Date,
    /// The label, such as `2026-Q1`.
    pub label: Option<String>,
}

/// One category over everyone at the top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CategoryTotal {
    /// The category, or the sum of categories by its name.
    pub category: String,
    /// How it is counted.
    pub mode: Mode,
    /// How many deals count.
    pub deals: usize,
    /// What all deals add up to.
    pub without_any_adjustment: Decimal,
    /// The forecast.
    pub effective: Decimal,
}

impl ForecastPeriod {
    pub(super) fn of(model: &ForecastModel, period: Period) -> Self {
        Self { from: period.from(), to: period.to(), label: model.calendar.label(period) }
    }
}

impl RollUpSummary {
    pub(super) fn new(
        model: &ForecastModel,
        asked: &Asked,
        people: &Hierarchy,
        nodes: &Nodes,
        records: BTreeMap<String, RecordCount>,
    ) -> Result<Self, Problem> {
        let mut totals = Vec::new();
        let mut add = |forecasts: &[Forecast], ids: &[&str], mode: Mode| {
            for (position, id) in ids.iter().enumerate() {
                let of = |place: usize| forecasts.get(place * ids.len() + position);
                let tops = || (0..people.len()).filter(|&place| people.manager(place).is_none()).filter_map(of);
                let sum = |cell: fn(&Forecast) -> &Exact| tops().fold(Exact::ZERO, |sum, one| sum.add(cell(one)));
                totals.push(CategoryTotal {
                    category: (*id).to_owned(),
                    mode,
                    deals: (0..people.len()).filter_map(of).map(|one| one.deals).sum(),
                    without_any_adjustment: shown(&sum(|one| &one.without_any_adjustment))?,
                    effective: shown(&sum(|one| &one.effective))?,
                });
            }
            Ok::<(), Problem>(())
        };
        let singles: Vec<&str> = nodes.categories.iter().map(String::as_str).collect();
        let sums: Vec<&str> = nodes.cumulative.iter().map(|(id, _)| id.as_str()).collect();
        add(&nodes.singles, &singles, Mode::Single)?;
        add(&nodes.sums, &sums, Mode::Cumulative)?;
        let steps = || nodes.singles.iter().flat_map(|forecast| &forecast.steps);
        let is_stale = |step: &&Step| step.drift().is_some_and(|drift| !drift.is_zero());
        Ok(Self {
            model_id: model.id.clone(),
            currency: model.currency,
            as_of: asked.day,
            period: ForecastPeriod::of(model, asked.period),
            people: people.len(),
            totals,
            adjustments: steps().count(),
            stale: steps().filter(is_stale).count(),
            records,
        })
    }
}

impl RollUp {
    /// The `nodes` table.
    ///
    /// # Errors
    /// `number.out_of_range` if a sum has more than 28 digits, or more than the others of its column allow.
    pub fn to_table(&self) -> Result<Table, Problem> {
        let rows = &self.nodes.rows;
        let text =
            |cell: fn(&Row) -> &str| Column::Text(TextColumn::from_options(rows.iter().map(|row| Some(cell(row)))));
        let whole = |cell: fn(&Self, &Row) -> usize| {
            let cells = rows.iter().map(|row| i64::try_from(cell(self, row)).unwrap_or(i64::MAX)).collect();
            Column::Integer(Cells::full(cells))
        };
        let money =
            |cell: fn(&Forecast) -> Option<&Exact>| amounts(rows.iter().map(|row| cell(&row.forecast).cloned()));
        Table::new([
            ("node_id", Column::Text(self.names(|row| Some(row.place)))),
            ("manager_id", Column::Text(self.names(|row| self.people.manager(row.place)))),
            ("level", whole(|of, row| of.people.level(row.place))),
            ("category", text(|row| &row.category)),
            ("mode", text(|row| row.mode.as_str())),
            ("own", money(|one| Some(&one.own))?),
            ("deals", whole(|_, row| row.forecast.deals)),
            ("without_any_adjustment", money(|one| Some(&one.without_any_adjustment))?),
            ("rollup", money(|one| Some(&one.rollup))?),
            ("without_manager_adjustment", money(|one| Some(&one.without_manager_adjustment))?),
            ("without_owner_adjustment", money(|one| Some(&one.without_owner_adjustment))?),
            ("effective", money(|one| Some(&one.effective))?),
            ("flag", text(|row| row.forecast.flag.as_str())),
            ("stale", Column::Boolean(Cells::full(rows.iter().map(|row| row.forecast.stale).collect()))),
            ("base_drift", money(|one| one.base_drift.as_ref())?),
            ("target", amounts(rows.iter().map(|row| self.nodes.target(row.place).cloned()))?),
            ("previous", amounts(rows.iter().map(|row| row.previous.clone()))?),
            ("change", amounts(rows.iter().map(|row| Some(row.forecast.effective.sub(row.previous.as_ref()?))))?),
            ("currency", Column::Text(TextColumn::constant(self.summary.currency.code(), rows.len()))),
        ])
    }

    /// A column of people's ids.
    fn names(&self, place: impl Fn(&Row) -> Option<usize>) -> TextColumn {
        let id = |row: &Row| Some(self.people.id(place(row)?));
        TextColumn::from_options(self.nodes.rows.iter().map(id))
    }

    /// The adjustments that stand, in the order of the hierarchy, the categories, and their application.
    pub(super) fn steps(&self) -> impl Iterator<Item = &Step> {
        self.nodes.singles.iter().flat_map(|forecast| &forecast.steps)
    }

    /// The `adjusted` table.
    ///
    /// # Errors
    /// As [`to_table`](Self::to_table).
    pub fn adjusted(&self) -> Result<Table, Problem> {
        let steps: Vec<&Step> = self.steps().collect();
        let id = |place: fn(&Step) -> usize| {
            Column::Text(TextColumn::from_options(steps.iter().map(|step| Some(self.people.id(place(step))))))
        };
        let text = |cell: fn(&Step) -> Option<&str>| {
            Column::Text(TextColumn::from_options(steps.iter().map(|step| cell(step))))
        };
        let money = |cell: fn(&Step) -> Option<Exact>| amounts(steps.iter().map(|step| cell(step)));
        let category = |step: &&Step| self.nodes.categories.get(step.judgement.category).map(String::as_str);
        let stale = |step: &&Step| step.drift().is_some_and(|drift| !drift.is_zero());
        Table::new([
            ("node_id", id(|step| step.judgement.node)),
            ("category", Column::Text(TextColumn::from_options(steps.iter().map(category)))),
            ("by", id(|step| step.judgement.by)),
            ("role", text(|step| Some(if step.judgement.is_owners() { "owner" } else { "manager" }))),
            ("kind", text(|step| Some(step.judgement.kind.as_str()))),
            ("value", money(|step| Some(step.judgement.value.clone()))?),
            ("base", money(|step| Some(step.base.clone()))?),
            ("base_when_made", money(|step| step.judgement.base_when_made.clone())?),
            ("base_drift", money(Step::drift)?),
            ("stale", Column::Boolean(Cells::full(steps.iter().map(stale).collect()))),
            ("after", money(|step| Some(step.after.clone()))?),
            ("at", Column::Instant(Cells::full(steps.iter().map(|step| step.judgement.at).collect()))),
            ("note", text(|step| step.judgement.note.as_deref())),
        ])
    }

    /// The `excluded` table.
    #[must_use]
    pub fn excluded(&self) -> Table {
        self.excluded.clone()
    }
}

/// Amounts at the one scale that all of them need.
pub(super) fn amounts(cells: impl Iterator<Item = Option<Exact>>) -> Result<Column, Problem> {
    let cells: Vec<Option<Decimal>> =
        cells.map(|cell| cell.as_ref().map(shown).transpose()).collect::<Result<_, _>>()?;
    let scale = cells.iter().flatten().map(|cell| cell.scale()).max().unwrap_or_default();
    let fit = |cell: Decimal| {
        let fitting = cell.mantissa_at(scale).filter(|&mantissa| Decimal::from_mantissa(mantissa, scale).is_ok());
        fitting.ok_or_else(|| {
            let message = format!("{cell} needs more than 28 digits beside the others of its column");
            Problem::new(ProblemCode::NumberOutOfRange, "", message)
        })
    };
    let mantissas: Vec<Option<i128>> =
        cells.into_iter().map(|cell| cell.map(fit).transpose()).collect::<Result<_, _>>()?;
    Ok(Column::Decimal(DecimalColumn { cells: Cells::from_options(mantissas), scale }))
}
