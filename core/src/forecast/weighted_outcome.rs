//! The tables and the summary of the stage-weighted forecast, and why a row of it is what it is.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::model::ForecastModel;
use super::outcome::{ForecastPeriod, amounts};
use super::params::{Asked, beyond, shown};
use super::stage_weighted::{Group, Source, StageWeighted, Stand, Totals};
use crate::number::{Currency, Decimal, Exact, Rounding, pow10};
use crate::pipeline::{Pipeline, StageKind};
use crate::problem::{Problem, pointer};
use crate::sorted;
use crate::table::ColumnKind::{Code, Currency as Money, Decimal as Amount, Id, Integer, Ratio};
use crate::table::{Cells, Column, ColumnShape, RatioColumn, RecordCount, Table, TableShape, TextColumn};
use crate::time::Date;
use crate::trace::{Explain, Node, not_computed, unknown_row};

const KINDS: [&str; 3] = ["open", "won", "lost"];

/// Out: what every deal contributes.
pub static CONTRIBUTIONS: TableShape = TableShape {
    name: "contributions",
    about: "one row a deal that counts, in the order of the deals",
    key: Some("deal_id"),
    columns: &[
        ColumnShape::required("deal_id", Id, "the deal"),
        ColumnShape::required("owner_id", Id, "who owns it"),
        ColumnShape::required("pipeline_id", Id, "the pipeline it is in"),
        ColumnShape::required("stage_id", Id, "the stage that it counts as being in"),
        ColumnShape::required("kind", Code(&KINDS), "whether it is open, won or lost"),
        ColumnShape::required("amount", Amount, "what it is worth in the model's currency").money(),
        ColumnShape::required("probability", Ratio, "the probability that it is won"),
        ColumnShape::required("probability_from", Code(&["stage", "deal"]), "whose probability that is"),
        ColumnShape::required("weighted", Amount, "amount times probability").money(),
        ColumnShape::required("currency", Money, "the currency of both"),
    ],
};

/// Out: the forecast by stage.
pub static STAGES: TableShape = TableShape {
    name: "stages",
    about: "one row a stage with deals that count, by pipeline and in their order",
    key: None,
    columns: &[
        ColumnShape::required("pipeline_id", Id, "the pipeline"),
        ColumnShape::required("stage_id", Id, "the stage"),
        ColumnShape::required("kind", Code(&KINDS), "whether its deals are open, won or lost"),
        ColumnShape::required("probability", Ratio, "the stage's probability"),
        ColumnShape::required("deals", Integer, "how many deals count"),
        ColumnShape::required("amount", Amount, "what they are worth").money(),
        ColumnShape::required("weighted", Amount, "what they are worth by their probabilities").money(),
        ColumnShape::required("variance", Amount, "the sum of a²·p·(1 − p)"),
        ColumnShape::required("currency", Money, "the currency of the amounts"),
    ],
};

/// The summary of `stage_weighted`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StageWeightedSummary {
    /// The model.
    pub model_id: String,
    /// The currency of every amount.
    pub currency: Currency,
    /// The day of `as_of` in the model's zone.
    pub as_of: Date,
    /// The period that deals close in.
    pub period: ForecastPeriod,
    /// The forecast: what is won and what is open by its probability.
    pub total: Decimal,
    /// What is won.
    pub won: Decimal,
    /// What is open, by its probability.
    pub open_weighted: Decimal,
    /// What is open, in full.
    pub open_amount: Decimal,
    /// The sum of a²·p·(1 − p) over all deals; exact, or to as many of 12 places as 28 digits hold.
    pub variance: Decimal,
    /// The won deals that count.
    pub won_deals: usize,
    /// The open deals that count.
    pub open_deals: usize,
    /// The lost deals, which count nothing.
    pub lost_deals: usize,
    /// The open deals that count by a probability of their own.
    pub overridden: usize,
    /// What became of the records, by table.
    pub records: BTreeMap<String, RecordCount>,
}

/// Sums over some deals.
#[derive(Debug, Clone)]
struct Sums {
    deals: usize,
    amount: Exact,
    weighted: Exact,
    variance: Exact,
}

