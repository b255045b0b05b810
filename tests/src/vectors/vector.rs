//! A vector as it is written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use quarterdeck::problem::json::canonical;
use serde_json::Value;

/// One example of the contract.
#[derive(Debug, Clone)]
pub struct Vector {
    /// Unique over all files.
    pub name: String,
    /// The operation.
    pub op: String,
    /// The definition's kind and document, where there is one.
    pub definition: Option<(String, Value)>,
    /// The parameters, an object.
    pub params: Value,
    /// The tables: an array of rows, or CSV text.
    pub tables: BTreeMap<String, Value>,
    /// The only transports it may take, where that is said.
    pub transports: Option<Vec<String>>,
    /// What must come out.
    pub expect: Value,
    /// What an explanation must say.
    pub explain: Option<Value>,
}

const KEYS: [&str; 11] =
    ["name", "about", "op", "kind", "definition", "params", "tables", "transports", "expect", "explain", "source"];
const SOURCES: [&str; 4] = ["worked-example: ", "oracle", "by hand: ", "bug-"];

impl Vector {
    fn read(value: &Value) -> Result<Self, String> {
        let object = value.as_object().ok_or("a vector is an object")?;
        if let Some(unknown) = object.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(format!("`{unknown}` is not a key of a vector"));
        }
        let text = |key: &str| {
            object.get(key).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| format!("`{key}` must be a text"))
        };
        text("about")?;
        let source = text("source")?;
        if !SOURCES.iter().any(|known| source.starts_with(known)) {
            return Err(format!("`{source}` is not a source: one of {SOURCES:?}"));
        }
        let definition = match (object.get("kind"), object.get("definition")) {
            (Some(_), Some(document)) => Some((text("kind")?, document.clone())),
            (None, None) => None,
            _ => return Err("kind and definition come together".into()),
        };
        let tables = match object.get("tables") {
            Some(Value::Object(tables)) => tables.clone().into_iter().collect(),
            None => BTreeMap::new(),
            Some(_) => return Err("`tables` must be an object".into()),
        };
        let transports = object
            .get("transports")
            .map(|names| names.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect());
        Ok(Self {
            name: text("name")?,
            op: text("op")?,
            definition,
            params: object.get("params").cloned().ok_or("`params` is missing")?,
            tables,
            transports,
            expect: object.get("expect").cloned().ok_or("`expect` is missing")?,
            explain: object.get("explain").cloned(),
        })
    }

    /// The definition's document as a host would hand it over: a text as it is, anything else as JSON.
    #[must_use]
    pub fn document(&self) -> Option<(&str, Vec<u8>)> {
        self.definition.as_ref().map(|(kind, document)| {
            let bytes = document.as_str().map_or_else(|| canonical(document), |text| text.as_bytes().to_vec());
            (kind.as_str(), bytes)
        })
    }
}

/// Every vector under `tests/vectors`, by file name and in the order of each file.
///
/// # Errors
/// A file cannot be read, a vector is malformed, or two have the same name.
pub fn read_all() -> Result<Vec<Vector>, String> {
    let mut paths = Vec::new();
    collect(&crate::root().join("tests/vectors"), &mut paths)?;
    paths.sort();
    let mut names = BTreeSet::new();
    let mut vectors = Vec::new();
    for path in paths {
        let at = |why: String| format!("{}: {why}", path.display());
        let bytes = std::fs::read(&path).map_err(|why| at(why.to_string()))?;
        let list: Vec<Value> = serde_json::from_slice(&bytes).map_err(|why| at(why.to_string()))?;
        for (position, value) in list.iter().enumerate() {
            let vector = Vector::read(value).map_err(|why| at(format!("vector {position}: {why}")))?;
            if !names.insert(vector.name.clone()) {
                return Err(at(format!("`{}` stands twice", vector.name)));
            }
            vectors.push(vector);
        }
    }
    Ok(vectors)
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = std::fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|why| why.to_string())?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|ending| ending == "json") {
            paths.push(path);
        }
    }
    Ok(())
}
