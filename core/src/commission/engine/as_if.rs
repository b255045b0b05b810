//! Deals that are made up for a question and looked up as if they were another deal, or a part of one.

use crate::number::Exact;
use crate::table::{DecimalColumn, RatioColumn, Table};

/// Columns that only made-up deals have: the price and cost whose margin they have, and how large the deal is that they
/// are a part of, in the plan's currency and in units.
pub(crate) const PRICE: &str = "~price";
pub(crate) const COST: &str = "~cost";
pub(crate) const AMOUNT: &str = "~amount";
pub(crate) const UNITS: &str = "~units";

/// Those of a call's transactions; nothing where no deal is made up.
pub(super) struct AsIf<'t> {
    price: Option<&'t DecimalColumn>,
    cost: Option<&'t DecimalColumn>,
    amount: Option<&'t RatioColumn>,
    units: Option<&'t RatioColumn>,
}

impl<'t> AsIf<'t> {
    pub(super) fn of(table: &'t Table) -> Self {
        Self {
            price: table.decimal(PRICE),
            cost: table.decimal(COST),
            amount: table.ratio(AMOUNT),
            units: table.ratio(UNITS),
        }
    }

    /// The price and cost of a row, where they are another deal's.
    pub(super) fn prices(&self, row: usize) -> Option<(Exact, Exact)> {
        Some((self.price?.exact(row)?, self.cost?.exact(row)?))
    }

    /// The amount of the deal that a row is a part of.
    pub(super) fn amount(&self, row: usize) -> Option<Exact> {
        self.amount?.exact(row)
    }

    /// The units of the deal that a row is a part of.
    pub(super) fn units(&self, row: usize) -> Option<Exact> {
        self.units?.exact(row)
    }
}
