//! A total spread over a tree of nodes and over periods, exactly in both directions.

use super::allocate::{Allocation, allocate_blended};
use super::controlled::round_up;
use super::outcome::{Basis, decimal};
use super::params::{AllocateParams, TreeParams};
use super::siblings::{Child, Part, Rules, Siblings};
use super::spread_outcome::TreeSummary;
use super::tie;
use super::tree::Tree;
use crate::number::{Currency, Decimal, Exact};
use crate::problem::{Code, Problem, Problems, Report, pointer};
use crate::sorted;
use crate::table::Records;
use crate::time::{Date, Period};

/// A total, spread over nodes and periods.
#[derive(Debug, Clone)]
pub struct QuotaTree {
    /// Counts and sums.
    pub summary: TreeSummary,
    pub(super) allocation: Allocation,
    pub(super) currency: Option<Currency>,
    /// In the order of time.
    pub(super) seasons: Vec<Season>,
    /// The quotas of every node, in the order of the nodes and then of time.
    pub(super) cells: Vec<Cell>,
    /// Whether a node has nodes below it, by position in the allocation.
    pub(super) inner: Vec<bool>,
}

/// A period and what of the total it gets.
#[derive(Debug, Clone)]
pub(super) struct Season {
    pub(super) period: Period,
    pub(super) part: Part,
    pub(super) amount: Decimal,
}

/// One quota: a node in a period.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// The node's position in the allocation.
    pub(super) share: usize,
    pub(super) season: usize,
    pub(super) amount: Decimal,
    /// The exact share before units: of the parent's quota in the period and the node's total.
    pub(super) ideal: Exact,
}

/// Spreads a total over a tree of nodes and over the periods of a seasonality.
///
/// The total goes down the tree as [`allocate`](super::allocate) has it, and over the periods in the
/// same way by their weights and pins. Every parent's quotas by period then go to its children by
/// controlled rounding: the quotas of a node over the periods add up to its total, the quotas of
/// siblings in a period to their parent's, and each is less than one unit away from the exact product of
/// the two over the parent's total.
///
/// # Errors
/// Those of `allocate` for the nodes and the periods; `quota.no_periods`, `quota.period_overlap`,
/// `quota.not_a_multiple` also for a pin, `number.out_of_range`.
pub fn tree(
    params: &TreeParams,
    nodes: &Records,
    seasonality: &Records,
    metrics: Option<&Records>,
) -> Result<QuotaTree, Problems> {
    let allocation = allocate_blended(&params.of_nodes(), nodes, metrics)?;
    let unit = Exact::from(params.unit);
    let seasons = seasons(params, seasonality, &unit)?;
    let tree = Tree::build(nodes)?;
    let ranks = tie::ranks(nodes.table(), params.tie.as_deref())?;
    let mut spread = Spread::new(&allocation, nodes.rows(), &unit)?;
    let over = seasons.iter().map(|season| whole(&season.part.amount, &unit));
    let over = over.collect::<Option<Vec<i128>>>().ok_or_else(|| not_a_multiple("/tables/seasonality", &unit))?;
    spread.down(tree.roots(), &over, &ranks);
    for level in &tree.levels {
        for &parent in level {
            let own = spread.units.get(parent).cloned().unwrap_or_default();
            spread.down(tree.children_of(parent), &own, &ranks);
        }
    }
    let mut cells = Vec::with_capacity(allocation.shares.len() * seasons.len());
    for (share, node) in allocation.shares.iter().enumerate() {
        let row = node.part.row;
        let units = spread.units.get(row).map(Vec::as_slice).unwrap_or_default();
        let ideals = spread.ideals.get(row).map(Vec::as_slice).unwrap_or_default();
        for (season, (&units, ideal)) in units.iter().zip(ideals).enumerate() {
            let amount = decimal(&Exact::from(units).mul(&unit))?;
            cells.push(Cell { share, season, amount, ideal: ideal.mul(&unit) });
        }
    }
    let inner: Vec<bool> = allocation.shares.iter().map(|share| !tree.children_of(share.part.row).is_empty()).collect();
    let summary = TreeSummary {
        total: params.total,
        unit: params.unit,
        allocated: allocation.summary.allocated,
        levels: allocation.summary.levels,
        nodes: allocation.shares.len(),
        leaves: allocation.summary.leaves,
        periods: seasons.len(),
        currency: params.currency,
        rows: nodes.rows() + seasonality.rows(),
        used: allocation.summary.used + seasons.len(),
        set_aside: allocation.summary.set_aside + seasonality.rows() - seasons.len(),
    };
    Ok(QuotaTree { summary, allocation, currency: params.currency, seasons, cells, inner })
}

