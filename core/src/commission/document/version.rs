//! What a plan said before.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{ComponentDocument, EffectiveDocument};

/// What a plan paid by while an earlier version of it was in force. Everything else is the plan's own and
/// holds for all of its versions.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VersionDocument {
    /// When it was in force.
    pub effective: EffectiveDocument,
    /// Its components. One that has the id of a later one is an earlier version of it.
    #[schemars(length(min = 1))]
    pub components: Vec<ComponentDocument>,
}
