//! The checked rule.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::document::Operator;
use super::operand::{Kind, Operand};
use crate::problem::{Code, Problem, pointer};
use crate::sorted;

/// A rule whose operators fit their values, and whose declared columns fit both.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    pub(super) root: Branch,
}

/// A part of the tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Branch {
    All(Vec<Branch>),
    Any(Vec<Branch>),
    Not(Box<Branch>),
    Leaf(Leaf),
}

/// One comparison.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leaf {
    /// Where it stands in the document.
    pub(super) pointer: String,
    pub(super) column: String,
    /// What the column was declared as, where it was.
    pub(super) declared: Option<Kind>,
    pub(super) operator: Operator,
    pub(super) test: Test<Operand>,
    pub(super) fold: bool,
}

/// What is asked of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Test<V> {
    /// `eq`, `ne`, `lt`, `le`, `gt`, `ge`
    Compare(V),
    /// `in`, `not_in`
    Among(Vec<V>),
    /// `between`
    Between(V, V),
    /// `is_empty`, `is_not_empty`
    Empty,
    /// `contains`, `starts_with`
    Part(String),
}

impl<V> Test<V> {
    /// Every value with where it stands in the document, below the comparison.
    pub(super) fn values(&self) -> Vec<(String, &V)> {
        match self {
            Self::Compare(value) => vec![("/value".to_owned(), value)],
            Self::Among(list) => {
                list.iter().enumerate().map(|(position, value)| (pointer::at("/value", position), value)).collect()
            }
            Self::Between(from, to) => vec![("/from".to_owned(), from), ("/to".to_owned(), to)],
            Self::Empty | Self::Part(_) => Vec::new(),
        }
    }
}

impl Rule {
    /// The columns that the rule asks for, in byte order.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        let columns = sorted::set(self.uses().into_iter().map(|(column, _)| column));
        columns.into_iter().collect()
    }

    /// Every column that the rule asks for with the pointer of the comparison, in the order of the
    /// document.
    #[must_use]
    pub fn uses(&self) -> Vec<(&str, &str)> {
        let mut uses = Vec::new();
        self.root.collect_uses(&mut uses);
        uses
    }
}

impl Branch {
    fn collect_uses<'r>(&'r self, uses: &mut Vec<(&'r str, &'r str)>) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.collect_uses(uses)),
            Self::Not(part) => part.collect_uses(uses),
            Self::Leaf(leaf) => uses.push((&leaf.column, &leaf.pointer)),
        }
    }
}

impl Leaf {
    /// Whether the operator can be asked of a column of this kind.
    pub(super) fn suits(&self, kind: Kind) -> Result<(), Problem> {
        let suits = match self.operator {
            Operator::Contains | Operator::StartsWith => kind == Kind::Text,
            Operator::Lt | Operator::Le | Operator::Gt | Operator::Ge | Operator::Between => kind != Kind::Boolean,
            _ => true,
        };
        let message = |what: &str| format!("`{what}` is not for `{}`, which holds {}", self.column, plural(kind));
        if !suits {
            let at = pointer::join(&self.pointer, "op");
            return Err(bad_operator(&at, self.operator, message(self.operator.as_str()))
                .with("column", self.column.clone())
                .with("column_type", kind.as_str()));
        }
        if self.fold && kind != Kind::Text {
            let at = pointer::join(&self.pointer, "fold");
            return Err(bad_operator(&at, self.operator, message("fold"))
                .with("column", self.column.clone())
                .with("column_type", kind.as_str()));
        }
        Ok(())
    }

    pub(super) fn mismatch(&self, value: &Operand, kind: Kind, at: &str) -> Problem {
        let message = format!("`{}` holds {}, and {value} is none", self.column, plural(kind));
        Problem::new(Code::RuleTypeMismatch, at, message)
            .with("column", self.column.clone())
            .with("column_type", kind.as_str())
    }
}

fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Number => "numbers",
        Kind::Date => "dates",
        Kind::Instant => "instants",
        Kind::Boolean => "truth values",
    }
}

pub(super) fn bad_operator(at: &str, operator: Operator, message: String) -> Problem {
    Problem::new(Code::RuleBadOperator, at, message).with("op", operator.as_str())
}