impl TreeParams {
    fn of_nodes(&self) -> AllocateParams {
        AllocateParams {
            total: self.total,
            unit: self.unit,
            tie: self.tie.clone(),
            method: self.method,
            blend: self.blend.clone(),
            zero_weights: self.zero_weights,
            overshoot: self.overshoot,
            residual_to: None,
        }
    }
}

/// The total over the periods, in the order of time.
fn seasons(params: &TreeParams, seasonality: &Records, unit: &Exact) -> Result<Vec<Season>, Problems> {
    let table = seasonality.table();
    let date = |column: &str, row: usize| Date::from_days(table.date(column)?.get(row)?).ok();
    let mut report = Report::new();
    let mut periods: Vec<(Period, usize)> = Vec::new();
    for row in (0..seasonality.rows()).filter(|&row| seasonality.is_good(row)) {
        let Some((from, to)) = date("from", row).zip(date("to", row)) else { continue };
        match Period::new(from, to) {
            Ok(period) => periods.push((period, row)),
            Err(error) => {
                let at = pointer::cell("seasonality", row, "to");
                report.push(Problem::new(Code::TimeEmptyPeriod, at, error.to_string()));
            }
        }
    }
    sorted::sort(&mut periods);
    for ((earlier, first), (later, row)) in periods.iter().zip(periods.iter().skip(1)) {
        if earlier.overlaps(*later) {
            let at = pointer::cell("seasonality", *row, "from");
            let message = format!("{later} overlaps {earlier}");
            let related = pointer::record("seasonality", *first);
            report.push(Problem::new(Code::QuotaPeriodOverlap, at, message).related(related));
        }
    }
    if periods.is_empty() && !report.has_errors() {
        let at = pointer::table("seasonality", None);
        report.push(Problem::new(Code::QuotaNoPeriods, at, "there is no period"));
    }
    let ratio = |column: &str, row: usize| table.ratio(column).and_then(|column| column.exact(row));
    let child = |(rank, &(_, row)): (usize, &(Period, usize))| Child {
        row,
        weight: ratio("weight", row),
        fallback: ratio("fallback_weight", row),
        metrics: Vec::new(),
        pin: table.decimal("pin").and_then(|pins| pins.exact(row)),
        rank,
        takes_residual: false,
    };
    let children: Vec<Child> = periods.iter().enumerate().map(child).collect();
    for child in children.iter().filter(|child| child.weight.as_ref().is_some_and(Exact::is_negative)) {
        let at = pointer::cell("seasonality", child.row, "weight");
        report.push(Problem::new(Code::QuotaNegativeWeight, at, "a weight is negative"));
    }
    report.finish()?;
    let (method, zero_weights, overshoot) = (params.method, params.zero_weights, params.overshoot);
    let siblings = Siblings {
        table: "seasonality",
        rules: Rules { method, zero_weights, overshoot, blend: None },
        unit,
        amount: Exact::from(params.total),
        parent: "",
        source: "/params/total".to_owned(),
        children,
    };
    let parts = siblings.split().map_err(|problems| {
        let mut report = Report::new();
        problems.into_iter().for_each(|problem| report.push(problem));
        report.finish().err().unwrap_or_else(|| not_a_multiple("/params/total", unit).into())
    })?;
    let mut seasons = Vec::with_capacity(parts.len());
    for (period, row) in periods {
        let Some(part) = parts.iter().find(|part| part.row == row).cloned() else { continue };
        let amount = decimal(&part.amount)?;
        seasons.push(Season { period, part, amount });
    }
    Ok(seasons)
}

/// The way down, in whole units.
struct Spread {
    /// Every row's total.
    totals: Vec<i128>,
    /// Every row's quotas by period, and their exact shares.
    units: Vec<Vec<i128>>,
    ideals: Vec<Vec<Exact>>,
}

impl Spread {
    fn new(allocation: &Allocation, rows: usize, unit: &Exact) -> Result<Self, Problem> {
        let mut totals = vec![0; rows];
        for share in &allocation.shares {
            let row = share.part.row;
            let column = if share.part.basis == Basis::Pin { "pin" } else { "weight" };
            let units = whole(&share.part.amount, unit)
                .ok_or_else(|| not_a_multiple(&pointer::cell("nodes", row, column), unit))?;
            if let Some(total) = totals.get_mut(row) {
                *total = units;
            }
        }
        Ok(Self { totals, units: vec![Vec::new(); rows], ideals: vec![Vec::new(); rows] })
    }

