//! From costs to assets, their schedules and the roll-forward.

use std::collections::BTreeMap;

use super::life::{Asset, Event, Method, Month};
use super::outcome::Capitalisation;
use super::params::{CapitaliseParams, ShortBenefit};
use crate::commission::output::cells::{self, Row};
use crate::commission::periods::asked::{MOST_MONTHS, asked};
use crate::number::{Currency, Exact};
use crate::problem::{Code, Problem, Problems, Report, pointer, shape};
use crate::sorted;
use crate::table::{BadRecords, Records};
use crate::time::{Date, Period, TimeError};

/// The tables of a capitalisation.
#[derive(Debug, Clone)]
pub struct CapitaliseInputs {
    /// What was paid to win contracts, in the shape [`COSTS`](super::COSTS).
    pub costs: Records,
    /// What became of them, in the shape [`COST_EVENTS`](super::COST_EVENTS).
    pub cost_events: Option<Records>,
}

/// A cost and what becomes of it.
#[derive(Debug)]
pub(super) struct Cost {
    pub(super) id: String,
    pub(super) row: usize,
    pub(super) asset: Asset,
    /// Why it is expensed at once, where it is.
    pub(super) expensed: Option<&'static str>,
    /// Its months inside the period asked for.
    pub(super) months: Vec<Month>,
    /// What is left at the end, and what of that is current.
    pub(super) carrying: (Exact, Exact),
}

/// One row of the roll-forward, in the order of its columns.
#[derive(Debug, Clone)]
pub(super) struct Roll {
    pub(super) opening: Exact,
    pub(super) capitalised: Exact,
    pub(super) amortised: Exact,
    pub(super) clawed_back: Exact,
    pub(super) written_off: Exact,
    pub(super) closing: Exact,
    pub(super) current: Exact,
    pub(super) expensed: Exact,
    pub(super) recovered: Exact,
}

impl Roll {
    pub(super) const NOTHING: Self = Self {
        opening: Exact::ZERO,
        capitalised: Exact::ZERO,
        amortised: Exact::ZERO,
        clawed_back: Exact::ZERO,
        written_off: Exact::ZERO,
        closing: Exact::ZERO,
        current: Exact::ZERO,
        expensed: Exact::ZERO,
        recovered: Exact::ZERO,
    };

    fn add(&mut self, period: Period, month: &Month, current: &Exact) {
        let join = |sum: &mut Exact, part: &Exact| *sum = sum.add(part);
        if month.period.from() == period.from() {
            join(&mut self.opening, &month.opening);
        }
        if month.period.to() == period.to() {
            join(&mut self.closing, &month.closing);
            join(&mut self.current, current);
        }
        join(&mut self.capitalised, &month.capitalised);
        join(&mut self.amortised, &month.amortised);
        join(&mut self.clawed_back, &month.clawed_back);
        join(&mut self.written_off, &month.written_off);
        join(&mut self.recovered, &month.recovered);
    }
}

/// Everything that comes of a capitalisation, before it is written into tables.
#[derive(Debug)]
pub(super) struct Workings {
    pub(super) params: CapitaliseParams,
    pub(super) method: Method,
    pub(super) asked: Period,
    pub(super) periods: Vec<Period>,
    pub(super) costs: Vec<Cost>,
    /// By position of the period and currency.
    pub(super) rolls: BTreeMap<(usize, Currency), Roll>,
    pub(super) unused_costs: BTreeMap<usize, &'static str>,
    pub(super) unused_events: BTreeMap<usize, &'static str>,
}

