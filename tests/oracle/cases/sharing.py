"""Splits of payouts: one payee earns on all of a deal, and what it earns is shared."""

from .explained import COMPONENT, credited, explain, node
from .make import QUOTA, Area, assigned, part, plan, quota, sale, split, tiers

FLAT = part("deals", rate="0.1")
PEOPLE = [assigned(payee) for payee in ("ann", "bo", "cy")]
BY_TIER = part(rate_table=tiers("attainment", "marginal", "rate", ("0", "0.1"), ("1", "0.2")), quota=QUOTA)
QUOTAS = [quota("1000", payee=payee) for payee in ("ann", "bo", "cy")]


def sharing(*components, **more):
    return plan(*(components or (FLAT,)), split_stage="payout", **more)


def shared(*parts, name="t1"):
    return [split(name, payee, share=part) for payee, part in zip(("ann", "bo", "cy"), parts)]


def vectors():
    area = Area("sharing")
    worked(area)
    owners(area)
    together(area)
    rounded(area)
    back(area)
    refused(area)
    told(area)
    return area


def worked(area):
    area.worked(
        "prowi-split-60-40",
        "commission_worked_prowi_split_60_40_of_the_payout",
        "60% and 40% of what 10% on 100,000 comes to",
        sharing(),
        [sale("t1", "100000", payee=None)],
        [assigned("ann"), assigned("bo")],
        splits=shared("0.60", "0.40"),
        statements=[
            {"payee_id": "ann", "component_id": "deals", "earned": "10000"},
            {"payee_id": "ann", "component_id": "deals", "earned": "-4000"},
            {"payee_id": "ann", "component_id": None, "earned": "6000"},
            {"payee_id": "bo", "component_id": "deals", "earned": "0"},
            {"payee_id": "bo", "component_id": "deals", "earned": "4000"},
            {"payee_id": "bo", "component_id": None, "earned": "4000"},
        ],
    )
    area.worked(
        "gumroad-allocate-12501c-tie",
        "commission_worked_gumroad_tie_of_the_payout",
        "125.01 by weights of 3334, 3334 and 3333: 41.68, 41.67 and 41.66, the first of equal remainders first",
        sharing(part("deals", rate="1")),
        [sale("t1", "125.01", payee="house")],
        [assigned("house"), *PEOPLE],
        splits=[split("t1", payee, weight=weight) for payee, weight in (("ann", 3334), ("bo", 3334), ("cy", 3333))],
        lines=[
            {"payee_id": "ann", "kind": "share", "amount": "41.68", "source_payee_id": "house"},
            {"payee_id": "bo", "kind": "share", "amount": "41.67", "source_payee_id": "house"},
            {"payee_id": "cy", "kind": "share", "amount": "41.66", "source_payee_id": "house"},
            {"payee_id": "house", "kind": "earning", "amount": "125.01"},
            {"payee_id": "house", "kind": "share", "amount": "-125.01", "source_payee_id": "house"},
        ],
    )


def owners(area):
    deal = [sale("t1", "1000", payee=None)]
    area.oracle(
        "commission_sharing_first_split_owns",
        "the payee of the first direct split has all of the credit, and reaches the second tier with it",
        sharing(BY_TIER),
        [sale("t1", "1500", payee=None)],
        PEOPLE,
        splits=shared("0.5", "0.3", "0.2"),
        quotas=QUOTAS,
    )
    area.oracle(
        "commission_sharing_credit_stage",
        "the same deal where splits share the credit: nobody reaches the second tier",
        plan(BY_TIER, split_stage="credit"),
        [sale("t1", "1500", payee=None)],
        PEOPLE,
        splits=shared("0.5", "0.3", "0.2"),
        quotas=QUOTAS,
    )
    area.oracle(
        "commission_sharing_owner_named",
        "the transaction names who has the credit, second among the splits",
        sharing(),
        [sale("t1", "1000", payee="bo")],
        PEOPLE,
        splits=shared("1/3", "1/3", "1/3"),
    )
    area.oracle(
        "commission_sharing_owner_outside",
        "an owner who is in no split gives everything away",
        sharing(),
        [sale("t1", "1000", payee="cy")],
        PEOPLE,
        splits=shared("0.25", "0.75"),
    )
    area.oracle(
        "commission_sharing_one_payee",
        "who shares with nobody has no line for it, said twice or with nothing for the others",
        sharing(),
        [sale("t1", "1000", payee=None), sale("t2", "500", payee=None)],
        PEOPLE,
        splits=[split("t1", "ann", share="0.4"), split("t1", "ann", share="0.6"), *shared("1", "0", name="t2")],
    )
    area.oracle(
        "commission_sharing_other_plan",
        "a share is paid by the plan that earned it, to people on other plans too",
        sharing(),
        deal,
        [assigned("ann"), assigned("bo", plan_id="another")],
        splits=shared("0.5", "0.5"),
    )
    area.oracle(
        "commission_sharing_owner_not_on_plan",
        "where the owner is on another plan, nothing is earned here that could be shared",
        sharing(),
        deal,
        [assigned("ann", plan_id="another"), assigned("bo")],
        splits=shared("0.5", "0.5"),
    )
    area.oracle(
        "commission_sharing_overlay",
        "overlay splits stay credit of their own, beside all of the owner's",
        sharing(max_total_credit="1.5"),
        deal,
        PEOPLE,
        splits=[*shared("0.5", "0.5"), split("t1", "cy", share="0.5", role="overlay")],
    )


