//! Weights blended from metrics: each metric's shares among siblings, by how much the metric counts.

use std::collections::BTreeMap;

use super::params::{BlendPart, ZeroWeights};
use super::siblings::{Child, Siblings};
use crate::number::Exact;
use crate::problem::{Code, Problem, Report, pointer};
use crate::table::Records;

/// The values of the metrics that are asked for.
#[derive(Debug, Default)]
pub(super) struct Metrics<'m> {
    asked: &'m [BlendPart],
    values: BTreeMap<(&'m str, &'m str), Exact>,
}

impl<'m> Metrics<'m> {
    /// Reads the metrics; of two values of one node and metric the later row holds.
    pub(super) fn read(blend: Option<&'m [BlendPart]>, metrics: Option<&'m Records>, report: &mut Report) -> Self {
        let asked = blend.unwrap_or_default();
        for (position, part) in asked.iter().enumerate().filter(|(_, part)| part.weight.exact().is_negative()) {
            let at = format!("/params/blend/{position}/weight");
            report.push(Problem::new(Code::QuotaNegativeWeight, at, format!("the weight {} is negative", part.weight)));
        }
        if blend.is_some() && asked.iter().all(|part| part.weight.exact().is_zero()) {
            report.push(Problem::new(Code::QuotaZeroWeights, "/params/blend", "no metric has a weight above zero"));
        }
        let mut values = BTreeMap::new();
        let Some(records) = metrics else { return Self { asked, values } };
        let text = |column: &str, row: usize| records.table().text(column)?.get(row);
        for row in (0..records.rows()).filter(|&row| records.is_good(row)) {
            let value = records.table().ratio("value").and_then(|values| values.exact(row));
            let (Some(node), Some(metric), Some(value)) = (text("node_id", row), text("metric_id", row), value) else {
                continue;
            };
            if value.is_negative() {
                let at = pointer::cell("metrics", row, "value");
                report.push(Problem::new(Code::QuotaNegativeWeight, at, format!("the value {value} is negative")));
            }
            values.insert((node, metric), value);
        }
        Self { asked, values }
    }

    /// What a node has of every metric, in the order of the blend.
    pub(super) fn of(&self, node: &str) -> Vec<Option<Exact>> {
        self.asked.iter().map(|part| self.values.get(&(node, part.metric_id.as_str())).cloned()).collect()
    }
}

impl Siblings<'_> {
    /// The blended weights of siblings: together they are 1.
    pub(super) fn blended(&self, blend: &[BlendPart], free: &[&Child]) -> Result<Vec<Exact>, Vec<Problem>> {
        let counted = blend.iter().fold(Exact::ZERO, |sum, part| sum.add(part.weight.exact()));
        let mut weights = vec![Exact::ZERO; free.len()];
        let mut problems = Vec::new();
        for (position, part) in blend.iter().enumerate() {
            let mut values = Vec::with_capacity(free.len());
            for child in free {
                match child.metrics.get(position).cloned().flatten() {
                    Some(value) if part.inverse => match Exact::ONE.checked_div(&value) {
                        Ok(reciprocal) => values.push(reciprocal),
                        Err(_) => problems.push(self.metric(Code::QuotaInverseOfZero, part, child, "is zero")),
                    },
                    Some(value) => values.push(value),
                    None => problems.push(self.metric(Code::QuotaMetricMissing, part, child, "is missing")),
                }
            }
            let mut sum = values.iter().fold(Exact::ZERO, |sum, value| sum.add(value));
            if sum.is_zero() && problems.is_empty() {
                if self.rules.zero_weights != ZeroWeights::Equal {
                    let message = format!("all {} siblings have nothing of `{}`", free.len(), part.metric_id);
                    return Err(vec![self.zero_weights(free, message)]);
                }
                values = vec![Exact::ONE; free.len()];
                sum = values.iter().fold(Exact::ZERO, |sum, value| sum.add(value));
            }
            let counts = part.weight.exact().checked_div(&counted).unwrap_or(Exact::ZERO);
            for (weight, value) in weights.iter_mut().zip(&values) {
                let share = value.checked_div(&sum).unwrap_or(Exact::ZERO);
                *weight = weight.add(&share.mul(&counts));
            }
        }
        if problems.is_empty() { Ok(weights) } else { Err(problems) }
    }

    fn metric(&self, code: Code, part: &BlendPart, child: &Child, what: &str) -> Problem {
        let message = format!("the metric `{}` of the node {what}", part.metric_id);
        Problem::new(code, pointer::record(self.table, child.row), message)
            .with("metric_id", part.metric_id.as_str())
            .with("parent_id", self.parent)
    }
}
