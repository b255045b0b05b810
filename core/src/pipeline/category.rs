//! Forecast categories.

/// What a deal counts as in a forecast, from least to most certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Left out of every forecast.
    Omitted,
    /// In the pipeline.
    Pipeline,
    /// If all goes well.
    BestCase,
    /// What is expected.
    MostLikely,
    /// Promised.
    Commit,
    /// Won.
    Closed,
}

impl Category {
    /// All of them, in order.
    pub const ALL: [Self; 6] =
        [Self::Omitted, Self::Pipeline, Self::BestCase, Self::MostLikely, Self::Commit, Self::Closed];

    /// Their wire names, in order.
    pub const NAMES: [&'static str; 6] = ["omitted", "pipeline", "best_case", "most_likely", "commit", "closed"];

    /// The category of this wire name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.as_str() == text)
    }

    /// Its wire name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Omitted => "omitted",
            Self::Pipeline => "pipeline",
            Self::BestCase => "best_case",
            Self::MostLikely => "most_likely",
            Self::Commit => "commit",
            Self::Closed => "closed",
        }
    }
}
