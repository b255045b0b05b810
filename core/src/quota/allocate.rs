//! A total shared down a tree.

use super::blend::Metrics;
use super::outcome::{AllocateSummary, Basis};
use super::params::AllocateParams;
use super::siblings::{Child, Part, Rules, Siblings};
use super::tie;
use super::tree::Tree;
use crate::number::{Decimal, Exact, Rounding};
use crate::problem::{Code, Problem, Problems, Report, pointer};
use crate::table::Records;

/// A total, shared.
#[derive(Debug, Clone)]
pub struct Allocation {
    /// Counts and sums.
    pub summary: AllocateSummary,
    pub(super) unit: Exact,
    /// In the order of the rows.
    pub(super) shares: Vec<Share>,
}

/// What a node gets.
#[derive(Debug, Clone)]
pub struct Share {
    /// The node.
    pub node_id: String,
    /// The node above it; none at the top.
    pub parent_id: Option<String>,
    /// How deep it is; 1 at the top.
    pub level: usize,
    /// What it gets.
    pub amount: Decimal,
    pub(super) part: Part,
}

impl Share {
    /// Why it gets that.
    #[must_use]
    pub fn basis(&self) -> Basis {
        self.part.basis
    }

    /// Its part of the weights of the siblings that share by weight, exactly.
    #[must_use]
    pub fn influence(&self) -> Option<Exact> {
        let (weight, sum) = self.part.weight.as_ref()?;
        weight.checked_div(sum).ok()
    }

    /// Its exact share, before units.
    #[must_use]
    pub fn ideal(&self) -> &Exact {
        &self.part.ideal
    }
}

/// Shares a total among nodes of the shape [`NODES`](super::NODES), level by level: each parent's
/// amount goes to its children. Nodes without a parent are the children of the total.
///
/// Pins are taken first and the rest is shared by weight among the other siblings, in whole units,
/// by the largest remainder method. Equal remainders go by `tie`, a total of zero or pins that leave
/// nothing give everyone nothing. A node alone among its free siblings needs no weight.
///
/// # Errors
/// Every problem of the parameters and of the tree, or else of every level down to the first that
/// cannot be shared: the codes `quota.*` of the table of operations, `number.out_of_range`.
pub fn allocate(params: &AllocateParams, nodes: &Records) -> Result<Allocation, Problems> {
    allocate_blended(params, nodes, None)
}

/// [`allocate`] with the metrics that `blend` asks for, in the shape [`METRICS`](super::METRICS).
///
/// # Errors
/// As [`allocate`], and `quota.metric_missing`, `quota.inverse_of_zero`.
pub fn allocate_blended(
    params: &AllocateParams,
    nodes: &Records,
    metrics: Option<&Records>,
) -> Result<Allocation, Problems> {
    let mut report = Report::new();
    let metrics = Metrics::read(params.blend.as_deref(), metrics, &mut report);
    let unit = Exact::from(params.unit);
    if unit.is_zero() || unit.is_negative() {
        report.push(Problem::new(Code::QuotaBadUnit, "/params/unit", format!("{unit} is not above zero")));
    }
    let ranks = tie::ranks(nodes.table(), params.tie.as_deref()).map_err(|problem| report.push(problem));
    let tree = Tree::build(nodes).map_err(|problems| report.absorb(problems));
    if let Ok(tree) = &tree {
        check_residual(params, tree, nodes, &mut report);
        check_weights(nodes, &mut report);
    }
    let (Ok(ranks), Ok(tree), false) = (ranks, tree, report.has_errors()) else {
        return Err(match report.finish() {
            Err(problems) => problems,
            Ok(_) => Problem::new(Code::QuotaNoNodes, pointer::table("nodes", None), "there is no node").into(),
        });
    };
    let down = Down { params, nodes, tree: &tree, ranks: &ranks, unit: &unit, metrics: &metrics };
    let parts = down.all()?;
    let shares = down.shares(parts)?;
    let summary = down.summary(&shares)?;
    Ok(Allocation { summary, unit, shares })
}

impl Allocation {
    /// What every node gets, in the order of the rows.
    pub fn shares(&self) -> std::slice::Iter<'_, Share> {
        self.shares.iter()
    }
}

fn check_residual(params: &AllocateParams, tree: &Tree, nodes: &Records, report: &mut Report) {
    let Some(id) = &params.residual_to else { return };
    let at = "/params/residual_to";
    match tree.row(id) {
        None => report.push(
            Problem::new(Code::QuotaUnknownNode, at, format!("`{id}` is not a node")).with("node_id", id.clone()),
        ),
        Some(row) => {
            let pinned = nodes.table().decimal("pin").is_some_and(|pins| pins.cells.get(row).is_some());
            if pinned || !tree.children_of(row).is_empty() {
                let message = format!("`{id}` {}", if pinned { "is pinned" } else { "has children" });
                report.push(Problem::new(Code::QuotaResidualNotLeaf, at, message).with("node_id", id.clone()));
            }
        }
    }
}

fn check_weights(nodes: &Records, report: &mut Report) {
    for column in ["weight", "fallback_weight"] {
        for row in (0..nodes.rows()).filter(|&row| nodes.is_good(row)) {
            if ratio(nodes, column, row).is_some_and(|weight| weight.is_negative()) {
                let at = pointer::cell("nodes", row, column);
                report.push(Problem::new(Code::QuotaNegativeWeight, at, "a weight is negative"));
            }
        }
    }
}

fn ratio(nodes: &Records, column: &str, row: usize) -> Option<Exact> {
    let column = nodes.table().ratio(column)?;
    Exact::new(column.numerators.get(row)?, *column.denominators.get(row)?).ok()
}

