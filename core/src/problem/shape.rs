//! The shape pass: any document against the schema of the type it is read into.
//!
//! The schema is the one that [`schemars`] derives from the serde type, so what is checked, what is
//! published as JSON Schema and what serde then reads cannot differ. (Without feature `schema` its
//! constraints are read from a file that is generated from it, and no others are known.) Every problem of shape is
//! collected with its pointer: unknown and missing keys, wrong types, values outside a list, and
//! every decimal, ratio, date, instant and currency that cannot be taken.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

#[cfg(feature = "schema")]
pub use super::constraints::schema_of;
use super::{Code, Problem, Problems, Report, Tree, constraints, pointer};
use crate::number::{Currency, Decimal, Exact, NumberError};
use crate::sorted;
use crate::time::{Date, Instant, TimeError, Zone};

/// Reads JSON text into `D`.
///
/// ```
/// # #[cfg(feature = "schema")] {
/// #[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
/// #[serde(deny_unknown_fields)]
/// struct Step { id: String, days: u32 }
///
/// let problems = quarterdeck::problem::shape::read::<Step>(br#"{"id": 3, "dayz": 1}"#).unwrap_err();
/// let found: Vec<_> = problems.iter().map(|p| (p.code.as_str(), p.pointer.as_str())).collect();
/// assert_eq!(found, [
///     ("document.missing_key", ""),
///     ("document.unknown_key", "/dayz"),
///     ("document.wrong_type", "/id"),
/// ]);
/// # }
/// ```
///
/// # Errors
/// Every problem of the text's syntax or shape.
pub fn read<D: DeserializeOwned + JsonSchema>(text: &[u8]) -> Result<D, Problems> {
    read_tree(&Tree::parse(text)?)
}

/// Reads a tree into `D`.
///
/// # Errors
/// Every problem of its shape.
pub fn read_tree<D: DeserializeOwned + JsonSchema>(tree: &Tree) -> Result<D, Problems> {
    check(&*constraints::of::<D>()?, tree)?;
    D::deserialize(tree).map_err(|error| {
        Problem::new(Code::DocumentWrongType, "", format!("the document cannot be read: {error}")).into()
    })
}

fn check(schema: &Value, tree: &Tree) -> Result<(), Problems> {
    let mut walk = Walk { definitions: schema.get("$defs").and_then(Value::as_object), report: Report::new() };
    walk.check(schema, tree, "");
    walk.report.finish().map(drop)
}

/// Refuses a document whose `schema` names another kind or version than the one read here, before
/// anything else is said about it.
///
/// # Errors
/// `document.unknown_schema`.
pub fn check_schema(tree: &Tree, known: &str) -> Result<(), Problems> {
    match tree.get("schema") {
        Some(Tree::Text(found)) if found != known => {
            let message = format!("`{}` is not the schema `{known}`", cut(found));
            Err(Problem::new(Code::DocumentUnknownSchema, "/schema", message)
                .with("found", cut(found))
                .with("known", known)
                .into())
        }
        _ => Ok(()),
    }
}

/// A problem for a number that cannot be taken.
#[must_use]
pub fn number_problem(error: &NumberError, at: &str) -> Problem {
    let code = Code::parse(error.code()).unwrap_or(Code::InternalBug);
    let problem = Problem::new(code, at, error.to_string());
    match error {
        NumberError::NotExact { suggestion: Some(suggestion), .. } => {
            problem.help(format!("write it as the string \"{suggestion}\"")).with("suggestion", suggestion.clone())
        }
        _ => problem,
    }
}

/// A problem for a date or an instant that cannot be taken.
#[must_use]
pub fn time_problem(error: &TimeError, at: &str) -> Problem {
    Problem::new(Code::parse(error.code()).unwrap_or(Code::InternalBug), at, error.to_string())
}

/// The zone that a document names, or UTC; a problem at `/time_zone` where there is none of that name.
pub(crate) fn time_zone(named: Option<&str>, report: &mut Report) -> Zone {
    named.map_or(Ok(Zone::UTC), Zone::parse).unwrap_or_else(|error| {
        report.push(time_problem(&error, "/time_zone"));
        Zone::UTC
    })
}

struct Walk<'s> {
    definitions: Option<&'s Map<String, Value>>,
    report: Report,
}

impl<'s> Walk<'s> {
    fn check(&mut self, schema: &'s Value, tree: &Tree, at: &str) {
        let schema = self.resolve(schema);
        if let Some(choices) = choices(schema) {
            match self.choose(choices, tree, at) {
                Some(chosen) => self.check(chosen, tree, at),
                None => return,
            }
        }
        if !accepts(schema, tree) {
            return self.wrong_type(&kinds(schema), tree, at);
        }
        match tree {
            Tree::Null | Tree::Boolean(_) => {}
            // Alternatives that have been walked say all there is about a number.
            Tree::Number(_) if kinds(schema).is_empty() => {}
            Tree::Number(text) => self.number(schema, text, at),
            Tree::Text(text) => self.text(schema, text, at),
            Tree::Array(items) => self.array(schema, items, at),
            Tree::Object(entries) => self.object(schema, entries, at),
        }
    }

