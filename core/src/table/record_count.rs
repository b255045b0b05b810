//! What became of the records of a table.

use schemars::JsonSchema;
use serde::Serialize;

/// How many records of a table there were, and what became of them: `rows = used + excluded + set_aside`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct RecordCount {
    /// Records given.
    pub rows: usize,
    /// Records that the calculation used.
    pub used: usize,
    /// Sound records that it had no use for; the `excluded` table says why.
    pub excluded: usize,
    /// Records that cannot be used; the `set_aside` table says why.
    pub set_aside: usize,
}
