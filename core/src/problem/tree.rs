//! Document text to a small tree that keeps every number as it was written.

use std::collections::BTreeSet;

use jiter::{Jiter, JiterError, JiterErrorType, JsonErrorType, Peek};

use super::{Code, Problem, pointer};
use crate::number::Decimal;
use crate::sorted;

/// A JSON value whose numbers are still text, so that no digit is lost before a decimal is made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number, as written.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Tree>),
    /// An object, in the order written; keys are unique.
    Object(Vec<(String, Tree)>),
}

/// The largest document taken, in bytes.
pub(super) const MAX_BYTES: usize = 16 << 20;
/// The deepest nesting taken.
pub(super) const MAX_DEPTH: usize = 64;

impl Tree {
    /// Reads JSON text.
    ///
    /// # Errors
    /// `document.too_large`, `document.not_utf8`, `document.not_json`, `document.too_deep`,
    /// `document.duplicate_key`: the first that is met.
    pub fn parse(text: &[u8]) -> Result<Self, Problem> {
        if text.len() > MAX_BYTES {
            return Err(Problem::new(Code::DocumentTooLarge, "", "the document is larger than 16 MB")
                .with("bytes", text.len())
                .with("limit", MAX_BYTES));
        }
        if let Err(error) = std::str::from_utf8(text) {
            return Err(Problem::new(Code::DocumentNotUtf8, "", format!("byte {} is not UTF-8", error.valid_up_to()))
                .with("byte", error.valid_up_to()));
        }
        // NaN and the infinities, which some hosts write, are numbers that the schema then refuses by name.
        let mut reader = Reader { jiter: Jiter::new(text).with_allow_inf_nan() };
        let tree = match reader.jiter.peek() {
            Ok(peek) => reader.value(peek, "", 0)?,
            Err(error) => return Err(reader.syntax(&error)),
        };
        match reader.jiter.finish() {
            Ok(()) => Ok(tree),
            Err(error) => Err(reader.syntax(&error)),
        }
    }

