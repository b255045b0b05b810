//! Tables for a terminal.

use std::fmt;

/// Which side a column leans on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// A table with a header, columns as wide as they need to be.
#[derive(Debug)]
pub(crate) struct Grid {
    header: Vec<(String, Side)>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    pub(crate) fn new(header: &[(&str, Side)]) -> Self {
        Self { header: header.iter().map(|(name, side)| ((*name).to_owned(), *side)).collect(), rows: Vec::new() }
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) {
        self.rows.push(Vec::new());
    }
}

impl fmt::Display for Grid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |text: &str| text.chars().count();
        let widths: Vec<usize> = (0..self.header.len())
            .map(|column| {
                let cells = self.rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell));
                cells.chain(self.header.get(column).map(|(name, _)| width(name))).max().unwrap_or_default()
            })
            .collect();
        let names: Vec<String> = self.header.iter().map(|(name, _)| name.clone()).collect();
        let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        for row in [&names, &rule].into_iter().chain(&self.rows) {
            let mut line = String::new();
            for ((cell, width), (_, side)) in row.iter().zip(&widths).zip(&self.header) {
                match side {
                    Side::Left => line.push_str(&format!("  {cell:<width$}")),
                    Side::Right => line.push_str(&format!("  {cell:>width$}")),
                }
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
