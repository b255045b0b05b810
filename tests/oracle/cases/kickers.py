"""Kickers, linked components and gates over longer windows: semantics 2.8 and 2.10."""

from .explained import explain
from .gates import gate, gated
from .make import QUOTA, Area, assigned, part, plan, quota, sale, sales

WHEN = gate(value="1")


def vectors():
    area = Area("kickers")
    kickers(area)
    links(area)
    windows(area)
    documents(area)
    said(area)
    return area


def kicked(*kickers, **more):
    return part(**{"quota": QUOTA, "rate": "0.1", "kickers": list(kickers), **more})


def kicker(when=WHEN, **more):
    return {"when": when, **more}


def paid(target="300", salary="700"):
    return [{**assigned(target=target), "base_salary": salary}]


def kickers(area):
    quarter = sales("600", "450", "-20")
    bases = (
        ("amount", "a sum for making the quota", kicker(amount="250")),
        ("credit", "another 2 % of all credit for making the quota", kicker(rate="0.02", base="credit")),
        ("component_result", "a tenth more of what was earned", kicker(rate="0.1", base="component_result")),
        ("target_variable", "a third of the target variable", kicker(rate="1/3", base="target_variable")),
        ("ote", "5 % of salary and target variable together", kicker(rate="0.05", base="ote")),
    )
    for name, about, one in bases:
        area.oracle(f"commission_kicker_{name}", about, plan(kicked(one)), quarter, paid(), quotas=[quota("1000")])
    area.oracle(
        "commission_kicker_missed",
        "a refund takes the quarter below its quota before it ends: no kicker",
        plan(kicked(kicker(amount="250"))),
        sales("600", "450", "-60"),
        quotas=[quota("1000")],
    )
    area.oracle(
        "commission_kicker_not_yet",
        "February has made the quota, and the window has not ended",
        plan(kicked(kicker(amount="250"))),
        quarter,
        params={"period": "2026-02"},
        quotas=[quota("1000")],
    )
    area.oracle(
        "commission_kickers_under_a_cap",
        "two kickers after a multiplier, under the cap of the component",
        plan(
            kicked(
                kicker(rate="0.5", base="component_result"),
                kicker(gate({"flag": "certified"}, "eq", "1"), amount="40"),
                multipliers=[{"factor": "2"}],
                cap={"payment": "320"},
            )
        ),
        quarter,
        quotas=[quota("1000")],
        flags=[{"payee_id": "ann", "name": "certified", "from": "2026-03-31", "value": "1"}],
    )
    area.oracle(
        "commission_kicker_over_a_year",
        "a part of a year's result, by the year's attainment of its quarters, paid in its last month",
        plan(kicked(kicker(rate="0.1", base="component_result", window="year"))),
        [sale("t1", "500", "2026-02-01"), sale("t2", "1500", "2026-05-01"), sale("t3", "2100", "2026-12-31")],
        params={"period": "2026-12"},
        quotas=[quota("1000", f"2026-{at:02d}-01", f"{2026 + at // 10}-{(at + 2) % 12 + 1:02d}-01") for at in (1, 4, 7, 10)],
    )
    area.oracle(
        "commission_kicker_of_two_targets",
        "who comes in mid-quarter and gets another target: each for its own days",
        plan(kicked(kicker(gate("measure", "gt", "0"), rate="0.1", base="ote")), proration={"applies_to": ["target_variable"]}),
        quarter,
        [
            {**assigned(target="300", start="2026-01-15", to="2026-03-01"), "base_salary": "700"},
            {**assigned(target="600", start="2026-03-01"), "base_salary": "700"},
        ],
        params={"bad_records": "set_aside"},
        quotas=[quota("1000")],
    )
    area.refused(
        "commission_salary_missing",
        "a part of the OTE, and nobody says the salary",
        "the assignment has a target variable alone",
        plan(kicked(kicker(rate="0.05", base="ote"))),
        quarter,
        [assigned(target="300")],
        quotas=[quota("1000")],
        problems=[("commission.salary_missing", "/tables/assignments/0/payee_id")],
    )


CORE = {"column": "family", "op": "eq", "value": "Core"}
ADD_ON = {"column": "family", "op": "eq", "value": "Add-on"}
DEALS = [
    sale("t1", "900", "2026-01-10", family="Add-on"),
    sale("t2", "600", "2026-01-20", family="Core"),
    sale("t3", "300", "2026-02-10", family="Add-on"),
    sale("t4", "500", "2026-02-20", family="Core"),
    sale("t5", "-200", "2026-03-20", family="Core"),
]


