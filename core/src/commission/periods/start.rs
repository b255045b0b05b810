//! Where a running sum goes on, where the lines before are known and need not be run again.

use crate::number::Exact;

/// What the lines of a slice came to that are not run.
#[derive(Debug, Clone)]
pub(crate) struct Start {
    /// The measure with the last of them.
    pub(crate) measure: Exact,
    /// How many of them the call asks for.
    pub(crate) lines: i64,
    /// What those earned, in minor units.
    pub(crate) earned: i128,
}
