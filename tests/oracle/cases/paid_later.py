"""What gates, multipliers and caps pay for a sale later is the sale's too: a refund takes it back, semantics 2.15 and 2.22."""

from .clawback import refund, taken
from .explained import explain, node
from .make import QUOTA, Area, assigned, part, plan, quota, sale, split
from .rollup import line

HALF = {"subject": "attainment", "op": "ge", "value": "0.5"}
HELD = {**HALF, "on_fail": "hold", "at_end": "release"}
SOLD, PASSES = sale("t1", "300"), sale("t2", "400", "2026-02-20")
APRIL = {"params": {"period": "2026-04"}}
QUARTERS = (("2026-01-01", "2026-04-01"), ("2026-04-01", "2026-07-01"))


def quotas_of(*payees):
    return [quota("1000", *quarter, payee=payee) for payee in payees for quarter in QUARTERS]


QUOTAS = quotas_of("ann")


def gated(*gates, **more):
    return part(**{"quota": QUOTA, "rate": "0.1", "gates": list(gates), **more})


def paid(of, amount, kind="gate", **more):
    return {"transaction_id": of, "kind": kind, "amount": amount, **more}


def vectors():
    area = Area("paid_later")
    gates(area)
    caps(area)
    links(area)
    handed_on(area)
    months(area)
    told(area)
    return area


def gates(area):
    area.worked(
        "by hand: 300 and 400 pass the half of 1,000, so that the first sale's 30 are paid too, and taken back with it",
        "commission_paid_later_gate_passed",
        "what a gate pays for a sale when another passes it goes with the sale",
        plan(gated({**HALF, "on_fail": "hold"})),
        [SOLD, PASSES, refund("r1", "t1", "-300", "2026-03-10")],
        quotas=QUOTAS,
        lines=[
            paid("t1", "0", "earning"),
            paid("t2", "40", "earning"),
            paid("t1", "30", effective_on="2026-02-20"),
            taken("ann", "deals", 4, "r1", "t1", "2026-03-10", "0"),
            taken("ann", "deals", 5, "r1", "t1", "2026-03-10", "-30"),
        ],
    )
    area.worked(
        "by hand: 30 are released at the end of March; what the sale's own line earned, 0, and the 30 are taken back",
        "commission_paid_later_hold_released",
        "what is released at the end of a quarter is taken back in the next",
        plan(gated(HELD)),
        [SOLD, refund("r1", "t1", "-300", "2026-04-10")],
        quotas=QUOTAS,
        **APRIL,
        lines=[taken("ann", "deals", 1, "r1", "t1", "2026-04-10", "0"), taken("ann", "deals", 2, "r1", "t1", "2026-04-10", "-30")],
    )
    area.worked(
        "by hand: half of the 30 falls away in February; the 15 that are released are taken back by what refunds the rest: a third of it, 5, and the other two thirds",
        "commission_paid_later_in_parts",
        "of what is paid after a part was refunded, later parts take what they are of what was left",
        plan(gated(HELD)),
        [SOLD, refund("r1", "t1", "-150", "2026-02-10"), refund("r2", "t1", "-50", "2026-04-10"), refund("r3", "t1", "-100", "2026-04-20")],
        quotas=QUOTAS,
        **APRIL,
        lines=[
            taken("ann", "deals", 1, "r2", "t1", "2026-04-10", "0"),
            taken("ann", "deals", 2, "r2", "t1", "2026-04-10", "-5"),
            taken("ann", "deals", 3, "r3", "t1", "2026-04-20", "0"),
            taken("ann", "deals", 4, "r3", "t1", "2026-04-20", "-10"),
        ],
    )
    area.worked(
        "by hand: three months after the sale the schedule takes a half, of the 30 that were released ten days before as well",
        "commission_paid_later_by_schedule",
        "time runs from the sale, whenever it was paid for",
        plan(gated(HELD), clawback={"mode": "schedule", "schedule": [{"from": 0, "to": 3, "share": "1"}, {"from": 3, "share": "0.5"}]}),
        [SOLD, refund("r1", "t1", "-300", "2026-04-10")],
        quotas=QUOTAS,
        **APRIL,
        lines=[taken("ann", "deals", 1, "r1", "t1", "2026-04-10", "0"), taken("ann", "deals", 2, "r1", "t1", "2026-04-10", "-15")],
    )
    steps = [{"subject": "attainment", "steps": [{"from": "0.5", "factor": "2"}, {"from": "0.8", "factor": "3"}]}]
    flag = {"subject": {"flag": "certified"}, "op": "eq", "value": "1", "on_fail": {"factor": "0.2"}}
    certified = {"flags": [{"payee_id": "ann", "name": "certified", "from": "2026-02-15", "value": "1"}]}
    other = part("other", quota=QUOTA, rate="0.05")
    for name, about, components, rows, more in (
        ("multiplier", "a multiplier steps up twice, with a part refunded between", [gated(multipliers=steps)],
         [SOLD, PASSES, refund("r1", "t1", "-100", "2026-02-25"), sale("t3", "200", "2026-03-01"), refund("r2", "t1", "-200", "2026-03-10")], {}),
        ("flag", "a flag opens the gate, and the sale is refunded on the day before and after", [gated(flag)],
         [SOLD, sale("t2", "100"), refund("r2", "t2", "-100", "2026-02-14"), refund("r1", "t1", "-300", "2026-02-15")], certified),
        ("another_component", "the other component's sale opens the gate", [gated({**HELD, "subject": {"attainment_of": "other"}}), other],
         [SOLD, PASSES, refund("r1", "t1", "-100", "2026-03-10")], {}),
        ("closed_again", "the refund of the sale that opened the gate closes it, and takes nothing of it twice", [gated(HALF)],
         [SOLD, PASSES, refund("r2", "t2", "-400", "2026-03-10"), refund("r1", "t1", "-300", "2026-03-12")], {"restore": "current"}),
        ("recalculated", "a part that is calculated again, and the rest by the rate of the sale", [gated(HELD)],
         [SOLD, refund("r1", "t1", "-100", "2026-03-10", clawback_mode="recalculate"), refund("r2", "t1", "-200", "2026-03-31")], {}),
        ("plan_cap", "what it takes of another component under the cap of the plan comes back too", [gated(HELD), other],
         [SOLD, PASSES, refund("r1", "t1", "-300", "2026-03-10")], {"plan_cap": {"payment": "50", "period": "quarter"}}),
        ("basis_rate", "by the rate alone: what is paid later has none", [gated(HELD)],
         [SOLD, PASSES, refund("r1", "t1", "-150", "2026-03-10")], {"basis": "rate"}),
    ):
        clawback = {**({"restore_attainment": more["restore"]} if "restore" in more else {}), **({"basis": more["basis"]} if "basis" in more else {})}
        document = plan(*components, **({"clawback": clawback} if clawback else {}), **{key: more[key] for key in ("plan_cap",) if key in more})
        area.oracle(f"commission_paid_later_{name}", about, document, rows, quotas=QUOTAS, **{key: more[key] for key in ("flags",) if key in more})


