//! Statistics that give the same bytes on every platform: chance that any thread can draw again.

mod chance;

pub(crate) use chance::{Draws, Key, NAME};
