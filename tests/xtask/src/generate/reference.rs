//! The list of operations and tables.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use quarterdeck::api::{Kind, Operation};
use quarterdeck::table::{ColumnKind, ColumnShape, TableShape};
use serde_json::Value;

use super::{BANNER, File, schema};

/// `core/docs/operations.md`.
pub fn pages(operations: &[Operation]) -> Vec<File> {
    let mut page = format!(
        "<!-- {BANNER} -->\n\n# Operations\n\n\
         Names, parameters and columns are the same in every language. `?` marks what may be left out or empty. \
         What a problem's code means stands in [errors.md](errors.md).\n"
    );
    for operation in operations {
        describe(&mut page, operation);
    }
    page.push_str("\n# Tables\n\nAny other column is an attribute: kept, readable by rules, passed through.\n");
    let mut shapes: BTreeMap<&str, &TableShape> = BTreeMap::new();
    for operation in operations {
        shapes.extend(operation.tables_in.iter().map(|used| (used.shape.name, used.shape)));
        shapes.extend(operation.tables_out.iter().map(|shape| (shape.name, *shape)));
    }
    for shape in shapes.values() {
        columns(&mut page, shape);
    }
    vec![("core/docs/operations.md".into(), page)]
}

fn describe(page: &mut String, operation: &Operation) {
    let Operation { name, about, kind, since, .. } = operation;
    let on = kind.map_or("no definition", Kind::as_str);
    let _ = write!(page, "\n## {name}\n\n{}\n\nRuns on: {on}. Since {since}.\n", sentence(about));
    object(page, "Parameters", &schema::params(operation));
    if !operation.tables_in.is_empty() {
        let tables = operation.tables_in.iter().map(|used| {
            let mark = if used.required { "" } else { "?" };
            format!("[{name}](#{name}){mark}", name = used.shape.name)
        });
        let _ = write!(page, "\nTables in: {}.\n", tables.collect::<Vec<_>>().join(", "));
    }
    if operation.open {
        page.push_str("\nTables in: those that the definition names.\n");
    }
    object(page, "Summary", &schema::summary(operation));
    if !operation.tables_out.is_empty() {
        let tables = operation.tables_out.iter().map(|shape| format!("[{name}](#{name})", name = shape.name));
        let _ = write!(page, "\nTables out: {}.\n", tables.collect::<Vec<_>>().join(", "));
    }
    if !operation.codes.is_empty() {
        let codes = operation.codes.iter().map(|code| format!("`{code}`"));
        let _ = write!(page, "\nProblems of its own: {}.\n", codes.collect::<Vec<_>>().join(", "));
    }
}

fn object(page: &mut String, title: &str, schema: &Value) {
    let Some(properties) = schema["properties"].as_object().filter(|properties| !properties.is_empty()) else { return };
    let _ = write!(page, "\n| {} | type | what it says |\n| --- | --- | --- |\n", title.to_lowercase());
    let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
    for (name, property) in properties {
        let mark = if required.iter().any(|required| required == name) { "" } else { "?" };
        let about = property["description"].as_str().unwrap_or_default();
        let _ = writeln!(page, "| `{name}`{mark} | {} | {} |", kind_of(property, &schema["$defs"]), cell(about));
    }
}

/// A schema in a word or two.
fn kind_of(schema: &Value, definitions: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|target| target.rsplit('/').next()) {
        let target = &definitions[name];
        return if target["properties"].is_object() { name.to_owned() } else { kind_of(target, definitions) };
    }
    for choice in ["anyOf", "oneOf"] {
        if let Some(choices) = schema[choice].as_array() {
            let mut words: Vec<String> = choices.iter().map(|choice| kind_of(choice, definitions)).collect();
            words.retain(|word| word != "null");
            words.dedup();
            return words.join(" or ");
        }
    }
    if let Some(value) = schema.get("const") {
        return format!("`{}`", value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    }
    if let Some(values) = schema["enum"].as_array() {
        let values = values.iter().filter_map(Value::as_str).map(|value| format!("`{value}`"));
        return values.collect::<Vec<_>>().join(" or ");
    }
    if let Some(format) = schema["format"].as_str().filter(|format| !format.contains("int")) {
        return format.to_owned();
    }
    match &schema["type"] {
        Value::String(kind) if kind == "array" => format!("list of {}", kind_of(&schema["items"], definitions)),
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => {
            let kinds = kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null");
            kinds.collect::<Vec<_>>().join(" or ")
        }
        _ => "any".to_owned(),
    }
}

fn columns(page: &mut String, shape: &TableShape) {
    let _ = write!(page, "\n## {}\n\n{}", shape.name, sentence(shape.about));
    if let Some(key) = shape.key {
        let _ = write!(page, " Its key is `{key}`.");
    }
    page.push_str("\n\n| column | type | what it says |\n| --- | --- | --- |\n");
    for ColumnShape { name, kind, nullable, about, .. } in shape.columns {
        let mark = if *nullable { "?" } else { "" };
        let _ = writeln!(page, "| `{name}`{mark} | {} | {} |", kind_in_words(*kind), cell(about));
    }
}

fn kind_in_words(kind: ColumnKind) -> String {
    match kind {
        ColumnKind::Id => "id".into(),
        ColumnKind::Text => "text".into(),
        ColumnKind::Code([]) => "code".into(),
        ColumnKind::Code(values) => values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(" or "),
        ColumnKind::Currency => "currency".into(),
        ColumnKind::Decimal => "decimal".into(),
        ColumnKind::Ratio => "ratio".into(),
        ColumnKind::Date => "date".into(),
        ColumnKind::Instant => "instant".into(),
        ColumnKind::Integer => "integer".into(),
        ColumnKind::Boolean => "boolean".into(),
    }
}

/// Upper case at the start and a full stop at the end.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let stop = if text.ends_with('.') { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