    /// The value under a key of an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Tree> {
        match self {
            Self::Object(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The same value for serde. A number stays one where nothing of it can be lost: an integer of 64
    /// bits, a fraction of at most 15 digits. Any other becomes a string, which every decimal type
    /// reads as well.
    #[must_use]
    pub fn to_value(&self) -> serde_json::Value {
        use serde_json::Value;
        match self {
            Self::Null => Value::Null,
            Self::Boolean(value) => Value::Bool(*value),
            Self::Number(text) => match text.parse::<i64>() {
                Ok(integer) => Value::from(integer),
                Err(_) => match fraction(text).and_then(serde_json::Number::from_f64) {
                    Some(number) => Value::Number(number),
                    None => Value::String(text.clone()),
                },
            },
            Self::Text(text) => Value::String(text.clone()),
            Self::Array(items) => Value::Array(items.iter().map(Self::to_value).collect()),
            Self::Object(entries) => sorted::object(entries.iter().map(|(key, value)| (key.clone(), value.to_value()))),
        }
    }

    /// What it is, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

/// A fraction that a float carries without loss, since its shortest form is what was written.
pub(super) fn fraction(text: &str) -> Option<f64> {
    if text.contains('.') && Decimal::from_json_number(text).is_ok() { text.parse().ok() } else { None }
}

struct Reader<'t> {
    jiter: Jiter<'t>,
}

impl<'t> Reader<'t> {
    fn syntax(&self, error: &JiterError) -> Problem {
        if matches!(error.error_type, JiterErrorType::JsonError(JsonErrorType::RecursionLimitExceeded)) {
            return too_deep("");
        }
        let position = error.get_position(&self.jiter);
        let what = match &error.error_type {
            JiterErrorType::JsonError(kind) => kind.to_string(),
            JiterErrorType::WrongType { .. } => "unexpected value".to_owned(),
        };
        Problem::new(
            Code::DocumentNotJson,
            "",
            format!("line {}, column {}: {}", position.line, position.column, lower_first(&what)),
        )
        .with("line", position.line)
        .with("column", position.column)
    }

    fn value(&mut self, peek: Peek, at: &str, depth: usize) -> Result<Tree, Problem> {
        if depth > MAX_DEPTH {
            return Err(too_deep(at));
        }
        match peek {
            Peek::Null => self.step(Jiter::known_null).map(|()| Tree::Null),
            // Skipped, as its value is known: to be told would bring in code for every kind of number.
            Peek::True | Peek::False => {
                self.step(|jiter| jiter.known_skip(peek)).map(|()| Tree::Boolean(peek == Peek::True))
            }
            Peek::String => self.step(|jiter| jiter.known_str().map(str::to_owned)).map(Tree::Text),
            Peek::Array => self.array(at, depth),
            Peek::Object => self.object(at, depth),
            _ => self.step(|jiter| jiter.known_number_bytes(peek).map(lossy)).map(Tree::Number),
        }
    }

    fn array(&mut self, at: &str, depth: usize) -> Result<Tree, Problem> {
        let mut items = Vec::new();
        let mut next = self.step(Jiter::known_array)?;
        while let Some(peek) = next {
            let item = self.value(peek, &pointer::at(at, items.len()), depth + 1)?;
            items.push(item);
            next = self.step(Jiter::array_step)?;
        }
        Ok(Tree::Array(items))
    }

    fn object(&mut self, at: &str, depth: usize) -> Result<Tree, Problem> {
        let mut entries: Vec<(String, Tree)> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut next = self.step(|jiter| jiter.known_object().map(|key| key.map(str::to_owned)))?;
        while let Some(key) = next {
            let here = pointer::join(at, &key);
            if !seen.insert(key.clone()) {
                return Err(Problem::new(
                    Code::DocumentDuplicateKey,
                    here,
                    format!("`{key}` stands twice in one object"),
                )
                .with("key", key));
            }
            let peek = self.step(Jiter::peek)?;
            let value = self.value(peek, &here, depth + 1)?;
            entries.push((key, value));
            next = self.step(|jiter| jiter.next_key().map(|key| key.map(str::to_owned)))?;
        }
        Ok(Tree::Object(entries))
    }

    fn step<T>(&mut self, step: impl FnOnce(&mut Jiter<'t>) -> Result<T, JiterError>) -> Result<T, Problem> {
        match step(&mut self.jiter) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.syntax(&error)),
        }
    }
}

fn too_deep(at: &str) -> Problem {
    // The pointer itself would be as deep as the document: its first steps are enough to find it.
    let shown: String = at.chars().take(80).collect();
    Problem::new(Code::DocumentTooDeep, shown, format!("the document nests deeper than {MAX_DEPTH} levels"))
        .with("limit", MAX_DEPTH)
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &[u8]) -> &'static str {
        Tree::parse(text).unwrap_err().code.as_str()
    }

    #[test]
    fn numbers_keep_their_text() {
        let tree = Tree::parse(b"[1.10, -0, 12345678901234567890.5]").unwrap();
        let texts = ["1.10", "-0", "12345678901234567890.5"];
        assert_eq!(tree, Tree::Array(texts.iter().map(|text| Tree::Number((*text).to_owned())).collect()));
    }

    #[test]
    fn numbers_stay_numbers_where_nothing_is_lost() {
        let value = Tree::parse(b"[1.10, -7, 12345678901234567890, 0.1234567890123456789, 1e3]").unwrap().to_value();
        let texts = r#"[1.1,-7,"12345678901234567890","0.1234567890123456789","1e3"]"#;
        assert_eq!(value.to_string(), texts);
    }

    #[test]
    fn refusals_are_coded_and_located() {
        assert_eq!(code(b"{\"a\":1,\"a\":2}"), "document.duplicate_key");
        assert_eq!(code(b"{\"a\":\xff}"), "document.not_utf8");
        assert_eq!(code(b"{\"a\":01}"), "document.not_json");
        assert_eq!(code(b"{\"a\":1} x"), "document.not_json");
        assert_eq!(code(b""), "document.not_json");
        assert_eq!(code(&vec![b' '; MAX_BYTES + 1]), "document.too_large");
        assert_eq!(code("[".repeat(10_000).as_bytes()), "document.too_deep");
        let twice = Tree::parse(b"{\"x\":[{\"a\":1,\"a\":2}]}").unwrap_err();
        assert_eq!(twice.pointer, "/x/0/a");
    }
}
