//! Forecasts from the bottom of the hierarchy to its top, and the rows in which they are shown.

use super::categories::Categories;
use super::judgement::{Judgement, Judgements};
use super::params::{Mode, Rounder};
use super::previous::Previous;
use crate::number::Exact;
use crate::problem::{Code, Problem, Problems, pointer};
use crate::reporting::Hierarchy;

/// How a forecast came to differ from its deals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Flag {
    /// Not at all.
    Calculated,
    /// Someone below is adjusted.
    Indirect,
    /// It is adjusted itself.
    Direct,
}

impl Flag {
    pub(super) const NAMES: [&'static str; 3] = ["calculated", "indirect", "direct"];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Calculated => "calculated",
            Self::Indirect => "indirect",
            Self::Direct => "direct",
        }
    }
}

/// The forecast of one person, in one category or in several together.
#[derive(Debug, Clone)]
pub(super) struct Forecast {
    pub(super) own: Exact,
    /// How many deals `own` is made of.
    pub(super) deals: usize,
    pub(super) without_any_adjustment: Exact,
    pub(super) rollup: Exact,
    pub(super) without_manager_adjustment: Exact,
    pub(super) without_owner_adjustment: Exact,
    pub(super) effective: Exact,
    pub(super) flag: Flag,
    pub(super) stale: bool,
    /// How far what the outermost stale adjustment stands on has moved; zero where none is stale,
    /// nothing where no adjustment says what it stood on.
    pub(super) base_drift: Option<Exact>,
    pub(super) steps: Vec<Step>,
}

/// An adjustment at work.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) judgement: Judgement,
    pub(super) base: Exact,
    pub(super) after: Exact,
}

impl Step {
    /// How far the base has moved since the adjustment was made, where it says what it was.
    pub(super) fn drift(&self) -> Option<Exact> {
        Some(self.base.sub(self.judgement.base_when_made.as_ref()?))
    }
}

/// What everyone's reports add up to.
#[derive(Debug, Clone)]
struct Below {
    raw: Exact,
    effective: Exact,
    adjusted: bool,
}

impl Forecast {
    /// The forecast of everyone in every category, by place and then category.
    pub(super) fn all(
        people: &Hierarchy,
        categories: &Categories,
        own: &[(Exact, usize)],
        judgements: &Judgements,
        rounder: Rounder,
    ) -> Result<Vec<Self>, Problems> {
        let width = categories.len();
        let nothing = Below { raw: Exact::ZERO, effective: Exact::ZERO, adjusted: false };
        let mut below = vec![nothing.clone(); people.len() * width];
        let mut all = Vec::with_capacity(below.len());
        // Everyone stands behind their manager, so backwards is upward.
        for cell in (0..people.len() * width).rev() {
            let (place, category) = (cell / width, cell % width);
            let (own, deals) = own.get(cell).cloned().unwrap_or((Exact::ZERO, 0));
            let reports = below.get(cell).cloned().unwrap_or_else(|| nothing.clone());
            let forecast = Self::of(rounder.round(own)?, deals, reports, judgements.of(place, category), rounder)?;
            let manager = people.manager(place).map(|manager| manager * width + category);
            if let Some(above) = manager.and_then(|manager| below.get_mut(manager)) {
                above.raw = above.raw.add(&forecast.without_any_adjustment);
                above.effective = above.effective.add(&forecast.effective);
                above.adjusted |= forecast.flag != Flag::Calculated;
            }
            all.push(forecast);
        }
        all.reverse();
        Ok(all)
    }

    fn of(own: Exact, deals: usize, below: Below, judgements: &[Judgement], rounder: Rounder) -> Result<Self, Problem> {
        let rollup = own.add(&below.effective);
        let (mut steps, mut effective) = (Vec::new(), rollup.clone());
        let (mut without_managers, mut without_owner) = (rollup.clone(), rollup.clone());
        for judgement in judgements {
            let after = rounder.round(judgement.apply(&effective))?;
            if judgement.is_owners() {
                without_managers = after.clone();
            } else {
                without_owner = rounder.round(judgement.apply(&without_owner))?;
            }
            steps.push(Step { judgement: judgement.clone(), base: effective, after: after.clone() });
            effective = after;
        }
        let drifts: Vec<Exact> = steps.iter().filter_map(Step::drift).collect();
        let stale = drifts.iter().rev().find(|drift| !drift.is_zero());
        let adjusted = if below.adjusted { Flag::Indirect } else { Flag::Calculated };
        Ok(Self {
            without_any_adjustment: own.add(&below.raw),
            own,
            deals,
            rollup,
            without_manager_adjustment: without_managers,
            without_owner_adjustment: without_owner,
            effective,
            flag: if steps.is_empty() { adjusted } else { Flag::Direct },
            stale: stale.is_some(),
            base_drift: stale.cloned().or_else(|| drifts.first().map(|_| Exact::ZERO)),
            steps,
        })
    }

