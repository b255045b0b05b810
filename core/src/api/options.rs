//! What every operation that takes tables can be told about them.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::Currency;
use crate::problem::{Problem, Problems, Tree, shape};
use crate::table::{BadRecordPolicy, Floats, Intake, Nan};
use crate::time::Zone;

/// Parameters that any operation with tables takes beside its own.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordOptions {
    /// What happens to records that cannot be used: `refuse` (default) or `set_aside`.
    #[serde(default)]
    pub bad_records: BadRecordPolicy,
    /// What happens to float cells that are not exact: `refuse` (default) or `round` to the currency's minor unit.
    #[serde(default)]
    pub floats: Floats,
    /// What a NaN cell is: `refuse` (default) or `missing`.
    #[serde(default)]
    pub nan: Nan,
    /// The IANA zone of time stamps that carry none.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// Limits on what is taken in.
    #[serde(default)]
    pub limits: Limits,
}

/// Limits on what is taken in.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The largest cell, in bytes; 1 MiB unless said otherwise.
    #[serde(default = "default_max_cell_bytes")]
    #[schemars(range(min = 1, max = 1_073_741_824))]
    pub max_cell_bytes: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_cell_bytes: default_max_cell_bytes() }
    }
}

fn default_max_cell_bytes() -> u32 {
    1 << 20
}

const KEYS: [&str; 5] = ["bad_records", "floats", "nan", "time_zone", "limits"];

impl RecordOptions {
    /// Splits the parameters of a call into these and the operation's own.
    pub(super) fn split(params: Tree) -> Result<(Self, Tree), Problems> {
        let Tree::Object(entries) = params else { return Ok((Self::default(), params)) };
        let (ours, theirs) = entries.into_iter().partition(|(key, _)| KEYS.contains(&key.as_str()));
        Ok((shape::read_tree(&Tree::Object(ours))?, Tree::Object(theirs)))
    }

    pub(super) fn intake(&self, currency: Option<Currency>) -> Result<Intake, Problem> {
        let time_zone = self.time_zone.as_deref().map(Zone::parse).transpose();
        Ok(Intake {
            floats: self.floats,
            nan: self.nan,
            time_zone: time_zone.map_err(|error| shape::time_problem(&error, "/time_zone"))?,
            max_cell_bytes: self.limits.max_cell_bytes as usize,
            currency,
        })
    }
}
