//! What was handed on, line by line: kept so that each line can be explained.

use std::ops::Range;

use super::overriding::Passed;
use super::pools::Part;
use crate::commission::engine::sink::Reached;
use crate::number::Exact;

/// A payee's part of what a transaction earned its owner; for the owner what is given away, below zero where the
/// transaction earned.
#[derive(Debug, Clone)]
pub(crate) struct Share {
    /// The component.
    pub(super) part: usize,
    pub(super) from: u32,
    pub(super) row: usize,
    /// Where the line pays for its transaction later: how many refunds of that came before.
    pub(super) after: Option<u32>,
    pub(super) day: i32,
    pub(super) share: Exact,
    /// Whether it is what the owner gives away.
    pub(super) given: bool,
    /// The tier of the line that is shared, and its minor units.
    pub(super) line: Reached,
    pub(super) of: i128,
    /// The part of its commission credit, of what it earned at its rate, of its true-up and of what stages made of
    /// it, as cells.
    pub(super) credit: i128,
    pub(super) figures: [i128; 3],
    /// In minor units.
    pub(super) amount: i128,
}

/// What a line hands on.
#[derive(Debug, Clone)]
pub(crate) enum What {
    Share(Share),
    Override(Passed),
    Pool(Part),
}

/// A line of something handed on.
#[derive(Debug, Clone)]
pub(crate) struct Handed {
    /// Its row of `lines`.
    pub(super) line: usize,
    pub(super) payee: u32,
    pub(super) what: What,
    /// In minor units.
    pub(super) amount: i128,
}

/// The lines of a call that hand something on, and the rows of `statements` that sum them up.
#[derive(Debug, Clone, Default)]
pub(crate) struct HandedOn {
    /// By row of `lines`.
    pub(super) lines: Vec<Handed>,
    /// By row of `statements`: where its lines stand here.
    pub(super) statements: Vec<(usize, Range<usize>)>,
    /// The rows of the reporting lines that earnings went up by.
    pub(crate) climbed: Vec<usize>,
}

impl HandedOn {
    /// The one of a row of `lines`.
    pub(super) fn line(&self, row: usize) -> Option<&Handed> {
        self.lines.get(self.lines.binary_search_by_key(&row, |handed| handed.line).ok()?)
    }

    /// Those that a row of `statements` sums up.
    pub(super) fn statement(&self, row: usize) -> Option<&[Handed]> {
        let place = self.statements.binary_search_by_key(&row, |(statement, _)| *statement).ok()?;
        self.lines.get(self.statements.get(place)?.1.clone())
    }

    /// Adds those of payees that come after so many lines and statements.
    pub(crate) fn append(&mut self, other: Self, lines: usize, statements: usize) {
        let handed = self.lines.len();
        self.lines.extend(other.lines.into_iter().map(|own| Handed { line: own.line + lines, ..own }));
        let rows = other.statements.into_iter();
        self.statements.extend(rows.map(|(row, own)| (row + statements, own.start + handed..own.end + handed)));
        self.climbed.extend(other.climbed);
    }

    /// The first row of `lines` after the last of them.
    pub(crate) fn end(&self) -> usize {
        self.lines.last().map_or(0, |handed| handed.line + 1)
    }

    /// What somebody gets by overrides, exactly.
    pub(crate) fn overrides(&self, payee: u32) -> impl Iterator<Item = &Exact> {
        self.lines.iter().filter(move |handed| handed.payee == payee).filter_map(|handed| match &handed.what {
            What::Override(passed) => Some(&passed.exact),
            What::Share(_) | What::Pool(_) => None,
        })
    }
}