    /// Several categories of one person together. Every amount is the sum of theirs.
    fn sum<'f>(forecasts: impl Iterator<Item = &'f Self> + Clone) -> Self {
        let of = |cell: fn(&Self) -> &Exact| forecasts.clone().fold(Exact::ZERO, |sum, one| sum.add(cell(one)));
        let drifts: Vec<&Exact> = forecasts.clone().filter_map(|one| one.base_drift.as_ref()).collect();
        Self {
            own: of(|one| &one.own),
            deals: forecasts.clone().map(|one| one.deals).sum(),
            without_any_adjustment: of(|one| &one.without_any_adjustment),
            rollup: of(|one| &one.rollup),
            without_manager_adjustment: of(|one| &one.without_manager_adjustment),
            without_owner_adjustment: of(|one| &one.without_owner_adjustment),
            effective: of(|one| &one.effective),
            flag: forecasts.clone().map(|one| one.flag).max().unwrap_or(Flag::Calculated),
            stale: forecasts.clone().any(|one| one.stale),
            base_drift: (!drifts.is_empty()).then(|| drifts.into_iter().fold(Exact::ZERO, |sum, drift| sum.add(drift))),
            steps: Vec::new(),
        }
    }
}

/// A row of the `nodes` table.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) place: usize,
    pub(super) category: String,
    pub(super) mode: Mode,
    pub(super) forecast: Forecast,
    pub(super) previous: Option<Exact>,
}

/// Everyone's forecasts, and the rows that show them.
#[derive(Debug)]
pub(super) struct Nodes {
    /// By place and category.
    pub(super) singles: Vec<Forecast>,
    /// By place, in the order of [`Categories::cumulative`].
    pub(super) sums: Vec<Forecast>,
    /// The ids of the categories, and those of the sums with their first and last positions.
    pub(super) categories: Vec<String>,
    pub(super) cumulative: Vec<(String, std::ops::Range<usize>)>,
    pub(super) targets: Vec<Option<Exact>>,
    pub(super) rows: Vec<Row>,
}

impl Nodes {
    pub(super) fn new(
        categories: &Categories,
        people: &Hierarchy,
        singles: Vec<Forecast>,
        targets: Vec<Option<Exact>>,
        mode: Option<Mode>,
        shows: &[bool],
    ) -> Self {
        let width = categories.len();
        let cumulative = categories.cumulative();
        let ids: Vec<String> = categories.ids().into_iter().map(str::to_owned).collect();
        let (mut sums, mut rows) = (Vec::with_capacity(people.len() * cumulative.len()), Vec::new());
        for place in 0..people.len() {
            let own = singles.get(place * width..(place + 1) * width).unwrap_or_default();
            let shown = own.iter().zip(&ids).zip(shows).filter(|(_, shown)| **shown && mode != Some(Mode::Cumulative));
            rows.extend(shown.map(|((forecast, id), _)| Row {
                place,
                category: id.clone(),
                mode: Mode::Single,
                forecast: forecast.clone(),
                previous: None,
            }));
            for (id, range) in &cumulative {
                let forecast = Forecast::sum(own.get(range.clone()).unwrap_or_default().iter());
                if mode != Some(Mode::Single) && shows.get(range.start) == Some(&true) {
                    rows.push(Row {
                        place,
                        category: id.clone(),
                        mode: Mode::Cumulative,
                        forecast: forecast.clone(),
                        previous: None,
                    });
                }
                sums.push(forecast);
            }
        }
        Self { singles, sums, categories: ids, cumulative, targets, rows }
    }

    /// The target of a person.
    pub(super) fn target(&self, place: usize) -> Option<&Exact> {
        self.targets.get(place)?.as_ref()
    }

    /// Sets beside every row what an earlier roll-up forecast; the rows of it that were found.
    pub(super) fn compare(&mut self, people: &Hierarchy, previous: &Previous<'_>) -> std::collections::BTreeSet<usize> {
        let mut matched = std::collections::BTreeSet::new();
        for row in &mut self.rows {
            if let Some((source, effective)) = previous.of(people.id(row.place), &row.category, row.mode) {
                matched.insert(source);
                row.previous = Some(effective);
            }
        }
        matched
    }

    /// Warns of every sum that is below the one of a more certain category, which it holds besides. The
    /// sum of what is open does not hold what is closed, so it is not compared.
    pub(super) fn breaks(&self, people: &Hierarchy, categories: &Categories) -> Vec<Problem> {
        let mut warnings = Vec::new();
        let width = self.cumulative.len();
        let closed = categories.len();
        for (place, sums) in self.sums.chunks(width.max(1)).enumerate() {
            let pairs = sums.iter().zip(&self.cumulative).zip(sums.iter().zip(&self.cumulative).skip(1));
            for ((more, (certain, _)), (less, (id, range))) in pairs {
                if range.end == closed && less.effective < more.effective {
                    let node = people.id(place);
                    let message = format!(
                        "the forecast of `{node}` is {} for `{id}` and {} for `{certain}`, which it holds",
                        less.effective, more.effective
                    );
                    let at = pointer::table("nodes", Some("effective"));
                    warnings.push(
                        Problem::new(Code::ForecastNotMonotone, at, message)
                            .with("node_id", node)
                            .with("category", id.as_str())
                            .with("more_certain", certain.as_str()),
                    );
                }
            }
        }
        warnings
    }
}
