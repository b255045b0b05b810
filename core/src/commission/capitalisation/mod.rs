//! Capitalisation: commissions as assets, amortised over the time they benefit (ASC 340-40, IFRS 15).
//!
//! A *cost of obtaining a contract* that would not be there without it is an asset; its *benefit period* is
//! an input, the contract's term or the expected life of the customer. The schedule sums to the asset,
//! exactly, and the roll-forward is the sum of the schedules.
//!
//! ```
//! use quarterdeck::commission::{COSTS, CapitaliseInputs, CapitaliseParams, capitalise};
//! use quarterdeck::table::{BadRecords, Intake, Table, conform};
//!
//! let csv = b"cost_id,amount,currency,capitalised_on,benefit_months\nC1,1000,USD,2026-01-15,36\n";
//! let mut bad = BadRecords::default();
//! let costs = conform(Table::from_csv(csv)?, &COSTS, &Intake::default(), &mut bad)?;
//! let params: CapitaliseParams = serde_json::from_str(r#"{"period": "2026", "unit": "year", "short_benefit": "expense"}"#)?;
//! let capitalised = capitalise(&params, &CapitaliseInputs { costs, cost_events: None }, bad)?;
//!
//! let roll_forward = capitalised.tables().get("roll_forward").unwrap();
//! let cell = |name: &str| roll_forward.decimal(name).unwrap().exact(0).unwrap().to_string();
//! assert_eq!([cell("amortised"), cell("closing"), cell("current")], ["333.33", "666.67", "333.34"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Formulas: the semantics of commissions, section 2.20.

mod explain;
mod life;
mod outcome;
mod params;
mod run;
mod shapes;

pub use explain::CapitalisationExplanations;
pub use outcome::{Capitalisation, CapitalisationSummary};
pub use params::{CapitaliseParams, ShortBenefit, StartConvention};
pub use run::{CapitaliseInputs, capitalise};
pub use shapes::{ASSETS, COST_EVENTS, COSTS, ROLL_FORWARD, SCHEDULE};
