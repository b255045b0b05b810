//! Where an earning stands in money, and the movements that led there.

use super::model::ReleaseSchedule;
use super::rated::{Rated, Turned};
use super::timeline::{Cash, Event, Parts, Standing, What};
use crate::number::{Exact, NumberError, Rounding};
use crate::time::Date;

/// Amounts of one earning. With `pending` they sum to what was earned, always.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) released: Exact,
    pub(super) held: Exact,
    pub(super) forfeited: Exact,
    pub(super) cancelled: Exact,
    pub(super) clawed_back: Exact,
    pub(super) pending: Exact,
    /// What rates of later days paid on what is released, beside all of these.
    pub(super) re_rated: Exact,
}

/// What a movement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Release,
    Reversal,
    Holdback,
    HoldbackRelease,
    Forfeited,
    Cancelled,
    Clawback,
    ReRated,
}

impl Kind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Reversal => "reversal",
            Self::Holdback => "holdback",
            Self::HoldbackRelease => "holdback_release",
            Self::Forfeited => "forfeited",
            Self::Cancelled => "cancelled",
            Self::Clawback => "clawback",
            Self::ReRated => "re_rated",
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Release => "its share becomes payable",
            Self::Reversal => "what was paid back is released no more",
            Self::Holdback => "the held share of what is released",
            Self::HoldbackRelease => "what was held becomes payable",
            Self::Forfeited => "the payee left too early for what is held, or the customer paid too late",
            Self::Cancelled => "the payee left before it was released, or it was taken back before",
            Self::Clawback => "what was released is taken back",
            Self::ReRated => "what the rate of the day of release pays beyond that of booking",
        }
    }
}

/// One movement of an earning.
#[derive(Debug, Clone)]
pub(super) struct Movement {
    pub(super) event: Event,
    pub(super) kind: Kind,
    pub(super) amount: Exact,
    /// The same before rounding.
    pub(super) exact: Exact,
    pub(super) after: Position,
    /// The rates between which it is the difference, for what is released at that of its day.
    pub(super) turned: Option<Turned>,
}

/// How amounts are rounded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grain {
    pub(super) scale: u32,
    pub(super) mode: Rounding,
}

impl Grain {
    /// Rounded running totals, so that the parts sum to the whole; the whole itself is left as it is.
    fn position(self, earned: &Exact, parts: &Parts) -> Result<Position, NumberError> {
        let (mut share, mut before) = (Exact::ZERO, Exact::ZERO);
        let mut next = |part: &Exact| {
            share = share.add(part);
            let rounded = Exact::from(earned.mul(&share).round_to(self.scale, self.mode)?);
            // An earning finer than its unit is not to be rounded beyond itself.
            let whole = share == Exact::ONE || rounded.abs() > earned.abs();
            let total = if whole { earned.clone() } else { rounded };
            let amount = total.sub(&before);
            before = total;
            Ok(amount)
        };
        let released = next(&parts.released)?;
        let (held, forfeited, cancelled) = (next(&parts.held)?, next(&parts.forfeited)?, next(&parts.cancelled)?);
        let clawed_back = next(&parts.clawed_back)?;
        let (pending, re_rated) = (earned.sub(&before), Exact::ZERO);
        Ok(Position { released, held, forfeited, cancelled, clawed_back, pending, re_rated })
    }
}

/// An earning, and what decides when it is payable.
#[derive(Debug, Clone)]
pub(super) struct Earning<'e> {
    pub(super) earned: &'e Exact,
    pub(super) effective_on: Date,
    pub(super) cash: Option<&'e Cash>,
    pub(super) last_day: Option<Date>,
    /// What takes it back.
    pub(super) clawbacks: &'e [Event],
    /// What its rate pays, where that of booking is not locked.
    pub(super) rated: Option<Rated<'e>>,
}

impl ReleaseSchedule {
    /// The movements of an earning before a day, and where it stands then.
    pub(super) fn follow(
        &self,
        earning: &Earning<'_>,
        as_of: Option<Date>,
        grain: Grain,
    ) -> Result<(Vec<Movement>, Position), NumberError> {
        let mut standing = Standing::new(self, earning.earned);
        let mut parts = standing.parts(self);
        let mut position = grain.position(earning.earned, &parts)?;
        let mut movements = Vec::new();
        let holdback_on = self.holdback_on(earning.effective_on, earning.cash);
        let mut re_rated = Exact::ZERO;
        for event in self.events(earning.effective_on, earning.cash, earning.last_day, earning.clawbacks) {
            if as_of.is_some_and(|as_of| event.on >= as_of) {
                break;
            }
            let reverses = standing.take(self, &event, holdback_on);
            let (parts_after, before) = (standing.parts(self), position.clone());
            position = grain.position(earning.earned, &parts_after)?;
            let turned = earning.rated.as_ref().and_then(|rated| rated.on(event.on));
            let exact_before = re_rated.clone();
            re_rated = re_rated_to(re_rated, [&parts.released, &parts_after.released], turned.as_ref());
            position.re_rated = Exact::from(re_rated.round_to(grain.scale, grain.mode)?);
            let released = match event.what {
                What::HoldbackRelease => Kind::HoldbackRelease,
                What::Clawback { .. } => Kind::Clawback,
                _ if reverses => Kind::Reversal,
                _ => Kind::Release,
            };
            // A holdback that is paid or forfeited is held no more, which goes without saying.
            let held_moves = !matches!(event.what, What::HoldbackRelease | What::Exit(_));
            let moved = |kind, after: &Exact, before: &Exact, part: &Exact, part_before: &Exact| {
                (kind, after.sub(before), part.sub(part_before).mul(earning.earned))
            };
            for (kind, amount, exact) in [
                moved(released, &position.released, &before.released, &parts_after.released, &parts.released),
                moved(Kind::Holdback, &position.held, &before.held, &parts_after.held, &parts.held),
                moved(
                    Kind::Forfeited,
                    &position.forfeited,
                    &before.forfeited,
                    &parts_after.forfeited,
                    &parts.forfeited,
                ),
                moved(
                    Kind::Cancelled,
                    &position.cancelled,
                    &before.cancelled,
                    &parts_after.cancelled,
                    &parts.cancelled,
                ),
            ] {
                if !amount.is_zero() && (kind != Kind::Holdback || held_moves) {
                    let after = position.clone();
                    movements.push(Movement { event: event.clone(), kind, amount, exact, after, turned: None });
                }
            }
            let amount = position.re_rated.sub(&before.re_rated);
            if !amount.is_zero() {
                let (exact, after) = (re_rated.sub(&exact_before), position.clone());
                movements.push(Movement { event, kind: Kind::ReRated, amount, exact, after, turned });
            }
            parts = parts_after;
        }
        Ok((movements, position))
    }
}

/// What later rates have paid in all, once the released part of an earning is another: of more, what the rate of the
/// day pays on it; of less, what was paid goes with it.
fn re_rated_to(paid: Exact, [before, after]: [&Exact; 2], turned: Option<&Turned>) -> Exact {
    if after > before {
        turned.map_or(paid.clone(), |turned| paid.add(&turned.difference().mul(&after.sub(before))))
    } else {
        // Nothing was paid where nothing was released.
        after.checked_div(before).map_or(paid.clone(), |left| paid.mul(&left))
    }
}
