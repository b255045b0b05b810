//! The door for vectors, fuzzing and hosts that only relay bytes.

use super::answer::success;
use super::{Handle, Kind, guarded, operation};
use crate::problem::{Code, Problem, Problems, Tree, json, pointer};
use crate::table::{Table, Tables};

/// `{"op", "kind"?, "definition"?, "params"?, "tables"?: {name: [row, …] | "csv text"}}` in, the
/// envelope of [`call`](super::call) out, with the result tables as rows under `tables`.
///
/// ```
/// let answer = quarterdeck::api::call_json(br#"{"op": "quota.split_the_moon"}"#);
/// assert!(String::from_utf8(answer).unwrap().starts_with(
///     r#"{"ok":false,"problems":[{"code":"operation.unknown""#
/// ));
/// ```
#[must_use]
pub fn call_json(request: &[u8]) -> Vec<u8> {
    let done = guarded(|| {
        let request = Request::read(&Tree::parse(request)?)?;
        let operation = operation::find(&request.op)?;
        let handle = match &request.definition {
            Some((kind, document)) => Some(Handle::load(Kind::parse(kind)?, document)?.0),
            None => None,
        };
        operation.call(handle.as_ref(), &request.params, request.tables)
    });
    match done {
        Ok(done) => success(&json::canonical(&done.summary), Some(&done.tables), &done.warnings),
        Err(problems) => problems.to_envelope(),
    }
}

struct Request {
    op: String,
    definition: Option<(String, Vec<u8>)>,
    params: Vec<u8>,
    tables: Tables,
}

impl Request {
    fn read(tree: &Tree) -> Result<Self, Problems> {
        let Tree::Object(entries) = tree else {
            return Err(wrong("", "an object with op, kind, definition, params and tables", tree));
        };
        let (mut op, mut kind, mut document) = (None, None, None);
        let (mut params, mut tables) = (b"{}".to_vec(), Tables::new());
        for (key, value) in entries {
            match (key.as_str(), value) {
                ("op", Tree::Text(text)) => op = Some(text.clone()),
                ("kind", Tree::Text(text)) => kind = Some(text.clone()),
                ("definition", value) => document = Some(value.to_json()),
                ("params", value) => params = value.to_json(),
                ("tables", Tree::Object(named)) => tables = read_tables(named)?,
                ("op" | "kind", other) => return Err(wrong(&pointer::join("", key), "a string", other)),
                ("tables", other) => return Err(wrong("/tables", "an object of tables", other)),
                _ => {
                    let message = format!("`{key}` is not a key of a request");
                    return Err(Problem::new(Code::DocumentUnknownKey, pointer::join("", key), message)
                        .with("key", key.clone())
                        .into());
                }
            }
        }
        let op = op.ok_or_else(|| missing("op"))?;
        let definition = match (kind, document) {
            (Some(kind), Some(document)) => Some((kind, document)),
            (None, None) => None,
            (None, Some(_)) => return Err(missing("kind").into()),
            (Some(_), None) => return Err(missing("definition").into()),
        };
        Ok(Self { op, definition, params, tables })
    }
}

fn read_tables(named: &[(String, Tree)]) -> Result<Tables, Problems> {
    let mut tables = Tables::new();
    for (name, value) in named {
        let table = match value {
            Tree::Text(csv) => Table::from_csv(csv.as_bytes()),
            rows => Table::from_rows(&rows.to_json()),
        };
        tables.insert(name.clone(), table.map_err(|problem| problem.under(&pointer::table(name, None)))?);
    }
    Ok(tables)
}

fn missing(key: &str) -> Problem {
    Problem::new(Code::DocumentMissingKey, "", format!("`{key}` is missing")).with("key", key)
}

fn wrong(at: &str, expected: &str, found: &Tree) -> Problems {
    let message = format!("this is {}, not {expected}", found.kind());
    Problem::new(Code::DocumentWrongType, at, message).with("expected", expected).with("found", found.kind()).into()
}

impl Tree {
    /// The tree as JSON text again, every number as it was written.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write_json(&mut out);
        out
    }

    fn write_json(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend_from_slice(b"null"),
            Self::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
            Self::Number(text) => out.extend_from_slice(text.as_bytes()),
            Self::Text(text) => json::write_text(text, out),
            Self::Array(items) => {
                out.push(b'[');
                for (position, item) in items.iter().enumerate() {
                    if position > 0 {
                        out.push(b',');
                    }
                    item.write_json(out);
                }
                out.push(b']');
            }
            Self::Object(entries) => {
                out.push(b'{');
                for (position, (key, value)) in entries.iter().enumerate() {
                    if position > 0 {
                        out.push(b',');
                    }
                    json::write_text(key, out);
                    out.push(b':');
                    value.write_json(out);
                }
                out.push(b'}');
            }
        }
    }
}
