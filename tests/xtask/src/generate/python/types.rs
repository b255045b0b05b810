//! Python types from JSON Schemas: `TypedDict`s, literals and aliases.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::text::{docstring, is_keyword, pascal, quoted, sentence, wrapped};

/// Which way values of a type go: what a host may give is wider than what it gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// To the core: decimals may be `Decimal`, numbers or text.
    In,
    /// From the core: decimals are `Decimal`.
    Out,
}

/// The definitions met so far, each once, in the order of their names.
#[derive(Debug, Default)]
pub struct Types {
    definitions: BTreeMap<String, String>,
    /// Which way each definition that schemas refer to goes; what reads the same both ways goes either way.
    sides: BTreeMap<String, Option<Side>>,
}

/// A schema being read: what its `$ref`s mean, and which way its values go.
struct Reader<'s> {
    types: &'s mut Types,
    named: Map<String, Value>,
    side: Side,
}

impl Types {
    /// The type of what a root schema describes; the definitions it needs are kept.
    pub fn read(&mut self, schema: &Value, name: &str, side: Side) -> String {
        let named = schema.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
        Reader { types: self, named, side }.of(schema, name)
    }

    /// Keeps a definition of the caller's own.
    pub fn define(&mut self, name: &str, text: String) {
        self.definitions.insert(name.to_owned(), text);
    }

    /// All definitions as Python.
    pub fn text(&self) -> String {
        self.definitions.values().map(String::as_str).collect::<Vec<_>>().join("\n\n")
    }
}

impl Reader<'_> {
    /// The type expression of a schema. `name` is for a definition that has none of its own.
    fn of(&mut self, schema: &Value, name: &str) -> String {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            return self.reference(reference);
        }
        if let Some(format) = self.format(schema) {
            return format;
        }
        if let Some(only) = schema.get("const") {
            return format!("Literal[{}]", literal(only));
        }
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            return literals(words.iter());
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(choices) = schema.get(key).and_then(Value::as_array) {
                return self.choice(choices, name);
            }
        }
        if schema.get("properties").is_some() {
            return self.object(schema, name);
        }
        match schema.get("type") {
            Some(Value::Array(kinds)) => {
                let kinds = kinds.iter().filter_map(Value::as_str).map(|kind| self.plain(schema, kind, name));
                union(kinds.collect())
            }
            Some(Value::String(kind)) => self.plain(schema, kind, name),
            _ => "Any".into(),
        }
    }

    fn plain(&mut self, schema: &Value, kind: &str, name: &str) -> String {
        match kind {
            "string" => "str".into(),
            "integer" => "int".into(),
            "number" => "float".into(),
            "boolean" => "bool".into(),
            "null" => "None".into(),
            "array" => {
                let item = schema.get("items").map_or_else(|| "Any".into(), |items| self.of(items, &singular(name)));
                format!("{}[{item}]", if self.side == Side::In { "Sequence" } else { "list" })
            }
            "object" => {
                let value = schema.get("additionalProperties").filter(|value| value.is_object());
                let value = value.map_or_else(|| "Any".into(), |value| self.of(value, name));
                format!("{}[str, {value}]", if self.side == Side::In { "Mapping" } else { "dict" })
            }
            _ => "Any".into(),
        }
    }

    /// The kinds of text that Python has a type for.
    fn format(&self, schema: &Value) -> Option<String> {
        let (given, got) = match schema.get("format")?.as_str()? {
            "decimal" => ("DecimalInput", "decimal.Decimal"),
            "ratio" => ("RatioInput", "decimal.Decimal"),
            "date" => ("DateInput", "datetime.date"),
            "date-time" => ("InstantInput", "datetime.datetime"),
            "moment" => ("MomentInput", "datetime.datetime"),
            _ => return None,
        };
        let kind = if self.side == Side::In { given } else { got };
        let nullable = schema.get("type").and_then(Value::as_array).is_some_and(|kinds| kinds.contains(&"null".into()));
        Some(if nullable { format!("{kind} | None") } else { kind.to_owned() })
    }

    fn reference(&mut self, reference: &str) -> String {
        let own = reference.rsplit('/').next().unwrap_or_default().to_owned();
        if own == "Problem" {
            // The one that errors carry, which is written for them.
            return own;
        }
        let Some(schema) = self.named.get(&own).cloned() else { return "Any".into() };
        if let Some(inline) = self.format(&schema) {
            return inline;
        }
        let name = self.name_for(own, &schema);
        // Whoever gives an object with keys of their own choice gives no typed dictionary.
        let open = self.side == Side::In && schema.get("additionalProperties").is_some_and(|more| *more != false);
        let named = |name: String| if open { format!("{name} | Mapping[str, Any]") } else { name };
        if !self.types.definitions.contains_key(&name) {
            // Named before it is read, so that a type may hold itself.
            self.types.define(&name, String::new());
            if schema.get("properties").is_some() {
                self.object(&schema, &name);
                return named(name);
            }
            let text = self.of(&schema, &name);
            self.types.define(&name, alias(&name, &text, &schema));
        }
        named(name)
    }

    /// A definition's own name, or one of its own for this way where the other way has taken it.
    fn name_for(&mut self, own: String, schema: &Value) -> String {
        let words = |choice: &Value| choice.get("const").is_some();
        let either = schema.get("enum").is_some()
            || schema.get("oneOf").and_then(Value::as_array).is_some_and(|choices| choices.iter().all(words));
        let side = if either { None } else { Some(self.side) };
        if *self.types.sides.entry(own.clone()).or_insert(side) == side {
            return own;
        }
        own + if self.side == Side::In { "Input" } else { "Output" }
    }

    fn choice(&mut self, choices: &[Value], name: &str) -> String {
        if choices.iter().all(|choice| choice.get("const").is_some()) {
            return literals(choices.iter().filter_map(|choice| choice.get("const")));
        }
        let name_of = |position: usize, choice: &Value| {
            let tag = choice.get("properties").and_then(Value::as_object).and_then(|properties| {
                let tag = properties.values().find_map(|property| property.get("const")?.as_str());
                tag.or_else(|| properties.keys().next().map(String::as_str))
            });
            format!("{name}{}", tag.map_or_else(|| (position + 1).to_string(), pascal))
        };
        let parts = choices.iter().enumerate().map(|(position, choice)| self.of(choice, &name_of(position, choice)));
        union(parts.collect())
    }

    /// Defines a `TypedDict` and names it.
    fn object(&mut self, schema: &Value, name: &str) -> String {
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let mut fields = Vec::new();
        for (key, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let mut kind = self.of(property, &format!("{name}{}", pascal(key)));
            if self.side == Side::In && !required.contains(&key.as_str()) {
                kind = format!("NotRequired[{kind}]");
            }
            fields.push((key.as_str(), kind, about(property)));
        }
        self.types.define(name, typed_dict(name, about(schema), &fields));
        name.to_owned()
    }
}

