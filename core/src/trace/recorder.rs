//! Recording on or off, decided when the kernel is compiled.

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

/// Keeps the step of one line.
#[derive(Debug)]
pub struct Recording {
    wanted: usize,
    /// The step, once the line was met.
    pub step: Option<Node>,
}

impl Recording {
    /// Waits for the line at this position.
    #[must_use]
    pub fn of(position: usize) -> Self {
        Self { wanted: position, step: None }
    }
}

impl Recorder for Recording {
    fn wants(&self, position: usize) -> bool {
        self.wanted == position
    }

    fn step(&mut self, node: Node) {
        self.step = Some(node);
    }
}