def together(area):
    area.oracle(
        "commission_sharing_after_stages",
        "what caps and multipliers leave of a line is shared, part by part",
        sharing(part("deals", rate="0.1", multipliers=[{"factor": "1.5"}], line_cap={"max": "100.01"})),
        [sale("t1", "1000", payee=None), sale("t2", "333.33", payee="ann")],
        PEOPLE,
        splits=shared("1/3", "1/3", "1/3"),
    )
    area.oracle(
        "commission_sharing_floor_stays",
        "a floor is for no transaction, and stays with its payee",
        sharing(part("deals", rate="0.1", floor={"payment": "500"})),
        [sale("t1", "1000", payee=None)],
        [assigned("ann"), assigned("bo", plan_id="another")],
        splits=shared("0.6", "0.4"),
    )
    area.oracle(
        "commission_sharing_components",
        "every component's line is shared by itself; shares come behind the payee's own lines",
        sharing(FLAT, part("kick", rate="0.01")),
        [sale("t1", "1000", payee=None), sale("t2", "77.77", payee="bo")],
        PEOPLE,
        splits=shared("0.6", "0.4"),
    )
    area.oracle(
        "commission_sharing_months_of_a_quarter",
        "a month of a measure by the quarter: what was shared in January stays",
        sharing(BY_TIER),
        [sale("t1", "900", "2026-01-10", payee=None), sale("t2", "901.01", "2026-02-10", payee=None)],
        PEOPLE,
        {"period": "2026-02"},
        splits=[*shared("1/3", "1/3", "1/3"), *shared("0.5", "0.25", "0.25", name="t2")],
        quotas=QUOTAS,
    )


def rounded(area):
    for at, reconcile in (("line", "none"), ("component", "largest_remainder"), ("payee", "cumulative_difference"), ("payee", "largest_remainder")):
        area.oracle(
            f"commission_sharing_rounded_{at}_{reconcile}",
            f"shares add up to each line as it is rounded by {at} ({reconcile})",
            sharing(part("deals", rate="1/3"), rounding={"at": at, "reconcile": reconcile}),
            [sale("t1", "100.01", payee=None), sale("t2", "100.03", payee=None), sale("t3", "-0.05", payee=None)],
            PEOPLE,
            splits=[*shared("1/3", "1/3", "1/3"), *shared("0.1", "0.2", "0.7", name="t2"), *shared("0.6", "0.4", name="t3")],
        )


