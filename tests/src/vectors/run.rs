//! Running one vector through every transport that carries it.

use std::collections::BTreeMap;

use quarterdeck::api;
use quarterdeck::problem::{Problems, json::canonical};
use quarterdeck::table::{Table, Tables};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Transport, Vector, check};

/// How a vector went.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Why it failed, if it did.
    pub why: Option<String>,
    /// SHA-256 over the envelope and the result tables.
    pub digest: String,
    /// The transports that carried it.
    pub transports: Vec<Transport>,
    /// Whether this build lacks the time zones that it needs.
    pub needs_zones: bool,
}

/// The bytes of an answer: the envelope, and the tables as canonical rows by name.
#[derive(Debug, Clone, PartialEq)]
struct Bytes {
    envelope: Vec<u8>,
    tables: Vec<u8>,
}

/// Runs a vector. Every transport must answer the same bytes, and the first is held to the expectation.
#[must_use]
pub fn run(vector: &Vector) -> Outcome {
    let transports: Vec<Transport> = Transport::ALL.iter().copied().filter(|way| way.carries(vector)).collect();
    let mut first: Option<Bytes> = None;
    let mut why = None;
    for &way in &transports {
        let (bytes, explained) = answer(vector, way);
        let verdict = match &first {
            None => check_first(vector, &bytes, explained.as_ref()),
            Some(first) if *first == bytes => Ok(()),
            Some(first) => Err(format!("answers {} where the first answers {}", bytes.show(), first.show())),
        };
        why = why.or(verdict.err().map(|why| format!("{}: {why}", way.name())));
        first.get_or_insert(bytes);
    }
    let Some(bytes) = first else {
        let why = Some("no transport carries it".to_owned());
        return Outcome { why, digest: String::new(), transports, needs_zones: false };
    };
    let needs_zones = !cfg!(feature = "tz") && bytes.envelope.windows(17).any(|part| part == b"time.no_zone_data");
    Outcome { why, digest: bytes.digest(), transports, needs_zones }
}

fn check_first(vector: &Vector, bytes: &Bytes, explained: Option<&Value>) -> Result<(), String> {
    let envelope = bytes.envelope_value()?;
    let tables: Value = serde_json::from_slice(&bytes.tables).map_err(|why| why.to_string())?;
    check::answer(&vector.expect, &envelope, &tables)?;
    for (name, rows) in tables.as_object().into_iter().flatten() {
        let text = canonical(rows);
        let again = Table::from_rows(&text).map_err(|problem| format!("its own rows of `{name}`: {problem}"))?;
        if again.to_rows() != text {
            return Err(format!("the rows of `{name}` do not read back as they were written"));
        }
    }
    match (&vector.explain, explained) {
        (Some(wanted), Some(found)) => check::subset("explain", &wanted["expect"], &found["summary"]),
        (Some(_), None) => Err("there is no run to explain".into()),
        (None, _) => Ok(()),
    }
}

fn answer(vector: &Vector, way: Transport) -> (Bytes, Option<Value>) {
    if way == Transport::Json {
        return (relayed(vector), None);
    }
    match called(vector, way) {
        Ok((bytes, explained)) => (bytes, explained),
        Err(problems) => (Bytes { envelope: problems.to_envelope(), tables: b"{}".to_vec() }, None),
    }
}

fn called(vector: &Vector, way: Transport) -> Result<(Bytes, Option<Value>), Problems> {
    let handle = match vector.document() {
        Some((kind, document)) => Some(api::load(kind, &document)?.0),
        None => None,
    };
    let mut tables = Tables::new();
    for (name, table) in &vector.tables {
        tables.insert(name.clone(), way.table(name, table)?);
    }
    let answer = api::call(&vector.op, handle.as_ref(), &canonical(&vector.params), tables);
    let explained = vector.explain.as_ref().zip(answer.run.as_ref()).and_then(|(wanted, run)| {
        let request = json!({"table": wanted["table"], "row": wanted["row"]});
        serde_json::from_slice(&api::explain(run, &canonical(&request))).ok()
    });
    let rows: BTreeMap<&str, Vec<u8>> = answer.tables.iter().map(|(name, table)| (name, table.to_rows())).collect();
    Ok((Bytes { envelope: answer.json, tables: object(&rows) }, explained))
}

fn relayed(vector: &Vector) -> Bytes {
    let mut request = json!({"op": vector.op, "params": vector.params, "tables": vector.tables});
    if let Some((kind, document)) = &vector.definition {
        request["kind"] = kind.as_str().into();
        request["definition"] = document.clone();
    }
    let envelope = api::call_json(&canonical(&request));
    match serde_json::from_slice::<Value>(&envelope) {
        Ok(Value::Object(mut object)) if canonical(&Value::Object(object.clone())) == envelope => {
            let tables = object.remove("tables").unwrap_or_else(|| json!({}));
            Bytes { envelope: canonical(&Value::Object(object)), tables: canonical(&tables) }
        }
        _ => Bytes { envelope, tables: b"the answer is not canonical JSON".to_vec() },
    }
}

/// `{"name":[…],…}` from rows that are JSON already.
fn object(rows: &BTreeMap<&str, Vec<u8>>) -> Vec<u8> {
    let mut out = b"{".to_vec();
    for (position, (name, rows)) in rows.iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        out.extend_from_slice(&canonical(&Value::from(*name)));
        out.push(b':');
        out.extend_from_slice(rows);
    }
    out.push(b'}');
    out
}

impl Bytes {
    fn envelope_value(&self) -> Result<Value, String> {
        let value: Value = serde_json::from_slice(&self.envelope).map_err(|why| why.to_string())?;
        if canonical(&value) == self.envelope { Ok(value) } else { Err(format!("not canonical: {}", self.show())) }
    }

    fn digest(&self) -> String {
        let sum = Sha256::new().chain_update(&self.envelope).chain_update("\n").chain_update(&self.tables).finalize();
        sum.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn show(&self) -> String {
        format!("{} {}", String::from_utf8_lossy(&self.envelope), String::from_utf8_lossy(&self.tables))
    }
}
