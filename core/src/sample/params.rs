//! What callers say to `sample.company`.

use schemars::JsonSchema;
use serde::Deserialize;

/// The parameters of `company`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyParams {
    /// Which company: the same seed and size give the same bytes, everywhere.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub seed: u64,
    /// How many deals it has; 5,000 unless said otherwise. Up to 40,000 of them are in the hands of 40
    /// people, and of one person more for every thousand beyond.
    #[serde(default = "default_size")]
    #[schemars(range(min = 100, max = 2_000_000))]
    pub size: u32,
    /// Whether the history of the deals is written down as well; it is, unless said otherwise.
    #[serde(default = "default_history")]
    pub history: bool,
}

fn default_size() -> u32 {
    5_000
}

fn default_history() -> bool {
    true
}

impl CompanyParams {
    /// The company of a seed, of the usual size and with its history.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        Self { seed, size: default_size(), history: default_history() }
    }
}
