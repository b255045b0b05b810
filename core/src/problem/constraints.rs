//! Where the shape pass has its schemas from.
//!
//! The serde types are the one source. With feature `schema` they are asked, through [`schemars`].
//! Without it the answer is already there: the generator writes the constraints of every document
//! and of all parameters, by the names of their types, into a file that is a hundredth of the code
//! which makes them.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde_json::Value;

use super::Problem;

/// The JSON Schema (2020-12) of what `D` reads.
#[cfg(feature = "schema")]
#[must_use]
pub fn schema_of<D: JsonSchema>() -> Value {
    use schemars::generate::SchemaSettings;
    SchemaSettings::draft2020_12().for_deserialize().into_generator().into_root_schema_for::<D>().to_value()
}

/// The schema of `D`, made once: it is a constant that takes longer to make than most documents to read.
#[cfg(feature = "schema")]
pub(super) fn of<D: JsonSchema>() -> Result<Arc<Value>, Problem> {
    use std::borrow::Cow;
    use std::sync::{PoisonError, RwLock};

    static MADE: RwLock<BTreeMap<Cow<'static, str>, Arc<Value>>> = RwLock::new(BTreeMap::new());
    let id = D::schema_id();
    if let Some(schema) = MADE.read().unwrap_or_else(PoisonError::into_inner).get(&id) {
        return Ok(Arc::clone(schema));
    }
    let schema = Arc::new(schema_of::<D>());
    MADE.write().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&schema));
    Ok(schema)
}

/// What is written down of the schema of `D`: everything but its words.
#[cfg(not(feature = "schema"))]
pub(super) fn of<D: JsonSchema>() -> Result<Arc<Value>, Problem> {
    written(&D::schema_name())
}

#[cfg(not(feature = "schema"))]
fn written(name: &str) -> Result<Arc<Value>, Problem> {
    use std::sync::OnceLock;

    use super::{Code, Tree};

    static WRITTEN: OnceLock<BTreeMap<String, Arc<Value>>> = OnceLock::new();
    let all = WRITTEN.get_or_init(|| match Tree::parse(include_bytes!("generated/constraints.json")) {
        Ok(Tree::Object(entries)) => {
            crate::sorted::map(entries.iter().map(|(name, schema)| (name.clone(), Arc::new(schema.to_value()))))
        }
        _ => BTreeMap::new(),
    });
    all.get(name).cloned().ok_or_else(|| {
        let message = format!("no constraints of `{name}` were generated, and the feature `schema` is off");
        Problem::new(Code::InternalBug, "", message)
    })
}
