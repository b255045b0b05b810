//! The proof that a run fits in `i128`, by the sizes of everything that is multiplied in it.

use std::fmt::Debug;

use num_bigint::BigInt;

use super::kernel::Frame;
use crate::number::{Divider, Integer, Rounding};

/// An integer whose size can be asked, to prove that nothing overflows before a run starts.
pub(crate) trait Wide: Integer {
    /// The most bits that a product or sum may need.
    const MOST: u64;

    /// A denominator with its rounding, ready for many numerators.
    type Divider: Debug + Clone;

    /// How many bits the magnitude needs.
    fn bits(&self) -> u64;

    /// Makes a denominator of the number, which is above zero.
    fn divider(&self, rounding: Rounding) -> Self::Divider;

    /// The number over a denominator, rounded.
    #[must_use]
    fn over(&self, divider: &Self::Divider) -> Self;

    /// Adds numbers to a column, up to one that does not fit.
    fn narrow(numbers: impl Iterator<Item = Self>, column: &mut Vec<i128>);
}

impl Wide for i128 {
    // One bit is the sign; one is left for doubling a remainder when a quotient is rounded.
    const MOST: u64 = 126;

    type Divider = Divider;

    fn bits(&self) -> u64 {
        u64::from(128 - self.unsigned_abs().leading_zeros())
    }

    fn divider(&self, rounding: Rounding) -> Divider {
        Divider::new(*self, rounding)
    }

    #[inline(always)]
    fn over(&self, divider: &Divider) -> Self {
        divider.divide(*self)
    }

    #[inline(always)]
    fn narrow(numbers: impl Iterator<Item = Self>, column: &mut Vec<i128>) {
        column.extend(numbers);
    }
}

impl Wide for BigInt {
    const MOST: u64 = u64::MAX;

    type Divider = (Self, Rounding);

    fn bits(&self) -> u64 {
        Self::bits(self)
    }

    fn divider(&self, rounding: Rounding) -> (Self, Rounding) {
        (self.clone(), rounding)
    }

    fn over(&self, (denominator, rounding): &(Self, Rounding)) -> Self {
        self.divide(denominator, *rounding)
    }

    fn narrow(numbers: impl Iterator<Item = Self>, column: &mut Vec<i128>) {
        column.extend(numbers.map_while(|number| number.to_i128()));
    }
}

/// How many bits a count needs.
pub(crate) fn bits_of(count: usize) -> u64 {
    u64::from(usize::BITS - count.leading_zeros())
}

/// The sizes of the credits of a run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CreditBits {
    /// Of one quota credit, over the measure's denominator.
    pub(crate) quota: u64,
    /// Of one base credit, over the base's denominator.
    pub(crate) base: u64,
    /// Of the number of lines.
    pub(crate) lines: u64,
}

/// Whether a run over credits of these sizes stays inside the integer.
pub(crate) fn fits<I: Wide>(frame: &Frame<I>, credits: CreditBits) -> bool {
    let [scale, bound, value, height] = frame.ladder.extremes(I::bits);
    let measure = credits.quota + credits.lines + scale;
    let base = if frame.same_base { measure } else { credits.base + credits.lines };
    // E is a value times a width, plus what was earned where its tier starts; a difference of two is one bit more,
    // and with tiers on each transaction alone as many of them are summed as there are lines.
    let width = measure.max(bound) + 1;
    let earned = (value + width.max(base)).max(height) + 2 + credits.lines;
    let scales = [&frame.quota_scale, &frame.base_scale, &frame.money_scale, &frame.unit_scale];
    let factor = scales.iter().map(|scale| scale.bits()).max().unwrap_or(0);
    earned.max(measure).max(base) + factor <= I::MOST
}
