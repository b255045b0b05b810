//! What leaves a calculation: lines, statements, the fate of every record, and the reason for each number.

pub(super) mod accounts;
pub(super) mod answered;
pub(super) mod beyond;
mod blocks;
pub(super) mod cells;
pub(super) mod explain;
pub(super) mod explain_walk;
pub(super) mod figures;
pub(super) mod lines;
pub(super) mod outcome;
pub(super) mod results;
pub(super) mod statements;
pub(super) mod tabulate;
pub(super) mod tally;