impl Totals<'_> {
    /// Over the groups that are wanted; of cells that were rounded, where they were.
    fn sums(&self, rounded: Option<(&Column, &Column)>, wanted: impl Fn(&Group) -> bool) -> Sums {
        let mut sums = Sums { deals: 0, amount: Exact::ZERO, weighted: Exact::ZERO, variance: Exact::ZERO };
        for group in self.groups.iter().filter(|group| wanted(group)) {
            sums.deals += group.deals;
            sums.variance = sums.variance.add(&group.variance(self.unit));
            if rounded.is_none() {
                sums.amount = sums.amount.add(&group.amount(self.unit));
                sums.weighted = sums.weighted.add(&group.weighted(self.unit));
            }
        }
        if let Some((amounts, weighted)) = rounded {
            let of = |column: &Column| {
                let Column::Decimal(column) = column else { return Exact::ZERO };
                let counts = |group: u32| self.groups.get(group as usize).is_some_and(&wanted);
                let cells = self.counted.iter().zip(&column.cells.values);
                let sum = cells.filter(|((_, group), _)| counts(*group)).map(|(_, cell)| *cell);
                let unit = Exact::new(1, pow10(column.scale)).unwrap_or(Exact::ONE);
                Exact::from(sum.fold(0_i128, i128::saturating_add)).mul(&unit)
            };
            sums.amount = of(amounts);
            sums.weighted = of(weighted);
        }
        sums
    }

    fn kind(&self, group: &Group) -> Option<StageKind> {
        self.stands.get(group.stand).map(|stand| stand.kind)
    }
}

impl ForecastModel {
    pub(super) fn stand_of(&self, place: &super::deals::Place<'_>) -> Stand {
        let number = self.pipelines.iter().position(|pipeline: &Pipeline| pipeline.id() == place.pipeline.id());
        let number = number.unwrap_or_default();
        Stand {
            pipeline_id: place.pipeline.id().to_owned(),
            stage_id: place.stage.id().to_owned(),
            pointer: format!("/pipelines/{number}{}", place.stage.pointer()),
            kind: place.stage.kind(),
            probability: place.stage.probability().clone(),
            order: (number, place.stage.order()),
        }
    }

    pub(super) fn weighted_summary(
        &self,
        asked: &Asked,
        totals: &Totals<'_>,
        rounded: Option<(&Column, &Column)>,
        records: BTreeMap<String, RecordCount>,
    ) -> Result<StageWeightedSummary, Problem> {
        let of = |kind: StageKind| totals.sums(rounded, |group| totals.kind(group) == Some(kind));
        let (open, won, lost) = (of(StageKind::Open), of(StageKind::Won), of(StageKind::Lost));
        let overridden = totals.groups.iter().filter(|group| group.source == Source::Deal);
        Ok(StageWeightedSummary {
            model_id: self.id.clone(),
            currency: self.currency,
            as_of: asked.day,
            period: ForecastPeriod::of(self, asked.period),
            total: shown(&won.weighted.add(&open.weighted))?,
            won: shown(&won.weighted)?,
            open_weighted: shown(&open.weighted)?,
            open_amount: shown(&open.amount)?,
            variance: variance(&open.variance)?,
            won_deals: won.deals,
            open_deals: open.deals,
            lost_deals: lost.deals,
            overridden: overridden.map(|group| group.deals).sum(),
            records,
        })
    }
}

/// A variance as it is shown: a square has twice the digits of an amount, so its places give way first.
fn variance(value: &Exact) -> Result<Decimal, Problem> {
    let fits = |places: u32| value.round_to(places, Rounding::HalfEven).ok();
    let rounded = value.to_decimal().or_else(|| (1..=12).rev().find_map(fits));
    rounded.map_or_else(|| value.round_to(0, Rounding::HalfEven).map_err(|error| beyond(&error)), Ok)
}

impl StageWeighted {
    fn totals<'t>(&'t self, unit: &'t Exact) -> Totals<'t> {
        Totals { groups: &self.groups, stands: &self.stands, counted: &self.counted, unit }
    }

