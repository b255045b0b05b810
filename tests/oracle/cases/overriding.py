"""Overrides: what those above are paid for what is sold and earned below them."""

from .make import Area, assigned, part, plan, quota, sale, split
from .rollup import line

OWN = part("own", rate="0.1")
CHAIN = ("ann", "mia", "max", "vera")
LADDER = [line(below, above) for below, above in zip(CHAIN, CHAIN[1:])]
PEOPLE = [assigned(payee) for payee in (*CHAIN, "bo")]


def over(name="over", basis="revenue", **more):
    return {"id": name, "basis": basis, **({} if {"rate", "rates", "own_rate"} & set(more) else {"rate": "0.03"}), **more}


def overriding(*overrides, components=(OWN,), **more):
    return plan(*components, overrides=list(overrides or [over()]), **more)


def owning(*rates):
    """The four of the ladder, each with a rate."""
    return [{**assigned(payee), **({"override_rate": rate} if rate else {})} for payee, rate in zip(CHAIN, rates)]


def vectors():
    area = Area("overriding")
    worked(area)
    levels(area)
    commissions(area)
    differentials(area)
    excesses(area)
    dates(area)
    kept(area)
    back(area)
    return area


def worked(area):
    reps, sold = ["ann", "bo", "cy", "dan", "eve"], ["75000", "60000", "67500", "52500", "45000"]
    area.worked(
        "prowi-override-team",
        "commission_worked_prowi_override_team_by_override",
        "3% of what the team sells, line by line; the reps' own 10% stays theirs",
        overriding(over("team")),
        [sale(f"t{at}", amount, payee=rep) for at, (rep, amount) in enumerate(zip(reps, sold, strict=True))],
        [assigned(payee) for payee in [*reps, "mia"]],
        reporting=[line(rep, "mia") for rep in reps],
        lines=[
            *({"payee_id": rep, "component_id": "own", "amount": amount} for rep, amount in zip(reps, ["7500", "6000", "6750", "5250", "4500"], strict=True)),
            *(
                {"payee_id": "mia", "component_id": "team", "kind": "override", "amount": amount, "source_payee_id": rep}
                for rep, amount in zip(reps, ["2250", "1800", "2025", "1575", "1350"], strict=True)
            ),
        ],
    )


def levels(area):
    deal = [sale("t1", "1000"), sale("t2", "333.33", payee="mia")]
    for name, about, rule in (
        ("one", "one level up", over(levels=1)),
        ("two", "two levels up", over(levels=2)),
        ("all", "to the top", over()),
        ("by_level", "a multi-level plan: a rate for each level", over(rates=["0.05", "0.03", "0.02"], max_total="0.1")),
        ("by_level_short", "more people than levels", over(rates=["0.05", "1/30"])),
        ("own", "everybody's own rate; who has none gets none", over(own_rate=True)),
    ):
        area.oracle(
            f"commission_override_levels_{name}",
            about,
            overriding(rule),
            deal,
            owning(None, "0.04", None, "0.01"),
            reporting=LADDER,
        )
    away = [assigned("ann"), assigned("mia", to="2026-01-05"), assigned("max"), assigned("vera")]
    for compress in (False, True):
        area.oracle(
            f"commission_override_levels_{'compressed' if compress else 'as_they_are'}",
            f"a manager has left the plan, and {'no longer counts as a level' if compress else 'still counts as a level'}",
            overriding(over(rates=["0.05", "0.03"], compress=compress)),
            [sale("t1", "1000", "2026-01-04"), sale("t2", "2000", "2026-01-05")],
            away,
            reporting=LADDER,
        )


def commissions(area):
    deal = [sale("t1", "1000"), sale("t2", "500", payee="mia")]
    for name, about, rule in (
        ("direct", "of what direct reports earn, overrides included: 10% of 100, then 10% of that", over(basis="commission", rate="0.1", levels=1)),
        ("all", "of what everybody below earns, overrides included", over(basis="commission", rate="0.1")),
        ("earned", "of what everybody below earned by components alone", over(basis="commission", rate="0.1", includes_overrides=False)),
        ("by_level", "by level, of overrides too", over(basis="commission", rates=["0.1", "0.05"])),
    ):
        area.oracle(f"commission_override_commission_{name}", about, overriding(rule), deal, PEOPLE, reporting=LADDER)
    area.oracle(
        "commission_override_commission_of_others",
        "an override of one kind counts for one on commissions",
        overriding(over("revenue", levels=1), over("earned", "commission", rate="0.5", levels=1)),
        deal,
        PEOPLE,
        reporting=LADDER,
    )
    area.oracle(
        "commission_override_commission_after_stages",
        "of what caps leave, and of a floor that is for no transaction",
        overriding(over(basis="commission", rate="0.1"), components=[part("own", rate="0.1", cap={"payment": "80"}, floor={"payment": "20"})]),
        deal,
        PEOPLE,
        reporting=LADDER,
    )