def caps(area):
    carry = part(rate="0.1", period="month", cap={"payment": "100", "excess": "carry"})
    area.worked(
        "by hand: 100 are paid in January, in February and in March; half of each is taken back in April",
        "commission_paid_later_carried",
        "what a cap carried into later months is taken back from each of them",
        plan(carry),
        [sale("t1", "3000"), refund("r1", "t1", "-1500", "2026-04-10")],
        **APRIL,
        lines=[taken("ann", "deals", number, "r1", "t1", "2026-04-10", "-50") for number in (1, 2, 3)],
    )
    area.oracle(
        "commission_paid_later_carried_under_a_gate",
        "a gate pays later, and the cap carries what it pays",
        plan(gated({**HALF, "on_fail": "hold"}, cap={"payment": "20", "period": "month", "excess": "carry"})),
        [SOLD, PASSES, refund("r1", "t1", "-200", "2026-04-10"), refund("r2", "t1", "-100", "2026-05-10")],
        quotas=QUOTAS,
        params={"period": {"from": "2026-01-01", "to": "2026-07-01"}},
    )


def links(area):
    linked = part(rate="0.1", linked={"unless": {"subject": {"attainment_of": "other"}, "op": "ge", "value": "0.5"}, "payment": "20"})
    eligible = [{"column": "family", "op": "eq", "value": family} for family in ("Core", "Add-on")]
    other = part("other", quota=QUOTA, rate="0", eligible=eligible[1])
    core, more = ({**one, "family": family} for one, family in ((SOLD, "Core"), (PASSES, "Core")))
    opens = sale("t3", "600", "2026-03-01", family="Add-on")
    document = plan({**linked, "eligible": eligible[0]}, other)
    area.worked(
        "by hand: 20 of 30 and nothing of 40 are paid; the other component pays both in full, 10 and 40, of which the refund takes back the 10 with the 20",
        "commission_paid_later_link_open",
        "what a link pays for a sale once it is open goes with the sale",
        document,
        [core, more, opens, refund("r1", "t1", "-300", "2026-03-10")],
        quotas=QUOTAS,
        lines=[
            paid("t1", "20", "earning"),
            paid("t2", "0", "earning"),
            paid("t1", "10", "linked"),
            paid("t2", "40", "linked"),
            paid("t3", "0", "earning"),
            taken("ann", "deals", 5, "r1", "t1", "2026-03-10", "-20"),
            taken("ann", "deals", 6, "r1", "t1", "2026-03-10", "-10"),
        ],
    )
    area.worked(
        "by hand: half of the first sale's 10 that the link has withheld is gone when it opens; the other half of the sale takes back 10 and 5",
        "commission_paid_later_link_in_parts",
        "what a link still owes for a sale falls away by what is refunded of it",
        document,
        [core, more, refund("r1", "t1", "-150", "2026-02-25"), opens, refund("r2", "t1", "-150", "2026-03-10")],
        quotas=QUOTAS,
        lines=[
            paid("t1", "20", "earning"),
            paid("t2", "0", "earning"),
            paid("t1", "5", "linked"),
            paid("t2", "40", "linked"),
            paid("t3", "0", "earning"),
            taken("ann", "deals", 5, "r1", "t1", "2026-02-25", "-10"),
            taken("ann", "deals", 6, "r2", "t1", "2026-03-10", "-10"),
            taken("ann", "deals", 7, "r2", "t1", "2026-03-10", "-5"),
        ],
    )