    /// Spreads a parent's quotas by period over its children.
    fn down(&mut self, children: &[usize], over: &[i128], ranks: &[usize]) {
        let mut children = children.to_vec();
        sorted::sort_by_key(&mut children, |&row| ranks.get(row));
        let totals: Vec<i128> = children.iter().map(|&row| self.totals.get(row).copied().unwrap_or_default()).collect();
        // Less than nothing is spread as its mirror image, so that relief mirrors its quota.
        let sign = if totals.iter().sum::<i128>() < 0 { -1 } else { 1 };
        let mirrored = |values: &[i128]| values.iter().map(|value| value * sign).collect::<Vec<i128>>();
        let (rows, columns) = (mirrored(&totals), mirrored(over));
        let exact = exact_cells(&rows, &columns);
        let floors: Vec<Vec<i128>> = exact
            .iter()
            .map(|row| row.iter().map(|cell| i128::try_from(cell.floor()).unwrap_or_default()).collect())
            .collect();
        let denominator = Exact::from(denominator(&rows, &columns));
        let fraction = |(cell, &floor): (&Exact, &i128)| {
            cell.sub(&Exact::from(floor)).mul(&denominator).to_i128s().map_or(0, |(numerator, _)| numerator)
        };
        let fractions: Vec<Vec<i128>> =
            exact.iter().zip(&floors).map(|(row, floors)| row.iter().zip(floors).map(fraction).collect()).collect();
        let count = |sum: i128, floors: i128| usize::try_from(sum - floors).unwrap_or_default();
        let up_rows: Vec<usize> =
            rows.iter().zip(&floors).map(|(&sum, floors)| count(sum, floors.iter().sum())).collect();
        let column_floor = |column: usize| floors.iter().filter_map(|row| row.get(column)).sum();
        let up_columns: Vec<usize> =
            columns.iter().enumerate().map(|(column, &sum)| count(sum, column_floor(column))).collect();
        let up = round_up(&fractions, &up_rows, &up_columns);
        for (((row, cells), up), ideals) in children.iter().zip(floors).zip(up).zip(exact) {
            let units = cells.into_iter().zip(up).map(|(floor, up)| (floor + i128::from(up)) * sign).collect();
            let ideals = ideals.into_iter().map(|ideal| if sign < 0 { ideal.neg() } else { ideal }).collect();
            if let (Some(slot), Some(ideal)) = (self.units.get_mut(*row), self.ideals.get_mut(*row)) {
                *slot = units;
                *ideal = ideals;
            }
        }
    }
}

/// What the exact cells are parts of: the total or, where that is zero, the number of cells.
fn denominator(rows: &[i128], columns: &[i128]) -> i128 {
    let total = rows.iter().sum::<i128>();
    if total != 0 { total } else { i128::try_from((rows.len() * columns.len()).max(1)).unwrap_or(1) }
}

/// The product of row and column over the total; both sums hold. A total of zero that is made of pins
/// has no shares: then every row is spread evenly, and every column.
fn exact_cells(rows: &[i128], columns: &[i128]) -> Vec<Vec<Exact>> {
    let total: i128 = rows.iter().sum();
    let parts = |value: i128, count: usize| {
        let count = Exact::from(i128::try_from(count).unwrap_or(1));
        Exact::from(value).checked_div(&count).unwrap_or(Exact::ZERO)
    };
    let cell = |row: i128, column: i128| {
        let product = Exact::from(row).mul(&Exact::from(column));
        product
            .checked_div(&Exact::from(total))
            .unwrap_or_else(|_| parts(row, columns.len()).add(&parts(column, rows.len())))
    };
    rows.iter().map(|&row| columns.iter().map(|&column| cell(row, column)).collect()).collect()
}

/// An amount in units, if it is a whole number of them.
fn whole(amount: &Exact, unit: &Exact) -> Option<i128> {
    let units = amount.checked_div(unit).ok().filter(Exact::is_integer)?;
    units.to_i128s().map(|(units, _)| units)
}

fn not_a_multiple(at: &str, unit: &Exact) -> Problem {
    let message = format!("an amount is not a whole number of units of {unit}");
    Problem::new(Code::QuotaNotAMultiple, at, message).with("unit", unit.to_string())
}
