//! The definitions that the company works by.

use serde_json::Value;

/// The pipelines, in the order of their ids.
pub const PIPELINES: [&str; 2] = [include_str!("documents/new-business.json"), include_str!("documents/renewals.json")];

/// The commission plans, in the order of their ids: of those who sell, and of those who lead them.
pub const PLANS: [&str; 2] = [include_str!("documents/ae-2026.json"), include_str!("documents/lead-2026.json")];

/// The id of the plan of those who sell.
pub(super) const SELLERS_PLAN: &str = "ae-2026";
/// The id of the plan of those who lead.
pub(super) const LEADS_PLAN: &str = "lead-2026";

/// A document that stands here, as a value.
pub(super) fn value(text: &str) -> Value {
    // They are ours, and a test loads each.
    serde_json::from_str(text).unwrap_or_default()
}
