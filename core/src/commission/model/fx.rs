//! The check of how amounts in other currencies become the plan's.
#![deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::as_conversions)]

use super::check::Check;
use crate::commission::document::{FxDate, FxDocument, FxKind};
use crate::number::Currency;
use crate::problem::{Code, Problem};
use crate::time::PeriodUnit;

/// Which exchange rates a plan uses.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Fx {
    pub(crate) date: FxDate,
    pub(crate) kind: FxKind,
    pub(crate) period: Option<PeriodUnit>,
    pub(crate) inverse: bool,
    pub(crate) cross: Option<Currency>,
}

impl Fx {
    /// The rates in words.
    pub(crate) fn describe(self) -> Vec<String> {
        let unit = match self.period {
            Some(PeriodUnit::Quarter) => "quarter",
            Some(PeriodUnit::Half) => "half-year",
            Some(PeriodUnit::Year) => "year",
            Some(PeriodUnit::Month) | None => "month",
        };
        let date = match self.date {
            FxDate::Measure => "measure date".to_owned(),
            FxDate::Booking => "booking date".to_owned(),
            FxDate::Invoice => "invoice date".to_owned(),
            FxDate::Payment => "payment date".to_owned(),
            FxDate::PlanFixed => "first day of the plan".to_owned(),
            FxDate::PeriodEnd | FxDate::PeriodAverage => format!("last day of the {unit}"),
        };
        let mut lines =
            vec![format!("other currencies are converted at the {} rate of the {date}", self.kind.as_str())];
        if self.inverse {
            lines.push("  a rate the other way round will do".to_owned());
        }
        if let Some(cross) = self.cross {
            lines.push(format!("  two rates through {} will do", cross.code()));
        }
        lines
    }
}

impl Check {
    pub(super) fn fx(&mut self, document: FxDocument, currency: Currency) -> Fx {
        let averaged = document.date == FxDate::PeriodAverage;
        let by_period = averaged || document.date == FxDate::PeriodEnd;
        let cross = document.allow.cross.filter(|cross| *cross == currency);
        let unused = [
            (
                "kind",
                averaged && document.kind.is_some_and(|kind| kind != FxKind::Average),
                "a period's average is a rate of kind `average`",
            ),
            ("period", !by_period && document.period.is_some(), "the rate is not picked by a period"),
            ("allow/cross", cross.is_some(), "a rate into the plan's own currency needs nothing in between"),
        ];
        for (key, _, message) in unused.into_iter().filter(|(_, found, _)| *found) {
            self.report.push(Problem::new(Code::CommissionFxMismatch, format!("/fx/{key}"), message));
        }
        let usual = if averaged { FxKind::Average } else { FxKind::Spot };
        Fx {
            date: document.date,
            kind: document.kind.unwrap_or(usual),
            period: by_period.then(|| document.period.unwrap_or(PeriodUnit::Month)),
            inverse: document.allow.inverse,
            cross: document.allow.cross,
        }
    }
}
