//! A forecast model in words.

use super::model::{ForecastModel, FxMode};
use crate::pipeline::Category;

impl ForecastModel {
    /// The model in words, a line for every part; those of a pipeline are indented below it.
    #[must_use]
    pub fn describe(&self) -> Vec<String> {
        let mut lines = vec![
            format!("forecast model `{}` in {}, dates in {}", self.id, self.currency, self.zone),
            match self.fx {
                None => "other currencies are not converted".to_owned(),
                Some(FxMode::Plan) => "other currencies at the plan rates of the period's first day".to_owned(),
                Some(FxMode::Dated) => {
                    "other currencies at spot rates: of the close date if closed, of as_of if open".to_owned()
                }
                Some(FxMode::Constant(day)) => format!("other currencies at the spot rates of {day}"),
            },
            format!("a deal's own probability is {}", self.override_policy.as_str()),
        ];
        for named in &self.categories.counted {
            let means = if named.id == named.means.as_str() {
                String::new()
            } else {
                format!(", which is {}", named.means.as_str())
            };
            let won = if named.means == Category::Closed { ": won deals" } else { "" };
            lines.push(format!("category {} (`{}`){means}{won}", named.name, named.id));
        }
        for pipeline in &self.pipelines {
            lines.extend(
                pipeline.describe().into_iter().enumerate().map(|(position, line)| {
                    if position == 0 { format!("pipeline {line}") } else { format!("  {line}") }
                }),
            );
        }
        lines
    }
}
