//! A rule meets a table.

use std::cmp::Ordering;

use super::column::{Reader, lower};
use super::document::Operator;
use super::model::{Branch, Leaf, Rule, Test};
use super::operand::{Kind, Operand, Value};
use super::truth::Truth;
use crate::problem::{Code, Problem, Problems, Report, pointer};
use crate::table::{Column, Table, TextColumn};
use crate::time::{Date, Zone};

/// A rule bound to the columns of one table. Asking it about a row allocates nothing.
#[derive(Debug)]
pub struct BoundRule<'t> {
    pub(super) root: Bound<'t>,
}

#[derive(Debug)]
pub(super) enum Bound<'t> {
    All(Vec<Bound<'t>>),
    Any(Vec<Bound<'t>>),
    Not(Box<Bound<'t>>),
    Leaf(BoundLeaf<'t>),
}

#[derive(Debug)]
pub(super) struct BoundLeaf<'t> {
    pub(super) leaf: &'t Leaf,
    pub(super) reader: Reader<'t>,
    test: Test<Value>,
    /// What it says about every word of a coded column, where that is asked less often than rows.
    words: Vec<Truth>,
}

impl Rule {
    /// Binds the rule to a table, whose columns have their types by now, and which problems call
    /// `name`. `{"as_of": …}` counts from `as_of`; a date compared with a column of instants is that
    /// day in `zone`.
    ///
    /// A column of text is read as numbers, dates or truth values where the rule compares it with
    /// one, since an attribute from CSV or JSON has no other type. A declared column that the table
    /// does not have is empty in every row.
    ///
    /// # Errors
    /// `rule.unknown_column` and `rule.type_mismatch` with pointers into the rule's document,
    /// `rule.type_mismatch` at the cells `/tables/<name>/<row>/<column>` that cannot be read, `rule.bad_operator`,
    /// `rule.as_of_missing`, `time.out_of_range`.
    pub fn bind<'t>(
        &'t self,
        table: &'t Table,
        name: &str,
        zone: Zone,
        as_of: Option<Date>,
    ) -> Result<BoundRule<'t>, Problems> {
        let mut binder = Binder { table, name, zone, as_of, report: Report::new() };
        let root = binder.branch(&self.root);
        binder.report.finish()?;
        // Without a problem there is a tree; an empty `all` stands in for what cannot be.
        Ok(BoundRule { root: root.unwrap_or(Bound::All(Vec::new())) })
    }
}

struct Binder<'t, 'n> {
    table: &'t Table,
    name: &'n str,
    zone: Zone,
    as_of: Option<Date>,
    report: Report,
}

impl<'t> Binder<'t, '_> {
    fn branch(&mut self, branch: &'t Branch) -> Option<Bound<'t>> {
        match branch {
            Branch::All(parts) => self.branches(parts).map(Bound::All),
            Branch::Any(parts) => self.branches(parts).map(Bound::Any),
            Branch::Not(part) => self.branch(part).map(|part| Bound::Not(Box::new(part))),
            Branch::Leaf(leaf) => {
                let reader = self.reader(leaf)?;
                let test = self.test(leaf, &reader)?;
                let words = BoundLeaf::of_words(leaf, &reader, &test);
                Some(Bound::Leaf(BoundLeaf { leaf, reader, test, words }))
            }
        }
    }

    fn branches(&mut self, parts: &'t [Branch]) -> Option<Vec<Bound<'t>>> {
        let bound: Vec<Option<Bound<'t>>> = parts.iter().map(|part| self.branch(part)).collect();
        bound.into_iter().collect()
    }

    fn reader(&mut self, leaf: &Leaf) -> Option<Reader<'t>> {
        let implied = leaf.test.values().iter().find_map(|(_, value)| value.implied());
        let wanted = leaf.declared.or(implied);
        let Some(column) = self.table.column(&leaf.column) else {
            if let Some(kind) = leaf.declared {
                return Some(Reader::Absent(kind));
            }
            let message = format!("there is no column `{}`", leaf.column);
            let at = pointer::join(&leaf.pointer, "column");
            return self.refuse(Problem::new(Code::RuleUnknownColumn, at, message).with("column", leaf.column.clone()));
        };
        if let (Column::Text(text), Some(kind)) = (column, wanted)
            && kind != Kind::Text
        {
            let read = Reader::read(text, kind, self.zone);
            return read
                .map_err(|cells| cells.iter().for_each(|cell| self.unreadable(leaf, kind, cell.row, &cell.text)))
                .ok();
        }
        let reader = Reader::of(column);
        if reader.is_none() {
            let message = format!("`{}` holds {}, which rules do not compare", leaf.column, column.kind());
            let at = pointer::join(&leaf.pointer, "column");
            self.report.push(Problem::new(Code::RuleTypeMismatch, at, message).with("column", leaf.column.clone()));
        }
        reader
    }

    fn unreadable(&mut self, leaf: &Leaf, kind: Kind, row: usize, text: &str) {
        let at = pointer::cell(self.name, row, &leaf.column);
        let message = format!("`{text}` is no {}, as which the rule reads `{}`", kind.as_str(), leaf.column);
        self.report.push(
            Problem::new(Code::RuleTypeMismatch, at, message)
                .with("column", leaf.column.clone())
                .with("column_type", kind.as_str())
                .with("value", text)
                .with("rule", leaf.pointer.clone()),
        );
    }

    fn test(&mut self, leaf: &Leaf, reader: &Reader<'_>) -> Option<Test<Value>> {
        if let Err(problem) = leaf.suits(reader.kind()) {
            return self.refuse(problem);
        }
        match &leaf.test {
            Test::Compare(value) => self.value(leaf, reader, value, "/value").map(Test::Compare),
            Test::Among(list) => {
                let values: Vec<Option<Value>> = list
                    .iter()
                    .enumerate()
                    .map(|(position, value)| self.value(leaf, reader, value, &pointer::at("/value", position)))
                    .collect();
                values.into_iter().collect::<Option<Vec<_>>>().map(Test::Among)
            }
            Test::Between(from, to) => {
                let (from, to) = (self.value(leaf, reader, from, "/from"), self.value(leaf, reader, to, "/to"));
                Some(Test::Between(from?, to?))
            }
            Test::Empty => Some(Test::Empty),
            Test::Part(text) => Some(Test::Part(text.clone())),
        }
    }

    fn value(&mut self, leaf: &Leaf, reader: &Reader<'_>, value: &Operand, step: &str) -> Option<Value> {
        let at = format!("{}{step}", leaf.pointer);
        match value.resolve(reader.kind(), self.zone, self.as_of, &at) {
            Ok(Some(value)) => Some(reader.prepare(value)),
            Ok(None) => self.refuse(leaf.mismatch(value, reader.kind(), &at)),
            Err(problem) => self.refuse(problem),
        }
    }

    fn refuse<T>(&mut self, problem: Problem) -> Option<T> {
        self.report.push(problem);
        None
    }
}