/// Capitalises costs of obtaining contracts and amortises them straight line (ASC 340-40, IFRS 15).
///
/// What is not incremental, and with `short_benefit: expense` what benefits at most twelve months, is
/// expensed on its day. The rest is an asset: month by month the difference of the rounded running total
/// is amortised, and all that is left in the last month, so that a schedule sums to its asset. A clawback
/// lowers the asset first and then the expense; churn writes off what is left. Months that count as a whole
/// or a half take either at their start, `daily` on its day.
///
/// # Errors
/// Under `bad_records: refuse` every record that cannot be used, with its pointer; always:
/// `time.bad_period`, `commission.partial_roll_forward`, `number.out_of_range`, `time.out_of_range`.
pub fn capitalise(
    params: &CapitaliseParams,
    inputs: &CapitaliseInputs,
    mut bad: BadRecords,
) -> Result<Capitalisation, Problems> {
    let (asked, periods) = params.periods()?;
    let method = Method { convention: params.start_convention, rounding: params.rounding, places: params.places };
    let (mut costs, mut unused_costs) = (Vec::new(), BTreeMap::new());
    for row in cells::good(&inputs.costs, "costs", "cost_id") {
        let Some(cost) = params.cost(row, &mut bad) else { continue };
        if cost.asset.from >= asked.to() {
            unused_costs.insert(row.at, "not_yet");
        }
        costs.push(cost);
    }
    let mut unused_events = events(&mut costs, inputs.cost_events.as_ref(), asked, &mut bad);
    bad.settle()?;
    // Of a cost with an event that cannot be used, nothing can be said.
    let refused =
        sorted::set(bad.records().iter().filter(|record| record.table == "cost_events").map(|record| record.row));
    let rows = || inputs.cost_events.iter().flat_map(|events| cells::all(events, "cost_events", "cost_id"));
    let apart = sorted::set(rows().filter(|row| refused.contains(&row.at)).map(Row::id));
    unused_events.extend(rows().filter(|row| apart.contains(row.id())).map(|row| (row.at, "cost_set_aside")));
    let spoiled = costs.iter().filter(|cost| apart.contains(cost.id.as_str()));
    unused_costs.extend(spoiled.map(|cost| (cost.row, "event_set_aside")));
    costs.retain(|cost| !unused_costs.contains_key(&cost.row));
    let params = params.clone();
    let rolls = BTreeMap::new();
    let mut workings = Workings { params, method, asked, periods, costs, rolls, unused_costs, unused_events };
    let mut report = Report::new();
    for position in 0..workings.costs.len() {
        if let Err(problem) = workings.run(position) {
            report.push(problem);
        }
    }
    report.finish()?;
    Ok(Capitalisation::new(workings, inputs, &bad)?)
}

impl CapitaliseParams {
    /// The span asked for, and the periods of the roll-forward, which fill it.
    fn periods(&self) -> Result<(Period, Vec<Period>), Problem> {
        let at = "/params/period";
        let out_of_calendar = |error: TimeError| shape::time_problem(&error, at);
        let asked = asked(&self.period, &self.calendar)?;
        let periods = self.calendar.periods(self.unit, asked).map_err(out_of_calendar)?;
        let ends = (periods.first().map(|period| period.from()), periods.last().map(|period| period.to()));
        if ends != (Some(asked.from()), Some(asked.to())) {
            let message = format!("{asked} does not start and end with a period of the roll-forward");
            return Err(Problem::new(Code::CommissionPartialRollForward, at, message));
        }
        Ok((asked, periods))
    }

    fn cost(&self, row: Row<'_>, bad: &mut BadRecords) -> Option<Cost> {
        let amount = row.exact("amount").unwrap_or(Exact::ZERO);
        if amount.is_negative() {
            let message = format!("`{}` costs less than nothing; what is taken back is an event of its cost", row.id());
            row.refuse(bad, "amount", Code::CommissionCostAmount, message);
            return None;
        }
        let months = row.integer("benefit_months").unwrap_or_default();
        if !(1..=MOST_MONTHS).contains(&months) {
            let message = format!("a benefit period of {months} months is not from 1 to {MOST_MONTHS}");
            row.refuse(bad, "benefit_months", Code::CommissionBenefitPeriod, message);
            return None;
        }
        let own = row.text("currency").and_then(|code| Currency::parse(code).ok());
        let Some(currency) = own.or(self.currency) else {
            let message = format!("`{}` has no currency, and the call names none", row.id());
            row.refuse(bad, "currency", Code::TableMissingValue, message);
            return None;
        };
        let expensed = if row.boolean("incremental") == Some(false) {
            Some("not_incremental")
        } else {
            (self.short_benefit == ShortBenefit::Expense && months <= 12).then_some("short_benefit")
        };
        let months = i32::try_from(months).unwrap_or(i32::MAX);
        let asset = Asset { amount, currency, from: row.date("capitalised_on")?, months, events: Vec::new() };
        let (id, carrying) = (row.id().to_owned(), (Exact::ZERO, Exact::ZERO));
        Some(Cost { id, row: row.at, asset, expensed, months: Vec::new(), carrying })
    }
}

