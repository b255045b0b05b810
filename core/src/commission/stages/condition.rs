//! Conditions: what is looked at, and whether it is as it has to be.

use super::super::document::{Comparison, SubjectDocument};
use super::super::model::Condition;
use crate::number::Exact;

impl Comparison {
    pub(super) fn holds(self, actual: &Exact, value: &Exact) -> bool {
        match self {
            Self::Eq => actual == value,
            Self::Ne => actual != value,
            Self::Lt => actual < value,
            Self::Le => actual <= value,
            Self::Gt => actual > value,
            Self::Ge => actual >= value,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Eq => "is",
            Self::Ne => "is not",
            Self::Lt => "is below",
            Self::Le => "is at most",
            Self::Gt => "is above",
            Self::Ge => "is at least",
        }
    }
}

impl SubjectDocument {
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Attainment => "attainment".to_owned(),
            Self::Measure => "the measure".to_owned(),
            Self::AttainmentOf(other) => format!("attainment of `{other}`"),
            Self::MeasureOf(other) => format!("the measure of `{other}`"),
            Self::Flag(name) => format!("the flag `{name}`"),
        }
    }
}

impl Condition {
    /// Whether it holds; where there is no value to compare, it does not.
    pub(crate) fn holds(&self, actual: Option<&Exact>) -> bool {
        actual.is_some_and(|actual| self.op.holds(actual, &self.value))
    }

    /// What it looks at and asks for, in words.
    pub(crate) fn words(&self) -> String {
        format!("{} {} {}", self.subject.words(), self.op.words(), self.value)
    }
}
