//! The stage-weighted forecast: what is won, and every open deal by its probability.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::deals::{Deals, Standing};
use super::document::OverridePolicy;
use super::fate::{Fate, Fates};
use super::fx::Rates;
use super::model::ForecastModel;
use super::params::{Rounder, StageWeightedParams, beyond};
use super::weighted_outcome::StageWeightedSummary;
use crate::number::{Exact, pow10};
use crate::pipeline::StageKind;
use crate::problem::{Code, Problem, Problems};
use crate::table::{BadRecords, Cells, Column, DecimalColumn, RatioColumn, Records, Table};

/// The tables of a stage-weighted forecast.
#[derive(Debug, Clone)]
pub struct StageWeightedInputs {
    /// In the shape [`DEALS`](crate::table::declared::DEALS).
    pub deals: Records,
    /// In the shape [`FX_RATES`](crate::table::declared::FX_RATES).
    pub fx_rates: Option<Records>,
}

/// A stage-weighted forecast.
#[derive(Debug)]
pub struct StageWeighted {
    /// The total and its parts.
    pub summary: StageWeightedSummary,
    pub(super) deals: Arc<Table>,
    pub(super) stands: Vec<Stand>,
    pub(super) groups: Vec<Group>,
    /// The row and the group of every deal that counts.
    pub(super) counted: Vec<(u32, u32)>,
    pub(super) amounts: Column,
    pub(super) weighted: Column,
    /// Whether the cells of both are rounded.
    pub(super) rounded: bool,
    pub(super) excluded: Table,
}

/// A stage in which deals of the forecast stand.
#[derive(Debug, Clone)]
pub(super) struct Stand {
    pub(super) pipeline_id: String,
    pub(super) stage_id: String,
    /// Into the model's document.
    pub(super) pointer: String,
    pub(super) kind: StageKind,
    pub(super) probability: Exact,
    /// Where the stage comes among those of the model.
    pub(super) order: (usize, u32),
}

/// Where a probability is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    /// The stage.
    Stage,
    /// The deal itself.
    Deal,
    /// The stage, since the deal's own is older than its coming there.
    StageAfterReset,
}

/// Deals of one stage, probability and exchange rate. All sums are in units of the amounts' scale.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) stand: usize,
    pub(super) source: Source,
    pub(super) probability: Exact,
    pub(super) rate: Exact,
    /// The row of the rate; none where no amount is converted.
    pub(super) rate_row: Option<usize>,
    pub(super) deals: usize,
    sum: i128,
    squares: i128,
    /// Squares, or sums of them, that leave 128 bits.
    more_squares: Exact,
}

impl Group {
    fn add(&mut self, amount: i128) {
        self.deals += 1;
        self.sum = self.sum.saturating_add(amount);
        let square = amount.checked_mul(amount);
        match square.and_then(|square| self.squares.checked_add(square)) {
            Some(squares) => self.squares = squares,
            None => self.more_squares = self.more_squares.add(&Exact::from(amount).mul(&Exact::from(amount))),
        }
    }

    /// What the deals are worth in the model's currency.
    pub(super) fn amount(&self, unit: &Exact) -> Exact {
        Exact::from(self.sum).mul(&self.rate).mul(unit)
    }

    pub(super) fn weighted(&self, unit: &Exact) -> Exact {
        self.amount(unit).mul(&self.probability)
    }

    /// Σ a²·p·(1 − p).
    pub(super) fn variance(&self, unit: &Exact) -> Exact {
        let worth = self.rate.mul(unit);
        let squares = self.more_squares.add(&Exact::from(self.squares)).mul(&worth).mul(&worth);
        squares.mul(&self.probability).mul(&Exact::ONE.sub(&self.probability))
    }
}

/// The groups in the making.
#[derive(Default)]
struct Groups {
    all: Vec<Group>,
    numbers: BTreeMap<(u32, Source, u32, u32), u32>,
    /// The numbers of the deals' own probabilities.
    overrides: BTreeMap<(i128, i128), u32>,
}

