//! Recording on or off, decided when the kernel is compiled.

use std::ops::Range;

use super::Node;

/// Takes the steps of a kernel.
pub trait Recorder {
    /// Whether the line at this position is to be recorded. A kernel asks before it makes a step.
    fn wants(&self, position: usize) -> bool;

    /// Keeps a step.
    fn step(&mut self, node: Node);
}

/// Keeps nothing, and compiles to nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Off;

impl Recorder for Off {
    #[inline(always)]
    fn wants(&self, _position: usize) -> bool {
        false
    }

    #[inline(always)]
    fn step(&mut self, _node: Node) {}
}

/// Keeps the steps of some lines in a row.
#[derive(Debug, Clone)]
pub struct Recording {
    wanted: Range<usize>,
    /// The steps of the lines that were met, in order.
    pub steps: Vec<Node>,
}

impl Recording {
    /// Waits for the lines at these positions.
    #[must_use]
    pub fn of(positions: Range<usize>) -> Self {
        Self { wanted: positions, steps: Vec::new() }
    }
}

impl Recorder for Recording {
    fn wants(&self, position: usize) -> bool {
        self.wanted.contains(&position)
    }

    fn step(&mut self, node: Node) {
        self.steps.push(node);
    }
}
