//! Targets of people, beside which their forecasts are shown.

use super::fate::Fate;
use super::model::ForecastModel;
use super::params::Asked;
use crate::number::Exact;
use crate::problem::Code;
use crate::reporting::Hierarchy;
use crate::table::{BadRecord, BadRecords, Records};

/// The sum of everyone's targets that lie in the period, by place.
pub(super) fn read(
    model: &ForecastModel,
    asked: &Asked,
    people: &Hierarchy,
    targets: &Records,
    bad: &mut BadRecords,
) -> (Vec<Option<Exact>>, Vec<Fate>) {
    let mut sums: Vec<Option<Exact>> = vec![None; people.len()];
    let mut spans: Vec<Vec<(i32, i32)>> = vec![Vec::new(); people.len()];
    let table = targets.table();
    let text = |column: &str, row: usize| table.text(column).and_then(|cells| cells.get(row)).unwrap_or_default();
    let date = |column: &str, row: usize| table.date(column).and_then(|cells| cells.get(row)).unwrap_or_default();
    let (start, end) = (asked.period.from().days(), asked.period.to().days());
    let mut judge = |row: usize| {
        if !targets.is_good(row) {
            return Fate::SetAside;
        }
        let (id, from, to) = (text("node_id", row), date("from", row), date("to", row));
        let mut refuse = |column: &str, code: Code, message: String| {
            let (record_id, column) = (Some(id.to_owned()), column.to_owned());
            bad.push(BadRecord { table: "targets", row, record_id, column, code, value: String::new(), message });
            Fate::SetAside
        };
        if to <= from {
            return refuse("to", Code::TimeEmptyPeriod, "the target ends where it starts, or before".to_owned());
        }
        if to <= start || end <= from {
            return Fate::OutsidePeriod;
        }
        let Some(place) = people.find(id) else { return Fate::NodeNotInHierarchy };
        if from < start || end < to {
            let message = format!("the target lies partly in {}", asked.period);
            return refuse("from", Code::ForecastTargetPartlyInPeriod, message);
        }
        let currency = text("currency", row);
        if !currency.is_empty() && currency != model.currency.code() {
            let message = format!("the target is in {currency}, the model in {}", model.currency);
            return refuse("currency", Code::NumberCurrencyMismatch, message);
        }
        let known = spans.get(place).is_some_and(|known| known.iter().any(|span| from < span.1 && span.0 < to));
        if known {
            return refuse("from", Code::ForecastTargetOverlap, format!("two targets of `{id}` overlap"));
        }
        let amount = table.decimal("amount").and_then(|column| column.exact(row)).unwrap_or(Exact::ZERO);
        if let (Some(sum), Some(known)) = (sums.get_mut(place), spans.get_mut(place)) {
            *sum = Some(sum.as_ref().map_or_else(|| amount.clone(), |sum| sum.add(&amount)));
            known.push((from, to));
        }
        Fate::Used
    };
    let fates = (0..targets.rows()).map(&mut judge).collect();
    (sums, fates)
}
