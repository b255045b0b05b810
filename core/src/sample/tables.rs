//! The company as tables.

use super::booking::{Split, Transaction};
use super::deal::{Deal, EventKind};
use super::dirt::{Kind, Spoiled};
use super::people::Person;
use super::quarter::{QUARTER_START, day_of};
use super::terms::{Adjustment, Assignment, Goal, Rate};
use crate::problem::Problem;
use crate::table::{Cells, Column, DecimalColumn, RatioColumn, Table, TextColumn};

fn text<T: AsRef<str>>(cells: impl Iterator<Item = Option<T>>) -> Column {
    let cells: Vec<Option<T>> = cells.collect();
    Column::Text(TextColumn::from_options(cells.iter().map(|cell| cell.as_ref().map(AsRef::as_ref))))
}

fn dates(cells: impl Iterator<Item = Option<i32>>) -> Column {
    Column::Date(Cells::from_options(cells))
}

fn instants(cells: impl Iterator<Item = Option<i64>>) -> Column {
    Column::Instant(Cells::from_options(cells))
}

fn decimals(scale: u32, cells: impl Iterator<Item = Option<i64>>) -> Column {
    Column::Decimal(DecimalColumn { cells: Cells::from_options(cells.map(|cell| cell.map(i128::from))), scale })
}

fn percents(cells: impl Iterator<Item = Option<i64>>) -> Column {
    let numerators = Cells::from_options(cells.map(|cell| cell.map(i128::from)));
    let denominators = vec![100; numerators.len()];
    Column::Ratio(RatioColumn { numerators, denominators })
}

pub(super) fn deal_id(number: u32) -> String {
    format!("D-{:05}", number + 1)
}

/// The stage that no pipeline has.
const STRANGE_STAGE: &str = "proposal_sent";
/// The currency that does not exist.
const STRANGE_CURRENCY: &str = "USDD";

/// `deals`, with what is wrong in them.
pub(super) fn deals(deals: &[Deal], people: &[Person], spoiled: &[Spoiled]) -> Result<Table, Problem> {
    let mut faults: Vec<Option<Kind>> = vec![None; deals.len()];
    for fault in spoiled {
        if let Some(slot) = faults.get_mut(fault.row) {
            *slot = Some(fault.kind);
        }
    }
    let all = || deals.iter().zip(&faults).map(|(deal, fault)| (deal, *fault));
    let owner = |deal: &Deal| people.get(deal.owner as usize).map(|person| person.id.as_str());
    let unless = |fault: Option<Kind>, kind: Kind| fault != Some(kind);
    let stage = |deal: &Deal| deal.track.stages.get(deal.stage).copied();
    Table::new([
        (
            "deal_id",
            text(all().map(|(deal, fault)| {
                let again = fault == Some(Kind::DuplicateDeal);
                Some(deal_id(if again { deal.number.saturating_sub(1) } else { deal.number }))
            })),
        ),
        ("pipeline_id", text(all().map(|(deal, _)| Some(deal.track.pipeline)))),
        (
            "stage_id",
            text(all().map(
                |(deal, fault)| {
                    if unless(fault, Kind::UnknownStage) { stage(deal) } else { Some(STRANGE_STAGE) }
                },
            )),
        ),
        ("owner_id", text(all().map(|(deal, fault)| owner(deal).filter(|_| unless(fault, Kind::OwnerMissing))))),
        ("amount", decimals(2, all().map(|(deal, fault)| unless(fault, Kind::AmountMissing).then_some(deal.cents)))),
        (
            "currency",
            text(
                all().map(|(_, fault)| {
                    Some(if unless(fault, Kind::UnknownCurrency) { "USD" } else { STRANGE_CURRENCY })
                }),
            ),
        ),
        (
            "close_date",
            dates(all().map(|(deal, fault)| match fault {
                Some(Kind::CloseDateMissing) => None,
                Some(Kind::CloseDateLongPast) => Some(QUARTER_START - 14),
                _ => Some(deal.close_date),
            })),
        ),
        ("created_at", instants(all().map(|(deal, _)| Some(deal.created)))),
        ("closed_at", instants(all().map(|(deal, _)| deal.closed))),
        ("forecast_category", text(all().map(|(deal, _)| deal.category))),
        ("account_id", text(all().map(|(deal, _)| Some(format!("A-{:04}", deal.account + 1))))),
        ("next_step", text(all().map(|(deal, _)| deal.next_step))),
        ("last_activity_at", instants(all().map(|(deal, _)| Some(deal.last_activity)))),
        ("segment", text(all().map(|(deal, _)| Some(deal.segment)))),
        ("product", text(all().map(|(deal, _)| Some(deal.product)))),
        ("budget_confirmed", text(all().map(|(deal, _)| Some(if deal.qualified { "yes" } else { "no" })))),
        ("loss_reason", text(all().map(|(deal, _)| deal.loss_reason))),
    ])
}

