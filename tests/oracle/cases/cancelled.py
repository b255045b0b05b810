"""What stages still owe for a refunded sale is cancelled on the refund's day: semantics 2.15 and 2.22."""

from .clawback import refund, taken
from .make import QUOTA, Area, assigned, part, plan, quota, sale, split

CARRY = part(rate="0.1", period="month", cap={"payment": "100", "excess": "carry"})
HALF = {"subject": "attainment", "op": "ge", "value": "0.5"}
QUOTAS = [quota("1000")]


def vectors():
    area = Area("cancelled")
    carried(area)
    gated(area)
    together(area)
    return area


def carried(area):
    big = sale("t1", "3000")
    area.worked(
        "by hand: 100 of 300 is paid and taken back; the 200 that the cap carries are not paid in February or March",
        "commission_cancelled_carry",
        "what a cap withheld of a refunded sale is not released later",
        plan(CARRY),
        [big, refund("r1", "t1", "-3000", "2026-02-10")],
        lines=[{"transaction_id": "t1", "amount": "100"}, taken("ann", "deals", 2, "r1", "t1", "2026-02-10", "-100")],
        statements=[{"earned": "100"}, {"earned": "0"}, {"earned": "0"}, {"component_id": "deals", "earned": "-100"}, {"component_id": None, "earned": "0"}],
    )
    area.worked(
        "by hand: a half of 100 is taken back; a half of the 200 that are carried is left, and paid at the end of February",
        "commission_cancelled_carry_half",
        "the refunded half of what is carried is cancelled",
        plan(CARRY),
        [big, refund("r1", "t1", "-1500", "2026-02-10")],
        lines=[
            {"transaction_id": "t1", "amount": "100"},
            {"transaction_id": "t1", "kind": "cap_release", "effective_on": "2026-02-28", "amount": "100"},
            taken("ann", "deals", 3, "r1", "t1", "2026-02-10", "-50"),
        ],
    )
    area.worked(
        "by hand: the second sale finds the cap of January used up; its 50 are carried to February, the 200 of the first are not",
        "commission_cancelled_carry_no_room",
        "a refund in the period of its sale makes no room for others, and what was withheld of these is still paid",
        plan(CARRY),
        [big, refund("r1", "t1", "-3000", "2026-01-12"), sale("t2", "500", "2026-01-20")],
        lines=[
            {"transaction_id": "t1", "amount": "100"},
            {"transaction_id": "t2", "amount": "0"},
            {"transaction_id": "t2", "kind": "cap_release", "effective_on": "2026-02-28", "amount": "50"},
            taken("ann", "deals", 4, "r1", "t1", "2026-01-12", "-100"),
        ],
    )
    area.worked(
        "by hand: February pays 100 of the 200 of the first sale; 100 of it and the 200 of the second are left, of which the refund of the first leaves 200, and March pays 100; both 100 of the first are taken back",
        "commission_cancelled_carry_in_order",
        "what was withheld first is paid first: a refund cancels what of its sale is left then",
        plan(CARRY),
        [big, sale("t2", "2000", "2026-01-20"), refund("r1", "t1", "-3000", "2026-03-01")],
        lines=[
            {"transaction_id": "t1", "amount": "100"},
            {"transaction_id": "t2", "amount": "0"},
            {"transaction_id": "t1", "kind": "cap_release", "effective_on": "2026-02-28", "amount": "100"},
            {"transaction_id": "t2", "kind": "cap_release", "effective_on": "2026-03-31", "amount": "100"},
            taken("ann", "deals", 5, "r1", "t1", "2026-03-01", "-100"),
            taken("ann", "deals", 6, "r1", "t1", "2026-03-01", "-100"),
        ],
    )
    for name, about, rows, more in (
        ("later", "a call of a later month alone cancels the same", [big, refund("r1", "t1", "-3000", "2026-03-10")], {"params": {"period": "2026-03"}}),
        ("in_parts", "parts of a refund cancel parts of what is left", [big, refund("r1", "t1", "-1000", "2026-01-20"), refund("r2", "t1", "-500", "2026-02-10"), refund("r3", "t1", "-1500", "2026-03-10")], {}),
        ("first", "a refund that stands before its sale on the day", [sale("t1", "3000"), refund("a1", "t1", "-1500", "2026-01-10"), sale("t2", "100", "2026-02-01")], {}),
        ("reversal", "an amount below zero unwinds what was withheld last", [big, sale("t2", "2000", "2026-01-20"), sale("t3", "-500", "2026-01-21"), refund("r1", "t1", "-3000", "2026-01-22"), sale("t4", "-1700", "2026-01-23")], {}),
    ):
        area.oracle(f"commission_cancelled_carry_{name}", about, plan(CARRY), rows, **more)
    area.worked(
        "by hand: the 200 of January end with the year, so that the refund cancels nothing: of the 250 of February 100 are paid, and 100 in March",
        "commission_cancelled_carry_of_a_year_before",
        "a refund cancels nothing in the balance of another year than its sale's",
        plan(CARRY, calendar={"kind": "months", "first_month": 2}),
        [big, refund("r1", "t1", "-3000", "2026-02-10"), sale("t2", "2500", "2026-02-15")],
        params={"period": {"from": "2026-01-01", "to": "2026-04-01"}},
        lines=[
            {"transaction_id": "t1", "amount": "100"},
            {"transaction_id": "t2", "amount": "100"},
            {"transaction_id": "t2", "kind": "cap_release", "effective_on": "2026-03-31", "amount": "100"},
            taken("ann", "deals", 4, "r1", "t1", "2026-02-10", "-100"),
        ],
    )
    opened = part(rate="0.1", quota=QUOTA, gates=[{**HALF, "on_fail": {"factor": "1/3"}}], cap={"payment": "10", "excess": "carry"})
    area.oracle(
        "commission_cancelled_carry_of_what_opens",
        "a sale opens a gate for those before it: the refund cancels what is carried for the sale, not what is for the others",
        plan(opened),
        [sale("t1", "300"), sale("t2", "600", "2026-01-20"), refund("r1", "t2", "-300", "2026-03-01")],
        quotas=QUOTAS,
        params={"period": "2026-Q1"},
    )
    area.oracle(
        "commission_cancelled_carry_split",
        "everybody's part of what is carried is cancelled",
        plan(CARRY),
        [sale("t1", "9000", "2026-01-10", None), refund("r1", "t1", "-9000", "2026-02-10"), sale("t2", "300", "2026-02-11", "bob")],
        [assigned("ann"), assigned("bob")],
        splits=[split("t1", "ann", "0.5"), split("t1", "bob", "0.5")],
    )