def linked(link, **more):
    unless = gate({"attainment_of": "core"}, value="1")
    add_on = part("add-on", rate="0.1", eligible=ADD_ON, weight="0.4", linked={"unless": unless, **link}, **more)
    return plan(part("core", quota=QUOTA, rate="0.05", eligible=CORE, weight="0.6"), add_on)


def links(area):
    tables = {"quotas": [quota("1000", measure_id="core")]}
    area.oracle(
        "commission_linked_share_of_target",
        "add-ons pay at most half of their target unless core makes its quota: opened by t4, shut again by t5",
        linked({"share_of_target": "0.5"}),
        DEALS,
        [assigned(target="400")],
        **tables,
    )
    area.oracle(
        "commission_linked_payment",
        "the same as a sum, with a cap before it and a floor after it",
        linked({"payment": "100"}, cap={"payment": "115"}, floor={"payment": "105"}),
        DEALS,
        **tables,
    )
    area.oracle(
        "commission_linked_month_by_month",
        "February pays what the link kept in January",
        linked({"payment": "50"}),
        DEALS,
        params={"period": "2026-02"},
        **tables,
    )
    area.oracle(
        "commission_linked_to_a_flag",
        "a flag opens the link on a day without a sale",
        plan(part(rate="0.1", linked={"unless": gate({"flag": "certified"}, "eq", "1"), "payment": "10"})),
        sales("300", "300"),
        flags=[{"payee_id": "ann", "name": "certified", "from": "2026-03-15", "value": "1"}],
    )
    area.oracle(
        "commission_linked_to_a_later_flag",
        "a flag that opens the link after the call opens nothing in it, though the half-year of the cap ends later still",
        plan(
            part(
                period="year",
                rate="0.1",
                cap={"payment": "25", "period": "half"},
                linked={"unless": gate({"flag": "certified"}, "eq", "1"), "payment": "10"},
            )
        ),
        sales("300"),
        flags=[{"payee_id": "ann", "name": "certified", "from": "2026-04-15", "value": "1"}],
    )
    own = {"unless": gate("attainment", value="0.4"), "payment": "10"}
    for month, lines in (("02", [("linked", "-10")]), ("03", [])):
        area.by_hand(
            f"commission_linked_to_a_second_quota_{month}",
            "a link is shut on the day on which a second quota begins, and once",
            "away on the 46th day of 90: 200 are 0.44 of 450, and from the 47th on 0.22 of 890: 10 of the 20 are paid",
            plan(part(rate="0.1", quota=QUOTA, linked=own)),
            [sale("t1", "200", "2026-01-05")],
            [assigned(to="2026-02-15"), assigned(start="2026-02-16")],
            params={"period": f"2026-{month}"},
            quotas=[quota("900")],
            expect={"ok": True, "tables": {"lines": [{"kind": kind, "amount": amount} for kind, amount in lines]}},
        )
    area.oracle(
        "commission_linked_period_over",
        "what the other component comes to after the measure period is over pays nothing more for it",
        plan(
            part("a", period="quota", rate="0.1", quota=QUOTA, linked={"unless": gate({"attainment_of": "b"}, value="1.2"), "payment": "15"}),
            part("b", period="quota", rate="0.01", quota=QUOTA),
        ),
        [sale("t1", "900", "2026-01-05"), sale("t2", "1800", "2026-02-20"), sale("t3", "50", "2026-02-24")],
        quotas=[
            *(quota("1000", start, to, measure_id="a") for start, to in (("2026-01-01", "2026-02-11"), ("2026-02-11", "2026-04-01"))),
            *(quota("800", start, to, measure_id="b") for start, to in (("2026-01-01", "2026-02-01"), ("2026-02-01", "2026-04-01"))),
        ],
    )


def windows(area):
    by_quarter = [quota("1000", "2026-01-01", "2026-04-01"), quota("1000", "2026-04-01", "2026-07-01")]
    deals = [sale("t1", "700", "2026-02-01"), sale("t2", "1400", "2026-05-01"), sale("t3", "-200", "2026-06-01")]
    half = gate(value="1", window="half", on_fail={"factor": "0.5"})
    for period in ("2026-Q1", "2026-Q2", "2026-H1"):
        area.oracle(
            f"commission_gate_window_{period[5:].lower()}",
            "half of the pay until the half-year's quotas are made together: the second quarter brings the first one's, and a refund takes it back",
            plan(gated(half)),
            deals,
            params={"period": period},
            quotas=by_quarter,
        )
    area.oracle(
        "commission_gate_window_of_another_component",
        "held until the year's pipeline, measured by month, comes to 1,000; and a gate of the quarter beside it",
        plan(
            gated(
                gate({"measure_of": "pipeline"}, value="1000", window="year", on_fail="hold"),
                gate(value="0.2", on_fail={"factor": "0.1"}),
            ),
            part("pipeline", period="month", rate="0"),
        ),
        deals,
        params={"period": "2026-H1"},
        quotas=[{**one, "measure_id": "deals"} for one in by_quarter],
    )


