//! The table of credits: who is credited with what.

use super::splits::Role;
use crate::commission::document::CreditBasis;
use crate::commission::workings::Workings;
use crate::number::{Exact, Rounding, pow10};
use crate::table::{Cells, Column, DecimalColumn, Table, TextColumn};

/// A credit that the table lists.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listed {
    /// Its number.
    pub(crate) credit: u32,
    /// The number of the exchange rate that it is shown at.
    pub(crate) rate: u32,
}

impl Workings {
    /// The credits that any component counts, in the order of their transactions. Components may date a
    /// credit differently; it is shown at the rate of the first that counts it.
    pub(crate) fn listed(&self) -> &[Listed] {
        self.listed.get_or_init(|| {
            let mut rates: Vec<Option<u32>> = vec![None; self.credits.len()];
            for (_, order) in self.orders.iter().rev() {
                for &credit in &order.credits {
                    if let Some(rate) = rates.get_mut(credit as usize) {
                        *rate = Some(order.rate(self.credits.row(credit as usize)));
                    }
                }
            }
            let numbered = (0_u32..).zip(rates);
            numbered.filter_map(|(credit, rate)| Some(Listed { credit, rate: rate? })).collect()
        })
    }

    /// The credits inside the window, in the order of their transactions.
    pub(crate) fn credit_table(&self) -> Table {
        let credits = self.listed();
        let amounts = self.transactions.table().decimal("amount");
        let plain = self.credits.share.is_empty() && self.orders.iter().all(|(_, order)| order.rates.is_empty());
        let scale = amounts.map_or(0, |column| column.scale);
        let (mut quota, mut commission) = (Vec::with_capacity(credits.len()), Vec::with_capacity(credits.len()));
        for &Listed { credit, rate } in credits {
            let row = self.refunds.value_row(self.credits.row(credit as usize));
            if plain {
                let mantissa = amounts.and_then(|column| column.cells.get(row)).unwrap_or(0);
                let shown = Rounding::HalfEven.divide(
                    mantissa * pow10(self.credit_places.saturating_sub(scale)),
                    pow10(scale.saturating_sub(self.credit_places)),
                );
                quota.push(shown);
                commission.push(shown);
            } else {
                let basis = CreditBasis::Amount;
                let (by_quota, by_base) = self.factors(self.credits.share(credit as usize), rate, basis, basis);
                let amount = amounts.and_then(|column| column.exact(row)).unwrap_or_else(|| Exact::from(0));
                let shown = |factor: &Exact| {
                    amount.mul(factor).round_to_units(self.credit_places, Rounding::HalfEven).unwrap_or(0)
                };
                quota.push(shown(&by_quota));
                // Nothing is paid on what is taken off.
                let lowers = row != self.credits.row(credit as usize);
                commission.push(if lowers { 0 } else { shown(&by_base) });
            }
        }
        let numbers = || credits.iter().map(|listed| listed.credit as usize);
        let rows: Vec<u32> =
            numbers().map(|credit| self.credits.row.get(credit).copied().unwrap_or(u32::MAX)).collect();
        let payees = numbers().map(|credit| self.credits.payee(credit)).collect();
        let roles = numbers().map(|credit| self.credits.role(credit) as u32).collect();
        let decimals =
            |values| Column::Decimal(DecimalColumn { cells: Cells::full(values), scale: self.credit_places });
        let ids = self.transactions.table().text("transaction_id").map(|ids| ids.take(&rows)).unwrap_or_default();
        Table::new([
            ("transaction_id", Column::Text(ids)),
            ("payee_id", Column::Text(TextColumn::coded(payees, self.roster.payees.words().to_vec()))),
            ("role", Column::Text(TextColumn::coded(roles, Role::WORDS.map(str::to_owned).to_vec()))),
            ("quota_credit", decimals(quota)),
            ("commission_credit", decimals(commission)),
            ("currency", Column::Text(TextColumn::constant(self.plan.currency.code(), rows.len()))),
        ])
        .unwrap_or_default()
    }
}
