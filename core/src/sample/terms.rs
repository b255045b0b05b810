//! What was agreed: who is on the plan, quotas, targets, exchange rates, and what leads think of the forecast.

use super::deal::Deal;
use super::documents::{LEADS_PLAN, SELLERS_PLAN};
use super::people::{Level, Person};
use super::quarter::{AS_OF, DAY, NEXT_END, QUARTER_START};
use super::track::RENEWALS;

/// What a deal of the company brings a quarter in new business and in renewals, on average and in cents:
/// measured over many seeds.
const BROUGHT: [i64; 2] = [97_000, 98_000];

/// A row of `quotas` or `targets`: whose, of what, from when to when, and how much in cents.
#[derive(Debug, Clone)]
pub(super) struct Goal {
    pub(super) whose: String,
    pub(super) measure: Option<&'static str>,
    pub(super) from: i32,
    pub(super) to: i32,
    pub(super) cents: i64,
}

/// A row of `assignments`.
#[derive(Debug, Clone)]
pub(super) struct Assignment {
    pub(super) payee: String,
    pub(super) plan: &'static str,
    pub(super) from: i32,
    pub(super) to: Option<i32>,
    pub(super) target_cents: Option<i64>,
    pub(super) base_cents: i64,
}

/// A row of `fx_rates`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rate {
    pub(super) from: i32,
    pub(super) to: i32,
    /// Dollars for a euro, in a ten-thousandth.
    pub(super) rate: i64,
}

/// A row of `adjustments`.
#[derive(Debug, Clone)]
pub(super) struct Adjustment {
    pub(super) node: String,
    pub(super) by: String,
    pub(super) category: &'static str,
    pub(super) kind: &'static str,
    /// In cents, or for a percentage in a hundredth of it.
    pub(super) value: i64,
    pub(super) base: Option<i64>,
    pub(super) at: i64,
    pub(super) note: &'static str,
}

/// What one seller of usual weight is expected to bring in the quarter, in cents.
fn expected(deals: u32, people: &[Person], track: usize) -> i64 {
    let weights: i64 = people.iter().filter(|person| person.is_seller()).map(|person| person.weight).sum();
    let brought = BROUGHT.get(track).copied().unwrap_or_default();
    brought * i64::from(deals) * 1_000 / weights.max(1)
}

fn rounded(cents: i64) -> i64 {
    (cents / 500_000).max(1) * 500_000
}

/// The quotas of everyone who sells, for the quarter.
pub(super) fn quotas(deals: u32, people: &[Person]) -> Vec<Goal> {
    let quota = |person: &Person, track: usize, measure| Goal {
        whose: person.id.clone(),
        measure: Some(measure),
        from: QUARTER_START,
        to: AS_OF,
        cents: rounded(expected(deals, people, track) * person.weight / 1_000),
    };
    let sellers = || people.iter().filter(|person| person.is_seller());
    let business = sellers().map(|person| quota(person, 0, "new-business"));
    business.chain(sellers().map(|person| quota(person, RENEWALS, "renewals"))).collect()
}

/// What each team, and the company, is to close in the quarter and in the next.
pub(super) fn targets(deals: u32, people: &[Person]) -> Vec<Goal> {
    let both = [0, RENEWALS].map(|track| expected(deals, people, track)).iter().sum::<i64>();
    let weight_of = |lead: usize| -> i64 {
        let own = |person: &&Person| person.is_seller() && (lead == 0 || person.manager == u32::try_from(lead).ok());
        people.iter().filter(own).map(|person| person.weight).sum()
    };
    let goal = |(from, to, growth): (i32, i32, i64), (place, person): (usize, &Person)| Goal {
        whose: person.id.clone(),
        measure: None,
        from,
        to,
        cents: rounded(both * weight_of(place) / 1_000 * growth / 100),
    };
    let leads = || people.iter().enumerate().filter(|(_, person)| person.level != Level::Seller);
    let spans = [(QUARTER_START, AS_OF, 95), (AS_OF, NEXT_END, 100)];
    spans.into_iter().flat_map(|span| leads().map(move |lead| goal(span, lead))).collect()
}

/// Everyone who sells is on one plan, and everyone who leads sellers on the other.
pub(super) fn assignments(people: &[Person]) -> Vec<Assignment> {
    let assigned = |person: &Person| Assignment {
        payee: person.id.clone(),
        plan: if person.is_seller() { SELLERS_PLAN } else { LEADS_PLAN },
        from: person.start,
        to: person.end,
        target_cents: person.is_seller().then_some(person.weight * 2_000),
        base_cents: person.weight * 9_000,
    };
    people.iter().filter(|person| person.level != Level::Head).map(assigned).collect()
}

/// A euro in dollars, month by month.
pub(super) fn rates() -> Vec<Rate> {
    let months = [(-31, 0, 11_712), (0, 31, 11_746), (31, 59, 11_823), (59, 90, 11_791), (90, 120, 11_804)];
    months.map(|(from, to, rate)| Rate { from: QUARTER_START + from, to: QUARTER_START + to, rate }).to_vec()
}

/// Three leads judge their teams otherwise than the sum of their deals; one has not looked again since.
pub(super) fn adjustments(deals: &[Deal], people: &[Person]) -> Vec<Adjustment> {
    let id = |place: usize| people.get(place).map(|person| person.id.clone()).unwrap_or_default();
    let commit: i64 = deals
        .iter()
        .filter(|deal| people.get(deal.owner as usize).is_some_and(|owner| owner.manager == Some(3)))
        .filter(|deal| deal.closed.is_none() && (AS_OF..NEXT_END).contains(&deal.close_date))
        .filter(|deal| deal.stage + 1 == deal.track.steps.len() && deal.category.is_none())
        .map(|deal| deal.cents)
        .sum();
    let adjusted = |node: usize, by: usize, category, kind, value, base, hours: i64, note| Adjustment {
        node: id(node),
        by: id(by),
        category,
        kind,
        value,
        base,
        at: i64::from(AS_OF) * DAY - hours * DAY / 24,
        note,
    };
    vec![
        adjusted(1, 1, "commit", "percent", -1_000, None, 30, "two deals wait for legal"),
        adjusted(2, 0, "best_case", "delta", 4_000_000, None, 20, "renewal of the year, verbally agreed"),
        adjusted(
            3,
            3,
            "commit",
            "override",
            rounded(commit * 9 / 10),
            Some(rounded(commit)),
            90,
            "as of last week's call",
        ),
    ]
}
