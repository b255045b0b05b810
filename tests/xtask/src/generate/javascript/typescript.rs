//! The declarations: documents, options, summaries, tables and codes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use quarterdeck::api::{Kind, Operation};
use quarterdeck::problem::Code;
use quarterdeck::table::{ColumnKind, TableShape};
use serde_json::Value;

use super::schema::{Scope, Types, Way, comment};
use super::{Rooms, camel, is_static, pascal, verb};
use crate::generate::schema;

/// What no declaration changes.
const PRELUDE: &str = include_str!("prelude.d.ts");

/// The text of the declarations.
pub(super) fn declarations(rooms: &Rooms<'_>, operations: &[Operation]) -> String {
    let mut types = Types::beside(PRELUDE);
    let documents: String = rooms.classes.iter().map(|(kind, _)| document(*kind, &mut types)).collect();
    let calls: Vec<(String, String)> = operations
        .iter()
        .filter(|operation| !is_static(operation))
        .map(|operation| call(operation, &mut types))
        .collect();
    let mut out = format!("{PRELUDE}\n{}", codes());
    for (kind, methods) in &rooms.classes {
        out.push_str(&class(*kind, methods));
    }
    for (name, functions) in &rooms.objects {
        let _ = write!(
            out,
            "\nexport declare const {name}: {{\n{}}};\n",
            functions.iter().map(|op| signatures(op)).collect::<String>()
        );
    }
    for (text, summary) in &calls {
        let _ = write!(out, "\n{text}{summary}");
    }
    out.push_str(&documents);
    for text in types.texts() {
        let _ = write!(out, "\n{text}");
    }
    out.push_str(&rows(operations));
    out
}

fn codes() -> String {
    let codes: Vec<String> = Code::ALL.iter().map(|code| format!("\n  | '{code}'")).collect();
    format!(
        "/** The names of the problems; what they mean stands in the list of errors. */\nexport type Code ={};\n",
        codes.concat()
    )
}

/// A document as it is written.
fn document(kind: Kind, types: &mut Types) -> String {
    let schema = kind.schema();
    let owner = kind.class();
    let scope = Scope { definitions: &schema["$defs"], owner, way: Way::In };
    format!("\n{}", types.declaration(&format!("{owner}Document"), &schema, scope))
}

fn class(kind: Kind, methods: &[&Operation]) -> String {
    let name = kind.class();
    let mut out = format!(
        "\n/** A loaded `{kind}` document. */\nexport class {name} extends Definition {{\n  \
         /** Loads a document, or what a call has made; throws with every problem that it has. */\n  \
         constructor(document: {name}Document | Text | Result);\n  \
         /** The same as the constructor. */\n  \
         static load(document: {name}Document | Text | Result): {name};\n",
        kind = kind.as_str(),
    );
    for operation in methods {
        if is_static(operation) {
            out.push_str(&comment(operation.about, "  "));
            let _ = writeln!(out, "  static {}(document: unknown): Validation;", verb(operation));
        } else {
            out.push_str(&signatures(operation));
        }
    }
    out.push_str("}\n");
    out
}

/// A method, and its twin off the main thread where the operation is long.
fn signatures(operation: &Operation) -> String {
    let (name, types) = (camel(verb(operation)), pascal(operation.name));
    let result = format!("Result<{types}Summary, {types}Tables>");
    let mark = if needs_options(operation) { "" } else { "?" };
    let mut out = comment(operation.about, "  ");
    let _ = writeln!(out, "  {name}(options{mark}: {types}Options): {result};");
    if operation.long {
        out.push_str(&comment("The same off the main thread where the host can do so.", "  "));
        let _ = writeln!(out, "  {name}Async(options{mark}: {types}Options): Promise<{result}>;");
    }
    out
}

fn needs_options(operation: &Operation) -> bool {
    let params = schema::params(operation);
    let required = params["required"].as_array().is_some_and(|required| !required.is_empty());
    required || operation.open || operation.tables_in.iter().any(|used| used.required)
}