/// Gives every cost its events, by day; says why sound ones are not used.
fn events(
    costs: &mut [Cost],
    records: Option<&Records>,
    asked: Period,
    bad: &mut BadRecords,
) -> BTreeMap<usize, &'static str> {
    let mut unused = BTreeMap::new();
    let by_id = sorted::map(costs.iter().enumerate().map(|(position, cost)| (cost.id.clone(), position)));
    for row in records.into_iter().flat_map(|records| cells::good(records, "cost_events", "cost_id")) {
        let Some(on) = row.date("on") else { continue };
        let Some(cost) = by_id.get(row.id()).and_then(|position| costs.get_mut(*position)) else {
            let message = format!("`{}` is not among the costs that can be used", row.id());
            row.refuse(bad, "cost_id", Code::TableUnknownId, message);
            continue;
        };
        if on < cost.asset.from {
            let message = format!("`{}` was capitalised on {}, after this", row.id(), cost.asset.from);
            row.refuse(bad, "on", Code::CommissionCostEventEarly, message);
            continue;
        }
        let churn = row.text("kind") == Some("churn");
        let amount = row.exact("amount");
        let fits = amount.as_ref().is_some_and(|amount| *amount > Exact::ZERO) != churn;
        if !fits || (churn && amount.is_some()) {
            let message = if churn {
                "churn writes off what is left, and has no amount"
            } else {
                "a clawback has an amount above zero"
            };
            row.refuse(bad, "amount", Code::CommissionCostEventAmount, message.to_owned());
            continue;
        }
        if on >= asked.to() {
            unused.insert(row.at, "not_yet");
        } else if churn && cost.expensed.is_some() {
            unused.insert(row.at, "expensed");
        } else {
            cost.asset.events.push(Event { on, clawback: amount.filter(|_| !churn), row: row.at });
        }
    }
    for cost in costs {
        sorted::sort_by_key(&mut cost.asset.events, |event| event.on);
    }
    unused
}

impl Workings {
    /// Adds a cost to the roll-forward, and keeps its months inside the period asked for.
    fn run(&mut self, position: usize) -> Result<(), Problem> {
        let Some(cost) = self.costs.get_mut(position) else { return Ok(()) };
        let (asked, periods, rolls) = (self.asked, &self.periods, &mut self.rolls);
        let currency = cost.asset.currency;
        if cost.expensed.is_some() {
            if let Some((_, roll)) = roll(periods, rolls, currency, cost.asset.from) {
                roll.expensed = roll.expensed.add(&cost.asset.amount);
            }
            for event in &cost.asset.events {
                if let (Some((_, roll)), Some(clawback)) = (roll(periods, rolls, currency, event.on), &event.clawback) {
                    roll.recovered = roll.recovered.add(clawback);
                }
            }
            return Ok(());
        }
        let (mut months, mut carrying) = (Vec::new(), (Exact::ZERO, Exact::ZERO));
        let told = cost.asset.live(self.method, asked.to(), |month, current| {
            carrying = (month.closing.clone(), current.clone());
            if let Some((period, roll)) = roll(periods, rolls, currency, month.period.from()) {
                roll.add(period, &month, &current);
                months.push(month);
            }
        });
        (cost.months, cost.carrying) = (months, carrying);
        told.map_err(|beyond| beyond.at(&pointer::record("costs", cost.row)))
    }
}

/// The row of the roll-forward that a day belongs to, and its period; none outside what is asked for.
fn roll<'r>(
    periods: &[Period],
    rolls: &'r mut BTreeMap<(usize, Currency), Roll>,
    currency: Currency,
    day: Date,
) -> Option<(Period, &'r mut Roll)> {
    let position = periods.partition_point(|period| period.to() <= day);
    let period = *periods.get(position).filter(|period| period.contains(day))?;
    Some((period, rolls.entry((position, currency)).or_insert(Roll::NOTHING)))
}
