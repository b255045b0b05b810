//! Terms that change within a measure period.

use schemars::JsonSchema;
use serde::Deserialize;

/// What happens to a measure period in which a payee's terms change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MidPeriod {
    /// Each segment has its own quota and its own attainment, from zero.
    #[default]
    Segmented,
    /// A later segment starts at the running sum of the earlier ones, and all of them are measured
    /// against the quotas of all segments together; the target variable is the segment's own.
    CarryAttainment,
    /// The terms of the last segment hold for all of them.
    LatestForAll,
}
