"""Closed periods restated: every reason, bookings that were made before, and what is let be."""

from restating import restate

from .make import assigned, part, plan, quota, sale, split, tiers
from .payments import Payments

FULLCAST = "fullcast-amount-change-uncommitted, Fullcast Docs, 'Adjustment scenarios and ledger results'"
CLOSED = {"period": "2026-Q1", "booked_on": "2026-04-15"}
STEPS = tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1", "0.10"))


def vectors():
    area = Payments("commission", "restatement", "commission.restate", "commission_plan", restate)
    fullcast(area)
    reasons(area)
    at_close(area)
    unusable(area)
    explained(area)
    return area


def tables(transactions, bookings=None, **more):
    given = {"transactions": transactions, "assignments": [assigned()], **more}
    return given if bookings is None else {**given, "bookings": bookings}


def closed(document, given):
    """What is booked when the period is closed."""
    request = {"definition": document, "params": CLOSED, "tables": given}
    return restate(request)["tables"]["bookings"]


def fullcast(area):
    flat = plan(part(rate="0.05"))
    area.stated(
        f"worked-example: {FULLCAST}",
        "commission_restate_before_the_close",
        "a deal that changes before the close is booked once, as it is now",
        flat,
        CLOSED,
        tables([sale("t1", "7000")]),
        {"bookings": [{"transaction_id": "t1", "kind": "earning", "amount": "350", "reason": "closed"}]},
    )
    area.stated(
        "by hand: 5 % of 5000 was booked, 5 % of 7000 is due",
        "commission_restate_after_the_close",
        "the same change after the close is an adjustment of the difference, in the open period",
        flat,
        CLOSED,
        tables([sale("t1", "7000")], closed(flat, tables([sale("t1", "5000")]))),
        {
            "bookings": [
                {
                    "transaction_id": "t1",
                    "kind": "adjustment",
                    "line_kind": "earning",
                    "period_from": "2026-01-01",
                    "effective_on": "2026-04-15",
                    "transaction_amount": "7000",
                    "amount": "100",
                    "reason": "transaction_changed",
                }
            ]
        },
    )


def reasons(area):
    made = plan(part(rate_table=STEPS, quota={"source": "table"}))
    sold = [sale("t1", "600"), sale("t2", "600", "2026-02-01"), sale("t3", "100", "2026-03-01")]
    quotas = {"quotas": [quota("1000")]}
    before = closed(made, tables(sold, **quotas))

    def restated(name, about, transactions, **more):
        given = tables(transactions, before, **{**quotas, **more})
        area.oracle(f"commission_restate_{name}", about, made, CLOSED, given)

    restated("unchanged", "where nothing has changed nothing is booked", sold)
    restated("transaction_new", "a deal that was not known", [*sold, sale("t4", "50", "2026-03-05")])
    restated("transaction_withdrawn", "a deal that is no more, and what it does to later ones", sold[1:])
    restated("quota_changed", "another quota", sold, quotas=[quota("2000")])
    shared = [{key: value for key, value in sold[0].items() if key != "payee_id"}, *sold[1:]]
    restated(
        "credit_changed",
        "a deal is split after the close: one gives back, the other is paid",
        shared,
        splits=[split("t1", "ann", "0.5"), split("t1", "bo", "0.5")],
        assignments=[assigned(), assigned("bo")],
        quotas=[quota("1000"), quota("1000", payee="bo")],
    )
    refund = sale("r1", "-600", "2026-03-20", None, reverses_id="t2")
    restated("clawback", "a refund that became known after the close", [*sold, refund])
    again = plan(part(rate_table=STEPS, quota={"source": "table"}), clawback={"mode": "recalculate"})
    known = {**refund, "known_at": "2026-04-10T00:00:00Z"}
    area.oracle(
        "commission_restate_recalculation",
        "a refund that became known after the close, by recalculation: a booking for every line that gives back",
        again,
        CLOSED,
        tables([*sold, {**known, "reverses_id": "t1"}], closed(again, tables(sold, **quotas)), **quotas),
    )
    other = plan(part(rate_table=tiers("attainment", "marginal", "rate", ("0", "0.06"), ("1", "0.10")), quota={"source": "table"}))
    area.oracle(
        "commission_restate_terms_changed",
        "the plan pays by another rate",
        other,
        CLOSED,
        tables(sold, before, **quotas),
    )
    again = tables([sale("t1", "700"), *sold[1:]], before, **quotas)
    first = restate({"definition": made, "params": CLOSED, "tables": again})["tables"]["bookings"]
    area.oracle(
        "commission_restate_again",
        "the second restatement is against all that was booked",
        made,
        {**CLOSED, "booked_on": "2026-05-15"},
        tables([sale("t1", "800"), *sold[1:]], before + first, **quotas),
    )
    pool = {"id": "pool", "kind": "team", "period": "month", "rate": "0.1", "base": "component_result", "share_by": "headcount"}
    team = plan(part(rate_table=STEPS, quota={"source": "table"}), bonuses=[pool])
    people = [{**assigned(payee), "team_id": "north"} for payee in ("ann", "bo")]
    both = {"assignments": people, "quotas": [quota("1000"), quota("1000", payee="bo")]}
    area.oracle(
        "commission_restate_team",
        "a deal that one member withdraws moves the pools of the team, month by month",
        team,
        CLOSED,
        tables(sold[1:], closed(team, tables(sold, **both)), **both),
    )
    area.oracle(
        "commission_restate_other_bookings",
        "bookings of other plans and periods are let be",
        made,
        CLOSED,
        tables(sold, [*before, {**before[0], "plan_id": "other"}, {**before[0], "period_to": "2026-05-01"}], **quotas),
    )


def at_close(area):
    flat = plan(part(rate="0.05"))
    late = sale("t2", "100", "2026-02-01", known_at="2026-04-10T00:00:00Z")
    area.oracle(
        "commission_restate_known_at_close",
        "without bookings: what was known at the close is booked first, and the rest is an adjustment",
        flat,
        {**CLOSED, "closed_at": "2026-04-05T00:00:00Z"},
        tables([sale("t1", "5000"), late]),
    )


def unusable(area):
    flat = plan(part(rate="0.05"))
    before = closed(flat, tables([sale("t1", "5000")]))
    area.refused(
        "commission_restate_currency",
        "a booking in another currency",
        "a plan books in its own currency",
        flat,
        CLOSED,
        tables([sale("t1", "5000")], [{**before[0], "currency": "EUR"}]),
        [("number.currency_mismatch", "/tables/bookings/0/currency")],
    )


def explained(area):
    flat = plan(part(rate="0.05"))
    before = closed(flat, tables([sale("t1", "5000"), sale("t2", "10", "2026-01-11")]))
    given = tables([sale("t1", "5000")], before)

    def node(name, op, exact, parts=(), **inputs):
        made = {"id": name, "op": op, "exact": exact, "rounded": None, "rounding": None, "rule": ""}
        return {**made, "inputs": inputs, "parts": list(parts), "rejected": []}

    now = node("now", "what the line comes to now", "0")
    booked = node("booked", "less what was booked for it", "-0.5")
    op = "what the line comes to now, less what was booked for it"
    tree = node("adjustment", op, "-0.5", [now, booked], reason="transaction_withdrawn")
    wanted = {"table": "bookings", "row": 0, "expect": {"tree": tree}}
    area.oracle("commission_restate_explained", "why something is booked", flat, CLOSED, given, explain=wanted)