    /// Follows `$ref`.
    fn resolve(&self, schema: &'s Value) -> &'s Value {
        let mut here = schema;
        while let Some(name) = here.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/")) {
            match self.definitions.and_then(|definitions| definitions.get(name)) {
                Some(target) => here = target,
                None => break,
            }
        }
        here
    }

    /// The one alternative that the value means to be: by its tag, by its type, by its first key.
    fn choose(&mut self, choices: &'s [Value], tree: &Tree, at: &str) -> Option<&'s Value> {
        let all: Vec<&Value> = choices.iter().map(|choice| self.resolve(choice)).collect();
        let fitting: Vec<&Value> = all.iter().copied().filter(|schema| accepts(schema, tree)).collect();
        if let Tree::Text(text) = tree {
            let listed: Vec<&Value> = fitting.iter().copied().filter(|schema| !allowed(schema).is_empty()).collect();
            if listed.len() == fitting.len() && listed.len() > 1 {
                let values: Vec<&str> = listed.iter().flat_map(|schema| allowed(schema)).collect();
                if !values.contains(&text.as_str()) {
                    self.unknown_value(text, &values, at);
                }
                return None;
            }
        }
        if let Tree::Object(_) = tree
            && let Some((tag, values)) = tag(&fitting)
        {
            return match tree.get(&tag) {
                Some(Tree::Text(name)) => {
                    let found = fitting.iter().find(|schema| tag_value(schema, &tag) == Some(name.as_str()));
                    if found.is_none() {
                        self.unknown_value(name, &values, &pointer::join(at, &tag));
                    }
                    found.copied()
                }
                Some(other) => {
                    self.wrong_type(&["string"], other, &pointer::join(at, &tag));
                    None
                }
                None => {
                    self.missing(&tag, at);
                    None
                }
            };
        }
        let by_key = fitting.iter().find(|schema| required(schema).first().is_some_and(|key| tree.get(key).is_some()));
        if let Some(found) = by_key.or_else(|| fitting.first()) {
            return Some(found);
        }
        let mut wanted: Vec<&str> = all.iter().flat_map(|schema| kinds(schema)).collect();
        wanted.dedup();
        self.wrong_type(&wanted, tree, at);
        None
    }

    fn number(&mut self, schema: &Value, text: &str, at: &str) {
        if let "decimal" | "ratio" = format(schema) {
            if let Err(error) = Decimal::from_json_number(text) {
                self.report.push(number_problem(&error, at));
            }
            return;
        }
        let bound = |name: &str| schema.get(name).and_then(Value::as_i64);
        match text.parse::<i64>() {
            Ok(value)
                if bound("minimum").is_some_and(|least| value < least)
                    || bound("maximum").is_some_and(|most| value > most) =>
            {
                let range = match (bound("minimum"), bound("maximum")) {
                    (Some(least), Some(most)) => format!("from {least} to {most}"),
                    (Some(least), None) => format!("{least} or more"),
                    (_, most) => format!("{} or less", most.unwrap_or_default()),
                };
                self.report.push(
                    Problem::new(Code::DocumentOutOfRange, at, format!("`{value}` is not {range}"))
                        .with("value", value),
                );
            }
            Ok(_) => {}
            Err(_) => self.report.push(
                Problem::new(Code::DocumentWrongType, at, format!("`{}` is not a whole number", cut(text)))
                    .with("expected", "integer"),
            ),
        }
    }

    fn text(&mut self, schema: &Value, text: &str, at: &str) {
        let values = allowed(schema);
        if !values.is_empty() && !values.contains(&text) {
            return self.unknown_value(text, &values, at);
        }
        let least = schema.get("minLength").and_then(Value::as_u64).unwrap_or_default();
        if (text.chars().count() as u64) < least {
            self.report.push(Problem::new(Code::DocumentOutOfRange, at, "the text is empty"));
        }
        let problem = match format(schema) {
            "decimal" => Decimal::parse(text).err().map(|error| number_problem(&error, at)),
            "ratio" => Exact::parse(text).err().map(|error| number_problem(&error, at)),
            "currency" => Currency::parse(text).err().map(|error| number_problem(&error, at)),
            "date" => Date::parse(text).err().map(|error| time_problem(&error, at)),
            "date-time" => Instant::parse(text).err().map(|error| time_problem(&error, at)),
            _ => None,
        };
        if let Some(problem) = problem {
            self.report.push(problem);
        }
    }

    fn array(&mut self, schema: &'s Value, items: &[Tree], at: &str) {
        let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or_default();
        if (items.len() as u64) < least {
            self.report.push(
                Problem::new(
                    Code::DocumentOutOfRange,
                    at,
                    format!("the list has {} of at least {least} items", items.len()),
                )
                .with("items", items.len()),
            );
        }
        let most = schema.get("maxItems").and_then(Value::as_u64).unwrap_or(u64::MAX);
        if items.len() as u64 > most {
            self.report.push(
                Problem::new(
                    Code::DocumentOutOfRange,
                    at,
                    format!("the list has {} of at most {most} items", items.len()),
                )
                .with("items", items.len()),
            );
        }
        if let Some(item_schema) = schema.get("items") {
            for (position, item) in items.iter().enumerate() {
                self.check(item_schema, item, &pointer::at(at, position));
            }
        }
    }

    fn object(&mut self, schema: &'s Value, entries: &[(String, Tree)], at: &str) {
        let properties = schema.get("properties").and_then(Value::as_object);
        for key in required(schema) {
            if !entries.iter().any(|(name, _)| name == key) {
                self.missing(key, at);
            }
        }
        for (key, value) in entries {
            let here = pointer::join(at, key);
            match (properties.and_then(|properties| properties.get(key)), schema.get("additionalProperties")) {
                (Some(property), _) => self.check(property, value, &here),
                (None, Some(Value::Bool(false))) => {
                    let mut known: Vec<&str> =
                        properties.into_iter().flat_map(|all| all.keys().map(String::as_str)).collect();
                    // A feature that somebody else's crate turns on may keep keys in another order.
                    sorted::sort(&mut known);
                    self.report.push(
                        Problem::new(Code::DocumentUnknownKey, here, format!("`{}` is not a key here", cut(key)))
                            .with("key", cut(key))
                            .with("known", known),
                    );
                }
                (None, Some(rest)) if rest.is_object() => self.check(rest, value, &here),
                (None, _) => {}
            }
        }
    }

    fn missing(&mut self, key: &str, at: &str) {
        self.report.push(Problem::new(Code::DocumentMissingKey, at, format!("`{key}` is missing")).with("key", key));
    }

    fn wrong_type(&mut self, wanted: &[&str], tree: &Tree, at: &str) {
        let expected = wanted.join(" or ");
        self.report.push(
            Problem::new(Code::DocumentWrongType, at, format!("this is {}, not {expected}", tree.kind()))
                .with("expected", expected)
                .with("found", tree.kind()),
        );
    }

    fn unknown_value(&mut self, text: &str, values: &[&str], at: &str) {
        self.report.push(
            Problem::new(
                Code::DocumentUnknownValue,
                at,
                format!("`{}` is not one of {}", cut(text), values.join(", ")),
            )
            .with("value", cut(text))
            .with("allowed", values.to_vec()),
        );
    }
}

/// Input echoed in a message, cut so that a message stays a line.
fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}

