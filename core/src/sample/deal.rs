//! The life of one deal, drawn from its own stream: created, moved from stage to stage, won, lost or open.

use super::dice::{Dice, Entity, Key};
use super::people::Person;
use super::quarter::{AS_OF, DAY, FIRST_DAY, day_of};
use super::track::{RENEWALS, TRACKS, Track};

/// What happened, and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Event {
    pub(super) at: i64,
    /// How much later it was written down.
    pub(super) lag: i64,
    pub(super) kind: EventKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EventKind {
    /// With everything that the deal starts with.
    Created { cents: i64, close_date: i32 },
    /// To the stage at this place.
    Stage(usize),
    /// To this amount.
    Amount(i64),
    /// To this day.
    CloseDate(i32),
}

/// A deal as it stands, with what led there.
#[derive(Debug, Clone)]
pub(super) struct Deal {
    pub(super) number: u32,
    pub(super) track: &'static Track,
    /// The place of its stage among those of its track.
    pub(super) stage: usize,
    /// The place of its owner among the people.
    pub(super) owner: u32,
    pub(super) cents: i64,
    pub(super) created: i64,
    pub(super) closed: Option<i64>,
    pub(super) close_date: i32,
    pub(super) last_activity: i64,
    pub(super) segment: &'static str,
    pub(super) product: &'static str,
    pub(super) account: u32,
    pub(super) qualified: bool,
    pub(super) next_step: Option<&'static str>,
    pub(super) loss_reason: Option<&'static str>,
    /// Where its owner judges otherwise than its stage.
    pub(super) category: Option<&'static str>,
    pub(super) events: Vec<Event>,
}

const SEGMENTS: [(&str, i64); 3] = [("smb", 1_400_000), ("mid_market", 3_000_000), ("enterprise", 5_800_000)];
/// Multiples of the usual amount of a segment, in a thousandth: a long tail to the right.
const AMOUNTS: [i64; 11] = [240, 430, 550, 660, 770, 890, 1_020, 1_180, 1_400, 1_800, 3_400];
/// Multiples of the usual stay in a stage, in a thousandth: the exponential distribution.
const STAYS: [i64; 11] = [20, 105, 223, 357, 511, 693, 916, 1_204, 1_609, 2_303, 4_600];
const PRODUCTS: [&str; 4] = ["Platform", "Analytics", "Integrations", "Services"];
const NEXT_STEPS: [&str; 5] = [
    "Send the revised quote",
    "Security review",
    "Meet the buyer's finance team",
    "Pilot read-out",
    "Contract redlines",
];
const LOSSES: [&str; 5] = ["no decision", "price", "competitor", "no budget", "timing"];
const WORKING_HOURS: (i64, i64) = (8 * DAY / 24, 18 * DAY / 24);

/// The deal of a number, in the hands of one of these people.
pub(super) fn deal(key: &Key, number: u32, people: &[Person], accounts: u32) -> Deal {
    let mut dice = key.dice(Entity::Deal(number));
    let track = if dice.happens(300) { &TRACKS[RENEWALS] } else { &TRACKS[0] };
    let owner = owner(&mut dice, people);
    let skill = people.get(owner as usize).map_or(1_000, |person| person.skill);
    let (segment, usual) = SEGMENTS.get(dice.weighted(&[55, 33, 12])).copied().unwrap_or(SEGMENTS[0]);
    let cents = amount(&mut dice, usual * track.size / 1_000);
    let created = moment(&mut dice, FIRST_DAY, AS_OF);
    let close_date = day_of(created) + dice.between(track.cycle / 2, track.cycle * 2) as i32;
    let product = dice.pick(&PRODUCTS, PRODUCTS[0]);
    let account = dice.below(u64::from(accounts)) as u32;
    let created_event = Event { at: created, lag: lag(&mut dice), kind: EventKind::Created { cents, close_date } };
    let mut deal = Deal {
        number,
        track,
        stage: 0,
        owner,
        cents,
        created,
        closed: None,
        close_date,
        last_activity: created,
        segment,
        product,
        account,
        qualified: false,
        next_step: None,
        loss_reason: None,
        category: None,
        events: vec![created_event],
    };
    deal.live(&mut dice, skill);
    deal.settle(&mut dice);
    deal
}

/// Whoever sells gets most of the deals, and who leads a few.
fn owner(dice: &mut Dice, people: &[Person]) -> u32 {
    let sellers = people.iter().filter(|person| person.is_seller()).count() as u64;
    let others = people.len() as u64 - sellers;
    let leads = others.saturating_sub(1).max(1);
    match dice.below(sellers * 20 + leads) {
        few if few < leads => 1 + few as u32,
        many => (others + (many - leads) / 20) as u32,
    }
}