    fn unit(&self) -> Exact {
        let scale = self.deals.decimal("amount").map_or(0, |amounts| amounts.scale);
        Exact::new(1, pow10(scale)).unwrap_or(Exact::ONE)
    }

    /// The `contributions` table.
    ///
    /// # Errors
    /// `number.out_of_range` if the probabilities are of more digits than a column holds.
    pub fn contributions(&self) -> Result<Table, Problem> {
        let rows: Vec<u32> = self.counted.iter().map(|(row, _)| *row).collect();
        let taken =
            |column: &str| Column::Text(self.deals.text(column).map(|text| text.take(&rows)).unwrap_or_default());
        let by_group = |word: &dyn Fn(&Group) -> String| {
            let words = self.groups.iter().map(word).collect();
            Column::Text(TextColumn::coded(self.counted.iter().map(|(_, group)| *group).collect(), words))
        };
        let stand = |group: &Group| self.stands.get(group.stand);
        let kind = |group: &Group| stand(group).map_or_else(String::new, |stand| stand.kind.as_str().to_owned());
        let stage = |group: &Group| stand(group).map_or_else(String::new, |stand| stand.stage_id.clone());
        let from = |group: &Group| if group.source == Source::Deal { "deal" } else { "stage" }.to_owned();
        let ratio = |(_, group): &(u32, u32)| self.groups.get(*group as usize)?.probability.to_i128s();
        let ratios: Vec<Option<(i128, i128)>> = self.counted.iter().map(ratio).collect();
        Table::new([
            ("deal_id", taken("deal_id")),
            ("owner_id", taken("owner_id")),
            ("pipeline_id", taken("pipeline_id")),
            ("stage_id", by_group(&stage)),
            ("kind", by_group(&kind)),
            ("amount", self.amounts.clone()),
            ("probability", ratio_column(&ratios)),
            ("probability_from", by_group(&from)),
            ("weighted", self.weighted.clone()),
            ("currency", Column::Text(TextColumn::constant(self.summary.currency.code(), rows.len()))),
        ])
    }

    /// The stages with deals that count, in their order.
    fn used_stands(&self) -> Vec<usize> {
        let used = |stand: &usize| self.groups.iter().any(|group| group.stand == *stand);
        let mut used: Vec<usize> = (0..self.stands.len()).filter(used).collect();
        sorted::sort_by_key(&mut used, |stand| self.stands.get(*stand).map(|stand| stand.order));
        used
    }

    /// The `stages` table.
    ///
    /// # Errors
    /// `number.out_of_range` if a sum has more than 28 digits, or more than the others of its column allow.
    pub fn stages(&self) -> Result<Table, Problem> {
        let (unit, used) = (self.unit(), self.used_stands());
        let stands: Vec<&Stand> = used.iter().filter_map(|stand| self.stands.get(*stand)).collect();
        let sums: Vec<Sums> = used.iter().map(|stand| self.sums_of(*stand, &unit)).collect();
        let text = |cell: fn(&Stand) -> &str| {
            Column::Text(TextColumn::from_options(stands.iter().map(|stand| Some(cell(stand)))))
        };
        let money = |cell: fn(&Sums) -> &Exact| amounts(sums.iter().map(|sums| Some(cell(sums).clone())));
        let variances = sums.iter().map(|sums| variance(&sums.variance)).collect::<Result<Vec<_>, _>>()?;
        let ratios: Vec<Option<(i128, i128)>> = stands.iter().map(|stand| stand.probability.to_i128s()).collect();
        let deals = sums.iter().map(|sums| i64::try_from(sums.deals).unwrap_or(i64::MAX)).collect();
        Table::new([
            ("pipeline_id", text(|stand| &stand.pipeline_id)),
            ("stage_id", text(|stand| &stand.stage_id)),
            ("kind", text(|stand| stand.kind.as_str())),
            ("probability", ratio_column(&ratios)),
            ("deals", Column::Integer(Cells::full(deals))),
            ("amount", money(|sums| &sums.amount)?),
            ("weighted", money(|sums| &sums.weighted)?),
            ("variance", amounts(variances.into_iter().map(|variance| Some(variance.into())))?),
            ("currency", Column::Text(TextColumn::constant(self.summary.currency.code(), stands.len()))),
        ])
    }

