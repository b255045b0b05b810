//! What a won deal becomes once it is booked: a transaction, who shares its credit, and now and then a refund.

use super::deal::Deal;
use super::dice::{Dice, Entity, Key};
use super::people::Person;
use super::quarter::{AS_OF, QUARTER_START, day_of};

/// A row of `transactions`.
#[derive(Debug, Clone)]
pub(super) struct Transaction {
    pub(super) id: String,
    /// Nobody where splits say who.
    pub(super) payee: Option<String>,
    pub(super) cents: i64,
    pub(super) currency: &'static str,
    pub(super) units: i64,
    pub(super) booked: Option<i32>,
    pub(super) reverses: Option<String>,
    pub(super) deal: u32,
    pub(super) pipeline: &'static str,
    pub(super) product: &'static str,
}

/// A row of `splits`, its shares in percent; a third has no percent, so that three share by weight.
#[derive(Debug, Clone)]
pub(super) struct Split {
    pub(super) transaction: String,
    pub(super) payee: String,
    pub(super) role: &'static str,
    pub(super) share: Option<i64>,
    pub(super) weight: Option<i64>,
    pub(super) quota_share: Option<i64>,
}

/// What a euro is worth where deals are entered, in a hundredth of a dollar.
const PLAN_RATE: i64 = 118;
/// Every so many bookings at least, three share one.
const THREE_WAYS: usize = 60;

/// The bookings of the quarter, in the order of the deals.
pub(super) fn bookings(key: &Key, deals: &[Deal], people: &[Person]) -> (Vec<Transaction>, Vec<Split>) {
    let (mut transactions, mut splits) = (Vec::new(), Vec::new());
    let won = |deal: &&Deal| deal.stage == deal.track.won();
    let billed = |deal: &&Deal| deal.closed.is_some_and(|at| day_of(at) >= QUARTER_START);
    for (place, deal) in deals.iter().filter(won).filter(billed).enumerate() {
        let mut dice = key.dice(Entity::Booking(deal.number));
        let mut transaction = booked(&mut dice, deal, people);
        let shared = shares(&mut dice, deal, people, &transaction.id, place % THREE_WAYS == 7);
        let refunded = dice.happens(18);
        let refund_after = dice.between(2, 30) as i32;
        if !shared.is_empty() {
            transaction.payee = None;
        } else if refunded {
            transactions.extend(refund(&transaction, refund_after));
        }
        transactions.push(transaction);
        splits.extend(shared);
    }
    (transactions, splits)
}

fn booked(dice: &mut Dice, deal: &Deal, people: &[Person]) -> Transaction {
    let owner = people.get(deal.owner as usize);
    let euros = owner.is_some_and(Person::bills_euros);
    let (cents, currency) = if euros { (deal.cents * 100 / PLAN_RATE, "EUR") } else { (deal.cents, "USD") };
    Transaction {
        id: format!("T-{:05}", deal.number + 1),
        payee: owner.map(|person| person.id.clone()),
        cents,
        currency,
        units: dice.quantile(&[1, 3, 5, 8, 12, 20, 40, 90, 250]),
        booked: Some(deal.close_date),
        reverses: None,
        deal: deal.number,
        pipeline: deal.track.pipeline,
        product: deal.product,
    }
}

/// A quarter of the amount goes back, if that still falls into the quarter.
fn refund(of: &Transaction, after: i32) -> Option<Transaction> {
    let day = of.booked? + after;
    (day < AS_OF).then(|| Transaction {
        id: of.id.replace("T-", "R-"),
        cents: -of.cents / 4,
        booked: Some(day),
        reverses: Some(of.id.clone()),
        ..of.clone()
    })
}

fn shares(dice: &mut Dice, deal: &Deal, people: &[Person], id: &str, three: bool) -> Vec<Split> {
    let how = dice.weighted(&[900, 55, 15, 30]);
    let others = [colleague(dice, deal, people), colleague(dice, deal, people)];
    let Some(owner) = people.get(deal.owner as usize) else { return Vec::new() };
    let split = |payee: &str| Split {
        transaction: id.to_owned(),
        payee: payee.to_owned(),
        role: "direct",
        share: None,
        weight: None,
        quota_share: None,
    };
    let share = |payee: &str, share| Split { share: Some(share), ..split(payee) };
    let weight = |payee: &str, weight| Split { weight: Some(weight), ..split(payee) };
    match (three || how == 2, how, others) {
        (true, _, [Some(second), Some(third)]) if second.id != third.id => {
            vec![weight(&owner.id, 2), weight(&second.id, 1), weight(&third.id, 1)]
        }
        (_, 1 | 2, [Some(second), _]) => vec![share(&owner.id, 60), share(&second.id, 40)],
        (_, 3, [Some(second), _]) => {
            let overlay = Split { role: "overlay", quota_share: Some(50), ..share(&second.id, 25) };
            vec![share(&owner.id, 100), overlay]
        }
        _ => Vec::new(),
    }
}

/// Another seller.
fn colleague<'p>(dice: &mut Dice, deal: &Deal, people: &'p [Person]) -> Option<&'p Person> {
    let sellers: Vec<usize> = (0..people.len())
        .filter(|&place| place != deal.owner as usize && people.get(place).is_some_and(Person::is_seller))
        .collect();
    people.get(dice.pick(&sellers, 0)).filter(|person| person.end.is_none())
}
