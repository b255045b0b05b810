//! Every template is a document that loads, and that vectors describe and try.

use quarterdeck::{api, commission, pipeline};
use serde_json::Value;

use crate::vectors::read_all;

/// The vectors on this very document, by their operations.
fn tried(kind: &str, document: &Value) -> Vec<String> {
    let on = |definition: &Option<(String, Value)>| {
        definition.as_ref().is_some_and(|(of, held)| of == kind && held == document)
    };
    read_all().unwrap().into_iter().filter(|vector| on(&vector.definition)).map(|vector| vector.op).collect()
}

#[test]
fn every_template_is_described_and_tried() {
    let kinds = [
        ("commission_plan", commission::TEMPLATES, ["commission.describe", "commission.calculate"]),
        ("settlement_policy", commission::SETTLEMENT_TEMPLATES, ["settlement.describe", "settlement.settle"]),
        ("pipeline", pipeline::TEMPLATES, ["pipeline.describe", "pipeline.available_moves"]),
    ];
    assert!(commission::TEMPLATES.len() >= 12 && pipeline::TEMPLATES.len() >= 3);
    for (kind, templates, ops) in kinds {
        for (id, text) in templates {
            let document: Value = serde_json::from_str(text).unwrap();
            assert_eq!(document["id"], *id);
            assert!(document["name"].is_string(), "{id}");
            let (_, warnings) = api::load(kind, text.as_bytes()).unwrap();
            assert!(warnings.is_empty(), "{id}: {warnings:?}");
            let found = tried(kind, &document);
            assert!(ops.iter().all(|op| found.iter().any(|tried| tried == op)), "{id} is only tried by {found:?}");
        }
    }
}

/// Editors find the schema of a document by its `$id`, and complete keys and words from it.
#[test]
fn the_schemas_of_documents_have_ids() {
    for kind in api::Kind::ALL {
        let path = crate::root().join(format!("tests/schema/{}.schema.json", kind.as_str()));
        let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        assert!(schema["$id"] == format!("urn:quarterdeck:schema:{}", kind.as_str()), "{schema}");
        assert!(schema["properties"]["schema"].is_object() && schema["description"].is_string());
    }
}
