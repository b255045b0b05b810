"""Settlement policies: three that people use, each in words, and every way in which one cannot be loaded."""

from cases.make import failure
from cases.payments import Payments, warning
from cases.settlement import policy

NEW_HIRE = policy(
    id="new-hire-guarantee",
    name="New hires are guaranteed 80 % of target",
    draw={"terms": {"kind": "guarantee", "target_share": "0.8", "months": 3}},
    minimum_payout="50",
)
WEEKLY = policy(
    id="weekly-draw",
    pay_period={"kind": "days", "days": 7, "from": "2026-01-05"},
    negative_balance={"recover_pct": "0.5", "recover_cap": "1000"},
    draw={
        "disburse": "at_start",
        "recover_pct": "1/2",
        "recover_cap": "400",
        "proration": "none",
        "terms": {"kind": "recoverable_forgiven", "amount": "1000", "from": "2026-01-05", "to": "2026-06-29"},
    },
)
CLAMPED = policy(
    id="clamped",
    currency="EUR",
    calendar={"first_month": 2, "kind": "months"},
    negative_true_up="clamp_until_period_end",
    measure_period="quarter",
    draw={"proration": "thirty_360"},
    payout={"currency": "GBP", "fx_date": "period_end", "fx_kind": "average"},
)
NEGATIVE = policy(id="negative", negative_true_up="pay_negative", allow_negative=True, rounding="half_even")

WORDS = {
    "new_hire": (
        NEW_HIRE,
        [
            "policy `new-hire-guarantee` (New hires are guaranteed 80 % of target) settles in USD, month by month",
            "earnings below zero go to a negative balance, which later earnings make good",
            "  up to all of what a period earned",
            "a draw is paid at settlement, prorated by calendar days",
            "  what is owed is recovered from up to all of what is earned above it",
            "  who has no draw of their own has a guarantee of 0.8 of the full target variable of a pay period"
            " in the first 3 months",
            "pay below 50 waits for the next period, unless a draw holds or the payee has left",
        ],
    ),
    "weekly": (
        WEEKLY,
        [
            "policy `weekly-draw` settles in USD, every 7 days counted from 2026-01-05",
            "earnings below zero go to a negative balance, which later earnings make good",
            "  up to 0.5 of what a period earned, at most 1000 a period",
            "a draw is paid when the period starts, never prorated",
            "  what is owed is recovered from up to 0.5 of what is earned above it, at most 400 a period",
            "  who has no draw of their own has a recoverable draw that is forgiven at its end, of 1000 a pay period"
            " from 2026-01-05 up to, not including, 2026-06-29",
        ],
    ),
    "clamped": (
        CLAMPED,
        [
            "policy `clamped` settles in EUR, month by month",
            "earnings below zero are set against the rest of their quarter, then go to a negative balance",
            "  up to all of what a period earned",
            "a draw is paid at settlement, prorated by 30/360",
            "  what is owed is recovered from up to all of what is earned above it",
            "payees without a currency of their own are paid in GBP",
        ],
    ),
    "negative": (
        NEGATIVE,
        [
            "policy `negative` settles in USD, month by month",
            "earnings below zero are paid as they are",
            "a draw is paid at settlement, prorated by calendar days",
            "  what is owed is recovered from up to all of what is earned above it",
        ],
    ),
}