impl ForecastModel {
    /// Weighs every deal that closes in the period: a won one in full, a lost one with nothing, an open
    /// one by its own probability or else that of its stage. The variance is Σ a²·p·(1 − p), of deals
    /// that do not depend on each other.
    ///
    /// # Errors
    /// What is wrong with the parameters, every record that cannot be used where bad records are
    /// refused, and `number.out_of_range`.
    pub fn stage_weighted(
        &self,
        params: &StageWeightedParams,
        inputs: &StageWeightedInputs,
        bad: &mut BadRecords,
    ) -> Result<StageWeighted, Problems> {
        let asked = self.asked(&params.as_of, &params.period)?;
        let rates = Rates::read(self, inputs.fx_rates.as_ref(), bad);
        let deals = Deals::new(self, asked, &inputs.deals);
        let own = Overrides::of(self.override_policy, &inputs.deals);
        let (mut groups, mut counted, mut fates) = (Groups::default(), Vec::new(), Vec::new());
        for row in 0..inputs.deals.rows() {
            let mut weigh = || {
                let standing = deals.stand(row, bad)?;
                let amount = deals.amount(row)?;
                let own = own.of_deal(row, standing, &deals, bad)?;
                let rate = deals.rate(row, standing, &rates, bad)?;
                Ok((groups.number(standing, own, rate, &deals, &rates), amount))
            };
            match weigh() {
                Ok((number, amount)) => {
                    if let Some(group) = groups.all.get_mut(number as usize) {
                        group.add(amount);
                    }
                    counted.push((row as u32, number));
                    fates.push(Fate::Used);
                }
                Err(fate) => fates.push(fate),
            }
        }
        let stands: Vec<Stand> = deals.places.iter().map(|place| self.stand_of(place)).collect();
        bad.settle()?;
        let mut all = Fates::default();
        all.add("deals", "deal_id", &inputs.deals, fates, bad);
        if let Some(records) = &inputs.fx_rates {
            let needed = |row: usize| groups.all.iter().any(|group| group.rate_row == Some(row));
            let fate = |row: usize| if needed(row) { Fate::Used } else { Fate::NotNeeded };
            all.add("fx_rates", "base", records, (0..records.rows()).map(fate).collect(), bad);
        }
        let column = Leaves { counted: &counted, groups: &groups.all, deals: &deals };
        let rounder = self.rounder(params.rounding);
        let amounts = column.of(|group| group.rate.clone(), rounder)?;
        let weighted = column.of(|group| group.rate.mul(&group.probability), rounder)?;
        let unit = Exact::new(1, pow10(deals.scale())).unwrap_or(Exact::ONE);
        let totals = Totals { groups: &groups.all, stands: &stands, counted: &counted, unit: &unit };
        let rounded = rounder.0.map(|_| (&amounts, &weighted));
        let summary = self.weighted_summary(&asked, &totals, rounded, all.counts())?;
        Ok(StageWeighted {
            summary,
            deals: inputs.deals.shared(),
            stands,
            groups: groups.all,
            counted,
            amounts,
            weighted,
            rounded: rounder.0.is_some(),
            excluded: all.excluded(),
        })
    }
}

/// What the sums are made of.
pub(super) struct Totals<'t> {
    pub(super) groups: &'t [Group],
    pub(super) stands: &'t [Stand],
    pub(super) counted: &'t [(u32, u32)],
    pub(super) unit: &'t Exact,
}

impl Groups {
    fn number(&mut self, standing: Standing, own: Own, rate: u32, deals: &Deals<'_>, rates: &Rates) -> u32 {
        let (source, probability) = match own {
            Own::None => (Source::Stage, None),
            Own::Reset => (Source::StageAfterReset, None),
            Own::Is(numerator, denominator) => (Source::Deal, Some((numerator, denominator))),
        };
        let next = self.overrides.len() as u32 + 1;
        let own = probability.map_or(0, |ratio| *self.overrides.entry(ratio).or_insert(next));
        let key = (standing.place, source, own, rate);
        if let Some(&number) = self.numbers.get(&key) {
            return number;
        }
        let stage = deals.places.get(standing.place as usize).map(|place| place.stage.probability().clone());
        let probability = probability.and_then(|(numerator, denominator)| Exact::new(numerator, denominator).ok());
        let number = self.all.len() as u32;
        self.numbers.insert(key, number);
        self.all.push(Group {
            stand: standing.place as usize,
            source,
            probability: probability.or(stage).unwrap_or(Exact::ZERO),
            rate: rates.value(rate),
            rate_row: rates.row(rate),
            deals: 0,
            sum: 0,
            squares: 0,
            more_squares: Exact::ZERO,
        });
        number
    }
}

/// What a deal says about its own probability.
#[derive(Debug, Clone, Copy)]
enum Own {
    None,
    /// It is older than the deal's coming to its stage.
    Reset,
    Is(i128, i128),
}