impl BoundRule<'_> {
    /// What the rule says about a row; a row that the table does not have is empty in every column.
    #[must_use]
    pub fn matches(&self, row: usize) -> Truth {
        self.root.truth(row)
    }
}

impl Bound<'_> {
    pub(super) fn truth(&self, row: usize) -> Truth {
        match self {
            Self::All(parts) => {
                let mut truth = Truth::True;
                for part in parts {
                    truth = truth.and(part.truth(row));
                    if truth == Truth::False {
                        break;
                    }
                }
                truth
            }
            Self::Any(parts) => {
                let mut truth = Truth::False;
                for part in parts {
                    truth = truth.or(part.truth(row));
                    if truth == Truth::True {
                        break;
                    }
                }
                truth
            }
            Self::Not(part) => part.truth(row).negated(),
            Self::Leaf(leaf) => leaf.truth(row),
        }
    }
}

impl BoundLeaf<'_> {
    fn of_words(leaf: &Leaf, reader: &Reader<'_>, test: &Test<Value>) -> Vec<Truth> {
        match reader {
            Reader::Text(TextColumn::Coded { codes, words, .. }) if words.len() <= codes.len() / 2 => {
                let column = TextColumn::from_options(words.iter().map(|word| Some(word.as_str())));
                let reader = Reader::Text(&column);
                let once = BoundLeaf { leaf, reader, test: test.clone(), words: Vec::new() };
                (0..words.len()).map(|word| once.truth(word)).collect()
            }
            _ => Vec::new(),
        }
    }

    #[inline]
    pub(super) fn truth(&self, row: usize) -> Truth {
        if !self.words.is_empty()
            && let Some(known) = self.reader.code(row).and_then(|code| self.words.get(code))
        {
            return *known;
        }
        let negated = matches!(self.leaf.operator, Operator::IsNotEmpty);
        if let Test::Empty = self.test {
            return Truth::from(self.reader.is_empty(row) != negated);
        }
        self.holds(row).map_or(Truth::Unknown, Truth::from)
    }

    /// Nothing for an empty cell.
    fn holds(&self, row: usize) -> Option<bool> {
        let fold = self.leaf.fold;
        let compare = |value: &Value| self.reader.compare(row, value, fold);
        match &self.test {
            Test::Compare(value) => {
                let ordering = compare(value)?;
                Some(match self.leaf.operator {
                    Operator::Ne => ordering.is_ne(),
                    Operator::Lt => ordering.is_lt(),
                    Operator::Le => ordering.is_le(),
                    Operator::Gt => ordering.is_gt(),
                    Operator::Ge => ordering.is_ge(),
                    _ => ordering.is_eq(),
                })
            }
            Test::Among(list) => {
                if self.reader.is_empty(row) {
                    return None;
                }
                let found = list.iter().any(|value| compare(value) == Some(Ordering::Equal));
                Some(found != (self.leaf.operator == Operator::NotIn))
            }
            Test::Between(from, to) => Some(compare(from)?.is_ge() && compare(to)?.is_lt()),
            Test::Part(part) => {
                let cell = self.reader.text(row)?;
                let at_start = self.leaf.operator == Operator::StartsWith;
                Some(match (at_start, fold) {
                    (true, false) => cell.starts_with(part.as_str()),
                    (false, false) => cell.contains(part.as_str()),
                    (true, true) => starts_folded(cell, part),
                    (false, true) => {
                        cell.char_indices().any(|(start, _)| starts_folded(cell.get(start..).unwrap_or_default(), part))
                    }
                })
            }
            Test::Empty => None,
        }
    }
}

/// Whether the lower case of a text starts with the lower case of another.
fn starts_folded(text: &str, part: &str) -> bool {
    let mut text = lower(text);
    lower(part).all(|wanted| text.next() == Some(wanted))
}