def differentials(area):
    deal = [sale("t1", "1000"), sale("t2", "-300"), sale("t3", "0")]
    rates = (None, "0.12", "0.15", "0.2")
    area.oracle(
        "commission_override_differential",
        "three levels of 12, 15 and 20% above a seller of 10%: 2, 3 and 5%",
        overriding(over(basis="differential", own_rate=True)),
        deal,
        owning(*rates),
        reporting=LADDER,
    )
    area.oracle(
        "commission_override_differential_seller_apart",
        "where what the seller earned is not taken off: 12, 3 and 5%",
        overriding(over(basis="differential", own_rate=True, includes_earnings=False)),
        deal,
        owning(*rates),
        reporting=LADDER,
    )
    area.oracle(
        "commission_override_differential_nothing_left",
        "whoever has no more than is paid below gets nothing, and the next has what is left above both",
        overriding(over(basis="differential", own_rate=True)),
        deal,
        owning(None, "0.15", "0.12", "0.16"),
        reporting=LADDER,
    )
    area.oracle(
        "commission_override_differential_by_level",
        "rates by level, each less those below; together no more than the last",
        overriding(over(basis="differential", rates=["0.11", "0.125", "0.15"], max_total="0.15")),
        deal,
        PEOPLE,
        reporting=LADDER,
    )


def excesses(area):
    team = [line("ann", "mia"), line("bo", "mia"), line("mia", "vera")]
    deals = [
        sale("t1", "800", "2026-01-10"),
        sale("t2", "700", "2026-02-10", payee="bo"),
        sale("t3", "-600", "2026-02-20", payee="bo"),
        sale("t4", "1000.5", "2026-03-10"),
    ]
    rule = over(basis="excess", rate="0.1", threshold="1000", levels=1)
    area.oracle(
        "commission_override_excess",
        "of what a team sells above 1,000 in a quarter; what goes below it again is taken back",
        overriding(rule),
        deals,
        PEOPLE,
        reporting=team,
    )
    area.oracle(
        "commission_override_excess_in_a_month",
        "March of that quarter goes on where February ended",
        overriding(rule),
        deals,
        PEOPLE,
        {"period": "2026-03"},
        reporting=team,
    )
    area.oracle(
        "commission_override_excess_by_month",
        "the same threshold, month by month",
        overriding({**rule, "period": "month", "threshold": "500"}),
        deals,
        PEOPLE,
        reporting=team,
    )


def dates(area):
    moved = [line("ann", "mia", to="2026-02-15"), line("ann", "bo", "2026-02-15"), line("mia", "vera"), line("bo", "vera")]
    for basis in ("revenue", "commission"):
        area.oracle(
            f"commission_override_reassigned_{basis}",
            "somebody gets another manager in the middle of a quarter: each day's manager has that day's deals",
            overriding(over(basis=basis, rate="0.1")),
            [sale("t1", "1000", "2026-02-14"), sale("t2", "2000", "2026-02-15"), sale("t3", "30.05", "2026-03-01")],
            PEOPLE,
            reporting=moved,
        )
    area.oracle(
        "commission_override_taking_turns",
        "two people who take turns in reporting to each other",
        overriding(over(basis="commission", rate="0.1")),
        [sale("t1", "1000", "2026-01-31"), sale("t2", "2000", "2026-02-01", payee="mia")],
        PEOPLE,
        reporting=[line("ann", "mia", to="2026-02-01"), line("mia", "ann", "2026-02-01")],
    )
    area.oracle(
        "commission_override_rate_changes",
        "somebody's own rate by the assignment of the day",
        overriding(over(own_rate=True)),
        [sale("t1", "1000", "2026-02-14"), sale("t2", "2000", "2026-02-15")],
        [
            assigned("ann"),
            {**assigned("mia", to="2026-02-15"), "override_rate": "0.02"},
            {**assigned("mia", start="2026-02-15"), "override_rate": "0.03"},
        ],
        reporting=LADDER,
    )


