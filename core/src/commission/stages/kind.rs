//! What a line is.

/// What a line is, beside an earning of one transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// What one transaction earned.
    Earning,
    /// What a gate pays for a transaction later, or takes back, where no line of its component brings it about.
    Gate,
    /// The same for multipliers.
    Multiplier,
    /// What a kicker adds at the end of its window.
    Kicker,
    /// What a linked component pays for a transaction later, or takes back, by what another one came to.
    Linked,
    /// What lines of other components took from a component under the cap of the plan, or gave back.
    PlanCap,
    /// What was withheld of a transaction by a cap in earlier periods and is paid now.
    CapRelease,
    /// What a component or a plan is short of its floor.
    Floor,
    /// What a transaction earned by a spiff.
    Spiff,
    /// What objectives earned.
    Mbo,
    /// A milestone that was reached, or is no longer.
    Milestone,
    /// A member's part of what a team is paid.
    Team,
    /// What a refund takes back of what its sale earned.
    Clawback,
    /// A payee's part of what another's line earned, or what its owner gives away.
    Share,
    /// What is paid to somebody above whoever earned.
    Override,
    /// What a refund takes off a measure.
    RestoredAttainment,
}

impl Kind {
    pub(crate) const ALL: [Self; 16] = [
        Self::Earning,
        Self::Gate,
        Self::Multiplier,
        Self::Kicker,
        Self::Linked,
        Self::PlanCap,
        Self::CapRelease,
        Self::Floor,
        Self::Spiff,
        Self::Mbo,
        Self::Milestone,
        Self::Team,
        Self::Clawback,
        Self::Share,
        Self::Override,
        Self::RestoredAttainment,
    ];

    /// What a line of a refund's own row may be beside a clawback: it lowers the measure, is what the row's line of another
    /// component took under the cap of the plan, or is paid later for a refund at the rates of its day.
    pub(crate) const BESIDE_CLAWBACKS: [Self; 6] =
        [Self::RestoredAttainment, Self::PlanCap, Self::Gate, Self::Multiplier, Self::Linked, Self::CapRelease];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Earning => "earning",
            Self::Gate => "gate",
            Self::Multiplier => "multiplier",
            Self::Kicker => "kicker",
            Self::Linked => "linked",
            Self::PlanCap => "plan_cap",
            Self::CapRelease => "cap_release",
            Self::Floor => "floor",
            Self::Spiff => "spiff",
            Self::Mbo => "mbo",
            Self::Milestone => "milestone",
            Self::Team => "team",
            Self::Clawback => "clawback",
            Self::Share => "share",
            Self::Override => "override",
            Self::RestoredAttainment => "restored_attainment",
        }
    }
}
