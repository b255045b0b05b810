//! The forecast categories of a model.

use std::collections::BTreeMap;

use super::document::CategoryDocument;
use crate::pipeline::Category;
use crate::problem::{Code, Problem, Report};

/// The categories of a model, from least to most certain, and the name of what is left out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Categories {
    /// What deals count as; the last one is that of won deals.
    pub(super) counted: Vec<Named>,
    omitted: String,
}

/// A category under the model's own name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) means: Category,
}

/// What a category's id turned out to be.
pub(super) enum Found {
    Counted(usize),
    Omitted,
}

impl Categories {
    /// Checks the categories of a document; the six usual ones, if it has none. Nothing comes back where
    /// a word is not understood, so that its consequences are not told as well.
    pub(super) fn check(documents: Option<&[CategoryDocument]>, report: &mut Report) -> Option<Self> {
        let Some(documents) = documents else { return Some(Self::usual()) };
        let mut sound = true;
        let mut refuse = |problem: Problem| {
            sound = false;
            report.push(problem);
        };
        let mut found: BTreeMap<Category, (usize, Named)> = BTreeMap::new();
        let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
        for (position, document) in documents.iter().enumerate() {
            let at = |key: &str, position: usize| format!("/categories/{position}/{key}");
            let first = *ids.entry(document.id.as_str()).or_insert(position);
            if first != position {
                let message = format!("two categories have the id `{}`", document.id);
                let problem = Problem::new(Code::ForecastDuplicateCategory, at("id", position), message);
                refuse(problem.related(at("id", first)));
                continue;
            }
            let (key, word) = document.means.as_ref().map_or(("id", &document.id), |means| ("means", means));
            let Some(means) = Category::parse(word) else {
                let message = format!("`{word}` is not a forecast category");
                let problem = Problem::new(Code::ForecastUnknownCategory, at(key, position), message);
                refuse(problem.with("known", Category::NAMES.to_vec()));
                continue;
            };
            if let Some((first, other)) = found.get(&means) {
                let message = format!("`{}` and `{}` both are {}", other.id, document.id, means.as_str());
                let problem = Problem::new(Code::ForecastDuplicateCategory, at(key, position), message);
                refuse(problem.related(at("id", *first)));
                continue;
            }
            let name = document.name.clone().unwrap_or_else(|| document.id.clone());
            found.insert(means, (position, Named { id: document.id.clone(), name, means }));
        }
        if !sound {
            return None;
        }
        if !found.contains_key(&Category::Closed) {
            let message = "no category is closed, as won deals are";
            report.push(Problem::new(Code::ForecastCategoryMissing, "/categories", message).with("category", "closed"));
        }
        let omitted = found.remove(&Category::Omitted);
        Some(Self {
            counted: found.into_values().map(|(_, named)| named).collect(),
            omitted: omitted.map_or_else(|| Category::Omitted.as_str().to_owned(), |(_, named)| named.id),
        })
    }

    fn usual() -> Self {
        let named = |means: Category| Named { id: means.as_str().to_owned(), name: means.as_str().to_owned(), means };
        let counted = Category::ALL.into_iter().filter(|means| *means != Category::Omitted).map(named).collect();
        Self { counted, omitted: Category::Omitted.as_str().to_owned() }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.counted.len()
    }

    /// The position of what a category of a pipeline is here.
    pub(super) fn of(&self, means: Category) -> Option<usize> {
        self.counted.iter().position(|named| named.means == means)
    }

    /// The position of the category of won deals: the last, since none is more certain.
    pub(super) fn closed(&self) -> usize {
        self.len().saturating_sub(1)
    }

    /// The category of this id.
    pub(super) fn find(&self, id: &str) -> Option<Found> {
        if id == self.omitted {
            return Some(Found::Omitted);
        }
        self.counted.iter().position(|named| named.id == id).map(Found::Counted)
    }

    /// The ids of those that count.
    pub(super) fn ids(&self) -> Vec<&str> {
        self.counted.iter().map(|named| named.id.as_str()).collect()
    }

    /// What a category adds up to when everything more certain is counted with it: its id and the
    /// first and last positions. The least certain sum is of all that is open, without what is closed.
    pub(super) fn cumulative(&self) -> Vec<(String, std::ops::Range<usize>)> {
        let closed = self.closed();
        let middle = |(position, named): (usize, &Named)| {
            let counts = named.means > Category::Pipeline && named.means < Category::Closed;
            counts.then(|| (named.id.clone(), position..closed + 1))
        };
        let mut sums = vec![("closed_only".to_owned(), closed..closed + 1)];
        sums.extend(self.counted.iter().enumerate().rev().filter_map(middle));
        if closed > 0 {
            sums.push(("open_pipeline".to_owned(), 0..closed));
        }
        sums
    }
}