/// `deal_events`: what led to the deals before anything was spoiled.
pub(super) fn deal_events(deals: &[Deal], people: &[Person]) -> Result<Table, Problem> {
    let all =
        || deals.iter().flat_map(|deal| deal.events.iter().zip(1_i64..).map(move |(event, seq)| (deal, event, seq)));
    let kind = |kind: EventKind| match kind {
        EventKind::Created { .. } => "created",
        EventKind::Stage(_) => "stage",
        EventKind::Amount(_) => "amount",
        EventKind::CloseDate(_) => "close_date",
    };
    let created = |kind: EventKind| matches!(kind, EventKind::Created { .. });
    Table::new([
        ("deal_id", text(all().map(|(deal, ..)| Some(deal_id(deal.number))))),
        ("seq", Column::Integer(Cells::full(all().map(|(.., seq)| seq).collect()))),
        ("effective_at", instants(all().map(|(_, event, _)| Some(event.at)))),
        ("recorded_at", instants(all().map(|(_, event, _)| Some(event.at + event.lag)))),
        ("kind", text(all().map(|(_, event, _)| Some(kind(event.kind))))),
        (
            "stage_id",
            text(all().map(|(deal, event, _)| match event.kind {
                EventKind::Created { .. } => deal.track.stages.first().copied(),
                EventKind::Stage(stage) => deal.track.stages.get(stage).copied(),
                _ => None,
            })),
        ),
        (
            "amount",
            decimals(
                2,
                all().map(|(_, event, _)| match event.kind {
                    EventKind::Created { cents, .. } | EventKind::Amount(cents) => Some(cents),
                    _ => None,
                }),
            ),
        ),
        (
            "currency",
            text(all().map(|(_, event, _)| {
                matches!(event.kind, EventKind::Created { .. } | EventKind::Amount(_)).then_some("USD")
            })),
        ),
        (
            "close_date",
            dates(all().map(|(_, event, _)| match event.kind {
                EventKind::Created { close_date, .. } | EventKind::CloseDate(close_date) => Some(close_date),
                _ => None,
            })),
        ),
        (
            "owner_id",
            text(all().map(|(deal, event, _)| {
                people.get(deal.owner as usize).filter(|_| created(event.kind)).map(|person| person.id.as_str())
            })),
        ),
        ("pipeline_id", text(all().map(|(deal, event, _)| created(event.kind).then_some(deal.track.pipeline)))),
    ])
}

pub(super) fn people(people: &[Person]) -> Result<Table, Problem> {
    Table::new([
        ("person_id", text(people.iter().map(|person| Some(&person.id)))),
        ("name", text(people.iter().map(|person| Some(&person.name)))),
        ("start_date", dates(people.iter().map(|person| Some(person.start)))),
        ("last_day", dates(people.iter().map(|person| person.end.map(|end| end - 1)))),
        ("region", text(people.iter().map(|person| Some(person.region)))),
    ])
}

pub(super) fn reporting(people: &[Person]) -> Result<Table, Problem> {
    let manager = |person: &Person| people.get(person.manager? as usize).map(|manager| manager.id.as_str());
    Table::new([
        ("person_id", text(people.iter().map(|person| Some(&person.id)))),
        ("manager_id", text(people.iter().map(manager))),
        ("from", dates(people.iter().map(|person| Some(person.start)))),
        ("to", dates(people.iter().map(|_| None))),
    ])
}

