//! The two pipelines as the generator walks them.

/// One open stage.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Step {
    /// The usual stay, in days.
    pub(super) days: i64,
    /// How many of a thousand deals go on from it.
    pub(super) advances: i64,
}

/// One pipeline: its open stages, then won, then lost, as its document orders them.
#[derive(Debug)]
pub(super) struct Track {
    pub(super) pipeline: &'static str,
    pub(super) stages: &'static [&'static str],
    pub(super) steps: &'static [Step],
    /// The usual way from creation to the end, in days.
    pub(super) cycle: i64,
    /// The usual amount, in a thousandth of the segment's.
    pub(super) size: i64,
}

impl Track {
    pub(super) fn won(&self) -> usize {
        self.steps.len()
    }

    pub(super) fn lost(&self) -> usize {
        self.steps.len() + 1
    }
}

/// The place of the renewals.
pub(super) const RENEWALS: usize = 1;

pub(super) static TRACKS: [Track; 2] = [
    Track {
        pipeline: "new-business",
        stages: &["qualify", "develop", "propose", "negotiate", "won", "lost"],
        steps: &[
            Step { days: 18, advances: 560 },
            Step { days: 20, advances: 680 },
            Step { days: 22, advances: 720 },
            Step { days: 16, advances: 830 },
        ],
        cycle: 80,
        size: 1_000,
    },
    Track {
        pipeline: "renewals",
        stages: &["due", "quoted", "agreed", "renewed", "churned"],
        steps: &[Step { days: 25, advances: 930 }, Step { days: 20, advances: 920 }, Step { days: 12, advances: 950 }],
        cycle: 60,
        size: 640,
    },
];
