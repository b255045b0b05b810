//! People in the order of their tree.

use crate::problem::{Code, Problem, Problems, Report, pointer};
use crate::sorted;
use crate::table::intern::Interner;

/// The people of a day, each behind their manager and before everyone below them. People with the
/// same manager stand in the byte order of their ids, so the order of the rows cannot matter.
#[derive(Debug, Default)]
pub struct Hierarchy {
    /// Everyone whom a row names, whenever it holds.
    people: Interner,
    /// The place of a person in the tree, by the number of the id; none for those who are not there.
    places: Vec<Option<usize>>,
    /// The number of each place's id.
    numbers: Vec<u32>,
    managers: Vec<Option<usize>>,
    levels: Vec<usize>,
    /// The first place behind everyone below a person.
    ends: Vec<usize>,
    /// Which rows hold on the day.
    effective: Vec<bool>,
}

/// Someone who still needs a place: the number of the id, the manager's place and the level.
type Waiting = (u32, Option<usize>, usize);

/// A row that holds on the day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) row: usize,
    pub(super) person: u32,
    pub(super) manager: Option<u32>,
}

impl Hierarchy {
    /// Builds the tree of lines with at most one manager a person.
    ///
    /// # Errors
    /// `reporting.cycle`, once for every cycle.
    pub(super) fn build(people: Interner, lines: &[Line], effective: Vec<bool>) -> Result<Self, Problems> {
        let mut above: Vec<Option<u32>> = vec![None; people.len()];
        let mut rows: Vec<usize> = vec![usize::MAX; people.len()];
        let mut there = vec![false; people.len()];
        let mut below: Vec<Vec<u32>> = vec![Vec::new(); people.len()];
        for line in lines {
            for person in std::iter::once(line.person).chain(line.manager) {
                set(&mut there, person, true);
            }
            set(&mut rows, line.person, line.row);
            set(&mut above, line.person, line.manager);
            if let Some(below) = line.manager.and_then(|manager| below.get_mut(manager as usize)) {
                below.push(line.person);
            }
        }
        let mut hierarchy = Self {
            places: vec![None; people.len()],
            people,
            numbers: Vec::new(),
            managers: Vec::new(),
            levels: Vec::new(),
            ends: Vec::new(),
            effective,
        };
        let is_there = |person: &u32| there.get(*person as usize) == Some(&true);
        let is_top = |person: &u32| get(&above, *person).flatten().is_none();
        let everyone = 0..u32::try_from(there.len()).unwrap_or(u32::MAX);
        let tops = everyone.clone().filter(|person| is_there(person) && is_top(person)).collect();
        hierarchy.place(tops, &mut below);
        // Whoever hangs below no top is in a cycle or below one.
        let lost = everyone.filter(|person| is_there(person) && get(&hierarchy.places, *person).flatten().is_none());
        hierarchy.refuse_cycles(lost.collect(), &above, &rows)?;
        Ok(hierarchy)
    }

    /// Gives everyone below the tops a place, without recursion: a chain of command may be long.
    fn place(&mut self, tops: Vec<u32>, below: &mut [Vec<u32>]) {
        let mut waiting = Vec::new();
        self.wait(&mut waiting, tops, None, 1);
        while let Some((id, manager, level)) = waiting.pop() {
            let place = self.numbers.len();
            self.numbers.push(id);
            self.managers.push(manager);
            self.levels.push(level);
            set(&mut self.places, id, Some(place));
            let reports = below.get_mut(id as usize).map(std::mem::take).unwrap_or_default();
            self.wait(&mut waiting, reports, Some(place), level + 1);
        }
        self.ends = (1..=self.numbers.len()).collect();
        for place in (0..self.numbers.len()).rev() {
            let end = self.end(place);
            if let Some(above) = self.manager(place).and_then(|manager| self.ends.get_mut(manager)) {
                *above = (*above).max(end);
            }
        }
    }

    /// Puts people who share a manager on the pile, so that they come off it in the order of their ids.
    fn wait(&self, waiting: &mut Vec<Waiting>, mut ids: Vec<u32>, manager: Option<usize>, level: usize) {
        sorted::sort_by(&mut ids, |a, b| self.people.word(*b).cmp(self.people.word(*a)));
        waiting.extend(ids.into_iter().map(|id| (id, manager, level)));
    }

    fn refuse_cycles(&self, lost: Vec<u32>, above: &[Option<u32>], rows: &[usize]) -> Result<(), Problems> {
        let mut report = Report::new();
        let mut seen = vec![false; above.len()];
        for start in lost {
            let mut path: Vec<u32> = Vec::new();
            let mut here = Some(start);
            while let Some(person) = here.filter(|&person| get(&seen, person) == Some(false)) {
                set(&mut seen, person, true);
                path.push(person);
                here = get(above, person).flatten();
            }
            let Some(begin) = path.iter().position(|&person| Some(person) == here) else { continue };
            let cycle = path.get(begin..).unwrap_or_default();
            let row = cycle.iter().filter_map(|&person| get(rows, person)).min().unwrap_or_default();
            let first = cycle.iter().position(|&person| get(rows, person) == Some(row)).unwrap_or_default();
            let ids: Vec<&str> =
                cycle.iter().cycle().skip(first).take(cycle.len()).map(|&id| self.people.word(id)).collect();
            let message = format!("`{}` report in a circle", ids.join("`, `"));
            let at = pointer::cell("reporting", row, "manager_id");
            report.push(Problem::new(Code::ReportingCycle, at, message).with("people", ids));
        }
        report.finish().map(drop)
    }

    /// How many people there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The place of a person on the day.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        get(&self.places, self.people.find(id)?).flatten()
    }

    /// Whether any row names the person, whenever it holds.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        self.people.find(id).is_some()
    }

    /// The person at a place.
    #[must_use]
    pub fn id(&self, place: usize) -> &str {
        self.numbers.get(place).map_or("", |&number| self.people.word(number))
    }

    /// Everyone, in the order of the tree.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|place| self.id(place))
    }

    /// The place of a person's manager; none at the top.
    #[must_use]
    pub fn manager(&self, place: usize) -> Option<usize> {
        self.managers.get(place).copied().flatten()
    }

    /// How many people stand from the top down to a person, who counts as well.
    #[must_use]
    pub fn level(&self, place: usize) -> usize {
        self.levels.get(place).copied().unwrap_or_default()
    }

    /// The first place behind a person and everyone below: the team of `p` is `p..end(p)`.
    #[must_use]
    pub fn end(&self, place: usize) -> usize {
        self.ends.get(place).copied().unwrap_or(place + 1)
    }

    /// Whether one stands above the other, however far. Nobody stands above themselves.
    #[must_use]
    pub fn is_above(&self, one: usize, other: usize) -> bool {
        one < other && other < self.end(one)
    }

    /// Whether a row of the table holds on the day and is used.
    #[must_use]
    pub fn is_effective(&self, row: usize) -> bool {
        self.effective.get(row) == Some(&true)
    }
}

fn get<T: Copy>(values: &[T], number: u32) -> Option<T> {
    values.get(number as usize).copied()
}

fn set<T>(values: &mut [T], number: u32, value: T) {
    if let Some(slot) = values.get_mut(number as usize) {
        *slot = value;
    }
}