def back(area):
    refund = sale("t2", "-1000.01", "2026-02-20", payee=None, reverses_id="t1")
    for name, about, extra, params in (
        ("full", "a sale and its full refund are nothing for the owner and everyone who shared", [refund], {}),
        (
            "parts",
            "parts of a refund take back parts of every share, and add up to all of it",
            [sale(f"r{at}", amount, f"2026-0{at + 1}-20", payee=None, reverses_id="t1") for at, amount in enumerate(("-333.33", "-333.33", "-333.35"), 1)],
            {"period": "2026-H1"},
        ),
        ("later", "a refund in another quarter takes back what was shared then", [{**refund, "booked_on": "2026-04-20"}], {"period": "2026-Q2"}),
        ("recalculated", "the quarter again without the sale", [{**refund, "clawback_mode": "recalculate"}], {}),
        ("current", "a refund at the rates of its day is a negative line, shared as its own splits say", [{**refund, "clawback_mode": "current_rate"}], {}),
    ):
        area.oracle(
            f"commission_sharing_refund_{name}",
            about,
            sharing(),
            [sale("t1", "1000.01", payee=None), *extra],
            PEOPLE,
            params,
            splits=[*shared("1/3", "1/3", "1/3"), *(shared("0.5", "0.5", name="t2") if name == "current" else [])],
        )
    area.oracle(
        "commission_sharing_refund_by_rate",
        "by rate a share gives back its part of the rate, not of the minimum",
        sharing(part("deals", rate="0.1", line_cap={"min": "10"}), clawback={"basis": "rate"}),
        [sale("t1", "50", payee=None), {**refund, "amount": "-50"}],
        PEOPLE,
        splits=shared("0.6", "0.4"),
    )


def refused(area):
    area.refused(
        "commission_sharing_quota_share",
        "a direct split cannot have a part of the quota credit",
        "splits share what is paid",
        sharing(),
        [sale("t1", "1000", payee=None)],
        PEOPLE,
        splits=[split("t1", "ann", share="0.5", quota_share="1"), split("t1", "bo", share="0.5")],
        problems=[
            ("commission.split_quota_share", "/tables/splits/0/quota_share"),
            ("commission.split_quota_share", "/tables/splits/1/quota_share"),
            ("commission.split_quota_share", "/tables/transactions/0/transaction_id"),
        ],
    )


def told(area):
    deal = [sale("t1", "1000", payee=None)]
    line = node("line", "100", "what the line of ann earned", COMPONENT)
    for name, row, what, part, amount, rounding in (
        ("given", 1, "what the other payees of the split have of the line", "1/3", "-66.66", "1/150"),
        ("received", 2, "the payee's part of what ann earned on all of the credit", "1/3", "33.33", "-1/300"),
    ):
        exact = "-200/3" if name == "given" else "100/3"
        explain(
            area,
            f"commission_explain_share_{name}",
            "a share of a line, and the line",
            "a third of 100 to the cent; the first of three equal remainders has the cent that is left over",
            sharing(),
            deal,
            PEOPLE,
            splits=shared("1/3", "1/3", "1/3"),
            row=row,
            tree=node("share", exact, what, "/split_stage", [line], amount, rounding, transaction="t1", date="2026-01-10", share=part),
        )
    explain(
        area,
        "commission_explain_shares_of_a_payee",
        "what somebody is paid is what they earned, and what is shared with them",
        "10 on their own deal and 40 of another's",
        sharing(),
        [*deal, sale("t2", "100", payee="bo")],
        PEOPLE[:2],
        splits=shared("0.6", "0.4"),
        table="statements",
        row=5,
        tree=node(
            "earned",
            "50",
            "everything that bo earned in the period",
            "",
            [
                node(
                    "earned",
                    None,
                    "what bo earned by `deals`, line by line",
                    COMPONENT,
                    [
                        node(
                            "earning",
                            "10",
                            "what the period has earned with this line, less what it had earned before",
                            COMPONENT,
                            [node("rate", "10", "the credit inside the tier times its rate", COMPONENT, credit="100", rate="0.1"), credited("100", 1)],
                            "10",
                            "0",
                            date="2026-01-10",
                            measure_before="0",
                            measure_after="100",
                            transaction="t2",
                        )
                    ],
                    "10",
                    lines="1",
                ),
                node(
                    "shares",
                    "40",
                    "what splits share of `deals`, line by line",
                    COMPONENT,
                    [
                        node(
                            "share",
                            "40",
                            "the payee's part of what ann earned on all of the credit",
                            "/split_stage",
                            [line],
                            "40",
                            "0",
                            transaction="t1",
                            date="2026-01-10",
                            share="0.4",
                        )
                    ],
                    "40",
                    "0",
                ),
            ],
            "50",
            "0",
        ),
    )
