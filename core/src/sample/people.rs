//! The people of a company, in three levels: one head, teams of seven sellers, and who leads each.

use super::dice::{Entity, Key};
use super::quarter::QUARTER_START;

const FIRST: [&str; 32] = [
    "amara", "bruno", "chen", "dana", "emil", "farah", "grace", "hugo", "ines", "jonas", "kavya", "liam", "mira",
    "nils", "olga", "pavel", "quinn", "rosa", "samir", "tessa", "umar", "vera", "wanda", "xavi", "yara", "zoltan",
    "anouk", "boris", "celia", "dmitri", "elena", "felix",
];
const LAST: [&str; 32] = [
    "okafor",
    "costa",
    "wei",
    "levy",
    "novak",
    "aziz",
    "kim",
    "martin",
    "duarte",
    "berg",
    "rao",
    "walsh",
    "hadid",
    "larsen",
    "petrova",
    "horak",
    "adams",
    "vidal",
    "khan",
    "moreau",
    "farooq",
    "lindt",
    "zielinska",
    "puig",
    "cohen",
    "szabo",
    "dubois",
    "ivanov",
    "torres",
    "orlov",
    "marino",
    "braun",
];
const REGIONS: [&str; 5] = ["East", "West", "Central", "EMEA", "Strategic"];

/// How many people a lead has.
const TEAM: u32 = 7;

/// Where somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Head,
    Lead,
    Seller,
}

/// One person.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) level: Level,
    /// The place of whom the person reports to.
    pub(super) manager: Option<u32>,
    pub(super) region: &'static str,
    /// How well the person sells, in a thousandth of what is usual.
    pub(super) skill: i64,
    /// What the quota and the variable pay are scaled with, in a thousandth.
    pub(super) weight: i64,
    /// The first day of work, since 1970.
    pub(super) start: i32,
    /// The first day after the last one, where there is one.
    pub(super) end: Option<i32>,
}

impl Person {
    pub(super) fn is_seller(&self) -> bool {
        self.level == Level::Seller
    }

    /// Whether the person bills in euros.
    pub(super) fn bills_euros(&self) -> bool {
        self.region == "EMEA"
    }
}

/// How many people a company of so many deals has: 40, and one more for every thousand beyond 40,000.
pub(super) fn head_count(deals: u32) -> u32 {
    40 + (deals.saturating_sub(40_000)) / 1_000
}

/// Everybody: the head first, then those who lead, then those who sell.
pub(super) fn people(key: &Key, deals: u32) -> Vec<Person> {
    let count = head_count(deals);
    let leads = (count - 1).div_ceil(TEAM + 1);
    (0..count).map(|place| person(key, place, leads)).collect()
}

fn person(key: &Key, place: u32, leads: u32) -> Person {
    let (level, manager) = match place {
        0 => (Level::Head, None),
        lead if lead <= leads => (Level::Lead, Some(0)),
        seller => (Level::Seller, Some(1 + (seller - leads - 1) % leads)),
    };
    let team = if level == Level::Lead { place } else { manager.unwrap_or_default() };
    let mut dice = key.dice(Entity::Seller(place));
    let skill = dice.quantile(&[450, 620, 750, 860, 960, 1_060, 1_180, 1_340, 1_700]);
    let weight = dice.pick(&[800, 1_000, 1_000, 1_200], 1_000);
    let before = dice.between(200, 2_000) as i32;
    let first_seller = leads + 1;
    // One seller joins in the quarter, and one leaves.
    let (start, end) = match place.checked_sub(first_seller) {
        Some(5) => (QUARTER_START + 12, None),
        Some(17) => (QUARTER_START - before, Some(QUARTER_START + 81)),
        _ => (QUARTER_START - before, None),
    };
    let (id, name) = name(place);
    let region = if level == Level::Head { "All" } else { region(team) };
    Person { id, name, level, manager, region, skill, weight, start, end }
}

fn region(team: u32) -> &'static str {
    let place = team.saturating_sub(1) as usize % REGIONS.len();
    REGIONS.get(place).copied().unwrap_or_default()
}

/// Names in an order that repeats none among the first thousand; later ones are numbered.
fn name(place: u32) -> (String, String) {
    let place = place as usize;
    let first = FIRST.get(place % FIRST.len()).copied().unwrap_or_default();
    let last = LAST.get((place * 5 + place / FIRST.len() * 3) % LAST.len()).copied().unwrap_or_default();
    match place / (FIRST.len() * LAST.len()) {
        0 => (format!("{first}.{last}"), format!("{} {}", capital(first), capital(last))),
        again => (format!("{first}.{last}.{again}"), format!("{} {} {again}", capital(first), capital(last))),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn forty_people_stand_in_three_levels() {
        let people = people(&Key::new(1), 5_000);
        let of = |level: Level| people.iter().filter(|person| person.level == level).count();
        assert_eq!((of(Level::Head), of(Level::Lead), of(Level::Seller)), (1, 5, 34));
        assert!(people.iter().skip(1).all(|person| people[person.manager.unwrap() as usize].level != Level::Seller));
    }

    #[test]
    fn nobody_shares_a_name() {
        let people = people(&Key::new(1), 1_200_000);
        assert_eq!(people.iter().map(|person| &person.id).collect::<BTreeSet<_>>().len(), people.len());
        assert_eq!(people.len(), 1_200);
    }
}
