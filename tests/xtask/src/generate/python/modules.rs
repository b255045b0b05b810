//! Python functions and methods from the table of operations.

use std::fmt::Write as _;

use quarterdeck::api::{Operation, RecordOptions};
use quarterdeck::problem::shape;
use quarterdeck::table::{ColumnKind, TableShape};
use serde_json::Value;

use super::super::schema;
use super::text::{docstring, parameter, pascal, quoted, sentence};
use super::types::{Side, Types, about};

/// A parameter of a Python function.
struct Parameter {
    wire: String,
    kind: String,
    required: bool,
    table: bool,
    about: String,
}

/// A function, or a method of the definition it runs on, that calls an operation.
pub fn function(operation: &Operation, types: &mut Types, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let parameters = parameters(operation, types);
    let name = parameter(operation.name.rsplit('.').next().unwrap_or_default());
    let method = operation.kind.is_some();
    let mut out = format!("{pad}def {name}(");
    let mut signature: Vec<String> = if method { vec!["self".into()] } else { Vec::new() };
    if !parameters.is_empty() {
        signature.push("*".into());
    }
    signature.extend(parameters.iter().map(|it| {
        let name = parameter(&it.wire);
        if it.required { format!("{name}: {}", it.kind) } else { format!("{name}: {} | None = None", it.kind) }
    }));
    if operation.open {
        signature.push("**sources: Records".into());
    }
    let returns = format!("Result[_types.{0}Summary, _types.{0}Tables]", pascal(operation.name));
    if parameters.is_empty() {
        let _ = writeln!(out, "{}) -> {returns}:", signature.join(", "));
    } else {
        let _ = writeln!(out, "\n{pad}    {},\n{pad}) -> {returns}:", signature.join(&format!(",\n{pad}    ")));
    }
    out.push_str(&docstring(&document(operation, &parameters), indent + 4));
    let given = |table: bool| {
        if table && operation.open {
            return "sources".to_owned();
        }
        let entries = parameters.iter().filter(|it| it.table == table);
        let entries: Vec<_> = entries.map(|it| format!("{}: {}", quoted(&it.wire), parameter(&it.wire))).collect();
        format!("{{{}}}", entries.join(", "))
    };
    let definition = if method { "self" } else { "None" };
    let call = format!("call({}, {definition}, {}, {})", quoted(operation.name), given(false), given(true));
    let line = format!("{pad}    return {call}\n");
    if line.len() <= 111 {
        return out + &line;
    }
    let _ = write!(
        out,
        "{pad}    return call(\n{pad}        {},\n{pad}        {definition},\n{pad}        {},\n{pad}        {},\n{pad}    )\n",
        quoted(operation.name),
        dictionary(&given(false), indent + 8),
        dictionary(&given(true), indent + 8),
    );
    out
}

/// A dictionary on one line, or one entry a line where that is too long.
fn dictionary(line: &str, indent: usize) -> String {
    if line.len() + indent <= 108 {
        return line.to_owned();
    }
    let pad = " ".repeat(indent);
    let entries = line.trim_matches(['{', '}']).split(", ").map(|entry| format!("{pad}    {entry},\n"));
    format!("{{\n{}{pad}}}", entries.collect::<String>())
}

/// What must be given first, records before options.
fn parameters(operation: &Operation, types: &mut Types) -> Vec<Parameter> {
    let mut found = Vec::new();
    options(&schema::tidy((operation.params)()), &pascal(operation.name), types, &mut found);
    for used in operation.tables_in {
        found.push(Parameter {
            wire: used.shape.name.into(),
            kind: "Records".into(),
            required: used.required,
            table: true,
            about: columns(used.shape),
        });
    }
    if operation.takes_tables() {
        options(&schema::tidy(shape::schema_of::<RecordOptions>()), "Record", types, &mut found);
    }
    found.sort_by_key(|parameter| !parameter.required);
    found
}

fn options(schema: &Value, owner: &str, types: &mut Types, found: &mut Vec<Parameter>) {
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    for (key, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let mut root = property.clone();
        if let (Some(object), Some(named)) = (root.as_object_mut(), schema.get("$defs")) {
            object.insert("$defs".into(), named.clone());
        }
        let kind = types.read(&root, &format!("{owner}{}", pascal(key)), Side::In);
        let kind = kind.strip_suffix(" | None").unwrap_or(&kind);
        found.push(Parameter {
            wire: key.clone(),
            kind: qualified(kind),
            required: required.contains(&key.as_str()),
            table: false,
            about: about(property).replace('\n', " "),
        });
    }
}

/// The type as seen from a module that has the types in `_types`.
fn qualified(kind: &str) -> String {
    let mut out = String::new();
    let mut rest = kind;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic() || c == '"' || c == '_') {
        let (before, word) = rest.split_at(start);
        out.push_str(before);
        if let Some(text) = word.strip_prefix('"') {
            let end = text.find('"').map_or(word.len(), |end| end + 2);
            out.push_str(&word[..end]);
            rest = &word[end..];
            continue;
        }
        let end = word.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')).unwrap_or(word.len());
        let own = word.starts_with(|c: char| c.is_ascii_uppercase())
            && !["Literal", "Sequence", "Mapping", "Any", "None", "True", "False"].contains(&&word[..end]);
        if own {
            out.push_str("_types.");
        }
        out.push_str(&word[..end]);
        rest = &word[end..];
    }
    out + rest
}

fn document(operation: &Operation, parameters: &[Parameter]) -> String {
    let mut text = format!("{}\n", sentence(operation.about));
    if !parameters.is_empty() {
        text.push_str("\nArgs:\n");
        for it in parameters {
            let _ = writeln!(text, "    {}: {}", parameter(&it.wire), it.about.trim());
        }
        if operation.open {
            text.push_str("    sources: Tables by the names that the definition gives them.\n");
        }
    }
    if !operation.tables_out.is_empty() {
        text.push_str("\nReturns:\n    A result with the tables\n");
        for shape in operation.tables_out {
            let _ = writeln!(text, "    - {}: {}", shape.name, sentence(shape.about));
        }
    }
    if !operation.codes.is_empty() {
        let codes: Vec<_> = operation.codes.iter().map(|code| code.as_str()).collect();
        let _ = write!(text, "\nRaises:\n    QuarterdeckError: beside what any call may say, {}.\n", codes.join(", "));
    }
    text
}

fn columns(shape: &TableShape) -> String {
    let mut text = sentence(shape.about);
    for column in shape.columns {
        let empty = if column.nullable { ", may be empty" } else { "" };
        let _ = write!(text, "\n        - {} ({}{empty}): {}", column.name, kind(column.kind), sentence(column.about));
    }
    text
}

fn kind(kind: ColumnKind) -> String {
    match kind {
        ColumnKind::Code([]) => "code".into(),
        ColumnKind::Code(words) => words.join(" / "),
        other => format!("{other:?}").to_ascii_lowercase(),
    }
}
