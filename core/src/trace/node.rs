//! One step of an explanation.

use std::fmt::Display;

use crate::number::{Decimal, Exact};
use crate::problem::json::write_text;
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

    /// The tree as it goes over the wire: canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write_json(&mut out);
        out
    }

    /// Appends what [`to_json`](Self::to_json) gives: the keys are in order as they stand here, and no value is made
    /// of them first, for a statement can have a hundred thousand steps.
    fn write_json(&self, out: &mut Vec<u8>) {
        let shown = |value: Option<&dyn Display>, out: &mut Vec<u8>| match value {
            Some(value) => write_text(&value.to_string(), out),
            None => out.extend_from_slice(b"null"),
        };
        out.extend_from_slice(b"{\"exact\":");
        shown(self.exact.as_ref().map(|exact| exact as _), out);
        out.extend_from_slice(b",\"id\":");
        write_text(&self.id, out);
        out.extend_from_slice(b",\"inputs\":");
        let inputs = sorted::map(self.inputs.iter().map(|(name, value)| (name, value)));
        list(b"{}", &mut inputs.into_iter(), out, &|(name, value), out| {
            write_text(name, out);
            out.push(b':');
            write_text(value, out);
        });
        out.extend_from_slice(b",\"op\":");
        write_text(&self.op, out);
        out.extend_from_slice(b",\"parts\":");
        list(b"[]", &mut self.parts.iter(), out, &Self::write_json);
        out.extend_from_slice(b",\"rejected\":");
        list(b"[]", &mut self.rejected.iter(), out, &|alternative, out| write_text(alternative, out));
        out.extend_from_slice(b",\"rounded\":");
        shown(self.rounded.as_ref().map(|rounded| rounded as _), out);
        out.extend_from_slice(b",\"rounding\":");
        shown(self.rounding().as_ref().map(|rounding| rounding as _), out);
        out.extend_from_slice(b",\"rule\":");
        write_text(&self.rule, out);
        out.push(b'}');
    }
}

/// Writes items with commas between and brackets around them.
fn list<T>(
    [open, close]: &[u8; 2],
    items: &mut dyn Iterator<Item = T>,
    out: &mut Vec<u8>,
    write: &dyn Fn(T, &mut Vec<u8>),
) {
    out.push(*open);
    for (position, item) in items.enumerate() {
        if position > 0 {
            out.push(b',');
        }
        write(item, out);
    }
    out.push(*close);
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::Node;
    use crate::number::{Decimal, Exact};
    use crate::problem::json::canonical;

    #[test]
    fn a_tree_is_canonical_json() {
        let third = Node::new("third", "one part", "").value(Exact::new(1, 3).unwrap()).rejected("\"all\"");
        let tree = Node::new("sum", "both", "/a~1b").input("z", 1).input("a", "\u{1}").input("z", 2);
        let tree = tree.value(Exact::parse("0.125").unwrap()).rounded(Decimal::parse("0.13").unwrap());
        let written = tree.parts([third, Node::new("rest", "", "")]).to_json();
        let read: Value = serde_json::from_slice(&written).unwrap();
        assert_eq!(written, canonical(&read));
        assert_eq!(read["inputs"]["z"], "2");
        assert_eq!((&read["rounding"], &read["parts"][0]["exact"]), (&"0.005".into(), &"1/3".into()));
        assert_eq!(read["parts"][1]["rounded"], Value::Null);
    }
}
