"""Who is credited with what: splits, currencies, what was known, and what is left out."""

from .make import QUOTA, Area, assigned, part, plan, quota, rate, sale, sales, split, tiers

FLAT = plan(part(rate="0.1"))
TEAM = [assigned("ann"), assigned("bo"), assigned("cy")]


def vectors():
    area = Area("credit")
    splits(area)
    currencies(area)
    knowledge(area)
    excluded(area)
    eligibility(area)
    assignments(area)
    return area


def splits(area):
    whole = [sale("t1", "1000", payee=None)]
    area.oracle(
        "commission_split_overlay",
        "overlay credit comes on top of 100%",
        FLAT,
        whole,
        TEAM,
        splits=[
            split("t1", "ann", share="0.7"),
            split("t1", "bo", share="0.3"),
            split("t1", "cy", share="0.25", role="overlay"),
        ],
    )
    area.oracle(
        "commission_split_overlay_beside_payee",
        "the payee has all of it, and an overlay comes on top",
        FLAT,
        sales("1000"),
        TEAM,
        splits=[split("t1", "cy", share="0.5", role="overlay")],
    )
    area.oracle(
        "commission_split_overlay_alone",
        "overlays without any direct credit",
        FLAT,
        whole,
        TEAM,
        splits=[split("t1", "cy", share="1.5", role="overlay")],
    )
    area.oracle(
        "commission_split_weights_and_overlay",
        "weights are over the direct ones only",
        FLAT,
        whole,
        TEAM,
        splits=[
            split("t1", "ann", weight="2"),
            split("t1", "bo", weight="1"),
            split("t1", "cy", share="1/3", role="overlay"),
        ],
    )
    area.oracle(
        "commission_split_weight_zero",
        "a weight of 0 is a credit of 0",
        FLAT,
        whole,
        TEAM,
        splits=[split("t1", "ann", weight="1"), split("t1", "bo", weight="0")],
    )
    area.oracle(
        "commission_split_to_one_payee_twice",
        "two credits of one deal are two lines",
        FLAT,
        whole,
        TEAM,
        splits=[split("t1", "ann", share="0.5"), split("t1", "ann", share="0.5")],
    )
    table = tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1", "0.10"))
    for mode in ("marginal", "whole"):
        area.oracle(
            f"commission_split_quota_share_{mode}",
            "the whole deal counts to quota, half of it is paid on",
            plan(part(rate_table={**table, "mode": mode}, quota=QUOTA)),
            [sale("t1", "800", "2026-01-01", payee=None), sale("t2", "400", "2026-01-02", payee=None)],
            TEAM[:2],
            splits=[split(t, who, share="0.5", quota_share="1") for t in ("t1", "t2") for who in ("ann", "bo")],
            quotas=[quota("1000"), quota("1000", payee="bo")],
        )
    area.oracle(
        "commission_split_quota_share_zero",
        "paid at the tier that the measure stands in, without moving it",
        plan(part(rate_table=table, quota=QUOTA)),
        [sale("t1", "1000", "2026-01-01"), sale("t2", "400", "2026-01-02", payee=None)],
        TEAM[:1],
        splits=[split("t2", "ann", share="1", quota_share="0")],
        quotas=[quota("1000")],
    )
    area.oracle(
        "commission_split_with_a_payee_of_another_plan",
        "whose plan is another is credited elsewhere",
        FLAT,
        whole,
        [assigned("ann"), assigned("bo", plan_id="other")],
        splits=[split("t1", "ann", share="0.5"), split("t1", "bo", share="0.5")],
    )


def currencies(area):
    euros = [
        sale("t1", "1000", "2026-01-10", currency="EUR"),
        sale("t2", "1000", "2026-02-10", currency="EUR"),
        sale("t3", "1000", "2026-02-11", currency="USD"),
        sale("t4", "1000", "2026-02-12"),
    ]
    spot = [
        rate("EUR", "1.08", to="2026-02-01"),
        rate("EUR", "1.12", "2026-02-01"),
        rate("EUR", "2", kind="average"),
        rate("EUR", "3", kind="plan"),
        rate("USD", "0.5", quote="EUR"),
    ]
    area.oracle("commission_fx_spot", "the rate of the day that is measured by", FLAT, euros, fx_rates=spot)
    for kind in ("average", "plan"):
        area.oracle(
            f"commission_fx_{kind}",
            "another kind of rate",
            plan(part(rate="0.1"), fx={"kind": kind}),
            euros,
            fx_rates=spot,
        )
    dated = [
        {
            **sale("t1", "1000", currency="EUR"),
            "booked_on": "2026-01-10",
            "invoiced_on": "2026-02-10",
            "paid_on": "2026-03-10",
        }
    ]
    days = [
        rate("EUR", "1.1", to="2026-02-01"),
        rate("EUR", "1.2", "2026-02-01", "2026-03-01"),
        rate("EUR", "1.3", "2026-03-01"),
        rate("EUR", "1.4", "2020-01-01", "2021-01-01"),
    ]
    for date in ("measure", "booking", "invoice", "payment", "plan_fixed"):
        area.oracle(
            f"commission_fx_date_{date}",
            "which day picks the rate",
            plan(part(rate="0.1"), fx={"date": date}),
            dated,
            fx_rates=days,
        )
    area.oracle(
        "commission_fx_is_not_rounded",
        "a converted amount keeps every digit",
        FLAT,
        sales("0.01", "0.01", "0.01", currency="EUR"),
        fx_rates=[rate("EUR", "1.23456789")],
    )
    area.oracle(
        "commission_fx_of_units",
        "units have no currency, and no rate is asked for",
        plan(part(rate="2", credit="units")),
        sales("5", units="3"),
    )


