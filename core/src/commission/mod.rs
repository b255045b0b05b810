//! Commissions: what each payee earned, line by line, and why.

mod document;
mod model;
mod tiers;

pub use document::PlanDocument;
pub use model::Plan;
