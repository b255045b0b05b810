//! What a transaction comes to beside its own columns: gross profit, price less cost, times units; and one deal.

use crate::commission::document::CreditBasis;
use crate::commission::model::Plan;
use crate::number::pow10;
use crate::table::{Cells, DecimalColumn, Table};

/// What a plan that pays by profit, or by deals, reads of each transaction, in the transaction's currency. Where no
/// units are given there is one.
#[derive(Debug, Default)]
pub(crate) struct Profits {
    /// Price less cost, times units; a loss counts as 0, and so does what gives it back.
    floored: DecimalColumn,
    /// Price less cost, times units.
    pub(crate) profit: DecimalColumn,
    /// Price times units.
    pub(crate) revenue: DecimalColumn,
    /// Cost times units.
    pub(crate) cost: DecimalColumn,
    /// 1 for each transaction, and -1 for one below zero.
    deals: DecimalColumn,
    /// Rows whose profit cannot be held, in ascending order.
    pub(crate) too_large: Vec<usize>,
}

impl Profits {
    /// Of all transactions; nothing where the plan does not ask for profits.
    pub(crate) fn read(plan: &Plan, table: &Table) -> Self {
        Self { deals: deals(plan, table), ..Self::gross(plan, table) }
    }

    fn gross(plan: &Plan, table: &Table) -> Self {
        let (Some(prices), Some(costs), true) =
            (table.decimal("price"), table.decimal("cost"), plan.components.iter().any(|part| part.needs_profit()))
        else {
            return Self::default();
        };
        let (prices, costs) = (Trimmed::of(prices), Trimmed::of(costs));
        let units = table.decimal("units").map(Trimmed::of);
        let money = prices.scale.max(costs.scale);
        let scale = money + units.as_ref().map_or(0, |units| units.scale);
        let mut columns: [Vec<Option<i128>>; 4] = Default::default();
        let mut too_large = Vec::new();
        for row in 0..table.rows() {
            let of = |column: &Trimmed<'_>| column.at(row, money);
            let (Some(price), Some(cost)) = (of(&prices), of(&costs)) else {
                columns.iter_mut().for_each(|column| column.push(None));
                continue;
            };
            let units = units.as_ref().map_or(Some(Some(1)), |units| match units.at(row, units.scale) {
                Some(units) => Some(units),
                None => pow_of(units.scale).map(Some),
            });
            let found = units.flatten().and_then(|units| {
                let (price, cost) = (price?, cost?);
                let (revenue, spent) = (price.checked_mul(units)?, cost.checked_mul(units)?);
                let profit = revenue.checked_sub(spent)?;
                let floored = match revenue.signum() {
                    1 => profit.max(0),
                    -1 => profit.min(0),
                    _ => 0,
                };
                (scale <= 28).then_some([floored, profit, revenue, spent])
            });
            if found.is_none() {
                too_large.push(row);
            }
            for (column, value) in columns.iter_mut().zip(found.unwrap_or_default()) {
                column.push(Some(value));
            }
        }
        let [floored, profit, revenue, cost] =
            columns.map(|values| DecimalColumn { cells: Cells::from_options(values), scale: scale.min(28) });
        Self { floored, profit, revenue, cost, too_large, ..Self::default() }
    }

    /// The column of a basis; nothing where the transactions hold it.
    pub(crate) fn column(&self, basis: CreditBasis) -> Option<&DecimalColumn> {
        match basis {
            CreditBasis::GrossProfit => Some(&self.floored),
            CreditBasis::GrossProfitOrLoss => Some(&self.profit),
            CreditBasis::Deals => Some(&self.deals),
            CreditBasis::Amount | CreditBasis::Units => None,
        }
    }
}

/// One deal a transaction, by the sign of its amount; nothing where the plan does not count any.
fn deals(plan: &Plan, table: &Table) -> DecimalColumn {
    let counted = plan.components.iter().any(|part| part.credit == CreditBasis::Deals);
    let Some(amounts) = table.decimal("amount").filter(|_| counted) else { return DecimalColumn::default() };
    let values = amounts.cells.values.iter().map(|amount| if *amount < 0 { -1 } else { 1 }).collect();
    DecimalColumn { cells: Cells::full(values), scale: 0 }
}

/// A column without the zeros that all of its values end with.
struct Trimmed<'c> {
    column: &'c DecimalColumn,
    scale: u32,
    by: i128,
}

impl<'c> Trimmed<'c> {
    fn of(column: &'c DecimalColumn) -> Self {
        let mut zeros = column.scale;
        for value in &column.cells.values {
            while value % pow10(zeros) != 0 {
                zeros -= 1;
            }
        }
        Self { column, scale: column.scale - zeros, by: pow10(zeros) }
    }

    /// The mantissa of a row at a scale; nothing where the cell is empty, and nothing inside where it does not fit.
    fn at(&self, row: usize, scale: u32) -> Option<Option<i128>> {
        let mantissa = self.column.cells.get(row)? / self.by;
        Some(pow_of(scale - self.scale).and_then(|power| mantissa.checked_mul(power)))
    }
}

fn pow_of(places: u32) -> Option<i128> {
    (places <= 28).then(|| pow10(places))
}