/// The deals' own probabilities, and since when they hold.
struct Overrides<'o> {
    policy: OverridePolicy,
    probabilities: Option<&'o RatioColumn>,
    set_at: Option<&'o Cells<i64>>,
    entered_at: Option<&'o Cells<i64>>,
}

impl<'o> Overrides<'o> {
    fn of(policy: OverridePolicy, deals: &'o Records) -> Self {
        let table = deals.table();
        Self {
            policy,
            probabilities: table.ratio("probability"),
            set_at: table.instant("probability_set_at"),
            entered_at: table.instant("stage_entered_at"),
        }
    }

    /// The own probability of an open deal, as far as it counts.
    fn of_deal(&self, row: usize, standing: Standing, deals: &Deals<'_>, bad: &mut BadRecords) -> Result<Own, Fate> {
        let ratio =
            self.probabilities.and_then(|column| Some((column.numerators.get(row)?, *column.denominators.get(row)?)));
        let Some((numerator, denominator)) = ratio.filter(|_| standing.kind == StageKind::Open) else {
            return Ok(Own::None);
        };
        if numerator < 0 || numerator > denominator {
            let message = "the probability is not from 0 to 1".to_owned();
            return Err(deals.refuse(row, "probability", Code::ForecastProbabilityOutOfRange, message, bad));
        }
        if self.policy == OverridePolicy::Sticky {
            return Ok(Own::Is(numerator, denominator));
        }
        let at = |cells: Option<&Cells<i64>>| cells.and_then(|cells| cells.get(row));
        match at(self.set_at).zip(at(self.entered_at)) {
            Some((set, entered)) if set < entered => Ok(Own::Reset),
            Some(_) => Ok(Own::Is(numerator, denominator)),
            None => {
                let message = "whether the probability is older than the stage cannot be told".to_owned();
                Err(deals.refuse(row, "probability", Code::ForecastOverrideUndated, message, bad))
            }
        }
    }
}

/// One cell a deal that counts: its amount times a factor of its group.
struct Leaves<'l> {
    counted: &'l [(u32, u32)],
    groups: &'l [Group],
    deals: &'l Deals<'l>,
}

/// A factor as what a mantissa is multiplied by; nothing where that is not exact.
type Multiplier = Option<i128>;

impl Leaves<'_> {
    fn of(&self, factor: impl Fn(&Group) -> Exact, rounder: Rounder) -> Result<Column, Problem> {
        let factors: Vec<Exact> = self.groups.iter().map(factor).collect();
        let places = |factor: &Exact| factor.to_decimal().map_or(12, |decimal| decimal.scale() + self.deals.scale());
        let scale = rounder.0.map_or_else(|| factors.iter().map(places).max().unwrap_or(0), |(places, _)| places);
        let fast = self.exactly(&factors, scale);
        if let Some(cells) = fast {
            return Ok(Column::Decimal(DecimalColumn { cells: Cells::full(cells), scale }));
        }
        let unit = Exact::new(1, pow10(self.deals.scale())).map_err(|error| beyond(&error))?;
        let cell = |&(row, group): &(u32, u32)| {
            let amount = self.deals.amount(row as usize).unwrap_or_default();
            let worth = factors.get(group as usize).map(|factor| Exact::from(amount).mul(&unit).mul(factor));
            worth.map(|worth| rounder.round(worth)).transpose()
        };
        let cells = self.counted.iter().map(cell).collect::<Result<Vec<_>, _>>()?;
        super::outcome::amounts(cells.into_iter())
    }

    /// The cells in units of the scale, where all of them are whole numbers of them and short enough.
    fn exactly(&self, factors: &[Exact], scale: u32) -> Option<Vec<i128>> {
        let missing = scale.checked_sub(self.deals.scale())?;
        let multiplier = |factor: &Exact| -> Multiplier {
            let (numerator, denominator) = factor.to_i128s()?;
            let scaled = numerator.checked_mul(pow10(missing))?;
            (scaled.checked_rem(denominator)? == 0).then(|| scaled.checked_div(denominator)).flatten()
        };
        let multipliers: Vec<i128> = factors.iter().map(multiplier).collect::<Option<_>>()?;
        let limit = crate::number::Decimal::MAX_MANTISSA.unsigned_abs();
        let cell = |&(row, group): &(u32, u32)| {
            let amount = self.deals.amount(row as usize).ok()?;
            let cell = amount.checked_mul(*multipliers.get(group as usize)?)?;
            (cell.unsigned_abs() <= limit).then_some(cell)
        };
        self.counted.iter().map(cell).collect()
    }
}
