//! The generated half of the Python package: types, classes of definitions, one module a room.

mod modules;
mod specs;
mod text;
mod types;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use quarterdeck::api::{Kind, Operation};
use quarterdeck::problem::Code;
use quarterdeck::table::{ColumnKind, TableShape};

use super::{BANNER, File, schema};
use text::{docstring, pascal, quoted, sentence};
use types::{Side, Types, about, typed_dict};

const FOLDER: &str = "bindings-python/python/quarterdeck";

/// Every generated file of the package.
pub fn pages(operations: &[Operation]) -> Vec<File> {
    let operations: Vec<&Operation> = operations.iter().filter(|operation| room(operation) != "internal").collect();
    let mut types = Types::default();
    // What comes out is read first, so that it has the plain names.
    let specs = results(&operations, &mut types);
    let mut files = rooms(&operations, &mut types);
    files.push((format!("{FOLDER}/_definitions.py"), definitions(&operations, &mut types)));
    files.push((format!("{FOLDER}/_types.py"), all_types(&types, &specs)));
    files
}

fn room(operation: &Operation) -> &'static str {
    operation.name.split('.').next().unwrap_or_default()
}

/// The room that a kind of definition is at home in: `commission` for `commission_plan`.
fn home(kind: Kind) -> &'static str {
    kind.as_str().split('_').next().unwrap_or_default()
}

/// Whether an operation is a method: it runs on a definition, or it is `validate`, which makes do without.
fn is_method(operation: &Operation) -> bool {
    operation.kind.is_some() || operation.name.ends_with(".validate")
}

/// The operations that are methods of a kind's class.
fn methods<'o>(operations: &[&'o Operation], kind: Kind) -> Vec<&'o Operation> {
    let of_kind = |operation: &&&Operation| match operation.kind {
        Some(own) => own == kind,
        None => is_method(operation) && room(operation) == home(kind),
    };
    operations.iter().filter(of_kind).copied().collect()
}

fn functions<'o>(operations: &[&'o Operation]) -> BTreeMap<&'static str, Vec<&'o Operation>> {
    let mut rooms: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in operations.iter().filter(|operation| !is_method(operation)) {
        rooms.entry(room(operation)).or_default().push(operation);
    }
    rooms
}

fn rooms(operations: &[&Operation], types: &mut Types) -> Vec<File> {
    let file = |(room, operations): (&str, Vec<&Operation>)| {
        let names: Vec<&str> = operations.iter().filter_map(|operation| operation.name.rsplit('.').next()).collect();
        let functions = operations.iter().map(|operation| format!("\n\n{}", modules::function(operation, types, 0)));
        let body: String = functions.collect();
        (
            format!("{FOLDER}/{room}.py"),
            module(&format!("Functions of the room `{room}`: {}.", names.join(", ")), &body),
        )
    };
    functions(operations).into_iter().map(file).collect()
}

fn definitions(operations: &[&Operation], types: &mut Types) -> String {
    let mut out = String::new();
    let mut names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.class()).collect();
    for (room, _) in functions(operations) {
        let _ = writeln!(out, "from . import {room} as {room}");
        names.push(room);
    }
    for &kind in Kind::ALL {
        let document = types.read(&schema::tidy(kind.schema()), &format!("{}Document", kind.class()), Side::In);
        let _ = write!(out, "\n\nclass {}(Definition):\n", kind.class());
        out.push_str(&docstring(&format!("{}\n\nIts document: :class:`_types.{document}`.", about(&kind.schema())), 4));
        let _ = writeln!(
            out,
            "\n    __slots__ = ()\n    _kind = {}\n    _room = {}",
            quoted(kind.as_str()),
            quoted(home(kind))
        );
        for operation in methods(operations, kind) {
            out.push('\n');
            out.push_str(&match operation.kind {
                Some(_) => modules::function(operation, types, 4),
                None => validate(operation),
            });
        }
    }
    let names: Vec<String> = names.into_iter().map(quoted).collect();
    let _ = write!(out, "\n\n__all__ = [{}]\n", names.join(", "));
    module("A class for every kind of definition; its methods are the operations of that kind.", &out)
}

/// `validate` takes a document in any form, as loading does, and no keywords.
fn validate(operation: &Operation) -> String {
    let class = pascal(operation.name);
    let mut out = String::from("    @staticmethod\n");
    let _ =
        writeln!(out, "    def validate(document: Document) -> Result[_types.{class}Summary, _types.{class}Tables]:");
    out.push_str(&docstring(&sentence(operation.about), 8));
    let _ = writeln!(out, "        return check_document({}, document)", quoted(operation.name));
    out
}

/// The head of a module: what it is, and of all that it might import what its body names.
fn module(about: &str, body: &str) -> String {
    let named = |names: &[&str]| -> Vec<String> {
        let is_named =
            |name: &&&str| body.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == **name);
        names.iter().filter(is_named).map(ToString::to_string).collect()
    };
    let group = |sources: &[(&str, &[&str])]| -> String {
        let lines = sources.iter().map(|(source, names)| (source, named(names))).filter(|(_, names)| !names.is_empty());
        let lines: String =
            lines.map(|(source, names)| format!("from {source} import {}\n", names.join(", "))).collect();
        if lines.is_empty() { lines } else { format!("\n{lines}") }
    };
    let python = group(&[("collections.abc", &["Mapping", "Sequence"]), ("typing", &["Any", "Literal"])]);
    let own = group(&[
        (".", &["_types"]),
        ("._result", &["Definition", "Result", "call", "check_document"]),
        ("._values", &["Document", "Records"]),
    ]);
    format!("# {BANNER}\n{}\nfrom __future__ import annotations\n{python}{own}{body}", docstring(about, 0))
}

