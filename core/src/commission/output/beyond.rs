//! What is told month by month and cannot be: a number or a day that is out of range.

use crate::number::NumberError;
use crate::problem::{Problem, shape};
use crate::time::TimeError;

/// Why months cannot be told.
#[derive(Debug)]
pub(crate) enum Beyond {
    Number(NumberError),
    Time(TimeError),
}

impl From<NumberError> for Beyond {
    fn from(error: NumberError) -> Self {
        Self::Number(error)
    }
}

impl From<TimeError> for Beyond {
    fn from(error: TimeError) -> Self {
        Self::Time(error)
    }
}

impl Beyond {
    /// The problem of the record at a pointer.
    pub(crate) fn at(&self, pointer: &str) -> Problem {
        match self {
            Self::Number(error) => shape::number_problem(error, pointer),
            Self::Time(error) => shape::time_problem(error, pointer),
        }
    }
}