def vectors():
    area = Payments("settlement", "policies", "settlement.validate", None, None)
    for name, (document, lines) in WORDS.items():
        request = {"op": "settlement.describe", "kind": "settlement_policy", "definition": document, "params": {}}
        area.by_hand(
            f"settlement_described_{name}",
            "the policy in words",
            "what the document says",
            request,
            {"ok": True, "summary": {"lines": lines}, "warnings": []},
        )
    load = {"op": "settlement.describe", "kind": "settlement_policy", "params": {}}
    for name, about, document, problems in refusals():
        area.by_hand(f"settlement_{name}", about, "the document", {**load, "definition": document}, failure(problems))
    area.by_hand(
        "settlement_allow_negative_unused",
        "a permission that nothing uses is a warning",
        "the policy carries what is below zero",
        {"op": "settlement.validate", "params": {"document": policy(allow_negative=True)}},
        {"ok": True, "summary": {"valid": True, "total": 1}},
    )
    expected = area.vectors[-1]["expect"]["summary"]
    expected["problems"] = [
        {
            **warning("settlement.allow_negative_unused", "/allow_negative"),
            "help": "set negative_true_up to pay_negative, or remove it",
            "message": "nothing here pays out amounts below zero, so there is nothing to allow",
        }
    ]
    return area


def refusals():
    forgiven = {"kind": "recoverable_forgiven", "amount": "1"}
    return [
        (
            "negative_pay",
            "paying what is below zero must be allowed",
            policy(negative_true_up="pay_negative"),
            [("settlement.negative_pay", "/negative_true_up")],
        ),
        (
            "clamp_without_measure_period",
            "clamping needs to know when it stops",
            policy(negative_true_up="clamp_until_period_end"),
            [("settlement.measure_period", "")],
        ),
        (
            "clamp_in_a_short_measure_period",
            "a measure period as long as the pay period leaves nothing to clamp",
            policy(negative_true_up="clamp_until_period_end", measure_period="month"),
            [("settlement.measure_period", "/measure_period")],
        ),
        (
            "amounts_and_parts",
            "amounts are zero or more, parts between 0 and 1",
            policy(
                minimum_payout="-1",
                negative_balance={"recover_pct": "1.5", "recover_cap": "-1"},
                draw={"recover_pct": "-0.1", "recover_cap": "-2", "terms": {"kind": "recoverable", "amount": "-3"}},
            ),
            [
                ("settlement.negative_amount", "/draw/recover_cap"),
                ("settlement.pct_out_of_range", "/draw/recover_pct"),
                ("settlement.negative_amount", "/draw/terms/amount"),
                ("settlement.negative_amount", "/minimum_payout"),
                ("settlement.negative_amount", "/negative_balance/recover_cap"),
                ("settlement.pct_out_of_range", "/negative_balance/recover_pct"),
            ],
        ),
        (
            "draw_without_size",
            "a draw has an amount or a part of the target",
            policy(draw={"terms": {"kind": "recoverable"}}),
            [("settlement.draw_size", "/draw/terms")],
        ),
        (
            "draw_of_two_sizes",
            "and not both",
            policy(draw={"terms": {"kind": "recoverable", "amount": "1", "target_share": "1"}}),
            [("settlement.draw_size", "/draw/terms")],
        ),
        (
            "negative_target_share",
            "a part of the target is zero or more",
            policy(draw={"terms": {"kind": "recoverable", "target_share": "-1"}}),
            [("settlement.negative_amount", "/draw/terms/target_share")],
        ),
        (
            "draw_without_end",
            "what is forgiven at the end needs one",
            policy(draw={"terms": forgiven}),
            [("settlement.draw_without_end", "/draw/terms/kind")],
        ),
        (
            "draw_that_ends_first",
            "a draw ends after it starts",
            policy(draw={"terms": {**forgiven, "from": "2026-02-01", "to": "2026-02-01"}}),
            [("time.empty_period", "/draw/terms/to")],
        ),
        (
            "bad_shape",
            "what the shape of the document refuses",
            policy(pay_period={"kind": "days", "days": 0, "from": "2026-01-01"}, currency="usd", payout={"when": "now"}),
            [
                ("number.unknown_currency", "/currency"),
                ("document.out_of_range", "/pay_period/days"),
                ("document.unknown_key", "/payout/when"),
            ],
        ),
        (
            "unknown_schema",
            "a version that is not read here",
            policy(schema="quarterdeck/settlement-policy@2"),
            [("document.unknown_schema", "/schema")],
        ),
    ]
