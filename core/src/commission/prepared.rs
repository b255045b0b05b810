//! A calculation halfway: its inputs read and in order, its lines still to be run.

use std::num::NonZeroU32;

use super::calculate::Inputs;
use super::clawback::Originals;
use super::engine::population::run;
use super::model::Plan;
use super::params::CalculateParams;
use super::workings::Workings;
use crate::number::Decimal;
use crate::problem::{Code, Problem, Problems, pointer};
use crate::table::BadRecords;

/// Inputs that were read, checked and put in processing order, to be run any number of times.
///
/// [`Plan::calculate`] does this and the rest; here the two can be told apart, as when one measures
/// what the kernel costs by itself.
#[derive(Debug)]
pub struct Prepared {
    workings: Workings,
    originals: Originals,
}

impl Plan {
    /// Does everything of [`calculate`](Self::calculate) up to the first line.
    ///
    /// # Errors
    /// Those of [`calculate`](Self::calculate) that are about the inputs.
    pub fn prepared(
        &self,
        params: &CalculateParams,
        inputs: &Inputs,
        mut bad: BadRecords,
    ) -> Result<Prepared, Problems> {
        let (mut workings, _) = self.prepare(params, inputs, None, &mut bad)?;
        let originals = self.originals(params, inputs, &workings, &mut bad)?;
        workings.pools = self.pools(params, inputs, None, (&workings, &originals), &mut bad)?;
        Ok(Prepared { workings, originals })
    }
}

impl Prepared {
    /// Runs all lines and statements: how many lines there are, and what they earned together.
    ///
    /// # Errors
    /// `commission.below_first_tier`, `number.out_of_range`.
    pub fn run(&self) -> Result<(usize, Decimal), Problems> {
        let results = run(&self.workings, &self.originals, NonZeroU32::MIN)?;
        let all = results.statements.totals().sum();
        let earned = Decimal::from_mantissa(all, self.workings.plan.rounding.scale).map_err(|error| {
            Problem::new(Code::NumberOutOfRange, pointer::table("statements", Some("earned")), error.to_string())
        })?;
        Ok((results.lines.len(), earned))
    }
}