fn choices(schema: &Value) -> Option<&[Value]> {
    ["oneOf", "anyOf"].iter().find_map(|key| schema.get(key)).and_then(Value::as_array).map(Vec::as_slice)
}

fn format(schema: &Value) -> &str {
    schema.get("format").and_then(Value::as_str).unwrap_or_default()
}

fn required(schema: &Value) -> Vec<&str> {
    schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The strings that a schema lists, by `enum` or `const`.
fn allowed(schema: &Value) -> Vec<&str> {
    let listed = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
    listed.chain(schema.get("const")).filter_map(Value::as_str).collect()
}

/// The JSON types that a schema takes; none said means any.
fn kinds(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ if schema.get("const").is_some_and(Value::is_string) || schema.get("enum").is_some() => vec!["string"],
        _ => Vec::new(),
    }
}

fn accepts(schema: &Value, tree: &Tree) -> bool {
    let kinds = kinds(schema);
    let has = |kind: &str| kinds.contains(&kind);
    kinds.is_empty()
        || match tree {
            Tree::Null => has("null"),
            Tree::Boolean(_) => has("boolean"),
            Tree::Number(_) => has("number") || has("integer"),
            Tree::Text(_) => has("string"),
            Tree::Array(_) => has("array"),
            Tree::Object(_) => has("object"),
        }
}

fn tag_value<'s>(schema: &'s Value, tag: &str) -> Option<&'s str> {
    schema.get("properties")?.get(tag)?.get("const")?.as_str()
}

/// The property that tells the alternatives apart by a constant, and its values.
fn tag<'s>(alternatives: &[&'s Value]) -> Option<(String, Vec<&'s str>)> {
    let first = alternatives.first()?.get("properties")?.as_object()?;
    let tag = first.iter().find(|(_, property)| property.get("const").is_some())?.0.clone();
    let values: Option<Vec<&str>> = alternatives.iter().map(|schema| tag_value(schema, &tag)).collect();
    Some((tag, values?))
}
