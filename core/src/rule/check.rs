//! A rule's document checked; every problem is collected.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::document::{OperandDocument, Operator, RuleDocument};
use super::model::{Branch, Leaf, Rule, Test, bad_operator};
use super::operand::{Kind, Offset, Operand};
use crate::number::Exact;
use crate::problem::{Code, Problem, Report, pointer};
use crate::table::ColumnKind;

impl Rule {
    /// Checks a rule that stands at the pointer `at` of its document. `declared` gives the type of
    /// the columns whose type is known at load; any other column is an attribute, whose type is
    /// known when the rule is [bound](Self::bind).
    ///
    /// Pushes to `report` every `rule.type_mismatch`, `rule.bad_operator`, `rule.bad_offset`,
    /// `rule.empty_range`, `rule.empty_value`, a missing value as `document.missing_key`, and a text
    /// that the column cannot hold as `document.unknown_value` or `number.unknown_currency`. Gives
    /// nothing if there was any.
    pub fn check(
        document: &RuleDocument,
        at: &str,
        declared: &dyn Fn(&str) -> Option<ColumnKind>,
        report: &mut Report,
    ) -> Option<Self> {
        Checker { declared, report }.branch(document, at).map(|root| Self { root })
    }
}

struct Checker<'c> {
    declared: &'c dyn Fn(&str) -> Option<ColumnKind>,
    report: &'c mut Report,
}

