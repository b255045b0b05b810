//! The category roll-up: what everyone's deals add up to, and what judgement makes of it.

use std::sync::Arc;

use super::deals::Deals;
use super::fate::{Fate, Fates};
use super::fx::Rates;
use super::judgement::Judgements;
use super::model::ForecastModel;
use super::node::{Forecast, Nodes};
use super::outcome::RollUpSummary;
use super::params::{Asked, RollUpParams};
use super::previous::Previous;
use super::targets;
use crate::number::{Exact, pow10};
use crate::problem::{Code, Problem, Problems, Report};
use crate::reporting::Hierarchy;
use crate::table::{BadRecords, Records, Table};

/// The tables of a roll-up.
#[derive(Debug, Clone)]
pub struct RollUpInputs {
    /// In the shape [`DEALS`](crate::table::declared::DEALS).
    pub deals: Records,
    /// In the shape [`REPORTING`](crate::table::declared::REPORTING).
    pub reporting: Records,
    /// In the shape [`ADJUSTMENTS`](crate::table::declared::ADJUSTMENTS).
    pub adjustments: Option<Records>,
    /// In the shape [`TARGETS`](crate::table::declared::TARGETS).
    pub targets: Option<Records>,
    /// In the shape [`FX_RATES`](crate::table::declared::FX_RATES).
    pub fx_rates: Option<Records>,
    /// The `nodes` of an earlier roll-up, in the shape [`PREVIOUS`](super::PREVIOUS).
    pub previous: Option<Records>,
}

/// A roll-up.
#[derive(Debug)]
pub struct RollUp {
    /// Totals and counts.
    pub summary: RollUpSummary,
    /// Cumulative forecasts below that of a more certain category.
    pub warnings: Vec<Problem>,
    pub(super) people: Hierarchy,
    pub(super) nodes: Nodes,
    pub(super) counted: Counted,
    pub(super) deals: Arc<Table>,
    pub(super) excluded: Table,
}

/// The deals that count, and what they add up to.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// The row, the cell (person and category) and the number of the rate of each.
    pub(super) deals: Vec<(u32, u32, u32)>,
    /// By number of the rate: the sum of each cell, in units of the amounts' scale. Mantissas are below
    /// 2^96: it takes more records than memory holds to leave 128 bits.
    sums: Vec<Vec<i128>>,
    pub(super) fates: Vec<Fate>,
    /// The rates by number that the deals use, with their rows.
    pub(super) rates: Vec<(Exact, Option<usize>)>,
}

impl ForecastModel {
    /// Rolls deals up by category over the people of `as_of`.
    ///
    /// A won deal counts as the closed category and a lost one not at all; an open one counts as its
    /// own category, or else that of its stage. `rollup` is a person's own deals and what the reports'
    /// forecasts come to; on it apply the person's own adjustment and then those of the managers, from
    /// below upward. Adjustments are made on single categories; the cumulative mode sums them.
    ///
    /// # Errors
    /// What is wrong with the parameters, `reporting.cycle`, every record that cannot be used where bad
    /// records are refused, and `number.out_of_range`.
    pub fn roll_up(
        &self,
        params: &RollUpParams,
        inputs: &RollUpInputs,
        bad: &mut BadRecords,
    ) -> Result<RollUp, Problems> {
        let asked = self.asked(&params.as_of, &params.period)?;
        let shows = self.shown_categories(params.categories.as_deref())?;
        let people = Hierarchy::on(&inputs.reporting, asked.day, bad)?;
        let rates = Rates::read(self, inputs.fx_rates.as_ref(), bad);
        let mut counted = self.count(&asked, &inputs.deals, &people, &rates, bad);
        let mut fates = Fates::default();
        let effective = |row: usize| if people.is_effective(row) { Fate::Used } else { Fate::NotEffective };
        let reporting = (0..inputs.reporting.rows()).map(effective).collect();
        let (judgements, adjusted) = inputs
            .adjustments
            .as_ref()
            .map_or_else(Default::default, |adjustments| Judgements::read(self, &asked, &people, adjustments, bad));
        let (targets, targeted) = inputs
            .targets
            .as_ref()
            .map_or_else(Default::default, |targets| targets::read(self, &asked, &people, targets, bad));
        bad.settle()?;
        fates.add("deals", "deal_id", &inputs.deals, std::mem::take(&mut counted.fates), bad);
        fates.add("reporting", "person_id", &inputs.reporting, reporting, bad);
        let own = counted.cells(people.len() * self.categories.len(), inputs.deals.table());
        let rounder = self.rounder(params.rounding);
        let forecasts = Forecast::all(&people, &self.categories, &own, &judgements, rounder)?;
        let mut nodes = Nodes::new(&self.categories, &people, forecasts, targets, params.mode, &shows);
        if let Some(adjustments) = &inputs.adjustments {
            fates.add("adjustments", "node_id", adjustments, adjusted, bad);
        }
        if let Some(targets) = &inputs.targets {
            fates.add("targets", "node_id", targets, targeted, bad);
        }
        if let Some(records) = &inputs.fx_rates {
            let needed = |row: usize| counted.rates.iter().any(|(_, source)| *source == Some(row));
            let fate = |row: usize| if needed(row) { Fate::Used } else { Fate::NotNeeded };
            fates.add("fx_rates", "base", records, (0..records.rows()).map(fate).collect(), bad);
        }
        if let Some(records) = &inputs.previous {
            let previous = Previous::read(records);
            let matched = nodes.compare(&people, &previous);
            let fate = |row: usize| if matched.contains(&row) { Fate::Used } else { Fate::NotNeeded };
            fates.add("previous", "node_id", records, (0..records.rows()).map(fate).collect(), bad);
        }
        let warnings = nodes.breaks(&people, &self.categories);
        let summary = RollUpSummary::new(self, &asked, &people, &nodes, fates.counts())?;
        let deals = inputs.deals.shared();
        Ok(RollUp { summary, warnings, people, nodes, counted, deals, excluded: fates.excluded() })
    }

