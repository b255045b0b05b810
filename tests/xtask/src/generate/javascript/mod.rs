//! The JavaScript of Node and the browser: one module, its declarations, and CommonJS twins for Node.

mod schema;
mod typescript;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use quarterdeck::api::{Kind, Operation};

use super::{BANNER, File, schema as declared};

/// The hand-written half, which the browser loads as it is.
const RUNTIME: &str = include_str!("../../../../../bindings-wasm/js/runtime.js");

/// What only the browser needs.
const INIT: &str = include_str!("init.d.ts");

/// What the modules hand on from the runtime.
const SHARED: [&str; 6] = ["QuarterdeckError", "Result", "call", "callJson", "callLong", "versions"];

/// Every JavaScript file that is written from the declarations.
pub fn module(operations: &[Operation]) -> Vec<File> {
    let rooms = Rooms::of(operations);
    let types = typescript::declarations(&rooms, operations);
    let names = rooms.names().join(", ");
    let body = rooms.javascript();
    let imports = "Definition, QuarterdeckError, Result, call, callJson, callLong, documentText, versions";
    let head = format!("// {BANNER}\n");
    let (runtime, exports) = RUNTIME.rsplit_once("\nexport {").unwrap_or((RUNTIME, ""));
    vec![
        (
            "bindings-wasm/js/api.js".into(),
            format!("{head}import {{ {imports} }} from './runtime.js';\n\n{body}\nexport {{ {names} }};\n"),
        ),
        ("bindings-wasm/index.d.ts".into(), format!("{head}{types}\n{INIT}")),
        (
            "bindings-node/js/runtime.cjs".into(),
            format!("{head}'use strict';\n\n{runtime}\nmodule.exports = {{{exports}"),
        ),
        (
            "bindings-node/js/api.cjs".into(),
            format!(
                "{head}'use strict';\n\nconst {{ {imports} }} = require('./runtime.cjs');\n\n\
                 {body}\nmodule.exports = {{ {names} }};\n"
            ),
        ),
        (
            "bindings-node/index.mjs".into(),
            format!("{head}import api from './index.cjs';\n\nexport const {{ {names} }} = api;\n"),
        ),
        ("bindings-node/index.d.cts".into(), format!("{head}{types}")),
        ("bindings-node/index.d.mts".into(), format!("{head}export * from './index.cjs';\n")),
        ("tests/schema/columns.json".into(), typescript::columns(operations)),
    ]
}

/// The operations by where a host finds them.
pub(super) struct Rooms<'o> {
    /// A class per kind of definition, with the operations on it and those on its document.
    classes: Vec<(Kind, Vec<&'o Operation>)>,
    /// The functions that need no definition, by room.
    objects: BTreeMap<&'o str, Vec<&'o Operation>>,
}

impl<'o> Rooms<'o> {
    fn of(operations: &'o [Operation]) -> Self {
        let home = |kind: Kind| operations.iter().find(|operation| operation.kind == Some(kind)).map(room);
        let belongs = |operation: &&Operation, kind: Kind| {
            operation.kind == Some(kind) || (is_static(operation) && home(kind) == Some(room(operation)))
        };
        let class = |&kind: &Kind| (kind, operations.iter().filter(|operation| belongs(operation, kind)).collect());
        let classes: Vec<(Kind, Vec<&Operation>)> = Kind::ALL.iter().map(class).collect();
        let mut objects: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
        for operation in operations.iter().filter(|operation| operation.kind.is_none() && !is_static(operation)) {
            objects.entry(room(operation)).or_default().push(operation);
        }
        Self { classes, objects }
    }

    /// Everything that the module exports.
    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = SHARED.to_vec();
        names.push("version");
        names.extend(self.classes.iter().map(|(kind, _)| kind.class()));
        names.extend(self.objects.keys());
        names.sort_unstable();
        names
    }

    fn javascript(&self) -> String {
        let mut out = format!("const version = '{}';\n", env!("CARGO_PKG_VERSION"));
        for (kind, operations) in &self.classes {
            let _ =
                write!(out, "\nclass {} extends Definition {{\n  static kind = '{}';\n", kind.class(), kind.as_str());
            for operation in operations {
                out.push('\n');
                out.push_str(&if is_static(operation) { check(operation) } else { method(operation, "this", "") });
            }
            out.push_str("}\n");
        }
        for (name, operations) in &self.objects {
            let _ = writeln!(out, "\nconst {name} = {{");
            for operation in operations {
                out.push_str(&method(operation, "null", ","));
            }
            out.push_str("};\n");
        }
        out
    }
}

fn method(operation: &Operation, definition: &str, end: &str) -> String {
    let (name, tables) = (operation.name, tables(operation));
    let mut out = format!(
        "  {}(options) {{\n    return call('{name}', {definition}, options, {tables});\n  }}{end}\n",
        camel(verb(operation))
    );
    if operation.long {
        let _ = write!(
            out,
            "  {}Async(options) {{\n    return callLong('{name}', {definition}, options, {tables});\n  }}{end}\n",
            camel(verb(operation))
        );
    }
    out
}

/// The options that are tables: those declared or, where the definition names them, all but the parameters.
fn tables(operation: &Operation) -> String {
    let quoted = |names: Vec<&str>| names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
    if !operation.open {
        return format!("[{}]", quoted(operation.tables_in.iter().map(|used| used.shape.name).collect()));
    }
    let params = declared::params(operation);
    let names = params["properties"].as_object().into_iter().flatten().map(|(name, _)| name.as_str());
    format!("Object.keys(options ?? {{}}).filter((name) => ![{}].includes(name))", quoted(names.collect()))
}

/// A method that takes a document, good or bad, and only says what it comes to.
fn check(operation: &Operation) -> String {
    let name = operation.name;
    format!(
        "  static {}(document) {{\n    return call('{name}', null, {{ document: documentText(document) }}).summary;\n  }}\n",
        verb(operation)
    )
}

/// Whether the operation is about a document that need not load.
fn is_static(operation: &Operation) -> bool {
    operation.kind.is_none() && verb(operation) == "validate"
}

fn room(operation: &Operation) -> &'static str {
    operation.name.split_once('.').map_or(operation.name, |(room, _)| room)
}

fn verb(operation: &Operation) -> &'static str {
    operation.name.split_once('.').map_or("", |(_, verb)| verb)
}

/// `check_transition` as `checkTransition`.
fn camel(name: &str) -> String {
    let pascal = pascal(name);
    let mut letters = pascal.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// `check_transition`, or `pipeline.check_transition`, as `CheckTransition`.
fn pascal(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    name.split(['_', '.']).map(capital).collect()
}
