//! Validity under construction.

use super::super::Validity;

/// Which rows still hold: flags exist only once a cell is not filled.
pub(super) struct Flags {
    rows: usize,
    flags: Option<Vec<bool>>,
}

impl Flags {
    pub(super) fn new(rows: usize) -> Self {
        Self { rows, flags: None }
    }

    /// Goes on from what is known already.
    pub(super) fn resume(rows: usize, valid: Validity) -> Self {
        Self { rows, flags: valid.flags().map(<[bool]>::to_vec) }
    }

    #[inline]
    pub(super) fn clear(&mut self, row: usize) {
        let flags = self.flags.get_or_insert_with(|| vec![true; self.rows]);
        if let Some(flag) = flags.get_mut(row) {
            *flag = false;
        }
    }

    #[inline]
    pub(super) fn is_set(&self, row: usize) -> bool {
        self.flags.as_ref().is_none_or(|flags| flags.get(row).copied().unwrap_or(false))
    }

    pub(super) fn into_flags(self) -> Option<Vec<bool>> {
        self.flags
    }

    pub(super) fn finish(self) -> Validity {
        self.flags.map_or(Validity::ALL, Validity::from_flags)
    }
}