    /// Which categories the table shows, by position.
    fn shown_categories(&self, asked: Option<&[String]>) -> Result<Vec<bool>, Problems> {
        let Some(asked) = asked else { return Ok(vec![true; self.categories.len()]) };
        let (mut shows, mut report) = (vec![false; self.categories.len()], Report::new());
        for (position, id) in asked.iter().enumerate() {
            let found = self.categories.counted.iter().position(|named| named.id == *id);
            match found.and_then(|found| shows.get_mut(found)) {
                Some(shown) => *shown = true,
                None => {
                    let message = format!("`{id}` is not a category of the model");
                    let at = format!("/params/categories/{position}");
                    let known = self.categories.ids();
                    report.push(Problem::new(Code::ForecastUnknownCategory, at, message).with("known", known));
                }
            }
        }
        report.finish()?;
        Ok(shows)
    }

    /// Counts every deal for its owner and category.
    fn count(
        &self,
        asked: &Asked,
        records: &Records,
        people: &Hierarchy,
        rates: &Rates,
        bad: &mut BadRecords,
    ) -> Counted {
        let deals = Deals::new(self, *asked, records);
        let owners = Owners::of(records, people);
        let (categories, cells) = (self.categories.len(), people.len() * self.categories.len());
        let mut counted = Counted { fates: Vec::with_capacity(records.rows()), ..Counted::default() };
        let mut numbers: Vec<Option<u32>> = Vec::new();
        for row in 0..records.rows() {
            let count = |bad: &mut BadRecords| {
                let standing = deals.stand(row, bad)?;
                let category = standing.category.ok_or(Fate::Lost)?;
                let amount = deals.amount(row)?;
                let owner = match owners.place(row) {
                    Owner::At(place) => place,
                    Owner::Elsewhere => return Err(Fate::OwnerNotInHierarchy),
                    Owner::Unknown => {
                        let message = format!("no row of reporting names `{}`", deals.text("owner_id", row));
                        return Err(deals.refuse(row, "owner_id", Code::ForecastUnknownOwner, message, bad));
                    }
                };
                let rate = deals.rate(row, standing, rates, bad)?;
                Ok((owner * categories + category, amount, rate))
            };
            let (cell, amount, rate) = match count(bad) {
                Ok(found) => found,
                Err(fate) => {
                    counted.fates.push(fate);
                    continue;
                }
            };
            counted.fates.push(Fate::Used);
            if numbers.len() <= rate as usize {
                numbers.resize(rate as usize + 1, None);
            }
            let Some(number) = numbers.get_mut(rate as usize) else { continue };
            let number = *number.get_or_insert_with(|| {
                counted.sums.push(vec![0; cells]);
                counted.rates.push((rates.value(rate), rates.row(rate)));
                (counted.rates.len() - 1) as u32
            });
            if let Some(sum) = counted.sums.get_mut(number as usize).and_then(|sums| sums.get_mut(cell)) {
                *sum = sum.saturating_add(amount);
            }
            counted.deals.push((row as u32, cell as u32, number));
        }
        counted
    }
}

impl Counted {
    /// What each cell's deals add up to, exactly, and how many they are.
    fn cells(&self, cells: usize, deals: &Table) -> Vec<(Exact, usize)> {
        let unit = Exact::new(1, pow10(deals.decimal("amount").map_or(0, |amounts| amounts.scale)));
        let unit = unit.unwrap_or(Exact::ONE);
        let mut own = vec![(Exact::ZERO, 0); cells];
        for (sums, (rate, _)) in self.sums.iter().zip(&self.rates) {
            let worth = rate.mul(&unit);
            for (slot, &sum) in own.iter_mut().zip(sums).filter(|(_, sum)| **sum != 0) {
                slot.0 = slot.0.add(&Exact::from(sum).mul(&worth));
            }
        }
        for &(_, cell, _) in &self.deals {
            if let Some(slot) = own.get_mut(cell as usize) {
                slot.1 += 1;
            }
        }
        own
    }
}

/// Who owns each deal.
struct Owners {
    codes: Vec<Option<u32>>,
    places: Vec<Owner>,
}

/// Where an owner stands.
#[derive(Debug, Clone, Copy)]
enum Owner {
    At(usize),
    /// Known to the table, but not there on the day.
    Elsewhere,
    Unknown,
}

impl Owners {
    fn of(records: &Records, people: &Hierarchy) -> Self {
        let mut words = crate::table::intern::Interner::new();
        let codes = records.table().text("owner_id").map(|owners| words.intern_column(owners)).unwrap_or_default();
        let place = |id: &String| match people.find(id) {
            Some(place) => Owner::At(place),
            None if people.knows(id) => Owner::Elsewhere,
            None => Owner::Unknown,
        };
        Self { codes, places: words.words().iter().map(place).collect() }
    }

    fn place(&self, row: usize) -> Owner {
        let code = self.codes.get(row).copied().flatten();
        code.and_then(|code| self.places.get(code as usize).copied()).unwrap_or(Owner::Unknown)
    }
}
