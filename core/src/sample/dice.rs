//! The draws of a company: one stream an entity.

use crate::stat::{self, Draws};

/// What a company's draws are keyed by, beside its seed.
const OPERATION: &str = "sample.company";

/// Whose draws they are. No two entities share a stream.
#[derive(Debug, Clone, Copy)]
pub(super) enum Entity {
    /// A seller, by place.
    Seller(u32),
    /// A deal, by number.
    Deal(u32),
    /// What becomes of a won deal once it is booked, by the deal's number.
    Booking(u32),
    /// A kind of dirt, by place.
    Dirt(u32),
}

impl Entity {
    fn stream(self) -> u64 {
        let (kind, number) = match self {
            Self::Seller(number) => (1_u64, number),
            Self::Deal(number) => (2, number),
            Self::Booking(number) => (3, number),
            Self::Dirt(number) => (4, number),
        };
        kind << 32 | u64::from(number)
    }
}

/// The key of a company.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key(stat::Key);

impl Key {
    pub(super) fn new(seed: u64) -> Self {
        Self(stat::Key::new(OPERATION, seed))
    }

    /// The draws of an entity, from its first.
    pub(super) fn dice(&self, entity: Entity) -> Dice {
        Dice(self.0.stream(entity.stream()))
    }
}

/// An entity's draws. Every sample takes exactly one, so that a draw's position says what it decides.
#[derive(Debug, Clone)]
pub(super) struct Dice(Draws);

impl Dice {
    /// A whole number below a limit, by inversion.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.0.below(limit)
    }

    /// A whole number from the first to before the second.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        from + self.below(to.abs_diff(from)) as i64
    }

    /// Whether something of so many in a thousand happens.
    pub(super) fn happens(&mut self, in_a_thousand: i64) -> bool {
        self.between(0, 1_000) < in_a_thousand
    }

    /// One of several; the first of them where there is none to choose from.
    pub(super) fn pick<T: Copy>(&mut self, things: &[T], default: T) -> T {
        let place = self.below(things.len() as u64) as usize;
        things.get(place).copied().unwrap_or(default)
    }

    /// The place of one of several, by weight.
    pub(super) fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut left = self.below(weights.iter().sum());
        weights
            .iter()
            .position(|weight| {
                let here = left < *weight;
                left = left.saturating_sub(*weight);
                here
            })
            .unwrap_or_default()
    }

    /// A value of a distribution given by its quantiles at equal steps, by inversion, linear in between.
    pub(super) fn quantile(&mut self, knots: &[i64]) -> i64 {
        let steps = knots.len().saturating_sub(1) as u64;
        let at = self.below(steps << 20);
        let (step, part) = ((at >> 20) as usize, (at & 0xF_FFFF) as i64);
        match knots.get(step..) {
            Some([low, high, ..]) => low + (((high - low) * part) >> 20),
            _ => knots.last().copied().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_draws_the_same_whoever_drew_before() {
        let key = Key::new(7);
        let draws = |entity| -> Vec<u64> {
            std::iter::repeat_with(|| 0).scan(key.dice(entity), |dice, _| Some(dice.below(1 << 40))).take(9).collect()
        };
        let first = draws(Entity::Deal(3));
        assert_eq!(draws(Entity::Deal(3)), first);
        assert_ne!(draws(Entity::Deal(4)), first);
        assert_ne!(draws(Entity::Booking(3)), first);
        let other = Key::new(8).dice(Entity::Deal(3)).below(1 << 40);
        assert_ne!(first.first(), Some(&other));
    }

    #[test]
    fn samples_keep_to_their_bounds() {
        let mut dice = Key::new(1).dice(Entity::Dirt(0));
        for _ in 0..2_000 {
            assert!(dice.below(3) < 3);
            assert!((-5..9).contains(&dice.between(-5, 9)));
            assert!((10..=40).contains(&dice.quantile(&[10, 20, 40])));
            assert!([0, 2].contains(&dice.weighted(&[1, 0, 5])));
        }
    }
}
