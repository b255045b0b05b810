//! One step of an explanation.

use serde_json::{Map, Value};

use crate::number::{Decimal, Exact};
use crate::sorted;

/// One step: what was done, by which rule, with what, and what came out.
///
/// ```
/// use quarterdeck::number::{Decimal, Exact};
/// use quarterdeck::trace::Node;
///
/// let credit = Exact::from(Decimal::parse("1000").unwrap());
/// let node = Node::new("earning", "5 % of the credit", "/components/0/rate")
///     .input("credit", credit.clone())
///     .value(credit.mul(&Exact::parse("0.05").unwrap()));
/// assert_eq!(node.words(), "earning: 5 % of the credit = 50 (credit 1000) [/components/0/rate]\n");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What the value is: `earning`, `measure`, `tier 2`.
    pub id: String,
    /// What was done, in words.
    pub op: String,
    /// Pointer to the rule, into the definition or the records; empty where none decides.
    pub rule: String,
    /// What went in, by name.
    pub inputs: Vec<(String, String)>,
    /// The value before any rounding.
    pub exact: Option<Exact>,
    /// The value after rounding, where this step rounds.
    pub rounded: Option<Decimal>,
    /// Alternatives that did not apply, with the reason.
    pub rejected: Vec<String>,
    /// The steps that this one is made of.
    pub parts: Vec<Node>,
}

impl Node {
    /// A step without a value yet.
    #[must_use]
    pub fn new(id: impl Into<String>, op: impl Into<String>, rule: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            op: op.into(),
            rule: rule.into(),
            inputs: Vec::new(),
            exact: None,
            rounded: None,
            rejected: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// Names something that went in.
    #[must_use]
    pub fn input(mut self, name: &str, value: impl ToString) -> Self {
        self.inputs.push((name.to_owned(), value.to_string()));
        self
    }

    /// Sets the exact value.
    #[must_use]
    pub fn value(mut self, exact: Exact) -> Self {
        self.exact = Some(exact);
        self
    }

    /// Sets the rounded value.
    #[must_use]
    pub fn rounded(mut self, rounded: Decimal) -> Self {
        self.rounded = Some(rounded);
        self
    }

    /// Sets the rounded value, where there is one.
    #[must_use]
    pub fn rounded_if(mut self, rounded: Option<Decimal>) -> Self {
        self.rounded = rounded;
        self
    }

    /// Names an alternative that did not apply.
    #[must_use]
    pub fn rejected(mut self, alternative: impl Into<String>) -> Self {
        self.rejected.push(alternative.into());
        self
    }

    /// Adds a step that this one is made of.
    #[must_use]
    pub fn part(mut self, part: Self) -> Self {
        self.parts.push(part);
        self
    }

    /// Adds steps that this one is made of.
    #[must_use]
    pub fn parts(mut self, parts: impl IntoIterator<Item = Self>) -> Self {
        self.parts.extend(parts);
        self
    }

    /// What rounding added: rounded minus exact.
    #[must_use]
    pub fn rounding(&self) -> Option<Exact> {
        Some(Exact::from(self.rounded?).sub(self.exact.as_ref()?))
    }

    /// The tree as it goes over the wire.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut object = Map::new();
        let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
        put("id", self.id.clone().into());
        put("op", self.op.clone().into());
        put("rule", self.rule.clone().into());
        let inputs = self.inputs.iter().map(|(name, value)| (name.clone(), Value::from(value.clone())));
        put("inputs", sorted::object(inputs));
        put("exact", self.exact.as_ref().map(|exact| exact.to_string()).into());
        put("rounded", self.rounded.map(|rounded| rounded.to_string()).into());
        put("rounding", self.rounding().map(|delta| delta.to_string()).into());
        put("rejected", self.rejected.clone().into());
        put("parts", self.parts.iter().map(Self::to_json).collect());
        Value::Object(object)
    }
}