    fn sums_of(&self, stand: usize, unit: &Exact) -> Sums {
        let rounded = self.rounded.then_some((&self.amounts, &self.weighted));
        self.totals(unit).sums(rounded, |group| group.stand == stand)
    }

    /// The `excluded` table.
    #[must_use]
    pub fn excluded(&self) -> Table {
        self.excluded.clone()
    }

    fn explain_deal(&self, row: usize, group: &Group) -> Result<Node, Problem> {
        let id = self.deals.text("deal_id").and_then(|ids| ids.get(row)).unwrap_or_default();
        let amount = self.deals.decimal("amount").and_then(|amounts| amounts.exact(row)).unwrap_or(Exact::ZERO);
        let worth = amount.mul(&group.rate);
        let stage = self.stands.get(group.stand);
        let rule = match (group.source, stage) {
            (Source::Deal, _) => pointer::cell("deals", row, "probability"),
            (_, Some(stage)) => format!("{}/probability", stage.pointer),
            (_, None) => String::new(),
        };
        let op = if group.source == Source::Deal { "of the deal itself" } else { "of the stage" };
        let mut probability = Node::new("probability", op, rule).value(group.probability.clone());
        if group.source == Source::StageAfterReset {
            probability = probability.rejected("the deal's own, which is older than its coming to the stage");
        }
        let mut in_full = Node::new("amount", "amount of the deal", pointer::cell("deals", row, "amount"));
        if let Some(source) = group.rate_row {
            let from = pointer::record("fx_rates", source);
            in_full = in_full.input("amount", &amount).input("rate", &group.rate).input("rate_from", from);
        }
        let weighted = worth.mul(&group.probability);
        let kind = stage.map_or("", |stage| stage.kind.as_str());
        Ok(Node::new(id, "amount times probability", "")
            .input("kind", kind)
            .rounded(shown(&weighted)?)
            .value(weighted)
            .part(in_full.value(worth))
            .part(probability))
    }

    fn explain_stage(&self, number: usize) -> Result<Node, Problem> {
        let unit = self.unit();
        let sums = self.sums_of(number, &unit);
        let (id, rule) =
            self.stands.get(number).map(|stand| (stand.stage_id.as_str(), stand.pointer.as_str())).unwrap_or_default();
        let part = |group: &Group| {
            Node::new("deals", "sum of their amounts times their probability", "")
                .input("deals", group.deals)
                .input("amount", group.amount(&unit))
                .input("probability", &group.probability)
                .input("probability_from", if group.source == Source::Deal { "deal" } else { "stage" })
                .input("rate", &group.rate)
                .value(group.weighted(&unit))
        };
        let parts = self.groups.iter().filter(|group| group.stand == number).map(part);
        Ok(Node::new(id, "sum of the deals of the stage by their probabilities", rule)
            .input("deals", sums.deals)
            .input("amount", &sums.amount)
            .rounded(shown(&sums.weighted)?)
            .value(sums.weighted)
            .parts(parts))
    }
}

impl Explain for StageWeighted {
    fn explain(&self, table: &str, row: usize) -> Result<Node, Problem> {
        match table {
            "contributions" => {
                let found =
                    self.counted.get(row).and_then(|(row, group)| Some((*row, self.groups.get(*group as usize)?)));
                let (deal, group) = found.ok_or_else(|| unknown_row(table, self.counted.len(), row))?;
                self.explain_deal(deal as usize, group)
            }
            "stages" => {
                let used = self.used_stands();
                let number = used.get(row).ok_or_else(|| unknown_row(table, used.len(), row))?;
                self.explain_stage(*number)
            }
            _ => Err(not_computed(table)),
        }
    }
}

fn ratio_column(cells: &[Option<(i128, i128)>]) -> Column {
    Column::Ratio(RatioColumn {
        numerators: Cells::from_options(cells.iter().map(|cell| cell.map(|(numerator, _)| numerator))),
        denominators: cells.iter().map(|cell| cell.map_or(1, |(_, denominator)| denominator)).collect(),
    })
}