def documents(area):
    at = "/components/0/"
    area.document(
        "commission_kicker_forms",
        "kickers that say no sum, two, a rate of nothing, or less than nothing",
        "an amount, or a rate and its base",
        plan(
            part(
                rate="0.1",
                kickers=[
                    kicker(gate("measure")),
                    kicker(gate("measure"), amount="1", rate="0.1", base="credit"),
                    kicker(gate("measure"), rate="0.1"),
                    kicker(gate("measure"), amount="-1"),
                    kicker(gate({"measure_of": "core"}), rate="-0.1", base="credit"),
                ],
            )
        ),
        [
            ("commission.kicker_form", f"{at}kickers/0"),
            ("commission.kicker_form", f"{at}kickers/1"),
            ("commission.kicker_form", f"{at}kickers/2"),
            ("commission.kicker_negative", f"{at}kickers/3/amount"),
            ("commission.kicker_negative", f"{at}kickers/4/rate"),
            ("commission.subject_unknown", f"{at}kickers/4/when/subject", {"component_id": "core"}),
        ],
    )
    both = {"unless": gate("measure"), "payment": "1", "share_of_target": "1"}
    area.document(
        "commission_link_forms",
        "links that say no limit, two, or one below zero",
        "a share of the target or a sum",
        plan(
            part("a", rate="0.1", linked={"unless": gate("measure")}),
            part("b", rate="0.1", linked=both),
            part("c", rate="0.1", linked={"unless": gate("measure"), "payment": "-1"}),
        ),
        [
            ("commission.link_form", "/components/0/linked"),
            ("commission.link_form", "/components/1/linked"),
            ("commission.limit_negative", "/components/2/linked/payment"),
        ],
    )
    area.document(
        "commission_window_mismatch",
        "windows that are shorter than the measure period, or cannot be made of it",
        "a month has no whole quarter, and quotas have spans of their own",
        plan(
            part(rate="0.1", gates=[gate("measure", window="month")], kickers=[kicker(gate("measure"), amount="1", window="month")]),
            part("spans", period="quota", quota=QUOTA, rate="0.1", gates=[gate("measure", window="year")]),
            part("other", rate="0.1", gates=[gate({"measure_of": "spans"}, window="year")]),
        ),
        [
            ("commission.window_mismatch", f"{at}gates/0/window"),
            ("commission.window_mismatch", f"{at}kickers/0/window"),
            ("commission.window_mismatch", "/components/1/gates/0/window"),
            ("commission.subject_mismatch", "/components/2/gates/0/subject", {"component_id": "spans"}),
        ],
    )


def said(area):
    made = plan(
        kicked(
            kicker(amount="250", window="year"),
            kicker(rate="0.1", base="component_result"),
            gates=[gate(window="year", on_fail={"factor": "0.5"})],
            linked={"unless": gate({"flag": "certified"}, "eq", "1"), "share_of_target": "0.8"},
        )
    )
    area.vectors.append(
        {
            "name": "describe_commission_kickers",
            "about": "kickers, links and windows in words",
            "op": "commission.describe",
            "kind": "commission_plan",
            "definition": made,
            "params": {},
            "expect": {
                "ok": True,
                "summary": {
                    "lines": [
                        "plan `plan` pays in USD, from 2020-01-01",
                        "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
                        "component `deals` adds up the amount by `booked_on`, quarter by quarter",
                        "  it pays 0.1 for every unit of credit",
                        "  unless attainment is at least 0.5 over a year, it pays 0.5 of what it would",
                        "  when a year ends and attainment is at least 1, it adds 250",
                        "  when a measure period ends and attainment is at least 1, it adds 0.1 of what the lines earned",
                        "  it pays at most 0.8 times its target variable for a measure period unless the flag `certified` is 1",
                    ]
                },
                "warnings": [],
            },
            "source": "by hand: read beside the document, key by key",
        }
    )
    explain(
        area,
        "commission_explain_kicker",
        "what the kicker went by",
        "a tenth of 103, with 1,030 of 1,000",
        plan(kicked(kicker(rate="0.1", base="component_result"))),
        sales("600", "430"),
        row=2,
        words=(
            "kicker: 0.1 of what the lines earned, as attainment is at least 1 when the period ends = 10.3 "
            "(date 2026-03-31, actual 1.03, base 103) [/components/0/kickers/0]\n"
        ),
        quotas=[quota("1000")],
    )
