//! One problem, a sorted list of them, and the collector.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::{Code, Severity, pointer};
use crate::sorted;

/// One thing that is wrong, as data.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Whether it stops the work.
    pub severity: Severity,
    /// Its stable name.
    pub code: Code,
    /// RFC 6901, into the document (`/components/0/weight`) or the records (`/tables/deals/17/amount`,
    /// rows counted from 0 in the order given).
    pub pointer: String,
    /// For people; may change between versions.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// The facts behind the message, for programs.
    pub params: BTreeMap<String, Value>,
    /// Pointers to the other places involved.
    pub related: Vec<String>,
}

impl Problem {
    /// A problem of the severity and with the help that its code has.
    #[must_use]
    pub fn new(code: Code, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            severity: code.severity(),
            code,
            pointer: pointer.into(),
            message: message.into(),
            help: code.help().to_owned(),
            params: BTreeMap::new(),
            related: Vec::new(),
        }
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// Replaces the code's help with one that knows more.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Points at another place involved.
    #[must_use]
    pub fn related(mut self, pointer: impl Into<String>) -> Self {
        self.related.push(pointer.into());
        self
    }

    /// The same problem seen from further out: `prefix` goes before its pointers.
    #[must_use]
    pub fn under(mut self, prefix: &str) -> Self {
        self.pointer.insert_str(0, prefix);
        for pointer in &mut self.related {
            pointer.insert_str(0, prefix);
        }
        self
    }

    /// The problem as it goes over the wire.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut object = Map::new();
        object.insert("code".into(), self.code.as_str().into());
        object.insert("help".into(), self.help.clone().into());
        object.insert("message".into(), self.message.clone().into());
        object.insert("params".into(), Value::Object(self.params.clone().into_iter().collect()));
        object.insert("pointer".into(), self.pointer.clone().into());
        object.insert("related".into(), self.related.clone().into());
        object.insert("severity".into(), self.severity.as_str().into());
        Value::Object(object)
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl JsonSchema for Problem {
    fn schema_name() -> Cow<'static, str> {
        "Problem".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "One thing that is wrong.",
            "type": "object",
            "properties": {
                "code": {"description": "Its stable name, such as `commission.tier_gap`.", "type": "string"},
                "help": {"description": "What to do about it.", "type": "string"},
                "message": {"description": "For people; may change between versions.", "type": "string"},
                "params": {"description": "The facts behind the message.", "type": "object"},
                "pointer": {"description": "RFC 6901: into the document, the parameters or the records.", "type": "string"},
                "related": {
                    "description": "Pointers to the other places involved.",
                    "type": "array",
                    "items": {"type": "string"},
                },
                "severity": {"description": "Whether it stopped the work.", "type": "string", "enum": ["error", "warning"]},
            },
            "required": ["code", "help", "message", "params", "pointer", "related", "severity"],
            "additionalProperties": false,
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at `{}`: {}", self.code, self.pointer, self.message)
    }
}

impl std::error::Error for Problem {}

/// How many problems are kept; the rest are counted.
pub(crate) const KEPT: usize = 100;

/// Problems sorted by pointer: at most 100 of them, and how many there were.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", summary(.kept, *.total))]
pub struct Problems {
    kept: Vec<Problem>,
    total: usize,
}

fn summary(kept: &[Problem], total: usize) -> String {
    match kept {
        [] => "no problems".to_owned(),
        [one] if total == 1 => one.to_string(),
        [first, ..] => format!("{total} problems, the first of them {first}"),
    }
}

impl Problems {
    /// The problems kept, sorted by pointer.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.kept.iter()
    }

    /// How many problems there were, kept or not.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }

    /// The same problems seen from further out: `prefix` goes before their pointers.
    #[must_use]
    pub fn under(mut self, prefix: &str) -> Self {
        self.kept = self.kept.into_iter().map(|problem| problem.under(prefix)).collect();
        self
    }

    /// Whether a problem with this code is among those kept.
    #[must_use]
    pub fn has(&self, code: Code) -> bool {
        self.kept.iter().any(|problem| problem.code == code)
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self { kept: vec![problem], total: 1 }
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Collects problems while the work goes on.
#[derive(Debug, Default)]
pub struct Report {
    errors: Vec<Problem>,
    warnings: Vec<Problem>,
    uncounted: usize,
}

/// Beyond this many, problems are counted and not held: a table can have a million bad cells.
const HELD: usize = 10_000;

impl Report {
    /// An empty report.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a problem.
    pub fn push(&mut self, problem: Problem) {
        let held = match problem.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        if held.len() < HELD {
            held.push(problem);
        } else if problem.severity == Severity::Error {
            self.uncounted += 1;
        }
    }

    /// Counts errors that nobody holds.
    pub(crate) fn pass_over(&mut self, errors: usize) {
        self.uncounted += errors;
    }

    /// Adds every problem of another list.
    pub fn absorb(&mut self, problems: Problems) {
        self.uncounted += problems.total - problems.kept.len();
        for problem in problems.kept {
            self.push(problem);
        }
    }

    /// Whether anything found so far stops the work.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The warnings, sorted by pointer.
    ///
    /// # Errors
    /// The errors, sorted by pointer, if there are any.
    pub fn finish(self) -> Result<Vec<Problem>, Problems> {
        let sorted = |mut problems: Vec<Problem>| {
            sorted::sort_by(&mut problems, |a, b| {
                pointer::order(&a.pointer, &b.pointer).then(a.code.as_str().cmp(b.code.as_str()))
            });
            problems
        };
        if self.errors.is_empty() {
            return Ok(sorted(self.warnings));
        }
        let total = self.errors.len() + self.uncounted;
        let mut kept = sorted(self.errors);
        kept.truncate(KEPT);
        Err(Problems { kept, total })
    }
}