/// The options, the summary and the tables of an operation.
fn call(operation: &Operation, types: &mut Types) -> (String, String) {
    let owner = pascal(operation.name);
    let params = schema::params(operation);
    let scope = Scope { definitions: &params["$defs"], owner: &owner, way: Way::In };
    let mut options = format!("/** Options of `{}`. */\nexport interface {owner}Options {{\n", operation.name);
    if let Some(object) = params.as_object() {
        options.push_str(&types.members(object, scope, true));
    }
    for used in operation.tables_in {
        let (mark, absent) = if used.required { ("", "") } else { ("?", " | null | undefined") };
        options.push_str(&comment(used.shape.about, "  "));
        let row = pascal(used.shape.name);
        let _ = writeln!(options, "  {}{mark}: TableInput<{row}Input>{absent};", used.shape.name);
    }
    if operation.open {
        options.push_str(&comment("Any other option is a table, by the name that the definition gives it.", "  "));
        options.push_str(
            "  [source: string]: TableInput<{ [column: string]: unknown }> | Limits | boolean | null | undefined;\n",
        );
    }
    options.push_str("}\n");

    let summary = schema::summary(operation);
    let scope = Scope { definitions: &summary["$defs"], owner: &owner, way: Way::Out };
    let mut out = types.declaration(&format!("{owner}Summary"), &summary, scope);
    let _ = write!(out, "/** The tables of `{}`. */\nexport interface {owner}Tables {{\n", operation.name);
    for shape in operation.tables_out {
        out.push_str(&comment(shape.about, "  "));
        let _ = writeln!(out, "  {}: ResultTable<{}Row>;", shape.name, pascal(shape.name));
    }
    out.push_str("}\n");
    (options, out)
}

/// Every table that goes in or comes out.
fn shapes(operations: &[Operation]) -> BTreeMap<(&'static str, Way), &'static TableShape> {
    let mut shapes = BTreeMap::new();
    for operation in operations {
        shapes.extend(operation.tables_in.iter().map(|used| ((used.shape.name, Way::In), used.shape)));
        shapes.extend(operation.tables_out.iter().map(|shape| ((shape.name, Way::Out), *shape)));
    }
    shapes
}

/// The kinds of the columns of every table that goes in, for the runners that give typed arrays.
pub(super) fn columns(operations: &[Operation]) -> String {
    let mut tables = serde_json::Map::new();
    tables.insert("$comment".into(), crate::generate::BANNER.into());
    for ((name, way), shape) in shapes(operations) {
        if way == Way::In {
            let kinds = shape.columns.iter().map(|column| (column.name.to_owned(), kind(column.kind).into()));
            tables.insert(name.into(), Value::Object(kinds.collect()));
        }
    }
    format!("{:#}\n", Value::Object(tables))
}

fn kind(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Id => "id",
        ColumnKind::Text => "text",
        ColumnKind::Code(_) => "code",
        ColumnKind::Currency => "currency",
        ColumnKind::Decimal => "decimal",
        ColumnKind::Ratio => "ratio",
        ColumnKind::Date => "date",
        ColumnKind::Instant => "instant",
        ColumnKind::Integer => "integer",
        ColumnKind::Boolean => "boolean",
    }
}

/// The rows of every table, as they go in and as they come out.
fn rows(operations: &[Operation]) -> String {
    shapes(operations).iter().map(|((name, way), shape)| row(name, *way, shape)).collect()
}

fn row(name: &str, way: Way, shape: &TableShape) -> String {
    let (role, suffix) = if way == Way::In { ("as it goes in", "Input") } else { ("as it comes out", "Row") };
    let mut out = format!("\n/** A row of `{name}` {role}. */\nexport interface {}{suffix} {{\n", pascal(name));
    for column in shape.columns {
        let kind = cell(column.kind, way);
        out.push_str(&comment(column.about, "  "));
        let _ = match (column.nullable, way) {
            (false, _) => writeln!(out, "  {}: {kind};", column.name),
            (true, Way::In) => writeln!(out, "  {}?: {kind} | null | undefined;", column.name),
            (true, Way::Out) => writeln!(out, "  {}: {kind} | null;", column.name),
        };
    }
    out.push_str("}\n");
    out
}

fn cell(kind: ColumnKind, way: Way) -> String {
    let values = |values: &[&str]| values.iter().map(|value| format!("'{value}'")).collect::<Vec<_>>().join(" | ");
    match (kind, way) {
        (ColumnKind::Id, Way::In) => "string | number | bigint".into(),
        (ColumnKind::Code([]), _) => "string".into(),
        (ColumnKind::Code(known), _) => values(known),
        (ColumnKind::Decimal, Way::In) => "Decimal".into(),
        (ColumnKind::Ratio, Way::In) => "Ratio".into(),
        (ColumnKind::Instant, Way::In) => "Instant".into(),
        (ColumnKind::Integer, Way::In) => "number | bigint".into(),
        (ColumnKind::Integer, Way::Out) => "number".into(),
        (ColumnKind::Boolean, _) => "boolean".into(),
        (ColumnKind::Id | ColumnKind::Text | ColumnKind::Currency | ColumnKind::Date, _)
        | (ColumnKind::Decimal | ColumnKind::Ratio | ColumnKind::Instant, Way::Out) => "string".into(),
    }
}
