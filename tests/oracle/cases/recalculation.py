"""Refunds that have periods calculated again: tiers unwind line by line, for everyone who was credited."""

import json
from pathlib import Path

from .clawback import STEPS, refund
from .explained import node
from .make import Area, assigned, part, plan, quota, sale, split, tiers

AGAIN = {"mode": "recalculate"}
TEMPLATES = Path(__file__).resolve().parents[3] / "core/src/commission/templates"


def vectors():
    area = Area("recalculation")
    unwinding(area)
    in_time(area)
    shared(area)
    staged(area)
    unusable(area)
    told(area)
    template(area)
    return area


def back(name, of, amount, when):
    return {
        "transaction_id": name,
        "kind": "clawback",
        "source_transaction_id": of,
        "effective_on": when,
        "amount": amount,
    }


def unwinding(area):
    sold = [sale("t1", "80"), sale("t2", "70", "2026-01-12"), sale("t3", "10", "2026-01-13")]
    returned = refund("r1", "t1", "-80", "2026-02-20")
    area.worked(
        "by hand: without t1 the other two stay below 100, and 5 of the 70 were earned at twice the rate",
        "commission_recalculate_marginal",
        "without the sale later ones are in lower tiers: each line gives back what it would not have earned",
        plan(part(rate_table=STEPS), clawback=AGAIN),
        [*sold, returned],
        lines=[
            {"transaction_id": "t1", "amount": "4"},
            {"transaction_id": "t2", "amount": "6"},
            {"transaction_id": "t3", "amount": "1"},
            back("r1", "t1", "-4", "2026-02-20"),
            back("r1", "t2", "-2.5", "2026-02-20"),
            back("r1", "t3", "-0.5", "2026-02-20"),
        ],
    )
    whole = tiers("amount", "whole", "rate", ("0", "0.05"), ("100", "0.10"))
    area.oracle(
        "commission_recalculate_whole",
        "a retroactive tier is reached no more: the true-up of the sale that reached it goes too",
        plan(part(rate_table=whole), clawback=AGAIN),
        [*sold, returned, sale("t4", "5", "2026-03-01")],
    )
    slower = tiers("amount", "marginal", "rate", ("0", "0.10"), ("100", "0.05"))
    area.oracle(
        "commission_recalculate_decelerator",
        "where rates fall the lines after the sale get more",
        plan(part(rate_table=slower), clawback=AGAIN),
        [*sold, returned],
    )
    area.oracle(
        "commission_recalculate_flat",
        "at one rate it is what the sale earned, and nothing else",
        plan(part(rate="0.1"), clawback=AGAIN),
        [*sold, returned],
    )
    area.oracle(
        "commission_recalculate_alone",
        "where tiers see each transaction alone a part of the sale is a sale of the rest",
        plan(part(rate_table=STEPS, accumulate="transaction"), clawback=AGAIN),
        [sale("t1", "150"), refund("r1", "t1", "-60", "2026-01-20")],
    )
    area.oracle(
        "commission_recalculate_mode_of_a_refund",
        "a refund may ask for it where the plan does not; each takes back what the one before has left",
        plan(part(rate_table=STEPS), clawback={"basis": "rate"}),
        [*sold, {**returned, "clawback_mode": "recalculate"}, refund("r2", "t2", "-70", "2026-02-21")],
    )


def in_time(area):
    made = plan(part(rate_table=STEPS, period="year"), clawback=AGAIN)
    sold = [sale("t1", "80"), sale("t2", "70", "2026-02-12"), sale("t3", "10", "2026-03-13"), sale("t4", "40", "2026-04-02")]
    returned = refund("r1", "t1", "-80", "2026-03-20")
    for month, about in (
        ("2026-M03", "the months from the sale's on are calculated again, as they were rounded then"),
        ("2026-M04", "from then on the year has never had the sale"),
    ):
        area.oracle(f"commission_recalculate_{month[5:].lower()}", about, made, [*sold, returned], params={"period": month})
    area.oracle(
        "commission_recalculate_later_year",
        "a sale of the year before: its lines give back, those of this year have nothing to do with it",
        made,
        [*sold, refund("r1", "t1", "-80", "2027-02-20"), sale("t5", "150", "2027-02-01")],
        params={"period": "2027-Q1"},
    )
    area.oracle(
        "commission_recalculate_days",
        "where the call's period is none of the calendar, the rest of the year before it is one period",
        made,
        [*sold, returned],
        params={"period": {"from": "2026-03-15", "to": "2026-04-10"}},
    )
    area.oracle(
        "commission_recalculate_before_the_sale",
        "a refund before its sale has nothing to take back, and nothing of the sale is credited when it comes",
        made,
        [*sold, refund("r1", "t3", "-10", "2026-02-20")],
        params={"period": "2026-M03"},
    )
    thirds = [refund(f"r{at}", "t1", "-33.35", f"2026-0{at + 1}-20") for at in (1, 2, 3)]
    area.oracle(
        "commission_recalculate_in_parts",
        "parts of a refund leave parts of the sale, and at last nothing",
        plan(part(rate="0.1", period="year"), clawback=AGAIN),
        [sale("t1", "100.05"), sale("t2", "3.33", "2026-01-11"), *thirds],
        params={"period": "2026"},
    )
    area.oracle(
        "commission_recalculate_not_known_yet",
        "what was not known at the time was not taken back",
        made,
        [*sold, {**returned, "known_at": "2026-05-01T00:00:00Z"}],
        params={"period": "2026", "known_at": "2026-04-20T00:00:00Z"},
    )


