//! JSON Schema to TypeScript: the part of it that the declarations use.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::pascal;

/// Which way a value goes: in, a decimal may be a number; out, it is text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    In,
    Out,
}

/// The named types met so far, with their text.
pub(super) struct Types {
    texts: BTreeMap<String, String>,
    /// What every name stands for: a definition and its way.
    known: BTreeMap<String, (Value, Way)>,
}

/// A schema with the definitions that it refers to.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s> {
    pub(super) definitions: &'s Value,
    /// Goes before the name of a definition that another operation gives another meaning.
    pub(super) owner: &'s str,
    pub(super) way: Way,
}

impl Types {
    /// None yet, and none that has the name of a declaration of this text.
    pub(super) fn beside(text: &str) -> Self {
        let name = |line: &str| {
            let rest = ["export interface ", "export type ", "export class "]
                .iter()
                .find_map(|start| line.strip_prefix(start))?;
            Some(rest.split(|end: char| !end.is_ascii_alphanumeric()).next()?.to_owned())
        };
        let known = text.lines().filter_map(name).map(|name| (name, (Value::Null, Way::Out)));
        Self { texts: BTreeMap::new(), known: known.collect() }
    }

    /// The texts of all named types, in the order of their names.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.values().map(String::as_str)
    }

    /// The type of a value.
    pub(super) fn of(&mut self, schema: &Value, scope: Scope<'_>) -> String {
        let Some(object) = schema.as_object() else { return "unknown".into() };
        if let Some(name) = object.get("$ref").and_then(Value::as_str).and_then(|target| target.rsplit('/').next()) {
            return self.named(name, scope);
        }
        if let Some(value) = object.get("const") {
            return literal(value);
        }
        if let Some(values) = object.get("enum").and_then(Value::as_array) {
            return union(values.iter().map(literal).collect());
        }
        for choice in ["oneOf", "anyOf"] {
            if let Some(choices) = object.get(choice).and_then(Value::as_array) {
                return union(choices.iter().map(|choice| self.of(choice, scope)).collect());
            }
        }
        if let Some(parts) = object.get("allOf").and_then(Value::as_array) {
            let parts: Vec<String> = parts.iter().map(|part| self.of(part, scope)).collect();
            return parts.join(" & ");
        }
        match object.get("type") {
            Some(Value::String(kind)) => self.simple(kind, object, scope),
            Some(Value::Array(kinds)) => {
                let kinds = kinds.iter().filter_map(Value::as_str);
                union(kinds.map(|kind| self.simple(kind, object, scope)).collect())
            }
            _ => "unknown".into(),
        }
    }

    fn simple(&mut self, kind: &str, schema: &Map<String, Value>, scope: Scope<'_>) -> String {
        match kind {
            "null" => "null".into(),
            "boolean" => "boolean".into(),
            "array" => match schema.get("prefixItems").and_then(Value::as_array) {
                Some(items) => {
                    let items: Vec<String> = items.iter().map(|item| self.of(item, scope)).collect();
                    format!("[{}]", items.join(", "))
                }
                None => {
                    let item = schema.get("items").map_or_else(|| "unknown".into(), |item| self.of(item, scope));
                    if item.contains([' ', '|']) { format!("({item})[]") } else { format!("{item}[]") }
                }
            },
            "object" => self.object(schema, scope),
            _ => scalar(kind, schema.get("format").and_then(Value::as_str), scope.way),
        }
    }

    fn object(&mut self, schema: &Map<String, Value>, scope: Scope<'_>) -> String {
        if schema.get("properties").and_then(Value::as_object).is_none_or(Map::is_empty) {
            return match schema.get("additionalProperties") {
                Some(Value::Bool(false)) => "Record<string, never>".into(),
                Some(values @ Value::Object(_)) => format!("{{ [key: string]: {} }}", self.of(values, scope)),
                _ => "{ [key: string]: unknown }".into(),
            };
        }
        let members = self.members(schema, scope, false);
        format!("{{ {} }}", members.lines().map(str::trim).collect::<Vec<_>>().join(" "))
    }

    /// The members of an object type, one a line, with what they say.
    pub(super) fn members(&mut self, schema: &Map<String, Value>, scope: Scope<'_>, documented: bool) -> String {
        let required = schema.get("required").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let mut out = String::new();
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if documented {
                out.push_str(&comment(property["description"].as_str().unwrap_or_default(), "  "));
            }
            let mark = if required.iter().any(|required| required == name) { "" } else { "?" };
            let absent = if mark == "?" && scope.way == Way::In { " | undefined" } else { "" };
            let _ = writeln!(out, "  {}{mark}: {}{absent};", key(name), self.of(property, scope));
        }
        out
    }

    fn named(&mut self, name: &str, scope: Scope<'_>) -> String {
        let definition = &scope.definitions[name];
        if definition["properties"].is_null() && definition["oneOf"].is_null() && definition["anyOf"].is_null() {
            return self.of(definition, scope);
        }
        if name == "Problem" {
            // The one that errors carry, which is written for them.
            return name.to_owned();
        }
        let wanted = (definition.clone(), scope.way);
        let other_way = if scope.way == Way::Out { "Out" } else { "In" };
        let candidates = [pascal(name), format!("{}{other_way}", pascal(name)), format!("{}{name}", scope.owner)];
        let free = candidates.iter().find(|candidate| self.known.get(*candidate).is_none_or(|known| *known == wanted));
        let name = free.unwrap_or(&candidates[0]).clone();
        if !self.known.contains_key(&name) {
            self.known.insert(name.clone(), wanted);
            let text = self.declaration(&name, definition, scope);
            self.texts.insert(name.clone(), text);
        }
        name
    }

    /// A named type: an interface where the schema is a plain object.
    pub(super) fn declaration(&mut self, name: &str, schema: &Value, scope: Scope<'_>) -> String {
        let about = comment(schema["description"].as_str().unwrap_or_default(), "");
        match schema.as_object() {
            Some(object) if object.contains_key("properties") => {
                format!("{about}export interface {name} {{\n{}}}\n", self.members(object, scope, true))
            }
            _ => format!("{about}export type {name} = {};\n", self.of(schema, scope)),
        }
    }
}

fn scalar(kind: &str, format: Option<&str>, way: Way) -> String {
    match (format, way) {
        (Some("decimal"), Way::In) => "Decimal",
        (Some("ratio"), Way::In) => "Ratio",
        (Some("date-time"), Way::In) => "Instant",
        (Some("decimal" | "ratio"), Way::Out) => "string",
        _ if ["integer", "number"].contains(&kind) => "number",
        _ => "string",
    }
    .into()
}

fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
        other => other.to_string(),
    }
}

fn union(mut choices: Vec<String>) -> String {
    let mut seen = Vec::new();
    choices.retain(|choice| !seen.contains(choice) && (seen.push(choice.clone()), true).1);
    choices.join(" | ")
}

/// A key, quoted where it is no identifier.
pub(super) fn key(name: &str) -> String {
    let plain = name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '$');
    if plain && !name.starts_with(|first: char| first.is_ascii_digit()) { name.into() } else { literal(&name.into()) }
}

/// What something says, as a comment before it.
pub(super) fn comment(text: &str, indent: &str) -> String {
    let text = text.trim().replace("*/", "*\u{2060}/");
    if text.is_empty() {
        return String::new();
    }
    if !text.contains('\n') {
        return format!("{indent}/** {text} */\n");
    }
    let lines = text.lines().map(|line| format!("{indent} * {line}").trim_end().to_owned());
    format!("{indent}/**\n{}\n{indent} */\n", lines.collect::<Vec<_>>().join("\n"))
}