/// Most amounts are round.
fn amount(dice: &mut Dice, usual: i64) -> i64 {
    let cents = usual * dice.quantile(&AMOUNTS) / 1_000;
    let step = dice.pick(&[100, 10_000, 50_000, 50_000], 10_000);
    (cents / step).max(1) * step
}

/// A moment of a working day.
fn moment(dice: &mut Dice, from: i32, to: i32) -> i64 {
    let day = dice.between(from.into(), to.into());
    day * DAY + second(dice)
}

fn second(dice: &mut Dice) -> i64 {
    dice.between(WORKING_HOURS.0, WORKING_HOURS.1) / 1_000_000 * 1_000_000
}

/// Most things are written down at once, some the day after.
fn lag(dice: &mut Dice) -> i64 {
    dice.quantile(&[1, 2, 3, 5, 8, 30, 600, 9_000, 86_400]) * 1_000_000
}

impl Deal {
    /// From stage to stage, until it is closed or the company is looked at.
    fn live(&mut self, dice: &mut Dice, skill: i64) {
        let mut at = self.created;
        loop {
            let step = self.track.steps.get(self.stage).copied().unwrap_or_default();
            let stay = step.days * dice.quantile(&STAYS) / 1_000;
            at = (day_of(at) as i64 + stay.max(1)) * DAY + second(dice);
            let (advances, regresses) = (step.advances + (skill - 1_000) / 8, dice.happens(25));
            let goes_on = dice.happens(advances.clamp(30, 970));
            if day_of(at) >= AS_OF {
                return;
            }
            self.last_activity = at;
            let last = self.stage + 1 == self.track.steps.len();
            match (goes_on, last) {
                (false, _) => return self.close(dice, at, self.track.lost()),
                (true, true) => return self.close(dice, at, self.track.won()),
                (true, false) if regresses && self.stage > 0 => self.stage -= 1,
                (true, false) => self.stage += 1,
            }
            self.note(dice, at, EventKind::Stage(self.stage));
            self.qualified = true;
            self.revise(dice, at);
        }
    }

    fn note(&mut self, dice: &mut Dice, at: i64, kind: EventKind) {
        let lag = lag(dice);
        self.events.push(Event { at, lag, kind });
    }

    /// A proposal often changes the amount, and a date that is near moves away.
    fn revise(&mut self, dice: &mut Dice, at: i64) {
        if dice.happens(260) {
            let cents = self.cents * dice.between(700, 1_250) / 1_000;
            self.cents = (cents / 10_000).max(1) * 10_000;
            self.note(dice, at + 600_000_000, EventKind::Amount(self.cents));
        }
        let day = day_of(at);
        if self.close_date < day + 10 {
            self.close_date = day + dice.between(14, self.track.cycle) as i32;
            self.note(dice, at + 900_000_000, EventKind::CloseDate(self.close_date));
        }
    }

    fn close(&mut self, dice: &mut Dice, at: i64, stage: usize) {
        self.stage = stage;
        self.closed = Some(at);
        self.note(dice, at, EventKind::Stage(stage));
        if self.close_date != day_of(at) {
            self.close_date = day_of(at);
            self.note(dice, at, EventKind::CloseDate(self.close_date));
        }
    }

    /// What stands beside the stage: a pushed date, the next step, the owner's own judgement.
    fn settle(&mut self, dice: &mut Dice) {
        let (pushes, step, loss) = (dice.happens(920), dice.pick(&NEXT_STEPS, ""), dice.pick(&LOSSES, ""));
        self.next_step = (self.stage > 0).then_some(step);
        if self.closed.is_some() {
            self.loss_reason = (self.stage == self.track.lost()).then_some(loss);
            return;
        }
        let since = i64::from(AS_OF) * DAY - self.last_activity;
        self.last_activity += dice.below(since.unsigned_abs().max(1)) as i64 / 1_000_000 * 1_000_000;
        if self.close_date < AS_OF && pushes {
            let at = self.last_activity;
            self.close_date = AS_OF + dice.between(3, self.track.cycle * 2) as i32;
            self.note(dice, at, EventKind::CloseDate(self.close_date));
        }
        self.category = match (self.stage, dice.happens(60)) {
            (2.., true) => Some("most_likely"),
            (1, true) => Some("best_case"),
            _ => None,
        };
    }
}