def shared(area):
    area.oracle(
        "commission_recalculate_of_a_split",
        "everyone who was credited is calculated again, and whoever stands above them",
        plan(
            part("own", rate_table=STEPS),
            part("team", rate_table=STEPS, roll_up="only"),
            clawback=AGAIN,
            hierarchy={"date": "booked_on"},
        ),
        [sale("t1", "90", payee=None), sale("t2", "70", "2026-01-12"), sale("t3", "60", "2026-01-14", "bo"), refund("r1", "t1", "-45", "2026-02-03")],
        [assigned("ann"), assigned("bo"), assigned("mia")],
        splits=[split("t1", "ann", "1/3"), split("t1", "bo", "2/3")],
        reporting=[{"person_id": "ann", "manager_id": "mia"}, {"person_id": "bo", "manager_id": "mia"}, {"person_id": "mia"}],
    )


def staged(area):
    gate = {"subject": "attainment", "op": "ge", "value": "1", "on_fail": "zero"}
    area.oracle(
        "commission_recalculate_gate",
        "without the sale a gate is passed no more, and the whole quarter gives back",
        plan(part(rate="0.1", gates=[gate], quota={"source": "table"}), clawback=AGAIN),
        [sale("t1", "60"), sale("t2", "70", "2026-02-12"), refund("r1", "t1", "-60", "2026-03-20")],
        quotas=[quota("100")],
    )
    area.oracle(
        "commission_recalculate_cap",
        "what a cap had withheld is paid as far as the refund makes room",
        plan(part(rate="0.1", cap={"payment": "10"}), clawback=AGAIN),
        [sale("t1", "60"), sale("t2", "70", "2026-02-12"), refund("r1", "t1", "-60", "2026-03-20")],
    )


def unusable(area):
    area.document(
        "commission_recalculate_basis",
        "a recalculation by the rate alone",
        "it is the difference of what two calculations earn, and has no other basis",
        plan(part(rate="0.1"), clawback={**AGAIN, "basis": "rate"}),
        [("commission.clawback_terms", "/clawback/basis")],
    )


def told(area):
    made = plan(part(rate_table=STEPS), clawback=AGAIN)
    given = made, [sale("t1", "80"), sale("t2", "70", "2026-01-12"), refund("r1", "t1", "-80", "2026-02-20")]
    area.add(
        "commission_recalculate_described",
        "a recalculation in words",
        {"op": "commission.describe", "kind": "commission_plan", "definition": plan(part(rate="0.1"), clawback=AGAIN), "params": {}},
        {
            "ok": True,
            "summary": {
                "lines": [
                    "plan `plan` pays in USD, from 2020-01-01",
                    "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
                    "component `deals` adds up the amount by `booked_on`, quarter by quarter",
                    "  it pays 0.1 for every unit of credit",
                    "a refund takes back what every line since its sale earned with the part that is refunded, and would not without",
                ]
            },
        },
        "by hand: the policy, line by line",
    )
    parts = [
        node("without", "3.5", "what the line comes to without it"),
        node("with", "-6", "less what it came to with it"),
    ]
    op = "what the line comes to without the refunded part of the sale, less what it came to with it"
    inputs = {"date": "2026-02-20", "line_date": "2026-01-12", "line_of": "t2", "refunded": "1", "sale": "t1", "transaction": "r1"}
    tree = node("clawback", "-2.5", op, "/clawback", parts, "-2.5", "0", **inputs)
    area.by_hand("commission_recalculate_explained", "why a line gives back", "2.5 of the 6 were earned in the upper tier", *given, expect={"ok": True})
    area.vectors[-1]["explain"] = {"table": "lines", "row": 3, "expect": {"tree": tree}}


def template(area):
    document = json.loads((TEMPLATES / "clawback.json").read_text(encoding="utf-8"))
    sold = [sale("t1", "1000"), sale("t2", "1000", "2026-01-11"), sale("t3", "1000", "2026-01-12"), sale("t4", "1000", "2026-01-13")]
    returned = [
        refund("r1", "t1", "-1000", "2026-04-09"),
        refund("r2", "t2", "-1000", "2026-04-11"),
        refund("r3", "t3", "-1000", "2026-07-12"),
        refund("r4", "t4", "-1000", "2027-01-13"),
    ]
    area.worked(
        "by hand: all of 100 up to the third month, half up to the sixth, a quarter up to the twelfth",
        "commission_template_clawback",
        "the template `clawback`, tried: the later the customer cancels, the less is taken back",
        document,
        [*sold, *returned],
        [assigned(plan_id="clawback")],
        params={"period": {"from": "2026-04-01", "to": "2027-02-01"}},
        lines=[{"transaction_id": f"r{at}", "amount": amount} for at, amount in enumerate(("-100", "-50", "-25", "0"), 1)],
    )
    area.add(
        "commission_template_clawback_described",
        "the template `clawback` in words",
        {"op": "commission.describe", "kind": "commission_plan", "definition": document, "params": {}},
        {
            "ok": True,
            "summary": {
                "lines": [
                    "plan `clawback` (A rate on bookings, taken back by the month in which the customer cancels) pays in USD, from 2026-01-01",
                    "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
                    "component `bookings` adds up the amount by `booked_on`, quarter by quarter",
                    "  it pays 0.1 for every unit of credit",
                    "a refund takes back what its sale earned, by the part that is refunded and the months since the sale",
                    "  from months 0 up to, not including, 3: 1 of it",
                    "  from months 3 up to, not including, 6: 0.5 of it",
                    "  from months 6 up to, not including, 12: 0.25 of it",
                ]
            },
        },
        "by hand: the template, line by line",
    )