pub(super) fn transactions(rows: &[Transaction]) -> Result<Table, Problem> {
    Table::new([
        ("transaction_id", text(rows.iter().map(|row| Some(&row.id)))),
        ("payee_id", text(rows.iter().map(|row| row.payee.as_deref()))),
        ("amount", decimals(2, rows.iter().map(|row| Some(row.cents)))),
        ("currency", text(rows.iter().map(|row| Some(row.currency)))),
        ("units", decimals(0, rows.iter().map(|row| Some(row.units)))),
        ("booked_on", dates(rows.iter().map(|row| row.booked))),
        ("reverses_id", text(rows.iter().map(|row| row.reverses.as_deref()))),
        ("deal_id", text(rows.iter().map(|row| Some(deal_id(row.deal))))),
        ("measure_id", text(rows.iter().map(|row| Some(row.pipeline)))),
        ("product", text(rows.iter().map(|row| Some(row.product)))),
    ])
}

pub(super) fn splits(rows: &[Split]) -> Result<Table, Problem> {
    Table::new([
        ("transaction_id", text(rows.iter().map(|row| Some(&row.transaction)))),
        ("payee_id", text(rows.iter().map(|row| Some(&row.payee)))),
        ("role", text(rows.iter().map(|row| Some(row.role)))),
        ("share", percents(rows.iter().map(|row| row.share))),
        ("weight", Column::Integer(Cells::from_options(rows.iter().map(|row| row.weight)))),
        ("quota_share", percents(rows.iter().map(|row| row.quota_share))),
    ])
}

pub(super) fn assignments(rows: &[Assignment]) -> Result<Table, Problem> {
    Table::new([
        ("payee_id", text(rows.iter().map(|row| Some(&row.payee)))),
        ("plan_id", text(rows.iter().map(|row| Some(row.plan)))),
        ("from", dates(rows.iter().map(|row| Some(row.from)))),
        ("to", dates(rows.iter().map(|row| row.to))),
        ("target_variable", decimals(2, rows.iter().map(|row| row.target_cents))),
        ("base_salary", decimals(2, rows.iter().map(|row| Some(row.base_cents)))),
    ])
}

pub(super) fn quotas(rows: &[Goal]) -> Result<Table, Problem> {
    let mut columns = vec![
        ("payee_id", text(rows.iter().map(|row| Some(&row.whose)))),
        ("measure_id", text(rows.iter().map(|row| row.measure))),
    ];
    columns.extend(spans(rows));
    Table::new(columns)
}

pub(super) fn targets(rows: &[Goal]) -> Result<Table, Problem> {
    let mut columns = vec![("node_id", text(rows.iter().map(|row| Some(&row.whose))))];
    columns.extend(spans(rows));
    Table::new(columns)
}

fn spans(rows: &[Goal]) -> [(&'static str, Column); 4] {
    [
        ("from", dates(rows.iter().map(|row| Some(row.from)))),
        ("to", dates(rows.iter().map(|row| Some(row.to)))),
        ("amount", decimals(2, rows.iter().map(|row| Some(row.cents)))),
        ("currency", text(rows.iter().map(|_| Some("USD")))),
    ]
}

pub(super) fn fx_rates(rows: &[Rate]) -> Result<Table, Problem> {
    Table::new([
        ("base", text(rows.iter().map(|_| Some("EUR")))),
        ("quote", text(rows.iter().map(|_| Some("USD")))),
        ("from", dates(rows.iter().map(|row| Some(row.from)))),
        ("to", dates(rows.iter().map(|row| Some(row.to)))),
        ("rate", decimals(4, rows.iter().map(|row| Some(row.rate)))),
        ("kind", text(rows.iter().map(|_| Some("spot")))),
    ])
}

pub(super) fn adjustments(rows: &[Adjustment]) -> Result<Table, Problem> {
    Table::new([
        ("node_id", text(rows.iter().map(|row| Some(&row.node)))),
        ("category", text(rows.iter().map(|row| Some(row.category)))),
        ("by", text(rows.iter().map(|row| Some(&row.by)))),
        ("kind", text(rows.iter().map(|row| Some(row.kind)))),
        ("value", decimals(2, rows.iter().map(|row| Some(row.value)))),
        ("base_when_made", decimals(2, rows.iter().map(|row| row.base))),
        ("at", instants(rows.iter().map(|row| Some(row.at)))),
        ("note", text(rows.iter().map(|row| Some(row.note)))),
    ])
}

/// How many deals were closed in the quarter, for the summary.
pub(super) fn closed_in_quarter(deals: &[Deal]) -> usize {
    deals.iter().filter(|deal| deal.closed.is_some_and(|at| day_of(at) >= QUARTER_START)).count()
}