impl Checker<'_> {
    fn branch(&mut self, document: &RuleDocument, at: &str) -> Option<Branch> {
        match document {
            RuleDocument { column: Some(column), op: Some(operator), .. } => {
                self.leaf(document, column, *operator, at).map(Branch::Leaf)
            }
            RuleDocument { all: Some(parts), .. } => self.branches(parts, &pointer::join(at, "all")).map(Branch::All),
            RuleDocument { any: Some(parts), .. } => self.branches(parts, &pointer::join(at, "any")).map(Branch::Any),
            RuleDocument { not: Some(part), .. } => {
                self.branch(part, &pointer::join(at, "not")).map(|part| Branch::Not(Box::new(part)))
            }
            _ => self.refuse(missing(at, if document.column.is_some() { "op" } else { "column" })),
        }
    }

    fn branches(&mut self, parts: &[RuleDocument], at: &str) -> Option<Vec<Branch>> {
        let checked: Vec<Option<Branch>> =
            parts.iter().enumerate().map(|(position, part)| self.branch(part, &pointer::at(at, position))).collect();
        checked.into_iter().collect()
    }

    fn leaf(&mut self, document: &RuleDocument, column: &str, operator: Operator, at: &str) -> Option<Leaf> {
        let test = self.test(document, operator, at)?;
        let kind = (self.declared)(column);
        let leaf = Leaf {
            pointer: at.to_owned(),
            column: column.to_owned(),
            declared: kind.map(Kind::of),
            operator,
            test,
            fold: document.fold.unwrap_or(false),
        };
        let mut sound = match kind {
            Some(kind) => self.fits(&leaf, kind),
            None => true,
        };
        if leaf.fold && leaf.test.values().iter().any(|(_, value)| value.implied().is_some()) {
            sound = false;
            let problem = bad_operator(&pointer::join(at, "fold"), operator, "`fold` is for text".to_owned());
            self.report.push(problem);
        }
        sound.then_some(leaf)
    }

    /// Whether a leaf fits the declared type of its column; what does not is reported.
    fn fits(&mut self, leaf: &Leaf, declared: ColumnKind) -> bool {
        let kind = Kind::of(declared);
        if let Err(problem) = leaf.suits(kind) {
            self.report.push(problem);
            return false;
        }
        let mut sound = true;
        for (step, value) in leaf.test.values() {
            let at = format!("{}{step}", leaf.pointer);
            let problem = if value.fits(kind) {
                value.is_among(declared).err().map(|problem| problem.under(&at))
            } else {
                Some(leaf.mismatch(value, kind, &at))
            };
            if let Some(problem) = problem {
                sound = false;
                self.report.push(problem);
            }
        }
        sound
    }

    fn test(&mut self, document: &RuleDocument, operator: Operator, at: &str) -> Option<Test<Operand>> {
        let (wants_value, wants_ends) = match operator {
            Operator::Between => (false, true),
            Operator::IsEmpty | Operator::IsNotEmpty => (false, false),
            _ => (true, false),
        };
        let given = [
            ("value", &document.value, wants_value),
            ("from", &document.from, wants_ends),
            ("to", &document.to, wants_ends),
        ];
        let mut sound = true;
        for (key, operand, wanted) in given {
            let problem = match (operand, wanted) {
                (None, true) => missing(at, key),
                (Some(_), false) => {
                    bad_operator(&pointer::join(at, key), operator, format!("`{}` takes no `{key}`", operator.as_str()))
                }
                _ => continue,
            };
            sound = false;
            self.report.push(problem);
        }
        if !sound {
            return None;
        }
        match (operator, &document.value, &document.from, &document.to) {
            (Operator::IsEmpty | Operator::IsNotEmpty, ..) => Some(Test::Empty),
            (Operator::Between, _, Some(from), Some(to)) => self.between(from, to, at),
            (Operator::In | Operator::NotIn, Some(OperandDocument::List(items)), ..) => {
                let items: Vec<Option<Operand>> = items
                    .iter()
                    .enumerate()
                    .map(|(position, item)| self.operand(item, operator, &format!("{at}/value/{position}")))
                    .collect();
                items.into_iter().collect::<Option<Vec<_>>>().map(Test::Among)
            }
            (Operator::In | Operator::NotIn, ..) => {
                let message = format!("`{}` takes a list", operator.as_str());
                self.refuse(bad_operator(&pointer::join(at, "value"), operator, message))
            }
            (Operator::Contains | Operator::StartsWith, Some(value), ..) => {
                let here = pointer::join(at, "value");
                match self.operand(value, operator, &here)? {
                    Operand::Text(text) => Some(Test::Part(text)),
                    _ => self.refuse(bad_operator(&here, operator, format!("`{}` takes text", operator.as_str()))),
                }
            }
            (_, Some(value), ..) => self.operand(value, operator, &pointer::join(at, "value")).map(Test::Compare),
            _ => None,
        }
    }

    fn between(&mut self, from: &OperandDocument, to: &OperandDocument, at: &str) -> Option<Test<Operand>> {
        let first = self.operand(from, Operator::Between, &pointer::join(at, "from"));
        let end = self.operand(to, Operator::Between, &pointer::join(at, "to"));
        let (first, end) = (first?, end?);
        let ordered = match (&first, &end) {
            (Operand::Number(first), Operand::Number(end)) => first < end,
            // Numbers and dates may be written as text; which it is shows only with the column's type.
            (Operand::Text(first), Operand::Text(end)) => match (Exact::parse(first), Exact::parse(end)) {
                (Ok(first), Ok(end)) => first < end,
                _ => first < end,
            },
            _ => true,
        };
        if !ordered {
            let message = format!("{first} is not before {end}, so nothing lies between");
            return self.refuse(Problem::new(Code::RuleEmptyRange, at, message));
        }
        Some(Test::Between(first, end))
    }

    fn operand(&mut self, document: &OperandDocument, operator: Operator, at: &str) -> Option<Operand> {
        match document {
            OperandDocument::Text(text) if text.is_empty() => self.refuse(Problem::new(
                Code::RuleEmptyValue,
                at,
                format!("`{}` with an empty text never holds", operator.as_str()),
            )),
            OperandDocument::Text(text) => Some(Operand::Text(text.clone())),
            OperandDocument::Number(number) => Some(Operand::Number(Exact::from(*number))),
            OperandDocument::Boolean(value) => Some(Operand::Boolean(*value)),
            OperandDocument::AsOf(text) => match Offset::parse(text) {
                Some(offset) => Some(Operand::AsOf(offset)),
                None => {
                    let message = format!("`{}` is not so many days, weeks, months or years", cut(text));
                    self.refuse(
                        Problem::new(Code::RuleBadOffset, pointer::join(at, "as_of"), message).with("value", cut(text)),
                    )
                }
            },
            OperandDocument::List(_) => {
                self.refuse(bad_operator(at, operator, format!("`{}` takes one value, not a list", operator.as_str())))
            }
        }
    }

    fn refuse<T>(&mut self, problem: Problem) -> Option<T> {
        self.report.push(problem);
        None
    }
}

fn missing(at: &str, key: &str) -> Problem {
    Problem::new(Code::DocumentMissingKey, at, format!("`{key}` is missing")).with("key", key)
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}
