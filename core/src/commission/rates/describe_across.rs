//! The columns of a rate table in words.

use super::across::{Across, Along, Bands, By, Dimension};
use super::describe_table::range_words;
use crate::commission::document::{Below, Otherwise};
use crate::commission::model::Plan;

impl Along {
    pub(crate) fn words_of(self, plan: &Plan) -> String {
        let other = |other: usize| plan.components.get(other);
        match self {
            Self::Amount => "a transaction amount".to_owned(),
            Self::Units => "transaction units".to_owned(),
            Self::Margin => "a transaction margin".to_owned(),
            Self::Markup => "a transaction markup".to_owned(),
            Self::Measure(at) => format!("a measure `{}`", other(at).map_or("", |other| other.measure_id.as_str())),
            Self::AttainmentOf(at) => format!("an attainment of `{}`", other(at).map_or("", |other| other.id.as_str())),
        }
    }

    fn key(self, plan: &Plan) -> String {
        let other = |other: usize| plan.components.get(other);
        match self {
            Self::Amount => "transaction_amount".to_owned(),
            Self::Units => "transaction_units".to_owned(),
            Self::Margin => "transaction_margin".to_owned(),
            Self::Markup => "transaction_markup".to_owned(),
            Self::Measure(at) => other(at).map_or_else(String::new, |other| other.measure_id.clone()),
            Self::AttainmentOf(at) => format!("attainment of {}", other(at).map_or("", |other| other.id.as_str())),
        }
    }
}

impl Bands {
    fn words(&self, along: Along, place: usize) -> String {
        let bound = |place: usize| self.starts.get(place).map(|start| along.words(start));
        range_words(self.boundary, &bound(place).unwrap_or_default(), bound(place + 1).as_deref())
    }
}

impl Dimension {
    /// The name of what was looked up, in a trace.
    pub(crate) fn key(&self, plan: &Plan) -> String {
        match &self.by {
            By::Index(along, _) => along.key(plan),
            By::Column(values) => values.column.clone(),
        }
    }

    /// The value that a place is for.
    pub(crate) fn name(&self, place: Option<usize>) -> Option<&str> {
        match &self.by {
            By::Index(..) => None,
            By::Column(values) => values.names.get(place?).map(String::as_str),
        }
    }

    pub(crate) fn words(&self, plan: &Plan, place: usize) -> String {
        match &self.by {
            By::Index(along, bands) => format!("{} {}", along.words_of(plan), bands.words(*along, place)),
            By::Column(values) => {
                format!("`{}` `{}`", values.column, values.names.get(place).map_or("", String::as_str))
            }
        }
    }

    /// What holds where none of its places does.
    fn otherwise(&self, plan: &Plan) -> String {
        match &self.by {
            By::Index(along, bands) => {
                let first = bands.starts.first().map_or_else(String::new, |start| along.words(start));
                let holds = match bands.below {
                    Below::FirstTier => "its first column holds",
                    Below::Zero => "nothing is paid",
                    Below::Error => "the calculation stops",
                };
                format!("    below {} of {first}, {holds}", along.words_of(plan))
            }
            By::Column(values) => {
                let holds = match values.otherwise {
                    Otherwise::Error => "is refused",
                    Otherwise::Zero => "pays nothing",
                };
                format!("    a transaction whose `{}` is none of these {holds}", values.column)
            }
        }
    }
}

impl Across {
    /// What a column is for.
    pub(crate) fn words(&self, plan: &Plan, column: usize) -> String {
        let places = self.places_of(column);
        let words = self.dimensions.iter().zip(places).map(|(dimension, place)| dimension.words(plan, place));
        words.collect::<Vec<_>>().join(" and ")
    }

    /// What holds beside the columns, dimension by dimension.
    pub(crate) fn describe(&self, plan: &Plan) -> Vec<String> {
        let mut lines = Vec::new();
        for dimension in &self.dimensions {
            lines.push(dimension.otherwise(plan));
            if let Some(along) = dimension.along().filter(|along| !along.is_own()) {
                let what = along.words_of(plan);
                lines.push(format!("    all credit so far is paid in the column that {what} has reached"));
            }
        }
        lines
    }
}