def handed_on(area):
    held = gated(HELD)
    back = refund("r1", "t1", "-300", "2026-04-10")
    quotas = quotas_of("ann", "bo", "mia")
    for name, params in (("", {"period": {"from": "2026-01-01", "to": "2026-07-01"}}), ("_in_april", {"period": "2026-04"})):
        area.oracle(
            f"commission_paid_later_shared{name}",
            "who has a part of the deal has it of what is released for it, and gives it back",
            plan(held, split_stage="payout"),
            [sale("t1", "300", payee=None), back],
            [assigned("ann"), assigned("bo")],
            splits=[split("t1", "ann", "0.75"), split("t1", "bo", "0.25")],
            quotas=quotas,
            params=params,
        )
        for basis in ("commission", "differential"):
            area.oracle(
                f"commission_paid_later_override_{basis}{name}",
                "an override on what is released for a sale is taken back with it",
                plan(held, overrides=[{"id": "over", "basis": basis, "rate": "0.15"}]),
                [SOLD, refund("r0", "t1", "-100", "2026-02-10"), {**back, "amount": "-200"}],
                [assigned("ann"), assigned("mia")],
                reporting=[line("ann", "mia")],
                quotas=quotas,
                params=params,
            )


def months(area):
    """Each month by itself finds what the months before have paid."""
    rows = [SOLD, PASSES, refund("r1", "t1", "-120", "2026-02-25"), refund("r2", "t1", "-180", "2026-06-05")]
    year = {"subject": "measure", "op": "ge", "value": "600", "window": "year", "on_fail": {"factor": "0.25"}}
    for month in ("02", "06"):
        area.oracle(
            f"commission_paid_later_month_{month}",
            "a call of one month finds what earlier months have paid for the sale",
            plan(gated(year)),
            rows,
            quotas=QUOTAS,
            params={"period": f"2026-{month}"},
        )
    carry = {"payment": "1000", "excess": "carry"}
    booked, settled = part("booked", rate="0.1", cap=carry), part("settled", date="paid_on", rate="0.2", cap=carry)
    area.worked(
        "by hand: a tenth of 300 was earned on January 5, before the call, and a fifth will be on March 20, after it; each is taken back once",
        "commission_paid_later_around_the_call",
        "a sale of two dates, one before and one after a call of no calendar period",
        plan(booked, settled),
        [sale("t1", "300", "2026-01-05", paid_on="2026-03-20"), refund("r1", "t1", "-300", "2026-01-20", paid_on="2026-01-25")],
        params={"period": {"from": "2026-01-10", "to": "2026-02-10"}},
        lines=[taken("ann", "booked", 1, "r1", "t1", "2026-01-20", "-30"), taken("ann", "settled", 1, "r1", "t1", "2026-01-25", "-60")],
    )


def told(area):
    document = plan(gated(HALF))
    rows = [SOLD, refund("r1", "t1", "-150", "2026-02-10"), PASSES, refund("r2", "t1", "-50", "2026-03-10")]
    explain(
        area,
        "commission_paid_later_explains_gate",
        "a line that a gate brings about says for which transaction",
        "half of the 30 is left when the gate is passed",
        document,
        rows,
        quotas=QUOTAS,
        row=2,
        tree=node("gate", "15", "what is paid later, or taken back", "/components/0/gates", rounded="15", rounding="0",
                  date="2026-02-20", transaction="t1"),
    )
    sale_node = node("sale", "15", "what the line of the sale earned", "/tables/transactions/0", date="2026-02-20", transaction="t1")
    explain(
        area,
        "commission_paid_later_explains_clawback",
        "what takes it back says which part of what was left",
        "50 of the 150 that were left are a third of 15",
        document,
        rows,
        quotas=QUOTAS,
        row=5,
        tree=node("clawback", "-5", "what the sale earned times the refunded part of it", rounded="-5", rounding="0",
                  date="2026-03-10", transaction="r2", refunded="1/6", of_left="1/3", parts=[sale_node]),
    )