/// Defines summaries and result tables; returns where summaries hold what JSON has no type for.
fn results(operations: &[&Operation], types: &mut Types) -> String {
    let mut specs = String::new();
    for operation in operations {
        let (name, summary) = (pascal(operation.name), schema::summary(operation));
        let kind = types.read(&summary, &format!("{name}Summary"), Side::Out);
        if kind != format!("{name}Summary") {
            types.define(&format!("{name}Summary"), format!("{name}Summary: TypeAlias = {}\n", quoted(&kind)));
        }
        specs.extend(specs::entry(operation.name, &summary));
        let tables: Vec<(&str, String, &str)> = operation
            .tables_out
            .iter()
            .map(|shape| (shape.name, format!("Table[{}]", row(shape, types)), shape.about))
            .collect();
        let about = format!("The tables that `{}` gives.", operation.name);
        types.define(&format!("{name}Tables"), typed_dict(&format!("{name}Tables"), &about, &tables));
    }
    if specs.is_empty() { "{}".into() } else { format!("{{\n{specs}}}") }
}

fn all_types(types: &Types, specs: &str) -> String {
    let codes: Vec<_> = Code::ALL.iter().map(|code| format!("    {},\n", quoted(code.as_str()))).collect();
    format!(
        "# {BANNER}\n{}\n{HEAD}\n\nCode: TypeAlias = Literal[\n{}]\n{}\n\n{}\n\n\
         SUMMARIES: dict[str, Any] = {specs}\n\
         \"\"\"Where the summary of an operation holds what JSON has no type for.\"\"\"\n",
        docstring("Types of parameters, summaries and result rows, from the declarations of the core.", 0),
        codes.concat(),
        docstring("The stable name of a kind of problem.", 0),
        types.text(),
    )
}

const HEAD: &str = "\
from __future__ import annotations

import datetime
import decimal
import fractions
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired

    from ._result import Table

DecimalInput: TypeAlias = \"decimal.Decimal | int | float | str\"
\"\"\"A decimal. A float is taken only if its shortest text has at most 15 significant digits.\"\"\"

RatioInput: TypeAlias = \"decimal.Decimal | fractions.Fraction | int | float | str\"
\"\"\"A decimal, or a fraction such as `1/3`.\"\"\"

DateInput: TypeAlias = \"datetime.date | str\"
\"\"\"A date, or its text such as `2026-03-31`.\"\"\"

InstantInput: TypeAlias = \"datetime.datetime | str\"
\"\"\"An instant with its offset, or its text such as `2026-03-31T17:00:00Z`.\"\"\"

MomentInput: TypeAlias = \"datetime.datetime | datetime.date | str\"
\"\"\"An instant, or a day that means its start in the zone of the definition; or the text of either.\"\"\"


class Problem(TypedDict):
    \"\"\"One thing that is wrong.\"\"\"

    code: Code
    \"\"\"Its stable name, such as `commission.tier_gap`.\"\"\"
    pointer: str
    \"\"\"RFC 6901: into the document (`/components/0/weight`), the parameters (`/params/period`) or the
    records (`/tables/deals/17/amount`, rows counted from 0 in the order given).
    \"\"\"
    message: str
    \"\"\"For people; may change between versions.\"\"\"
    help: str
    \"\"\"What to do about it.\"\"\"
    params: dict[str, Any]
    \"\"\"The facts behind the message.\"\"\"
    related: list[str]
    \"\"\"Pointers to the other places involved.\"\"\"
    severity: Literal[\"error\", \"warning\"]
    \"\"\"Whether it stopped the work.\"\"\"
";

/// Defines the rows of a result table and names them.
fn row(shape: &TableShape, types: &mut Types) -> String {
    let name = format!("{}Row", pascal(shape.name));
    let kind = |kind: ColumnKind| match kind {
        ColumnKind::Id | ColumnKind::Text | ColumnKind::Currency | ColumnKind::Code([]) => "str".to_owned(),
        ColumnKind::Code(words) => {
            format!("Literal[{}]", words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", "))
        }
        ColumnKind::Decimal | ColumnKind::Ratio => "decimal.Decimal".into(),
        ColumnKind::Date => "datetime.date".into(),
        ColumnKind::Instant => "datetime.datetime".into(),
        ColumnKind::Integer => "int".into(),
        ColumnKind::Boolean => "bool".into(),
    };
    let fields: Vec<(&str, String, &str)> = shape
        .columns
        .iter()
        .map(|column| (column.name, kind(column.kind) + if column.nullable { " | None" } else { "" }, column.about))
        .collect();
    types.define(&name, typed_dict(&name, shape.about, &fields));
    name
}