def gated(area):
    rows = [sale("t1", "300"), refund("r1", "t1", "-300", "2026-02-10")]

    def component(*gates, **more):
        return part(**{"quota": QUOTA, "rate": "0.1", "gates": list(gates), **more})

    held = {**HALF, "on_fail": "hold", "at_end": "release"}
    area.worked(
        "by hand: nothing is paid of 30, nothing is taken back, and nothing is released at the end of March",
        "commission_cancelled_hold_release",
        "what a gate held of a refunded sale is not released at its end",
        plan(component(held)),
        rows,
        quotas=QUOTAS,
        statements=[{"earned": "0"}, {"earned": "0"}, {"component_id": None, "earned": "0"}],
    )
    area.worked(
        "by hand: 300 and 400 pass the half of 1,000; 40 of the second are paid, and the 30 of the first are not",
        "commission_cancelled_hold_passed",
        "a gate that is passed after the refund pays for the other sales alone",
        plan(component({**HALF, "on_fail": "hold"})),
        [*rows, sale("t2", "400", "2026-02-20")],
        quotas=QUOTAS,
        lines=[
            {"transaction_id": "t1", "amount": "0"},
            {"transaction_id": "t2", "amount": "40"},
            taken("ann", "deals", 3, "r1", "t1", "2026-02-10", "0"),
        ],
    )
    area.worked(
        "by hand: a quarter of 30 is paid, and half of that taken back, 3.75; the second brings its 40, and with it the gate three quarters of the half that is left of the first, 11.25",
        "commission_cancelled_factor_half",
        "the other part of what a gate left is paid for what is not refunded",
        plan(component({**HALF, "on_fail": {"factor": "0.25"}})),
        [rows[0], refund("r1", "t1", "-150", "2026-02-10"), sale("t2", "400", "2026-02-20")],
        quotas=QUOTAS,
        lines=[
            {"transaction_id": "t1", "amount": "7.5"},
            {"transaction_id": "t2", "amount": "40"},
            {"transaction_id": "t1", "kind": "gate", "amount": "11.25"},
            taken("ann", "deals", 4, "r1", "t1", "2026-02-10", "-3.75"),
        ],
    )
    area.worked(
        "by hand: the schedule takes nothing back of the quarter of 30 that was paid; the rest of the 30 is gone with the deal, so that the second sale brings its own 40",
        "commission_cancelled_by_schedule",
        "a schedule lessens what is taken back of what was paid, not what falls away of what was not",
        plan(component({**HALF, "on_fail": {"factor": "0.25"}}), clawback={"mode": "schedule", "schedule": [{"from": 0, "to": 1, "share": "1"}]}),
        [*rows, sale("t2", "400", "2026-02-20")],
        quotas=QUOTAS,
        lines=[
            {"transaction_id": "t1", "amount": "7.5"},
            {"transaction_id": "t2", "amount": "40"},
            taken("ann", "deals", 3, "r1", "t1", "2026-02-10", "0"),
        ],
    )
    steps = [{"subject": "attainment", "steps": [{"from": "0.5", "factor": "2"}]}]
    excess = {"subject": "measure", "op": "gt", "value": "200", "on_pass": "excess_only"}
    for name, about, made in (
        ("multiplier", "a multiplier that steps up after the refund", component(multipliers=steps)),
        ("line_cap", "of a capped deal that is refunded a multiplier brings nothing", component(multipliers=steps, line_cap={"max": "20"})),
        ("excess_only", "credit above a gate, without that of the refunded sale", component(excess, {**HALF, "on_fail": "hold"})),
        ("kicker", "a kicker on what the lines earned leaves out the refunded one", component(kickers=[{"when": HALF, "rate": "0.1", "base": "component_result"}])),
    ):
        area.oracle(f"commission_cancelled_{name}", about, plan(made), [*rows, sale("t2", "400", "2026-02-20"), refund("r2", "t2", "-100", "2026-03-02"), sale("t3", "50", "2026-03-03")], quotas=QUOTAS)
    year = {"subject": "measure", "op": "ge", "value": "600", "window": "year", "on_fail": "hold", "at_end": "release"}
    for month in ("2026-Q2", "2026-06"):
        area.oracle(
            f"commission_cancelled_later_{month[5:].lower()}",
            "a gate over the year, a refund in the next quarter, and the sale that passes it",
            plan(component(year)),
            [rows[0], refund("r1", "t1", "-300", "2026-04-10"), sale("t2", "400", "2026-06-20")],
            quotas=[quota("1000"), quota("1000", "2026-04-01", "2026-07-01")],
            params={"period": month},
        )


def together(area):
    made = part(quota=QUOTA, rate="0.1", gates=[{**HALF, "on_fail": "hold"}], cap={"payment": "50", "period": "month", "excess": "carry"})
    area.oracle(
        "commission_cancelled_gate_and_carry",
        "what a gate brings with another sale's line and the cap carries on is cancelled too",
        plan(made),
        [sale("t1", "400"), sale("t2", "700", "2026-01-20"), refund("r1", "t1", "-400", "2026-02-10"), sale("t3", "10", "2026-03-03")],
        quotas=QUOTAS,
    )
    area.oracle(
        "commission_cancelled_restored",
        "with the credit taken off as well",
        plan(made, clawback={"restore_attainment": "current"}),
        [sale("t1", "400"), sale("t2", "700", "2026-01-20"), refund("r2", "t2", "-700", "2026-02-10"), sale("t3", "300", "2026-03-03")],
        quotas=QUOTAS,
    )
