//! Rounding a sequence so that its lines add up.

use super::{Exact, NumberError, Rounding};

/// The reconciling algorithm for sequences in time: deals of a period, instalments, amortisation.
///
/// Line k is `R(S_k) − R(S_{k−1})`, with S_k the exact sum of the first k parts. The lines add up to
/// the rounded total, each is at most one unit away from its part (less than two where `up` or
/// `down` meets a sum that changes its sign), and a later line never changes an earlier one.
///
/// ```
/// use quarterdeck::number::{CumulativeDifference, Exact, Rounding};
/// let mut instalments = CumulativeDifference::new(2, Rounding::HalfUp);
/// let part = Exact::new(100, 3)?;
/// assert_eq!(instalments.next(&part)?, 3333);
/// assert_eq!(instalments.next(&part)?, 3334);
/// assert_eq!(instalments.next(&part)?, 3333);
/// assert_eq!(instalments.units(), 10_000);
/// # Ok::<(), quarterdeck::number::NumberError>(())
/// ```
#[derive(Debug, Clone)]
pub struct CumulativeDifference {
    scale: u32,
    rounding: Rounding,
    exact: Exact,
    units: i128,
}

impl CumulativeDifference {
    /// A sequence that starts at zero and is rounded to units of 10^−scale.
    pub fn new(scale: u32, rounding: Rounding) -> Self {
        Self { scale, rounding, exact: Exact::ZERO, units: 0 }
    }

    /// The line of the next part, in units of 10^−scale.
    ///
    /// # Errors
    ///
    /// `number.out_of_range` if the rounded sum has more than 28 digits; the sequence then stays
    /// as it was.
    pub fn next(&mut self, part: &Exact) -> Result<i128, NumberError> {
        let exact = self.exact.add(part);
        let units = exact.round_to_units(self.scale, self.rounding)?;
        // Both sums have at most 28 digits.
        let line = units.wrapping_sub(self.units);
        self.exact = exact;
        self.units = units;
        Ok(line)
    }

    /// The exact sum so far.
    pub fn exact(&self) -> &Exact {
        &self.exact
    }

    /// The rounded sum so far, in units: the sum of all lines.
    pub fn units(&self) -> i128 {
        self.units
    }
}