def knowledge(area):
    records = [
        sale("t1", "1", known_at="2026-03-31T23:59:59.999999Z"),
        sale("t2", "2", known_at="2026-04-01T00:00:00Z"),
        sale("t3", "4"),
        sale("t4", "8", known_at="2026-04-01T00:00:01+02:00"),
    ]
    area.oracle(
        "commission_known_at",
        "what was known before that instant, and what says nothing of when",
        FLAT,
        records[:3],
        params={"known_at": "2026-04-01T00:00:00Z"},
    )
    area.oracle("commission_known_at_absent", "all records", FLAT, records[:3])


def excluded(area):
    made = plan(part(rate="0.1", eligible={"column": "family", "op": "eq", "value": "Core"}))
    people = [assigned("ann", to="2026-03-01"), assigned("bo", plan_id="other")]
    core = {"family": "Core"}
    area.oracle(
        "commission_excluded_reasons",
        "every reason for which a sound transaction is not counted",
        made,
        [
            sale("counted", "1", **core),
            sale("later", "2", known_at="2026-05-01T00:00:00Z", **core),
            sale("nobody", "4", payee=None, **core),
            sale("elsewhere", "8", payee="bo", **core),
            sale("undated", "16", booked_on=None, **core),
            sale("left", "32", "2026-03-15", **core),
            sale("addon", "64", family="Add-on"),
            sale("early", "128", "2025-12-31", **core),
        ],
        people,
        params={"known_at": "2026-05-01T00:00:00Z"},
    )
    area.oracle(
        "commission_excluded_by_all_components",
        "counted by one component, left out by the other: it is used",
        plan(
            part("core", rate="0.1", eligible={"column": "family", "op": "eq", "value": "Core"}),
            part("all", rate="0.01"),
        ),
        [sale("t1", "100", family="Add-on"), sale("t2", "100", family="Core")],
    )
    area.oracle(
        "commission_earlier_in_the_measure_is_used",
        "a sale before the period that moves the measure is no excluded one",
        plan(part(rate_table=tiers("amount", "marginal", "rate", ("0", "0.1"), ("100", "0.2")))),
        [sale("t1", "150", "2026-01-10"), sale("t2", "100", "2026-02-10")],
        params={"period": "2026-M02"},
    )


def eligibility(area):
    records = [
        sale("t1", "100", family="Core"),
        sale("t2", "200", family="core"),
        sale("t3", "300", family=None),
        sale("t4", "400", family="Add-on"),
        sale("t5", "-500", family="Core Plus"),
    ]
    leaf = {"column": "family", "op": "eq", "value": "Core"}
    for name, rule in (
        ("eq", leaf),
        ("ne", {**leaf, "op": "ne"}),
        ("not", {"not": leaf}),
        ("in", {"column": "family", "op": "in", "value": ["Core", "Add-on"]}),
        ("is_empty", {"column": "family", "op": "is_empty"}),
        ("starts_with", {"column": "family", "op": "starts_with", "value": "Core"}),
        ("amount_ge", {"column": "amount", "op": "ge", "value": "300"}),
        ("any", {"any": [leaf, {"column": "amount", "op": "lt", "value": "0"}]}),
        ("all", {"all": [{"not": leaf}, {"column": "amount", "op": "gt", "value": "100"}]}),
    ):
        area.oracle(
            f"commission_eligible_{name}",
            "an empty cell leaves a rule unknown, and unknown does not match",
            plan(part(rate="0.1", eligible=rule)),
            records,
        )


def assignments(area):
    target = {"kind": "target_over_quota"}
    area.oracle(
        "commission_assignment_window",
        "credited on the days of the assignment only",
        FLAT,
        [
            sale("t1", "1", "2026-01-31"),
            sale("t2", "2", "2026-02-01"),
            sale("t3", "4", "2026-02-28"),
            sale("t4", "8", "2026-03-01"),
        ],
        [assigned(start="2026-02-01", to="2026-03-01")],
    )
    area.oracle(
        "commission_assignment_twice",
        "away for a month, with the same target",
        plan(part(base_rate=target, quota=QUOTA)),
        [sale("t1", "100", "2026-01-31"), sale("t2", "200", "2026-02-10"), sale("t3", "400", "2026-03-01")],
        [assigned(target="1000", to="2026-02-01"), assigned(target="1000.00", start="2026-03-01")],
        quotas=[quota("1000")],
    )
    area.oracle(
        "commission_target_of_another_quarter",
        "the target may change between measure periods",
        plan(part(base_rate=target, quota=QUOTA)),
        [sale("t1", "100", "2026-01-31"), sale("t2", "100", "2026-04-10")],
        [assigned(target="1000", to="2026-04-01"), assigned(target="2000", start="2026-04-01")],
        params={"period": "2026-H1"},
        quotas=[quota("1000"), quota("1000", "2026-04-01", "2026-07-01")],
    )
    area.oracle(
        "commission_payee_joins_in_the_year",
        "no statements for the months before the payee came",
        plan(part(rate="0.1", period="month")),
        [sale("t1", "100", "2026-02-10")],
        [assigned(start="2026-02-05")],
    )
    area.oracle(
        "commission_partial_assignment",
        "there for a part of the quarter: quota and target for 50 of 90 days, so that the rate stays",
        plan(part(base_rate=target, quota=QUOTA)),
        [sale("t1", "100", "2026-02-11")],
        [assigned(target="1000", start="2026-02-10")],
        quotas=[quota("1000")],
    )
    area.oracle("commission_no_records", "nothing sold: a statement of nothing", FLAT, [])