/// The way down the tree.
struct Down<'d> {
    params: &'d AllocateParams,
    nodes: &'d Records,
    tree: &'d Tree,
    ranks: &'d [usize],
    unit: &'d Exact,
    metrics: &'d Metrics<'d>,
}

impl Down<'_> {
    /// What every row gets; all problems of the first level that has any.
    fn all(&self) -> Result<Vec<Option<Part>>, Problems> {
        let mut parts: Vec<Option<Part>> = vec![None; self.nodes.rows()];
        let mut report = Report::new();
        let total = Exact::from(self.params.total);
        self.split(None, total, self.tree.roots(), &mut parts, &mut report);
        for level in &self.tree.levels {
            for &parent in level {
                let children = self.tree.children_of(parent);
                if let Some(Some(part)) = parts.get(parent)
                    && !children.is_empty()
                {
                    let amount = part.amount.clone();
                    self.split(Some(parent), amount, children, &mut parts, &mut report);
                }
            }
        }
        report.finish()?;
        Ok(parts)
    }

    fn split(
        &self,
        parent: Option<usize>,
        amount: Exact,
        children: &[usize],
        parts: &mut [Option<Part>],
        report: &mut Report,
    ) {
        let pinned = parent.filter(|&row| self.pin(row).is_some());
        let siblings = Siblings {
            table: "nodes",
            rules: Rules {
                method: self.params.method,
                zero_weights: self.params.zero_weights,
                overshoot: self.params.overshoot,
                blend: self.params.blend.as_deref(),
            },
            unit: self.unit,
            amount,
            parent: parent.map_or("", |row| self.text("node_id", row)),
            source: pinned.map_or("/params/total".to_owned(), |row| pointer::cell("nodes", row, "pin")),
            children: children.iter().map(|&row| self.child(row)).collect(),
        };
        match siblings.split() {
            Ok(shares) => {
                for share in shares {
                    if let Some(slot) = parts.get_mut(share.row) {
                        *slot = Some(share);
                    }
                }
            }
            Err(problems) => problems.into_iter().for_each(|problem| report.push(problem)),
        }
    }

    fn child(&self, row: usize) -> Child {
        Child {
            row,
            weight: ratio(self.nodes, "weight", row),
            fallback: ratio(self.nodes, "fallback_weight", row),
            metrics: self.metrics.of(self.text("node_id", row)),
            pin: self.pin(row),
            rank: self.ranks.get(row).copied().unwrap_or(row),
            takes_residual: self.leads_to_residual(row),
        }
    }

    fn leads_to_residual(&self, row: usize) -> bool {
        let target = self.params.residual_to.as_ref().and_then(|id| self.tree.row(id));
        std::iter::successors(target, |&row| self.tree.parent_of(row)).any(|above| above == row)
    }

    fn pin(&self, row: usize) -> Option<Exact> {
        let pins = self.nodes.table().decimal("pin")?;
        Decimal::from_mantissa(pins.cells.get(row)?, pins.scale).ok().map(Exact::from)
    }

    fn text(&self, column: &str, row: usize) -> &str {
        self.nodes.table().text(column).and_then(|text| text.get(row)).unwrap_or_default()
    }

    fn shares(&self, parts: Vec<Option<Part>>) -> Result<Vec<Share>, Problems> {
        let mut levels = vec![0; parts.len()];
        for (depth, level) in self.tree.levels.iter().enumerate() {
            for &row in level {
                if let Some(slot) = levels.get_mut(row) {
                    *slot = depth + 1;
                }
            }
        }
        let mut shares = Vec::with_capacity(parts.len());
        for (row, part) in parts.into_iter().enumerate() {
            let Some(part) = part else { continue };
            shares.push(Share {
                node_id: self.text("node_id", row).to_owned(),
                parent_id: Some(self.text("parent_id", row).to_owned()).filter(|id| !id.is_empty()),
                level: levels.get(row).copied().unwrap_or_default(),
                amount: decimal(&part.amount)?,
                part,
            });
        }
        Ok(shares)
    }

    fn summary(&self, shares: &[Share]) -> Result<AllocateSummary, Problems> {
        let leaf = |share: &&Share| self.tree.children_of(share.part.row).is_empty();
        let leaves: Vec<&Share> = shares.iter().filter(leaf).collect();
        let allocated = leaves.iter().fold(Exact::ZERO, |sum, share| sum.add(&share.part.amount));
        let total = Exact::from(self.params.total);
        let units = total.checked_div(self.unit).map(|units| units.round_to_integer(Rounding::Down));
        let units = units.and_then(|units| Exact::from_big(units, 1.into())).unwrap_or(Exact::ZERO);
        let whole = units.mul(self.unit);
        let with = |basis: Basis| shares.iter().filter(|share| share.part.basis == basis).count();
        Ok(AllocateSummary {
            total: self.params.total,
            unit: self.params.unit,
            allocated: decimal(&allocated)?,
            residual: decimal(&total.sub(&whole))?,
            residual_to: self.params.residual_to.clone(),
            levels: self.tree.levels.len(),
            leaves: leaves.len(),
            by_weight: with(Basis::Weight),
            by_equal: with(Basis::Equal),
            by_fallback: with(Basis::Fallback),
            pinned: with(Basis::Pin),
            scaled_pins: with(Basis::ScaledPin),
            rows: self.nodes.rows(),
            used: shares.len(),
            set_aside: self.nodes.rows() - shares.len(),
        })
    }
}

/// An amount as a decimal: whole units of a decimal unit always are one, if not too long.
fn decimal(amount: &Exact) -> Result<Decimal, Problem> {
    amount.to_decimal().ok_or_else(|| {
        Problem::new(Code::NumberOutOfRange, "/params/unit", format!("{amount} needs more than 28 digits"))
    })
}
