//! What a caller may say about how its tables are taken in.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::number::Currency;
use crate::time::Zone;

/// What happens to floats in a money column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Floats {
    /// A float is taken if its shortest text has at most 15 significant digits; any other is a bad cell.
    #[default]
    Refuse,
    /// A float is rounded half up to the minor unit of its row's currency, and counted where that changed it.
    Round,
}

/// What happens to a float that is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Nan {
    /// It is a bad cell.
    #[default]
    Refuse,
    /// It is an empty cell.
    Missing,
}

/// How tables are taken in, the same for every door.
#[derive(Debug, Clone)]
pub struct Intake {
    /// What happens to floats in money columns. JSON numbers with a point or an exponent are floats too.
    pub floats: Floats,
    /// What happens to NaN.
    pub nan: Nan,
    /// The zone of time stamps that have none, and of dates that stand for instants.
    pub time_zone: Option<Zone>,
    /// The largest cell taken, in bytes.
    pub max_cell_bytes: usize,
    /// The currency of money cells whose row names none; only rounding of floats asks for it.
    pub currency: Option<Currency>,
}

impl Default for Intake {
    fn default() -> Self {
        Self {
            floats: Floats::default(),
            nan: Nan::default(),
            time_zone: None,
            max_cell_bytes: 1 << 20,
            currency: None,
        }
    }
}