/// A `TypedDict` with a line about itself and about each key. Keys that are words of Python want the
/// form that is a call.
pub fn typed_dict(name: &str, about: &str, fields: &[(&str, String, &str)]) -> String {
    let mut out = String::new();
    if fields.iter().any(|(key, ..)| is_keyword(key)) {
        let _ = write!(out, "{name} = TypedDict(\n    \"{name}\",\n    {{\n");
        for (key, kind, about) in fields {
            for line in wrapped(&sentence(about), 100) {
                let _ = writeln!(out, "        # {line}");
            }
            let _ = writeln!(out, "        {}: {},", quoted(key), quoted(kind));
        }
        out.push_str("    },\n)\n");
        out.push_str(&docstring(&sentence(about), 0));
        return out;
    }
    let _ = writeln!(out, "class {name}(TypedDict):");
    out.push_str(&docstring(&sentence(if about.is_empty() { name } else { about }), 4));
    for (position, (key, kind, about)) in fields.iter().enumerate() {
        let _ = writeln!(out, "{}    {key}: {kind}", if position == 0 { "\n" } else { "" });
        out.push_str(&docstring(&sentence(about), 4));
    }
    out
}

fn alias(name: &str, text: &str, schema: &Value) -> String {
    let mut about = about(schema).to_owned();
    for choice in schema.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
        if let (Some(word), Some(says)) = (choice.get("const").and_then(Value::as_str), choice.get("description")) {
            let _ = write!(about, "\n\n``{word}``: {}", says.as_str().unwrap_or_default());
        }
    }
    // Names may be defined further down.
    let is_plain = |part: &str| part.starts_with("Literal[") || part == "Sequence[str]";
    let text = if text.split(" | ").all(is_plain) { text.to_owned() } else { quoted(text) };
    format!("{name}: TypeAlias = {text}\n{}", docstring(&about, 0))
}

/// What a schema says about itself, without the examples in Rust.
pub fn about(schema: &Value) -> &str {
    let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    text.split("```").next().unwrap_or_default().trim()
}

fn literals<'v>(words: impl Iterator<Item = &'v Value>) -> String {
    let words: Vec<String> = words.map(literal).collect();
    let line = format!("Literal[{}]", words.join(", "));
    if line.len() <= 90 { line } else { format!("Literal[\n    {},\n]", words.join(",\n    ")) }
}

fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::Null => "None".into(),
        other => other.to_string(),
    }
}

fn union(parts: Vec<String>) -> String {
    let mut kept: Vec<String> = Vec::new();
    for part in
        parts.iter().flat_map(|part| if part.contains('[') { vec![part.as_str()] } else { part.split(" | ").collect() })
    {
        // Words beside words are one list of them.
        let words = |part: &str| Some(part.strip_prefix("Literal[")?.strip_suffix(']')?.to_owned());
        let list = kept.last().and_then(|last| words(last)).zip(words(part));
        if let Some((list, more)) = list {
            kept.pop();
            kept.push(format!("Literal[{list}, {more}]"));
        } else if !kept.iter().any(|known| known == part) {
            kept.push(part.to_owned());
        }
    }
    kept.sort_by_key(|part| part == "None");
    kept.join(" | ")
}

fn singular(name: &str) -> String {
    name.strip_suffix('s').unwrap_or(name).to_owned()
}
