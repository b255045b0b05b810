//! Chance that any thread can draw again: ChaCha8, keyed by seed and operation, one stream an entity.
//!
//! The generator is written out, some thirty lines, because a browser pays for each crate; a test holds it
//! against [`rand_chacha`](https://docs.rs/rand_chacha), whose streams it draws.

use sha2::{Digest, Sha256};

/// The name of the generator, as results give it.
pub(crate) const NAME: &str = "ChaCha8";

/// The words that every block starts with: "expand 32-byte k".
const SIGMA: [u32; 4] = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];

/// The columns and then the diagonals of a block.
const QUARTERS: [[usize; 4]; 8] = [
    [0, 4, 8, 12],
    [1, 5, 9, 13],
    [2, 6, 10, 14],
    [3, 7, 11, 15],
    [0, 5, 10, 15],
    [1, 6, 11, 12],
    [2, 7, 8, 13],
    [3, 4, 9, 14],
];

/// What all draws of a call are keyed by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key([u32; 8]);

impl Key {
    /// The key of an operation with a seed.
    pub(crate) fn new(operation: &str, seed: u64) -> Self {
        let digest = Sha256::new().chain_update(operation).chain_update([0]).chain_update(seed.to_le_bytes());
        Self::from_bytes(digest.finalize().into())
    }

    fn from_bytes(bytes: [u8; 32]) -> Self {
        let mut words = [0; 8];
        for (word, four) in words.iter_mut().zip(bytes.chunks_exact(4)) {
            *word = four.iter().rev().fold(0, |word, &byte| word << 8 | u32::from(byte));
        }
        Self(words)
    }

    /// The draws of an entity, from its first.
    pub(crate) fn stream(&self, entity: u64) -> Draws {
        Draws { key: *self, entity, block: [0; 16], blocks: 0, used: 16 }
    }

    /// The draws of an entity that is known by a name.
    pub(crate) fn stream_of(&self, name: &str) -> Draws {
        let digest: [u8; 32] = Sha256::digest(name).into();
        self.stream(digest.iter().take(8).rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }
}

/// An entity's draws.
#[derive(Debug, Clone)]
pub(crate) struct Draws {
    key: Key,
    entity: u64,
    block: [u32; 16],
    /// How many blocks were made.
    blocks: u64,
    /// How many words of the last were drawn.
    used: usize,
}

impl Draws {
    /// The next whole number of 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        let low = self.word();
        u64::from(self.word()) << 32 | u64::from(low)
    }

    /// A whole number below a limit, by inversion.
    #[cfg(feature = "sample")]
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        // The high word of a product of two 64-bit numbers fits 64 bits.
        ((u128::from(self.next()) * u128::from(limit)) >> 64) as u64
    }

    fn word(&mut self) -> u32 {
        if self.used >= self.block.len() {
            self.refill();
        }
        let word = self.block.get(self.used).copied().unwrap_or_default();
        self.used += 1;
        word
    }

    fn refill(&mut self) {
        let halves = |number: u64| [number as u32, (number >> 32) as u32];
        let mut start = [0; 16];
        let parts = [&SIGMA[..], &self.key.0, &halves(self.blocks), &halves(self.entity)];
        for (word, given) in start.iter_mut().zip(parts.into_iter().flatten()) {
            *word = *given;
        }
        let mut block = start;
        for _ in 0..4 {
            for quarter in QUARTERS {
                turn(&mut block, quarter);
            }
        }
        for (word, first) in block.iter_mut().zip(start) {
            *word = word.wrapping_add(first);
        }
        (self.block, self.blocks, self.used) = (block, self.blocks.wrapping_add(1), 0);
    }
}

/// A quarter round on four words of a block.
#[expect(clippy::indexing_slicing, reason = "the places are those of QUARTERS, all below 16")]
fn turn(block: &mut [u32; 16], [a, b, c, d]: [usize; 4]) {
    for (one, two, three, by) in [(a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)] {
        block[one] = block[one].wrapping_add(block[two]);
        block[three] = (block[three] ^ block[one]).rotate_left(by);
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::{RngCore, SeedableRng};

    use super::*;

    #[test]
    fn the_streams_are_those_of_rand_chacha() {
        for seed in 0..40_u64 {
            let bytes: [u8; 32] = Sha256::digest(seed.to_le_bytes()).into();
            let entity = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let mut theirs = ChaCha8Rng::from_seed(bytes);
            theirs.set_stream(entity);
            let mut ours = Key::from_bytes(bytes).stream(entity);
            for place in 0..200 {
                assert_eq!(ours.next(), theirs.next_u64(), "seed {seed}, draw {place}");
            }
        }
    }

    /// A known block of ChaCha8 with a zero key, from the test vectors of
    /// draft-strombergson-chacha-test-vectors (TC1, 256 bits, 8 rounds).
    #[test]
    fn the_generator_is_chacha8() {
        let mut draws = Key::from_bytes([0; 32]).stream(0);
        let block: Vec<u8> = (0..2).flat_map(|_| draws.next().to_le_bytes()).collect();
        let known = [0x3e, 0x00, 0xef, 0x2f, 0x89, 0x5f, 0x40, 0xd6, 0x7f, 0x5b, 0xb8, 0xe8, 0x1f, 0x09, 0xa5, 0xa1];
        assert_eq!(block, known);
    }

    #[test]
    fn names_have_streams_of_their_own() {
        let key = Key::new("a test", 7);
        assert_eq!(key.stream_of("ann").next(), key.stream_of("ann").next());
        assert_ne!(key.stream_of("ann").next(), key.stream_of("bob").next());
        assert_ne!(key.stream_of("ann").next(), Key::new("a test", 8).stream_of("ann").next());
    }
}
