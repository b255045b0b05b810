//! Every template is a document that loads, and that vectors describe and try.

use quarterdeck::{api, commission, pipeline};
use serde_json::Value;

use crate::vectors::{Vector, read_all};

/// The vectors on this very document.
fn tried<'v>(vectors: &'v [Vector], kind: &str, document: &Value) -> Vec<&'v Vector> {
    let on = |definition: &Option<(String, Value)>| {
        definition.as_ref().is_some_and(|(of, held)| of == kind && held == document)
    };
    vectors.iter().filter(|vector| on(&vector.definition)).collect()
}

/// Whether a vector expects that something is paid.
fn pays(vector: &Vector) -> bool {
    let paid = |table: &str, column: &str| {
        let rows = vector.expect["tables"][table].as_array();
        rows.is_some_and(|rows| rows.iter().any(|row| row[column].is_string() && row[column] != "0"))
    };
    paid("lines", "amount") || paid("payouts", "paid")
}

#[test]
fn every_template_is_described_and_tried() {
    let kinds = [
        ("commission_plan", commission::TEMPLATES, ["commission.describe", "commission.calculate"]),
        ("settlement_policy", commission::SETTLEMENT_TEMPLATES, ["settlement.describe", "settlement.settle"]),
        ("pipeline", pipeline::TEMPLATES, ["pipeline.describe", "pipeline.available_moves"]),
    ];
    let vectors = read_all().unwrap();
    assert!(commission::TEMPLATES.len() >= 12 && pipeline::TEMPLATES.len() >= 3);
    for (kind, templates, ops) in kinds {
        for (id, text) in templates {
            let document: Value = serde_json::from_str(text).unwrap();
            assert_eq!(document["id"], *id);
            assert!(document["name"].is_string(), "{id}");
            let (_, warnings) = api::load(kind, text.as_bytes()).unwrap();
            assert!(warnings.is_empty(), "{id}: {warnings:?}");
            let found = tried(&vectors, kind, &document);
            let by: Vec<&str> = found.iter().map(|vector| vector.op.as_str()).collect();
            assert!(ops.iter().all(|op| by.contains(op)), "{id} is only tried by {by:?}");
            assert!(kind == "pipeline" || found.iter().any(|vector| pays(vector)), "{id} pays nothing that is tried");
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
