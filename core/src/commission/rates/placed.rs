//! Where each transaction stands along the dimensions of rate tables that go by a column of transactions.

use crate::commission::model::Plan;
use crate::commission::rates::across::{Across, Values};
use crate::commission::workings::Workings;
use crate::problem::{Code, Problem, Problems, Report, pointer};
use crate::rule::BoundRule;
use crate::table::Table;
use crate::table::declared::TRANSACTIONS;

/// By dimension of a component's rate table, and by transaction row: the place; none of any for a dimension that goes
/// by an index.
pub(crate) type Placed = Vec<Vec<Option<usize>>>;

impl Plan {
    /// By component: where its transactions stand.
    pub(crate) fn placed(&self, table: &Table) -> Result<Vec<Placed>, Problems> {
        let mut report = Report::new();
        let mut all = Vec::with_capacity(self.components.len());
        for component in &self.components {
            let across = component.payout.across();
            let mut placed: Placed = across.map_or_else(Vec::new, |across| vec![Vec::new(); across.dimensions.len()]);
            for (dimension, values) in across.into_iter().flat_map(Across::values) {
                let at =
                    across.and_then(|across| across.dimensions.get(dimension)).map_or("", |one| one.pointer.as_str());
                match self.rows_at(values, at, table) {
                    Ok(rows) => placed.iter_mut().skip(dimension).take(1).for_each(|place| place.clone_from(&rows)),
                    Err(problems) => report.absorb(problems),
                }
            }
            all.push(placed);
        }
        report.finish().map(|_| all)
    }

    fn rows_at(&self, values: &Values, at: &str, table: &Table) -> Result<Vec<Option<usize>>, Problems> {
        // A table without rows may be without columns.
        if table.rows() == 0 {
            return Ok(Vec::new());
        }
        if table.column(&values.column).is_none() && TRANSACTIONS.column(&values.column).is_none() {
            let message = format!("there is no column `{}`", values.column);
            let problem = Problem::new(Code::RuleUnknownColumn, pointer::join(at, "column"), message);
            return Err(problem.with("column", values.column.clone()).into());
        }
        let mut bound: Vec<BoundRule<'_>> = Vec::with_capacity(values.rules.len());
        for rule in &values.rules {
            // What is wrong with the column is wrong for each of its values.
            bound.push(rule.bind(table, "transactions", self.zone, None)?);
        }
        let place = |row: usize| bound.iter().position(|rule| rule.matches(row).is_true());
        Ok((0..table.rows()).map(place).collect())
    }
}

impl Workings {
    /// The place of a transaction along a dimension that goes by a column; nothing where that holds none of its values.
    pub(crate) fn placed(&self, component: usize, dimension: usize, row: usize) -> Option<usize> {
        self.placed.get(component)?.get(dimension)?.get(row).copied().flatten()
    }
}