def kept(area):
    """What counts, and what else the plan does with it."""
    pair = [part("own", rate="0.1"), part("extra", rate="0.02")]
    family = {"column": "family", "op": "eq", "value": "Core"}
    deals = [sale("t1", "1000", family="Core"), sale("t2", "10.01", family="Add-on")]
    area.oracle(
        "commission_override_credit_once",
        "the credit of a deal counts once, whatever components paid on it; what they earned adds up",
        overriding(over("revenue"), over("earned", "commission", rate="0.1"), components=pair),
        deals,
        PEOPLE,
        reporting=LADDER[:1],
    )
    area.oracle(
        "commission_override_components",
        "only lines of a component, and only of some deals",
        overriding(over("earned", "commission", rate="0.1", components=["extra"]), over("core", eligible=family), components=pair),
        deals,
        PEOPLE,
        reporting=LADDER[:1],
    )
    bonus = {"when": {"subject": "measure", "op": "lt", "value": "100"}, "amount": "40"}
    area.oracle(
        "commission_override_components_without_a_deal",
        "an override on some deals is not on what is earned without one, though there is no deal at all",
        overriding(over("earned", "commission", rate="0.1"), over("core", "commission", eligible=family), components=[part("own", rate="0.1", kickers=[bonus])]),
        [],
        PEOPLE,
        reporting=LADDER[:1],
    )
    area.oracle(
        "commission_override_beside_rollup",
        "credit that rolled up is not sold twice; what it earned is earned",
        overriding(over("revenue"), over("earned", "commission", rate="0.1"), components=[OWN, part("team", rate="0.01", roll_up="only")], hierarchy={"date": "booked_on"}),
        [sale("t1", "1000")],
        PEOPLE,
        reporting=LADDER[:2],
    )
    area.oracle(
        "commission_override_shared_payout",
        "an override on what a payee keeps of a shared deal, and on what is shared with another",
        overriding(over("earned", "commission", rate="0.1"), over("revenue"), over("rest", "differential", rate="0.15"), split_stage="payout"),
        [sale("t1", "1000", payee=None)],
        PEOPLE,
        splits=[split("t1", "ann", share="0.6"), split("t1", "bo", share="0.4")],
        reporting=[line("ann", "mia"), line("bo", "max")],
    )
    area.oracle(
        "commission_override_split_credit",
        "each payee's own part of the credit, both below one manager",
        overriding(),
        [sale("t1", "1000", payee=None)],
        PEOPLE,
        splits=[split("t1", "ann", share="1/3"), split("t1", "bo", share="2/3")],
        reporting=[line("ann", "mia"), line("bo", "mia")],
    )
    for at, reconcile in (("line", "none"), ("component", "largest_remainder"), ("payee", "cumulative_difference"), ("payee", "largest_remainder")):
        area.oracle(
            f"commission_override_rounded_{at}_{reconcile}",
            f"overrides are rounded by {at} ({reconcile})",
            overriding(over(rate="1/3"), rounding={"at": at, "reconcile": reconcile}),
            [sale("t1", "100.01"), sale("t2", "100.03"), sale("t3", "0.05", payee="mia")],
            PEOPLE,
            reporting=LADDER,
        )
    area.oracle(
        "commission_override_month_of_a_quarter",
        "cents of February go on where January ended, as those of a component do",
        overriding(over(rate="1/3")),
        [sale("t1", "100", "2026-01-10"), sale("t2", "100", "2026-02-10")],
        PEOPLE,
        {"period": "2026-02"},
        reporting=LADDER,
    )
    area.oracle(
        "commission_override_period_said",
        "a component by the quotas of payees, and a period for the override",
        overriding(over(period="quarter"), components=[part("own", rate="0.1", period="quota", quota={"source": "table"})]),
        [sale("t1", "1000")],
        PEOPLE[:2],
        quotas=[quota("900", payee=payee) for payee in ("ann", "mia")],
        reporting=LADDER,
    )
    area.oracle(
        "commission_override_payee_set_aside",
        "a manager without a quota that the plan needs is set aside, and has no override either",
        overriding(over(period="quarter"), components=[part("own", rate="0.1", period="quota", quota={"source": "table"})]),
        [sale("t1", "1000")],
        PEOPLE[:3],
        {"bad_records": "set_aside"},
        quotas=[quota("900", payee=payee) for payee in ("ann", "max")],
        reporting=LADDER,
    )


def back(area):
    rules = (over("revenue"), over("earned", "commission", rate="0.1"), over("rest", "differential", rate="0.2"))
    whole = sale("t2", "-1000.01", "2026-02-20", payee=None, reverses_id="t1")
    for name, about, refunds, params in (
        ("full", "a sale and its full refund are nothing for everyone above", [whole], {}),
        (
            "parts",
            "parts of a refund take back parts of every override",
            [sale("r1", "-333.33", "2026-02-20", payee=None, reverses_id="t1"), sale("r2", "-666.68", "2026-03-20", payee=None, reverses_id="t1")],
            {},
        ),
        ("later", "a refund in another quarter takes back what those above had then", [{**whole, "booked_on": "2026-04-20"}], {"period": "2026-Q2"}),
        ("recalculated", "the quarter again without the sale: everything that those above had of it", [{**whole, "clawback_mode": "recalculate"}], {}),
        (
            "recalculated_later",
            "a refund by recalculation in the next quarter, of a part",
            [{**whole, "amount": "-400", "booked_on": "2026-04-20", "clawback_mode": "recalculate"}],
            {"period": "2026-Q2"},
        ),
        ("current", "a refund at the rates of its day is negative credit, for those above as well", [{**whole, "payee_id": "ann", "clawback_mode": "current_rate"}], {}),
    ):
        area.oracle(
            f"commission_override_refund_{name}",
            about,
            overriding(*rules),
            [sale("t1", "1000.01"), sale("t0", "10.05", payee="bo"), *refunds],
            PEOPLE,
            params,
            reporting=[*LADDER, line("bo", "mia")],
        )
