//! Nodes become a tree.

use crate::problem::{Code, Problem, Problems, Report, pointer};
use crate::table::Records;
use crate::table::intern::Interner;

/// The nodes of a table as a tree. Rows that cannot be used are no part of it.
#[derive(Debug)]
pub(super) struct Tree {
    /// The rows level by level, from those without a parent down.
    pub(super) levels: Vec<Vec<usize>>,
    /// The parent's row, by row.
    parents: Vec<Option<usize>>,
    /// The children's rows, by row, in the order of the rows.
    children: Vec<Vec<usize>>,
    ids: Interner,
    /// The row of an id, by the id's number.
    rows: Vec<usize>,
}

impl Tree {
    /// Builds the tree.
    ///
    /// # Errors
    /// `quota.no_nodes`, `quota.unknown_parent`, `quota.cycle`.
    pub(super) fn build(nodes: &Records) -> Result<Self, Problems> {
        let table = nodes.table();
        let text = |column: &str, row: usize| table.text(column).and_then(|text| text.get(row)).unwrap_or_default();
        let good: Vec<usize> = (0..nodes.rows()).filter(|&row| nodes.is_good(row)).collect();
        let mut tree = Self {
            levels: Vec::new(),
            parents: vec![None; nodes.rows()],
            children: vec![Vec::new(); nodes.rows()],
            ids: Interner::new(),
            rows: good.clone(),
        };
        // Ids are unique among good rows, so that their numbers count those rows.
        for &row in &good {
            tree.ids.intern(text("node_id", row));
        }
        let mut roots = Vec::new();
        let mut report = Report::new();
        if good.is_empty() {
            report.push(Problem::new(Code::QuotaNoNodes, pointer::table("nodes", None), "there is no node"));
        }
        for &row in &good {
            let parent = text("parent_id", row);
            match tree.row(parent) {
                _ if parent.is_empty() => roots.push(row),
                Some(above) => {
                    if let (Some(slot), Some(children)) = (tree.parents.get_mut(row), tree.children.get_mut(above)) {
                        *slot = Some(above);
                        children.push(row);
                    }
                }
                None => report.push(
                    Problem::new(
                        Code::QuotaUnknownParent,
                        pointer::cell("nodes", row, "parent_id"),
                        format!("`{parent}` is not a node"),
                    )
                    .with("node_id", text("node_id", row))
                    .with("parent_id", parent),
                ),
            }
        }
        for cycle in tree.cycles() {
            let ids: Vec<&str> = cycle.iter().map(|&row| text("node_id", row)).collect();
            let first = cycle.first().copied().unwrap_or_default();
            let message = format!("`{}` are each other's parents", ids.join("`, `"));
            report.push(
                Problem::new(Code::QuotaCycle, pointer::cell("nodes", first, "parent_id"), message).with("nodes", ids),
            );
        }
        report.finish()?;
        let mut level = roots;
        while !level.is_empty() {
            let next = level.iter().flat_map(|&row| tree.children_of(row)).copied().collect();
            tree.levels.push(std::mem::replace(&mut level, next));
        }
        Ok(tree)
    }

    /// The row of an id.
    pub(super) fn row(&self, id: &str) -> Option<usize> {
        self.rows.get(self.ids.find(id)? as usize).copied()
    }

    /// The rows without a parent.
    pub(super) fn roots(&self) -> &[usize] {
        self.levels.first().map_or(&[], Vec::as_slice)
    }

    pub(super) fn children_of(&self, row: usize) -> &[usize] {
        self.children.get(row).map_or(&[], Vec::as_slice)
    }

    pub(super) fn parent_of(&self, row: usize) -> Option<usize> {
        self.parents.get(row).copied().flatten()
    }

    /// Every cycle once, from its first row on, in the direction of the parents.
    fn cycles(&self) -> Vec<Vec<usize>> {
        #[derive(Clone, Copy, PartialEq)]
        enum Seen {
            Never,
            Now,
            Before,
        }
        let mut seen = vec![Seen::Never; self.parents.len()];
        let mut cycles = Vec::new();
        for start in 0..self.parents.len() {
            let mut path = Vec::new();
            let mut here = Some(start);
            while let Some(row) = here.filter(|&row| seen.get(row) == Some(&Seen::Never)) {
                mark(&mut seen, row, Seen::Now);
                path.push(row);
                here = self.parent_of(row);
            }
            if let Some(row) = here.filter(|&row| seen.get(row) == Some(&Seen::Now)) {
                let begin = path.iter().position(|&other| other == row).unwrap_or_default();
                let mut cycle = path.get(begin..).unwrap_or_default().to_vec();
                let least = cycle.iter().enumerate().min_by_key(|(_, row)| **row).map_or(0, |(position, _)| position);
                cycle.rotate_left(least);
                cycles.push(cycle);
            }
            path.into_iter().for_each(|row| mark(&mut seen, row, Seen::Before));
        }
        fn mark(seen: &mut [Seen], row: usize, as_what: Seen) {
            if let Some(slot) = seen.get_mut(row) {
                *slot = as_what;
            }
        }
        cycles
    }
}
