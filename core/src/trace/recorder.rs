//! Recording on or off, decided when the kernel is compiled.

use super::Node;

/// Takes the steps of a kernel.
pub trait Recorder {
    /// Whether anything is kept; a kernel asks before it makes a step.
    const ON: bool;

    /// Keeps a step. `make` is not called where nothing is kept.
    fn step(&mut self, make: impl FnOnce() -> Node);
}

/// Keeps nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Off;

impl Recorder for Off {
    const ON: bool = false;

    #[inline(always)]
    fn step(&mut self, _make: impl FnOnce() -> Node) {}
}

/// Keeps every step, in order.
#[derive(Debug, Default)]
pub struct Recording {
    /// The steps.
    pub steps: Vec<Node>,
}

impl Recorder for Recording {
    const ON: bool = true;

    fn step(&mut self, make: impl FnOnce() -> Node) {
        self.steps.push(make());
    }
}
