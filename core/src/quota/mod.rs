//! Quotas: a total shared down a tree to the last unit, and how much of a quota is attained.
//!
//! [`allocate`] splits a total among nodes by weight, level by level, with the largest remainder
//! method: children sum to their parent exactly, each is less than one unit away from its ideal
//! share, and a negative total mirrors its positive. [`tree`] spreads a total over such a tree and over
//! periods at once, exactly in both directions. [`attain`] adds up what counts towards each
//! quota and divides, exactly, with a reason where the quotient is undefined; [`teams`] does so for
//! everyone with everyone below.
//!
//! ```
//! use quarterdeck::quota::{AllocateParams, NODES, allocate};
//! use quarterdeck::table::{BadRecords, Intake, Table, conform};
//!
//! let rows = br#"[{"node_id": "adams", "weight": 247000}, {"node_id": "grant", "weight": 185000},
//!     {"node_id": "colton", "weight": 459000}, {"node_id": "davis", "weight": 400000},
//!     {"node_id": "hayes", "weight": 413000}]"#;
//! let nodes = conform(Table::from_rows(rows).unwrap(), &NODES, &Intake::default(), &mut BadRecords::default())?;
//! let params: AllocateParams = serde_json::from_str(r#"{"total": "42", "unit": "1"}"#)?;
//! let allocation = allocate(&params, &nodes)?;
//! let shares: Vec<String> = allocation.shares().map(|share| share.amount.to_string()).collect();
//! assert_eq!(shares, ["6", "5", "11", "10", "10"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod allocate;
mod attain;
mod blend;
mod controlled;
mod credit;
mod explain;
mod outcome;
mod params;
mod periods;
mod siblings;
mod spread;
mod spread_outcome;
mod sums;
mod team;
mod team_outcome;
mod tie;
mod tree;

#[cfg(test)]
mod tests;

pub use allocate::{Allocation, Share, allocate, allocate_blended};
pub use attain::{Attainments, attain, attain_with_teams};
pub use outcome::{
    ATTAINMENT, AllocateSummary, AttainSummary, Basis, CREDITED, METRICS, MeasureSummary, NODES, PERIODS, SEASONALITY,
    SHARES,
};
pub use params::{
    AllocateParams, AttainParams, BlendPart, BookedBy, Counts, Method, Overshoot, Threshold, TreeParams, ZeroWeights,
};
pub use spread::{QuotaTree, tree};
pub use spread_outcome::{NODE_QUOTAS, SEASONS, TreeSummary};
pub use team::{Teams, teams};
pub use team_outcome::{DISTRIBUTION, TEAMS};
