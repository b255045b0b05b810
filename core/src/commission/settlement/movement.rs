//! One line of the ledger.

use crate::number::Exact;
use crate::time::Date;

/// What a movement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    PaidAtStart,
    Earned,
    Adjusted,
    ClawedBack,
    Manual,
    Unclamped,
    Clamped,
    Carried,
    RecoveredNegative,
    ToppedUp,
    Advanced,
    RecoveredDraw,
    Forgiven,
    HeldReleased,
    Held,
    Paid,
    Converted,
    FxDifference,
    Payout,
    Reserved,
    ReserveReleased,
    ReserveForfeited,
}

impl Kind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::PaidAtStart => "paid_at_start",
            Self::Earned => "earned",
            Self::Adjusted => "adjusted",
            Self::ClawedBack => "clawed_back",
            Self::Manual => "manual",
            Self::Unclamped => "unclamped",
            Self::Clamped => "clamped",
            Self::Carried => "negative_carried",
            Self::RecoveredNegative => "negative_recovered",
            Self::ToppedUp => "topped_up",
            Self::Advanced => "draw_advanced",
            Self::RecoveredDraw => "draw_recovered",
            Self::Forgiven => "draw_forgiven",
            Self::HeldReleased => "held_released",
            Self::Held => "held",
            Self::Paid => "paid",
            Self::Converted => "converted",
            Self::FxDifference => "fx_difference",
            Self::Payout => "payout",
            Self::Reserved => "reserved",
            Self::ReserveReleased => "reserve_released",
            Self::ReserveForfeited => "reserve_forfeited",
        }
    }

    /// What becomes payable, by what it is of.
    pub(super) const EARNED: [Self; 4] = [Self::Earned, Self::Adjusted, Self::ClawedBack, Self::Manual];

    /// What an earning of a kind becomes in the ledger.
    pub(super) fn of_earning(kind: Option<&str>) -> Self {
        match kind {
            Some("adjustment") => Self::Adjusted,
            Some("clawback") => Self::ClawedBack,
            Some("manual") => Self::Manual,
            _ => Self::Earned,
        }
    }

    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::PaidAtStart => "the draw is paid when the period starts",
            Self::Earned => "what became payable in the period",
            Self::Adjusted => "what closed periods come to now, beyond what was booked for them",
            Self::ClawedBack => "what refunds take back",
            Self::Manual => "what was adjusted by hand",
            Self::Unclamped => "negative earnings of the measure period are made good",
            Self::Clamped => "negative earnings wait for the rest of the measure period",
            Self::Carried => "negative earnings go to the negative balance",
            Self::RecoveredNegative => "earnings make good the negative balance",
            Self::ToppedUp => "pay is not below the guarantee",
            Self::Advanced => "pay is not below the draw, and what it adds is owed",
            Self::RecoveredDraw => "earnings above the draw pay back what is owed",
            Self::Forgiven => "the draw ended, and what was still owed is forgiven",
            Self::HeldReleased => "pay that was held for being below the minimum payout",
            Self::Held => "pay is below the minimum payout, and waits",
            Self::Paid => "paid when the period is settled",
            Self::Converted => "the payment in the payout currency, before it is rounded",
            Self::FxDifference => "what rounding the conversion adds",
            Self::Payout => "paid in the payout currency",
            Self::Reserved => "the held share of what was released",
            Self::ReserveReleased => "what was held became payable, and is earned",
            Self::ReserveForfeited => "the payee left too early for what was held",
        }
    }

    /// The balance that it moves.
    pub(super) fn account(self) -> Option<&'static str> {
        match self {
            Self::Carried | Self::RecoveredNegative => Some("negative_balance"),
            Self::Advanced | Self::RecoveredDraw | Self::Forgiven => Some("draw_owed"),
            Self::Clamped | Self::Unclamped => Some("clamped"),
            Self::Held | Self::HeldReleased => Some("held"),
            Self::Reserved | Self::ReserveReleased | Self::ReserveForfeited => Some("reserve"),
            _ => None,
        }
    }

    /// Whether it is in the payout currency.
    pub(super) fn is_foreign(self) -> bool {
        matches!(self, Self::Converted | Self::FxDifference | Self::Payout)
    }

    /// The rule that asks for it.
    pub(super) fn rule(self) -> &'static str {
        match self {
            Self::Earned | Self::Adjusted | Self::ClawedBack | Self::Manual => "/tables/earnings",
            Self::Reserved | Self::ReserveReleased | Self::ReserveForfeited => "/tables/earnings",
            Self::PaidAtStart | Self::Paid => "/draw/disburse",
            Self::Unclamped | Self::Clamped | Self::Carried => "/negative_true_up",
            Self::RecoveredNegative => "/negative_balance",
            Self::ToppedUp | Self::Advanced | Self::Forgiven => "",
            Self::RecoveredDraw => "/draw",
            Self::HeldReleased | Self::Held => "/minimum_payout",
            Self::Converted | Self::FxDifference | Self::Payout => "/payout",
        }
    }
}

/// One line of the ledger.
#[derive(Debug, Clone)]
pub(super) struct Movement {
    pub(super) kind: Kind,
    pub(super) booked_on: Date,
    /// What it adds to the pay.
    pub(super) amount: Exact,
    /// What it adds to its balance, and the balance after.
    pub(super) account: Option<(Exact, Exact)>,
    /// The position of the plan, for what was earned.
    pub(super) plan: Option<u32>,
    /// The currency of a reserve.
    pub(super) currency: Option<&'static str>,
    /// What it was worked out from; only while recording.
    pub(super) facts: Vec<(&'static str, Exact)>,
}
