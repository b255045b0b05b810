//! How lines leave a run: their figures, and the number and rate of the tier they reached.

use super::proof::Wide;
use super::scale::Scale;
use crate::commission::rates::ladder::Ladder;
use crate::commission::workings::MOST_PLACES;
use crate::number::Rounding;

/// A figure of a line, which is a decimal column of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    QuotaCredit,
    CommissionCredit,
    MeasureBefore,
    MeasureAfter,
    AtRate,
    TrueUp,
    /// In minor units.
    Amount,
}

impl Figure {
    /// All of them, in order.
    pub(crate) const ALL: [Self; Self::COUNT] = [
        Self::QuotaCredit,
        Self::CommissionCredit,
        Self::MeasureBefore,
        Self::MeasureAfter,
        Self::AtRate,
        Self::TrueUp,
        Self::Amount,
    ];

    /// How many there are.
    pub(crate) const COUNT: usize = Self::Amount as usize + 1;
}

/// A tier as lines show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reached {
    pub(crate) number: Option<i64>,
    /// The number of the column that its rate stands in, where there are several.
    pub(crate) column: Option<i64>,
    /// A mantissa of 12 places.
    pub(crate) rate: Option<i128>,
}

impl Reached {
    /// Of a line that no tier says anything of.
    pub(crate) const NOTHING: Self = Self { number: None, column: None, rate: None };
}

/// Where the lines of a run go, column by column.
pub(crate) trait Sink {
    /// Takes a figure of the next lines, the amount last. Those that bring no commission credits have their quota credits
    /// there.
    fn figures(&mut self, figure: Figure, mantissas: impl Iterator<Item = i128>);

    /// Takes the tier that so many of the next lines reached.
    fn reached(&mut self, lines: usize, tier: Reached);
}

/// A line by itself. Amounts are mantissas: of the credit columns' scale, the money columns' scale, and
/// the minor unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its place among the lines of the measure period, from 0.
    pub(crate) position: usize,
    pub(crate) quota_credit: i128,
    pub(crate) commission_credit: i128,
    pub(crate) measure_before: i128,
    pub(crate) measure_after: i128,
    pub(crate) reached: Reached,
    pub(crate) at_rate: i128,
    pub(crate) true_up: i128,
    pub(crate) amount: i128,
}

impl Line {
    /// Hands the line over.
    pub(crate) fn write(&self, sink: &mut impl Sink) {
        for (figure, mantissa) in [
            (Figure::QuotaCredit, self.quota_credit),
            (Figure::CommissionCredit, self.commission_credit),
            (Figure::MeasureBefore, self.measure_before),
            (Figure::MeasureAfter, self.measure_after),
            (Figure::AtRate, self.at_rate),
            (Figure::TrueUp, self.true_up),
            (Figure::Amount, self.amount),
        ] {
            sink.figures(figure, std::iter::once(mantissa));
        }
        sink.reached(1, self.reached);
    }
}

/// The rates of a ladder's tiers, worked out when a tier is first met in a row.
pub(crate) struct Rates<'l, I: Wide> {
    ladder: &'l Ladder<I>,
    scale: Option<Scale<I>>,
    last: Option<(Option<usize>, Reached)>,
}

impl<'l, I: Wide> Rates<'l, I> {
    pub(crate) fn new(ladder: &'l Ladder<I>) -> Self {
        let rated = ladder.shape().has_rate();
        let scale = rated.then(|| Scale::new(ladder.value_denominator(), MOST_PLACES, Rounding::HalfEven));
        Self { ladder, scale, last: None }
    }

    /// The tier as lines show it.
    pub(crate) fn at(&mut self, tier: Option<usize>) -> Reached {
        if let Some((last, reached)) = self.last
            && last == tier
        {
            return reached;
        }
        let rate = self.scale.as_ref().and_then(|scale| scale.mantissa(&self.ladder.value(tier)).to_i128());
        let reached = Reached { number: self.ladder.number(tier), column: None, rate };
        self.last = Some((tier, reached));
        reached
    }
}
